"""The table of what the samples try is there, and a new operator needs a sample."""

from __future__ import annotations

from pathlib import Path

import coverage_table


def test_table() -> None:
    table = coverage_table.table()
    row = next(line for line in table.splitlines() if line.startswith("| `ops.mul` |"))
    assert all("f4" in cell for cell in row.split("|")[2:6])
    assert coverage_table.short("bfloat16") == "b2" and coverage_table.short("uint16") == "u2"


def test_every_new_operator_has_a_sample() -> None:
    known, without = coverage_table.reasons(), set(coverage_table.without_samples())
    fresh = sorted(without - set(known))
    assert not fresh, f"public operators without a sample in tests/ops/samples, or a line in tests/ops/spellings.py: {fresh}"
    assert all(known.values()), "an operator without a sample needs a reason"
    gone = sorted(set(known) - without)
    assert not gone, f"they have samples: python -m tests.ops.coverage_table --write ({gone})"
    root = Path(__file__).parents[2]
    for name, why in known.items():
        if why.startswith("tests/"):
            assert name.rpartition(".")[2] in (root / why.split()[0].rstrip(":")).read_text(), f"{why} does not call {name}"
