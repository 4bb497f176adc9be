"""MNIST as MindRecord files (mirrors `mindspore.mindrecord.tools.mnist_to_mr`)."""

from __future__ import annotations

import gzip
import os

import numpy as np

from mindshim.mindrecord.tools import _writing


class MnistToMR:
    """Turns MNIST's gzipped files into MindRecord files (mirrors `mindspore.mindrecord.MnistToMR`).

    Rows have `label`, int64, and `data`, the image as JPEG.

    Args:
        source: the folder with the four .gz files. destination: what the files' names begin with, before `_train.mindrecord` and
            `_test.mindrecord`. partition_number: how many files of each. Default: 1.

    Raises:
        ParamValueError, PathNotExistsError: for other arguments.

    Examples:
        >>> from mindshim.mindrecord import MnistToMR
        >>> MnistToMR("MNIST_Data", "mnist").transform()  # doctest: +SKIP
    """

    def __init__(self, source: str, destination: str, partition_number: int = 1) -> None:
        self.destination = _writing.destination(destination)
        self.source = _writing.source(source, is_folder=True)
        self.partition_number = _writing.partitions(partition_number)

    def transform(self) -> None:
        """Write the files."""
        schema = {"label": {"type": "int64"}, "data": {"type": "bytes"}}
        for prefix, end in (("train", "_train.mindrecord"), ("t10k", "_test.mindrecord")):
            images = self._read(f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
            labels = self._read(f"{prefix}-labels-idx1-ubyte.gz", 8)
            rows = ({"label": int(n), "data": _writing.jpeg(image)} for n, image in zip(labels, images, strict=True))
            _writing.write(self.destination + end, self.partition_number, schema, "mnist_schema", ["label"], rows)

    def _read(self, name: str, header: int) -> np.ndarray:
        with gzip.open(_writing.source(os.path.join(self.source, name), is_folder=False)) as file:
            return np.frombuffer(file.read(), np.uint8, offset=header)
