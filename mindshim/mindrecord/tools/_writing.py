"""What the converters share."""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Iterable
from typing import Any

import numpy as np

from mindshim.mindrecord import _arguments
from mindshim.mindrecord.common.exceptions import ParamValueError, PathNotExistsError
from mindshim.mindrecord.filewriter import FileWriter

_ROWS = 256


def partitions(value: Any) -> int:
    """A number of files."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ParamValueError(f"The parameter partition_number must be int, but got {value!r}.")
    if not 1 <= value <= 1000:
        raise ParamValueError(f"The parameter partition_number: {value} should between 1 and 1000.")
    return value


def destination(value: Any) -> str:
    """The file to write."""
    if isinstance(value, str) and value.endswith("/"):
        raise ParamValueError("File path can not end with '/'")
    return _arguments.file_name(value)


def source(value: Any, is_folder: bool) -> str:
    """A file or folder to read."""
    if not isinstance(value, str):
        raise ParamValueError(f"File path: {value} is not string.")
    if not (os.path.isdir(value) if is_folder else os.path.isfile(value)):
        raise PathNotExistsError(value)
    return value


def write(path: str, shards: int, schema: dict[str, Any], desc: str, index: list[str] | None, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows, some at a time."""
    writer = FileWriter(path, shards)
    writer.add_schema(schema, desc)
    if index:
        writer.add_index(index)
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _ROWS:
            writer.write_raw_data(waiting)
            waiting = []
    if waiting:
        writer.write_raw_data(waiting)
    writer.commit()


def jpeg(pixels: np.ndarray) -> bytes:
    """An image, (height, width) or (height, width, 3), as JPEG."""
    try:
        from PIL import Image
    except ImportError:
        raise NotImplementedError("mindrecord: images are encoded with Pillow, which is not installed: pip install pillow.") from None
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "jpeg", quality=95)
    return out.getvalue()


class _Arrays(pickle.Unpickler):
    """Loads arrays and what Python has built in, nothing else."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if module_name.split(".")[0] == "numpy" and global_name in ("ndarray", "dtype", "_reconstruct"):
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is not allowed in a CIFAR file")


def cifar(folder: str, prefix: str) -> dict[str, Any]:
    """The images, (count, 32, 32, 3), and the other entries of the pickled CIFAR files of this name."""
    found: dict[str, list[Any]] = {}
    for name in sorted(os.listdir(folder)):
        if name.startswith(prefix) and os.path.isfile(os.path.join(folder, name)):
            with open(os.path.join(folder, name), "rb") as file:
                for key, value in _Arrays(file, encoding="latin1").load().items():
                    # Pickled by Python 3, the keys are bytes.
                    found.setdefault(key.decode() if isinstance(key, bytes) else key, []).append(value)
    if "data" not in found:
        raise PathNotExistsError(f"{folder} has no {prefix} files.")
    lists = {k: np.concatenate([np.asarray(v) for v in values]) for k, values in found.items() if k.endswith("labels")}
    images = np.concatenate([np.asarray(v, np.uint8) for v in found["data"]]).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return {**lists, "data": np.ascontiguousarray(images)}
