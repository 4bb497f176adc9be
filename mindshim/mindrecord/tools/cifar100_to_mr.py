"""CIFAR-100 as MindRecord files (mirrors `mindspore.mindrecord.tools.cifar100_to_mr`)."""

from __future__ import annotations

from mindshim.mindrecord.tools import _writing


class Cifar100ToMR:
    """Turns the Python version of CIFAR-100 into MindRecord files (mirrors `mindspore.mindrecord.Cifar100ToMR`).

    Rows have `id`, `fine_label` and `coarse_label`, int64, and `data`, the image as JPEG.

    Args:
        source: the folder with the files train and test. destination: the file of the training images; those of the test get
            `_test` behind it.

    Raises:
        ParamValueError, PathNotExistsError: for other arguments.

    Examples:
        >>> from mindshim.mindrecord import Cifar100ToMR
        >>> Cifar100ToMR("cifar-100-python", "cifar100.mindrecord").transform()  # doctest: +SKIP
    """

    def __init__(self, source: str, destination: str) -> None:
        self.destination = _writing.destination(destination)
        self.source = _writing.source(source, is_folder=True)

    def transform(self, fields: list[str] | None = None) -> None:
        """Write the files, with an index of these fields (of all but `data`, by default)."""
        number = {"type": "int64"}
        schema = {"id": number, "fine_label": number, "coarse_label": number, "data": {"type": "bytes"}}
        for prefix, path in (("train", self.destination), ("test", self.destination + "_test")):
            found = _writing.cifar(self.source, prefix)
            columns = zip(found["fine_labels"], found["coarse_labels"], found["data"], strict=True)
            rows = (
                {"id": i, "fine_label": int(fine), "coarse_label": int(coarse), "data": _writing.jpeg(image)}
                for i, (fine, coarse, image) in enumerate(columns)
            )
            _writing.write(path, 1, schema, "cv_cifar100", fields, rows)
