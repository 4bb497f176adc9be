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

from mindshim.train import _protobuf as pb

#: Larger contents are cut into several values of the same name.
SLICE = 512 * 1024 * 1024

_NAMES = {
    "Bool": np.bool_, "Int8": np.int8, "Int16": np.int16, "Int32": np.int32, "Int64": np.int64, "UInt8": np.uint8,
    "UInt16": np.uint16, "UInt32": np.uint32, "UInt64": np.uint64, "Float16": np.float16, "Float32": np.float32,
    "Float64": np.float64, "BFloat16": ml_dtypes.bfloat16, "Complex64": np.complex64, "Complex128": np.complex128,
}  # fmt: skip
_TYPES = {name: np.dtype(t) for name, t in _NAMES.items()}
_TYPE_NAMES = {t: name for name, t in _TYPES.items()}


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
    tensor = b"".join(pb.integer(1, d) for d in dims) + pb.message(2, kind) + pb.message(3, content)
    return pb.message(1, pb.message(1, name) + pb.message(2, tensor))


def decode(data: bytes) -> dict[str, Any]:
    """Name -> array (or str) of every value, in file order.

    Raises:
        ValueError: if the bytes are no such message.
    """
    found: dict[str, tuple[list[int], str, list[bytes]]] = {}
    for number, value in pb.fields(memoryview(data)):
        if number != 1 or isinstance(value, int):
            raise ValueError(f"unexpected field {number}")
        name, dims, kind, content = "", [], "", b""
        for inner, part in pb.fields(value):
            if inner == 1:
                name = bytes(part).decode()
            elif inner == 2:
                for leaf, item in pb.fields(part):
                    if leaf == 1:
                        dims += [item] if isinstance(item, int) else pb.packed_integers(item)
                    elif leaf == 2:
                        kind = bytes(item).decode()
                    elif leaf == 3:
                        content = bytes(item)
        found.setdefault(name, (dims, kind, []))[2].append(content)
    return {name: _array(name, *parts) for name, parts in found.items()}


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
