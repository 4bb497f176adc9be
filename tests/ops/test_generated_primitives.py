"""Primitives that MindSpore generates for functions and methods: they call these."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Tensor, ops
from mindshim.ops import auto_generate
from mindshim.ops.auto_generate import gen_ops_prim


def rows():
    return Tensor([[1.0, 2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("SumExt", (0,), [4, 6]),
        ("SelectExtView", (0, 1), [3, 4]),
        ("NarrowView", (1, 0, 1), [[1], [3]]),
        ("ExpandDimsView", (0,), [[[1, 2], [3, 4]]]),
        ("CumsumExt", (0,), [[1, 2], [4, 6]]),
        ("InplaceAddExt", (Tensor(1.0), 2), [[3, 4], [5, 6]]),
        ("InplaceSubExt", (Tensor(1.0),), [[0, 1], [2, 3]]),
        ("InplaceFillScalar", (7,), [[7, 7], [7, 7]]),
        ("InplaceZero", (), [[0, 0], [0, 0]]),
    ],
)
def test_they_call_the_function(name, arguments, expected):
    made = getattr(gen_ops_prim, name)
    assert getattr(auto_generate, name) is made and issubclass(made, ops.Primitive) and made().name == name
    x = rows()
    assert made()(x, *arguments).asnumpy().tolist() == expected
    assert x.asnumpy().tolist() == (expected if name.startswith("Inplace") else rows().asnumpy().tolist())
    assert ms.jit(lambda t: made()(t * 1, *arguments))(rows()).asnumpy().tolist() == expected


def test_ready_made_objects():
    assert gen_ops_prim.sum_ext_op(rows()).item() == 10
    assert auto_generate.embedding_op(Tensor([1]), rows()).asnumpy().tolist() == [[3, 4]]
    for name in ("NoSuchPrimitiveExt", "no_such_op", "OneHotExt"):
        with pytest.raises(AttributeError, match=name):
            getattr(auto_generate, name)
