"""What an index expression means: its structure (static), its integers (dynamic) and its index arrays.

Integers and the starts of unit-step slices are operands of the compiled program, so that `x[i]` in a loop compiles once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jax.core import max_dim, min_dim

from mindshim._core import convert
from mindshim._core.errors import describe
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer


class Plan:
    """A parsed index.

    `parts` has one entry per element: `("int",)` with a dynamic position, `("slice", length)` with a dynamic start,
    `("step", start, stop, step)`, `("all",)`, `("new",)`, `("array",)` with an index array, `("mask", ndim)`.
    """

    __slots__ = ("arrays", "basic", "empty", "ints", "key", "mask", "parts", "unit")

    def __init__(self) -> None:
        self.parts: list[tuple[Any, ...]] = []
        self.ints: list[int] = []
        self.arrays: list[Tensor] = []
        self.basic = True
        self.unit = True
        self.empty = False
        self.mask: Tensor | None = None


def bad_index(index: Any) -> IndexError:
    """The error for an index of a type that MindSpore does not take."""
    return IndexError(
        f"For 'Tensor', the index must be int, slice, bool, None, Ellipsis, a list or tuple of them, or a Tensor of "
        f"int or bool, but got {describe(index)}."
    )


def out_of_bounds(index: int, size: int) -> IndexError:
    """The error for an integer outside its dimension."""
    return IndexError(f"index {index} is out of bounds for dimension with size {size}")


def _bound(value: Any) -> Any:
    if isinstance(value, Tensor):
        return int(value)
    if value is not None and not isinstance(value, int) and not _open(value):
        raise TypeError(f"For 'Tensor', slice indices must be int, Tensor or None, but got {type(value).__name__}.")
    return value


def _open(value: Any) -> bool:
    """Whether it is a length that is not known yet, of a function that is exported for any length."""
    return hasattr(value, "dimension_as_value")


def _plain(item: Any) -> Any:
    """A bool Tensor without dimensions counts as its value."""
    return bool(item) if isinstance(item, Tensor) and item._data.dtype.kind == "b" and item.ndim == 0 else item


def _consumed(item: Any) -> int:
    """How many dimensions one element of an index takes."""
    if item is None or item is True or item is False or item is Ellipsis:
        return 0
    if isinstance(item, Tensor) and item._data.dtype.kind == "b":
        return item.ndim
    if isinstance(item, (list, tuple)) and _is_bool_list(item):
        return np.asarray(item).ndim
    return 1


def _is_bool_list(item: Any) -> bool:
    while isinstance(item, (list, tuple)) and item:
        item = item[0]
    return isinstance(item, bool)


_COMPOUND = (Tensor, list, tuple, slice)


def parse(index: Any, shape: tuple[int, ...]) -> Plan:
    """Parse an index for a Tensor of `shape`; IndexError, TypeError or ValueError as MindSpore raises them."""
    if type(index) is list and any(i is None or i is Ellipsis or isinstance(i, _COMPOUND) for i in index):
        # As NumPy did in its time: such a list stands for a tuple.
        index = tuple(index)
    items = [_plain(i) for i in index] if isinstance(index, tuple) else [_plain(index)]
    if sum(1 for i in items if i is Ellipsis) > 1:
        raise IndexError("For 'Tensor', an index can only have a single ellipsis ('...').")
    taken = sum(_consumed(i) for i in items)
    if taken > len(shape):
        raise IndexError(f"too many indices for tensor with dimension size {len(shape)}: {taken} were given")
    plan = Plan()
    at = 0
    for item in items:
        if item is Ellipsis:
            skip = len(shape) - taken
            plan.parts += [("all",)] * skip
            at += skip
            continue
        at += _add(plan, item, shape, at)
    plan.parts += [("all",)] * (len(shape) - at)
    plan.key = tuple(plan.parts)
    return plan


def _add(plan: Plan, item: Any, shape: tuple[int, ...], at: int) -> int:
    """Add one element; returns how many dimensions it takes."""
    kind = type(item)
    if kind is bool:
        if not item:
            plan.empty = True
        plan.parts.append(("new",))
        return 0
    if item is None:
        plan.parts.append(("new",))
        return 0
    if kind is int:
        size = shape[at]
        if not -size <= item < size:
            raise out_of_bounds(item, size)
        plan.parts.append(("int",))
        plan.ints.append(item + size if item < 0 else item)
        return 1
    if kind is slice:
        _add_slice(plan, item, shape[at])
        return 1
    if isinstance(item, (list, tuple)):
        item = _sequence(item, shape, at)
    if isinstance(item, Tensor):
        return _add_tensor(plan, item, shape, at)
    if isinstance(item, int):
        # An IntEnum, or what `mutable` has marked.
        return _add(plan, bool(item) if isinstance(item, bool) else int(item), shape, at)
    raise bad_index(item)


def _add_slice(plan: Plan, item: slice, size: int) -> None:
    start, stop, step = _bound(item.start), _bound(item.stop), _bound(item.step)
    if step == 0:
        raise ValueError("For 'Tensor', slice step cannot be zero.")
    if start is None and stop is None and step in (None, 1):
        plan.parts.append(("all",))
        return
    if step in (None, 1) and (_open(size) or _open(start) or _open(stop)):
        first, last = 0 if start is None else _inside(start, size), size if stop is None else _inside(stop, size)
        plan.parts.append(("slice", max_dim(last - first, 0)))
        plan.ints.append(first)
        return
    first, last, step = slice(start, stop, step).indices(size)
    if step < 0 and first <= last:
        # Python's -1 for "before the beginning" would count from the end.
        first = last = 0
    if step == 1:
        plan.parts.append(("slice", max(last - first, 0)))
        plan.ints.append(min(first, size))
    else:
        plan.unit = False
        plan.parts.append(("step", first, last, step))


def _inside(bound: Any, size: Any) -> Any:
    """A slice's bound, counted from the start and between 0 and `size`."""
    return max_dim(bound + size, 0) if bound < 0 else min_dim(bound, size)


def _sequence(item: Any, shape: tuple[int, ...], at: int) -> Tensor:
    """A list index as a Tensor; its integers are checked here, where their values are at hand."""
    if len(item) == 0:
        raise IndexError("For 'Tensor', an index list must not be empty.")
    if any(isinstance(i, (slice, str, float, type(None), np.ndarray, np.generic, range)) for i in item):
        raise bad_index(item)
    try:
        values = convert.to_numpy(list(item))
        found = Tensor(values)
    except TypeError:
        raise bad_index(item) from None
    if values.dtype.kind == "i":
        size = shape[at]
        outside = values[(values < -size) | (values >= size)]
        if outside.size:
            raise out_of_bounds(int(outside.reshape(-1)[0]), size)
    if values.dtype.kind == "b" and values.shape[0] != shape[at]:
        raise IndexError(f"dimension is {shape[at]} but corresponding boolean dimension is {values.shape[0]}")
    return found


def _add_tensor(plan: Plan, item: Tensor, shape: tuple[int, ...], at: int) -> int:
    kind = item._data.dtype.kind
    plan.basic = False
    if kind == "b":
        if item.shape != shape[at : at + item.ndim]:
            raise ValueError(
                f"For 'Tensor', the shape of a bool index, {item.shape}, must equal the dimensions it selects from, "
                f"{shape[at : at + item.ndim]}."
            )
        plan.parts.append(("mask", item.ndim))
        plan.arrays.append(item)
        plan.mask = item
        return item.ndim
    if kind not in "iu":
        raise IndexError(f"The tensor index must be int or bool type, but got Tensor[{item.dtype}].")
    _check_values(item, shape[at])
    plan.parts.append(("array",))
    plan.arrays.append(item)
    return 1


def _check_values(item: Tensor, size: int) -> None:
    """Out-of-range index Tensors fail here when their values are known; a trace clamps them."""
    if S.scope is not None or isinstance(item._data, Tracer) or item.size == 0:
        return
    values = np.asarray(item._data)
    low, high = values.min(), values.max()
    if low < -size or high >= size:
        raise RuntimeError(
            f"For 'Tensor', the index tensor has values in [{low}, {high}], out of range for a dimension of size {size}."
        )
