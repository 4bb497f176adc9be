"""Summary operators: values for a `SummaryRecord`. Outside a record they do nothing, as in MindSpore."""

from __future__ import annotations

from typing import Any

from mindshim._core.faces import face
from mindshim.ops.primitive import Primitive, prim_attr_register


def _summary(kind: str, words: str) -> None:
    name = f"{kind}Summary"

    class Summary(Primitive):
        @prim_attr_register
        def __init__(self) -> None:
            self.add_prim_attr("side_effect_io", True)

        def __call__(self, *args: Any, **kwargs: Any) -> None:
            name_, _ = args if len(args) == 2 else (kwargs.get("name"), kwargs.get("value"))
            if not isinstance(name_, str):
                raise TypeError(f"For '{name}', the 'name' must be str, but got {type(name_).__name__}.")

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
