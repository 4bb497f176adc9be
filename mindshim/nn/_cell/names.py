"""The names of a Cell: of its Parameters, of its scope, and by which MindSpore's code tells Cells apart."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from mindshim._core.parts import part_of
from mindshim.common.parameter import _is_parameter_generated, check_prefix
from mindshim.nn._cell.checks import assigned
from mindshim.nn._cell.walking import CellWalking


@part_of("Cell", "mindshim.nn.cell")
class CellNames(CellWalking):
    """The part of Cell that gives names."""

    IGNORE_LIST = [
        "_scope", "_cell_init_args", "_auto_prefix", "_cells", "_params", "_create_time", "_func_graph_flags",
        "_parameter_layout_dict", "_params_list", "_phase", "_bprop_debug", "_forward_pre_hook", "_forward_hook",
        "_backward_pre_hook", "_backward_hook", "_cell_backward_pre_hook", "_cell_backward_hook", "_param_prefix",
        "requires_grad", "cell_type", "_in_strategy", "_out_strategy",
    ]  # fmt: skip

    cell_type: Any = None
    _param_prefix = ""
    _scope: Any = None

    # -- of Parameters -----------------------------------------------------------------------------------------

    def update_parameters_name(self, prefix: str = "", recurse: bool = True) -> None:
        """Name every Parameter `prefix` + its attribute path (mirrors `Cell.update_parameters_name`).

        Args:
            prefix: letters, digits, `_`, `.` and `-`. Default: '', which changes nothing.
            recurse: include those of children. Default: True.

        Raises:
            TypeError: if `prefix` is not a string.
            ValueError: if `prefix` is no legal name.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.update_parameters_name("head.")
            >>> [p.name for p in net.get_parameters()]
            ['head.weight', 'head.bias']
        """
        check_prefix(prefix, r"^\w*[0-9a-zA-Z\_\.\-]*$")
        if prefix:
            for path, p in self.parameters_and_names(expand=recurse):
                p.name = prefix + path

    def _update_local_parameters_name(self, prefix: str = "", recurse: bool = True) -> None:
        check_prefix(prefix, r"^\w*[0-9a-zA-Z\_\.\-]*$")
        if prefix:
            for _, p in self.parameters_and_names(expand=recurse):
                p.name = prefix + p.name

    def update_cell_prefix(self) -> None:
        """Set every Cell's `param_prefix` to its path (mirrors `Cell.update_cell_prefix`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.update_cell_prefix()
            >>> net[0].param_prefix
            '0'
        """
        for path, cell in self.cells_and_names():
            cell.__dict__["_param_prefix"] = path

    @property
    def param_prefix(self) -> str:
        """The path that `update_cell_prefix` found; '' before."""
        return self._param_prefix

    def check_names(self) -> None:
        """Check that Parameter names are distinct (mirrors `Cell.check_names`).

        Raises:
            ValueError: if two Parameters have the same name.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.check_names()
        """
        seen: set[str] = set()
        for path, p in self.parameters_and_names():
            if p.name in seen:
                raise ValueError(
                    f"The value of {path} is {p}, its name '{p.name}' already exists. "
                    "Please set a unique name for the parameter."
                )
            seen.add(p.name)

    def check_names_and_refresh_name(self) -> None:
        """Give a Parameter that still has a generated name its path as name."""
        for path, p in self.parameters_and_names():
            if _is_parameter_generated(p.name):
                p.name = path

    @property
    def exist_names(self) -> set[str]:
        """The names of Parameters that lists in attributes hold."""
        return {"", *self.__dict__.get("_listed", ())}

    @property
    def exist_objs(self) -> set[int]:
        """The identities of Parameters that lists in attributes hold."""
        return {id(p) for p in self.__dict__.get("_listed", {}).values()}

    # -- of scopes ---------------------------------------------------------------------------------------------

    def generate_scope(self) -> None:
        """Give every Cell below its scope name (mirrors `Cell.generate_scope`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.generate_scope()
            >>> net[0].get_scope()
            'Default/0-Dense'
        """
        self._scope_children("Default")

    def _scope_children(self, parent: str) -> None:
        for name, cell in self._cells.items():
            if cell is not None:
                cell.__dict__["_scope"] = f"{parent}/{name}-{cell.cls_name}"
                cell._scope_children(cell._scope)

    def get_scope(self) -> str | None:
        """The scope name that `generate_scope` gave, or None (mirrors `Cell.get_scope`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.generate_scope()
            >>> net[0].get_scope()
            'Default/0-Dense'
        """
        return self._scope

    # -- of the Cell -------------------------------------------------------------------------------------------

    @property
    def cls_name(self) -> str:
        """The class's name."""
        return type(self).__name__

    @property
    def _cell_tag(self) -> str:
        module = type(self).__module__
        return f"{module}.{type(self).__qualname__}" if module != "builtins" else type(self).__qualname__

    def _get_name(self) -> str:
        return type(self).__name__

    @property
    def create_time(self) -> int:
        """A number that grows with each Cell made."""
        return self.__dict__["_create_time"]

    @property
    def _primitives(self) -> OrderedDict[str, Any]:
        """The operators that are attributes, by name."""
        from mindshim.ops.primitive import Primitive

        return OrderedDict((k, v) for k, v in self.__dict__.items() if isinstance(v, Primitive))

    @property
    def cell_init_args(self) -> Any:
        """The arguments that `cell_attr_register` kept."""
        return assigned(self, "cell_init_args")

    @cell_init_args.setter
    def cell_init_args(self, value: Any) -> None:
        self.__dict__["_cell_init_args"] = value

    def update_cell_type(self, cell_type: Any) -> None:
        """Set `cell_type`, a mark that MindSpore's passes read.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.update_cell_type("last")
            >>> net.cell_type
            'last'
        """
        self.__dict__["cell_type"] = cell_type

    def _add_init_args(self, **args: Any) -> None:
        """Keep the arguments of `__init__` as text (used by `cell_attr_register`)."""
        if hasattr(self, "_cell_init_args"):
            self.__dict__["_cell_init_args"] += str({k: v for k, v in args.items() if k != "self"})

    def _add_attr(self, name: str, value: Any) -> None:
        if name and not name.startswith("_"):
            self.__dict__[name] = value
