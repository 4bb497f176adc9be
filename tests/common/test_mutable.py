"""`mutable` marks values that otherwise behave as before."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Tensor, mutable, nn, ops
from mindshim.common import mutable as same
from mindshim.ops import functional as F


def test_values_behave_as_before():
    assert mutable is same
    assert mutable(1) + 1 == 2 and isinstance(mutable(1), int)
    assert mutable([1, 2])[0] == 1 and repr(mutable((1, 2))) == "(1, 2)"
    assert str(mutable(True)) == "True" and isinstance(mutable(True), bool)
    assert mutable(True) & False == 0
    assert mutable({"a": 1})["a"] == 1
    x = Tensor(1.0, const_arg=True)
    assert mutable(x) is x and x.const_arg is False
    for value in (1, 1.5, [1], (1,), {}, Tensor(1)):
        assert mutable(value).__ms_mutable__ is True


@pytest.mark.parametrize("args", [("a",), (None,), ((1, "a"),), (1, True), (1, 3), ([1], [1])])
def test_bad_values(args):
    with pytest.raises(TypeError, match="mutable"):
        mutable(*args)


def test_a_list_in_itself():
    data: list = []
    data.append(data)
    with pytest.raises(TypeError, match="self-reference"):
        mutable(data)


def test_argument_of_a_compiled_function():
    f = ms.jit(lambda x, n: x[0] * n)
    assert f(mutable([Tensor(2.0)]), mutable(3)).item() == 6
    assert f(mutable([Tensor(2.0)]), mutable(4)).item() == 8


class Product(nn.Cell):
    def construct(self, t):
        parts = t.values() if isinstance(t, dict) else t
        out = 1.0
        for p in parts:
            out = out * (p[0] if isinstance(p, list) else p)
        return out


class Gradient(nn.Cell):
    def __init__(self, inside, **flags):
        super().__init__()
        self.net, self.inside, self.take = Product(), inside, ops.GradOperation(**flags)

    def construct(self, t):
        return self.take(self.net)(mutable(t) if self.inside else t)


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)([plain(v) for v in value])
    return value.asnumpy().tolist() if isinstance(value, Tensor) else value


A, B = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
#: Arguments and gradients, recorded from the real MindSpore in GRAPH_MODE.
STRUCTURES = [
    ((A, B), ([3.0, 4.0], [1.0, 2.0])),
    ([A, B], [[3.0, 4.0], [1.0, 2.0]]),
    ({"a": A, "b": B}, {"a": [3.0, 4.0], "b": [1.0, 2.0]}),
    (([A, A], B), ([[3.0, 4.0], [0.0, 0.0]], [1.0, 2.0])),
    ((A, 2), ([2.0, 2.0], 0)),
    ((A, 2.5), ([2.5, 2.5], 0.0)),
]


@pytest.mark.parametrize(("value", "expected"), STRUCTURES)
def test_gradient_by_a_marked_structure(value, expected):
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        assert plain(Gradient(False)(mutable(value))) == expected
        assert plain(Gradient(True, get_all=True)(value)) == (expected,)
        assert plain(ops.grad(Product())(mutable(value))) == expected
        assert Gradient(False)(value) == ()
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    assert ops.GradOperation(get_all=True)(Product())(mutable(value)) == ()


def compiled(program):
    return ms.jit(program)()


def test_the_mark_spreads_in_compiled_functions():
    unknown, length_unknown, constant = F.is_sequence_value_unknown, F.is_sequence_shape_unknown, F.isconstant

    def lengths():
        a, b, n = mutable([1, 2], True), mutable([3]), mutable(2)
        made = a + b, b + a, [0] + a, a * 2, [1] * n, a[0:1], a[:n]
        fixed = b + [1], b * 2, b[0:1]
        return [length_unknown(m) for m in made], [length_unknown(m) for m in fixed], [unknown(m) for m in (*made, *fixed)]

    def numbers():
        a, n = mutable([1, 2], True), mutable(3)
        made = n + 1, 1 - n, n / 2, n % 2, -n, n | 4, a[0], a.count(1), a.index(2)
        return [constant(m) for m in made], made, isinstance(n / 2, float), constant(3 + 1)

    assert compiled(lengths) == ([True] * 7, [False] * 3, [True] * 10)
    assert compiled(numbers) == ([False] * 9, (4, -2, 1.5, 1, -3, 7, 1, 1, 1), True, True)
    assert type(mutable(2) + 1) is int and type(mutable([1]) + [2]) is list


def test_what_is_made_of_unknown_bounds_and_indices():
    unknown, length_unknown, constant = F.is_sequence_value_unknown, F.is_sequence_shape_unknown, F.isconstant

    def lengths():
        n, dynamic = mutable(2), mutable([1, 2], True)
        made = [(5, 6, 7)[n:], [5, 6, 7][:n], range(n), list(range(n)), tuple(dynamic), list(dynamic)]
        total = 0
        for i in range(1, 3 * n):
            total = total + i
        return [length_unknown(m) for m in made], made, isinstance(range(n), tuple), isinstance(range(3), tuple), total

    def items():
        n, tensors = mutable(1), mutable([Tensor(1), Tensor(2)])
        values = [5, 6][n], len(mutable([1, 2], True)), tensors[0], 4
        return [constant(v) for v in values], constant(len(tensors))

    def assigned():
        one, two, three, n = [1, 2], [1, 2, 3], [1, 2], mutable(0)
        one[n] = 10
        two[n:2] = [7]
        three[0:1] = mutable([8, 9], True)
        facts = [constant(one[0]), constant(one[1]), unknown(one), length_unknown(one), length_unknown(two), length_unknown(three)]
        return facts, one, two, three

    assert compiled(lengths) == ([True] * 6, [(7,), [5, 6], (0, 1), [0, 1], (1, 2), [1, 2]], True, True, 15)
    assert compiled(items) == ([False] * 3 + [True], True)
    assert compiled(assigned) == ([False, False, True, False, True, True], [10, 2], [7, 3], [8, 9, 2])
    assert compiled(lambda: range(2)) == (0, 1)
    assert type(compiled(lambda: mutable([1, 2]))) is list


def set_unknown(items, value):
    items[mutable(0)] = value
    return items


def set_unknown_slice(items, value):
    items[mutable(0) : 1] = value
    return items


@pytest.mark.parametrize("argument", [mutable((Tensor(1), Tensor(2)), True), mutable([1, 2], True)])
def test_arguments_of_dynamic_length(argument):
    facts = ms.jit(lambda x: (F.is_sequence_value_unknown(x), F.is_sequence_shape_unknown(x)))
    assert facts(argument) == (True, True)
    assert facts(mutable(argument[:])) == (True, False)


@pytest.mark.parametrize(
    ("program", "kind", "sentence"),
    [
        (lambda: mutable([1, 2], True) + [1.0], TypeError, "is not same with the element of second input"),
        (lambda: mutable([1, 2.0], True), ValueError, "the element type of dynamic length array must be the same"),
        (lambda: mutable(mutable([1], True)), RuntimeError, "can not convert a dynamic length sequence to constant length"),
        (lambda: mutable(())[mutable(1)], ValueError, "cannot get item by index from an empty sequence"),
        (lambda: mutable(), RuntimeError, "the number of inputs should be 1 or 2"),
        (lambda: mutable([1, 2], True).__setitem__(0, 1.0), TypeError, "element within dynamic length sequence"),
        (lambda: mutable([1, 2], True).__setitem__(slice(0, 1), [1.0]), ValueError, "The element type do not match"),
        (lambda: mutable([1, 2], True).append(1.0), TypeError, "For 'ListAppend'"),
        (lambda: set_unknown([1, 2.0], 1), TypeError, "is not same with the sequence\\[1\\] item"),
        (lambda: set_unknown([1, 2], 1.0), TypeError, "element within constant length sequence"),
        (lambda: set_unknown([Tensor(1)], Tensor([1])), TypeError, "element within constant length sequence"),
        (lambda: set_unknown_slice([1.0], [1]), TypeError, "element within origin sequence"),
        (lambda: F.is_dynamic_sequence_element_unknown([]), TypeError, "should be variable length sequence"),
    ],
)  # fmt: skip
def test_sequences_of_dynamic_length_have_one_kind_of_elements(program, kind, sentence):
    with pytest.raises(kind, match=sentence):
        compiled(program)


def test_counting_tensors():
    @ms.jit(fullgraph=True)
    def f(x):
        a = [x, x + 1, x]
        return a.count(3), a.index(4), (x, 1).count(x)

    assert f(Tensor(3)) == (2, 1, 1)
    assert f(Tensor([3])) == (2, 1, 1)
    with pytest.raises(ValueError, match="is not in"):
        ms.jit(lambda x: [x, x].index(4))(Tensor(3))
    with pytest.raises(ValueError, match="is not in"):
        ms.jit(lambda x: (1, 2).index(4))(Tensor(3))
