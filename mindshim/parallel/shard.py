"""How tensors lie on several devices."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

_VIRTUAL = "interleaved_parallel"


class Layout:
    """A grid of devices, and how the axes of a tensor lie on it (mirrors `mindspore.parallel.Layout`).

    Args:
        device_matrix: the grid's shape. alias_name: the name of each axis of the grid; "None" means no axis, and
            "interleaved_parallel" may only be the last. rank_list: the devices of the grid; 0, 1, 2, ... by default.

    Calling it with a name, a tuple of names or "None" for each axis of a tensor gives the Layout in which the tensor is split so.

    Raises:
        TypeError, ValueError: for arguments of other types or lengths; for names that are empty, twice or unknown.

    Examples:
        >>> import mindshim as ms
        >>> layout = ms.Layout((2, 2, 2), ("dp", "sp", "mp"))
        >>> layout("dp", ("sp", "mp")).to_dict()["tensor_map"]
        (2, (1, 0))
    """

    def __init__(self, device_matrix: tuple[int, ...], alias_name: tuple[str, ...], rank_list: list[int] | None = None) -> None:
        for name, value in (("device_matrix", device_matrix), ("alias_name", alias_name)):
            if not isinstance(value, tuple):
                raise TypeError(f"{name} must be tuple type, but got:{type(value)}")
        if len(device_matrix) != len(alias_name):
            raise ValueError("device_matrix length should be equal to alias_name length")
        for size in device_matrix:
            if not isinstance(size, int):
                raise TypeError(f"The element of device_matrix must be int type, but got:{type(size)}")
        for alias in alias_name:
            if not isinstance(alias, str):
                raise TypeError(f"The element of alias_name must be str type, but got:{type(alias)}")
            if not alias:
                raise ValueError("The element of alias_name can not be empty.")
            if alias == "None":
                raise ValueError("The element of alias_name can not set 'None', because 'None' means no sharding.")
        if len(set(alias_name)) != len(alias_name):
            raise ValueError(f"Each element of alias_name {alias_name} should be different")
        if _VIRTUAL in alias_name[:-1]:
            raise ValueError(
                f"When alias_name {alias_name} contains keyword '{_VIRTUAL}', it should be at the last dim of alias_name, which means "
                "the virtual sharding."
            )
        self._rank_list = _ranks(rank_list, math.prod(device_matrix))
        self._device_shape, self._alias_name = device_matrix, alias_name
        self._tensor_map: tuple[Any, ...] | None = None

    def __call__(self, *tensor_map: Any) -> Layout:
        used: set[str] = set()

        def position(axis: Any) -> int:
            if axis == "None":
                return -1
            if axis not in self._alias_name:
                raise ValueError(f"The axis {axis} is not found in {self._alias_name}")
            if axis in used:
                raise ValueError(f"The axis {axis} has been set more than one in {self._alias_name}")
            used.add(axis)
            return len(self._alias_name) - 1 - self._alias_name.index(axis)

        # As in MindSpore, this object keeps the last map, too.
        self._tensor_map = tuple(tuple(position(a) for a in axis) if isinstance(axis, tuple) else position(axis) for axis in tensor_map)
        return copy.copy(self)

    def to_dict(self) -> dict[str, Any]:
        """The grid, its names and devices, and for each axis of the tensor the axis of the grid, counted from the last; -1: none.

        Raises:
            ValueError: if the Layout was not called.

        Examples:
            >>> import mindshim as ms
            >>> layout = ms.parallel.Layout((2, 2), ("dp", "mp"))
            >>> sorted(layout("dp", "None").to_dict())
            ['alias_name', 'device_matrix', 'interleaved_parallel', 'rank_list', 'tensor_map']
        """
        if self._tensor_map is None:
            raise ValueError("The tensor_map of the Layout is None: call it with the axes of a tensor first.")
        return {
            "device_matrix": self._device_shape, "tensor_map": self._tensor_map, "interleaved_parallel": _VIRTUAL in self._alias_name,
            "alias_name": self._alias_name, "rank_list": self._rank_list,
        }  # fmt: skip


def _ranks(rank_list: Any, size: int) -> list[int]:
    if rank_list is None:
        return list(range(size))
    if not isinstance(rank_list, list):
        raise TypeError(f"The rank_list should be a list, but got {type(rank_list).__name__}.")
    for rank in rank_list:
        if not isinstance(rank, int):
            raise TypeError(f"The element of rank_list should be int, but got {type(rank).__name__}.")
    if len(rank_list) != size:
        raise ValueError(
            f"The length of rank_list should be equal to the product of device_matrix, but got {len(rank_list)} and {size}."
        )
    return rank_list


def shard(fn: Callable[..., Any], in_strategy: Any, out_strategy: Any = None, parameter_plan: Any = None) -> Callable[..., Any]:
    """A function whose inputs and outputs are spread over devices (mirrors `mindspore.parallel.shard`).

    One process computes on one device here, so the function is given back as it is, as MindSpore does outside of its
    automatic parallel modes.

    Args:
        fn: a function or a Cell. in_strategy, out_strategy, parameter_plan: how the inputs, outputs and Parameters are spread.

    Examples:
        >>> import mindshim as ms
        >>> ms.shard(lambda x: x + 1, in_strategy=((2, 1),))(ms.Tensor([1, 2]))
        Tensor(shape=[2], dtype=Int64, value= [2, 3])
    """
    return fn
