"""Datasets that read: Python objects, arrays, MNIST files."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mindshim.dataset.engine.datasets import Dataset, Row, names_of
from mindshim.dataset.engine.samplers import DistributedSampler, PKSampler, Sampler, choose
from mindshim.dataset.engine.values import value_of


class _Indexed(Dataset):
    """Rows by index, those that a sampler chooses."""

    def __init__(self, columns: list[str], sampler: Sampler) -> None:
        super().__init__(columns)
        self._sampler = sampler
        self._order: list[int] | None = None

    def _count(self) -> int:
        raise NotImplementedError(f"{type(self).__name__} does not know its length.")

    def _row(self, index: int) -> Row:
        raise NotImplementedError(f"{type(self).__name__} has no rows.")

    def _classes_of_rows(self) -> Any:
        """The class of each row, for a PKSampler; None where the dataset does not know them."""
        return None

    def _prepared(self) -> Sampler:
        if isinstance(self._sampler, PKSampler):
            self._sampler.classes = self._classes_of_rows()
        return self._sampler

    def _rows(self, epoch: int) -> Iterator[Row]:
        for index in self._prepared().indices(self._count(), epoch):
            yield self._row(index)

    def _length(self) -> int:
        return self._prepared().length(self._count())

    def __getitem__(self, index: int) -> Row:
        """The row at a place in the first epoch, so that a dataset can be the source of another."""
        if isinstance(index, bool) or not isinstance(index, (int, np.number)):
            raise TypeError(
                f"Argument index with value {index} is not of type [<class 'int'>, <class 'numpy.number'>], but got {type(index)}."
            )
        if self._order is None:
            self._order = self._prepared().indices(self._count(), 0)
        if not 0 <= index < len(self._order):
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. The row {index} of {type(self).__name__} is not within "
                f"[0, {len(self._order) - 1}]."
            )
        return tuple(v[()] if isinstance(v, np.ndarray) else v for v in self._row(self._order[int(index)]))


class GeneratorDataset(_Indexed):
    """Rows of a Python object (mirrors `mindspore.dataset.GeneratorDataset`).

    Args:
        source: an object with `__getitem__` and `__len__`, an iterable, or a function that returns one.
        column_names: names of the columns. shuffle: the default; an iterable keeps its order all the same.
        num_shards, shard_id: the part of the rows to give.

    Raises:
        TypeError, ValueError, RuntimeError: for arguments that are none of these.

    Examples:
        >>> import mindshim.dataset as ds
        >>> data = ds.GeneratorDataset([1, 2, 3], ["x"], shuffle=False)
        >>> [int(x) for (x,) in data.create_tuple_iterator(output_numpy=True)]
        [1, 2, 3]
    """

    def __init__(
        self, source: Any, column_names: Any = None, column_types: Any = None, schema: Any = None, num_samples: int | None = None,
        num_parallel_workers: int = 1, shuffle: bool | None = None, sampler: Any = None, num_shards: int | None = None,
        shard_id: int | None = None, python_multiprocessing: bool = True, max_rowsize: Any = None, batch_sampler: Any = None,
        collate_fn: Any = None,
    ) -> None:  # fmt: skip
        if schema is not None or batch_sampler is not None or collate_fn is not None:
            raise NotImplementedError("GeneratorDataset: schema, batch_sampler and collate_fn are not supported; use map and batch.")
        self._random = hasattr(source, "__getitem__") and hasattr(source, "__len__")
        if not self._random and not callable(source) and not hasattr(source, "__iter__"):
            raise TypeError("Argument source must be an iterable, a random-access object or a callable.")
        if column_names is None:
            raise ValueError("Neither columns_names nor schema are provided.")
        if sampler is not None and not hasattr(source, "__getitem__"):
            raise ValueError("sampler is not supported if source does not have attribute '__getitem__'.")
        if isinstance(sampler, PKSampler):
            raise ValueError("GeneratorDataset doesn't support PKSampler.")
        chosen = shuffle if self._random else False
        super().__init__(names_of(column_names, "column_names"), choose(chosen, num_samples, num_shards, shard_id, sampler))
        self.source: Any = source
        self._dtypes = None if column_types is None else [None if t is None else t.np for t in column_types]

    def _count(self) -> int:
        return len(self.source) if self._random else sum(1 for _ in self._iterable())

    def _iterable(self) -> Any:
        return self.source() if callable(self.source) and not hasattr(self.source, "__iter__") else self.source

    def _convert(self, item: Any) -> Row:
        values = item if isinstance(item, tuple) else (item,)
        if len(values) != len(self._columns):
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Invalid python function, the 'source' of 'GeneratorDataset' should "
                f"return same number of NumPy arrays as specified in column_names, the size of column_names is: "
                f"{len(self._columns)} and number of returned NumPy array is: {len(values)}."
            )
        arrays = [value_of(v) for v in values]
        if self._dtypes:
            arrays = [a if t is None or isinstance(a, dict) else a.astype(t) for a, t in zip(arrays, self._dtypes, strict=True)]
        return tuple(arrays)

    def __getitem__(self, index: int) -> Row:
        if not self._random:
            raise RuntimeError("Dataset don't support randomized access.")
        return super().__getitem__(index)

    def _row(self, index: int) -> Row:
        return self._convert(self.source[index])

    def _rows(self, epoch: int) -> Iterator[Row]:
        if self._random:
            yield from super()._rows(epoch)
            return
        # An iterable tells no indices: a part of it is every so manyth row.
        sampler, given = self._sampler, 0
        shards, shard = (sampler.num_shards, sampler.shard_id) if isinstance(sampler, DistributedSampler) else (1, 0)
        for i, item in enumerate(self._iterable()):
            if sampler.num_samples is not None and given >= sampler.num_samples:
                return
            if i % shards == shard:
                given += 1
                yield self._convert(item)


class NumpySlicesDataset(_Indexed):
    """Rows of arrays, lists or a dict of them, cut along the first axis (mirrors `mindspore.dataset.NumpySlicesDataset`).

    Raises:
        ValueError: if the columns have different lengths or no name fits.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.NumpySlicesDataset({"a": [1, 2], "b": [3, 4]}, shuffle=False).get_col_names()
        ['a', 'b']
    """

    def __init__(
        self, data: Any, column_names: Any = None, num_samples: int | None = None, num_parallel_workers: int = 1,
        shuffle: bool | None = None, sampler: Any = None, num_shards: int | None = None, shard_id: int | None = None,
    ) -> None:  # fmt: skip
        if isinstance(data, dict):
            names, arrays = list(data), list(data.values())
        else:
            arrays = list(data) if isinstance(data, tuple) else [data]
            names = ["column_0"] if len(arrays) == 1 else [f"column_{i}" for i in range(len(arrays))]
        if column_names is not None:
            names = names_of(column_names, "column_names")
        self._arrays = [np.asarray(a) for a in arrays]
        if len(names) != len(self._arrays):
            raise ValueError(f"Num of input column names is {len(names)}, but required is {len(self._arrays)}.")
        if len({len(a) for a in self._arrays}) != 1:
            raise ValueError("Length of columns is not equal.")
        if isinstance(sampler, PKSampler):
            raise ValueError("GeneratorDataset doesn't support PKSampler.")  # which this dataset is in MindSpore
        super().__init__(names, choose(shuffle, num_samples, num_shards, shard_id, sampler))

    def _count(self) -> int:
        return len(self._arrays[0])

    def _row(self, index: int) -> Row:
        return tuple(value_of(a[index]) for a in self._arrays)


class MnistDataset(_Indexed):
    """The images and labels of MNIST's files, plain or gzipped (mirrors `mindspore.dataset.MnistDataset`).

    Columns: `image`, uint8 (28, 28, 1), and `label`, uint32.

    Args:
        dataset_dir: the folder. usage: 'train', 'test' or 'all' (default). num_samples: at most so many rows.
        shuffle: True by default. num_shards, shard_id: the part of the rows to give.

    Raises:
        ValueError: if the folder does not exist or `usage` is another. RuntimeError: if the files are not there.
    """

    def __init__(
        self, dataset_dir: str, usage: str | None = None, num_samples: int | None = None, num_parallel_workers: int | None = None,
        shuffle: bool | None = None, sampler: Any = None, num_shards: int | None = None, shard_id: int | None = None,
        cache: Any = None,
    ) -> None:  # fmt: skip
        folder = Path(dataset_dir)
        if not folder.is_dir():
            raise ValueError(f"The folder {dataset_dir} does not exist or is not a directory or permission denied!")
        if usage not in (None, "train", "test", "all"):
            raise ValueError(f"Input usage is not within the valid set of ['train', 'test', 'all'], but got {usage!r}.")
        parts = {"train": ["train"], "test": ["t10k"]}.get(usage or "all", ["train", "t10k"])
        images, labels = [], []
        for part in parts:
            if usage in (None, "all") and not _find(folder, f"{part}-images-idx3-ubyte"):
                continue
            images.append(_idx(folder, f"{part}-images-idx3-ubyte", 16).reshape(-1, 28, 28, 1))
            labels.append(_idx(folder, f"{part}-labels-idx1-ubyte", 8))
        if not images:
            raise RuntimeError(f"Exception thrown from dataset pipeline. No MNIST files were found in {dataset_dir}.")
        super().__init__(["image", "label"], choose(shuffle, num_samples, num_shards, shard_id, sampler))
        self._images, self._labels = np.concatenate(images), np.concatenate(labels).astype(np.uint32)

    def _count(self) -> int:
        return len(self._labels)

    def _classes_of_rows(self) -> Any:
        return self._labels

    def _row(self, index: int) -> Row:
        return self._images[index], np.asarray(self._labels[index])


def _find(folder: Path, name: str) -> Path | None:
    return next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)


def _idx(folder: Path, name: str, header: int) -> np.ndarray:
    path = _find(folder, name)
    if path is None:
        raise RuntimeError(f"Exception thrown from dataset pipeline. Invalid data, no file {name} in {folder}.")
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return np.frombuffer(data, np.uint8, offset=header)
