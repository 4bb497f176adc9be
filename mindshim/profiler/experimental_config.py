"""How closely the profiler looks."""

from __future__ import annotations

from enum import Enum
from typing import Any

from mindshim import log


class ProfilerLevel(Enum):
    """How much an Ascend device's profiler collects; JAX's collects the same at every level."""

    LevelNone = "LevelNone"
    Level0 = "Level0"
    Level1 = "Level1"
    Level2 = "Level2"


class ProfilerActivity(Enum):
    """What is profiled: the accelerator, under either name, or the host."""

    NPU = "NPU"
    GPU = "GPU"
    CPU = "CPU"


class AicoreMetrics(Enum):
    """Counters of an Ascend device's cores."""

    PipeUtilization = "PipeUtilization"
    ArithmeticUtilization = "ArithmeticUtilization"
    Memory = "Memory"
    MemoryL0 = "MemoryL0"
    MemoryUB = "MemoryUB"
    ResourceConflictRatio = "ResourceConflictRatio"
    L2Cache = "L2Cache"
    MemoryAccess = "MemoryAccess"
    AiCoreNone = "None"


class ExportType(Enum):
    """Kinds of results."""

    Db = "db"
    Text = "text"


class HostSystem(Enum):
    """What an Ascend device's profiler can watch of its host."""

    CPU = "cpu"
    MEM = "mem"
    DISK = "disk"
    NETWORK = "network"
    OSRT = "osrt"


class _ExperimentalConfig:
    """Settings of `profile` (mirrors `mindspore.profiler._ExperimentalConfig`).

    `mstx` records the marks and ranges of `mindspore.profiler.mstx`, of the domains that `mstx_domain_include` names or
    `mstx_domain_exclude` does not. The others speak of Ascend devices' counters and files; one that asks for something is logged.

    Examples:
        >>> import mindshim as ms
        >>> config = ms.profiler._ExperimentalConfig(mstx=True, mstx_domain_include=["train"])
        >>> config.records("train"), config.records("default")
        (True, False)
    """

    def __init__(
        self, profiler_level: ProfilerLevel = ProfilerLevel.Level0, aic_metrics: AicoreMetrics = AicoreMetrics.AiCoreNone,
        l2_cache: bool = False, mstx: bool = False, data_simplification: bool = True, export_type: Any = None,
        mstx_domain_include: list[str] | None = None, mstx_domain_exclude: list[str] | None = None, sys_io: bool = False,
        sys_interconnection: bool = False, host_sys: Any = None,
    ) -> None:  # fmt: skip
        self._profiler_level, self._aic_metrics, self._l2_cache, self._mstx = profiler_level, aic_metrics, l2_cache, mstx
        self._data_simplification, self._export_type = data_simplification, export_type
        self._mstx_domain_include, self._mstx_domain_exclude = mstx_domain_include, mstx_domain_exclude
        self._sys_io, self._sys_interconnection, self._host_sys = sys_io, sys_interconnection, host_sys
        asked = {"aic_metrics": aic_metrics is not AicoreMetrics.AiCoreNone, "l2_cache": l2_cache, "sys_io": sys_io,
                 "sys_interconnection": sys_interconnection, "host_sys": host_sys}  # fmt: skip
        for name in (name for name, value in asked.items() if value):
            log.warning(f"For profiler, '{name}' reads counters of Ascend devices, which JAX's profiler has not; it has no effect.")

    def records(self, domain: str) -> bool:
        """Whether marks of a domain are recorded."""
        if self._mstx_domain_include:
            return self._mstx and domain in self._mstx_domain_include
        return self._mstx and domain not in (self._mstx_domain_exclude or ())
