"""Indices out of range: the exception of the real CPU build in PyNative (recorded), and what compiled functions do."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, ops

sys.path.insert(0, str(Path(__file__).parents[1]))

import recorded  # noqa: E402

CASES = recorded.cases("bounds")
RECORD = recorded.record("bounds")
X = Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))


@pytest.mark.parametrize("name", CASES)
def test_as_the_real_one(name: str) -> None:
    mine = recorded.run(ms, CASES[name])
    assert recorded.same(mine, RECORD[name]), f"{mine} instead of {RECORD[name]}"


def test_what_is_written_stays_when_the_call_fails() -> None:
    p = Parameter(X.copy(), name="p")
    with pytest.raises(RuntimeError, match=r"For 'ScatterAdd', the 'indices' should be in the range \[0, 2\), but got 9"):
        ops.scatter_add(p, Tensor([0, 9]), ops.ones((2, 3)))
    assert (p.asnumpy() == X.asnumpy()).all()
    with pytest.raises(RuntimeError, match=r"For 'ScatterNdAdd', an index vector in 'indices' is out of range: .* but got \[9\]"):
        ops.scatter_nd_add(p, Tensor([[0], [9]]), ops.ones((2, 3)))
    assert (p.asnumpy() == X.asnumpy()).all()
    y = X.copy()
    with pytest.raises(ValueError, match="out of range"):
        y[Tensor([0, 9])] = 1.0
    assert (y.asnumpy() == X.asnumpy()).all()


def test_compiled_functions_cannot_look() -> None:
    index = Tensor([0, 9])
    assert ms.jit(lambda x, i: ops.gather(x, i, 0))(X, index).asnumpy().tolist() == [[0, 1, 2], [0, 0, 0]]
    assert ms.jit(lambda i: ops.scatter_nd(i.reshape(2, 1), Tensor([1.0, 2.0]), (3,)))(index).asnumpy().tolist() == [1, 0, 0]


def test_gradients_look_too() -> None:
    with pytest.raises(RuntimeError, match="input_indices"):
        ms.grad(lambda x: ops.gather(x, Tensor([9]), 0).sum())(X)


def test_nothing_is_looked_at_on_other_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    from mindshim.ops import bounds

    monkeypatch.setattr(bounds, "_near", lambda: False)
    assert ops.gather(X, Tensor([9]), 0).asnumpy().tolist() == [[0, 0, 0]]
