"""Primitives that MindSpore generates for functions and methods: they call these."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, ops
from mindshim.ops import auto_generate
from mindshim.ops.auto_generate import gen_ops_def, gen_ops_prim


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


def test_views_by_ready_made_objects() -> None:
    x = Tensor(np.arange(24).reshape(2, 3, 4))
    part = gen_ops_def.slice_ext_view_op(x, 1, 1, 3, 1)
    assert (part == x[:, 1:3]).all()
    part[0] = -1
    assert int((x == -1).sum()) == 8
    assert gen_ops_prim.transpose_view_op(x, (2, 0, 1)).shape == (4, 2, 3)
    assert gen_ops_prim.transpose_ext_view_op(x, 0, 1).shape == (3, 2, 4)
    with pytest.raises(ValueError):
        gen_ops_prim.slice_ext_op(x, 5, 0, 2, 1)
    with pytest.raises(AttributeError):
        gen_ops_def.no_such_op  # noqa: B018
