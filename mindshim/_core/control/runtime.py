"""What rewritten functions call, under the name `_ms`."""

from __future__ import annotations

import functools
import operator
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

import numpy as np

from mindshim._core import effects
from mindshim._core.control import builtin_calls, logs
from mindshim._core.control.conditional import and_ as and_
from mindshim._core.control.conditional import assert_ as assert_
from mindshim._core.control.conditional import chain as chain
from mindshim._core.control.conditional import choose as choose
from mindshim._core.control.conditional import if_ as if_
from mindshim._core.control.conditional import none_of as none_of
from mindshim._core.control.conditional import not_ as not_
from mindshim._core.control.conditional import or_ as or_
from mindshim._core.control.conditional import traced
from mindshim._core.control.decisions import returns_on_one_path
from mindshim._core.control.journal import CHANGING, CONTAINERS
from mindshim._core.control.journal import touch as touch
from mindshim._core.control.journal import touch_attribute as touch_attribute
from mindshim._core.control.journal import touch_global as touch_global
from mindshim._core.control.journal import touch_inplace as touch_inplace
from mindshim._core.control.journal import touch_nonlocal as touch_nonlocal
from mindshim._core.control.journal import touch_unknown as touch_unknown
from mindshim._core.control.loops import TracedRange
from mindshim._core.control.loops import for_ as for_
from mindshim._core.control.loops import while_ as while_
from mindshim._core.control.membership import in_ as in_
from mindshim._core.control.membership import not_in as not_in
from mindshim._core.control.membership import search
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import refuse
from mindshim._core.control.source import convert
from mindshim._core.control.values import UNDEFINED as UNDEFINED
from mindshim._core.tensor import Tensor

part = slice

#: One more than the largest int of 64 bits.
_OVERFLOW = 1 << 63

lt, le, gt, ge, eq, ne, is_, is_not = (getattr(operator, n) for n in ("lt", "le", "gt", "ge", "eq", "ne", "is_", "is_not"))


def of_super(found: Any, name: str) -> Any:
    """`super().name`: in MindSpore's compiled functions also an attribute of the object itself."""
    try:
        return getattr(found, name)
    except AttributeError:
        return getattr(found.__self__, name)


def has_key(obj: Any) -> Any:
    """The attribute `has_key`: MindSpore's compiled functions have this method of dicts, Python no longer."""
    return obj.__contains__ if isinstance(obj, dict) else obj.has_key


def result(did: Any, value: Any) -> Any:
    """What a function returns whose `return`s have become flags."""
    if did is True:
        return value
    if did is False:
        return None
    if value is None or value is UNDEFINED:
        return None
    returns_on_one_path()
    return refuse("the function returns a value on one path and nothing on the other")


@functools.lru_cache(1)
def _marks() -> Any:
    """The rules for what `mutable` has marked, which are not of this layer."""
    from mindshim.common import _marked

    return _marked


def item(base: Any, key: Any) -> Any:
    """`base[key]`."""
    if type(base) in (list, tuple) and isinstance(key, Tensor) and builtin_calls.unknown(key):
        return builtin_calls.item_at(base, key)
    found = base[key]
    return _marks().item_found(base, key, found) if type(base) in (list, tuple) else found


def set_item(base: Any, key: Any, value: Any) -> None:
    """`base[key] = value`."""
    base[key] = _marks().assigned(base, key, value) if type(base) is list else value


def text(make: Any, *values: Any) -> str:
    """An f-string, which `make` puts together."""
    return make(*(effects.in_text(values) if effects.tracing() else values))


def _of_sequence(kind: type) -> Any:
    def make(*args: Any) -> Any:
        made = kind(*args)
        marked = len(args) == 1 and _marks().is_marked(args[0])
        return _marks().spread(made, _marks().is_dynamic(args[0])) if marked else made

    return make


def _len(value: Any) -> Any:
    found = len(value)
    return _marks().spread(found) if _marks().is_dynamic(value) else found


def _range(*bounds: Any) -> Any:
    if not 1 <= len(bounds) <= 3:
        raise RuntimeError(f"For 'make_range', the input size should within [1, 3] but got{len(bounds)}.")
    for i, b in enumerate(bounds):
        if not hasattr(b, "__index__") or isinstance(b, Tensor) and b.size != 1:
            raise TypeError(f"For 'make_range', the {i}th input should be a int scalar but got AbstractScalar({type(b).__name__} {b!r:.40}).")
    if len(bounds) == 3 and not traced(bounds[2]) and bounds[2] == 0:
        raise RuntimeError("For 'range', the argument 'step' could not be 0.")
    if any(traced(b) for b in bounds):
        return TracedRange(*bounds)
    made = range(*bounds)
    if made and not -_OVERFLOW <= made[-1] + made.step < _OVERFLOW:
        # MindSpore counts in 64 bits, and one step beyond the end.
        raise RuntimeError(f"Integer overflow error occurred when traversing the range. Please check the inputs of range: {made}.")
    if any(map(_marks().is_marked, bounds)):
        found = _marks().spread(tuple(made), True)
        found.__ms_range__ = made
        return found
    return made


def _isinstance(value: Any, kinds: Any) -> bool:
    try:
        if type(value) is range:
            # It counts as the tuple of its numbers.
            return isinstance((), kinds)
        return issubclass(value.kind, kinds) if isinstance(value, TracedNumber) else isinstance(value, kinds)
    except TypeError:
        raise TypeError(f"isinstance() arg 2 must be a type or tuple of types, but got {kinds!r:.80}.") from None


def _type(*args: Any) -> Any:
    return args[0].kind if len(args) == 1 and isinstance(args[0], TracedNumber) else type(*args)


def _setattr(obj: Any, name: str, value: Any) -> None:
    touch_attribute(obj, name)
    setattr(obj, name, value)


def _delattr(obj: Any, name: str) -> None:
    touch_attribute(obj, name)
    delattr(obj, name)


def _setitem(obj: Any, key: Any, value: Any) -> None:
    touch(obj)
    operator.setitem(obj, key, value)


def _print(*args: Any, **kwargs: Any) -> None:
    if not effects.tracing():
        print(*args, **kwargs)
    elif not kwargs and all(effects.plain(a) for a in args):
        effects.emit(effects.graph_print, *args)
    else:
        # What MindSpore's compiler does not know, it leaves to Python.
        separator = kwargs.pop("sep", None)
        text = (" " if separator is None else separator).join([str(a) for a in args])
        effects.emit(functools.partial(print, **kwargs), text)


def _map(fn: Any, *rest: Any) -> Any:
    if not rest:
        raise RuntimeError("The Map operator must have at least two arguments.")
    for r in rest:
        if not hasattr(r, "__iter__") or isinstance(r, (Tensor, str, dict)):
            raise RuntimeError(f"Map can only be applied to list, tuple, but got {type(r).__name__}.")
    out = map(call(fn), *rest)
    kinds = {type(r) for r in rest}
    if kinds == {list, tuple}:
        raise RuntimeError("The types of arguments in Map must be consistent, but the types of arguments are inconsistent.")
    if kinds <= {list, tuple} and len({len(r) for r in rest}) > 1:
        raise RuntimeError(f"For 'Map', the length of tuples must be the same, but got {[len(r) for r in rest]}.")
    # A list of lists, a tuple of tuples; what else Python can iterate stays an iterator.
    return list(out) if kinds == {list} else tuple(out) if kinds == {tuple} else out


def _enumerate(iterable: Any, start: Any = 0) -> Any:
    if not hasattr(iterable, "__iter__"):
        raise TypeError(f"For 'enumerate', the 'first input' should be tuple or list or tensor, but got {type(iterable)}.")
    if not hasattr(start, "__index__"):
        raise TypeError(f"For 'enumerate', the 'start' should be a const int number, but got {start}.")
    return _made(enumerate(iterable, start), tuple, iterable)


def _made(out: Any, kind: type, *of: Any) -> Any:
    """What Python gives as an iterator is a sequence to MindSpore's compiler, which has no iterators."""
    return kind(out) if all(isinstance(i, (list, tuple, str, dict, range, Tensor)) for i in of) else out


def _zip(*items: Any, **how: Any) -> Any:
    if not items:
        raise RuntimeError("The zip operator must have at least 1 argument, but the size of arguments is 0.")
    return _made(zip(*items, **how), tuple, *items)  # noqa: B905


def _next(items: Any, *default: Any) -> Any:
    if type(items) in (list, tuple):
        # What was made of a `map`, `zip` and the like: Python knows where it stands.
        refuse(f"next() of a {type(items).__name__}")
    return next(items, *default)


def _filter(fn: Any, items: Any) -> Any:
    return _made(filter(call(fn) if fn is not None else fn, items), list, items)


def _reduce(fn: Any, *rest: Any) -> Any:
    return functools.reduce(call(fn), *rest)


_BUILTINS: dict[Any, Any] = {
    range: _range, isinstance: _isinstance, type: _type, setattr: _setattr, delattr: _delattr, operator.setitem: _setitem,
    print: _print, map: _map, filter: _filter, enumerate: _enumerate, zip: _zip, next: _next, functools.reduce: _reduce,
    tuple: _of_sequence(tuple), list: _of_sequence(list), len: _len,
    int: builtin_calls.int_, float: builtin_calls.float_, bool: builtin_calls.bool_, all: builtin_calls.all_,
    any: builtin_calls.any_, max: builtin_calls.max_, min: builtin_calls.min_,
}  # fmt: skip


def at_index(method: Any, *args: Any) -> Any:
    """`insert` and `pop` of a list."""
    if args and isinstance(args[0], float):
        raise TypeError(f"Integer argument expected, but got FP32Imm type value: {args[0]:f}")
    return method(*args)


def call(fn: Any) -> Any:
    """What to call in the place of `fn`."""
    kind = type(fn)
    if (kind is BuiltinMethodType or kind is MethodType) and fn.__name__ in ("count", "index") and isinstance(fn.__self__, (list, tuple)):
        return search(fn)
    if kind is FunctionType or kind is MethodType:
        return logs.instead(fn) or convert(fn)
    if kind is BuiltinMethodType:
        owner = fn.__self__
        if fn.__name__ in CHANGING and isinstance(owner, (*CONTAINERS, np.ndarray)):
            touch(owner)
            return functools.partial(at_index, fn) if type(owner) is list and fn.__name__ in ("insert", "pop") else fn
    try:
        found = _BUILTINS.get(fn)
    except TypeError:
        return fn
    if found is not None:
        return found
    if kind is functools.partial:
        return functools.partial(call(fn.func), *fn.args, **fn.keywords)
    return fn

