"""`mutable` marks values that otherwise behave as before."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Tensor, mutable
from mindshim.common import mutable as same


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
