"""In which order, and which, rows a dataset gives (mirrors `mindspore.dataset.samplers`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from mindshim.dataset import config


def _limit(num_samples: Any) -> int | None:
    """None for None and 0 (no limit); MindSpore's errors for what is no count."""
    if num_samples is None:
        return None
    if isinstance(num_samples, bool) or not isinstance(num_samples, int):
        raise TypeError(f"num_samples must be integer but was: {num_samples}.")
    if num_samples < 0:
        raise ValueError("num_samples exceeds the boundary between 0 and 9223372036854775807(INT64_MAX)!")
    return num_samples or None


class Sampler:
    """The base of samplers: subclass it and define `__iter__`, which gives the indices of the rows.

    Attributes:
        num_samples: at most so many rows; None for all.
        dataset_size: the number of rows of the dataset, set before each epoch.

    Examples:
        >>> import mindshim.dataset as ds
        >>> class Backwards(ds.Sampler):
        ...     def __iter__(self):
        ...         yield from range(self.dataset_size - 1, -1, -1)
        >>> data = ds.NumpySlicesDataset([1, 2, 3], ["x"], sampler=Backwards())
        >>> [int(x) for (x,) in data.create_tuple_iterator(output_numpy=True)]
        [3, 2, 1]
    """

    def __init__(self, num_samples: int | None = None) -> None:
        self.num_samples = _limit(num_samples)
        self.dataset_size = 0

    def __iter__(self) -> Iterator[int]:
        raise NotImplementedError(f"Sampler: {type(self).__name__} must define __iter__.")

    def indices(self, count: int, epoch: int) -> list[int]:
        """The rows to give in an epoch, of `count` there are."""
        self.dataset_size = count
        return self._first([int(i) for i in self], count)

    def length(self, count: int) -> int:
        """How many rows an epoch gives."""
        return len(self.indices(count, 0))

    def _first(self, order: Any, count: int) -> list[int]:
        chosen = [int(i) for i in (order if self.num_samples is None else order[: self.num_samples])]
        for index in chosen:
            if not 0 <= index < count:
                raise RuntimeError(
                    f"Exception thrown from dataset pipeline. Sample ID ({index}) is out of bound, expected range [0, {count - 1}]"
                )
        return chosen

    def _random(self, epoch: int) -> np.random.Generator:
        return np.random.default_rng([config.get_seed(), epoch])


class _Iterable(Sampler):
    """Indices given as a list or another iterable, or by position."""

    def __init__(self, values: Any, num_samples: int | None) -> None:
        super().__init__(num_samples)
        self._values = values

    def __iter__(self) -> Iterator[int]:
        if hasattr(self._values, "__iter__"):
            return iter(self._values)
        return iter([self._values[i] for i in range(len(self._values))])


class IterSampler(Sampler):
    """The rows at the indices that an iterable gives (mirrors `mindspore.dataset.IterSampler`).

    Args:
        sampler: the iterable. num_samples: at most so many. Default: all.

    Raises:
        TypeError, ValueError: for another `num_samples`. RuntimeError: at iteration, for what is not iterable.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.IterSampler([3, 1], num_samples=1).indices(4, 0)
        [3]
    """

    def __init__(self, sampler: Any, num_samples: int | None = None) -> None:
        super().__init__(num_samples)
        self.sampler = sampler

    def __iter__(self) -> Iterator[int]:
        try:
            return iter(self.sampler)
        except TypeError as error:
            raise RuntimeError(f"Exception thrown from dataset pipeline. IterSampler: {error}.") from error


class PKSampler(Sampler):
    """So many rows of each class, drawn with replacement (mirrors `mindspore.dataset.PKSampler`).

    Args:
        num_val: how many rows of each class. num_class: only None, all classes. shuffle: whether classes come in random
            order. Default: False. class_column: the column of the classes; here the dataset knows its own.
        num_samples: at most so many in all. Default: all.

    Raises:
        TypeError, ValueError: for other arguments. NotImplementedError: for a `num_class`.
        RuntimeError: for a dataset that does not know its classes.

    Examples:
        >>> import mindshim.dataset as ds
        >>> sampler = ds.PKSampler(2)
        >>> sampler.classes = ["a", "b", "a", "b", "a"]
        >>> [sampler.classes[i] for i in sampler.indices(5, 0)]
        ['a', 'a', 'b', 'b']
    """

    def __init__(
        self, num_val: int, num_class: int | None = None, shuffle: bool = False, class_column: str = "label",
        num_samples: int | None = None,
    ) -> None:  # fmt: skip
        if isinstance(num_val, bool) or not isinstance(num_val, int):
            raise TypeError(f"num_val must be integer but was: {num_val}.")
        if num_class is not None:
            raise NotImplementedError("Not supported to specify num_class for PKSampler.")
        if not isinstance(shuffle, bool):
            raise TypeError(f"shuffle must be a boolean value but was: {shuffle}.")
        if not isinstance(class_column, str):
            raise TypeError(f"class_column must be a str value but was: {class_column}.")
        super().__init__(num_samples)
        self.num_val, self.shuffle, self.class_column = num_val, shuffle, class_column
        #: the class of each row; the dataset sets it
        self.classes: Any = None

    def indices(self, count: int, epoch: int) -> list[int]:
        if self.classes is None:
            raise RuntimeError("Exception thrown from dataset pipeline. PKSampler: the dataset does not know the classes of its rows.")
        if self.num_val <= 0:
            raise RuntimeError("Exception thrown from dataset pipeline. Invalid num_val, num_val must be greater than 0.")
        labels, rng = np.asarray(self.classes), self._random(epoch)
        kinds = np.unique(labels)
        order: list[int] = []
        for kind in rng.permutation(kinds) if self.shuffle else kinds:
            order += rng.choice(np.flatnonzero(labels == kind), self.num_val).tolist()
        return self._first(order, count)


class SequentialSampler(Sampler):
    """The rows as they come (mirrors `mindspore.dataset.SequentialSampler`).

    Args:
        start_index: the first row. Default: 0. num_samples: at most so many. Default: all.

    Raises:
        TypeError, ValueError: for another `num_samples`. RuntimeError: at iteration, for a start beyond the last row.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.SequentialSampler(3, 4).indices(10, 0)
        [3, 4, 5, 6]
    """

    def __init__(self, start_index: int | None = None, num_samples: int | None = None) -> None:
        super().__init__(num_samples)
        if start_index is not None and (isinstance(start_index, bool) or not isinstance(start_index, int)):
            raise TypeError(f"start_index must be integer but was: {start_index}.")
        self.start_index = start_index or 0

    def indices(self, count: int, epoch: int) -> list[int]:
        if not 0 <= self.start_index < max(count, 1):
            raise RuntimeError(f"Exception thrown from dataset pipeline. Invalid start_index {self.start_index} of {count} rows.")
        return self._first(range(self.start_index, count), count)


class RandomSampler(Sampler):
    """The rows in random order, another in each epoch (mirrors `mindspore.dataset.RandomSampler`).

    Args:
        replacement: whether a row can come more than once. Default: False. num_samples: at most so many. Default: all.
        shuffle: accepted; all rows are shuffled.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim.dataset as ds
        >>> sorted(ds.RandomSampler().indices(4, 0))
        [0, 1, 2, 3]
    """

    def __init__(self, replacement: bool = False, num_samples: int | None = None, shuffle: Any = "global") -> None:
        if not isinstance(replacement, bool):
            raise TypeError(f"replacement must be a boolean value but was: {replacement}.")
        super().__init__(num_samples)
        self.replacement = replacement

    def indices(self, count: int, epoch: int) -> list[int]:
        rng = self._random(epoch)
        return self._first(rng.integers(0, count, count) if self.replacement else rng.permutation(count), count)


class SubsetSampler(Sampler):
    """The rows at these indices, in this order (mirrors `mindspore.dataset.SubsetSampler`).

    Args:
        indices: an int or several. num_samples: at most so many. Default: all.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: at iteration, for an index that no row has.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.SubsetSampler([5, 1, 1]).indices(10, 0)
        [5, 1, 1]
    """

    def __init__(self, indices: Any, num_samples: int | None = None) -> None:
        super().__init__(num_samples)
        values = list(indices) if hasattr(indices, "__iter__") and not isinstance(indices, str) else [indices]
        for value in values:
            if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
                raise TypeError(f"SubsetSampler: Type of indices element must be int, but got {type(value).__name__}.")
        self._chosen = [int(v) for v in values]

    def indices(self, count: int, epoch: int) -> list[int]:
        return self._first(self._chosen, count)


class SubsetRandomSampler(SubsetSampler):
    """The rows at these indices, in random order (mirrors `mindspore.dataset.SubsetRandomSampler`).

    Examples:
        >>> import mindshim.dataset as ds
        >>> sorted(ds.SubsetRandomSampler([5, 1]).indices(10, 0))
        [1, 5]
    """

    def indices(self, count: int, epoch: int) -> list[int]:
        return self._first(self._random(epoch).permutation(self._chosen), count)


class DistributedSampler(Sampler):
    """One of equal parts of the rows; the first rows fill up the last parts (mirrors `mindspore.dataset.DistributedSampler`).

    Args:
        num_shards: the number of parts. shard_id: which of them. shuffle: whether all rows are shuffled first. Default: True.
        num_samples: at most so many. Default: all. offset: only -1, the default.

    Raises:
        TypeError: for other arguments. RuntimeError: at iteration, for a part that there is not.
        NotImplementedError: for another `offset`.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.DistributedSampler(3, 1, shuffle=False).indices(10, 0)
        [1, 4, 7, 0]
    """

    def __init__(
        self, num_shards: int, shard_id: int, shuffle: bool = True, num_samples: int | None = None, offset: int = -1
    ) -> None:
        for name, value in (("num_shards", num_shards), ("shard_id", shard_id)):
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"{name} must be integer but was: {value}.")
        if not isinstance(shuffle, bool):
            raise TypeError(f"shuffle must be a boolean value but was: {shuffle}.")
        if offset != -1:
            raise NotImplementedError("DistributedSampler: offset is not supported; use SubsetSampler with the indices.")
        super().__init__(num_samples)
        self.num_shards, self.shard_id, self.shuffle = num_shards, shard_id, shuffle

    def indices(self, count: int, epoch: int) -> list[int]:
        if not 0 <= self.shard_id < self.num_shards:
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Invalid shard_id {self.shard_id} of {self.num_shards} parts."
            )
        order = self._random(epoch).permutation(count) if self.shuffle else np.arange(count)
        return self._first(np.resize(order, -(-count // self.num_shards) * self.num_shards)[self.shard_id :: self.num_shards], count)


class WeightedRandomSampler(Sampler):
    """Rows drawn by weights, which need not sum to 1 (mirrors `mindspore.dataset.WeightedRandomSampler`).

    Args:
        weights: one for each row, from the first. num_samples: how many to draw. Default: as many as weights.
        replacement: whether a row can come more than once. Default: True.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: at iteration, for weights that no draw can follow.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.WeightedRandomSampler([0, 1.0], 3).indices(2, 0)
        [1, 1, 1]
    """

    def __init__(self, weights: Any, num_samples: int | None = None, replacement: bool = True) -> None:
        values = list(weights) if isinstance(weights, (list, tuple, np.ndarray)) else [weights]
        for value in values:
            if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
                raise TypeError(f"type of weights element must be number, but got {type(value).__name__}.")
        if not isinstance(replacement, bool):
            raise TypeError(f"replacement must be a boolean value but was: {replacement}.")
        super().__init__(num_samples)
        self.weights, self.replacement = np.asarray(values, np.float64), replacement

    def indices(self, count: int, epoch: int) -> list[int]:
        weights, draws = self.weights, self.num_samples or len(self.weights)
        bad = len(weights) > count or (weights < 0).any() or not weights.sum() > 0
        if bad or (not self.replacement and draws > (weights > 0).sum()):
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. WeightedRandomSampler: weights {weights.tolist()} for {draws} draws "
                f"of {count} rows: there must be no more weights than rows, none negative, and enough above 0."
            )
        return self._first(self._random(epoch).choice(len(weights), draws, self.replacement, weights / weights.sum()), count)


def choose(shuffle: bool | None, num_samples: Any, num_shards: Any, shard_id: Any, sampler: Any) -> Sampler:
    """The sampler that a dataset's arguments ask for; shuffled by default."""
    if sampler is not None:
        limited = num_samples is not None and isinstance(sampler, Sampler)
        if limited or any(a is not None for a in (num_shards, shard_id, shuffle)):
            raise ValueError(
                f"Conflicting arguments during sampler assignments. num_samples: {num_samples}, num_shards: {num_shards}, "
                f"shard_id: {shard_id}, shuffle: {shuffle}."
            )
        if isinstance(sampler, Sampler):
            return sampler
        if not hasattr(sampler, "__iter__") and not (hasattr(sampler, "__getitem__") and hasattr(sampler, "__len__")):
            raise TypeError(f"Unsupported sampler object of type ({type(sampler)})")
        return _Iterable(sampler, num_samples)
    if (num_shards is None) != (shard_id is None):
        raise ValueError("num_shards and shard_id need to be passed in together.")
    if num_shards is None:
        return SequentialSampler(num_samples=num_samples) if shuffle is False else RandomSampler(num_samples=num_samples)
    if not 0 <= shard_id < num_shards:
        raise ValueError(f"Input shard_id is not within the required interval of [0, {num_shards - 1}].")
    return DistributedSampler(num_shards, shard_id, shuffle is not False, num_samples)
