"""New Tensors from shapes and numbers: zeros, ones, constants, identity matrices, ranges, one-hot codes."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face, find, register
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import result_type
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.primitive import Primitive, prim_attr_register, takes_tensors


def lengths(op: str, shape: Any, name: str = "shape") -> tuple[int, ...]:
    """`shape` as a tuple of ints that are not negative; TypeError or ValueError otherwise."""
    shape = arguments.ints(op, name, shape, single=True)
    for i, d in enumerate(shape):
        if d < 0:
            raise ValueError(f"For '{op}', dimension {i} of '{name}' must be greater than or equal to 0, but got {d}.")
    return shape


def target(op: str, dtype: Any, default: Any = dtypes.float32) -> Any:
    """The NumPy dtype of a `dtype` argument; TypeError if it is not a mindspore dtype."""
    if dtype is None:
        dtype = default
    if not isinstance(dtype, dtypes.Type) or dtype.np is None:
        raise TypeError(f"For '{op}', the argument 'dtype' must be a mindspore dtype, but got {dtype!r}.")
    return dtype.np


def _tensor(op: str, x: Any, name: str = "input") -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the argument '{name}' must be a Tensor, but got {type(x).__name__}.")
    return x


@kernel("Zeros", differentiable=False, amp=False)
def zeros(size: Any, dtype: Any = None) -> Array:
    """A Tensor of zeros (mirrors `mindspore.ops.zeros`).

    Args:
        size: its shape: an int, a tuple or list of ints, or a Tensor of ints.
        dtype: its dtype, float32 by default.

    Raises:
        TypeError: if `size` is not made of ints or `dtype` is not a dtype. ValueError: for a negative size.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.zeros((1, 2))
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 0.00000000e+00,  0.00000000e+00]])
    """
    return jnp.zeros(lengths("Zeros", size, "size"), target("Zeros", dtype))


zeros.face("ops.zeros").face("mint.zeros", "size, *, dtype=None").primitive("Zeros", call="size, dtype=None")


@kernel("Ones", differentiable=False, amp=False)
def ones(shape: Any, dtype: Any = None) -> Array:
    """A Tensor of ones (mirrors `mindspore.ops.ones`).

    Args:
        shape: its shape: an int, a tuple or list of ints, or a Tensor of ints.
        dtype: its dtype, float32 by default.

    Raises:
        TypeError: if `shape` is not made of ints or `dtype` is not a dtype. ValueError: for a negative size.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ones(2, ms.int32)
        Tensor(shape=[2], dtype=Int32, value= [1, 1])
    """
    return jnp.ones(lengths("Ones", shape), target("Ones", dtype))


ones.face("ops.ones").face("mint.ones", "size, *, dtype=None", size="shape").primitive("Ones", call="shape, dtype=None")


@kernel("FillV2", amp=False)
def _filled(shape: Any, value: Array | Number, dtype: Any = None) -> Array:
    """A Tensor of one repeated value, given as a Tensor of one element (mirrors `mindspore.ops.FillV2`).

    Raises:
        TypeError: if `shape` is not made of ints. ValueError: for a negative size or a value of several elements.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.FillV2()((2,), ms.Tensor(1.5))
        Tensor(shape=[2], dtype=Float32, value= [ 1.50000000e+00,  1.50000000e+00])
    """
    if math.prod(jnp.shape(value)) != 1:
        raise ValueError(f"For 'FillV2', the 'value' must have one element, but got shape {jnp.shape(value)}.")
    want = target("FillV2", dtype, dtypes.from_np(result_type(value)))
    return jnp.broadcast_to(jax.lax.convert_element_type(jnp.reshape(value, ()), want), lengths("FillV2", shape))


_filled.primitive("FillV2", call="shape, value")
takes_tensors("FillV2", "value")


def _fill_value(op: str, value: Any) -> Any:
    if not isinstance(value, (int, float, complex, Tensor, np.number, np.bool_)):
        raise TypeError(f"For '{op}', the fill value must be a number or a Tensor, but got {type(value).__name__}.")
    return value


@face("ops.full", "mint.full")
def full(size: Any, fill_value: Any, *, dtype: Any = None) -> Tensor:
    """A Tensor of one repeated value (mirrors `mindspore.ops.full`).

    Args:
        size: its shape, a tuple or list of ints.
        fill_value: a number or a Tensor of one element.
        dtype: its dtype; by default int64, float32 or bool, after the kind of `fill_value`.

    Raises:
        TypeError: if `size` is not a tuple or list of ints. ValueError: for a negative size.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.full((2,), 7)
        Tensor(shape=[2], dtype=Int64, value= [7, 7])
    """
    if not isinstance(size, (tuple, list)):
        raise TypeError(f"For 'ops.full', 'size' must be a tuple or list of ints, but got {type(size)}.")
    return dispatch.apply(_filled, (size, _fill_value("full", fill_value), dtype))


@face("ops.full_like", "mint.full_like")
def full_like(input: Tensor, fill_value: Any, *, dtype: Any = None) -> Tensor:
    """A Tensor of one repeated value with the shape and dtype of `input` (mirrors `mindspore.ops.full_like`).

    Raises:
        TypeError: if `input` is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.full_like(ms.Tensor([1, 2]), 5)
        Tensor(shape=[2], dtype=Int64, value= [5, 5])
    """
    shape = _tensor("full_like", input).shape
    return dispatch.apply(_filled, (shape, _fill_value("full_like", fill_value), dtype or input.dtype))


@face("ops.fill")
def fill(type: Any, shape: Any, value: Any) -> Tensor:
    """A Tensor of one repeated value, converted to the dtype `type` (mirrors `mindspore.ops.fill`).

    Args:
        type: the dtype; None leaves it to `value`.
        shape: a tuple of ints, or a Tensor of them; an int gives a 0-d Tensor, as in MindSpore.
        value: a number or a Tensor of one element.

    Raises:
        TypeError: if `shape` is not a tuple of ints. ValueError: for a negative size.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.fill(ms.float32, (2,), 3)
        Tensor(shape=[2], dtype=Float32, value= [ 3.00000000e+00,  3.00000000e+00])
    """
    if isinstance(shape, list):
        raise TypeError("For 'ops.fill', the 'shape' must be a tuple or Tensor with all int elements, but got list.")
    if arguments.is_int(shape):
        shape = ()
    return dispatch.apply(_filled, (shape, _fill_value("fill", value), type))


@face("ops.Fill")
class Fill(Primitive):
    """`ops.fill` as an operator object: `Fill()(dtype, dims, x)` (mirrors `mindspore.ops.Fill`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Fill()(ms.int32, (2,), 3)
        Tensor(shape=[2], dtype=Int32, value= [3, 3])
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, dtype: Any, dims: Any, x: Any) -> Tensor:
        return fill(dtype, tuple(dims) if isinstance(dims, list) else dims, x)


_FILLED = (dtypes.float16, dtypes.float32, dtypes.int8, dtypes.int16, dtypes.int32)


@face("ops.fills")
def fills(x: Tensor, value: Any) -> Tensor:
    """A Tensor of one repeated value with the shape and dtype of `x` (mirrors `mindspore.ops.fills`).

    Args:
        x: a Tensor of float16, float32, int8, int16 or int32.
        value: a number, or a Tensor without axes.

    Raises:
        TypeError: for another dtype or value. ValueError: if the value has axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.fills(ms.Tensor([1.0, 2.0]), 7)
        Tensor(shape=[2], dtype=Float32, value= [ 7.00000000e+00,  7.00000000e+00])
    """
    if not isinstance(value, (int, float, Tensor)):
        raise TypeError(f"For 'fills', the 'value' must be an int, a float or a Tensor, but got {type(value).__name__}.")
    if isinstance(value, Tensor) and value.ndim:
        raise ValueError(f"For 'fills', a Tensor 'value' must have rank 0, but got {value.ndim}.")
    if isinstance(x, Tensor) and x.dtype not in _FILLED:
        raise TypeError(f"For 'fills', the dtype of 'x' must be one of {', '.join(map(str, _FILLED))}, but got {x.dtype}.")
    return full_like(x, value)


@face("Tensor.fills")
def _fills(self: Tensor, value: Any) -> Tensor:
    """A Tensor of the same shape and dtype, all `value`; see `ops.fills`."""
    return fills(self, value)


@face("Tensor.fill")
def _fill(self: Tensor, value: Any) -> Tensor:
    """A Tensor of the same shape and dtype, all `value`; the Tensor itself stays (mirrors `mindspore.Tensor.fill`)."""
    if value is None:
        if self.dtype not in dtypes.floats:
            raise TypeError(
                f"For 'Tensor.fill', if the argument 'value' is None, the dtype must be float, but got {self.dtype}."
            )
        value = float("nan")
    return full_like(self, value)


@face("ops.zeros_like", "mint.zeros_like")
def zeros_like(input: Tensor, *, dtype: Any = None) -> Tensor:
    """Zeros with the shape and dtype of `input` (mirrors `mindspore.ops.zeros_like`).

    Raises:
        TypeError: if `input` is not a Tensor or `dtype` is not a dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.zeros_like(ms.Tensor([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [0, 0])
    """
    return dispatch.apply(zeros, (_tensor("ZerosLike", input).shape, dtype or input.dtype))


@face("ops.ones_like", "mint.ones_like")
def ones_like(input: Tensor, *, dtype: Any = None) -> Tensor:
    """Ones with the shape and dtype of `input` (mirrors `mindspore.ops.ones_like`).

    Raises:
        TypeError: if `input` is not a Tensor or `dtype` is not a dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ones_like(ms.Tensor([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [1, 1])
    """
    return dispatch.apply(ones, (_tensor("OnesLike", input).shape, dtype or input.dtype))


@face("ops.ZerosLike")
class ZerosLike(Primitive):
    """`ops.zeros_like` as an operator object (mirrors `mindspore.ops.ZerosLike`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ops.ZerosLike()(x))
        [[0. 0.]
         [0. 0.]]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor) -> Tensor:
        return zeros_like(x)


@face("ops.OnesLike")
class OnesLike(Primitive):
    """`ops.ones_like` as an operator object (mirrors `mindspore.ops.OnesLike`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ops.OnesLike()(x))
        [[1. 1.]
         [1. 1.]]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor) -> Tensor:
        return ones_like(x)


@face("mint.empty")
def _empty(*size: Any, dtype: Any = None, device: Any = None, pin_memory: bool = False) -> Tensor:
    """A Tensor for values that come later; here it holds zeros (mirrors `mindspore.mint.empty`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.empty(2, 3).shape
        (2, 3)
    """
    return dispatch.apply(zeros, (arguments.sizes(size), dtype))


@face("mint.empty_like")
def _empty_like(input: Tensor, *, dtype: Any = None, device: Any = None, pin_memory: bool = False) -> Tensor:
    """A Tensor like `input` for values that come later; here it holds zeros (mirrors `mindspore.mint.empty_like`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> mint.empty_like(x).shape
        (3,)
    """
    return zeros_like(input, dtype=dtype)


@face("Tensor.new_zeros")
def new_zeros(self: Tensor, size: Any, dtype: Any = None) -> Tensor:
    """Zeros of shape `size` and, by default, this dtype (mirrors `mindspore.Tensor.new_zeros`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.new_zeros((2,)))
        [0. 0.]
    """
    return dispatch.apply(zeros, (size, dtype or self.dtype))


@face("Tensor.new_ones")
def new_ones(self: Tensor, size: Any, dtype: Any = None) -> Tensor:
    """Ones of shape `size` and, by default, this dtype (mirrors `mindspore.Tensor.new_ones`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.new_ones((2,)))
        [1. 1.]
    """
    return dispatch.apply(ones, (size, dtype or self.dtype))


@face("Tensor.new_full")
def new_full(self: Tensor, size: Any, fill_value: Any, *, dtype: Any = None) -> Tensor:
    """One repeated value, in shape `size` and, by default, this dtype (mirrors `mindspore.Tensor.new_full`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.new_full((2,), 7.0))
        [7. 7.]
    """
    return dispatch.apply(_filled, (size, _fill_value("new_full", fill_value), dtype or self.dtype))


@face("Tensor.new_empty")
def new_empty(self: Tensor, size: Any, *, dtype: Any = None, device: Any = None) -> Tensor:
    """A Tensor of shape `size` for values that come later; zeros here (mirrors `mindspore.Tensor.new_empty`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> x.new_empty((2, 3)).shape
        (2, 3)
    """
    return dispatch.apply(zeros, (size, dtype or self.dtype))


@face("Tensor.zero_")
def zero_(self: Tensor) -> Tensor:
    """Set every element to zero, in place (mirrors `mindspore.Tensor.zero_`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).zero_()
        Tensor(shape=[2], dtype=Int64, value= [0, 0])
    """
    return self._rebind(zeros_like(self))


@face("ops.zero_")
def _ops_zero_(input: Tensor) -> Tensor:
    """Set every element of `input` to zero, in place."""
    return zero_(_tensor("zero_", input))


@face("Tensor.fill_")
def fill_(self: Tensor, value: Any) -> Tensor:
    """Set every element to `value`, in place (mirrors `mindspore.Tensor.fill_`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).fill_(3)
        Tensor(shape=[2], dtype=Int64, value= [3, 3])
    """
    return self._rebind(full_like(self, value))


@kernel("Eye", differentiable=False, amp=False)
def eye(n: Any, m: Any = None, dtype: Any = None) -> Array:
    """A matrix with ones on its diagonal and zeros elsewhere (mirrors `mindspore.ops.eye`).

    Args:
        n, m: numbers of rows and columns; `m` is `n` by default.
        dtype: float32 by default.

    Raises:
        TypeError: if `n` or `m` is not an int. ValueError: if one is negative.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.eye(2, dtype=ms.int32)
        Tensor(shape=[2, 2], dtype=Int32, value=
        [[1, 0],
         [0, 1]])
    """
    rows = arguments.integer("Eye", "n", n)
    columns = rows if m is None else arguments.integer("Eye", "m", m)
    if rows < 0 or columns < 0:
        raise ValueError(f"For 'Eye', 'n' and 'm' must not be negative, but got {n} and {m}.")
    return jnp.eye(rows, columns, dtype=target("Eye", dtype))


eye.face("ops.eye")
register("mint.eye", find("ops", "eye"))
eye.primitive("Eye", call="n, m, dtype")


@kernel("OneHot", amp=False)
def _one_hot(indices: Array, depth: Any, on_value: Array, off_value: Array, axis: Any = -1) -> Array:
    """A new axis of length `depth`: `on_value` at each index, `off_value` elsewhere (mirrors `mindspore.ops.OneHot`).

    Args:
        indices: an int32 or int64 Tensor; indices outside of [0, depth) give `off_value` everywhere.
        depth: the length of the new axis.
        on_value, off_value: Tensors of one dtype, which is the result's.
        axis: where the new axis goes; the last place by default.

    Raises:
        TypeError: for other dtypes. ValueError: for a negative `depth`, or an `axis` out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.OneHot()(ms.Tensor([1, 0]), 2, ms.Tensor(1.0), ms.Tensor(0.0))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 0.00000000e+00,  1.00000000e+00],
         [ 1.00000000e+00,  0.00000000e+00]])
    """
    if indices.dtype not in ("int32", "int64"):
        raise TypeError(f"For 'OneHot', the dtype of 'indices' must be Int32 or Int64, but got {indices.dtype.name}.")
    if on_value.dtype != off_value.dtype:
        raise TypeError(
            f"For 'OneHot', 'on_value' and 'off_value' must have the same dtype, "
            f"but got {on_value.dtype.name} and {off_value.dtype.name}."
        )
    depth = arguments.integer("OneHot", "depth", depth)
    if depth < 0:
        raise ValueError(f"For 'OneHot', the 'depth' must be greater than or equal to 0, but got {depth}.")
    if not -1 <= arguments.integer("OneHot", "axis", axis) <= indices.ndim:
        raise ValueError(f"For 'OneHot', the 'axis' must be in [-1, {indices.ndim}], but got {axis}.")
    at = indices.ndim if axis == -1 else axis
    places = jnp.arange(depth, dtype=indices.dtype).reshape((-1,) + (1,) * (indices.ndim - at))
    hot = jnp.expand_dims(indices, at) == places
    return jnp.where(hot, on_value.reshape(()), off_value.reshape(()))


_one_hot.primitive("OneHot", "axis=-1", call="indices, depth, on_value, off_value")


@face("ops.one_hot")
def one_hot(indices: Tensor, depth: Any, on_value: Any = 1, off_value: Any = 0, axis: int = -1) -> Tensor:
    """A new axis of length `depth`: `on_value` at each index, `off_value` elsewhere (mirrors `mindspore.ops.one_hot`).

    Args:
        indices: an int32 or int64 Tensor; indices outside of [0, depth) give `off_value` everywhere.
        depth: the length of the new axis.
        on_value, off_value: numbers or Tensors of one dtype, which is the result's (int64 by default).
        axis: where the new axis goes; the last place by default.

    Raises:
        TypeError: for other dtypes. ValueError: for a negative `depth`, or an `axis` out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.one_hot(ms.Tensor([1, 0]), 2)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[0, 1],
         [1, 0]])
    """
    on_value, off_value = [v if isinstance(v, Tensor) else Tensor(v) for v in (on_value, off_value)]
    return dispatch.apply(_one_hot, (indices, depth, on_value, off_value, axis))


@face("mint.nn.functional.one_hot")
def mint_one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """One-hot codes of the integers in `tensor`; -1 classes: one more than its largest value.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.one_hot(ms.Tensor([1, 0]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[0, 1],
         [1, 0]])
    """
    if num_classes == -1:
        num_classes = int(_tensor("one_hot", tensor, "tensor").asnumpy().max()) + 1
    return one_hot(tensor, num_classes)
