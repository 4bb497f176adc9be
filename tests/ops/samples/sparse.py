"""Functions of sparse Tensors. The real CPU build has no kernels for products with a CSRTensor."""

from __future__ import annotations

from sample import Made, S, f32, i32, i64

_VALUES = f32([0.5, -0.75, 0.25])
#: [[0, 0.5, 0], [-0.75, 0, 0.25]]
COO = Made("COOTensor", i32([[0, 1], [1, 0], [1, 2]]), _VALUES, (2, 3))
CSR = Made("CSRTensor", i32([0, 1, 3]), i32([1, 0, 2]), _VALUES, (2, 3))
LONG = Made("COOTensor", i64([[0, 1], [1, 0], [1, 2]]), _VALUES, (2, 3))
OTHER = Made("COOTensor", i64([[0, 0], [1, 2]]), f32([2.0, -0.25]), (2, 3))
ABOVE = Made("CSRTensor", i32([0, 1, 3]), i32([1, 0, 2]), f32([1.5, 2.75, 1.25]), (2, 3))

_UNARY = (
    "abs acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor inv isfinite isinf isnan log log1p neg relu relu6 "
    "round sigmoid sin sinh softsign sqrt square tan tanh"
).split()


def s(name, *args, **kw):
    return S(f"ops.{name}", *args, grad=False, jit=False, **kw)


SAMPLES = [
    # acosh is of numbers from 1 on
    *[s(f"csr_{name}", ABOVE if name == "acosh" else CSR) for name in _UNARY],
    *[s(f"coo_{name}", COO) for name in _UNARY],
    s("coo_abs", f32(2), raises="TypeError"),
    s("csr_abs", COO, raises="TypeError"),
    s("coo_add", LONG, OTHER, f32(0.0)),
    s("coo_add", LONG, OTHER, f32(1.0)),
    s("coo_concat", (LONG, OTHER)),
    s("coo_concat", (LONG, OTHER), 1),
    s("coo_concat", (LONG, OTHER), 2, raises="RuntimeError"),
    *[s(f"coo_tensor_get_{part}", COO) for part in ("dense_shape", "indices", "values")],
    *[s(f"csr_tensor_get_{part}", CSR) for part in ("dense_shape", "indices", "indptr", "values")],
    s("csr_add", CSR, ABOVE, f32(2.0), f32(1.0)),
    s("csr_div", CSR, 2.0),
    s("csr_to_coo", CSR),
    s("csr_to_dense", CSR),
    s("csr_to_dense", COO, raises="TypeError"),
    s("dense_to_sparse_coo", f32([[0.0, 1.0], [2.0, 0.0]])),
    s("dense_to_sparse_csr", f32([[0.0, 1.0], [2.0, 0.0]])),
    s("dense_to_sparse_csr", f32(3), raises="ValueError"),
    S("Tensor.to_coo", f32([[0.0, 1.0], [2.0, 0.0]]), grad=False, jit=False),
    S("Tensor.to_csr", f32([[0.0, 1.0], [2.0, 0.0]]), grad=False, jit=False),
    S("Tensor.to_csr", f32(3), raises="ValueError"),
]
