"""What `Cell.set_inputs` and `enable_dynamic` declare of a compiled function's arguments, and the check of a call.

Programs are compiled for the shapes that come; a declaration says which may come. A call is checked when its arguments
are new, before the function is traced, so that calls of a compiled program cost nothing more.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from mindshim._core.tensor import Tensor

_SET = "For set_inputs and tuple(list) in set_inputs, the"
_KIND = "For set_inputs or tuple(list) in set_inputs, the"
_ENABLED = "When using decorator enable_dynamic,"
_HINT = "When using set_inputs, please make sure that all networks and loss functions are configured with set_inputs."


def is_dynamic(t: Tensor) -> bool:
    """Whether a Tensor only declares a shape, of which something is not known."""
    return t._init_shape is not None and any(d < 0 for d in t._init_shape[0])


def check_inputs(declared: Any, construct: Callable[..., Any], args: Any, kwargs: Any) -> None:
    """Check the arguments of a Cell's call against what `set_inputs` was given: a tuple, or a dict by name."""
    parameters = [p for p in inspect.signature(construct).parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    names = [p.name for p in parameters]
    given = dict(zip(names, args, strict=False)) | kwargs
    if isinstance(declared, dict):
        pairs = [(names.index(n), d, given[n]) for n, d in declared.items() if n in given]
    else:
        if not kwargs:
            _check_count(construct, parameters, declared, args)
        values = [*args, *[given[n] for n in names[len(args) :] if n in given]]
        pairs = [(i, d, a) for i, (d, a) in enumerate(zip(declared, values, strict=False))]
    lengths: dict[int, int] = {}
    for i, d, a in pairs:
        _compare(i + 1, d, a)
        if isinstance(d, Tensor) and isinstance(a, Tensor):
            check_symbols(i + 1, d, a.shape, lengths)


def _check_count(construct: Callable[..., Any], parameters: list[inspect.Parameter], declared: Any, args: Any) -> None:
    needed = sum(p.default is p.empty for p in parameters)
    defaults = len(parameters) - needed
    if len(declared) < needed:
        raise TypeError(f"For 'Cell', the function construct requires {needed} positional argument, but got {len(declared)}. {_HINT}")
    variable = any(p.kind is p.VAR_POSITIONAL for p in inspect.signature(construct).parameters.values())
    if len(declared) > len(parameters) and not variable:
        raise TypeError(
            f"For 'Cell', the function construct requires {needed} positional argument and {defaults} default argument, "
            f"total {len(parameters)}, but got {len(declared)}."
        )
    if len(declared) != len(args):
        raise ValueError(
            f"For set_inputs, the length of input must be equal to expected one, but got expected: {len(declared)} and input: {len(args)}!"
        )


def _is_variable(value: Any) -> bool:
    """Whether a value is known only to the running program, in MindSpore: a Tensor, or what `mutable` has marked."""
    return isinstance(value, Tensor) or getattr(value, "__ms_mutable__", False)


def _compare(at: int, declared: Any, given: Any, marked: bool = False) -> None:
    """TypeError or ValueError unless `given`, argument or element number `at`, is as declared.

    `marked`: it is in something that `mutable` has marked, so that its value is not known beforehand.
    """
    if isinstance(declared, Tensor) and isinstance(given, Tensor):
        _compare_tensors(at, declared, given)
        return
    if isinstance(declared, (list, tuple)) and isinstance(given, (list, tuple)):
        if _is_variable(declared) and not _is_variable(given):
            raise TypeError(f"{_KIND} {at}th should be mutable one, but got static!")
        if len(declared) != len(given):
            raise ValueError(
                f"{_SET} length of input must be equal to expected one, but got expected: {len(declared)} and input: {len(given)}!"
            )
        for i, (d, g) in enumerate(zip(declared, given, strict=True), 1):
            _compare(i, d, g, marked or _is_variable(declared))
        return
    if isinstance(declared, dict) and isinstance(given, dict) and declared.keys() == given.keys():
        for i, (name, d) in enumerate(declared.items(), 1):
            _compare(i, d, given[name], marked or _is_variable(declared))
        return
    if not marked and _is_variable(declared) != _is_variable(given):
        wanted, got = ("mutable", "static") if _is_variable(declared) else ("static", "mutable")
        raise TypeError(f"{_KIND} {at}th should be {wanted} one, but got {got}!")
    if type(declared) is not type(given) or (not marked and not _is_variable(given) and declared is not given and declared != given):
        raise ValueError(f"{_KIND} {at}th should be {declared!r:.80}, but got {given!r:.80}!")


def _compare_tensors(at: int, declared: Tensor, given: Tensor) -> None:
    if declared.dtype is not given.dtype:
        raise TypeError(f"{_KIND} {at}th type should be Tensor[{declared.dtype}], but got Tensor[{given.dtype}]!")
    if declared.shape == (-2,) or given.shape == ():
        return
    if len(declared.shape) != len(given.shape):
        raise ValueError(
            f"{_SET} dims of {at}th input must be the same as expected, but got expected: {len(declared.shape)}, and input: {len(given.shape)}!"
        )
    for d, g in zip(declared.shape, given.shape, strict=True):
        if d not in (-1, g):
            raise ValueError(f"{_SET} shape of {at}th input must be the same as expected, but got expected: {d}, and input: {g}!")


def check_symbols(at: int, declared: Tensor, shape: tuple[int, ...], lengths: dict[int, int]) -> None:
    """ValueError unless the lengths of argument number `at` are what its Symbols say; `lengths` has those of unique Symbols."""
    from mindshim.common.symbol import Symbol

    for axis, (symbol, n) in enumerate(zip(declared.__dict__.get("_symbols", ()), shape, strict=False)):
        if not isinstance(symbol, Symbol):
            continue
        said, where = symbol.to_dict(), f"Actual shape: {list(shape)}, axis: {axis}."
        what = f"The {axis + 1}th shape value of {at}th actual input args"
        if n > said.get("max", n):
            raise ValueError(f"{what} must be less than or equal to the 'max' value '{symbol.max}' of `Symbol`, but got '{n}'. {where}")
        if n < said.get("min", n):
            raise ValueError(f"{what} must be greater than or equal to the 'min' value '{symbol.min}' of `Symbol`, but got '{n}'. {where}")
        if symbol.unique and lengths.setdefault(symbol.id, n) != n:
            raise ValueError(
                f"{what} is a unique symbol, all values must be the same. The previous value is {lengths[symbol.id]}, "
                f"but the current value is {n}. {where}"
            )
        d, r = symbol.divisor, symbol.remainder
        if n % d != r or n < d + r:
            raise ValueError(
                f"{what} must match the 'divisor'(d) and 'remainder'(d) of `Symbol`. The value should be 'd * N + r' for 'N > 0', "
                f"got d={d} and r={r}, but actual shape value is '{n}'. {where}"
            )


def enable(fn: Callable[..., Any], declared: dict[str, Any]) -> None:
    """Note on a function what `enable_dynamic` was given; refuse what can't be."""
    if not declared:
        raise ValueError(f"{_ENABLED} the input cannot be empty!")
    names = list(inspect.signature(fn).parameters)
    for name, value in declared.items():
        if name not in names:
            raise ValueError(f"{_ENABLED} the argument '{name}' is not in list {names}.")
        parts = value if isinstance(value, (tuple, list)) else (value,)
        if not all(isinstance(p, Tensor) for p in parts):
            raise TypeError(
                "The decorator enable_dynamic only supports Tensor or a tuple/list of Tensor, but the argument : "
                f"{name} is type of:{type(value)}."
            )
        if not any(is_dynamic(p) for p in parts):
            raise TypeError(f"{_ENABLED} the shape of argument '{name}' at least have one None.")
    fn.__ms_dynamic_inputs__ = declared  # type: ignore[attr-defined]


def check_enabled(declared: dict[str, Any], fn: Callable[..., Any], args: Any, kwargs: Any) -> None:
    """Check the arguments of a call against what `enable_dynamic` was given."""
    names = list(inspect.signature(fn).parameters)
    given = dict(zip(names, args, strict=False)) | kwargs
    lengths: dict[int, int] = {}
    for name, d in declared.items():
        if name in given:
            _compare_enabled(name, names.index(name) + 1, d, given[name], lengths)


def _compare_enabled(name: str, at: int, declared: Any, given: Any, lengths: dict[int, int]) -> None:
    if isinstance(declared, Tensor) and isinstance(given, Tensor):
        if declared.dtype is not given.dtype:
            raise TypeError(
                f"{_ENABLED} input tensor dtype = {given.dtype}, dynamic tensor dtype = {declared.dtype}, tensor dtypes are not the same."
            )
        shape, wanted = given.shape, declared.shape
        if wanted != (-2,) and (len(shape) != len(wanted) or any(w not in (-1, n) for w, n in zip(wanted, shape, strict=True))):
            raise ValueError(
                f"{_ENABLED} input tensor shape = {list(shape)}, dynamic tensor shape = {list(wanted)}, tensor shapes are not the same."
            )
        check_symbols(at, declared, shape, lengths)
    elif isinstance(declared, (tuple, list)) and type(given) is type(declared) and len(given) == len(declared):
        for d, g in zip(declared, given, strict=True):
            _compare_enabled(name, at, d, g, lengths)
    else:
        raise TypeError(
            f"{_ENABLED} the corresponding inputs only supports Tensor or a tuple/list of Tensors, Additionally, the type between "
            f"argument '{name}' and corresponding input should be the same."
        )
