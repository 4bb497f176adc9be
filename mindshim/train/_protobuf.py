"""The few pieces of protobuf's wire format that files of MindSpore need: numbers, texts and messages, by field number."""

from __future__ import annotations

import struct
from collections.abc import Iterable

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
