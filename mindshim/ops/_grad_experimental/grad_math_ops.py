"""What gradients of operators of two inputs share."""

from __future__ import annotations

from mindshim._core.tensor import Tensor
from mindshim.ops._grad_experimental.grad_base import bprop_getters as bprop_getters


def binop_grad_common(x: Tensor, y: Tensor, dx: Tensor, dy: Tensor) -> tuple[Tensor, Tensor]:
    """`dx` and `dy`, gradients of the common shape, summed over what was broadcast: of the shapes of `x` and `y`.

    Raises:
        RuntimeError, ValueError: for shapes that do not broadcast to those of `dx` and `dy`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops._grad_experimental.grad_math_ops import binop_grad_common
        >>> grad = ms.ops.ones((2, 3))
        >>> dx, dy = binop_grad_common(ms.ops.ones((2, 1)), ms.ops.ones((3,)), grad, grad)
        >>> print(dx.shape, dy)
        (2, 1) [2. 2. 2.]
    """
    return dx.sum_to_size(x.shape), dy.sum_to_size(y.shape)
