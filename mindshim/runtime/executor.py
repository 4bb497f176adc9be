"""Waiting for computations, and settings of MindSpore's own executor, which JAX's takes the place of."""

from __future__ import annotations

import os
from typing import Any

import jax


def synchronize() -> None:
    """Wait for everything that was launched (mirrors `mindspore.runtime.synchronize`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.synchronize()
    """
    for array in jax.live_arrays():
        array.block_until_ready()
    jax.effects_barrier()


def launch_blocking() -> None:
    """Ask that every operator waits for its result (mirrors `mindspore.runtime.launch_blocking`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.launch_blocking()
        >>> ms.get_context("pynative_synchronize")
        True
        >>> ms.set_context(pynative_synchronize=False)
    """
    from mindshim.context import set_context

    set_context(pynative_synchronize=True)


def dispatch_threads_num(threads_num: int) -> None:
    """How many threads MindSpore's executor uses (mirrors `mindspore.runtime.dispatch_threads_num`); no effect here.

    Raises:
        ValueError: if it is not a positive int.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.dispatch_threads_num(1)
    """
    _positive("dispatch_threads_num", "threads_num", threads_num)


def set_kernel_launch_group(thread_num: int = 2, kernel_group_num: int = 8) -> None:
    """How MindSpore's executor groups its launches (mirrors `mindspore.runtime.set_kernel_launch_group`); no effect here.

    Raises:
        ValueError: if one is not a positive int.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.set_kernel_launch_group()
    """
    _positive("set_kernel_launch_group", "thread_num", thread_num)
    _positive("set_kernel_launch_group", "kernel_group_num", kernel_group_num)


def set_kernel_launch_capture(enable_capture_graph: bool, op_capture_skip: list[str] | None = None) -> None:
    """Launch an Ascend device's kernels as recorded graphs (mirrors `mindspore.runtime.set_kernel_launch_capture`); no effect here:
    a compiled function is launched as one.

    Args:
        enable_capture_graph: whether to. op_capture_skip: names of operators that are launched by themselves.

    Raises:
        TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.set_kernel_launch_capture(True)
    """
    if not isinstance(enable_capture_graph, bool):
        raise TypeError(f"The parameter 'enable_capture_graph' must be {bool}, but got {type(enable_capture_graph)}")
    if op_capture_skip is not None and not isinstance(op_capture_skip, list):
        raise TypeError("op_capture_skip must be a list")


_affinity_given = False


def set_cpu_affinity(
    enable_affinity: bool, affinity_cpu_list: Any = None, module_to_cpu_dict: Any = None, bind_file: Any = None
) -> None:
    """Which cores MindSpore's threads run on (mirrors `mindspore.runtime.set_cpu_affinity`); no effect here: XLA's threads run on
    the cores that the process had when it began (`taskset` chooses those).

    Args:
        enable_affinity: whether to choose. affinity_cpu_list: the cores, such as ["0-3", "8"], or such lists by device.
        module_to_cpu_dict, bind_file: accepted.

    Raises:
        TypeError: if `enable_affinity` is not a bool. RuntimeError: if it was called before; for cores that are not there.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.set_cpu_affinity(True, ["0"])  # doctest: +SKIP
    """
    global _affinity_given
    if _affinity_given:
        raise RuntimeError("The 'mindspore.runtime.set_cpu_affinity' cannot be set repeatedly.")
    if not isinstance(enable_affinity, bool):
        raise TypeError(f"For 'set_cpu_affinity', the 'enable_affinity' must be bool, but got {type(enable_affinity).__name__}.")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if isinstance(affinity_cpu_list, list) and not any(_first_core(part) < cores for part in affinity_cpu_list):
        raise RuntimeError(f"The cores set in affinity_cpu_list:{affinity_cpu_list} is not available.")
    _affinity_given = True


def _first_core(part: Any) -> int:
    first = str(part).partition("-")[0]
    return int(first) if first.isdigit() else 0


def _positive(op: str, name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise ValueError(f"For '{op}', the '{name}' must be a positive int, but got {value!r}.")
