"""Datasets from several datasets, or from some rows of one: zip, concat, filter, split, sync_wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mindshim.dataset import config
from mindshim.dataset.engine.datasets import Dataset, Row, names_of


class ZipDataset(Dataset):
    """The columns of several datasets side by side, as far as the shortest goes (`Dataset.zip`)."""

    def __init__(self, parents: tuple[Dataset, ...]) -> None:
        columns = [c for p in parents for c in p._columns]
        if len(set(columns)) != len(columns):
            raise RuntimeError(f"Exception thrown from dataset pipeline. zip operation: column names come twice: {columns}.")
        super().__init__(columns, parents)

    def _rows(self, epoch: int) -> Iterator[Row]:
        for rows in zip(*(p._rows(epoch) for p in self._parents), strict=False):
            yield tuple(v for row in rows for v in row)

    def _length(self) -> int:
        return min(p._length() for p in self._parents)


class ConcatDataset(Dataset):
    """The rows of several datasets one after another (`Dataset.concat`)."""

    def __init__(self, parents: tuple[Dataset, ...]) -> None:
        super().__init__(parents[0]._columns, parents)

    def _rows(self, epoch: int) -> Iterator[Row]:
        for parent in self._parents:
            if parent._columns != self._columns:
                raise RuntimeError(
                    f"Exception thrown from dataset pipeline. concat operation: columns {parent._columns} are not the "
                    f"columns {self._columns} of the first dataset."
                )
            yield from parent._rows(epoch)

    def _length(self) -> int:
        return sum(p._length() for p in self._parents)


class FilterDataset(Dataset):
    """The rows for which a function is true (`Dataset.filter`)."""

    def __init__(self, parent: Dataset, predicate: Callable[..., Any], inputs: list[str] | None) -> None:
        super().__init__(parent._columns, (parent,))
        names = parent._columns if inputs is None else inputs
        for name in names:
            if name not in parent._columns:
                raise RuntimeError(
                    f"Exception thrown from dataset pipeline. filter operation: column '{name}' is not in {parent._columns}."
                )
        self._predicate, self._at = predicate, [parent._columns.index(c) for c in names]

    def _rows(self, epoch: int) -> Iterator[Row]:
        for row in self._parents[0]._rows(epoch):
            if self._predicate(*(row[i] for i in self._at)):
                yield row


class SyncWaitDataset(Dataset):
    """Rows that wait for `sync_update` (`Dataset.sync_wait`)."""

    def __init__(self, parent: Dataset, condition: str, allowed: int, callback: Callable[[Any], None] | None) -> None:
        super().__init__(parent._columns, (parent,))
        self.condition, self._allowed, self._callback = condition, allowed, callback
        self._left = allowed

    def update(self, num_batch: int | None, data: Any) -> None:
        """Let further rows pass, after the callback got `data`."""
        if self._callback is not None and data is not None:
            self._callback(data)
        self._left = self._allowed if num_batch is None else num_batch

    def _rows(self, epoch: int) -> Iterator[Row]:
        for row in self._parents[0]._rows(epoch):
            if self._left <= 0:
                raise RuntimeError(
                    f"Exception thrown from dataset pipeline. sync_wait: the next row waits for sync_update('{self.condition}'), "
                    "which has to be called before it is asked for."
                )
            self._left -= 1
            yield row

    def _length(self) -> int:
        return self._parents[0]._length()


class Selected(Dataset):
    """A run of the rows, of all rows shuffled in one fixed way if wanted (`Dataset.split`)."""

    def __init__(self, parent: Dataset, start: int, count: int, seed: int | None) -> None:
        super().__init__(parent._columns, (parent,))
        self._start, self._count, self._seed = start, count, seed

    def _rows(self, epoch: int) -> Iterator[Row]:
        rows = list(self._parents[0]._rows(epoch if self._seed is None else 0))
        order = np.arange(len(rows)) if self._seed is None else np.random.default_rng(self._seed).permutation(len(rows))
        for index in order[self._start : self._start + self._count]:
            yield rows[int(index)]

    def _length(self) -> int:
        return self._count


def zipped(datasets: Any) -> Dataset:
    """The columns of the datasets in a tuple side by side (mirrors `mindspore.dataset.zip`).

    Raises:
        TypeError: for no tuple of datasets. ValueError: for fewer than two. RuntimeError: for a column name that comes twice.

    Examples:
        >>> import mindshim.dataset as ds
        >>> pairs = ds.zip((ds.NumpySlicesDataset([1, 2], "a"), ds.NumpySlicesDataset([3, 4, 5], "b")))
        >>> pairs.get_col_names(), pairs.get_dataset_size()
        (['a', 'b'], 2)
    """
    if not isinstance(datasets, tuple):
        raise TypeError(f"Argument datasets with value {datasets!r} is not of type [<class 'tuple'>], but got {type(datasets)}.")
    if len(datasets) < 2:
        raise ValueError("Can't zip empty or just one dataset!")
    for one in datasets:
        if not isinstance(one, Dataset):
            raise TypeError(f"Argument datasets with value {one!r} is not of type [<class 'Dataset'>], but got {type(one)}.")
    return ZipDataset(datasets)


def concatenated(first: Dataset, datasets: Any) -> Dataset:
    """`first`, then the dataset or the datasets of a list."""
    others = datasets if isinstance(datasets, list) else [datasets]
    if not all(isinstance(d, Dataset) for d in others):
        raise TypeError(
            f"Argument datasets with value {datasets!r} is not of type [<class 'list'>, <class 'Dataset'>], but got "
            f"{type(datasets)}."
        )
    return ConcatDataset((first, *others))


def filtered(parent: Dataset, predicate: Any, input_columns: Any) -> Dataset:
    """The rows for which `predicate` is true."""
    if not callable(predicate):
        raise TypeError("Predicate should be a Python function or a callable Python object.")
    return FilterDataset(parent, predicate, None if input_columns is None else names_of(input_columns, "input_columns"))


def split(parent: Dataset, sizes: Any, randomize: bool) -> tuple[Dataset, ...]:
    """The parts of a dataset, of so many rows or such shares."""
    if not isinstance(sizes, list) or not sizes or not all(isinstance(s, (int, float)) and s > 0 for s in sizes):
        raise ValueError(f"sizes must be a list of positive ints or of floats, but got {sizes!r}.")
    total = parent.get_dataset_size()
    if all(isinstance(s, float) for s in sizes):
        if abs(sum(sizes) - 1) > 1e-9:
            raise ValueError("sizes is a list of float, but the percentages do not sum up to 1.")
        counts = [round(s * total) for s in sizes]
        # What rounding added or left over goes to the first part that can bear it.
        rest = total - sum(counts)
        counts[next(i for i, c in enumerate(counts) if c + rest > 0)] += rest
    else:
        counts = [int(s) for s in sizes]
        if sum(counts) != total:
            raise RuntimeError(f"Sum of split sizes {sum(counts)} is not equal to dataset size {total}.")
    seed = config.get_seed() if randomize else None
    starts = np.cumsum([0, *counts[:-1]]).tolist()
    return tuple(Selected(parent, start, count, seed) for start, count in zip(starts, counts, strict=True))


def sync_waits(dataset: Dataset) -> list[SyncWaitDataset]:
    """All places of a pipeline that wait."""
    own = [dataset] if isinstance(dataset, SyncWaitDataset) else []
    return own + [w for p in dataset._parents for w in sync_waits(p)]
