"""Tensors of and for other libraries, without a copy."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor


def to_dlpack(tensor: Tensor) -> Any:
    """A DLPack capsule with a Tensor's values (mirrors `mindspore.utils.to_dlpack`).

    It shares the Tensor's memory: whoever takes it must not write there.

    Raises:
        TypeError: for anything but a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> capsule = ms.utils.to_dlpack(ms.Tensor([1.0, 2.0]))
        >>> ms.utils.from_dlpack(capsule)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"For 'to_dlpack', the 'tensor' must be a Tensor, but got {type(tensor).__name__}.")
    return tensor.to_dlpack()


def from_dlpack(dlpack: Any) -> Tensor:
    """A Tensor with the values of a DLPack capsule (mirrors `mindspore.utils.from_dlpack`).

    Whoever made the capsule must not write to its memory as long as the Tensor lives. Objects that make capsules, such as arrays
    of other libraries, are taken too.

    Raises:
        RuntimeError: for anything else, and for a capsule that was taken before.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> ms.utils.from_dlpack(np.arange(3).__dlpack__())
        Tensor(shape=[3], dtype=Int64, value= [0, 1, 2])
    """
    return Tensor.from_dlpack(dlpack)
