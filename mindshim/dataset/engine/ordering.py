"""Rows and columns in another order, number or under other names: shuffle, repeat, take, skip, project, rename."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from mindshim.dataset import config
from mindshim.dataset.engine.datasets import Dataset, Row


class Shuffled(Dataset):
    """`Dataset.shuffle`."""

    def __init__(self, parent: Dataset, size: int) -> None:
        super().__init__(parent._columns, (parent,))
        self._size = size

    def _rows(self, epoch: int) -> Iterator[Row]:
        rng = np.random.default_rng([config.get_seed(), epoch])
        rows = self._parents[0]._rows(epoch)
        buffer = list(itertools.islice(rows, self._size))
        for row in rows:
            i = int(rng.integers(len(buffer)))
            out, buffer[i] = buffer[i], row
            yield out
        for i in rng.permutation(len(buffer)):
            yield buffer[i]

    def _length(self) -> int:
        return self._parents[0]._length()


class Repeated(Dataset):
    """`Dataset.repeat`."""

    def __init__(self, parent: Dataset, count: int) -> None:
        if isinstance(count, bool) or not isinstance(count, int):
            raise TypeError(f"Argument count with value {count!r} is not of type [<class 'int'>].")
        if count == 0 or count < -1:
            raise ValueError("count should be either -1 or positive integer, range[1, 2147483647].")
        super().__init__(parent._columns, (parent,))
        self._count = count

    def _rows(self, epoch: int) -> Iterator[Row]:
        for i in itertools.count() if self._count < 0 else range(self._count):
            yield from self._parents[0]._rows(epoch * max(self._count, 1) + i)

    def _length(self) -> int:
        return self._parents[0]._length() * max(self._count, 1)

    def get_repeat_count(self) -> int:
        return self._count


class Part(Dataset):
    """`Dataset.take` and `Dataset.skip`."""

    def __init__(self, parent: Dataset, start: int, count: int | None) -> None:
        super().__init__(parent._columns, (parent,))
        self._start, self._count = start, count

    def _rows(self, epoch: int) -> Iterator[Row]:
        stop = None if self._count is None else self._start + self._count
        return itertools.islice(self._parents[0]._rows(epoch), self._start, stop)

    def _length(self) -> int:
        rest = max(self._parents[0]._length() - self._start, 0)
        return rest if self._count is None else min(rest, self._count)


class Reordered(Dataset):
    """`Dataset.project` and `Dataset.rename`."""

    def __init__(self, parent: Dataset, wanted: list[str], columns: list[str]) -> None:
        for name in wanted:
            if name not in parent._columns:
                raise RuntimeError(f"Exception thrown from dataset pipeline. The column '{name}' is not in {parent._columns}.")
        super().__init__(list(columns), (parent,))
        self._at = [parent._columns.index(c) for c in wanted]

    def _rows(self, epoch: int) -> Iterator[Row]:
        for row in self._parents[0]._rows(epoch):
            yield tuple(row[i] for i in self._at)

    def _length(self) -> int:
        return self._parents[0]._length()
