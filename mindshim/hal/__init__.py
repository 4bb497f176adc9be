"""Devices, memory and streams under their older names (mirrors `mindspore.hal`)."""

from __future__ import annotations

from mindshim.hal.device import device_count as device_count
from mindshim.hal.device import get_arch_list as get_arch_list
from mindshim.hal.device import get_device_capability as get_device_capability
from mindshim.hal.device import get_device_name as get_device_name
from mindshim.hal.device import get_device_properties as get_device_properties
from mindshim.hal.device import is_available as is_available
from mindshim.hal.device import is_initialized as is_initialized
from mindshim.hal.memory import max_memory_allocated as max_memory_allocated
from mindshim.hal.memory import max_memory_reserved as max_memory_reserved
from mindshim.hal.memory import memory_allocated as memory_allocated
from mindshim.hal.memory import memory_reserved as memory_reserved
from mindshim.hal.memory import memory_stats as memory_stats
from mindshim.hal.memory import memory_summary as memory_summary
from mindshim.hal.memory import reset_max_memory_allocated as reset_max_memory_allocated
from mindshim.hal.memory import reset_max_memory_reserved as reset_max_memory_reserved
from mindshim.hal.memory import reset_peak_memory_stats as reset_peak_memory_stats
from mindshim.runtime.executor import synchronize as synchronize
from mindshim.runtime.memory import empty_cache as empty_cache
from mindshim.runtime.stream import Event as Event
from mindshim.runtime.stream import Stream as Stream
from mindshim.runtime.stream import StreamCtx as StreamCtx
from mindshim.runtime.stream import communication_stream as communication_stream
from mindshim.runtime.stream import current_stream as current_stream
from mindshim.runtime.stream import default_stream as default_stream
from mindshim.runtime.stream import set_cur_stream as set_cur_stream
