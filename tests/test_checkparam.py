"""The argument checks that programs import, with MindSpore's messages."""

# The messages are kept in one line each, as they are printed.
# ruff: noqa: E501

from __future__ import annotations

import warnings

import numpy as np
import pytest

import mindshim as ms
from mindshim import _checkparam as v

GOOD = [
    lambda: v.check_int(3, 2, v.GT, "a", "P") == 3, lambda: v.check_positive_int(3) == 3,
    lambda: v.check_non_negative_int(0) == 0, lambda: v.check_bool(True, "a") is True,
    lambda: v.check_float_range(0.5, 0.0, 1.0, v.INC_BOTH) == 0.5, lambda: v.check_string("a", ["a", "b"]) == "a",
    lambda: v.check_value_type("a", True, [int, bool], "P") is True, lambda: v.check_axis_in_range(-1, 2) == 1,
    lambda: v.check_subclass("a", ms.int32, [ms.number], "P") is None, lambda: v.twice(3) == (3, 3),
    lambda: v.check_type_name("a", ms.int32, [ms.int32], "P") is ms.int32, lambda: v.check("a", 3, "b", 4, v.LT) == 3,
    lambda: v.infer_out_shape((2, 3), (3,)) == (2, 3), lambda: v.check_axis_valid((0, 1), 3) == (0, 1),
]  # fmt: skip


@pytest.mark.parametrize("call", GOOD)
def test_accepted(call):
    assert call()


BAD = [
    (lambda: v.check_int(1, 2, v.GT, "a", "P"), ValueError, "For 'P', the 'a' must be int and must > 2, but got '1' with type 'int'."),
    (lambda: v.check_int(1, 2, v.GT, "a"), ValueError, "The 'a' must be int and must > 2, but got '1' with type 'int'."),
    (lambda: v.check_int(1, 2, v.GT), ValueError, "The input value must be int and must > 2, but got '1' with type 'int'."),
    (lambda: v.check_int(1.0, 2, v.GT, "a", "P"), TypeError, "For 'P', the 'a' must be int, but got 'float'"),
    (lambda: v.check_int(True, 2, v.GT, "a", "P"), TypeError, "For 'P', the 'a' must be int and must > 2, but got 'True' with type 'bool'."),
    (lambda: v.check_int(np.int64(3), 2, v.GT, "a", "P"), TypeError, "For 'P', the 'a' must be int, but got 'int64'"),
    (lambda: v.check_is_int(3.0, "a", "P"), TypeError, "For 'P', the type of 'a' must be 'int', but got 'float'."),
    (lambda: v.check_is_int("x"), TypeError, "The type of input value must be 'int', but got 'str'."),
    (lambda: v.check_positive_int(0, "a", "P"), ValueError, "For 'P', the 'a' must be int and must > 0, but got '0' with type 'int'."),
    (lambda: v.check_float(float("nan"), 0.0, v.GT, "a", "P"), ValueError, "For 'P', the 'a' must be a legal value, but got 'nan'."),
    (lambda: v.check_positive_float(1, "a", "P"), TypeError, "For 'P', the 'a' must be float, but got 'int'"),
    (lambda: v.check_float_range(2.0, 0.0, 1.0, v.INC_LEFT, "a", "P"), ValueError, "For 'P', the 'a' must be in range of [0.0, 1.0), but got 2.0 with type 'float'."),
    (lambda: v.check_float_range(1, 0.0, 1.0, v.INC_BOTH, "a", "P"), TypeError, "For 'P', the 'a' must be 'float',  but got 'int'."),
    (lambda: v.check_bool(1, "a", "P"), TypeError, "For 'P', the 'a' must be a bool, but got int."),
    (lambda: v.check_string("c", ["a", "b"], "n", "P"), ValueError, "For 'P', the 'n' must be str and must be in '['a', 'b']', but got 'c'."),
    (lambda: v.check_value_type("a", "x", [int], "P"), TypeError, "For 'P', the type of 'a' should be 'int', but got type 'str'."),
    (lambda: v.check_value_type("a", "x", (int, float), "P"), TypeError, "For 'P', the type of 'a' should be one of '['int', 'float']', but got type 'str'."),
    (lambda: v.check_value_type("a", True, [int], "P"), TypeError, "For 'P', the type of 'a' should be 'int', but got type 'bool'."),
    (lambda: v.check_type_name("a", ms.int32, [ms.float32], "P"), TypeError, "For 'P', the 'a' should be Float32, but got 'mindspore.int32'."),
    (lambda: v.check_types_same_and_valid({"x": ms.int32, "y": ms.float32}, [ms.int32, ms.float32], "P"), TypeError, "For 'P', the type of 'y' should be same as 'x', but got 'x' with type Int32 and 'y' with type Float32."),
    (lambda: v.check("a", 3, "b", 4, v.EQ, "P"), ValueError, "For 'P', the 'a' should be = b: 4, but got 3."),
    (lambda: v.check("a", 3, "b", 4, v.GT, "P", TypeError), TypeError, "For 'P', the 'a' should be > b: 4, but got 3."),
    (lambda: v.check_axis_in_range(3, 2), ValueError, "The 'axis' must be in the range of [-2, 2), but got 3."),
    (lambda: v.check_isinstance("a", 3, str), ValueError, "The parameter 'a' must be isinstance of <class 'str'>, but got 3."),
    (lambda: v.check_size_and_element_type_of_tuple("a", (1, 2), 3, int, "P"), ValueError, "For 'P', the 'a size' must be int and must = 3, but got '2' with type 'int'."),
    (lambda: v.check_element_type_of_iterable("a", [1, "x"], [int], "P"), TypeError, "For 'P', the type of 'a' should be int, but got 'x' with type 'str'."),
    (lambda: v.check_str_by_regular("a b"), ValueError, r"The 'a b' is illegal, it must be match regular'^\w+[0-9a-zA-Z\_\.]*$' by flags're.ASCII.'"),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=range(len(BAD)))
def test_refused(case):
    call, error, text = case
    with pytest.raises(error) as caught:
        call()
    assert type(caught.value) is error
    assert str(caught.value) == text


def test_args_type_check():
    @v.args_type_check(a=int, b=(str, float))
    def f(a, b="x", c=None):
        return a, b, c

    assert f(1, 2.0) == (1, 2.0, None)
    assert f(1, None) == (1, None, None)
    assert f.__name__ == "f"
    with pytest.raises(TypeError) as caught:
        f("x")
    assert str(caught.value) == "The parameter 'a' must be <class 'int'>, but got <class 'str'>"
    with pytest.raises(TypeError, match=r"\(<class 'str'>, <class 'float'>\), but got <class 'list'>"):
        f(1, b=[])
    with pytest.raises(TypeError):
        f()


def test_older_spelling():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        checks, relations = v.Validator, v.Rel
    assert checks.check_int(3, 2, relations.GT, "a", "P") == 3
    with pytest.raises(ValueError):
        checks.check_positive_int(0)


@pytest.mark.parametrize(("value", "pair"), [(3, (3, 3)), ((3, 4), (3, 4)), (-1, (-1, -1))])
def test_twice(value, pair):
    assert v.twice(value) == pair


@pytest.mark.parametrize("value", [3.3, (3.3, 4), (1, 2, 3), "a", [1, 2], True])
def test_not_twice(value):
    with pytest.raises(TypeError, match="When expanding an int number to tuple"):
        v.twice(value)
