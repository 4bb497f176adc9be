"""Operations that turn, shift, shear and project images."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim.dataset.vision.images import LARGEST, as_array, between, fill_of, generator, is_pil, number, pillow
from mindshim.dataset.vision.sampling import projected, warped
from mindshim.dataset.vision.utils import Inter

_MODES = (Inter.NEAREST, Inter.ANTIALIAS, Inter.BILINEAR, Inter.BICUBIC, Inter.AREA)


def _resample(value: Any, argument: str = "resample") -> Inter:
    if not isinstance(value, Inter):
        raise TypeError(f"Argument {argument} with value {value} is not of type [{Inter}], but got {type(value)}.")
    return value


def _of_pillow(mode: Inter) -> Any:
    kinds = pillow().Resampling
    table = {Inter.NEAREST: kinds.NEAREST, Inter.BILINEAR: kinds.BILINEAR, Inter.BICUBIC: kinds.BICUBIC}
    if mode not in table:
        raise RuntimeError(f"PIL images are not warped with {mode!r}; use Inter.NEAREST, Inter.BILINEAR or Inter.BICUBIC.")
    return table[mode]


def _symmetric(name: str, value: Any, limit: float = LARGEST) -> tuple[float, float]:
    """The bounds of a random amount: a number d for -d to d, or the two."""
    if isinstance(value, bool) or not isinstance(value, (int, float, list, tuple)):
        raise TypeError(
            f"Argument {name} with value {value} is not of type [<class 'int'>, <class 'float'>, <class 'list'>, <class 'tuple'>], "
            f"but got {type(value)}."
        )
    if isinstance(value, (int, float)):
        number(name, value, 0, limit)
        return -value, value
    if len(value) != 2:
        raise TypeError(f"If {name} is a sequence, the length must be 2.")
    for v in value:
        number(name, v, -limit, limit)
    if value[0] > value[1]:
        raise ValueError(f"{name} should be in (min,max) format. Got (max,min).")
    return value[0], value[1]


def _linear(degrees: float, scale: float, shear: tuple[float, float]) -> tuple[float, float, float, float]:
    """Turned, sheared and scaled: the four numbers of the map."""
    turn, sx, sy = (math.radians(v) for v in (degrees, *shear))
    a = math.cos(turn - sy) / math.cos(sy)
    b = -math.cos(turn - sy) * math.tan(sx) / math.cos(sy) - math.sin(turn)
    c = math.sin(turn - sy) / math.cos(sy)
    d = -math.sin(turn - sy) * math.tan(sx) / math.cos(sy) + math.cos(turn)
    return scale * a, scale * b, scale * c, scale * d


def _affine(
    image: Any, degrees: float, move: tuple[float, float], scale: float, shear: tuple[float, float], mode: Inter, fill: tuple[int, ...]
) -> Any:
    """An image turned, moved by so many pixels, scaled and sheared around its middle."""
    array = as_array("Affine", image)
    height, width = array.shape[:2]
    if not is_pil(image):
        a, b, c, d = _linear(degrees, scale, shear)
        x, y = (width - 1) / 2, (height - 1) / 2
        tx, ty = x + move[0] - a * x - b * y, y + move[1] - c * x - d * y
        return warped(array, [[a, b, tx], [c, d, ty]], (height, width), mode, fill)
    # Of PIL images the two shears are two more turns of the axes, and the middle lies half a pixel further.
    turn, sx, sy = (math.radians(v) for v in (degrees, *shear))
    size = scale * (math.cos(turn + sy) * math.cos(turn + sx) + math.sin(turn + sx) * math.sin(turn + sy))
    a, b, c, d = math.cos(turn + sx) / size, math.sin(turn + sx) / size, -math.sin(turn + sy) / size, math.cos(turn + sy) / size
    x, y = width * 0.5 + 0.5, height * 0.5 + 0.5
    back = (a, b, x - a * (x + move[0]) - b * (y + move[1]), c, d, y - c * (x + move[0]) - d * (y + move[1]))
    colour = fill[0] if len(fill) == 1 or array.ndim == 2 else fill
    colour = (colour,) * array.shape[2] if isinstance(colour, int) and array.ndim == 3 else colour
    return image.transform((width, height), pillow().Transform.AFFINE, back, _of_pillow(mode), fillcolor=colour)


class Affine:
    """An image turned, moved, scaled and sheared around its middle (mirrors `mindspore.dataset.vision.Affine`).

    Args:
        degrees: the angle, clockwise. translate: how far to the right and down, as parts of the width and height, -1 to 1.
        scale: a factor above 0. shear: the angle along x, or those along x and y.
        resample: Inter.NEAREST (default), BILINEAR, BICUBIC or AREA. fill_value: the colour outside. Default: 0.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Affine(0, [0.5, 0], 1.0, 0.0)(np.array([[1, 2]], np.uint8)).tolist()
        [[0, 1]]
    """

    def __init__(self, degrees: float, translate: Any, scale: float, shear: Any, resample: Inter = Inter.NEAREST, fill_value: Any = 0) -> None:
        self._degrees = number("degrees", degrees, -LARGEST)
        if not isinstance(translate, (list, tuple)) or len(translate) != 2:
            raise TypeError("translate should be a list or tuple of length 2.")
        self._translate = tuple(number("translate", t, -1.0, 1.0) for t in translate)
        if number("scale", scale, 0) == 0:
            raise ValueError("Input scale must be greater than 0.")
        self._scale = scale
        shears = (shear, 0.0) if isinstance(shear, (int, float)) else shear
        if not isinstance(shears, (list, tuple)) or len(shears) != 2:
            raise TypeError("shear should be a number, or a list or tuple of length 2.")
        self._shear = tuple(number("shear", s, -LARGEST) for s in shears)
        self._mode, self._fill = _resample(resample), fill_of(fill_value)

    def __call__(self, image: Any) -> Any:
        height, width = as_array("Affine", image).shape[:2]
        move = (self._translate[0] * width, self._translate[1] * height)
        return _affine(image, self._degrees, move, self._scale, self._shear, self._mode, self._fill)  # type: ignore[arg-type]


class RandomAffine:
    """`Affine` by random amounts (mirrors `mindspore.dataset.vision.RandomAffine`).

    Args:
        degrees: a number d for angles from -d to d, or the bounds.
        translate: the bounds (of x), or four (of x and y), as parts of the width and height. Default: None.
        scale: the bounds of the factor. Default: None. shear: a number d for -d to d along x, the bounds, or four numbers.
        resample, fill_value: see `Affine`.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomAffine((180, 180))(np.array([[1, 2]], np.uint8)).tolist()
        [[2, 1]]
    """

    def __init__(
        self, degrees: Any, translate: Any = None, scale: Any = None, shear: Any = None, resample: Inter = Inter.NEAREST,
        fill_value: Any = 0,
    ) -> None:  # fmt: skip
        self._degrees = _symmetric("degrees", degrees)
        if translate is not None and (not isinstance(translate, (list, tuple)) or len(translate) not in (2, 4)):
            raise TypeError("translate should be a list or tuple of length 2 or 4.")
        moves = tuple(translate or (0, 0))
        self._moves = tuple(number("translate", t, -1.0, 1.0) for t in (moves if len(moves) == 4 else (*moves, 0, 0)))
        if scale is not None and (not isinstance(scale, (list, tuple)) or len(scale) != 2):
            raise TypeError("scale should be a list or tuple of length 2.")
        self._scale = tuple(number("scale", s, 0) for s in scale or (1.0, 1.0))
        if self._scale[0] > self._scale[1]:
            raise ValueError("scale should be in (min,max) format. Got (max,min).")
        shears = () if shear is None else shear
        if isinstance(shears, (int, float)) or len(shears) == 2:
            self._shears = (*_symmetric("shear", shears), 0.0, 0.0)
        elif len(shears) in (0, 4):
            self._shears = tuple(number("shear", s, -LARGEST) for s in (shears or (0, 0, 0, 0)))
        else:
            raise TypeError("shear should be of length 2 or 4.")
        self._mode, self._fill = _resample(resample), fill_of(fill_value)

    def __call__(self, image: Any) -> Any:
        height, width = as_array("RandomAffine", image).shape[:2]
        rng = generator()
        degrees = between(rng, self._degrees)
        across, down = self._moves[:2], self._moves[2:]
        move = (round(between(rng, sorted(across)) * width), round(between(rng, sorted(down)) * height))
        scale = between(rng, self._scale)
        shear = (between(rng, sorted(self._shears[:2])), between(rng, sorted(self._shears[2:])))
        return _affine(image, degrees, move, scale, shear, self._mode, self._fill)


def _rotated(image: Any, degrees: float, mode: Inter, expand: bool, center: Any, fill: tuple[int, ...]) -> Any:
    """An image turned counterclockwise."""
    array = as_array("Rotate", image)
    if is_pil(image):
        colour = fill[0] if array.ndim == 2 else tuple(fill) * (array.shape[2] if len(fill) == 1 else 1)
        return image.rotate(degrees, _of_pillow(mode), expand, center, fillcolor=colour)
    height, width = array.shape[:2]
    x, y = ((width - 1) / 2, (height - 1) / 2) if center is None else center
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    matrix = np.array([[cos, sin, (1 - cos) * x - sin * y], [-sin, cos, sin * x + (1 - cos) * y]])
    size = (height, width)
    if expand:
        size = (abs(sin) * width + abs(cos) * height, abs(cos) * width + abs(sin) * height)
        matrix[0, 2] += size[1] / 2 - width / 2
        matrix[1, 2] += size[0] / 2 - height / 2
        size = (round(size[0]), round(size[1]))
    # The real one exchanges red and blue of this colour.
    return warped(array, matrix, size, mode, fill[::-1])


def _center(center: Any) -> Any:
    if center is not None and (not isinstance(center, (list, tuple)) or len(center) != 2):
        raise TypeError("Value center needs to be a 2-tuple.")
    return center


class Rotate:
    """An image turned counterclockwise (mirrors `mindspore.dataset.vision.Rotate`).

    Args:
        degrees: the angle. resample: Inter.NEAREST (default), BILINEAR, BICUBIC or AREA.
        expand: whether the result is as large as it needs to be. Default: False. center: the point to turn around, (x, y).
            Default: None, the middle. fill_value: the colour outside. Default: 0.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Rotate(180)(np.array([[1, 2], [3, 4]], np.uint8)).tolist()
        [[4, 3], [2, 1]]
    """

    def __init__(
        self, degrees: float, resample: Inter = Inter.NEAREST, expand: bool = False, center: Any = None, fill_value: Any = 0
    ) -> None:
        self._degrees = number("degrees", degrees, -LARGEST) % 360
        self._rest = (_resample(resample), bool(expand), _center(center), fill_of(fill_value))

    def __call__(self, image: Any) -> Any:
        return _rotated(as_array("Rotate", image), self._degrees, *self._rest)


class RandomRotation:
    """`Rotate` by a random angle (mirrors `mindspore.dataset.vision.RandomRotation`).

    Args:
        degrees: a number d for angles from -d to d, or the bounds. resample, expand, center, fill_value: see `Rotate`.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomRotation((180, 180))(np.array([[1, 2]], np.uint8)).tolist()
        [[2, 1]]
    """

    def __init__(
        self, degrees: Any, resample: Inter = Inter.NEAREST, expand: bool = False, center: Any = None, fill_value: Any = 0
    ) -> None:
        self._degrees = _symmetric("degrees", degrees)
        self._rest = (_resample(resample), bool(expand), _center(center), fill_of(fill_value))

    def __call__(self, image: Any) -> Any:
        return _rotated(image, between(generator(), self._degrees), *self._rest)


def _projection(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The 3 x 3 matrix that maps four points to four others."""
    rows = []
    for (x, y), (u, v) in zip(start, end, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.lstsq(np.asarray(rows, np.float64), np.asarray(end, np.float64).reshape(-1), rcond=None)[0]
    return np.append(solved, 1).reshape(3, 3)


def _projected(image: Any, start: Any, end: Any, mode: Inter) -> Any:
    array = as_array("Perspective", image)
    if not is_pil(image):
        return projected(array, _projection(np.asarray(start), np.asarray(end)), mode)
    back = _projection(np.asarray(end), np.asarray(start)).reshape(-1)[:8]
    return image.transform(image.size, pillow().Transform.PERSPECTIVE, tuple(back), _of_pillow(mode))


class Perspective:
    """An image projected so that four points come to lie on four others (mirrors `mindspore.dataset.vision.Perspective`).

    Args:
        start_points, end_points: four points (x, y) each: top left, top right, bottom right, bottom left.
        interpolation: Inter.BILINEAR (default), NEAREST or BICUBIC.

    Raises:
        TypeError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> corners = [[0, 0], [1, 0], [1, 1], [0, 1]]
        >>> vision.Perspective(corners, corners)(np.array([[1, 2], [3, 4]], np.uint8)).tolist()
        [[1, 2], [3, 4]]
    """

    def __init__(self, start_points: Any, end_points: Any, interpolation: Inter = Inter.BILINEAR) -> None:
        for name, points in (("start_points", start_points), ("end_points", end_points)):
            if not isinstance(points, (list, tuple)) or len(points) != 4 or not all(len(p) == 2 for p in points):
                raise TypeError(f"{name} should be a list or tuple of four points with two numbers each.")
        self._points, self._mode = (start_points, end_points), _resample(interpolation, "interpolation")

    def __call__(self, image: Any) -> Any:
        return _projected(image, *self._points, self._mode)


class RandomPerspective:
    """An image whose corners are moved inwards at random, with a probability (mirrors `mindspore.dataset.vision.RandomPerspective`).

    Args:
        distortion_scale: how far, as a part of half the size, from 0 to 1. Default: 0.5. prob: Default: 0.5.
        interpolation: Inter.BICUBIC (default), NEAREST or BILINEAR.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> from PIL import Image
        >>> vision.RandomPerspective(0.5)(Image.fromarray(image)).size
        (4, 4)
    """

    def __init__(self, distortion_scale: float = 0.5, prob: float = 0.5, interpolation: Inter = Inter.BICUBIC) -> None:
        self._far, self._prob = number("distortion_scale", distortion_scale, 0.0, 1.0), number("prob", prob, 0.0, 1.0)
        self._mode = _resample(interpolation, "interpolation")

    def __call__(self, image: Any) -> Any:
        height, width = as_array("RandomPerspective", image).shape[:2]
        rng = generator()
        if rng.random() >= self._prob:
            return image
        across, down = (int(self._far * (n // 2)) for n in (width, height))
        corners = [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]
        moved = [
            (x + (1 if x == 0 else -1) * int(rng.integers(across + 1)), y + (1 if y == 0 else -1) * int(rng.integers(down + 1)))
            for x, y in corners
        ]
        return _projected(image, corners, moved, self._mode)


def flipped(image: Any, axis: int) -> np.ndarray:
    """An array, or the pixels of a PIL image, in the opposite order along an axis."""
    return np.ascontiguousarray(np.flip(as_array("Flip", image), axis))


class HorizontalFlip:
    """Left and right exchanged (mirrors `mindspore.dataset.vision.HorizontalFlip`).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.HorizontalFlip()(np.array([[1, 2]])).tolist()
        [[2, 1]]
    """

    def __call__(self, image: Any) -> np.ndarray:
        return flipped(image, 1)


class VerticalFlip:
    """Top and bottom exchanged (mirrors `mindspore.dataset.vision.VerticalFlip`).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.VerticalFlip()(np.array([[1], [2]])).tolist()
        [[2], [1]]
    """

    def __call__(self, image: Any) -> np.ndarray:
        return flipped(image, 0)
