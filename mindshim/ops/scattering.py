"""Writing at indices: new Tensors (`tensor_scatter_*`, `scatter`), and updates in place (`scatter_*`, `scatter_nd_*`).

Indices out of range are refused in PyNative on the CPU (see `bounds`); elsewhere negative ones count from the end, and
updates at others are dropped.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face, register
from mindshim._core.operators import Array, Kernel, Number, freeze, kernel
from mindshim._core.promotion import is_inexact, promote
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.bounds import vectors_within, within
from mindshim.ops.gathering import index_array
from mindshim.ops.primitive import Primitive, prim_attr_register


def _divided(x: Any, divisor: Any) -> Any:
    """The quotients of integers, towards zero; by zero the largest or smallest number, 0 for 0."""
    limits = np.iinfo(x.dtype)
    end = jnp.where(x > 0, np.asarray(limits.max, x.dtype), np.asarray(limits.min, x.dtype))
    zero = jnp.zeros((), x.dtype)
    by_zero = jnp.where(x == zero, zero, end)
    return jnp.where(divisor == zero, by_zero, jax.lax.div(x, jnp.where(divisor == zero, jnp.ones((), x.dtype), divisor)))


def combine(x: Any, index: Any, updates: Any, how: str) -> Any:
    """`x` with `updates` written, added, ... at an index tuple; what lies outside is dropped."""
    at = x.at[index]
    if how == "update":
        return at.set(updates, mode="drop")
    if how == "add":
        return at.add(updates, mode="drop")
    if how == "sub":
        return at.add(-updates, mode="drop")
    if how == "mul":
        return at.multiply(updates, mode="drop")
    if how == "div":
        divisor = jnp.ones_like(x).at[index].multiply(updates, mode="drop")
        return x / divisor if is_inexact(x.dtype) else _divided(x, divisor)
    return at.max(updates, mode="drop") if how == "max" else at.min(updates, mode="drop")


def combine_vjp(x: Any, index: Any, updates: Any, ct: Any, how: str) -> tuple[Any, Any]:
    """The gradients of `combine` for `x` and `updates`: JAX has none for products and extremes at repeated indices."""

    def read(a: Any) -> Any:
        return a.at[index].get(mode="fill", fill_value=0)

    if how in ("add", "sub"):
        return ct, read(ct) if how == "add" else -read(ct)
    if how == "update":
        return ct.at[index].set(jnp.zeros((), ct.dtype), mode="drop"), read(ct)
    if how == "mul":
        return combine(ct, index, updates, "mul"), read(ct * x)
    if how == "div":
        return combine(ct, index, updates, "div"), -read(ct * x) / (updates * updates)
    # The gradient is shared equally by everything that has the extreme value.
    out = combine(x, index, updates, how)
    kept = (x == out).astype(ct.dtype)
    won = (updates == read(out)).astype(ct.dtype)
    share = ct / jnp.maximum(kept + jnp.zeros_like(ct).at[index].add(won, mode="drop"), 1)
    return share * kept, read(share) * won


def _same_dtype(op: str, x: Any, updates: Any) -> None:
    if x.dtype != updates.dtype:
        raise TypeError(
            f"For '{op}', 'input_x' and 'updates' must have one dtype, but got {x.dtype.name} and {updates.dtype.name}."
        )


def nd_index(op: str, x: Any, indices: Any, updates: Any) -> tuple[Any, ...]:
    """The index tuple of index vectors in the last axis of `indices`; checks the shapes."""
    indices = index_array(op, indices, "indices")
    _same_dtype(op, x, updates)
    if indices.ndim < 2 or indices.shape[-1] > x.ndim:
        raise ValueError(
            f"For '{op}', 'indices' must have rank 2 or more and a last dimension of at most {x.ndim}, "
            f"but the shape is {indices.shape}."
        )
    want = indices.shape[:-1] + x.shape[indices.shape[-1] :]
    if updates.shape != want:
        raise ValueError(f"For '{op}', the shape of 'updates' must be {want}, but got {updates.shape}.")
    return tuple(jnp.moveaxis(indices, -1, 0))


def row_index(op: str, x: Any, indices: Any, updates: Any) -> tuple[Any, ...]:
    """The index tuple of positions in the first axis; checks the shapes."""
    indices = index_array(op, indices, "indices")
    _same_dtype(op, x, updates)
    want = indices.shape + x.shape[1:]
    if updates.shape != want:
        raise ValueError(f"For '{op}', the shape of 'updates' must be {want}, but got {updates.shape}.")
    return (indices,)


_VERBS = {
    "update": "replaced by",
    "add": "increased by",
    "sub": "decreased by",
    "mul": "multiplied with",
    "div": "divided by",
    "max": "replaced, where they are smaller, by",
    "min": "replaced, where they are greater, by",
}


def _make(name: str, how: str, index: Any, doc: str) -> Kernel:
    """The kernel `name(input_x, indices, updates)`."""

    def body(input_x: Array, indices: Array, updates: Array) -> Array:
        x = arguments.tensor(name, input_x, "input_x")
        return combine(x, index(name, x, indices, updates), updates, how)

    def vjp(leaves: Any, cts: Any) -> Any:
        x, indices, updates = leaves
        dx, du = combine_vjp(x, index(name, x, indices, updates), updates, cts[0], how)
        return dx, jnp.zeros_like(indices), du

    body.__annotations__ = dict.fromkeys(("input_x", "indices", "updates"), "Array")
    body.__name__ = name
    body.__doc__ = doc
    k = kernel(name, vjp=vjp)(body)
    if index is row_index:
        k.look_at_values(lambda x, indices, updates: within(name, "indices", indices, 0, x.shape[0]))
    else:
        above = ValueError if how == "update" else RuntimeError
        k.look_at_values(lambda x, indices, updates: vectors_within(name, "indices", indices, x.shape, above))
    return k


def _sample(how: str) -> tuple[str, list[float]]:
    values = {"update": 2.0, "add": 10.0, "sub": 6.0, "mul": 16.0, "div": 4.0, "max": 8.0, "min": 2.0}
    return "2.0", [1.0, values[how]]


#: how -> the kernel of `tensor_scatter_...`
TENSOR_SCATTER: dict[str, Kernel] = {}
#: how -> the kernel behind `scatter_...`: positions in the first axis
ROW_SCATTER: dict[str, Kernel] = {}
#: how -> the kernel behind `scatter_nd_...`, which messages name otherwise than `tensor_scatter_...`
ND_SCATTER: dict[str, Kernel] = {}

for _how, _verb in _VERBS.items():
    _title = _how.capitalize()
    _value, _result = _sample(_how)
    _k = _make(
        f"TensorScatter{_title}",
        _how,
        nd_index,
        f"""A copy of `input_x` with the elements at index vectors {_verb} `updates` (`ops.tensor_scatter_{_how}`).

    Args:
        input_x: a Tensor.
        indices: an int32 or int64 Tensor of rank 2 or more; its last axis holds the index vectors.
        updates: a Tensor of `input_x`'s dtype and shape `indices.shape[:-1] + input_x.shape[indices.shape[-1]:]`.

    Raises:
        TypeError: for other dtypes. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x, indices = ms.Tensor([1.0, 8.0]), ms.Tensor([[1]])
        >>> ms.ops.tensor_scatter_{_how}(x, indices, ms.Tensor([{_value}])).asnumpy().tolist()
        {_result}
    """,
    )
    TENSOR_SCATTER[_how] = _k
    _last = "update" if _how == "update" else "updates"
    _shown = f"input_x, indices, {_last}"
    _k.face(f"ops.tensor_scatter_{_how}", _shown, **{_last: "updates"})  # type: ignore[attr-defined]
    _k.primitive(f"TensorScatter{_title}", call=_shown, **{_last: "updates"})  # type: ignore[attr-defined]
    if _how not in ("update", "add"):
        _k.face(f"Tensor.scatter_{_how}", "indices, updates")  # type: ignore[attr-defined]
    ROW_SCATTER[_how] = _make(f"Scatter{_title}", _how, row_index, "Rows of a Tensor updated at positions.")
    ND_SCATTER[_how] = _make(f"ScatterNd{_title}", _how, nd_index, "Elements of a Tensor updated at index vectors.")


def _written(k: Kernel, name: str, input_x: Any, indices: Any, updates: Any) -> Tensor:
    if not isinstance(input_x, Tensor):
        raise TypeError(f"For '{k.name}', 'input_x' must be a Parameter or Tensor, but got {type(input_x).__name__}.")
    if isinstance(updates, Tensor) and updates.dtype is not input_x.dtype:
        # A narrower kind is converted, as operands are; what is written keeps its own.
        if promote(input_x.dtype.np, updates.dtype.np, name) != input_x.dtype.np:
            raise TypeError(
                "Data type conversion is not supported for a 'Parameter', nor for the input tensor of an in-place operator, "
                f"the argument[{'input_x' if name == 'ScatterNdUpdate' else 'x'}]'s data type of primitive[{name}] is "
                f"{input_x.dtype}, which cannot be converted to data type {updates.dtype} automatically."
            )
        updates = updates.astype(input_x.dtype)
    return input_x._rebind(dispatch.apply(k, (input_x, indices, updates)))


def _declare_in_place(how: str, verb: str) -> None:
    """`ops.scatter_add`, `ops.ScatterAdd`, `ops.scatter_nd_add`, `ops.ScatterNdAdd` and their like."""
    title = how.capitalize()
    value, result = _sample(how)

    def rows(input_x: Any, indices: Any, updates: Any) -> Tensor:
        return _written(ROW_SCATTER[how], f"Scatter{title}", input_x, indices, updates)

    def vectors(input_x: Any, indices: Any, updates: Any, use_locking: bool = False) -> Tensor:
        return _written(ND_SCATTER[how], f"ScatterNd{title}", input_x, indices, updates)

    def vectors_update(input_x: Any, indices: Any, updates: Any) -> Tensor:
        return _written(ND_SCATTER[how], f"ScatterNd{title}", input_x, indices, updates)

    nd = vectors_update if how == "update" else vectors
    for function, name, where, at in (
        (rows, f"scatter_{how}", "rows at positions", "[1]"),
        (nd, f"scatter_nd_{how}", "elements at index vectors", "[[1]]"),
    ):
        function.__name__ = function.__qualname__ = name
        function.__doc__ = f"""The {where} {verb} `updates`, in place; returns `input_x` (`mindspore.ops.{name}`).

    Args:
        input_x: a Parameter or Tensor, which is changed.
        indices: an int32 or int64 Tensor.
        updates: a Tensor of `input_x`'s dtype, or of one that is converted to it beside it.

    Raises:
        TypeError: for other dtypes. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> p = ms.Parameter(ms.Tensor([1.0, 8.0]), name="p")
        >>> ms.ops.{name}(p, ms.Tensor({at}), ms.Tensor([{value}])).asnumpy().tolist()
        {result}
    """
        register(f"ops.{name}", function)
        _declare_class(f"Scatter{title}" if function is rows else f"ScatterNd{title}", function, how == "update")


def _declare_class(name: str, function: Any, locking: bool) -> None:
    def __init__(self: Any, use_locking: bool = locking) -> None:
        if not isinstance(use_locking, bool):
            raise TypeError(f"For '{name}', 'use_locking' must be a bool, but got {type(use_locking).__name__}.")

    def __call__(self: Any, input_x: Any, indices: Any, updates: Any) -> Tensor:
        return function(input_x, indices, updates)

    body = {
        "__init__": prim_attr_register(__init__),
        "__call__": __call__,
        "__doc__": function.__doc__,
        "__module__": "mindshim.ops.operations",
        "_effect": "side_effect_mem",
    }
    register(f"ops.{name}", type(name, (Primitive,), body))


for _how, _verb in _VERBS.items():
    _declare_in_place(_how, _verb)


@face("ops.ScatterNonAliasingAdd")
class ScatterNonAliasingAdd(Primitive):
    """`input_x` with `updates` added at index vectors, as a new Tensor (`mindspore.ops.ScatterNonAliasingAdd`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.ScatterNonAliasingAdd()(w, ms.Tensor([[0]], ms.int32), ms.Tensor([5.0])))
        [6. 2.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: Tensor, indices: Tensor, updates: Tensor) -> Tensor:
        return TENSOR_SCATTER["add"](input_x, indices, updates)


@kernel("ScatterNd")
def scatter_nd(indices: Array, updates: Array, shape: Any) -> Array:
    """Zeros of `shape` with `updates` added at index vectors (mirrors `mindspore.ops.scatter_nd`).

    Args:
        indices: an int32 or int64 Tensor of rank 2 or more; its last axis holds the index vectors.
        updates: a Tensor of shape `indices.shape[:-1] + shape[indices.shape[-1]:]`.
        shape: the shape of the result, a tuple of ints.

    Raises:
        TypeError: for other dtypes, or if `shape` is not made of ints. ValueError: if the shapes do not fit.
        RuntimeError: in PyNative on the CPU, if an index is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.scatter_nd(ms.Tensor([[0], [2]]), ms.Tensor([5, 6]), (3,))
        Tensor(shape=[3], dtype=Int64, value= [5, 0, 6])
    """
    shape = arguments.ints("ScatterNd", "shape", shape)
    if not indices.ndim:
        raise RuntimeError("For 'ScatterNd', the 'indices' must not be a scalar.")
    if any(d < 1 for d in shape):
        raise ValueError(f"For 'ScatterNd', the values of 'shape' must be positive, but got {shape}.")
    zeros = jnp.zeros(shape, updates.dtype)
    return combine(zeros, nd_index("ScatterNd", zeros, indices, updates), updates, "add")


def _within_shape(indices: Tensor, updates: Tensor, shape: Any) -> None:
    vectors_within("ScatterNd", "indices", indices, arguments.ints("ScatterNd", "shape", freeze(shape)))


scatter_nd.look_at_values(_within_shape)
scatter_nd.face("ops.scatter_nd").primitive("ScatterNd", call="indices, updates, shape")


def axis_index(op: str, x: Any, dim: Any, index: Any, name: str = "index") -> tuple[Any, ...]:
    """The index tuple of `index` along one axis: every other coordinate is the element's own."""
    index = index_array(op, index, name)
    at = arguments.axis(op, dim, x.ndim, "dim")
    if index.ndim != x.ndim:
        raise ValueError(f"For '{op}', 'input' and '{name}' must have equal ranks, but got {x.ndim} and {index.ndim}.")
    if any(i != at and n > m for i, (n, m) in enumerate(zip(index.shape, x.shape, strict=True))):
        raise ValueError(
            f"For '{op}', '{name}' can be longer than 'input' only in axis {at}, but got {index.shape} and {x.shape}."
        )
    own = jnp.indices(index.shape, dtype=index.dtype, sparse=True)
    return tuple(index if i == at else own[i] for i in range(x.ndim))


_REDUCTIONS = {"none": "update", "add": "add", "multiply": "mul"}


def _elements(x: Any, dim: Any, index: Any, src: Any, reduce: Any) -> tuple[Any, Any, str]:
    how = _REDUCTIONS.get(reduce)
    if how is None:
        raise ValueError(f"For 'Scatter', the reduction must be one of {list(_REDUCTIONS)}, but got {reduce!r}.")
    if getattr(src, "weak_type", False) or not hasattr(src, "dtype"):
        src = jnp.broadcast_to(jnp.asarray(src).astype(x.dtype), index.shape)
    _same_dtype("Scatter", x, src)
    where = axis_index("Scatter", x, dim, index)
    if src.ndim != index.ndim or any(n > m for n, m in zip(index.shape, src.shape, strict=True)):
        raise ValueError(f"For 'Scatter', the shape of 'src' must be at least {index.shape}, but got {src.shape}.")
    return where, src[tuple(slice(n) for n in index.shape)], how


def _scatter_vjp(leaves: Any, cts: Any, dim: Any, reduce: Any) -> Any:
    x, index, src = leaves
    where, values, how = _elements(x, dim, index, src, reduce)
    dx, dv = combine_vjp(x, where, values, cts[0], how)
    if jnp.ndim(src) == 0:
        return dx, jnp.zeros_like(index), dv.sum()
    pad = [(0, n - m) for n, m in zip(src.shape, dv.shape, strict=True)]
    return dx, jnp.zeros_like(index), jnp.pad(dv, pad)


@kernel("Scatter", vjp=_scatter_vjp)
def scatter(input: Array, dim: Any, index: Array, src: Array | Number, reduce: Any = "none") -> Array:
    """A copy of `input` with elements of `src` written along an axis where `index` says (`mindspore.ops.scatter`).

    Args:
        input: a Tensor.
        dim (or axis): the axis.
        index: an int32 or int64 Tensor of the same rank, in the other axes not longer than `input`.
        src: a Tensor of the same dtype, at least as large as `index`, or a number.
        reduce: 'none' to replace, 'add' or 'multiply' to combine.

    Raises:
        TypeError: for other dtypes. ValueError: if ranks or shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.scatter(ms.Tensor([[1, 2], [3, 4]]), 1, ms.Tensor([[1], [0]]), ms.Tensor([[8], [9]]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 8],
         [9, 4]])
    """
    where, values, how = _elements(arguments.tensor("Scatter", input), dim, index, src, reduce)
    return combine(input, where, values, how)


scatter.face("ops.scatter", "input, axis, index, src", axis="dim").face("mint.scatter", "input, dim, index, src")
scatter.face("mint.scatter_add", "input, dim, index, src", fixed={"reduce": "add"})
scatter.face(
    "ops.tensor_scatter_elements",
    "input_x, indices, updates, axis=0, reduction='none'",
    input_x="input",
    indices="index",
    updates="src",
    axis="dim",
    reduction="reduce",
)
scatter.primitive(
    "TensorScatterElements",
    "axis=0, reduction='none'",
    call="data, indices, updates",
    data="input",
    indices="index",
    updates="src",
    axis="dim",
    reduction="reduce",
)
scatter.primitive(
    "ScatterAddWithAxis",
    "axis=0",
    call="input_x, indices, updates",
    fixed={"reduce": "add"},
    input_x="input",
    indices="index",
    updates="src",
    axis="dim",
)


@face("Tensor.scatter")
def _tensor_scatter(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`scatter(dim, index, src)`, the axis also as `axis`: a copy with elements written along an axis.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.scatter(0, ms.Tensor([0]), ms.Tensor([9.0])))
        [9. 1. 2.]
    """
    if "axis" in kwargs:
        kwargs["dim"] = kwargs.pop("axis")
    return scatter(self, *args, **kwargs)


@face("Tensor.scatter_add")
def _tensor_scatter_add(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`scatter_add(dim, index, src)` along an axis; `scatter_add(indices, updates)` as `ops.tensor_scatter_add`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.scatter_add(0, ms.Tensor([0, 0]), ms.Tensor([1.0, 1.0])))
        [5. 1. 2.]
    """
    if "indices" in kwargs or "updates" in kwargs or (args and isinstance(args[0], Tensor)):
        return TENSOR_SCATTER["add"](self, *args, **kwargs)
    return scatter(self, *args, reduce="add", **kwargs)


@face("Tensor.scatter_")
def _scatter_(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`scatter_(dim, index, src or value, *, reduce)`: elements written along an axis, in place.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2, 3]).scatter_(0, ms.Tensor([2]), ms.Tensor([9]))
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 9])
    """
    if "value" in kwargs:
        kwargs["src"] = kwargs.pop("value")
    if kwargs.get("reduce", "none") is None:
        kwargs.pop("reduce")
    return self._rebind(scatter(self, *args, **kwargs))


@face("Tensor.scatter_add_")
def _scatter_add_(self: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """Elements of `src` added along an axis where `index` says, in place (mirrors `mindspore.Tensor.scatter_add_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.scatter_add_(0, ms.Tensor([0, 0]), ms.Tensor([1.0, 1.0])))
        [5. 1. 2.]
    """
    return self._rebind(dispatch.apply(scatter, (self, dim, index, src, "add")))
