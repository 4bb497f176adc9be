"""Embedding layers (mirrors `mindspore.nn.layer.embedding`)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import positive_int
from mindshim.ops.nn.field_pooling import field_pooling
from mindshim.ops.nn.measures import clip_vector_norm


class Embedding(Cell):
    """A table of vectors, looked up by index (mirrors `mindspore.nn.Embedding`).

    Args:
        vocab_size, embedding_size: rows and columns. use_one_hot: look up by a matrix product. embedding_table:
            initial values. dtype: of the table. padding_idx: a row that starts as zeros.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Embedding(10, 4)(ms.Tensor([[1, 2]])).shape
        (1, 2, 4)
    """

    def __init__(
        self, vocab_size: int, embedding_size: int, use_one_hot: bool = False, embedding_table: Any = "normal",
        dtype: Any = mstype.float32, padding_idx: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.vocab_size = positive_int(self.cls_name, "vocab_size", vocab_size)
        self.embedding_size = positive_int(self.cls_name, "embedding_size", embedding_size)
        check.check_value_type("use_one_hot", use_one_hot, [bool], self.cls_name)
        if padding_idx is not None and (isinstance(padding_idx, bool) or not isinstance(padding_idx, int)):
            raise TypeError(f"For '{self.cls_name}', the type of 'padding_idx' must be int, but got {type(padding_idx).__name__}.")
        self.use_one_hot, self.dtype, self.padding_idx = use_one_hot, dtype, padding_idx
        table = initializer(embedding_table, [vocab_size, embedding_size], dtype=dtype)
        if padding_idx is not None:
            if not 0 <= padding_idx < vocab_size:
                raise ValueError(f"For '{self.cls_name}', the 'padding_idx' must be in [0, {vocab_size}), but got {padding_idx}.")
            values = table.init_data().asnumpy() if table.has_init else table.asnumpy()
            values = values.copy()
            values[padding_idx] = 0
            table = Tensor(values)
        self.embedding_table = Parameter(table, name="embedding_table")

    def construct(self, ids: Tensor) -> Tensor:
        if self.use_one_hot:
            codes = ops.one_hot(ids, self.vocab_size, Tensor(1.0, self.dtype), Tensor(0.0, self.dtype))
            return ops.matmul(codes, self.embedding_table)
        return ops.embedding(ids, self.embedding_table)

    def extend_repr(self) -> str:
        return (
            f"vocab_size={self.vocab_size}, embedding_size={self.embedding_size}, use_one_hot={self.use_one_hot}, "
            f"embedding_table={self.embedding_table}, dtype={self.dtype}, padding_idx={self.padding_idx}"
        )


class EmbeddingLookup(Cell):
    """A table of vectors, looked up by index (mirrors `mindspore.nn.EmbeddingLookup`).

    The table's gradient has a row for every row of the table; MindSpore's is of rows for `sparse`.

    Args:
        vocab_size, embedding_size: rows and columns. param_init: initial values, a Tensor, name, number or initializer.
        target: 'CPU' or 'DEVICE', where MindSpore keeps the table. slice_mode,
            manual_shapes: how several devices share the table; kept, there is one here. max_norm: longer vectors are
            shortened to this length. sparse: must be True for 'CPU'. dtype: of the table.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> table = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ms.nn.EmbeddingLookup(2, 2, param_init=table)(ms.Tensor([1, 0, 5], ms.int32)))
        [[3. 4.]
         [1. 2.]
         [0. 0.]]
    """

    BATCH_SLICE = "batch_slice"
    FIELD_SLICE = "field_slice"
    TABLE_ROW_SLICE = "table_row_slice"
    TABLE_COLUMN_SLICE = "table_column_slice"

    def __init__(
        self, vocab_size: int, embedding_size: int, param_init: Any = "normal", target: str = "CPU",
        slice_mode: str = "batch_slice", manual_shapes: Any = None, max_norm: float | None = None, sparse: bool = True,
        dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        check.check_value_type("sparse", sparse, [bool], op)
        self.vocab_size = positive_int(op, "vocab_size", vocab_size)
        if target not in ("CPU", "DEVICE"):
            raise ValueError(f"For '{op}', the 'target' must be one of values in ('CPU', 'DEVICE'), but got {target}.")
        if not sparse and target == "CPU":
            raise ValueError(f"For '{op}', 'sparse' must be True when 'target' is \"CPU\", but got 'sparse': {sparse} and 'target': {target}")
        self.target, self.sparse = target, sparse
        self.embedding_size = positive_int(op, "embedding_size", embedding_size)
        self.embedding_table = Parameter(initializer(param_init, [vocab_size, embedding_size], dtype=dtype), name="embedding_table")
        # Some optimizers update the rows alone that were looked up.
        self.embedding_table.sparse_rows = sparse
        self.max_norm = None
        if max_norm is not None:
            check.check_is_float(max_norm, "max_norm", op)
            if max_norm <= 0:
                raise ValueError(f"For '{op}', the 'max_norm' must be float and must > 0, but got '{max_norm}' with type 'float'.")
            self.max_norm = max_norm

    def construct(self, indices: Tensor) -> Tensor:
        if not isinstance(indices, Tensor) or indices.dtype not in (mstype.int32, mstype.int64):
            got = indices.dtype if isinstance(indices, Tensor) else type(indices).__name__
            raise TypeError(f"For '{self.cls_name}', the 'indices' must be an int32 or int64 Tensor, but got {got}.")
        if self.target == "CPU":
            if indices.ndim == 0:
                raise ValueError(f"For '{self.cls_name}', the dimension of 'indices' must be greater than 0, but got 0.")
            out = ops.EmbeddingLookup()(self.embedding_table, indices, 0)
        else:
            out = ops.gather(self.embedding_table, indices, 0)
        return out if self.max_norm is None else dispatch.apply(clip_vector_norm, (out, self.max_norm, (-1,)))


class MultiFieldEmbeddingLookup(EmbeddingLookup):
    """Vectors of a table, weighted and combined field by field (mirrors `mindspore.nn.MultiFieldEmbeddingLookup`).

    Args:
        vocab_size, embedding_size, param_init, target, slice_mode, max_norm, sparse, dtype: see `EmbeddingLookup`.
        field_size: the number of fields. feature_num_list: kept. operator: 'SUM', 'MEAN' (over the magnitudes of the
            weights) or 'MAX' of a field's weighted vectors.

    Inputs:
        input_indices, input_values, field_ids: shape (N, S): rows of the table (int32 or int64), their weights
        (float32; those of zero count as absent) and their fields (int32).

    Returns:
        Of a call: a Tensor of shape (N, field_size, embedding_size), zeros for fields without a vector.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> table = ms.Tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        >>> lookup = ms.nn.MultiFieldEmbeddingLookup(3, 2, 2, param_init=table)
        >>> print(lookup(ms.Tensor([[0, 1, 2]], ms.int32), ms.Tensor([[1.0, 1.0, 0.5]]), ms.Tensor([[0, 0, 1]], ms.int32)))
        [[[4.  6. ]
          [2.5 3. ]]]
    """

    OPERATOR_SUM = "SUM"
    OPERATOR_MEAN = "MEAN"
    OPERATOR_MAX = "MAX"

    def __init__(
        self, vocab_size: int, embedding_size: int, field_size: int, param_init: Any = "normal", target: str = "CPU",
        slice_mode: str = "batch_slice", feature_num_list: Any = None, max_norm: float | None = None, sparse: bool = True,
        operator: str = "SUM", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__(vocab_size, embedding_size, param_init, target, slice_mode, feature_num_list, max_norm, sparse, dtype)
        op = self.cls_name
        self.field_size = positive_int(op, "field_size", field_size)
        if operator not in ("SUM", "MAX", "MEAN"):
            raise ValueError(f"For '{op}', the 'operator' must be str and must be in '['SUM', 'MAX', 'MEAN']', but got '{operator}'.")
        self.operator = operator

    def construct(self, input_indices: Tensor, input_values: Tensor, field_ids: Tensor) -> Tensor:
        op = self.cls_name
        inputs = (
            ("input_indices", input_indices, (mstype.int32, mstype.int64)),
            ("input_values", input_values, (mstype.float32,)),
            ("field_ids", field_ids, (mstype.int32,)),
        )
        for name, x, _ in inputs:
            if isinstance(x, Tensor) and x.ndim != 2:
                raise ValueError(f"For '{op}', the dimension of '{name}' must be 2d, but got {x.ndim}")
        for name, x, allowed in inputs:
            if not isinstance(x, Tensor) or x.dtype not in allowed:
                got = x.dtype if isinstance(x, Tensor) else type(x).__name__
                raise TypeError(f"For '{op}', the '{name}' should be a Tensor of {', '.join(map(str, allowed))}, but got {got}.")
        vectors = super().construct(input_indices)
        out = dispatch.apply(field_pooling, (vectors, input_values, field_ids, self.field_size, self.operator, op))
        return out.astype(mstype.float32)
