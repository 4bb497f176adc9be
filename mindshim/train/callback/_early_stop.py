"""An end of training when it no longer gets better."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from mindshim import _checkparam
from mindshim.train.callback._callback import RunContext
from mindshim.train.callback._monitored import Monitored


class EarlyStopping(Monitored):
    """Ends training when a quantity has not improved for a while (mirrors `mindspore.train.EarlyStopping`).

    Args:
        monitor: 'loss', or a name of what `Model.fit` evaluates: 'eval_loss' or a metric's.
        min_delta: a smaller change is none. patience: the epochs without improvement after which training ends.
        verbose: print when it happens. mode: 'min' or 'max' is better; 'auto' knows by the name.
        baseline: a value that must be passed for an epoch to count as one with improvement. Any but 0 or None stands for
            `min_delta`, as in MindSpore 2.10.
        restore_best_weights: at the end, put back the parameters of the best epoch.

    Raises:
        TypeError: for arguments of other types. ValueError: for another `mode` or a negative `patience`.

    Examples:
        >>> import mindshim as ms
        >>> stop = ms.train.EarlyStopping("accuracy", patience=2, verbose=True)
        >>> for epoch, accuracy in enumerate([0.5, 0.6, 0.6, 0.6], 1):
        ...     facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=epoch, eval_results={"accuracy": accuracy})
        ...     context = ms.train.RunContext(facts)
        ...     stop.on_train_epoch_end(context)
        >>> stop.on_train_end(context)
        Epoch 00004: early stopping
    """

    _what = "Early stopping"

    def __init__(
        self, monitor: str = "eval_loss", min_delta: float = 0, patience: int = 0, verbose: bool = False, mode: str = "auto",
        baseline: float | None = None, restore_best_weights: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(monitor, mode, min_delta)
        self.patience = _checkparam.check_non_negative_int(patience)
        self.verbose = _checkparam.check_bool(verbose)
        self.baseline = min_delta if baseline else None
        self.restore_best_weights = _checkparam.check_bool(restore_best_weights)
        self.stopped_epoch = 0
        self.best_weights_param_dict: Any = None

    def on_train_begin(self, run_context: RunContext) -> None:
        """Forget the results of an earlier run.

        Examples:
            >>> import mindshim as ms
            >>> stop = ms.train.EarlyStopping("accuracy", patience=1)
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, eval_results={"accuracy": 0.5})
            >>> context = ms.train.RunContext(facts)
            >>> stop.on_train_epoch_end(context)
            >>> stop.on_train_begin(context)  # forgets what it saw
            >>> stop.on_train_epoch_end(context)
            >>> context.get_stop_requested()
            False
        """
        super().on_train_begin(run_context)
        self.stopped_epoch = 0
        self.best_weights_param_dict = None

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        """Ask for a stop after `patience` epochs without improvement.

        Examples:
            >>> import mindshim as ms
            >>> stop = ms.train.EarlyStopping("accuracy", patience=1)
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, eval_results={"accuracy": 0.5})
            >>> context = ms.train.RunContext(facts)
            >>> stop.on_train_epoch_end(context)
            >>> stop.on_train_epoch_end(context)
            >>> context.get_stop_requested()
            True
        """
        from mindshim.train.serialization import load_param_into_net

        value = self._value(run_context)
        if value is None:
            return
        params = run_context.original_args()
        if self.restore_best_weights and self.best_weights_param_dict is None:
            self.best_weights_param_dict = deepcopy(params.train_network.parameters_dict())
        self.wait += 1
        if self.is_improvement(value, self.best):
            self.best = value
            if self.restore_best_weights:
                self.best_weights_param_dict = deepcopy(params.train_network.parameters_dict())
            if self.baseline is None or self.is_improvement(value, self.baseline):
                self.wait = 0
        if self.wait < self.patience:
            return
        self.stopped_epoch = params.get("cur_epoch_num")
        run_context.request_stop()
        if self.best_weights_param_dict is not None:
            if self.verbose:
                print("Restoring model weights from the end of the best epoch.")
            load_param_into_net(params.train_network, self.best_weights_param_dict)

    def on_train_end(self, run_context: RunContext) -> None:
        """Say at which epoch the run was stopped, with `verbose`.

        Examples:
            >>> import mindshim as ms
            >>> stop = ms.train.EarlyStopping("accuracy", patience=1, verbose=True)
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, eval_results={"accuracy": 0.5})
            >>> context = ms.train.RunContext(facts)
            >>> stop.on_train_epoch_end(context)
            >>> stop.on_train_epoch_end(context)
            >>> stop.on_train_end(context)
            Epoch 00001: early stopping
        """
        if self.stopped_epoch > 0 and self.verbose:
            print(f"Epoch {self.stopped_epoch:05d}: early stopping")
