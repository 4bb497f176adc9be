"""Containers of Cells (mirrors `mindspore.nn.layer.container`)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

from mindshim._core.state import graph_rules
from mindshim._core.tensor import Tensor
from mindshim.nn.cell import Cell

__all__ = ["CellDict", "CellList", "SequentialCell"]


def _index(cls: str, length: int, index: Any, kinds: str = "int") -> int:
    """A checked, non-negative position."""
    if isinstance(index, Tensor) and graph_rules():
        # Compiled functions choose a Cell by a Tensor; those of MindSpore do.
        index = int(index)
    if not isinstance(index, int):
        raise TypeError(f"For '{cls}', the type of 'index' must be {kinds}, but got {type(index).__name__}.")
    if not -length <= index < length:
        raise IndexError(
            f"For '{cls}', the value of 'index' must be a number in range [{-length}, {length}), but got {index}."
        )
    return index % length


def _need_cell(cls: str, cell: Any) -> Cell:
    if not isinstance(cell, Cell):
        raise TypeError(f"For '{cls}', each cell must be subclass of Cell, but got {type(cell).__name__}.")
    return cell


def _outer_prefix(container: Cell) -> str:
    """What stands in front of the keys of the container's children in their Parameters' names, as MindSpore finds it.

    It looks for the key of the first child in the name of that child's first Parameter, and takes the last place unless
    the second child's name has its own key at an earlier one. A child that has a "0" of its own is so mistaken for the
    container: checkpoints have these names.
    """
    children = [(k, next(iter(c.get_parameters()), None)) for k, c in container._cells.items() if c is not None]
    named = [(key, p.name.split(".")) for key, p in children if p is not None][:2]
    if not named:
        return ""
    prefix = ""
    for i, part in enumerate(named[0][1]):
        if part != named[0][0]:
            continue
        prefix = "".join(f"{n}." for n in named[0][1][:i])
        if len(named) == 2 and named[1][1][i : i + 1] == [named[1][0]]:
            break
    return prefix


def _reorder(container: Cell, pairs: list[tuple[str, Cell]]) -> None:
    """Make `pairs` the children; keys that are numbers become positions, and names follow the keys."""
    prefix = _outer_prefix(container)
    renamed = [(str(i) if key.isdigit() else key, cell) for i, (key, cell) in enumerate(pairs)]
    container._cells.rename(renamed)
    if container.__dict__["_auto_prefix"]:
        for key, cell in renamed:
            if cell is not None:
                cell.update_parameters_name(f"{prefix}{key}.")


class SequentialCell(Cell):
    """Cells called one after the other (mirrors `mindspore.nn.SequentialCell`).

    Args:
        args: Cells, or one list or OrderedDict of Cells.

    Raises:
        TypeError: for anything else.

    Examples:
        >>> import mindshim as ms
        >>> class Inc(ms.nn.Cell):
        ...     def construct(self, x):
        ...         return x + 1
        >>> net = ms.nn.SequentialCell(Inc(), Inc())
        >>> print(len(net), net(ms.Tensor([1.0])))
        2 [3.]
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        if len(args) == 1 and not isinstance(args[0], Cell):
            only = args[0]
            if isinstance(only, list):
                pairs: Iterable[tuple[str, Any]] = ((str(i), cell) for i, cell in enumerate(only))
            elif isinstance(only, OrderedDict):
                pairs = only.items()
            else:
                raise TypeError(
                    f"For '{type(self).__name__}', the 'args[0]' must be Cell, list or orderedDict, "
                    f"but got {type(only).__name__}"
                )
        else:
            pairs = ((str(i), cell) for i, cell in enumerate(args))
        for key, cell in pairs:
            self.insert_child_to_cell(key, cell)
            cell.update_parameters_name(key + ".")
        self._refresh()

    def _refresh(self) -> None:
        self.cell_list = list(self._cells.values())

    def __getitem__(self, index: Any) -> Any:
        cells = self._cells
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(cells.items())[index]))
        return list(cells.values())[_index(type(self).__name__, len(cells), index)]

    def __setitem__(self, index: int, cell: Cell) -> None:
        _need_cell(type(self).__name__, cell)
        key = list(self._cells)[_index(type(self).__name__, len(self), index)]
        prefix = _outer_prefix(self)
        self._cells[key] = cell
        cell.update_parameters_name(f"{prefix}{key}.")
        self._refresh()

    def __delitem__(self, index: Any) -> None:
        pairs = list(self._cells.items())
        if isinstance(index, int):
            index = _index(type(self).__name__, len(pairs), index)
        elif not isinstance(index, slice):
            raise TypeError(
                f"For '{type(self).__name__}', the type of index must be int type or slice type, "
                f"but got {type(index).__name__}"
            )
        del pairs[index]
        _reorder(self, pairs)
        self._refresh()

    def __len__(self) -> int:
        return len(self._cells)

    def set_grad(self, requires_grad: bool = True) -> Any:
        """Set `requires_grad` of this Cell and its elements and return it."""
        self.__dict__["requires_grad"] = requires_grad
        for cell in self._cells.values():
            cell.set_grad(requires_grad)
        return self

    def append(self, cell: Cell) -> None:
        """Add a Cell at the end (mirrors `SequentialCell.append`).

        Raises:
            TypeError: if `cell` is not a Cell.

        Examples:
            >>> from mindshim import nn
            >>> seq = nn.SequentialCell(nn.ReLU())
            >>> seq.append(nn.Tanh())
            >>> len(seq)
            2
        """
        _need_cell(type(self).__name__, cell)
        prefix = _outer_prefix(self)
        key = str(len(self))
        self._cells[key] = cell
        cell.update_parameters_name(f"{prefix}{key}.")
        self._refresh()

    def construct(self, input_data: Any) -> Any:
        """Call the Cells one after the other."""
        for cell in self.cell_list:
            input_data = cell(input_data)
        return input_data

    def _insert(self, index: int, cell: Cell) -> None:
        _need_cell(type(self).__name__, cell)
        pairs = list(self._cells.items())
        pairs.insert(_index(type(self).__name__, len(pairs), index), (str(len(pairs)), cell))
        _reorder(self, pairs)
        self._refresh()


class CellList(Cell):
    """A list of Cells, which is not called itself (mirrors `mindspore.nn.CellList`).

    Args:
        args: one list of Cells.
        kwargs: `auto_prefix=False` leaves the names of Parameters alone.

    Raises:
        TypeError: if the argument is not a list of Cells.

    Examples:
        >>> import mindshim as ms
        >>> cells = ms.nn.CellList([ms.nn.SequentialCell()])
        >>> cells.append(ms.nn.SequentialCell())
        >>> len(cells)
        2
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(auto_prefix=kwargs.get("auto_prefix", True))
        if len(args) == 1:
            self.extend(args[0])

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return type(self)(list(self._cells.values())[index])
        return list(self._cells.values())[_index(type(self).__name__, len(self), index, "int or slice")]

    def __setitem__(self, index: int, cell: Cell) -> None:
        position = _index(type(self).__name__, len(self), index, "int or slice")
        self._put(position, _need_cell(type(self).__name__, cell), _outer_prefix(self))

    def __delitem__(self, index: Any) -> None:
        pairs = list(self._cells.items())
        if not isinstance(index, slice):
            index = _index(type(self).__name__, len(pairs), index, "int or slice")
        del pairs[index]
        _reorder(self, pairs)

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells.values())

    def __iadd__(self, cells: list[Cell]) -> CellList:
        self.extend(cells)
        return self

    def _put(self, position: int, cell: Cell, prefix: str) -> None:
        if self.__dict__["_auto_prefix"]:
            cell.update_parameters_name(f"{prefix}{position}.")
        self._cells[str(position)] = cell

    def insert(self, index: int, cell: Cell) -> None:
        """Put a Cell before a position (mirrors `CellList.insert`).

        Raises:
            TypeError: if `index` is not an int or `cell` not a Cell.
            IndexError: if `index` is out of range.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellList([nn.ReLU()])
            >>> cells.insert(0, nn.Tanh())
            >>> type(cells[0]).__name__
            'Tanh'
        """
        length = len(self)
        if not isinstance(index, int):
            raise TypeError(f"For 'CellList', the type of 'index' must be int, but got {type(index).__name__}.")
        if not -length <= index <= length:
            raise IndexError(
                f"For 'CellList', the value of 'index' must be a number in range [{-length}, {length}], "
                f"but got {index}."
            )
        _need_cell(type(self).__name__, cell)
        pairs = list(self._cells.items())
        pairs.insert(index, (str(length), cell))
        _reorder(self, pairs)

    def extend(self, cells: list[Cell]) -> CellList:
        """Add the Cells of a list at the end and return the CellList (mirrors `CellList.extend`).

        Raises:
            TypeError: if `cells` is not a list of Cells.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellList([nn.ReLU()])
            >>> cells.extend([nn.Tanh(), nn.ReLU()])
            CellList(
              (0): ReLU()
              (1): Tanh()
              (2): ReLU()
            )
            >>> len(cells)
            3
        """
        name = type(self).__name__
        if not isinstance(cells, list):
            raise TypeError(
                f"For '{name}', the new cells wanted to append should be instance of list, "
                f"but got {type(cells).__name__}."
            )
        for cell in cells:
            if isinstance(_need_cell(name, cell), CellDict):
                raise TypeError(f"For '{name}', the type of cell can not be CellDict, but got {type(cell).__name__}.")
        prefix = _outer_prefix(self)
        for cell in cells:
            self._put(len(self), cell, prefix)
        return self

    def append(self, cell: Cell) -> None:
        """Add a Cell at the end (mirrors `CellList.append`).

        Raises:
            TypeError: if `cell` is not a Cell.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellList([nn.ReLU()])
            >>> cells.append(nn.Tanh())
            >>> len(cells)
            2
        """
        _need_cell(type(self).__name__, cell)
        self._put(len(self), cell, _outer_prefix(self))

    def set_grad(self, requires_grad: bool = True) -> None:
        """Set `requires_grad` of this Cell and its elements."""
        self.__dict__["requires_grad"] = requires_grad
        for cell in self._cells.values():
            cell.set_grad(requires_grad)

    _is_called = False

    def construct(self, *inputs: Any) -> Any:
        """A CellList is not called.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("For 'CellList', call its elements: the list itself has no 'construct'.")


class CellDict(Cell):
    """A dict of Cells, which is not called itself (mirrors `mindspore.nn.CellDict`).

    Args:
        args: one dict, CellDict or iterable of (key, Cell) pairs.
        kwargs: `auto_prefix=False` leaves the names of Parameters alone.

    Raises:
        TypeError: for keys that are not strings, or values that are not Cells.
        KeyError: for an empty key, a key with a dot, or one that an attribute of Cell has.
        ValueError: for elements that are not pairs.

    Examples:
        >>> import mindshim as ms
        >>> cells = ms.nn.CellDict({"a": ms.nn.Cell()})
        >>> list(cells.keys())
        ['a']
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(auto_prefix=kwargs.get("auto_prefix", True))
        if len(args) == 1:
            self.update(args[0])

    def __getitem__(self, key: str) -> Cell:
        return self._cells[key]

    def __setitem__(self, key: str, cell: Cell) -> None:
        self._check_key(key)
        self._check_cell(cell)
        if self.__dict__["_auto_prefix"]:
            cell.update_parameters_name(f"{_outer_prefix(self)}{key}.")
        self._cells[key] = cell

    def __delitem__(self, key: str) -> None:
        del self._cells[key]

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __contains__(self, key: object) -> bool:
        return key in self._cells

    def clear(self) -> None:
        """Remove all Cells.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellDict({"act": nn.ReLU()})
            >>> cells.clear()
            >>> len(cells)
            0
        """
        self._cells.clear()

    def pop(self, key: str) -> Cell:
        """Remove the Cell under `key` and return it (mirrors `CellDict.pop`).

        Raises:
            KeyError: if there is none.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellDict({"act": nn.ReLU()})
            >>> cells.pop("act")
            ReLU()
            >>> len(cells)
            0
        """
        cell = self._cells[key]
        del self._cells[key]
        return cell

    def keys(self) -> Any:
        """The keys.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellDict({"act": nn.ReLU()})
            >>> list(cells.keys())
            ['act']
        """
        return self._cells.keys()

    def values(self) -> Any:
        """The Cells.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellDict({"act": nn.ReLU()})
            >>> [type(cell).__name__ for cell in cells.values()]
            ['ReLU']
        """
        return self._cells.values()

    def items(self) -> Any:
        """The (key, Cell) pairs.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellDict({"act": nn.ReLU()})
            >>> [name for name, _ in cells.items()]
            ['act']
        """
        return self._cells.items()

    def update(self, cells: Any) -> None:
        """Add the Cells of a dict, CellDict or iterable of (key, Cell) pairs (mirrors `CellDict.update`).

        Raises:
            TypeError: if `cells` is none of these, or an element is no pair of a string and a Cell.
            ValueError: if an element has another length than 2.

        Examples:
            >>> from mindshim import nn
            >>> cells = nn.CellDict({"act": nn.ReLU()})
            >>> cells.update({"out": nn.Tanh()})
            >>> list(cells)
            ['act', 'out']
        """
        if not isinstance(cells, Iterable):
            raise TypeError(
                f"{type(self).__name__}.update() should be called with an iterable of key-value pairs, "
                f"but got {type(cells).__name__}"
            )
        if isinstance(cells, (dict, CellDict)):
            for key, cell in list(cells.items()):
                self[key] = cell
            return
        for i, pair in enumerate(cells):
            if not isinstance(pair, Iterable):
                raise TypeError(
                    f"{type(self).__name__} update sequence element #{i} should be Iterable; "
                    f"but got {type(pair).__name__}"
                )
            pair = tuple(pair)
            if len(pair) != 2:
                raise ValueError(
                    f"{type(self).__name__} update sequence element #{i}, length should be 2; "
                    f"but has length {len(pair)}"
                )
            self[pair[0]] = pair[1]

    def _check_key(self, key: Any) -> None:
        if not isinstance(key, str):
            raise TypeError(f"For '{self.cls_name}', the type of key should be string but got {type(key).__name__}.")
        if not key:
            raise KeyError(f"For '{self.cls_name}', key can not be empty string \"\", but got key {key}")
        if "." in key:
            raise KeyError(f"For '{self.cls_name}', key can not contain \".\", but got key {key}")
        if key not in self._cells and hasattr(self, key):
            raise KeyError(
                f"For '{self.cls_name}', the key can not be same with the attributes of Cell, but got key {key}."
            )

    def _check_cell(self, cell: Any) -> None:
        if cell is None:
            raise TypeError(f"For '{self.cls_name}', cell can not be None.")
        if not isinstance(cell, Cell):
            raise TypeError(f"For '{self.cls_name}', the type of cell should be Cell, but got {type(cell).__name__}.")
        if isinstance(cell, (CellDict, CellList, SequentialCell)):
            raise TypeError(
                f"For '{self.cls_name}', the type of cell can not be CellDict, CellList or SequentialCell, "
                f"but got {type(cell).__name__}."
            )

    _is_called = False

    def construct(self, *inputs: Any) -> Any:
        """A CellDict is not called.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("For 'CellDict', call its values: the dict itself has no 'construct'.")
