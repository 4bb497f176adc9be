"""Printing inside compiled functions: the same text as the real MindSpore's. Run by both; see record_printing.sh."""

import logging
import sys

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops

logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s")
logger = logging.getLogger("program")


def show(fn, *calls):
    for arguments in calls:
        print("==", fn.__name__, flush=True)
        out = fn(*arguments)
        if isinstance(out, Tensor):
            out.asnumpy()
        sys.stdout.flush()


@ms.jit
def kinds(x):
    print(x)
    print("text:", x, x + 1, 3, "s")
    ops.Print()("operator", x)
    print(1, 2.5, "str", True, None, 1 / 3, 1e20, 10**12)
    print()
    print("")
    return x


show(
    kinds, (Tensor([1.0, 2.0]),), (Tensor([1.0, 2.0]),), (Tensor(1.5),), (Tensor(np.arange(6).reshape(2, 3), ms.int32),),
    (Tensor(np.arange(1300), ms.float32),), (Tensor(np.arange(30), ms.int32),),
    (Tensor(np.arange(1300).reshape(10, 130), ms.float32),), (Tensor(np.arange(8).reshape(2, 2, 2) / 3, ms.float64),),
)


@ms.jit
def numbers(x, y):
    print(x / 3, y, y / 3, x * 1e10, x * 1e-10, y > 2, x.astype(ms.float16) / 3, x.astype(ms.float64) / 3, y * 10000000000)
    return x


show(numbers, (Tensor(1.0), Tensor(3)), (Tensor(-1.0), Tensor(-3)))


@ms.jit
def sequences(x):
    print((x, x))
    print([1, 2], {"a": 1})
    print([x, 1])
    print({"a": x}, (x, (x, 3)))
    print(x.shape, x.dtype)
    print(x > 1, x.astype(ms.float16))
    return x


show(sequences, (Tensor([1.0, 2.0]),))


@ms.jit
def constants(x, n):
    print("n", n, n + 1, -n, n / 2)
    print("array", np.array([1, 2]))
    print("array", np.array([1, 2]), x)
    return x


show(constants, (Tensor([1.0, 2.0]), 3), (Tensor([1.0, 2.0]), 4))


@ms.jit
def texts(x):
    print(f"format {x}")
    print("format {}".format(x))  # noqa: UP032
    print("%s" % x)  # noqa: UP031
    print(str(x))
    print(f"{x} and {x}", x)
    return x


show(texts, (Tensor([1.0, 2.0]),), (Tensor(3.0),))


@ms.jit
def control(x):
    if x > 2:
        print("big", x)
    else:
        print("small", x)
    i = x * 0
    while i < x:
        print("while", i)
        if i == 1:
            print("one", x)
        i = i + 1
    for k in range(2):
        print("for", k, i)
    return i


show(control, (Tensor(3),), (Tensor(1),))


@ms.jit
def logs(x):
    logger.warning("log %s", x)
    print("between")
    logger.error(f"again {x}")
    logger.debug("not shown %s", x)
    return x


show(logs, (Tensor([1.0, 2.0]),), (Tensor([3.0, 2.0]),))


@ms.jit
def squared(x):
    print("in", x)
    return x * x


def gradient(x):
    return ms.grad(squared)(x)


@ms.jit
def inner_gradient(x):
    def inner(x):
        print("inner", x)
        return x * x

    return ms.grad(inner)(x)


show(gradient, (Tensor([1.0, 2.0]),))
show(inner_gradient, (Tensor([1.0, 2.0]),))


MATRIX = Tensor([[1, -20], [3, 4]], ms.int32)
VECTOR, SCALAR, FLAGS = Tensor([1.5, -2.0], ms.float16), Tensor(2.5), Tensor([True, False])
LONG = Tensor(list(range(30)), ms.int32)


@ms.jit
def constants(x):
    print(MATRIX, VECTOR, SCALAR, FLAGS, LONG)
    print("in sequences", [MATRIX, x, 1], (VECTOR, (FLAGS,)))
    if x.sum() > 0:
        print(Tensor([1, 2]))
    return x


@ms.jit
def constants_in_texts(x):
    print(f"{MATRIX} {VECTOR!r} {SCALAR} {FLAGS}")
    print(f"{LONG} {[VECTOR, 1, 'a', True]} {(SCALAR, None)} { {'k': FLAGS} }")
    # Beside a value that only the program knows, the text is Python's.
    print(f"{x} {MATRIX} {VECTOR}")
    print(str(MATRIX), f"{W} {VECTOR}")
    return x


W = ms.Parameter(Tensor([1.0, 2.0]), name="w")

show(constants, (Tensor([1.0, 2.0]),), (Tensor([-1.0, 2.0]),))
show(constants_in_texts, (Tensor([1.0, 2.0]),))


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = ms.Parameter(Tensor([1.0, 2.0]), name="w")
        self.print = ops.Print()

    def construct(self, x):
        print("w", self.w)
        self.print("w", self.w, x)
        self.print((x, 3))
        y = x * self.w
        if y.sum() > 0:
            self.print("positive", y)
        return y


def cell(x):
    net = Net()
    net(x)
    return net(-x)


ms.set_context(mode=ms.GRAPH_MODE)
show(cell, (Tensor([1.0, 2.0]),))
