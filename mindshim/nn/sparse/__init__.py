"""Layers of sparse tensors (mirrors `mindspore.nn.sparse`)."""

from __future__ import annotations

from mindshim.nn.sparse.sparse import SparseTensorDenseMatmul as SparseTensorDenseMatmul
from mindshim.nn.sparse.sparse import SparseToDense as SparseToDense
