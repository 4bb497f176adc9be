"""Linear algebra and `mindspore.numpy` against NumPy on generated shapes and arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
from fuzz import FLOATS, REALS, agree, arrays, elements, examples, pairs, quiet, shapes, tensor
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import mindshim.numpy as mnp
from mindshim import ops


@st.composite
def matrices(draw: Any, square: bool = False, batch: bool = True, dtypes: Any = ("float32", "float64")) -> np.ndarray:
    """Well conditioned matrices, perhaps a batch of them."""
    lead = tuple(draw(st.lists(st.integers(1, 2), max_size=2))) if batch else ()
    n = draw(st.integers(1, 4))
    m = n if square else draw(st.integers(1, 4))
    seed = draw(st.integers(0, 1000))
    x = np.random.Generator(np.random.PCG64(seed)).uniform(-1, 1, (*lead, n, m))
    if square:
        x += 4 * np.eye(n)
    return x.astype(draw(st.sampled_from(dtypes)))


@given(st.data())
@examples(28)
def test_products(data: Any) -> None:
    dtype = data.draw(st.sampled_from(["float32", "int32", "float64"]))
    name = data.draw(st.sampled_from(["matmul", "dot", "outer", "tensor_dot", "inner", "kron", "cross", "einsum", "bmm"]))

    def draw(shape: Any) -> np.ndarray:
        return data.draw(arrays((dtype,), shape, -4, 4))

    if name == "matmul":
        both = data.draw(hnp.mutually_broadcastable_shapes(signature="(n?,k),(k,m?)->(n?,m?)", max_dims=2, max_side=3))
        a, b = (draw(s) for s in both.input_shapes)
        agree(ops.matmul(tensor(a), tensor(b)), a @ b, 1e-5)
        agree(mnp.matmul(tensor(a), tensor(b)), a @ b, 1e-5)
    elif name == "dot":
        assume(dtype != "int32")
        k = data.draw(st.integers(1, 3))
        a = draw((*data.draw(shapes(1, 2, 1, 3)), k))
        b = draw((*data.draw(shapes(1, 1, 1, 3)), k, 2))
        agree(mnp.dot(tensor(a), tensor(b)), np.dot(a, b), 1e-5)
    elif name == "outer":
        a, b = draw(data.draw(shapes(1, 1, 1, 4))), draw(data.draw(shapes(1, 1, 1, 4)))
        agree([ops.outer(tensor(a), tensor(b)), mnp.outer(tensor(a), tensor(b))], [np.outer(a, b)] * 2)
    elif name == "tensor_dot":
        assume(dtype == "float32")
        x = draw(data.draw(shapes(2, 3, 1, 3)))
        n = data.draw(st.integers(1, x.ndim))
        y = np.moveaxis(x, list(range(x.ndim)), list(range(x.ndim))[::-1])
        own = tuple(data.draw(st.permutations(range(x.ndim)))[:n])
        other = tuple(x.ndim - 1 - a for a in own)
        agree(ops.tensor_dot(tensor(x), tensor(y), (own, other)), np.tensordot(x, y, (own, other)), 1e-5)
        agree(mnp.tensordot(tensor(x), tensor(y), (own, other)), np.tensordot(x, y, (own, other)), 1e-5)
    elif name == "inner":
        k = data.draw(st.integers(1, 3))
        a, b = draw((*data.draw(shapes(1, 2, 1, 3)), k)), draw((2, k))
        agree(ops.inner(tensor(a), tensor(b)), np.inner(a, b), 1e-5)
    elif name == "kron":
        a, b = draw(data.draw(shapes(1, 2, 1, 3))), draw(data.draw(shapes(1, 2, 1, 3)))
        agree([ops.kron(tensor(a), tensor(b)), mnp.kron(tensor(a), tensor(b))], [np.kron(a, b)] * 2)
    elif name == "cross":
        a = draw((*data.draw(shapes(1, 2, 1, 3)), 3))
        agree(ops.cross(tensor(a), tensor(a[::-1].copy()), -1), np.cross(a, a[::-1]))
    elif name == "einsum":
        assume(dtype == "float32")
        a, b = draw((2, 3)), draw((3, 2))
        for text in ("ij,jk->ik", "ij,jk", "ij,ji->", "ij,jk->ki", "ab,bc->b"):
            agree(ops.einsum(text, tensor(a), tensor(b)), np.einsum(text, a, b), 1e-5)
    else:
        n = data.draw(st.integers(1, 3))
        a, b = draw((n, 2, 3)), draw((n, 3, 1))
        agree(ops.bmm(tensor(a), tensor(b)), a @ b, 1e-5)


@given(st.data())
@examples(25)
def test_decompositions(data: Any) -> None:
    name = data.draw(st.sampled_from(["inverse", "det", "slogdet", "svd", "eigh", "qr", "cholesky", "solve", "pinv", "matrix_power", "trace", "lstsq", "eigvals", "norm"]))
    x = data.draw(matrices(square=name not in ("svd", "qr", "pinv", "lstsq", "norm"), batch=name not in ("lstsq", "trace")))
    tol, t = 2e-4 if x.dtype == np.float32 else 1e-9, tensor(x)
    if name == "inverse":
        agree(ops.inverse(t), np.linalg.inv(x), tol)
    elif name == "det":
        agree(ops.det(t), np.linalg.det(x), tol)
    elif name == "slogdet":
        agree(ops.slogdet(t), list(np.linalg.slogdet(x)), tol)
    elif name == "svd":
        full = data.draw(st.booleans())
        s, u, v = (part.asnumpy() for part in ops.svd(t, full_matrices=full))
        agree(s, np.linalg.svd(x, compute_uv=False), tol)
        k = s.shape[-1]
        agree(u[..., :k] * s[..., None, :] @ np.swapaxes(v[..., :k], -1, -2), x, tol, 10)
    elif name == "eigh":
        x = x + np.swapaxes(x, -1, -2)
        agree(np.sort(np.real(ops.eigvals(tensor(x)).asnumpy())), np.linalg.eigvalsh(x), tol, 10)
    elif name == "qr":
        q, r = (part.asnumpy() for part in ops.qr(t))
        agree(q @ r, x, tol, 10)
        agree(np.swapaxes(q, -1, -2) @ q, np.broadcast_to(np.eye(q.shape[-1]), (*x.shape[:-2], q.shape[-1], q.shape[-1])), tol, 10)
    elif name == "cholesky":
        x = (x @ np.swapaxes(x, -1, -2)).astype(x.dtype)
        upper = data.draw(st.booleans())
        want = np.linalg.cholesky(x)
        agree(ops.cholesky(tensor(x), upper), np.swapaxes(want, -1, -2) if upper else want, tol, 10)
    elif name == "solve":
        assume(x.ndim < 4)
        b, square = np.ones((*x.shape[:-1], 2), x.dtype), x @ np.swapaxes(x, -1, -2)
        agree(ops.cholesky_solve(tensor(b), ops.cholesky(tensor(square))), np.linalg.solve(square, b), tol, 10)
    elif name == "pinv":
        assume(np.linalg.cond(x).max() < 50)
        agree(ops.pinv(t), np.linalg.pinv(x), tol * 10, 10)
    elif name == "matrix_power":
        n = data.draw(st.integers(-2, 3))
        agree(ops.matrix_power(t, n), np.linalg.matrix_power(x, n), tol, 10)
    elif name == "trace":
        agree(ops.trace(t), np.trace(x), tol)
    elif name == "lstsq":
        assume(x.shape[0] >= x.shape[1] and np.linalg.cond(x) < 50)
        b = np.ones((x.shape[0], 2), x.dtype)
        agree(ops.lstsq(t, tensor(b)), np.linalg.lstsq(x, b, rcond=None)[0], tol * 10, 10)
    elif name == "eigvals":
        agree(np.sort(np.abs(ops.eigvals(t).asnumpy())), np.sort(np.abs(np.linalg.eigvals(x))), 1e-3, 10)
    else:
        assume(x.ndim == 2)
        kind = data.draw(st.sampled_from([None, 1, 2, -1, "fro", "nuc", float("inf")]))
        agree(ops.norm(t, kind), np.linalg.norm(x, kind), tol)


# -- mindspore.numpy -----------------------------------------------------------------------------------------------

#: name -> dtypes; functions of one array, with NumPy's own arguments
ONE = {
    "absolute": REALS, "negative": REALS, "sign": REALS, "square": REALS, "exp": FLOATS[:2], "sqrt": FLOATS[:2],
    "ravel": REALS, "flipud": REALS, "fliplr": REALS, "transpose": REALS, "atleast_1d": REALS, "atleast_2d": REALS,
    "atleast_3d": REALS, "isposinf": FLOATS[:1], "isneginf": FLOATS[:1], "signbit": REALS, "fix": FLOATS[:2], "rint": FLOATS[:2],
    "cbrt": FLOATS[:2], "trace": REALS, "copy": REALS, "ediff1d": ("float32", "int32"),
    "nancumsum": FLOATS[:1], "tril": REALS, "triu": REALS, "zeros_like": REALS, "ones_like": REALS, "squeeze": REALS,
}  # fmt: skip
TWO = ("add", "subtract", "multiply", "maximum", "minimum", "fmax", "fmin", "hypot", "arctan2", "copysign", "logaddexp", "logaddexp2", "heaviside", "equal", "not_equal", "less", "greater_equal", "logical_and", "logical_or", "logical_xor", "isclose", "divide", "outer")
REDUCE = ("sum", "mean", "prod", "amax", "amin", "ptp", "std", "var", "nansum", "nanmax", "nanmin", "nanmean", "nanstd", "nanvar", "cumsum", "cumprod", "argmax", "argmin", "average", "count_nonzero")


@given(st.data())
@examples(25)
def test_numpy_one(data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(ONE)))
    x = data.draw(arrays(ONE[name], shapes(0, 3, 1, 3), special=name in ("isposinf", "isneginf", "nancumsum")))
    if name in ("fliplr", "trace", "tril", "triu"):
        assume(x.ndim >= 2)
    if name == "flipud":
        assume(x.ndim)
    if name == "sqrt":
        x = np.abs(x)
    agree(getattr(mnp, name)(tensor(x)), quiet(lambda: getattr(np, name)(x)), 1e-5, 0.1)


@given(st.data())
@examples(25)
def test_numpy_two(data: Any) -> None:
    name = data.draw(st.sampled_from(TWO))
    a, b = data.draw(pairs(("float32",)))
    if name == "divide":
        assume(np.all(b != 0))
    agree(getattr(mnp, name)(tensor(a), tensor(b)), quiet(lambda: getattr(np, name)(a, b)), 1e-5, 0.1)


@given(st.data())
@examples(25)
def test_numpy_reductions(data: Any) -> None:
    name = data.draw(st.sampled_from(REDUCE))
    x = data.draw(arrays(("float32",), shapes(1, 3, 1, 3), special=False))
    if name.startswith("nan") and data.draw(st.booleans()):
        x[(0,) * x.ndim] = np.nan
        assume(x.shape[0] > 1)
    axis = data.draw(st.one_of(st.none(), st.integers(-x.ndim, x.ndim - 1)))
    want = quiet(lambda: getattr(np, name)(x, axis))
    if name.startswith("nan") and np.isnan(want).any():
        return
    agree(getattr(mnp, name)(tensor(x), axis), want, 1e-4, 1.0)


PAD_MODES = ("constant", "edge", "reflect", "symmetric", "wrap", "mean", "maximum", "minimum", "median", "linear_ramp")


@given(st.data())
@examples(25)
def test_numpy_rearranging(data: Any) -> None:
    x = data.draw(arrays(("float32", "int32"), shapes(1, 3, 1, 4)))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    name = data.draw(st.sampled_from(["pad", "roll", "rot90", "take_along_axis", "array_split", "repeat", "tile", "rollaxis", "diff", "trapz", "interp", "stack", "block", "select", "histogram", "convolve", "digitize", "unravel"]))
    if name == "pad":
        mode = data.draw(st.sampled_from(PAD_MODES))
        widths = [(data.draw(st.integers(0, 5)), data.draw(st.integers(0, 5))) for _ in x.shape]
        x = x.astype(np.float32)
        kw = {"reflect_type": data.draw(st.sampled_from(["even", "odd"]))} if mode in ("reflect", "symmetric") else {}
        if "reflect_type" in kw and kw["reflect_type"] == "odd":
            assume(min(x.shape) > 1)
        agree(mnp.pad(tensor(x), widths, mode, **kw), np.pad(x, widths, mode, **kw), 1e-5)  # type: ignore[call-overload]
    elif name == "roll":
        shift = data.draw(st.lists(st.integers(-5, 5), min_size=1, max_size=2))
        agree(mnp.roll(tensor(x), shift, axis), np.roll(x, shift, axis))
    elif name == "rot90":
        assume(x.ndim > 1)
        k = data.draw(st.integers(-4, 4))
        agree(mnp.rot90(tensor(x), k), np.rot90(x, k))
    elif name == "take_along_axis":
        shape = tuple(data.draw(st.integers(1, 3)) if i == axis % x.ndim else data.draw(st.sampled_from([1, n])) for i, n in enumerate(x.shape))
        at = data.draw(hnp.arrays("int64", shape, elements=elements("int64", -x.shape[axis], x.shape[axis] - 1)))
        agree(mnp.take_along_axis(tensor(x), tensor(at), axis), np.take_along_axis(x, at, axis))
    elif name == "array_split":
        parts = data.draw(st.one_of(st.integers(1, 4), st.lists(st.integers(0, 4), min_size=1, max_size=3).map(sorted)))
        agree(list(mnp.array_split(tensor(x), parts, axis)), np.array_split(x, parts, axis))
    elif name == "repeat":
        n = data.draw(st.one_of(st.integers(1, 3), st.lists(st.integers(0, 2), min_size=x.shape[axis], max_size=x.shape[axis])))
        agree(mnp.repeat(tensor(x), n, axis), np.repeat(x, n, axis))
    elif name == "tile":
        reps = tuple(data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)))
        agree(mnp.tile(tensor(x), reps), np.tile(x, reps))
    elif name == "rollaxis":
        start = data.draw(st.integers(-x.ndim, x.ndim))
        agree(mnp.rollaxis(tensor(x), axis, start), np.rollaxis(x, axis, start))
    elif name == "diff":
        assume(x.shape[axis] > 1)
        agree(mnp.diff(tensor(x), axis=axis, prepend=0), np.diff(x, axis=axis, prepend=0))
    elif name == "trapz":
        agree(mnp.trapz(tensor(x), axis=axis, dx=0.5), np.trapezoid(x, axis=axis, dx=0.5), 1e-5)
    elif name == "interp":
        xp = np.unique(x.reshape(-1)).astype(np.float32)
        fp = np.arange(xp.size, dtype=np.float32)
        at = x.reshape(-1).astype(np.float32) + 0.25
        agree(mnp.interp(tensor(at), tensor(xp), tensor(fp)), np.interp(at, xp, fp), 1e-5)
    elif name == "stack":
        for f in ("vstack", "hstack", "dstack", *(["column_stack"] if x.ndim < 3 else [])):
            agree(getattr(mnp, f)([tensor(x), tensor(x)]), getattr(np, f)([x, x]))
    elif name == "block":
        agree(mnp.append(tensor(x), tensor(x), axis), np.append(x, x, axis))
        agree(mnp.append(tensor(x), tensor(x)), np.append(x, x))
    elif name == "select":
        agree(mnp.select([tensor(x > 2), tensor(x > 0)], [tensor(x), tensor(x * 2)], 7), np.select([x > 2, x > 0], [x, x * 2], 7))
        agree(mnp.where(tensor(x > 0), tensor(x), 1), np.where(x > 0, x, 1))
    elif name == "histogram":
        bins = data.draw(st.integers(1, 5))
        agree(mnp.histogram(tensor(x.astype(np.float32)), bins, range=(-8, 8))[0], np.histogram(x, bins, range=(-8, 8))[0].astype(np.float32))
    elif name == "convolve":
        v = data.draw(arrays(("float32",), shapes(1, 1, 1, 4)))
        mode = data.draw(st.sampled_from(["full", "same", "valid"]))
        agree(mnp.convolve(tensor(x.reshape(-1).astype(np.float32)), tensor(v), mode), np.convolve(x.reshape(-1), v, mode), 1e-5)
    elif name == "digitize":
        bins = np.unique(data.draw(arrays(("float32",), shapes(1, 1, 1, 4))))
        right = data.draw(st.booleans())
        agree(mnp.digitize(tensor(x), tensor(bins), right), np.digitize(x, bins, right))
    else:
        flat = np.arange(x.size, dtype=np.int32)
        agree(list(mnp.unravel_index(tensor(flat), x.shape)), list(np.unravel_index(flat, x.shape)))
