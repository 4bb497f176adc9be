"""Datasets as iterators over rows, and the operations that make one from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mindshim.dataset.engine.iterators import RowIterator

#: One value for each column: an array, or a dict of Python objects.
Row = tuple[Any, ...]


def names_of(value: Any, argument: str) -> list[str]:
    """One column name or several as a list; TypeError otherwise."""
    out = [value] if isinstance(value, str) else value
    if not isinstance(out, (list, tuple)) or not all(isinstance(v, str) for v in out):
        raise TypeError(f"Argument {argument} with value {value!r} is not of type [<class 'str'>, <class 'list'>].")
    return list(out)


def positive(value: Any, argument: str) -> int:
    """`value` if it is a positive int; MindSpore's errors otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"Argument {argument} with value {value!r} is not of type [<class 'int'>].")
    if value <= 0:
        raise ValueError(f"Input {argument} is not within the required interval of [1, 2147483647].")
    return int(value)


class Dataset:
    """The base of all datasets: rows of named columns (mirrors `mindspore.dataset.Dataset`)."""

    def __init__(self, columns: list[str], parents: tuple[Dataset, ...] = ()) -> None:
        self._columns = columns
        self._parents = parents

    def _rows(self, epoch: int) -> Iterator[Row]:
        """The rows of one epoch; subclasses define it."""
        raise NotImplementedError(f"{type(self).__name__} has no rows of its own.")

    def _length(self) -> int:
        return sum(1 for _ in self._rows(0))

    def get_col_names(self) -> list[str]:
        """The names of the columns.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.get_col_names()
            ['x']
        """
        return list(self._columns)

    def get_dataset_size(self) -> int:
        """How many rows (batches, after `batch`) an epoch has.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.get_dataset_size()
            4
        """
        return self._length()

    def get_batch_size(self) -> int:
        """The rows of a batch, 1 before `batch`.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.batch(2).get_batch_size()
            2
        """
        return self._parents[0].get_batch_size() if self._parents else 1

    def get_repeat_count(self) -> int:
        """How often `repeat` repeats.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.repeat(2).get_repeat_count()
            2
        """
        return self._parents[0].get_repeat_count() if self._parents else 1

    def map(
        self, operations: Any, input_columns: Any = None, output_columns: Any = None, num_parallel_workers: int | None = None,
        **kwargs: Any,
    ) -> Dataset:  # fmt: skip
        """Rows with `operations` applied in turn to `input_columns` (the first column by default).

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2], ["x"], shuffle=False).map(lambda x: x * 10, ["x"])
            >>> [int(x) for (x,) in data.create_tuple_iterator(output_numpy=True)]
            [10, 20]
        """
        steps = list(operations) if isinstance(operations, (list, tuple)) else [operations]
        if not steps or not all(callable(f) for f in steps):
            raise TypeError(f"Argument operations must be callable or a list of callables, but got {operations!r}.")
        inputs = self._columns[:1] if input_columns is None else names_of(input_columns, "input_columns")
        from mindshim.dataset.engine import mapping

        return mapping.Mapped(self, steps, inputs, inputs if output_columns is None else names_of(output_columns, "output_columns"))

    def batch(
        self, batch_size: Any, drop_remainder: bool = False, num_parallel_workers: int | None = None, **kwargs: Any
    ) -> Dataset:
        """`batch_size` rows stacked into one; the rest makes a smaller one unless `drop_remainder`.

        Args:
            batch_size: an int, or a function of a BatchInfo that gives one for each batch.
            kwargs: `per_batch_map`, a function of the lists of values in the `input_columns` (all, by default) and of a BatchInfo,
                which returns a tuple of lists for the `output_columns` (those of the input, by default);
                `python_multiprocessing` and `max_rowsize`, which change nothing here.

        Raises:
            TypeError: for another keyword or type. ValueError: if `batch_size` is not positive.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3], ["x"], shuffle=False)
            >>> [x.tolist() for (x,) in data.batch(2).create_tuple_iterator(output_numpy=True)]
            [[1, 2], [3]]
        """
        per_batch_map, input_columns, output_columns = (kwargs.pop(n, None) for n in ("per_batch_map", "input_columns", "output_columns"))
        unknown = kwargs.keys() - {"python_multiprocessing", "max_rowsize"}
        if unknown:
            raise TypeError(f"batch() got an unexpected keyword argument '{min(unknown)}'")
        if not callable(batch_size):
            if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
                raise TypeError("batch_size should either be an int or a callable.")
            batch_size = positive(batch_size, "batch_size")
        from mindshim.dataset.engine import batching

        out = batching.Batched(self, batch_size, bool(drop_remainder))
        if per_batch_map is None:
            return out
        inputs = self._columns if input_columns is None else names_of(input_columns, "input_columns")
        outputs = inputs if output_columns is None else names_of(output_columns, "output_columns")
        return out.mapped(per_batch_map, inputs, outputs)

    def padded_batch(
        self, batch_size: Any, drop_remainder: bool = False, num_parallel_workers: int | None = None, pad_info: Any = None
    ) -> Dataset:
        """`batch`, with the values of a column filled up to one shape.

        Args:
            batch_size, drop_remainder: as in `batch`.
            pad_info: a dict, column -> (shape, value): longer axes are cut, shorter ones filled; a shape of None, or a size of
                None in it, stands for the largest of the batch. An empty dict means all columns, with zeros. Default: None,
                nothing is filled up.

        Raises:
            TypeError, ValueError: for other arguments. RuntimeError: for columns that there are not.

        Examples:
            >>> import numpy as np
            >>> import mindshim.dataset as ds
            >>> data = ds.GeneratorDataset([np.ones(n, np.int32) for n in (1, 2)], ["x"], shuffle=False)
            >>> [x.tolist() for (x,) in data.padded_batch(2, pad_info={}).create_tuple_iterator(output_numpy=True)]
            [[[1, 0], [1, 1]]]
        """
        from mindshim.dataset.engine import padding

        return padding.padded(self, batch_size, drop_remainder, pad_info)

    def filter(self, predicate: Any, input_columns: Any = None, num_parallel_workers: int | None = None) -> Dataset:
        """The rows for which `predicate` of the `input_columns` (all, by default) is true.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], ["x"], shuffle=False).filter(lambda x: x % 2 == 0)
            >>> [int(x) for (x,) in data.create_tuple_iterator(output_numpy=True)]
            [2, 4]
        """
        from mindshim.dataset.engine import combining

        return combining.filtered(self, predicate, input_columns)

    def zip(self, datasets: Any) -> Dataset:
        """The columns of this dataset and of others, a dataset or a tuple of them, side by side.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> other = data.rename("x", "y")
            >>> data.zip((other,)).get_col_names()
            ['x', 'y']
        """
        from mindshim.dataset.engine import combining

        return combining.zipped((self, *(datasets if isinstance(datasets, tuple) else (datasets,))))

    def concat(self, datasets: Any) -> Dataset:
        """The rows of this dataset, then those of a dataset or of a list of them.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.concat(data).get_dataset_size()
            8
        """
        from mindshim.dataset.engine import combining

        return combining.concatenated(self, datasets)

    __add__ = concat

    def apply(self, apply_func: Callable[[Any], Any]) -> Dataset:
        """What a function makes of the dataset.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.apply(lambda d: d.batch(2)).get_dataset_size()
            2
        """
        if not callable(apply_func):
            raise TypeError("apply_func must be a function.")
        out = apply_func(self)
        if not isinstance(out, Dataset):
            raise TypeError("apply_func must return a dataset.")
        return out

    def split(self, sizes: Any, randomize: bool = True) -> tuple[Dataset, ...]:
        """Datasets of the next rows each: a list of counts that add up, or of shares that sum to 1; shuffled before.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> first, second = data.split([3, 1], randomize=False)
            >>> first.get_dataset_size(), second.get_dataset_size()
            (3, 1)
        """
        from mindshim.dataset.engine import combining

        return combining.split(self, sizes, randomize)

    def sync_wait(self, condition_name: str, num_batch: int = 1, callback: Any = None) -> Dataset:
        """Rows that pass `num_batch` at a time, and go on after `sync_update` of the condition told `callback` its data."""
        from mindshim.dataset.engine import combining

        return combining.SyncWaitDataset(self, condition_name, positive(num_batch, "num_batch"), callback)

    def sync_update(self, condition_name: str, num_batch: int | None = None, data: Any = None) -> None:
        """Let the rows pass that wait for this condition.

        Raises:
            RuntimeError: if nothing waits for it.
        """
        from mindshim.dataset.engine import combining

        waiting = [w for w in combining.sync_waits(self) if w.condition == condition_name]
        if not waiting:
            raise RuntimeError("Condition name not found.")
        for one in waiting:
            one.update(num_batch, data)

    def output_types(self) -> list[Any]:
        """The dtypes of the columns, of the first row.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.output_types()
            [dtype('int64')]
        """
        return [np.dtype(object) if isinstance(v, dict) else v.dtype for v in next(iter(self._rows(0)))]

    def output_shapes(self, estimate: bool = False) -> list[list[Any]]:
        """The shapes of the columns, of the first row; with `estimate`, of all rows, None where they differ.

        Raises:
            TypeError: if `estimate` is not bool.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.batch(2).output_shapes()
            [[2]]
        """
        if not isinstance(estimate, bool):
            raise TypeError(f"Argument estimate with value {estimate} is not of type [<class 'bool'>], but got {type(estimate)}.")
        rows = iter(self._rows(0))
        shapes: list[list[Any]] = [[0] if isinstance(v, dict) else list(v.shape) for v in next(rows)]
        for row in rows if estimate else ():
            for known, v in zip(shapes, row, strict=True):
                if not isinstance(v, dict):
                    known[:] = [a if a == b else None for a, b in zip(known, v.shape, strict=True)]
        return shapes

    def num_classes(self) -> int | None:
        """How many classes there are, None where that is unknown.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> print(data.num_classes())
            None
        """
        return self._parents[0].num_classes() if self._parents else None

    def shuffle(self, buffer_size: int) -> Dataset:
        """Rows in random order, drawn from a buffer; another order in each epoch.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> sorted(int(x) for (x,) in data.shuffle(4).create_tuple_iterator(output_numpy=True))
            [1, 2, 3, 4]
        """
        if positive(buffer_size, "buffer_size") < 2:
            raise ValueError("Input buffer_size is not within the required interval of [2, 2147483647].")
        from mindshim.dataset.engine import ordering

        return ordering.Shuffled(self, buffer_size)

    def repeat(self, count: int | None = None) -> Dataset:
        """The rows `count` times over (-1 or None: endlessly).

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.repeat(2).get_dataset_size()
            8
        """
        from mindshim.dataset.engine import ordering

        return ordering.Repeated(self, -1 if count is None else count)

    def take(self, count: int = -1) -> Dataset:
        """The first `count` rows.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.take(2).get_dataset_size()
            2
        """
        from mindshim.dataset.engine import ordering

        return self if count == -1 else ordering.Part(self, 0, positive(count, "count"))

    def skip(self, count: int) -> Dataset:
        """Without the first `count` rows.

        Raises:
            TypeError: if `count` is no int. ValueError: if it is negative.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.skip(1).get_dataset_size()
            3
        """
        if isinstance(count, bool) or not isinstance(count, (int, np.integer)):
            raise TypeError(f"Argument count with value {count} is not of type [<class 'int'>], but got {type(count)}.")
        if count < 0:
            raise ValueError("Input count is not within the required interval of [0, 2147483647].")
        from mindshim.dataset.engine import ordering

        return ordering.Part(self, int(count), None)

    def project(self, columns: Any) -> Dataset:
        """Only these columns, in this order.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.project(["x"]).get_col_names()
            ['x']
        """
        wanted = names_of(columns, "columns")
        from mindshim.dataset.engine import ordering

        return ordering.Reordered(self, wanted, wanted)

    def rename(self, input_columns: Any, output_columns: Any) -> Dataset:
        """Columns under other names.

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> data.rename("x", "y").get_col_names()
            ['y']
        """
        new = dict(zip(names_of(input_columns, "input_columns"), names_of(output_columns, "output_columns"), strict=True))
        from mindshim.dataset.engine import ordering

        return ordering.Reordered(self, self._columns, [new.get(c, c) for c in self._columns])

    def save(self, file_name: str, num_files: int = 1, file_type: str = "mindrecord") -> None:
        """Write the rows of one epoch into MindRecord files, which `MindDataset` reads.

        Small integers and bools become int32, unsigned ones of 32 and 64 bits int64, float16 float32. The first axis of arrays can
        differ from row to row.

        Args:
            file_name: the file; with several, '0', '1', … come behind it. num_files: how many. file_type: only 'mindrecord'.

        Raises:
            TypeError, ValueError: for other arguments. RuntimeError: for rows that differ in kind, and files that are there.

        Examples:
            >>> import os, tempfile
            >>> import mindshim.dataset as ds
            >>> name = os.path.join(tempfile.mkdtemp(), "saved.mindrecord")
            >>> ds.NumpySlicesDataset([1, 2, 3], "x", shuffle=False).save(name)
            >>> [int(x) for (x,) in ds.MindDataset(name, shuffle=False).create_tuple_iterator(output_numpy=True)]
            [1, 2, 3]
        """
        from mindshim.dataset.engine import records

        records.save(self, file_name, num_files, file_type)

    def create_tuple_iterator(
        self, columns: Any = None, num_epochs: int = -1, output_numpy: bool = False, do_copy: bool = False
    ) -> RowIterator:
        """An iterator over lists of Tensors (NumPy arrays with `output_numpy`).

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> [int(x) for (x,) in data.create_tuple_iterator(output_numpy=True)]
            [1, 2, 3, 4]
        """
        source = self if columns is None else self.project(columns)
        return RowIterator(source, num_epochs, output_numpy, as_dict=False)

    def create_dict_iterator(self, num_epochs: int = -1, output_numpy: bool = False, do_copy: bool = False) -> RowIterator:
        """An iterator over dicts, column name -> Tensor (NumPy array with `output_numpy`).

        Examples:
            >>> import mindshim.dataset as ds
            >>> data = ds.NumpySlicesDataset([1, 2, 3, 4], "x", shuffle=False)
            >>> [int(row["x"]) for row in data.create_dict_iterator(output_numpy=True)]
            [1, 2, 3, 4]
        """
        return RowIterator(self, num_epochs, output_numpy, as_dict=True)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.create_tuple_iterator(num_epochs=1))

    def __len__(self) -> int:
        return self.get_dataset_size()
