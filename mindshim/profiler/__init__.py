"""Where a run's time goes (mirrors `mindspore.profiler`): JAX's profiler, started, stopped and read as MindSpore's is."""

from mindshim._core import lazy as _lazy
from mindshim.profiler.dynamic_profiler import DynamicProfilerMonitor as DynamicProfilerMonitor
from mindshim.profiler.experimental_config import AicoreMetrics as AicoreMetrics
from mindshim.profiler.experimental_config import ExportType as ExportType
from mindshim.profiler.experimental_config import HostSystem as HostSystem
from mindshim.profiler.experimental_config import ProfilerActivity as ProfilerActivity
from mindshim.profiler.experimental_config import ProfilerLevel as ProfilerLevel
from mindshim.profiler.experimental_config import _ExperimentalConfig as _ExperimentalConfig
from mindshim.profiler.mstx import Mstx as mstx  # noqa: N813
from mindshim.profiler.profiler import Profile as profile  # noqa: N813
from mindshim.profiler.profiler import Profiler as Profiler
from mindshim.profiler.profiler import analyse as analyse
from mindshim.profiler.profiler import tensorboard_trace_handler as tensorboard_trace_handler
from mindshim.profiler.schedule import Schedule as schedule  # noqa: N813

__getattr__ = _lazy.earlier(__name__)

tensor_board_trace_handler = tensorboard_trace_handler

__all__ = [
    "tensorboard_trace_handler", "schedule", "Profiler", "ProfilerLevel", "ProfilerActivity", "AicoreMetrics", "ExportType",
    "HostSystem", "DynamicProfilerMonitor", "mstx", "_ExperimentalConfig", "profile",
]  # fmt: skip
