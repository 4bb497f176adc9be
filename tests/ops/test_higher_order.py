"""Operators that take functions, and those that only describe something, give what the real MindSpore gives."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import mindshim as ms

sys.path.insert(0, str(Path(__file__).parents[1]))

import recorded  # noqa: E402

CASES = recorded.cases("higher_order")
RECORD = recorded.record("higher_order")


@pytest.mark.parametrize("name", CASES)
def test_higher_order(name: str) -> None:
    mine = recorded.run(ms, CASES[name])
    assert recorded.same(mine, RECORD[name]), f"{mine} instead of {RECORD[name]}"
