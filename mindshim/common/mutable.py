"""`mutable`: marks arguments whose values a compiled function must not take as constants."""

from __future__ import annotations

from typing import Any

from mindshim._core.tensor import Tensor

__all__ = ["mutable"]


class _Marked:
    """What marked values carry."""

    __ms_mutable__ = True
    __ms_dynamic_len__ = False
    __ms_origin_object__: Any = None


class _Int(_Marked, int):
    """A marked int."""


class _Float(_Marked, float):
    """A marked float."""


class _Bool(_Marked, int):
    """A marked bool: Python's own bool can not be subclassed."""

    def __str__(self) -> str:
        return str(bool(self))

    __repr__ = __str__

    def __and__(self, other: Any) -> Any:
        return bool(self) & other

    def __or__(self, other: Any) -> Any:
        return bool(self) | other

    def __xor__(self, other: Any) -> Any:
        return bool(self) ^ other

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return bool


class _List(_Marked, list):
    """A marked list."""


class _Tuple(_Marked, tuple):
    """A marked tuple."""


class _Dict(_Marked, dict):
    """A marked dict."""


_KINDS: tuple[tuple[type, type], ...] = (
    (bool, _Bool), (int, _Int), (float, _Float), (list, _List), (tuple, _Tuple), (dict, _Dict),
)  # fmt: skip


def mutable(input_data: Any, dynamic_len: bool = False) -> Any:
    """Mark data whose value a compiled function must not take as a constant (mirrors `mindspore.mutable`).

    The result behaves like `input_data`. Here it is kept for programs that use it: compiled functions take
    Tensors as arguments anyway, and are compiled again for other numbers.

    Args:
        input_data: a bool, int, float or Tensor, or a tuple, list or dict of them.
        dynamic_len: whether the length of a tuple or list may change. Default: False.

    Returns:
        A value equal to `input_data` that carries the mark; a Tensor itself.

    Raises:
        TypeError: for data of another type, for a sequence that contains itself, for a `dynamic_len` that is no bool,
            or for `dynamic_len` with data that is neither tuple nor list.

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
        raise TypeError(
            "For 'mutable', the 'input_data' should be one of (bool, int, float, Tensor, tuple, list, dict) or their "
            f"nested structures with no self-reference, but got {type(input_data).__name__}: {input_data}."
        )
    if isinstance(input_data, Tensor):
        input_data.set_const_arg(False)
        input_data.__ms_mutable__ = True  # type: ignore[attr-defined]
        return input_data
    for kind, marked in _KINDS:
        if isinstance(input_data, kind):
            out = marked(input_data)
            out.__ms_dynamic_len__ = dynamic_len
            out.__ms_origin_object__ = input_data
            return out
    raise AssertionError("every accepted type has a marked one")


def _accepted(data: Any, inside: tuple[int, ...]) -> bool:
    if isinstance(data, (list, tuple, dict)):
        if id(data) in inside:
            return False
        items = data.values() if isinstance(data, dict) else data
        return all(_accepted(item, (*inside, id(data))) for item in items)
    return isinstance(data, (bool, int, float, Tensor))
