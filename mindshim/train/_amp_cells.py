"""Cells that give another precision than they compute in, and networks with such Cells in place of their own."""

from __future__ import annotations

import copy
import functools
from typing import Any

from mindshim._core import precision
from mindshim.common import dtype as mstype
from mindshim.nn._cell.members import Members
from mindshim.nn.cell import Cell
from mindshim.nn.layer.container import CellDict, CellList, SequentialCell
from mindshim.ops.primitive import Primitive


class _OutputTo16(Cell):
    """A Cell whose output is cast to a low precision."""

    def __init__(self, backbone: Cell, dtype: Any = mstype.float16) -> None:
        super().__init__(auto_prefix=False)
        self._backbone = backbone
        self.dtype = dtype
        take_after(self, backbone)

    def construct(self, *args: Any, **kwargs: Any) -> Any:
        return self._backbone(*args, **kwargs).astype(self.dtype)


class _OutputTo32(Cell):
    """A Cell whose floating outputs are cast to float32."""

    def __init__(self, backbone: Cell) -> None:
        super().__init__(auto_prefix=False)
        self._backbone = backbone
        take_after(self, backbone)

    def construct(self, *args: Any, **kwargs: Any) -> Any:
        return precision.cast(self._backbone(*args, **kwargs), mstype.float32)


def take_after(cell: Cell, backbone: Cell) -> None:
    """Let the Cell around `backbone` have its compile settings and its level of mixed precision."""
    for name in ("_jit_config", "_amp_level"):
        if name in backbone.__dict__:
            cell.__dict__[name] = backbone.__dict__[name]


def keep_in_float32(network: Cell, kept: tuple[type, ...], dtype: Any) -> None:
    """Let the Cells of the types `kept` below `network` compute in float32 and give `dtype`."""
    changed = False
    for name, child in network.name_cells().items():
        if child is network:
            continue
        if isinstance(child, kept):
            network._cells[name] = _OutputTo16(child.to_float(mstype.float32), dtype)
            changed = True
        else:
            keep_in_float32(child, kept, dtype)
    if changed and isinstance(network, SequentialCell):
        network.cell_list = list(network.cells())


# -- level O1: some Cells and operators in low precision, each giving float32 -------------------------------------------


def with_islands(network: Cell, dtype: Any, listed: Any) -> Cell:
    """A copy of `network`, on the same Parameters, in which the Cells and operators `listed` compute in `dtype`.

    As in MindSpore, the Cells below are changed where they are: they are below the copy and below `network`.
    """
    new = copy.copy(network)
    have = new.__dict__
    for kind in ("_params", "_cells"):
        # The original's Members write into the original.
        have[kind] = Members(new, list(network.__dict__[kind].items()))
    cells = tuple(c for c in listed if issubclass(c, Cell))
    operators = {name for c in listed if issubclass(c, Primitive) for name in _kernel_names(c)}
    _Islands(dtype, cells, operators).enter(new)
    return new


#: Operators that are one kernel here.
_KERNEL = {"Conv3D": "Conv2D", "Conv3DTranspose": "Conv2DTranspose", "Conv2DBackpropInput": "Conv2DTranspose"}


def _kernel_names(operator: type) -> set[str]:
    kernel = getattr(operator, "_kernel", None)
    name = operator.__name__
    return {_KERNEL.get(name, name)} if kernel is None else {kernel.name}


class _Islands:
    """One rewriting of a network."""

    def __init__(self, dtype: Any, cells: tuple[type, ...], operators: set[str]) -> None:
        self.dtype, self.cells = dtype, cells
        self.strategy = precision.Islands(dtype, operators)
        self.classes: dict[type, type] = {}
        self.done: set[int] = set()

    def enter(self, cell: Cell, outermost: bool = True, within: bool = False) -> None:
        """Change the class of `cell` and of those below it to ones that compute as the lists say.

        `within` a Cell that is listed all compute as it does.
        """
        if id(cell) in self.done or (not outermost and cell._amp is not None):
            # What `to_float` said stays.
            return
        self.done.add(id(cell))
        kind = type(cell)
        listed = kind in self.cells and not outermost
        made = self.classes.get(kind)
        if made is None:
            made = _variant(kind, listed, outermost)
            if not outermost:
                self.classes[kind] = made
        cell.__class__ = made
        if not within:
            cell.__dict__["_amp"] = self.dtype if listed else self.strategy
            cell._update_special()
        for child in cell.name_cells().values():
            self.enter(child, outermost=False, within=within or listed)


def _variant(kind: type, in_low_precision: bool, outermost: bool) -> type:
    """A subclass that is called as MindSpore calls a rewritten Cell."""
    body: dict[str, Any] = {"__module__": kind.__module__, "__doc__": kind.__doc__}
    if in_low_precision:
        inner: Any = kind.construct  # type: ignore[attr-defined]

        @functools.wraps(inner)
        def construct(self: Any, *args: Any, **kwargs: Any) -> Any:
            return precision.cast(inner(self, *args, **kwargs), mstype.float32)

        body["construct"] = construct
    if kind in (SequentialCell, CellList, CellDict) and not outermost:
        return kind
    return type(f"{kind.__name__}Opt", (kind,), body)


for _cls in (_OutputTo16, _OutputTo32):
    _cls.__module__ = "mindshim.train.amp"
