"""What second-order optimizers need: covariances of patches, inverse factors of blocks, and gradients between blocks."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel


def _blocks(x: Any, size: int, fill: float) -> Any:
    """The blocks of a square matrix along its diagonal, (n, size, size); `fill` stands on the diagonal behind its end."""
    n = x.shape[0]
    count = -(-n // size)
    pad = count * size - n
    padded = jnp.pad(x, ((0, pad), (0, pad)))
    if pad:
        behind = np.zeros(n + pad)
        behind[n:] = fill
        padded = padded + jnp.diag(jnp.asarray(behind, x.dtype))
    at = jnp.arange(count)
    return padded.reshape(count, size, count, size)[at, :, at]


@kernel("CholeskyTrsm", differentiable=False, amp=False)
def cholesky_trsm(x: Array, split_dim: int = 0) -> Array:
    """The inverse of the lower Cholesky factor of a matrix, or of the blocks along its diagonal (mirrors
    `ops.operations._thor_ops.CholeskyTrsm`).

    Args:
        split_dim: the size of the blocks; 0: the whole matrix. The last one is filled up with ones on its diagonal.
        x: a symmetric positive definite matrix of floats.

    Returns:
        A matrix, or with `split_dim` a Tensor (blocks, size, size), where size is at most that of the matrix.

    Raises:
        TypeError: for other dtypes. ValueError: if `x` is not a square matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations._thor_ops import CholeskyTrsm
        >>> print(CholeskyTrsm()(ms.Tensor([[4.0, 0.0], [0.0, 1.0]])))
        [[0.5 0. ]
         [0.  1. ]]
    """
    if not jnp.issubdtype(x.dtype, jnp.floating):
        raise TypeError(f"For 'CholeskyTrsm', the dtype of 'x' must be a float type, but got {x.dtype.name}.")
    if x.ndim != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"For 'CholeskyTrsm', the 'x' must be a square matrix, but got shape {x.shape}.")
    blocks = _blocks(x, min(split_dim, x.shape[0]), 1.0) if split_dim else x[None]
    eye = jnp.broadcast_to(jnp.eye(blocks.shape[-1], dtype=x.dtype), blocks.shape)
    out = lax.linalg.triangular_solve(jnp.linalg.cholesky(blocks), eye, left_side=True, lower=True)
    return out if split_dim else out[0]


cholesky_trsm.primitive("CholeskyTrsm", "split_dim=0", call="x")  # type: ignore[attr-defined]


@kernel("UpdateThorGradient", differentiable=False, amp=False)
def update_thor_gradient(input_x1: Array, input_x2: Array, input_x3: Array, split_dim: int = 0) -> Array:
    """A gradient multiplied from both sides by matrices of blocks (mirrors `ops.operations._thor_ops.UpdateThorGradient`).

    Args:
        split_dim: the size of the blocks, as it was given to `CholeskyTrsm`.
        input_x1: the left blocks, (rows of blocks, r, r). input_x2: the gradient, a matrix. input_x3: the right blocks,
            (rows of blocks, columns of blocks, c, c).

    Returns:
        A matrix of the shape of `input_x2`.

    Raises:
        ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations._thor_ops import UpdateThorGradient
        >>> left, right = ms.Tensor([[[2.0]]]), ms.Tensor([[[[1.0, 0.0], [0.0, 3.0]]]])
        >>> print(UpdateThorGradient(128)(left, ms.Tensor([[1.0, 1.0]]), right))
        [[2. 6.]]
    """
    if input_x1.ndim != 3 or input_x2.ndim != 2 or input_x3.ndim != 4 or input_x3.shape[0] != input_x1.shape[0]:
        raise ValueError(
            "For 'UpdateThorGradient', the inputs must have shapes (n, r, r), (h, w) and (n, m, c, c), but got "
            f"{input_x1.shape}, {input_x2.shape}, {input_x3.shape}."
        )
    rows, columns = input_x1.shape[1], input_x3.shape[2]
    n, m = input_x3.shape[:2]
    height, width = input_x2.shape
    if not (n - 1) * rows < height <= n * rows or not (m - 1) * columns < width <= m * columns:
        raise ValueError(
            f"For 'UpdateThorGradient', {n} blocks of {rows} rows and {m} blocks of {columns} columns do not fit a gradient of shape "
            f"{input_x2.shape}."
        )
    padded = jnp.pad(input_x2, ((0, n * rows - height), (0, m * columns - width)))
    parts = padded.reshape(n, rows, m, columns)
    out = jnp.einsum("nij,njmk,nmkl->niml", input_x1, parts, input_x3, precision=jax.lax.Precision.HIGHEST)
    return out.reshape(n * rows, m * columns)[:height, :width]


update_thor_gradient.primitive("UpdateThorGradient", "split_dim=0", call="input_x1, input_x2, input_x3")  # type: ignore[attr-defined]


def _covariance(columns: Any) -> Any:
    """The mean over a batch, (n, d, places), as the covariance of d values over the places."""
    mean = jnp.mean(columns.astype(np.float32), 0)
    return jnp.matmul(mean, mean.T, precision=lax.Precision.HIGHEST) / np.float32(mean.shape[1])


@kernel("PatchCovariance", differentiable=False, amp=False)
def patch_covariance(x: Array, kernel_size: Any, stride: Any) -> Array:
    """The covariance of the inputs that a convolution's window sees, padded as for "same"; float32."""
    window = x.shape[1] * math.prod(kernel_size)
    patches = lax.conv_general_dilated_patches(x, kernel_size, stride, "SAME")
    return _covariance(patches.reshape(x.shape[0], window, -1))


@kernel("ChannelCovariance", differentiable=False, amp=False)
def channel_covariance(x: Array) -> Array:
    """The covariance of the channels of (N, C, H, W) over the places; float32."""
    return _covariance(x.reshape(*x.shape[:2], -1))
