"""Operators that take an optimizer step: values against the real MindSpore, what they write, what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import optimizer_updates as cases
import pytest

import mindshim as ms
from mindshim import ops

GOLDEN = {
    r["case"]: r for r in json.loads((Path(__file__).parents[1] / "golden" / "optimizer_updates.json").read_text())
}


@pytest.mark.parametrize("case", cases.CASES, ids=cases.title)
def test_two_steps(case: tuple[str, dict[str, Any], list[Any]]) -> None:
    want, got = GOLDEN[cases.title(case)], cases.run(ms, case)
    assert "error" not in want
    assert got["tuple"] is want["tuple"]
    assert set(got) == set(want) - {"case"}
    for key in sorted(set(got) - {"tuple"}):
        assert len(got[key]) == len(want[key])
        for a, b in zip(got[key], want[key], strict=True):
            a, b = (a, b) if key == "outs" else ([a], [b])
            assert len(a) == len(b)
            for x, y in zip(a, b, strict=True):
                np.testing.assert_allclose(x, y, rtol=2e-5, atol=2e-6)


def _parameters(count: int) -> list[ms.Parameter]:
    rng = np.random.default_rng(count)
    return [ms.Parameter(ms.Tensor(rng.uniform(0.1, 1, (4, 2)).astype(np.float32)), name=f"p{i}") for i in range(count)]


_G, _I = ms.Tensor(np.array([[0.5, -1.0], [0.25, 0.5]], np.float32)), ms.Tensor([2, 0])


def test_operators_that_upstream_has_for_other_platforms() -> None:
    a, b = _parameters(3), _parameters(3)
    ops.SparseApplyFtrl(0.1, 0.2, 0.3, -0.5)(*a, _G, _I)
    ops.SparseApplyFtrlV2(0.1, 0.2, 0.3, 0.0, -0.5)(*b, _G, _I)
    for x, y in zip(a, b, strict=True):
        np.testing.assert_array_equal(x.asnumpy(), y.asnumpy())
    a, b = _parameters(2), _parameters(2)
    ops.FusedSparseProximalAdagrad()(*a, 0.1, 0.2, 0.3, _G, _I)
    ops.SparseApplyProximalAdagrad()(*b, 0.1, 0.2, 0.3, _G, _I)
    np.testing.assert_array_equal(a[0].asnumpy(), b[0].asnumpy())
    a = _parameters(3)
    rows = [ms.Parameter(ms.Tensor(p.asnumpy()[[2, 0]]), name=p.name) for p in a]
    ops.SparseApplyAdadelta(1e-6)(*a, 0.1, 0.9, _G, _I)
    ops.ApplyAdadelta()(*rows, 0.1, 0.9, 1e-6, _G)
    for x, y in zip(a, rows, strict=True):
        np.testing.assert_allclose(x.asnumpy()[[2, 0]], y.asnumpy(), rtol=1e-6)
    out = ops.LARSUpdate(1e-5, 0.001)(ms.Tensor([1.0]), ms.Tensor([3.0]), ms.Tensor(4.0), ms.Tensor(9.0), 0.1, 0.5)
    np.testing.assert_allclose(out.asnumpy(), [0.001 * 2 / (3 + 0.2 + 1e-5) * 3.1], rtol=1e-6)


def test_what_the_real_cpu_build_ignores() -> None:
    p, m = _parameters(2)
    w, a, g = p.asnumpy(), m.asnumpy(), np.full((4, 2), 2.0, np.float32)
    ops.ApplyMomentum(use_nesterov=True, gradient_scale=0.5)(p, m, 0.1, ms.Tensor(g), 0.9)
    a = a * 0.9 + 0.5 * g
    np.testing.assert_allclose(m.asnumpy(), a, rtol=1e-6)
    np.testing.assert_allclose(p.asnumpy(), w - 0.1 * (0.5 * g + 0.9 * a), rtol=1e-5)
    p, m = _parameters(2)
    w, a = p.asnumpy(), m.asnumpy()
    ops.ApplyAdagrad(update_slots=False)(p, m, 0.1, ms.Tensor(g))
    np.testing.assert_array_equal(m.asnumpy(), a)
    p, m = _parameters(2)
    w, a = p.asnumpy(), m.asnumpy()
    ops.ApplyKerasMomentum()(p, m, ms.Tensor(0.1), ms.Tensor(g), ms.Tensor(0.9))
    np.testing.assert_allclose(p.asnumpy(), w + a * 0.9 - g * 0.1, rtol=1e-5)
    p, s, linear = _parameters(3)
    w, s0, l0 = p.asnumpy(), s.asnumpy(), linear.asnumpy()
    ops.ApplyFtrl()(p, s, linear, ms.Tensor(g), 0.1, 0.2, 0.3, -0.5)
    root, before = np.sqrt(s0 + g * g), np.sqrt(s0)
    new = l0 + g - (root - before) / 0.1 * w
    want = np.where(np.abs(new) > 0.2, (np.sign(new) * 0.2 - new) / (root / 0.1 + 0.6), 0)
    np.testing.assert_allclose(p.asnumpy(), want, rtol=1e-5)


def test_inside_a_compiled_function() -> None:
    p, m = _parameters(2)
    q, n = _parameters(2)
    g = ms.Tensor(np.ones((4, 2), np.float32))
    op = ops.ApplyMomentum()
    ms.jit(lambda x: op(p, m, 0.1, x, 0.9))(g)
    op(q, n, 0.1, g, 0.9)
    np.testing.assert_allclose(p.asnumpy(), q.asnumpy(), rtol=1e-6)
    np.testing.assert_allclose(m.asnumpy(), n.asnumpy(), rtol=1e-6)


def test_what_is_refused() -> None:
    p, m = _parameters(2)
    before = p.asnumpy().copy()
    with pytest.raises(ValueError, match="gradient"):
        ops.ApplyMomentum()(p, m, 0.1, ms.Tensor([1.0]), 0.9)
    with pytest.raises(TypeError, match="inputs"):
        ops.ApplyMomentum()(p, m, 0.1)
    with pytest.raises(TypeError, match="use_nesterov"):
        ops.ApplyMomentum(use_nesterov=1)
    with pytest.raises(TypeError, match="epsilon"):
        ops.ApplyAdagradV2("x")
    with pytest.raises(TypeError, match="unexpected"):
        ops.ApplyAdaMax(beta=1)
    np.testing.assert_array_equal(p.asnumpy(), before)


@pytest.mark.parametrize(
    ("grad", "indices", "error"),
    [
        (ms.Tensor(3.0), ms.Tensor([0]), ValueError),
        (ms.Tensor([[1.0, 2.0]]), ms.Tensor([0, 1]), ValueError),
        (ms.Tensor([[1.0]]), ms.Tensor([0]), ValueError),
        (ms.Tensor([[1.0, 2.0]]), ms.Tensor([[0]]), ValueError),
        (ms.Tensor([[1.0, 2.0]]), ms.Tensor([0.0]), TypeError),
        ([ms.Tensor([1.0, 2.0])], ms.Tensor([0]), TypeError),
    ],
)
def test_rows_that_do_not_fit(grad: Any, indices: ms.Tensor, error: type[Exception]) -> None:
    for operator, states in ((ops.SparseApplyFtrl(0.1, 0.2, 0.3, -0.5), 3), (ops.SparseApplyAdagradV2(0.1, 0.1), 2)):
        parameters = _parameters(states)
        before = [p.asnumpy() for p in parameters]
        with pytest.raises(error):
            operator(*parameters, grad, indices)
        for p, old in zip(parameters, before, strict=True):
            np.testing.assert_array_equal(p.asnumpy(), old)
