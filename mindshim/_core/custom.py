"""Hand-written gradients inside a traced function.

In PyNative mode a step with its own gradient is a node on the tape. A traced function is differentiated by JAX later,
when the tape of the trace is long gone, so there the step becomes a `jax.custom_vjp` whose forward and backward
functions are captured now, with everything they read from outside as explicit inputs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import capture
from mindshim._core import skeleton as skeletons
from mindshim._core.promotion import is_inexact
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


class _Closed:
    """A captured function as one of explicit inputs: its arguments, then what it read from outside."""

    def __init__(self, traced: capture.Traced) -> None:
        jaxpr = traced.jaxpr
        self.traced = traced
        self.consts = list(jaxpr.consts)
        self.outside = [S.scope.read(t) for t in traced.lifted]
        for stream, count in traced.streams:
            self.outside += [jnp.asarray(v) for v in stream.draw(count)]
        n_const = len(self.consts)
        body = jaxpr.jaxpr

        def run(args: list[Any], outside: Any, consts: Any) -> Any:
            closed = type(jaxpr)(body, list(consts)) if n_const else jaxpr
            full = [*args, *outside]
            full = [x if x.dtype == a.dtype else x.astype(a.dtype) for x, a in zip(full, jaxpr.in_avals, strict=True)]
            return capture.as_function(closed)(*full)

        self.run = run


def traced_call(forward: Callable[..., Any], backward: Callable[..., Any], args: tuple[Any, ...], name: str) -> Any:
    """`forward(*args)` inside a trace, differentiated by `backward(args, outputs, cotangents)`."""
    where = [i for i, a in enumerate(args) if isinstance(a, Tensor)]
    arrays = [S.scope.read(args[i]) for i in where]
    avals = [jax.ShapeDtypeStruct(a.shape, a.dtype) for a in arrays]

    def with_tensors(tensors: Any) -> tuple[Any, ...]:
        rest = iter(tensors)
        return tuple(next(rest) if isinstance(a, Tensor) else a for a in args)

    def run_forward(*tensors: Tensor) -> Any:
        return forward(*with_tensors(tensors))

    skeleton = skeletons.flatten((tuple(Tensor._wrap(a) for a in arrays), {}), [])
    first = _Closed(capture.trace(run_forward, skeleton, avals))
    traced = first.traced
    n_in, n_out = len(arrays), traced.n_out
    out_avals = [jax.ShapeDtypeStruct(a.shape, a.dtype) for a in traced.jaxpr.out_avals]
    missing: list[int] = []

    def run_backward(*tensors: Tensor) -> Any:
        inputs, outs, cts = tensors[:n_in], tensors[n_in : n_in + n_out], tensors[n_in + n_out :]
        grads = backward(with_tensors(inputs), skeletons.unflatten(traced.out, iter(outs)), tuple(cts))
        missing.clear()
        missing.extend(k for k, i in enumerate(where) if not isinstance(grads[i], Tensor))
        return tuple(grads[i] for i in where if isinstance(grads[i], Tensor))

    back_avals = [*avals, *out_avals[:n_out], *out_avals[:n_out]]
    back_skeleton = skeletons.flatten((tuple(Tensor._wrap(jnp.zeros(a.shape, a.dtype)) for a in back_avals), {}), [])
    second = _Closed(capture.trace(run_backward, back_skeleton, back_avals))

    @jax.custom_vjp
    def call(inputs: Any, extra: Any) -> Any:
        return tuple(first.run(inputs, extra[0], extra[1]))

    def call_forward(inputs: Any, extra: Any) -> Any:
        # Through `call` again: a second derivative must meet the hand-written gradient too.
        outs = call(inputs, extra)
        return outs, (inputs, extra, outs)

    def call_backward(residuals: Any, cts: Any) -> Any:
        inputs, extra, outs = residuals
        given = [
            c if is_inexact(o.dtype) else jnp.zeros(o.shape, o.dtype) for c, o in zip(cts[:n_out], outs[:n_out], strict=True)
        ]
        found = iter(second.run([*inputs, *outs[:n_out], *given], extra[2], extra[3]))
        grads = []
        for k, x in enumerate(inputs):
            g = None if k in missing else next(found)
            grads.append(_as_cotangent(g, x))
        return grads, jax.tree.map(lambda x: _as_cotangent(None, x), extra)

    call.defvjp(call_forward, call_backward)
    outs = call(arrays, (first.outside, first.consts, second.outside, second.consts))
    results = [Tensor._wrap(o) for o in outs]
    for t, new in zip(traced.written, results[n_out:], strict=False):
        t._assign_data(new._data)
    return skeletons.unflatten(traced.out, iter(results[:n_out]))


def _as_cotangent(grad: Any, x: Any) -> Any:
    if not is_inexact(x.dtype):
        return np.zeros(x.shape, jax.dtypes.float0)
    if grad is None:
        return jnp.zeros(x.shape, x.dtype)
    grad = grad.astype(x.dtype)
    return grad if grad.shape == x.shape else jnp.broadcast_to(grad, x.shape)
