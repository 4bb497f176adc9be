"""Watching one number of each epoch: what the callbacks that react to a plateau share."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim import _checkparam, log
from mindshim.train.callback._callback import Callback, RunContext, _handle_loss

_SMALLER_IS_BETTER = frozenset({
    "hausdorff_distance", "mae", "mse", "loss", "perplexity", "mean_surface_distance", "root_mean_square_distance",
    "eval_loss",
})  # fmt: skip


class Monitored(Callback):
    """A callback that keeps the best value so far of a monitored quantity.

    `monitor` is 'loss' (the training network's output), or a name that evaluation in `Model.fit` gives: a metric or
    'eval_loss'. `mode` 'min' or 'max' says what is better; 'auto' knows by the name.
    """

    #: Heads the warning that nothing was there to watch.
    _what = ""

    def __init__(self, monitor: str, mode: str, min_delta: float) -> None:
        super().__init__()
        self.monitor = _checkparam.check_value_type("monitor", monitor, str)
        self.mode = _checkparam.check_value_type("mode", mode, str)
        self.min_delta = abs(_checkparam.check_value_type("min_delta", min_delta, [float, int]))
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"mode should be 'auto', 'min' or 'max', but got {mode}.")
        self.wait = 0
        self._forget()

    def _forget(self) -> None:
        self.wait = 0
        self.best: Any = np.inf if self._smaller() else -np.inf

    def _smaller(self) -> bool:
        return self.mode == "min" or (self.mode == "auto" and self.monitor in _SMALLER_IS_BETTER)

    def is_improvement(self, a: Any, b: Any) -> Any:
        """Whether the value `a` is better than `b` by more than `min_delta`."""
        return np.less(a, b - self.min_delta) if self._smaller() else np.greater(a, b + self.min_delta)

    def on_train_begin(self, run_context: RunContext) -> None:
        self._forget()

    def _value(self, run_context: RunContext) -> np.ndarray | None:
        """The monitored number of this epoch; None, with a warning, if the run doesn't give it."""
        params = run_context.original_args()
        known: dict[str, Any] = {}
        if self.monitor == "loss":
            value = _handle_loss(params.get("net_outputs"))
            if isinstance(value, float) and not math.isfinite(value):
                log.warning("Invalid %s.", self.monitor)
        else:
            known = params.get("eval_results", {})
            value = known.get(self.monitor)
        if value is None:
            log.warning(
                "%s is conditioned on %s, which is not available. Available choices are: %s",
                self._what, self.monitor, {"loss", *known},
            )  # fmt: skip
        if isinstance(value, np.ndarray) and value.shape != ():
            raise ValueError(f"{type(self).__name__} only supports scalar monitor now, but got the shape {value.shape}.")
        # A value of exactly 0 does not count as one in MindSpore either.
        return np.array(value) if value else None
