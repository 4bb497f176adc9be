"""Collective operations as functions (mirrors `mindspore.communication.comm_func`).

Each returns a new Tensor, and with `async_op` a handle. There is one process, so most give a copy of their input;
gradients pass through. Sending to another process is not possible.
"""

from __future__ import annotations

from math import prod
from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.communication.handles import CommHandle as CommHandle
from mindshim.communication.handles import (
    check_async,
    check_rank,
    check_reduction,
    check_tensor,
    check_tensors,
    group_of,
    handle,
)
from mindshim.communication.management import HCCL_WORLD_COMM_GROUP
from mindshim.communication.point_to_point import P2POp as P2POp
from mindshim.communication.point_to_point import batch_isend_irecv as batch_isend_irecv
from mindshim.communication.point_to_point import irecv as irecv
from mindshim.communication.point_to_point import isend as isend
from mindshim.communication.point_to_point import recv as recv
from mindshim.communication.point_to_point import send as send
from mindshim.ops import collectives as _ops

_REDUCTIONS = ("sum", "prod", "min", "max")


def barrier(group: str = HCCL_WORLD_COMM_GROUP) -> None:
    """Wait for all processes of the group (mirrors `comm_func.barrier`).

    Raises:
        TypeError: if `group` is not a string. RuntimeError: if there is no such group.

    Examples:
        >>> from mindshim.communication.comm_func import barrier
        >>> barrier()
    """
    group_of(group)


def all_reduce(tensor: Tensor, op: str = "sum", group: str = HCCL_WORLD_COMM_GROUP, async_op: bool = False) -> tuple[Tensor, Any]:
    """The reduction of all processes' Tensors (mirrors `comm_func.all_reduce`).

    Args:
        tensor: what this process has. op: "sum", "prod", "max" or "min". group: the group's name.
        async_op: whether to return a handle to wait for.

    Returns:
        A Tensor of the same shape and dtype, and the handle or None.

    Raises:
        TypeError: for arguments of other types, or another `op`. RuntimeError: if there is no such group.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import all_reduce
        >>> all_reduce(ms.Tensor([1.0, 2.0]))
        (Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00]), None)
    """
    check_tensor("all_reduce", tensor)
    check_async(async_op)
    out = _ops.all_reduce(tensor, check_reduction("all_reduce", op, _REDUCTIONS), group_of(group))
    return out, handle(out, async_op)


def all_gather_into_tensor(tensor: Tensor, group: str = HCCL_WORLD_COMM_GROUP, async_op: bool = False) -> tuple[Tensor, Any]:
    """All processes' Tensors one behind the other (mirrors `comm_func.all_gather_into_tensor`).

    Args:
        tensor: what this process has. group: the group's name. async_op: whether to return a handle to wait for.

    Returns:
        A Tensor of shape (N * x_1, x_2, …) for N processes, and the handle or None.

    Raises:
        TypeError: if `tensor` is not a Tensor. RuntimeError: if there is no such group.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import all_gather_into_tensor
        >>> print(all_gather_into_tensor(ms.Tensor([1.0, 2.0]))[0])
        [1. 2.]
    """
    check_tensor("all_gather_into_tensor", tensor)
    check_async(async_op)
    out = _ops.all_gather(tensor, group_of(group))
    return out, handle(out, async_op)


def reduce_scatter_tensor(
    tensor: Tensor, op: str = "sum", group: str = HCCL_WORLD_COMM_GROUP, async_op: bool = False
) -> tuple[Tensor, Any]:
    """This process's part of the reduction (mirrors `comm_func.reduce_scatter_tensor`).

    Args:
        tensor: what this process has. op: "sum", "prod", "max" or "min". group: the group's name.
        async_op: whether to return a handle to wait for.

    Returns:
        A Tensor of shape (x_1 / N, x_2, …) for N processes, and the handle or None.

    Raises:
        TypeError: for arguments of other types, or another `op`. ValueError: if N does not divide the first dimension.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import reduce_scatter_tensor
        >>> print(reduce_scatter_tensor(ms.Tensor([1.0, 2.0]))[0])
        [1. 2.]
    """
    check_tensor("reduce_scatter_tensor", tensor)
    check_async(async_op)
    out = _ops.reduce_scatter(tensor, check_reduction("reduce_scatter_tensor", op, _REDUCTIONS), group_of(group))
    return out, handle(out, async_op)


def reduce(tensor: Tensor, dst: int, op: str = "sum", group: str = HCCL_WORLD_COMM_GROUP) -> Tensor:
    """The reduction of all processes' Tensors, for the process `dst` (mirrors `comm_func.reduce`).

    Raises:
        TypeError: for arguments of other types, or another `op`. RuntimeError: if `dst` is not in the group.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import reduce
        >>> print(reduce(ms.Tensor([1.0, 2.0]), 0))
        [1. 2.]
    """
    check_tensor("reduce", tensor)
    found = group_of(group)
    return _ops.reduce(tensor, check_rank("reduce", "dst", dst, found), check_reduction("reduce", op, _REDUCTIONS), found)


def broadcast(tensor: Tensor, src: int = 0, group: str = HCCL_WORLD_COMM_GROUP) -> Tensor:
    """The Tensor of process `src`, for all (mirrors `comm_func.broadcast`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `src` is not in the group.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import broadcast
        >>> print(broadcast(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """
    check_tensor("broadcast", tensor)
    found = group_of(group)
    return _ops.broadcast((tensor,), check_rank("broadcast", "src", src, found), found)[0]


def gather_into_tensor(tensor: Tensor, dst: int = 0, group: str = HCCL_WORLD_COMM_GROUP) -> Tensor:
    """All processes' Tensors one behind the other, for the process `dst` (mirrors `comm_func.gather_into_tensor`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `dst` is not in the group.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import gather_into_tensor
        >>> print(gather_into_tensor(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """
    check_tensor("gather_into_tensor", tensor)
    found = group_of(group)
    return _ops.gather(tensor, check_rank("gather_into_tensor", "dst", dst, found), found)


def scatter_tensor(tensor: Tensor, src: int = 0, group: str = HCCL_WORLD_COMM_GROUP) -> Tensor:
    """Equal parts of the Tensor of process `src`, one for each (mirrors `comm_func.scatter_tensor`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `src` is not in the group.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import scatter_tensor
        >>> print(scatter_tensor(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """
    check_tensor("scatter_tensor", tensor)
    found = group_of(group)
    return _ops.scatter(tensor, check_rank("scatter_tensor", "src", src, found), found)


def all_to_all_with_output_shape(
    output_shape_list: Any, input_tensor_list: Any, group: str | None = None, async_op: bool = False
) -> tuple[tuple[Tensor, ...], Any]:
    """A Tensor for every process, and one from each (mirrors `comm_func.all_to_all_with_output_shape`).

    Args:
        output_shape_list: the shapes of the Tensors that come, or Tensors of such shapes.
        input_tensor_list: the Tensors for the processes, of one dtype. group: the group's name.
        async_op: whether to return a handle to wait for.

    Returns:
        The Tensors that come, and the handle or None.

    Raises:
        TypeError: for arguments of other types. ValueError: if there are not as many as processes, or the sizes differ.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import all_to_all_with_output_shape
        >>> print(all_to_all_with_output_shape([(1, 2)], [ms.Tensor([1.0, 2.0])])[0][0])
        [[1. 2.]]
    """
    tensors = check_tensors(input_tensor_list)
    if not isinstance(output_shape_list, (list, tuple)):
        raise TypeError(f"Expected list or tuple, but got {type(output_shape_list)}.")
    for shape in output_shape_list:
        if not isinstance(shape, (Tensor, tuple, list)):
            raise TypeError(f"Expected tensor or tuple, but got {type(shape)}")
    check_async(async_op)
    shapes = [tuple(s.shape if isinstance(s, Tensor) else s) for s in output_shape_list]
    out = exchange("all_to_all_with_output_shape", tensors, shapes, group_of(group))
    return tuple(out), handle(out, async_op)


def exchange(op: str, tensors: list[Tensor], shapes: list[tuple[int, ...]], group: Any) -> list[Tensor]:
    """The Tensors of `shapes` that come, when `tensors` go to the processes of the group."""
    if len(tensors) != group.size or len(shapes) != group.size:
        raise ValueError(
            f"For {op}, there must be {group.size} Tensors to send and to receive, but got {len(tensors)} and {len(shapes)}."
        )
    if group.size > 1:
        raise NotImplementedError(f"{op}: several processes can not exchange Tensors of different sizes yet.")
    if tensors[0].size != prod(shapes[0]):
        raise ValueError(f"For {op}, a Tensor of shape {tensors[0].shape} is sent, but {shapes[0]} is to be received.")
    # The same operator as for several processes, so that gradients find their way.
    return [_ops.all_gather(tensors[0].reshape((-1,)), group).reshape(shapes[0])]


def all_to_all_single_with_output_shape(
    output_shape: Any,
    tensor: Tensor,
    output_split_sizes: Any = None,
    input_split_sizes: Any = None,
    group: str | None = None,
    async_op: bool = False,
) -> tuple[Tensor, Any]:
    """Parts of a Tensor's rows for the processes, and theirs (mirrors `comm_func.all_to_all_single_with_output_shape`).

    Args:
        output_shape: the shape of what comes, or a Tensor of such. tensor: what is sent.
        output_split_sizes, input_split_sizes: how many rows come from, and go to, each process; equal parts by default.
        group: the group's name. async_op: whether to return a handle to wait for.

    Returns:
        What comes, and the handle or None.

    Raises:
        TypeError: for arguments of other types. ValueError: if the sizes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import all_to_all_single_with_output_shape
        >>> print(all_to_all_single_with_output_shape((2,), ms.Tensor([1.0, 2.0]))[0])
        [1. 2.]
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"Expected tensor, but got {type(tensor)}")
    if not isinstance(output_shape, (Tensor, tuple, list)):
        raise TypeError(f"Expected tensor or tuple, but got {type(output_shape)}")
    check_async(async_op)
    shape = tuple(output_shape.shape if isinstance(output_shape, Tensor) else output_shape)
    out = exchange_rows(
        "all_to_all_single_with_output_shape", tensor, shape, output_split_sizes, input_split_sizes, group_of(group)
    )
    return out, handle(out, async_op)


def exchange_rows(op: str, tensor: Tensor, shape: tuple[int, ...], receive: Any, send: Any, group: Any) -> Tensor:
    """The Tensor of `shape` that comes, when the rows of `tensor` go to the processes of the group."""
    for name, rows, sizes in (("input", tensor.shape[0], send), ("output", shape[0], receive)):
        if not sizes:
            if rows % group.size:
                raise ValueError(f"{name} shape at dim 0 must be divided by world_size, but got {rows} and {group.size}.")
        elif len(sizes) != group.size or sum(sizes) != rows:
            raise ValueError(
                f"For {op}, the '{name}_split_sizes' must be {group.size} numbers of rows whose sum is {rows}, but got {sizes}."
            )
    if tuple(tensor.shape[1:]) != tuple(shape[1:]) or (group.size == 1 and tensor.shape[0] != shape[0]):
        raise ValueError(f"For {op}, a Tensor of shape {tensor.shape} is sent, but {shape} is to be received.")
    if group.size > 1 and (send or receive):
        raise NotImplementedError(f"{op}: several processes can not exchange parts of different sizes yet.")
    return _ops.all_to_all(tensor, group.size, 0, 0, group)


def all_to_all_v_c(output: Tensor, input: Tensor, send_count_matrix: list[int], group: str | None = None, async_op: bool = False) -> Any:
    """Rows for every process by a matrix of counts, written into `output` (mirrors `comm_func.all_to_all_v_c`).

    Args:
        output: what is written. input: what is sent. send_count_matrix: how many rows rank i sends to rank j, row by row.
        group: the group's name. async_op: whether to return a handle to wait for.

    Returns:
        The handle or None.

    Raises:
        TypeError: for arguments of other types, or a matrix that is not square. ValueError: if the sizes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import all_to_all_v_c
        >>> out = ms.ops.zeros((2,), ms.float32)
        >>> all_to_all_v_c(out, ms.Tensor([1.0, 2.0]), [2])
        >>> print(out)
        [1. 2.]
    """
    check_tensors([input, output])
    found = group_of(group)
    check_async(async_op)
    if not isinstance(send_count_matrix, list) or not all(isinstance(n, int) for n in send_count_matrix):
        raise TypeError(f"send_count_matrix must be a list of int, but got {send_count_matrix!r}")
    if len(send_count_matrix) != found.size**2:
        raise TypeError(f"send_count_matrix must be square matrix, but got {len(send_count_matrix)}.")
    size = found.size
    send = send_count_matrix[found.rank * size : (found.rank + 1) * size]
    receive = send_count_matrix[found.rank :: size]
    output.copy_(exchange_rows("all_to_all_v_c", input, tuple(output.shape), receive, send, found))
    return handle(output, async_op)
