"""MindRecord files as a dataset, and datasets as MindRecord files."""

from __future__ import annotations

import copy
import enum
import os
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from mindshim.dataset.engine.datasets import Dataset, Row, names_of
from mindshim.dataset.engine.samplers import (
    DistributedSampler,
    PKSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
    SubsetSampler,
    choose,
)
from mindshim.dataset.engine.sources import _Indexed


class Shuffle(enum.StrEnum):
    """What is shuffled: all rows, the files, the rows in each file (mirrors `mindspore.dataset.Shuffle`)."""

    GLOBAL = "global"
    FILES = "files"
    INFILE = "infile"
    ADAPTIVE = "adaptive"
    PARTIAL = "partial"

    __str__ = enum.Enum.__str__


class _Ordered(Sampler):
    """The rows of files in one of the orders of `Shuffle` (None: as they come), or a part; padded ones are among all or behind."""

    def __init__(self, files: list[int], order: Shuffle | None, padded: int, shards: int, shard: int, num_samples: Any) -> None:
        super().__init__(num_samples)
        self.files, self.order, self.padded, self.shards, self.shard = files, order, padded, shards, shard

    def indices(self, count: int, epoch: int) -> list[int]:
        rng, total = self._random(epoch), sum(self.files)
        if self.padded and count % self.shards:
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Invalid data, the size of dataset and padded samples: {count} can not be "
                f"divisible by the value of 'num_shards': {self.shards}.\n Please adjust the value of 'num_padded'."
            )
        starts = np.cumsum([0, *self.files])
        runs = [np.arange(start, start + size) for start, size in zip(starts, self.files, strict=False)]
        if self.order is None:
            rows = np.arange(total)
        elif self.order is Shuffle.FILES:
            rows = np.concatenate([runs[i] for i in rng.permutation(len(runs))])
        elif self.order is Shuffle.INFILE:
            rows = np.concatenate([rng.permutation(run) for run in runs])
        else:
            rows = rng.permutation(count)
        if len(rows) < count:
            rows = np.concatenate([rows, np.arange(total, count)])
        if self.shards > 1:
            rows = np.resize(rows, -(-len(rows) // self.shards) * self.shards)[self.shard :: self.shards]
        return self._first(rows, count)


class MindDataset(_Indexed):
    """The rows of MindRecord files (mirrors `mindspore.dataset.MindDataset`).

    Columns: the fields, in alphabetical order. Numbers and arrays have the fields' dtypes, strings are NumPy strings, bytes are
    arrays of one element.

    Args:
        dataset_files: a file, which stands for all that were written with it, or a list of those to read.
        columns_list: the columns to read. Default: None, all. num_parallel_workers: accepted.
        shuffle: True, False or a `Shuffle`. Default: None, all rows. num_shards, shard_id: the part of the rows to give.
        sampler: a SequentialSampler, SubsetSampler, SubsetRandomSampler, RandomSampler, PKSampler or DistributedSampler.
        padded_sample: a dict, column -> value: a row that comes `num_padded` times more, behind the others or shuffled with all; needs `columns_list`.
        num_samples: at most so many rows. cache: not supported.

    Raises:
        TypeError, ValueError, RuntimeError: for other arguments, and files that are not there or not valid.
        NotImplementedError: for a `cache`.

    Examples:
        >>> import os, tempfile
        >>> import mindshim.dataset as ds
        >>> from mindshim.mindrecord import FileWriter
        >>> name = os.path.join(tempfile.mkdtemp(), "d.mindrecord")
        >>> writer = FileWriter(name)
        >>> writer.add_schema({"x": {"type": "int32"}, "y": {"type": "string"}})
        >>> writer.write_raw_data([{"x": 1, "y": "one"}, {"x": 2, "y": "two"}])
        >>> writer.commit()
        >>> data = ds.MindDataset(name, columns_list=["y", "x"], shuffle=False)
        >>> [(str(y), int(x)) for y, x in data.create_tuple_iterator(output_numpy=True)]
        [('one', 1), ('two', 2)]
    """

    def __init__(
        self, dataset_files: Any, columns_list: Any = None, num_parallel_workers: int | None = None, shuffle: Any = None,
        num_shards: int | None = None, shard_id: int | None = None, sampler: Any = None, padded_sample: Any = None,
        num_padded: int | None = None, num_samples: int | None = None, cache: Any = None,
    ) -> None:  # fmt: skip
        from mindshim.mindrecord._shard import ERROR, open_shards

        _check_files(dataset_files)
        if cache is not None:
            raise NotImplementedError("MindDataset: cache needs the real one's cache server; a list of the rows keeps them in memory.")
        if columns_list is not None and not isinstance(columns_list, list):
            raise TypeError(f"Argument columns_list with value {columns_list} is not of type [<class 'list'>], but got {type(columns_list)}.")
        order = _order(shuffle, num_samples)
        _check_padding(padded_sample, num_padded, columns_list)
        self._shards = open_shards(dataset_files)
        fields = self._shards[0].schema.fields
        columns = names_of(columns_list, "columns_list") if columns_list else sorted(fields)
        for name in columns:
            if name not in fields:
                raise RuntimeError(f"{ERROR}Invalid data, column name: {name} can not found in schema. Please check the 'column_list'.")
        if len(set(columns)) != len(columns):
            raise RuntimeError(f"{ERROR}MindDataset: 'columns_list' : Invalid parameter, duplicate column names are not allowed: {columns}.")
        self._padded = num_padded or 0
        self._ends = np.cumsum([len(s) for s in self._shards])
        if sampler is not None:
            chosen = self._sampler_of(sampler, shuffle, num_shards, shard_id, num_samples)
        else:
            if (num_shards is None) != (shard_id is None):
                given, missing = ("num_shards", "shard_id") if shard_id is None else ("shard_id", "num_shards")
                raise RuntimeError(f"{given} is specified and currently requires {missing} as well.")
            choose(False, None, num_shards, shard_id, None)  # which has the errors
            counts = [len(s) for s in self._shards]
            chosen = _Ordered(counts, order, self._padded, num_shards or 1, shard_id or 0, num_samples)
        super().__init__(columns, chosen)
        self._dtypes = {name: None if f["type"] in ("bytes", "string") else _dtype(f["type"]) for name, f in fields.items()}
        self._padded_row = {} if padded_sample is None else {name: self._value(name, padded_sample[name]) for name in columns}

    def _sampler_of(self, sampler: Any, shuffle: Any, num_shards: Any, shard_id: Any, num_samples: Any) -> Sampler:
        for given, what in ((shuffle, "shuffle"), (num_shards, "sharding"), (shard_id, "sharding"), (num_samples, "num_samples")):
            if given is not None:
                raise RuntimeError(f"sampler and {what} cannot be specified at the same time.")
        known = (SequentialSampler, SubsetSampler, SubsetRandomSampler, RandomSampler, PKSampler, DistributedSampler)
        if not isinstance(sampler, known):
            raise ValueError("The sampler is not supported yet.")
        if isinstance(sampler, SubsetSampler):
            # Indices beyond the last row begin anew, as MindSpore's.
            sampler = copy.copy(sampler)
            sampler._chosen = [i % max(self._count(), 1) for i in sampler._chosen]
        return sampler

    def _count(self) -> int:
        return int(self._ends[-1]) + self._padded

    def _classes_of_rows(self) -> Any:
        assert isinstance(self._sampler, PKSampler)
        column = self._sampler.class_column
        if column not in [f["index_field"] for f in self._shards[0].header["index_fields"]]:
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Invalid data, 'class_column': {column} can not found in fields of mindrecord "
                "files. Please check 'class_column' in PKSampler."
            )
        return [value for shard in self._shards for value in shard.column(column)]

    def _row(self, index: int) -> Row:
        if index >= self._ends[-1]:
            return tuple(self._padded_row[name] for name in self._columns)
        number = int(np.searchsorted(self._ends, index, "right"))
        shard = self._shards[number]
        row = shard.row(index - int(self._ends[number]) + len(shard), self._columns)
        return tuple(self._value(name, row[name]) for name in self._columns)

    def _value(self, name: str, value: Any) -> np.ndarray:
        if isinstance(value, bytes):
            return np.array([value], f"S{max(len(value), 1)}")
        dtype = self._dtypes[name]
        return np.array(value) if dtype is None else np.array(value, dtype)


def _dtype(kind: str) -> np.dtype | None:
    # Files of version 2.0 know "number" and "array" too.
    return np.dtype(kind) if kind in ("int32", "int64", "float32", "float64") else None


def _check_files(files: Any) -> None:
    for one in files if isinstance(files, list) else [files]:
        if not isinstance(one, str):
            raise TypeError(f"path: {one} is not string")
        if not os.path.isfile(one) or not os.access(one, os.R_OK):
            raise ValueError(f"The file {os.path.abspath(one)} does not exist or permission denied!")
    if not files:
        raise ValueError("MindDataset: dataset_files names no file.")


def _order(shuffle: Any, num_samples: Any) -> Shuffle | None:
    if shuffle is not None and not isinstance(shuffle, (bool, Shuffle)):
        raise TypeError(
            "shuffle must be of boolean or enum of 'Shuffle' values like 'Shuffle.ADAPTIVE' or 'Shuffle.GLOBAL' or 'Shuffle.PARTIAL' "
            "or 'Shuffle.FILES' or 'Shuffle.INFILE'."
        )
    if num_samples and shuffle in (Shuffle.FILES, Shuffle.INFILE):
        raise ValueError("'Shuffle.FILES' or 'Shuffle.INFILE' and 'num_samples' cannot be specified at the same time.")
    if isinstance(shuffle, Shuffle):
        return shuffle
    return None if shuffle is False else Shuffle.GLOBAL


def _check_padding(sample: Any, count: Any, columns: Any) -> None:
    if sample is not None and not isinstance(sample, dict):
        raise TypeError(f"Argument padded_sample with value {sample} is not of type [<class 'dict'>], but got {type(sample)}.")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
        raise TypeError(f"Argument num_padded with value {count} is not of type [<class 'int'>], but got {type(count)}.")
    if count is not None and count < 0:
        raise ValueError(f"num_padded is invalid, num_padded={count}.")
    if sample is None:
        if count is not None:
            raise RuntimeError("num_padded is specified but padded_sample is not.")
        return
    if count is None:
        raise RuntimeError("padded_sample is specified and requires num_padded as well.")
    if columns is None:
        raise RuntimeError("padded_sample is specified and requires columns_list as well.")
    if any(c not in sample for c in columns):
        raise ValueError("padded_sample cannot match columns_list.")


_SAVED = {
    "bool": "int32", "int8": "int32", "uint8": "int32", "int16": "int32", "uint16": "int32", "int32": "int32", "uint32": "int64",
    "int64": "int64", "uint64": "int64", "float16": "float32", "float32": "float32", "float64": "float64",
}  # fmt: skip


def save(dataset: Dataset, file_name: Any, num_files: Any, file_type: Any) -> None:
    """Write the rows of one epoch into MindRecord files."""
    for name, value, kind in (("file_name", file_name, str), ("num_files", num_files, int)):
        if not isinstance(value, kind) or isinstance(value, bool):
            raise TypeError(f"Argument {name} with value {value} is not of type [{kind}], but got {type(value)}.")
    if not 0 < num_files <= 1000:
        raise ValueError("num_files should between 0 and 1000.")
    if file_type != "mindrecord":
        raise ValueError(f"{file_type} dataset format is not supported.")
    from mindshim.mindrecord import FileWriter

    names = [re.sub("[^0-9a-zA-Z_]", "_", c) for c in dataset._columns]
    writer, fields = FileWriter(file_name, num_files), {}
    for row in _next_rows(dataset):
        arrays = [np.asarray(v) for v in row]
        found = {n: _field(a) for n, a in zip(names, arrays, strict=True)}
        if not fields:
            fields = found
            writer.add_schema(fields, "mindrecord")
            index = [n for n in names if "shape" not in fields[n] and fields[n]["type"] != "bytes"]
            if index:
                writer.add_index(index)
        elif found != fields:
            raise RuntimeError(
                "Exception thrown from dataset pipeline. Tensor with dynamic shape do not currently support saving. Except for the "
                "shape of dimension 0, the other dimension shapes must be fixed. You can reshape the Tensor to a fixed shape before "
                f"saving. The first row had {fields}, a later one {found}."
            )
        writer.write_raw_data([{n: _kept(a, fields[n]) for n, a in zip(names, arrays, strict=True)}])
    if not fields:
        raise RuntimeError("Exception thrown from dataset pipeline. save: the dataset has no rows.")
    writer.commit()


def _next_rows(dataset: Dataset) -> Iterator[Row]:
    return iter(dataset._rows(getattr(dataset, "_next_epoch", 0)))


def _field(array: np.ndarray) -> dict[str, Any]:
    if array.dtype.kind in "SU":
        if array.size != 1:
            raise RuntimeError("Exception thrown from dataset pipeline. Invalid data, mindrecord can not support multi-dimensional string tensor.")
        return {"type": "bytes" if array.dtype.kind == "S" else "string"}
    kind = _SAVED.get(array.dtype.name)
    if kind is None:
        raise RuntimeError(f"Exception thrown from dataset pipeline. Invalid data, mindrecord can not support {array.dtype} tensors.")
    return {"type": kind, "shape": [-1, *array.shape[1:]]} if array.ndim else {"type": kind}


def _kept(array: np.ndarray, field: dict[str, Any]) -> Any:
    if field["type"] == "bytes":
        return array.tobytes()
    if field["type"] == "string":
        return str(array.reshape(-1)[0])
    converted = array.astype(field["type"])
    return converted if array.ndim else converted.item()
