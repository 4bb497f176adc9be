"""Whether all of several arrays are finite."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core.operators import Array, Arrays, kernel
from mindshim._core.tensor import Tensor


@kernel("AllFinite", differentiable=False, amp=False)
def all_finite(tensors: Arrays) -> Array:
    """Whether no element of any of the Tensors is infinite or NaN (mirrors `mindspore.amp.all_finite`): bool, shape ().

    Examples:
        >>> import mindshim as ms
        >>> ms.amp.all_finite([ms.Tensor([1.0, float("inf")])])
        Tensor(shape=[], dtype=Bool, value= False)
    """
    finite = jnp.asarray(True)
    for t in tensors:
        if jnp.issubdtype(t.dtype, jnp.inexact):
            finite = jnp.logical_and(finite, jnp.all(jnp.isfinite(t)))
    return finite


def all_finite_of(nested: Any) -> Tensor:
    """`all_finite` of the Tensors in nested tuples and lists."""
    from mindshim._core.gradients import tracked_outputs

    return all_finite(tuple(tracked_outputs(nested, [])))
