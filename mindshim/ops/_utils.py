"""What operators written in Python ask about shapes (mirrors part of `mindspore.ops._utils`)."""

from __future__ import annotations

from typing import Any


def get_broadcast_shape(x_shape: Any, y_shape: Any, prim_name: str, arg_name1: str = "x", arg_name2: str = "y") -> Any:
    """The shape that two shapes broadcast to: the first itself if they are equal, else a list; -1 is a size not known yet.

    Raises:
        ValueError: if they do not broadcast.

    Examples:
        >>> from mindshim.ops._utils import get_broadcast_shape
        >>> get_broadcast_shape((2, 1), (3,), "Add")
        [2, 3]
    """
    if x_shape == y_shape:
        return x_shape
    rank = max(len(x_shape), len(y_shape))
    wide = [(1,) * (rank - len(s)) + tuple(s) for s in (x_shape, y_shape)]
    out = []
    for i, (a, b) in enumerate(zip(*wide, strict=True)):
        if a != b and not {a, b} & {1, -1}:
            at = i - rank
            raise ValueError(
                f"For '{prim_name}', {arg_name1}.shape and {arg_name2}.shape need to broadcast. The value of {arg_name1}.shape[{at}] or "
                f"{arg_name2}.shape[{at}] must be 1 or -1 when they are not the same, but got {arg_name1}.shape = {x_shape} and "
                f"{arg_name2}.shape = {y_shape}."
            )
        # A size that is not known must be the other's, unless that is 1.
        out.append(a if b == 1 or (b == -1 and a != 1) else b)
    return out
