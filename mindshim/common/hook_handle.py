"""The handle that registering a hook returns (mirrors `mindspore.common.hook_handle`)."""

from __future__ import annotations

import itertools
import weakref
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from mindshim._core.compile import JitFunction

_ids = itertools.count(1)


class HookHandle:
    """What `register_…_hook` returns; `remove()` takes the hook out again, and may be called more than once."""

    def __init__(self, hook_dict: Any = None, *, extra_dict: Any = None) -> None:
        self.id = next(_ids)
        self.hook_dict_ref = weakref.ref(hook_dict) if isinstance(hook_dict, HookDict) else None
        self._extra = extra_dict if isinstance(extra_dict, (list, tuple)) else ()

    def remove(self) -> None:
        """Take the hook out."""
        hooks = self.hook_dict_ref() if self.hook_dict_ref is not None else None
        if hooks is not None and self.id in hooks:
            del hooks[self.id]
            if hooks.changed is not None:
                hooks.changed()
        for other in self._extra:
            other.pop(self.id, None)


class HookDict(OrderedDict):
    """Hooks by handle id, in calling order; tells its owner when one is taken out."""

    changed: Callable[[], None] | None = None

    def __repr__(self) -> str:
        return f"OrderedDict({list(self.items())})" if self else "OrderedDict()"


def check_hook(hook: Any) -> None:
    """Raise TypeError unless `hook` can be called."""
    if not callable(hook):
        raise TypeError(f"Expected a callable hook function, but got {type(hook).__name__}.")
    if isinstance(hook, JitFunction):
        raise TypeError(f"Decorating hook function {hook.__name__} with '@jit' is not supported.")
