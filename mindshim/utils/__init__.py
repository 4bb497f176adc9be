"""Help around a run: arrays of other libraries, checks of devices and of the order of communication (mirrors `mindspore.utils`)."""

from mindshim.utils import dryrun as dryrun
from mindshim.utils.dlpack import from_dlpack as from_dlpack
from mindshim.utils.dlpack import to_dlpack as to_dlpack
from mindshim.utils.runtime_execution_order_check import comm_exec_order_check as comm_exec_order_check
from mindshim.utils.runtime_execution_order_check import runtime_execution_order_check as runtime_execution_order_check
from mindshim.utils.sdc_detect import get_sdc_detect_result as get_sdc_detect_result
from mindshim.utils.sdc_detect import sdc_detect_start as sdc_detect_start
from mindshim.utils.sdc_detect import sdc_detect_stop as sdc_detect_stop
from mindshim.utils.stress_detect import stress_detect as stress_detect

__all__ = [
    "stress_detect", "sdc_detect_start", "sdc_detect_stop", "get_sdc_detect_result", "dryrun", "from_dlpack", "to_dlpack",
    "runtime_execution_order_check", "comm_exec_order_check",
]  # fmt: skip
