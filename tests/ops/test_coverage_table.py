"""The table of what the samples try is there, and a new operator needs a sample."""

from __future__ import annotations

import coverage_table


def test_table() -> None:
    table = coverage_table.table()
    row = next(line for line in table.splitlines() if line.startswith("| `ops.mul` |"))
    assert all("f4" in cell for cell in row.split("|")[2:6])
    assert coverage_table.short("bfloat16") == "b2" and coverage_table.short("uint16") == "u2"


def test_every_new_operator_has_a_sample() -> None:
    known = set(coverage_table.LIST.read_text().split())
    fresh = sorted(set(coverage_table.without_samples()) - known)
    assert not fresh, f"public operators without a sample in tests/ops/samples: {fresh}"
