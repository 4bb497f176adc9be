"""Starting, stopping and reading profiles."""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mindshim import log
from mindshim.profiler.capture import Capture, analyse_recording, operator_times, recordings, worker_name
from mindshim.profiler.experimental_config import ProfilerActivity, _ExperimentalConfig
from mindshim.profiler.mstx import record_with
from mindshim.profiler.schedule import ProfilerAction

_RECORDS = (ProfilerAction.RECORD, ProfilerAction.RECORD_AND_SAVE)


def analyse(
    profiler_path: str, max_process_number: int = 1, pretty: bool = False, step_list: list[int] | None = None,
    data_simplification: bool = True,
) -> None:  # fmt: skip
    """Make the tables of every recording below a folder (mirrors `mindspore.profiler.profiler.analyse`).

    Each gets a folder ASCEND_PROFILER_OUTPUT with trace_view.json, op_statistic.csv, kernel_details.csv and step_trace_time.csv.

    Args:
        profiler_path: the folder; that there is none, or no recording in it, is logged. max_process_number: accepted.
        pretty: indent the JSON. step_list: the steps that are kept; all by default. data_simplification: accepted.

    Examples:
        >>> import tempfile
        >>> from mindshim.profiler.profiler import analyse
        >>> analyse(tempfile.mkdtemp())
    """
    found = recordings(profiler_path)
    if not found:
        log.error(f"There is no recording of a profiler in {profiler_path}.")
    for folder in found:
        analyse_recording(folder, step_list, pretty)


class _TraceHandler:
    """Makes the tables of a recording when it is there; `profile` records into its folder."""

    def __init__(self, dir_name: str | None, worker_name: str | None, analyse_flag: bool) -> None:
        self.dir_name, self.worker_name, self.analyse_flag = dir_name, worker_name, analyse_flag

    def __call__(self, prof: Any) -> None:
        if self.analyse_flag and prof.recording is not None:
            analyse_recording(prof.recording, None, False)


def tensorboard_trace_handler(
    dir_name: str | None = None, worker_name: str | None = None, analyse_flag: bool = True, async_mode: bool = False
) -> Callable[[Any], None]:
    """What `on_trace_ready` of `profile` may be (mirrors `mindspore.profiler.tensorboard_trace_handler`).

    The recordings, which TensorBoard shows too, and their tables are written to a folder.

    Args:
        dir_name: the folder; './data' by default. worker_name: what the recordings' names begin with; host and process by default.
        analyse_flag: make the tables. async_mode: accepted; they are made at once.

    Examples:
        >>> import mindshim as ms
        >>> callable(ms.profiler.tensorboard_trace_handler("./data"))
        True
    """
    return _TraceHandler(_str_or_default("dir_name", dir_name), _str_or_default("worker_name", worker_name), analyse_flag is not False)


def _str_or_default(name: str, value: Any) -> str | None:
    if value is None or (isinstance(value, str) and value):
        return value
    log.warning(f"For tensorboard_trace_handler, the '{name}' must be a str, but got {value!r}; the default is taken.")
    return None


class _Recorder:
    """What both profilers do: record the steps that a plan names, and hand on each recording."""

    def __init__(
        self, folder: str, activities: Any, with_stack: bool, profile_memory: bool, schedule: Any, on_trace_ready: Any,
        experimental_config: Any, start_profile: bool,
    ) -> None:  # fmt: skip
        self._folder = os.path.realpath(folder)
        self._worker: str | None = None
        self.recording: Path | None = None
        self._ready = _valid("on_trace_ready", on_trace_ready, callable)
        if isinstance(self._ready, _TraceHandler):
            self._folder = os.path.realpath(self._ready.dir_name or folder)
            self._worker = self._ready.worker_name
        self._plan = _valid("schedule", schedule, callable)
        self._config = _valid("experimental_config", experimental_config, lambda c: isinstance(c, _ExperimentalConfig)) or _ExperimentalConfig()
        chosen = _valid("activities", activities, lambda a: isinstance(a, (list, tuple)) and all(isinstance(x, ProfilerActivity) for x in a))
        self._host = chosen is None or ProfilerActivity.CPU in chosen
        self._stack = bool(_valid("with_stack", with_stack, lambda v: isinstance(v, bool)))
        self._memory = bool(_valid("profile_memory", profile_memory, lambda v: isinstance(v, bool)))
        self._metadata: dict[str, Any] = {}
        self._capture: Capture | None = None
        self._started = False
        self._step_number = 0
        self._action = ProfilerAction.NONE
        if start_profile is not False:
            self.start()

    def start(self) -> None:
        """Begin; a profiler that has begun logs a warning.

        Raises:
            RuntimeError: if another one is recording in this process.

        Examples:
            >>> import mindshim as ms
            >>> plan = ms.profiler.schedule(wait=3, active=1)
            >>> prof = ms.profiler.profile(schedule=plan, start_profile=False)
            >>> prof.start()
            >>> prof.stop()
        """
        if self._started:
            log.warning("The profiler has already started. Do not turn on again in the open state.")
            return
        self._step_number = 0
        self._change(self._planned())
        self._started = True
        atexit.register(self._at_exit)

    def step(self) -> None:
        """A step of the run ends, and the next begins.

        Examples:
            >>> import mindshim as ms
            >>> plan = ms.profiler.schedule(wait=3, active=1)
            >>> prof = ms.profiler.profile(schedule=plan, start_profile=False)
            >>> prof.start()
            >>> prof.step()  # still waits
            >>> prof.stop()
        """
        if not self._started:
            log.error("The profiler has not started; call start() before step().")
            return
        self._step_number += 1
        self._change(self._planned())

    def stop(self) -> None:
        """End; what was recorded is saved. A profiler that has not begun logs an error.

        Examples:
            >>> import mindshim as ms
            >>> plan = ms.profiler.schedule(wait=3, active=1)
            >>> prof = ms.profiler.profile(schedule=plan, start_profile=False)
            >>> prof.start()
            >>> prof.stop()
            >>> prof.recording is None  # stopped while it waited
            True
        """
        if not self._started:
            log.error("The profiler has not started. Do not turn off again in the closed state.")
            return
        self._started = False
        atexit.unregister(self._at_exit)
        self._change(ProfilerAction.NONE, stopping=True)

    def _planned(self) -> ProfilerAction:
        return ProfilerAction.RECORD if self._plan is None else self._plan(self._step_number)

    def _change(self, action: ProfilerAction, stopping: bool = False) -> None:
        before, self._action = self._action, action
        if before is ProfilerAction.RECORD_AND_SAVE or (before is ProfilerAction.RECORD and action not in _RECORDS):
            if before is ProfilerAction.RECORD and not stopping:
                log.warning("Incorrect schedule: RECORD is not followed by RECORD_AND_SAVE; what was recorded is saved.")
            self._save()
        if action in _RECORDS:
            if self._capture is None:
                capture = Capture(self._folder, self._worker or worker_name(), self._host, self._stack, self._memory)
                try:
                    capture.start()
                except RuntimeError:
                    self._action = before
                    raise
                self._capture = capture
                record_with(self._config.records)
            self._capture.begin_step(self._step_number)

    def _save(self) -> None:
        capture, self._capture = self._capture, None
        if capture is None:
            return
        record_with(None)
        capture.stop(self._metadata)
        self.recording = capture.folder
        if self._ready is not None:
            self._ready(self)

    def _at_exit(self) -> None:
        log.warning("The profiler is stopped at the end of the program. The data may be incomplete.")
        self.stop()

    def add_metadata(self, key: str, value: str) -> None:
        """A text that is saved with each recording; other types are logged and left out.

        Examples:
            >>> import mindshim as ms
            >>> plan = ms.profiler.schedule(wait=3, active=1)
            >>> prof = ms.profiler.profile(schedule=plan, start_profile=False)
            >>> prof.add_metadata("model", "v1")
        """
        if not isinstance(key, str) or not isinstance(value, str):
            log.warning("The key and value of metadata must be string. Skip this metadata.")
            return
        self._add(key, value)

    def add_metadata_json(self, key: str, value: str) -> None:
        """A text in JSON whose content is saved with each recording; others are logged and left out.

        Examples:
            >>> import mindshim as ms
            >>> plan = ms.profiler.schedule(wait=3, active=1)
            >>> prof = ms.profiler.profile(schedule=plan, start_profile=False)
            >>> prof.add_metadata_json("sizes", "[2, 3]")
        """
        try:
            content = json.loads(value) if isinstance(key, str) else None
        except (TypeError, ValueError):
            content = None
        if content is None:
            log.warning("The metadata value must be json format string. Skip this metadata")
            return
        self._add(key, content)

    def _add(self, key: str, value: Any) -> None:
        if key in self._metadata:
            log.warning(f"{key} is already saved as metadata, override it.")
        self._metadata[key] = value


def _valid(name: str, value: Any, fits: Callable[[Any], bool]) -> Any:
    if value is None or fits(value):
        return value
    log.warning(f"For profiler, the '{name}' is invalid: {value!r}; the default is taken.")
    return None


def _without_effect(**given: Any) -> None:
    for name in (name for name, value in given.items() if value):
        log.warning(f"For profiler, '{name}' speaks of Ascend devices' profiler; it has no effect on JAX's.")


class Profile(_Recorder):
    """Profiles what runs inside it (mirrors `mindspore.profiler.profile`).

    Each recording is a folder `<host>_<process>_<time>_ascend_ms` that TensorBoard can show; with `tensorboard_trace_handler`, or
    `mindshim.profiler.analyse`, it also has tables of the operators' and steps' times in ASCEND_PROFILER_OUTPUT.

    Args:
        activities: a list of ProfilerActivity: with CPU what the host does is recorded too; all by default.
        with_stack: record Python's calls. profile_memory: save what holds memory at the end (memory.prof, for `pprof`).
        start_profile: begin at once. schedule: the steps that are recorded, as a `schedule`; everything, in one recording, by
            default. on_trace_ready: called with this object when a recording is there, as `tensorboard_trace_handler`; its
            attribute `recording` is the folder. experimental_config: an `_ExperimentalConfig`.
        data_process, parallel_strategy, hbm_ddr, pcie, sync_enable, record_shapes: accepted, of Ascend devices' profiler.
            Values of other types are logged and replaced by the defaults.

    Examples:
        >>> import os, tempfile
        >>> import mindshim as ms
        >>> folder = tempfile.mkdtemp()
        >>> handler = ms.profiler.tensorboard_trace_handler(folder)
        >>> plan = ms.profiler.schedule(wait=1, active=2, repeat=1)
        >>> with ms.profiler.profile(schedule=plan, on_trace_ready=handler) as prof:
        ...     for _ in range(4):
        ...         _ = ms.Tensor([1.0, 2.0]) * 2
        ...         prof.step()
        >>> sorted(os.listdir(prof.recording / "ASCEND_PROFILER_OUTPUT"))
        ['kernel_details.csv', 'op_statistic.csv', 'step_trace_time.csv', 'trace_view.json']
    """

    def __init__(
        self, activities: Any = None, with_stack: bool = False, profile_memory: bool = False, data_process: bool = False,
        parallel_strategy: bool = False, start_profile: bool = True, hbm_ddr: bool = False, pcie: bool = False,
        sync_enable: bool = True, record_shapes: bool = False, schedule: Any = None, on_trace_ready: Any = None,
        experimental_config: Any = None,
    ) -> None:  # fmt: skip
        _without_effect(data_process=data_process, parallel_strategy=parallel_strategy, hbm_ddr=hbm_ddr, pcie=pcie,
                        record_shapes=record_shapes)  # fmt: skip
        super().__init__("./data", activities, with_stack, profile_memory, schedule, on_trace_ready, experimental_config, start_profile)

    def __enter__(self) -> Profile:
        if not self._started:
            self.start()
        return self

    def __exit__(self, *err: Any) -> None:
        if self._started:
            self.stop()


#: `Profiler`'s arguments of Ascend devices' profiler.
_ACCEPTED = {
    "profiler_level", "op_time", "profile_communication", "data_process", "parallel_strategy", "hbm_ddr", "pcie", "aicore_metrics",
    "aic_metrics", "l2_cache", "sync_enable", "ascend_job_id", "timeline_limit", "profile_framework", "data_simplification",
    "profile_pipeline", "env_enable", "host_stack", "is_detail", "is_show_op_path", "optypes_not_deal", "subgraph", "mstx",
    "export_type", "record_shapes",
}  # fmt: skip


class Profiler(_Recorder):
    """The profiler's older form (mirrors `mindspore.Profiler`): begins when it is made; `analyse` ends it and makes the tables.

    Args:
        output_path: the folder of the recordings; './data' by default. start_profile: begin at once.
        activities, with_stack, profile_memory, schedule, on_trace_ready, experimental_config: as of `profiler.profile`.
            Other names of MindSpore's are accepted, of Ascend devices' profiler.

    Raises:
        RuntimeError: if another profiler is recording in this process.

    Examples:
        >>> import os, tempfile
        >>> import mindshim as ms
        >>> profiler = ms.Profiler(output_path=tempfile.mkdtemp())
        >>> _ = ms.Tensor([1.0, 2.0]) * 2
        >>> profiler.analyse()
        >>> sorted(os.listdir(profiler.recording / "ASCEND_PROFILER_OUTPUT"))
        ['kernel_details.csv', 'op_statistic.csv', 'step_trace_time.csv', 'trace_view.json']
    """

    def __init__(self, **kwargs: Any) -> None:
        output_path = kwargs.pop("output_path", None)
        if output_path is not None and not isinstance(output_path, str):
            log.warning(f"For Profiler, the 'output_path' must be a str, but got {output_path!r}; './data' is taken.")
            output_path = None
        names = ("activities", "with_stack", "profile_memory", "schedule", "on_trace_ready", "experimental_config")
        known = {name: kwargs.pop(name, None) for name in names}
        start = kwargs.pop("start_profile", True)
        strange = set(kwargs) - _ACCEPTED
        if strange:
            log.warning(f"For Profiler, there are no arguments {sorted(strange)}.")
        super().__init__(output_path or "./data", start_profile=start, **known)

    def analyse(
        self, offline_path: str | None = None, pretty: bool = False, step_list: list[int] | None = None, mode: str = "sync"
    ) -> None:
        """End the recording and make its tables.

        Args:
            offline_path: a folder of recordings, instead of this one. pretty: indent the JSON. step_list: the steps that are kept.
            mode: "sync", or "async", which is the same here.
        """
        if step_list is not None and not isinstance(step_list, list):
            log.error(f"For profiler, the parameter step_list must be a list, but got type {type(step_list)}, step_list reset to None.")
            step_list = None
        if offline_path is not None:
            analyse(offline_path, pretty=bool(pretty), step_list=step_list)
            return
        if self._started:
            self.stop()
        if self.recording is None:
            log.error("Profiler.analyse: nothing was recorded.")
            return
        analyse_recording(self.recording, step_list, bool(pretty))

    @classmethod
    def offline_analyse(
        cls, path: str, pretty: bool = False, step_list: list[int] | None = None, data_simplification: bool = True
    ) -> None:
        """Make the tables of every recording below a folder, as `mindspore.profiler.profiler.analyse`."""
        analyse(path, pretty=pretty, step_list=step_list)

    def op_analyse(self, op_name: str | list[str], device_id: int | None = None) -> str:
        """The times of operators, in JSON: name -> a list with one dict for each device.

        Args:
            op_name: the name of an operator, or a list of them. device_id: accepted; all devices are told of.

        Raises:
            TypeError: for arguments of other types.
        """
        if not isinstance(op_name, (str, list)):
            raise TypeError(f"For 'Profiler.op_analyse()', the parameter op_name must be str or list, but got type {type(op_name)}")
        if device_id is not None and not isinstance(device_id, int):
            raise TypeError(f"For 'Profiler.op_analyse()', the parameter device_id must be int, but got type {type(device_id)}")
        if self._started:
            self.stop()
        rows = [] if self.recording is None else operator_times(self.recording)
        names = [op_name] if isinstance(op_name, str) else op_name
        return json.dumps({name: [row for row in rows if row["op_type"] == name] for name in names})
