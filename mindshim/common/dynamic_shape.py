"""`enable_dynamic`: declare which shapes the arguments of a compiled function may have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import declared

__all__ = ["enable_dynamic"]


def enable_dynamic(**kwargs: Any) -> Callable[[Any], Any]:
    """Declare the arguments of a function under `jit` whose shapes vary (mirrors `mindspore.enable_dynamic`).

    Programs are compiled for the shapes that come; calls are checked against the declaration.

    Args:
        kwargs: by the name of an argument, a Tensor with unknown lengths in its shape, such as `Tensor(shape=[None, 3], dtype=...)`,
            or a tuple or list of Tensors.

    Returns:
        A decorator for a function or method that `jit` compiles, above or below it.

    Raises:
        ValueError: for no declaration, for the name of no argument, for a Cell, or, at a call, for a shape that was not declared.
        TypeError: for a declaration that is no Tensor or has no unknown length, or, at a call, for another dtype or kind.

    Examples:
        >>> import mindshim as ms
        >>> @ms.enable_dynamic(x=ms.Tensor(shape=[None, 2], dtype=ms.float32))
        ... @ms.jit
        ... def double(x):
        ...     return x * 2
        >>> print(double(ms.Tensor([[1.0, 2.0]])))
        [[2. 4.]]
    """

    def decorate(fn: Any) -> Any:
        if not hasattr(fn, "__name__"):
            raise ValueError(
                f"Decorator enable_dynamic can only be used for function or method decrocated by ms.jit, but got {fn}."
            )
        declared.enable(fn, kwargs)
        return fn

    return decorate
