"""Between MindSpore's objects and JAX's: a Cell as a pure function, a JAX function as an operator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax

from mindshim._core import dispatch, state
from mindshim._core.program import Program
from mindshim._core.scope import Scope
from mindshim._core.tensor import Tensor
from mindshim.nn.cell import Cell


def functionalize(cell: Cell) -> tuple[Callable[..., Any], dict[str, jax.Array]]:
    """A Cell as a pure JAX function and its parameters.

    The function takes `(params, *args)`, JAX arrays in any pytree, and returns arrays in the structure that the Cell
    returns. It can be jitted, differentiated, mapped and sharded by JAX; it reads no Parameter of the Cell and writes
    none, so statistics that the Cell would update stay as they are.

    Args:
        cell: the network, in training or evaluation mode as it is when the function is called.

    Returns:
        `(fn, params)`; `params` maps Parameter names to arrays.

    Raises:
        TypeError: if `cell` is not a Cell.

    Examples:
        >>> import jax, mindshim as ms
        >>> from mindshim.interop.jax import functionalize
        >>> fn, params = functionalize(ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros"))
        >>> jax.jit(fn)(params, ms.Tensor([[1.0, 2.0]]).jax())
        Array([[3.]], dtype=float32)
    """
    if not isinstance(cell, Cell):
        raise TypeError(f"For 'functionalize', the argument must be a Cell, but got {type(cell).__name__}.")
    named = cell.parameters_dict()
    params = {name: p.jax() for name, p in named.items()}

    def fn(params: dict[str, jax.Array], *args: Any, **kwargs: Any) -> Any:
        lifted = [named[k] for k in params]
        scope = Scope(list[Any](lifted), [])
        before_tape, before_scope = state.set_tape(None), state.set_scope(scope)
        try:
            scope.lift(list(params.values()))
            wrap = lambda x: Tensor._wrap(x) if isinstance(x, jax.Array) else x  # noqa: E731
            out = cell(*jax.tree.map(wrap, args), **jax.tree.map(wrap, kwargs))
            return jax.tree.map(
                lambda t: t._data if isinstance(t, Tensor) else t, out, is_leaf=lambda t: isinstance(t, Tensor)
            )
        finally:
            state.set_scope(before_scope)
            state.set_tape(before_tape)
            scope.restore()

    return fn, params


def operator(fn: Callable[..., Any], name: str | None = None) -> Callable[..., Any]:
    """A JAX function (a Pallas kernel too) as an operator on Tensors: compiled, differentiable, usable in `ms.jit`.

    Positional arguments that are Tensors become arrays, other values are passed as they are and are constants of the
    compiled program; the result is an array or a tuple of arrays and comes back as Tensors.

    Examples:
        >>> import jax.numpy as jnp, mindshim as ms
        >>> from mindshim.interop.jax import operator
        >>> logcosh = operator(lambda x: jnp.log(jnp.cosh(x)))
        >>> ms.ops.grad(logcosh)(ms.Tensor([0.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 0.00000000e+00])
    """
    title = name or getattr(fn, "__name__", "operator")
    programs: dict[Any, Program] = {}

    def call(*args: Any) -> Any:
        key = tuple([None if isinstance(a, Tensor) else (type(a), a) for a in args])
        program = programs.get(key)
        if program is None:

            def flat(*leaves: Any) -> Any:
                rest = iter(leaves)
                out = fn(*[next(rest) if isinstance(a, Tensor) else a for a in args])
                return tuple(out) if isinstance(out, list) else out

            program = programs[key] = Program(flat, title)
        tensors = [a for a in args if isinstance(a, Tensor)]
        return dispatch.execute(program, [t._data for t in tensors], list(tensors))

    call.__name__ = call.__qualname__ = title
    call.__doc__ = fn.__doc__
    return call


__all__ = ["functionalize", "operator"]
