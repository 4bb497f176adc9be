"""Settings of GPUs' precision; JAX's own is `jax.config.jax_default_matmul_precision`."""

from __future__ import annotations

from mindshim.device_context._settings import check_type, no_effect


def conv_allow_tf32(value: bool) -> None:
    """Whether convolutions may round to TensorFloat32 (mirrors `mindspore.device_context.gpu.op_precision.conv_allow_tf32`); no effect here, which is logged.

    Raises:
        TypeError: if it is no bool.

    Examples:
        >>> from mindshim.device_context.gpu.op_precision import conv_allow_tf32
        >>> conv_allow_tf32(True)
    """
    check_type("value", value, bool)
    no_effect("gpu.op_precision.conv_allow_tf32")


def matmul_allow_tf32(value: bool) -> None:
    """Whether products of matrices may round to TensorFloat32 (mirrors `mindspore.device_context.gpu.op_precision.matmul_allow_tf32`); no effect here, which is logged.

    Raises:
        TypeError: if it is no bool.

    Examples:
        >>> from mindshim.device_context.gpu.op_precision import matmul_allow_tf32
        >>> matmul_allow_tf32(True)
    """
    check_type("value", value, bool)
    no_effect("gpu.op_precision.matmul_allow_tf32")
