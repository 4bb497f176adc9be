"""The time of epochs and steps, printed."""

from __future__ import annotations

import time

from mindshim import _checkparam
from mindshim.train.callback._callback import Callback, RunContext


class TimeMonitor(Callback):
    """Prints the time of every epoch and step, in milliseconds (mirrors `mindspore.train.TimeMonitor`).

    Args:
        data_size: steps of an epoch, where the run doesn't say how many. data_time: print the time spent waiting for data too.

    Raises:
        TypeError: if `data_time` is no bool. ValueError: while training, if nobody knows the steps of an epoch.

    Examples:
        >>> import mindshim as ms
        >>> timer = ms.train.TimeMonitor()
        >>> context = ms.train.RunContext({"mode": "train", "batch_num": 5})
        >>> timer.on_train_epoch_begin(context)
        >>> ms.train.TimeMonitor(data_size=5).on_train_epoch_end(context)  # doctest: +SKIP
        Train epoch time: 0.020 ms, per step time: 0.004 ms
    """

    def __init__(self, data_size: int | None = None, data_time: bool = False) -> None:
        super().__init__()
        _checkparam.check_bool(data_time, "data_time")
        self.data_size = data_size
        self.data_time = data_time
        self.epoch_time = time.time()
        self.data_time_sum = 0.0
        self.data_time_start = 0.0

    def epoch_begin(self, run_context: RunContext) -> None:
        """Begin to measure an epoch.

        Examples:
            >>> import mindshim as ms
            >>> timer = ms.train.TimeMonitor()
            >>> context = ms.train.RunContext({"mode": "train", "batch_num": 5})
            >>> timer.epoch_begin(context)
            >>> timer.epoch_time > 0
            True
        """
        self.epoch_time = self.data_time_start = time.time()
        self.data_time_sum = 0.0

    def on_train_step_begin(self, run_context: RunContext) -> None:
        if self.data_time:
            self.data_time_sum += time.time() - self.data_time_start

    def on_train_step_end(self, run_context: RunContext) -> None:
        if self.data_time:
            self.data_time_start = time.time()

    def epoch_end(self, run_context: RunContext) -> None:
        spent = (time.time() - self.epoch_time) * 1000
        params = run_context.original_args()
        steps = params.get("batch_num")
        if not isinstance(steps, int) or steps <= 0:
            steps = _checkparam.check_positive_int(self.data_size)
        text = f"{params.get('mode', '').title()} epoch time: {spent:5.3f} ms, per step time: {spent / steps:5.3f} ms"
        if self.data_time:
            text += f" (data time: {self.data_time_sum * 1000 / steps:5.3f} ms)"
        print(text, flush=True)
