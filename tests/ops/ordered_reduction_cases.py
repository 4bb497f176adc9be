"""Sums, means, normalisations, pools and functions whose results depend on how they are added and rounded, of either package."""

import numpy as np

SHAPES = (
    ((7,), (0,)), ((1000,), (0,)), ((3, 17), (1,)), ((2, 1027), (1,)), ((37, 5), (0,)), ((5, 33), (0, 1)), ((40, 1), (0, 1)),
    ((40, 1, 2), (0, 1)), ((3, 11, 6), (1,)), ((40, 3, 5), (0,)), ((3, 5, 40), (2,)), ((2, 5, 14, 15), (2, 3)),
    ((4, 16, 3, 3), (1, 2, 3)), ((4, 6, 5, 3), (0, 3)),
)  # fmt: skip


def values(shape, seed):
    return (np.random.RandomState(seed).randn(*shape) * 3 + 0.3).astype(np.float32)


def reductions(ms):
    for seed, (shape, axes) in enumerate(SHAPES):
        x = ms.Tensor(values(shape, seed))
        yield f"sum {shape} {axes}", ms.ops.ReduceSum()(x, axes).asnumpy()
        yield f"kept sum {shape} {axes}", x.sum(axes, keepdims=True).asnumpy()
        yield f"mean {shape} {axes}", ms.ops.ReduceMean(keep_dims=True)(x, axes).asnumpy()
        yield f"ops.mean {shape} {axes}", ms.ops.mean(x, axes).asnumpy()
        yield f"var {shape} {axes}", x.var(axes, ddof=1).asnumpy()
        yield f"unit {shape} {axes[0]}", ms.ops.L2Normalize(axes[0], 1e-6)(x).asnumpy()[..., :2]


def normalisations(ms):
    for seed, (shape, groups) in enumerate((((2, 8, 3, 5), 4), ((2, 4, 7), 1), ((1, 6, 2, 2), 6))):
        x, gamma, beta = (ms.Tensor(values(s, 40 + 3 * seed + i)) for i, s in enumerate((shape, shape[1:2], shape[1:2])))
        yield f"group_norm {shape} {groups}", ms.ops.group_norm(x, groups, gamma, beta).asnumpy()
    for seed, (shape, first) in enumerate((((2, 2, 33), 2), ((2, 2, 3, 7), 2), ((2, 96), 1), ((1, 3), 1))):
        x, gamma, beta = (ms.Tensor(values(s, 60 + 3 * seed + i)) for i, s in enumerate((shape, shape[first:], shape[first:])))
        for name, part in zip("xmv", ms.ops.LayerNorm(first, first, 1e-5)(x, gamma, beta), strict=True):
            yield f"LayerNorm {shape} {first} {name}", part.asnumpy()


def pools(ms):
    planes = (
        ((1, 3, 8, 8), 2, 2, "valid"), ((1, 2, 9, 9), 3, 2, "same"), ((2, 4, 7, 8), 3, 3, "valid"), ((1, 5, 7, 7), 7, 1, "valid"),
        ((1, 2, 7, 6), (3, 2), (2, 1), "valid"), ((1, 4, 7, 5), 2, 2, "same"), ((1, 8, 6, 6), 5, 3, "valid"),
    )  # fmt: skip
    for seed, (shape, size, step, mode) in enumerate(planes):
        x = ms.Tensor(values(shape, 80 + seed))
        yield f"AvgPool {shape} {size} {step} {mode}", ms.ops.AvgPool(size, step, mode)(x).asnumpy()
        yield f"avg_pool2d {shape} {size} {step}", ms.ops.avg_pool2d(x, size, step, padding=1).asnumpy()
        for target in (1, 3, (1, 2)):
            yield f"AdaptiveAvgPool2d {shape} {target}", ms.nn.AdaptiveAvgPool2d(target)(x).asnumpy()
    # Many sums of doubles are exact, and the means of some just between two numbers of float32.
    x = values((8, 256, 14, 14), 90)
    means = x.reshape(8, 256, 2, 7, 2, 7).sum((3, 5), dtype=np.float64) / 49
    near = means.astype(np.float32)
    ties = abs(means - near) * 2 == np.spacing(abs(near))
    assert ties.sum() > 5
    yield "AdaptiveAvgPool2d of ties", ms.nn.AdaptiveAvgPool2d(2)(ms.Tensor(x)).asnumpy()[ties]
    for seed, (length, size, step) in enumerate(((16, 4, 4), (9, 9, 1), (11, 9, 3), (12, 3, 2))):
        x = ms.Tensor(values((2, 5, length), 95 + seed))
        yield f"AvgPool1d {length} {size} {step}", ms.nn.AvgPool1d(size, step)(x).asnumpy()
        yield f"AdaptiveAvgPool1d {length}", ms.nn.AdaptiveAvgPool1d(1)(x).asnumpy()
    x = ms.Tensor(values((2, 3, 4, 6, 7), 99))
    yield "AvgPool3D", ms.ops.AvgPool3D(2, 2)(x).asnumpy()
    yield "AdaptiveAvgPool3d", ms.nn.AdaptiveAvgPool3d(2)(x).asnumpy()


def functions(ms):
    x = ms.Tensor(np.concatenate([values((250,), 140), values((30,), 141) / 100, values((20,), 142) * 4]))
    part = ms.ops.tanh(x) * 0.999
    # XLA has no numbers as small as erfc makes them of 9 and more.
    yield "erfc", ms.ops.erfc(ms.ops.minimum(x, ms.Tensor(9.0))).asnumpy()
    for name in ("sin", "cos", "tan", "atan", "sinh", "cosh", "asinh", "tanh"):
        yield name, getattr(ms.ops, name)(x).asnumpy()
    for name in ("asin", "acos", "atanh"):
        yield name, getattr(ms.ops, name)(part).asnumpy()
    yield "acosh", ms.ops.acosh(x * x + 1).asnumpy()
    yield "GELU", ms.nn.GELU()(x).asnumpy()


MADE = (reductions, normalisations, pools, functions)
