"""Embeddings (mirrors `mindspore.mint.nn.Embedding`)."""

from __future__ import annotations

from typing import Any

from mindshim.common import dtype as mstype
from mindshim.common.initializer import Normal, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class EmbeddingExt(Cell):
    """A table of vectors, looked up by index (mirrors `mindspore.mint.nn.Embedding`).

    Args:
        num_embeddings, embedding_dim: rows and columns. padding_idx: a row that begins as zeros and is not trained.
        max_norm, norm_type: longer vectors, by that norm, are shortened in the table as they are looked up.
        scale_grad_by_freq: a row's gradient is divided by how often it is looked up. sparse: must be False.
        _weight: the table, (num_embeddings, embedding_dim); else drawn from the normal distribution. _freeze: do not
            train it. dtype: of the table, float32 if None.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> table = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ms.mint.nn.Embedding(2, 2, _weight=table)(ms.Tensor([1, 0])))
        [[3. 4.]
         [1. 2.]]
    """

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None, max_norm: float | None = None,
        norm_type: float = 2.0, scale_grad_by_freq: bool = False, sparse: bool = False, _weight: Tensor | None = None,
        _freeze: bool = False, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        for name, value in (("num_embeddings", num_embeddings), ("embedding_dim", embedding_dim)):
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"For '{op}', the type of '{name}' should be 'int', but got type '{type(value).__name__}'.")
        if sparse:
            raise ValueError(f"For '{op}', 'sparse' must be False, but got {sparse}.")
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise ValueError(
                    f"For '{op}', the 'padding_idx' must be in [{-num_embeddings}, {num_embeddings}), but got {padding_idx}."
                )
            padding_idx %= num_embeddings
        self.num_embeddings, self.embedding_dim, self.padding_idx = num_embeddings, embedding_dim, padding_idx
        self.max_norm, self.norm_type, self.scale_grad_by_freq = max_norm, norm_type, scale_grad_by_freq
        self.dtype = mstype.float32 if dtype is None else dtype
        if _weight is None:
            start = initializer(Normal(1.0), (num_embeddings, embedding_dim), self.dtype).init_data()
            if padding_idx is not None:
                start[padding_idx] = 0
        else:
            if tuple(_weight.shape) != (num_embeddings, embedding_dim):
                raise ValueError(f"For '{op}', the shape of '_weight' must be {(num_embeddings, embedding_dim)}, but got {_weight.shape}.")
            start = _weight
        self.weight = Parameter(start, name="weight", requires_grad=not _freeze)

    def construct(self, input: Tensor) -> Tensor:
        return F.embedding(input, self.weight, self.padding_idx, self.max_norm, self.norm_type, self.scale_grad_by_freq)

    def extend_repr(self) -> str:
        return (
            f"num_embeddings={self.num_embeddings}, embedding_dim={self.embedding_dim}, padding_idx={self.padding_idx}, "
            f"max_norm={self.max_norm}, norm_type={self.norm_type}, scale_grad_by_freq={self.scale_grad_by_freq}, dtype={self.dtype}"
        )
