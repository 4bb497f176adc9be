"""Recovery from faults of Ascend clusters: what of it has a meaning elsewhere."""

from __future__ import annotations

import os
from typing import Any

from mindshim import context
from mindshim.train.callback._callback import Callback

_SWITCHES = ["TTP:1", "UCE:1", "ARF:1", "TSP:1", "HCCE:1"]


class TrainFaultTolerance(Callback):
    """Recovery from the faults of Ascend devices (mirrors `mindspore.train.TrainFaultTolerance`).

    The environment variable MS_ENABLE_TFT says which. Recovery from device faults (TTP, UCE, ARF, TSP, HCCE) needs Ascend
    devices and MindIO, and is refused, as MindSpore does on other devices. With TRE alone, or with
    MS_ENABLE_CKPT_D2H_ASYNC=1 alone, there is nothing to do: the fault that TRE recovers from is one of Ascend.

    Args:
        ckpt_save_path: where to save a checkpoint on failure. kwargs: `ckpt_save_fn`, `ckpt_load_fn`, `initial_step`.

    Raises:
        ValueError: if neither `ckpt_save_path` nor `ckpt_save_fn` is given, if nothing is switched on, or for what needs Ascend.
        NotImplementedError: for ATO, the tuning of the checkpoint interval.

    Examples:
        >>> import mindshim as ms
        >>> ms.train.TrainFaultTolerance()
        Traceback (most recent call last):
        ...
        ValueError: TrainFaultTolerance construct need to set ckpt_save_fn or ckpt_save_path!
    """

    def __init__(self, ckpt_save_path: str | None = None, **kwargs: Any) -> None:
        super().__init__()
        wanted = os.getenv("MS_ENABLE_TFT", "")
        if "ATO:1" in wanted:
            raise NotImplementedError(
                "TrainFaultTolerance: ATO, the tuning of the checkpoint interval from failure statistics, is not supported; set "
                "CheckpointConfig(save_checkpoint_steps=…) yourself."
            )
        self.save_cb = kwargs.get("ckpt_save_fn")
        self.ckpt_save_path = ckpt_save_path
        self.ckpt_load_func = kwargs.get("ckpt_load_fn")
        self.initial_step = kwargs.get("initial_step", 0)
        if self.save_cb is None and ckpt_save_path is None:
            raise ValueError("TrainFaultTolerance construct need to set ckpt_save_fn or ckpt_save_path!")
        if any(switch in wanted for switch in _SWITCHES):
            device = context.get_context("device_target")
            raise ValueError(f"MindIO adapter only support on Ascend device but got device {device}!")
        quiet = "TRE:" in wanted or (not wanted and os.getenv("MS_ENABLE_CKPT_D2H_ASYNC") == "1")
        if not quiet:
            raise ValueError(f"MindIO TFT register need custom switch on one of:{_SWITCHES}")

    def on_train_step_end(self, run_context: Any) -> None:
        """Nothing: there is no Ascend runtime to report the step to.

        Examples:
            >>> import mindshim as ms
            >>> import os
            >>> from unittest import mock
            >>> with mock.patch.dict(os.environ, {"MS_ENABLE_TFT": "{TRE:1}"}):
            ...     fault = ms.train.TrainFaultTolerance("./ckpt")
            >>> fault.on_train_step_end(ms.train.RunContext({}))
        """

    def on_train_begin(self, run_context: Any) -> None:
        """Nothing: there is no Ascend runtime to report the parameters to.

        Examples:
            >>> import mindshim as ms
            >>> import os
            >>> from unittest import mock
            >>> with mock.patch.dict(os.environ, {"MS_ENABLE_TFT": "{TRE:1}"}):
            ...     fault = ms.train.TrainFaultTolerance("./ckpt")
            >>> fault.on_train_begin(ms.train.RunContext({}))
        """

    def end(self, run_context: Any) -> None:
        """Nothing: there is no Ascend runtime to leave.

        Examples:
            >>> import mindshim as ms
            >>> import os
            >>> from unittest import mock
            >>> with mock.patch.dict(os.environ, {"MS_ENABLE_TFT": "{TRE:1}"}):
            ...     fault = ms.train.TrainFaultTolerance("./ckpt")
            >>> fault.end(ms.train.RunContext({}))
        """

    @classmethod
    def get_optimizer_wrapper(cls, origin_opt_cls: type) -> type:
        """A subclass of an optimizer's class. It steps as the optimizer does: there is no Ascend runtime to report to.

        Examples:
            >>> import mindshim as ms
            >>> ms.train.TrainFaultTolerance.get_optimizer_wrapper(ms.nn.SGD).__name__
            'TFTOptSGD'
        """
        return type(f"TFTOpt{origin_opt_cls.__name__}", (origin_opt_cls,), {"__doc__": origin_opt_cls.__doc__})
