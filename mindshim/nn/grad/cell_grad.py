"""Jacobian products as Cells; `ops.jvp` and `ops.vjp` have replaced them (mirrors `mindspore.nn.grad.cell_grad`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.function.forward_grad import jvp, vjp


class _FirstGrad(Cell):
    """The first of two gradients, by which the real layer finds the derivative; here it gives Parameters their names."""

    def __init__(self, fn: Callable[..., Any]) -> None:
        super().__init__()
        self.fn = fn


class _FirstGradSingleValue(_FirstGrad):
    pass


class Jvp(Cell):
    """The outputs of a network and their derivative along a direction (mirrors `mindspore.nn.Jvp`).

    Args:
        fn: a Cell or function of Tensors.

    Inputs:
        The network's inputs, and as the last one the direction: a Tensor for one input, else a tuple of Tensors.

    Returns:
        Of a call: the outputs, and the derivatives, which have the structure of the outputs.

    Raises:
        TypeError: if the inputs do not fit the network, or the direction the inputs.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Jvp(lambda x: x * x)(ms.Tensor([3.0]), ms.Tensor([1.0]))[1])
        [6.]
    """

    def __init__(self, fn: Callable[..., Any]) -> None:
        super().__init__()
        self.fn = fn
        self.first_grad = _FirstGrad(fn)
        self.first_grad_single_value = _FirstGradSingleValue(fn)

    def construct(self, *args: Any) -> Any:
        *inputs, v = args
        if isinstance(v, Tensor) != (len(inputs) == 1):
            wanted = "a Tensor" if len(inputs) == 1 else f"a tuple of {len(inputs)} Tensors"
            raise TypeError(f"For 'Jvp', 'v' must be {wanted} for {len(inputs)} inputs, but got {type(v).__name__}.")
        return jvp(self.fn, tuple(inputs), v)


class Vjp(Cell):
    """The outputs of a network and the gradients that a cotangent gives its inputs (mirrors `mindspore.nn.Vjp`).

    Args:
        fn: a Cell or function of Tensors.

    Inputs:
        The network's inputs, and as the last one the cotangent, with the structure of the outputs.

    Returns:
        Of a call: the outputs, and the gradient of the input, or a tuple with one for each of several inputs.

    Raises:
        TypeError: if the inputs do not fit the network, or the cotangent the outputs.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Vjp(lambda x: x * x)(ms.Tensor([3.0]), ms.Tensor([1.0]))[1])
        [6.]
    """

    def __init__(self, fn: Callable[..., Any]) -> None:
        super().__init__()
        self.fn = fn

    def construct(self, *args: Any) -> Any:
        *inputs, v = args
        out, pull = vjp(self.fn, *inputs)
        sizes = [len(x) if isinstance(x, (tuple, list)) else 0 for x in (out, v)]
        if sizes[0] != sizes[1]:
            wanted = f"a tuple of {sizes[0]} Tensors" if sizes[0] else "a Tensor"
            raise TypeError(f"For 'Vjp', 'v' must be {wanted} as the outputs are, but got {type(v).__name__}.")
        grads = pull(*v) if isinstance(v, (tuple, list)) else pull(v)
        return out, grads[0] if len(inputs) == 1 else grads
