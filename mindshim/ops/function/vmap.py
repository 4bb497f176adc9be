"""`vmap`: a function of one example becomes a function of a batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax

from mindshim._core import capture, transforms
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor


@face("ops.vmap", "vmap")
def vmap(fn: Callable[..., Any], in_axes: Any = 0, out_axes: Any = 0) -> Callable[..., Any]:
    """A function that maps `fn` over an axis of its arguments (mirrors `mindspore.vmap`).

    Args:
        fn: a function or Cell of Tensors.
        in_axes: the mapped axis per argument: an int for all, or a nested tuple with None for what is not mapped.
        out_axes: where the mapped axis goes in the outputs.

    Raises:
        RuntimeError: if nothing is mapped or the mapped sizes differ.
        ValueError: if an axis is out of range. TypeError: for axes of other types.

    Examples:
        >>> import mindshim as ms
        >>> ms.vmap(lambda x, y: x + y, in_axes=(0, None))(ms.Tensor([1.0, 2.0]), ms.Tensor(1.0))
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  3.00000000e+00])
    """
    from mindshim.nn.layer.container import CellList

    if isinstance(fn, CellList):
        return _each_cell(fn, in_axes, out_axes)
    if not callable(fn):
        raise TypeError(f"For 'vmap', 'fn' must be a function or a Cell, but got {type(fn).__name__}.")
    _check_axes(in_axes, "in_axes")
    _check_axes(out_axes, "out_axes")
    if not _mapped(in_axes):
        raise RuntimeError(f"For 'vmap', at least one element of 'in_axes' must not be None, but got {in_axes}.")
    cache: dict[Any, Any] = {}

    def mapped(*args: Any) -> Any:
        axes = _axes_of(args, in_axes)
        tensors: list[Tensor] = []
        capture.flatten((args, {}), tensors)
        sizes = {t.shape[_axis(a, t.ndim)] for t, a in zip(tensors, axes, strict=True) if a is not None}
        if len(sizes) > 1:
            raise RuntimeError(f"For 'vmap', the sizes of the mapped axes must be equal, but got {sorted(sizes)}.")
        if not sizes:
            raise RuntimeError("For 'vmap', no argument is mapped.")
        (size,) = sizes

        def example(i: int, aval: Any) -> Any:
            axis = axes[i]
            if axis is None:
                return aval
            shape = list(aval.shape)
            del shape[_axis(axis, len(shape))]
            return jax.ShapeDtypeStruct(tuple(shape), aval.dtype)

        def build(traced: Any, fun: Any) -> Any:
            others = [None] * (len(traced.lifted) + 2 * len(traced.streams))
            outs = _spread(out_axes, traced.out, traced.n_out)
            every = tuple(None if a is None else _axis(a, t.ndim) for a, t in zip(axes, tensors, strict=True))
            batched = jax.vmap(lambda *a: tuple(fun(*a)), in_axes=(*every, *others), out_axes=tuple(outs), axis_size=size)
            return batched, None

        outs, found = transforms.apply(cache, (tuple(axes),), fn, args, {}, build, example, name="vmap")
        return capture.unflatten(found.traced.out, iter(outs))

    return mapped


def _each_cell(cells: Any, in_axes: Any, out_axes: Any) -> Callable[..., Any]:
    """The Cells of a CellList side by side: the i-th gets the i-th slices, their outputs are stacked."""
    from mindshim import ops

    out_axis = out_axes if out_axes is None or isinstance(out_axes, int) else out_axes[0]

    def mapped(*args: Any) -> Any:
        axes = in_axes if isinstance(in_axes, (tuple, list)) else (in_axes,) * len(args)
        if len(axes) != len(args):
            raise RuntimeError(f"For 'vmap', 'in_axes' must have one element per argument, {len(args)}, but got {len(axes)}.")
        for x, a in zip(args, axes, strict=True):
            if a is not None and x.shape[_axis(a, x.ndim)] != len(cells):
                raise RuntimeError(
                    f"For 'vmap', the size of a mapped axis must be the number of Cells, {len(cells)}, "
                    f"but got {x.shape[_axis(a, x.ndim)]}."
                )
        slices = [x if a is None else ops.unbind(x, a) for x, a in zip(args, axes, strict=True)]
        outs = [
            cell(*[x if a is None else x[i] for x, a in zip(slices, axes, strict=True)]) for i, cell in enumerate(cells)
        ]
        if isinstance(outs[0], tuple):
            return tuple(ops.stack(list(parts), out_axis or 0) for parts in zip(*outs, strict=True))
        return ops.stack(outs, out_axis or 0)

    return mapped


def _check_axes(axes: Any, name: str) -> None:
    if isinstance(axes, (tuple, list)):
        for a in axes:
            _check_axes(a, name)
    elif axes is not None and (not isinstance(axes, int) or isinstance(axes, bool)):
        raise TypeError(f"For 'vmap', '{name}' must be int, None, or a tuple or list of them, but got {axes!r}.")


def _mapped(axes: Any) -> bool:
    return any(_mapped(a) for a in axes) if isinstance(axes, (tuple, list)) else axes is not None


def _axis(axis: int, ndim: int) -> int:
    if not -ndim <= axis < ndim:
        raise ValueError(f"For 'vmap', the axis {axis} is out of range for an argument of {ndim} dimensions.")
    return axis % ndim


def _axes_of(args: Any, axes: Any) -> list[Any]:
    """The mapped axis of every Tensor in the (nested) arguments."""
    out: list[Any] = []
    if isinstance(axes, (tuple, list)):
        if len(axes) != len(args):
            raise RuntimeError(
                f"For 'vmap', 'in_axes' must have one element per argument, {len(args)}, but got {len(axes)}."
            )
    for i, a in enumerate(args):
        axis = axes[i] if isinstance(axes, (tuple, list)) else axes
        if isinstance(a, Tensor):
            if a._is_parameter:
                continue
            out.append(axis)
        elif isinstance(a, (tuple, list)):
            out.extend(_axes_of(a, axis))
        elif isinstance(a, dict):
            out.extend(_axes_of(tuple(a.values()), axis))
    return out


def _spread(axes: Any, skeleton: Any, n: int) -> list[Any]:
    """`out_axes` for each output Tensor."""
    if not isinstance(axes, (tuple, list)):
        return [axes] * n
    if skeleton is capture._TENSOR:
        return list(axes)[:1]
    out: list[Any] = []
    for a, s in zip(axes, skeleton[1], strict=True):
        count = _count(s)
        out.extend(_spread(a, s, count))
    return out


def _count(skeleton: Any) -> int:
    if skeleton is capture._TENSOR:
        return 1
    if isinstance(skeleton, capture.Held):
        return 0
    return sum(_count(s) for s in skeleton[-1])
