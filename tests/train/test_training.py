"""Model, callbacks and checkpoint files, against what the real MindSpore prints, tells and writes."""

from __future__ import annotations

import json

import pytest

import mindshim as ms
from tests import recorded

CASES, REAL = recorded.cases("training"), recorded.record("training")


@pytest.mark.parametrize("name", CASES)
def test_is_as_recorded(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mine = json.loads(json.dumps(recorded.run(ms, CASES[name])))
    assert recorded.same(mine, REAL[name], 1e-4, 1e-5), (mine, REAL[name])
