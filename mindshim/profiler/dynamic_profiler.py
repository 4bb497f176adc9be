"""Profiling a run that is under way, by a file that is changed."""

from __future__ import annotations

import json
import os
from typing import Any

from mindshim import log
from mindshim.profiler.experimental_config import ProfilerActivity, _ExperimentalConfig
from mindshim.profiler.profiler import Profile, tensorboard_trace_handler
from mindshim.train.callback._callback import Callback, RunContext

_DEFAULTS: dict[str, Any] = {
    "start_step": -1, "stop_step": -1, "aic_metrics": "AiCoreNone", "profiler_level": "Level0", "analyse_mode": -1,
    "activities": ["CPU", "NPU"], "export_type": ["text"], "profile_memory": False, "mstx": False, "parallel_strategy": False,
    "with_stack": False, "data_simplification": True, "l2_cache": False, "analyse": False, "record_shapes": False,
    "prof_path": "./", "mstx_domain_include": [], "mstx_domain_exclude": [], "host_sys": [], "sys_io": False,
    "sys_interconnection": False,
}  # fmt: skip


class DynamicProfilerMonitor(Callback):
    """Profiles the steps that a file names, which may be changed while the run goes on (mirrors
    `mindspore.profiler.DynamicProfilerMonitor`).

    The file is `profiler_config.json` in `cfg_path`; it is made if it is missing. 'start_step' and 'stop_step' name the steps
    that are recorded; with 'analyse' their tables are made. It is a callback of `Model`, or `step` is called after each step.

    Args:
        cfg_path: the folder of the file. output_path: the folder of the recordings. poll_interval: accepted; the file is
            looked at before every step.

    Raises:
        TypeError: if `cfg_path` is no str.

    Examples:
        >>> import tempfile
        >>> import mindshim as ms
        >>> monitor = ms.profiler.DynamicProfilerMonitor(cfg_path=tempfile.mkdtemp())  # doctest: +ELLIPSIS
        [Dynamic Profiler] Init config json file: ...profiler_config.json
        >>> monitor.step()
    """

    def __init__(
        self, cfg_path: str | None = None, output_path: str = "./dyn_profile_data", poll_interval: int = 2, **kwargs: Any
    ) -> None:
        if not isinstance(cfg_path, str):
            raise TypeError(f"For 'DynamicProfilerMonitor', the 'cfg_path' must be a string, but got {type(cfg_path).__name__}.")
        if not isinstance(poll_interval, int):
            log.error("Poll interval must be an integer, reset to 2.")
        self._output_path = output_path
        self._file = os.path.join(cfg_path, "profiler_config.json")
        self._seen: Any = None
        self._config: dict[str, Any] = {}
        self._profile: Profile | None = None
        self._step_number = 0
        if not os.path.exists(self._file):
            os.makedirs(cfg_path, exist_ok=True)
            with open(self._file, "w", encoding="utf-8") as file:
                json.dump(_DEFAULTS, file, indent=4)
            print(f"[Dynamic Profiler] Init config json file: {self._file}")

    def step_begin(self, run_context: RunContext) -> None:
        """Begin to record, if the next step is the first that the file names."""
        self._begin(run_context.original_args().cur_step_num)

    def step_end(self, run_context: RunContext) -> None:
        """End the recording, if this step is the last that the file names."""
        self._end(run_context.original_args().cur_step_num)

    def end(self, run_context: RunContext) -> None:
        """End the recording with the run."""
        self._finish()

    def step(self) -> None:
        """A step ends, in a loop of one's own.

        Examples:
            >>> import mindshim as ms
            >>> import tempfile
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     monitor = ms.profiler.DynamicProfilerMonitor(cfg_path=folder)
            ...     monitor.step()
            [Dynamic Profiler] Init config json file: ...
        """
        self._end(self._step_number)
        self._step_number += 1
        self._begin(self._step_number)

    def _begin(self, step: int) -> None:
        self._read()
        if self._profile is None and self._config.get("start_step") == step <= self._config.get("stop_step", -1):
            config = {**_DEFAULTS, **self._config}
            marks = _ExperimentalConfig(
                mstx=config["mstx"], mstx_domain_include=config["mstx_domain_include"], mstx_domain_exclude=config["mstx_domain_exclude"]
            )
            self._profile = Profile(
                [ProfilerActivity(name) for name in config["activities"]], config["with_stack"], config["profile_memory"],
                on_trace_ready=tensorboard_trace_handler(self._output_path, analyse_flag=bool(config["analyse"])),
                experimental_config=marks,
            )  # fmt: skip
        elif self._profile is not None:
            self._profile.step()

    def _end(self, step: int) -> None:
        if self._profile is not None and step >= self._config.get("stop_step", -1):
            self._finish()

    def _finish(self) -> None:
        profile, self._profile = self._profile, None
        if profile is not None:
            profile.stop()

    def _read(self) -> None:
        """The file's settings, if it was changed; a recording that is under way goes by those it began with."""
        if self._profile is not None:
            return
        try:
            changed = os.stat(self._file).st_mtime_ns
            if changed != self._seen:
                self._seen = changed
                with open(self._file, encoding="utf-8") as file:
                    self._config = json.load(file)
        except (OSError, ValueError) as error:
            log.error(f"DynamicProfilerMonitor: {self._file} can't be read: {error}.")
