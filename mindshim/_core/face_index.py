"""Which file declares which face (written by `python -m mindshim.tools.face_index`)."""

from __future__ import annotations

#: file -> namespace -> names
INDEX: dict[str, dict[str, str]] = {
    "mindshim.ops.arithmetic": {
        "Tensor": (
            "__add__ __iadd__ __imul__ __isub__ __itruediv__ __mul__ __neg__ __radd__ __rmul__ __rsub__ "
            "__rtruediv__ __sub__ __truediv__ astype neg"
        ),
        "ops": (
            "Add Cast Div Mul Neg Sub add cast mul neg sub"
        ),
    },
    "mindshim.ops.assignment": {
        "ops": (
            "LinearSumAssignment"
        ),
    },
    "mindshim.ops.bessel": {
        "Tensor": (
            "i0"
        ),
        "ops": (
            "BesselI0 BesselI0e BesselI1 BesselI1e BesselJ0 BesselJ1 BesselK0 BesselK0e BesselK1 BesselK1e "
            "BesselY0 BesselY1 bessel_i0 bessel_i0e bessel_i1 bessel_i1e bessel_j0 bessel_j1 bessel_k0 bessel_k0e "
            "bessel_k1 bessel_k1e bessel_y0 bessel_y1 i0"
        ),
    },
    "mindshim.ops.binary": {
        "Tensor": (
            "addcdiv addcmul arctan2 atan2 copysign fmax fmin heaviside hypot igamma igammac ldexp lerp logaddexp "
            "logaddexp2 maximum minimum nextafter xlogy"
        ),
        "mint": (
            "arctan2 atan2 lerp logaddexp logaddexp2 maximum minimum polar xlogy"
        ),
        "ops": (
            "AccumulateNV2 AddN Addcdiv Addcmul Atan2 Complex Eps Heaviside Hypot Igamma Igammac Lerp Maximum "
            "Minimum MulNoNan NextAfter Polar SquareSumAll SquaredDifference Xlogy Zeta accumulate_n addcdiv "
            "addcmul addn arctan2 atan2 copysign eps fmax fmin heaviside hypot igamma igammac ldexp lerp "
            "logaddexp logaddexp2 maximum minimum nextafter polar xlogy zeta"
        ),
    },
    "mindshim.ops.boxes": {
        "ops": (
            "BoundingBoxDecode BoundingBoxEncode CheckValid IOU NMSWithMask bounding_box_decode "
            "bounding_box_encode check_valid iou"
        ),
    },
    "mindshim.ops.candidate_sampling": {
        "ops": (
            "ComputeAccidentalHits LogUniformCandidateSampler UniformCandidateSampler "
            "log_uniform_candidate_sampler uniform_candidate_sampler"
        ),
    },
    "mindshim.ops.clipping": {
        "Tensor": (
            "clamp clamp_ clip"
        ),
        "mint": (
            "clamp clip"
        ),
        "ops": (
            "L2Normalize clamp clip clip_by_global_norm clip_by_norm clip_by_value"
        ),
    },
    "mindshim.ops.cluster_primitives": {
        "ops": (
            "Pull Push _VirtualDataset"
        ),
    },
    "mindshim.ops.collective_operators": {
        "ops": (
            "AllGather AllGatherV AllReduce AlltoAll AlltoAllV Barrier Broadcast CollectiveGather "
            "CollectiveScatter Reduce ReduceOp ReduceScatter ReduceScatterV"
        ),
    },
    "mindshim.ops.color_spaces": {
        "ops": (
            "HSVToRGB RGBToHSV"
        ),
    },
    "mindshim.ops.combined_suppression": {
        "ops": (
            "CombinedNonMaxSuppression"
        ),
    },
    "mindshim.ops.common_divisors": {
        "Tensor": (
            "gcd lcm"
        ),
        "mint": (
            "gcd"
        ),
        "ops": (
            "Gcd Lcm gcd lcm"
        ),
    },
    "mindshim.ops.comparison": {
        "Tensor": (
            "__and__ __eq__ __ge__ __gt__ __le__ __lt__ __ne__ __or__ __rand__ __ror__ __rxor__ __xor__ allclose "
            "approximate_equal bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor eq equal "
            "ge greater greater_equal gt isclose le less less_equal logical_and logical_or logical_xor lt ne "
            "not_equal"
        ),
        "mint": (
            "allclose bitwise_and bitwise_or bitwise_xor eq equal ge greater greater_equal gt isclose le less "
            "less_equal logical_and logical_or logical_xor lt ne not_equal"
        ),
        "ops": (
            "ApproximateEqual BitwiseAnd BitwiseOr BitwiseXor Equal Greater GreaterEqual IsClose LeftShift Less "
            "LessEqual LogicalAnd LogicalOr LogicalXor NotEqual RightShift approximate_equal bitwise_and "
            "bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor eq equal ge greater greater_equal gt "
            "isclose le less less_equal logical_and logical_or logical_xor lt ne not_equal"
        ),
    },
    "mindshim.ops.composite.base": {
        "ops": (
            "GradOperation"
        ),
    },
    "mindshim.ops.composite.multitype": {
        "ops": (
            "HyperMap Map MultitypeFuncGraph"
        ),
    },
    "mindshim.ops.control_flow": {
        "ops": (
            "ForiLoop GeSwitch Merge Scan WhileLoop"
        ),
    },
    "mindshim.ops.conversions": {
        "Tensor": (
            "bfloat16 bool byte double float half int long move_to short storage to to_coo to_csr type type_as "
            "untyped_storage"
        ),
        "ops": (
            "ListToTensor TensorToTuple TupleToTensor"
        ),
    },
    "mindshim.ops.copying": {
        "Tensor": (
            "clone copy copy_"
        ),
        "mint": (
            "clone"
        ),
    },
    "mindshim.ops.cosine_transforms": {
        "ops": (
            "DCT DCTN IDCT IDCTN"
        ),
        "scipy.fft": (
            "dct dctn idct idctn"
        ),
    },
    "mindshim.ops.counting": {
        "Tensor": (
            "bincount histc searchsorted unique unique_consecutive"
        ),
        "mint": (
            "bincount histc searchsorted unique unique_consecutive"
        ),
        "ops": (
            "Bincount Bucketize SearchSorted Unique UniqueConsecutive UniqueWithPad bincount bucketize histc "
            "searchsorted unique unique_consecutive unique_with_pad"
        ),
    },
    "mindshim.ops.creation": {
        "Tensor": (
            "fill fill_ fills new_empty new_full new_ones new_zeros zero_"
        ),
        "mint": (
            "empty empty_like eye full full_like ones ones_like zeros zeros_like"
        ),
        "mint.nn.functional": (
            "one_hot"
        ),
        "ops": (
            "Eye Fill FillV2 OneHot Ones OnesLike Zeros ZerosLike eye fill fills full full_like one_hot ones "
            "ones_like zero_ zeros zeros_like"
        ),
    },
    "mindshim.ops.cumulative": {
        "Tensor": (
            "cummax cummin cumprod cumsum diff logcumsumexp"
        ),
        "mint": (
            "cummax cummin cumprod cumsum diff"
        ),
        "ops": (
            "CumProd CumSum Cummax Cummin CumulativeLogsumexp cummax cummin cumprod cumsum diff logcumsumexp "
            "trapz"
        ),
    },
    "mindshim.ops.custom_builds": {
        "ops": (
            "CustomOpBuilder"
        ),
    },
    "mindshim.ops.custom_operators": {
        "ops": (
            "Custom PyFunc"
        ),
    },
    "mindshim.ops.decompositions": {
        "ops": (
            "Eigh LU LstsqV2 LstsqV2Grad SolveTriangular"
        ),
        "ops.auto_generate": (
            "solve_triangular"
        ),
    },
    "mindshim.ops.deprecated": {
        "ops": (
            "DropoutDoMask DropoutGenMask DynamicShape Gelu ScalarToArray"
        ),
    },
    "mindshim.ops.diagonals": {
        "Tensor": (
            "diag diagflat diagonal diagonal_scatter fill_diagonal fill_diagonal_ trace tril triu"
        ),
        "mint": (
            "diag diagonal trace tril triu"
        ),
        "ops": (
            "Diag DiagPart FillDiagonal Trace Tril TrilIndices Triu TriuIndices diag diag_embed diagflat diagonal "
            "diagonal_scatter trace tril tril_indices triu triu_indices"
        ),
    },
    "mindshim.ops.distributions": {
        "Tensor": (
            "bernoulli bernoulli_ multinomial random_categorical"
        ),
        "mint": (
            "bernoulli multinomial"
        ),
        "ops": (
            "Bernoulli Gamma Multinomial MultinomialWithReplacement Poisson RandomCategorical "
            "RandomChoiceWithMask RandomGamma RandomPoisson RandomShuffle StandardLaplace bernoulli bernoulli_ "
            "choice_with_mask gamma laplace multinomial multinomial_with_replacement poisson random_categorical "
            "random_gamma random_poisson shuffle standard_laplace"
        ),
    },
    "mindshim.ops.division": {
        "Tensor": (
            "__floordiv__ __ifloordiv__ __imod__ __mod__ __rfloordiv__ __rmod__ div div_ divide floor_divide "
            "floor_divide_ fmod remainder remainder_ true_divide xdivy"
        ),
        "mint": (
            "div divide floor_divide fmod remainder"
        ),
        "ops": (
            "DivNoNan FloorDiv FloorMod Mod RealDiv TruncateDiv TruncateMod Xdivy div divide floor_div "
            "floor_divide floor_mod floordiv fmod remainder true_divide truncate_div truncate_mod xdivy"
        ),
    },
    "mindshim.ops.dumping": {
        "ops": (
            "GetNext TensorDump tensordump"
        ),
    },
    "mindshim.ops.elementwise": {
        "Tensor": (
            "__abs__ __invert__ __pos__ __round__ abs absolute acos acosh angle arccos arccosh arcsin arcsinh "
            "arctan arctanh asin asinh atan atanh bitwise_not ceil conj cos cosh deg2rad digamma erf erfc erfinv "
            "erfinv_ exp exp2 exp_ expm1 floor floor_ frac imag inv invert is_complex is_floating_point is_signed "
            "isfinite isinf isnan isneginf isposinf isreal lgamma log log10 log1p log2 log_ logical_not logit "
            "nan_to_num positive rad2deg real reciprocal round rsqrt sgn sigmoid sigmoid_ sign sign_ signbit sin "
            "sinc sinh sqrt square tan tanh tanh_ trunc"
        ),
        "mint": (
            "abs acos acosh arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh ceil cos cosh erf "
            "erfc erfinv exp exp2 expm1 fix floor frac isfinite isinf isnan isneginf log log10 log1p log2 "
            "logical_not nan_to_num reciprocal round rsqrt sigmoid sign sin sinc sinh sqrt square tan tanh trunc"
        ),
        "mint.nn.functional": (
            "sigmoid tanh"
        ),
        "mint.special": (
            "erfc exp2 expm1 log1p sinc"
        ),
        "ops": (
            "ACos Abs Acosh Angle Asin Asinh Atan Atanh Ceil ComplexAbs Conj Cos Cosh Digamma Erf Erfc Erfinv Exp "
            "Expm1 Floor Imag Inv Invert IsFinite IsInf IsNan Lgamma Log Log1p LogicalNot Logit NanToNum "
            "Polygamma Real Reciprocal Round Rsqrt Sigmoid Sign Sin Sinc Sinh Sqrt Square Tan Tanh Trunc abs "
            "absolute acos acosh angle arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh ceil "
            "conj cos cosh deg2rad digamma erf erfc erfinv exp exp2 expm1 floor frac imag inv invert is_complex "
            "is_floating_point isfinite isinf isnan isneginf isposinf isreal lgamma log log10 log1p log2 "
            "logical_not logit nan_to_num polygamma positive rad2deg real reciprocal round rsqrt sgn sigmoid sign "
            "signbit sin sinc sinh sqrt square tan tanh trunc"
        ),
    },
    "mindshim.ops.ext_names": {
        "ops": (
            "acos_ext acosh_ext adaptive_avg_pool2d_ext adaptive_avg_pool3d_ext addbmm_ext addcmul_ext addmm_ext "
            "addmv_ext amax_ext amin_ext arange_ext arccos_ext arccosh_ext arcsin_ext arcsinh_ext arctan2_ext "
            "arctan_ext argmax_ext argmin_ext argsort_ext asin_ext asinh_ext atan2_ext atan_ext avg_pool1d_ext "
            "avg_pool2d_ext avg_pool3d_ext baddbmm_ext batch_norm_ext bernoulli_ext bincount_ext bitwise_and_ext "
            "bitwise_or_ext bitwise_xor_ext bmm_ext chunk_ext conv2d_ext cross_entropy_ext cummin_ext cumsum_ext "
            "diag_ext diff_ext dropout2d_ext dropout_ext einsum_ext elu_ext flatten_ext float_power_ext fold_ext "
            "frac_ext full_ext full_like_ext gather_ext gather_nd_ext glu_ext histc_ext index_fill_ext "
            "index_select_ext interpolate_ext inverse_ext isnan_ext isneginf_ext kl_div_ext l1_loss_ext "
            "leaky_relu_ext linspace_ext log10_ext log2_ext log_softmax_ext logaddexp_ext logsigmoid_ext "
            "logsumexp_ext matmul_ext matrix_norm_ext max_ext max_pool2d_ext max_unpool2d_ext mean_ext median_ext "
            "meshgrid_ext min_ext mish_ext mm_ext mse_loss_ext mul_ext multinomial_ext nll_loss_ext norm_ext "
            "normal_ext one_hot_ext ones_like_ext outer_ext pad_ext pow_ext prod_ext rand_ext rand_like_ext "
            "randint_ext randint_like_ext randn_ext randn_like_ext randperm_ext remainder_ext "
            "repeat_interleave_ext scatter_add_ext selu_ext softmax_ext softplus_ext sort_ext split_ext stack_ext "
            "std_ext std_mean_ext sum_ext t_ext topk_ext trace_ext tril_ext unbind_ext unfold_ext unique_ext "
            "var_ext var_mean_ext zeros_like_ext"
        ),
    },
    "mindshim.ops.extremes": {
        "Tensor": (
            "amax amin aminmax argmax argmax_with_value argmin argmin_with_value max min ptp"
        ),
        "mint": (
            "amax amin argmax argmin max min"
        ),
        "ops": (
            "Argmax Argmin amax amin aminmax argmax argmin max min"
        ),
    },
    "mindshim.ops.factorisations": {
        "Tensor": (
            "cholesky cholesky_inverse cholesky_solve lstsq lu_solve"
        ),
        "ops": (
            "Cholesky CholeskyInverse CholeskySolve Lstsq LuSolve LuUnpack cholesky cholesky_inverse "
            "cholesky_solve lstsq lu_solve lu_unpack"
        ),
    },
    "mindshim.ops.facts": {
        "mint": (
            "numel"
        ),
        "ops": (
            "ConvertToDynamic DType Rank Shape Size TensorShape dtype dyn_shape is_tensor isconstant numel rank "
            "shape shape_ size"
        ),
    },
    "mindshim.ops.float_status": {
        "ops": (
            "FloatStatus NPUAllocFloatStatus NPUClearFloatStatus NPUGetFloatStatus"
        ),
    },
    "mindshim.ops.fourier": {
        "numpy.fft": (
            "fft fft2 fftfreq fftn fftshift hfft hfft2 hfftn ifft ifft2 ifftn ifftshift ihfft ihfft2 ihfftn irfft "
            "irfft2 irfftn rfft rfft2 rfftfreq rfftn"
        ),
        "ops": (
            "FFT FFT2 FFTN FFTWithSize HFFT HFFT2 HFFTN IFFT IFFT2 IFFTN IHFFT IHFFT2 IHFFTN IRFFT IRFFT2 IRFFTN "
            "RFFT RFFT2 RFFTN fft fft2 fftfreq fftn fftshift hfft hfft2 hfftn ifft ifft2 ifftn ifftshift ihfft "
            "ihfft2 ihfftn irfft irfft2 irfftn rfft rfft2 rfftfreq rfftn"
        ),
    },
    "mindshim.ops.function.forward_grad": {
        "": (
            "jacfwd jacrev jvp vjp"
        ),
        "ops": (
            "jacfwd jacrev jvp vjp"
        ),
    },
    "mindshim.ops.function.grad.grad_func": {
        "": (
            "get_grad grad value_and_grad"
        ),
        "ops": (
            "get_grad grad value_and_grad"
        ),
    },
    "mindshim.ops.function.higher_grad": {
        "ops": (
            "derivative jet linearize"
        ),
    },
    "mindshim.ops.function.internal_names": {
        "ops": (
            "MixedPrecisionCast broadcast_gradient_args clamp_ conv_transpose2d erfinv_ hastype inplace_sigmoid "
            "is_dynamic_sequence_element_unknown is_sequence_shape_unknown is_sequence_value_unknown "
            "make_coo_tensor make_csr_tensor make_row_tensor make_row_tensor_inner make_sparse_tensor "
            "mixed_precision_cast move_to reshape_ row_tensor_get_dense_shape row_tensor_get_indices "
            "row_tensor_get_values scalar_to_array sigmoid_ soft_shrink switch switch_layer tanh_ tensor_muls "
            "tensor_slice type_as view_as"
        ),
    },
    "mindshim.ops.function.scalars": {
        "ops": (
            "bool_and bool_eq bool_not bool_or dict_getitem dict_setitem floormod in_dict is_ is_not list_equal "
            "list_getitem list_len list_setitem make_dict make_list make_slice make_tuple not_in_dict "
            "reduced_shape scalar_add scalar_div scalar_eq scalar_floordiv scalar_ge scalar_gt scalar_le "
            "scalar_log scalar_lt scalar_max scalar_min scalar_mod scalar_mul scalar_ne scalar_pow scalar_sub "
            "scalar_uadd scalar_usub shape_mul string_concat string_eq tail tensor_div tensor_exp tensor_expm1 "
            "tensor_floordiv tensor_ge tensor_gt tensor_le tensor_lt tensor_mod tensor_pow tensor_range tuple_div "
            "tuple_equal tuple_getitem tuple_len tuple_reversed tuple_setitem typeof"
        ),
    },
    "mindshim.ops.function.vmap": {
        "": (
            "vmap"
        ),
        "ops": (
            "vmap"
        ),
    },
    "mindshim.ops.further_spellings": {
        "Tensor": (
            "get_bytes sum_to_size"
        ),
        "mint": (
            "addcdiv addcmul bitwise_not imag real vdot"
        ),
        "mint.nn.functional": (
            "flatten hardtanh_ threshold_"
        ),
        "mint.special": (
            "round"
        ),
    },
    "mindshim.ops.fused_momentum": {
        "ops": (
            "FusedWeightScaleApplyMomentum"
        ),
    },
    "mindshim.ops.gathering": {
        "Tensor": (
            "gather gather_elements gather_nd index_select narrow take"
        ),
        "mint": (
            "gather index_select narrow"
        ),
        "ops": (
            "EmbeddingLookup Gather GatherD GatherNd GatherV2 Slice SparseGatherV2 StridedSlice gather gather_d "
            "gather_elements gather_nd index_select narrow slice strided_slice take"
        ),
    },
    "mindshim.ops.gradient_hooks": {
        "ops": (
            "HookBackward InsertGradientOf"
        ),
    },
    "mindshim.ops.gradient_operators": {
        "ops": (
            "ACosGrad AbsGrad AcoshGrad AsinGrad AsinhGrad AtanGrad BiasAddGrad EluGrad HShrinkGrad HSigmoidGrad "
            "InvGrad ReLU6Grad ReciprocalGrad ReluGrad RsqrtGrad SiLUGrad SigmoidCrossEntropyWithLogitsGrad "
            "SigmoidGrad SoftShrinkGrad SoftplusGrad SqrtGrad TanhGrad"
        ),
    },
    "mindshim.ops.hybrid_kernels": {
        "ops": (
            "kernel"
        ),
    },
    "mindshim.ops.indexed_updates": {
        "Tensor": (
            "index_add index_add_ index_copy_ index_fill index_fill_ index_put index_put_ inplace_update "
            "masked_fill_ masked_scatter_ put_ select_scatter slice_scatter"
        ),
        "mint": (
            "index_add"
        ),
        "ops": (
            "IndexAdd IndexFill IndexPut InplaceAdd InplaceIndexAdd InplaceSub InplaceUpdate InplaceUpdateV2 "
            "index_add index_fill inplace_add inplace_index_add inplace_sub inplace_update put_ select_scatter "
            "slice_scatter"
        ),
    },
    "mindshim.ops.interpolation": {
        "mint.nn.functional": (
            "interpolate upsample"
        ),
        "ops": (
            "interpolate upsample"
        ),
    },
    "mindshim.ops.joining": {
        "mint": (
            "block_diag cat concat meshgrid stack"
        ),
        "ops": (
            "Concat Meshgrid Pack ParallelConcat Stack block_diag cartesian_prod cat column_stack combinations "
            "concat dstack hstack meshgrid row_stack stack vstack"
        ),
    },
    "mindshim.ops.linear_algebra": {
        "Tensor": (
            "det inverse log_matrix_determinant logdet matrix_determinant matrix_power slogdet triangular_solve"
        ),
        "mint": (
            "inverse triangular_solve"
        ),
        "mint.linalg": (
            "inv"
        ),
        "ops": (
            "LogMatrixDeterminant MatrixBandPart MatrixDeterminant MatrixExp MatrixInverse MatrixPower "
            "MatrixSolve MatrixTriangularSolve adjoint det inverse log_matrix_determinant logdet matrix_band_part "
            "matrix_determinant matrix_exp matrix_power matrix_solve slogdet vander"
        ),
    },
    "mindshim.ops.matrix_diagonals": {
        "ops": (
            "MatrixDiagPartV3 MatrixDiagV3 MatrixSetDiagV3 matrix_diag matrix_diag_part matrix_set_diag"
        ),
    },
    "mindshim.ops.mint_names": {
        "mint": (
            "addr_ batch_norm_elemt batch_norm_gather_stats_with_counts batch_norm_stats cdist_ conv2d conv_tbc "
            "dstack flatten_ext hstack item npu_gelu softmax_ext take"
        ),
        "mint.nn.functional": (
            "adaptive_avg_pool3d_ext adaptive_max_pool2d broadcast_to clamp elu_ext hardtanh_op inplace_elu "
            "inplace_silu norm_ext sigmoid_ silu_func soft_margin_loss threshold_op"
        ),
    },
    "mindshim.ops.morph": {
        "ops": (
            "Morph"
        ),
    },
    "mindshim.ops.neighbours": {
        "ops": (
            "NeighborExchangeV2 Receive Send all_gather_matmul matmul_reduce_scatter"
        ),
    },
    "mindshim.ops.nn.activations": {
        "Tensor": (
            "hardshrink hardswish"
        ),
        "mint.nn.functional": (
            "elu elu_ gelu glu hardshrink hardsigmoid hardswish hardtanh leaky_relu logsigmoid mish prelu relu "
            "relu6 relu_ selu silu softplus softshrink tanhshrink threshold"
        ),
        "ops": (
            "CeLU Elu FastGeLU FastGelu GeLU HShrink HSigmoid HSwish Mish PReLU ReLU ReLU6 SeLU SiLU SoftShrink "
            "Softplus Softsign celu elu fast_gelu gelu glu hardshrink hardsigmoid hardswish hardtanh leaky_relu "
            "logsigmoid mish prelu relu relu6 rrelu selu silu softplus softshrink softsign swiglu tanhshrink "
            "threshold"
        ),
    },
    "mindshim.ops.nn.adaptive_pooling": {
        "mint.nn.functional": (
            "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d"
        ),
        "ops": (
            "AdaptiveAvgPool2D AdaptiveAvgPool3D AdaptiveMaxPool2D AdaptiveMaxPool3D adaptive_avg_pool1d "
            "adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d"
        ),
    },
    "mindshim.ops.nn.conv": {
        "mint.nn.functional": (
            "conv1d conv2d conv3d"
        ),
        "ops": (
            "Conv2D Conv3D DepthwiseConv2dNative conv1d conv2d conv3d"
        ),
    },
    "mindshim.ops.nn.conv_transpose": {
        "mint.nn.functional": (
            "conv_transpose2d"
        ),
        "ops": (
            "Conv2DBackpropInput Conv2DTranspose Conv3DTranspose"
        ),
    },
    "mindshim.ops.nn.cross_entropy": {
        "mint.nn.functional": (
            "binary_cross_entropy binary_cross_entropy_with_logits cross_entropy nll_loss"
        ),
        "ops": (
            "BCEWithLogitsLoss BinaryCrossEntropy NLLLoss SigmoidCrossEntropyWithLogits "
            "SoftmaxCrossEntropyWithLogits SparseSoftmaxCrossEntropyWithLogits binary_cross_entropy "
            "binary_cross_entropy_with_logits cross_entropy nll_loss"
        ),
    },
    "mindshim.ops.nn.ctc": {
        "ops": (
            "CTCLoss CTCLossV2 ctc_loss"
        ),
    },
    "mindshim.ops.nn.ctc_decoding": {
        "ops": (
            "CTCGreedyDecoder ctc_greedy_decoder"
        ),
    },
    "mindshim.ops.nn.deformable": {
        "ops": (
            "DeformableOffsets deformable_conv2d"
        ),
    },
    "mindshim.ops.nn.dense": {
        "mint.nn.functional": (
            "embedding linear"
        ),
        "ops": (
            "BiasAdd Dense bias_add bidense cdist cosine_similarity dense embedding"
        ),
    },
    "mindshim.ops.nn.dropout": {
        "mint.nn.functional": (
            "dropout dropout2d"
        ),
        "ops": (
            "Dropout Dropout2D Dropout3D alpha_dropout dropout dropout1d dropout2d dropout3d "
            "feature_alpha_dropout"
        ),
    },
    "mindshim.ops.nn.expert_tokens": {
        "ops": (
            "moe_token_permute moe_token_unpermute"
        ),
    },
    "mindshim.ops.nn.fractional_pooling": {
        "ops": (
            "FractionalMaxPool3DWithFixedKsize FractionalMaxPoolWithFixedKsize fractional_max_pool2d "
            "fractional_max_pool3d"
        ),
    },
    "mindshim.ops.nn.inference_operators": {
        "ops": (
            "fused_infer_attention_score incre_flash_attention prompt_flash_attention"
        ),
    },
    "mindshim.ops.nn.instance_norm": {
        "ops": (
            "InstanceNorm"
        ),
    },
    "mindshim.ops.nn.losses": {
        "mint.nn.functional": (
            "cosine_embedding_loss kl_div l1_loss mse_loss smooth_l1_loss"
        ),
        "ops": (
            "KLDivLoss MultiMarginLoss MultilabelMarginLoss SmoothL1Loss SoftMarginLoss TripletMarginLoss "
            "cosine_embedding_loss gaussian_nll_loss hinge_embedding_loss huber_loss kl_div l1_loss "
            "margin_ranking_loss mse_loss multi_margin_loss multilabel_margin_loss multilabel_soft_margin_loss "
            "smooth_l1_loss soft_margin_loss triplet_margin_loss"
        ),
    },
    "mindshim.ops.nn.normalization": {
        "mint.nn.functional": (
            "batch_norm group_norm layer_norm normalize"
        ),
        "ops": (
            "BatchNorm GroupNorm L2Loss LRN LayerNorm RmsNorm batch_norm group_norm layer_norm lrn rms_norm"
        ),
    },
    "mindshim.ops.nn.patches": {
        "ops": (
            "ExtractImagePatches"
        ),
    },
    "mindshim.ops.nn.pooling": {
        "mint.nn.functional": (
            "avg_pool1d avg_pool2d avg_pool3d max_pool2d"
        ),
        "ops": (
            "AvgPool AvgPool3D MaxPool MaxPool3D MaxPoolWithArgmax MaxPoolWithArgmaxV2 avg_pool1d avg_pool2d "
            "avg_pool3d max_pool2d max_pool3d"
        ),
    },
    "mindshim.ops.nn.pooling_places": {
        "ops": (
            "MaxPool3DWithArgmax MaxUnpool2D MaxUnpool3D"
        ),
    },
    "mindshim.ops.nn.power_pooling": {
        "ops": (
            "lp_pool1d lp_pool2d"
        ),
    },
    "mindshim.ops.nn.ratio_pooling": {
        "ops": (
            "FractionalAvgPool FractionalMaxPool"
        ),
    },
    "mindshim.ops.nn.recurrent": {
        "ops": (
            "DynamicGRUV2 DynamicRNN LSTM"
        ),
    },
    "mindshim.ops.nn.rotary": {
        "ops": (
            "rotary_position_embedding"
        ),
    },
    "mindshim.ops.nn.softmax": {
        "Tensor": (
            "log_softmax softmax"
        ),
        "mint": (
            "softmax"
        ),
        "mint.nn.functional": (
            "gumbel_softmax log_softmax softmax"
        ),
        "mint.special": (
            "log_softmax"
        ),
        "ops": (
            "LogSoftmax Softmax gumbel_softmax log_softmax softmax softmin"
        ),
    },
    "mindshim.ops.nn.training_attention": {
        "ops": (
            "FlashAttentionScore flash_attention_score speed_fusion_attention"
        ),
    },
    "mindshim.ops.nn.transducer": {
        "ops": (
            "RNNTLoss"
        ),
    },
    "mindshim.ops.nn.unpooling": {
        "mint.nn.functional": (
            "max_unpool2d"
        ),
        "ops": (
            "max_unpool1d max_unpool2d max_unpool3d"
        ),
    },
    "mindshim.ops.norms": {
        "Tensor": (
            "norm renorm"
        ),
        "mint": (
            "cdist norm"
        ),
        "mint.linalg": (
            "matrix_norm norm vector_norm"
        ),
        "ops": (
            "Cdist LpNorm Pdist Renorm cond dist matrix_norm norm pdist renorm vector_norm"
        ),
    },
    "mindshim.ops.op_info_register": {
        "ops": (
            "AiCPURegOp CustomRegOp DataType TBERegOp custom_info_register"
        ),
    },
    "mindshim.ops.optimizer_updates": {
        "ops": (
            "Adam AdamNoUpdateParam AdamWeightDecay ApplyAdaMax ApplyAdadelta ApplyAdagrad ApplyAdagradDA "
            "ApplyAdagradV2 ApplyAdamWithAmsgrad ApplyAdamWithAmsgradV2 ApplyAddSign ApplyCenteredRMSProp "
            "ApplyFtrl ApplyGradientDescent ApplyKerasMomentum ApplyMomentum ApplyPowerSign ApplyProximalAdagrad "
            "ApplyProximalGradientDescent ApplyRMSProp FusedCastAdamWeightDecay LARSUpdate SGD"
        ),
    },
    "mindshim.ops.orthogonal": {
        "Tensor": (
            "geqrf orgqr ormqr qr"
        ),
        "mint.linalg": (
            "qr"
        ),
        "ops": (
            "Geqrf Orgqr Ormqr Qr geqrf orgqr ormqr qr"
        ),
    },
    "mindshim.ops.pads": {
        "mint.nn.functional": (
            "pad"
        ),
        "ops": (
            "MirrorPad Pad PadV3 Padding mirror_pad pad padding"
        ),
    },
    "mindshim.ops.position_sensitive": {
        "ops": (
            "PSROIPooling"
        ),
    },
    "mindshim.ops.powers": {
        "Tensor": (
            "__pow__ __rpow__ float_power pow"
        ),
        "mint": (
            "float_power pow"
        ),
        "ops": (
            "Pow float_power pow pows"
        ),
    },
    "mindshim.ops.products": {
        "Tensor": (
            "__matmul__ __rmatmul__ addbmm addmm addmm_ addmv addr baddbmm bmm cross dot ger inner matmul mm "
            "outer"
        ),
        "mint": (
            "addbmm addmm addmv baddbmm bmm cross dot einsum matmul mm mv outer"
        ),
        "ops": (
            "BatchMatMul Cross Einsum Ger MatMul addbmm addmm addmv addr baddbmm batch_dot bmm cross dot einsum "
            "ger inner kron matmul mm mv outer tensor_dot vecdot"
        ),
    },
    "mindshim.ops.random_ops": {
        "Tensor": (
            "normal_ random_ uniform uniform_"
        ),
        "mint": (
            "normal rand rand_like randint randint_like randn randn_like randperm"
        ),
        "ops": (
            "Randperm RandpermV2 StandardNormal UniformInt UniformReal normal normal_ rand rand_like randint "
            "randint_like randn randn_like random_ randperm standard_normal uniform uniform_"
        ),
    },
    "mindshim.ops.ranges": {
        "mint": (
            "arange linspace"
        ),
        "ops": (
            "LinSpace LogSpace Range ScalarCast ScalarToTensor TupleToArray arange linspace logspace make_range "
            "range scalar_cast scalar_to_tensor tuple_to_array"
        ),
    },
    "mindshim.ops.ranks": {
        "ops": (
            "atleast_1d atleast_2d atleast_3d sequence_mask view_as_real"
        ),
    },
    "mindshim.ops.rearranging": {
        "mint.nn.functional": (
            "pixel_shuffle"
        ),
        "ops": (
            "BatchToSpace BatchToSpaceND BatchToSpaceNDV2 ChannelShuffle DepthToSpace SpaceToBatch SpaceToBatchND "
            "SpaceToDepth batch_to_space_nd channel_shuffle pixel_shuffle pixel_unshuffle space_to_batch_nd"
        ),
    },
    "mindshim.ops.reduction": {
        "Tensor": (
            "all any mean prod sum"
        ),
        "mint": (
            "all any mean prod sum"
        ),
        "ops": (
            "ArgMaxWithValue ArgMinWithValue ReduceAll ReduceAny ReduceMax ReduceMean ReduceMin ReduceProd "
            "ReduceSum all any mean prod reduce_max reduce_mean reduce_min reduce_sum sum"
        ),
    },
    "mindshim.ops.regions": {
        "ops": (
            "CropAndResize ROIAlign crop_and_resize"
        ),
    },
    "mindshim.ops.repeating": {
        "Tensor": (
            "flip fliplr flipud repeat repeat_interleave reverse reverse_sequence roll rot90 tile"
        ),
        "mint": (
            "flip repeat_interleave roll tile"
        ),
        "ops": (
            "ReverseSequence ReverseV2 Roll Tile flip fliplr flipud repeat_elements repeat_interleave reverse "
            "reverse_sequence roll rot90 tile"
        ),
    },
    "mindshim.ops.resizing": {
        "ops": (
            "ResizeBicubic ResizeBilinear ResizeBilinearV2 ResizeLinear1D ResizeNearestNeighbor "
            "ResizeNearestNeighborV2 UpsampleNearest3D UpsampleTrilinear3D"
        ),
    },
    "mindshim.ops.rotated_boxes": {
        "ops": (
            "rotated_iou"
        ),
    },
    "mindshim.ops.sampling": {
        "mint.nn.functional": (
            "grid_sample"
        ),
        "ops": (
            "AffineGrid GridSampler2D GridSampler3D affine_grid grid_sample"
        ),
    },
    "mindshim.ops.scaled_sums": {
        "Tensor": (
            "add add_ mul mul_ multiply negative sub sub_ subtract"
        ),
        "mint": (
            "add mul neg negative sub"
        ),
        "ops": (
            "TensorAdd add_ext multiply negative sub_ext subtract tensor_add tensor_mul tensor_sub"
        ),
    },
    "mindshim.ops.scattering": {
        "Tensor": (
            "scatter scatter_ scatter_add scatter_add_ scatter_div scatter_max scatter_min scatter_mul "
            "scatter_sub"
        ),
        "mint": (
            "scatter scatter_add"
        ),
        "ops": (
            "ScatterAdd ScatterAddWithAxis ScatterDiv ScatterMax ScatterMin ScatterMul ScatterNd ScatterNdAdd "
            "ScatterNdDiv ScatterNdMax ScatterNdMin ScatterNdMul ScatterNdSub ScatterNdUpdate "
            "ScatterNonAliasingAdd ScatterSub ScatterUpdate TensorScatterAdd TensorScatterDiv "
            "TensorScatterElements TensorScatterMax TensorScatterMin TensorScatterMul TensorScatterSub "
            "TensorScatterUpdate scatter scatter_add scatter_div scatter_max scatter_min scatter_mul scatter_nd "
            "scatter_nd_add scatter_nd_div scatter_nd_max scatter_nd_min scatter_nd_mul scatter_nd_sub "
            "scatter_nd_update scatter_sub scatter_update tensor_scatter_add tensor_scatter_div "
            "tensor_scatter_elements tensor_scatter_max tensor_scatter_min tensor_scatter_mul tensor_scatter_sub "
            "tensor_scatter_update"
        ),
    },
    "mindshim.ops.second_order": {
        "ops": (
            "CholeskyTrsm UpdateThorGradient"
        ),
    },
    "mindshim.ops.segments": {
        "Tensor": (
            "unsorted_segment_max unsorted_segment_min unsorted_segment_prod"
        ),
        "ops": (
            "SegmentMax SegmentMean SegmentMin SegmentProd SegmentSum UnsortedSegmentMax UnsortedSegmentMin "
            "UnsortedSegmentProd UnsortedSegmentSum sparse_segment_mean unsorted_segment_max unsorted_segment_min "
            "unsorted_segment_prod unsorted_segment_sum"
        ),
    },
    "mindshim.ops.selecting": {
        "Tensor": (
            "argwhere choose masked_fill masked_scatter masked_select nonzero select where"
        ),
        "mint": (
            "masked_select nonzero select where"
        ),
        "ops": (
            "MaskedFill MaskedScatter MaskedSelect NonZero Select argwhere is_nonzero masked_fill masked_select "
            "nonzero select where"
        ),
    },
    "mindshim.ops.sequences": {
        "ops": (
            "EditDistance NoRepeatNGram"
        ),
    },
    "mindshim.ops.set_operations": {
        "ops": (
            "DenseToDenseSetOperation DenseToSparseSetOperation"
        ),
    },
    "mindshim.ops.shapes": {
        "Tensor": (
            "broadcast_to expand expand_as expand_dims flatten ravel reshape reshape_as resize squeeze unsqueeze "
            "view view_as"
        ),
        "mint": (
            "broadcast_to flatten ravel reshape squeeze unsqueeze"
        ),
        "ops": (
            "BroadcastTo ExpandDims Flatten Reshape Squeeze broadcast_to expand expand_as expand_dims flatten "
            "ravel reshape squeeze unsqueeze"
        ),
    },
    "mindshim.ops.short_time_fourier": {
        "ops": (
            "STFT stft"
        ),
    },
    "mindshim.ops.sorting": {
        "Tensor": (
            "argsort kthvalue median msort nanmedian nanquantile quantile sort top_k topk"
        ),
        "mint": (
            "argsort kthvalue median sort topk"
        ),
        "ops": (
            "InTopK InvertPermutation Median NthElement Sort TopK argsort intopk median msort nanmedian "
            "nanquantile quantile sort top_k topk"
        ),
    },
    "mindshim.ops.sparse": {
        "ops": (
            "coo2csr coo_add coo_concat coo_tensor_get_dense_shape coo_tensor_get_indices coo_tensor_get_values "
            "csr2coo csr_add csr_div csr_gather csr_mm csr_mul csr_mv csr_reduce_sum csr_softmax "
            "csr_tensor_get_dense_shape csr_tensor_get_indices csr_tensor_get_indptr csr_tensor_get_values "
            "csr_to_coo csr_to_dense dense_to_sparse_coo dense_to_sparse_csr"
        ),
    },
    "mindshim.ops.sparse_elementwise": {
        "ops": (
            "coo_abs coo_acos coo_acosh coo_asin coo_asinh coo_atan coo_atanh coo_ceil coo_cos coo_cosh coo_exp "
            "coo_expm1 coo_floor coo_inv coo_isfinite coo_isinf coo_isnan coo_log coo_log1p coo_neg coo_relu "
            "coo_relu6 coo_round coo_sigmoid coo_sin coo_sinh coo_softsign coo_sqrt coo_square coo_tan coo_tanh "
            "csr_abs csr_acos csr_acosh csr_asin csr_asinh csr_atan csr_atanh csr_ceil csr_cos csr_cosh csr_exp "
            "csr_expm1 csr_floor csr_inv csr_isfinite csr_isinf csr_isnan csr_log csr_log1p csr_neg csr_relu "
            "csr_relu6 csr_round csr_sigmoid csr_sin csr_sinh csr_softsign csr_sqrt csr_square csr_tan csr_tanh"
        ),
    },
    "mindshim.ops.sparse_matrices": {
        "ops": (
            "SparseMatrixMatMul SparseMatrixSoftmax SparseTensorToCSRSparseMatrix"
        ),
    },
    "mindshim.ops.sparse_parts": {
        "ops": (
            "SparseAdd SparseAddmm SparseCountSparseOutput SparseDenseCwiseAdd SparseDenseCwiseDiv "
            "SparseDenseCwiseMul SparseReorder SparseReshape SparseSparseMaximum SparseSparseMinimum "
            "SparseTensorDenseAdd"
        ),
    },
    "mindshim.ops.sparse_products": {
        "ops": (
            "SparseTensorDenseMatmul SparseToDense"
        ),
    },
    "mindshim.ops.sparse_segments": {
        "ops": (
            "SparseSegmentMean SparseSegmentMeanWithNumSegments SparseSegmentSqrtN "
            "SparseSegmentSqrtNWithNumSegments SparseSegmentSum SparseSegmentSumWithNumSegments"
        ),
    },
    "mindshim.ops.sparse_sums": {
        "ops": (
            "SparseMatrixAdd"
        ),
    },
    "mindshim.ops.sparse_updates": {
        "ops": (
            "FusedSparseAdam FusedSparseFtrl FusedSparseLazyAdam FusedSparseProximalAdagrad SparseApplyAdadelta "
            "SparseApplyAdagrad SparseApplyAdagradDA SparseApplyAdagradV2 SparseApplyCenteredRMSProp "
            "SparseApplyFtrl SparseApplyFtrlV2 SparseApplyMomentum SparseApplyProximalAdagrad "
            "SparseApplyProximalGradientDescent SparseApplyRMSProp"
        ),
    },
    "mindshim.ops.special": {
        "Tensor": (
            "mvlgamma"
        ),
        "ops": (
            "Fmax Fmin GLU Mvlgamma PopulationCount Rint mvlgamma population_count"
        ),
    },
    "mindshim.ops.spectral": {
        "Tensor": (
            "eigvals svd"
        ),
        "ops": (
            "Eig Svd eig eigvals pinv svd"
        ),
    },
    "mindshim.ops.splitting": {
        "Tensor": (
            "chunk dsplit hsplit split tensor_split unbind vsplit"
        ),
        "mint": (
            "chunk split unbind"
        ),
        "ops": (
            "Split SplitV Unpack Unstack chunk dsplit hsplit split tensor_split unbind unstack vsplit"
        ),
    },
    "mindshim.ops.state": {
        "ops": (
            "Assign AssignAdd AssignSub Depend Identity IdentityN Partial Print StopGradient assign assign_add "
            "assign_sub deepcopy depend identity partial print_ stop_gradient stop_gradient_"
        ),
    },
    "mindshim.ops.statistics": {
        "Tensor": (
            "count_nonzero cov logsumexp nanmean nansum std var"
        ),
        "mint": (
            "count_nonzero logsumexp nansum std std_mean var var_mean"
        ),
        "ops": (
            "CountNonZero ReduceStd count_nonzero cov logsumexp nanmean nansum std std_mean var var_mean"
        ),
    },
    "mindshim.ops.summaries": {
        "ops": (
            "HistogramSummary ImageSummary ScalarSummary TensorSummary"
        ),
    },
    "mindshim.ops.tallies": {
        "ops": (
            "DataFormatDimMap EqualCount HistogramFixedWidth"
        ),
    },
    "mindshim.ops.transposes": {
        "Tensor": (
            "H T adjoint mH mT moveaxis movedim permute swapaxes swapdims t transpose"
        ),
        "mint": (
            "movedim permute swapaxes t transpose"
        ),
        "ops": (
            "Transpose TransposeExtView TransposeView moveaxis movedim permute swapaxes swapdims t transpose"
        ),
    },
    "mindshim.ops.truncated": {
        "Tensor": (
            "cauchy exponential_ log_normal"
        ),
        "ops": (
            "Cauchy LogNormalReverse NonDeterministicInts ParameterizedTruncatedNormal TruncatedNormal "
            "exponential_"
        ),
    },
    "mindshim.ops.unfolding": {
        "Tensor": (
            "col2im fold unfold"
        ),
        "mint.nn.functional": (
            "fold unfold"
        ),
        "ops": (
            "Col2Im Im2Col col2im fold unfold"
        ),
    },
    "mindshim.ops.unlisted": {
        "ops": (
            "AddV2 Assert Betainc ConcatOffsetV1 ConjugateTranspose IgammaGradA ListDiff MatrixLogarithm QR Shift "
            "SparseSoftmaxCrossEntropyWithLogitsV2 Uniform UnravelIndex UpdateCache"
        ),
    },
    "mindshim.ops.vm_impl_registry": {
        "ops": (
            "get_vm_impl_fn"
        ),
    },
    "mindshim.ops.volume_patches": {
        "ops": (
            "ExtractVolumePatches"
        ),
    },
    "mindshim.ops.window_functions": {
        "ops": (
            "BartlettWindow BlackmanWindow HammingWindow bartlett_window blackman_window hamming_window "
            "hann_window kaiser_window"
        ),
    },
}
