"""Model, callbacks and checkpoint files, against what the real MindSpore prints, tells and writes."""

from __future__ import annotations

import json

import pytest

import mindshim as ms
from tests import recorded

FILES = ("training", "checkpoints")


@pytest.mark.parametrize(("file", "name"), [(file, name) for file in FILES for name in recorded.cases(file)])
def test_is_as_recorded(file, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case, real = recorded.cases(file)[name], recorded.record(file)[name]
    mine = json.loads(json.dumps(recorded.run(ms, case)))
    assert recorded.same(mine, real, 1e-4, 1e-5), (mine, real)
