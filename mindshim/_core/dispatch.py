"""The one call path of every operator: unwrap, pick the program, run, wrap, record.

Plain eager calls of the commonest forms never get here (`Kernel.unary`, `Kernel.binary`, the faces); everything
else does: other argument structures, and the modes of `state` (tape, tracing scope, precision policy).
"""

from __future__ import annotations

from typing import Any, NoReturn

import jax
import numpy as np

from mindshim._core import dtypes, errors, residuals, tape
from mindshim._core.state import AMP, S, pop_amp, push_amp
from mindshim._core.tensor import Tensor

_SIMPLE = frozenset((int, bool, str, type(None), float))
_NUMBER = (int, float, complex)


def apply(kernel: Any, args: tuple[Any, ...]) -> Any:
    """Run `kernel` on fully bound arguments; the result is a Tensor or a tuple of Tensors."""
    if S.mode & AMP and kernel.amp:
        amp = S.amp
        if isinstance(amp, dtypes.Type):
            args = _cast_inputs(args)
        else:
            args, back = amp.inputs(kernel, args)
            if back is not None:
                token = push_amp(None)
                try:
                    return cast(apply(kernel, args), back)
                finally:
                    pop_amp(token)
    leaves: list[Any] = []
    tensors: list[Any] = []
    spec: list[Any] = []
    statics: list[Any] = []
    for at, (kind, arg) in enumerate(zip(kernel.kinds, args, strict=True)):
        if kind == 2:
            statics.append(arg if type(arg) in _SIMPLE or isinstance(arg, dtypes.Type) else _freeze(kernel, arg))
        elif isinstance(arg, Tensor):
            if kind == 1:
                arg = tuple(arg)
                spec.append((len(arg),))
                for item in arg:
                    leaves.append(item._data)
                    tensors.append(item)
                continue
            leaves.append(arg._data)
            tensors.append(arg)
            spec.append(1)
        elif arg is None:
            if not kernel.optional[at]:
                _reject(kernel, arg, args, _wanted(kernel, at))
            spec.append(0)
        elif kind == 0:
            leaves.append(_number(kernel, arg, args, at))
            tensors.append(None)
            spec.append(1)
        else:
            if not isinstance(arg, (list, tuple)):
                _reject(kernel, arg, args, _wanted(kernel, at))
            spec.append((len(arg),))
            for item in arg:
                if isinstance(item, Tensor):
                    leaves.append(item._data)
                    tensors.append(item)
                else:
                    leaves.append(_number(kernel, item, args, at))
                    tensors.append(None)
    program = kernel.program(tuple(spec), tuple(statics))
    try:
        out = execute(program, leaves, tensors)
    except Exception as error:
        fail(kernel, args, error)
    if kernel.look is not None and S.scope is None:
        kernel.look(*args)
    if kernel.view:
        from mindshim._core import views

        first = args[0]
        if isinstance(first, Tensor):
            if isinstance(out, tuple):
                for i, piece in enumerate(out):
                    views.attach(piece, first, program, i)
            else:
                views.attach(out, first, program, None)
    return out


def execute(program: Any, leaves: list[Any], tensors: list[Any]) -> Any:
    """Run `program` in the current mode. `tensors[i]` is the Tensor that leaf i came from, or None."""
    mode = S.mode
    run = program.alone
    if mode & 2:
        run = program.run
        scope = S.scope
        for i, t in enumerate(tensors):
            if t is not None:
                leaves[i] = scope.read(t)
    if mode & 1 and program.keeps:
        refs = tape.live_refs(tensors)
        if refs is not None:
            return residuals.record(program, leaves, refs)
    out = run(*leaves)
    if mode & 1 and program.differentiable:
        refs = tape.live_refs(tensors, program.name in tape.COMPOSED)
        if refs is not None:
            return tape.record(program, leaves, refs, out)
    if isinstance(out, (tuple, list)):
        return tuple([Tensor._wrap(o) for o in out])
    return Tensor._wrap(out)


def joined(items: Any) -> Tensor | None:
    """A (nested) list of Tensors and numbers in the place of one Tensor, stacked so that gradients go back to them.

    None for one that has no Tensor, or Tensors of several dtypes or shapes.
    """
    if not any(isinstance(i, (Tensor, list, tuple)) for i in items):
        return None
    parts = [joined(i) if isinstance(i, (list, tuple)) else i for i in items]
    like = next((p for p in parts if isinstance(p, Tensor)), None)
    if like is None:
        return None
    filled = [Tensor(p, dtype=like.dtype) if isinstance(p, _NUMBER) and like.shape == () else p for p in parts]
    if any(not isinstance(p, Tensor) or p.shape != like.shape or p.dtype is not like.dtype for p in filled):
        return None
    from mindshim.ops.joining import stack

    return stack(filled)


def _number(kernel: Any, arg: Any, args: Any, at: int) -> Any:
    """The leaf for what is no Tensor in the place of parameter number `at`: TypeError but for a number where one may be."""
    if kernel.numbers[at]:
        if isinstance(arg, np.generic) and arg.dtype.kind in "biufc":
            return arg.item()
        if isinstance(arg, _NUMBER):
            return arg
    if isinstance(arg, jax.Array):
        return arg
    _reject(kernel, arg, args, _wanted(kernel, at))


def _wanted(kernel: Any, at: int) -> str:
    item = "a Tensor or a number" if kernel.numbers[at] else "a Tensor"
    return item if kernel.kinds[at] == 0 else f"a tuple or list, every item of it {item}"


def _reject(kernel: Any, arg: Any, args: Any, expected: str) -> NoReturn:
    name = next((n for n, a in zip(kernel.names, args, strict=False) if a is arg), kernel.names[0])
    signature = ", ".join(f"{n}={_kind_name(a)}" for n, a in zip(kernel.names, args, strict=False))
    hint = " (wrap NumPy arrays in Tensor)" if isinstance(arg, np.ndarray) else ""
    raise TypeError(
        f"{_wrong_call(kernel.name, signature, zip(kernel.names, map(_taken, kernel.kinds, kernel.numbers), strict=True))} "
        f"The argument '{name}' must be {expected}{hint}, but got {type(arg).__name__}."
    )


def reject_operand(name: str, other: Any) -> NoReturn:
    """Refuse the second operand of a binary operator, in the words in which a kernel refuses an argument."""
    both = [(operand, "Number, Tensor") for operand in ("input", "other")]
    raise TypeError(_wrong_call(name, f"input=Tensor, other={_kind_name(other)}", both))


def _taken(kind: int, number: bool) -> str:
    if kind == 2:
        return "constant"
    return ("Number, Tensor" if number else "Tensor") if kind == 0 else "tuple of Tensors"


def _wrong_call(name: str, signature: str, parameters: Any) -> str:
    valid = ", ".join(f"{n}=<{what}>" for n, what in parameters)
    return f'Failed calling {name} with "{name}()({signature})".\nThe valid calling should be: \n"{name}()({valid})".'


_KIND_NAMES = {str: "string", type(None): "None", int: "int", float: "float", bool: "bool", list: "list", tuple: "tuple"}


def _kind_name(value: Any) -> str:
    return "Tensor" if isinstance(value, Tensor) else _KIND_NAMES.get(type(value), str(type(value)))


def _freeze(kernel: Any, arg: Any) -> Any:
    from mindshim._core.operators import freeze

    value = freeze(arg)
    try:
        hash(value)
    except TypeError:
        raise TypeError(
            f"For '{kernel.name}', an argument of type {type(arg).__name__} is not supported: {arg!r:.80}."
        ) from None
    return value


def _cast_inputs(args: tuple[Any, ...]) -> tuple[Any, ...]:
    dtype = S.amp
    return tuple(cast(a, dtype) for a in args)


def cast(arg: Any, dtype: Any) -> Any:
    """Floating Tensors, in tuples and lists too, in `dtype`; everything else as it is."""
    if isinstance(arg, Tensor):
        current = arg.dtype
        if current is not dtype and current in dtypes.floats:
            return arg.astype(dtype)
        return arg
    if isinstance(arg, (tuple, list)):
        return tuple([cast(a, dtype) for a in arg])
    return arg


def fail(kernel: Any, args: tuple[Any, ...], error: Exception) -> NoReturn:
    """Raise what the user sees instead of `error`: one short exception in MindSpore's words."""
    seen = errors.operator_failure(kernel.name, kernel.names, args, error)
    if errors.full_tracebacks():
        if seen is error:
            raise error
        raise seen from error
    raise seen.with_traceback(None) from None
