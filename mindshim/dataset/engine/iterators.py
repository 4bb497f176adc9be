"""Iterators over the epochs of a dataset (mirrors `mindspore.dataset.engine.iterators`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mindshim._core.dtypes import as_printed
from mindshim.dataset.engine.values import given

if TYPE_CHECKING:
    from mindshim.dataset.engine.datasets import Dataset, Row


class RowIterator:
    """Iterates over the epochs of a dataset: each `for` loop is one epoch."""

    def __init__(self, dataset: Dataset, num_epochs: int, output_numpy: bool, as_dict: bool) -> None:
        self._dataset = dataset
        self._left = num_epochs
        self._numpy = output_numpy
        self._dict = as_dict
        self._epoch = getattr(dataset, "_next_epoch", 0)

    def __iter__(self) -> Iterator[Any]:
        if self._left == 0:
            return
        self._left -= 1
        epoch, self._epoch = self._epoch, self._epoch + 1
        # A new iterator goes on with the next epoch, so that it shuffles anew.
        self._dataset._next_epoch = self._epoch  # type: ignore[attr-defined]
        for row in self._dataset._rows(epoch):
            yield self._out(row)

    def _out(self, row: Row) -> Any:
        values: list[Any]
        if self._numpy:
            values = [given(v, False) if isinstance(v, dict) else as_printed(v) for v in row]
        else:
            from mindshim.common.tensor import Tensor

            # Strings stay NumPy arrays, as MindSpore's.
            values = [given(v, True) if isinstance(v, dict) else v if _is_text(v) else Tensor(v) for v in row]
        return dict(zip(self._dataset._columns, values, strict=True)) if self._dict else values

    def __next__(self) -> Any:
        if not hasattr(self, "_running"):
            self._running = iter(self)
        return next(self._running)


def _is_text(value: Any) -> bool:
    return getattr(getattr(value, "dtype", None), "kind", "") in ("S", "U")
