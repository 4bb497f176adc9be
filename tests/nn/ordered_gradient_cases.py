"""Gradients that are held to the last bit, here and where they are recorded."""

import zlib

import numpy as np

from tests.ops.ordered_cases import batch_norm, values

BATCH_NORMS = [(3, 3, 4, 4), (2, 5, 1, 1), (3, 5, 1, 1), (2, 3, 5, 7), (1, 2, 9, 5), (7, 4)]
#: Shapes of a sum and of the operand that is broadcast.
BROADCASTS = [
    ((2, 3, 4, 5), (4, 5)), ((7, 9, 11), (11,)), ((7, 9, 5), (1, 9, 5)), ((4, 3, 9, 7), (3, 1, 1)), ((50, 8), (8,)),
    ((5, 33), (5, 1)), ((2, 4, 16, 16), ()),
]  # fmt: skip
#: Shapes of the input of a dense layer, and of the operand of BiasAdd.
DENSE = [(3, 8), (2, 30, 12)]
BIAS_ADDS = [(20, 6), (4, 3, 9, 7), (2, 3, 4, 5, 2)]


def by_all(ms, run, x, weights=()):
    """The gradients of `run(x)`, whose cotangent are such numbers, by x and the weights."""
    weigh = ms.Tensor(values(run(x).shape, 7))
    found = ms.grad(lambda x: (run(x) * weigh).sum(), 0, list(weights) or None)(x)
    return [g.asnumpy() for g in ((found[0], *found[1]) if weights else (found,))]


def batch_norms(ms):
    """Name and value of each, by MindSpore or what stands for it."""
    for i, shape in enumerate(BATCH_NORMS):
        layer, x = batch_norm(ms, shape, i)
        for training in (True, False):
            layer.set_train(training)
            for name, grad in zip("x gamma beta".split(), by_all(ms, layer, x, (layer.gamma, layer.beta)), strict=True):
                yield f"batch norm {i} {training} {name}", grad


def sums(ms):
    """The same of additions, subtractions and products that broadcast, dense layers and BiasAdd."""
    for i, (shape, small) in enumerate(BROADCASTS):
        a, b = ms.Tensor(values(shape, i)), ms.Tensor(values(small, i + 50))
        for name, run in (("add", lambda b, a=a: a + b), ("sub", lambda b, a=a: a - b), ("mul", lambda b, a=a: a * b)):
            yield f"{name} {i}", by_all(ms, run, b)[0]
    for i, shape in enumerate(DENSE):
        layer = ms.nn.Dense(shape[-1], 10, weight_init="ones")
        yield f"dense {i}", by_all(ms, layer, ms.Tensor(values(shape, i)), (layer.bias,))[1]
    for i, shape in enumerate(BIAS_ADDS):
        add = ms.ops.BiasAdd("NCDHW" if len(shape) == 5 else "NCHW")
        x = ms.Tensor(values(shape, i))
        yield f"bias {i}", by_all(ms, lambda b, add=add, x=x: add(x, b), ms.Tensor(values(shape[1:2], i + 50)))[0]


def checksum(grad: np.ndarray) -> int:
    """Of all bits of a float32 array, zeros without their sign."""
    return zlib.crc32((grad + np.float32(0)).tobytes())
