"""Tensors between two processes, borders between neighbours, and products fused with collectives."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dispatch
from mindshim._core.dtypes import Type
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.process_groups import Group, find
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.collective_operators import WORLD, Collective
from mindshim.ops.collectives import another
from mindshim.ops.primitive import prim_attr_register


@face("ops.Send")
class Send(Collective):
    """Sends a Tensor to another process, which takes it with `Receive` (mirrors `mindspore.ops.Send`).

    Args:
        sr_tag: the number that `Receive` names too. dest_rank: the process that it is for. group: the group's name.
        group_back: the group's name for gradients.

    Raises:
        TypeError: for arguments of other types. RuntimeError: if the group has no such rank.
        ValueError: if it is this process's.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Send(0, 1)(ms.Tensor([1.0]))
        Traceback (most recent call last):
        RuntimeError: For 'Send', the group of 1 process doesn't contain the rank 1.
    """

    @prim_attr_register
    def __init__(self, sr_tag: int, dest_rank: int, group: str = WORLD, group_back: str = WORLD) -> None:
        self._whole("dest_rank", dest_rank)
        self._join(group)
        self.rank = dest_rank
        self.add_prim_attr("no_eliminate", True)

    def __call__(self, x: Tensor) -> None:
        """Send `x`."""
        self._tensor(x)
        another("Send", self.rank, self._group)


@face("ops.Receive")
class Receive(Collective):
    """Takes the Tensor that another process gives to `Send` (mirrors `mindspore.ops.Receive`).

    Args:
        sr_tag: the number that `Send` names too. src_rank: the process that sends. shape, dtype: of the Tensor.
        group: the group's name. group_back: the group's name for gradients.

    Raises:
        TypeError: for arguments of other types. RuntimeError: if the group has no such rank.
        ValueError: if it is this process's.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Receive(0, 1, [1], ms.float32)()
        Traceback (most recent call last):
        RuntimeError: For 'Receive', the group of 1 process doesn't contain the rank 1.
    """

    @prim_attr_register
    def __init__(
        self, sr_tag: int, src_rank: int, shape: Any, dtype: Type, group: str = WORLD, group_back: str = WORLD
    ) -> None:
        self._whole("src_rank", src_rank)
        if not isinstance(dtype, Type):
            raise TypeError(f"For 'Receive', the 'dtype' must be a mindspore dtype, but got {type(dtype).__name__}.")
        self._join(group)
        self.rank = src_rank
        self.add_prim_attr("no_eliminate", True)

    def __call__(self, x: Any = None) -> Tensor:
        """What is sent."""
        another("Receive", self.rank, self._group)
        raise AssertionError("unreachable")


#: The eight directions, clockwise: which end of the rows and of the columns, 0 for neither.
_DIRECTIONS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def _border(end: int, first: int, last: int, whole: slice) -> slice:
    """The part of an axis at its beginning (end -1), its end (1), or all of it."""
    return slice(0, first) if end < 0 else slice(whole.stop - last, whole.stop) if end > 0 else whole


@kernel("NeighborExchangeV2", amp=False)
def exchange(
    x: Array,
    send_rank_ids: tuple[int, ...],
    send_lens: tuple[int, ...],
    recv_rank_ids: tuple[int, ...],
    recv_lens: tuple[int, ...],
    group: Group,
) -> Array:
    """`x` with the borders of neighbours around it."""
    if arguments.tensor("NeighborExchangeV2", x).ndim != 4:
        raise ValueError(f"For 'NeighborExchangeV2', the rank of 'x' must be 4 (NCHW), but got a Tensor of shape {x.shape}.")
    if group.size > 1:
        raise NotImplementedError("NeighborExchangeV2: several processes can not exchange borders yet.")
    n, c, h, w = x.shape
    top, bottom, left, right = recv_lens
    out = jnp.zeros((n, c, h + top + bottom, w + left + right), x.dtype)
    inner = out.at[:, :, top : top + h, left : left + w].set(x)
    # Alone, a process may be its own neighbour: what it sends in one direction comes from another.
    sent = [i for i, rank in enumerate(send_rank_ids) if rank == 0]
    received = [i for i, rank in enumerate(recv_rank_ids) if rank == 0]
    if len(sent) != len(received):
        raise ValueError(
            f"For 'NeighborExchangeV2', the process sends itself {len(sent)} borders but receives {len(received)} of them."
        )
    for source, target in zip(sent, received, strict=True):
        (down, across), (below, beside) = _DIRECTIONS[source], _DIRECTIONS[target]
        rows = _border(down, send_lens[0], send_lens[1], slice(0, h))
        columns = _border(across, send_lens[2], send_lens[3], slice(0, w))
        to_rows = _border(below, top, bottom, slice(0, h + top + bottom)) if below else slice(top, top + h)
        to_columns = _border(beside, left, right, slice(0, w + left + right)) if beside else slice(left, left + w)
        part, place = x[:, :, rows, columns], inner[:, :, to_rows, to_columns]
        if part.shape != place.shape:
            raise ValueError(
                f"For 'NeighborExchangeV2', a border of shape {part.shape} is sent, but one of {place.shape} is to be received."
            )
        inner = inner.at[:, :, to_rows, to_columns].set(part)
    return inner


@face("ops.NeighborExchangeV2")
class NeighborExchangeV2(Collective):
    """Sends borders of an image to neighbours and puts theirs around it (mirrors `mindspore.ops.NeighborExchangeV2`).

    Args:
        send_rank_ids, recv_rank_ids: the processes above, above and to the right, to the right, …, clockwise: eight
            ranks, or -1 for none. Where none is, zeros are put.
        send_lens, recv_lens: how wide the borders are: above, below, left, right.
        data_format: "NCHW". group: the group's name.

    Returns:
        A Tensor of shape (N, C, H + above + below, W + left + right).

    Raises:
        TypeError: if `group` is not a string, or an argument not a list.
        ValueError: for ranks out of range or repeated, widths below 0, or another `data_format`.

    Examples:
        >>> import mindshim as ms
        >>> nobody = [-1] * 8
        >>> op = ms.ops.NeighborExchangeV2(nobody, [0] * 4, nobody, [0, 1, 0, 0], "NCHW")
        >>> print(op(ms.ops.ones((1, 1, 1, 2), ms.float32)))
        [[[[1. 1.]
           [0. 0.]]]]
    """

    @prim_attr_register
    def __init__(
        self, send_rank_ids: Any, send_lens: Any, recv_rank_ids: Any, recv_lens: Any, data_format: str, group: str = WORLD
    ) -> None:
        self._join(group)
        for name, ids in (("send_rank_ids", send_rank_ids), ("recv_rank_ids", recv_rank_ids)):
            if not isinstance(ids, list) or len(ids) != 8 or not all(map(arguments.is_int, ids)):
                raise TypeError(f"For 'NeighborExchangeV2', the '{name}' must be a list of 8 ints, but got {ids!r}.")
            real = [rank for rank in ids if rank != -1]
            if any(not 0 <= rank < self.rank_size for rank in real) or len(set(real)) != len(real):
                raise ValueError(
                    f"For 'NeighborExchangeV2', the '{name}' must be different ranks in [0, {self.rank_size}), or -1, but got {ids}."
                )
        for name, lens in (("send_lens", send_lens), ("recv_lens", recv_lens)):
            if not isinstance(lens, list) or len(lens) != 4 or not all(map(arguments.is_int, lens)):
                raise TypeError(f"For 'NeighborExchangeV2', the '{name}' must be a list of 4 ints, but got {lens!r}.")
            if min(lens) < 0:
                raise ValueError(f"For 'NeighborExchangeV2', the '{name}' must be at least 0, but got {lens}.")
        if data_format != "NCHW":
            raise ValueError(f"For 'NeighborExchangeV2', the 'data_format' must be 'NCHW', but got {data_format!r}.")
        self.format = data_format
        self.add_prim_attr("no_eliminate", True)

    def __call__(self, tensor: Tensor) -> Tensor:
        """The image with borders."""
        lists = (self.send_rank_ids, self.send_lens, self.recv_rank_ids, self.recv_lens)
        return dispatch.apply(exchange, (self._tensor(tensor), *map(tuple, lists), self._group))


@kernel("AllGatherMatmul")
def _all_gather_matmul(input: Array, x2: Array, group: Group, gather_output: bool, trans_x2: bool) -> tuple[Array, Array]:
    """The gathered rows times `x2`, and the gathered rows."""
    right = _matrices("all_gather_matmul", input, x2, trans_x2)
    rows = group.all_gather(input)
    return jnp.matmul(rows, right), rows if gather_output else jnp.zeros((0,), rows.dtype)


@kernel("MatmulReduceScatter")
def _matmul_reduce_scatter(input: Array, x2: Array, group: Group, trans_x2: bool) -> Array:
    """This process's rows of the sum of the processes' products."""
    right = _matrices("matmul_reduce_scatter", input, x2, trans_x2)
    if input.shape[0] % group.size:
        raise RuntimeError(
            f"For 'matmul_reduce_scatter', the rows of 'input' must be divisible by {group.size}, but got {input.shape}."
        )
    return group.reduce_scatter(jnp.matmul(input, right), "sum")


def _matrices(op: str, a: Any, b: Any, transposed: bool) -> Any:
    """`b`, transposed if so asked; both must be matrices that fit."""
    arguments.tensor(op, a)
    arguments.tensor(op, b, "x2")
    if a.ndim != 2 or b.ndim != 2:
        raise RuntimeError(f"For '{op}', 'input' and 'x2' must have 2 dimensions, but got {a.shape} and {b.shape}.")
    if a.dtype != b.dtype:
        raise RuntimeError(f"For '{op}', the dtypes of 'input' and 'x2' must be the same, but got {a.dtype} and {b.dtype}.")
    right = b.T if transposed else b
    if a.shape[1] != right.shape[0]:
        raise RuntimeError(f"For '{op}', the columns of 'input' must be the rows of 'x2', but got {a.shape} and {right.shape}.")
    return right


def _together(op: str, group: Any, world_size: Any, **only: tuple[Any, Any]) -> Group:
    """The group; `only`: arguments that have a single possible value."""
    if not isinstance(group, str):
        raise TypeError(f"For '{op}', the 'group' must be str, but got {type(group).__name__}.")
    found = find(group)
    if arguments.integer(op, "world_size", world_size) != found.size:
        raise RuntimeError(f"For '{op}', the 'world_size' must be the number of processes, {found.size}, but got {world_size}.")
    for name, (value, possible) in only.items():
        if type(value) is not type(possible) or value != possible:
            kind = TypeError if possible is not None and type(value) is not type(possible) else RuntimeError
            raise kind(f"For '{op}', the '{name}' must be {possible}, but got {value!r}.")
    return found


@face("ops.all_gather_matmul")
def all_gather_matmul(
    input: Tensor,
    x2: Tensor,
    group: str,
    world_size: int,
    *,
    bias: Any = None,
    gather_index: int = 0,
    gather_output: bool = True,
    comm_turn: int = 0,
    trans_input: bool = False,
    trans_x2: bool = False,
) -> tuple[Tensor, Tensor]:
    """The processes' rows, gathered, times `x2` (mirrors `mindspore.ops.all_gather_matmul`).

    Args:
        input: (m, k). x2: (k, n), or (n, k) with `trans_x2`. group: the group's name. world_size: its size.
        gather_output: whether the gathered rows are given too. bias, gather_index, comm_turn, trans_input: only the
            defaults are possible.

    Returns:
        The product, (m * world_size, n), and the gathered rows, (m * world_size, k), or a Tensor of shape (0,).

    Raises:
        TypeError: for arguments of other types. RuntimeError: for shapes, dtypes or a size that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0]])
        >>> print(ms.ops.all_gather_matmul(x, x, "hccl_world_group", 1, trans_x2=True)[0])
        [[5.]]
    """
    found = _together(
        "all_gather_matmul", group, world_size, bias=(bias, None), gather_index=(gather_index, 0), comm_turn=(comm_turn, 0),
        trans_input=(trans_input, False),
    )  # fmt: skip
    return _all_gather_matmul(input, x2, found, gather_output, trans_x2)


@face("ops.matmul_reduce_scatter")
def matmul_reduce_scatter(
    input: Tensor,
    x2: Tensor,
    group: str,
    world_size: int,
    *,
    reduce_op: str = "sum",
    bias: Any = None,
    comm_turn: int = 0,
    trans_input: bool = False,
    trans_x2: bool = False,
) -> Tensor:
    """This process's rows of the sum of the processes' products (mirrors `mindspore.ops.matmul_reduce_scatter`).

    Args:
        input: (m, k). x2: (k, n), or (n, k) with `trans_x2`. group: the group's name. world_size: its size.
        reduce_op, bias, comm_turn, trans_input: only the defaults are possible.

    Returns:
        A Tensor of shape (m / world_size, n).

    Raises:
        TypeError: for arguments of other types. RuntimeError: for shapes, dtypes or a size that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0]])
        >>> print(ms.ops.matmul_reduce_scatter(x, x, "hccl_world_group", 1, trans_x2=True))
        [[5.]]
    """
    found = _together(
        "matmul_reduce_scatter", group, world_size, reduce_op=(reduce_op, "sum"), bias=(bias, None), comm_turn=(comm_turn, 0),
        trans_input=(trans_input, False),
    )  # fmt: skip
    return _matmul_reduce_scatter(input, x2, found, trans_x2)
