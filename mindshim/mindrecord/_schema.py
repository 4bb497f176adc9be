"""Schemas: which fields rows have, of which types; rows in bytes and back."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from mindshim.mindrecord import _codec
from mindshim.mindrecord.common.exceptions import MRMBuildSchemaError, MRMInvalidSchemaError, MRMUnsupportedSchemaError

_ARRAYS = ("int32", "int64", "float32", "float64")
_TYPES = (*_ARRAYS, "bytes", "string")


def checked(content: Any) -> dict[str, dict[str, Any]]:
    """A schema that `FileWriter.add_schema` takes; MindSpore's errors for another."""
    if not content:
        raise MRMInvalidSchemaError("Schema content is empty.")
    if not isinstance(content, dict):
        raise MRMInvalidSchemaError("Schema content should be dict.")
    for name, field in content.items():
        if not re.fullmatch("[0-9a-zA-Z_]+", name):
            raise MRMInvalidSchemaError(f"Field '{name}' should be composed of '0-9' or 'a-z' or 'A-Z' or '_'.")
        if not field or not isinstance(field, dict):
            raise MRMInvalidSchemaError(f"Field '{name}' should be dict.")
        if "type" not in field or not field.keys() <= {"type", "shape"}:
            raise MRMInvalidSchemaError(f"Field '{field}' contains illegal attributes.")
        if field["type"] not in _TYPES:
            raise MRMInvalidSchemaError(f"Field '{name}' contain illegal attribute '{field['type']}'.")
        if "shape" in field:
            if not isinstance(field["shape"], list):
                raise MRMInvalidSchemaError(f"Field '{name}' contain illegal attribute '{field['shape']}'.")
            if field["type"] not in _ARRAYS:
                raise MRMInvalidSchemaError(f"Field '{name}' contain illegal attribute '{field['type']}'.")
    for field in content.values():
        shape = field.get("shape", [])
        if not all(isinstance(n, int) and (n > 0 or n == -1) for n in shape) or shape.count(-1) > 1:
            raise MRMBuildSchemaError
    return {name: dict(field) for name, field in content.items()}


def is_binary(field: dict[str, Any]) -> bool:
    """Whether a field is kept among the binary ones."""
    return field["type"] == "bytes" or "shape" in field


class Schema:
    """Fields of rows, with what turns a row into bytes and back."""

    def __init__(self, fields: dict[str, dict[str, Any]], desc: str, blob_fields: list[str] | None, squeezed: bool = True) -> None:
        self.fields = {name: fields[name] for name in sorted(fields)}
        self.desc = desc
        self.blob_fields = [n for n, f in self.fields.items() if is_binary(f)] if blob_fields is None else blob_fields
        self.raw_fields = [n for n in self.fields if n not in self.blob_fields]
        #: since version 3.0 of the format
        self.squeezed = squeezed

    def fault(self, row: dict[str, Any]) -> str | None:
        """What is wrong with a row, None if it fits."""
        for name, field in self.fields.items():
            if name not in row:
                return f"there is not field: '{name}' in the raw data."
            if not _fits(row[name], field):
                return f"data type: '{field['type']}' for field: '{name}' is not matched."
        return None

    def encode(self, row: dict[str, Any]) -> tuple[bytes, bytes, int]:
        """The numbers and strings of a row, its binary fields, and how many bytes squeezing spared."""
        raw = {}
        for name in self.raw_fields:
            value = row[name]
            if isinstance(value, (int, np.integer)):
                value = int(value)
                if not -(1 << 63) <= value < 1 << 63:
                    raise RuntimeError(f"Unable to cast Python instance of type <class 'int'> to C++ type 'long': {name} is {value}.")
            raw[name] = value if isinstance(value, (int, str)) else float(value)
        blobs, spared, value = [], 0, None
        for name in self.blob_fields:
            value = row[name]
            data = value if isinstance(value, bytes) else value.tobytes()
            if not isinstance(value, bytes) and value.dtype.kind == "i":
                data = _codec.squeeze(value)
                spared += value.size * value.dtype.itemsize - len(data)
            blobs.append(data)
        if len(blobs) == 1 and (not blobs[0] or getattr(value, "size", 1) == 0):
            raise RuntimeError(f"Invalid data, the only binary field '{self.blob_fields[0]}' is empty.")
        return _codec.pack(raw), _codec.join(blobs), spared

    def decode(self, raw: bytes | None, block: bytes | None, columns: list[str] | None) -> dict[str, Any]:
        """The row of these bytes, of all or some of its fields."""
        out = {} if raw is None else _codec.unpack(raw) or {}
        if columns is not None:
            out = {name: out[name] for name in columns if name in out}
        if block is not None:
            for name, data in zip(self.blob_fields, _codec.cut(block, len(self.blob_fields)), strict=True):
                if columns is None or name in columns:
                    out[name] = self._array(name, data)
        return out

    def _array(self, name: str, data: bytes) -> Any:
        field = self.fields[name]
        if "shape" not in field:
            return data
        dtype = np.dtype(field["type"])
        flat = _codec.expand(data, dtype) if self.squeezed and dtype.kind == "i" else np.frombuffer(data, dtype)
        try:
            return flat.reshape(field["shape"])
        except ValueError:
            raise MRMUnsupportedSchemaError("Shape in schema is illegal.") from None


def _fits(value: Any, field: dict[str, Any]) -> bool:
    kind = field["type"]
    if "shape" in field:
        if not isinstance(value, np.ndarray) or value.dtype != np.dtype(kind):
            return False
        try:
            np.broadcast_to(0, value.shape).reshape(field["shape"])
        except ValueError:
            # An empty array is told of when it is written.
            return value.size == 0
        return True
    if kind == "bytes":
        return isinstance(value, bytes)
    if kind == "string":
        return type(value) is str
    if kind.startswith("int"):
        return (isinstance(value, int) or type(value) in (np.int32, np.int64)) and not isinstance(value, bool)
    return isinstance(value, float) or type(value) is np.float32
