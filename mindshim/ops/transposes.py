"""Axes in another order: transpose, permute, swapped and moved axes, T, mT, H. All are views."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.arguments import sizes


@kernel("Transpose", view=True)
def transpose(input: Array, dims: Any) -> Array:
    """`input` with its axes in the order `dims`; shares memory (mirrors `mindspore.ops.transpose`).

    Args:
        input: a Tensor.
        dims: a tuple or list with each axis once; negative values count from the end.

    Raises:
        TypeError: if `dims` is not made of ints. ValueError: if it is not a permutation of the axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.transpose(ms.Tensor([[1, 2, 3]]), (1, 0)).shape
        (3, 1)
    """
    x = arguments.tensor("Transpose", input)
    order = arguments.ints("Transpose", "dims", dims)
    if len(order) != x.ndim:
        raise ValueError(f"For 'Transpose', the size of 'dims' must be the rank of 'input', but got {len(order)} and {x.ndim}.")
    return jnp.transpose(x, arguments.axes("Transpose", order, x.ndim, "dims"))


transpose.face("ops.transpose").face("ops.permute", "input, axis", axis="dims").face("mint.permute")
transpose.primitive("Transpose", call="input, dims")
transpose.primitive("TransposeView", call="input, input_perm", input_perm="dims")


def _permute(self: Tensor, axes: Any) -> Tensor:
    axes = sizes(axes)
    if axes == () or axes is None:
        axes = tuple(range(self.ndim - 1, -1, -1))
    return dispatch.apply(transpose, (self, axes))


@face("Tensor.transpose")
def _transpose(self: Tensor, *axes: Any, **dims: Any) -> Tensor:
    """The Tensor with axes exchanged: all in the order given, or `transpose(dim0, dim1)` two of a larger rank.

    Without arguments the axes are reversed (mirrors `mindspore.Tensor.transpose`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[1, 2, 3]]])
        >>> x.transpose(2, 0, 1).shape, x.transpose(0, 2).shape, x.transpose().shape
        ((3, 1, 1), (3, 1, 1), (3, 1, 1))
    """
    if dims:
        if "axes" in dims:
            return _permute(self, (dims["axes"],))
        return swapaxes(self, *axes, **{{"dim0": "axis0", "dim1": "axis1"}.get(k, k): v for k, v in dims.items()})
    if len(axes) == 2 and self.ndim != 2:
        return swapaxes(self, *axes)
    return _permute(self, axes)


@face("Tensor.permute")
def _permute_method(self: Tensor, *dims: Any, **named: Any) -> Tensor:
    """The Tensor with its axes in the order given, as ints or one tuple (mirrors `mindspore.Tensor.permute`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[[1, 2, 3]]]).permute(2, 0, 1).shape
        (3, 1, 1)
    """
    if named:
        dims = (named.get("dims", named.get("axis")),)
    return _permute(self, dims)


def _reversed(self: Tensor) -> Tensor:
    """The Tensor with its axes reversed (mirrors `mindspore.Tensor.T`)."""
    if self.ndim < 2:
        return self
    return dispatch.apply(transpose, (self, tuple(range(self.ndim - 1, -1, -1))))


def _matrix_transpose(self: Tensor) -> Tensor:
    """The Tensor with its last two axes exchanged (mirrors `mindspore.Tensor.mT`)."""
    return swapaxes(self, -2, -1)


def _conjugate_transpose(self: Tensor) -> Tensor:
    """The conjugate of the Tensor with its last two axes exchanged (mirrors `mindspore.Tensor.mH`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.adjoint())
        [[1. 3.]
         [2. 4.]]
    """
    out = swapaxes(self, -2, -1)
    return out.conj() if self.dtype in dtypes.complexes else out


def _hermitian(self: Tensor) -> Tensor:
    """The conjugate transpose of a matrix (mirrors `mindspore.Tensor.H`)."""
    if self.ndim not in (0, 2):
        raise ValueError(f"For 'Tensor.H', the Tensor must be a matrix, but its rank is {self.ndim}.")
    return _conjugate_transpose(self) if self.ndim else self


for _name, _getter in (("T", _reversed), ("mT", _matrix_transpose), ("mH", _conjugate_transpose), ("H", _hermitian)):
    face(f"Tensor.{_name}")(property(_getter))
face("Tensor.adjoint")(_conjugate_transpose)


@kernel("SwapAxes", view=True)
def swapaxes(input: Array, axis0: Any, axis1: Any) -> Array:
    """`input` with two axes exchanged; shares memory (mirrors `mindspore.ops.swapaxes`).

    Args:
        input: a Tensor.
        axis0, axis1: the axes, negative values count from the end.

    Raises:
        TypeError: if an axis is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.swapaxes(ms.Tensor([[1, 2, 3]]), 0, 1).shape
        (3, 1)
    """
    x = arguments.tensor("swapaxes", input)
    return jnp.swapaxes(x, arguments.axis("swapaxes", axis0, x.ndim), arguments.axis("swapaxes", axis1, x.ndim))


swapaxes.face("ops.swapaxes").face("Tensor.swapaxes")
_DIMS: Any = {"dim0": "axis0", "dim1": "axis1"}
swapaxes.face("ops.swapdims", "input, dim0, dim1", **_DIMS).face("Tensor.swapdims", "dim0, dim1", **_DIMS)
swapaxes.face("mint.transpose", "input, dim0, dim1", **_DIMS).face("mint.swapaxes")
swapaxes.primitive("TransposeExtView", call="input, dim0, dim1", **_DIMS)


@kernel("TransposeMatrix", view=True)
def t(input: Array) -> Array:
    """The transpose of a matrix; Tensors of other ranks pass unchanged (mirrors `mindspore.ops.t`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.t(ms.Tensor([[1, 2, 3]])).shape
        (3, 1)
    """
    x = arguments.tensor("t", input)
    return x.T if x.ndim == 2 else x


t.face("ops.t").face("Tensor.t").face("mint.t")


@kernel("MoveDim", view=True)
def movedim(x: Array, source: Any, destination: Any) -> Array:
    """`x` with the axes `source` moved to the places `destination`, the others in order (`mindspore.ops.movedim`).

    Args:
        x: a Tensor.
        source, destination: an int each, or tuples of equal length without repetition.

    Raises:
        ValueError: if an axis is out of range or repeated, or the lengths differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.movedim(ms.Tensor([[[1, 2, 3]]]), 2, 0).shape
        (3, 1, 1)
    """
    x = arguments.tensor("movedim", x)
    source = arguments.axes("movedim", source, x.ndim, "source")
    destination = arguments.axes("movedim", destination, x.ndim, "destination")
    if len(source) != len(destination):
        raise ValueError(
            f"For 'movedim', 'source' and 'destination' must have the same length, but got {source} and {destination}."
        )
    return jnp.moveaxis(x, source, destination)


for _path in ("ops.movedim", "ops.moveaxis", "Tensor.movedim", "Tensor.moveaxis"):
    movedim.face(_path)
movedim.face("mint.movedim", "input, source, destination", input="x")
