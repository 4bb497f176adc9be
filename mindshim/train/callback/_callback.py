"""What a callback is, what it is told, and the callbacks of one run together."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import numpy as np

from mindshim import log
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell

#: The moments of a run, in the spelling for training and evaluation apart (`on_train_…`) and in the one for both.
_MOMENTS = ("begin", "epoch_begin", "epoch_end", "step_begin", "step_end", "end")


class InternalCallbackParam(dict):
    """The facts of a run, read and written as keys or as attributes."""

    def __getattr__(self, key: str) -> Any:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value


class RunContext:
    """What a callback is given: the facts of the run, and a way to end it (mirrors `mindspore.train.RunContext`).

    Args:
        original_args: a dict of the facts.

    Raises:
        TypeError: if it is no dict.

    Examples:
        >>> import mindshim as ms
        >>> context = ms.train.RunContext({"cur_epoch_num": 4})
        >>> context.request_stop()
        >>> context.original_args(), context.get_stop_requested()
        ({'cur_epoch_num': 4}, True)
    """

    def __init__(self, original_args: Any) -> None:
        if not isinstance(original_args, dict):
            raise TypeError(f"The argument 'original_args' of RunContext should be dict type, but got {type(original_args)}.")
        self._original_args = original_args
        self._stop_requested = False

    def original_args(self) -> Any:
        """The facts: `network`, `mode`, `cur_epoch_num`, `cur_step_num`, `batch_num`, `net_outputs`, … by name.

        Examples:
            >>> import mindshim as ms
            >>> context = ms.train.RunContext({"cur_epoch_num": 4})
            >>> context.original_args()
            {'cur_epoch_num': 4}
        """
        return self._original_args

    def request_stop(self) -> None:
        """Ask that the run ends after this step or epoch.

        Examples:
            >>> import mindshim as ms
            >>> context = ms.train.RunContext({"cur_epoch_num": 4})
            >>> context.request_stop()
            >>> context.get_stop_requested()
            True
        """
        self._stop_requested = True

    def get_stop_requested(self) -> bool:
        """Whether a stop was asked for.

        Examples:
            >>> import mindshim as ms
            >>> context = ms.train.RunContext({"cur_epoch_num": 4})
            >>> context.get_stop_requested()
            False
        """
        return self._stop_requested


class Callback:
    """Base class: its methods are called as a run goes on (mirrors `mindspore.train.Callback`).

    A subclass overrides `on_train_…` and `on_eval_…` methods. Unless it does, those call the older method without the
    prefix, for training and evaluation alike. A callback is entered as a context manager for the time of the run.

    Examples:
        >>> import mindshim as ms
        >>> class Count(ms.train.Callback):
        ...     def on_train_step_end(self, run_context):
        ...         print(run_context.original_args().cur_step_num)
    """

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *err: Any) -> Any:
        return None

    def begin(self, run_context: RunContext) -> None:
        """Before anything.

        Examples:
            >>> import mindshim as ms
            >>> class Tell(ms.train.Callback):
            ...     def begin(self, run_context):
            ...         print("begin of", run_context.original_args()["mode"])
            >>> Tell().on_train_begin(ms.train.RunContext({"mode": "train"}))
            begin of train
            >>> Tell().on_eval_begin(ms.train.RunContext({"mode": "eval"}))
            begin of eval
        """

    def epoch_begin(self, run_context: RunContext) -> None:
        """Before each epoch.

        Examples:
            >>> import mindshim as ms
            >>> class Tell(ms.train.Callback):
            ...     def epoch_begin(self, run_context):
            ...         print("epoch_begin of", run_context.original_args()["mode"])
            >>> Tell().on_train_epoch_begin(ms.train.RunContext({"mode": "train"}))
            epoch_begin of train
            >>> Tell().on_eval_epoch_begin(ms.train.RunContext({"mode": "eval"}))
            epoch_begin of eval
        """

    def epoch_end(self, run_context: RunContext) -> None:
        """After each epoch.

        Examples:
            >>> import mindshim as ms
            >>> class Tell(ms.train.Callback):
            ...     def epoch_end(self, run_context):
            ...         print("epoch_end of", run_context.original_args()["mode"])
            >>> Tell().on_train_epoch_end(ms.train.RunContext({"mode": "train"}))
            epoch_end of train
            >>> Tell().on_eval_epoch_end(ms.train.RunContext({"mode": "eval"}))
            epoch_end of eval
        """

    def step_begin(self, run_context: RunContext) -> None:
        """Before each step.

        Examples:
            >>> import mindshim as ms
            >>> class Tell(ms.train.Callback):
            ...     def step_begin(self, run_context):
            ...         print("step_begin of", run_context.original_args()["mode"])
            >>> Tell().on_train_step_begin(ms.train.RunContext({"mode": "train"}))
            step_begin of train
            >>> Tell().on_eval_step_begin(ms.train.RunContext({"mode": "eval"}))
            step_begin of eval
        """

    def step_end(self, run_context: RunContext) -> None:
        """After each step.

        Examples:
            >>> import mindshim as ms
            >>> class Tell(ms.train.Callback):
            ...     def step_end(self, run_context):
            ...         print("step_end of", run_context.original_args()["mode"])
            >>> Tell().on_train_step_end(ms.train.RunContext({"mode": "train"}))
            step_end of train
            >>> Tell().on_eval_step_end(ms.train.RunContext({"mode": "eval"}))
            step_end of eval
        """

    def end(self, run_context: RunContext) -> None:
        """After everything.

        Examples:
            >>> import mindshim as ms
            >>> class Tell(ms.train.Callback):
            ...     def end(self, run_context):
            ...         print("end of", run_context.original_args()["mode"])
            >>> Tell().on_train_end(ms.train.RunContext({"mode": "train"}))
            end of train
            >>> Tell().on_eval_end(ms.train.RunContext({"mode": "eval"}))
            end of eval
        """

    def on_train_begin(self, run_context: RunContext) -> None:
        """Before training.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_train_begin=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_train_begin(ms.train.RunContext({"mode": "train"}))
            train
        """
        self.begin(run_context)

    def on_train_epoch_begin(self, run_context: RunContext) -> None:
        """Before each epoch of training.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_train_epoch_begin=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_train_epoch_begin(ms.train.RunContext({"mode": "train"}))
            train
        """
        self.epoch_begin(run_context)

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        """After each epoch of training, and the evaluation that belongs to it.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_train_epoch_end=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_train_epoch_end(ms.train.RunContext({"mode": "train"}))
            train
        """
        self.epoch_end(run_context)

    def on_train_step_begin(self, run_context: RunContext) -> None:
        """Before each step of training.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_train_step_begin=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_train_step_begin(ms.train.RunContext({"mode": "train"}))
            train
        """
        self.step_begin(run_context)

    def on_train_step_end(self, run_context: RunContext) -> None:
        """After each step of training.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_train_step_end=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_train_step_end(ms.train.RunContext({"mode": "train"}))
            train
        """
        self.step_end(run_context)

    def on_train_end(self, run_context: RunContext) -> None:
        """After training.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_train_end=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_train_end(ms.train.RunContext({"mode": "train"}))
            train
        """
        self.end(run_context)

    def on_eval_begin(self, run_context: RunContext) -> None:
        """Before evaluation.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_eval_begin=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_eval_begin(ms.train.RunContext({"mode": "eval"}))
            eval
        """
        self.begin(run_context)

    def on_eval_epoch_begin(self, run_context: RunContext) -> None:
        """Before the dataset is evaluated.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_eval_epoch_begin=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_eval_epoch_begin(ms.train.RunContext({"mode": "eval"}))
            eval
        """
        self.epoch_begin(run_context)

    def on_eval_epoch_end(self, run_context: RunContext) -> None:
        """After the dataset is evaluated, before the metrics are read.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_eval_epoch_end=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_eval_epoch_end(ms.train.RunContext({"mode": "eval"}))
            eval
        """
        self.epoch_end(run_context)

    def on_eval_step_begin(self, run_context: RunContext) -> None:
        """Before each step of evaluation.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_eval_step_begin=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_eval_step_begin(ms.train.RunContext({"mode": "eval"}))
            eval
        """
        self.step_begin(run_context)

    def on_eval_step_end(self, run_context: RunContext) -> None:
        """After each step of evaluation.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_eval_step_end=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_eval_step_end(ms.train.RunContext({"mode": "eval"}))
            eval
        """
        self.step_end(run_context)

    def on_eval_end(self, run_context: RunContext) -> None:
        """After evaluation; the metrics are there.

        Examples:
            >>> import mindshim as ms
            >>> tell = ms.train.LambdaCallback(on_eval_end=lambda context: print(context.original_args()["mode"]))
            >>> tell.on_eval_end(ms.train.RunContext({"mode": "eval"}))
            eval
        """
        self.end(run_context)


class CallbackManager(Callback):
    """Several callbacks as one: each is told in turn.

    Args:
        callbacks: None, a Callback, or a list of them.

    Raises:
        TypeError: for anything else.
    """

    def __init__(self, callbacks: Any) -> None:
        if isinstance(callbacks, Callback):
            callbacks = [callbacks]
        elif callbacks is None:
            callbacks = []
        elif not isinstance(callbacks, list):
            raise TypeError(f"The 'callbacks' is not a Callback or a list of Callback, but {type(callbacks).__name__}.")
        for c in callbacks:
            if not isinstance(c, Callback):
                raise TypeError(
                    f"When the 'callbacks' is a list, the elements in 'callbacks' must be Callback functions, "
                    f"but got {type(c).__name__}."
                )
        self._callbacks: list[Any] = list(callbacks)
        self._stack: ExitStack | None = None

    def __enter__(self) -> CallbackManager:
        if self._stack is None:
            self._stack = ExitStack()
            entered = []
            for c in self._callbacks:
                target = self._stack.enter_context(c)
                if not isinstance(target, Callback):
                    log.warning("Please return 'self' or a Callback as the enter target.")
                    target = c
                entered.append(target)
            self._callbacks = entered
        return self

    def __exit__(self, *err: Any) -> Any:
        stack, self._stack = self._stack, None
        return None if stack is None else stack.__exit__(*err)


def _teller(name: str) -> Any:
    def tell(self: CallbackManager, run_context: RunContext) -> None:
        for c in self._callbacks:
            getattr(c, name)(run_context)

    tell.__name__ = name
    tell.__doc__ = f"`{name}` of each callback."
    return tell


for _prefix in ("", "on_train_", "on_eval_"):
    for _moment in _MOMENTS:
        setattr(CallbackManager, _prefix + _moment, _teller(_prefix + _moment))


_current_net: Cell | None = None


def set_cur_net(net: Cell | None) -> None:
    """The network that `checkpoint_cb_for_save_op` fills."""
    global _current_net
    _current_net = net


def checkpoint_cb_for_save_op(parameter_list: list[dict[str, Any]]) -> bool:
    """Load {'name', 'data'} dicts into the network of `set_cur_net`, once; False if there is none."""
    from mindshim.train.serialization import load_param_into_net

    if _current_net is None:
        log.warning("CUR_NET is None. parameters are not updated.")
        return False
    found = {p["name"]: Parameter(Tensor(p["data"].asnumpy()), name=p["name"]) for p in parameter_list}
    parameter_list.clear()
    load_param_into_net(_current_net, found, strict_load=True)
    set_cur_net(None)
    return True


def _handle_loss(loss: Any) -> Any:
    """The number in a network's output: the mean of a Tensor; of several outputs the first one, as it is."""
    if isinstance(loss, (tuple, list)):
        return loss[0] if isinstance(loss[0], Tensor) else loss
    if isinstance(loss, Tensor):
        return float(np.mean(loss.asnumpy()))
    return loss
