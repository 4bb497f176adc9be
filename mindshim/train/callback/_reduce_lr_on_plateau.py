"""A smaller learning rate when training no longer gets better."""

from __future__ import annotations

from mindshim import _checkparam
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.ops.state import assign
from mindshim.train.callback._callback import RunContext
from mindshim.train.callback._monitored import Monitored


class ReduceLROnPlateau(Monitored):
    """Lowers the learning rate when a quantity has not improved for a while (mirrors `mindspore.train.ReduceLROnPlateau`).

    Args:
        monitor: 'loss', or a name of what `Model.fit` evaluates: 'eval_loss' or a metric's.
        factor: the learning rate is multiplied by it, between 0 and 1. patience: the epochs to wait for improvement.
        verbose: print when it happens. mode: 'min' or 'max' is better; 'auto' knows by the name.
        min_delta: a smaller change is none. cooldown: the epochs after a reduction that don't count. min_lr: the lowest rate.

    Raises:
        TypeError: for arguments of other types. ValueError: for other values; while training, if the optimizer's learning
            rate is a schedule or differs between groups of parameters.

    Examples:
        >>> import mindshim as ms
        >>> optimizer = ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="x")], 0.5)
        >>> reduce = ms.train.ReduceLROnPlateau("eval_loss", factor=0.5, patience=1, verbose=True)
        >>> for epoch, loss in enumerate([2.0, 2.0], 1):
        ...     facts = ms.train.callback._InternalCallbackParam(
        ...         cur_epoch_num=epoch, eval_results={"eval_loss": loss}, optimizer=optimizer)
        ...     reduce.on_train_epoch_end(ms.train.RunContext(facts))
        Epoch 00002: ReduceLROnPlateau reducing learning rate to 0.25.
    """

    _what = "Learning rate reduction"

    def __init__(
        self, monitor: str = "eval_loss", factor: float = 0.1, patience: int = 10, verbose: bool = False, mode: str = "auto",
        min_delta: float = 1e-4, cooldown: int = 0, min_lr: float = 0,
    ) -> None:  # fmt: skip
        super().__init__(monitor, mode, min_delta)
        self.factor = _checkparam.check_float_range(factor, 0.0, 1.0, _checkparam.INC_NEITHER)
        self.patience = _checkparam.check_non_negative_int(patience)
        self.verbose = _checkparam.check_bool(verbose)
        self.cooldown = _checkparam.check_non_negative_int(cooldown)
        self.min_lr = _checkparam.check_value_type("min_lr", min_lr, [float, int])
        self.cooldown_counter = 0

    def on_train_begin(self, run_context: RunContext) -> None:
        """Forget the results of an earlier run.

        Examples:
            >>> import mindshim as ms
            >>> optimizer = ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="x")], 0.5)
            >>> reduce = ms.train.ReduceLROnPlateau("eval_loss", factor=0.5, patience=1)
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, eval_results={"eval_loss": 2.0}, optimizer=optimizer)
            >>> context = ms.train.RunContext(facts)
            >>> reduce.on_train_epoch_end(context)
            >>> reduce.on_train_begin(context)  # forgets what it saw
            >>> reduce.on_train_epoch_end(context)
            >>> float(optimizer.learning_rate)
            0.5
        """
        super().on_train_begin(run_context)
        self.cooldown_counter = 0

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        """Reduce the learning rate after `patience` epochs without improvement.

        Examples:
            >>> import mindshim as ms
            >>> optimizer = ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="x")], 0.5)
            >>> reduce = ms.train.ReduceLROnPlateau("eval_loss", factor=0.5, patience=1)
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, eval_results={"eval_loss": 2.0}, optimizer=optimizer)
            >>> context = ms.train.RunContext(facts)
            >>> reduce.on_train_epoch_end(context)
            >>> reduce.on_train_epoch_end(context)
            >>> float(optimizer.learning_rate)
            0.25
        """
        params = run_context.original_args()
        lr = params.optimizer.learning_rate
        if not isinstance(lr, Parameter):
            raise ValueError("ReduceLROnPlateau does not support dynamic learning rate and group learning rate now.")
        value = self._value(run_context)
        if value is None:
            return
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_improvement(value, self.best):
            self.best = value
            self.wait = 0
        elif self.cooldown_counter <= 0:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(lr, params.cur_epoch_num)

    def _reduce(self, lr: Parameter, epoch: int) -> None:
        if float(lr.asnumpy()) > self.min_lr:
            lowered = max(lr * self.factor, self.min_lr)
            new = lowered if isinstance(lowered, Tensor) else Tensor(lowered, lr.dtype)
            assign(lr, new)
            if self.verbose:
                print(f"Epoch {epoch:05d}: ReduceLROnPlateau reducing learning rate to {lowered}.")
        self.cooldown_counter = self.cooldown
        self.wait = 0
