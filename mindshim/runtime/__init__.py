"""How programs are executed: memory, streams, waiting (mirrors `mindspore.runtime`)."""

from __future__ import annotations

from mindshim.runtime.executor import dispatch_threads_num as dispatch_threads_num
from mindshim.runtime.executor import launch_blocking as launch_blocking
from mindshim.runtime.executor import set_cpu_affinity as set_cpu_affinity
from mindshim.runtime.executor import set_kernel_launch_capture as set_kernel_launch_capture
from mindshim.runtime.executor import set_kernel_launch_group as set_kernel_launch_group
from mindshim.runtime.executor import synchronize as synchronize
from mindshim.runtime.memory import empty_cache as empty_cache
from mindshim.runtime.memory import max_memory_allocated as max_memory_allocated
from mindshim.runtime.memory import max_memory_reserved as max_memory_reserved
from mindshim.runtime.memory import memory_allocated as memory_allocated
from mindshim.runtime.memory import memory_replay as memory_replay
from mindshim.runtime.memory import memory_reserved as memory_reserved
from mindshim.runtime.memory import memory_stats as memory_stats
from mindshim.runtime.memory import memory_summary as memory_summary
from mindshim.runtime.memory import reset_max_memory_allocated as reset_max_memory_allocated
from mindshim.runtime.memory import reset_max_memory_reserved as reset_max_memory_reserved
from mindshim.runtime.memory import reset_peak_memory_stats as reset_peak_memory_stats
from mindshim.runtime.memory import set_memory as set_memory
from mindshim.runtime.stream import Event as Event
from mindshim.runtime.stream import Stream as Stream
from mindshim.runtime.stream import StreamCtx as StreamCtx
from mindshim.runtime.stream import communication_stream as communication_stream
from mindshim.runtime.stream import current_stream as current_stream
from mindshim.runtime.stream import default_stream as default_stream
from mindshim.runtime.stream import set_cur_stream as set_cur_stream
