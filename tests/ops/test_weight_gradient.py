"""Convolutions in groups and of kernels of one place: JAX's own results and derivatives, by another way."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from mindshim.ops.nn.conv_transpose import conv_transpose
from mindshim.ops.nn.weight_gradient import convolution

LAYOUTS = (("NCHW", "OIHW", "NCHW"), ("NHWC", "OHWI", "NHWC"), ("NCW", "OIW", "NCW"), ("NCDHW", "OIDHW", "NCDHW"))
CHANNELS = {"groups": (4, 6, 2), "depthwise": (3, 6, 3), "one group": (3, 5, 1), "many channels": (32, 5, 1)}
WINDOWS = {
    "plain": (1, (1, 1), 1, 1),
    "stride": (2, (0, 1), 1, 1),
    "dilation": (1, (2, 1), 2, 1),
    "input dilation": (1, (1, 1), 1, 2),
    "small": (1, (1, 1), 1, 1),
    "small stride": (2, (1, 1), 1, 1),
}
CASES = [
    *[(LAYOUTS[0], "groups", 3, window) for window in WINDOWS],
    *[(layout, "groups", 3, "plain") for layout in LAYOUTS[1:]],
    (LAYOUTS[0], "depthwise", 3, "stride"),
    (LAYOUTS[1], "one group", 1, "plain"),
    (LAYOUTS[0], "one group", 1, "stride"),
    (LAYOUTS[0], "many channels", 3, "small"),
    (LAYOUTS[1], "many channels", 3, "small stride"),
]


def _case(layout, channels, k, window, size=6):
    c, o, groups = CHANNELS[channels]
    stride, pair, dilation, spread = WINDOWS[window]
    size = {"small": 2, "small stride": 4}.get(window, size)
    n = len(layout[0]) - 2
    rng = np.random.default_rng(0)
    x = jnp.asarray(rng.standard_normal([{"N": 2, "C": c}.get(axis, size) for axis in layout[0]]).astype(np.float32))
    w = jnp.asarray(rng.standard_normal([{"O": o, "I": c // groups}.get(axis, k) for axis in layout[1]]).astype(np.float32))

    def jaxs(x, w):
        return lax.conv_general_dilated(
            x, w, (stride,) * n, [pair] * n, (spread,) * n, (dilation,) * n,
            dimension_numbers=layout, feature_group_count=groups, precision="highest",
        )  # fmt: skip

    def ours(x, w):
        return convolution(x, w, (stride,) * n, [pair] * n, (dilation,) * n, layout, groups, (spread,) * n)

    return jaxs, ours, x, w


def _derivatives(f, x, w, twice=False):
    out, back = jax.vjp(f, x, w)
    weights = jnp.cos(jnp.arange(out.size, dtype=out.dtype)).reshape(out.shape)
    _, moved = jax.jvp(f, (x, w), (jnp.sin(x), jnp.sin(w)))
    second = jax.grad(lambda w: (jax.grad(lambda x: (f(x, w) ** 2).sum())(x) ** 2).sum())(w) if twice else ()
    return out, back(weights), moved, second


@pytest.mark.parametrize(("layout", "channels", "k", "window"), CASES)
def test_as_jaxs_own(layout, channels, k, window):
    jaxs, ours, x, w = _case(layout, channels, k, window)
    twice = channels == "groups" and layout == LAYOUTS[0] and window in ("plain", "stride")
    found, expected = (jax.jit(lambda x, w, f=f: _derivatives(f, x, w, twice))(x, w) for f in (ours, jaxs))
    for a, b in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-4 * float(jnp.abs(b).max()))


def test_large_kernels_and_empty_outputs():
    x, w = jnp.ones((1, 2, 9, 9)), jnp.arange(128.0).reshape(2, 1, 8, 8)
    f = lambda w: convolution(x, w, (1, 1), [(0, 0)] * 2, (1, 1), LAYOUTS[0], 2).sum()  # noqa: E731
    np.testing.assert_allclose(jax.grad(f)(w), np.full(w.shape, 4.0))
    assert convolution(jnp.ones((0, 2, 9, 9)), w, (1, 1), [(0, 0)] * 2, (1, 1), LAYOUTS[0], 2).shape == (0, 2, 2, 2)


@pytest.mark.parametrize(
    ("layout", "channels", "window"),
    [(0, "groups", "plain"), (0, "groups", "stride"), (0, "one group", "dilation"), (1, "depthwise", "stride")],
)
def test_transposed_is_the_gradient_by_the_input(layout, channels, window):
    jaxs, _, x, w = _case(LAYOUTS[layout], channels, 3, window)
    stride, pair, dilation, _ = WINDOWS[window]
    dout = jaxs(x, w)
    args = (None, x.shape, (stride,) * 2, (pair, pair), (dilation,) * 2, CHANNELS[channels][2], LAYOUTS[layout][0])

    def theirs(dout, w):
        return jax.vjp(lambda x: jaxs(x, w), x)[1](dout)[0]

    found, expected = (jax.jit(lambda d, w, f=f: _derivatives(f, d, w))(dout, w) for f in (lambda d, w: conv_transpose.fn(d, w, *args), theirs))
    for a, b in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-4 * float(jnp.abs(b).max()))
