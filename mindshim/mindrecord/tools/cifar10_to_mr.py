"""CIFAR-10 as MindRecord files (mirrors `mindspore.mindrecord.tools.cifar10_to_mr`)."""

from __future__ import annotations

from mindshim.mindrecord.tools import _writing


class Cifar10ToMR:
    """Turns the Python version of CIFAR-10 into MindRecord files (mirrors `mindspore.mindrecord.Cifar10ToMR`).

    Rows have `id` and `label`, int64, and `data`, the image as JPEG.

    Args:
        source: the folder with the files data_batch_* and test_batch. destination: the file of the training images; those of the
            test get `_test` behind it.

    Raises:
        ParamValueError, PathNotExistsError: for other arguments.

    Examples:
        >>> from mindshim.mindrecord import Cifar10ToMR
        >>> Cifar10ToMR("cifar-10-batches-py", "cifar10.mindrecord").transform()  # doctest: +SKIP
    """

    def __init__(self, source: str, destination: str) -> None:
        self.destination = _writing.destination(destination)
        self.source = _writing.source(source, is_folder=True)

    def transform(self, fields: list[str] | None = None) -> None:
        """Write the files, with an index of these fields (of all but `data`, by default)."""
        schema = {"id": {"type": "int64"}, "label": {"type": "int64"}, "data": {"type": "bytes"}}
        for prefix, path in (("data_batch_", self.destination), ("test_batch", self.destination + "_test")):
            found = _writing.cifar(self.source, prefix)
            rows = (
                {"id": i, "label": int(label), "data": _writing.jpeg(image)}
                for i, (label, image) in enumerate(zip(found["labels"], found["data"], strict=True))
            )
            _writing.write(path, 1, schema, "cv_cifar10", fields, rows)
