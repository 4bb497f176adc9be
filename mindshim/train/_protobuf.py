"""The few pieces of protobuf's wire format that files of MindSpore need: numbers, texts and messages, by field number."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def varint(value: int) -> bytes:
    """A whole number in groups of seven bits; negative ones as 64 bits."""
    out = bytearray()
    value &= (1 << 64) - 1
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def integer(number: int, value: int) -> bytes:
    """The field `number` of any integer type, bool or enum."""
    return varint(number << 3 | _VARINT) + varint(int(value))


def double(number: int, value: float) -> bytes:
    """The field `number` of type double."""
    return varint(number << 3 | _FIXED64) + struct.pack("<d", value)


def single(number: int, value: float) -> bytes:
    """The field `number` of type float."""
    return varint(number << 3 | _FIXED32) + struct.pack("<f", value)


def message(number: int, payload: bytes | str) -> bytes:
    """The field `number` that holds a message, bytes or text."""
    data = payload.encode() if isinstance(payload, str) else payload
    return varint(number << 3 | _BYTES) + varint(len(data)) + data


def packed_floats(number: int, values: Iterable[float]) -> bytes:
    """The field `number` of type repeated float; nothing if there are none."""
    numbers = list(values)
    return message(number, struct.pack(f"<{len(numbers)}f", *numbers)) if numbers else b""


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


def fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    """Number and content of each field of a message: an int, or the bytes of any other type.

    Raises:
        ValueError: if the bytes are no message.
    """
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


def packed_integers(data: memoryview) -> list[int]:
    """The numbers of a field of type repeated integer."""
    out, at = [], 0
    while at < len(data):
        value, at = _read_varint(data, at)
        out.append(value)
    return out
