"""The profiler records the steps that it should, and its tables say what ran."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim.profiler import mstx, profile, schedule, tensorboard_trace_handler
from mindshim.profiler.experimental_config import _ExperimentalConfig


def _rows(prof: object, name: str) -> list[dict[str, str]]:
    with (prof.recording / "ASCEND_PROFILER_OUTPUT" / name).open() as file:  # type: ignore[attr-defined]
        return list(csv.DictReader(file))


def test_schedule_repeats_rounds_and_replaces_what_is_no_number() -> None:
    plan = schedule(wait=1, active=2, warmup=1, repeat=2, skip_first=1)
    letters = {"NONE": "-", "WARM_UP": "w", "RECORD": "r", "RECORD_AND_SAVE": "s"}
    assert "".join(letters[plan(i).name] for i in range(11)) == "--wrs-wrs--"
    assert schedule(wait=-1, active=0, warmup=True).to_dict() == {"wait": 0, "active": 1, "warmup": 0, "repeat": 0, "skip_first": 0}
    with pytest.raises(ValueError, match="not less than 0"):
        plan(-1)


def test_only_the_planned_steps_are_recorded_with_marks_of_the_chosen_domain(tmp_path: Path) -> None:
    x = ms.Tensor(np.ones((64, 64), np.float32))
    config = _ExperimentalConfig(mstx=True, mstx_domain_include=["mine"])
    handler = tensorboard_trace_handler(str(tmp_path), "me")
    ready: list[object] = []
    y = ms.ops.matmul(x, x)
    with profile(
        schedule=schedule(wait=1, active=2, repeat=1), on_trace_ready=lambda p: (ready.append(p), handler(p)), experimental_config=config
    ) as prof:
        # The folder is the handler's only if it is given itself.
        prof._folder = str(tmp_path)
        prof.add_metadata("run", "first")
        prof.add_metadata_json("sizes", "[1, 2]")
        for _ in range(5):
            number = mstx.range_start("work", domain="mine")
            mstx.mark("unseen")
            y = ms.ops.matmul(x, x)
            mstx.range_end(number, domain="mine")
            prof.step()
    assert y.shape == (64, 64) and ready == [prof] and prof.recording is not None and prof.recording.parent == tmp_path.resolve()
    assert [row["Step"] for row in _rows(prof, "step_trace_time.csv")] == ["1", "2"]
    for row in _rows(prof, "step_trace_time.csv"):
        assert 0 < float(row["Computing"]) <= float(row["Stage"])
    (row,) = [row for row in _rows(prof, "op_statistic.csv") if row["OP Type"].startswith("MatMul")]
    assert row["Count"] == "2"
    events = json.loads((prof.recording / "ASCEND_PROFILER_OUTPUT" / "trace_view.json").read_text())
    assert [e["args"]["domain"] for e in events if e["name"] == "work"] == ["mine", "mine"]
    assert not [e for e in events if e["name"] == "unseen"]
    assert json.loads((prof.recording / "profiler_metadata.json").read_text()) == {"run": "first", "sizes": [1, 2]}


def test_the_older_form_ends_and_tells_times(tmp_path: Path) -> None:
    x = ms.Tensor(np.ones((64, 64), np.float32))
    profiler = ms.Profiler(output_path=str(tmp_path), start_profile=False, profiler_level=1)
    profiler.stop()
    profiler.start()
    with pytest.raises(RuntimeError, match="one recording at a time"):
        ms.Profiler(output_path=str(tmp_path))
    y = ms.ops.matmul(x, x)
    profiler.analyse()
    assert y.shape == (64, 64)
    names = [row["OP Type"] for row in _rows(profiler, "op_statistic.csv")]
    (found,) = json.loads(profiler.op_analyse(names))[names[0]]
    assert found["count"] >= 1 and found["total_time"] > 0
    with pytest.raises(TypeError, match="op_name"):
        profiler.op_analyse(3)  # type: ignore[arg-type]


def test_a_file_says_which_steps_of_a_run_are_recorded(tmp_path: Path) -> None:
    monitor = ms.profiler.DynamicProfilerMonitor(str(tmp_path), output_path=str(tmp_path / "out"))
    file = tmp_path / "profiler_config.json"
    config = json.loads(file.read_text())
    assert config["start_step"] == -1
    x = ms.Tensor([1.0, 2.0])
    for step in range(5):
        if step == 1:
            file.write_text(json.dumps({**config, "start_step": 2, "stop_step": 3, "analyse": True}))
        assert (x * 2).shape == (2,)
        monitor.step()
        assert bool(list(tmp_path.glob("out/*_ascend_ms"))) == (step >= 1)
    (recording,) = tmp_path.glob("out/*_ascend_ms")
    assert (recording / "ASCEND_PROFILER_OUTPUT" / "step_trace_time.csv").read_text().count("\n") == 3
    with pytest.raises(TypeError, match="cfg_path"):
        ms.profiler.DynamicProfilerMonitor()
