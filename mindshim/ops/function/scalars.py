"""Functions of Python numbers, tuples, lists and dicts: MindSpore's graph needs them as operators, Python has them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from mindshim._core import dtypes
from mindshim._core.faces import face, find, register
from mindshim._core.tensor import Tensor

_TYPES = {
    bool: dtypes.bool_, int: dtypes.int64, float: dtypes.float32, str: dtypes.string, tuple: dtypes.tuple_,
    list: dtypes.list_, type(None): dtypes.type_none,
}  # fmt: skip


def _typeof(*args: Any) -> Any:
    if len(args) != 1:
        raise RuntimeError(f"The Typeof operator must requires 1 argument, but the size of arguments is {len(args)}.")
    (x,) = args
    if isinstance(x, Tensor):
        return dtypes.TensorType(x.dtype)
    return dtypes.type_type if isinstance(x, dtypes.Type) else _TYPES.get(type(x), type(x))


def _divided(how: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A division of two numbers, by zero a ValueError: what these operators raise, and not Python's own."""

    def divide(x: Any, y: Any) -> Any:
        try:
            return how(x, y)
        except ZeroDivisionError:
            raise ValueError("The divisor could not be zero. But the divisor is zero now.") from None

    return divide


def _tuple_div(x: Any, y: Any) -> tuple[int, ...]:
    for i, v in enumerate((x, y)):
        if not isinstance(v, tuple):
            raise TypeError(f"For 'tuple_div', input[{i}] should be Tuple, but got {type(v).__name__}.")
    if len(x) != len(y):
        raise RuntimeError(f"The size of inputs of 'tuple_div' operator must be the same, but got {len(x)} and {len(y)}.")
    for a, b in zip(x, y, strict=True):
        for v in (a, b):
            if type(v) is not int:
                raise RuntimeError(f"The data type of inputs of 'tuple_div' operator should be an int64 number, but got {type(v).__name__} {v}.")
        if b == 0:
            raise RuntimeError("The divisor value should not be 0!")
        if a % b:
            raise RuntimeError(f"The inputs of 'tuple_div' operator should be divisible, but {a} is not divisible by {b}.")
    return tuple(a // b for a, b in zip(x, y, strict=True))


def _with_item(sequence: Any, index: int, value: Any) -> Any:
    items = list(sequence)
    items[index] = value
    return type(sequence)(items)


def _with_key(mapping: dict[Any, Any], key: Any, value: Any) -> dict[Any, Any]:
    return {**mapping, key: value}


def _reduced_shape(shape: tuple[int, ...], axis: Any) -> tuple[int, ...]:
    axes = {a % len(shape) for a in ((axis,) if isinstance(axis, int) else axis)} or set(range(len(shape)))
    return tuple(1 if i in axes else n for i, n in enumerate(shape))


#: name under `mindspore.ops.functional` -> what it does, and in words
_TABLE: dict[str, tuple[Callable[..., Any], str]] = {
    "scalar_add": (operator.add, "x + y of two numbers"),
    "scalar_sub": (operator.sub, "x - y of two numbers"),
    "scalar_mul": (operator.mul, "x * y of two numbers"),
    "scalar_div": (_divided(operator.truediv), "x / y of two numbers"),
    "scalar_floordiv": (_divided(operator.floordiv), "x // y of two numbers"),
    "scalar_mod": (_divided(operator.mod), "x % y of two numbers"),
    "scalar_pow": (operator.pow, "x ** y of two numbers"),
    "scalar_eq": (operator.eq, "x == y of two numbers"),
    "scalar_ne": (operator.ne, "x != y of two numbers"),
    "scalar_lt": (operator.lt, "x < y of two numbers"),
    "scalar_le": (operator.le, "x <= y of two numbers"),
    "scalar_gt": (operator.gt, "x > y of two numbers"),
    "scalar_ge": (operator.ge, "x >= y of two numbers"),
    "scalar_max": (max, "the larger of two numbers"),
    "scalar_min": (min, "the smaller of two numbers"),
    "scalar_log": (math.log, "the natural logarithm of a number"),
    "scalar_uadd": (operator.pos, "a number itself"),
    "scalar_usub": (operator.neg, "a number with the other sign"),
    "bool_not": (operator.not_, "not x"),
    "bool_and": (lambda x, y: x and y, "x and y"),
    "bool_or": (lambda x, y: x or y, "x or y"),
    "bool_eq": (operator.eq, "x == y of two bools"),
    "string_eq": (operator.eq, "x == y of two strings"),
    "string_concat": (operator.add, "two strings one behind the other"),
    "is_": (operator.is_, "x is y"),
    "is_not": (operator.is_not, "x is not y"),
    "in_dict": (lambda key, mapping: key in mapping, "whether a dict has a key"),
    "not_in_dict": (lambda key, mapping: key not in mapping, "whether a dict has no such key"),
    "make_tuple": (lambda *items: items, "a tuple of the arguments"),
    "make_list": (lambda *items: list(items), "a list of the arguments"),
    "make_dict": (lambda keys, values: dict(zip(keys, values, strict=True)), "a dict of keys and values"),
    "make_slice": (slice, "a slice"),
    "tuple_getitem": (operator.getitem, "an element of a tuple"),
    "list_getitem": (operator.getitem, "an element of a list"),
    "dict_getitem": (operator.getitem, "a value of a dict"),
    "tuple_setitem": (_with_item, "the tuple with another element"),
    "list_setitem": (_with_item, "the list with another element"),
    "dict_setitem": (_with_key, "the dict with another value"),
    "tuple_len": (len, "the length of a tuple"),
    "list_len": (len, "the length of a list"),
    "tuple_equal": (operator.eq, "whether two tuples are equal"),
    "list_equal": (operator.eq, "whether two lists are equal"),
    "tuple_reversed": (lambda items: items[::-1], "the tuple from its end"),
    "tuple_div": (_tuple_div, "the quotients of two tuples of ints"),
    "tail": (lambda items: items[1:], "all elements but the first"),
    "typeof": (_typeof, "the type of a value"),
    "reduced_shape": (_reduced_shape, "the shape that a reduction leaves, with 1 for what it reduces"),
}


_BINARY = frozenset(n for n in _TABLE if n.startswith("scalar_")) - {"scalar_log", "scalar_uadd", "scalar_usub"}
_UNARY = frozenset({"scalar_log", "scalar_uadd", "scalar_usub"})


def _declare(name: str, fn: Callable[..., Any], summary: str) -> None:
    def binary(x: Any, y: Any) -> Any:
        return fn(x, y)

    def unary(x: Any) -> Any:
        return fn(x)

    def any_number(*args: Any) -> Any:
        return fn(*args)

    function = binary if name in _BINARY else unary if name in _UNARY else any_number
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{summary[0].upper()}{summary[1:]} (mirrors `mindspore.ops.functional.{name}`)."
    register(f"ops.{name}", function)


for _name, (_fn, _summary) in _TABLE.items():
    _declare(_name, _fn, _summary)


@face("ops.shape_mul")
def shape_mul(input_data: tuple[int, ...]) -> int:
    """The number of elements that a shape has (mirrors `mindspore.ops.shape_mul`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.shape_mul((2, 3))
        6
    """
    return math.prod(input_data)


@face("ops.tensor_div")
def tensor_div(x: Any, y: Any) -> Tensor:
    """x / y, of integers without what is behind the point (mirrors `mindspore.ops.tensor_div`; see `ops.RealDiv`)."""
    return find("ops", "RealDiv")()(x, y)


@face("ops.tensor_range")
def tensor_range(start: Any, end: Any, step: Any) -> Tensor:
    """The numbers from `start` to before `end` (mirrors `mindspore.ops.tensor_range`; see `ops.range`)."""
    return find("ops", "range")(start, end, step)


#: older names of operators
_OLDER = {
    "tensor_floordiv": "floor_div", "tensor_mod": "floor_mod", "tensor_pow": "pow",
    "tensor_exp": "exp", "tensor_expm1": "expm1", "tensor_lt": "less", "tensor_le": "le",
    "tensor_gt": "greater", "tensor_ge": "ge", "floormod": "floor_mod",
}  # fmt: skip
for _name, _now in _OLDER.items():
    register(f"ops.{_name}", find("ops", _now))
