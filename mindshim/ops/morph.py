"""A Python function as an operator of compiled networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import tape
from mindshim._core.faces import face
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register


@face("ops.Morph")
class Morph(Primitive):
    """A function of Tensors as an operator of a compiled network (mirrors `mindspore.ops.Morph`).

    Args:
        fn: the function. infer_shape, infer_dtype: kept; the function itself says what comes out.
        bprop_fn: a function of the inputs, the output and its gradient that gives the inputs' gradients; without it
            `fn` is differentiated.

    Raises:
        RuntimeError: when called outside of graph mode.

    Examples:
        >>> import mindshim as ms
        >>> double = ms.ops.Morph(lambda x: x * 2, lambda s: s, lambda t: t)
        >>> print(ms.jit(lambda x: double(x))(ms.Tensor([3.0])))
        [6.]
    """

    @prim_attr_register
    def __init__(
        self,
        fn: Callable[..., Any],
        infer_shape: Callable[..., Any],
        infer_dtype: Callable[..., Any],
        bprop_fn: Callable[..., Any] | None = None,
    ) -> None:
        for name in ("side_effect_backprop", "side_effect_mem", "side_effect_io", "__metamorphosis__"):
            self.add_prim_attr(name, True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if S.scope is None and not _graph_mode():
            raise RuntimeError("Morph is only supported in GRAPH_MODE.")
        if self.bprop_fn is None:
            return self.fn(*args, **kwargs)
        bprop = self.bprop_fn

        def backward(inputs: Any, output: Any, cotangents: tuple[Tensor, ...]) -> tuple[Any, ...]:
            grads = bprop(*inputs, output, cotangents[0] if isinstance(output, Tensor) else cotangents)
            return tuple(grads) if isinstance(grads, (tuple, list)) else (grads,)

        return tape.custom_call(lambda *inputs: self.fn(*inputs, **kwargs), backward, args, "Morph")


def _graph_mode() -> bool:
    from mindshim import context

    return context.get_context("mode") == context.GRAPH_MODE
