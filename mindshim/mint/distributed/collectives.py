"""Collective operations that write into the Tensors they are given (mirrors a part of `mindspore.mint.distributed`).

There is one process, so each writes this process's own values; gradients pass through. All return None, or a handle to
wait for with `async_op`. All raise TypeError for arguments of other types, RuntimeError for an unknown group or rank.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.communication import comm_func
from mindshim.communication.handles import (
    CommHandle,
    check_async,
    check_rank,
    check_reduction,
    check_tensor,
    check_tensors,
    group_of,
    handle,
)
from mindshim.communication.point_to_point import kind, match, refuse
from mindshim.ops import collectives as _ops


def _write(op: str, output: Tensor, value: Tensor) -> None:
    """Write into an output, whose shape and dtype must be right."""
    if tuple(output.shape) != tuple(value.shape):
        raise ValueError(f"For {op}, the output shape should be {tuple(value.shape)}, but got {tuple(output.shape)}.")
    if output.dtype != value.dtype:
        raise ValueError(f"For {op}, the output dtype should be {value.dtype}, but got {output.dtype}.")
    output.copy_(value)


def _each(op: str, tensors: Any, like: Tensor, size: int, also_shape: bool = True) -> list[Tensor]:
    """A Tensor for each process, of the dtype and shape of `like`."""
    found = check_tensors(tensors)
    if len(found) != size:
        raise TypeError(f"The argument list tensor len must be equal to group rank size, but got {len(found)}.")
    for t in found:
        if t.dtype != like.dtype:
            raise TypeError(f"For {op}, the output dtype should be {t.dtype}, but got {like.dtype}.")
        if also_shape and tuple(t.shape) != tuple(like.shape):
            raise TypeError(f"For {op}, the output shape should be {tuple(t.shape)}, but got {tuple(like.shape)}.")
    return found


def all_reduce(tensor: Tensor, op: str = "sum", group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Replace `tensor` by the reduction of all processes' (mirrors `mint.distributed.all_reduce`).

    Args:
        tensor: read and written. op: "sum", "prod", "min", "max" or "avg". group: the group's name.
        async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import all_reduce
        >>> x = ms.Tensor([1.0, 2.0])
        >>> all_reduce(x)
        >>> print(x)
        [1. 2.]
    """
    check_tensor("all_reduce", tensor)
    by, found = check_reduction("all_reduce", op), group_of(group)
    check_async(async_op)
    tensor.copy_(_ops.all_reduce(tensor, by, found))
    return handle(tensor, async_op)


def all_gather_into_tensor(
    output_tensor: Tensor, input_tensor: Tensor, group: str | None = None, async_op: bool = False
) -> CommHandle | None:
    """Write all processes' inputs, one behind the other, into the output (mirrors `mint.distributed.all_gather_into_tensor`).

    Args:
        output_tensor: of shape (N * x_1, x_2, …) for N processes. input_tensor: of shape (x_1, x_2, …).
        group: the group's name. async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import all_gather_into_tensor
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> all_gather_into_tensor(out, ms.Tensor([1.0, 2.0]))
        >>> print(out)
        [1. 2.]
    """
    check_tensor("all_gather_into_tensor", input_tensor)
    check_tensor("all_gather_into_tensor", output_tensor, "output")
    found = group_of(group)
    check_async(async_op)
    _write("all_gather_into_tensor", output_tensor, _ops.all_gather(input_tensor, found))
    return handle(output_tensor, async_op)


def all_gather_into_tensor_uneven(
    output: Tensor, input: Tensor, output_split_sizes: Any = None, group: str | None = None, async_op: bool = False
) -> CommHandle | None:
    """The same for inputs of different lengths (mirrors `mint.distributed.all_gather_into_tensor_uneven`).

    Args:
        output: what is written. input: what this process has. output_split_sizes: the first dimensions of all inputs.
        group: the group's name. async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import all_gather_into_tensor_uneven
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> all_gather_into_tensor_uneven(out, ms.Tensor([1.0, 2.0]), [2])
        >>> print(out)
        [1. 2.]
    """
    op = "all_gather_into_tensor_uneven"
    check_tensor(op, input)
    check_tensor(op, output, "output")
    found = group_of(group)
    check_async(async_op)
    _sizes(op, "output_split_sizes", output_split_sizes, input.shape[0], found)
    _write(op, output, _ops.all_gather(input, found))
    return handle(output, async_op)


def _sizes(op: str, name: str, sizes: Any, rows: int, group: Any) -> None:
    """Check the row counts of all processes."""
    if not sizes:
        return
    if len(sizes) != group.size or sizes[group.rank] != rows:
        raise ValueError(f"For {op}, the '{name}' must be {group.size} numbers of rows, this process's {rows}, but got {sizes}.")
    if group.size > 1:
        raise NotImplementedError(f"{op}: several processes can not exchange parts of different sizes yet.")


def all_gather(tensor_list: Any, tensor: Tensor, group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Write the processes' Tensors into those of a list (mirrors `mint.distributed.all_gather`).

    Args:
        tensor_list: a Tensor for each process. tensor: what this process has. group: the group's name.
        async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import all_gather
        >>> out = [ms.ops.zeros((2,), ms.float32)]
        >>> all_gather(out, ms.Tensor([1.0, 2.0]))
        >>> print(out[0])
        [1. 2.]
    """
    check_tensors(tensor_list)
    check_tensor("all_gather", tensor)
    found = group_of(group)
    check_async(async_op)
    outputs = _each("all_gather", tensor_list, tensor, found.size)
    rows = _ops.all_gather(tensor.reshape((1, *tensor.shape)), found)
    for i, t in enumerate(outputs):
        t.copy_(rows[i])
    return handle(outputs, async_op)


def reduce_scatter_tensor(
    output: Tensor, input: Tensor, op: str = "sum", group: str | None = None, async_op: bool = False
) -> CommHandle | None:
    """Write this process's part of the reduction into the output (mirrors `mint.distributed.reduce_scatter_tensor`).

    Args:
        output: of shape (x_1 / N, x_2, …) for N processes. input: what this process has.
        op: "sum", "prod", "min", "max" or "avg". group: the group's name. async_op: whether to return a handle.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import reduce_scatter_tensor
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> reduce_scatter_tensor(out, ms.Tensor([1.0, 2.0]))
        >>> print(out)
        [1. 2.]
    """
    check_tensor("reduce_scatter_tensor", input)
    check_tensor("reduce_scatter_tensor", output, "output")
    by, found = check_reduction("reduce_scatter_tensor", op), group_of(group)
    check_async(async_op)
    _write("reduce_scatter_tensor", output, _ops.reduce_scatter(input, by, found))
    return handle(output, async_op)


def reduce_scatter_tensor_uneven(
    output: Tensor, input: Tensor, input_split_sizes: Any = None, op: str = "sum", group: str | None = None, async_op: bool = False
) -> CommHandle | None:
    """The same for parts of different lengths (mirrors `mint.distributed.reduce_scatter_tensor_uneven`).

    Args:
        output: what is written. input: what this process has. input_split_sizes: the first dimensions of all parts.
        op: "sum", "min", "max" or "avg". group: the group's name. async_op: whether to return a handle.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import reduce_scatter_tensor_uneven
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> reduce_scatter_tensor_uneven(out, ms.Tensor([1.0, 2.0]), [2])
        >>> print(out)
        [1. 2.]
    """
    name = "reduce_scatter_tensor_uneven"
    check_tensor(name, input)
    check_tensor(name, output, "output")
    by, found = check_reduction(name, op, ("sum", "min", "max", "avg")), group_of(group)
    check_async(async_op)
    _sizes(name, "input_split_sizes", input_split_sizes, output.shape[0], found)
    _write(name, output, _ops.reduce_scatter(input, by, found))
    return handle(output, async_op)


def reduce_scatter(
    output: Tensor, input_list: Any, op: str = "sum", group: str | None = None, async_op: bool = False
) -> CommHandle | None:
    """Write the reduction of what the processes have for this one (mirrors `mint.distributed.reduce_scatter`).

    Args:
        output: what is written. input_list: a Tensor for each process. op: "sum", "prod", "min", "max" or "avg".
        group: the group's name. async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import reduce_scatter
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> reduce_scatter(out, [ms.Tensor([1.0, 2.0])])
        >>> print(out)
        [1. 2.]
    """
    check_tensors(input_list)
    check_tensor("reduce_scatter", output, "output")
    found = group_of(group)
    check_async(async_op)
    by = check_reduction("reduce_scatter", op)
    inputs = _each("reduce_scatter", input_list, output, found.size)
    output.copy_(_ops.reduce_scatter(_stacked(inputs), by, found)[0])
    return handle(output, async_op)


def _stacked(tensors: list[Tensor]) -> Tensor:
    from mindshim.ops import stack

    return stack(tensors)


def reduce(tensor: Tensor, dst: int, op: str = "sum", group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Replace `tensor`, in the process `dst`, by the reduction of all (mirrors `mint.distributed.reduce`).

    Args:
        tensor: read and written. dst: the rank in the world. op: "sum", "prod", "min", "max" or "avg".
        group: the group's name. async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import reduce
        >>> reduce(ms.Tensor([1.0, 2.0]), 0)
    """
    check_tensor("reduce", tensor)
    found = group_of(group)
    rank, by = check_rank("reduce", "dst", dst, found), check_reduction("reduce", op)
    check_async(async_op)
    tensor.copy_(_ops.reduce(tensor, rank, by, found))
    return handle(tensor, async_op)


def broadcast(tensor: Tensor, src: int, group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Replace `tensor` by that of the process `src` (mirrors `mint.distributed.broadcast`).

    Args:
        tensor: read and written. src: the rank in the world. group: the group's name. async_op: whether to return a handle.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import broadcast
        >>> broadcast(ms.Tensor([1.0, 2.0]), 0)
    """
    check_tensor("broadcast", tensor)
    found = group_of(group)
    rank = check_rank("broadcast", "src", src, found)
    check_async(async_op)
    tensor.copy_(_ops.broadcast((tensor,), rank, found)[0])
    return handle(tensor, async_op)


def barrier(group: str | None = None, async_op: bool = False, device_ids: Any = None) -> CommHandle | None:
    """Wait for all processes of the group (mirrors `mint.distributed.barrier`).

    Args:
        group: the group's name. async_op: whether to return a handle to wait for. device_ids: has no effect.

    Examples:
        >>> from mindshim.mint.distributed import barrier
        >>> barrier()
    """
    group_of(group)
    return handle(None, async_op)


def gather(tensor: Tensor, gather_list: Any, dst: int = 0, group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Write the processes' Tensors, in the process `dst`, into those of a list (mirrors `mint.distributed.gather`).

    Args:
        tensor: what this process has. gather_list: a Tensor for each process. dst: the rank in the world.
        group: the group's name. async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import gather
        >>> out = [ms.ops.zeros((2,), ms.float32)]
        >>> gather(ms.Tensor([1.0, 2.0]), out)
        >>> print(out[0])
        [1. 2.]
    """
    check_tensor("gather", tensor)
    check_tensors(gather_list)
    found = group_of(group)
    rank = check_rank("gather", "dst", dst, found)
    check_async(async_op)
    outputs = _each("gather", gather_list, tensor, found.size)
    rows = _ops.gather(tensor.reshape((1, *tensor.shape)), rank, found)
    for i, t in enumerate(outputs):
        t.copy_(rows[i])
    return handle(outputs, async_op)


def scatter(tensor: Tensor, scatter_list: Any, src: int = 0, group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Write what the process `src` has for this one (mirrors `mint.distributed.scatter`).

    Args:
        tensor: what is written. scatter_list: a Tensor for each process. src: the rank in the world.
        group: the group's name. async_op: whether to return a handle to wait for.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import scatter
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> scatter(out, [ms.Tensor([1.0, 2.0])])
        >>> print(out)
        [1. 2.]
    """
    check_tensors(scatter_list)
    check_tensor("scatter", tensor, "output")
    found = group_of(group)
    rank = check_rank("scatter", "src", src, found)
    check_async(async_op)
    inputs = _each("scatter", scatter_list, tensor, found.size)
    tensor.copy_(_ops.scatter(_stacked(inputs), rank, found)[0])
    return handle(tensor, async_op)


def all_to_all(output_tensor_list: Any, input_tensor_list: Any, group: str | None = None, async_op: bool = False) -> CommHandle | None:
    """Send a Tensor to every process, and write what each sends (mirrors `mint.distributed.all_to_all`).

    Args:
        output_tensor_list: what is written, a Tensor for each process. input_tensor_list: what is sent.
        group: the group's name. async_op: whether to return a handle to wait for.

    Raises:
        ValueError: if the sizes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import all_to_all
        >>> out = [ms.ops.zeros((2,), ms.float32)]
        >>> all_to_all(out, [ms.Tensor([1.0, 2.0])])
        >>> print(out[0])
        [1. 2.]
    """
    found = group_of(group)
    check_async(async_op)
    inputs, outputs = check_tensors(input_tensor_list), check_tensors(output_tensor_list)
    came = comm_func.exchange("all_to_all", inputs, [tuple(t.shape) for t in outputs], found)
    for target, value in zip(outputs, came, strict=True):
        _write("all_to_all", target, value)
    return handle(outputs, async_op)


def all_to_all_single(
    output: Tensor,
    input: Tensor,
    output_split_sizes: Any = None,
    input_split_sizes: Any = None,
    group: str | None = None,
    async_op: bool = False,
) -> CommHandle | None:
    """Send rows to every process, and write what each sends (mirrors `mint.distributed.all_to_all_single`).

    Args:
        output: what is written. input: what is sent. output_split_sizes, input_split_sizes: how many rows come from, and go
            to, each process; equal parts by default. group: the group's name. async_op: whether to return a handle.

    Raises:
        ValueError: if the sizes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import all_to_all_single
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> all_to_all_single(out, ms.Tensor([1.0, 2.0]))
        >>> print(out)
        [1. 2.]
    """
    check_tensors([input])
    check_tensors([output])
    found = group_of(group)
    check_async(async_op)
    shape = tuple(output.shape)
    came = comm_func.exchange_rows("all_to_all_single", input, shape, output_split_sizes, input_split_sizes, found)
    _write("all_to_all_single", output, came)
    return handle(output, async_op)


def send(tensor: Tensor, dst: int = 0, group: str | None = None, tag: int = 0) -> None:
    """Send a Tensor to the process `dst` (mirrors `mint.distributed.send`).

    Raises:
        RuntimeError: if `dst` is not in the group. ValueError: if it is this process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import send
        >>> send(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For send, the group doesn't contain the global rank 1
    """
    refuse("send", "dst", tensor, dst, group)


def recv(tensor: Tensor, src: int = 0, group: str | None = None, tag: int = 0) -> int:
    """Write into `tensor` what the process `src` sends; returns 0 (mirrors `mint.distributed.recv`).

    Raises:
        RuntimeError: if `src` is not in the group. ValueError: if it is this process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import recv
        >>> recv(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For recv, the group doesn't contain the global rank 1
    """
    refuse("recv", "src", tensor, src, group)
    return 0


def isend(tensor: Tensor, dst: int = 0, group: str | None = None, tag: int = 0) -> CommHandle:
    """Send a Tensor to the process `dst` without waiting (mirrors `mint.distributed.isend`).

    Raises:
        RuntimeError: if `dst` is not in the group. ValueError: if it is this process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import isend
        >>> isend(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For isend, the group doesn't contain the global rank 1
    """
    refuse("isend", "dst", tensor, dst, group)
    return CommHandle(tensor)


def irecv(tensor: Tensor, src: int = 0, group: str | None = None, tag: int = 0) -> CommHandle:
    """Write into `tensor` what the process `src` sends, without waiting (mirrors `mint.distributed.irecv`).

    Raises:
        RuntimeError: if `src` is not in the group. ValueError: if it is this process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import irecv
        >>> irecv(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For irecv, the group doesn't contain the global rank 1
    """
    refuse("irecv", "src", tensor, src, group)
    return CommHandle(tensor)


class P2POp:
    """One sending or receiving, for `batch_isend_irecv` (mirrors `mint.distributed.P2POp`).

    Args:
        op: `isend`, `irecv`, or the name. tensor: what is sent, or written. peer: the other rank.
        group: the group's name. tag: 0.

    Raises:
        TypeError: for arguments of other types, or another `op`. NotImplementedError: for another `tag`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import P2POp, isend
        >>> P2POp(isend, ms.Tensor([1.0]), 0).peer
        0
    """

    def __init__(
        self, op: str | Callable[..., Any], tensor: Tensor, peer: int, group: str | None = None, tag: int = 0
    ) -> None:
        if op not in ("isend", "irecv", isend, irecv):
            raise TypeError(f"Expected op to be of type isend or irecv, but got {op}")
        if not isinstance(tensor, Tensor):
            raise TypeError(f"Expected tensor to be Tensor, but got {type(tensor)}.")
        if not isinstance(peer, int):
            raise TypeError("For P2POp, the peer must be int")
        if tag != 0:
            raise NotImplementedError("P2POp: a 'tag' other than 0 is not supported, as in MindSpore.")
        self.op, self.tensor, self.peer, self.group, self.tag = op, tensor, peer, group, tag


def batch_isend_irecv(p2p_op_list: list[P2POp]) -> list[CommHandle]:
    """Several sendings and receivings at once (mirrors `mint.distributed.batch_isend_irecv`).

    Alone, a process can only send itself: what is sent is received in the same order.

    Returns:
        A list of one handle.

    Raises:
        ValueError: if what is sent is not what is to be received.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.mint.distributed import P2POp, batch_isend_irecv
        >>> x, y = ms.Tensor([1.0]), ms.Tensor([0.0])
        >>> batch_isend_irecv([P2POp("isend", x, 0), P2POp("irecv", y, 0)])[0].wait()
        >>> print(y)
        [1.]
    """
    if not p2p_op_list:
        raise TypeError("p2p_op_list can not be empty list.")
    for one in p2p_op_list:
        if not isinstance(one, P2POp):
            raise TypeError("The elements in p2p_op_list must be type of P2POp.")
        if one.group != p2p_op_list[0].group:
            raise TypeError("The group name in p2p_op_list must be consistent.")
    outputs = [one.tensor for one in p2p_op_list if kind(one) == "irecv"]
    for target, value in zip(outputs, match(p2p_op_list), strict=True):
        target.copy_(value)
    return [CommHandle(outputs)]
