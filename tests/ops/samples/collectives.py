"""Calls of mindshim/ops/{collectives,neighbours}.py: of one process, each gives what it is given."""

from __future__ import annotations

from sample import S as _S
from sample import f16, f32, i32, i64

_WHY = "the CPU build has such kernels for launched processes only, and not for all operators"


def S(path: str, *args: object, **options: object) -> _S:
    return _S(path, *args, golden=False, why=_WHY, **options)  # type: ignore[arg-type]


_ITSELF_ABOVE = [0] + [-1] * 7
_ITSELF_BELOW = [-1] * 4 + [0] + [-1] * 3
_WORLD = "hccl_world_group"

SAMPLES = [
    S("ops.AllReduce", f32(2, 3)),
    S("ops.AllReduce", i64(3), init=("max",)),
    S("ops.AllReduce", f32(2), init=("mean",), raises="RuntimeError"),
    S("ops.AllReduce", f32(2), init=("sum", "nobody"), raises="RuntimeError"),
    S("ops.AllReduce", f32(2), init=(1,), raises="TypeError"),
    S("ops.AllReduce", 1.5, raises="TypeError"),
    S("ops.Reduce", f32(2, 3), init=(0, "prod")),
    S("ops.Reduce", f32(2, 3), init=(1,), raises="RuntimeError"),
    S("ops.AllGather", f16(2, 3)),
    S("ops.AllGather", f32([1.0]), init=(1,), raises="TypeError"),
    S("ops.ReduceScatter", f32(2, 3)),
    S("ops.Broadcast", (f32(2), i32(3)), init=(0,)),
    S("ops.Broadcast", f32(2), init=(0,), raises="TypeError"),
    S("ops.Broadcast", (f32(2),), init=(2,), raises="RuntimeError"),
    S("ops.CollectiveScatter", f32(2, 3)),
    S("ops.CollectiveGather", f32(2, 3), init=(0,)),
    S("ops.AlltoAll", f32(2, 3), init=(1, 0, -1)),
    S("ops.AlltoAll", f32(2, 3), init=(2, 0, 1), raises="ValueError"),
    S("ops.AlltoAll", f32(2, 3), init=(1, 0, 2), raises="ValueError"),
    S("ops.AlltoAllV", f32(6), [2], [2], attrs={"block_size": 3}),
    S("ops.AlltoAllV", f32(6), [0], [0]),
    S("ops.AlltoAllV", f32(6), [2], [3], raises="ValueError"),
    S("ops.AlltoAllV", f32(2, 3), [2], [2], raises="ValueError"),
    S("ops.AllGatherV", f32(4), [4]),
    S("ops.AllGatherV", f32(4), [3], raises="ValueError"),
    S("ops.ReduceScatterV", f32(4), [3]),
    S("ops.ReduceScatterV", f32(4), [5], raises="ValueError"),
    S("ops.NeighborExchangeV2", f32(1, 2, 3, 2), init=(_ITSELF_ABOVE, [2, 0, 0, 0], _ITSELF_BELOW, [0, 2, 1, 0], "NCHW")),
    S("ops.NeighborExchangeV2", f32(1, 2, 3, 2), init=(_ITSELF_ABOVE, [2, 0, 0, 0], _ITSELF_BELOW, [0, 1, 0, 0], "NCHW"), raises="ValueError"),
    S("ops.NeighborExchangeV2", f32(1, 2, 3, 2), init=([0, 0] + [-1] * 6, [0] * 4, _ITSELF_BELOW, [0] * 4, "NCHW"), raises="ValueError"),
    S("ops.all_gather_matmul", f32(2, 3), f32(3, 2), _WORLD, 1),
    S("ops.all_gather_matmul", f16(2, 3), f16(2, 3), _WORLD, 1, gather_output=False, trans_x2=True),
    S("ops.all_gather_matmul", f32(2, 3), f32(3, 2), _WORLD, 2, raises="RuntimeError"),
    S("ops.all_gather_matmul", f32(2, 3), f16(3, 2), _WORLD, 1, raises="RuntimeError"),
    S("ops.matmul_reduce_scatter", f32(2, 3), f32(3, 2), _WORLD, 1),
    S("ops.matmul_reduce_scatter", f32(2, 3), f32(2, 2), _WORLD, 1, raises="RuntimeError"),
]
