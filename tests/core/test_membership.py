"""`in` on sequences with Tensors, in compiled functions: shape and all numbers, as the real MindSpore's compiler gave."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Tensor, nn

Y = Tensor([1, 2, 3])


@ms.jit(fullgraph=True)
def within(x, y):
    return x in (1, y, "a"), x not in [y], (x, y) in [(x, y), 3], [x] in [(x,), [y]]


@ms.jit(fullgraph=True)
def chosen(x):
    return x * 10 if x in (1, 2) else x


@pytest.mark.parametrize(
    ("x", "expected"),
    [([1, 2, 3], (True, False, True, True)), ([1, 2, 4], (False, True, True, False)), ([1, 2], (False, True, True, False))],
)
def test_tensors_in_sequences(x, expected):
    assert within(Tensor(x), Y) == expected


def test_numbers_and_names():
    assert [int(chosen(Tensor(n))) for n in (1, 2, 3)] == [10, 20, 3]
    assert ms.jit(lambda x, k: ("a" in {"a": x}, k in (1, None), k not in [2]))(Y, None) == (True, True, True)
    with pytest.raises(TypeError, match="argument of type 'int' is not iterable"):
        ms.jit(lambda x: 1 in 2)(Y)


def test_has_key_as_in_mindspore():
    assert ms.jit(lambda x: ({"a": x}.has_key("a"), {"a": x}.has_key("b")))(Y) == (True, False)


def test_super_knows_attributes_of_the_object():
    class Base(nn.Cell):
        def __init__(self, a):
            super().__init__()
            self.a = a

        def construct(self, x):
            return x * self.a

    class Derived(Base):
        def construct(self, x):
            return super().construct(x) + super().a

    assert ms.jit(Derived(3))(Tensor(2)) == 9
