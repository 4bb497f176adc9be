"""Rarer names of `mindspore.ops.functional`: casts, questions about values, sparse tensors from their parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import dtypes
from mindshim._core.faces import face, find, register
from mindshim._core.tensor import Tensor
from mindshim.common._marked import is_dynamic
from mindshim.ops.primitive import Primitive
from mindshim.ops.spellings import write


def _need_tensor(op: str, **values: Any) -> None:
    for name, value in values.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(value).__name__}.")


@face("ops.type_as")
def type_as(input: Tensor, other: Tensor) -> Tensor:
    """`input` in the dtype of `other` (mirrors `mindspore.ops.type_as`).

    Raises:
        TypeError: if one is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.type_as(ms.Tensor([1, 2]), ms.Tensor(0.0)).dtype
        mindspore.float32
    """
    _need_tensor("type_as", input=input, other=other)
    return input.astype(other.dtype)


@face("ops.view_as")
def view_as(input: Tensor, other: Tensor) -> Tensor:
    """`input` in the shape of `other` (mirrors `mindspore.ops.functional.view_as`).

    Raises:
        TypeError: if one is not a Tensor. ValueError: if their sizes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.view_as(ms.Tensor([1, 2]), ms.ops.zeros((2, 1))).shape
        (2, 1)
    """
    _need_tensor("view_as", input=input, other=other)
    return input.view(other.shape)


@face("ops.mixed_precision_cast")
def mixed_precision_cast(dst_dtype: Any, x: Any) -> Any:
    """Floats converted to a dtype, everything else as it is (mirrors `ops.functional.mixed_precision_cast`).

    A list becomes a tuple.

    Args:
        dst_dtype: the float dtype. x: a Tensor, or a nested tuple, list or dict of values.

    Examples:
        >>> import mindshim as ms
        >>> half, count = ms.ops.mixed_precision_cast(ms.float16, (ms.Tensor([1.0]), ms.Tensor([2])))
        >>> half.dtype, count.dtype
        (mindspore.float16, mindspore.int64)
    """
    if isinstance(x, (tuple, list)):
        return tuple(mixed_precision_cast(dst_dtype, v) for v in x)
    if isinstance(x, dict):
        return {k: mixed_precision_cast(dst_dtype, v) for k, v in x.items()}
    return x.astype(dst_dtype) if isinstance(x, Tensor) and x.dtype in dtypes.floats else x


@face("ops.MixedPrecisionCast")
class MixedPrecisionCast(Primitive):
    """`mixed_precision_cast` as an operator object (mirrors `ops.operations._inner_ops.MixedPrecisionCast`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MixedPrecisionCast()(ms.float16, ms.Tensor([1.0])).dtype
        mindspore.float16
    """

    def __init__(self) -> None:
        super().__init__("MixedPrecisionCast")

    def __call__(self, dst_dtype: Any, x: Any) -> Any:  # type: ignore[override]
        return mixed_precision_cast(dst_dtype, x)


@face("ops.scalar_to_array")
def scalar_to_array(input_x: Any) -> Tensor:
    """A Tensor of a number (mirrors `mindspore.ops.functional.scalar_to_array`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.scalar_to_array(2.5)
        Tensor(shape=[], dtype=Float32, value= 2.5)
    """
    return find("ops", "scalar_to_tensor")(input_x)


@face("ops.hastype")
def hastype(x: Any, t: Any) -> bool:
    """Whether a value's type is `t` (mirrors `mindspore.ops.functional.hastype`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.hastype(ms.Tensor([1.0]), ms.float32)
        False
    """
    return find("ops", "typeof")(x) == t


@face("ops.switch")
def switch(cond: Any, x: Any, y: Any) -> Any:
    """`x` if `cond` holds, else `y` (mirrors `mindspore.ops.functional.switch`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.switch(True, 1, 2)
        1
    """
    return x if cond else y


@face("ops.switch_layer")
def switch_layer(index: Any, layers: Any) -> Callable[..., Any]:
    """The layer at `index` (mirrors `mindspore.ops.functional.switch_layer`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.switch_layer(1, (ms.ops.sin, ms.ops.cos))(ms.Tensor(0.0)).item()
        1.0

    Raises:
        ValueError: if `index` is a Tensor of another dtype than int32.
    """
    if isinstance(index, Tensor) and str(index.dtype) != "Int32":
        raise ValueError(f"For 'switch_layer', the 'index' must be int32, but got {index.dtype}.")
    return layers[int(index)]


@face("ops.broadcast_gradient_args")
def broadcast_gradient_args(x: Any, y: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes that the gradients of two broadcast shapes are summed over (mirrors `ops.functional`'s).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.broadcast_gradient_args((2, 3), (3,))
        ((), (0,))
    """
    rank = max(len(x), len(y))
    wide = [(1,) * (rank - len(s)) + tuple(s) for s in (x, y)]
    if tuple(x) == tuple(y):
        return (), ()
    for a, b in zip(*wide, strict=True):
        if a != b and 1 not in (a, b):
            raise ValueError(f"For 'BroadcastGradientArgs', the shapes {x} and {y} cannot be broadcast.")
    found = [tuple(i for i in range(rank) if s[i] == 1 and (o[i] != 1 or i < rank - len(t))) for s, o, t in (
        (wide[0], wide[1], x), (wide[1], wide[0], y))]  # fmt: skip
    return found[0], found[1]


@face("ops.make_coo_tensor", "ops.make_sparse_tensor")
def make_coo_tensor(indices: Tensor, values: Tensor, dense_shape: Any) -> Any:
    """A COOTensor (mirrors `mindspore.ops.functional.make_coo_tensor`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.make_coo_tensor(ms.Tensor([[0, 1]]), ms.Tensor([5.0]), (1, 2))
        >>> print(x.to_dense())
        [[0. 5.]]
    """
    from mindshim.common.sparse_tensor import COOTensor

    return COOTensor(indices, values, tuple(dense_shape))


@face("ops.make_csr_tensor")
def make_csr_tensor(indptr: Tensor, indices: Tensor, values: Tensor, dense_shape: Any) -> Any:
    """A CSRTensor (mirrors `mindspore.ops.functional.make_csr_tensor`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.make_csr_tensor(ms.Tensor([0, 1]), ms.Tensor([1]), ms.Tensor([5.0]), (1, 2))
        >>> print(x.to_dense())
        [[0. 5.]]
    """
    from mindshim.common.sparse_tensor import CSRTensor

    return CSRTensor(indptr, indices, values, tuple(dense_shape))


@face("ops.make_row_tensor", "ops.make_row_tensor_inner")
def make_row_tensor(indices: Tensor, values: Tensor, dense_shape: Any) -> Any:
    """A RowTensor (mirrors `mindspore.ops.functional.make_row_tensor`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.make_row_tensor(ms.Tensor([0]), ms.Tensor([[1.0, 2.0]]), (3, 2)).dense_shape
        (3, 2)
    """
    from mindshim.common.sparse_tensor import RowTensorInner

    return RowTensorInner(indices, values, tuple(dense_shape))


@face("ops.row_tensor_get_values")
def row_tensor_get_values(x: Any) -> Tensor:
    """The rows of a RowTensor (mirrors `mindspore.ops.functional.row_tensor_get_values`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.row_tensor_get_values(ms.ops.make_row_tensor(ms.Tensor([0]), ms.Tensor([[1.0]]), (3, 1))).shape
        (1, 1)
    """
    return x.values


@face("ops.row_tensor_get_indices")
def row_tensor_get_indices(x: Any) -> Tensor:
    """Where the rows of a RowTensor belong (mirrors `mindspore.ops.functional.row_tensor_get_indices`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.row_tensor_get_indices(ms.ops.make_row_tensor(ms.Tensor([2]), ms.Tensor([[1.0]]), (3, 1))).item()
        2
    """
    return x.indices


@face("ops.row_tensor_get_dense_shape")
def row_tensor_get_dense_shape(x: Any) -> tuple[int, ...]:
    """The shape of a RowTensor's dense matrix (mirrors `mindspore.ops.functional.row_tensor_get_dense_shape`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.row_tensor_get_dense_shape(ms.ops.make_row_tensor(ms.Tensor([2]), ms.Tensor([[1.0]]), (3, 1)))
        (3, 1)
    """
    return x.dense_shape


@face("ops.move_to")
def move_to(input: Any, to: str = "CPU", blocking: bool = True) -> Tensor:
    """A Tensor on a platform; JAX places it, so it is a copy (mirrors `mindspore.ops.move_to`).

    Raises:
        ValueError: if `to` is neither "CPU" nor "Ascend".

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.move_to([1, 2]).shape
        (2,)
    """
    if to not in ("CPU", "Ascend"):
        raise ValueError(f"For 'move_to', the 'to' must be 'CPU' or 'Ascend', but got {to!r}.")
    return (input if isinstance(input, Tensor) else Tensor(input)).copy()


@face("ops.is_sequence_shape_unknown")
def is_sequence_shape_unknown(x: Any) -> bool:
    """Whether the length of a sequence may change from call to call: `mutable` with `dynamic_len` says so."""
    return is_dynamic(x)


@face("ops.is_sequence_value_unknown")
def is_sequence_value_unknown(x: Any) -> bool:
    """Whether a sequence has elements that are not known while a function is compiled."""
    return is_sequence_shape_unknown(x) or not all(map(find("ops", "isconstant"), (x, *x)))


@face("ops.is_dynamic_sequence_element_unknown")
def is_dynamic_sequence_element_unknown(x: Any) -> bool:
    """Whether nothing is known of the elements of a sequence whose length may change: it has none.

    Raises:
        TypeError: for a sequence of known length.
    """
    if not is_sequence_shape_unknown(x):
        raise TypeError(f"The input of IsElementUnknown should be variable length sequence, but got a {type(x).__name__} of known length.")
    return not len(x)


def _in_place(name: str, compute: str) -> None:
    def function(input: Tensor) -> Tensor:
        _need_tensor(name, input=input)
        return write(input, find("ops", compute)(input), name)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"`ops.{compute}`, written into the Tensor itself (mirrors `mindspore.ops.functional.{name}`)."
    register(f"ops.{name}", function)


for _name, _compute in (
    ("tanh_", "tanh"),
    ("erfinv_", "erfinv"),
    ("inplace_sigmoid", "sigmoid"),
    ("sigmoid_", "sigmoid"),
):
    _in_place(_name, _compute)


@face("ops.clamp_")
def clamp_(input: Tensor, min: Any = None, max: Any = None) -> Tensor:
    """`clamp`, written into the Tensor itself (mirrors `mindspore.ops.functional.clamp_`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.clamp_(ms.Tensor([-3.0, 0.5]), -1, 1))
        [-1.   0.5]
    """
    _need_tensor("clamp_", input=input)
    return input.clamp_(min, max)


#: other names of functions
for _name, _space, _now in (
    ("soft_shrink", "ops", "softshrink"),
    ("reshape_", "ops", "reshape"),
    ("conv_transpose2d", "mint.nn.functional", "conv_transpose2d"),
):
    register(f"ops.{_name}", find(_space, _now))


@face("ops.tensor_muls")
def tensor_muls(input: Tensor, other: Any) -> Tensor:
    """A Tensor times a number (mirrors `mindspore.ops.tensor_muls`; see `ops.mul`).

    Raises:
        TypeError: if `input` is not a Tensor, or `other` not a number.
    """
    _need_tensor("tensor_muls", input=input)
    if not isinstance(other, (int, float)) and not (isinstance(other, Tensor) and not other.ndim):
        raise TypeError(f"For 'tensor_muls', the 'other' must be a number, but got {type(other).__name__}.")
    return input * other


@face("ops.tensor_slice")
def tensor_slice(input: Any, begin: Any, size: Any) -> Any:
    """A box of a Tensor (mirrors `mindspore.ops.tensor_slice`; see `ops.slice`)."""
    return find("ops", "slice")(input, begin, size)
