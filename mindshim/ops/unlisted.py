"""Primitives that MindSpore keeps in `ops.operations` without listing them in `ops`."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy import special

from mindshim import ops as _op
from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import check_broadcast
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.function_primitives import operator
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.random_ops import Drawing, uniform01


@operator("AddV2")
def add_v2(x: Any, y: Any) -> Tensor:
    """`x + y`, of equal shapes if both are Tensors (mirrors `mindspore.ops.operations.math_ops.AddV2`).

    Raises:
        TypeError: if none is a Tensor. ValueError: for shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.AddV2()(ms.Tensor([1, 2]), ms.Tensor([4, 5])))
        [5 7]
    """
    if not isinstance(x, Tensor) and not isinstance(y, Tensor):
        raise TypeError(
            f"For 'AddV2', one of the inputs must be a Tensor, but got {type(x).__name__}, {type(y).__name__}."
        )
    if isinstance(x, Tensor) and isinstance(y, Tensor) and x.shape != y.shape:
        raise ValueError(f"For 'AddV2', the shapes of 'x' and 'y' must be the same, but got {x.shape} and {y.shape}.")
    return _op.add(x, y)


@operator("ConcatOffsetV1")
def concat_offset(axis: Tensor, x: Any) -> tuple[Tensor, ...]:
    """Where each of several arrays begins when they are joined (mirrors `ops.operations.array_ops.ConcatOffsetV1`).

    Inputs:
        axis: an int32 Tensor without axes. x: a tuple or list of int32 vectors, the shapes of the arrays.

    Raises:
        TypeError: for other dtypes. ValueError: for fewer than two shapes. RuntimeError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> shapes = [ms.Tensor(s, ms.int32) for s in ([1, 2], [1, 5], [1, 4])]
        >>> print([t.tolist() for t in ms.ops.ConcatOffsetV1()(ms.Tensor(1, ms.int32), shapes)])
        [[0, 0], [0, 2], [0, 7]]
    """
    op = "ConcatOffsetV1"
    if not isinstance(x, (list, tuple)) or len(x) < 2:
        raise ValueError(f"For '{op}', there must be at least 2 shapes, but got {x}.")
    for t in (axis, *x):
        if not isinstance(t, Tensor) or t.dtype is not dtypes.int32:
            raise TypeError(f"For '{op}', all inputs must be int32 Tensors, but got {t!r}.")
    if axis.ndim or any(t.ndim != 1 or t.shape != x[0].shape or not t.size for t in x):
        raise ValueError(f"For '{op}', 'axis' must have no axes and 'x' be vectors of one size, but got {axis.shape}, "
                         f"{[t.shape for t in x]}.")  # fmt: skip
    at, n = int(axis), x[0].size
    if not -n <= at < n:
        raise ValueError(f"For '{op}', the 'axis' must be in the range of [{-n}, {n}), but got {at}.")
    shapes = np.stack([t._concrete() for t in x])
    if (np.delete(shapes, at % n, 1) != np.delete(shapes[:1], at % n, 1)).any():
        raise RuntimeError(f"For '{op}', the shapes must be equal but for axis {at}, but got {shapes.tolist()}.")
    offsets = np.zeros_like(shapes)
    offsets[1:, at] = np.cumsum(shapes[:-1, at])
    return tuple(Tensor(row) for row in offsets)


@operator("ConjugateTranspose")
def conjugate_transpose(x: Tensor, perm: Any) -> Tensor:
    """The conjugate of `x` with its axes in the order `perm` (mirrors `ops.operations.array_ops.ConjugateTranspose`).

    Raises:
        TypeError: if `perm` is not a tuple of ints. ValueError: if it is not a permutation of the axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.ConjugateTranspose()(ms.Tensor([[1 + 1j, 2 + 2j]]), (1, 0)))
        [[1.-1.j]
         [2.-2.j]]
    """
    if not isinstance(perm, tuple):
        raise TypeError(f"For 'ConjugateTranspose', the 'perm' must be a tuple, but got {type(perm).__name__}.")
    return _op.conj(_op.transpose(x, perm))


@operator("ListDiff", "out_idx=mstype.int32")
def list_diff(x: Tensor, y: Tensor, *, out_idx: Any) -> tuple[Tensor, Tensor]:
    """The elements of `x` that `y` has not, and their places (mirrors `ops.operations.array_ops.ListDiff`).

    Args:
        out_idx: the dtype of the places, int32 or int64.

    Inputs:
        x, y: vectors of one dtype.

    Raises:
        TypeError: if the dtypes differ. ValueError: if one is not a vector.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.ListDiff()(ms.Tensor([1, 2, 3, 4]), ms.Tensor([1, 3]))[1])
        [1 3]
    """
    if out_idx not in (dtypes.int32, dtypes.int64):
        raise TypeError(f"For 'ListDiff', the 'out_idx' must be int32 or int64, but got {out_idx}.")
    if x.dtype != y.dtype:
        raise TypeError(f"For 'ListDiff', 'x' and 'y' must have one dtype, but got {x.dtype} and {y.dtype}.")
    if x.ndim != 1 or y.ndim != 1:
        raise ValueError(f"For 'ListDiff', 'x' and 'y' must be vectors, but got shapes {x.shape} and {y.shape}.")
    at = np.flatnonzero(~np.isin(x._concrete(), y._concrete()))
    return _op.gather(x, Tensor(at), 0), Tensor(at.astype(dtypes.to_np(out_idx)))


@kernel("Betainc")
def betainc(a: Array, b: Array, x: Array) -> Array:
    """The regularized incomplete beta function I_x(a, b) (mirrors `mindspore.ops.operations.math_ops.Betainc`).

    Args:
        a, b, x: Tensors of one shape and dtype, float32 or float64. `a` and `b` have no gradient.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.Betainc()(ms.Tensor([0.5]), ms.Tensor([0.5]), ms.Tensor([0.5])))
        [0.5]
    """
    if any(t.dtype.name not in ("float32", "float64") or t.dtype != a.dtype for t in (a, b, x)):
        raise TypeError(
            f"For 'Betainc', all inputs must be float32, or float64, but got {a.dtype.name}, {b.dtype.name}, {x.dtype.name}."
        )
    if a.shape != b.shape or a.shape != x.shape:
        raise ValueError(f"For 'Betainc', the inputs must have one shape, but got {a.shape}, {b.shape}, {x.shape}.")
    return special.betainc(jax.lax.stop_gradient(a), jax.lax.stop_gradient(b), x)


betainc.primitive("Betainc", call="a, b, x")  # type: ignore[attr-defined]


@kernel("IgammaGradA")
def igamma_grad_a(a: Array, x: Array) -> Array:
    """The derivative of `ops.igamma(a, x)` by `a` (mirrors `mindspore.ops.operations._grad_ops.IgammaGradA`).

    Args:
        a, x: Tensors of one dtype, float32 or float64, that broadcast.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.IgammaGradA()(ms.Tensor([1.0]), ms.Tensor([2.0])).asnumpy().round(4))
        [-0.2208]
    """
    if any(t.dtype.name not in ("float32", "float64") or t.dtype != a.dtype for t in (a, x)):
        raise TypeError(f"For 'IgammaGradA', both inputs must be float32, or float64, but got {a.dtype.name}, {x.dtype.name}.")
    shape = check_broadcast("IgammaGradA", a, x)
    return jax.lax.igamma_grad_a(jnp.broadcast_to(a, shape), jnp.broadcast_to(x, shape))


igamma_grad_a.primitive("IgammaGradA", call="a, x")  # type: ignore[attr-defined]


@kernel("Shift")
def _shifted(x: Array, fill_value: Array | Number, periods: Any, axis: Any) -> Array:
    """Elements moved along an axis; `fill_value` takes the places that become free."""
    at = arguments.axis("Shift", axis, x.ndim)
    n = x.shape[at]
    source = jnp.arange(n) - periods
    moved = jnp.take(x, jnp.clip(source, 0, max(n - 1, 0)), at)
    inside = ((source >= 0) & (source < n)).reshape((-1,) + (1,) * (x.ndim - at - 1))
    return jnp.where(inside, moved, jnp.asarray(fill_value).astype(x.dtype))


@face("ops.Shift")
class Shift(Primitive):
    """Elements moved along an axis (the CPU kernel `Shift`, which has no class in `mindspore.ops`).

    Args:
        periods: how far, backwards if negative. axis: along which axis.

    Inputs:
        x: a Tensor. fill_value: a number for the places that become free.

    Raises:
        TypeError: for arguments that are not int. ValueError: for an axis out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.Shift(1)(ms.Tensor([1, 2, 3]), 0))
        [0 1 2]
    """

    @prim_attr_register
    def __init__(self, periods: int = 1, axis: int = -1) -> None:
        for name, value in (("periods", periods), ("axis", axis)):
            if not arguments.is_int(value):
                raise TypeError(f"For 'Shift', the '{name}' must be an int, but got {type(value).__name__}.")

    def __call__(self, x: Tensor, fill_value: Any) -> Tensor:
        arguments.require_tensors("Shift", x=x)
        return dispatch.apply(_shifted, (x, fill_value, self.attrs["periods"], self.attrs["axis"]))


@operator("QR", "mode='full'")
def qr_factors(x: Tensor, *, mode: str) -> tuple[Tensor, Tensor]:
    """The factors of `x = q @ r` (the CPU kernel `QR`, which has no class in `mindspore.ops`).

    Args:
        mode: "full" or "r": q is square; "economic": it has as many columns as `x`, at most as it has rows.

    Inputs:
        x: a floating matrix.

    Raises:
        ValueError: for another mode. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> q, r = ms.ops.QR("economic")(ms.Tensor([[3.0], [4.0]]))
        >>> q.shape, r.shape
        ((2, 1), (1, 1))
    """
    if mode not in ("full", "r", "economic"):
        raise ValueError(f"For 'QR', the 'mode' must be 'full', 'r' or 'economic', but got {mode!r}.")
    return _op.Qr(mode != "economic")(x)


@operator("MatrixLogarithm")
def matrix_logarithm(x: Tensor) -> Tensor:
    """The logarithm of square matrices (mirrors `mindspore.ops.operations.math_ops.MatrixLogarithm`).

    Inputs:
        x: a complex Tensor of shape (..., M, M). It has no gradient.

    Raises:
        TypeError: if `x` is not complex. ValueError: if it does not hold square matrices.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations.math_ops import MatrixLogarithm
        >>> print(MatrixLogarithm()(ms.Tensor([[1 + 0j, 2], [0, 1]])).real())
        [[0. 2.]
         [0. 0.]]
    """
    if str(x.dtype) not in ("Complex64", "Complex128"):
        raise TypeError(f"For 'MatrixLogarithm', the dtype of 'x' must be complex64 or complex128, but got {x.dtype}.")
    if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
        raise ValueError(f"For 'MatrixLogarithm', 'x' must hold square matrices, but got shape {x.shape}.")
    # JAX has no such function.
    from scipy import linalg

    values = x._concrete()
    flat = values.reshape(-1, *values.shape[-2:]).astype(np.complex128)
    logs = [linalg.logm(m) for m in flat]
    return Tensor(np.array(logs, values.dtype).reshape(values.shape))


@kernel("SparseSoftmaxCrossEntropyWithLogitsV2")
def sparse_softmax_v2(logits: Array, labels: Array) -> tuple[Array, Array]:
    """The cross entropy of each row against a class, and its derivative (mirrors `ops.operations.nn_ops.SparseSoftmaxCrossEntropyWithLogitsV2`).

    Args:
        logits: a float16 or float32 Tensor of shape (N, C). labels: an int32 or int64 Tensor of shape (N).

    Returns:
        The losses, of shape (N), and what multiplies their gradient, of shape (N, C).

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> logits = ms.Tensor([[0.0, 0.0]])
        >>> print(ms.ops.SparseSoftmaxCrossEntropyWithLogitsV2()(logits, ms.Tensor([1], ms.int32))[1])
        [[ 0.5 -0.5]]
    """
    op = "SparseSoftmaxCrossEntropyWithLogitsV2"
    if logits.dtype.name not in ("float16", "float32") or labels.dtype.name not in ("int32", "int64"):
        raise TypeError(
            f"For '{op}', 'logits' must be float16 or float32 and 'labels' int32 or int64, but got {logits.dtype.name}, "
            f"{labels.dtype.name}."
        )
    if logits.ndim != 2 or labels.shape != logits.shape[:1]:
        raise ValueError(f"For '{op}', the shapes must be (N, C) and (N,), but got {logits.shape} and {labels.shape}.")
    logp = jax.nn.log_softmax(logits, -1)
    hot = (labels[:, None] == jnp.arange(logits.shape[1], dtype=labels.dtype)).astype(logits.dtype)
    return -jnp.sum(logp * hot, -1, dtype=logits.dtype), jax.lax.stop_gradient(jnp.exp(logp) - hot)


sparse_softmax_v2.primitive("SparseSoftmaxCrossEntropyWithLogitsV2", call="logits, labels")  # type: ignore[attr-defined]


@face("ops.Uniform")
class Uniform(Drawing):
    """Random numbers in [minval, maxval) of the shape and dtype of a Tensor (mirrors `ops.operations.random_ops.Uniform`).

    Args:
        minval, maxval: non-negative floats. seed, offset: if not both 0, the object draws from a stream of its own.

    Raises:
        TypeError: for Tensors that are not floating, and arguments of other types. ValueError: if `minval` is negative
            or greater than `maxval`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations.random_ops import Uniform
        >>> Uniform(minval=1.0, maxval=2.0)(ms.ops.ones((3, 4))).shape
        (3, 4)
    """

    def __init__(self, minval: float = 0.0, maxval: float = 1.0, seed: int = 0, offset: int = 0) -> None:
        super().__init__(seed, offset)
        for name, value in (("minval", minval), ("maxval", maxval)):
            if not isinstance(value, float):
                raise TypeError(f"For 'Uniform', the '{name}' must be float, but got {type(value).__name__}.")
        if not 0 <= minval <= maxval:
            raise ValueError(f"For 'Uniform', there must be 0 <= minval <= maxval, but got {minval} and {maxval}.")
        self.add_prim_attr("from", minval)
        self.add_prim_attr("to", maxval)

    def __call__(self, x: Tensor) -> Tensor:
        if not isinstance(x, Tensor) or str(x.dtype) not in ("Float16", "Float32", "Float64"):
            raise TypeError(
                f"For 'Uniform', 'x' must be a float16, float32 or float64 Tensor, but got {getattr(x, 'dtype', x)}."
            )
        low, high = self.attrs["from"], self.attrs["to"]
        wide = dtypes.float64 if x.dtype is dtypes.float64 else dtypes.float32
        drawn = dispatch.apply(uniform01, (x.shape, *self._stream.draw(), wide))
        return (drawn * (high - low) + low).astype(x.dtype)


@face("ops.Assert")
class Assert(Primitive):
    """Raises RuntimeError when a condition is False, after printing Tensors (mirrors `ops.operations.Assert`).

    Args:
        summarize: how many elements of each Tensor are printed.

    Inputs:
        condition: a bool, or a bool Tensor of one element. input_data: a tuple or list of Tensors.

    Raises:
        TypeError: for other types.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.operations.Assert(3)(ms.Tensor([1, 2]).size == 2, [ms.Tensor([1, 2])])
    """

    @prim_attr_register
    def __init__(self, summarize: int = 3) -> None:
        if not isinstance(summarize, int) or isinstance(summarize, bool):
            raise TypeError(f"For 'Assert', the 'summarize' must be an int, but got {type(summarize).__name__}.")

    def __call__(self, condition: Any, input_data: Any) -> None:
        if not isinstance(condition, (bool, Tensor)):
            raise TypeError(
                f"For 'Assert', the 'condition' must be bool or a Tensor, but got {type(condition).__name__}."
            )
        if not isinstance(input_data, (list, tuple)):
            raise TypeError(
                f"For 'Assert', the 'input_data' must be a tuple or list, but got {type(input_data).__name__}."
            )
        if bool(condition):
            return
        print("For 'Assert' condition is false.")
        for x in input_data:
            print("input data:", x.asnumpy().reshape(-1)[: self.attrs["summarize"]])
        raise RuntimeError("assert failed")


@operator("UpdateCache")
def update_cache(input_x: Tensor, indices: Tensor, updates: Tensor, max_num: Any) -> Tensor:
    """Writes rows into a Tensor, those of indices outside [0, max_num) left out (mirrors `ops.operations.UpdateCache`).

    Inputs:
        input_x: the Tensor or Parameter to write into. indices: an int Tensor. updates: a row for each index.
        max_num: one more than the greatest index to be written.

    Returns:
        An int32 Tensor with one zero.

    Raises:
        ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Parameter(ms.ops.zeros((3, 1)))
        >>> out = ms.ops.operations.UpdateCache()(x, ms.Tensor([-1, 2]), ms.Tensor([[5.0], [6.0]]), 9)
        >>> print(x.asnumpy().tolist())
        [[0.0], [0.0], [6.0]]
    """
    rows = updates.reshape((-1, *input_x.shape[1:]))
    if rows.shape[0] != indices.size:
        raise ValueError(
            f"For 'UpdateCache', there must be a row of 'updates' for each index, but got shapes {updates.shape}, {indices.shape}."
        )
    at = indices.reshape(-1)
    kept = (at >= 0) & (at < max_num) & (at < input_x.shape[0])
    places = _op.select(kept, at, _op.zeros_like(at))
    old = _op.gather(input_x, places, 0)
    flags = kept.reshape((-1,) + (1,) * (input_x.ndim - 1))
    change = _op.select(_op.broadcast_to(flags, old.shape), rows.astype(input_x.dtype) - old, _op.zeros_like(old))
    input_x._assign_data(_op.tensor_scatter_add(input_x, places.expand_dims(1), change)._data)
    return Tensor(np.zeros(1, np.int32))


@kernel("UnravelIndex", differentiable=False)
def _unravel_index(indices: Array, dims: Any) -> Array:
    return jnp.stack(jnp.unravel_index(indices, dims)).astype(indices.dtype)


@operator("UnravelIndex")
def unravel_index(indices: Tensor, dims: Tensor) -> Tensor:
    """The coordinates of places counted in C order (mirrors `mindspore.ops.operations.array_ops.UnravelIndex`).

    Inputs:
        indices: a Tensor of at most one axis, int32 or int64. dims: the shape, a vector of the same dtype.

    Returns:
        A Tensor of shape (dims.size, indices.size), without the last axis for a Tensor without axes.

    Raises:
        TypeError: for other dtypes. ValueError: for other numbers of axes, sizes below 1 and places out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.UnravelIndex()(ms.Tensor([2, 5]), ms.Tensor([3, 3])))
        [[0 1]
         [2 2]]
    """
    op = "UnravelIndex"
    if indices.dtype != dims.dtype or indices.dtype not in (dtypes.int32, dtypes.int64):
        raise TypeError(
            f"For '{op}', the 'indices' and 'dims' must both be int32 or int64, but got {indices.dtype} and {dims.dtype}."
        )
    if indices.ndim > 1 or dims.ndim != 1:
        raise ValueError(
            f"For '{op}', the 'indices' must have at most one axis and 'dims' one, but got {indices.ndim} and {dims.ndim}."
        )
    shape = tuple(dims._concrete().tolist())
    if min(shape, default=1) < 1:
        raise ValueError(f"For '{op}', all dimensions must be greater than 0, but got {shape}.")
    places = indices._concrete()
    if places.size and not (0 <= places.min() and places.max() < np.prod(shape)):
        raise ValueError(f"For '{op}', the 'indices' must be in [0, {np.prod(shape)}), but got {places.tolist()}.")
    return dispatch.apply(_unravel_index, (indices, shape))
