"""`mindspore.common.tensor`: the Tensor class and its makers."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core import indexing as _indexing  # noqa: F401 - gives Tensor its index methods
from mindshim._core.tensor import Tensor as Tensor


def tensor(
    input_data: Any = None,
    dtype: Any = None,
    shape: Any = None,
    init: Any = None,
    const_arg: bool = False,
    device: str | None = None,
) -> Tensor:
    """A Tensor; the arguments are those of `Tensor` (mirrors `mindspore.tensor`).

    Examples:
        >>> import mindshim as ms
        >>> ms.tensor([1, 2])
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    return Tensor(input_data, dtype, shape, init, const_arg, device)


def is_tensor(obj: Any) -> bool:
    """Whether `obj` is a Tensor (mirrors `mindspore.is_tensor`).

    Examples:
        >>> import mindshim as ms
        >>> ms.is_tensor(ms.Tensor(1)), ms.is_tensor(1)
        (True, False)
    """
    return isinstance(obj, Tensor)


def from_numpy(array: np.ndarray) -> Tensor:
    """A Tensor with the values and dtype of a NumPy array; here a copy (mirrors `mindspore.from_numpy`).

    Raises:
        TypeError: if `array` is not a NumPy array.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> ms.from_numpy(np.array([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    return Tensor.from_numpy(array)


_TensorMeta = type(Tensor)

__all__ = ["Tensor", "from_numpy", "is_tensor", "tensor"]
