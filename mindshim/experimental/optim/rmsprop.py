"""RMSprop with parameter groups."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.experimental.optim.optimizer import Optimizer, check_not_less_than, check_not_less_than_without_equal


def _rmsprop_rooted(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    alpha, eps, momentum = hyper
    centered, has_momentum = options[0], options[1] > 0
    mean, square, moved = slots
    square = alpha * square + (1 - alpha) * g * g
    spread = square
    if centered:
        mean = alpha * mean + (1 - alpha) * g
        spread = square - mean * mean
    step = g / (jnp.sqrt(spread) + eps)
    if has_momentum:
        moved = momentum * moved + step
        return w - lr * moved, [mean, square, moved]
    return w - lr * step, [mean, square, moved]


class RMSprop(Optimizer):
    """`s = alpha s + (1-alpha) g²`, `w -= lr g / (sqrt(s) + eps)` (mirrors `mindspore.experimental.optim.RMSprop`).

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, greater than 0. Default: 0.01.
        alpha: decay of the mean square, at least 0. Default: 0.99.
        eps: added to the root, greater than 0. Default: 1e-8.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        momentum: how much of the last step stays, at least 0. Default: 0.0.
        centered: divide by the root of the variance instead of the mean square. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.RMSprop([w], lr=0.1, alpha=0.75)((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy().round(4))
        [0.8]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.01,
        alpha: float = 0.99,
        eps: float = 1e-08,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than(alpha, "alpha", op)
        check_not_less_than_without_equal(eps, "eps", op)
        check_not_less_than(momentum, "momentum", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        super().__init__(
            params,
            dict(
                lr=lr,
                momentum=momentum,
                alpha=alpha,
                eps=eps,
                centered=centered,
                weight_decay=weight_decay,
                maximize=maximize,
            ),
        )
        self._slot("mean_grad", by="centered")
        self._slot("mean_square")
        self._slot("moment", by="momentum")
        self._fuse(_rmsprop_rooted, hyper=("alpha", "eps", "momentum"), options=("centered", "momentum"))

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
