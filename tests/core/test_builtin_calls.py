"""Python's built-in functions on Tensors in compiled functions: PyNative's results, types and errors."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, ops
from mindshim._core import compile as compiled

X = Tensor(np.array([2.5, -1.5], np.float32))


def counted(x, n):
    total = 0
    for i in range(int(n)):
        total = total + i
    return total, int(x[0]) + 1, float(x[1]) / 2, bool(x[0] > 2)


def branches(x, n):
    if int(x.sum()) > n and all(v > -5 for v in x):
        return x * int(x[0])
    return x * (max(x[0], x[1], x.sum()) + min([x[0], x[1]]))


def picked(x, n):
    return [x, x * 2, x + 1][n - 1], (1.5, 2.5, 3.5)[n], ["kept"][0]


@pytest.mark.parametrize("fn", [counted, branches, picked])
def test_compiled_as_pynative(fn, monkeypatch):
    reasons = []
    monkeypatch.setattr(compiled, "explain_fallback", lambda fn, error: reasons.append(str(error)))
    fast = ms.jit(fn)
    for x, n in ((X, 0), (-X, 1), (X * 3, 2)):
        found, expected = fast(x, Tensor(n)), fn(x, Tensor(n))
        assert repr(found) == repr(expected)
    assert not reasons


@pytest.mark.parametrize(
    ("fn", "value"),
    [(lambda x: int(x), np.nan), (lambda x: int(x), 1e30), (lambda x: [x, x * 2][x.astype(ms.int32)], 2.0)],
    ids=["int of nan", "int of a large number", "list index"],
)
def test_errors_and_large_numbers_are_pynatives(fn, value):
    x = Tensor(np.float32(value))

    def outcome(f):
        try:
            return f(x)
        except (ValueError, IndexError) as error:
            return type(error), str(error)

    fast = ms.jit(fn)
    fast(Tensor(np.float32(1)))
    assert outcome(fast) == outcome(fn)


def test_numbers_are_no_part_of_a_gradient():
    f = lambda x: x * float(x) + x * int(x)  # noqa: E731
    assert ms.grad(ms.jit(f))(Tensor(2.5)).asnumpy() == ms.grad(f)(Tensor(2.5)).asnumpy() == 4.5


def test_lengths_must_be_known():
    f = lambda n: ops.ones((int(n), 2), ms.float32)  # noqa: E731
    assert ms.jit(f)(Tensor(3)).shape == (3, 2)
