"""Reading and writing Tensors by index: one compiled program per index structure."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, errors, eviction, views
from mindshim._core.index_plan import Plan, bad_index, out_of_bounds, parse
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

_programs: dict[Any, Program] = {}
eviction.on_release.append(_programs.clear)


def _result_shape(parts: Any, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that a basic index selects."""
    out, at = [], 0
    for part in parts:
        kind = part[0]
        if kind == "new":
            out.append(1)
            continue
        if kind == "all":
            out.append(shape[at])
        elif kind == "slice":
            out.append(part[1])
        elif kind == "step":
            out.append(len(range(*part[1:])))
        at += 1
    return tuple(out)


def _region(parts: Any, shape: tuple[int, ...], ints: Any) -> tuple[list[Any], list[int]]:
    """Starts and sizes of the block that a unit-step basic index selects."""
    starts: list[Any] = []
    sizes: list[int] = []
    rest = iter(ints)
    for part in parts:
        kind = part[0]
        if kind == "new":
            continue
        if kind == "all":
            starts.append(0)
            sizes.append(shape[len(sizes)])
        elif kind == "int":
            starts.append(next(rest))
            sizes.append(1)
        else:
            starts.append(next(rest))
            sizes.append(part[1])
    return starts, sizes


def _static(parts: Any, ints: Any, arrays: Any) -> tuple[Any, ...]:
    """The index as jax.numpy takes it; positions may be traced, slices are fixed by their length."""
    out: list[Any] = []
    numbers, indices = iter(ints), iter(arrays)
    for part in parts:
        kind = part[0]
        if kind == "new":
            out.append(None)
        elif kind == "all":
            out.append(slice(None))
        elif kind == "int":
            out.append(next(numbers))
        elif kind == "slice":
            start = next(numbers)
            out.append(slice(start, start + part[1]))
        elif kind == "step":
            first, last, step = part[1:]
            out.append(slice(first, last if last >= 0 else None, step))
        elif kind == "mask":
            out.extend(next(indices) for _ in range(part[1]))
        else:
            out.append(next(indices))
    return tuple(out)


def _dynamic_starts(parts: Any) -> bool:
    """Whether the positions can be operands: only where every slice has unit step and no index arrays mix in."""
    return all(part[0] in ("new", "all", "int", "slice") for part in parts)


def _reader(parts: Any, ints: tuple[int, ...] | None) -> Program:
    """The program `(x, positions…, index arrays…) -> elements`; `ints` fixes the positions."""
    count = sum(1 for p in parts if p[0] in ("int", "slice"))

    if ints is None:

        def read(x: Any, *numbers: Any) -> Any:
            starts, sizes = _region(parts, x.shape, numbers)
            block = jax.lax.dynamic_slice(x, [jnp.asarray(s, np.int32) for s in starts], sizes)
            return block.reshape(_result_shape(parts, x.shape))

        return Program(read, "GetItem")

    assert count == len(ints)

    def gather(x: Any, *arrays: Any) -> Any:
        return x[_static(parts, ints, arrays)]

    return Program(gather, "GetItem")


def _writer(parts: Any, ints: tuple[int, ...] | None, value_is_scalar: bool) -> Program:
    """The program `(x, value, positions…, index arrays…) -> x` with the elements replaced."""

    def fit(value: Any, shape: tuple[int, ...], dtype: Any) -> Any:
        value = value.astype(dtype) if hasattr(value, "astype") else jnp.asarray(value).astype(dtype)
        while value.ndim > len(shape) and value.shape[0] == 1:
            value = value.reshape(value.shape[1:])
        try:
            return jnp.broadcast_to(value, shape)
        except ValueError:
            raise ValueError(
                f"For 'Tensor.__setitem__', a value of shape {tuple(value.shape)} can not be broadcast to the indexed "
                f"shape {shape}."
            ) from None

    if ints is None:

        def write(x: Any, value: Any, *numbers: Any) -> Any:
            shape = _result_shape(parts, x.shape)
            starts, sizes = _region(parts, x.shape, numbers)
            block = fit(value, shape, x.dtype).reshape(sizes)
            return jax.lax.dynamic_update_slice(x, block, [jnp.asarray(s, np.int32) for s in starts])

        return Program(write, "SetItem")

    def scatter(x: Any, value: Any, *arrays: Any) -> Any:
        index = _static(parts, ints, arrays)
        shape = jax.eval_shape(lambda a: a[index], x).shape
        return x.at[index].set(fit(value, shape, x.dtype))

    return Program(scatter, "SetItem")


def _masked(ndim: int, before: int) -> Program:
    """The program `(x, value, mask) -> x` with one value wherever the mask holds."""

    def write(x: Any, value: Any, mask: Any) -> Any:
        mask = mask.reshape((1,) * before + mask.shape + (1,) * (x.ndim - before - ndim))
        value = jnp.asarray(value).astype(x.dtype).reshape(())
        return jnp.where(mask, value, x)

    return Program(write, "SetItem")


def _cached(key: Any, make: Any, *args: Any) -> Program:
    found = _programs.get(key)
    if found is None:
        found = _programs[key] = make(*args)
    return found


def _index_arrays(plan: Plan) -> list[Tensor]:
    """The index arrays as integer Tensors; a mask becomes the positions where it holds."""
    out: list[Tensor] = []
    for t in plan.arrays:
        if t._data.dtype.kind == "b":
            out += [Tensor(w) for w in np.nonzero(t._concrete())]
        else:
            out.append(t)
    return out


_FIRST = (("int",),)


def getitem(self: Tensor, index: Any) -> Tensor:
    """`self[index]`; see `mindspore.Tensor` indexing. Basic indices and index lists give Tensors that alias."""
    shape = self._data.shape
    if type(index) is int and shape:
        # The commonest index by a shorter way.
        size = shape[0]
        if not -size <= index < size:
            raise out_of_bounds(index, size)
        parts: Any = (*_FIRST, *[("all",)] * (len(shape) - 1))
        program = _cached(("get", parts), _reader, parts, None)
        number = index + size if index < 0 else index
        if S.mode == 0:
            out = Tensor._wrap(program.run(self._data, number))
        else:
            out = dispatch.execute(program, [self._data, number], [self, None])
        views.attach(out, self, program, None, (number,))
        return out
    if isinstance(index, (np.ndarray, np.generic, range, str, float)):
        raise bad_index(index)
    if isinstance(index, tuple) and not index:
        return Tensor(self)
    plan = parse(index, shape)
    if plan.empty:
        raise IndexError("For 'Tensor', the index False selects nothing and is not supported.")
    if plan.basic and _dynamic_starts(plan.parts):
        program = _cached(("get", plan.key), _reader, plan.key, None)
        extra: tuple[Any, ...] = tuple(plan.ints)
        sources: list[Any] = [None] * len(extra)
    else:
        arrays = _index_arrays(plan)
        program = _cached(("get", plan.key, tuple(plan.ints)), _reader, plan.key, tuple(plan.ints))
        extra = tuple(t._data for t in arrays)
        sources = list(arrays)
    try:
        out = dispatch.execute(program, [self._data, *extra], [self, *sources])
    except (IndexError, TypeError, ValueError) as error:
        if isinstance(error, errors.UNTRACEABLE):
            raise
        raise _misfit("__getitem__", shape, error) from None
    views.attach(out, self, program, None, extra)
    return out


def _value(self: Tensor, value: Any) -> Any:
    """What is assigned, as a Tensor or number of this Tensor's dtype."""
    if isinstance(value, (Tensor, bool, int, float)):
        if type(value) is int and not -(1 << 63) <= value < 1 << 63:
            raise OverflowError(f"For 'Tensor.__setitem__', the value {value} does not fit int64.")
        return value
    if isinstance(value, np.generic) and value.dtype.kind in "biuf":
        return value.item()
    if isinstance(value, (list, tuple)):
        return Tensor(value)
    raise TypeError(
        f"For 'Tensor.__setitem__', the value must be a number, bool, Tensor, list or tuple, but got {type(value).__name__}."
    )


def setitem(self: Tensor, index: Any, value: Any) -> None:
    """`self[index] = value`, in place; the value is cast to this Tensor's dtype and broadcast."""
    value = _value(self, value)
    shape = self._data.shape
    if isinstance(index, (np.ndarray, np.generic, range, str, float)):
        raise bad_index(index)
    if isinstance(index, tuple) and not index:
        index = Ellipsis
    if isinstance(index, Tensor) and index.ndim > len(shape) and index._data.dtype.kind == "b":
        raise ValueError(
            f"For 'Tensor.__setitem__', a bool index of shape {index.shape} has more dimensions than the Tensor, {shape}."
        )
    try:
        plan = parse(index, shape)
    except RuntimeError as error:
        # An index Tensor out of range: MindSpore raises a ValueError for writing, a RuntimeError for reading.
        raise (ValueError(str(error)) if type(error) is RuntimeError else error) from None
    if plan.empty:
        return
    scalar = not isinstance(value, Tensor)
    leaf = value if scalar else value._data
    first: list[Any] = [self._data, leaf]
    source: list[Any] = [self, None if scalar else value]
    if plan.mask is not None and len(plan.arrays) == 1 and (scalar or value.size == 1) and _only_whole(plan.parts):
        before = next(i for i, p in enumerate(plan.parts) if p[0] == "mask")
        program = _cached(("mask", before, plan.mask.ndim), _masked, plan.mask.ndim, before)
        new = dispatch.execute(program, [*first, plan.mask._data], [*source, plan.mask])
    elif plan.basic and _dynamic_starts(plan.parts):
        program = _cached(("set", plan.key), _writer, plan.key, None, scalar)
        new = dispatch.execute(program, [*first, *plan.ints], [*source, *[None] * len(plan.ints)])
    else:
        arrays = _index_arrays(plan)
        program = _cached(("set", plan.key, tuple(plan.ints)), _writer, plan.key, tuple(plan.ints), scalar)
        try:
            new = dispatch.execute(program, [*first, *[t._data for t in arrays]], [*source, *arrays])
        except (IndexError, TypeError, ValueError) as error:
            if isinstance(error, errors.UNTRACEABLE):
                raise
            raise _misfit("__setitem__", shape, error) from None
    self._rebind(new)


def _only_whole(parts: Any) -> bool:
    return all(p[0] in ("all", "mask") for p in parts)


def _misfit(method: str, shape: tuple[int, ...], error: Exception) -> Exception:
    """What is raised when the parts of an index do not fit together (ValueError) or not the Tensor (IndexError)."""
    text = str(error).split("\n", 1)[0]
    kind = ValueError if isinstance(error, ValueError) or "broadcast" in text else IndexError
    return kind(f"For 'Tensor.{method}', the index does not fit the shape {shape}: {text}")


Tensor.__getitem__ = getitem  # type: ignore[attr-defined]
Tensor.__setitem__ = setitem  # type: ignore[attr-defined]
