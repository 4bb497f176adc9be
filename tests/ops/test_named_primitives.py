"""Primitive classes of a program that name an operator and do not compute it themselves."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim.ops import PrimitiveWithInfer, prim_attr_register


class Shift(PrimitiveWithInfer):
    @prim_attr_register
    def __init__(self, periods: int = 1, axis: int = -1) -> None:
        super().__init__(name="Shift")
        self.periods, self.axis = periods, axis
        self.init_prim_io_names(inputs=["x", "fill_value"], outputs=["output"])


class Unheard(PrimitiveWithInfer):
    @prim_attr_register
    def __init__(self) -> None:
        pass


@pytest.mark.parametrize("periods", [-9, -2, 0, 1, 9])
def test_operator_of_that_name(periods: int) -> None:
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    want = np.full_like(x, 7)
    source = np.arange(4) - periods
    inside = (source >= 0) & (source < 4)
    want[:, inside] = x[:, source[inside]]
    np.testing.assert_array_equal(Shift(periods, 1)(ms.Tensor(x), 7.0).asnumpy(), want)


def test_no_operator_of_that_name() -> None:
    with pytest.raises(NotImplementedError, match="Unheard"):
        Unheard()(ms.Tensor([1.0]))


def test_modules_that_mindspore_writes_by_hand() -> None:
    from mindshim.ops.operations.manually_defined import ops_def

    x = ms.Tensor([1, 2])
    assert ms.ops.operations.manually_defined.tile(x, (2,)).tolist() == [1, 2, 1, 2]
    assert ops_def.Tile()(x, (2,)).tolist() == [1, 2, 1, 2]
