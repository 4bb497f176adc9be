"""Reading a Cell: the source of its `construct`, as statements of one operation each."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import linecache
import textwrap
from types import FunctionType, MethodType
from typing import Any

from mindshim.nn.cell import Cell
from mindshim.nn.layer.container import CellList, SequentialCell
from mindshim.ops.primitive import Primitive
from mindshim.rewrite._flatten import called, flat, is_plain, operation
from mindshim.rewrite._model import Block, CellTree, Function, Statement, distinct
from mindshim.rewrite.api.node_type import NodeType
from mindshim.rewrite.common import namespace

_PACKAGE = __name__.partition(".")[0]
_ASSIGNED = {
    ast.Name: "name_assign", ast.Attribute: "attribute_assign", ast.Constant: "constant_assign", ast.Subscript: "subscript_var",
    ast.Tuple: "tuple", ast.List: "list", ast.Dict: "dict",
}  # fmt: skip


def read(cell: Cell) -> CellTree:
    """The tree of a Cell.

    Raises:
        ValueError: if the source of its `construct` is not available.
    """
    return _Reader(cell).tree


def spelled_out(cell: Any) -> Any:
    """The method that says in operators what a layer of this package computes; None if it has none."""
    return getattr(type(cell), "_in_parts", None)


def ours(obj: Any) -> bool:
    """Whether something is defined in this package."""
    return (getattr(obj, "__module__", None) or "").partition(".")[0] == _PACKAGE


def source_of(fn: Any) -> ast.FunctionDef | None:
    """The definition of a function, as a new syntax tree; None if its source is not available."""
    try:
        linecache.checkcache(fn.__code__.co_filename)
        text = textwrap.dedent(inspect.getsource(fn))
        node = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return None
    return node if isinstance(node, ast.FunctionDef) else None


class _Reader:
    """Reads one Cell."""

    def __init__(self, cell: Cell) -> None:
        self.tree = CellTree(cell)
        self.cell = cell
        fn = inspect.unwrap(type(cell).construct)
        parts = spelled_out(cell) if ours(type(cell)) else None
        made = self._function(inspect.unwrap(parts or fn), "construct")
        if made is None:
            raise ValueError(f"For 'SymbolTree', the source of {type(cell).__name__}.construct is not available.")
        self.tree.construct = made
        self._fill(made)

    # -- functions

    def _function(self, fn: Any, name: str) -> Function | None:
        definition = source_of(fn)
        if definition is None:
            return None
        definition.name = name
        for node in ast.walk(definition):
            if isinstance(node, ast.Name):
                self.tree.names.add(node.id)
            elif isinstance(node, ast.arg):
                self.tree.names.add(node.arg)
                node.annotation = None
        return Function(name, definition, fn, Block(self.tree, name))

    def _fill(self, function: Function) -> None:
        definition = function.definition
        arguments = definition.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        skip = 1 if every and every[0].arg == "self" else 0
        for a in every[skip:]:
            function.block.add(Statement(NodeType.Input, self.tree.node_name(f"input_{a.arg}"), a))
        body = definition.body
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
            body = body[1:]
        local = {n.id for n in ast.walk(definition) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        local |= {a.arg for a in ast.walk(arguments) if isinstance(a, ast.arg)}
        _Body(self, function, local).read(function.block, body)

    def called_function(self, fn: FunctionType, method: str | None, local: set[str]) -> Function | None:
        """The function or method that a statement calls, read when it is called for the first time.

        `local` are the variables where it is called.
        """
        known = self.tree.functions if method is None else self.tree.methods
        if fn in known:
            return known[fn]
        name = method or distinct(fn.__name__, {f.name for f in known.values()} | local)
        made = self._function(fn, name)
        if made is not None:
            known[fn] = made
            self._fill(made)
        return made


class _Body:
    """Reads the statements of one function."""

    def __init__(self, reader: _Reader, function: Function, local: set[str]) -> None:
        self.reader, self.tree, self.cell = reader, reader.tree, reader.cell
        self.local = local
        self.names = {**vars(builtins), **function.origin.__globals__, **closure(function.origin)}
        self.first = next((a.arg for a in [*function.definition.args.posonlyargs, *function.definition.args.args]), "")

    def read(self, block: Block, body: list[ast.stmt]) -> None:
        for node in flat(body, self.tree.unique_name):
            self._statement(block, node)

    def _add(self, block: Block, kind: NodeType, base: str, node: ast.stmt, instance: Any = None) -> Statement:
        return block.add(Statement(kind, self.tree.node_name(base), node, instance))

    def _statement(self, block: Block, node: ast.stmt) -> None:
        if isinstance(node, ast.Return):
            self._add(block, NodeType.Output, "return", node)
        elif isinstance(node, (ast.If, ast.For, ast.While)):
            self._control(block, node)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and is_plain(node.targets[0]):
            self._assign(block, node)
        else:
            self._add(block, NodeType.Python, type(node).__name__, node)

    def _control(self, block: Block, node: ast.If | ast.For | ast.While) -> None:
        if isinstance(node, ast.For):
            self._container_in(block, node)
        kind = type(node).__name__.lower()
        opening = self._add(block, NodeType.ControlFlow, f"{kind}_node", node)
        opening.body = Block(self.tree, opening.name)
        otherwise = None
        if node.orelse:
            otherwise = self._add(block, NodeType.ControlFlow, "else_node", node)
            otherwise.opening = opening
            otherwise.body = Block(self.tree, otherwise.name)
        self.read(opening.body, node.body)
        if otherwise is not None and otherwise.body is not None:
            self.read(otherwise.body, node.orelse)

    def _container_in(self, block: Block, node: ast.For) -> None:
        """`for c in self.layers` has the list in a variable."""
        container = self._attribute(node.iter)
        if isinstance(container, (CellList, SequentialCell)):
            path = ast.unparse(node.iter)
            name = self.tree.unique_name(path.replace(".", "_"))
            value = ast.Assign([ast.Name(name, ast.Store())], node.iter, lineno=node.lineno)
            block.add(Statement(NodeType.CellContainer, self.tree.node_name(path), value, container))
            node.iter = ast.Name(name, ast.Load())

    def _attribute(self, node: ast.expr) -> Any:
        """The attribute of the Cell that an expression like `self.conv` is; None for other expressions."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == self.first:
            return getattr(self.cell, node.attr, None)
        return None

    def _assign(self, block: Block, node: ast.Assign) -> None:
        value = node.value
        if isinstance(value, ast.Call):
            if any(isinstance(a, ast.Starred) for a in value.args) or any(k.arg is None for k in value.keywords):
                self._add(block, NodeType.Python, "Assign", node)
            else:
                self._call(block, node, value)
        elif isinstance(value, (ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Compare)):
            base = {ast.BinOp: "binop", ast.BoolOp: "boolop", ast.UnaryOp: "unaryop", ast.Compare: "compare"}[type(value)]
            self._add(block, NodeType.MathOps, f"{base}_{operation(value)}", node)
        elif type(value) in _ASSIGNED:
            self._add(block, NodeType.CallMethod, _ASSIGNED[type(value)], node)
        else:
            self._add(block, NodeType.Python, "Assign", node)

    def _call(self, block: Block, node: ast.Assign, call: ast.Call) -> None:
        base = called(call.func)
        target = self._attribute(call.func)
        if isinstance(target, SequentialCell) and type(target) is SequentialCell:
            self._sequence(self._add(block, NodeType.CellContainer, base, node, target), call)
        elif isinstance(target, Cell):
            tree = self._below(target, f"self.{base}")
            statement = self._add(block, NodeType.CallCell if tree is None else NodeType.Tree, base, node, target)
            statement.tree = tree
        elif isinstance(target, Primitive):
            self._add(block, NodeType.CallPrimitive, base, node, target)
        elif isinstance(target, MethodType) and target.__self__ is self.cell:
            self._function(block, node, base, inspect.unwrap(target.__func__), base)
        else:
            self._function(block, node, base, self._known(call.func), None)

    def _below(self, cell: Cell, path: str) -> CellTree | None:
        """The tree of a Cell that is called; None if it is called as a whole."""
        if ours(type(cell)) and not (namespace._ms_cells_to_subtree and spelled_out(cell)):
            return None
        if path not in self.tree.children:
            try:
                self.tree.children[path] = read(cell)
            except ValueError:
                return None
        return self.tree.children[path]

    def _sequence(self, statement: Statement, call: ast.Call) -> None:
        """The Cells of a SequentialCell, as calls one after the other."""
        statement.parts = Block(self.tree, statement.name)
        assert isinstance(statement.ast, ast.Assign)
        before = copy.deepcopy(call.args[0]) if call.args else ast.Name("input", ast.Load())
        for i, cell in enumerate(statement.instance):
            kind = type(cell).__name__
            value = ast.Call(ast.Name(kind, ast.Load()), [before], [])
            node = ast.Assign([copy.deepcopy(statement.ast.targets[0])], value, lineno=0)
            tree = self._below(cell, f"{ast.unparse(call.func)}[{i}]")
            part = Statement(NodeType.CallCell if tree is None else NodeType.Tree, self.tree.node_name(kind), node, cell)
            part.tree = tree
            statement.parts.add(part)
            before = ast.parse(ast.unparse(node.targets[0]), mode="eval").body

    def _known(self, func: ast.expr) -> Any:
        """The function that a name like `ops.abs` means; None if it is known at run time only."""
        if isinstance(func, ast.Name):
            return None if func.id in self.local else self.names.get(func.id)
        if isinstance(func, ast.Attribute):
            holder = self._known(func.value)
            return None if holder is None else getattr(holder, func.attr, None)
        return None

    def _function(self, block: Block, node: ast.Assign, base: str, fn: Any, method: str | None) -> None:
        made = None
        if isinstance(fn, FunctionType) and not ours(fn):
            made = self.reader.called_function(fn, method, self.local)
        instance = fn if method is None or fn is None else MethodType(fn, self.cell)
        statement = self._add(block, NodeType.CallFunction, base if made is None else made.name, node, instance)
        if made is not None:
            statement.body = made.block
            if method is None and isinstance(node.value, ast.Call):
                node.value.func = ast.Name(made.name, ast.Load())


def closure(fn: Any) -> dict[str, Any]:
    """The variables of the functions around a function that it uses."""
    found = {}
    for name, cell in zip(fn.__code__.co_freevars, fn.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            pass
    return found
