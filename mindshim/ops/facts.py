"""What a Tensor is, as Python values: shape, dtype, size, rank."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core.faces import face
from mindshim._core.gradients import is_sparse
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor, is_tracer
from mindshim.ops.primitive import Primitive, prim_attr_register


def _checked(op: str, x: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For primitive[{op}], the input argument must be Tensor, but got {type(x)}.")
    return x


@face("ops.shape")
def shape(input_x: Tensor) -> tuple[int, ...]:
    """The shape of a Tensor as a tuple of ints (mirrors `mindspore.ops.shape`).

    Raises:
        TypeError: if `input_x` is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.shape(ms.Tensor([[1, 2, 3]]))
        (1, 3)
    """
    return _checked("Shape", input_x).shape


@face("ops.dtype")
def dtype(x: Tensor) -> Any:
    """The dtype of a Tensor, or of the elements of a sparse one (mirrors `mindspore.ops.dtype`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dtype(ms.Tensor([1.0]))
        mindspore.float32
    """
    return (x if is_sparse(x) else _checked("DType", x)).dtype


@face("ops.size")
def size(input_x: Tensor) -> int:
    """The number of elements (mirrors `mindspore.ops.size`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.size(ms.Tensor([[1, 2, 3]]))
        3
    """
    return _checked("Size", input_x).size


@face("ops.numel", "mint.numel")
def numel(input: Tensor) -> int:
    """The number of elements (mirrors `mindspore.ops.numel`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.numel(ms.Tensor([[1, 2, 3]]))
        3
    """
    return _checked("Size", input).size


@face("ops.rank")
def rank(input_x: Tensor) -> int:
    """The number of axes (mirrors `mindspore.ops.rank`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.rank(ms.Tensor([[1, 2, 3]]))
        2
    """
    return _checked("Rank", input_x).ndim


@kernel("TensorShape", differentiable=False, amp=False)
def dyn_shape(input_x: Array) -> Array:
    """The shape of a Tensor as an int64 Tensor (mirrors `mindspore.ops.dyn_shape`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dyn_shape(ms.Tensor([[1, 2, 3]]))
        Tensor(shape=[2], dtype=Int64, value= [1, 3])
    """
    return jnp.asarray(input_x.shape, "int64")


dyn_shape.face("ops.dyn_shape").primitive("TensorShape")


@face("ops.Shape")
class Shape(Primitive):
    """`ops.shape` as an operator object (mirrors `mindspore.ops.Shape`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Shape()(ms.Tensor([[1, 2, 3]]))
        (1, 3)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor) -> tuple[int, ...]:
        return _checked("Shape", x).shape


@face("ops.DType")
class DType(Primitive):
    """`ops.dtype` as an operator object (mirrors `mindspore.ops.DType`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DType()(ms.Tensor([1]))
        mindspore.int64
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor) -> Any:
        return (x if is_sparse(x) else _checked("DType", x)).dtype


@face("ops.Size")
class Size(Primitive):
    """`ops.size` as an operator object (mirrors `mindspore.ops.Size`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Size()(ms.Tensor([[1, 2, 3]]))
        3
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: Tensor) -> int:
        return _checked("Size", input_x).size


@face("ops.Rank")
class Rank(Primitive):
    """`ops.rank` as an operator object (mirrors `mindspore.ops.Rank`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Rank()(ms.Tensor([[1, 2, 3]]))
        2
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor) -> int:
        return _checked("Rank", x).ndim


@face("ops.shape_")
def shape_(x: Tensor) -> tuple[int, ...]:
    """The shape of a Tensor as a tuple of ints (mirrors `mindspore.ops.shape_`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.shape_(ms.Tensor([[1, 2, 3]]))
        (1, 3)
    """
    return shape(x)


@face("ops.isconstant")
def isconstant(x: Any) -> bool:
    """Whether the value of `x` is known while a function is compiled (mirrors `mindspore.ops.isconstant`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.isconstant(1)
        True
        >>> ms.jit(lambda x: ms.ops.isconstant(x))(ms.Tensor(1))
        False
    """
    return not getattr(x, "__ms_mutable__", False) and not (isinstance(x, Tensor) and is_tracer(x))


@face("ops.is_tensor")
def is_tensor(obj: Any) -> bool:
    """Whether `obj` is a Tensor (mirrors `mindspore.ops.is_tensor`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.is_tensor(ms.Tensor(1)), ms.ops.is_tensor(1)
        (True, False)
    """
    return isinstance(obj, Tensor)


@face("ops.ConvertToDynamic")
class ConvertToDynamic(Primitive):
    """The Tensor itself; MindSpore's compiler forgets its shape there (mirrors `_inner_ops.ConvertToDynamic`).

    Shapes are always known here: a function is compiled for each of them.

    Args:
        is_dynamic_rank: whether the number of dimensions is forgotten too. is_dynamic_value: whether the value is.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ConvertToDynamic()(ms.Tensor([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """

    @prim_attr_register
    def __init__(self, is_dynamic_rank: bool = False, is_dynamic_value: bool = False) -> None:
        for name, value in (("is_dynamic_rank", is_dynamic_rank), ("is_dynamic_value", is_dynamic_value)):
            if not isinstance(value, bool):
                raise TypeError(f"For 'ConvertToDynamic', '{name}' must be bool, but got {type(value).__name__}.")

    def __call__(self, input: Any) -> Any:  # type: ignore[override]
        return input
