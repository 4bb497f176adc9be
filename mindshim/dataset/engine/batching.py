"""`Dataset.batch`: rows stacked into batches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mindshim.dataset.engine.datasets import Dataset, Row, positive
from mindshim.dataset.engine.values import merged


class BatchInfo:
    """Which batch a function of `Dataset.batch` is asked about."""

    def __init__(self, epoch: int, batch: int) -> None:
        self._epoch, self._batch = epoch, batch

    def get_epoch_num(self) -> int:
        """The epoch, from 0."""
        return self._epoch

    def get_batch_num(self) -> int:
        """The batch of the epoch, from 0."""
        return self._batch


class Batched(Dataset):
    """`Dataset.batch`."""

    def __init__(self, parent: Dataset, size: Any, drop: bool) -> None:
        super().__init__(parent._columns, (parent,))
        self._size, self._drop = size, drop
        self._map: Callable[..., Any] | None = None
        self._inputs: list[str] = []
        self._outputs: list[str] = []

    def mapped(self, function: Callable[..., Any], inputs: list[str], outputs: list[str]) -> Batched:
        """With a function applied to each batch before it is stacked."""
        for name in inputs:
            if name not in self._columns:
                raise RuntimeError(f"Exception thrown from dataset pipeline. batch operation: column '{name}' is not in {self._columns}.")
        self._map, self._inputs, self._outputs = function, inputs, outputs
        if len(inputs) == len(outputs):
            new = dict(zip(inputs, outputs, strict=True))
            self._columns = [new.get(c, c) for c in self._columns]
        else:
            self._columns = [*outputs, *(c for c in self._columns if c not in inputs)]
        return self

    def _rows(self, epoch: int) -> Iterator[Row]:
        parent = self._parents[0]
        rows = parent._rows(epoch)
        for number in itertools.count():
            info = BatchInfo(epoch, number)
            size = positive(self._size(info), "batch_size") if callable(self._size) else self._size
            chunk = list(itertools.islice(rows, size))
            if not chunk or (len(chunk) < size and self._drop):
                return
            columns: dict[str, Any] = dict(zip(parent._columns, map(list, zip(*chunk, strict=True)), strict=True))
            if self._map is not None:
                columns = self._changed(columns, info)
            yield tuple(self._stacked(name, columns[name]) for name in self._columns)

    def _changed(self, columns: dict[str, Any], info: BatchInfo) -> dict[str, Any]:
        assert self._map is not None
        out = self._map(*(columns[c] for c in self._inputs), info)
        values = out if isinstance(out, tuple) else (out,)
        if len(values) != len(self._outputs):
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. batch operation: {len(values)} columns came back from per_batch_map, "
                f"but output_columns has {len(self._outputs)}."
            )
        kept = {c: v for c, v in columns.items() if c not in self._inputs}
        # A dict is the whole batch's, not one row's.
        return kept | {c: v if isinstance(v, dict) else list(v) for c, v in zip(self._outputs, values, strict=True)}

    def _stacked(self, name: str, column: Any) -> Any:
        if isinstance(column, dict):
            return column
        if any(isinstance(v, dict) for v in column):
            return merged(column, name)
        values = [np.asarray(v) for v in column]
        shapes = {v.shape for v in values}
        if len(shapes) > 1:
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Batch operation: Tensor shapes of column '{name}' differ: "
                f"{sorted(shapes)}; pad or resize them first."
            )
        return np.stack(values)

    def _length(self) -> int:
        if callable(self._size):
            return super()._length()
        rows = self._parents[0]._length()
        return rows // self._size if self._drop else -(-rows // self._size)

    def get_batch_size(self) -> int:
        if callable(self._size):
            raise NotImplementedError("Dataset.get_batch_size: it differs from batch to batch; look at the batches.")
        return self._size
