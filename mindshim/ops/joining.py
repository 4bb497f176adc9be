"""Several Tensors made into one: concatenation, stacking, grids, blocks, combinations."""

from __future__ import annotations

import itertools
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, Arrays, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.primitive import Primitive, prim_attr_register


def _same_dtypes(op: str, tensors: Any) -> Any:
    """The operands, checked to be Tensors of one dtype."""
    for x in tensors:
        arguments.tensor(op, x, "tensors")
        if x.dtype != tensors[0].dtype:
            raise TypeError(
                f"For '{op}', all elements of 'tensors' must have the same dtype, but got {tensors[0].dtype} and {x.dtype}."
            )
    return tensors


@kernel("Concat")
def concat(tensors: Arrays, axis: Any = 0) -> Any:
    """Tensors joined along an existing axis (mirrors `mindspore.ops.concat`).

    Args:
        tensors: a tuple or list of Tensors of one dtype, with equal shapes but for `axis`.
        axis: the axis to join along.

    Raises:
        TypeError: if `tensors` is not a tuple or list, or the dtypes differ.
        ValueError: if ranks or shapes do not fit, the list is empty, or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.concat((ms.Tensor([1, 2]), ms.Tensor([3])))
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 3])
    """
    if not tensors:
        raise ValueError("For 'Concat', the number of elements in 'tensors' must be greater than 0, but got 0.")
    _same_dtypes("Concat", tensors)
    return _join("Concat", tensors, axis)


def _join(op: str, tensors: Any, axis: Any) -> Any:
    ndim = tensors[0].ndim
    if any(x.ndim != ndim for x in tensors) or ndim == 0:
        raise ValueError(f"For '{op}', the ranks must be equal and not 0, but the shapes are {[x.shape for x in tensors]}.")
    at = arguments.axis(op, axis, ndim)
    for x in tensors:
        if any(d != e for i, (d, e) in enumerate(zip(x.shape, tensors[0].shape, strict=True)) if i != at):
            raise ValueError(
                f"For '{op}', all dimensions but axis {axis} must be equal, but the shapes are {[x.shape for x in tensors]}."
            )
    return jnp.concatenate(tensors, at)


def _listed(op: str, tensors: Any, name: str = "tensors") -> Any:
    if not isinstance(tensors, (tuple, list)):
        raise TypeError(f"For '{op}', the argument '{name}' must be a tuple or list of Tensors, but got {type(tensors).__name__}.")
    return tensors


@face("ops.concat", "ops.cat")
def _concat(tensors: Any, axis: int = 0) -> Tensor:
    """Tensors joined along an existing axis (mirrors `mindspore.ops.concat`).

    Args:
        tensors: a tuple or list of Tensors of one dtype, with equal shapes but for `axis`.
        axis: the axis to join along.

    Raises:
        TypeError: if `tensors` is not a tuple or list, or the dtypes differ.
        ValueError: if ranks or shapes do not fit, the list is empty, or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.concat((ms.Tensor([1, 2]), ms.Tensor([3])))
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 3])
    """
    return dispatch.apply(concat, (_listed("concat", tensors), axis))


@face("mint.cat", "mint.concat")
def _mint_cat(tensors: Any, dim: int = 0) -> Tensor:
    """Tensors joined along an existing axis (mirrors `mindspore.mint.cat`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(mint.concat((x, x)))
        [3. 1. 2. 3. 1. 2.]
    """
    return dispatch.apply(concat, (_listed("cat", tensors), dim))


concat.primitive("Concat", "axis=0", call="tensors")


@face("ops.ParallelConcat")
class ParallelConcat(Primitive):
    """Tensors with one row each, joined along the first axis (mirrors `mindspore.ops.ParallelConcat`).

    Inputs:
        values: a tuple or list of Tensors of shape (1, ...).

    Raises:
        ValueError: if there are none, if a first dimension is not 1, or if shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ParallelConcat()((ms.Tensor([[1]]), ms.Tensor([[2]])))
        Tensor(shape=[2, 1], dtype=Int64, value=
        [[1],
         [2]])
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, values: Any) -> Tensor:
        for i, x in enumerate(_listed("ParallelConcat", values, "values")):
            if isinstance(x, Tensor) and x.shape[:1] != (1,):
                raise ValueError(f"For 'ParallelConcat', the first dimension of values[{i}] must be 1, but got {x.shape}.")
        return dispatch.apply(concat, (values, 0))


@kernel("Stack")
def stack(tensors: Arrays, axis: Any = 0) -> Any:
    """Tensors of one shape joined along a new axis (mirrors `mindspore.ops.stack`).

    Args:
        tensors: a tuple or list of Tensors of one shape and dtype.
        axis: where the new axis goes, between -rank - 1 and rank.

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes differ, the list is empty, or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.stack([ms.Tensor([1, 2]), ms.Tensor([3, 4])], 1)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 3],
         [2, 4]])
    """
    if not tensors:
        raise ValueError("For 'Stack', the number of elements in 'tensors' must be at least 1, but got 0.")
    _same_dtypes("Stack", tensors)
    if any(x.shape != tensors[0].shape for x in tensors):
        raise ValueError(f"For 'Stack', all shapes must be equal, but got {[x.shape for x in tensors]}.")
    return jnp.stack(tensors, arguments.axis("Stack", axis, tensors[0].ndim + 1))


stack.primitive("Stack", "axis=0", call="input_x", input_x="tensors")
stack.primitive("Pack", "axis=0", call="input_x", input_x="tensors")
stack.face("mint.stack", "tensors, dim=0", dim="axis")


@face("ops.stack")
def _stack(tensors: Any, axis: int = 0) -> Tensor:
    """Tensors of one shape joined along a new axis (mirrors `mindspore.ops.stack`).

    Args:
        tensors: a tuple or list of Tensors of one shape and dtype.
        axis: where the new axis goes, between -rank - 1 and rank.

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes differ, the list is empty, or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.stack([ms.Tensor([1, 2]), ms.Tensor([3, 4])], 1)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 3],
         [2, 4]])
    """
    return dispatch.apply(stack, ((tensors,) if isinstance(tensors, Tensor) else tensors, axis))


def _at_least(x: Any, ndim: int) -> Any:
    if ndim == 1:
        return x.reshape(1) if x.ndim == 0 else x
    if ndim == 2:
        return x.reshape(1, -1) if x.ndim < 2 else x
    if x.ndim >= 3:
        return x
    return x.reshape(1, -1, 1) if x.ndim < 2 else x[:, :, None]


@kernel("HStack")
def hstack(tensors: Arrays) -> Any:
    """Tensors joined along their second axis (the first for rank 1) (mirrors `mindspore.ops.hstack`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.hstack((ms.Tensor([1, 2]), ms.Tensor([3])))
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 3])
    """
    parts = [_at_least(x, 1) for x in _nonempty("hstack", tensors)]
    return _join("hstack", parts, 0 if parts[0].ndim == 1 else 1)


@kernel("VStack")
def vstack(inputs: Arrays) -> Any:
    """Tensors joined along their first axis; rank 1 counts as a row (mirrors `mindspore.ops.vstack`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.vstack((ms.Tensor([1, 2]), ms.Tensor([3, 4])))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [3, 4]])
    """
    return _join("vstack", [_at_least(x, 2) for x in _nonempty("vstack", inputs)], 0)


@kernel("DStack")
def dstack(tensors: Arrays) -> Any:
    """Tensors joined along their third axis (mirrors `mindspore.ops.dstack`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dstack((ms.Tensor([1, 2]), ms.Tensor([3, 4]))).shape
        (1, 2, 2)
    """
    return _join("dstack", [_at_least(x, 3) for x in _nonempty("dstack", tensors)], 2)


@kernel("ColumnStack")
def column_stack(tensors: Arrays) -> Any:
    """Vectors and matrices joined as columns (mirrors `mindspore.ops.column_stack`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.column_stack((ms.Tensor([1, 2]), ms.Tensor([3, 4])))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 3],
         [2, 4]])
    """
    parts = [x.reshape(-1, 1) if x.ndim < 2 else x for x in _nonempty("column_stack", tensors)]
    return _join("column_stack", parts, 1)


def _nonempty(op: str, tensors: Any) -> Any:
    if not tensors:
        raise ValueError(f"For '{op}', at least one Tensor is needed, but got none.")
    return _same_dtypes(op, tensors)


hstack.face("ops.hstack")
vstack.face("ops.vstack").face("ops.row_stack", "tensors", tensors="inputs")
dstack.face("ops.dstack")
column_stack.face("ops.column_stack")


@kernel("Meshgrid")
def _meshgrid(inputs: Arrays, indexing: Any = "xy") -> Any:
    """Coordinate grids of vectors, as an operator object (mirrors `mindspore.ops.Meshgrid`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Meshgrid("ij")((ms.Tensor([1, 2]), ms.Tensor([3])))
        (Tensor(shape=[2, 1], dtype=Int64, value=
        [[1],
         [2]]), Tensor(shape=[2, 1], dtype=Int64, value=
        [[3],
         [3]]))
    """
    if indexing not in ("xy", "ij"):
        raise ValueError(f"For 'Meshgrid', the 'indexing' must be 'xy' or 'ij', but got {indexing!r}.")
    if any(x.ndim > 1 for x in inputs):
        raise ValueError(f"For 'Meshgrid', the inputs must have rank 1, but the shapes are {[x.shape for x in inputs]}.")
    return tuple(jnp.meshgrid(*[x.reshape(-1) for x in inputs], indexing=indexing))


_meshgrid.primitive("Meshgrid", "indexing='xy'", call="inputs")


@face("ops.meshgrid")
def meshgrid(*inputs: Tensor, indexing: str = "xy") -> tuple[Tensor, ...]:
    """Coordinate grids of vectors (mirrors `mindspore.ops.meshgrid`).

    Args:
        inputs: Tensors of rank 1.
        indexing: 'xy' for grids of shape (n1, n0, ...), 'ij' for (n0, n1, ...).

    Raises:
        TypeError: if an input is not a Tensor. ValueError: for another `indexing` or rank.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.meshgrid(ms.Tensor([1, 2]), ms.Tensor([3, 4, 5]))[0].shape
        (3, 2)
    """
    for x in inputs:
        if not isinstance(x, Tensor):
            raise TypeError(f"For 'meshgrid', the inputs must be Tensors, but got {type(x).__name__}.")
    return dispatch.apply(_meshgrid, (inputs, indexing))


@face("mint.meshgrid")
def _mint_meshgrid(*tensors: Any, indexing: str | None = None) -> tuple[Tensor, ...]:
    """Coordinate grids of vectors, `indexing` 'ij' by default (mirrors `mindspore.mint.meshgrid`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> a, b = mint.meshgrid(ms.Tensor([1, 2]), ms.Tensor([3, 4]))
        >>> print(a)
        [[1 1]
         [2 2]]
    """
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tuple(tensors[0])
    return dispatch.apply(_meshgrid, (tensors, "ij" if indexing is None else indexing))


@kernel("BlockDiag")
def _block_diag(inputs: Arrays) -> Any:
    """Matrices along the diagonal of a matrix, zeros elsewhere."""
    blocks = [_at_least(x, 2) for x in _same_dtypes("block_diag", inputs)]
    if any(b.ndim > 2 for b in blocks):
        raise ValueError(f"For 'block_diag', the rank of each input must be at most 2, but got {[b.shape for b in blocks]}.")
    width = sum(b.shape[1] for b in blocks)
    rows, left = [], 0
    for b in blocks:
        rows.append(jnp.pad(b, ((0, 0), (left, width - left - b.shape[1]))))
        left += b.shape[1]
    return jnp.concatenate(rows)


@face("ops.block_diag", "mint.block_diag")
def block_diag(*inputs: Tensor) -> Tensor:
    """Matrices along the diagonal of a matrix, zeros elsewhere (mirrors `mindspore.ops.block_diag`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.block_diag(ms.Tensor([[1]]), ms.Tensor([[2, 3]]))
        Tensor(shape=[2, 3], dtype=Int64, value=
        [[1, 0, 0],
         [0, 2, 3]])
    """
    return _block_diag(inputs)


@kernel("CartesianProd")
def _cartesian_prod(inputs: Arrays) -> Any:
    """All combinations of one element from each vector, as rows."""
    grids = jnp.meshgrid(*_same_dtypes("cartesian_prod", inputs), indexing="ij")
    return jnp.stack([g.reshape(-1) for g in grids], 1)


@face("ops.cartesian_prod")
def cartesian_prod(*inputs: Tensor) -> Tensor:
    """All combinations of one element from each vector, as rows (mirrors `mindspore.ops.cartesian_prod`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cartesian_prod(ms.Tensor([1, 2]), ms.Tensor([5]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 5],
         [2, 5]])
    """
    return _cartesian_prod(inputs)


@kernel("Combinations")
def combinations(input: Array, r: Any = 2, with_replacement: Any = False) -> Any:
    """All ways to choose `r` elements of a vector, as rows (mirrors `mindspore.ops.combinations`).

    Raises:
        ValueError: if `input` is not a vector.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.combinations(ms.Tensor([1, 2, 3]))
        Tensor(shape=[3, 2], dtype=Int64, value=
        [[1, 2],
         [1, 3],
         [2, 3]])
    """
    if input.ndim != 1:
        raise ValueError(f"For 'combinations', the rank of 'input' must be 1, but got {input.ndim}.")
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    picked = list(choose(range(input.shape[0]), r))
    return jnp.take(input, np.asarray(picked, np.int32).reshape(-1, r), axis=0)


combinations.face("ops.combinations")
