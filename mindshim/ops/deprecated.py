"""Primitives that MindSpore keeps, without recommending them, for programs of earlier versions (mirrors `ops.deprecated`)."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face, find, module_faces
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.function_primitives import operator
from mindshim.ops.nn.activations import gelu
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.random_ops import uniform01

__getattr__, __dir__, _ = module_faces(__name__, "ops")

gelu.primitive("Gelu", call="x", x="input", fixed={"approximate": "tanh"})  # type: ignore[attr-defined]


@operator("ScalarToArray")
def scalar_to_array(input_scalar: Any) -> Tensor:
    """A Tensor of a number (mirrors `mindspore.ops.ScalarToArray`); `ops.ScalarToTensor` is recommended.

    Raises:
        TypeError: for anything else than a bool, int or float.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ScalarToArray()(2)
        Tensor(shape=[], dtype=Int64, value= 2)
    """
    if not isinstance(input_scalar, (bool, int, float)):
        raise TypeError(
            f"For 'ScalarToArray', the 'input_scalar' must be a number, but got {type(input_scalar).__name__}."
        )
    return Tensor(input_scalar)


@operator("DynamicShape", "dtype=9")
def dynamic_shape(x: Tensor, *, dtype: int) -> Tensor:
    """The shape as an int64 Tensor (mirrors `mindspore.ops.DynamicShape`); `ops.TensorShape` is recommended.

    Args:
        dtype: 9, of no effect.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.DynamicShape()(ms.ops.ones((2, 3))))
        [2 3]
    """
    return find("ops", "TensorShape")()(x)


class identity(Primitive):  # noqa: N801 - MindSpore's name
    """`x` itself (mirrors `mindspore.ops.operations.identity`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.operations.identity()(ms.Tensor(1))
        Tensor(shape=[], dtype=Int64, value= 1)
    """

    @prim_attr_register
    def __init__(self) -> None:
        self.add_prim_attr("side_effect_propagate", 1)

    def __call__(self, x: Any) -> Any:  # type: ignore[override]
        return x


@kernel("DropoutGenMask", differentiable=False, amp=False)
def _pack_mask(draws: Array, keep_prob: Array) -> Array:
    bits = (draws < keep_prob.astype(draws.dtype)).reshape(-1, 8)
    return jnp.sum(bits.astype(np.uint8) << jnp.arange(8, dtype=np.uint8), 1, dtype=np.uint8)


@face("ops.DropoutGenMask")
class DropoutGenMask(Primitive):
    """Which elements a dropout keeps, a bit for each (mirrors `mindspore.ops.DropoutGenMask`); for `DropoutDoMask`.

    Args:
        Seed0, Seed1: if not both 0, the object draws from a stream of its own.

    Inputs:
        shape: of what is to be dropped from, a tuple of ints. keep_prob: the probability to keep an element, a Tensor in
        [0, 1].

    Outputs:
        A uint8 vector of 16 bytes for every 128 elements begun; the first element is the lowest bit of the first byte.

    Raises:
        TypeError: if a seed is not an int, `shape` is not a tuple or `keep_prob` not a Tensor of floats. ValueError: for
            negative seeds.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DropoutGenMask(1)((8, 17), ms.Tensor(0.5, ms.float32)).shape
        (32,)
    """

    _effect = "side_effect_hidden"

    @prim_attr_register
    def __init__(self, Seed0: int = 0, Seed1: int = 0) -> None:  # noqa: N803 - MindSpore's names
        for name, value in (("Seed0", Seed0), ("Seed1", Seed1)):
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"For 'DropoutGenMask', the '{name}' must be int, but got '{type(value).__name__}'.")
            if value < 0:
                raise ValueError(f"For 'DropoutGenMask', the '{name}' must be int and must >= 0, but got '{value}'.")
        self._stream = random.Stream((Seed0 << 20) ^ Seed1) if Seed0 or Seed1 else random.DEFAULT

    def __call__(self, shape: Any, keep_prob: Any) -> Tensor:  # type: ignore[override]
        if not isinstance(shape, tuple):
            raise TypeError(f"For 'DropoutGenMask', the 'shape' must be a tuple, but got {type(shape).__name__}.")
        if not isinstance(keep_prob, Tensor) or keep_prob.dtype not in dtypes.floats:
            raise TypeError(f"For 'DropoutGenMask', the 'keep_prob' must be a Tensor of floats, but got {keep_prob!r}.")
        count = -(-math.prod(shape) // 128) * 128
        draws = dispatch.apply(uniform01, ((count,), *self._stream.draw(), dtypes.float32))
        return _pack_mask(draws, keep_prob)


@kernel("DropoutDoMask")
def _drop_by_mask(x: Array, mask: Array, keep_prob: Number) -> Array:
    count = -(-x.size // 128) * 16
    if mask.dtype != np.uint8 or mask.ndim != 1 or mask.size != count:
        raise ValueError(
            f"For 'DropoutDoMask', the 'mask' must be a uint8 vector of {count} bytes for an 'x' of shape {x.shape}, but got "
            f"{mask.dtype.name} of shape {mask.shape}."
        )
    bits = (mask[:, None] >> jnp.arange(8, dtype=np.uint8)) & np.uint8(1)
    kept = bits.reshape(-1)[: x.size].reshape(x.shape).astype(np.bool_)
    scaled = x / jnp.asarray(keep_prob).astype(x.dtype)
    return jnp.where(kept, scaled, jnp.zeros((), x.dtype))


@operator("DropoutDoMask")
def dropout_do_mask(input_x: Tensor, mask: Tensor, keep_prob: Any) -> Tensor:
    """The elements whose bit is set, divided by `keep_prob`, and zeros (mirrors `mindspore.ops.DropoutDoMask`).

    Inputs:
        input_x: a Tensor of floats. mask: what `DropoutGenMask` gave for its shape. keep_prob: a number or Tensor.

    Raises:
        TypeError: if `input_x` or `mask` is not a Tensor. ValueError: for a mask of another size or dtype.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> mask = ms.Tensor(np.array([5] + 15 * [0], np.uint8))
        >>> print(ms.ops.DropoutDoMask()(ms.ops.ones(4), mask, ms.Tensor(0.5)))
        [2. 0. 2. 0.]
    """
    return _drop_by_mask(input_x, mask, keep_prob)
