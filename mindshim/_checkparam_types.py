"""The checks of dtypes, axes and shapes that `_checkparam` offers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from mindshim._core import dtypes as mstype

_HARDWARE = (
    "The supported data types depend on the hardware that executes the operator, for more details, please refer to "
    "the MindSpore official website to get more information about the data type."
)


# -- dtypes ------------------------------------------------------------------------------------------------------


def check_type_name(arg_name: Any, arg_type: Any, valid_types: Any, prim_name: Any) -> Any:
    """A dtype that is one of `valid_types`; else TypeError."""
    types = tuple(valid_types) if isinstance(valid_types, Iterable) else (valid_types,)
    element = getattr(arg_type, "element_type", None)
    if arg_type in types or (callable(element) and element() in types):
        return arg_type
    names = [t if isinstance(t, mstype.Type) else getattr(t, "__name__", t) for t in types]
    kinds = str(names[0]) if len(names) == 1 else f"one of {names}"
    got = arg_type.__name__ if hasattr(arg_type, "__name__") else repr(arg_type)
    who = f"For '{prim_name}', the '{arg_name}'" if prim_name else f"The '{arg_name}'"
    raise TypeError(f"{who} should be {kinds}, but got '{got}'.")


def check_subclass(
    arg_name: Any, type_: Any, template_types: Any, prim_name: Any, addition_error_info: Any = None
) -> None:
    """A type that is one of `template_types` or belongs to one of them; else TypeError."""
    templates = tuple(template_types) if isinstance(template_types, Iterable) else (template_types,)
    if any(_belongs(type_, t) for t in templates):
        return
    names = [str(t) for t in templates]
    kinds = names[0] if len(names) == 1 else "one of " + ", ".join(names)
    more = addition_error_info if addition_error_info is not None else _HARDWARE
    who = f"For '{prim_name}', the" if prim_name else "The"
    raise TypeError(f"{who} element of '{arg_name}' must be {kinds}, but got {type_}.{more}")


def _belongs(type_: Any, template: Any) -> bool:
    if type_ is template or (isinstance(type_, mstype.Type) and type_ == template):
        return True
    if isinstance(template, mstype.Type):
        if getattr(template, "np", None) is None and isinstance(type_, mstype.Type):
            return isinstance(type_, type(template))
        return False
    return isinstance(type_, type) and isinstance(template, type) and issubclass(type_, template)


def check_tensor_dtype_valid(arg_name: Any, arg_type: Any, valid_dtypes: Any, prim_name: Any) -> None:
    """A Tensor's dtype that is one of `valid_dtypes`; else TypeError."""
    dtypes = tuple(valid_dtypes) if isinstance(valid_dtypes, Iterable) else (valid_dtypes,)
    if arg_type in dtypes:
        return
    names = [f"Tensor[{t}]" for t in dtypes]
    kinds = names[0] if len(names) == 1 else "one of " + ", ".join(names)
    who = f"For '{prim_name}', the" if prim_name else "The"
    raise TypeError(f"{who} element of '{arg_name}' must be {kinds}, but got {arg_type}.{_HARDWARE}")


def check_tensors_dtypes_same_and_valid(args: dict[str, Any], valid_dtypes: Any, prim_name: Any) -> None:
    """Tensor dtypes, by argument name, that are equal and one of `valid_dtypes`; else TypeError."""
    for name, dtype in args.items():
        check_tensor_dtype_valid(name, dtype, valid_dtypes, prim_name)
    _check_same(args, prim_name)


def check_types_same_and_valid(args: dict[str, Any], valid_values: Any, prim_name: Any) -> None:
    """Types, by argument name, that are equal and one of `valid_values`; else TypeError."""
    for name, type_ in args.items():
        check_subclass(name, type_, valid_values, prim_name)
    _check_same(args, prim_name)


def _check_same(args: dict[str, Any], prim_name: Any) -> None:
    (first, kind), *rest = args.items()
    for name, other in rest:
        if other is not kind and other != kind:
            raise TypeError(
                f"For '{prim_name}', the type of '{name}' should be same as '{first}', "
                f"but got '{first}' with type {kind} and '{name}' with type {other}."
            )


def check_scalar_or_tensor_types_same(
    args: dict[str, Any], valid_values: Any, prim_name: Any, allow_mix: bool = False
) -> None:
    """Types of scalars or Tensors, by argument name, that are equal and one of `valid_values`; else TypeError."""
    for name, type_ in args.items():
        if type_ not in tuple(valid_values):
            raise TypeError(f"For '{prim_name}', the type of '{name}' must be in {valid_values}, but got {type_}.")
    _check_same(args, prim_name)


def check_astype_dtype(dtype: Any) -> Any:
    """The dtype object that a name, a Python type or a dtype stands for; else TypeError."""
    if isinstance(dtype, str):
        try:
            return mstype.from_np(np.dtype(dtype.lower()))
        except TypeError:
            raise TypeError(
                f"For 'Tensor.astype', the string input type must be a dtype name, but got '{dtype}'."
            ) from None
    if isinstance(dtype, type):
        return mstype.from_np(np.dtype(dtype))
    if not isinstance(dtype, mstype.Type):
        raise TypeError(f"For 'Tensor.astype', the input type must be a dtype, but got {type(dtype)}.")
    return dtype


# -- axes and shapes ---------------------------------------------------------------------------------------------


def check_axis_in_range(axis: int, ndim: int) -> int:
    """A non-negative axis; ValueError if it is not in [-ndim, ndim).

    Examples:
        >>> from mindshim import _checkparam as validator
        >>> validator.check_axis_in_range(-1, 2)
        1
    """
    if not isinstance(axis, int):
        raise TypeError(f"The axes should be integers, not {type(axis)}.")
    if not -ndim <= axis < ndim:
        raise ValueError(f"The 'axis' must be in the range of [{-ndim}, {ndim}), but got {axis}.")
    return axis % ndim


def check_axis_valid(axes: Any, ndim: int) -> tuple[int, ...]:
    """Non-negative axes, all for None; ValueError if one is out of range or given twice."""
    if axes is None:
        return tuple(range(ndim))
    given = axes if isinstance(axes, (tuple, list)) else (axes,)
    found = tuple(check_axis_in_range(a, ndim) for a in given)
    if len(set(found)) != len(found):
        raise ValueError(f"duplicate axis in 'axis', got {axes}.")
    return found


check_and_canonicalize_axes = check_axis_valid


def check_swapaxes_axis(axes: Any, ndim: int) -> Any:
    """Axes in range, made non-negative; else ValueError."""
    if isinstance(axes, (tuple, list)):
        return tuple(check_axis_in_range(a, ndim) for a in axes)
    return check_axis_in_range(axes, ndim)


def check_axis_type(axis: Any, type_int: bool = True, type_tuple: bool = True, type_list: bool = True) -> bool:
    """True if the axis has one of the allowed types; else TypeError."""
    allowed = [t for t, on in ((int, type_int), (tuple, type_tuple), (list, type_list)) if on]
    if isinstance(axis, tuple(allowed)) and not isinstance(axis, bool):
        return True
    names = ", ".join(t.__name__ for t in allowed)
    raise TypeError(f"For Tensor.ptp, the axis should be {names}, , but got {type(axis)}.")


def infer_out_shape(*shapes: Any) -> tuple[int, ...]:
    """The shape that shapes broadcast to; ValueError if they do not."""
    return tuple(int(n) for n in np.broadcast_shapes(*[tuple(s) for s in shapes]))
