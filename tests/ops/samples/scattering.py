"""Calls of mindshim/ops/scattering.py, segments.py and indexed_updates.py."""

from __future__ import annotations

from sample import S, f16, f32, i8, i32, i64, param

ABSENT = "the CPU build of MindSpore has no kernel for it"
PLACES = i64([[0, 1], [1, 2], [0, 1]])
VALUES = f32([1.5, 2.0, -0.5])
INT64 = "MindSpore on the CPU takes int32 indices only"

SAMPLES = [
    *[
        S(f"ops.tensor_scatter_{how}", f32(2, 3), PLACES, VALUES, fd=how in ("add", "sub", "max", "min"))
        for how in ("update", "add", "sub", "mul", "div", "max", "min")
    ],
    *[S(f"ops.tensor_scatter_{how}", f32(4), i64([[1], [3]]), f32(2)) for how in ("update", "mul", "div")],
    S("ops.tensor_scatter_max", f32([[1.0, 2.0]]), i64([[0, 1], [0, 1]]), f32([2.0, 2.0]), fd=False),
    S("ops.tensor_scatter_add", f32(2, 3), i64([[1], [0]]), f32(2, 3)),
    S("ops.tensor_scatter_add", i32(2, 3), i32([[1, 1]]), i32(1)),
    S("ops.tensor_scatter_add", f32(2, 3), i64([0, 1]), f32(), raises="ValueError"),
    S("ops.tensor_scatter_add", f32(2, 3), PLACES, i64(3), raises="TypeError"),
    S("ops.tensor_scatter_add", f32(2, 3), PLACES, f32(2), raises="ValueError"),
    S("ops.tensor_scatter_add", f32(2, 3), f32([[0.0, 0.0]]), f32(1), raises="TypeError"),
    S("ops.tensor_scatter_add", f32(2, 3), i8([[0, 0]]), f32(1), raises="TypeError"),
    S("ops.TensorScatterUpdate", f32(4), i64([[1], [3]]), f32(2)),
    S("ops.TensorScatterAdd", f16(4), i64([[1], [1]]), f16(2)),
    S("ops.TensorScatterDiv", f32(4), i64([[1], [3]]), f32(2)),
    S("Tensor.scatter_sub", f32(2, 3), PLACES, VALUES),
    S("Tensor.scatter_mul", f32(4), i64([[1], [3]]), f32(2)),
    S("Tensor.scatter_add", f32(2, 3), PLACES, VALUES),
    S("Tensor.scatter_add", f32(2, 3), 0, i64([[0, 1, 1]]), f32(1, 3), golden=False, why=ABSENT),
    S("ops.tensor_scatter_elements", f32(2, 3), i64([[0, 1, 1]]), f32(1, 3)),
    S("ops.tensor_scatter_elements", f32(2, 3), i64([[0, 0], [1, -1]]), f32(2, 2), 1, "add"),
    S("ops.TensorScatterElements", f32(2, 3), i64([[0], [1]]), f32(2, 1), init=(1, "add")),
    S("ops.scatter", f32(2, 3), 1, i64([[0], [1]]), f32(2, 1)),
    S("ops.scatter", f32(2, 3), 1, i64([[0], [1]]), 9.0),
    S("ops.scatter_nd", i64(), f32(2), (3,), raises="RuntimeError"),
    S("ops.scatter", f32(2, 3), 1, i64([[0], [1]]), i64(2, 1), raises="TypeError"),
    S("ops.scatter", f32(2, 3), 1, i64([[0]]), f32(2, 2), golden=False, why="CPU wants equal shapes"),
    S("Tensor.scatter", f32(2, 3), 1, i64([[0], [1]]), f32(2, 1)),
    S("Tensor.scatter", f32(2, 3), axis=1, index=i64([[0], [1]]), src=f32(2, 1)),
    S("mint.scatter", f32(2, 3), 1, i64([[0], [1]]), 9.0),
    S("mint.scatter_add", f32(2, 3), 1, i64([[0], [1]]), f32(2, 1), golden=False, why=ABSENT),
    S("Tensor.scatter_", f32(2, 3), 1, i64([[0], [1]]), 3.0, golden=False, why=ABSENT),
    S("Tensor.scatter_", f32(2, 3), 1, i64([[0], [1]]), f32(2, 1), reduce="multiply", golden=False, why=ABSENT),
    S("Tensor.scatter_add_", f32(2, 3), 1, i64([[0], [1]]), f32(2, 1), golden=False, why=ABSENT),
    S("ops.scatter_nd", i64([[0], [2], [0]]), f32(3), (4,)),
    S("ops.scatter_nd", i64([[0, 1]]), i64(1), (2, 2)),
    S("ops.ScatterNd", i32([[0], [2]]), f32(2, 3), (4, 3)),
    *[
        S(f"ops.scatter_{how}", param(f32(2, 3)), i64([0]), f32(1, 3), grad=False, jit=False)
        for how in ("update", "add", "div", "max", "min", "mul")
    ],
    S("ops.ScatterSub", param(f32(2, 3)), i64([[0, 0]]), f32(1, 2, 3), grad=False, jit=False),
    S("ops.ScatterAdd", f32(2, 3), i64([1, 1]), f32(2, 3), grad=False, jit=False),
    S("ops.scatter_add", param(f32(2, 3)), i64([0]), f32(2), raises="ValueError"),
    *[
        S(f"ops.scatter_nd_{how}", param(f32(2, 3)), PLACES, VALUES, grad=False, jit=False)
        for how in ("update", "add", "sub", "div", "max", "min", "mul")
    ],
    S("ops.ScatterNdUpdate", param(f32(4)), i64([[1], [2]]), f32(2), grad=False, jit=False),
    S("ops.ScatterNdAdd", param(f32(4)), i64([[1], [1]]), f32(2), init=(True,), grad=False, jit=False),
    S("ops.ScatterNdAdd", param(f32(4)), i64([[1], [1]]), f16(2), grad=False, jit=False),
    S("ops.ScatterUpdate", param(f32(4)), i64([1, 2]), i32(2), grad=False, jit=False),
    S("ops.ScatterDiv", param(i8(4)), i64([1, 2]), f32(2), raises="TypeError"),
    S("ops.ScatterNdUpdate", param(f16(4)), i64([[1]]), f32(1), raises="TypeError"),
    S("ops.ScatterAddWithAxis", f32(2, 3), i64([[0, 1, 1]]), f32(1, 3), init=(0,), grad=False),
    S("ops.ScatterNonAliasingAdd", f32(4), i32([[1], [1]]), f32(2), golden=False, why="crashes"),
    S("ops.IndexPut", f32(2, 3), f32(1), (i64([0]), i64([1]))),
    S("ops.IndexPut", f32(2, 3), f32(2), (i64([0, 0]), i64([1, 1])), init=(1,)),
    S("ops.IndexPut", f32(2, 3), f32(1), [i64([0])], grad=False),
    S("Tensor.index_put", f32(2, 3), [i64([0, 0]), i64([1, 2])], f32(2), True),
    S("Tensor.index_put", f32(2, 3), [i64([0])], f32(1), 1, raises="TypeError"),
    S("Tensor.index_put", f32(2, 3), [f32([0.0])], f32(1), raises="TypeError"),
    S("Tensor.index_put_", f32(2, 3), [i64([0, 1]), i64([1, 2])], f32(2), golden=False, why=ABSENT),
    S("Tensor.put_", f32(2, 3), i64([1, 5]), f32(2), golden=False, why=ABSENT),
    S("ops.inplace_update", f32(2, 3), f32(1, 3), (0,), grad=False),
    S("ops.inplace_add", f32(2, 3), f32(1, 3), 1, grad=False),
    S("ops.inplace_sub", f32(2, 3), f32(2, 3), (1, 0), grad=False),
    S("ops.InplaceAdd", f32(2, 3), f32(1, 3), init=((0,),), grad=False),
    S("ops.InplaceUpdateV2", f32(2, 3), (0,), f32(1, 3), grad=False),
    S("Tensor.inplace_update", f32(2, 3), f32(1, 3), (0,), grad=False),
    S("ops.inplace_index_add", param(f32(2, 3)), i32([0, 0]), f32(2, 3), 0, grad=False, jit=False),
    S("ops.InplaceIndexAdd", param(f32(2, 3)), i32([1]), f32(1, 3), init=(0,), grad=False, jit=False),
    S("ops.index_add", param(f32(2, 3)), i32([0, 1]), f32(2, 2), 1, grad=False, jit=False),
    S("ops.IndexAdd", param(f32(2, 3)), i32([0, 0]), f32(2, 3), init=(0,), grad=False, jit=False),
    S("ops.IndexAdd", f32(2, 3), i32([0]), f32(2, 3), init=(0,), raises="ValueError"),
    S("Tensor.index_add", f32(2, 3), i32([0, 0]), f32(2, 3), 0),
    S("Tensor.index_add", f32(2, 3), 0, i32([1]), f32(1, 3), alpha=2),
    S("mint.index_add", f32(2, 3), 1, i64([1]), f32(2, 1), golden=False, why=ABSENT),
    S("Tensor.index_add_", f32(2, 3), 1, i64([1]), f32(2, 1), golden=False, why=ABSENT),
    S("Tensor.index_copy_", f32(2, 3), 1, i64([1]), f32(2, 1), golden=False, why=ABSENT),
    S("ops.index_fill", f32(3, 4), 0, i32([0, 2]), 9.0),
    S("ops.index_fill", f32(3, 4), 1, i32([2]), f32(), grad=False),
    S("ops.index_fill", i64(2), 0, i32([0]), 9),
    S("ops.index_fill", f32(3), 0, i64([0]), 9.0, golden=False, why=INT64),
    S("ops.index_fill", f32(3, 4), 1, 0, 9.0, raises="TypeError"),
    S("ops.IndexFill", f32(3), 0, i32([1]), f32(2.5), grad=False),
    S("Tensor.index_fill", f32(3), 0, i32([1]), 2.5),
    S("Tensor.index_fill_", f32(3), 0, i64([1]), 2.5, golden=False, why=ABSENT),
    S("ops.select_scatter", f32(2, 3), f32(2), 1, 0),
    S("ops.select_scatter", f32(2, 3), f32(3), 0, -1),
    S("Tensor.select_scatter", f32(2, 3), f32(3), 0, 1),
    S("ops.slice_scatter", f32(3, 4), f32(1, 4), 0, 1, 2),
    S("ops.slice_scatter", f32(3, 4), f32(2, 4), 0, 0, 9, 2),
    S("Tensor.slice_scatter", f32(3, 4), f32(3, 2), 1, 1, 3),
    S("ops.unsorted_segment_sum", f32(5, 2), i64([0, 1, 0, 1, 2]), 4),
    S("ops.unsorted_segment_sum", i32(3), i32([0, 1, 0]), 2),
    S("ops.unsorted_segment_sum", f32(2, 2, 3), i64([[0, 1], [1, 1]]), 2),
    S("ops.unsorted_segment_sum", f32(5, 2), i64([0, 1]), 3, raises="ValueError"),
    S("ops.unsorted_segment_sum", f32(2), f32([0.0, 1.0]), 3, raises="TypeError"),
    S("ops.unsorted_segment_sum", f32(2), i64([0, 1]), 0, raises="ValueError"),
    S("ops.UnsortedSegmentSum", f32(3), i64([0, 1, 0]), 2),
    S("ops.unsorted_segment_max", f32(5, 2), i64([0, 1, 0, 1, 2]), 3),
    S("ops.unsorted_segment_max", f32([1.0, 1.0, 2.0]), i64([0, 0, 2]), 3, fd=False),
    S("ops.UnsortedSegmentMax", i32(3), i32([0, 1, 0]), 3),
    S("ops.unsorted_segment_min", f32(5, 2), i64([0, 1, 0, 1, 2]), 3),
    S("Tensor.unsorted_segment_min", i32(3), i32([0, 1, 0]), 3),
    S("ops.unsorted_segment_prod", f32(5, 2), i64([0, 1, 0, 1, 2]), 4),
    S("ops.unsorted_segment_prod", f32([0.0, 3.0, 2.0, 0.0, 0.0]), i64([0, 0, 2, 1, 1]), 3),
    *[
        S(f"ops.Segment{how}", f32(5, 2), i64([0, 0, 2, 2, 2]), grad=False, jit=False)
        for how in ("Sum", "Mean", "Max", "Min")
    ],
    S("ops.SegmentProd", f32(4), i64([0, 0, 1, 1]), grad=False, jit=False),
    S("ops.sparse_segment_mean", f32(5, 2), i32([0, 1, 2]), i32([0, 0, 1]), grad=False, jit=False),
    S("Tensor.masked_fill_", f32(3), i64([1, 0, 1]), 2.5, raises="TypeError", golden=False, why=ABSENT),
]
