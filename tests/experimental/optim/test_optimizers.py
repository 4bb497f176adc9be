"""Optimizers with parameter groups against the records of the real MindSpore."""

import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("experimental_optim")
RECORD = recorded.record("experimental_optim")
_MADE = [name for name in CASES if name.startswith("making ")]
_RUN = [name for name in CASES if not name.startswith("making ")]


def test_the_record_is_of_these_cases():
    assert list(RECORD) == list(CASES)


@pytest.mark.parametrize("name", _RUN)
def test_steps(name):
    mine = recorded.run(ms, CASES[name])
    assert recorded.same(mine, RECORD[name]), (mine, RECORD[name])


def test_making_them():
    wrong = {}
    for name in _MADE:
        mine = recorded.run(ms, CASES[name])
        if mine != RECORD[name]:
            wrong[name] = (mine, RECORD[name])
    assert not wrong
