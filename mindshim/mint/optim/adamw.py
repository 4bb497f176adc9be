"""AdamW as PyTorch has it."""

from __future__ import annotations

from typing import Any

from mindshim.experimental.optim.adamw import corrected_adam
from mindshim.mint.optim.adam import AdamBase


def adamw(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    """Adam with a decay of its own; the first step is step 0."""
    return corrected_adam(w, g, slots, lr, hyper, (state[0].reshape(()) + 1,), decay, options)


class AdamW(AdamBase):
    """Adam with decoupled weight decay (mirrors `mindspore.mint.optim.AdamW`).

    `w -= lr weight_decay w`, then as `Adam` does.

    Args:
        params: Parameters, or dicts of groups, see `mindshim.experimental.optim.Optimizer`.
        lr: learning rate, a float of at least 0; that of a group may be a Tensor. Default: 1e-3.
        betas: decay of the two moments, a tuple of floats in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, a float of at least 0. Default: 1e-8.
        weight_decay: how much of `lr` times a weight is taken off it, a float. Default: 0.01.
        amsgrad: divide by the largest second moment so far. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.mint.optim.AdamW(net.trainable_params(), lr=0.1, weight_decay=0.5)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        True
        >>> print(net.weight.asnumpy().round(3))
        [[0.85 1.05]]
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        settings = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize)
        super().__init__(params, settings, adamw, first=-1, own_decay=True)
