"""What iterates over a dataset for the optimizer THOR (mirrors `mindspore.train.train_thor.dataset_helper`)."""

from __future__ import annotations

from typing import Any

from mindshim.train.dataset_helper import DatasetHelper as _Helper


class DatasetHelper(_Helper):
    """`train.DatasetHelper` with one argument more.

    Args:
        iter_first_order: how many steps follow each that updates the covariances; kept. The others are as of `train.DatasetHelper`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.train.train_thor.dataset_helper import DatasetHelper
        >>> data = ms.dataset.NumpySlicesDataset([1, 2])
        >>> len(list(DatasetHelper(data, dataset_sink_mode=False)))
        2
    """

    def __init__(
        self, dataset: Any, dataset_sink_mode: bool = True, sink_size: int = -1, epoch_num: int = 1, iter_first_order: int = 1
    ) -> None:
        super().__init__(dataset, dataset_sink_mode, sink_size, epoch_num)
        self.iter_first_order = iter_first_order
