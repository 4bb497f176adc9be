"""Rounding of half precision, quotients and means, as recorded on the real MindSpore, in PyNative and compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("half_precision")
WANT = recorded.record("half_precision")
#: Where the real one computes in steps that are less exact than one rounding.
_STEPPED = {"cosine_similarity"}


def _tensors(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        return [data]
    return [part for item in data for part in _tensors(item)]


def _compare(name: str, found: Any) -> None:
    found, want = _tensors(found), _tensors(WANT[name])
    assert len(found) == len(want)
    for a, b in zip(found, want, strict=True):
        assert a["dtype"] == b["dtype"]
        assert a["shape"] == b["shape"]
        x, y = np.ravel(a["values"]), np.ravel(b["values"])
        if name in _STEPPED:
            np.testing.assert_allclose(x, y, rtol=3e-3)
            continue
        # The real exp and tanh are off by up to 1e-4: few elements may differ, by the last place.
        differ = x != y
        assert differ.mean() <= (0 if a["dtype"] == "Float32" else 0.04), (name, int(differ.sum()))
        np.testing.assert_allclose(x, y, rtol=4e-3, atol=1e-4)


@pytest.mark.parametrize("name", CASES)
def test_rounding(name: str) -> None:
    _compare(name, recorded.run(ms, CASES[name]))


@pytest.mark.parametrize("name", ["float32_means_of_ones", "softmax", "rsqrt"])
def test_rounding_compiled(name: str) -> None:
    _compare(name, recorded.run(ms, lambda ms: ms.jit(lambda: CASES[name](ms))()))


def test_quotients_compiled() -> None:
    x = np.arange(1, 60, dtype=np.float32)
    np.testing.assert_array_equal(ms.jit(lambda v: v / 49)(ms.Tensor(x)).asnumpy(), x / np.float32(49))


def test_quotients_keep_nan_infinity_and_the_sign_of_zero() -> None:
    x = ms.Tensor(np.array([1, -1, 0, np.inf, np.nan], np.float32))
    np.testing.assert_array_equal((x / -0.0).asnumpy(), np.array([-np.inf, np.inf, np.nan, -np.inf, np.nan], np.float32))
    assert np.signbit((ms.Tensor(np.zeros(2, np.float32)) / -3.0).asnumpy()).all()
    gradient = ms.grad(lambda d: (x / d).sum())(ms.Tensor(np.float32(2)))
    assert np.isnan(gradient.asnumpy())
    for fn in (lambda v: (v / 4).sum(), lambda v: v.mean() * 1.25):
        np.testing.assert_array_equal(ms.grad(fn)(x).asnumpy(), np.full(5, 0.25, np.float32))
