"""Assignment, gradient barriers, order, printing: operators for what they do rather than what they compute."""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dispatch, effects
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, _weak_kind, is_inexact, promote
from mindshim._core.state import S, graph_rules
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.primitive import Primitive, prim_attr_register


def _fitting(op: str, variable: Any, value: Any) -> Any:
    """`value` as an array of `variable`'s dtype; TypeError if it is of a wider kind, ValueError for another shape."""
    kind = _weak_kind(value)
    if kind is None:
        fits = promote(variable.dtype, value.dtype, op) == variable.dtype
    else:
        fits = kind != "f" or is_inexact(variable.dtype)
    if not fits:
        raise TypeError(
            f"For '{op}': Data type conversion is not supported for a 'Parameter', whose dtype is {variable.dtype.name}, "
            f"and that of 'value' is {'a Python float' if kind else value.dtype.name}."
        )
    if jnp.ndim(value) != variable.ndim and jnp.size(value) == variable.size == 1:
        value = jnp.reshape(value, variable.shape)
    if jnp.ndim(value) != variable.ndim:
        raise ValueError(
            f"For '{op}','value' must have the same rank as 'variable'. "
            f"But got 'value' rank: {jnp.ndim(value)}, 'variable' rank: {variable.ndim}."
        )
    if jnp.shape(value) != variable.shape:
        raise ValueError(
            f"For '{op}','value' must have the same shape as 'variable'. "
            f"But got 'value' shape: {jnp.shape(value)}, 'variable' shape: {variable.shape}."
        )
    return jnp.asarray(value).astype(variable.dtype)


@kernel("Assign", amp=False)
def _assign(variable: Array, value: Array | Number) -> Array:
    return _fitting("Assign", variable, value)


@kernel("AssignAdd", amp=False)
def _assign_add(variable: Array, value: Array | Number) -> Array:
    return _number_type("AssignAdd", variable) + _fitting("AssignAdd", variable, value)


@kernel("AssignSub", amp=False)
def _assign_sub(variable: Array, value: Array | Number) -> Array:
    return _number_type("AssignSub", variable) - _fitting("AssignSub", variable, value)


def _number_type(op: str, x: Any) -> Any:
    if x.dtype == BOOL:
        raise TypeError(f"For '{op}', the dtype of 'variable' must be a number type, but got Bool.")
    return x


def _variable(op: str, variable: Any) -> Tensor:
    if not isinstance(variable, Tensor):
        raise TypeError(
            f"For '{op}', the argument 'variable' must be a Parameter or Tensor, but got {type(variable).__name__}."
        )
    if variable.has_init:
        variable.init_data()
    return variable


def is_input(t: Tensor) -> bool:
    """Whether `t` is what the gradient in progress is taken for."""
    ref = t._ref
    return ref is not None and S.tape is not None and ref[0].tape is S.tape and ref[0].program is None


@face("ops.assign")
def assign(variable: Tensor, value: Any) -> Tensor:
    """Give a Parameter (or Tensor) a new value, in place (mirrors `mindspore.ops.assign`).

    An input of the gradient in progress stays an input: what is computed from it afterwards counts for it. Nothing
    flows back to what `value` was computed from.

    Args:
        variable: a Parameter or Tensor.
        value: a Tensor of the same shape (or a number for a 0-d `variable`), converted to its dtype.

    Returns:
        A Tensor with the new value.

    Raises:
        TypeError: if the dtype of `value` is wider than that of `variable`. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> p = ms.Parameter(ms.Tensor([1.0, 2.0]), name="p")
        >>> out = ms.ops.assign(p, ms.Tensor([3.0, 4.0]))
        >>> print(p.value())
        [3. 4.]
    """
    variable, new = _update(_assign, variable, value)
    out = Tensor._wrap(variable._data)
    out._ref = variable._ref
    return out


def _update(k: Any, variable: Any, value: Any) -> tuple[Tensor, Tensor]:
    """Write `k`'s result into the variable; returns the variable and the result with its place on the tape."""
    variable = _variable(k.name, variable)
    new = dispatch.apply(k, (variable, value))
    if k is not _assign and not variable._is_parameter and graph_rules():
        # A compiled function goes on with the sum, as with any other result.
        variable._assign_data(new._data, new._ref)
        return variable, new
    # What is written is not traced through: an input of the gradient stays one, anything else becomes a constant.
    variable._assign_data(new._data, variable._ref if is_input(variable) else None)
    return variable, new


@face("ops.assign_add")
def assign_add(variable: Tensor, value: Any) -> Tensor:
    """Add to a Parameter (or Tensor), in place (mirrors `mindspore.ops.assign_add`).

    Args:
        variable: a Parameter or Tensor of numbers.
        value: a Tensor of the same shape (or a number for a 0-d `variable`), converted to its dtype.

    Returns:
        A Tensor with the new value.

    Raises:
        TypeError: if the dtype of `value` is wider than that of `variable`. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> p = ms.Parameter(ms.Tensor(1), name="p")
        >>> ms.ops.assign_add(p, 2)
        Tensor(shape=[], dtype=Int64, value= 3)
    """
    return _update(_assign_add, variable, value)[1]


@face("ops.assign_sub")
def assign_sub(variable: Tensor, value: Any) -> Tensor:
    """Subtract from a Parameter (or Tensor), in place; see `assign_add` (mirrors `mindspore.ops.assign_sub`).

    Raises:
        TypeError: if the dtype of `value` is wider than that of `variable`. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> p = ms.Parameter(ms.Tensor(1), name="p")
        >>> ms.ops.assign_sub(p, 2)
        Tensor(shape=[], dtype=Int64, value= -1)
    """
    return _update(_assign_sub, variable, value)[1]


class _Update(Primitive):
    """The base of the assigning operator objects."""

    _effect = "side_effect_mem"
    _function: Any = None

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, variable: Tensor, value: Any) -> Tensor:
        return type(self)._function(variable, value)


@face("ops.Assign")
class Assign(_Update):
    """`ops.assign` as an operator object (mirrors `mindspore.ops.Assign`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.Assign()(w, ms.Tensor([3.0, 4.0])))
        [3. 4.]
    """

    _function = staticmethod(assign)


@face("ops.AssignAdd")
class AssignAdd(_Update):
    """`ops.assign_add` as an operator object (mirrors `mindspore.ops.AssignAdd`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.AssignAdd()(w, ms.Tensor([3.0, 4.0])))
        [4. 6.]
    """

    _function = staticmethod(assign_add)


@face("ops.AssignSub")
class AssignSub(_Update):
    """`ops.assign_sub` as an operator object (mirrors `mindspore.ops.AssignSub`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.AssignSub()(w, ms.Tensor([3.0, 4.0])))
        [-2. -2.]
    """

    _function = staticmethod(assign_sub)


@kernel("StopGradient", view=True, differentiable=False, amp=False)
def _stop_gradient(input: Array) -> Array:
    return jax.lax.stop_gradient(arguments.tensor("StopGradient", input))


@face("ops.stop_gradient")
def stop_gradient(value: Any) -> Any:
    """The same value, through which no gradient flows; shares memory (mirrors `mindspore.ops.stop_gradient`).

    Args:
        value: a Tensor, a tuple or list of them, or anything else, which is returned as it is.

    Examples:
        >>> import mindshim as ms
        >>> ms.grad(lambda x: ms.ops.stop_gradient(x * x) * x)(ms.Tensor(3.0))
        Tensor(shape=[], dtype=Float32, value= 9)
    """
    if isinstance(value, Tensor):
        return dispatch.apply(_stop_gradient, (value,))
    if type(value) in (tuple, list):
        return type(value)(stop_gradient(v) for v in value)
    return value


@face("ops.StopGradient")
class StopGradient(Primitive):
    """`ops.stop_gradient` as an operator object (mirrors `mindspore.ops.StopGradient`)."""

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, value: Any) -> Any:
        return stop_gradient(value)


@face("ops.stop_gradient_")
def stop_gradient_(input: Tensor) -> Tensor:
    """Make `input` itself something through which no gradient flows (mirrors `mindspore.ops.stop_gradient_`).

    Raises:
        TypeError: if `input` is not a Tensor.
    """
    if not isinstance(input, Tensor):
        raise TypeError(f"For 'stop_gradient_', the argument 'input' must be a Tensor, but got {type(input).__name__}.")
    return input._rebind(stop_gradient(input))


@face("ops.depend")
def depend(value: Any, expr: Any) -> Any:
    """`value`; says that `expr` is to be computed first, as Python does anyway (mirrors `mindspore.ops.depend`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.depend(ms.Tensor(1), ms.Tensor(2))
        Tensor(shape=[], dtype=Int64, value= 1)
    """
    return value


@face("ops.Depend")
class Depend(Primitive):
    """`ops.depend` as an operator object (mirrors `mindspore.ops.Depend`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.Depend()(w, ops.assign(w, w + 1)))
        Parameter (name=w, shape=(2,), dtype=Float32, requires_grad=True)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, value: Any, expr: Any) -> Any:
        return value


@face("ops.identity")
def identity(x: Any) -> Any:
    """`x` itself (mirrors `mindspore.ops.identity`)."""
    return x


@kernel("Identity", view=True)
def _identity(input_x: Array) -> Array:
    """A Tensor with the same values; shares memory (mirrors `mindspore.ops.Identity`).

    Raises:
        TypeError: if `input_x` is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Identity()(ms.Tensor([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    return jnp.asarray(arguments.tensor("Identity", input_x, "input_x"))


_identity.primitive("Identity", call="input_x")


@face("ops.IdentityN")
class IdentityN(Primitive):
    """`ops.Identity` for a tuple or list of Tensors (mirrors `mindspore.ops.IdentityN`)."""

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Any) -> tuple[Tensor, ...]:
        return tuple(_identity(t) for t in x)


@face("ops.deepcopy")
def deepcopy(input_x: Tensor) -> Tensor:
    """A Tensor with the same values that shares nothing; differentiable (mirrors `mindspore.ops.deepcopy`).

    Raises:
        TypeError: if `input_x` is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.deepcopy(ms.Tensor([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    if not isinstance(input_x, Tensor):
        raise TypeError(f"For 'deepcopy', the argument 'input_x' must be a Tensor, but got {type(input_x).__name__}.")
    return input_x.copy()  # type: ignore[attr-defined]


@face("ops.print_")
def print_(*input_x: Any) -> None:
    """Print Tensors and other values, one a line; in a compiled function each time it runs (mirrors `ops.print_`).

    As in MindSpore, compiled functions write Tensors without commas, and those of one number as the number.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.print_("x:", ms.Tensor([1, 2]))
        x:
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    if effects.tracing():
        effects.emit(effects.graph_print, *input_x)
        return
    for value in input_x:
        print(repr(value) if isinstance(value, Tensor) else str(value))


@face("ops.Print")
class Print(Primitive):
    """`ops.print_` as an operator object: `Print()("x:", x)` (mirrors `mindspore.ops.Print`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Print()(ms.Tensor(1))
        Tensor(shape=[], dtype=Int64, value= 1)
    """

    _effect = "side_effect_io"

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, *input_x: Any) -> None:
        print_(*input_x)


@face("ops.Partial")
class Partial(Primitive):
    """A function with its first arguments given: `Partial()(f, a)(b)` is `f(a, b)` (mirrors `mindspore.ops.Partial`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Partial()(pow, 2)(3)
        8
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not args or not callable(args[0]):
            raise TypeError("For 'Partial', the first argument must be a function.")
        return functools.partial(*args, **kwargs)


@face("ops.partial")
def partial(*args: Any, **kwargs: Any) -> Any:
    """A function with its first arguments given: `partial(f, a)(b)` is `f(a, b)` (mirrors `mindspore.ops.partial`).

    Raises:
        TypeError: if the first argument is no function.

    Examples:
        >>> from mindshim import ops
        >>> ops.partial(pow, 2)(3)
        8
    """
    return Partial()(*args, **kwargs)
