"""Calls of mindshim/ops/{sparse_parts,sparse_matrices,sparse_segments,set_operations}.py."""

from __future__ import annotations

from sample import S, dtype, f16, f32, i8, i32, i64

_A = (i64([[0, 1], [1, 2]]), f32([1.0, 2.0]), i64([3, 4]))
_B = (i64([[0, 0], [0, 1], [1, 2]]), f32([3.0, -1.0, 4.0]), i64([3, 4]))
_IA, _IB = (_A[0], i8([1, 2]), _A[2]), (_B[0], i8([3, -1, 4]), _B[2])
_MORE = (i64([[0, 0], [2, 2], [1, 0]]), f32([7.0, -7.0, 5.0]), i64([3, 3]))
_COUNTED = (
    i64([[1, 2], [3, 4], [2, 1], [2, 2], [1, 0], [3, 3], [2, 0], [2, 2]]),
    i64([0, 2, 8, 8, 1, 2, 3, 7]),
    i64([5, 5]),
    i64([2, 5, 1, 0, 4, 2, 2, 2]),
)
_ROWS = (i32([4, 5]), i32([0, 4]), i32([0, 1, 1, 3, 4]), i32([0, 3, 4, 0]), f32([1.0, 5.0, -1.0, -2.0]))
_BATCH = (i32([2, 2, 2]), i32([0, 2, 3]), i32([0, 1, 2, 0, 0, 1]), i32([1, 0, 1]), f32([1.0, 2.0, 3.0]))
_SETS = (i32([[2, 2, 0], [2, 2, 1], [0, 2, 2]]), i32([[2, 2, 1], [0, 2, 0], [0, 1, 1]]))
SAMPLES = [
    S("ops.SparseAdd", *_A, *_B, f32(0.0), grad=False, jit=False),
    S("ops.SparseAdd", *_A, *_B, f32(6.0), grad=False, jit=False),
    S("ops.SparseAdd", *_A, *_IB, f32(0.0), raises="TypeError"),
    S("ops.SparseSparseMaximum", *_A, *_B, grad=False, jit=False),
    S("ops.SparseSparseMinimum", *_IA, *_IB, jit=False),
    S("ops.SparseSparseMaximum", *_A, *_IB, raises="TypeError"),
    S("ops.SparseReorder", i64([[2, 1], [0, 1], [0, 0], [2, 1]]), i32([1, 2, 3, 4]), i64([3, 3]), jit=False),
    S("ops.SparseReorder", i64([[2, 1], [0, 3]]), i32([1, 2]), i64([3, 3]), raises="ValueError"),
    S("ops.SparseReshape", i64([[0, 0, 0], [0, 1, 0], [1, 2, 3]]), i64([2, 3, 6]), i64([9, -1]), jit=False),
    S("ops.SparseReshape", i64([[0, 0, 0]]), i64([2, 3, 6]), i64([7, -1]), raises="RuntimeError"),
    S("ops.SparseDenseCwiseAdd", *_MORE, f32([[2.0], [3.0], [2.0]]), grad=False, jit=False),
    S("ops.SparseDenseCwiseMul", *_MORE, f32([2.0, 3.0, 4.0]), grad=False, jit=False),
    S("ops.SparseDenseCwiseDiv", *_MORE, f32([2.0, 3.0, 4.0]), jit=False, golden=False, why="the CPU build has no kernel"),
    S("ops.SparseTensorDenseAdd", i64([[0, 0], [0, 1], [0, 1]]), f32(3), i64([3, 3]), f32(3, 3), jit=False, fd=False),
    S("ops.SparseAddmm", i32([[0, 1], [1, 2]]), f32(2), i32([3, 4]), f32(4, 2), f32(3, 2), f32([2.0]), f32([3.0]),
      jit=False, grad=False),
    S("ops.SparseCountSparseOutput", *_COUNTED, jit=False),
    S("ops.SparseCountSparseOutput", *_COUNTED, attrs={"binary_output": True, "minlength": 12}, jit=False),
    S("ops.SparseCountSparseOutput", *_COUNTED, attrs={"minlength": 2, "maxlength": 4}, jit=False),
    # compressed rows
    S("ops.SparseTensorToCSRSparseMatrix", i32([[0, 1], [1, 2], [1, 3], [3, 0]]), f32(4), i32([5, 4]), jit=False, grad=False),
    S("ops.SparseTensorToCSRSparseMatrix", i64([[0, 0, 1], [0, 1, 2], [1, 1, 3]]), f32(3), i64([2, 2, 4]), jit=False,
      grad=False),
    S("ops.SparseMatrixMatMul", *_ROWS, f32(5, 3), jit=False, grad=False),
    S("ops.SparseMatrixMatMul", *_ROWS, f32(4, 3), attrs={"transpose_x1": True, "transpose_output": True}, jit=False,
      grad=False),
    S("ops.SparseMatrixMatMul", *_BATCH, f32(2, 2, 2), attrs={"transpose_x2": True}, jit=False, grad=False),
    S("ops.SparseMatrixMatMul", *_ROWS, f32(4, 3), raises="ValueError"),
    S("ops.SparseMatrixSoftmax", i32([2, 6]), i32(6), i32([0, 4, 6]), i32([0, 2, 3, 4, 3, 4]), f32(6),
      init=(dtype("float32"),), jit=False, grad=False),
    # groups of rows
    *[S(f"ops.SparseSegment{n}", f32(3, 4), i32([0, 2, 1, 1]), i32([0, 0, 1, 2]), jit=False) for n in ("Sum", "Mean", "SqrtN")],
    *[S(f"ops.SparseSegment{n}WithNumSegments", f32(3, 4), i64([0, 2, 1]), i64([0, 0, 2]), i64([5]), jit=False)
      for n in ("Sum", "Mean", "SqrtN")],
    S("ops.SparseSegmentSqrtN", f16(3, 2), i32([0, 2, 1]), i32([0, 0, 1]), jit=False, grad=False),
    S("ops.SparseSegmentSqrtN", f32(3, 2), i32([0, 2, 1]), i32([0, 0, 2]), raises="ValueError"),
    S("ops.SparseSegmentSqrtN", f32(3, 2), i32([0, 3]), i32([0, 1]), raises="ValueError"),
    S("ops.SparseSegmentSqrtN", i32(3, 2), i32([0, 2]), i32([0, 1]), raises="TypeError"),
    # sets
    *[S("ops.DenseToDenseSetOperation", *_SETS, init=(n,), jit=False) for n in ("a-b", "b-a", "intersection", "UNION")],
    S("ops.DenseToDenseSetOperation", *_SETS, init=("and",), raises="ValueError"),
    S("ops.DenseToSparseSetOperation", i64([[1, 2], [3, 0]]), i64([[0, 1], [0, 2], [1, 2]]), i64([5, 1, 7]), i64([2, 3]),
      init=("union",), jit=False, golden=False, why="the real one refuses every set of operands"),
]
