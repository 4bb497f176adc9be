"""AdamW whose groups agree on `amsgrad`."""

from __future__ import annotations

from typing import Any

from mindshim.mint.optim.adam import AdamBase
from mindshim.mint.optim.adamw import adamw


class FusedAdamW(AdamBase):
    """`AdamW` for groups that all have `amsgrad` or all have not (mirrors `mindspore.mint.optim.FusedAdamW`).

    MindSpore's keeps the Parameters of a group in one piece of memory, for one call of a kernel; here every optimizer
    steps in one program, wherever its Parameters are.

    Args:
        params: Parameters, or dicts of groups, see `mindshim.experimental.optim.Optimizer`.
        lr: learning rate, a float of at least 0; that of a group may be a Tensor. Default: 1e-3.
        betas: decay of the two moments, a tuple or list of floats in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, a float of at least 0. Default: 1e-8.
        weight_decay: how much of `lr` times a weight is taken off it, a float. Default: 0.01.
        amsgrad: divide by the largest second moment so far. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range, or groups that differ in `amsgrad`. TypeError: for a number of another type.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.mint.optim.FusedAdamW(net.trainable_params(), lr=0.1, weight_decay=0.5)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        True
        >>> print(net.weight.asnumpy().round(3))
        [[0.85 1.05]]
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        flags = [bool(g.get("amsgrad", amsgrad)) for g in params if isinstance(g, dict)] if isinstance(params, (list, tuple)) else []
        if len(set(flags)) > 1:
            self._refuse(flags)
        settings = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize)
        super().__init__(params, settings, adamw, first=-1, own_decay=True, betas_types=(tuple, list))

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group of Parameters, see `Optimizer.add_param_group`."""
        flags = [bool(g["amsgrad"]) for g in self.param_groups]
        if isinstance(param_group, dict):
            flags.append(bool(param_group.get("amsgrad", self.defaults["amsgrad"])))
        if len(set(flags)) > 1:
            self._refuse(flags)
        super().add_param_group(param_group)

    def _refuse(self, flags: list[bool]) -> None:
        raise ValueError(f"For '{type(self).__name__}', 'amsgrad' must be the same for all parameter groups, but got {flags}.")
