"""AdaFactor: Adam with second moments in rows and columns (mirrors `mindspore.nn.optim.adafactor`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim import _checkparam as check
from mindshim._core import dtypes as mstype
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.nn.optim._step import takes_wider
from mindshim.nn.optim.optimizer import FusedOptimizer


def _count(state: Any, hyper: Any) -> Any:
    return state[0] + 1, state[1] + 1


def _root_mean_square(x: Any) -> Any:
    return jnp.sqrt(jnp.mean(x * x))


@takes_wider
def _adafactor(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    eps1, eps2, limit, power, beta1 = hyper
    has_moment, scaled, relative, warmup = options
    step = state[1].astype(w.dtype).reshape(())
    row, col, square = slots[-3:]
    if relative:
        lr = jnp.minimum(1e-6 * step if warmup else 1e-2, 1 / jnp.sqrt(step))
    if scaled:
        lr = lr * jnp.maximum(eps2, _root_mean_square(w))
    old = 1 - step ** (-power)
    squares = g * g + eps1
    if w.ndim > 1:
        row = old * row + (1 - old) * squares.mean(-1)
        col = old * col + (1 - old) * squares.mean(-2)
        update = g / jnp.sqrt(row / row.mean(-1, keepdims=True))[..., None] / jnp.sqrt(col)[..., None, :]
    else:
        square = old * square + (1 - old) * squares
        update = g / jnp.sqrt(square)
    update = update * lr / jnp.maximum(1, _root_mean_square(update) / limit)
    moment = []
    if has_moment:
        update = beta1 * slots[0] + (1 - beta1) * update
        moment = [update]
    if decay is not None:
        w = w - w * decay * lr
    return w - update, [*moment, row, col, square]


class AdaFactor(FusedOptimizer):
    """Adam whose second moments are kept as means of rows and of columns (mirrors `mindspore.nn.AdaFactor`).

    Updates whose root mean square is above `clip_threshold` are shortened to it.

    Args:
        params: see `Optimizer`. learning_rate: see `Optimizer`; None with `relative_step`. eps: added to the squared
            gradient, and the least root mean square of a Parameter. clip_threshold: see above. decay_rate: in (0, 1), the
            squares of step t weigh t to the power of minus this. beta1: of the first moment; none is kept for 0 or None.
            weight_decay: in [0, 1), taken off all Parameters, times the learning rate. scale_parameter: steps are
            multiplied by the Parameter's root mean square. relative_step: the learning rate is 1 / sqrt(t), at most 0.01.
            warmup_init: at most 1e-6 t. compression: second moments of vectors are float16. loss_scale: has no effect.

    Raises:
        ValueError: for a learning rate with `relative_step` or none without, or values out of range.
        TypeError: for arguments of other types. RuntimeError: when called with a `beta1` above 1.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 2, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.AdaFactor(net.trainable_params(), 0.1, scale_parameter=False, relative_step=False, beta1=None)
        >>> _ = optimizer((ms.Tensor([[1.0, -1.0], [2.0, -2.0]]),))
        >>> print(net.weight.asnumpy().round(3))
        [[0.9 1.1]
         [0.9 1.1]]
    """

    def __init__(
        self, params: Any, learning_rate: Any = None, eps: Any = (1e-30, 1e-3), clip_threshold: float = 1.0,
        decay_rate: float = 0.8, beta1: float | None = 0.9, weight_decay: float = 0.0, scale_parameter: bool = True,
        relative_step: bool = True, warmup_init: bool = False, compression: bool = False, loss_scale: float = 1.0,
    ) -> None:  # fmt: skip
        if learning_rate is not None and relative_step:
            raise ValueError(f"For 'AdaFactor', 'learning_rate' must be None with 'relative_step', but got {learning_rate}.")
        if warmup_init and not relative_step:
            raise ValueError("For 'AdaFactor', 'warmup_init' requires 'relative_step'.")
        if learning_rate is None and not relative_step:
            raise ValueError("For 'AdaFactor', without 'relative_step' a 'learning_rate' is needed.")
        beta1 = 0.0 if beta1 is None else beta1
        super().__init__(0.0 if learning_rate is None else learning_rate, params, weight_decay, loss_scale)
        op = type(self).__name__
        check.check_value_type("eps", eps, [list, tuple], op)
        if len(eps) != 2:
            raise ValueError(f"For '{op}', the 'eps' must have 2 values, but got {eps}.")
        for i, value in enumerate(eps):
            check.check_value_type(f"eps{i}", value, [float], op)
            check.check_non_negative_float(value, f"eps{i}", op)
        check.check_value_type("clip_threshold", clip_threshold, [float], op)
        check.check_non_negative_float(clip_threshold, "clip_threshold", op)
        check.check_value_type("decay_rate", decay_rate, [float], op)
        check.check_float_range(decay_rate, 0, 1, check.INC_NEITHER, "decay_rate", op)
        check.check_float_range(weight_decay, 0, 1, check.INC_LEFT, "weight_decay", op)
        for name, flag in (("scale_parameter", scale_parameter), ("relative_step", relative_step), ("compression", compression)):
            check.check_value_type(name, flag, [bool], op)
        check.check_value_type("beta1", beta1, [int, float], op)
        check.check_non_negative_float(float(beta1), "beta1", op)
        self.scale_parameter = scale_parameter and (learning_rate is None or isinstance(learning_rate, (int, float)))
        self.relative_step, self.warmup_init, self.compression = relative_step, warmup_init, compression
        self.decay_flags = (weight_decay > 0,) * len(self.parameters)
        self.exec_weight_decay = weight_decay > 0
        self.need_scale = False
        self._beta1 = float(beta1)
        self._keep_state(beta1 > 0)
        slots = [self.exp_avg_sq_row, self.exp_avg_sq_col, self.exp_avg_sq]
        self._fuse(
            _adafactor,
            [self.exp_avg, *slots] if beta1 > 0 else slots,
            state=[self.step],
            advance=_count,
            hyper=[*eps, clip_threshold, decay_rate, beta1],
            own_decay=True,
            options=(beta1 > 0, self.scale_parameter, relative_step, warmup_init),
        )

    def _keep_state(self, has_moment: bool) -> None:
        """The moments; each Parameter has all kinds, of which those that it does not need have one element."""
        if has_moment:
            self.exp_avg = self.parameters.clone(prefix="exp_avg", init="zeros")
        rows, cols, squares = [], [], []
        for p in self.parameters:
            matrix = p.ndim > 1
            half = self.compression and not matrix
            for kind, made, shape in (
                ("row", rows, p.shape[:-1] if matrix else (1,)),
                ("col", cols, p.shape[:-2] + p.shape[-1:] if matrix else (1,)),
                ("", squares, (1,) if matrix else p.shape),
            ):
                dtype = mstype.float16 if half and not kind else p.dtype
                name = f"exp_avg_sq_{kind}_{p.name}" if kind else f"exp_avg_sq_{p.name}"
                made.append(Parameter(initializer("zeros", shape, dtype), name=name))
        self.exp_avg_sq_row, self.exp_avg_sq_col = ParameterTuple(rows), ParameterTuple(cols)
        self.exp_avg_sq = ParameterTuple(squares)
        self.step = Parameter(initializer("zeros", [1], mstype.float32), name="afactor_step")

    @property
    def supports_memory_efficient_fp16(self) -> bool:
        """Whether Parameters may be float16: they may."""
        return True

    @property
    def supports_flat_params(self) -> bool:
        """Whether Parameters may be joined to one: rows and columns could not be told."""
        return False

    def construct(self, gradients: Any) -> tuple[bool, ...]:
        """Update the parameters with a tuple of gradients."""
        if self._beta1 > 1:
            raise RuntimeError(f"For 'AdaFactor', the 'beta1' must not be above 1, but got {self._beta1}.")
        return self._update(gradients)
