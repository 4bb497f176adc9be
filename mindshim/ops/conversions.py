"""Conversions of a Tensor to another dtype or device, and to the sparse and stored forms."""

from __future__ import annotations

from typing import Any

import jax

from mindshim._core import dtypes
from mindshim._core.faces import face, register
from mindshim._core.operators import bind
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.arithmetic import _named_dtype, cast
from mindshim.ops.joining import stack
from mindshim.ops.primitive import Primitive, prim_attr_register

_DEVICES = {"cpu": "CPU", "gpu": "GPU", "npu": "Ascend", "ascend": "Ascend"}


def _converter(name: str, dtype: dtypes.Type) -> None:
    def convert(self: Tensor) -> Tensor:
        return converted(self, dtype)

    convert.__name__ = name
    convert.__qualname__ = f"Tensor.{name}"
    convert.__doc__ = f"""The Tensor converted to {dtype.attribute} (mirrors `mindspore.Tensor.{name}`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).{name}().dtype
        {dtype!r}
    """
    register(f"Tensor.{name}", convert)


def converted(x: Tensor, dtype: dtypes.Type) -> Tensor:
    """`x` in `dtype`; a Tensor that shares `x`'s values if it has that dtype already."""
    return Tensor(x) if x.dtype is dtype else cast(x, dtype)


for _name, _dtype in (
    ("bool", dtypes.bool_),
    ("byte", dtypes.uint8),
    ("short", dtypes.int16),
    ("int", dtypes.int32),
    ("long", dtypes.int64),
    ("half", dtypes.float16),
    ("float", dtypes.float32),
    ("double", dtypes.float64),
    ("bfloat16", dtypes.bfloat16),
):
    _converter(_name, _dtype)


@face("Tensor.type")
def tensor_type(self: Tensor, dtype: Any = None) -> Any:
    """The name of the dtype, or the Tensor converted to `dtype` (mirrors `mindspore.Tensor.type`).

    Args:
        dtype: a mindspore dtype or its name. Default: None, for the name of the Tensor's own.

    Raises:
        TypeError: for an unknown `dtype`.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).type()
        'Int64'
        >>> ms.Tensor([1, 2]).type(ms.float16)
        Tensor(shape=[2], dtype=Float16, value= [ 1.0000e+00,  2.0000e+00])
    """
    if dtype is None:
        return str(self.dtype)
    return converted(self, dtype if isinstance(dtype, dtypes.Type) else _named_dtype(dtype))


@face("Tensor.type_as")
def type_as(self: Tensor, other: Tensor) -> Tensor:
    """The Tensor in the dtype of `other`; the Tensor itself if that is its dtype (mirrors `mindspore.Tensor.type_as`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).type_as(ms.Tensor(1.5))
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    return self if self.dtype is other.dtype else cast(self, other.dtype)


#: the three forms of `Tensor.to`, by what the first argument is
_TO = {
    "dtype": (("dtype", "non_blocking", "copy"), (None, False, False)),
    "device": (("device", "dtype", "non_blocking", "copy"), (None, None, False, False)),
    "other": (("other", "non_blocking", "copy"), (None, False, False)),
}


@face("Tensor.to")
def to(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """The Tensor in another dtype, or on another device (mirrors `mindspore.Tensor.to`).

    The forms are `to(dtype=None, non_blocking=False, copy=False)`, `to(device=None, dtype=None, non_blocking=False,
    copy=False)` and `to(other, non_blocking=False, copy=False)`, for the dtype of another Tensor. Arrays stay on JAX's
    default device, so a device only has to be that one or "CPU". With `copy` the result never shares the values.

    Raises:
        TypeError: if the first argument is no dtype, device name or Tensor.
        ValueError: for an unknown device name. RuntimeError: for a device that is not there.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).to(ms.float16)
        Tensor(shape=[2], dtype=Float16, value= [ 1.0000e+00,  2.0000e+00])
    """
    first = args[0] if args else None
    if isinstance(first, Tensor) or "other" in kwargs:
        form = "other"
    elif isinstance(first, str) or "device" in kwargs:
        form = "device"
    elif first is None or isinstance(first, dtypes.Type):
        form = "dtype"
    else:
        raise TypeError(
            f"For 'Tensor.to', the first argument must be a mindspore dtype, a device name or a Tensor, "
            f"but got {type(first).__name__}."
        )
    names, defaults = _TO[form]
    given = dict(zip(names, bind(names, defaults, len(names), args, kwargs, "to"), strict=True))
    dtype = given["other"].dtype if form == "other" else given["dtype"]
    if given.get("device") is not None:
        _check_device(given["device"])
    if dtype is None:
        dtype = self.dtype
    elif not isinstance(dtype, dtypes.Type):
        raise TypeError(f"For 'Tensor.to', the 'dtype' must be a mindspore dtype, but got {type(dtype).__name__}.")
    if given["copy"] and dtype is self.dtype:
        return self.copy()  # type: ignore[attr-defined]
    return converted(self, dtype)


def _check_device(name: Any) -> None:
    found = _DEVICES.get(str(name).partition(":")[0].lower())
    if found is None:
        raise ValueError(f"For 'Tensor.to', the 'device' must be 'CPU', 'GPU' or 'Ascend', but got {name!r}.")
    here = jax.default_backend().upper()
    if found not in ("CPU", here):
        raise RuntimeError(f"For 'Tensor.to', the device {name!r} is not available; arrays live on {here}.")


@face("Tensor.move_to")
def move_to(self: Tensor, to: str, blocking: bool = True) -> Tensor:
    """A Tensor with the same values on device `to` (mirrors `mindspore.Tensor.move_to`); see `Tensor.to`.

    Args:
        to: "CPU", or the name of JAX's default device.
        blocking: kept; has no effect.

    Raises:
        ValueError: for an unknown name, or a `blocking` that is not a bool.
        RuntimeError: for a device that is not there.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.move_to("CPU"))
        [3. 1. 2.]
    """
    if not isinstance(blocking, bool):
        raise ValueError(f"The type of 'blocking' must be bool, but got {blocking}")
    if to not in ("Ascend", "GPU", "CPU"):
        raise ValueError(f"The value of 'to' must be one of ['Ascend', 'GPU', 'CPU'], but got {to}")
    _check_device(to)
    return Tensor(self)


@face("Tensor.storage")
def storage(self: Tensor) -> Any:
    """The memory behind the Tensor, as a count of bytes (mirrors `mindspore.Tensor.storage`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1.0, 2.0]).storage().nbytes()
        8
    """
    from mindshim.common.storage import UntypedStorage

    return UntypedStorage(self)


register("Tensor.untyped_storage", storage)


@face("Tensor.to_coo")
def to_coo(self: Tensor) -> Any:
    """The nonzero elements of a matrix as a COOTensor (mirrors `mindspore.Tensor.to_coo`).

    Raises:
        ValueError: if the Tensor is not a matrix.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([[0, 2], [3, 0]]).to_coo().indices)
        [[0 1]
         [1 0]]
    """
    from mindshim.common.sparse_tensor import dense_to_coo

    return dense_to_coo(self)


@face("Tensor.to_csr")
def to_csr(self: Tensor) -> Any:
    """The nonzero elements of a matrix as a CSRTensor (mirrors `mindspore.Tensor.to_csr`).

    Raises:
        ValueError: if the Tensor is not a matrix.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([[0, 2], [3, 0]]).to_csr().indptr)
        [0 1 2]
    """
    from mindshim.common.sparse_tensor import dense_to_csr

    return dense_to_csr(self)


@face("ops.TensorToTuple")
class TensorToTuple(Primitive):
    """The elements of a Tensor of one axis, as a tuple of Python numbers (mirrors `mindspore.ops.TensorToTuple`).

    Raises:
        TypeError: for no Tensor. ValueError: if it has no axis or several.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.TensorToTuple()(ms.Tensor([1, 2]))
        (1, 2)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor) -> tuple[Any, ...]:  # type: ignore[override]
        require_tensors(self.name, x=x)
        if x.ndim != 1:
            raise ValueError(f"For '{self.name}', the 'x' must have one axis, but got shape {x.shape}.")
        return tuple(x.tolist())


def _sequence_to_tensor(op: str, kind: type, x: Any, dtype: Any) -> Tensor:
    if not isinstance(x, kind):
        raise RuntimeError(f"For '{op}', the input must be {kind.__name__}, but got {x!r:.80}")
    if any(isinstance(v, Tensor) for v in x):
        return cast(stack(list(x)), dtype)
    return Tensor(list(x), dtype)


@face("ops.TupleToTensor")
class TupleToTensor(Primitive):
    """The elements of a tuple as a Tensor (mirrors `mindspore.ops.operations._sequence_ops.TupleToTensor`).

    Args:
        x: a tuple of numbers, of tuples of numbers, or of Tensors of one shape and dtype. dtype: the dtype of the result.

    Raises:
        RuntimeError: for no tuple.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.operations._sequence_ops.TupleToTensor()((1, 2), ms.float32))
        [1. 2.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Any, dtype: dtypes.Type) -> Tensor:  # type: ignore[override]
        return _sequence_to_tensor(self.name, tuple, x, dtype)


@face("ops.ListToTensor")
class ListToTensor(Primitive):
    """The elements of a list as a Tensor (mirrors `mindspore.ops.operations._sequence_ops.ListToTensor`).

    Args:
        x: a list of numbers, of lists of numbers, or of Tensors of one shape and dtype. dtype: the dtype of the result.

    Raises:
        RuntimeError: for no list.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.operations._sequence_ops.ListToTensor()([1, 2], ms.float32))
        [1. 2.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Any, dtype: dtypes.Type) -> Tensor:  # type: ignore[override]
        return _sequence_to_tensor(self.name, list, x, dtype)
