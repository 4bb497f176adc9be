"""Optimizers against the recorded real ones: what they are, and all their Parameters after some steps, compiled or not."""

import json
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from tests.nn.optim import cases

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "optimizers.json").read_text())
ROWS = [row for row in GOLDEN if "case" in row]
BY_NAME = {name: list(rows) for name, rows in groupby(ROWS, lambda row: row["case"].partition("(")[0]) if hasattr(ms.nn, name)}


def test_the_records_are_of_these_cases():
    assert [row["case"] for row in ROWS] == cases.CASES
    assert [row["sparse"] for row in GOLDEN if "sparse" in row] == cases.SPARSE


def unequal(mine, real):
    return len(mine) != len(real) or any(not np.allclose(m, r, rtol=2e-5, atol=2e-6) for m, r in zip(mine, real, strict=True))


def differences(mine, row):
    """What a run and its record do not agree in; the real CPU build has no kernels for some steps."""
    for key in ("repr", "names"):
        if mine.get(key) != row.get(key):
            yield f"{key}: {mine.get(key)} {mine.get('message', '')} for {row.get(key)} {row.get('error', '')}"
    if row.get("error") == "RuntimeError" and row["at"] == "call":
        return
    if mine.get("error") != row.get("error"):
        yield f"{mine.get('error')}: {mine.get('message')} for {row.get('error')} ({row.get('at')})"
    elif "error" not in row:
        if mine["returned"] != row["returned"]:
            yield f"returned {mine['returned']} for {row['returned']}"
        for (name, *_), m, r in zip(row["names"], mine["values"], row["values"], strict=True):
            if unequal([m], [r]):
                yield f"{name}: {m} for {r}"


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_as_recorded(name, compiled):
    def step(optimizer):
        return ms.jit(optimizer, fullgraph=True) if compiled else optimizer

    found = []
    for row in BY_NAME[name]:
        if not (compiled and "error" in row):
            found += [f"{row['case']}\n    {text}" for text in differences(cases.run(ms, row["case"], step), row)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("row", [row for row in GOLDEN if "sparse" in row], ids=lambda row: row["sparse"])
@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def test_rows_of_a_table(row, mode):
    before = ms.get_context("mode")
    ms.set_context(mode=mode)
    try:
        found = cases.train_table(ms, row["sparse"])
    finally:
        ms.set_context(mode=before)
    assert not unequal(found, row["values"]), f"{found}\nfor {row['values']}"
