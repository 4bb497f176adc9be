"""Fault tolerance of training on Ascend devices (mirrors `mindspore.nn.optim.tft_wrapper`)."""

from __future__ import annotations

import os
from typing import Any

from mindshim.nn.cell import Cell
from mindshim.nn.optim.optimizer import Optimizer


class OptTFTWrapper(Cell):
    """An optimizer that reports its steps to MindIO, which Ascend devices alone have (mirrors `mindspore.nn.OptTFTWrapper`).

    Args:
        opt: an Optimizer. kwargs: kept.

    Raises:
        TypeError: if `opt` is no Optimizer. ValueError: where MindIO is not switched on by `MS_ENABLE_TFT`, and on all
            devices here; checkpoints of `ModelCheckpoint` are what to go on from.

    Examples:
        >>> import mindshim as ms
        >>> try:
        ...     ms.nn.OptTFTWrapper(ms.nn.SGD(ms.nn.Dense(1, 1).trainable_params()))
        ... except ValueError as error:
        ...     print(error)
        For 'OptTFTWrapper', MindIO must be switched on with MS_ENABLE_TFT='{TTP:1,UCE:1,ARF:1}'.
    """

    def __init__(self, opt: Any, **kwargs: Any) -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(opt, Optimizer):
            raise TypeError(f"For 'OptTFTWrapper', the argument 'opt' must be Optimizer type, but got {type(opt)}.")
        if not any(f"{kind}:1" in os.environ.get("MS_ENABLE_TFT", "") for kind in ("TTP", "UCE", "ARF")):
            raise ValueError("For 'OptTFTWrapper', MindIO must be switched on with MS_ENABLE_TFT='{TTP:1,UCE:1,ARF:1}'.")
        raise ValueError("For 'OptTFTWrapper', MindIO is supported on Ascend devices only; go on from checkpoints instead.")
