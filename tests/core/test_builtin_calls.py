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


def test_zip_enumerate_and_filter_are_sequences():
    @ms.jit(fullgraph=True)
    def f(x):
        pairs, numbered, kept = zip((1, 2), [x, x * 2]), enumerate([3, 4], 5), filter(lambda v: v > 1, [1, 2, 3])  # noqa: B905
        total = x
        for _ in range(2):
            # Each time from the beginning.
            for a, b in pairs:
                total = total + a * b
        lengths = len(pairs), len(numbered), len(kept), isinstance(pairs, tuple), isinstance(kept, list)
        return total, lengths, numbered[1], zip((1,), (2,)) + ((3, 4),), pairs[1][1]  # noqa: B905

    total, lengths, second, added, doubled = f(Tensor([1.0]))
    assert total.asnumpy() == 11 and lengths == (2, 2, 2, True, True) and second == (6, 4) and added == ((1, 2), (3, 4))
    assert doubled.asnumpy() == 2

    @ms.jit
    def nothing(x):
        return zip(), x

    @ms.jit
    def uneven(x):
        return map(lambda a, b: a + b, (1, 2, 3), (1, 2)), x

    @ms.jit
    def rows(x):
        return map(lambda row: row * 2, x)

    for wrong, says in ((nothing, "zip operator must have at least 1"), (uneven, "length of tuples must be the same"), (rows, "only be applied to list, tuple")):
        with pytest.raises(RuntimeError, match=says):
            wrong(Tensor([1.0]))


def test_next_of_what_is_a_sequence_is_left_to_python():
    @ms.jit
    def f(x):
        pairs = zip((1, 2), (x, x * 2))  # noqa: B905
        first = next(pairs)
        for _, b in pairs:
            x = x + b
        return x, first

    x, first = f(Tensor([1.0]))
    assert x.asnumpy() == 3 and first[0] == 1

    @ms.jit(fullgraph=True)
    def sums(x):
        return next(iter([x, x * 2]))

    assert sums(Tensor([1.0])).asnumpy() == 1


def test_errors_in_the_compilers_words():
    @ms.jit
    def nested(x):
        return max([[x, x * 2], [x, x]])

    @ms.jit
    def empty(x):
        return min([]), x

    @ms.jit
    def matrix(x):
        return max(x)

    @ms.jit
    def inserted(x):
        rows = [x]
        rows.insert(1.0, x)
        return rows

    @ms.jit
    def length(x):
        return len(x.sum())

    @ms.jit
    def counted(x):
        for _ in range(x):
            x = x + 1
        return x

    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    for wrong, kind, says in (
        (nested, TypeError, "For 'max', cannot support tensor in list or tuple nested now."),
        (empty, ValueError, r"min\(\) arg is an empty sequence\."),
        (matrix, ValueError, "The truth value of an array with more than one element is ambiguous."),
        (inserted, TypeError, "Integer argument expected, but got FP32Imm type value: 1"),
        (length, TypeError, r"Not support len of a 0-D tensor\."),
        (counted, TypeError, r"(?s)the 0th input should be a int scalar.*for _ in range\(x\)"),
    ):
        with pytest.raises(kind, match=says):
            wrong(x)


def test_numbers_of_arrays_of_one_element():
    @ms.jit
    def f(x):
        return int(np.array([3])), float(np.array([[2]])), x

    assert f(Tensor([1.0]))[:2] == (3, 2.0)
