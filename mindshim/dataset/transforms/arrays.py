"""Operations on arrays of any column: cut, filled, joined, compared (mirrors parts of `mindspore.dataset.transforms`)."""

from __future__ import annotations

import enum
from typing import Any

import numpy as np

from mindshim.common.dtype import bool_


def _pipeline_error(message: str) -> RuntimeError:
    return RuntimeError(f"Exception thrown from dataset pipeline. {message}")


class Relational(enum.IntEnum):
    """The comparisons of `Mask` (mirrors `mindspore.dataset.transforms.Relational`)."""

    EQ, NE, GT, GE, LT, LE = range(6)


_COMPARED = {
    Relational.EQ: np.equal, Relational.NE: np.not_equal, Relational.LT: np.less, Relational.LE: np.less_equal,
    Relational.GT: np.greater, Relational.GE: np.greater_equal,
}  # fmt: skip


class Mask:
    """Where a comparison with a number holds (mirrors `mindspore.dataset.transforms.Mask`).

    Args:
        operator: a Relational. constant: the number to compare with. dtype: of the result. Default: bool.

    Raises:
        TypeError: for anything else.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.Mask(transforms.Relational.GT, 2)(np.array([1, 2, 3])).tolist()
        [False, False, True]
    """

    def __init__(self, operator: Relational, constant: Any, dtype: Any = bool_) -> None:
        if not isinstance(operator, Relational):
            raise TypeError(f"Argument operator with value {operator} is not of type [{Relational}], but got {type(operator)}.")
        if not isinstance(constant, (str, float, bool, int, bytes)):
            raise TypeError(f"Argument constant with value {constant} is not of type [str, float, bool, int, bytes].")
        self._compare, self._constant = _COMPARED[operator], constant
        self._dtype = dtype.np if hasattr(dtype, "np") else np.dtype(dtype)

    def __call__(self, x: Any) -> np.ndarray:
        return self._compare(np.asarray(x), self._constant).astype(self._dtype)


class Fill:
    """An array of one value, of the input's shape and dtype (mirrors `mindspore.dataset.transforms.Fill`).

    Args:
        fill_value: the value.

    Raises:
        TypeError: for another type.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.Fill(7)(np.array([1, 2])).tolist()
        [7, 7]
    """

    def __init__(self, fill_value: Any) -> None:
        if not isinstance(fill_value, (str, float, bool, int, bytes)):
            raise TypeError(f"Argument fill_value with value {fill_value} is not of type [str, float, bool, int, bytes].")
        self._value = fill_value

    def __call__(self, x: Any) -> np.ndarray:
        array = np.asarray(x)
        if isinstance(self._value, (str, bytes)) != (array.dtype.kind in "SU"):
            raise _pipeline_error("Fill: fill datatype is string but the input datatype is not string, or the other way round.")
        return np.full_like(array, self._value, dtype=np.asarray(self._value).dtype if array.dtype.kind in "SU" else None)


class Duplicate:
    """The input twice (mirrors `mindspore.dataset.transforms.Duplicate`).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> [x.tolist() for x in transforms.Duplicate()(np.array([1, 2]))]
        [[1, 2], [1, 2]]
    """

    def __call__(self, x: Any) -> tuple[np.ndarray, np.ndarray]:
        return np.asarray(x), np.asarray(x).copy()


class Concatenate:
    """The inputs, all 1-D, joined, with arrays before and after (mirrors `mindspore.dataset.transforms.Concatenate`).

    Args:
        axis: 0 or -1. prepend, append: arrays. Default: None.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for inputs of more axes, or of different dtypes.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.Concatenate(0, np.array([1]), np.array([4]))(np.array([2, 3])).tolist()
        [1, 2, 3, 4]
    """

    def __init__(self, axis: int = 0, prepend: Any = None, append: Any = None) -> None:
        if isinstance(axis, bool) or not isinstance(axis, int):
            raise TypeError(f"Argument axis with value {axis} is not of type [<class 'int'>], but got {type(axis)}.")
        if axis not in (0, -1):
            raise ValueError("only 1D concatenation supported.")
        for name, value in (("prepend", prepend), ("append", append)):
            if value is not None and not isinstance(value, np.ndarray):
                raise TypeError(f"Argument {name} with value {value} is not of type [<class 'numpy.ndarray'>], but got {type(value)}.")
            if value is not None and value.ndim != 1:
                raise ValueError("can only prepend 1D arrays." if name == "prepend" else "can only append 1D arrays.")
        self._before, self._after = prepend, append

    def __call__(self, *tensors: Any) -> np.ndarray:
        parts = [np.asarray(p) for p in (self._before, *tensors, self._after) if p is not None]
        if any(p.ndim != 1 for p in parts):
            raise _pipeline_error(f"Concatenate: only 1D input is supported, but got shapes {[p.shape for p in parts]}.")
        if len({p.dtype.kind if p.dtype.kind in "SU" else p.dtype for p in parts}) > 1:
            raise _pipeline_error(f"Concatenate: inputs must have one dtype, but got {[str(p.dtype) for p in parts]}.")
        return np.concatenate(parts)


class PadEnd:
    """An array of another shape, cut or filled up at the end of each axis (mirrors `mindspore.dataset.transforms.PadEnd`).

    Args:
        pad_shape: the sizes; None leaves an axis. pad_value: a number, str or bytes. Default: zero, or an empty string.

    Raises:
        TypeError: for other arguments. RuntimeError: for an array with another number of axes.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.PadEnd([4], 9)(np.array([1, 2])).tolist()
        [1, 2, 9, 9]
    """

    def __init__(self, pad_shape: Any, pad_value: Any = None) -> None:
        if not isinstance(pad_shape, list):
            raise TypeError(f"Argument pad_shape with value {pad_shape} is not of type [<class 'list'>], but got {type(pad_shape)}.")
        for i, size in enumerate(pad_shape):
            if size is not None and (isinstance(size, bool) or not isinstance(size, int)):
                raise TypeError(f"Argument pad_shape[{i}] with value {size} is not of type [<class 'int'>].")
            if size is not None and size <= 0:
                raise ValueError(f"Input pad_shape[{i}] is not within the required interval of [1, 2147483647].")
        if pad_value is not None and not isinstance(pad_value, (str, float, bool, int, bytes)):
            raise TypeError(f"Argument pad_value with value {pad_value} is not of type [str, float, bool, int, bytes].")
        self._shape, self._value = pad_shape, pad_value

    def __call__(self, x: Any) -> np.ndarray:
        array = np.asarray(x)
        if array.ndim != len(self._shape):
            raise _pipeline_error(f"PadEnd: invalid pad shape {self._shape}: the input has {array.ndim} axes.")
        text = array.dtype.kind in "SU"
        if self._value is not None and isinstance(self._value, (str, bytes)) != text:
            raise _pipeline_error(f"PadEnd: pad_value {self._value!r} does not go with an input of {array.dtype}.")
        shape = [n if size is None else size for n, size in zip(array.shape, self._shape, strict=True)]
        fill = self._value if self._value is not None else ("" if array.dtype.kind == "U" else b"" if text else 0)
        dtype = np.result_type(array.dtype, np.asarray(fill).dtype) if text else array.dtype
        out = np.full(shape, fill, dtype)
        common = tuple(slice(min(a, b)) for a, b in zip(array.shape, shape, strict=True))
        out[common] = array[common]
        return out


class Slice:
    """Parts of an array (mirrors `mindspore.dataset.transforms.Slice`).

    Args:
        slices: for each axis from the first an int, a list of indices, a slice, None or `...` (everything).

    Raises:
        TypeError: for anything else. RuntimeError: for more of them than axes.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.Slice(slice(0, 2), [1])(np.arange(6).reshape(2, 3)).tolist()
        [[1], [4]]
    """

    def __init__(self, *slices: Any) -> None:
        self._parts = []
        for part in slices:
            if not (part is None or part is ... or isinstance(part, (int, list, slice))) or isinstance(part, bool):
                raise TypeError(f"Indexing of dim 1 is not of valid type, but got {type(part)}.")
            self._parts.append(part)

    def __call__(self, x: Any) -> np.ndarray:
        array = np.asarray(x)
        if ... in [p for p in self._parts if not isinstance(p, (list, slice))] and len(self._parts) > 1:
            at = next(i for i, p in enumerate(self._parts) if p is ...)
            parts = [*self._parts[:at], *[None] * (array.ndim - len(self._parts) + 1), *self._parts[at + 1 :]]
        else:
            parts = self._parts
        if len(parts) > array.ndim:
            raise _pipeline_error(f"Slice: {len(parts)} slices for an input of {array.ndim} axes.")
        for axis, part in enumerate(parts):
            if isinstance(part, slice):
                array = array[(slice(None),) * axis + (part,)]
            elif part is not None and part is not ...:
                array = array.take([part] if isinstance(part, int) else part, axis)
        return array


class Unique:
    """The distinct values, where each is, and how often it comes (mirrors `mindspore.dataset.transforms.Unique`).

    Values stand in the order in which they come first.

    Raises:
        RuntimeError: for inputs of less than two axes: it is meant for batches.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.transforms as transforms
        >>> [x.tolist() for x in transforms.Unique()(np.array([[3, 1, 3]]))]
        [[3, 1], [0, 1, 0], [2, 1]]
    """

    def __call__(self, x: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if np.ndim(x) < 2:
            raise _pipeline_error(f"Unique: input must be at least 2-D in order to do unique op, got rank:{np.ndim(x)}")
        flat = np.asarray(x).ravel()
        values, first, places, counts = np.unique(flat, return_index=True, return_inverse=True, return_counts=True)
        order = np.argsort(first)
        return values[order], np.argsort(order)[places].astype(np.int32), counts[order].astype(np.int32)
