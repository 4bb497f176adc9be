"""`PIJitCaptureContext`: the older spelling of `jit(capture_mode="bytecode")`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim.common.api import jit


class PIJitCaptureContext:
    """Compiles the functions that it is called with, as `jit` does.

    Args:
        fullgraph: raise instead of falling back to PyNative.
        jit_config: ignored, XLA is the backend.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common._pijit_context import PIJitCaptureContext
        >>> double = PIJitCaptureContext()(lambda x: x + x)
        >>> double(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  4.00000000e+00])
    """

    def __init__(self, fullgraph: bool = False, jit_config: Any = None) -> None:
        self.fullgraph = fullgraph
        self.jit_config = jit_config

    def __call__(self, fn: Callable[..., Any]) -> Any:
        """`fn`, compiled."""
        return jit(fn, capture_mode="bytecode", fullgraph=self.fullgraph)

    def __enter__(self) -> PIJitCaptureContext:
        return self

    def __exit__(self, *error: Any) -> None:
        pass
