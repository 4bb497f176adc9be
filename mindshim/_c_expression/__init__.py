"""The names of MindSpore's C++ extension module that programs import."""

from __future__ import annotations

from mindshim._c_expression import typing as typing
from mindshim._core.tensor import Tensor as Tensor
from mindshim._core.tensor import Tensor as TensorPy


class security:  # noqa: N801 - MindSpore's name
    """Build options about data leaving the process."""

    @staticmethod
    def enable_security() -> bool:
        """Whether the build forbids dumping data: never."""
        return False


__all__ = ["Tensor", "TensorPy", "security", "typing"]
