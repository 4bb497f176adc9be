"""Further spellings of operators, each called as a sample of another spelling of the same operator is.

A line of `LIKE` names the spelling that has samples, and those that are called with its first two good samples and
its first two that are refused; `CALLS` has calls whose arguments are not the same. `tests/golden/record_spellings.py`
keeps what the real MindSpore gives: mostly "=", the result of the spelling before the colon, whose own record is the
value; or "absent", where its CPU build has no kernel (or no such name) and only the sibling says what is right.

Nothing here imports either package: functions take the module as `ms`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sample as samples
from sample import Made, Named, S, f32, f64, i32, i64

_LIKE = """
Tensor.abs: Tensor.absolute
Tensor.allclose: mint.allclose
Tensor.bernoulli_: ops.bernoulli_
Tensor.bincount: mint.bincount ops.bincount_ext
Tensor.bitwise_not: Tensor.invert ops.invert
Tensor.chunk: mint.chunk ops.chunk_ext
Tensor.clamp: ops.clamp_
Tensor.clip: mint.clamp mint.clip mint.nn.functional.clamp
Tensor.det: Tensor.matrix_determinant
Tensor.expand: ops.expand
Tensor.expand_as: ops.expand_as
Tensor.exponential_: ops.exponential_
Tensor.fill: Tensor.fills
Tensor.flip: Tensor.reverse mint.flip ops.reverse
Tensor.histc: mint.histc ops.histc_ext
Tensor.item: mint.item
Tensor.masked_scatter: Tensor.masked_scatter_
Tensor.move_to: ops.move_to
Tensor.narrow: mint.narrow
Tensor.normal_: ops.normal_
Tensor.put_: ops.put_
Tensor.random_: ops.random_
Tensor.ravel: mint.ravel ops.ravel
Tensor.repeat_interleave: ops.repeat_interleave_ext
Tensor.slogdet: Tensor.log_matrix_determinant
Tensor.softmax: mint.softmax mint.softmax_ext ops.softmax_ext
Tensor.take: ops.take
Tensor.tril: mint.tril ops.tril_ext
Tensor.type_as: ops.type_as
Tensor.uniform_: Tensor.uniform ops.uniform_
Tensor.unique: mint.unique ops.unique_ext
Tensor.view_as: Tensor.reshape_as ops.view_as
Tensor.zero_: ops.zero_
mint.addcdiv: Tensor.addcdiv
mint.addcmul: ops.addcmul_ext
mint.amax: ops.amax_ext
mint.argmax: ops.argmax_ext
mint.argsort: ops.argsort_ext
mint.bernoulli: Tensor.bernoulli ops.bernoulli_ext
mint.cat: mint.concat
mint.cummax: Tensor.cummax
mint.cumprod: Tensor.cumprod
mint.cumsum: ops.cumsum_ext
mint.diag: ops.diag_ext
mint.diff: ops.diff_ext
mint.div: Tensor.divide mint.divide ops.divide
mint.exp: ops.tensor_exp
mint.flatten: mint.flatten_ext
mint.full_like: ops.full_like_ext
mint.gather: ops.gather_ext
mint.index_select: ops.index_select_ext
mint.inverse: ops.inverse_ext
mint.kthvalue: Tensor.kthvalue
mint.linspace: ops.linspace_ext
mint.logsumexp: ops.logsumexp_ext
mint.mean: ops.mean_ext
mint.median: ops.median_ext
mint.min: ops.min_ext
mint.nn.functional.conv_transpose2d: ops.conv_transpose2d
mint.nn.functional.embedding: ops.embedding
mint.nn.functional.flatten: ops.flatten_ext
mint.nn.functional.fold: ops.fold_ext
mint.nn.functional.interpolate: ops.interpolate_ext
mint.nn.functional.pad: ops.pad_ext
mint.nn.functional.unfold: ops.unfold_ext
mint.norm: mint.nn.functional.norm_ext ops.norm_ext
mint.normal: ops.normal_ext
mint.prod: ops.prod_ext
mint.rand: ops.rand_ext
mint.randint: ops.randint_ext
mint.randn: ops.randn_ext
mint.scatter_add: ops.scatter_add_ext
mint.sort: ops.sort_ext
mint.special.log_softmax: mint.nn.functional.log_softmax ops.log_softmax_ext
mint.split: ops.split_ext
mint.stack: ops.stack_ext
mint.std: ops.std_ext
mint.std_mean: ops.std_mean_ext
mint.sub: Tensor.subtract ops.subtract
mint.sum: ops.sum_ext
mint.topk: Tensor.top_k ops.topk_ext
mint.var: ops.var_ext
mint.var_mean: ops.var_mean_ext
numpy.dsplit: Tensor.dsplit ops.dsplit
operator.invert: ops.Invert
ops.Add: ops.add_ext
ops.ArgMinWithValue: Tensor.argmin_with_value
ops.ReduceMin: ops.reduce_min
ops.ScatterSub: ops.scatter_sub
ops.Size: ops.size
ops.Tanh: ops.tanh_
ops.abs: mint.abs
ops.acos: Tensor.acos Tensor.arccos mint.acos mint.arccos ops.acos_ext ops.arccos ops.arccos_ext
ops.acosh: Tensor.acosh Tensor.arccosh mint.acosh mint.arccosh ops.Acosh ops.acosh_ext ops.arccosh ops.arccosh_ext
ops.adaptive_avg_pool1d: mint.nn.functional.adaptive_avg_pool1d
ops.adaptive_avg_pool2d: mint.nn.functional.adaptive_avg_pool2d ops.adaptive_avg_pool2d_ext
ops.adaptive_avg_pool3d: mint.nn.functional.adaptive_avg_pool3d
ops.adaptive_max_pool1d: mint.nn.functional.adaptive_max_pool1d
ops.adaptive_max_pool2d: mint.nn.functional.adaptive_max_pool2d
ops.add: ops.tensor_add
ops.addbmm: Tensor.addbmm mint.addbmm ops.addbmm_ext
ops.addcdiv: ops.Addcdiv
ops.addcmul: Tensor.addcmul
ops.addmm: mint.addmm ops.addmm_ext
ops.addmv: Tensor.addmv mint.addmv ops.addmv_ext
ops.addn: ops.accumulate_n
ops.addr: Tensor.addr
ops.adjoint: Tensor.adjoint
ops.amax: Tensor.amax
ops.amin: Tensor.amin mint.amin ops.amin_ext
ops.angle: Tensor.angle ops.Angle
ops.approximate_equal: Tensor.approximate_equal
ops.arange: mint.arange ops.arange_ext
ops.asin: Tensor.arcsin Tensor.asin mint.arcsin mint.asin ops.Asin ops.arcsin ops.arcsin_ext ops.asin_ext
ops.asinh: Tensor.arcsinh Tensor.asinh mint.arcsinh mint.asinh ops.Asinh ops.arcsinh ops.arcsinh_ext ops.asinh_ext
ops.atan: Tensor.arctan Tensor.atan mint.arctan mint.atan ops.Atan ops.arctan ops.arctan_ext ops.atan_ext
ops.atan2: Tensor.arctan2 Tensor.atan2 mint.arctan2 mint.atan2 ops.arctan2 ops.arctan2_ext ops.atan2_ext
ops.atanh: Tensor.arctanh Tensor.atanh mint.arctanh mint.atanh ops.arctanh
ops.avg_pool1d: mint.nn.functional.avg_pool1d ops.avg_pool1d_ext
ops.avg_pool3d: mint.nn.functional.avg_pool3d ops.avg_pool3d_ext
ops.baddbmm: Tensor.baddbmm mint.baddbmm ops.baddbmm_ext
ops.bartlett_window: ops.BartlettWindow
ops.batch_norm: mint.nn.functional.batch_norm ops.batch_norm_ext
ops.bessel_i0: Tensor.i0 ops.BesselI0 ops.i0
ops.bessel_i0e: ops.BesselI0e
ops.bessel_i1: ops.BesselI1
ops.bessel_i1e: ops.BesselI1e
ops.bessel_j1: ops.BesselJ1
ops.bessel_k0: ops.BesselK0
ops.bessel_k0e: ops.BesselK0e
ops.bessel_k1: ops.BesselK1
ops.bessel_k1e: ops.BesselK1e
ops.bessel_y0: ops.BesselY0
ops.binary_cross_entropy: mint.nn.functional.binary_cross_entropy
ops.bitwise_and: Tensor.bitwise_and mint.bitwise_and ops.bitwise_and_ext
ops.bitwise_left_shift: Tensor.bitwise_left_shift
ops.bitwise_or: Tensor.bitwise_or mint.bitwise_or ops.bitwise_or_ext
ops.bitwise_right_shift: Tensor.bitwise_right_shift
ops.bitwise_xor: Tensor.bitwise_xor mint.bitwise_xor ops.BitwiseXor ops.bitwise_xor_ext
ops.blackman_window: ops.BlackmanWindow
ops.block_diag: mint.block_diag
ops.bmm: Tensor.bmm mint.bmm ops.bmm_ext
ops.broadcast_to: mint.broadcast_to mint.nn.functional.broadcast_to
ops.cdist: mint.cdist_
ops.ceil: Tensor.ceil mint.ceil
ops.celu: ops.CeLU
ops.conj: Tensor.conj ops.Conj
ops.conv1d: mint.nn.functional.conv1d
ops.conv3d: mint.nn.functional.conv3d
ops.copysign: Tensor.copysign
ops.cos: Tensor.cos mint.cos
ops.cosh: Tensor.cosh mint.cosh
ops.cosine_embedding_loss: mint.nn.functional.cosine_embedding_loss
ops.cross: Tensor.cross mint.cross ops.Cross
ops.cross_entropy: mint.nn.functional.cross_entropy ops.cross_entropy_ext
ops.deg2rad: Tensor.deg2rad
ops.diagflat: Tensor.diagflat
ops.diagonal: mint.diagonal
ops.diagonal_scatter: Tensor.diagonal_scatter
ops.digamma: Tensor.digamma ops.Digamma
ops.dstack: mint.dstack
ops.einsum: mint.einsum ops.einsum_ext
ops.elu: mint.nn.functional.elu mint.nn.functional.elu_ mint.nn.functional.elu_ext mint.nn.functional.inplace_elu ops.elu_ext
ops.eps: ops.Eps
ops.equal: Tensor.eq Tensor.equal
ops.erf: Tensor.erf mint.erf
ops.erfc: Tensor.erfc mint.erfc mint.special.erfc
ops.erfinv: Tensor.erfinv mint.erfinv ops.erfinv_
ops.exp2: Tensor.exp2 mint.exp2
ops.expm1: Tensor.expm1 mint.expm1 mint.special.expm1 ops.tensor_expm1
ops.fast_gelu: ops.FastGeLU ops.FastGelu
ops.fft: ops.FFT
ops.fft2: ops.FFT2
ops.fftn: ops.FFTN
ops.fliplr: Tensor.fliplr
ops.flipud: Tensor.flipud
ops.float_power: Tensor.float_power mint.float_power ops.float_power_ext
ops.floor: mint.floor
ops.floor_div: Tensor.floor_divide mint.floor_divide ops.floor_divide ops.floordiv ops.tensor_floordiv
ops.floor_mod: ops.FloorMod ops.floormod ops.tensor_mod
ops.fmax: Tensor.fmax
ops.fmin: Tensor.fmin
ops.fmod: Tensor.fmod mint.fmod
ops.frac: Tensor.frac mint.frac ops.frac_ext
ops.full: ops.full_ext
ops.gamma: ops.Gamma
ops.gather_nd: ops.gather_nd_ext
ops.gcd: Tensor.gcd mint.gcd
ops.ge: Tensor.ge Tensor.greater_equal mint.ge mint.greater_equal ops.tensor_ge
ops.gelu: mint.nn.functional.gelu mint.npu_gelu
ops.glu: mint.nn.functional.glu ops.glu_ext
ops.greater: Tensor.greater Tensor.gt mint.greater mint.gt ops.tensor_gt
ops.group_norm: mint.nn.functional.group_norm
ops.gumbel_softmax: mint.nn.functional.gumbel_softmax
ops.hardshrink: Tensor.hardshrink mint.nn.functional.hardshrink
ops.hardsigmoid: mint.nn.functional.hardsigmoid
ops.hardswish: Tensor.hardswish mint.nn.functional.hardswish
ops.hardtanh: mint.nn.functional.hardtanh mint.nn.functional.hardtanh_ mint.nn.functional.hardtanh_op
ops.heaviside: Tensor.heaviside ops.Heaviside
ops.hfft: ops.HFFT
ops.hfft2: ops.HFFT2
ops.hfftn: ops.HFFTN
ops.hstack: mint.hstack
ops.hypot: Tensor.hypot ops.Hypot
ops.ifft: ops.IFFT
ops.ifft2: ops.IFFT2
ops.ifftn: ops.IFFTN
ops.igamma: Tensor.igamma ops.Igamma
ops.igammac: Tensor.igammac ops.Igammac
ops.ihfft: ops.IHFFT
ops.ihfft2: ops.IHFFT2
ops.ihfftn: ops.IHFFTN
ops.imag: Tensor.imag
ops.index_fill: ops.index_fill_ext
ops.inner: Tensor.inner
ops.inv: Tensor.inv ops.Inv
ops.irfft: ops.IRFFT
ops.irfft2: ops.IRFFT2
ops.irfftn: ops.IRFFTN
ops.isclose: Tensor.isclose mint.isclose ops.IsClose
ops.isfinite: Tensor.isfinite mint.isfinite
ops.isinf: Tensor.isinf mint.isinf
ops.isnan: mint.isnan ops.isnan_ext
ops.isneginf: Tensor.isneginf mint.isneginf ops.isneginf_ext
ops.isposinf: Tensor.isposinf
ops.isreal: Tensor.isreal
ops.kl_div: mint.nn.functional.kl_div ops.kl_div_ext
ops.l1_loss: mint.nn.functional.l1_loss ops.l1_loss_ext
ops.lcm: Tensor.lcm ops.Lcm
ops.ldexp: Tensor.ldexp
ops.lerp: Tensor.lerp mint.lerp
ops.less: Tensor.less Tensor.lt mint.less mint.lt ops.tensor_lt
ops.less_equal: Tensor.le Tensor.less_equal mint.le mint.less_equal ops.tensor_le
ops.lgamma: Tensor.lgamma ops.Lgamma
ops.log: mint.log
ops.log10: Tensor.log10 mint.log10 ops.log10_ext
ops.log1p: Tensor.log1p mint.log1p mint.special.log1p
ops.log2: Tensor.log2 mint.log2 ops.log2_ext
ops.log_softmax: Tensor.log_softmax
ops.logaddexp: Tensor.logaddexp mint.logaddexp ops.logaddexp_ext
ops.logaddexp2: Tensor.logaddexp2 mint.logaddexp2
ops.logical_and: Tensor.logical_and mint.logical_and
ops.logical_not: mint.logical_not
ops.logical_or: Tensor.logical_or mint.logical_or
ops.logical_xor: Tensor.logical_xor mint.logical_xor
ops.logit: Tensor.logit ops.Logit
ops.logsigmoid: mint.nn.functional.logsigmoid ops.logsigmoid_ext
ops.matmul: mint.matmul ops.matmul_ext
ops.matrix_norm: ops.matrix_norm_ext
ops.max_unpool2d: mint.nn.functional.max_unpool2d ops.max_unpool2d_ext
ops.maximum: Tensor.maximum mint.maximum
ops.meshgrid: mint.meshgrid ops.meshgrid_ext
ops.minimum: Tensor.minimum mint.minimum
ops.mish: mint.nn.functional.mish ops.mish_ext
ops.mm: mint.mm ops.mm_ext
ops.movedim: Tensor.moveaxis Tensor.movedim mint.movedim
ops.mse_loss: mint.nn.functional.mse_loss ops.mse_loss_ext
ops.mul: Tensor.multiply
ops.multi_margin_loss: ops.MultiMarginLoss
ops.mv: mint.mv
ops.nan_to_num: Tensor.nan_to_num mint.nan_to_num ops.NanToNum
ops.nanmedian: Tensor.nanmedian
ops.nanquantile: Tensor.nanquantile
ops.neg: Tensor.negative mint.neg mint.negative ops.negative
ops.nextafter: Tensor.nextafter ops.NextAfter
ops.nll_loss: mint.nn.functional.nll_loss ops.nll_loss_ext
ops.not_equal: Tensor.ne Tensor.not_equal mint.ne mint.not_equal
ops.ones_like: mint.ones_like ops.ones_like_ext
ops.outer: Tensor.ger Tensor.outer mint.outer ops.ger ops.outer_ext
ops.poisson: ops.Poisson
ops.polar: mint.polar
ops.polygamma: ops.Polygamma
ops.positive: Tensor.positive
ops.pow: mint.pow ops.pow_ext ops.pows ops.tensor_pow
ops.prelu: mint.nn.functional.prelu
ops.quantile: Tensor.quantile
ops.rad2deg: Tensor.rad2deg
ops.rand_like: mint.rand_like ops.rand_like_ext
ops.randint_like: mint.randint_like ops.randint_like_ext
ops.randperm: mint.randperm ops.randperm_ext
ops.real: ops.Real
ops.reciprocal: Tensor.reciprocal mint.reciprocal
ops.relu: mint.nn.functional.relu mint.nn.functional.relu_
ops.relu6: mint.nn.functional.relu6
ops.remainder: Tensor.remainder mint.remainder ops.remainder_ext
ops.reshape: ops.reshape_
ops.reverse_sequence: Tensor.reverse_sequence
ops.rfft: ops.RFFT
ops.rfft2: ops.RFFT2
ops.rfftn: ops.RFFTN
ops.roll: mint.roll
ops.rsqrt: Tensor.rsqrt mint.rsqrt
ops.scatter_div: ops.ScatterDiv
ops.scatter_max: ops.ScatterMax
ops.scatter_min: ops.ScatterMin
ops.scatter_mul: ops.ScatterMul
ops.scatter_nd_div: ops.ScatterNdDiv
ops.scatter_nd_max: ops.ScatterNdMax
ops.scatter_nd_min: ops.ScatterNdMin
ops.scatter_nd_mul: ops.ScatterNdMul
ops.scatter_nd_sub: ops.ScatterNdSub
ops.scatter_update: ops.ScatterUpdate
ops.selu: mint.nn.functional.selu ops.selu_ext
ops.sgn: Tensor.sgn
ops.shape: ops.shape_
ops.sigmoid: mint.nn.functional.sigmoid mint.nn.functional.sigmoid_ mint.sigmoid ops.sigmoid_
ops.sign: mint.sign
ops.signbit: Tensor.signbit
ops.silu: mint.nn.functional.inplace_silu mint.nn.functional.silu_func ops.SiLU
ops.sin: Tensor.sin mint.sin
ops.sinc: Tensor.sinc mint.sinc mint.special.sinc
ops.sinh: Tensor.sinh mint.sinh
ops.soft_margin_loss: mint.nn.functional.soft_margin_loss ops.SoftMarginLoss
ops.softplus: mint.nn.functional.softplus ops.softplus_ext
ops.softshrink: mint.nn.functional.softshrink ops.SoftShrink ops.soft_shrink
ops.square: mint.square
ops.squeeze: mint.squeeze
ops.stop_gradient: ops.stop_gradient_
ops.sub: ops.sub_ext ops.tensor_sub
ops.swapaxes: Tensor.swapdims mint.swapaxes
ops.t: mint.t ops.t_ext
ops.tan: Tensor.tan mint.tan ops.Tan
ops.tanh: mint.nn.functional.tanh mint.tanh
ops.tanhshrink: mint.nn.functional.tanhshrink
ops.tensor_mul: ops.mul_ext ops.multiply
ops.tensor_scatter_div: Tensor.scatter_div
ops.tensor_scatter_max: Tensor.scatter_max ops.TensorScatterMax
ops.tensor_scatter_min: Tensor.scatter_min ops.TensorScatterMin
ops.tensor_scatter_mul: ops.TensorScatterMul
ops.tensor_scatter_sub: ops.TensorScatterSub
ops.tensor_split: Tensor.tensor_split
ops.threshold: mint.nn.functional.threshold mint.nn.functional.threshold_ mint.nn.functional.threshold_op
ops.trace: mint.trace ops.trace_ext
ops.triu: mint.triu
ops.true_divide: Tensor.true_divide
ops.trunc: Tensor.trunc mint.fix mint.trunc
ops.unbind: mint.unbind ops.unbind_ext
ops.unique_consecutive: mint.unique_consecutive
ops.unsorted_segment_max: Tensor.unsorted_segment_max
ops.unsorted_segment_min: ops.UnsortedSegmentMin
ops.unsorted_segment_prod: Tensor.unsorted_segment_prod ops.UnsortedSegmentProd
ops.unsqueeze: mint.unsqueeze
ops.upsample: mint.nn.functional.upsample
ops.vstack: ops.row_stack
ops.xdivy: Tensor.xdivy ops.Xdivy
ops.xlogy: Tensor.xlogy mint.xlogy
ops.zeros_like: mint.zeros_like ops.zeros_like_ext
ops.zeta: ops.Zeta
scipy.fft.dct: ops.DCT
scipy.fft.dctn: ops.DCTN
scipy.fft.idct: ops.IDCT
scipy.fft.idctn: ops.IDCTN
"""

#: spelling with samples -> spellings called like it
LIKE: dict[str, list[str]] = {
    path: rest.split() for path, _, rest in (line.partition(": ") for line in _LIKE.strip().splitlines())
}
GOOD, REFUSED = 2, 2

#: [[0, 1, 0], [0, 0, -2]]
_CSR = Made("CSRTensor", i32([0, 1, 2]), i32([1, 2]), f32([1.0, -2.0]), (2, 3))
_ROWS = Made("common.sparse_tensor.RowTensorInner", i64([0]), f32([[1.5]]), (2, 1))
X, IMAGE, WEIGHT = f32(2, 3), f32(1, 2, 4, 4), f32(3, 2, 3, 3)


def _same(names: str, like: Any, *args: Any, **kw: Any) -> list[tuple[S, Any]]:
    """One call under several names, and what it is like: another call, or the result that the documentation says."""
    return [(S(name, *args, tol=like.tol, random=like.random, **kw) if isinstance(like, S) else S(name, *args, **kw), like) for name in names.split()]


def _tensor(dtype: str, values: Any) -> dict[str, Any]:
    """A Tensor, as `sample.describe` tells it."""
    array = np.array(values)
    return {"dtype": dtype, "shape": list(array.shape), "values": array.reshape(-1).tolist()}


#: Calls whose arguments are not those of the sample. The documentation speaks where the real CPU build has no kernel.
CALLS: list[tuple[S, Any]] = [
    # chance
    *_same("mint.multinomial ops.multinomial_ext", _tensor("Int64", [1, 1, 1, 1]), f32([0.0, 1.0, 0.0]), 4, True),
    *_same("mint.randn_like ops.randn_like_ext", S("ops.randn_like", f64(2), dtype=Named("float64"), random=True), f64(2)),
    *_same("mint.nn.functional.dropout ops.dropout_ext", S("ops.dropout", X, 0.5, random=True), X, 0.5),
    *_same("mint.nn.functional.dropout ops.dropout_ext", S("ops.identity", X), X, 0.5, False),
    *_same("mint.nn.functional.dropout2d ops.dropout2d_ext", S("ops.dropout2d", IMAGE, 0.5, random=True), IMAGE, 0.5),
    *_same("mint.nn.functional.dropout2d ops.dropout2d_ext", S("ops.identity", IMAGE), IMAGE, 0.5, False),
    *_same("ops.alpha_dropout", S("ops.identity", X), X, 0.5, False),
    # layers and losses
    *_same("mint.nn.functional.conv2d ops.conv2d_ext", S("ops.conv2d", IMAGE, WEIGHT, tol=1e-4), IMAGE, WEIGHT),
    *_same("mint.nn.functional.conv2d ops.conv2d_ext", S("ops.conv2d", IMAGE, WEIGHT, None, 2, "pad", 1, tol=1e-4), IMAGE, WEIGHT, None, 2, 1),
    *_same("mint.nn.functional.conv2d ops.conv2d_ext", S("ops.conv2d", IMAGE, WEIGHT, None, 1, "same", tol=1e-4), IMAGE, WEIGHT, None, 1, "same"),
    *_same("mint.nn.functional.max_pool2d ops.max_pool2d_ext", S("ops.max_pool2d", IMAGE, 2), IMAGE, 2),
    *_same("mint.nn.functional.max_pool2d ops.max_pool2d_ext", S("ops.max_pool2d", IMAGE, 2, 2, 0, 1, True), IMAGE, 2, return_indices=True),
    *_same("mint.nn.functional.avg_pool2d ops.avg_pool2d_ext", S("ops.avg_pool2d", IMAGE, 2, 2), IMAGE, 2),
    *_same("mint.nn.functional.avg_pool2d ops.avg_pool2d_ext", S("ops.avg_pool2d", IMAGE, 3, 2, 1), IMAGE, 3, 2, 1),
    *_same("ops.adaptive_avg_pool3d_ext", S("ops.adaptive_avg_pool3d", f32(1, 2, 4, 4, 4), 2), f32(1, 2, 4, 4, 4), (2, 2, 2)),
    *_same("mint.nn.functional.leaky_relu ops.leaky_relu_ext", S("ops.leaky_relu", X, 0.01), X),
    *_same("mint.nn.functional.smooth_l1_loss", S("ops.smooth_l1_loss", X, f32(2, 3), 0.5, "sum"), X, f32(2, 3), "sum", 0.5),
    *_same(
        "mint.nn.functional.binary_cross_entropy_with_logits",
        S("ops.binary_cross_entropy_with_logits", X, f32(2, 3, low=0, high=1), f32([1.0]), f32([1.0])), X, f32(2, 3, low=0, high=1),
    ),
    *_same("ops.DepthwiseConv2dNative", S("ops.conv2d", f32(1, 2, 3, 3), f32([[[[1.0, 2.0], [3.0, 4.0]]], [[[0.5, 1.0], [0.0, -1.0]]]]), None, 1, "valid", 0, 1, 2), f32(1, 2, 3, 3), f32([[[[1.0, 2.0], [3.0, 4.0]], [[0.5, 1.0], [0.0, -1.0]]]]), init=(1, 2)),
    # the least, and where it is
    *_same("mint.argmin ops.argmin_ext", _tensor("Int64", [1, 2]), f32([[1.0, -2.0, 3.0], [0.0, 5.0, -1.0]]), 1),
    *_same("mint.argmin ops.argmin_ext", _tensor("Int64", 1), f32([[1.0, -2.0, 3.0], [0.0, 5.0, -1.0]])),
    *_same("mint.cummin ops.cummin_ext", ["tuple", _tensor("Int32", [3, 1, 1, 1]), _tensor("Int64", [0, 1, 1, 3])], i32([3, 1, 2, 1]), 0),
    *_same("ops.max_ext", S("mint.max", X, 1), X, 1),
    *_same("ops.reduce_max", S("mint.amax", X, 1), X, 1),
    # matrices
    *_same("ops.LU", ["tuple", _tensor("Float64", [[4.0, 3.0], [0.5, -0.5]]), _tensor("Int32", [1, 1]), _tensor("Int32", [[0, 1], [1, 0]])], f64([[2.0, 1.0], [4.0, 3.0]])),
    *_same("ops.LinearSumAssignment", ["tuple", _tensor("Int64", [0, 1, 2]), _tensor("Int64", [1, 0, 2])], f32([[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]]), i64([9]), False),
    # what the CPU build does not have
    *_same("ops.fmin", _tensor("Float32", [1.0, 3.0, 3.0]), f32([1.0, float("nan"), 3.0]), f32([2.0, 3.0, float("nan")])),
    *_same("mint.full", _tensor("Float32", [3.0, 3.0]), (2,), 3, dtype=Named("float32")),
    *_same("ops.round mint.round", _tensor("Float32", [1.3, -1.3, 2.5]), f32([1.26, -1.34, 2.5]), decimals=1),
    *_same("mint.special.exp2", _tensor("Float32", [2.0, 0.5, 1.0]), f32([1.0, -1.0, 0.0])),
    *_same("ops.TripletMarginLoss", S("ops.triplet_margin_loss", f32(4, 3), f32(4, 3), f32(4, 3)), f32(4, 3), f32(4, 3), f32(4, 3), f32(1.0)),
    # others
    *_same("mint.conv2d", S("ops.conv2d", IMAGE, WEIGHT, tol=1e-4), IMAGE, WEIGHT),
    *_same("mint.nn.functional.adaptive_avg_pool3d_ext", S("ops.adaptive_avg_pool3d", f32(1, 2, 4, 4, 4), 2), f32(1, 2, 4, 4, 4), (2, 2, 2)),
    *_same("mint.addr_", S("ops.addr", X, f32(2), f32(3), alpha=2), X, f32(2), f32(3), alpha=2),
    *_same("mint.take", _tensor("Float32", [1.0, 4.0]), f32([[1.0, 2.0], [3.0, 4.0]]), i64([0, 3])),
    *_same("ops.ConvertToDynamic", S("ops.identity", X), X),
    *_same("ops.one_hot_ext", S("mint.nn.functional.one_hot", i64([0, 2]), 3), i64([0, 2]), 3),
    *_same("ops.tensor_muls", S("ops.mul", X, 2.0), X, 2.0),
    *_same("ops.Roll", S("ops.roll", X, 1, 0), X, init=(1, 0)),
    *_same("ops.SplitV", S("ops.split", f32(3), [1, 2]), f32(3), init=([1, 2], 0, 2)),
    *_same("ops.SplitV", S("ops.split", f32(3), [1, 2]), f32(3), init=([1, -1], 0, 2)),
    *_same("ops.AccumulateNV2", S("ops.addn", [X, X]), [X, X]),
    *_same("ops.SparseGatherV2", S("ops.gather", X, i64([1]), 0), X, i64([1]), 0),
    *_same("ops.inplace_sigmoid", S("ops.sigmoid", X), X),
    *_same("mint.numel", S("ops.numel", X), X),
    *_same("ops.scatter_sub", _tensor("Float32", [0.5, 2.0]), f32([1.0, 2.0]), i64([[0]]), f32([[0.5]])),
    # ||w||, ||g||: squared norms of 4 and 1, so the step is 0.001 * 2 / (1 + 0.1 * 2 + epsilon) of the decayed gradient
    *_same("ops.LARSUpdate", _tensor("Float32", [0.002 * 1.2 / 1.20001]), f32([2.0]), f32([1.0]), f32(4.0), f32(1.0), f32(0.1), f32(0.1)),
    *_same("ops.NPUGetFloatStatus ops.NPUClearFloatStatus", _tensor("Float32", [0.0] * 8), f32([0.0] * 8)),
    *_same("ops.scalar_to_array", _tensor("Float32", 2.5), 2.5),
    *_same("ops.scalar_ne", {"python": True}, 7, 2),
    *_same("ops.bool_and ops.bool_eq", {"python": False}, True, False),
    *_same("ops.bool_or", {"python": True}, True, False),
    *_same("ops.switch_layer", {"python": 4}, i32(1.0), (3, 4)),
    *_same("ops.string_eq", {"python": False}, "a", "b"),
    *_same("ops.string_concat", {"python": "ab"}, "a", "b"),
    *_same("ops.dict_setitem", {"python": "{'a': 2}"}, {"a": 1}, "a", 2),
    *_same("ops.make_dict", {"python": "{'a': 1, 'b': 2}"}, ("a", "b"), (1, 2)),
    # sparse Tensors
    *_same("ops.make_coo_tensor ops.make_sparse_tensor", ["COOTensor", _tensor("Int64", [[0, 1]]), _tensor("Float32", [1.5]), ["tuple", {"python": 2}, {"python": 3}]], i64([[0, 1]]), f32([1.5]), (2, 3)),
    *_same("ops.make_csr_tensor", ["CSRTensor", _tensor("Int64", [0, 1, 1]), _tensor("Int64", [1]), _tensor("Float32", [1.5]), ["tuple", {"python": 2}, {"python": 3}]], i64([0, 1, 1]), i64([1]), f32([1.5]), (2, 3)),
    *_same("ops.make_row_tensor ops.make_row_tensor_inner", ["RowTensorInner", _tensor("Int64", [0]), _tensor("Float32", [[1.5]]), ["tuple", {"python": 2}, {"python": 1}]], i64([0]), f32([[1.5]]), (2, 1)),
    *_same("ops.row_tensor_get_dense_shape", ["tuple", {"python": 2}, {"python": 1}], _ROWS),
    *_same("ops.row_tensor_get_indices", _tensor("Int64", [0]), _ROWS),
    *_same("ops.row_tensor_get_values", _tensor("Float32", [[1.5]]), _ROWS),
    *_same("ops.coo2csr", _tensor("Int32", [0, 1, 3, 3]), i32([0, 1, 1]), 3),
    *_same("ops.csr2coo", _tensor("Int32", [0, 1, 1]), i32([0, 1, 3, 3]), 3),
    *_same("ops.csr_div", _tensor("Float32", [0.5, -0.5]), _CSR, f32([[1.0, 2.0, 4.0]])),
    *_same("ops.csr_mul", _tensor("Float32", [2.0, -8.0]), _CSR, f32([[1.0, 2.0, 4.0]])),
    *_same("ops.csr_mm", ["CSRTensor", _tensor("Int32", [0, 1, 2]), _tensor("Int32", [0, 1]), _tensor("Float32", [2.0, -6.0]), ["tuple", {"python": 2}, {"python": 2}]], _CSR, Made("CSRTensor", i32([0, 1, 2, 3]), i32([1, 0, 1]), f32([1.0, 2.0, 3.0]), (3, 2))),
    *_same("ops.csr_mv", _tensor("Float32", [[2.0], [-8.0]]), _CSR, f32([[0.0], [2.0], [4.0]])),
    *_same("ops.csr_reduce_sum", _tensor("Float32", [[1.0], [-2.0]]), _CSR, 1),
    *_same("ops.csr_gather", _tensor("Float32", [1.0, 5.0]), i32([0, 1, 2]), i32([1, 2]), f32([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]), (2, 3)),
]


def siblings() -> dict[str, list[S]]:
    """The samples that the spellings of each line are called with."""
    found: dict[str, list[S]] = {path: [] for path in LIKE}
    counts: dict[tuple[str, bool], int] = {}
    for family in samples.families():
        for s in samples.load(family):
            kind = s.path, s.raises is not None
            if s.path in found and counts.get(kind, 0) < (REFUSED if s.raises else GOOD):
                counts[kind] = counts.get(kind, 0) + 1
                found[s.path].append(s)
    return found


def pairs() -> list[tuple[str, S, Any]]:
    """The key in the record, a call, and the sample that it is like, or its result."""
    found = [
        (s.key, called_like(spelling, s), s) for path, group in siblings().items() for s in group for spelling in LIKE[path]
    ]
    return found + [(call.key, call, like) for call, like in CALLS]


def called_like(spelling: str, s: S) -> S:
    """The call of another spelling with the arguments of a sample."""
    is_class = spelling.rpartition(".")[2][0].isupper()
    init, attrs = (s.init, s.attrs) if is_class else ((), {})
    return S(spelling, *s.args, kw=s.kwargs, init=init, attrs=attrs, tol=s.tol, random=s.random, grad=s.grad, jit=s.jit)


def result(ms: Any, s: S) -> Any:
    """What the call gives, as data."""
    out = s.call(ms, s.tensors(ms))
    return samples.describe(ms, out[0] if s.in_place else out)
