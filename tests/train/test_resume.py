"""From a checkpoint that the real MindSpore wrote in the midst of training, training goes on as the real one's did."""

from __future__ import annotations

import base64
import sys

import numpy as np
import pytest

import mindshim as ms
from mindshim.train import _ckpt_format
from tests import recorded

CASES = recorded.cases("resume")
RECORD = {line: dict(row["dict"]) for line, row in recorded.record("resume").items()}
Run = sys.modules["cases_resume"].Run


@pytest.mark.parametrize("line", list(CASES))
def test_training_goes_on_from_a_checkpoint(tmp_path, line):
    golden = RECORD[line]
    file = tmp_path / "step.ckpt"
    file.write_bytes(base64.b64decode(golden["file"]))
    # The weights and the optimizer begin otherwise: what the first three steps made must come from the file.
    run = Run(ms, line, 0.5)
    assert ms.load_param_into_net(run.saved, ms.load_checkpoint(str(file)))[0] == []
    run.steps(3, 5)
    assert golden["whole"] == (line.partition("(")[0] not in ("optim.NAdam", "optim.ASGD"))
    for mine, real in zip(run.state(), golden["after"], strict=True):
        assert recorded.same(recorded.data(ms, mine), real, rtol=2e-6, atol=2e-7), (mine, real)


@pytest.mark.parametrize("line", list(CASES))
def test_the_checkpoint_is_that_of_the_real_one(tmp_path, line):
    wanted = _ckpt_format.decode(base64.b64decode(RECORD[line]["file"]))
    run = Run(ms, line, 1.0)
    run.steps(0, 3)
    ms.save_checkpoint(run.saved, str(tmp_path / "step.ckpt"))
    found = _ckpt_format.decode((tmp_path / "step.ckpt").read_bytes())
    assert [(n, v.dtype, v.shape) for n, v in found.items()] == [(n, v.dtype, v.shape) for n, v in wanted.items()]
    for name, value in wanted.items():
        assert np.allclose(found[name], value, rtol=1e-5, atol=1e-6), name
