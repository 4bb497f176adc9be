"""The collective operations as objects: `ops.AllReduce("sum", group)(x)`."""

from __future__ import annotations

from typing import Any

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import freeze
from mindshim._core.process_groups import WORLD_NAMES, find
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.collectives import (
    all_gather,
    all_gather_v,
    all_reduce,
    all_to_all,
    all_to_all_v,
    broadcast,
    gather,
    reduce,
    reduce_scatter,
    reduce_scatter_v,
    scatter,
)
from mindshim.ops.primitive import Primitive, prim_attr_register

WORLD = WORLD_NAMES[0]


@face("ops.ReduceOp")
class ReduceOp:
    """The names of the reductions (mirrors `mindspore.ops.ReduceOp`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ReduceOp.SUM, ms.ops.ReduceOp.AVG
        ('sum', 'avg')
    """

    SUM = "sum"
    MAX = "max"
    MIN = "min"
    PROD = "prod"
    AVG = "avg"


class Collective(Primitive):
    """The base of the operator objects: the group, found when the object is made."""

    def _join(self, group: Any, op: Any = None) -> None:
        if op is not None and not isinstance(op, str):
            raise TypeError(f"For '{self.name}', the 'op' must be str, but got {type(op).__name__}.")
        if not isinstance(group, str):
            raise TypeError(f"For '{self.name}', the 'group' must be str, but got {type(group).__name__}.")
        self._group = find(group)
        self.rank_size = self._group.size

    def _whole(self, name: str, value: Any) -> None:
        if not arguments.is_int(value):
            raise TypeError(f"For '{self.name}', the type of '{name}' should be 'int', but got type '{type(value).__name__}'.")

    def _tensor(self, x: Any) -> Any:
        if not isinstance(x, Tensor):
            raise TypeError(f"For '{self.name}', input must be a Tensor, but got {type(x).__name__}.")
        return x


@face("ops.AllReduce")
class AllReduce(Collective):
    """The reduction of the processes' Tensors, for all of them (mirrors `mindspore.ops.AllReduce`).

    Args:
        op: "sum", "prod", "max", "min" or "avg". group: the group's name.

    Returns:
        A Tensor of the input's shape and dtype.

    Raises:
        TypeError: if `op` or `group` is not a string, or the input is not a Tensor.
        RuntimeError: for another `op`, or if there is no such group.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.AllReduce()(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """

    @prim_attr_register
    def __init__(self, op: str = ReduceOp.SUM, group: str = WORLD) -> None:
        self._join(group, op)
        for name, value in (("fusion", 0), ("index", 0), ("no_eliminate", True)):
            self.add_prim_attr(name, value)

    def __call__(self, x: Tensor) -> Tensor:
        """The reduction."""
        return all_reduce(self._tensor(x), self.op, self._group)


@face("ops.Reduce")
class Reduce(Collective):
    """The reduction of the processes' Tensors, for one of them (mirrors `mindspore.ops.Reduce`).

    Args:
        dest_rank: the process that is given the result. op: "sum", "prod", "max" or "min". group: the group's name.

    Returns:
        A Tensor of the input's shape and dtype.

    Raises:
        TypeError: for arguments of other types. RuntimeError: if the group has no such rank, or for another `op`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.Reduce(0)(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """

    @prim_attr_register
    def __init__(self, dest_rank: int, op: str = ReduceOp.SUM, group: str = WORLD) -> None:
        self._join(group, op)

    def __call__(self, x: Tensor) -> Tensor:
        """The reduction."""
        return reduce(self._tensor(x), self.dest_rank, self.op, self._group)


@face("ops.AllGather")
class AllGather(Collective):
    """The processes' Tensors one behind the other along the first axis (mirrors `mindspore.ops.AllGather`).

    Args:
        group: the group's name.

    Returns:
        A Tensor of shape (N * x_1, x_2, …) for N processes.

    Raises:
        TypeError: if `group` is not a string. ValueError: for a 0-d Tensor. RuntimeError: if there is no such group.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.AllGather()(ms.Tensor([[1.0, 2.0]])))
        [[1. 2.]]
    """

    @prim_attr_register
    def __init__(self, group: str = WORLD) -> None:
        self._join(group)
        for name, value in (("rank_size", self.rank_size), ("fusion", 0), ("mean_flag", False), ("no_eliminate", True)):
            self.add_prim_attr(name, value)

    def __call__(self, x: Tensor) -> Tensor:
        """What is gathered."""
        return all_gather(self._tensor(x), self._group)


@face("ops.ReduceScatter")
class ReduceScatter(Collective):
    """This process's part of the reduction, along the first axis (mirrors `mindspore.ops.ReduceScatter`).

    Args:
        op: "sum", "prod", "max", "min" or "avg". group: the group's name.

    Returns:
        A Tensor of shape (x_1 / N, x_2, …) for N processes.

    Raises:
        TypeError: if `op` or `group` is not a string. ValueError: if N does not divide the first dimension.
        RuntimeError: for another `op`, or if there is no such group.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.ReduceScatter()(ms.Tensor([[1.0, 2.0]])))
        [[1. 2.]]
    """

    @prim_attr_register
    def __init__(self, op: str = ReduceOp.SUM, group: str = WORLD) -> None:
        self._join(group, op)
        for name, value in (("rank_size", self.rank_size), ("fusion", 0), ("no_eliminate", True)):
            self.add_prim_attr(name, value)

    def __call__(self, x: Tensor) -> Tensor:
        """This process's part."""
        return reduce_scatter(self._tensor(x), self.op, self._group)


@face("ops.Broadcast")
class Broadcast(Collective):
    """The Tensors of one process, for all (mirrors `mindspore.ops.Broadcast`).

    Args:
        root_rank: the process that sends. group: the group's name.

    Returns:
        A tuple of Tensors, as is given.

    Raises:
        TypeError: if `root_rank` is not an int, `group` not a string, or the input not a tuple of Tensors.
        RuntimeError: if the group has no such rank.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.Broadcast(0)((ms.Tensor([1.0, 2.0]),))[0])
        [1. 2.]
    """

    @prim_attr_register
    def __init__(self, root_rank: int, group: str = WORLD) -> None:
        self._whole("root_rank", root_rank)
        self._join(group)
        self.add_prim_attr("no_eliminate", True)

    def __call__(self, x: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """What process `root_rank` has."""
        if not isinstance(x, (tuple, list)):
            raise TypeError(f"For primitive[Broadcast], the input[0] should be a Tuple, but got {type(x).__name__}.")
        return broadcast(tuple(self._tensor(t) for t in x), self.root_rank, self._group)


@face("ops.CollectiveScatter")
class CollectiveScatter(Collective):
    """Equal parts of one process's Tensor, one for each (mirrors `mindspore.ops.CollectiveScatter`).

    Args:
        src_rank: the process that sends. group: the group's name.

    Returns:
        A Tensor of shape (x_1 / N, x_2, …) for N processes.

    Raises:
        TypeError: if `group` is not a string. RuntimeError: if the group has no such rank.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.CollectiveScatter(0)(ms.Tensor([[1.0, 2.0]])))
        [[1. 2.]]
    """

    @prim_attr_register
    def __init__(self, src_rank: int = 0, group: str = WORLD) -> None:
        self._join(group)

    def __call__(self, x: Tensor) -> Tensor:
        """This process's part."""
        return scatter(self._tensor(x), self.src_rank, self._group)


@face("ops.CollectiveGather")
class CollectiveGather(Collective):
    """The processes' Tensors one behind the other, for one of them (mirrors `mindspore.ops.CollectiveGather`).

    Args:
        dest_rank: the process that is given the result. group: the group's name.

    Returns:
        A Tensor of shape (N * x_1, x_2, …) for N processes.

    Raises:
        TypeError: if `group` is not a string. RuntimeError: if the group has no such rank.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.CollectiveGather(0)(ms.Tensor([[1.0, 2.0]])))
        [[1. 2.]]
    """

    @prim_attr_register
    def __init__(self, dest_rank: int, group: str = WORLD) -> None:
        self._join(group)

    def __call__(self, x: Tensor) -> Tensor:
        """What is gathered."""
        return gather(self._tensor(x), self.dest_rank, self._group)


@face("ops.AlltoAll")
class AlltoAll(Collective):
    """Every process sends a part to every other (mirrors `mindspore.ops.AlltoAll`).

    Args:
        split_count: the number of parts: that of the processes. split_dim: the axis that is split.
        concat_dim: the axis along which the parts that come are joined. group: the group's name.

    Returns:
        A Tensor whose dimension `split_dim` is that much smaller, and `concat_dim` that much larger.

    Raises:
        TypeError: if `group` is not a string, or a number not an int.
        ValueError: if `split_count` is not the group's size, or does not divide the dimension.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.AlltoAll(1, 0, 1)(ms.Tensor([[1.0, 2.0]])))
        [[1. 2.]]
    """

    @prim_attr_register
    def __init__(self, split_count: int, split_dim: int, concat_dim: int, group: str = WORLD) -> None:
        self._join(group)
        for name, value in (("split_count", split_count), ("split_dim", split_dim), ("concat_dim", concat_dim)):
            self._whole(name, value)
        self.add_prim_attr("no_eliminate", True)

    def __call__(self, x: Tensor) -> Tensor:
        """What comes, joined."""
        return all_to_all(self._tensor(x), self.split_count, self.split_dim, self.concat_dim, self._group)


@face("ops.AlltoAllV")
class AlltoAllV(Collective):
    """Every process sends a part of a flat Tensor to every other, of any sizes (mirrors `mindspore.ops.AlltoAllV`).

    Args:
        group: the group's name. block_size: the unit of the counts.

    Inputs:
        The flat Tensor; how many blocks go to each process; how many come from each.

    Returns:
        What comes, one part behind the other; a 0-d Tensor without meaning if nothing does.

    Raises:
        TypeError: if `block_size` is not an int. ValueError: if the counts do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.AlltoAllV()(ms.Tensor([1.0, 2.0, 3.0]), [3], [3]))
        [1. 2. 3.]
    """

    @prim_attr_register
    def __init__(self, group: str = WORLD, block_size: int = 1) -> None:
        self._join(WORLD if group is None else group)
        self._whole("block_size", block_size)

    def __call__(self, input_x: Tensor, send_numel_list: Any, recv_numel_list: Any) -> Tensor:
        """What comes."""
        args = (self._tensor(input_x), freeze(send_numel_list), freeze(recv_numel_list), self.block_size, self._group)
        return dispatch.apply(all_to_all_v, args)


@face("ops.AllGatherV")
class AllGatherV(Collective):
    """The processes' flat Tensors, of any sizes, one behind the other (mirrors `mindspore.ops.AllGatherV`).

    Args:
        group: the group's name.

    Inputs:
        The flat Tensor; the sizes of all processes' Tensors.

    Returns:
        A flat Tensor; a 0-d one without meaning if nothing comes.

    Raises:
        ValueError: if the sizes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.AllGatherV()(ms.Tensor([1.0, 2.0, 3.0]), [3]))
        [1. 2. 3.]
    """

    @prim_attr_register
    def __init__(self, group: str = WORLD) -> None:
        self._join(group)
        self.add_prim_attr("rank_size", self.rank_size)

    def __call__(self, input_x: Tensor, output_split_sizes: Any) -> Tensor:
        """What is gathered."""
        return all_gather_v(self._tensor(input_x), freeze(output_split_sizes), self._group)


@face("ops.ReduceScatterV")
class ReduceScatterV(Collective):
    """This process's part, of parts of any sizes, of a reduction (mirrors `mindspore.ops.ReduceScatterV`).

    Args:
        op: "sum", "max", "min" or "avg". group: the group's name.

    Inputs:
        The flat Tensor; the sizes of all processes' parts.

    Returns:
        A flat Tensor; a 0-d one without meaning if the part is empty.

    Raises:
        TypeError: if `op` or `group` is not a string. ValueError: if the sizes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.ReduceScatterV()(ms.Tensor([1.0, 2.0, 3.0]), [3]))
        [1. 2. 3.]
    """

    @prim_attr_register
    def __init__(self, op: str = ReduceOp.SUM, group: str = WORLD) -> None:
        self._join(group, op)
        self.add_prim_attr("rank_size", self.rank_size)

    def __call__(self, input_x: Tensor, input_split_sizes: Any) -> Tensor:
        """This process's part."""
        return reduce_scatter_v(self._tensor(input_x), freeze(input_split_sizes), self.op, self._group)


@face("ops.Barrier")
class Barrier(Collective):
    """Waits until all processes of the group have come this far (mirrors `mindspore.ops.Barrier`).

    Args:
        group: the group's name.

    Raises:
        TypeError: if `group` is not a string. RuntimeError: if there is no such group.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Barrier()()
    """

    @prim_attr_register
    def __init__(self, group: str = WORLD) -> None:
        self._join(group)
        self.add_prim_attr("side_effect_mem", True)

    def __call__(self) -> None:
        """Wait; alone, there is nobody to wait for."""
