"""A function that is compiled for ever more arguments: what tells them apart, told once."""

from __future__ import annotations

import inspect
import weakref
from types import CodeType
from typing import Any

from mindshim._core import eviction

#: For how many arguments a function is compiled before that is told.
MANY = 20
#: Of what it was told: a method is compiled for each object.
_told: weakref.WeakSet[CodeType] = weakref.WeakSet()


def tell(function: Any) -> None:
    """Say that a `JitFunction` was compiled for many arguments: which, how many of each, and what to do."""
    from mindshim import log

    code = getattr(inspect.unwrap(function.source or function._fn), "__code__", None)
    if code not in _told:
        if code is not None:
            _told.add(code)
        log.warning(message(function))


def message(function: Any) -> str:
    """The warning: with the function, its line, the arguments that vary, and what to do about them."""
    from mindshim._core import watch

    values: dict[str, dict[Any, str]] = {}
    for key in list(function._cache):
        for path, (text, compared) in watch._leaves(function, key).items():
            values.setdefault(path, {}).setdefault(compared, text)
    varying = sorted((path for path, seen in values.items() if len(seen) > 1), key=lambda path: -len(values[path]))
    code = getattr(inspect.unwrap(function.source or function._fn), "__code__", None)
    where = f" ({code.co_filename}:{code.co_firstlineno})" if code is not None else ""
    told, shapes, constants = [], False, False
    for path in varying[:3]:
        of_tensor = all(isinstance(c, tuple) and len(c) == 2 and isinstance(c[0], tuple) for c in values[path])
        shapes, constants = shapes or of_tensor, constants or not of_tensor
        some = list(values[path].values())
        told.append(f"'{path}' had {len(some)} {'shapes or dtypes' if of_tensor else 'values'} ({', '.join(some[:3])}, …)")
    advice = []
    if shapes:
        advice.append("pad or group what differs in length to few shapes")
    if constants:
        advice.append("give numbers that vary as Tensors (ms.Tensor(n)), for Python values are constants of the program")
    return (
        f"The function '{function.__qualname__}'{where} was compiled for {function._signatures} different arguments, each of which takes "
        f"time and memory: {'; '.join(told)}. To avoid that, {' and '.join(advice)}. The programs of the {eviction.MOST} latest "
        "arguments are kept."
    )
