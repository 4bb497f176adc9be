"""Values between pixels: images resized and warped, with OpenCV's steps and roundings for bytes, as MindSpore's kernels have."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from mindshim.dataset.vision.images import limited, pillow
from mindshim.dataset.vision.utils import Inter

_FINE = 32  # positions within a pixel that a warp tells apart
_WEIGHT = 2048  # the weights of a resize are integers of this unit


def _cubic(at: np.ndarray) -> np.ndarray:
    """The weights of four neighbours for positions from 0 to 1 after the second, by the kernel with A = -0.75."""
    a = -0.75
    near, far = at, 1 - at
    out = np.stack([
        ((a * (near + 1) - 5 * a) * (near + 1) + 8 * a) * (near + 1) - 4 * a,
        ((a + 2) * near - (a + 3)) * near * near + 1,
        ((a + 2) * far - (a + 3)) * far * far + 1,
    ])  # fmt: skip
    return np.concatenate([out, 1 - out.sum(0, keepdims=True)])


@functools.lru_cache(maxsize=128)
def _taps(size: int, target: int, mode: Inter) -> tuple[np.ndarray, np.ndarray]:
    """For each target pixel the source pixels, (taps, target), and their weights."""
    scale = size / target
    if mode is Inter.NEAREST:
        return np.minimum(np.floor(np.arange(target) * scale), size - 1).astype(np.int64)[None], np.ones((1, target), np.float32)
    if mode is Inter.AREA and scale > 1:
        edges = np.arange(target + 1) * scale
        pixels = np.arange(size)
        shares = np.clip(np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels), 0, None) / scale
        taps = int((shares > 0).sum(1).max())
        first = np.minimum(np.argmax(shares > 1e-9, 1), size - taps)
        at = first + np.arange(taps)[:, None]
        return at, shares[np.arange(target), at].astype(np.float32)
    if mode is Inter.AREA:
        low = np.floor(np.arange(target) * scale).astype(np.int64)
        part = np.arange(1, target + 1) - (low + 1) / scale
        part = np.where(part <= 0, 0, part - np.floor(part)).astype(np.float32)
    else:
        place = ((np.arange(target) + 0.5) * scale - 0.5).astype(np.float32)
        low = np.floor(place).astype(np.int64)
        part = place - low
    if mode is Inter.BICUBIC:
        return np.clip(low + np.arange(-1, 3)[:, None], 0, size - 1), _cubic(part)
    return np.clip(np.stack([low, low + 1]), 0, size - 1), np.stack([1 - part, part])


def resized(array: np.ndarray, size: tuple[int, int], mode: Inter) -> np.ndarray:
    """An image (H, W) or (H, W, C) of another height and width."""
    height, width = array.shape[:2]
    if mode in (Inter.PILCUBIC, Inter.ANTIALIAS):
        if array.dtype != np.uint8 or array.ndim == 3 and array.shape[2] != 3:
            raise RuntimeError(f"Resize: {mode.name} needs an image of uint8 with 3 channels, but got {array.dtype} of shape {array.shape}.")
        how = pillow().Resampling.BICUBIC if mode is Inter.PILCUBIC else pillow().Resampling.LANCZOS
        return np.asarray(pillow().fromarray(array).resize(size[::-1], how))
    if mode is Inter.BILINEAR and (height, width) == (2 * size[0], 2 * size[1]):
        mode = Inter.AREA  # a mean of four
    (rows, down), (columns, across) = _taps(height, size[0], mode), _taps(width, size[1], mode)
    if mode is Inter.NEAREST:
        return array[rows[0]][:, columns[0]]
    tail = (1,) * (array.ndim - 2)
    if array.dtype != np.uint8 or mode is Inter.AREA:
        x = array.astype(np.float64 if array.dtype == np.float64 else np.float32)
        wide: Any = sum(x[:, c] * w.reshape(1, -1, *tail) for c, w in zip(columns, across, strict=True))
        high: Any = sum(wide[r] * w.reshape(-1, 1, *tail) for r, w in zip(rows, down, strict=True))
        return limited(high, array.dtype)
    across, down = (np.rint(w * _WEIGHT).astype(np.int64) for w in (across, down))
    x = array.astype(np.int64)
    wide = sum(x[:, c] * w.reshape(1, -1, *tail) for c, w in zip(columns, across, strict=True))
    if mode is Inter.BILINEAR:
        # The sum is rounded in two steps, which keeps it within 32 bits.
        out = (sum((w.reshape(-1, 1, *tail) * (wide[r] >> 4)) >> 16 for r, w in zip(rows, down, strict=True)) + 2) >> 2
    else:
        total = sum(wide[r] * w.reshape(-1, 1, *tail) for r, w in zip(rows, down, strict=True))
        out = (total + _WEIGHT * _WEIGHT // 2) // (_WEIGHT * _WEIGHT)
    return np.clip(out, 0, 255).astype(np.uint8)


def _from(array: np.ndarray, x: np.ndarray, y: np.ndarray, fill: np.ndarray) -> np.ndarray:
    """The pixels at these places, `fill` outside the image."""
    height, width = array.shape[:2]
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    out = array[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    return np.where(inside.reshape(*inside.shape, *(1,) * (array.ndim - 2)), out, fill)


def _blended(array: np.ndarray, x: np.ndarray, y: np.ndarray, mode: Inter, fill: np.ndarray) -> np.ndarray:
    """Values at places in units of 1/32 pixel."""
    (px, fx), (py, fy) = np.divmod(x, _FINE), np.divmod(y, _FINE)
    if mode is Inter.BICUBIC:
        first, wx, wy = -1, _cubic(fx / np.float32(_FINE)), _cubic(fy / np.float32(_FINE))
    else:
        first, wx, wy = 0, np.stack([_FINE - fx, fx]) / _FINE, np.stack([_FINE - fy, fy]) / _FINE
    tail = (1,) * (array.ndim - 2)
    total = np.zeros((*x.shape, *array.shape[2:]), np.float64)
    for j in range(len(wy)):
        for i in range(len(wx)):
            weight = np.rint(wx[i] * wy[j] * 32768) / 32768
            total += weight.reshape(*x.shape, *tail) * _from(array, px + first + i, py + first + j, fill)
    return limited(np.floor(total + 0.5) if array.dtype.kind in "iu" else total, array.dtype)


def _colour(array: np.ndarray, fill: tuple[int, ...]) -> np.ndarray:
    if array.ndim == 2 or array.shape[2] == 1:
        return np.asarray(fill[:1] if array.ndim == 3 else fill[0], array.dtype)
    full = tuple(fill) * 3 if len(fill) == 1 else tuple(fill)
    return np.asarray((*full, 0)[: array.shape[2]], array.dtype)


def warped(array: np.ndarray, matrix: Any, size: tuple[int, int], mode: Inter, fill: tuple[int, ...]) -> np.ndarray:
    """An image moved by the 2 x 3 `matrix`, which maps places (x, y, 1) of the image to those of the result."""
    (a, b, tx), (c, d, ty) = np.asarray(matrix, np.float64)
    det = a * d - b * c
    det = 1 / det if det else 0.0
    a, b, c, d = d * det, -b * det, -c * det, a * det
    tx, ty = -a * tx - b * ty, -c * tx - d * ty
    bits, fine = 10, 0 if mode is Inter.NEAREST else 5
    unit, half = 1 << bits, 1 << (bits - fine - 1)
    columns, rows = np.arange(size[1]), np.arange(size[0])[:, None]
    x = np.rint((b * rows + tx) * unit).astype(np.int64) + half + np.rint(a * columns * unit).astype(np.int64)
    y = np.rint((d * rows + ty) * unit).astype(np.int64) + half + np.rint(c * columns * unit).astype(np.int64)
    x, y = x >> (bits - fine), y >> (bits - fine)
    colour = _colour(array, fill)
    return _from(array, x, y, colour) if mode is Inter.NEAREST else _blended(array, x, y, mode, colour)


def projected(array: np.ndarray, matrix: np.ndarray, mode: Inter) -> np.ndarray:
    """An image moved by a 3 x 3 projection, black outside."""
    back = np.linalg.inv(matrix)
    columns, rows = np.meshgrid(np.arange(array.shape[1]), np.arange(array.shape[0]))
    x, y, w = np.einsum("ij,jhw->ihw", back, np.stack([columns, rows, np.ones_like(rows)]).astype(np.float64))
    unit = 1 if mode is Inter.NEAREST else _FINE
    scale = np.where(w == 0, 0, unit / np.where(w == 0, 1, w))
    px, py = np.rint(x * scale).astype(np.int64), np.rint(y * scale).astype(np.int64)
    colour = _colour(array, (0,))
    return _from(array, px, py, colour) if mode is Inter.NEAREST else _blended(array, px, py, mode, colour)
