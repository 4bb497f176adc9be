"""`mutable`: marks arguments whose values a compiled function must not take as constants."""

from __future__ import annotations

from typing import Any

from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.common._marked import alike, is_dynamic, mark

__all__ = ["mutable"]


def mutable(input_data: Any, dynamic_len: bool = False) -> Any:
    """Mark data whose value a compiled function must not take as a constant (mirrors `mindspore.mutable`).

    The result behaves like `input_data`; what a compiled function makes of it by arithmetic, slicing or concatenation is
    marked too. Compiled functions take Tensors as arguments anyway, and are compiled again for other numbers.

    Args:
        input_data: a bool, int, float or Tensor, or a tuple, list or dict of them.
        dynamic_len: whether the length of a tuple or list may change. Default: False.

    Returns:
        A value equal to `input_data` that carries the mark; a Tensor itself.

    Raises:
        TypeError: for data of another type, for a sequence that contains itself, for a `dynamic_len` that is no bool,
            or for `dynamic_len` with data that is neither tuple nor list.
        ValueError: in a compiled function, for `dynamic_len` with elements of several types.
        RuntimeError: in a compiled function, for data of dynamic length without `dynamic_len`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mutable((1, 2))
        (1, 2)
    """
    if not isinstance(dynamic_len, bool):
        raise TypeError(f"For 'mutable', the second input should be bool, but got: {type(dynamic_len).__name__}")
    if dynamic_len and not isinstance(input_data, (list, tuple)):
        raise TypeError(
            "For 'mutable', when the variable_len is True, the first input should be list or tuple, "
            f"but got: {type(input_data).__name__}"
        )
    if not _accepted(input_data, ()):
        within = "" if S.scope is not None else " with no self-reference"
        raise TypeError(
            "For 'mutable', the 'input_data' should be one of (bool, int, float, Tensor, tuple, list, dict) or their "
            f"nested structures{within}, but got {type(input_data).__name__}: {input_data}."
        )
    if isinstance(input_data, Tensor):
        input_data.set_const_arg(False)
        input_data.__ms_mutable__ = True  # type: ignore[attr-defined]
        return input_data
    if S.scope is not None:
        if is_dynamic(input_data) and not dynamic_len:
            raise RuntimeError("For 'mutable', can not convert a dynamic length sequence to constant length.")
        if dynamic_len and not all(alike(v, input_data[0], deep=False) for v in input_data):
            raise ValueError(
                "In graph mode, the element type of dynamic length array must be the same. "
                "The element type do not match, can not convert to dynamic length sequence."
            )
    return mark(input_data, dynamic_len)


def _accepted(data: Any, inside: tuple[int, ...]) -> bool:
    if isinstance(data, (list, tuple, dict)):
        if id(data) in inside:
            return False
        items = data.values() if isinstance(data, dict) else data
        return all(_accepted(item, (*inside, id(data))) for item in items)
    return isinstance(data, (bool, int, float, Tensor))
