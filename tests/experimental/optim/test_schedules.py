"""Schedules of parameter groups' rates against the records of the real MindSpore."""

import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("experimental_schedules")
RECORD = recorded.record("experimental_schedules")
_MADE = [name for name in CASES if name.startswith("making ")]


def test_the_record_is_of_these_cases():
    assert list(RECORD) == list(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if name not in _MADE])
def test_rates(name):
    mine = recorded.run(ms, CASES[name])
    assert recorded.same(mine, RECORD[name], atol=2e-7), (mine, RECORD[name])


def test_making_them():
    wrong = {}
    for name in _MADE:
        mine = recorded.run(ms, CASES[name])
        if not recorded.same(mine, RECORD[name]):
            wrong[name] = (mine, RECORD[name])
    assert not wrong
