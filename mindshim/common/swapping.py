"""`swap_tensors`: two Tensors exchange what they are."""

from __future__ import annotations

from mindshim._core.tensor import Tensor


def swap_tensors(t1: Tensor, t2: Tensor) -> None:
    """Exchange the contents of two Tensors (mirrors `mindspore.swap_tensors`).

    Raises:
        TypeError: if one is no Tensor, or only one is a Parameter. RuntimeError: if one is a view, or has views.

    Examples:
        >>> import mindshim as ms
        >>> a, b = ms.Tensor([1.0]), ms.Tensor([2.0, 3.0])
        >>> ms.swap_tensors(a, b)
        >>> print(a, b)
        [2. 3.] [1.]
    """
    if not isinstance(t1, Tensor) or not isinstance(t2, Tensor):
        raise TypeError(f"For 'swap_tensors', both arguments must be Tensors, but got {type(t1).__name__} and {type(t2).__name__}.")
    if t1._is_parameter != t2._is_parameter:
        raise TypeError("For 'swap_tensors', both arguments must be Tensors or both Parameters.")
    if any(t._view is not None or t._views is not None for t in (t1, t2)):
        raise RuntimeError("For 'swap_tensors', neither Tensor may be a view or have views.")
    d1, d2 = t1._data, t2._data
    r1, r2 = t1._ref, t2._ref
    t1._assign_data(d2, r2)
    t2._assign_data(d1, r1)
