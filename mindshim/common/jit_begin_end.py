"""`_jit_begin` and `_jit_end`: mark lines of a program that MindSpore's compiler is to make into one graph."""

from __future__ import annotations

from typing import Any


def _jit_begin(fn_name: str, *args: Any) -> None:
    """Begin such lines, under a name and with the Tensors that go in. They run as all others; under `jit` all are one program.

    Raises:
        TypeError: if the name is no str.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.jit_begin_end import _jit_begin, _jit_end
        >>> def twice(x):
        ...     _jit_begin("twice", x)
        ...     return _jit_end(x + x)
        >>> print(twice(ms.Tensor([1.0, 2.0])))
        [2. 4.]
    """
    if not isinstance(fn_name, str):
        raise TypeError(f"For '_jit_begin', the 'fn_name' must be str, but got {type(fn_name).__name__}.")


def _jit_end(*output_args: Any) -> Any:
    """End such lines: what comes out of them, as it is given; of several values a tuple."""
    return output_args[0] if len(output_args) == 1 else output_args
