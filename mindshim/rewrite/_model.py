"""The parts of a tree: statements, blocks of them, functions, and the tree of a Cell."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any

from mindshim.rewrite.api.node_type import NodeType
from mindshim.rewrite.api.scoped_value import ScopedValue, of_expression


class Statement:
    """One statement of a block. Its syntax tree is what counts; targets, arguments and users are read from it."""

    def __init__(self, kind: NodeType, name: str, node: Any, instance: Any = None) -> None:
        self.kind = kind
        self.name = name
        self.ast = node
        self.instance = instance
        self.block: Block | None = None
        #: The body of an `if`, `else` or loop, or of the function that is called.
        self.body: Block | None = None
        #: The tree of the Cell that is called.
        self.tree: CellTree | None = None
        #: What a SequentialCell calls.
        self.parts: Block | None = None
        #: For `else`: the statement of its `if` or loop.
        self.opening: Statement | None = None

    @property
    def inner(self) -> Block | None:
        """The statements that belong to this one, in the same tree."""
        return self.body if self.body is not None else self.parts

    @property
    def targets(self) -> list[ScopedValue]:
        if self.kind is NodeType.Input:
            return [ScopedValue.create_naming_value(self.ast.arg)]
        if self.kind is NodeType.Python or not isinstance(self.ast, ast.Assign):
            return []
        target = self.ast.targets[0]
        return [of_expression(t) for t in (target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target])]

    def operands(self) -> list[tuple[str, Any, Any]]:
        """The expressions that this one computes with: the name of a keyword, or "", and where the expression is kept."""
        node = self.ast
        if self.kind in (NodeType.Python, NodeType.Input) or self.kind is NodeType.CellContainer and not self._calls():
            return []
        if isinstance(node, ast.Return):
            return [("", node, "value")] if node.value is not None else []
        if isinstance(node, ast.For):
            return [("", node, "iter")]
        if isinstance(node, (ast.If, ast.While)):
            return [("", node, "test")]
        if isinstance(node.value, (ast.Name, ast.Attribute, ast.Constant, ast.Subscript)):
            return [("", node, "value")]
        return _operands(node.value)

    def _calls(self) -> bool:
        return isinstance(self.ast, ast.Assign) and isinstance(self.ast.value, ast.Call)

    def values(self) -> list[tuple[str, ScopedValue]]:
        """The arguments, each with the name of its keyword or ""."""
        return [(key, of_expression(_get(holder, place))) for key, holder, place in self.operands()]

    def set_operand(self, index: int, expression: ast.expr) -> None:
        """Replace the expression of an argument."""
        _, holder, place = self.operands()[index]
        if isinstance(place, int):
            holder[place] = expression
        else:
            setattr(holder, place, expression)

    def reads(self, name: str) -> int:
        """How often a variable is read here, and in the body of a branch or loop."""
        if self.kind is NodeType.Input:
            return 0
        if self.kind is not NodeType.ControlFlow or self.body is None:
            return _loads(self.ast, name)
        head = 0 if self.opening is not None else sum(_loads(_get(holder, place), name) for _, holder, place in self.operands())
        return head + sum(s.reads(name) for s in self.body.statements)

    def providers(self) -> dict[int, tuple[Statement, int]]:
        """For each argument that a statement before in the same block gives: that statement, and which of its targets."""
        if self.block is None:
            return {}
        found: dict[int, tuple[Statement, int]] = {}
        before = self.block.statements[: self.block.statements.index(self)]
        for i, (_, value) in enumerate(self.values()):
            hit = next(((s, s.targets.index(value)) for s in reversed(before) if value in s.targets), None)
            if hit is not None:
                found[i] = hit
        return found

    def users(self) -> dict[int, list[tuple[Statement, int]]]:
        """For each target that is used: the statements of the same block that do, each with the number of the argument."""
        found: dict[int, list[tuple[Statement, int]]] = {}
        if self.block is not None:
            after = self.block.statements[self.block.statements.index(self) + 1 :]
            for user in after:
                for i, (giver, target) in user.providers().items():
                    if giver is self:
                        found.setdefault(target, []).append((user, i))
        return dict(sorted(found.items()))


def _get(holder: Any, place: Any) -> ast.expr:
    return holder[place] if isinstance(place, int) else getattr(holder, place)


def _loads(node: ast.AST, name: str) -> int:
    return sum(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in ast.walk(node))


def _operands(node: ast.expr) -> list[tuple[str, Any, Any]]:
    def elements(values: list[Any]) -> list[tuple[str, Any, Any]]:
        return [("", values, i) for i in range(len(values))]

    if isinstance(node, ast.Call):
        return [*elements(node.args), *((k.arg or "**", k, "value") for k in node.keywords)]
    if isinstance(node, ast.BinOp):
        return [("", node, "left"), ("", node, "right")]
    if isinstance(node, ast.Compare):
        return [("", node, "left"), *elements(node.comparators)]
    if isinstance(node, ast.BoolOp):
        return elements(node.values)
    if isinstance(node, ast.UnaryOp):
        return [("", node, "operand")]
    if isinstance(node, (ast.Tuple, ast.List)):
        return elements(node.elts)
    if isinstance(node, ast.Dict):
        keys = [k.value if isinstance(k, ast.Constant) else ast.unparse(k) if k else "**" for k in node.keys]
        return [(str(k), node.values, i) for i, k in enumerate(keys)]
    return []


class Block:
    """The statements of a function, branch or loop, in order."""

    def __init__(self, tree: CellTree, name: str) -> None:
        self.tree = tree
        self.name = name
        self.statements: list[Statement] = []

    def add(self, statement: Statement, at: int | None = None) -> Statement:
        statement.block = self
        self.statements.insert(len(self.statements) if at is None else at, statement)
        return statement

    def written(self) -> list[ast.stmt]:
        """The syntax trees of the statements, those of branches and loops with the bodies that they have now."""
        nodes: list[ast.stmt] = []
        open_nodes: dict[int, Any] = {}
        for s in self.statements:
            if s.opening is not None:
                # An `else` belongs to the statement that was written for its `if`.
                if id(s.opening) in open_nodes and s.body is not None:
                    open_nodes[id(s.opening)].orelse = s.body.written()
            elif s.kind is NodeType.ControlFlow and s.body is not None:
                node: Any = copy.copy(s.ast)
                node.body, node.orelse = s.body.written() or [ast.Pass()], []
                open_nodes[id(s)] = node
                nodes.append(node)
            elif s.kind is not NodeType.Input:
                nodes.append(s.ast)
        return nodes

    def walk(self, seen: set[int] | None = None) -> Iterator[Statement]:
        """All statements of this block, then those inside them, but not those of other trees."""
        seen = set() if seen is None else seen
        if id(self) in seen:
            return
        seen.add(id(self))
        yield from self.statements
        for s in self.statements:
            if s.inner is not None:
                yield from s.inner.walk(seen)

    def blocks(self, prefix: str, seen: set[int] | None = None) -> Iterator[tuple[str, Block]]:
        """The blocks inside this one with their names, outer ones first."""
        seen = {id(self)} if seen is None else seen
        inside = [(f"{prefix}.{s.name}", s.inner) for s in self.statements if s.inner is not None]
        new = [(n, b) for n, b in inside if not (id(b) in seen or seen.add(id(b)))]
        for name, block in new:
            yield name, block
        for name, block in new:
            yield from block.blocks(name, seen)


class Function:
    """A function or method that is called: its definition, and its statements."""

    def __init__(self, name: str, definition: ast.FunctionDef, origin: Any, block: Block) -> None:
        self.name = name
        self.definition = definition
        self.origin = origin
        self.block = block


class CellTree:
    """The statements of one Cell: those of `construct`, and of the functions and methods that it calls."""

    def __init__(self, cell: Any) -> None:
        self.cell = cell
        self.construct: Function | None = None
        #: Methods go into the class, functions before it; by the function they were read from.
        self.methods: dict[Any, Function] = {}
        self.functions: dict[Any, Function] = {}
        #: Trees of the Cells that are called, by the path of the attribute.
        self.children: dict[str, CellTree] = {}
        #: Cells and operators that inserted statements call, by the name of the new attribute.
        self.added: dict[str, Any] = {}
        #: Functions that inserted statements call, by name.
        self.bound: dict[str, Any] = {}
        self.changed = False
        self._node_names: set[str] = set()
        self.names: set[str] = set()

    def in_class(self) -> list[Function]:
        """`construct` and the methods that it calls, in the order of the source."""
        assert self.construct is not None
        return sorted([self.construct, *self.methods.values()], key=lambda f: f.origin.__code__.co_firstlineno)

    @property
    def root(self) -> Block:
        assert self.construct is not None
        return self.construct.block

    def node_name(self, base: str) -> str:
        """A name for a statement that no other one of this tree has."""
        name = distinct(base, self._node_names)
        self._node_names.add(name)
        return name

    def unique_name(self, base: str) -> str:
        """A name for a variable that no other one of this tree has."""
        name = distinct(base, self.names)
        self.names.add(name)
        return name

    def nested(self) -> list[CellTree]:
        """The trees of the Cells below, deepest first, each once."""
        found: list[CellTree] = []
        for child in self.children.values():
            found += [t for t in [*child.nested(), child] if t not in found]
        return found

    def find(self, name: str) -> Statement | None:
        """The statement of a name."""
        return next((s for s in self.root.walk() if s.name == name), None)


def distinct(base: str, taken: set[str]) -> str:
    """`base`, or the first of `base_1`, `base_2`, … that is not taken."""
    name, n = base, 0
    while name in taken:
        n += 1
        name = f"{base}_{n}"
    return name
