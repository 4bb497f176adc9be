"""Argument checks with MindSpore's messages (mirrors `mindspore._checkparam`).

Each check returns the value it was given. `prim_name` names the operator in the message, `arg_name` the argument.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import numpy as np

from mindshim._checkparam_types import check_and_canonicalize_axes as check_and_canonicalize_axes
from mindshim._checkparam_types import check_astype_dtype as check_astype_dtype
from mindshim._checkparam_types import check_axis_in_range as check_axis_in_range
from mindshim._checkparam_types import check_axis_type as check_axis_type
from mindshim._checkparam_types import check_axis_valid as check_axis_valid
from mindshim._checkparam_types import check_scalar_or_tensor_types_same as check_scalar_or_tensor_types_same
from mindshim._checkparam_types import check_subclass as check_subclass
from mindshim._checkparam_types import check_swapaxes_axis as check_swapaxes_axis
from mindshim._checkparam_types import check_tensor_dtype_valid as check_tensor_dtype_valid
from mindshim._checkparam_types import check_tensors_dtypes_same_and_valid as check_tensors_dtypes_same_and_valid
from mindshim._checkparam_types import check_type_name as check_type_name
from mindshim._checkparam_types import check_types_same_and_valid as check_types_same_and_valid
from mindshim._checkparam_types import infer_out_shape as infer_out_shape
from mindshim._core import lazy

__getattr__ = lazy.earlier(__name__)

EQ, NE, LT, LE, GT, GE = 1, 2, 3, 4, 5, 6
INC_NEITHER, INC_LEFT, INC_RIGHT, INC_BOTH = 7, 8, 9, 10
IN, NOT_IN = 11, 12

_ONE: dict[int, tuple[str, Callable[[Any, Any], bool]]] = {
    EQ: ("= {}", lambda a, b: a == b),
    NE: ("!= {}", lambda a, b: a != b),
    LT: ("< {}", lambda a, b: a < b),
    LE: ("<= {}", lambda a, b: a <= b),
    GT: ("> {}", lambda a, b: a > b),
    GE: (">= {}", lambda a, b: a >= b),
    IN: ("in {}", lambda a, b: a in b),
    NOT_IN: ("not in {}", lambda a, b: a not in b),
}
_TWO: dict[int, tuple[str, Callable[[Any, Any, Any], bool]]] = {
    INC_NEITHER: ("({}, {})", lambda v, a, b: a < v < b),
    INC_LEFT: ("[{}, {})", lambda v, a, b: a <= v < b),
    INC_RIGHT: ("({}, {}]", lambda v, a, b: a < v <= b),
    INC_BOTH: ("[{}, {}]", lambda v, a, b: a <= v <= b),
}


def _check_binary_rel(val1: Any, val2: Any, rel: int) -> bool:
    return _ONE[rel][1](val1, val2) if rel in _ONE else False


def _check_inc_rel(val: Any, lower: Any, upper: Any, rel: int) -> bool:
    return _TWO[rel][1](val, lower, upper) if rel in _TWO else False


def _format_str_one_value(value: Any, rel: int) -> str:
    return _ONE[rel][0].format(value) if rel in _ONE else ""


def _format_str_two_value(val1: Any, val2: Any, rel: int) -> str:
    return _TWO[rel][0].format(val1, val2) if rel in _TWO else ""


def _who(prim_name: Any, arg_name: Any, one: str = "'{}'") -> str:
    """`For 'P', the 'a'`, `The 'a'` or `The input value`."""
    name = one.format(arg_name) if arg_name else "input value"
    return f"For '{prim_name}', the {name}" if prim_name else f"The {name}"


# -- numbers -----------------------------------------------------------------------------------------------------


def _check_number(
    arg_value: Any, value: Any, rel: int, arg_type: type = int, arg_name: Any = None, prim_name: Any = None
) -> Any:
    who, kind = _who(prim_name, arg_name), arg_type.__name__
    if not isinstance(arg_value, arg_type):
        raise TypeError(f"{who} must be {kind}, but got '{type(arg_value).__name__}'")
    if isinstance(arg_value, float) and not math.isfinite(arg_value):
        raise ValueError(f"{who} must be a legal value, but got '{arg_value}'.")
    is_bool = isinstance(arg_value, bool)
    if is_bool or not _check_binary_rel(arg_value, value, rel):
        error = TypeError if is_bool else ValueError
        raise error(
            f"{who} must be {kind} and must {_format_str_one_value(value, rel)}, "
            f"but got '{arg_value}' with type '{type(arg_value).__name__}'."
        )
    return arg_value


def check_int(arg_value: Any, value: Any, rel: int, arg_name: Any = None, prim_name: Any = None) -> int:
    """An int that stands in relation `rel` to `value`; else TypeError or ValueError.

    Examples:
        >>> from mindshim import _checkparam as validator
        >>> validator.check_int(3, 0, validator.GE, "size", "Pad")
        3
    """
    return _check_number(arg_value, value, rel, int, arg_name, prim_name)


def check_float(arg_value: Any, value: Any, rel: int, arg_name: Any = None, prim_name: Any = None) -> float:
    """A finite float that stands in relation `rel` to `value`; else TypeError or ValueError."""
    return _check_number(arg_value, value, rel, float, arg_name, prim_name)


def check_is_number(arg_value: Any, arg_type: type, arg_name: Any = None, prim_name: Any = None) -> Any:
    """A value of type `arg_type` that is no bool; else TypeError."""
    if isinstance(arg_value, arg_type) and not isinstance(arg_value, bool):
        if isinstance(arg_value, float) and not math.isfinite(arg_value):
            raise ValueError(f"{_who(prim_name, arg_name)} must be a legal float, but got '{arg_value}'.")
        return arg_value
    name = f"type of '{arg_name}'" if arg_name else "type of input value"
    who = f"For '{prim_name}', the {name}" if prim_name else f"The {name}"
    raise TypeError(f"{who} must be '{arg_type.__name__}', but got '{type(arg_value).__name__}'.")


def check_is_int(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> int:
    """An int that is no bool; else TypeError."""
    return check_is_number(arg_value, int, arg_name, prim_name)


def check_is_float(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> float:
    """A float; else TypeError."""
    return check_is_number(arg_value, float, arg_name, prim_name)


def check_equal_int(arg_value: Any, value: int, arg_name: Any = None, prim_name: Any = None) -> int:
    """The int `value`; else TypeError or ValueError."""
    return check_int(arg_value, value, EQ, arg_name, prim_name)


def check_positive_int(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> int:
    """An int > 0; else TypeError or ValueError."""
    return check_int(arg_value, 0, GT, arg_name, prim_name)


def check_negative_int(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> int:
    """An int < 0; else TypeError or ValueError."""
    return check_int(arg_value, 0, LT, arg_name, prim_name)


def check_non_positive_int(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> int:
    """An int <= 0; else TypeError or ValueError."""
    return check_int(arg_value, 0, LE, arg_name, prim_name)


def check_non_negative_int(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> int:
    """An int >= 0; else TypeError or ValueError."""
    return check_int(arg_value, 0, GE, arg_name, prim_name)


def check_positive_float(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> float:
    """A float > 0; else TypeError or ValueError."""
    return check_float(arg_value, 0, GT, arg_name, prim_name)


def check_negative_float(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> float:
    """A float < 0; else TypeError or ValueError."""
    return check_float(arg_value, 0, LT, arg_name, prim_name)


def check_non_positive_float(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> float:
    """A float <= 0; else TypeError or ValueError."""
    return check_float(arg_value, 0, LE, arg_name, prim_name)


def check_non_negative_float(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> float:
    """A float >= 0; else TypeError or ValueError."""
    return check_float(arg_value, 0, GE, arg_name, prim_name)


def check_number(arg_name: Any, arg_value: Any, value: Any, rel: int, prim_name: Any) -> Any:
    """A value that stands in relation `rel` to `value`; else ValueError."""
    if not _check_binary_rel(arg_value, value, rel):
        raise ValueError(
            f"For '{prim_name}', the argument '{arg_name}' must {_format_str_one_value(value, rel)}, "
            f"but got {arg_value}."
        )
    return arg_value


def check_number_range(
    arg_value: Any,
    lower_limit: Any,
    upper_limit: Any,
    rel: int,
    value_type: type,
    arg_name: Any = None,
    prim_name: Any = None,
) -> Any:
    """A value of type `value_type` between the limits; else TypeError or ValueError."""
    who = _who(prim_name, arg_name)
    kinds = (int, np.integer) if value_type is int else value_type
    if not isinstance(arg_value, kinds) or isinstance(arg_value, bool):
        raise TypeError(f"{who} must be '{value_type.__name__}',  but got '{type(arg_value).__name__}'.")
    if not _check_inc_rel(arg_value, lower_limit, upper_limit, rel):
        raise ValueError(
            f"{who} must be in range of {_format_str_two_value(lower_limit, upper_limit, rel)}, "
            f"but got {arg_value} with type '{type(arg_value).__name__}'."
        )
    return arg_value


def check_int_range(
    arg_value: Any, lower_limit: Any, upper_limit: Any, rel: int, arg_name: Any = None, prim_name: Any = None
) -> int:
    """An int between the limits, which `rel` includes or not; else TypeError or ValueError."""
    return check_number_range(arg_value, lower_limit, upper_limit, rel, int, arg_name, prim_name)


def check_float_range(
    arg_value: Any, lower_limit: Any, upper_limit: Any, rel: int, arg_name: Any = None, prim_name: Any = None
) -> float:
    """A float between the limits, which `rel` includes or not; else TypeError or ValueError.

    Examples:
        >>> from mindshim import _checkparam as validator
        >>> validator.check_float_range(0.5, 0.0, 1.0, validator.INC_BOTH, "p", "Dropout")
        0.5
    """
    return check_number_range(arg_value, lower_limit, upper_limit, rel, float, arg_name, prim_name)


def check_positive_int_sequence(sequence: Any, arg_name: Any = None, prim_name: Any = None) -> Any:
    """A sequence of ints > 0; else TypeError or ValueError."""
    for i, element in enumerate(sequence):
        check_int(element, 0, GT, f"{arg_name}[{i}]" if arg_name else None, prim_name)
    return sequence


def check_non_negative_int_sequence(sequence: Any, arg_name: Any = None, prim_name: Any = None) -> Any:
    """A sequence of ints >= 0; else TypeError or ValueError."""
    for i, element in enumerate(sequence):
        check_int(element, 0, GE, f"{arg_name}[{i}]" if arg_name else None, prim_name)
    return sequence


def check_positive_float_sequence(sequence: Any, arg_name: Any = None, prim_name: Any = None) -> Any:
    """A sequence of floats > 0; else TypeError or ValueError."""
    for i, element in enumerate(sequence):
        check_float(element, 0, GT, f"{arg_name}[{i}]" if arg_name else None, prim_name)
    return sequence


# -- any value ---------------------------------------------------------------------------------------------------


def check(
    arg_name: Any,
    arg_value: Any,
    value_name: Any,
    value: Any,
    rel: int = EQ,
    prim_name: Any = None,
    excp_cls: type[Exception] = ValueError,
) -> Any:
    """A value that stands in relation `rel` to `value`; else `excp_cls`."""
    if not _check_binary_rel(arg_value, value, rel):
        text = _format_str_one_value(f"{value_name}: {value}", rel)
        raise excp_cls(f"{_who(prim_name, arg_name)} should be {text}, but got {arg_value}.")
    return arg_value


def check_isinstance(arg_name: Any, arg_value: Any, classes: Any) -> Any:
    """A value that is an instance of `classes`; else ValueError."""
    if not isinstance(arg_value, classes):
        raise ValueError(f"The parameter '{arg_name}' must be isinstance of {classes}, but got {arg_value}.")
    return arg_value


def check_bool(arg_value: Any, arg_name: Any = None, prim_name: Any = None) -> bool:
    """A bool; else TypeError.

    Examples:
        >>> from mindshim import _checkparam as validator
        >>> validator.check_bool(True, "keep_dims")
        True
    """
    if not isinstance(arg_value, bool):
        raise TypeError(f"{_who(prim_name, arg_name)} must be a bool, but got {type(arg_value).__name__}.")
    return arg_value


def check_string(arg_value: Any, valid_values: Any, arg_name: Any = None, prim_name: Any = None) -> str:
    """A string that is one of `valid_values`; else ValueError."""
    if isinstance(arg_value, str) and arg_value in valid_values:
        return arg_value
    raise ValueError(
        f"{_who(prim_name, arg_name or 'parameter')} must be str and must be in '{valid_values}', "
        f"but got '{arg_value}'."
    )


def check_str_by_regular(target: str, reg: str | None = None, flag: Any = re.ASCII, prim_name: Any = None) -> bool:
    """True if the pattern `reg` matches the string; else ValueError."""
    pattern = reg if reg is not None else r"^\w+[0-9a-zA-Z\_\.]*$"
    if re.match(pattern, target, flag) is None:
        start = f"For '{prim_name}', the" if prim_name else "The"
        raise ValueError(f"{start} '{target}' is illegal, it must be match regular'{pattern}' by flags'{flag}.'")
    return True


def check_str_and_none_by_regular(
    target: str, reg: str | None = None, flag: Any = re.ASCII, prim_name: Any = None
) -> bool:
    """True if the pattern `reg` matches the string, which may be empty; else ValueError."""
    return check_str_by_regular(target, reg if reg is not None else r"^\w*[0-9a-zA-Z\_\.\-]*$", flag, prim_name)


def check_file_name_by_regular(target: str, reg: str | None = None, prim_name: Any = None) -> bool:
    """True for a legal file name; else ValueError, and TypeError for what is no str."""
    if not isinstance(target, str):
        start = f"For '{prim_name}', the" if prim_name else "The"
        raise TypeError(f"{start} '{target}' must be string, but got {type(target)}.")
    pattern = reg if reg is not None else r"^[0-9a-zA-Z@\_\-\.\:\/\\]+$"
    if re.match(pattern, target) is None:
        start = f"For '{prim_name}', the" if prim_name else "The"
        raise ValueError(f"{start} '{target}' is illegal, it must be match regular '{pattern}'.")
    return True


def check_value_type(arg_name: Any, arg_value: Any, valid_types: Any, prim_name: Any = None) -> Any:
    """A value of one of the types; a bool counts as int only if bool is listed; else TypeError.

    Examples:
        >>> from mindshim import _checkparam as validator
        >>> validator.check_value_type("axis", 1, [int, tuple], "ReduceSum")
        1
    """
    types = tuple(valid_types) if isinstance(valid_types, Iterable) else (valid_types,)
    if isinstance(arg_value, types) and not (isinstance(arg_value, bool) and bool not in types):
        return arg_value
    names = [getattr(t, "__name__", str(t)) for t in types]
    kinds = f"'{names[0]}'" if len(names) == 1 else f"one of '{names}'"
    who = f"For '{prim_name}', the" if prim_name else "The"
    raise TypeError(f"{who} type of '{arg_name}' should be {kinds}, but got type '{type(arg_value).__name__}'.")


def check_element_type_of_iterable(arg_name: Any, arg_value: Any, valid_types: Any, prim_name: Any = None) -> Any:
    """An iterable whose elements have one of the types; else TypeError."""
    check_value_type(arg_name, arg_value, [list, tuple, set, frozenset, dict, np.ndarray], prim_name)
    for element in arg_value:
        _check_element(arg_name, element, valid_types, prim_name)
    return arg_value


def check_element_type_of_dict(
    arg_name: Any, arg_value: Any, key_types: Any, value_types: Any, prim_name: Any = None
) -> Any:
    """A dict whose keys and values have one of the types; else TypeError."""
    check_value_type(arg_name, arg_value, [dict], prim_name)
    for key, value in arg_value.items():
        _check_element(arg_name, key, key_types, prim_name)
        _check_element(arg_name, value, value_types, prim_name)
    return arg_value


def _check_element(arg_name: Any, element: Any, valid_types: Any, prim_name: Any) -> None:
    types = tuple(valid_types) if isinstance(valid_types, Iterable) else (valid_types,)
    if isinstance(element, types) and not (isinstance(element, bool) and bool not in types):
        return
    names = [t.__name__ for t in types]
    kinds = names[0] if len(names) == 1 else f"one of {names}"
    who = f"For '{prim_name}', the" if prim_name else "The"
    raise TypeError(
        f"{who} type of '{arg_name}' should be {kinds}, but got '{element}' with type '{type(element).__name__}'."
    )


def check_size_and_element_type_of_tuple(
    arg_name: Any, arg_value: Any, expect_size: int, expect_element_type: Any, prim_name: Any = None
) -> None:
    """A tuple of `expect_size` elements of one type; else TypeError or ValueError."""
    check_value_type(arg_name, arg_value, [tuple], prim_name)
    check_equal_int(len(arg_value), expect_size, f"{arg_name} size", prim_name)
    check_element_type_of_iterable(arg_name, arg_value, [expect_element_type], prim_name)


# -- decorators and pairs ----------------------------------------------------------------------------------------


def args_type_check(*type_args: Any, **type_kwargs: Any) -> Callable[..., Any]:
    """Decorator: check the types of a function's arguments; None passes, a mismatch is a TypeError.

    Examples:
        >>> from mindshim._checkparam import args_type_check
        >>> @args_type_check(a=int)
        ... def double(a):
        ...     return 2 * a
        >>> double(2)
        4
    """

    def decorate(func: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(func)
        types = signature.bind_partial(*type_args, **type_kwargs).arguments

        @wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            for name, value in signature.bind(*args, **kwargs).arguments.items():
                wanted = types.get(name)
                if wanted is not None and value is not None and not isinstance(value, wanted):
                    raise TypeError(f"The parameter '{name}' must be {wanted}, but got {type(value)}")
            return func(*args, **kwargs)

        return wrapper

    return decorate


def check_hook_fn(hook_fn: Any) -> bool:
    """True for a function; else TypeError."""
    if not callable(hook_fn):
        raise TypeError(
            f"When using 'hook_type(hook_fn)', the type of 'hook_fn' must be python function, but got {type(hook_fn)}."
        )
    return True


def check_input_data(*data: Any, data_class: Any) -> None:
    """Values, or nested lists, tuples and dicts of values, of the given classes; else ValueError."""
    for item in data:
        if isinstance(item, (list, tuple)):
            for v in item:
                check_input_data(v, data_class=data_class)
        elif isinstance(item, dict):
            for v in item.values():
                check_input_data(v, data_class=data_class)
        elif not isinstance(item, data_class):
            classes = data_class if isinstance(data_class, (tuple, list)) else (data_class,)
            names = [c.__name__ if hasattr(c, "__name__") else str(c) for c in classes]
            raise ValueError(
                f"Please provide as model inputs either a single or a list of {names}, "
                f"but got part data type is {type(item)}."
            )


def check_output_data(data: Any) -> None:
    """A value that is not None; else RuntimeError."""
    if data is None:
        raise RuntimeError("The output data can not be None, please check your net or input data.")


def _expand_tuple(n_dimensions: int) -> Callable[[Any], Any]:
    def expand(m: Any) -> Any:
        if not isinstance(m, tuple):
            if isinstance(m, int) and not isinstance(m, bool):
                return (m,) * n_dimensions
            raise TypeError("When expanding an int number to tuple, input type must be integer or tuple[int].")
        if len(m) != n_dimensions:
            raise TypeError(
                f"When expanding an int number to tuple, the length of tuple must be {n_dimensions}, but got {len(m)}."
            )
        for value in m:
            if type(value) is not int:
                raise TypeError(f"When expanding an int number to tuple, all elements must be integers, but got {type(value)}.")
        return m

    return expand


once = _expand_tuple(1)
twice = _expand_tuple(2)
triple = _expand_tuple(3)


def check_input_format(input_param: Any) -> Any:
    """`input_param` if it is "NCHW", the one layout that there is.

    Raises:
        ValueError: for another one.
    """
    if input_param == "NCHW":
        return input_param
    raise ValueError(f"The data format must be NCHW, but got {input_param}.")
