"""CPUs (mirrors `mindspore.device_context.cpu`)."""

from mindshim.device_context.cpu import op_tuning as op_tuning
from mindshim.device_context.cpu.device import device_count as device_count
from mindshim.device_context.cpu.device import is_available as is_available
from mindshim.device_context.cpu.op_tuning import threads_num as threads_num

__all__ = ["op_tuning", "device_count", "is_available"]
