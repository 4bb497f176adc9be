"""Adam as PyTorch has it, and what the classes of its kind share."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as validator
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.adam import check_adam
from mindshim.experimental.optim.adamw import corrected_adam
from mindshim.experimental.optim.optimizer import Optimizer


def _decayed_adam(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    """The decay is in the gradient by now."""
    return corrected_adam(w, g, slots, lr, hyper, (state[0].reshape(()),), None, options)


class AdamBase(Optimizer):
    """What Adam and AdamW share: the checks of their settings, and their state.

    `state_step` begins with what the real one's checkpoints have: `first`.
    """

    def __init__(
        self,
        params: Any,
        settings: dict[str, Any],
        formula: Any,
        *,
        first: float,
        own_decay: bool,
        betas_types: tuple[type, ...] = (tuple,),
    ) -> None:
        op, betas = type(self).__name__, settings["betas"]
        validator.check_value_type("betas", betas, list(betas_types), op)
        validator.check("betas size", len(betas), "", [2], validator.IN, op)
        numbers = {"betas[0]": betas[0], "betas[1]": betas[1], **{n: settings[n] for n in ("eps", "weight_decay", "lr")}}
        for name, value in numbers.items():
            validator.check_value_type(name, value, [float], op)
        for name in ("amsgrad", "maximize"):
            validator.check_value_type(name, settings[name], [bool], op)
        check_adam(settings["lr"], settings["eps"], betas, settings["weight_decay"])
        super().__init__(params, settings)
        self._slot("exp_avg")
        self._slot("exp_avg_sq")
        self._keep_largest()
        self.state_step = Parameter(Tensor([first], mstype.float32), "state_step")
        self._fuse(formula, hyper=("betas", "eps"), options=("amsgrad",), step=self.state_step, own_decay=own_decay)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group of Parameters, see `Optimizer.add_param_group`."""
        super().add_param_group(param_group)
        self._keep_largest()

    def _keep_largest(self) -> None:
        """The largest second moments: no memory for them where no group wants them."""
        if not any(group["amsgrad"] for group in self.param_groups):
            return
        if len(self._slots) == 2:
            self._slot("max_exp_avg_sq")
        for i, group in enumerate(self.param_groups):
            if group["amsgrad"]:
                own = slice(self.group_start_id[i], self.group_start_id[i + 1])
                group["max_exp_avg_sq"] = ParameterTuple(self.max_exp_avg_sq[own])

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        if len(self._slots) == 2 and any(group["amsgrad"] for group in self.param_groups):
            raise RuntimeError(
                f"For '{type(self).__name__}', 'amsgrad' of a group can not be turned on later: the largest moments were not kept."
            )
        return self._update(gradients)


class Adam(AdamBase):
    """Adaptive moment estimation, as PyTorch computes it (mirrors `mindspore.mint.optim.Adam`).

    `m = b1 m + (1-b1) g`, `v = b2 v + (1-b2) g²`, `w -= lr/(1-b1^t) m / (sqrt(v / (1-b2^t)) + eps)`.

    Args:
        params: Parameters, or dicts of groups, see `mindshim.experimental.optim.Optimizer`.
        lr: learning rate, a float of at least 0; that of a group may be a Tensor. Default: 1e-3.
        betas: decay of the two moments, a tuple of floats in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, a float of at least 0. Default: 1e-8.
        weight_decay: L2 coefficient, a float: so much of a weight is added to its gradient. Default: 0.0.
        amsgrad: divide by the largest second moment so far. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.mint.optim.Adam(net.trainable_params(), lr=0.1)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        True
        >>> print(net.weight.asnumpy().round(3))
        [[0.9 1.1]]
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        settings = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize)
        super().__init__(params, settings, _decayed_adam, first=0, own_decay=False)
