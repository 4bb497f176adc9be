"""Primitives that MindSpore generates for functions and methods which have no other Primitive: `SumExt`, `InplaceAddExt`, `SelectExtView`."""

from __future__ import annotations

import re
from typing import Any

from mindshim._core import faces
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import axis, require_tensors
from mindshim.ops.primitive import Primitive

#: Where the function is not named as the Primitive.
_FUNCTIONS = {
    "SelectExtView": "mint.select", "NarrowView": "mint.narrow", "ExpandDimsView": "ops.expand_dims", "BroadcastToView": "ops.broadcast_to",
    "SplitTensorView": "mint.split", "IndexSelect": "mint.index_select", "Outer": "mint.outer", "Embedding": "mint.nn.functional.embedding",
    "MatMulExt": "mint.matmul", "LinSpaceExt": "mint.linspace", "FmodTensor": "mint.fmod", "LeakyReLUExt": "mint.nn.functional.leaky_relu", "RemainderTensorTensor": "mint.remainder",
    "RepeatInterleaveInt": "mint.repeat_interleave", "RepeatInterleaveTensor": "mint.repeat_interleave",
    "TransposeView": "ops.transpose", "TransposeExtView": "mint.transpose", "Scatter": "mint.scatter", "ScatterValue": "mint.scatter",
    "InplaceFillScalar": "Tensor.fill_", "InplaceFillTensor": "Tensor.fill_",
}  # fmt: skip
#: What the function takes by keyword only, and the Primitive third.
_THIRD = {"InplaceAddExt": "alpha", "InplaceSubExt": "alpha"}
#: Those whose settings are given when they are made are not of this kind.
_MADE_WITH_SETTINGS = frozenset(("OneHotExt", "StackExt", "EluExt"))


def slice_ext(input: Tensor, dim: int, start: int, end: int, step: int) -> Tensor:
    """A slice along an axis, a view."""
    require_tensors("SliceExt", input=input)
    at = axis("SliceExt", dim, input.ndim, "dim")
    return input[(slice(None),) * at + (slice(start, end, step),)]


#: Those of no public function.
_OWN = {"SliceExt": slice_ext, "SliceExtView": slice_ext}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _look_up(path: str) -> Any:
    space, _, name = path.rpartition(".")
    if space == "Tensor":
        return getattr(Tensor, name, None)
    return faces.find(space, name)


def _function(name: str) -> Any:
    """The function or method that a Primitive of this name calls; None if there is none."""
    if name in _MADE_WITH_SETTINGS:
        return None
    if name in _OWN:
        return _OWN[name]
    paths = [_FUNCTIONS[name]] if name in _FUNCTIONS else []
    if name.startswith("Inplace"):
        paths.append(f"Tensor.{_snake(name.removeprefix('Inplace').removesuffix('Ext'))}_")
    elif name.endswith("Ext"):
        plain = _snake(name.removesuffix("Ext"))
        paths += [f"ops.{plain}_ext", f"mint.{plain}", f"mint.nn.functional.{plain}"]
    return next((found for found in map(_look_up, paths) if found is not None), None)


def primitive(name: str) -> type[Primitive] | None:
    """The Primitive class `name`; None if no function has it."""
    function = _function(name)
    if function is None:
        return None
    third = _THIRD.get(name)

    def __init__(self: Any) -> None:  # noqa: N807
        Primitive.__init__(self, name)

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
        if third is not None and len(args) == 3:
            args, kwargs = args[:2], {**kwargs, third: args[2]}
        return function(*args, **kwargs)

    document = f"`{function.__name__}` as a Primitive (mirrors `mindspore.ops.auto_generate.{name}`)."
    return type(name, (Primitive,), {"__init__": __init__, "__call__": __call__, "__doc__": document, "__module__": __name__})


def found(name: str) -> Any:
    """The Primitive class `name`, or the object of one that MindSpore calls `sum_ext_op`; None if there is none."""
    if not name.endswith("_op"):
        return primitive(name) if name[:1].isupper() else None
    made: Any = primitive("".join(p.capitalize() for p in name.removesuffix("_op").split("_")))
    return None if made is None else made()
