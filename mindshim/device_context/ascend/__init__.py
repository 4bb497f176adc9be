"""Ascend devices, which stand for TPUs here (mirrors `mindspore.device_context.ascend`)."""

from mindshim.device_context.ascend import op_debug as op_debug
from mindshim.device_context.ascend import op_precision as op_precision
from mindshim.device_context.ascend import op_tuning as op_tuning
from mindshim.device_context.ascend.device import device_count as device_count
from mindshim.device_context.ascend.device import is_available as is_available
from mindshim.device_context.ascend.op_debug import aclinit_config as aclinit_config
from mindshim.device_context.ascend.op_debug import debug_option as debug_option
from mindshim.device_context.ascend.op_debug import execute_timeout as execute_timeout
from mindshim.device_context.ascend.op_precision import conv_allow_hf32 as conv_allow_hf32
from mindshim.device_context.ascend.op_precision import matmul_allow_hf32 as matmul_allow_hf32
from mindshim.device_context.ascend.op_precision import op_precision_mode as op_precision_mode
from mindshim.device_context.ascend.op_precision import precision_mode as precision_mode
from mindshim.device_context.ascend.op_tuning import aclnn_cache as aclnn_cache
from mindshim.device_context.ascend.op_tuning import aoe_job_type as aoe_job_type
from mindshim.device_context.ascend.op_tuning import aoe_tune_mode as aoe_tune_mode
from mindshim.device_context.ascend.op_tuning import op_compile as op_compile

__all__ = ["op_debug", "op_precision", "op_tuning", "device_count", "is_available"]
