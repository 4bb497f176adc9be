"""Optimizers against the recorded real ones, one by one and compiled."""

import json
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from tests.nn.optim import cases

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "optimizers.json").read_text())
_PRESENT = [row for row in GOLDEN if hasattr(ms.nn, row["name"]) and "error" not in row]


def test_the_records_are_of_these_cases():
    assert [(r["name"], r["kwargs"]) for r in GOLDEN] == [(n, k) for n, k in cases.CASES]


@pytest.mark.parametrize("row", _PRESENT, ids=lambda r: f"{r['name']}-{r['kwargs']}")
@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_parameters_after_some_steps(row, compiled):
    def step(optimizer):
        return ms.jit(optimizer, fullgraph=True) if compiled else optimizer

    found = cases.run(ms, row["name"], row["kwargs"], step)
    for mine, real in zip(found, row["params"], strict=True):
        np.testing.assert_allclose(mine, real, rtol=2e-5, atol=2e-6)
