"""Gradients by operands that were broadcast, in PyNative on a CPU: sums as MindSpore's ReduceSum adds them, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.ops import ordered_reductions
from mindshim.ops.summation import rounded, zero_bits


def _fits(dy: Any, operands: Any) -> bool:
    # Without broadcasting there is nothing to add.
    same = all(x.dtype == np.float32 for x in operands)
    return same and ordered_reductions.fits(dy) and any(x.shape != dy.shape for x in operands)


def _summed(grad: Any, shape: Any) -> Any:
    """`grad` added over the axes along which an operand of `shape` was repeated."""
    new = grad.ndim - len(shape)
    axes = tuple(i for i in range(grad.ndim) if i < new or shape[i - new] != grad.shape[i])
    return ordered_reductions.total(grad, axes, False).reshape(shape) if axes else grad


def of_sum(dy: Any, **operands: Any) -> dict[str, Any]:
    """The gradients by both operands of an addition; none where they are left to the kernel."""
    if not _fits(dy, operands.values()):
        return {}
    return {name: _summed(dy, x.shape) for name, x in operands.items()}


def of_product(dy: Any, **operands: Any) -> dict[str, Any]:
    """The same of a multiplication."""
    if not _fits(dy, operands.values()):
        return {}
    zero = zero_bits(dy)
    factors = dict(zip(operands, reversed(operands.values()), strict=True))
    return {name: _summed(rounded(dy * factors[name], zero), x.shape) for name, x in operands.items()}
