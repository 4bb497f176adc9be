"""Dropout: elements, channels or planes set to zero at random, the rest scaled up."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked, write


@kernel("Dropout")
def _dropout(x: Array, seed: Number, offset: Number, keep: Number, whole: int = 0) -> tuple[Array, Array]:
    """`x` with each element kept with probability `keep`, and the mask; `whole`: that many last axes share a fate."""
    if not whole or x.dtype.kind != "i":
        x = checked("Dropout", x, "real")
    shape = x.shape[: x.ndim - whole] + (1,) * whole
    p = jnp.asarray(keep).astype(F32)
    mask = random.kept(seed, offset, shape, p)
    scale = jnp.where(p > np.float32(0), np.float32(1) / jnp.maximum(p, np.float32(1e-30)), np.float32(0))
    # Of whole channels, integers too may be dropped.
    scaled = (x.astype(F32) * scale).astype(x.dtype) if x.dtype.kind == "i" else x * scale.astype(x.dtype)
    out = jnp.where(mask, scaled, jnp.zeros((), x.dtype))
    return out, jnp.broadcast_to(mask, x.shape)


def _run(x: Tensor, keep: float, whole: int = 0) -> Any:
    seed, offset = random.draw()
    return dispatch.apply(_dropout, (x, seed, offset, keep, whole))


def _probability(op: str, p: Any, low_open: bool = False, name: str = "p") -> float:
    if isinstance(p, bool) or not isinstance(p, (int, float)):
        raise TypeError(f"For '{op}', the '{name}' must be a float, but got {type(p).__name__}.")
    if not 0 <= p <= 1 or (low_open and p == 0):
        raise ValueError(f"For '{op}', the '{name}' must be in the range of {'(' if low_open else '['}0, 1], but got {p}.")
    return float(p)


@face("ops.dropout")
def dropout(input: Tensor, p: float = 0.5, training: bool = True, seed: int | None = None) -> Tensor:
    """Each element zero with probability `p`, the others divided by 1 - p (mirrors `mindspore.ops.dropout`).

    Args:
        input: a floating Tensor. p: in [0, 1). training: False returns `input`. seed: draw from a stream of its own.

    Raises:
        TypeError: for other dtypes. ValueError: for `p` out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dropout(ms.Tensor([1.0, 2.0]), p=0.5, training=False)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    if not isinstance(training, bool):
        raise TypeError(f"For 'dropout', the 'training' must be bool, but got {type(training).__name__}.")
    keep = 1 - _probability("dropout", p)
    if not training:
        return input
    if seed is not None:
        return dispatch.apply(_dropout, (input, int(seed), 0, keep, 0))[0]
    return _run(input, keep)[0]


@face("mint.nn.functional.dropout")
def _dropout_mint(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    out = dropout(input, p, training)
    return write(input, out, "dropout") if inplace and training else out


_dropout_mint.__name__, _dropout_mint.__doc__ = "dropout", dropout.__doc__


@face("ops.Dropout")
class Dropout(Primitive):
    """Dropout as an operator object: (output, mask) (mirrors `mindspore.ops.Dropout`).

    Args:
        keep_prob: the probability to keep an element, in (0, 1]. Seed0, Seed1: not both 0 for a stream of its own.

    Raises:
        TypeError: if they are no numbers. ValueError: if `keep_prob` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Dropout(keep_prob=1.0)(ms.Tensor([1.0, 2.0]))[0]
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """

    _effect = "side_effect_hidden"

    @prim_attr_register
    def __init__(self, keep_prob: float = 0.5, Seed0: int = 0, Seed1: int = 0) -> None:
        _probability("Dropout", keep_prob, True, "keep_prob")
        self._stream = random.Stream((Seed0 << 16) ^ Seed1) if Seed0 or Seed1 else None

    def __call__(self, x: Tensor) -> Any:  # type: ignore[override]
        seed, offset = self._stream.draw() if self._stream else random.draw()
        out, mask = dispatch.apply(_dropout, (x, seed, offset, float(self.keep_prob), 0))
        return out, mask.astype(out.dtype)


def _planes(n: int) -> None:
    name = f"dropout{n}d"

    def function(input: Tensor, p: float = 0.5, training: bool = True) -> Tensor:
        keep = 1 - _probability(name, p)
        if not isinstance(input, Tensor):
            raise TypeError(f"For '{name}', the input must be a Tensor, but got {type(input).__name__}.")
        if input.ndim not in ((n + 1, n + 2) if n == 1 else (n + 2,)):
            raise ValueError(f"For '{name}', the input must have {n + 2} dimensions, but got shape {input.shape}.")
        return _run(input, keep, n)[0] if training else input

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""Each channel zero as a whole with probability `p`, the others divided by 1 - p (mirrors `mindspore.ops.{name}`).

    Args:
        input: a floating Tensor of {n + 2} axes. p: in [0, 1]. training: False returns `input`.

    Raises:
        TypeError, ValueError: for other inputs.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 2) + (2,) * n}), 0.5).shape
        {(1, 2) + (2,) * n}
    """
    face(f"ops.{name}")(function)
    if n > 1:

        class Planes(Primitive):
            @prim_attr_register
            def __init__(self, keep_prob: float = 0.5) -> None:
                _probability(self.name, keep_prob, False, "keep_prob")

            def __call__(self, x: Tensor) -> Any:  # type: ignore[override]
                if x.ndim != n + 2:
                    raise ValueError(f"For '{self.name}', the input must have {n + 2} dimensions, but got shape {x.shape}.")
                return _run(x, float(self.keep_prob), n)

        Planes.__name__ = Planes.__qualname__ = f"Dropout{n}D"
        Planes.__doc__ = f"""Dropout of whole channels: (output, mask) (mirrors `mindspore.ops.Dropout{n}D`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Dropout{n}D(keep_prob=1.0)(ms.ops.ones({(1, 2) + (2,) * n}))[0].shape
        {(1, 2) + (2,) * n}
    """
        face(f"ops.Dropout{n}D")(Planes)


for _n in (1, 2, 3):
    _planes(_n)


@face("mint.nn.functional.dropout2d")
def _dropout2d_mint(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """Each channel zero as a whole with probability `p` (mirrors `mindspore.mint.nn.functional.dropout2d`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.functional.dropout2d(ms.ops.ones((1, 1, 1, 2)), 0.5, training=False))
        [[[[1. 1.]]]]
    """
    out = _run(input, 1 - _probability("dropout2d", p), 2)[0] if training else input
    return write(input, out, "dropout2d") if inplace and training else out


@kernel("AlphaDropout")
def _alpha(input: Array, seed: Number, offset: Number, p: float, whole: int) -> Array:
    x = checked("alpha_dropout", input, "real")
    alpha = -1.7580993408473766
    a = 1.0 / np.sqrt(alpha**2 * p * (1 - p) + (1 - p)) if p < 1 else 0.0
    shape = x.shape[: x.ndim - whole] + (1,) * whole
    mask = random.kept(seed, offset, shape, 1 - p)
    kept = jnp.where(mask, x, np.asarray(alpha, x.dtype))
    return kept * np.asarray(a, x.dtype) + np.asarray(-a * alpha * p, x.dtype)


def _alpha_function(name: str, whole: bool) -> None:
    def function(input: Tensor, p: float = 0.5, training: bool = False) -> Tensor:
        require_tensors(name, input=input)
        p = _probability(name, p)
        if not training:
            return input
        seed, offset = random.draw()
        return dispatch.apply(_alpha, (input, seed, offset, p, max(input.ndim - 2, 0) if whole else 0))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""Dropout that keeps mean and variance of self-normalising inputs (mirrors `mindspore.ops.{name}`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.Tensor([1.0, 2.0]), training=False)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    face(f"ops.{name}")(function)


_alpha_function("alpha_dropout", False)
_alpha_function("feature_alpha_dropout", True)
