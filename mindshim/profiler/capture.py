"""A recording of JAX's profiler in a folder, and the tables that are made from it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jax

from mindshim import log
from mindshim.runtime.executor import synchronize

_RAW, _RESULTS, _STEP = "PROF", "ASCEND_PROFILER_OUTPUT", "ProfilerStep"
_running: Capture | None = None


class Capture:
    """One recording: from `start` to `stop`, in a folder of its own.

    Args:
        parent: the folder that gets it. worker: the name that its own begins with. host: record what the host does, too.
        stack: record Python's calls, too. memory: note what holds memory at the end.
    """

    def __init__(self, parent: str, worker: str, host: bool, stack: bool, memory: bool) -> None:
        moment = time.time()
        stamp = time.strftime("%Y%m%d%H%M%S", time.localtime(moment)) + f"{int(moment * 1000) % 1000:03d}"
        name = f"{worker}_{stamp}_ascend_ms"
        self.folder = Path(parent).resolve() / name
        while self.folder.exists():
            moment += 0.001
            name = f"{worker}_{stamp}{int(moment * 1000) % 1000:03d}_ascend_ms"
            self.folder = Path(parent).resolve() / name
        self._options = jax.profiler.ProfileOptions()
        self._options.host_tracer_level = 2 if host else 0
        self._options.python_tracer_level = 1 if stack else 0
        self._memory = memory
        self._step: Any = None

    def start(self) -> None:
        """Begin.

        Raises:
            RuntimeError: if another recording runs: JAX has one profiler.
        """
        global _running
        if _running is not None:
            raise RuntimeError("The profiler has already started in this process; JAX's profiler makes one recording at a time.")
        (self.folder / _RAW).mkdir(parents=True)
        synchronize()
        jax.profiler.start_trace(str(self.folder / _RAW), profiler_options=self._options)
        _running = self

    def begin_step(self, number: int) -> None:
        """What follows, and nothing that was launched before, is the step of that number."""
        if self._step is not None:
            synchronize()
        self._end_step()
        self._step = jax.profiler.StepTraceAnnotation(_STEP, step_num=number)
        self._step.__enter__()

    def _end_step(self) -> None:
        if self._step is not None:
            self._step.__exit__(None, None, None)
            self._step = None

    def stop(self, metadata: dict[str, Any]) -> None:
        """End, when all that was launched has run, and write the metadata beside the recording."""
        global _running
        synchronize()
        self._end_step()
        _running = None
        jax.profiler.stop_trace()
        if self._memory:
            jax.profiler.save_device_memory_profile(str(self.folder / "memory.prof"))
        if metadata:
            (self.folder / "profiler_metadata.json").write_text(json.dumps(metadata), "utf-8")


def recordings(path: str) -> list[Path]:
    """The folders of recordings below a path, or the path itself."""
    root = Path(path)
    return sorted({raw.parent for raw in root.glob(f"**/{_RAW}") if raw.is_dir()})


def analyse_recording(folder: Path, steps: Iterable[int] | None, pretty: bool) -> Path | None:
    """Write a recording's tables: trace_view.json (for a trace viewer), op_statistic.csv, kernel_details.csv and
    step_trace_time.csv."""
    files = sorted((folder / _RAW).glob("**/*.trace.json.gz"))
    if not files:
        log.error(f"There is no recording in {folder}; it may still be running.")
        return None
    with gzip.open(files[-1], "rt") as file:
        events = [event for event in json.load(file)["traceEvents"] if event]
    spans = _steps(events)
    if steps is not None:
        wanted = [spans[step] for step in steps if step in spans]
        events = [e for e in events if "ts" not in e or any(begin <= e["ts"] < end for begin, end in wanted)]
        spans = {step: span for step, span in spans.items() if step in set(steps)}
    results = folder / _RESULTS
    results.mkdir(exist_ok=True)
    (results / "trace_view.json").write_text(json.dumps(events, indent=4 if pretty else None), "utf-8")
    kernels = _kernels(events)
    _write(results / "kernel_details.csv", ["Device_id", "Name", "Type", "Start Time(us)", "Duration(us)"],
           [(k["device"], k["name"], k["type"], f"{k['start']:.3f}", f"{k['duration']:.3f}") for k in kernels])  # fmt: skip
    header = ["Device_id", "OP Type", "Count", "Total Time(us)", "Min Time(us)", "Avg Time(us)", "Max Time(us)", "Ratio(%)"]
    _write(results / "op_statistic.csv", header, [list(row.values()) for row in statistics(kernels)])
    _write(results / "step_trace_time.csv", ["Step", "Computing", "Free", "Stage"], _step_rows(spans, kernels))
    return results


def _steps(events: list[dict[str, Any]]) -> dict[int, tuple[float, float]]:
    """Step -> when it began and ended."""
    out = {}
    for event in events:
        if event.get("ph") == "X" and event.get("name") == _STEP:
            out[int(event["args"]["step_num"])] = (event["ts"], event["ts"] + event["dur"])
    return out


def _kernels(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the devices ran: compiled operators, by the function that they are part of."""
    out = []
    for event in events:
        args = event.get("args") or {}
        if event.get("ph") == "X" and "hlo_op" in args:
            kind = re.sub(r"^jit_+", "", args.get("hlo_module", "").split("(")[0])
            out.append({"device": args.get("device_ordinal", "0"), "name": args["hlo_op"], "type": kind or args["hlo_op"],
                        "start": event["ts"], "duration": event["dur"]})  # fmt: skip
    return sorted(out, key=lambda kernel: kernel["start"])


def statistics(kernels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Times by operator, the longest first."""
    groups: dict[tuple[str, str], list[float]] = {}
    for kernel in kernels:
        groups.setdefault((kernel["device"], kernel["type"]), []).append(kernel["duration"])
    whole = sum(sum(times) for times in groups.values()) or 1.0
    rows = []
    for (device, kind), times in sorted(groups.items(), key=lambda item: -sum(item[1])):
        total = sum(times)
        rows.append({
            "device_id": device, "op_type": kind, "count": len(times), "total_time": round(total, 3), "min_time": round(min(times), 3),
            "avg_time": round(total / len(times), 3), "max_time": round(max(times), 3), "ratio": round(100 * total / whole, 3),
        })  # fmt: skip
    return rows


def _step_rows(spans: dict[int, tuple[float, float]], kernels: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    rows = []
    for step, (begin, end) in sorted(spans.items()):
        busy, until = 0.0, begin
        for kernel in kernels:
            start, stop = max(kernel["start"], until), min(kernel["start"] + kernel["duration"], end)
            if stop > start:
                busy, until = busy + stop - start, stop
        rows.append((step, f"{busy:.3f}", f"{end - begin - busy:.3f}", f"{end - begin:.3f}"))
    return rows


def _write(path: Path, header: list[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def worker_name() -> str:
    """The host and the process."""
    return f"{os.uname().nodename}_{os.getpid()}"


def operator_times(folder: Path) -> list[dict[str, Any]]:
    """`statistics` of a recording."""
    found = analyse_recording(folder, None, False)
    if found is None:
        return []
    return statistics(_kernels(json.loads((found / "trace_view.json").read_text("utf-8"))))
