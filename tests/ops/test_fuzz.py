"""Operators against NumPy on generated shapes, dtypes, axes and indices, where NumPy has the function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fuzz import FLOATS, REALS, WHOLE, agree, arrays, examples, pairs, quiet, shapes, tensor
from hypothesis import assume, given
from hypothesis import strategies as st

from mindshim import mint, ops

ANY = (-10, 10)
#: name -> (NumPy's function, dtypes, where it is defined)
UNARY = {
    "abs": (np.abs, REALS, ANY), "neg": (np.negative, REALS, ANY), "sign": (np.sign, REALS, ANY),
    "square": (np.square, REALS, ANY), "exp": (np.exp, FLOATS, ANY), "log": (np.log, FLOATS, (0, 10)),
    "sqrt": (np.sqrt, FLOATS, (0, 10)), "sin": (np.sin, FLOATS, ANY), "cos": (np.cos, FLOATS, ANY),
    "tan": (np.tan, FLOATS[:2], (-1.5, 1.5)), "tanh": (np.tanh, FLOATS, ANY), "sinh": (np.sinh, FLOATS[:2], ANY),
    "cosh": (np.cosh, FLOATS[:2], ANY), "asin": (np.arcsin, FLOATS[:2], (-1, 1)), "acos": (np.arccos, FLOATS[:2], (-1, 1)),
    "atan": (np.arctan, FLOATS[:2], ANY), "asinh": (np.arcsinh, FLOATS[:2], ANY), "acosh": (np.arccosh, FLOATS[:2], (1, 10)),
    "atanh": (np.arctanh, FLOATS[:2], (-0.95, 0.95)), "floor": (np.floor, FLOATS, ANY), "ceil": (np.ceil, FLOATS, ANY),
    "round": (np.round, FLOATS[:2], ANY), "trunc": (np.trunc, FLOATS, ANY), "expm1": (np.expm1, FLOATS, ANY),
    "log1p": (np.log1p, FLOATS, (-0.95, 10)), "log2": (np.log2, FLOATS[:2], (0, 10)), "log10": (np.log10, FLOATS[:2], (0, 10)),
    "exp2": (np.exp2, FLOATS[:2], ANY), "reciprocal": (np.reciprocal, FLOATS, ANY), "isnan": (np.isnan, FLOATS, ANY),
    "isinf": (np.isinf, FLOATS, ANY), "isfinite": (np.isfinite, FLOATS, ANY), "deg2rad": (np.deg2rad, FLOATS[:2], ANY),
    "rad2deg": (np.rad2deg, FLOATS[:2], ANY), "sinc": (np.sinc, FLOATS[:2], ANY), "positive": (np.positive, REALS, ANY),
    "logical_not": (np.logical_not, ("bool", *REALS), ANY), "bitwise_not": (np.bitwise_not, WHOLE, ANY),
    "signbit": (np.signbit, REALS, ANY), "frac": (lambda x: x - np.trunc(x), FLOATS[:2], ANY),
}  # fmt: skip


@given(st.data())
@examples(45)
def test_unary(data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(UNARY)))
    function, dtypes, (low, high) = UNARY[name]
    x = data.draw(arrays(dtypes, low=low, high=high, special=True))
    if name == "frac":
        assume(np.isfinite(x).all())
    if name == "sign":
        # MindSpore's is 0 for nan.
        assume(not np.isnan(x).any())
    agree(getattr(mint if name == "bitwise_not" else ops, name)(tensor(x)), quiet(lambda: function(x)), scale=0.1)


BINARY = {
    "add": (np.add, REALS), "sub": (np.subtract, REALS), "mul": (np.multiply, REALS),
    "maximum": (np.maximum, REALS), "minimum": (np.minimum, REALS), "fmax": (np.fmax, FLOATS[:2]), "fmin": (np.fmin, FLOATS[:2]),
    "equal": (np.equal, REALS), "ne": (np.not_equal, REALS), "less": (np.less, REALS), "le": (np.less_equal, REALS),
    "greater": (np.greater, REALS), "ge": (np.greater_equal, REALS), "atan2": (np.arctan2, FLOATS[:2]),
    "logical_and": (np.logical_and, ("bool", *REALS)), "logical_or": (np.logical_or, ("bool",)),
    "logical_xor": (np.logical_xor, ("bool",)), "bitwise_and": (np.bitwise_and, (*WHOLE, "bool")),
    "bitwise_or": (np.bitwise_or, WHOLE), "bitwise_xor": (np.bitwise_xor, WHOLE), "hypot": (np.hypot, FLOATS[:2]),
    "copysign": (np.copysign, FLOATS[:2]), "heaviside": (np.heaviside, FLOATS[:2]), "logaddexp": (np.logaddexp, FLOATS[:2]),
    "logaddexp2": (np.logaddexp2, FLOATS[:2]), "nextafter": (np.nextafter, ("float32",)),
    "floor_divide": (np.floor_divide, FLOATS[:2]), "remainder": (np.remainder, FLOATS[:2]), "fmod": (np.fmod, FLOATS[:2]),
    "gcd": (np.gcd, ("int32", "int64")), "lcm": (np.lcm, ("int32", "int64")), "ldexp": (np.ldexp, ("float32",)),
}  # fmt: skip
#: What is not compared at infinities and NaN, because MindSpore computes it otherwise there.
_FINITE = {"floor_divide", "remainder", "fmod", "heaviside", "ldexp"}


@given(st.data())
@examples(45)
def test_binary(data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(BINARY)))
    function, dtypes = BINARY[name]
    a, b = data.draw(pairs(dtypes, special=name not in _FINITE))
    if name == "ldexp":
        b = b.astype(np.int32)
    if name in ("floor_divide", "remainder", "fmod"):
        assume(np.all(b != 0))
    got = getattr(ops, name)(tensor(a), tensor(b))
    if a.dtype == b.dtype or name == "ldexp" or "f" not in (a.dtype.kind, b.dtype.kind):
        agree(got, quiet(lambda: function(a, b)), scale=0.1)
    else:
        # MindSpore computes in float32 where NumPy would widen an integer's partner.
        agree(got, quiet(lambda: function(a.astype(np.float64), b.astype(np.float64))), 1e-4, 0.1)


@given(st.data())
@examples(15)
def test_integer_division(data: Any) -> None:
    a, b = data.draw(pairs(WHOLE[:2]))
    assume(np.all(b != 0))
    dtype = np.result_type(a, b)
    agree(ops.floor_divide(tensor(a), tensor(b)), np.floor_divide(a, b))
    agree(tensor(a) // tensor(b), np.floor_divide(a, b))
    agree(tensor(a) % tensor(b), np.remainder(a, b))
    agree(ops.remainder(tensor(a), tensor(b)), np.remainder(a, b))
    agree(ops.fmod(tensor(a), tensor(b)), np.fmod(a, b))
    agree(tensor(a) / tensor(b), np.true_divide(a, b).astype(np.float32), 1e-6)
    agree(ops.div(tensor(a), tensor(b), rounding_mode="trunc"), np.trunc(a / b).astype(dtype))


@given(st.data())
@examples(15)
def test_python_numbers(data: Any) -> None:
    x = data.draw(arrays(("float32", "int64", "int32")))
    n = data.draw(st.one_of(st.integers(-4, 4), st.integers(-16, 16).map(lambda v: v / 4)))
    op = data.draw(st.sampled_from(["__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__lt__", "__ge__", "__eq__", "__ne__"]))
    agree(getattr(tensor(x), op)(n), getattr(x.astype(np.float64), op)(n), 1e-6)
    if abs(n) <= 3 and n >= 0 and float(n).is_integer():
        agree(tensor(x) ** n, x.astype(np.float64) ** n, 1e-6)


# -- reductions ----------------------------------------------------------------------------------------------------


@st.composite
def axes_of(draw: Any, ndim: int, several: bool = True, none: bool = True) -> Any:
    """An axis, several ones, or None."""
    kinds = (["none"] if none else []) + (["one"] if ndim else []) + (["several"] if several and ndim else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "none":
        return None
    if kind == "one":
        return draw(st.integers(-ndim, ndim - 1))
    chosen = draw(st.lists(st.integers(0, ndim - 1), min_size=1, max_size=ndim, unique=True))
    return tuple(a - ndim if draw(st.booleans()) else a for a in chosen)


REDUCTIONS: dict[str, Any] = {
    "sum": (lambda x, a, k: ops.sum(x, a, k), np.sum, REALS),
    "mean": (lambda x, a, k: ops.mean(x, a, k), np.mean, FLOATS[:2]),
    "prod": (lambda x, a, k: ops.prod(x, a, k), np.prod, ("float64", "int64")),
    "all": (lambda x, a, k: ops.all(x, a, k), np.all, ("bool",)),
    "any": (lambda x, a, k: ops.any(x, a, k), np.any, ("bool",)),
    "amax": (lambda x, a, k: ops.amax(x, a, k), np.max, REALS),
    "amin": (lambda x, a, k: ops.amin(x, a, k), np.min, REALS),
    "var": (lambda x, a, k: ops.var(x, a, 0, k), np.var, ("float32",)),
    "std": (lambda x, a, k: ops.std(x, a, 1, k), lambda x, axis, keepdims: np.std(x, axis=axis, keepdims=keepdims, ddof=1), ("float32",)),
    "nansum": (lambda x, a, k: ops.nansum(x, a, k), np.nansum, FLOATS[:2]),
    "count_nonzero": (lambda x, a, k: ops.count_nonzero(x, () if a is None else a, k), lambda x, axis, keepdims: np.count_nonzero(x, axis=axis, keepdims=keepdims), REALS),
    "logsumexp": (lambda x, a, k: ops.logsumexp(x, tuple(range(x.ndim)) if a is None else a, k), lambda x, axis, keepdims: np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims)), FLOATS[:2]),
    "norm": (lambda x, a, k: ops.norm(x, 2, a if isinstance(a, int) else -1, k), lambda x, axis, keepdims: np.linalg.norm(x, axis=axis if isinstance(axis, int) else -1, keepdims=keepdims), FLOATS[:2]),
}  # fmt: skip


@given(st.data())
@examples(35)
def test_reductions(data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(REDUCTIONS)))
    mine, theirs, dtypes = REDUCTIONS[name]
    empty = name in ("sum", "prod", "all", "any", "count_nonzero", "nansum") and data.draw(st.booleans())
    x = data.draw(arrays(dtypes, shapes(0, 3, 0 if empty else 1, 3), special=name in ("amax", "amin", "nansum", "sum")))
    if name in ("norm", "logsumexp", "std"):
        assume(x.ndim)
    axis, keep = data.draw(axes_of(x.ndim)), data.draw(st.booleans())
    if name == "std":
        count = np.prod([x.shape[a] for a in (range(x.ndim) if axis is None else [axis] if isinstance(axis, int) else axis)])
        assume(count > 1)
    agree(mine(tensor(x), axis, keep), quiet(lambda: theirs(x, axis=axis, keepdims=keep)), 1e-4, 1.0)


@given(st.data())
@examples(25)
def test_places_and_running(data: Any) -> None:
    x = data.draw(arrays(("float32", "int32", "int64"), shapes(1, 3, 1, 4)))
    axis = data.draw(axes_of(x.ndim, several=False, none=False))
    name = data.draw(st.sampled_from(["argmax", "argmin", "cumsum", "cumprod", "cummax", "cummin", "diff", "flip", "median"]))
    if name in ("argmax", "argmin"):
        keep = data.draw(st.booleans())
        agree(getattr(ops, name)(tensor(x), axis, keep), getattr(np, name)(x, axis, keepdims=keep))
    elif name in ("cumsum", "cumprod"):
        agree(getattr(ops, name)(tensor(x), axis), getattr(np, name)(x.astype(np.float64), axis), 1e-5)
    elif name in ("cummax", "cummin"):
        values, places = getattr(ops, name)(tensor(x), axis)
        run = {"cummax": np.maximum, "cummin": np.minimum}[name].accumulate(x, axis)
        agree(values, run)
        agree(np.take_along_axis(x, places.asnumpy(), axis), run)
    elif name == "diff":
        agree(ops.diff(tensor(x), 1, axis), np.diff(x, 1, axis))
    elif name == "flip":
        agree(ops.flip(tensor(x), (axis,)), np.flip(x, axis))
    else:
        want = np.sort(x, axis).take((x.shape[axis] - 1) // 2, axis)
        agree(ops.median(tensor(x), axis)[0], want)


# -- rearranging ---------------------------------------------------------------------------------------------------


def _reshape(data: Any, x: Any) -> Any:
    size = int(x.size)
    first = data.draw(st.sampled_from([d for d in range(1, size + 1) if size % d == 0] or [0]))
    shape = data.draw(st.sampled_from([(-1,), (first, -1), (-1, first), (first, size // first if first else 5)]))
    assume(size or -1 not in shape)
    return ops.reshape(tensor(x), shape), x.reshape(shape)


def _transpose(data: Any, x: Any) -> Any:
    order = tuple(data.draw(st.permutations(range(x.ndim))))
    signed = tuple(a - x.ndim if data.draw(st.booleans()) else a for a in order)
    return [ops.transpose(tensor(x), order), tensor(x).permute(signed)], [x.transpose(order)] * 2


def _swapaxes(data: Any, x: Any) -> Any:
    a, b = (data.draw(st.integers(-x.ndim, x.ndim - 1)) for _ in range(2))
    return [ops.swapaxes(tensor(x), a, b), ops.moveaxis(tensor(x), a, b)], [np.swapaxes(x, a, b), np.moveaxis(x, a, b)]


def _roll(data: Any, x: Any) -> Any:
    axis, by = data.draw(axes_of(x.ndim)), data.draw(st.integers(-5, 5))
    shift = by if not isinstance(axis, tuple) else tuple(by + i for i in range(len(axis)))
    return ops.roll(tensor(x), shift, axis), np.roll(x, shift, axis)


def _tile(data: Any, x: Any) -> Any:
    reps = tuple(data.draw(st.lists(st.integers(0, 3), min_size=x.ndim, max_size=x.ndim + 1)))
    assume(reps and all(reps))
    return ops.tile(tensor(x), reps), np.tile(x, reps)


def _repeat(data: Any, x: Any) -> Any:
    axis = data.draw(axes_of(x.ndim, several=False))
    n = x.size if axis is None else x.shape[axis]
    counts = data.draw(st.one_of(st.integers(1, 3), st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    return ops.repeat_interleave(tensor(x), counts, axis), np.repeat(x, counts, axis)


def _join(data: Any, x: Any) -> Any:
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    other = x[(slice(None),) * (axis % x.ndim) + (slice(0, data.draw(st.integers(0, x.shape[axis]))),)]
    at = data.draw(st.integers(-x.ndim - 1, x.ndim))
    return [ops.concat((tensor(x), tensor(other)), axis), ops.stack([tensor(x), tensor(x)], at)], [
        np.concatenate((x, other), axis), np.stack([x, x], at)]  # fmt: skip


def _split(data: Any, x: Any) -> Any:
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    n = x.shape[axis]
    size = data.draw(st.integers(1, max(n, 1)))
    parts = data.draw(st.integers(1, 4))
    cuts = tuple(sorted(data.draw(st.lists(st.integers(0, n), min_size=1, max_size=3))))
    return [
        list(ops.split(tensor(x), size, axis)), list(ops.tensor_split(tensor(x), parts, axis)), list(ops.tensor_split(tensor(x), cuts, axis)),
    ], [np.split(x, list(range(size, n, size)), axis), np.array_split(x, parts, axis), np.split(x, cuts, axis)]  # fmt: skip


def _dims(data: Any, x: Any) -> Any:
    at = data.draw(st.integers(-x.ndim - 1, x.ndim))
    wide = np.expand_dims(x, at)
    return [ops.expand_dims(tensor(x), at), ops.squeeze(tensor(wide), at), ops.squeeze(tensor(wide))], [wide, x, np.squeeze(wide)]


def _broadcast(data: Any, x: Any) -> Any:
    lead = tuple(data.draw(st.lists(st.integers(1, 3), max_size=2)))
    shape = lead + tuple(data.draw(st.integers(1, 3)) if n == 1 else n for n in x.shape)
    return [ops.broadcast_to(tensor(x), shape), tensor(x).expand_as(tensor(np.zeros(shape)))], [np.broadcast_to(x, shape)] * 2


def _corners(data: Any, x: Any) -> Any:
    assume(x.ndim >= 2)
    k, (a, b) = data.draw(st.integers(-4, 4)), data.draw(st.permutations(range(x.ndim)))[:2]
    return [ops.triu(tensor(x), k), ops.tril(tensor(x), k), ops.rot90(tensor(x), k, (a, b)), ops.diagonal(tensor(x), k, a, b)], [
        np.triu(x, k), np.tril(x, k), np.rot90(x, k, (a, b)), np.diagonal(x, k, a, b)]  # fmt: skip


def _pad(data: Any, x: Any) -> Any:
    widths = [(data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))) for _ in x.shape]
    flat = [n for pair in reversed(widths) for n in pair]
    return ops.pad(tensor(x), flat, value=2.0), np.pad(x, widths, constant_values=2)


REARRANGING = {f.__name__[1:]: f for f in (_reshape, _transpose, _swapaxes, _roll, _tile, _repeat, _join, _split, _dims, _broadcast, _corners, _pad)}


@given(st.data())
@examples(35)
def test_rearranging(data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(REARRANGING)))
    x = data.draw(arrays(("float32", "int32"), shapes(1, 3, 1, 4)))
    got, want = REARRANGING[name](data, x)
    agree(got, want, 0.0)


def test_a_disagreement_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator that is wrong for negative numbers only is found."""
    for name in list(UNARY):
        monkeypatch.delitem(UNARY, name)
    monkeypatch.setitem(UNARY, "abs", (lambda x: np.where(x < -5, x, np.abs(x)), REALS, ANY))
    with pytest.raises((AssertionError, ExceptionGroup)):
        test_unary()
