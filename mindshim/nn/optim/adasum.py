"""Adaptive summation of many processes' gradients (mirrors `mindspore.nn.optim.adasum`)."""

from __future__ import annotations

from typing import Any

from mindshim.context import get_auto_parallel_context
from mindshim.nn.cell import Cell


class _AdaSumWrapCell(Cell):
    def __init__(self, optimizer: Any) -> None:
        super().__init__(auto_prefix=False)
        op = type(self).__name__
        if get_auto_parallel_context("parallel_mode") == "stand_alone":
            raise RuntimeError(f"For '{op}', stand alone mode is not supported.")
        if get_auto_parallel_context("enable_parallel_optimizer"):
            raise RuntimeError(f"For '{op}', an optimizer that is shared among devices is not supported.")
        if get_auto_parallel_context("pipeline_stages") > 1:
            raise RuntimeError(f"For '{op}', pipelines are not supported.")
        devices = get_auto_parallel_context("device_num")
        if devices < 16 or devices & (devices - 1):
            raise RuntimeError(f"For '{op}', the number of devices must be a power of 2 and at least 16, but got {devices}.")
        raise NotImplementedError(
            f"{op}: gradients are exchanged among eight devices of each of several machines, which are not reached from here; "
            f"use the optimizer itself, with nn.DistributedGradReducer for the mean of gradients."
        )


class AdaSumByGradWrapCell(_AdaSumWrapCell):
    """An optimizer that gets the adaptive sum of many devices' gradients (mirrors `mindspore.nn.AdaSumByGradWrapCell`).

    Args:
        optimizer: an Optimizer.

    Raises:
        RuntimeError: in stand alone mode, with fewer than 16 devices or where their number is no power of 2, as in
            MindSpore. NotImplementedError: with as many devices.

    Examples:
        >>> import mindshim as ms
        >>> try:
        ...     ms.nn.AdaSumByGradWrapCell(ms.nn.SGD(ms.nn.Dense(1, 1).trainable_params()))
        ... except RuntimeError as error:
        ...     print(error)
        For 'AdaSumByGradWrapCell', stand alone mode is not supported.
    """


class AdaSumByDeltaWeightWrapCell(_AdaSumWrapCell):
    """An optimizer whose updates are summed adaptively (mirrors `mindspore.nn.AdaSumByDeltaWeightWrapCell`).

    Args:
        optimizer: an Optimizer.

    Raises:
        RuntimeError: in stand alone mode, with fewer than 16 devices or where their number is no power of 2, as in
            MindSpore. NotImplementedError: with as many devices.

    Examples:
        >>> import mindshim as ms
        >>> try:
        ...     ms.nn.AdaSumByDeltaWeightWrapCell(ms.nn.SGD(ms.nn.Dense(1, 1).trainable_params()))
        ... except RuntimeError as error:
        ...     print(error)
        For 'AdaSumByDeltaWeightWrapCell', stand alone mode is not supported.
    """
