"""Spellings that `mint` and Tensor have for operators of several families."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces
from mindshim._core.faces import face
from mindshim._core.operators import REGISTRY
from mindshim._core.tensor import Tensor
from mindshim.ops import binary as _binary  # noqa: F401 - declares the kernels that get further names
from mindshim.ops import elementwise as _elementwise  # noqa: F401
from mindshim.ops.arguments import is_int, sizes
from mindshim.ops.spellings import spell, write

REGISTRY["Addcmul"].face("mint.addcmul", "input, tensor1, tensor2, *, value=1")  # type: ignore[attr-defined]
REGISTRY["Addcdiv"].face("mint.addcdiv", "input, tensor1, tensor2, *, value=1")  # type: ignore[attr-defined]
for _name in ("Real", "Imag", "BitwiseNot"):
    spell(REGISTRY[_name], {"BitwiseNot": "mint.bitwise_not"}.get(_name, f"mint.{_name.lower()}"))
REGISTRY["Round"].face("mint.special.round", "input")  # type: ignore[attr-defined]
faces.register("mint.nn.functional.flatten", faces.find("mint", "flatten"))


@face("mint.nn.functional.hardtanh_")
def hardtanh_(input: Tensor, min_val: float = -1, max_val: float = 1) -> Tensor:
    """`hardtanh`, written into the Tensor itself (mirrors `mindspore.mint.nn.functional.hardtanh_`).

    Args:
        input: a Tensor. min_val, max_val: the bounds.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.hardtanh_(ms.Tensor([-3.0, 0.5]))
        Tensor(shape=[2], dtype=Float32, value= [-1.00000000e+00,  5.00000000e-01])
    """
    return write(input, faces.find("ops", "hardtanh")(input, min_val, max_val), "hardtanh_")


@face("mint.nn.functional.threshold_")
def threshold_(input: Tensor, threshold: float, value: float) -> Tensor:
    """`threshold`, written into the Tensor itself (mirrors `mindspore.mint.nn.functional.threshold_`).

    Args:
        input: a Tensor. threshold: what elements must exceed to stay. value: what takes the place of the others.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.threshold_(ms.Tensor([-3.0, 0.5]), 0.0, 9.0)
        Tensor(shape=[2], dtype=Float32, value= [ 9.00000000e+00,  5.00000000e-01])
    """
    return write(input, faces.find("ops", "threshold")(input, threshold, value), "threshold_")


@face("mint.vdot")
def vdot(input: Tensor, other: Tensor) -> Tensor:
    """The dot product of two vectors, the first conjugated if complex (mirrors `mindspore.mint.vdot`).

    Args:
        input, other: Tensors of one dimension and the same length.

    Raises:
        ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.vdot(ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0]))
        Tensor(shape=[], dtype=Float32, value= 11)
    """
    if input.ndim != 1 or input.shape != other.shape:
        raise ValueError(f"For 'vdot', the inputs must be vectors of one length, but got {input.shape}, {other.shape}.")
    return (input.conj() * other).sum()


@face("Tensor.sum_to_size")
def sum_to_size(self: Tensor, *size: Any) -> Tensor:
    """The sum over whatever must go for the Tensor to have shape `size` (mirrors `mindspore.Tensor.sum_to_size`).

    Raises:
        ValueError: if the Tensor cannot have come from `size` by broadcasting.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ones((2, 3)).sum_to_size(1, 3)
        Tensor(shape=[1, 3], dtype=Float32, value=
        [[ 2.00000000e+00,  2.00000000e+00,  2.00000000e+00]])
    """
    shape = sizes(size)
    shape = (int(shape),) if is_int(shape) else tuple(shape)
    lead = self.ndim - len(shape)
    if lead < 0 or any(want not in (1, n) for want, n in zip(shape, self.shape[lead:], strict=True)):
        raise ValueError(f"For 'sum_to_size', a Tensor of shape {self.shape} cannot be summed to {shape}.")
    out = self.sum(tuple(range(lead))) if lead else self
    axes = tuple(i for i, (want, n) in enumerate(zip(shape, out.shape, strict=True)) if want != n)
    return out.sum(axes, keepdims=True) if axes else out


@face("Tensor.get_bytes")
def get_bytes(self: Tensor) -> bytes:
    """The values as bytes, in C order (mirrors `mindspore.Tensor.get_bytes`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([65, 66], ms.int8).get_bytes()
        b'AB'
    """
    return self.asnumpy().tobytes()
