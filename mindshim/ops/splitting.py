"""One Tensor cut into several: split, chunk, unstack. The pieces are views."""

from __future__ import annotations

from typing import Any

import jax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.primitive import Primitive, prim_attr_register


@kernel("Split", view=True)
def _pieces(input: Array, sizes: Any, axis: Any) -> Any:
    """Consecutive pieces of the given sizes along an axis."""
    out, at = [], 0
    for n in sizes:
        out.append(jax.lax.slice_in_dim(input, at, at + n, axis=axis))
        at += n
    return tuple(out)


@kernel("Unstack", view=True)
def _unstack(input_x: Array, axis: Any = 0) -> Any:
    """The slices along an axis, without that axis (mirrors `mindspore.ops.unstack`).

    Args:
        input_x: a Tensor of at least rank 1.
        axis: the axis to cut along.

    Raises:
        TypeError: if `axis` is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unstack(ms.Tensor([[1, 2], [3, 4]]))
        (Tensor(shape=[2], dtype=Int64, value= [1, 2]), Tensor(shape=[2], dtype=Int64, value= [3, 4]))
    """
    x = arguments.tensor("Unstack", input_x, "input_x")
    at = arguments.axis("Unstack", axis, x.ndim)
    return tuple(jax.lax.index_in_dim(x, i, at, keepdims=False) for i in range(x.shape[at]))


_unstack.face("ops.unstack").primitive("Unpack", "axis=0")
_unstack.face("ops.unbind", "input, dim=0", input="input_x", dim="axis").face("Tensor.unbind", "dim=0", dim="axis")
_unstack.face("mint.unbind", "input, dim=0", input="input_x", dim="axis")


@face("ops.Unstack")
class Unstack(Primitive):
    """`ops.unstack` as an operator object (mirrors `mindspore.ops.Unstack`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Unstack()(ms.Tensor([[1, 2]]))
        (Tensor(shape=[2], dtype=Int64, value= [1, 2]),)
    """

    @prim_attr_register
    def __init__(self, axis: int = 0, num: int | None = None) -> None:
        arguments.integer("Unstack", "axis", axis)

    def __call__(self, input_x: Tensor) -> tuple[Tensor, ...]:
        return dispatch.apply(_unstack, (input_x, self.axis))


def _tensor(op: str, x: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the argument 'input' must be a Tensor, but got {type(x).__name__}.")
    return x


def _cut(op: str, x: Any, sections: Any, axis: Any) -> tuple[Tensor, ...]:
    """Pieces of one size, the last one smaller, or of the listed sizes."""
    x = _tensor(op, x)
    at = arguments.axis(op, axis, x.ndim)
    length = x.shape[at]
    if arguments.is_int(sections):
        if sections <= 0:
            raise ValueError(f"For '{op}', the 'split_size_or_sections' must be greater than 0, but got {sections}.")
        sizes = tuple(min(sections, length - s) for s in range(0, length, sections)) or (0,)
    elif isinstance(sections, (tuple, list)):
        sizes = arguments.ints(op, "split_size_or_sections", freeze(sections))
        if any(n < 0 for n in sizes) or sum(sizes) != length:
            raise ValueError(
                f"For '{op}', the sum of 'split_size_or_sections' should be equal to {length}, but got {sum(sizes)}."
            )
    else:
        raise TypeError(
            f"For '{op}', the 'split_size_or_sections' must be an int, or a tuple or list of ints, "
            f"but got {type(sections).__name__}."
        )
    return dispatch.apply(_pieces, (x, sizes, at))


@face("ops.split")
def split(tensor: Tensor, split_size_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Consecutive pieces along an axis; views of `tensor` (mirrors `mindspore.ops.split`).

    Args:
        tensor: a Tensor.
        split_size_or_sections: the size of each piece (the last may be smaller), or a list of sizes.
        axis: the axis to cut along.

    Raises:
        TypeError: for other types. ValueError: if sizes do not add up or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.split(ms.Tensor([1, 2, 3]), 2)
        (Tensor(shape=[2], dtype=Int64, value= [1, 2]), Tensor(shape=[1], dtype=Int64, value= [3]))
    """
    return _cut("split", tensor, split_size_or_sections, axis)


@face("mint.split")
def _mint_split(tensor: Tensor, split_size_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Consecutive pieces along an axis (mirrors `mindspore.mint.split`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(*mint.split(x, 2))
        [3. 1.] [2.]
    """
    return _cut("split", tensor, split_size_or_sections, dim)


@face("Tensor.split")
def _split(self: Tensor, *args: Any, **kwargs: Any) -> tuple[Tensor, ...]:
    """Consecutive pieces along an axis: `split(split_size, dim=0)` or `split(split_size_or_sections, axis=0)`.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2, 3]).split([1, 2])
        (Tensor(shape=[1], dtype=Int64, value= [1]), Tensor(shape=[2], dtype=Int64, value= [2, 3]))
    """
    sections, axis = _two("split", args, kwargs, ("split_size", "split_size_or_sections"))
    return _cut("split", self, sections, axis)


def _two(op: str, args: Any, kwargs: Any, first: tuple[str, ...]) -> tuple[Any, Any]:
    """The two arguments of a method whose second is called `dim` or `axis`."""
    given = list(args)
    for names, default in ((first, None), (("dim", "axis"), 0)):
        found = [kwargs.pop(n) for n in names if n in kwargs]
        if found:
            given.append(found[0])
        elif len(given) < (1 if names is first else 2):
            if names is first:
                raise TypeError(f"{op}() missing 1 required positional argument: '{first[0]}'")
            given.append(default)
    if kwargs or len(given) != 2:
        raise TypeError(f"Failed calling {op}: expected ({first[0]}, dim=0), but got {(*args, *kwargs)}.")
    return given[0], given[1]


@face("ops.Split")
class Split(Primitive):
    """Cuts a Tensor into `output_num` equal pieces (mirrors `mindspore.ops.Split`).

    Args:
        axis: the axis to cut along. output_num: the number of pieces.

    Raises:
        TypeError: if an argument is not an int. ValueError: if the length is not divisible, or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Split(0, 2)(ms.Tensor([1, 2]))
        (Tensor(shape=[1], dtype=Int64, value= [1]), Tensor(shape=[1], dtype=Int64, value= [2]))
    """

    @prim_attr_register
    def __init__(self, axis: int = 0, output_num: int = 1) -> None:
        arguments.integer("Split", "axis", axis)
        arguments.integer("Split", "output_num", output_num)
        if output_num <= 0:
            raise ValueError(f"For 'Split', the 'output_num' must be positive, but got {output_num}.")

    def __call__(self, input_x: Tensor) -> tuple[Tensor, ...]:
        x = _tensor("Split", input_x)
        at = arguments.axis("Split", self.axis, x.ndim)
        n, length = self.output_num, x.shape[at]
        if length % n:
            raise ValueError(f"For 'Split', x_shape[{at}] must be divisible by output_num = {n}, but got {length}")
        return dispatch.apply(_pieces, (x, (length // n,) * n, at))


@face("ops.SplitV")
class SplitV(Primitive):
    """Cuts a Tensor into pieces of given sizes, one of which may be -1 (mirrors `mindspore.ops.operations.SplitV`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.SplitV((1, -1), 0, 2)(ms.Tensor([1, 2, 3]))
        (Tensor(shape=[1], dtype=Int64, value= [1]), Tensor(shape=[2], dtype=Int64, value= [2, 3]))
    """

    @prim_attr_register
    def __init__(self, size_splits: Any, split_dim: int, num_split: int) -> None:
        if len(size_splits) != num_split:
            raise ValueError(f"For 'SplitV', 'size_splits' must have {num_split} elements, but got {len(size_splits)}.")

    def __call__(self, input_x: Tensor) -> tuple[Tensor, ...]:
        at = arguments.axis("SplitV", self.split_dim, input_x.ndim)
        rest = input_x.shape[at] - sum(n for n in self.size_splits if n >= 0)
        return _cut("SplitV", input_x, [rest if n < 0 else n for n in self.size_splits], at)


def _chunks(op: str, x: Any, chunks: Any, axis: Any) -> tuple[Tensor, ...]:
    chunks = arguments.integer(op, "chunks", chunks)
    if chunks <= 0:
        raise ValueError(f"For '{op}', the 'chunks' must be greater than 0, but got {chunks}.")
    at = arguments.axis(op, axis, _tensor(op, x).ndim)
    return _cut(op, x, max(-(-x.shape[at] // chunks), 1), at)


@face("ops.chunk")
def chunk(input: Tensor, chunks: int, axis: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` pieces of equal size, the last one smaller; views (mirrors `mindspore.ops.chunk`).

    Raises:
        TypeError: if `chunks` or `axis` is not an int. ValueError: if `chunks` < 1 or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> [t.shape for t in ms.ops.chunk(ms.Tensor([1, 2, 3, 4, 5]), 2)]
        [(3,), (2,)]
    """
    return _chunks("chunk", input, chunks, axis)


@face("mint.chunk")
def _mint_chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` pieces of equal size (mirrors `mindspore.mint.chunk`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(*mint.chunk(x, 2))
        [3. 1.] [2.]
    """
    return _chunks("chunk", input, chunks, dim)


@face("Tensor.chunk")
def _chunk(self: Tensor, *args: Any, **kwargs: Any) -> tuple[Tensor, ...]:
    """At most `chunks` pieces of equal size along `dim` (or `axis`) (mirrors `mindspore.Tensor.chunk`).

    Examples:
        >>> import mindshim as ms
        >>> len(ms.Tensor([1, 2, 3, 4]).chunk(2, dim=0))
        2
    """
    chunks, axis = _two("chunk", args, kwargs, ("chunks",))
    return _chunks("chunk", self, chunks, axis)


def _tensor_split(op: str, x: Any, where: Any, axis: Any) -> tuple[Tensor, ...]:
    x = _tensor(op, x)
    at = arguments.axis(op, axis, x.ndim)
    length = x.shape[at]
    if arguments.is_int(where):
        if where <= 0:
            raise ValueError(f"For '{op}', the number of sections must be greater than 0, but got {where}.")
        whole, rest = divmod(length, where)
        sizes = [whole + 1] * rest + [whole] * (where - rest)
        return dispatch.apply(_pieces, (x, tuple(sizes), at))
    if not isinstance(where, (tuple, list)):
        raise TypeError(f"For '{op}', 'indices_or_sections' must be an int, tuple or list, but got {type(where).__name__}.")
    cuts = [0, *arguments.ints(op, "indices_or_sections", freeze(where)), length]
    # Each piece is a slice of its own, as NumPy cuts, whatever the order of the places.
    ends = [slice(a, b).indices(length)[:2] for a, b in zip(cuts, cuts[1:], strict=False)]
    ends = [(a, max(a, b)) for a, b in ends]
    if all(b == c for (_, b), (c, _) in zip(ends, ends[1:], strict=False)):
        return dispatch.apply(_pieces, (x, tuple(b - a for a, b in ends), at))
    return tuple(x[(slice(None),) * at + (slice(a, b),)] for a, b in ends)


@face("ops.tensor_split")
def tensor_split(input: Tensor, indices_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Pieces of nearly equal size, or cut at given positions; views (mirrors `mindspore.ops.tensor_split`).

    Args:
        input: a Tensor. indices_or_sections: how many pieces, or where to cut. axis: the axis to cut along.

    Raises:
        TypeError: for other types. ValueError: if `axis` is out of range or the number of pieces not positive.

    Examples:
        >>> import mindshim as ms
        >>> [t.shape for t in ms.ops.tensor_split(ms.Tensor([1, 2, 3, 4]), 3)]
        [(2,), (1,), (1,)]
    """
    return _tensor_split("tensor_split", input, indices_or_sections, axis)


@face("Tensor.tensor_split")
def _tensor_split_method(self: Tensor, indices_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Pieces of nearly equal size, or cut at given positions (mirrors `mindspore.Tensor.tensor_split`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(*x.tensor_split(2))
        [3. 1.] [2.]
    """
    return _tensor_split("tensor_split", self, indices_or_sections, axis)


def _along(name: str, axis: int, rank: int, which: str) -> None:
    def cut(input: Tensor, indices_or_sections: Any) -> tuple[Tensor, ...]:
        if _tensor(name, input).ndim < rank:
            raise ValueError(f"For '{name}', the rank of 'input' must be at least {rank}, but got {input.ndim}.")
        return _tensor_split(name, input, indices_or_sections, axis)

    def method(self: Tensor, indices_or_sections: Any) -> tuple[Tensor, ...]:
        return cut(self, indices_or_sections)

    shape = ["2, 1", "1, 2", "1, 1, 2"][axis]
    cut.__doc__ = f"""`ops.tensor_split` along the {which} axis (mirrors `mindspore.ops.{name}`).

    Raises:
        ValueError: if the rank of `input` is below {rank}.

    Examples:
        >>> import mindshim as ms
        >>> len(ms.ops.{name}(ms.ops.zeros(({shape})), 2))
        2
    """
    method.__doc__ = cut.__doc__
    for f in (cut, method):
        f.__name__ = f.__qualname__ = name
    face(f"ops.{name}")(cut)
    face(f"Tensor.{name}")(method)


_along("vsplit", 0, 1, "first")
_along("hsplit", 1, 2, "second")
_along("dsplit", 2, 3, "third")
