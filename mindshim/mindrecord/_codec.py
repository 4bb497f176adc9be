"""The bytes of a row: MessagePack for numbers and strings, and a block of binary fields.

Integers of arrays take 1, 2, 4 or 8 bytes each, as many as they need; two bits for each, before them, tell how many.
"""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np

_WIDTHS = (np.dtype("<i1"), np.dtype("<i2"), np.dtype("<i4"), np.dtype("<i8"))


def pack(value: Any) -> bytes:
    """A dict of str to int, float or str as MessagePack, its keys in order."""
    if isinstance(value, dict):
        head = bytes([0x80 | len(value)]) if len(value) < 16 else b"\xde" + struct.pack(">H", len(value))
        return head + b"".join(pack(k) + pack(value[k]) for k in sorted(value))
    if isinstance(value, str):
        data = value.encode()
        size = len(data)
        if size < 32:
            return bytes([0xA0 | size]) + data
        if size < 1 << 8:
            return b"\xd9" + bytes([size]) + data
        return (b"\xda" + struct.pack(">H", size) if size < 1 << 16 else b"\xdb" + struct.pack(">I", size)) + data
    if isinstance(value, float):
        if math.isfinite(value) and (abs(value) > 3.4028234663852886e38 or struct.unpack(">f", struct.pack(">f", value))[0] != value):
            return b"\xcb" + struct.pack(">d", value)
        return b"\xca" + struct.pack(">f", value)
    return _packed_int(value)


def _packed_int(value: int) -> bytes:
    if 0 <= value < 1 << 7 or -32 <= value < 0:
        return struct.pack(">b", value)
    if value > 0:
        for code, form, bits in ((0xCC, ">B", 8), (0xCD, ">H", 16), (0xCE, ">I", 32)):
            if value < 1 << bits:
                return bytes([code]) + struct.pack(form, value)
        return b"\xcf" + struct.pack(">Q", value)
    for code, form, bits in ((0xD0, ">b", 7), (0xD1, ">h", 15), (0xD2, ">i", 31)):
        if value >= -(1 << bits):
            return bytes([code]) + struct.pack(form, value)
    return b"\xd3" + struct.pack(">q", value)


_SCALARS = {0xC0: None, 0xC2: False, 0xC3: True}
_NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
_STRINGS = {0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}
_LISTS = {0xDC: ">H", 0xDD: ">I"}
_MAPS = {0xDE: ">H", 0xDF: ">I"}


def unpack(data: bytes) -> Any:
    """What `pack` made, and the lists of earlier versions."""
    return _unpacked(data, 0)[0]


def _unpacked(data: bytes, at: int) -> tuple[Any, int]:
    code = data[at]
    at += 1
    if code < 0x80:
        return code, at
    if code >= 0xE0:
        return code - 256, at
    if code in _SCALARS:
        return _SCALARS[code], at
    if code in _NUMBERS:
        form = _NUMBERS[code]
        return struct.unpack_from(form, data, at)[0], at + struct.calcsize(form)
    for forms, low, high in ((_STRINGS, 0xA0, 0xBF), (_LISTS, 0x90, 0x9F), (_MAPS, 0x80, 0x8F)):
        if low <= code <= high:
            size = code - low
        elif code in forms:
            size = struct.unpack_from(forms[code], data, at)[0]
            at += struct.calcsize(forms[code])
        else:
            continue
        if forms is _STRINGS:
            return data[at : at + size].decode(), at + size
        items = []
        for _ in range(size * (2 if forms is _MAPS else 1)):
            item, at = _unpacked(data, at)
            items.append(item)
        return (dict(zip(items[::2], items[1::2], strict=True)) if forms is _MAPS else items), at
    raise RuntimeError(f"Invalid data, the byte {code:#x} in a row of the mindrecord file has no meaning in MessagePack.")


def squeeze(array: np.ndarray) -> bytes:
    """The integers of an array in as few bytes as each needs."""
    values = array.reshape(-1).astype(np.int64)
    kind = np.zeros(len(values), np.uint8)
    for bits in (7, 15, 31):
        kind += ((values < -(1 << bits)) | (values >= 1 << bits)).astype(np.uint8)
    padded = np.zeros(-(-len(values) // 4) * 4, np.uint8)
    padded[: len(values)] = kind
    flags = padded.reshape(-1, 4) @ np.array([64, 16, 4, 1], np.uint8)
    starts = np.cumsum(1 << kind.astype(np.int64)) - (1 << kind.astype(np.int64))
    out = np.zeros(int((1 << kind.astype(np.int64)).sum()), np.uint8)
    for number, dtype in enumerate(_WIDTHS):
        chosen = np.flatnonzero(kind == number)
        data = values[chosen].astype(dtype).view(np.uint8).reshape(-1, dtype.itemsize)
        out[starts[chosen][:, None] + np.arange(dtype.itemsize)] = data
    return struct.pack(">I", len(values)) + flags.astype(np.uint8).tobytes() + out.tobytes()


def expand(data: bytes, dtype: np.dtype) -> np.ndarray:
    """What `squeeze` made, one-dimensional."""
    count = struct.unpack_from(">I", data)[0]
    flag_bytes = -(-count // 4)
    flags = np.frombuffer(data, np.uint8, flag_bytes, 4)
    kind = (flags[:, None] >> np.array([6, 4, 2, 0], np.uint8) & 3).reshape(-1)[:count]
    sizes = 1 << kind.astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    raw = np.frombuffer(data, np.uint8, offset=4 + flag_bytes)
    out = np.zeros(count, dtype)
    for number, width in enumerate(_WIDTHS):
        chosen = np.flatnonzero(kind == number)
        if len(chosen):
            parts = np.ascontiguousarray(raw[starts[chosen][:, None] + np.arange(width.itemsize)])
            out[chosen] = parts.view(width).reshape(-1)
    return out


def join(fields: list[bytes]) -> bytes:
    """The binary fields of a row as one block: each with its length before it if there are several."""
    if not fields:
        return bytes(4)
    if len(fields) == 1:
        return fields[0]
    return b"".join(struct.pack(">Q", len(f)) + f for f in fields)


def cut(block: bytes, count: int) -> list[bytes]:
    """What `join` made."""
    if count <= 1:
        return [block][:count]
    out, at = [], 0
    for _ in range(count):
        size = struct.unpack_from(">Q", block, at)[0]
        out.append(block[at + 8 : at + 8 + size])
        at += 8 + size
    return out
