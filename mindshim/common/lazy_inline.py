"""`lazy_inline` and `no_inline`: hints to MindSpore's graph compiler, which XLA does not need."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def lazy_inline(fn: Callable[..., Any] | None = None, attrs: Any = None, policy: str | None = None) -> Any:
    """Mark a Cell's `__init__`: its graph is to be inlined late (mirrors `mindspore.lazy_inline`). No effect here.

    Args:
        fn: the `__init__` of a Cell; None when used as a decorator with options. attrs: names of attributes.
        policy: None or "front".

    Raises:
        ValueError: for a function that is no `__init__`, `attrs` that are no names, or another policy.

    Examples:
        >>> import mindshim as ms
        >>> class Net(ms.nn.Cell):
        ...     @ms.lazy_inline
        ...     def __init__(self):
        ...         super().__init__()
        >>> Net()
        Net()
    """

    if attrs is not None:
        if not isinstance(attrs, (list, str)):
            raise ValueError("attrs must be list or string")
        if not all(isinstance(a, str) for a in attrs):
            raise ValueError("attr must be a string")
    if policy not in (None, "front"):
        raise ValueError("policy must be None or 'front'")

    def wrap(init: Callable[..., Any]) -> Callable[..., Any]:
        if init.__name__ != "__init__":
            raise ValueError(f"The lazy_inline should decorate the __init__ function, not the function: {init.__name__}.")

        @functools.wraps(init)
        def run(self: Any, *args: Any, **kwargs: Any) -> None:
            init(self, *args, **kwargs)

        return run

    return wrap if fn is None else wrap(fn)


def no_inline(fn: Callable[..., Any] | None = None) -> Any:
    """Mark a function: its graph is to stay apart (mirrors `mindspore.no_inline`). No effect here.

    Examples:
        >>> import mindshim as ms
        >>> @ms.no_inline
        ... def twice(x):
        ...     return x + x
        >>> twice(2)
        4
    """

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        function.no_inline = True  # type: ignore[attr-defined]
        return function

    return wrap if fn is None else wrap(fn)


class _Callable(ModuleType):
    """The module, which can be called as the function of its name: `from mindspore.common import lazy_inline` gives either."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return lazy_inline(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
