"""Collective operations: what the processes of a group do together with a Tensor each.

The mathematics is written for groups of any size, in terms of the methods of `Group`; of one process, which is what there
is, most operators give their input back. Errors of shape and rank are found for any size.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core.operators import Array, Arrays, kernel
from mindshim._core.process_groups import REDUCTIONS, Group
from mindshim.ops import arguments


def _rows(op: str, x: Any) -> int:
    """The length of the first axis."""
    if arguments.tensor(op, x).ndim < 1:
        raise ValueError(f"For '{op}', the rank of 'x' must be at least 1, but got a Tensor of shape {x.shape}.")
    return x.shape[0]


def _reduction(op: str, by: str) -> str:
    if by not in REDUCTIONS:
        raise RuntimeError(f"For '{op}', the 'op' must be one of {list(REDUCTIONS)}, but got '{by}'.")
    return by


@kernel("AllReduce", amp=False)
def all_reduce(input: Array, op: str, group: Group) -> Array:
    """The reduction by `op` of the processes' Tensors."""
    return group.all_reduce(arguments.tensor("AllReduce", input), _reduction("AllReduce", op))


@kernel("Reduce", amp=False)
def reduce(input: Array, dest_rank: int, op: str, group: Group) -> Array:
    """The reduction by `op` of the processes' Tensors, for the process `dest_rank`."""
    member("Reduce", dest_rank, group)
    return group.all_reduce(arguments.tensor("Reduce", input), _reduction("Reduce", op))


@kernel("AllGather", amp=False)
def all_gather(input: Array, group: Group) -> Array:
    """The processes' Tensors one behind the other."""
    _rows("AllGather", input)
    return group.all_gather(input)


@kernel("ReduceScatter", amp=False)
def reduce_scatter(input: Array, op: str, group: Group) -> Array:
    """This process's part of the reduction by `op` of the processes' Tensors."""
    if _rows("ReduceScatter", input) % group.size:
        raise ValueError(
            f"For 'ReduceScatter', the first dimension of 'x' must be divisible by the group size {group.size}, but got {input.shape}."
        )
    return group.reduce_scatter(input, _reduction("ReduceScatter", op))


@kernel("Broadcast", amp=False)
def broadcast(inputs: Arrays, root_rank: int, group: Group) -> tuple[Array, ...]:
    """What process `root_rank` of the group has, for all."""
    member("Broadcast", root_rank, group)
    return tuple(group.broadcast(x, root_rank) for x in inputs)


@kernel("CollectiveScatter", amp=False)
def scatter(input: Array, src_rank: int, group: Group) -> Array:
    """This process's part, of equal ones along the first axis, of what process `src_rank` has."""
    member("CollectiveScatter", src_rank, group)
    if _rows("CollectiveScatter", input) % group.size:
        raise ValueError(
            f"For 'CollectiveScatter', the first dimension of 'x' must be divisible by the group size {group.size}, but got {input.shape}."
        )
    # Each process cuts its part out of what comes from `src_rank`: the parts that others send are left.
    parts = group.all_to_all(input, 0, 0)
    return parts.reshape(group.size, -1, *input.shape[1:])[src_rank]


@kernel("CollectiveGather", amp=False)
def gather(input: Array, dest_rank: int, group: Group) -> Array:
    """The processes' Tensors one behind the other, for the process `dest_rank`."""
    member("CollectiveGather", dest_rank, group)
    _rows("CollectiveGather", input)
    return group.all_gather(input)


@kernel("AlltoAll", amp=False)
def all_to_all(input: Array, split_count: int, split_dim: int, concat_dim: int, group: Group) -> Array:
    """Parts of `input` along `split_dim`, one to each process; what comes is joined along `concat_dim`."""
    x = arguments.tensor("AlltoAll", input)
    if split_count != group.size:
        raise ValueError(f"For 'AlltoAll', the 'split_count' must be the group size {group.size}, but got {split_count}.")
    split = arguments.axis("AlltoAll", split_dim, x.ndim, "split_dim")
    concat = arguments.axis("AlltoAll", concat_dim, x.ndim, "concat_dim")
    if x.shape[split] % split_count:
        raise ValueError(f"For 'AlltoAll', the dimension {split_dim} of {x.shape} must be divisible by {split_count}.")
    return group.all_to_all(x, split, concat)


def _flat(op: str, x: Any, counts: Any, name: str, group: Group) -> tuple[int, ...]:
    """The counts, one for each process, that are given for a Tensor of one dimension."""
    if arguments.tensor(op, x).ndim != 1:
        raise ValueError(f"For '{op}', the rank of 'x' must be 1, but got a Tensor of shape {x.shape}.")
    counts = arguments.ints(op, name, counts, single=True)
    if len(counts) != group.size or min(counts) < 0:
        raise ValueError(f"For '{op}', the '{name}' must be {group.size} counts, one for each process, but got {counts}.")
    return counts


def _uneven(op: str, group: Group) -> None:
    if group.size > 1:
        raise NotImplementedError(f"{op}: parts of different sizes can not be exchanged by several processes yet.")


def _some(x: Any) -> Any:
    """`x`; in place of an empty one a zero, which has no meaning."""
    return x if x.size else jnp.zeros((), x.dtype)


@kernel("AlltoAllV", amp=False)
def all_to_all_v(input: Array, send: tuple[int, ...], receive: tuple[int, ...], block_size: int, group: Group) -> Array:
    """Parts of a flat Tensor of `send` blocks, one to each process; what comes, of `receive` blocks, one behind the other."""
    send = _flat("AlltoAllV", input, send, "send_numel_list", group)
    receive = _flat("AlltoAllV", input, receive, "recv_numel_list", group)
    _uneven("AlltoAllV", group)
    if send != receive or sum(send) * block_size > input.size:
        raise ValueError(
            f"For 'AlltoAllV', the process sends itself {send[0]} blocks of {block_size}, of a Tensor of {input.size} elements, "
            f"but 'recv_numel_list' is {receive}."
        )
    return _some(input[: send[0] * block_size])


@kernel("AllGatherV", amp=False)
def all_gather_v(input: Array, output_split_sizes: tuple[int, ...], group: Group) -> Array:
    """The processes' flat Tensors, of the given sizes, one behind the other."""
    sizes = _flat("AllGatherV", input, output_split_sizes, "output_split_sizes", group)
    _uneven("AllGatherV", group)
    if sizes != (input.size,):
        raise ValueError(f"For 'AllGatherV', the 'output_split_sizes' must be the sizes of what is gathered, {[input.size]}, but got {sizes}.")
    return _some(input)


@kernel("ReduceScatterV", amp=False)
def reduce_scatter_v(input: Array, input_split_sizes: tuple[int, ...], op: str, group: Group) -> Array:
    """This process's part, of parts of the given sizes, of the reduction of the processes' flat Tensors."""
    sizes = _flat("ReduceScatterV", input, input_split_sizes, "input_split_sizes", group)
    _reduction("ReduceScatterV", op)
    _uneven("ReduceScatterV", group)
    if sizes[0] > input.size:
        raise ValueError(f"For 'ReduceScatterV', the 'input_split_sizes' {sizes} are more than the {input.size} elements of 'x'.")
    return _some(input[: sizes[0]])


def member(op: str, rank: Any, group: Group) -> int:
    """A rank within the group; RuntimeError if there is none such."""
    if not 0 <= arguments.integer(op, "rank", rank) < group.size:
        raise RuntimeError(f"For '{op}', the group of {group.size} process{'es' if group.size > 1 else ''} doesn't contain the rank {rank}.")
    return rank


def another(op: str, rank: int, group: Group) -> None:
    """Check that `rank` is another process of the group: RuntimeError for none, ValueError for this one."""
    if member(op, rank, group) == group.rank:
        raise ValueError(
            f"For '{op}', invalid rank: the other rank should not be the same as the rank of the current process, {rank}."
        )
    raise NotImplementedError(f"{op}: processes can not send each other Tensors yet; use one process.")
