"""Embedding layers (mirrors `mindspore.nn.layer.embedding`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import positive_int


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
