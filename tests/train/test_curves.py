"""Training goes the same way as in the real MindSpore."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from tests import recorded

CURVES = recorded.cases("curves")


@pytest.mark.parametrize("jit", [False, True], ids=["PyNative", "jit"])
@pytest.mark.parametrize("name", CURVES)
def test_losses_and_accuracy_are_as_recorded(name, jit):
    mine, real = CURVES[name](ms, jit), dict(recorded.record("curves")[name]["dict"])
    np.testing.assert_allclose(mine["losses"][:20], real["losses"][:20], rtol=1e-3)
    # Rounding differences grow from then on; 500 answers have a standard error of about 0.02.
    assert np.mean(mine["losses"][-10:]) == pytest.approx(np.mean(real["losses"][-10:]), rel=0.1)
    assert mine["right"] == pytest.approx(real["right"], abs=0.04)
