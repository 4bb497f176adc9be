"""The names of MindSpore's C++ extension module that programs import."""

from __future__ import annotations

from typing import Any

from mindshim._c_expression import typing as typing
from mindshim._core.tensor import Tensor as Tensor
from mindshim._core.tensor import Tensor as TensorPy


class security:  # noqa: N801 - MindSpore's name
    """Build options about data leaving the process."""

    @staticmethod
    def enable_security() -> bool:
        """Whether the build forbids dumping data: never."""
        return False


class MSContext:
    """What programs ask MindSpore's context object about the device."""

    @staticmethod
    def get_instance() -> MSContext:
        """The one object."""
        return _CONTEXT

    def get_ascend_soc_version(self) -> str:
        """The model of an Ascend device: there is none."""
        return ""


_CONTEXT = MSContext()


def disable_multi_thread() -> None:
    """Accepted: how operators are launched is JAX's affair."""


def _framework_profiler_step_start() -> None:
    """Accepted: `mindshim.profiler` measures."""


def _framework_profiler_step_end() -> None:
    """Accepted: `mindshim.profiler` measures."""


_OF_COMPILED_CODE = ("get_code_extra", "jit_mode_pi_enable", "jit_mode_pi_disable", "update_pijit_default_config")


def __getattr__(name: str) -> Any:
    if name in _OF_COMPILED_CODE:
        from mindshim._core import compiled_code

        return getattr(compiled_code, name)
    if name == "FuncGraph":
        from mindshim._core.exported import FuncGraph

        return FuncGraph
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


__all__ = ["Tensor", "TensorPy", "security", "typing"]
