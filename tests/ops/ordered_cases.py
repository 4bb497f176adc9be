"""Operators whose results are held to the last bit, here and where they are recorded."""

import numpy as np

#: Input shape, output channels, kernel, stride, padding (top, bottom, left, right), dilation, groups.
CONVOLUTIONS = [
    ((1, 3, 12, 12), 8, (7, 7), 2, (3, 3, 3, 3), 1, 1),
    ((2, 2, 6, 6), 5, (3, 3), 1, (1, 1, 1, 1), 1, 1),
    ((1, 4, 6, 6), 6, (3, 3), 1, (1, 1, 1, 1), 1, 1),
    ((2, 20, 5, 5), 7, (3, 3), 2, (0, 0, 0, 0), 1, 1),
    ((1, 40, 4, 4), 9, (3, 3), 1, (2, 2, 2, 2), 2, 1),
    ((1, 24, 6, 5), 8, (1, 7), 1, (0, 0, 3, 3), 1, 1),
    ((1, 5, 8, 8), 6, (7, 7), 1, (3, 3, 3, 3), 1, 1),
    ((1, 3, 6, 6), 6, (2, 2), 2, (0, 0, 0, 0), 1, 1),
    ((1, 4, 6, 8), 6, (3, 7), 1, (1, 1, 3, 3), 1, 1),
    ((1, 16, 2, 2), 8, (3, 3), 1, (1, 1, 1, 1), 1, 1),
    ((1, 130, 3, 3), 8, (3, 3), 1, (1, 1, 1, 1), 1, 1),
    ((1, 24, 5, 5), 48, (3, 3), 1, (1, 1, 1, 1), 1, 3),
    ((1, 8, 5, 5), 12, (3, 3), 1, (1, 1, 1, 1), 1, 4),
    ((1, 20, 6, 6), 20, (5, 5), 2, (2, 2, 2, 2), 1, 20),
    ((1, 6, 5, 5), 12, (3, 3), 1, (1, 1, 1, 1), 1, 6),
    ((2, 3, 5, 5), 8, (1, 1), 1, (0, 0, 0, 0), 1, 1),
    ((1, 40, 3, 3), 16, (1, 1), 1, (0, 0, 0, 0), 1, 1),
    ((1, 600, 2, 2), 16, (1, 1), 1, (0, 0, 0, 0), 1, 1),
    ((1, 1030, 2, 2), 8, (1, 1), 1, (0, 0, 0, 0), 1, 1),
    ((1, 96, 5, 5), 8, (1, 1), 2, (0, 0, 0, 0), 1, 1),
    ((1, 16, 4, 4), 8, (1, 1), 1, (0, 0, 0, 0), 1, 4),
]
BATCH_NORMS = [(3, 6, 8, 8), (2, 5, 1, 1), (3, 5, 1, 1), (4, 3, 5, 7), (1, 4, 9, 9), (8, 3, 2, 2), (2, 4, 18, 18), (3, 7)]


def values(shape: tuple, seed: int) -> np.ndarray:
    """Numbers between -1 and 1 with all digits of float32, the same with every version of NumPy."""
    n = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64) + np.uint64(seed * 1000003)
    n = (n * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)) >> np.uint64(17)
    return ((n % np.uint64(2**24)).astype(np.float64) / 2**23 - 1).astype(np.float32).reshape(shape)


def convolutions(ms):
    """Name and result of each, by MindSpore or what stands for it."""
    for i, (shape, out, kernel, stride, padding, dilation, groups) in enumerate(CONVOLUTIONS):
        mode = "pad" if any(padding) else "valid"
        layer = ms.nn.Conv2d(shape[1], out, kernel, stride, mode, padding if any(padding) else 0, dilation, groups, has_bias=True)
        layer.weight.set_data(ms.Tensor(values(layer.weight.shape, i)))
        layer.bias.set_data(ms.Tensor(values((out,), i + 50)))
        yield f"convolution {i}", layer(ms.Tensor(values(shape, i + 100))).asnumpy()


def batch_norm(ms, shape, seed):
    """A layer for inputs of this shape, with weights of its own, and an input."""
    channels = shape[1]
    gamma, beta = ms.Tensor(values((channels,), seed) + np.float32(1.5)), ms.Tensor(values((channels,), seed + 50))
    layer = (ms.nn.BatchNorm2d if len(shape) == 4 else ms.nn.BatchNorm1d)(channels, gamma_init=gamma, beta_init=beta)
    return layer, ms.Tensor(values(shape, seed + 100) * np.float32(1.3) + np.float32(0.3))


def batch_norms(ms):
    """The same of batch normalisations: trained for a step, the moving statistics then, and by them."""
    for i, shape in enumerate(BATCH_NORMS):
        layer, x = batch_norm(ms, shape, i)
        layer.set_train(True)
        yield f"batch norm {i}", layer(x).asnumpy()
        yield f"moving mean {i}", layer.moving_mean.asnumpy()
        yield f"moving variance {i}", layer.moving_variance.asnumpy()
        layer.set_train(False)
        yield f"inferred {i}", layer(x).asnumpy()


def functions(ms):
    """The same of exponentials and what is made of them."""
    x, positive = ms.Tensor(values((301,), 1) * np.float32(9)), ms.Tensor(values((301,), 2) + np.float32(1.001))
    ends = ms.Tensor(np.array([-np.inf, -200, -88, -0.0, 0, 1e-30, 3, 88.5, 89, np.inf, np.nan], np.float32))
    for name in ("exp", "sigmoid", "silu", "hardswish", "hardsigmoid"):
        yield name, getattr(ms.ops, name)(x).asnumpy()
    yield "exp at the ends", ms.ops.exp(ends).asnumpy()
    yield "sigmoid at the ends", ms.ops.sigmoid(ends).asnumpy()[3:]
    yield "rsqrt", ms.ops.rsqrt(positive).asnumpy()
    for shape in ((3, 3), (2, 17), (2, 2, 36), (2, 61), (2, 144)):
        yield f"softmax {shape}", ms.ops.softmax(ms.Tensor(values(shape, 3) * np.float32(5))).asnumpy()
