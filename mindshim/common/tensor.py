"""`mindspore.common.tensor`: the Tensor class and its makers."""

from __future__ import annotations

from typing import Any

from mindshim._core import indexing as _indexing  # noqa: F401 - gives Tensor its index methods
from mindshim._core.tensor import Tensor as Tensor


def tensor(input_data: Any = None, dtype: Any = None, shape: Any = None, init: Any = None, const_arg: bool = False) -> Tensor:
    """A Tensor; the arguments are those of `Tensor` (mirrors `mindspore.tensor`).

    Examples:
        >>> import mindshim as ms
        >>> ms.tensor([1, 2])
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    return Tensor(input_data, dtype, shape, init, const_arg)


def is_tensor(obj: Any) -> bool:
    """Whether `obj` is a Tensor (mirrors `mindspore.is_tensor`)."""
    return isinstance(obj, Tensor)


__all__ = ["Tensor", "is_tensor", "tensor"]
