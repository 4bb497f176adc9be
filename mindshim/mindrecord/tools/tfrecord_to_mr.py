"""TFRecord files (mirrors `mindspore.mindrecord.tools.tfrecord_to_mr`)."""

from __future__ import annotations

from typing import Any, NoReturn


class TFRecordToMR:
    """Not there: it reads with TensorFlow (mirrors `mindspore.mindrecord.TFRecordToMR`).

    Raises:
        NotImplementedError: always.

    Examples:
        >>> from mindshim.mindrecord import TFRecordToMR
        >>> TFRecordToMR("a.tfrecord", "a.mindrecord", {})
        Traceback (most recent call last):
        NotImplementedError: mindrecord.TFRecordToMR reads with TensorFlow, which is not used here; read the rows with a library that \
knows TFRecord files and write them with FileWriter.
    """

    def __init__(self, source: str, destination: str, feature_dict: dict[str, Any], bytes_fields: list[str] | None = None) -> None:
        self._refuse()

    def transform(self) -> None:
        """Write the files; not there."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise NotImplementedError(
            "mindrecord.TFRecordToMR reads with TensorFlow, which is not used here; read the rows with a library that knows TFRecord "
            "files and write them with FileWriter."
        )
