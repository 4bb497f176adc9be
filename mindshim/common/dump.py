"""`set_dump`: mark what a debugger should write out."""

from __future__ import annotations

import warnings
from typing import Any


def set_dump(target: Any, enabled: bool = True) -> None:
    """Mark a Cell or Primitive to be dumped (mirrors `mindspore.set_dump`).

    Recorded only: dumping is a facility of Ascend devices, and a warning says so.

    Args:
        target: a Cell (with its sub-cells) or a Primitive.
        enabled: set or take away the mark.

    Raises:
        ValueError: if `target` is neither a Cell nor a Primitive, or `enabled` not a bool.

    Examples:
        >>> import warnings
        >>> import mindshim as ms
        >>> net = ms.nn.ReLU()
        >>> with warnings.catch_warnings():
        ...     warnings.simplefilter("ignore")
        ...     ms.set_dump(net)
        >>> net.get_flags()
        {'dump': True}
    """
    from mindshim.context import get_context
    from mindshim.nn.cell import Cell
    from mindshim.ops.primitive import Primitive

    if not isinstance(target, (Cell, Primitive)):
        raise ValueError(f'The "target" parameter must be an instance of Cell or Primitive, but got an instance of {type(target)}.')
    if not isinstance(enabled, bool):
        raise ValueError('The "enabled" parameter must be bool.')
    warnings.warn(
        f"Current device_target is {get_context('device_target')}, which is not supported by set_dump: nothing is dumped.",
        stacklevel=2,
    )
    if isinstance(target, Cell):
        _mark(target, enabled)
    else:
        target.add_prim_attr("dump", "true" if enabled else "false")


def _mark(cell: Any, enabled: bool) -> None:
    from mindshim.ops.primitive import Primitive

    cell.add_flags(dump=enabled)
    for value in vars(cell).values():
        if isinstance(value, Primitive):
            value.add_prim_attr("dump", "true" if enabled else "false")
    for child in cell.cells():
        _mark(child, enabled)
