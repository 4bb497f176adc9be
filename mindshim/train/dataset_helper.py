"""A dataset as the batches of training, and a network that fetches its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mindshim import _checkparam
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class Feed:
    """The batches of a dataset, epoch after epoch without end."""

    def __init__(self, dataset: Any, epochs: int = -1) -> None:
        self._source = dataset.create_tuple_iterator(num_epochs=epochs, do_copy=False)
        self._rows: Iterator[Any] | None = None

    def __call__(self) -> tuple[Any, ...]:
        """The next batch.

        Raises:
            StopIteration: when the epochs that were asked for are over.
        """
        for _ in range(2):
            if self._rows is None:
                self._rows = iter(self._source)
            for row in self._rows:
                return tuple(row)
            self._rows = None
        raise StopIteration


class _Normal:
    """One pass over the dataset for each `for` loop; the batches are what is iterated over."""

    def __init__(self, dataset: Any, sink_size: int, epoch_num: int) -> None:
        self.dataset = dataset
        self.iter = dataset.create_tuple_iterator(num_epochs=epoch_num, do_copy=False)
        self._rows: Iterator[Any] | None = None

    def __iter__(self) -> _Normal:
        self._rows = iter(self.iter)
        return self

    def __next__(self) -> Any:
        if self._rows is None:
            self._rows = iter(self.iter)
        return next(self._rows)

    def stop(self) -> None:
        self._rows = None


class _Sink:
    """Yields empty tuples: the network takes the batches itself, from `feed`."""

    def __init__(self, dataset: Any, sink_size: int, epoch_num: int) -> None:
        from mindshim import context

        self.dataset = dataset
        self.sink_size = sink_size
        # In GRAPH_MODE one call of the network runs all of an epoch's steps.
        self.steps_per_call = sink_size if context.get_context("mode") == context.GRAPH_MODE else 1
        self.feed: Callable[[], tuple[Any, ...]] = Feed(dataset)

    def __iter__(self) -> Iterator[tuple[()]]:
        for _ in range(self.sink_size // self.steps_per_call):
            yield ()

    def stop(self) -> None:
        self.feed = Feed(self.dataset)


class DatasetHelper:
    """A dataset as training uses it (mirrors `mindspore.DatasetHelper`).

    Args:
        dataset: the dataset. dataset_sink_mode: yield empty tuples and let the network of `connect_network_with_dataset` take
            the batches itself. (There are no device queues here, so this works on every device, and is no faster.)
        sink_size: with `dataset_sink_mode`, the steps of a pass; -1: the dataset's size. epoch_num: the passes.

    Raises:
        TypeError: for arguments of other types. ValueError: for a `sink_size` below -1 or 0.

    Examples:
        >>> import mindshim as ms
        >>> data = ms.dataset.NumpySlicesDataset({"x": [1.0, 2.0]}, shuffle=False)
        >>> for (x,) in ms.DatasetHelper(data, dataset_sink_mode=False):
        ...     print(x)
        1.0
        2.0
    """

    def __init__(self, dataset: Any, dataset_sink_mode: bool = True, sink_size: int = -1, epoch_num: int = 1) -> None:
        _checkparam.check_bool(dataset_sink_mode)
        _checkparam.check_is_int(sink_size)
        if sink_size < -1 or sink_size == 0:
            raise ValueError(f"The 'sink_size' must be -1 or positive, but got sink_size {sink_size}.")
        if sink_size == -1:
            sink_size = dataset.get_dataset_size()
        kind = _Sink if dataset_sink_mode else _Normal
        self.iter: Any = kind(dataset, sink_size, epoch_num)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iter)

    def types_shapes(self) -> tuple[list[Any], list[list[int]]]:
        """The dtypes and shapes of a batch.

        Examples:
            >>> import mindshim as ms
            >>> ms.DatasetHelper(ms.dataset.NumpySlicesDataset({"x": [1.0, 2.0]})).types_shapes()
            ([mindspore.float64], [[]])
        """
        dataset = self.iter.dataset
        if hasattr(dataset, "output_types"):
            types = [t if isinstance(t, mstype.Type) else mstype.pytype_to_dtype(t) for t in dataset.output_types()]
            return types, [list(s) for s in dataset.output_shapes()]
        row = next(iter(dataset.create_tuple_iterator(num_epochs=1)))
        return [x.dtype for x in row if isinstance(x, Tensor)], [list(x.shape) for x in row]

    def sink_size(self) -> int:
        """The steps of one call of the network: 1 unless it takes its own batches in GRAPH_MODE."""
        return getattr(self.iter, "steps_per_call", 1)

    def stop_send(self) -> None:
        """Begin anew with the next pass."""
        self.iter.stop()

    def release(self) -> None:
        """Give up what is held for the dataset."""
        self.iter.stop()

    def continue_send(self) -> None:
        """Go on after an epoch; nothing waits here."""

    def get_data_info(self) -> tuple[list[Any], list[list[int]]]:
        """The dtypes and shapes of a batch."""
        return self.types_shapes()


class _DataWrapper(Cell):
    """A network that takes its inputs from a dataset."""

    def __init__(self, network: Cell, source: _Sink) -> None:
        super().__init__(auto_prefix=False, flags=network.get_flags())
        self.network = network
        self._source = source

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Fetching is not part of the compiled program: the network is.
        out = None
        for _ in range(self._source.steps_per_call):
            out = self.network(*self._source.feed())
        return out

    def construct(self, *args: Any) -> Any:
        """Not called; `__call__` fetches and runs."""
        return self(*args)


def connect_network_with_dataset(network: Cell, dataset_helper: DatasetHelper) -> Cell:
    """A network that takes its batches from a dataset itself (mirrors `mindspore.connect_network_with_dataset`).

    Args:
        network: the Cell. dataset_helper: a DatasetHelper with `dataset_sink_mode`.

    Returns:
        A Cell that is called without arguments.

    Raises:
        RuntimeError: without `dataset_sink_mode`. ValueError: if the dataset has been connected to another network.

    Examples:
        >>> import mindshim as ms
        >>> data = ms.dataset.NumpySlicesDataset({"x": [-1.0, 2.0]}, shuffle=False)
        >>> helper = ms.DatasetHelper(data)
        >>> net = ms.connect_network_with_dataset(ms.nn.ReLU(), helper)
        >>> for inputs in helper:
        ...     print(net(*inputs))
        0.0
        2.0
    """
    source = dataset_helper.iter
    if not isinstance(source, _Sink):
        raise RuntimeError("The API 'connect_network_with_dataset' should be called in dataset sink mode.")
    known = source.dataset.__dict__.setdefault("_connected", {"network": network})
    if known["network"] is not network:
        raise ValueError("The dataset has been connected to other network, please check the code.")
    if known.get("source") is not source:
        known.update(source=source, wrapper=_DataWrapper(network, source))
    return known["wrapper"]
