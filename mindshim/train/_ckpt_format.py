"""The bytes of a .ckpt file: one protobuf message, a list of named tensors.

    Checkpoint { repeated Value value = 1 }
    Value { string tag = 1; TensorProto tensor = 2 }
    TensorProto { repeated int64 dims = 1; string tensor_type = 2; bytes tensor_content = 3 }
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import ml_dtypes
import numpy as np

#: Larger contents are cut into several values of the same name.
SLICE = 512 * 1024 * 1024
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

_NAMES = {
    "Bool": np.bool_, "Int8": np.int8, "Int16": np.int16, "Int32": np.int32, "Int64": np.int64, "UInt8": np.uint8,
    "UInt16": np.uint16, "UInt32": np.uint32, "UInt64": np.uint64, "Float16": np.float16, "Float32": np.float32,
    "Float64": np.float64, "BFloat16": ml_dtypes.bfloat16, "Complex64": np.complex64, "Complex128": np.complex128,
}  # fmt: skip
_TYPES = {name: np.dtype(t) for name, t in _NAMES.items()}
_TYPE_NAMES = {t: name for name, t in _TYPES.items()}


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= (1 << 64) - 1
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(number: int, payload: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(payload)) + payload


def encode(name: str, value: Any) -> Iterator[bytes]:
    """The bytes of one named array or string, in pieces of at most 512 MiB of content."""
    if isinstance(value, str):
        yield _value(name, (0,), "str", value.encode("utf-32-le"))
        return
    array = np.asarray(value)
    kind = _TYPE_NAMES[array.dtype]
    content = np.ascontiguousarray(array).tobytes()
    for start in range(0, max(len(content), 1), SLICE):
        yield _value(name, array.shape, kind, content[start : start + SLICE])


def _value(name: str, dims: tuple[int, ...], kind: str, content: bytes) -> bytes:
    tensor = b"".join(_varint(1 << 3 | _VARINT) + _varint(d) for d in dims)
    tensor += _field(2, kind.encode()) + _field(3, content)
    return _field(1, _field(1, name.encode()) + _field(2, tensor))


def _read_varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("truncated number")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _read_varint(data, at)
            yield number, value
            continue
        if wire == _BYTES:
            size, at = _read_varint(data, at)
        elif wire in (_FIXED64, _FIXED32):
            size = 8 if wire == _FIXED64 else 4
        else:
            raise ValueError(f"unknown wire type {wire}")
        if at + size > len(data):
            raise ValueError("truncated field")
        yield number, data[at : at + size]
        at += size


def decode(data: bytes) -> dict[str, Any]:
    """Name -> array (or str) of every value, in file order.

    Raises:
        ValueError: if the bytes are no such message.
    """
    found: dict[str, tuple[list[int], str, list[bytes]]] = {}
    for number, value in _fields(memoryview(data)):
        if number != 1 or isinstance(value, int):
            raise ValueError(f"unexpected field {number}")
        name, dims, kind, content = "", [], "", b""
        for inner, part in _fields(value):
            if inner == 1:
                name = bytes(part).decode()
            elif inner == 2:
                for leaf, item in _fields(part):
                    if leaf == 1:
                        dims += [item] if isinstance(item, int) else _packed(item)
                    elif leaf == 2:
                        kind = bytes(item).decode()
                    elif leaf == 3:
                        content = bytes(item)
        found.setdefault(name, (dims, kind, []))[2].append(content)
    return {name: _array(name, *parts) for name, parts in found.items()}


def _packed(data: memoryview) -> list[int]:
    out, at = [], 0
    while at < len(data):
        value, at = _read_varint(data, at)
        out.append(value)
    return out


def _array(name: str, dims: list[int], kind: str, pieces: list[bytes]) -> Any:
    content = b"".join(pieces)
    if kind == "str":
        return content.decode("utf-32-le").rstrip("\0")
    if kind not in _TYPES:
        raise ValueError(f"unknown tensor type {kind!r} of {name!r}")
    flat = np.frombuffer(content, _TYPES[kind])
    if math.prod(dims) == flat.size:
        return flat.reshape(dims)
    if flat.size == 1:
        # An older writer: a scalar whose dims are [0].
        return flat.reshape(())
    raise ValueError(f"{flat.size} elements for the shape {dims} of {name!r}")
