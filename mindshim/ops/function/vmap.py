"""`vmap`: a function of one example becomes a function of a batch."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NoReturn

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import errors, transforms
from mindshim._core import skeleton as skeletons
from mindshim._core.faces import face, find
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

#: The most elements of a Tensor that is given to a function by its value: axes, shapes and the like.
_FEW = 64


@face("ops.vmap", "vmap")
def vmap(fn: Callable[..., Any], in_axes: Any = 0, out_axes: Any = 0) -> Callable[..., Any]:
    """A function that maps `fn` over an axis of its arguments (mirrors `mindspore.vmap`).

    Args:
        fn: a function or Cell of Tensors.
        in_axes: the mapped axis per argument: an int for all, or a nested tuple with None for what is not mapped.
        out_axes: where the mapped axis goes in the outputs.

    What `fn` returns without having used a mapped argument, numbers too, is repeated along its output axis, or stays
    as it is where that is None.

    Raises:
        RuntimeError: when called, if nothing is mapped, the mapped sizes differ, an axis is out of range or no int,
            or the axes have another structure than the arguments or the outputs.
        TypeError: if the number of arguments is not that of `fn`.
        ValueError: for a CellList, if the mapped size is not the number of its Cells; if `fn` needs the value of a Tensor
            in Python (an axis, a shape) that is mapped or computed from what is. That of an integer Tensor with None in
            `in_axes` is known.

    Examples:
        >>> import mindshim as ms
        >>> ms.vmap(lambda x, y: x + y, in_axes=(0, None))(ms.Tensor([1.0, 2.0]), ms.Tensor(1.0))
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  3.00000000e+00])
    """
    from mindshim.nn.layer.container import CellList

    if isinstance(fn, CellList):
        return _each_cell(fn, in_axes, out_axes)
    cache: dict[Any, Any] = {}
    checked = by_value = False

    def mapped(*args: Any) -> Any:
        nonlocal checked, by_value
        if not checked:
            _check(fn, in_axes, out_axes)
            checked = True
        if isinstance(in_axes, (tuple, list)) and len(in_axes) != len(args):
            _check_count(fn, args, in_axes)
        if not by_value:
            try:
                return run(fn, args, in_axes, ())
            except errors.UNTRACEABLE as error:
                failed = error
            values = _unmapped_values(args, in_axes)
            if not values:
                raise _value_needed(failed) from None
        else:
            values = _unmapped_values(args, in_axes)
        # The function is captured again for other values of these.
        known = tuple([(i, v.dtype.str, v.shape, v.tobytes()) for i, v in values.items()])
        rest = [i for i in range(len(args)) if i not in values]
        try:
            out = run(_with_values(fn, values), tuple([args[i] for i in rest]), tuple([in_axes[i] for i in rest]), known)
        except errors.UNTRACEABLE as error:
            raise _value_needed(error) from None
        by_value = True
        return out

    def run(fn: Callable[..., Any], args: tuple[Any, ...], in_axes: Any, known: tuple[Any, ...]) -> Any:
        parameters = _mapped_parameters(args, in_axes)
        called, to = fn, out_axes
        if parameters:
            args, called, to = _in_place_of(parameters, fn, args, in_axes, out_axes)
        axes = _axes_of(args, in_axes)
        tensors: list[Tensor] = []
        skeletons.flatten((args, {}), tensors)
        every = tuple([None if a is None else _axis(a, t.ndim, "in_axes") for a, t in zip(axes, tensors, strict=True)])
        sizes = list(dict.fromkeys([t.shape[a] for t, a in zip(tensors, every, strict=True) if a is not None]))
        if len(sizes) > 1:
            raise RuntimeError(
                f"The 'axis_size' of each argument in the scope of 'vmap' should be equal, but got {sizes[0]} and {sizes[1]}."
            )
        if not sizes:
            raise RuntimeError("Failed to get 'axis_size' within the scope of vmap. No argument of 'fn' is mapped.")
        (size,) = sizes

        def example(i: int, aval: Any) -> Any:
            axis = every[i]
            if axis is None:
                return aval
            return jax.ShapeDtypeStruct((*aval.shape[:axis], *aval.shape[axis + 1 :]), aval.dtype)

        def build(traced: Any, fun: Any) -> Any:
            others = [None] * (len(traced.lifted) + 2 * len(traced.streams))
            ranks = iter([len(a.shape) for a in traced.jaxpr.out_avals])
            outs: list[Any] = []
            skeleton = _spread(to, traced.out, outs, ranks, size)
            of_tensors = tuple([a for a in outs if not isinstance(a, np.ndarray)])
            batched = jax.vmap(lambda *a: tuple(fun(*a)), in_axes=(*every, *others), out_axes=of_tensors, axis_size=size)

            def flat(*leaves: Any) -> Any:
                try:
                    results = iter(batched(*leaves))
                    return tuple([jnp.asarray(a) if isinstance(a, np.ndarray) else next(results) for a in outs])
                except ValueError as error:
                    if not str(error).startswith("at vmap out_axes"):
                        raise
                    raise RuntimeError(
                        f"It is invalid that source is not None and dst is None. The 'out_axes' of 'vmap' is {out_axes}, "
                        "with None for an output that varies along the mapped axis."
                    ) from None

            return flat, skeleton

        outs, found = transforms.apply(cache, (every, *parameters, *known), called, args, {}, build, example, name="vmap")
        result = skeletons.unflatten(found.finish, iter(outs))
        if not parameters:
            return result
        result, values = result
        for p, value in zip(parameters.values(), values, strict=True):
            # What the function did not write comes back as it went in.
            if value is not None:
                p._assign_data(value._data)
        return result

    return mapped


def _unmapped_values(args: tuple[Any, ...], in_axes: Any) -> dict[int, np.ndarray]:
    """The values of the small integer Tensors among the arguments that are not mapped, by position."""
    values: dict[int, np.ndarray] = {}
    if isinstance(in_axes, (tuple, list)):
        for i, (x, axis) in enumerate(zip(args, in_axes, strict=True)):
            if axis is None and isinstance(x, Tensor) and not x._is_parameter and x._data.dtype.kind in "iub" and x.size <= _FEW:
                try:
                    values[i] = x.asnumpy()
                except errors.UNTRACEABLE:
                    # Within another function that is captured: one of its inputs.
                    continue
    return values


def _with_values(fn: Callable[..., Any], values: dict[int, np.ndarray]) -> Callable[..., Any]:
    """`fn` of the other arguments; those in `values` are constants."""

    def function(*others: Any) -> Any:
        left = iter(others)
        args = [Tensor(values[i]) if i in values else next(left) for i in range(len(values) + len(others))]
        return S.scope.inside(fn)(*args)

    return function


def _value_needed(error: Exception) -> Exception:
    """What is raised where `fn` needs a value that is not known; a compiled function around it goes on by `error`."""
    if S.scope is not None:
        return error
    return ValueError(
        "For 'vmap', 'fn' needs the value of a Tensor in Python, as an axis, a shape or a number, but the Tensor is mapped, or "
        "computed from an argument. Give it as a number or tuple, or as an integer Tensor with None in 'in_axes'."
    ).with_traceback(error.__traceback__)


#: The Tensors that stand for Parameters in the functions that are being traced, for a `vmap` within.
_standing: list[Tensor] = []


def _mapped_parameters(args: tuple[Any, ...], in_axes: Any) -> dict[int, Tensor]:
    """The arguments that are Parameters and have a mapped axis, by position."""
    axes = in_axes if isinstance(in_axes, (tuple, list)) else (in_axes,) * len(args)
    return {i: x for i, (x, a) in enumerate(zip(args, axes, strict=False))
            if a is not None and isinstance(x, Tensor) and (x._is_parameter or any(x is s for s in _standing))}  # fmt: skip


def _in_place_of(
    parameters: dict[int, Tensor], fn: Any, args: tuple[Any, ...], in_axes: Any, out_axes: Any
) -> tuple[tuple[Any, ...], Callable[..., Any], Any]:
    """Tensors in the place of mapped Parameters: the arguments, a function that also returns what it has written to
    them (None where nothing), and the axes of its outputs."""
    value_of = find("ops", "positive")
    given = list(args)
    for i, p in parameters.items():
        given[i] = value_of(p)
    axes = in_axes if isinstance(in_axes, (tuple, list)) else (in_axes,) * len(args)

    def function(*inner: Any) -> Any:
        before = {i: inner[i]._data for i in parameters}
        count = len(_standing)
        _standing.extend(inner[i] for i in parameters)
        try:
            out = fn(*inner)
        finally:
            del _standing[count:]
        return out, tuple([inner[i] if inner[i]._data is not before[i] else None for i in parameters])

    return tuple(given), function, (out_axes, tuple(axes[i] for i in parameters))


def _each_cell(cells: Any, in_axes: Any, out_axes: Any) -> Callable[..., Any]:
    """The Cells of a CellList side by side: the i-th gets the i-th slices, their outputs are stacked."""
    from mindshim import ops

    out_axis = out_axes if out_axes is None or isinstance(out_axes, int) else out_axes[0]

    def mapped(*args: Any) -> Any:
        if len(cells) < 2:
            raise RuntimeError(
                "In the model ensembling parallel training scenario ('VmapOperation' arg0 is a 'CellList'), "
                f"the size of 'CellList' must be greater than 1, but got {len(cells)}."
            )
        if len({tuple(inspect.signature(cell.construct).parameters) for cell in cells}) > 1:
            raise RuntimeError("'VmapOperation' arg0 is a CellList, whose elements's inputs should be consistent.")
        axes = in_axes if isinstance(in_axes, (tuple, list)) else (in_axes,) * len(args)
        if len(axes) != len(args):
            _check_count(cells[0], args, axes)
        for x, a in zip(args, axes, strict=True):
            if a is not None and (size := x.shape[_axis(a, x.ndim, "in_axes")]) != len(cells):
                raise ValueError(
                    "If you want to execute the model ensembling parallel training, please make sure the 'axis_size' in "
                    "the scope of vmap consistent with the cell size of the input 'CellList', otherwise, please do not "
                    "enter 'CellList' as the first argument, "
                    f"but we get axis_size: {size} and the cell size: {len(cells)}."
                )
        counts = [len(cell.parameters_dict()) for cell in cells]
        if len(set(counts)) > 1:
            other = next(n for n in counts if n != counts[0])
            raise ValueError(f"Parameter size of each cell should be consistent, but get {counts[0]} and {other}.")
        slices = [x if a is None else ops.unbind(x, a) for x, a in zip(args, axes, strict=True)]
        outs = [
            cell(*[x if a is None else x[i] for x, a in zip(slices, axes, strict=True)]) for i, cell in enumerate(cells)
        ]
        if isinstance(outs[0], tuple):
            return tuple(ops.stack(list(parts), out_axis or 0) for parts in zip(*outs, strict=True))
        return ops.stack(outs, out_axis or 0)

    return mapped


def _check(fn: Any, in_axes: Any, out_axes: Any) -> None:
    if not callable(fn):
        raise RuntimeError(f"'VmapOperation' arg0 must be a 'Function' or 'Cell', but got {type(fn).__name__}.")
    for name, axes in (("in_axes", in_axes), ("out_axes", out_axes)):
        _check_axes(axes, name)
        if axes is None:
            raise RuntimeError(f"The '{name}' of 'vmap' cannot be a single None while 'fn' is not a 'CellList'.")
        if not _mapped(axes):
            raise RuntimeError(f"The '{name}' of 'vmap' cannot be all None while 'fn' is not a 'CellList', but got {axes}.")


def _check_axes(axes: Any, name: str) -> None:
    if isinstance(axes, (tuple, list)):
        for a in axes:
            _check_axes(a, name)
    elif axes is not None and (not isinstance(axes, int) or isinstance(axes, bool)):
        shown = f"{axes:g}" if isinstance(axes, float) else axes
        raise RuntimeError(
            f"The axis in vmap's '{name}' should be a None or a scalar of type Int64Imm, but got a {shown}. "
            f"That is a {type(axes).__name__}."
        )


def _check_count(fn: Any, args: Any, in_axes: Any) -> NoReturn:
    """The error for `in_axes` that are not as many as the arguments."""
    try:
        parameters = inspect.signature(getattr(fn, "construct", fn)).parameters.values()
    except (TypeError, ValueError):
        parameters = ()
    takes = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters)
    if takes > len(args) and takes == len(in_axes):
        raise TypeError(
            f"The parameters number of the function is {takes}, but the number of provided arguments is {len(args)}. "
            f"'in_axes' has {len(in_axes)} elements."
        )
    raise RuntimeError(
        "When vmap`s 'in_axes' is a tuple or list, and its size must be equal to the number of arguments of 'fn': "
        f"{len(args)}, but got size: {len(in_axes)}."
    )


def _mapped(axes: Any) -> bool:
    return any(_mapped(a) for a in axes) if isinstance(axes, (tuple, list)) else axes is not None


def _axis(axis: int, ndim: int, name: str) -> int:
    if not -ndim <= axis < ndim:
        raise RuntimeError(f"The axis: {axis} in '{name}' is out of bounds for array of dimension [{-ndim},{ndim}).")
    return axis % ndim


def _axes_of(args: Any, axes: Any) -> list[Any]:
    """The mapped axis of every Tensor in the (nested) arguments."""
    out: list[Any] = []
    nested = isinstance(axes, (tuple, list))
    if nested and len(axes) != len(args):
        raise RuntimeError(
            f"When vmap`s 'in_axes' has a tuple or list, its size must be that of the argument, {len(args)}, but got size: {len(axes)}."
        )
    for i, a in enumerate(args):
        axis = axes[i] if nested else axes
        if isinstance(a, (tuple, list)):
            out.extend(_axes_of(a, axis))
        elif isinstance(a, dict):
            out.extend(_axes_of(tuple(a.values()), axis))
        elif isinstance(axis, (tuple, list)):
            raise RuntimeError(
                f"The axis in vmap's 'in_axes' should be a None or a scalar of type Int64Imm, but got a {axis} for a "
                f"{type(a).__name__}, which has no elements of its own."
            )
        elif isinstance(a, Tensor):
            if not a._is_parameter:
                out.append(axis)
        elif axis is not None and isinstance(a, (int, float, complex)):
            raise RuntimeError(
                f"The orig_abs should be AbstractTensor when corresponding axis is {axis}, but got a {type(a).__name__}: "
                "an argument of 'vmap' that is no Tensor needs None in 'in_axes'."
            )
    return out


def _spread(axes: Any, skeleton: Any, outs: list[Any], ranks: Any, size: int) -> Any:
    """The skeleton of the results, Tensors for repeated numbers; adds the axis of each Tensor, or its values, to `outs`."""
    if isinstance(skeleton, tuple) and isinstance(skeleton[-1], tuple) and not isinstance(skeleton[0], skeletons.Sparse):
        parts = skeleton[1] if skeleton[0] is not dict else skeleton[2]
        if isinstance(axes, (tuple, list)) and len(axes) != len(parts):
            raise RuntimeError(
                f"The size of vmap's 'out_axes' should be equal to the number of results of 'fn': {len(parts)}, "
                f"but got size: {len(axes)}."
            )
        each = axes if isinstance(axes, (tuple, list)) else [axes] * len(parts)
        return (*skeleton[:-1], tuple([_spread(a, p, outs, ranks, size) for a, p in zip(each, parts, strict=True)]))
    if isinstance(axes, (tuple, list)):
        if len(axes) != 1:
            raise RuntimeError(
                f"The size of vmap's 'out_axes' should be equal to the number of results of 'fn': 1, but got size: {len(axes)}."
            )
        axes = axes[0]
    if skeleton is skeletons.TENSOR:
        outs.append(axes if axes is None else _axis(axes, next(ranks) + 1, "out_axes"))
        if axes is None:
            next(ranks)
        return skeleton
    if isinstance(skeleton, skeletons.Sparse) or isinstance(skeleton, tuple):
        outs.extend([axes] * _count(skeleton))
        return skeleton
    if axes is not None and isinstance(skeleton.value, (bool, int, float)):
        _axis(axes, 1, "out_axes")
        outs.append(Tensor([skeleton.value] * size).asnumpy())
        return skeletons.TENSOR
    return skeleton


def _count(skeleton: Any) -> int:
    if skeleton is skeletons.TENSOR:
        return 1
    if isinstance(skeleton, skeletons.Held):
        return 0
    return sum(_count(s) for s in skeleton[1])
