"""Which algorithms GPUs' convolutions use."""

from __future__ import annotations

from mindshim.device_context._settings import check_choice, no_effect

_FORWARD = ["normal", "performance", "implicit_gemm", "precomp_gemm", "gemm", "direct", "fft", "fft_tiling", "winograd", "winograd_nonfused"]
_INPUTS = ["normal", "performance", "algo_0", "algo_1", "fft", "fft_tiling", "winograd", "winograd_nonfused"]
_WEIGHTS = ["normal", "performance", "algo_0", "algo_1", "fft", "algo_3", "fft_tiling", "winograd_nonfused"]


def conv_fprop_algo(mode: str) -> None:
    """The algorithm of convolutions (mirrors `mindspore.device_context.gpu.op_tuning.conv_fprop_algo`); no effect here, which is logged.

    Raises:
        ValueError: for an algorithm that MindSpore has not.

    Examples:
        >>> from mindshim.device_context.gpu.op_tuning import conv_fprop_algo
        >>> conv_fprop_algo("performance")
    """
    check_choice("gpu.op_tuning.conv_fprop_algo", mode, _FORWARD)
    no_effect("gpu.op_tuning.conv_fprop_algo")


def conv_dgrad_algo(mode: str) -> None:
    """The algorithm of their inputs' gradients (mirrors `mindspore.device_context.gpu.op_tuning.conv_dgrad_algo`); no effect here, which is logged.

    Raises:
        ValueError: for an algorithm that MindSpore has not.

    Examples:
        >>> from mindshim.device_context.gpu.op_tuning import conv_dgrad_algo
        >>> conv_dgrad_algo("performance")
    """
    check_choice("gpu.op_tuning.conv_dgrad_algo", mode, _INPUTS)
    no_effect("gpu.op_tuning.conv_dgrad_algo")


def conv_wgrad_algo(mode: str) -> None:
    """The algorithm of their weights' gradients (mirrors `mindspore.device_context.gpu.op_tuning.conv_wgrad_algo`); no effect here, which is logged.

    Raises:
        ValueError: for an algorithm that MindSpore has not.

    Examples:
        >>> from mindshim.device_context.gpu.op_tuning import conv_wgrad_algo
        >>> conv_wgrad_algo("performance")
    """
    check_choice("gpu.op_tuning.conv_wgrad_algo", mode, _WEIGHTS)
    no_effect("gpu.op_tuning.conv_wgrad_algo")
