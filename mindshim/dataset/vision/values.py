"""Operations on the values of images: shifted and scaled, smoothed, with their axes in another order."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.dataset.vision.images import as_array, number


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


class NormalizePad(Normalize):
    """`Normalize`, with a further channel of zeros (mirrors `mindspore.dataset.vision.NormalizePad`).

    Args:
        mean, std: one number for each channel. dtype: 'float32' (default) or 'float16'. is_hwc: whether the channels come last.

    Raises:
        ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.NormalizePad([1.0], [2.0])(np.full((1, 1, 1), 5.0, np.float32)).tolist()
        [[[2.0, 0.0]]]
    """

    def __init__(self, mean: Any, std: Any, dtype: str = "float32", is_hwc: bool = True) -> None:
        if dtype not in ("float32", "float16"):
            raise ValueError("dtype can only be 'float32' or 'float16'.")
        super().__init__(mean, std, is_hwc)
        self._dtype, self._axis = np.dtype(dtype), -1 if is_hwc else 0

    def __call__(self, image: Any) -> np.ndarray:
        planes = super().__call__(as_array("NormalizePad", image, (3,))).astype(self._dtype)
        return np.concatenate([planes, np.zeros_like(planes.take([0], self._axis))], self._axis)


class LinearTransformation:
    """An image as a vector, less a mean, times a matrix (mirrors `mindspore.dataset.vision.LinearTransformation`).

    Args:
        transformation_matrix: (n, n) for images of n values. mean_vector: (n,).

    Raises:
        TypeError, ValueError: for other arrays, and for images of another size.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.LinearTransformation(np.eye(2) * 3, np.ones(2))(np.array([[[1.0, 2.0]]])).tolist()
        [[[0.0, 3.0]]]
    """

    def __init__(self, transformation_matrix: Any, mean_vector: Any) -> None:
        for name, value in (("transformation_matrix", transformation_matrix), ("mean_vector", mean_vector)):
            if not isinstance(value, np.ndarray):
                raise TypeError(f"Argument {name} with value {value} is not of type [<class 'numpy.ndarray'>], but got {type(value)}.")
        if transformation_matrix.ndim != 2 or transformation_matrix.shape[0] != transformation_matrix.shape[1]:
            raise ValueError(f"transformation_matrix should be a square matrix. Got shape {transformation_matrix.shape}.")
        if mean_vector.size != len(transformation_matrix):
            raise ValueError(f"mean_vector length {mean_vector.size} should match either one dimension of the square matrix {transformation_matrix.shape}.")
        self._matrix, self._mean = transformation_matrix, mean_vector.reshape(-1)

    def __call__(self, np_img: Any) -> np.ndarray:
        if not isinstance(np_img, np.ndarray):
            raise TypeError(f"img should be NumPy array. Got {type(np_img)}.")
        if np_img.size != len(self._matrix):
            raise ValueError(f"transformation_matrix shape {self._matrix.shape} not compatible with flattened image of {np_img.size} values.")
        return ((np_img.reshape(1, -1) - self._mean) @ self._matrix).reshape(np_img.shape)


class GaussianBlur:
    """An image smoothed with a Gaussian (mirrors `mindspore.dataset.vision.GaussianBlur`).

    Args:
        kernel_size: an odd int, or (width, height). sigma: a number, or (along x, along y); None or 0 for
            0.3 * ((kernel_size - 1) * 0.5 - 1) + 0.8.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.GaussianBlur(3)(np.array([[0, 100, 0]], np.uint8)).tolist()
        [[48, 52, 48]]
    """

    def __init__(self, kernel_size: Any, sigma: Any = None) -> None:
        sizes = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if not isinstance(sizes, (list, tuple)) or len(sizes) != 2 or not all(isinstance(s, int) for s in sizes):
            raise TypeError("Kernel size should be a single integer or a list/tuple of length 2.")
        if any(s <= 0 or s % 2 == 0 for s in sizes):
            raise ValueError(f"Kernel size should be odd and greater than 0, but got {kernel_size}.")
        sigmas = (sigma or 0, sigma or 0) if sigma is None or isinstance(sigma, (int, float)) else sigma
        if not isinstance(sigmas, (list, tuple)) or len(sigmas) != 2:
            raise TypeError("Sigma should be a number or a list/tuple of length 2.")
        self._kernels = [_bell(k, number("sigma", s)) for k, s in zip(sizes, sigmas, strict=True)]

    def __call__(self, image: Any) -> np.ndarray:
        array = as_array("GaussianBlur", image)
        whole = array.dtype == np.uint8
        out: Any = array.astype(np.int64 if whole else np.float32)
        for axis, kernel in zip((1, 0), self._kernels, strict=True):
            # Mirrored at the border, without the border itself.
            far, last = len(kernel) // 2, array.shape[axis] - 1
            places = np.abs(np.arange(-far, last + 1 + far))
            places = np.clip(np.where(places > last, 2 * last - places, places), 0, last)
            wide = out.take(places, axis)
            weights = _in_steps(kernel) if whole else kernel.astype(np.float32)
            out = sum(w * wide.take(np.arange(i, i + last + 1), axis) for i, w in enumerate(weights))
        return np.clip((out + 32768) >> 16, 0, 255).astype(np.uint8) if whole else out.astype(array.dtype)


def _in_steps(kernel: np.ndarray) -> np.ndarray:
    """The weights for bytes, in steps of 1/256 that add up to 1: what rounding leaves goes on to the next weight."""
    half, left = [], 0.0
    for weight in kernel[: len(kernel) // 2] * 256:
        half.append(round(weight + left))
        left += weight - half[-1]
    return np.array([*half, 256 - 2 * sum(half), *half[::-1]], np.int64)


def _bell(size: int, sigma: float) -> np.ndarray:
    """The weights of a Gaussian."""
    sigma = sigma if sigma > 0 else ((size - 1) * 0.5 - 1) * 0.3 + 0.8
    weights = np.exp(-((np.arange(size) - (size - 1) / 2) ** 2) / (2 * sigma * sigma))
    return weights / weights.sum()
