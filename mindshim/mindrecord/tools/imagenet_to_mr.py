"""ImageNet as MindRecord files (mirrors `mindspore.mindrecord.tools.imagenet_to_mr`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from mindshim.mindrecord.tools import _writing


class ImageNetToMR:
    """Turns folders of JPEG images into MindRecord files (mirrors `mindspore.mindrecord.ImageNetToMR`).

    Rows have `label`, int32, `image`, the bytes of the file, and `file_name`.

    Args:
        map_file: a text file of lines `folder label`. image_dir: the folder with these folders. destination: the file.
        partition_number: how many files. Default: 1.

    Raises:
        ParamValueError, PathNotExistsError: for other arguments.

    Examples:
        >>> import os, tempfile
        >>> from mindshim.mindrecord import FileReader, ImageNetToMR
        >>> folder = tempfile.mkdtemp()
        >>> os.mkdir(os.path.join(folder, "n1"))
        >>> with open(os.path.join(folder, "n1", "a.jpg"), "wb") as image, open(os.path.join(folder, "map"), "w") as lines:
        ...     written = image.write(b"..."), lines.write("n1 7")
        >>> ImageNetToMR(os.path.join(folder, "map"), folder, os.path.join(folder, "out")).transform()
        >>> [(row["label"], row["image"]) for row in FileReader(os.path.join(folder, "out")).get_next()]
        [(7, b'...')]
    """

    def __init__(self, map_file: str, image_dir: str, destination: str, partition_number: int = 1) -> None:
        self.map_file = _writing.source(map_file, is_folder=False)
        self.image_dir = _writing.source(image_dir, is_folder=True)
        self.destination = _writing.destination(destination)
        self.partition_number = _writing.partitions(partition_number)

    def transform(self) -> None:
        """Write the files."""
        schema = {"label": {"type": "int32"}, "image": {"type": "bytes"}, "file_name": {"type": "string"}}
        _writing.write(self.destination, self.partition_number, schema, "imagenet_schema", ["label", "file_name"], self._rows())

    def _rows(self) -> Iterator[dict[str, Any]]:
        with open(self.map_file) as lines:
            folders = [line.split() for line in lines if line.strip()]
        for name, label in folders:
            folder = os.path.join(self.image_dir, name)
            for image in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
                path = os.path.join(folder, image)
                with open(path, "rb") as file:
                    yield {"label": int(label), "image": file.read(), "file_name": path}
