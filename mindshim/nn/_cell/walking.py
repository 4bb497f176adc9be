"""The Parameters and Cells that a Cell contains."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mindshim._core.parts import part_of
from mindshim.common.parameter import Parameter
from mindshim.nn._cell.members import Members

if TYPE_CHECKING:
    from mindshim.nn.cell import Cell


@part_of("Cell", "mindshim.nn.cell")
class CellWalking:
    """The part of Cell that finds what is below it."""

    # Declared for type checkers; set in Cell's `__init__`.
    _params: Members
    _cells: Members

    # -- Parameters --------------------------------------------------------------------------------------------

    def parameters_and_names(self, name_prefix: str = "", expand: bool = True) -> Iterator[tuple[str, Parameter]]:
        """Yield `(attribute path, Parameter)`, each Parameter once (mirrors `Cell.parameters_and_names`).

        Own Parameters come first, then those of the children in the order they were set.

        Args:
            name_prefix: put in front of the paths. Default: ''.
            expand: include those of children. Default: True.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> [name for name, _ in net.parameters_and_names()]
            ['weight', 'bias']
        """
        seen: set[int] = set()
        cells = self.cells_and_names(name_prefix=name_prefix) if expand else [(name_prefix, self)]
        for path, cell in cells:
            for name, p in list(cell._params.items()):
                if p is not None and id(p) not in seen:
                    seen.add(id(p))
                    yield (f"{path}.{name}" if path else name), p

    def get_parameters(self, expand: bool = True) -> Iterator[Parameter]:
        """Yield the Parameters (mirrors `Cell.get_parameters`).

        Args:
            expand: include those of children. Default: True.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> [p.name for p in net.get_parameters()]
            ['weight', 'bias']
        """
        for _, p in self.parameters_and_names(expand=expand):
            yield p

    def trainable_params(self, recurse: bool = True) -> list[Parameter]:
        """The Parameters with `requires_grad` True (mirrors `Cell.trainable_params`).

        Args:
            recurse: include those of children. Default: True.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> [p.name for p in net.trainable_params()]
            ['weight', 'bias']
        """
        return [p for p in self.get_parameters(recurse) if p.requires_grad]

    def untrainable_params(self, recurse: bool = True) -> list[Parameter]:
        """The Parameters with `requires_grad` False (mirrors `Cell.untrainable_params`).

        Args:
            recurse: include those of children. Default: True.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.bias.requires_grad = False
            >>> [p.name for p in net.untrainable_params()]
            ['bias']
        """
        return [p for p in self.get_parameters(recurse) if not p.requires_grad]

    def parameters_dict(self, recurse: bool = True) -> OrderedDict[str, Parameter]:
        """The Parameters by name (mirrors `Cell.parameters_dict`).

        Args:
            recurse: include those of children. Default: True.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> list(net.parameters_dict())
            ['weight', 'bias']
        """
        return OrderedDict((p.name, p) for p in self.get_parameters(recurse))

    def parameters_broadcast_dict(self, recurse: bool = True) -> OrderedDict[str, Parameter] | None:
        """The Parameters that data parallel training broadcasts, by name, or None if there are none.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.parameters_broadcast_dict() is None
            False
        """
        found = OrderedDict((p.name, p) for p in self.get_parameters(recurse) if not p.layerwise_parallel)
        return found or None

    def init_parameters_data(self, auto_parallel_mode: bool = False) -> dict[Parameter, Parameter]:
        """Fill Parameters whose initializer still waits; returns `{parameter: parameter}` for all of them.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> replaced = net.init_parameters_data()
            >>> len(replaced)
            2
        """
        return {p: p.init_data() for p in self.get_parameters()}

    # -- Cells -------------------------------------------------------------------------------------------------

    def cells(self) -> Any:
        """The direct children (mirrors `Cell.cells`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> [type(cell).__name__ for cell in net.cells()]
            ['Dense', 'ReLU']
        """
        return self.name_cells().values()

    def name_cells(self) -> OrderedDict[str, Cell]:
        """The direct children by name, each once (mirrors `Cell.name_cells`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> list(net.name_cells())
            ['0', '1']
        """
        seen: set[int] = set()
        out: OrderedDict[str, Cell] = OrderedDict()
        for name, cell in self._cells.items():
            if cell is not None and id(cell) not in seen:
                seen.add(id(cell))
                out[name] = cell
        return out

    def cells_and_names(self, cells: Any = None, name_prefix: str = "") -> Iterator[tuple[str, Cell]]:
        """Yield `(path, Cell)` for this Cell and all Cells below it, each once (mirrors `Cell.cells_and_names`).

        Args:
            cells: Cells that count as seen. Default: None.
            name_prefix: put in front of the paths. Default: ''.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> [name for name, _ in net.cells_and_names()]
            ['', '0', '1']
        """
        seen = cells if cells is not None else set()
        if self in seen:
            return
        seen.add(self)
        yield name_prefix, self  # type: ignore[misc]
        for name, cell in list(self._cells.items()):
            if cell is not None:
                yield from cell.cells_and_names(seen, f"{name_prefix}.{name}" if name_prefix else name)

    def get_sub_cell(self, target: str) -> Cell:
        """The Cell at a path like `"block.0.conv"`, or this one for '' (mirrors `Cell.get_sub_cell`).

        Raises:
            AttributeError: if there is none.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.get_sub_cell("1")
            ReLU()
        """
        cell: Cell = self  # type: ignore[assignment]
        for name in target.split(".") if target else ():
            if not hasattr(cell, name):
                raise AttributeError(f"{cell._get_name()} has no attribute `{name}`")
            cell = getattr(cell, name)
            if not isinstance(cell, CellWalking):
                raise AttributeError(f"`{name}` is not an nn.Cell")
        return cell

    def apply(self, fn: Callable[[Cell], Any]) -> Cell:
        """Call `fn(cell)` on all Cells below, then on this one, and return it (mirrors `Cell.apply`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.apply(lambda cell: print(type(cell).__name__)) is net
            Dense
            ReLU
            SequentialCell
            True
        """
        for cell in self.cells():
            cell.apply(fn)
        fn(self)  # type: ignore[arg-type]
        return self  # type: ignore[return-value]
