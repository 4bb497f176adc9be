"""Batches of values that are filled up to one shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.dataset.engine.batching import Batched
from mindshim.dataset.engine.datasets import Dataset, positive


def padded(parent: Dataset, batch_size: Any, drop_remainder: Any, pad_info: Any) -> Dataset:
    """`Dataset.padded_batch`, with MindSpore's errors."""
    if not callable(batch_size):
        if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
            raise TypeError("batch_size should either be an int or a callable.")
        batch_size = positive(batch_size, "batch_size")
    if not isinstance(drop_remainder, bool):
        raise TypeError(
            f"Argument drop_remainder with value {drop_remainder} is not of type [<class 'bool'>], but got {type(drop_remainder)}."
        )
    if pad_info is None:
        return Batched(parent, batch_size, drop_remainder)
    if not isinstance(pad_info, dict):
        raise TypeError(f"Argument pad_info with value {pad_info} is not of type [<class 'dict'>], but got {type(pad_info)}.")
    return PaddedBatchDataset(parent, batch_size, drop_remainder, pad_info)


class PaddedBatchDataset(Batched):
    """`Dataset.padded_batch`."""

    def __init__(self, parent: Dataset, size: Any, drop: bool, pad_info: dict[str, Any]) -> None:
        super().__init__(parent, size, drop)
        for name, how in pad_info.items():
            if not isinstance(how, tuple) or len(how) != 2 or not (how[0] is None or isinstance(how[0], list)):
                raise TypeError(f"pad_info of column {name!r} must be a tuple of a list (or None) and a value, but got {how!r}.")
        self._info = pad_info or {name: (None, 0) for name in parent._columns}

    def _stacked(self, name: str, values: list[np.ndarray]) -> np.ndarray:
        for known in self._info:
            if known not in self._columns:
                raise RuntimeError(f"Exception thrown from dataset pipeline. Invalid pad_info, column name: {known} does not exist.")
        if name not in self._info:
            return super()._stacked(name, values)
        asked, fill = self._info[name]
        ranks = {v.ndim for v in values}
        if len(ranks) > 1 or (asked is not None and ranks != {len(asked)}):
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Invalid pad_info, rank of pad_shape must be equal to rank of column "
                f"'{name}': pad_shape {asked}, shapes {[v.shape for v in values]}."
            )
        if ranks == {0}:
            return np.stack(values)
        largest = np.max([v.shape for v in values], 0).tolist()
        shape = [n if size is None else size for n, size in zip(largest, asked or [None] * len(largest), strict=True)]
        text = values[0].dtype.kind in "SU"
        blank: Any = "" if values[0].dtype.kind == "U" else b""
        fill = (blank if not fill else fill) if text else (0 if fill is None else fill)
        dtype = np.result_type(*values, np.asarray(fill)) if text else values[0].dtype
        out = np.full((len(values), *shape), fill, dtype)
        for row, value in zip(out, values, strict=True):
            common = tuple(slice(min(a, b)) for a, b in zip(value.shape, shape, strict=True))
            row[common] = value[common]
        return out
