"""Tensors in one piece of memory (mirrors `mindspore.hal.contiguous_tensors_handle`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common.tensor import Tensor

__all__ = ["ContiguousTensorsHandle", "combine_tensor_list_contiguous"]


class ContiguousTensorsHandle:
    """The values of several Tensors, one after the other, in a 1-D Tensor (mirrors
    `mindspore.hal.contiguous_tensors_handle.ContiguousTensorsHandle`).

    MindSpore lets the Tensors share that memory. Here it holds copies: a later write to one of them is not seen.

    Args:
        tensor_list: Tensors of one dtype. enable_mem_align: accepted: nothing lies between them, as on MindSpore's CPU.

    Raises:
        TypeError: if it is no list of Tensors. ValueError: if it is empty or their dtypes differ.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.hal.contiguous_tensors_handle import ContiguousTensorsHandle
        >>> handle = ContiguousTensorsHandle([ms.Tensor([1, 2]), ms.Tensor([3])])
        >>> print(handle[:2], handle.slice_by_tensor_index(1, 2))
        [1 2] [3]
    """

    def __init__(self, tensor_list: list[Tensor], enable_mem_align: bool = True) -> None:
        if not isinstance(tensor_list, list) or not all(isinstance(t, Tensor) for t in tensor_list):
            raise TypeError("input list must be [Tensor, ...].")
        if not tensor_list or len({t.dtype for t in tensor_list}) > 1:
            raise ValueError(f"The Tensors must have one dtype, but got {[str(t.dtype) for t in tensor_list]}.")
        self.tensor_list = tensor_list
        self.enable_mem_align = enable_mem_align
        self._values: Tensor = ops.concat([t.reshape((-1,)) for t in tensor_list])
        self._ends = [0]
        for t in tensor_list:
            self._ends.append(self._ends[-1] + t.size)

    def __getitem__(self, item: Any) -> Tensor:
        values = self._values[item]
        return values.reshape((1,)) if isinstance(item, int) else values

    def slice_by_tensor_index(self, start: int | None = None, end: int | None = None) -> Tensor:
        """The values of the Tensors from number `start` to before `end`; of all by default.

        Raises:
            ValueError: if there are none such.
        """
        first = 0 if start is None else start
        last = len(self.tensor_list) if end is None else end
        if not 0 <= first < last <= len(self.tensor_list):
            raise ValueError("slice input error.")
        return self._values[self._ends[first] : self._ends[last]]


def combine_tensor_list_contiguous(tensor_list: list[Tensor], enable_mem_align: bool = True) -> ContiguousTensorsHandle:
    """The Tensors' values one after the other (mirrors `mindspore.hal.contiguous_tensors_handle.combine_tensor_list_contiguous`).

    Args and Raises: as of `ContiguousTensorsHandle`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.hal.contiguous_tensors_handle import combine_tensor_list_contiguous
        >>> print(combine_tensor_list_contiguous([ms.Tensor([1, 2]), ms.Tensor([3])])[1:])
        [2 3]
    """
    return ContiguousTensorsHandle(tensor_list, enable_mem_align)
