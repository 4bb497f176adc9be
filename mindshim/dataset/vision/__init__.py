"""Operations on images, arrays of shape (H, W, C) or (H, W) (mirrors `mindspore.dataset.vision`)."""

from __future__ import annotations

import functools
import io
from typing import Any

import numpy as np

from mindshim.dataset.vision.color import RandomColorAdjust as RandomColorAdjust
from mindshim.dataset.vision.geometry import CenterCrop as CenterCrop
from mindshim.dataset.vision.geometry import Pad as Pad
from mindshim.dataset.vision.geometry import RandomCrop as RandomCrop
from mindshim.dataset.vision.geometry import RandomHorizontalFlip as RandomHorizontalFlip
from mindshim.dataset.vision.geometry import RandomVerticalFlip as RandomVerticalFlip
from mindshim.dataset.vision.geometry import ToTensor as ToTensor
from mindshim.dataset.vision.utils import Border as Border
from mindshim.dataset.vision.utils import Inter as Inter


class Rescale:
    """x * rescale + shift, as float32 (mirrors `mindspore.dataset.vision.Rescale`).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Rescale(0.5, 1.0)(np.array([2, 4], np.uint8)).tolist()
        [2.0, 3.0]
    """

    def __init__(self, rescale: float, shift: float) -> None:
        self._rescale, self._shift = np.float32(rescale), np.float32(shift)

    def __call__(self, image: np.ndarray) -> np.ndarray:
        return image.astype(np.float32) * self._rescale + self._shift


class Normalize:
    """(x - mean) / std for each channel, as float32 (mirrors `mindspore.dataset.vision.Normalize`).

    Args:
        mean, std: one number for each channel. is_hwc: whether the channels come last.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Normalize([1.0], [2.0])(np.full((1, 1, 1), 5.0, np.float32)).item()
        2.0
    """

    def __init__(self, mean: Any, std: Any, is_hwc: bool = True) -> None:
        if len(mean) != len(std):
            raise ValueError("Length of mean and std must be equal.")
        if any(s <= 0 for s in std):
            raise ValueError(f"std vector must have positive values, but got {list(std)}.")
        shape = (-1,) if is_hwc else (-1, 1, 1)
        self._mean = np.asarray(mean, np.float32).reshape(shape)
        self._std = np.asarray(std, np.float32).reshape(shape)

    def __call__(self, image: np.ndarray) -> np.ndarray:
        return (image.astype(np.float32) - self._mean) / self._std


class HWC2CHW:
    """Moves the channels to the front (mirrors `mindspore.dataset.vision.HWC2CHW`).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.HWC2CHW()(np.zeros((4, 5, 3))).shape
        (3, 4, 5)
    """

    def __call__(self, image: np.ndarray) -> np.ndarray:
        if image.ndim == 2:
            return image
        if image.ndim != 3:
            raise RuntimeError(f"HWC2CHW: rank of input image should be 2 or 3, but got {image.ndim}.")
        return image.transpose(2, 0, 1)


@functools.lru_cache(maxsize=64)
def _weights(size: int, target: int) -> np.ndarray:
    """The matrix that interpolates linearly from `size` pixels to `target`, centres aligned."""
    at = np.clip((np.arange(target) + 0.5) * size / target - 0.5, 0, size - 1)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, size - 1)
    out = np.zeros((target, size), np.float32)
    out[np.arange(target), low] += 1 - (at - low)
    out[np.arange(target), high] += at - low
    return out


class Resize:
    """Images of another size (mirrors `mindspore.dataset.vision.Resize`).

    Args:
        size: an int (the shorter side) or (height, width). interpolation: Inter.LINEAR or Inter.NEAREST.

    Raises:
        TypeError, ValueError: for another size. NotImplementedError: for another interpolation.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Resize((4, 6))(np.zeros((2, 3, 1), np.uint8)).shape
        (4, 6, 1)
    """

    def __init__(self, size: Any, interpolation: Any = Inter.LINEAR) -> None:
        sizes = (size,) if isinstance(size, int) else size
        if not isinstance(sizes, (list, tuple)) or not all(isinstance(s, int) for s in sizes):
            raise TypeError(f"Size should be a single integer or a list/tuple (h, w) of length 2, but got {size!r}.")
        if len(sizes) not in (1, 2) or any(s <= 0 for s in sizes):
            raise ValueError(f"Input is not within the required interval of [1, 16777216], but got {size!r}.")
        if interpolation not in (Inter.NEAREST, Inter.LINEAR):
            raise NotImplementedError(f"Resize: interpolation {interpolation!r} is not supported; use Inter.LINEAR or Inter.NEAREST.")
        self._size, self._nearest = tuple(sizes), interpolation == Inter.NEAREST

    def __call__(self, image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        if len(self._size) == 2:
            new = self._size
        else:
            short = self._size[0]
            new = (short, short * width // height) if height < width else (short * height // width, short)
        if self._nearest:
            rows, columns = np.arange(new[0]) * height // new[0], np.arange(new[1]) * width // new[1]
            return image[rows][:, columns]
        planes = image.reshape(height, width, -1).transpose(2, 0, 1).astype(np.float32)
        out = (_weights(height, new[0]) @ planes @ _weights(width, new[1]).T).transpose(1, 2, 0)
        if image.dtype.kind in "iu":
            out = np.rint(out)
        return out.astype(image.dtype).reshape(*new, *image.shape[2:])


class Decode:
    """The image in the bytes of a file, RGB, (H, W, 3) (mirrors `mindspore.dataset.vision.Decode`).

    Args:
        to_pil: whether to return a PIL image. Default: False, a uint8 array.

    Raises:
        TypeError, RuntimeError: if the input is no array of bytes, or no image. ImportError: if Pillow is not installed.

    Examples:
        >>> import io
        >>> import numpy as np
        >>> from PIL import Image
        >>> import mindshim.dataset.vision as vision
        >>> file = io.BytesIO()
        >>> Image.new("RGB", (3, 2)).save(file, "png")
        >>> vision.Decode()(np.frombuffer(file.getvalue(), np.uint8)).shape
        (2, 3, 3)
    """

    def __init__(self, to_pil: bool = False) -> None:
        self._to_pil = bool(to_pil)

    def __call__(self, data: Any) -> Any:
        try:
            from PIL import Image, UnidentifiedImageError
        except ImportError as error:
            raise ImportError("Decode: image files need Pillow: pip install 'mindshim[vision]'.") from error
        if isinstance(data, np.ndarray) and (data.dtype.kind not in "uSi" or data.ndim > 1):
            raise RuntimeError(f"Decode: the input must be 1-D bytes of an image, but got {data.dtype} with {data.ndim} axes.")
        try:
            image = Image.open(io.BytesIO(data.tobytes() if isinstance(data, np.ndarray) else bytes(data))).convert("RGB")
        except UnidentifiedImageError as error:
            raise RuntimeError("Decode: the bytes are no image that can be decoded.") from error
        return image if self._to_pil else np.array(image)
