"""Primitive classes whose call is a Python function of Tensors, for operators that are made of others."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from mindshim._core.faces import face, parse
from mindshim._core.operators import _MISSING, bind
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive


class FunctionPrimitive(Primitive):
    """The base: constructor arguments are given to the function by keyword, inputs by position."""

    _function: Callable[..., Any]
    _attrs: Any
    _inputs: tuple[tuple[str, ...], tuple[Any, ...], frozenset[str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        p, name = self._attrs, type(self).__name__
        values = bind(p.names, p.defaults, p.n_positional, args, kwargs, f"{name}.__init__")
        super().__init__(name)
        for key, value, default in zip(p.names, values, p.defaults, strict=True):
            kind = type(default)
            wrong = kind in (bool, int, float, str) and not isinstance(value, kind)
            if wrong or (kind is int and isinstance(value, bool)):
                raise TypeError(
                    f"For '{name}', the type of '{key}' should be '{kind.__name__}', but got type '{type(value).__name__}'."
                )
            self.add_prim_attr(key, value)
            self.init_attrs[key] = value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        names, defaults, tensors = self._inputs
        name = type(self).__name__
        inputs = bind(names, defaults, len(names), args, kwargs, name)
        for key, value in zip(names, inputs, strict=True):
            if key in tensors and not isinstance(value, Tensor):
                raise TypeError(f"For '{name}', the '{key}' must be a Tensor, but got {type(value).__name__}.")
        return type(self)._function(*inputs, **{n: self.attrs[n] for n in self._attrs.names})


def operator(name: str, attrs: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Declare the Primitive `name` by a function of its inputs; `attrs` are the constructor's arguments.

    Inputs annotated `Tensor` must be Tensors. A constructor argument must have the type of its default.
    """

    def declare(fn: Callable[..., Any]) -> Any:
        params = parse(attrs)
        positional = [p for p in inspect.signature(fn).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
        names = tuple(p.name for p in positional)
        defaults = tuple(_MISSING if p.default is p.empty else p.default for p in positional)
        tensors = frozenset(p.name for p in positional if p.annotation == "Tensor")

        def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
            return FunctionPrimitive.__call__(self, *args, **kwargs)

        own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        __call__.__dict__["__signature__"] = inspect.Signature([own, *positional])
        members = {
            "__doc__": fn.__doc__,
            "__module__": fn.__module__,
            "__signature__": params.signature(),
            "__call__": __call__,
            "_function": staticmethod(fn),
            "_attrs": params,
            "_inputs": (names, defaults, tensors),
        }
        return face(f"ops.{name}")(type(name, (FunctionPrimitive,), members))

    return declare
