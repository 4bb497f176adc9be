"""Values of a summary as the messages of its file."""

from __future__ import annotations

import math
import platform
import struct
import zlib
from typing import Any

import numpy as np

from mindshim import _checkparam, context, log
from mindshim.train import _protobuf as pb

_TYPES = {
    "bool": 1, "int8": 2, "int16": 3, "int32": 4, "int64": 5, "uint8": 6, "uint16": 7, "uint32": 8, "uint64": 9, "float16": 10,
    "float32": 11, "float64": 12,
}  # fmt: skip


def get_event_file_name(prefix: str, suffix: str, time_second: str) -> str:
    """The name of a file of events; it says when, on which device and where it was written."""
    _checkparam.check_str_by_regular(prefix)
    _checkparam.check_str_by_regular(suffix)
    return f"{prefix}.out.events.summary.{time_second}.{context.get_context('device_id')}.{platform.node()}{suffix}"


def summary_event(values: list[tuple[str, str, Any]], step: int, wall_time: float) -> bytes:
    """The event of a step: (kind, tag, value) for each value."""
    parts = []
    for kind, tag, value in values:
        content = _CONTENTS[kind](tag, value)
        if content is not None:
            parts.append(pb.message(1, pb.message(1, tag) + content))
    return pb.double(1, wall_time) + pb.integer(2, step) + pb.message(5, b"".join(parts))


def _scalar(tag: str, value: np.ndarray) -> bytes:
    return pb.single(3, float(value.reshape(-1)[0]))


def _tensor(tag: str, value: np.ndarray) -> bytes:
    return pb.message(8, tensor_message(value))


def tensor_message(value: np.ndarray) -> bytes:
    """A TensorProto with the values as floats.

    Raises:
        TypeError: for a dtype that it has no name for.
    """
    kind = _TYPES.get(value.dtype.name)
    if kind is None:
        raise TypeError(f"For 'SummaryRecord', the dtype of a tensor must be one of {list(_TYPES)}, but got {value.dtype}.")
    dims = b"".join(pb.integer(1, d) for d in value.shape)
    return dims + pb.integer(2, kind) + pb.packed_floats(3, value.reshape(-1).tolist())


def _landscape(tag: str, value: bytes) -> bytes:
    return pb.message(10, value)


# -- histograms --------------------------------------------------------------------------------------------------


def _calc_histogram_bins(count: int) -> int:
    """How many bins so many values fill: about ten values each, at most 90 bins."""
    if count <= 10:
        return 1 if count == 0 else 2 if count <= 5 else 3
    return min(count // 10 + 1, 90) if count <= 880 else 90


def _histogram(tag: str, value: np.ndarray) -> bytes:
    finite = np.ma.masked_invalid(value)
    valid = int(finite.count())
    counts = [int(np.count_nonzero(f(value))) if valid < value.size else 0 for f in (np.isnan, np.isposinf, np.isneginf)]
    buckets, limits = b"", b""
    if valid:
        known = finite.compressed()
        low, high, total = float(known.min()), float(known.max()), float(known.sum(dtype=np.float64))
        buckets = b"".join(pb.message(1, bucket) for bucket in _buckets(value, valid, low, high))
        limits = pb.double(5, high) + pb.double(6, low) + pb.double(7, total)
    else:
        log.warning(f"There are no valid values in the ndarray(size={value.size}, shape={value.shape})")
    special = b"".join(pb.integer(2 + i, count) for i, count in enumerate(counts))
    return pb.message(9, buckets + special + limits + pb.integer(8, value.size))


def _buckets(value: np.ndarray, valid: int, low: float, high: float) -> list[bytes]:
    if not low < high:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, _calc_histogram_bins(valid) + 1, dtype=value.dtype)
    counts, edges = np.histogram(value, bins=edges)
    rows = zip(edges, edges[1:], counts, strict=False)
    return [pb.double(1, float(a)) + pb.double(2, float(b - a)) + pb.integer(3, int(n)) for a, b, n in rows]


# -- images ------------------------------------------------------------------------------------------------------


def _image(tag: str, value: np.ndarray) -> bytes | None:
    if value.ndim != 4 or value.shape[1] not in (1, 3) or 0 in value.shape:
        log.error(
            f"For 'SummaryRecord', an image must have the shape (N, 1 or 3, height, width), none of them zero, but '{tag}' has {value.shape}."
        )
        return None
    pixels = _as_bytes(_canvas(value).transpose(1, 2, 0))
    height, width, channels = pixels.shape
    size = b"".join(pb.integer(i + 1, n) for i, n in enumerate((height, width, channels)))
    return pb.message(4, size + pb.message(4, png(pixels)))


def _canvas(images: np.ndarray, columns: int = 8) -> np.ndarray:
    """The images beside each other, eight in a row, as (3, height, width)."""
    n, channels, h, w = images.shape
    if channels == 1:
        images = np.repeat(images, 3, axis=1)
    columns = min(n, columns)
    canvas = np.zeros((3, h * math.ceil(n / columns), w * columns))
    for i, image in enumerate(images):
        y, x = divmod(i, columns)
        canvas[:, y * h : (y + 1) * h, x * w : (x + 1) * w] = image
    return canvas


def _as_bytes(pixels: np.ndarray) -> np.ndarray:
    """Values between 0 and 1 as shares of 255, others from the smallest to the greatest."""
    low, high = pixels.min(), pixels.max()
    if high <= 1 and low >= 0:
        scale, shift = 255.0, 0.0
    else:
        scale, shift = (255 / (high - low + 1) if high != low else 1.0), low
    return ((pixels.astype(np.float32) - shift) * scale).astype(np.uint8)


def png(pixels: np.ndarray) -> bytes:
    """(height, width, 3) bytes as a PNG file."""
    height, width, _ = pixels.shape

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    # Every row begins with the number of its filter: 0, none.
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_CONTENTS: dict[str, Any] = {"scalar": _scalar, "tensor": _tensor, "image": _image, "histogram": _histogram, "landscape": _landscape}
