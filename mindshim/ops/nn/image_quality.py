"""How much two images are alike, and how an image changes from place to place."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32


def _unit_range(x: Array, largest: float) -> Array:
    """Float32 numbers of which `largest`, the most that the image's dtype holds, has become 1."""
    x = x.astype(F32)
    return x * np.float32(1.0 / largest) if largest > 1 else x


def _blur(x: Array, window: Array) -> Array:
    """Every channel of (N, C, H, W) averaged with a window, where that lies inside."""
    flat = x.reshape(-1, 1, *x.shape[2:])
    out = lax.conv_general_dilated(flat, window.astype(x.dtype), (1, 1), "VALID", precision=lax.Precision.HIGHEST)
    return out.reshape(*x.shape[:2], *out.shape[2:])


def _similarity(x: Array, y: Array, window: Array, c1: float, c2: float) -> tuple[Array, Array]:
    """Structural similarity of every channel, (N, C), and its factor for contrast and structure alone."""
    mean_x, mean_y = _blur(x, window), _blur(y, window)
    both = mean_x * mean_y
    squares = mean_x * mean_x + mean_y * mean_y
    covariance = _blur(x * y, window) - both
    variances = _blur(x * x, window) + _blur(y * y, window) - squares
    two, c1_, c2_ = np.float32(2), np.float32(c1), np.float32(c2)
    contrast = (two * covariance + c2_) / (variances + c2_)
    luminance = (two * both + c1_) / (squares + c1_)
    return (luminance * contrast).mean((2, 3)), contrast.mean((2, 3))


@kernel("SSIM")
def structural_similarity(x: Array, y: Array, window: Array, largest: float, c1: float, c2: float) -> Array:
    """The structural similarity of images (N, C, H, W), averaged over places and channels: (N,)."""
    return _similarity(_unit_range(x, largest), _unit_range(y, largest), window, c1, c2)[0].mean(-1)


@kernel("MSSSIM")
def multiscale_similarity(x: Array, y: Array, window: Array, powers: Array, largest: float, c1: float, c2: float) -> Array:
    """The product of the contrasts' powers at halved sizes and of the similarity's at the smallest: (N,)."""
    x, y = _unit_range(x, largest), _unit_range(y, largest)
    found = []
    levels = powers.shape[0]
    for level in range(levels):
        if level:
            x, y = (_halved(v) for v in (x, y))
        similarity, contrast = _similarity(x, y, window, c1, c2)
        found.append(jax.nn.relu(contrast if level < levels - 1 else similarity))
    return jnp.prod(jnp.stack(found, -1) ** powers.astype(F32), -1).mean(-1)


def _halved(x: Array) -> Array:
    """Means of squares of four places."""
    n, c, h, w = x.shape
    return x[:, :, : h // 2 * 2, : w // 2 * 2].reshape(n, c, h // 2, 2, w // 2, 2).mean((3, 5))


@kernel("PSNR")
def signal_to_noise(x: Array, y: Array, largest: float, top: float) -> Array:
    """Decibels of the squared largest value `top` over the mean squared difference of images: (N,)."""
    difference = _unit_range(x, largest) - _unit_range(y, largest)
    error = (difference * difference).mean((1, 2, 3))
    return np.float32(10) * jnp.log(np.float32(top) * np.float32(top) / error) / np.float32(np.log(10.0))


@kernel("ImageGradients")
def image_gradients(x: Array) -> tuple[Array, Array]:
    """Differences to the next row and to the next column of (N, C, H, W); zeros in the last ones."""
    zero = np.zeros((), x.dtype)[()]
    down = jnp.pad(x[:, :, 1:] - x[:, :, :-1], ((0, 0), (0, 0), (0, 1), (0, 0)), constant_values=zero)
    right = jnp.pad(x[..., 1:] - x[..., :-1], ((0, 0), (0, 0), (0, 0), (0, 1)), constant_values=zero)
    return down, right
