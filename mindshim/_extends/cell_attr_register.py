"""The decorator that keeps a Cell's constructor arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any


def cell_attr_register(fn: Callable[..., Any] | None = None, attrs: Any = None) -> Any:
    """Decorator for a Cell's `__init__`: keep the given arguments in `cell_init_args`.

    Args:
        fn: the `__init__` method.
        attrs: names of the arguments to keep, a string or a list. Default: None, all of them.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim._extends import cell_attr_register
        >>> class Net(ms.nn.Cell):
        ...     @cell_attr_register
        ...     def __init__(self, k):
        ...         super().__init__()
        >>> Net(3).cell_init_args
        'Netdict_values([3])'
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(method)

        @wraps(method)
        def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            given = dict(signature.bind(self, *args, **kwargs).arguments)
            del given[next(iter(given))]
            method(self, *args, **kwargs)
            if attrs:
                names = [attrs] if isinstance(attrs, str) else attrs
                given = {name: given[name] for name in names if name in given}
            self.cell_init_args = type(self).__name__ + str(given.values())

        return __init__

    return decorate(fn) if fn is not None else decorate
