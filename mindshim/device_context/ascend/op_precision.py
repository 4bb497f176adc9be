"""Settings of Ascend devices' precision. Here an operator computes in the types of its operands; `mindshim.amp` lowers them."""

from __future__ import annotations

from mindshim.device_context._settings import check_choice, check_type, no_effect

_MODES = ["force_fp16", "allow_fp32_to_fp16", "allow_mix_precision", "must_keep_origin_dtype", "force_fp32", "allow_fp32_to_bf16",
          "allow_mix_precision_fp16", "allow_mix_precision_bf16"]  # fmt: skip


def precision_mode(mode: str) -> None:
    """Which types operators compute in (mirrors `mindspore.device_context.ascend.op_precision.precision_mode`); no effect here, which is logged.

    Raises:
        ValueError: for a mode that MindSpore has not.

    Examples:
        >>> from mindshim.device_context.ascend.op_precision import precision_mode
        >>> precision_mode("must_keep_origin_dtype")
    """
    check_choice("ascend.op_precision.precision_mode", mode, _MODES)
    no_effect("ascend.op_precision.precision_mode")


def op_precision_mode(path: str) -> None:
    """A file of single operators' modes (mirrors `mindspore.device_context.ascend.op_precision.op_precision_mode`); no effect here, which is logged.

    Raises:
        TypeError: if it is no str.

    Examples:
        >>> from mindshim.device_context.ascend.op_precision import op_precision_mode
        >>> op_precision_mode("modes.ini")
    """
    check_type("path", path, str)
    no_effect("ascend.op_precision.op_precision_mode")


def matmul_allow_hf32(value: bool) -> None:
    """Whether products of matrices may round to HFloat32 (mirrors `mindspore.device_context.ascend.op_precision.matmul_allow_hf32`); no effect here, which is logged.

    Raises:
        ValueError: if it is no bool.

    Examples:
        >>> from mindshim.device_context.ascend.op_precision import matmul_allow_hf32
        >>> matmul_allow_hf32(True)
    """
    if not isinstance(value, bool):
        raise ValueError(f"For 'matmul_allow_hf32', the type of input value must be one of [True, False], but got {value}.")
    no_effect("ascend.op_precision.matmul_allow_hf32")


def conv_allow_hf32(value: bool) -> None:
    """Whether convolutions may round to HFloat32 (mirrors `mindspore.device_context.ascend.op_precision.conv_allow_hf32`); no effect here, which is logged.

    Raises:
        ValueError: if it is no bool.

    Examples:
        >>> from mindshim.device_context.ascend.op_precision import conv_allow_hf32
        >>> conv_allow_hf32(True)
    """
    if not isinstance(value, bool):
        raise ValueError(f"For 'conv_allow_hf32', the type of input value must be one of [True, False], but got {value}.")
    no_effect("ascend.op_precision.conv_allow_hf32")
