"""A callback made of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim.train.callback._callback import Callback

_Told = Callable[[Any], Any] | None


def _nothing(run_context: Any) -> None:
    return None


class LambdaCallback(Callback):
    """Calls functions of your own as a run goes on (mirrors `mindspore.train.LambdaCallback`).

    Args:
        on_train_epoch_begin, on_train_epoch_end, on_train_step_begin, on_train_step_end, on_train_begin, on_train_end,
        on_eval_epoch_begin, on_eval_epoch_end, on_eval_step_begin, on_eval_step_end, on_eval_begin, on_eval_end:
            functions of the RunContext, or None.

    Examples:
        >>> import mindshim as ms
        >>> greet = ms.train.LambdaCallback(on_train_begin=lambda run_context: print("begin"))
        >>> greet.on_train_begin(ms.train.RunContext({}))
        begin
    """

    def __init__(
        self, on_train_epoch_begin: _Told = None, on_train_epoch_end: _Told = None, on_train_step_begin: _Told = None,
        on_train_step_end: _Told = None, on_train_begin: _Told = None, on_train_end: _Told = None,
        on_eval_epoch_begin: _Told = None, on_eval_epoch_end: _Told = None, on_eval_step_begin: _Told = None,
        on_eval_step_end: _Told = None, on_eval_begin: _Told = None, on_eval_end: _Told = None,
    ) -> None:  # fmt: skip
        super().__init__()
        given = {name: value for name, value in locals().items() if name.startswith("on_")}
        for name, function in given.items():
            setattr(self, name, function or _nothing)
