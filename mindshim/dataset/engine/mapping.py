"""`Dataset.map`: functions applied to columns of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mindshim.dataset.engine.datasets import Dataset, Row
from mindshim.dataset.engine.values import value_of


class Mapped(Dataset):
    """`Dataset.map`."""

    def __init__(self, parent: Dataset, steps: list[Callable[..., Any]], inputs: list[str], outputs: list[str]) -> None:
        for name in inputs:
            if name not in parent._columns:
                raise RuntimeError(f"Exception thrown from dataset pipeline. map operation: column '{name}' is not in {parent._columns}.")
        kept = [c for c in parent._columns if c not in inputs]
        same = len(inputs) == len(outputs)
        columns = (
            [dict(zip(inputs, outputs, strict=True)).get(c, c) for c in parent._columns] if same else [*outputs, *kept]
        )
        super().__init__(columns, (parent,))
        self._steps, self._inputs, self._outputs, self._kept, self._same = steps, inputs, outputs, kept, same

    def _rows(self, epoch: int) -> Iterator[Row]:
        parent = self._parents[0]
        at = [parent._columns.index(c) for c in self._inputs]
        kept = [parent._columns.index(c) for c in self._kept]
        for row in parent._rows(epoch):
            values: Any = tuple(row[i] for i in at)
            for step in self._steps:
                out = step(*values)
                values = out if isinstance(out, tuple) else (out,)
            if len(values) != len(self._outputs):
                raise RuntimeError(
                    f"Exception thrown from dataset pipeline. map operation: {len(values)} columns came back, but "
                    f"output_columns has {len(self._outputs)}."
                )
            arrays = tuple(value_of(v) for v in values)
            if self._same:
                new = list(row)
                for i, v in zip(at, arrays, strict=True):
                    new[i] = v
                yield tuple(new)
            else:
                yield (*arrays, *(row[i] for i in kept))

    def _length(self) -> int:
        return self._parents[0]._length()
