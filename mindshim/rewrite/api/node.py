"""Nodes of a tree (mirrors `mindspore.rewrite.Node`)."""

from __future__ import annotations

import ast
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any

from mindshim import _checkparam as check
from mindshim.nn.cell import Cell
from mindshim.ops.primitive import Primitive
from mindshim.rewrite._model import Statement
from mindshim.rewrite.api.node_type import NodeType
from mindshim.rewrite.api.scoped_value import ScopedValue, named, to_expression

if TYPE_CHECKING:
    from mindshim.rewrite.api.symbol_tree import SymbolTree

_Values = list[ScopedValue] | None
_Named = dict[str, ScopedValue] | None


class Node:
    """One operation of a network (mirrors `mindspore.rewrite.Node`).

    Made by `SymbolTree`, `create_call_cell` and `create_call_function`, rather than by its constructor.

    Args:
        node: the statement of a tree.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.rewrite import Node, ScopedValue
        >>> x = ScopedValue.create_naming_value("x")
        >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[x], name="relu")
        >>> node.get_node_type(), node.get_targets(), node.get_args()
        (<NodeType.CallCell: 1>, [y], [x])
    """

    def __init__(self, node: Any) -> None:
        self._node: Statement = node

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Node) and self._node is other._node

    def __hash__(self) -> int:
        return id(self._node)

    @staticmethod
    def create_call_cell(
        cell: Cell, targets: list[ScopedValue | str], args: _Values = None, kwargs: _Named = None, name: str = "", is_sub_net: bool = False
    ) -> Node:
        """A node `targets = self.name(*args, **kwargs)`, to be inserted into a tree.

        Args:
            cell: a Cell or Primitive. targets: the variables that it gives, a list of str or ScopedValue.
            args, kwargs: a list, and a dict, of ScopedValue. Default: None. name: of the node and the attribute; by
                default the class of `cell`. is_sub_net: whether the Cell becomes a tree of its own. Default: False.

        Raises:
            TypeError: for arguments of another type.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_name(), node.get_targets()
            ('relu', [y])
        """
        check.check_value_type("cell", cell, [Cell, Primitive], "Node")
        check.check_value_type("name", name, [str], "Node")
        check.check_value_type("is_sub_net", is_sub_net, [bool], "Node")
        _check_values("Node", targets, args, kwargs)
        name = name or type(cell).__name__
        statement = Statement(NodeType.CallCell, name, _call_of(f"self.{name}", targets, args, kwargs), cell)
        if isinstance(cell, Primitive):
            statement.kind = NodeType.CallPrimitive
        elif is_sub_net:
            from mindshim.rewrite._parse import read

            statement.kind, statement.tree = NodeType.Tree, read(cell)
        return Node(statement)

    @staticmethod
    def create_call_function(function: Any, targets: list[ScopedValue | str], args: _Values = None, kwargs: _Named = None) -> Node:
        """A node `targets = function(*args, **kwargs)`, to be inserted into a tree; the function's code is not read.

        Args:
            function: a function or class. targets: the variables that it gives, a list of str or ScopedValue.
            args, kwargs: a list, and a dict, of ScopedValue. Default: None.

        Raises:
            TypeError: for arguments of another type.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_function(ms.ops.abs, ["x"], [ScopedValue.create_naming_value("x")])
            >>> node.get_node_type()
            <NodeType.CallFunction: 4>
        """
        check.check_value_type("function", function, [FunctionType, type, BuiltinFunctionType], "create_call_function")
        _check_values("create_call_function", targets, args, kwargs)
        name = function.__name__
        return Node(Statement(NodeType.CallFunction, name, _call_of(name, targets, args, kwargs), function))

    def get_handler(self) -> Any:
        """The statement that the node stands for."""
        return self._node

    def get_inputs(self) -> list[Node]:
        """The nodes that give the arguments of this one.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = [n for n in tree.nodes() if n.get_inputs()][0]
            >>> [n.get_name() for n in node.get_inputs()]
            ['input_x']
        """
        return [Node(s) for s, _ in self._node.providers().values()]

    def get_users(self) -> list[Node]:
        """The nodes that use the targets of this one.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> [n.get_name() for n in next(tree.nodes()).get_users()]
            ['softmin']
        """
        users = {id(s) for each in self._node.users().values() for s, _ in each}
        return [Node(s) for s in (self._node.block.statements if self._node.block else ()) if id(s) in users]

    def set_arg(self, index: int, arg: ScopedValue | str) -> None:
        """Replace an argument.

        Args:
            index: which one. arg: a ScopedValue, or text like `x` or `self.x`.

        Raises:
            TypeError: for arguments of another type. ValueError: if `index` is out of range.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.set_arg(0, "z")
            >>> node.get_args()
            [z]
        """
        check.check_value_type("index", index, [int], "Node")
        check.check_value_type("arg", arg, [ScopedValue, str], "Node")
        count = len(self._node.operands())
        if not 0 <= index < count:
            raise ValueError(f"For 'Node', the 'index' must be in range of [0, {count}), but got {index}.")
        self._node.set_operand(index, to_expression(named(arg)))
        _mark(self._node)

    def set_arg_by_node(self, arg_idx: int, src_node: Node, out_idx: int | None = None) -> None:
        """Replace an argument by what another node gives.

        Args:
            arg_idx: which argument. src_node: the node. out_idx: which of its targets. Default: None, the only one.

        Raises:
            TypeError: for arguments of another type. ValueError: if `arg_idx` is out of range. RuntimeError: if
                `out_idx` is, or is None and the node gives several.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue, SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["x"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> _ = tree.insert(tree.after("input_x"), node)
            >>> node.set_arg_by_node(0, tree.get_node("input_x"))
            >>> node.get_args()
            [x]
        """
        check.check_value_type("arg_idx", arg_idx, [int], "Node")
        check.check_value_type("src_node", src_node, [Node], "Node")
        targets = src_node.get_targets()
        if out_idx is None:
            if len(targets) != 1:
                raise RuntimeError(f"For 'Node', 'out_idx' must be given for a node with {len(targets)} targets: {src_node.get_name()}.")
            out_idx = 0
        check.check_value_type("out_idx", out_idx, [int], "Node")
        if not 0 <= out_idx < len(targets):
            raise RuntimeError(f"For 'Node', the 'out_idx' must be in range of [0, {len(targets)}), but got {out_idx}.")
        self.set_arg(arg_idx, targets[out_idx])

    def get_targets(self) -> list[ScopedValue]:
        """The variables that the node gives.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_targets()
            [y]
        """
        return self._node.targets

    def get_name(self) -> str:
        """The node's name, which no other one of its tree has.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_name()
            'relu'
        """
        return self._node.name

    def get_node_type(self) -> NodeType:
        """The kind of node.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_node_type()
            <NodeType.CallCell: 1>
        """
        return self._node.kind

    def get_symbol_tree(self) -> SymbolTree | None:
        """The tree that the node is in, None if it is in none.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.MSELoss())
            >>> next(tree.nodes()).get_symbol_tree() == tree
            True
        """
        from mindshim.rewrite.api.symbol_tree import SymbolTree

        return None if self._node.block is None else SymbolTree(self._node.block.tree)

    def get_sub_tree(self) -> SymbolTree:
        """The tree of the network that the node calls.

        Raises:
            TypeError: if it is no node of the type Tree.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.Softmin(), ["y"], [ScopedValue.create_naming_value("x")], name="small", is_sub_net=True)
            >>> [inner.get_name() for inner in node.get_sub_tree().nodes()]
            ['input_x', 'softmin', 'return']
        """
        from mindshim.rewrite.api.symbol_tree import SymbolTree

        if self._node.tree is None:
            raise TypeError(f"For get_sub_tree, the type of node should be 'NodeType.Tree', but got {self._node.kind}.")
        return SymbolTree(self._node.tree)

    def get_kwargs(self) -> dict[str, ScopedValue]:
        """The arguments with keywords.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_kwargs()
            {}
        """
        return {key: value for key, value in self._node.values() if key}

    def get_args(self) -> list[ScopedValue]:
        """The arguments without keywords.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_args()
            [x]
        """
        return [value for key, value in self._node.values() if not key]

    def get_instance_type(self) -> Any:
        """The class of the Cell or operator that is called; a function itself.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["y"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> node.get_instance_type().__name__
            'ReLU'
        """
        called = self._node.instance
        return called if isinstance(called, FunctionType) else type(called)


def _check_values(op: str, targets: Any, args: Any, kwargs: Any) -> None:
    check.check_value_type("targets", targets, [list, tuple], op)
    check.check_element_type_of_iterable("targets", targets, [ScopedValue, str], op)
    if args is not None:
        check.check_element_type_of_iterable("args", args, [ScopedValue], op)
    if kwargs is not None:
        check.check_element_type_of_dict("kwargs", kwargs, [str], [ScopedValue], op)


def _call_of(function: str, targets: Any, args: Any, kwargs: Any) -> ast.Assign:
    outs = [to_expression(named(t), store=True) for t in targets]
    target = outs[0] if len(outs) == 1 else ast.Tuple(outs, ast.Store())
    keywords = [ast.keyword(k, to_expression(v)) for k, v in (kwargs or {}).items()]
    call = ast.Call(ast.parse(function, mode="eval").body, [to_expression(a) for a in args or ()], keywords)
    return ast.Assign([target], call, lineno=0)


def _mark(statement: Statement) -> None:
    if statement.block is not None:
        statement.block.tree.changed = True
