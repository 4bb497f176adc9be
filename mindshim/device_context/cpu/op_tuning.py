"""How many threads compute."""

from __future__ import annotations

from mindshim.device_context._settings import check_type

_given: int | None = None


def threads_num(num: int) -> None:
    """How many threads MindSpore's kernels use (mirrors `mindspore.device_context.cpu.op_tuning.threads_num`).

    It is what `get_context("runtime_num_threads")` tells; XLA has a thread for each core that the process may run on.

    Raises:
        TypeError: if it is no int. ValueError: if it is not positive. RuntimeError: if it was given before.

    Examples:
        >>> from mindshim.device_context.cpu.op_tuning import threads_num
        >>> threads_num(0)
        Traceback (most recent call last):
        ValueError: The num of 'threads_num' must be at least 1, but got 0.
    """
    global _given
    check_type("num", num, int)
    if _given is not None:
        raise RuntimeError("The 'threads_num' can not be set repeatedly.")
    if num <= 0:
        raise ValueError(f"The num of 'threads_num' must be at least 1, but got {num}.")
    from mindshim.context import set_context

    set_context(runtime_num_threads=num)
    _given = num
