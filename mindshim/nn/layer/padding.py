"""Padding layers: borders of a constant, of mirrored and of repeated elements (mirrors `mindspore.nn.layer.padding`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class _ConstantPad(Cell):
    """A border of one number around the last `_n` axes."""

    _n = 1

    def __init__(self, padding: Any, value: Any) -> None:
        super().__init__()
        op = self.cls_name
        if isinstance(value, (int, float)):
            self.value = value
        else:
            raise TypeError(f"For '{op}', the type of parameter 'value' must be in [int, float], but got {type(value)}")
        if not isinstance(padding, (int, tuple)):
            raise TypeError(f"For '{op}', the type of parameter 'padding' must be in [int, tuple], but got {type(padding)}")
        if isinstance(padding, tuple):
            if len(padding) % 2:
                raise ValueError(f"For '{op}', the length of parameter 'padding' with tuple type must be a multiple of 2, but got {len(padding)}")
            if len(padding) > 2 * self._n:
                raise ValueError(f"For '{op}', the length of parameter 'padding' with tuple type must equal to {2 * self._n}, but got {len(padding)}")
        self.padding = (padding,) * (2 * self._n) if isinstance(padding, int) else padding

    def construct(self, x: Tensor) -> Tensor:
        if not isinstance(x, Tensor):
            raise TypeError(f"For '{self.cls_name}', the type of parameter 'x' must be Tensor, but got {type(x)}")
        return ops.pad(x, self.padding, value=self.value)


class _BorderPad(Cell):
    """A border of the Tensor's own elements around the last `_n` axes."""

    _n = 1
    _least: int | None = None

    def __init__(self, padding: Any) -> None:
        super().__init__()
        op = self.cls_name
        if isinstance(padding, int):
            padding = (padding,) * (2 * self._n)
        if not isinstance(padding, tuple):
            raise TypeError(f"For '{op}' the input 'padding' must be an integer or tuple, but got {type(padding).__name__}")
        if len(padding) % 2:
            raise ValueError(f"For '{op}' the length of input 'padding' must be divisible by 2, but got padding of length {len(padding)}.")
        if not all(isinstance(amount, int) for amount in padding):
            raise TypeError(f"For '{op}' every element in 'padding' must be integer, but got {padding}.")
        if self._least is not None and any(amount < self._least for amount in padding):
            raise ValueError(f"For '{op}' every element in 'padding' must be >= {self._least}, but got {padding}.")
        self.padding = padding


class _ReflectionPad(_BorderPad):
    """A border that mirrors the Tensor, its edge not repeated."""

    _least = 0

    def __init__(self, padding: Any) -> None:
        super().__init__(padding)
        self.mirror = ops.MirrorPad("REFLECT")

    def construct(self, x: Tensor) -> Tensor:
        given = tuple((self.padding[i], self.padding[i + 1]) for i in range(0, len(self.padding), 2))
        return self.mirror(x, ((0, 0),) * (x.ndim - len(given)) + given[::-1])


class _ReplicationPad(_BorderPad):
    """A border that repeats the Tensor's edge."""

    def __init__(self, padding: Any) -> None:
        super().__init__(padding)
        if len(self.padding) > 2 * self._n:
            raise ValueError(f"For '{self.cls_name}' the length of input 'padding' must be at most {2 * self._n}, but got {padding}.")

    def construct(self, x: Tensor) -> Tensor:
        return ops.pad(x, self.padding, mode="replicate")


_SHOWN = {
    1: ("(1, 1)", "[[[1.0, 2.0, 3.0]]]", "(1, 1, 5)"),
    2: ("(1, 1, 0, 2)", "[[[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]]", "(1, 1, 5, 4)"),
    3: ("(1, 1, 0, 1, 1, 0)", "[[[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]]]", "(1, 1, 3, 3, 4)"),
}
_AXES = {1: "last axis", 2: "last two axes", 3: "last three axes"}
_KINDS = {
    "ConstantPad": ("one number", "Negative amounts crop.", ", 0.5"),
    "ReflectionPad": ("mirrored elements, the edge not repeated,", "Amounts must be smaller than the axis, and not negative.", ""),
    "ReplicationPad": ("repeated edge elements", "The input has one or two more axes than are padded; negative amounts crop.", ""),
}


def _make(base: type, kind: str, n: int) -> Any:
    name, (what, rule, more) = f"{kind}{n}d", _KINDS[kind]
    padding, x, shape = _SHOWN[n]
    value = "\n        value: the number, an int or float." if more else ""
    doc = f"""A border of {what} around the {_AXES[n]} (mirrors `mindspore.nn.{name}`).

    Args:
        padding: an int, or a tuple of amounts before and after, the last axis first. {rule}{value}

    Raises:
        TypeError: for arguments of other types. ValueError: for an odd number of amounts, or amounts that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.{name}({padding}{more})(ms.Tensor({x})).shape
        {shape}
    """
    return type(name, (base,), {"_n": n, "__doc__": doc, "__module__": __name__, "__init__": base.__init__})


ConstantPad1d = _make(_ConstantPad, "ConstantPad", 1)
ConstantPad2d = _make(_ConstantPad, "ConstantPad", 2)
ConstantPad3d = _make(_ConstantPad, "ConstantPad", 3)
ReflectionPad1d = _make(_ReflectionPad, "ReflectionPad", 1)
ReflectionPad2d = _make(_ReflectionPad, "ReflectionPad", 2)
ReflectionPad3d = _make(_ReflectionPad, "ReflectionPad", 3)
ReplicationPad1d = _make(_ReplicationPad, "ReplicationPad", 1)
ReplicationPad2d = _make(_ReplicationPad, "ReplicationPad", 2)
ReplicationPad3d = _make(_ReplicationPad, "ReplicationPad", 3)


class ZeroPad2d(_ConstantPad):
    """A border of zeros around the last two axes (mirrors `mindspore.nn.ZeroPad2d`).

    Args:
        padding: an int, or a tuple of amounts before and after, the last axis first; negative amounts crop.

    Raises:
        TypeError: for arguments of other types. ValueError: for an odd number of amounts, or more than four.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ZeroPad2d((1, 0, 0, 1))(ms.Tensor([[1.0, 2.0]])))
        [[0. 1. 2.]
         [0. 0. 0.]]
    """

    _n = 2

    def __init__(self, padding: Any) -> None:
        super().__init__(padding, 0)
