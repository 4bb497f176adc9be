"""Summary operators: values for a `SummaryRecord`. Where none is recorded they do nothing."""

from __future__ import annotations

import functools
from typing import Any

from mindshim._core import effects
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register

#: (kind, name, value) since a record was written last.
_given: list[tuple[str, Any, Any]] = []
_listening = False


def listen(on: bool) -> None:
    """Keep what the operators are given, or no longer."""
    global _listening
    _listening = on
    _given.clear()


def take() -> list[tuple[str, Any, Any]]:
    """What the operators were given, once."""
    out = list(_given)
    _given.clear()
    return out


def _keep(kind: str, name: str, value: Any) -> None:
    if _listening:
        _given.append((kind, name, Tensor(value.data)))


def _report(kind: str, name: Any, value: Any) -> None:
    if not effects.tracing() or not isinstance(value, Tensor):
        if _listening:
            _given.append((kind, name, value.copy() if isinstance(value, Tensor) else value))
        return
    # The value is known when the compiled function runs.
    effects.emit(functools.partial(_keep, kind, name), value)


def _summary(kind: str, words: str) -> None:
    name = f"{kind}Summary"

    class Summary(Primitive):
        @prim_attr_register
        def __init__(self) -> None:
            self.add_prim_attr("side_effect_io", True)

        def __call__(self, *args: Any, **kwargs: Any) -> None:
            name_, value = args if len(args) == 2 else (kwargs.get("name"), kwargs.get("value"))
            if not isinstance(name_, str):
                raise TypeError(f"For '{name}', the 'name' must be str, but got {type(name_).__name__}.")
            _report(kind, name_, value)

    Summary.__name__ = Summary.__qualname__ = name
    Summary.__doc__ = f"""{words} for the summary; nothing where none is recorded (mirrors `mindspore.ops.{name}`).

    Inputs:
        name: a str. value: a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()("x", ms.Tensor([1.0]))
    """
    face(f"ops.{name}")(Summary)


for _kind, _words in (
    ("Scalar", "A number"),
    ("Tensor", "A Tensor"),
    ("Image", "Images"),
    ("Histogram", "A histogram"),
):
    _summary(_kind, _words)
