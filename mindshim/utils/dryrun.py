"""Runs without a device (mirrors `mindspore.utils.dryrun`)."""

from __future__ import annotations

from typing import Any

__all__ = ["set_simulation", "mock"]


def set_simulation() -> None:
    """Have a run simulated, for the memory it would take (mirrors `mindspore.utils.dryrun.set_simulation`).

    Raises:
        NotImplementedError: always: MindSpore's driver simulates an Ascend device; JAX has none to simulate.

    Examples:
        >>> from mindshim.utils import dryrun
        >>> dryrun.set_simulation()
        Traceback (most recent call last):
        NotImplementedError: utils.dryrun.set_simulation: ...
    """
    raise NotImplementedError(
        "utils.dryrun.set_simulation: MindSpore simulates an Ascend device, which JAX can't. What a step takes on a device that is "
        "there: jax.jit(step).lower(*arguments).compile().memory_analysis(), with mindshim.interop.jax.functionalize for a Cell."
    )


def mock(mock_val: Any, *args: Any) -> Any:
    """A value that a simulated run can't know, or what it is in a real one (mirrors `mindspore.utils.dryrun.mock`).

    Args:
        mock_val: what a simulated run takes; there are none here. args: the value, or a function and its arguments.

    Returns:
        The value, or what the function gives.

    Examples:
        >>> from mindshim.utils import dryrun
        >>> dryrun.mock(True, lambda a: a > 1, 0)
        False
    """
    first = args[0]
    return first(*args[1:]) if callable(first) or len(args) > 1 else first
