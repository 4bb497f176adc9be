"""Operations on any column (mirrors `mindspore.dataset.transforms`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim._core import lazy as _lazy
from mindshim.dataset.transforms.arrays import Concatenate as Concatenate
from mindshim.dataset.transforms.arrays import Duplicate as Duplicate
from mindshim.dataset.transforms.arrays import Fill as Fill
from mindshim.dataset.transforms.arrays import Mask as Mask
from mindshim.dataset.transforms.arrays import PadEnd as PadEnd
from mindshim.dataset.transforms.arrays import Relational as Relational
from mindshim.dataset.transforms.arrays import Slice as Slice
from mindshim.dataset.transforms.arrays import Unique as Unique
from mindshim.dataset.transforms.choices import RandomApply as RandomApply
from mindshim.dataset.transforms.choices import RandomChoice as RandomChoice
from mindshim.dataset.transforms.choices import RandomOrder as RandomOrder
from mindshim.dataset.transforms.choices import done

__getattr__ = _lazy.earlier(__name__)


class TypeCast:
    """Converts to a dtype (mirrors `mindspore.dataset.transforms.TypeCast`).

    Examples:
        >>> import numpy as np
        >>> import mindshim as ms
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.TypeCast(ms.int32)(np.array(2.7)).dtype
        dtype('int32')
    """

    def __init__(self, data_type: Any) -> None:
        self._dtype = data_type.np if hasattr(data_type, "np") else np.dtype(data_type)

    def __call__(self, x: Any) -> np.ndarray:
        return np.asarray(x).astype(self._dtype)


class Compose:
    """Several operations as one (mirrors `mindspore.dataset.transforms.Compose`).

    Examples:
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.Compose([lambda x: x + 1, lambda x: x * 2])(3)
        8
    """

    def __init__(self, transforms: list[Callable[..., Any]]) -> None:
        if not isinstance(transforms, (list, tuple)) or not all(callable(t) for t in transforms):
            raise TypeError(f"op_list must be a list of callables, but got {transforms!r}.")
        self.transforms = list(transforms)

    def __call__(self, *args: Any) -> Any:
        return done(self.transforms, args)


class OneHot:
    """The one-hot code of a class index (mirrors `mindspore.dataset.transforms.OneHot`).

    Examples:
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.OneHot(3)(1).tolist()
        [0, 1, 0]
    """

    def __init__(self, num_classes: int, smoothing_rate: float = 0.0) -> None:
        self._classes, self._rate = num_classes, smoothing_rate

    def __call__(self, x: Any) -> np.ndarray:
        index = np.asarray(x)
        out = np.eye(self._classes, dtype=index.dtype)[index.astype(np.int64).reshape(-1)].reshape(*index.shape, self._classes)
        if not self._rate:
            return out
        return out.astype(np.float64) * (1 - self._rate) + self._rate / self._classes
