"""What devices of each kind there are, and their settings (mirrors `mindspore.device_context`)."""

from mindshim.device_context import ascend as ascend
from mindshim.device_context import cpu as cpu
from mindshim.device_context import gpu as gpu

__all__ = ["ascend", "cpu", "gpu"]
