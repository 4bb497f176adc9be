"""Operators that look at or replace a gradient on its way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import tape
from mindshim._core.faces import face
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive


@face("ops.HookBackward")
class HookBackward(Primitive):
    """Passes its inputs through and shows their gradients to a function (mirrors `mindspore.ops.HookBackward`).

    Compiled functions and GRAPH_MODE pass the inputs through and do not call the function, as in MindSpore.

    Args:
        hook_fn: called with a tuple of the gradients; returns the new gradient (one Tensor for one input, a tuple for
            several) or None to keep them.
        cell_id: a name; kept.

    Raises:
        TypeError: if `hook_fn` is not callable, or a tuple is returned for a single input. RuntimeError: if it is made
            within a compiled function.

    Examples:
        >>> import mindshim as ms
        >>> hook = ms.ops.HookBackward(lambda grads: grads[0] * 2)
        >>> ms.ops.grad(lambda x: hook(x * 3))(ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 6.00000000e+00])
    """

    def __init__(self, hook_fn: Callable[..., Any], cell_id: str = "") -> None:
        super().__init__("HookBackward")
        if S.mode & 2:
            raise RuntimeError(
                "The Primitive 'HookBackward' is not supported in graph mode, which is only supported in pynative mode."
            )
        if not callable(hook_fn):
            raise TypeError(f"For 'HookBackward', the type of 'hook_fn' must be function, but got {type(hook_fn).__name__}.")
        self.add_prim_attr("cell_id", cell_id)
        self.cell_id = cell_id
        self.hook_fn = hook_fn

    def __call__(self, *inputs: Any) -> Any:
        """The inputs unchanged: one Tensor, or a tuple."""
        single = len(inputs) == 1
        if S.graph_mode or S.mode & 2:
            return inputs[0] if single else inputs

        def backward(args: Any, outputs: Any, cts: Any) -> Any:
            found = self.hook_fn(cts)
            if found is None:
                return cts
            if single:
                if isinstance(found, tuple):
                    raise TypeError(
                        "For 'HookBackward', the hook function of one input must return a Tensor or None, but got a tuple."
                    )
                return (found,)
            if not isinstance(found, (tuple, list)) or len(found) != len(inputs):
                raise TypeError(f"For 'HookBackward', the hook function must return a tuple of {len(inputs)} gradients or None.")
            return tuple(found)

        return tape.custom_call(lambda *a: a[0] if single else a, backward, inputs, "HookBackward")


@face("ops.InsertGradientOf")
class InsertGradientOf(Primitive):
    """Passes its input through and replaces its gradient by `f(gradient)` (mirrors `mindspore.ops.InsertGradientOf`).

    Args:
        f: a function of the gradient.

    Examples:
        >>> import mindshim as ms
        >>> def halve(gradient):
        ...     return gradient * 0.5
        >>> ms.ops.grad(lambda x: ms.ops.InsertGradientOf(halve)(x * 3))(ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.50000000e+00])
    """

    def __init__(self, f: Callable[..., Any]) -> None:
        super().__init__("InsertGradientOf")
        if not callable(f):
            raise TypeError(f"For 'InsertGradientOf', the 'f' must be a function, but got {type(f).__name__}.")
        self.add_prim_attr("side_effect_backprop", True)
        self.f = f

    def __call__(self, x: Tensor) -> Any:
        """The input unchanged."""
        return tape.custom_call(lambda a: a, lambda args, out, cts: (self.f(cts[0]),), (x,), "InsertGradientOf")
