"""Operations that change what an image is: bytes of a file, PIL image, array; its channels and its dtype."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from mindshim.dataset.vision.images import Sometimes, as_array, is_pil, pillow
from mindshim.dataset.vision.utils import ConvertMode


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


class ToPIL:
    """A PIL image of an array (mirrors `mindspore.dataset.vision.ToPIL`).

    Raises:
        TypeError: for anything else than an array or a PIL image, and for an array of which there is no image.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.ToPIL()(np.zeros((2, 3, 3), np.uint8)).size
        (3, 2)
    """

    def __call__(self, image: Any) -> Any:
        if is_pil(image):
            return image
        if not isinstance(image, np.ndarray):
            raise TypeError(f"The input image should be of type numpy.ndarray or PIL.Image.Image. Got {type(image)}.")
        array = image
        if array.ndim == 3 and array.shape[2] not in (1, 3, 4) and array.shape[0] in (1, 3):
            array = array.transpose(1, 2, 0)
        return pillow().fromarray(np.squeeze(array, 2) if array.ndim == 3 and array.shape[2] == 1 else np.ascontiguousarray(array))


class ToNumpy:
    """The pixels of a PIL image as an array (mirrors `mindspore.dataset.vision.ToNumpy`).

    Examples:
        >>> from PIL import Image
        >>> import mindshim.dataset.vision as vision
        >>> vision.ToNumpy()(Image.new("RGB", (3, 2))).shape
        (2, 3, 3)
    """

    def __call__(self, image: Any) -> np.ndarray:
        return np.array(image)


class ToType:
    """An array of another dtype (mirrors `mindspore.dataset.vision.ToType`).

    Args:
        data_type: a dtype of MindSpore or NumPy.

    Raises:
        TypeError: for what is no dtype, and at the call for what is no array.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.ToType(np.float32)(np.array([1, 2])).dtype
        dtype('float32')
    """

    def __init__(self, data_type: Any) -> None:
        self._dtype = data_type.np if hasattr(data_type, "np") else np.dtype(data_type)

    def __call__(self, image: Any) -> np.ndarray:
        if not isinstance(image, np.ndarray):
            raise TypeError(f"Input should be NumPy or PIL image, got {type(image)}.")
        return image.astype(self._dtype)


class Grayscale:
    """The greys of a PIL image (mirrors `mindspore.dataset.vision.Grayscale`).

    Args:
        num_output_channels: 1 (default) or 3 equal ones.

    Raises:
        TypeError, ValueError: for another number, and at the call for what is no PIL image.

    Examples:
        >>> from PIL import Image
        >>> import mindshim.dataset.vision as vision
        >>> vision.Grayscale()(Image.new("RGB", (3, 2))).mode
        'L'
    """

    def __init__(self, num_output_channels: int = 1) -> None:
        if isinstance(num_output_channels, bool) or not isinstance(num_output_channels, int):
            raise TypeError(f"Argument num_output_channels with value {num_output_channels} is not of type [<class 'int'>].")
        if num_output_channels not in (1, 3):
            raise ValueError("Number of channels of the output grayscale image should be either 1 or 3.")
        self._channels = num_output_channels

    def __call__(self, image: Any) -> Any:
        if not is_pil(image):
            raise TypeError(
                f"img should be PIL image. Got {type(image)}. Use Decode() for encoded data or ToPIL() for decoded data."
            )
        grey = image.convert("L")
        return grey if self._channels == 1 else pillow().merge("RGB", (grey, grey, grey))


class RandomGrayscale(Sometimes):
    """`Grayscale` with a probability, with as many channels as before (mirrors `mindspore.dataset.vision.RandomGrayscale`).

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> from PIL import Image
        >>> vision.RandomGrayscale(0.5)(Image.fromarray(image)).size
        (4, 4)
    """

    def __init__(self, prob: float = 0.1) -> None:
        super().__init__(prob, lambda image: Grayscale(1 if getattr(image, "mode", "") == "L" else 3)(image))


_RED_GREEN_BLUE = (4899, 9617, 1868)  # shares of the grey, of 2 ** 14


class ConvertColor:
    """The channels in another order, with or without alpha, or as grey (mirrors `mindspore.dataset.vision.ConvertColor`).

    Args:
        convert_mode: a ConvertMode.

    Raises:
        TypeError: for anything else. RuntimeError: for an image with another number of channels.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.ConvertColor(vision.ConvertMode.COLOR_RGB2BGR)(np.array([[[1, 2, 3]]], np.uint8)).tolist()
        [[[3, 2, 1]]]
    """

    def __init__(self, convert_mode: ConvertMode) -> None:
        if not isinstance(convert_mode, ConvertMode):
            raise TypeError(f"Argument convert_mode with value {convert_mode} is not of type [{ConvertMode}], but got {type(convert_mode)}.")
        self._from, self._to = convert_mode.name.removeprefix("COLOR_").split("2")

    def __call__(self, image: Any) -> np.ndarray:
        grey = self._from == "GRAY"
        array = as_array("ConvertColor", image, (2, 3), (1,) if grey else (len(self._from),))
        if grey:
            array = np.repeat(array.reshape(*array.shape[:2], 1), 3, 2)
        elif array.ndim != 3:
            raise RuntimeError(f"ConvertColor: the image must have shape <H,W,C>, but got {array.shape}.")
        source = "BGR" if grey else self._from
        if self._to == "GRAY":
            shares = np.array([_RED_GREEN_BLUE["RGB".index(c)] for c in source[:3]])
            if array.dtype.kind == "f":
                return (array[..., :3] @ (shares / 16384)).astype(array.dtype)
            return ((array[..., :3].astype(np.int64) @ shares + 8192) >> 14).astype(array.dtype)
        planes = [
            array[..., source.index(c)] if c in source else np.full(array.shape[:2], 1 if array.dtype.kind == "f" else 255, array.dtype)
            for c in self._to
        ]
        return np.stack(planes, -1)


class _Hsv:
    def __init__(self, is_hwc: bool = False) -> None:
        if not isinstance(is_hwc, bool):
            raise TypeError(f"Argument is_hwc with value {is_hwc} is not of type [<class 'bool'>], but got {type(is_hwc)}.")
        self._axis = -1 if is_hwc else -3

    def _convert(self, planes: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def __call__(self, img: Any) -> np.ndarray:
        if not isinstance(img, np.ndarray):
            raise TypeError(f"img should be NumPy image. Got {type(img)}.")
        if img.ndim not in (3, 4) or img.shape[self._axis] != 3:
            raise TypeError(f"img should be 3 channels RGB img. Got {img.shape[self._axis] if img.ndim > 2 else img.shape} channels.")
        return np.moveaxis(self._convert(np.moveaxis(img, self._axis, 0)), 0, self._axis)


class RgbToHsv(_Hsv):
    """Hue, saturation and value, from 0 to 1, of colours from 0 to 1 (mirrors `mindspore.dataset.vision.RgbToHsv`).

    Args:
        is_hwc: whether the channels come last. Default: False.

    Raises:
        TypeError: for what is no array of three channels.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RgbToHsv(True)(np.array([[[0.0, 0.5, 0.0]]])).round(2).tolist()
        [[[0.33, 1.0, 0.5]]]
    """

    def _convert(self, planes: np.ndarray) -> np.ndarray:
        red, green, blue = planes.astype(np.float64)
        value = planes.max(0).astype(np.float64)
        spread = value - planes.min(0)
        some = np.where(spread == 0, 1, spread)
        sixth = np.select([value == red, value == green], [(green - blue) / some, 2 + (blue - red) / some], 4 + (red - green) / some)
        hue = np.where(spread == 0, 0, sixth / 6 % 1)
        return np.stack([hue, np.where(value == 0, 0, spread / np.where(value == 0, 1, value)), value])


class HsvToRgb(_Hsv):
    """Colours from 0 to 1 of hue, saturation and value (mirrors `mindspore.dataset.vision.HsvToRgb`).

    Args:
        is_hwc: whether the channels come last. Default: False.

    Raises:
        TypeError: for what is no array of three channels.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.HsvToRgb(True)(np.array([[[1 / 3, 1.0, 0.5]]])).round(2).tolist()
        [[[0.0, 0.5, 0.0]]]
    """

    def _convert(self, planes: np.ndarray) -> np.ndarray:
        hue, saturation, value = planes.astype(np.float64)
        sector = np.floor(hue * 6)
        within = hue * 6 - sector
        low, falling, rising = value * (1 - saturation), value * (1 - saturation * within), value * (1 - saturation * (1 - within))
        of = sector.astype(np.int64) % 6
        channels = (
            (value, falling, low, low, rising, value),
            (rising, value, value, falling, low, low),
            (low, low, rising, value, value, falling),
        )
        return np.stack([np.choose(of, c) for c in channels])
