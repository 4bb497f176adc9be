"""A length that is not known yet."""

from __future__ import annotations

from typing import Any


class Symbol:
    """What is known about a length of a dynamic shape (mirrors `mindspore.Symbol`).

    It can stand in the shape of a Tensor that is given to `Cell.set_inputs` or `enable_dynamic`, whose calls are checked: a length
    is one of those that it describes, and positive.

    Args:
        max: the greatest length; 0: not known. min: the least. divisor, remainder: it is `divisor * n + remainder`.
        unique: this Symbol stands for the same length wherever it is.

    Raises:
        TypeError: for arguments of other types. ValueError: for a `min` or `divisor` that is not positive, or a `remainder` outside of it.

    Examples:
        >>> import mindshim as ms
        >>> batch = ms.Symbol(max=16, unique=True)
        >>> ms.Tensor(shape=[batch, 3], dtype=ms.float32).shape
        (-1, 3)
    """

    def __init__(
        self, max: int = 0, min: int = 1, divisor: int = 1, remainder: int = 0, unique: bool = False, **kwargs: Any
    ) -> None:
        for name, value, kind in (
            ("max", max, int), ("min", min, int), ("divisor", divisor, int), ("remainder", remainder, int), ("unique", unique, bool),
        ):  # fmt: skip
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise TypeError(f"For 'Symbol', the argument '{name}' must be {kind.__name__}, but got {type(value)}")
        if min <= 0:
            raise ValueError(f"For 'Symbol', the 'min' value should be positive, but got {min}")
        if divisor <= 0:
            raise ValueError(f"For 'Symbol', the 'divisor' value should be positive, but got {divisor}")
        if not 0 <= remainder < divisor:
            raise ValueError(f"For 'Symbol', the 'remainder' value should be in the range '[0, {divisor})', but got {remainder}")
        self.max, self.min, self.divisor, self.remainder, self.unique = max, min, divisor, remainder, unique
        self.id = id(self)

    def __index__(self) -> int:
        return -1

    def to_dict(self) -> dict[str, Any]:
        """What is known, without what is a default.

        Examples:
            >>> import mindshim as ms
            >>> ms.Symbol(max=8, divisor=2).to_dict()
            {'max': 8, 'divisor': 2}
        """
        out: dict[str, Any] = {}
        if self.max > self.min:
            out["max"] = self.max
        if self.min > self.divisor + self.remainder:
            out["min"] = self.min
        if self.divisor != 1:
            out["divisor"] = self.divisor
        if self.remainder != 0:
            out["remainder"] = self.remainder
        if self.unique:
            out["id"] = self.id
        return out

    def __str__(self) -> str:
        return str(self.to_dict())
