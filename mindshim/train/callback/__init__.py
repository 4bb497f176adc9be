"""Callbacks of `Model` (mirrors `mindspore.train.callback`)."""

from __future__ import annotations

import time
from typing import Any


class RunContext:
    """What a callback is given: the parameters of the run (mirrors `mindspore.train.RunContext`)."""

    def __init__(self, original_args: Any) -> None:
        self._original_args = original_args
        self._stop_requested = False

    def original_args(self) -> Any:
        """The parameters of the run: `network`, `cur_epoch_num`, `cur_step_num`, `batch_num`, `net_outputs`, …"""
        return self._original_args

    def request_stop(self) -> None:
        """Ask that training ends after this step or epoch."""
        self._stop_requested = True

    def get_stop_requested(self) -> bool:
        """Whether a stop was asked for."""
        return self._stop_requested


class InternalCallbackParam(dict):
    """The parameters of a run, read and written as attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


class Callback:
    """Base class: its methods are called as training goes on (mirrors `mindspore.train.Callback`).

    Examples:
        >>> import mindshim as ms
        >>> class Count(ms.train.Callback):
        ...     def step_end(self, run_context):
        ...         print(run_context.original_args().cur_step_num)
    """

    def __enter__(self) -> Callback:
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def begin(self, run_context: RunContext) -> None:
        """Before anything."""

    def epoch_begin(self, run_context: RunContext) -> None:
        """Before each epoch."""

    def epoch_end(self, run_context: RunContext) -> None:
        """After each epoch."""

    def step_begin(self, run_context: RunContext) -> None:
        """Before each step."""

    def step_end(self, run_context: RunContext) -> None:
        """After each step."""

    def end(self, run_context: RunContext) -> None:
        """After everything."""

    def on_train_begin(self, run_context: RunContext) -> None:
        """Before training; `begin` by default."""
        self.begin(run_context)

    def on_train_epoch_begin(self, run_context: RunContext) -> None:
        """Before each training epoch; `epoch_begin` by default."""
        self.epoch_begin(run_context)

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        """After each training epoch; `epoch_end` by default."""
        self.epoch_end(run_context)

    def on_train_step_begin(self, run_context: RunContext) -> None:
        """Before each training step; `step_begin` by default."""
        self.step_begin(run_context)

    def on_train_step_end(self, run_context: RunContext) -> None:
        """After each training step; `step_end` by default."""
        self.step_end(run_context)

    def on_train_end(self, run_context: RunContext) -> None:
        """After training; `end` by default."""
        self.end(run_context)


class LossMonitor(Callback):
    """Prints the loss every so many steps and stops at NaN or infinity (mirrors `mindspore.train.LossMonitor`).

    Raises:
        ValueError: if `per_print_times` is no int or negative.
    """

    def __init__(self, per_print_times: int = 1) -> None:
        if not isinstance(per_print_times, int) or per_print_times < 0:
            raise ValueError(f"The argument 'per_print_times' must be int and >= 0, but got {per_print_times}.")
        self._per_print_times = per_print_times
        self._last_print_time = 0

    def step_end(self, run_context: RunContext) -> None:
        params = run_context.original_args()
        step = (params.cur_step_num - 1) % params.batch_num + 1
        if params.cur_step_num <= self._last_print_time:
            self._last_print_time = params.cur_step_num
        if self._per_print_times and params.cur_step_num - self._last_print_time >= self._per_print_times:
            self._last_print_time = params.cur_step_num
            out = params.net_outputs
            loss = (out[0] if isinstance(out, (tuple, list)) else out).asnumpy().mean()
            if loss != loss or abs(loss) == float("inf"):
                raise ValueError(f"In epoch: {params.cur_epoch_num} step: {step}, loss is NAN or INF, training process cannot continue, terminating training.")
            print(f"epoch: {params.cur_epoch_num} step: {step}, loss is {loss}", flush=True)


class TimeMonitor(Callback):
    """Prints the time of every epoch and step (mirrors `mindspore.train.TimeMonitor`).

    Args:
        data_size: steps of an epoch; those of the dataset by default.
    """

    def __init__(self, data_size: int | None = None, data_time: bool = False) -> None:
        self.data_size = data_size
        self.epoch_time = time.time()

    def epoch_begin(self, run_context: RunContext) -> None:
        self.epoch_time = time.time()

    def epoch_end(self, run_context: RunContext) -> None:
        spent = (time.time() - self.epoch_time) * 1000
        steps = run_context.original_args().batch_num or self.data_size or 1
        print(f"Train epoch time: {spent:5.3f} ms, per step time: {spent / steps:5.3f} ms", flush=True)
