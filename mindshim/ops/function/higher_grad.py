"""`jet`, `derivative` and `linearize`: derivatives of higher order along a path, and a derivative to be used again."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dtypes, transforms
from mindshim._core import skeleton as skeletons
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.function.forward_grad import jvp


def _tensors(op: str, name: str, value: Any) -> list[Tensor]:
    found = list(value) if isinstance(value, (tuple, list)) else [value]
    for t in found:
        if not isinstance(t, Tensor):
            raise TypeError(
                f"For '{op}', the '{name}' must be a Tensor or a tuple of Tensors, but got {type(t).__name__}."
            )
    return [t if t.dtype in dtypes.floats else t.astype(dtypes.float32) for t in found]


def _along(op: str, fn: Callable[..., Any], primals: list[Tensor], series: list[Tensor], order: int) -> tuple[Any, Any]:
    """The output, and per output its derivatives of order 1 to `order` along x(t) = sum of series_i t^i / i!."""

    def build(traced: Any, fun: Any) -> Any:
        n = traced.n_args

        def flat(*leaves: Any) -> Any:
            starts, moves, rest = leaves[:n], leaves[n : 2 * n], leaves[2 * n :]

            def path(t: Any) -> Any:
                points = []
                for x, s in zip(starts, moves, strict=True):
                    for i in range(order):
                        x = x + s[i].astype(x.dtype) * (t ** (i + 1) / math.factorial(i + 1)).astype(x.dtype)
                    points.append(x)
                return tuple(fun(*points, *rest))

            def derivative_of(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
                return lambda t: jax.jvp(f, (t,), (jnp.ones_like(t),))[1]

            at, step = jnp.zeros((), jnp.float32), path
            out, found = path(at), []
            for _ in range(order):
                step = derivative_of(step)
                found.append(step(at))
            return (*out, *[jnp.stack(list(each)) for each in zip(*found, strict=True)])

        return flat, None

    outs, found = transforms.apply({}, op, fn, tuple(primals), {}, build, extra=series, name=op)
    n = found.traced.n_out
    return skeletons.unflatten(found.traced.out, iter(outs[:n])), skeletons.unflatten(found.traced.out, iter(outs[n:]))


@face("ops.jet")
def jet(fn: Callable[..., Any], primals: Any, series: Any) -> Any:
    """The output of `fn` and its derivatives of several orders along a path (mirrors `mindspore.ops.jet`).

    Args:
        fn: a function or Cell of Tensors.
        primals: its argument, or a tuple of arguments; integers become float32.
        series: per argument a Tensor whose first axis counts the path's derivatives of order 1, 2, …: 1 and then
            zeros give the derivatives of `fn` by its argument.

    Returns:
        `(outputs, derivatives)`; the first axis of the derivatives counts their order.

    Raises:
        TypeError: if `primals` or `series` hold something else than Tensors. ValueError: if they do not fit.

    Examples:
        >>> import mindshim as ms
        >>> value, grads = ms.ops.jet(lambda x: x * x * x, ms.Tensor([2.0]), ms.Tensor([[1.0], [0.0], [0.0]]))
        >>> print(value, grads)
        [8.] [[12.]
         [12.]
         [ 6.]]
    """
    starts, moves = _tensors("jet", "primals", primals), _tensors("jet", "series", series)
    if len(starts) != len(moves):
        raise ValueError(f"For 'jet', 'series' must have one element per primal, {len(starts)}, but got {len(moves)}.")
    for x, s in zip(starts, moves, strict=True):
        if s.shape[1:] != x.shape or s.shape[0] != moves[0].shape[0]:
            raise ValueError(
                f"For 'jet', a series must have the shape (orders, *primal's), but got {s.shape} for {x.shape}."
            )
    return _along("jet", fn, starts, moves, moves[0].shape[0])


@face("ops.derivative")
def derivative(fn: Callable[..., Any], primals: Any, order: int) -> Any:
    """The output of `fn` and its derivative of order `order` (mirrors `mindspore.ops.derivative`).

    Args:
        fn: a function or Cell of Tensors, applied element by element.
        primals: its argument, or a tuple of arguments; integers become float32. order: 1 or more.

    Raises:
        TypeError: if `primals` holds something else than Tensors, or `order` is not an int.
        ValueError: if `order` is below 1.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.derivative(lambda x: x * x * x, ms.Tensor([2.0]), 2)[1])
        [12.]
    """
    if not isinstance(order, int) or isinstance(order, bool):
        raise TypeError(f"For 'derivative', the 'order' must be an int, but got {type(order).__name__}.")
    if order < 1:
        raise ValueError(f"For 'derivative', the 'order' must be at least 1, but got {order}.")
    starts = _tensors("derivative", "primals", primals)
    moves = [Tensor._wrap(jnp.zeros((order, *x.shape), x._data.dtype).at[0].set(1)) for x in starts]
    value, found = _along("derivative", fn, starts, moves, order)
    last = type(found)(d[order - 1] for d in found) if isinstance(found, (tuple, list)) else found[order - 1]
    return value, last


@face("ops.linearize")
def linearize(fn: Callable[..., Any], inputs: Any) -> Any:
    """The output of `fn` and the function from directions to derivatives (mirrors `ops.functional.linearize`).

    Args:
        fn: a function or Cell of Tensors. inputs: its argument, or a tuple or list of arguments.

    Returns:
        `(outputs, jvp_fn)`; `jvp_fn(v)` takes a direction with the structure of `inputs`.

    Raises:
        TypeError: if `inputs` holds something else than Tensors.

    Examples:
        >>> import mindshim as ms
        >>> value, along = ms.ops.linearize(lambda x: x * x, ms.Tensor([3.0]))
        >>> print(value, along(ms.Tensor([1.0])))
        [9.] [6.]
    """
    args = tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,)
    _tensors("linearize", "inputs", inputs)
    return fn(*args), lambda v: jvp(fn, inputs, v)[1]
