"""The area under a curve."""

from __future__ import annotations

from typing import Any

import numpy as np


def auc(x: np.ndarray, y: np.ndarray, reorder: bool = False) -> float:
    """The area under the curve of `y` over `x`, by trapezoids (mirrors `mindspore.train.auc`).

    Args:
        x, y: one-dimensional arrays of one length, at least 2, as `ROC` gives them.
        reorder: sort the points by `x` first. Default: False.

    Returns:
        The area.

    Raises:
        TypeError: if `x` or `y` is not a NumPy array.
        ValueError: for other shapes, or if `x` goes up and down and `reorder` is False.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> print(ms.train.auc(np.array([0, 0.5, 1]), np.array([0, 0.7, 1])))
        0.6
    """
    if not isinstance(x, np.ndarray) or not isinstance(y, np.ndarray):
        raise TypeError(f"For 'auc', the argument 'x' and 'y' must all be np.ndarray, but got {type(x)}, {type(y)}")
    if len(x) != len(y):
        raise ValueError(f"For 'auc', the argument 'x' and 'y' must have the same length, but got {len(x)} and {len(y)}.")
    x, y = _row(x), _row(y)
    if x.size < 2:
        raise ValueError(f"For 'auc', the shape of the argument 'x' in axis 0 must be at least 2, but got {x.size}.")
    sign = 1
    if reorder:
        order = np.lexsort((y, x))
        x, y = x[order], y[order]
    else:
        steps = np.diff(x)
        if (steps < 0).any():
            if not (steps <= 0).all():
                raise ValueError(
                    "For 'auc', if the argument 'reorder' is False, the argument 'x' array must be increasing or decreasing, "
                    f"but got 'x': {x}"
                )
            sign = -1
    area: Any = sign * np.trapezoid(y, x)
    return area


def _row(a: np.ndarray) -> np.ndarray:
    if a.ndim == 1 or (a.ndim == 2 and a.shape[1] == 1):
        return a.reshape(-1)
    raise ValueError(
        "For 'auc', the input must be a 1-dimensional array, or a 2-dimensional array with the second dimension of 1, "
        f"but got shape {a.shape}."
    )
