"""exp, sigmoid, silu and softmax of float32 in PyNative on a CPU, as MindSpore's kernels approximate and add them."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Kernel
from mindshim.ops.summation import added

_F = np.float32
#: MindSpore's logarithm of 2 has six digits.
_LOG2 = _F(0.693147)
#: Below and above these exp is 0 and infinite.
_LEAST, _MOST = _F(-87), _F(88.72)
#: The coefficients of d**5, d**4, ... in exp(d).
_SERIES = [_F(1) / _F(n) for n in (120, 24, 6, 2, 1, 1)]
#: What is added up in this many lanes, and what is left of it in that many.
_LANES = (8, 4)


def exp(x: Any) -> Any:
    """e to the power of x, for float32: a power of 2 times a series of five terms, up to 4e-6 off."""
    power = jnp.rint(x * _F(1.44269504))
    rest = x - power * _LOG2
    out = jnp.full_like(x, _SERIES[0])
    for coefficient in _SERIES[1:]:
        # LLVM rounds each product together with its sum, as the kernels do.
        out = rest * out + coefficient
    # The exponent's bits are added: a product could be rounded together with what is added to it next.
    out = lax.bitcast_convert_type(lax.bitcast_convert_type(out, np.int32) + (power.astype(np.int32) << 23), _F)
    out = jnp.where(x < _LEAST, _F(0), jnp.where(x > _MOST, _F(np.inf), out))
    return jnp.where(x != x, x, out)


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)), for float32."""
    return _F(1) / (_F(1) + exp(-x))


def silu(x: Any) -> Any:
    """x * sigmoid(x), for float32."""
    return x * sigmoid(x)


def softmax(x: Any) -> Any:
    """The softmax along the last axis of float32 `x`."""
    rows = x.reshape(-1, x.shape[-1])
    power = exp(rows - rows.max(-1, keepdims=True))
    total, at = jnp.zeros(rows.shape[:1], _F), 0
    for lanes in _LANES:
        end = rows.shape[1] - (rows.shape[1] - at) % lanes
        if end > at:
            sums = added(jnp.moveaxis(power[:, at:end].reshape(rows.shape[0], -1, lanes), 1, 0))
            total = total + added(sums.T)
        at = end
    for left in range(at, rows.shape[1]):
        total = total + power[:, left]
    return (power * (_F(1) / total)[:, None]).reshape(x.shape)


def declare(kernel: Kernel, fn: Any) -> None:
    """Have PyNative on a CPU run `fn` for float32 in the place of an operator of one Tensor."""
    kernel.in_pynative(lambda input: fn(input) if input.dtype == _F and input.size else kernel.fn(input))
