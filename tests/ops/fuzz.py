"""What the fuzz tests share: profiles, strategies for arrays, and what it means to agree with NumPy."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import mindshim as ms
from mindshim import Tensor

#: In CI few examples, always the same; `MINDSHIM_FUZZ=500` looks further, at other ones each time.
_LONG = int(os.environ.get("MINDSHIM_FUZZ", "0"))


def examples(n: int) -> Callable[[Any], Any]:
    """How many examples a test takes in CI."""
    return settings(
        max_examples=_LONG or n, derandomize=not _LONG, database=None, deadline=None, print_blob=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


FLOATS, WHOLE = ("float32", "float64", "float16"), ("int32", "int64", "int8", "int16", "uint8")
REALS = (*FLOATS[:2], *WHOLE[:4])
#: Relative tolerance per dtype: an operator may be a few roundings away.
TOLERANCE = {"float16": 4e-3, "float32": 3e-5, "float64": 1e-9, "complex64": 1e-4, "complex128": 1e-9}

_SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, -3.5, float("inf"), -float("inf"), float("nan")]


def elements(dtype: str, low: float = -10, high: float = 10, special: bool = False) -> st.SearchStrategy[Any]:
    """Values of a dtype; floats are multiples of 1/8, so that sums of them are exact, and a few special ones."""
    if dtype == "bool":
        return st.booleans()
    if "int" in dtype:
        info = np.iinfo(dtype)
        return st.integers(max(int(low), int(info.min)), min(int(high), int(info.max)))
    plain = st.integers(int(np.ceil(low * 8)), int(np.floor(high * 8))).map(lambda n: n / 8)
    fitting = [v for v in _SPECIAL if low <= v <= high or special and low <= -10 and not abs(v) <= 10]
    return st.one_of(plain, st.sampled_from(fitting)) if special else plain


def shapes(min_dims: int = 0, max_dims: int = 3, min_side: int = 0, max_side: int = 4) -> st.SearchStrategy[Any]:
    """Shapes, empty ones among them where `min_side` is 0."""
    return st.lists(st.integers(min_side, max_side), min_size=min_dims, max_size=max_dims).map(tuple)


@st.composite
def arrays(draw: Any, dtypes: Any = REALS, shape: Any = None, low: float = -10, high: float = 10, special: bool = False) -> np.ndarray:
    """An array of one of `dtypes`."""
    dtype = draw(st.sampled_from(dtypes))
    if not isinstance(shape, tuple):
        shape = draw(shapes() if shape is None else shape)
    return draw(hnp.arrays(dtype, shape, elements=elements(dtype, low, high, special), fill=st.nothing()))


@st.composite
def pairs(draw: Any, dtypes: Any = REALS, **kw: Any) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays that broadcast, usually of one dtype."""
    both = draw(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3, min_side=0 if draw(st.booleans()) else 1))
    first = draw(st.sampled_from(dtypes))
    second = draw(st.sampled_from((first, first, *dtypes)))
    return draw(arrays((first,), both.input_shapes[0], **kw)), draw(arrays((second,), both.input_shapes[1], **kw))


def numpy_of(t: Any) -> Any:
    """Results as NumPy arrays."""
    if isinstance(t, (tuple, list)):
        return [numpy_of(v) for v in t]
    return t.asnumpy() if isinstance(t, Tensor) else np.asarray(t)


def quiet(fn: Callable[[], Any]) -> Any:
    """NumPy's result, without its warnings."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return fn()


def agree(got: Any, want: Any, tol: float | None = None, scale: float = 1.0) -> None:
    """Assert that a result has NumPy's shape and values; the dtype is MindSpore's own."""
    if isinstance(want, (tuple, list)):
        assert isinstance(got, (tuple, list)) and len(got) == len(want), f"{len(want)} results expected, got {got}"
        for g, w in zip(got, want, strict=True):
            agree(g, w, tol, scale)
        return
    have, want = numpy_of(got), np.asarray(want)
    assert have.shape == want.shape, f"shape {have.shape}, NumPy has {want.shape}"
    if have.dtype.kind in "iu" and want.dtype.kind in "iub":
        with np.errstate(all="ignore"):
            same = np.array_equal(have, want.astype(have.dtype))
        assert same, f"{have} != {want}"
        return
    if have.dtype.kind == "b" and want.dtype.kind == "b":
        assert np.array_equal(have, want), f"{have} != {want}"
        return
    if tol is None:
        tol = max(TOLERANCE.get(have.dtype.name, 1e-9), TOLERANCE.get(want.dtype.name, 0.0))
    with np.errstate(all="ignore"):
        wide = want.astype(have.dtype) if have.dtype.kind in "fc" else want
    np.testing.assert_allclose(have, wide, rtol=tol, atol=tol * scale, equal_nan=True)


def refused(fn: Callable[[], Any]) -> None:
    """Assert that the call raises an exception of Python's own, as MindSpore does, and not one of the engine's."""
    try:
        out = fn()
        numpy_of(out)
    except Exception as error:
        kind = type(error)
        assert kind in (TypeError, ValueError, IndexError, RuntimeError), f"raised {kind.__module__}.{kind.__name__}: {error}"
        assert "jax" not in str(error).lower(), f"the message is the engine's: {error}"
        return
    raise AssertionError(f"nothing raised; the result is {out}")


def tensor(x: Any) -> Any:
    """A Tensor of an array."""
    return ms.Tensor(np.ascontiguousarray(x).reshape(x.shape))
