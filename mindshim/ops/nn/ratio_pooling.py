"""Pooling over regions of uneven sizes, drawn so that the output is smaller by a ratio that need not be whole."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register

_TYPES = ("float32", "float64", "int32", "int64")


def _boundaries(size: int, out: int, pseudo_random: bool, rng: np.random.Generator) -> tuple[int, ...]:
    """Where the regions of an axis begin, and the end: steps of the whole ratio and of one more, in a random order."""
    if not pseudo_random:
        small = size // out
        steps = np.full(out, small)
        steps[: size % out] += 1
        rng.shuffle(steps)
        return tuple(np.concatenate([[0], np.cumsum(steps)]).tolist())
    # ceil(alpha * (k + u)) for a random u, as in Graham's paper.
    alpha = size / out
    longest = int(np.ceil(alpha))
    most = min((longest - 1) / alpha if alpha < longest else 1.0, 1.0) if out > 1 else 1.0
    most = min(most, (size + 1 - longest) / alpha - (out - 1)) if out > 1 else most
    u = rng.random() * max(most, 0.0)
    at = [0, *(int(np.ceil(alpha * (k + u)) - np.ceil(alpha * u)) for k in range(1, out)), size]
    return tuple(at)


@kernel("FractionalPool")
def _pool(x: Array, rows: Any, columns: Any, overlapping: Any, mean: Any, op: str) -> Array:
    """The greatest element, or the mean, of each region of (N, H, W, C)."""
    if x.dtype.name not in _TYPES:
        raise TypeError(f"For '{op}', the dtype of 'x' must be one of {_TYPES}, but got {x.dtype.name}.")
    for axis, bounds in ((1, rows), (2, columns)):
        parts = []
        for low, high in zip(bounds[:-1], bounds[1:], strict=True):
            # A region that overlaps takes the first element of the next one too.
            end = min(high + 1, x.shape[axis]) if overlapping else high
            part = x[:, low:end] if axis == 1 else x[:, :, low:end]
            parts.append(part.sum(axis, keepdims=True, dtype=x.dtype) if mean else part.max(axis, keepdims=True))
        x = jnp.concatenate(parts, axis)
    if not mean:
        return x
    counts = []
    for bounds in (rows, columns):
        ends = np.array(bounds[1:]) + (1 if overlapping else 0)
        counts.append(np.minimum(ends, bounds[-1]) - np.array(bounds[:-1]))
    area = (counts[0][:, None] * counts[1][None, :])[None, :, :, None]
    if x.dtype.kind == "f":
        return x / area.astype(x.dtype)
    return jnp.trunc(x.astype(np.float64) / area).astype(x.dtype)


class _Fractional(Primitive):
    """The base of the two operators."""

    _mean = False

    @prim_attr_register
    def __init__(
        self,
        pooling_ratio: Any,
        pseudo_random: bool = False,
        overlapping: bool = False,
        deterministic: bool = False,
        seed: int = 0,
        seed2: int = 0,
    ) -> None:
        if not isinstance(pooling_ratio, list) or not all(isinstance(r, float) for r in pooling_ratio):
            raise TypeError(
                f"For '{self.name}', the 'pooling_ratio' must be a list of floats, but got {pooling_ratio!r}."
            )
        for name in ("pseudo_random", "overlapping", "deterministic"):
            if not isinstance(self.attrs[name], bool):
                raise TypeError(
                    f"For '{self.name}', the '{name}' must be bool, but got {type(self.attrs[name]).__name__}."
                )
        for name in ("seed", "seed2"):
            if not is_int(self.attrs[name]):
                raise TypeError(
                    f"For '{self.name}', the '{name}' must be an int, but got {type(self.attrs[name]).__name__}."
                )

    def __call__(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        require_tensors(self.name, x=x)
        ratio = self.attrs["pooling_ratio"]
        if x.ndim != 4 or len(ratio) != 4 or ratio[0] != 1.0 or ratio[3] != 1.0 or min(ratio) < 1.0:
            raise ValueError(
                f"For '{self.name}', the 'pooling_ratio' must be four numbers of at least 1.0, the first and last 1.0, and 'x' "
                f"have 4 axes, but got {ratio} and shape {x.shape}."
            )
        a = self.attrs
        seeded = a["seed"] or a["seed2"] or a["deterministic"]
        rng = np.random.default_rng([a["seed"], a["seed2"]] if seeded else None)
        rows, columns = (_boundaries(x.shape[k], int(x.shape[k] / ratio[k]), a["pseudo_random"], rng) for k in (1, 2))
        y = dispatch.apply(_pool, (x, rows, columns, a["overlapping"], self._mean, self.name))
        return y, Tensor(np.array(rows, np.int64)), Tensor(np.array(columns, np.int64))


_DOC = """Pooling by the {word} of regions drawn at random (mirrors `mindspore.ops.operations.nn_ops.{name}`).

    Args:
        pooling_ratio: four floats of at least 1.0, by how much each axis of the input shrinks; the first and last are 1.0.
        pseudo_random: draw the regions as in Graham's "Fractional Max-Pooling", rather than in a random order of sizes.
        overlapping: regions take the first row and column of the next one too.
        deterministic: always draw the same regions. seed, seed2: draw the regions by these.

    Inputs:
        x: a Tensor of shape (N, H, W, C), float32, float64, int32 or int64. A compiled function draws the regions when
            it is compiled.

    Returns:
        The pooled Tensor, and where the regions begin, and the last ends, in height and in width (int64).

    Raises:
        TypeError: for other types. ValueError: for other ratios or ranks.

    Examples:
        >>> import mindshim as ms
        >>> pool = ms.ops.operations.nn_ops.{name}([1.0, 1.5, 1.5, 1.0])
        >>> y, rows, columns = pool(ms.ops.arange(16).reshape((1, 4, 4, 1)))
        >>> print(y.reshape(-1), rows)
        {out} [0 2 4]
    """


@face("ops.FractionalMaxPool")
class FractionalMaxPool(_Fractional):
    __doc__ = _DOC.format(name="FractionalMaxPool", word="greatest element", out="[ 5  7 13 15]")


@face("ops.FractionalAvgPool")
class FractionalAvgPool(_Fractional):
    __doc__ = _DOC.format(name="FractionalAvgPool", word="mean", out="[ 2  4 10 12]")
    _mean = True
