"""Statements of one operation each: `x = relu(fc(x)) + 1` as three assignments, in the order in which Python computes."""

from __future__ import annotations

import ast
from collections.abc import Callable

Namer = Callable[[str], str]


def flat(statements: list[ast.stmt], unique: Namer) -> list[ast.stmt]:
    """The statements of a body, each with what it computes on the way as assignments of its own before it.

    The bodies of `if`, `for` and `while` are left alone. `unique` gives names to what is computed on the way; later
    statements ask for theirs first, as in MindSpore.
    """
    done: list[list[ast.stmt]] = []
    for statement in reversed(statements):
        before: list[ast.stmt] = []
        _Flattener(before, unique).enter(statement)
        done.append([*before, *_one_target_each(statement)])
    return [s for part in reversed(done) for s in part]


def _one_target_each(statement: ast.stmt) -> list[ast.stmt]:
    """`a = b = z` as `b = z` and `a = b`."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) == 1:
        return [statement]
    *rest, last = statement.targets
    if not all(map(is_plain, statement.targets)):
        return [statement]
    out: list[ast.stmt] = [ast.Assign([last], statement.value, lineno=statement.lineno)]
    for target in reversed(rest):
        value = ast.parse(ast.unparse(last), mode="eval").body
        out.append(ast.Assign([target], value, lineno=statement.lineno))
        last = target
    return out


def is_plain(target: ast.expr) -> bool:
    """Whether a target is a variable, an attribute of one, or several of those."""
    each = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    return all(isinstance(t, ast.Name) or isinstance(t, ast.Attribute) and isinstance(t.value, ast.Name) for t in each)


def operation(node: ast.AST) -> str:
    """The name of an arithmetic, comparing or logical operation, in lower case."""
    if isinstance(node, ast.Compare):
        return type(node.ops[0]).__name__.lower()
    return type(node.op).__name__.lower()  # type: ignore[attr-defined]


def called(func: ast.expr) -> str:
    """The last part of what a call calls."""
    return {ast.Name: lambda: func.id, ast.Attribute: lambda: func.attr}.get(type(func), lambda: "function")()  # type: ignore[attr-defined]


def _name_of(node: ast.expr) -> str | None:
    """What the result of an expression is named after; None for one that stays where it is."""
    if isinstance(node, ast.Call):
        return called(node.func)
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.UnaryOp)):
        return operation(node)
    return _NAMES.get(type(node))


_NAMES = {ast.Compare: "compare", ast.Subscript: "subscript", ast.Tuple: "tuple", ast.List: "list", ast.Dict: "dict"}


class _Flattener:
    """Takes operations out of the expressions of one statement."""

    def __init__(self, before: list[ast.stmt], unique: Namer) -> None:
        self.before = before
        self.unique = unique

    def enter(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Assign):
            if all(map(is_plain, statement.targets)):
                self.parts(statement.value)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            statement.value = self.out(statement.value)
        elif isinstance(statement, ast.If):
            statement.test = self.out(statement.test)
        elif isinstance(statement, ast.For):
            statement.iter = self.out(statement.iter)

    def parts(self, node: ast.expr) -> None:
        """Replace the operands of an operation."""
        if isinstance(node, ast.Call):
            if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
                return
            if isinstance(node.func, ast.Attribute):
                node.func.value = self.out(node.func.value)
            else:
                node.func = self.out(node.func)
            node.args = [self.out(a) for a in node.args]
            for keyword in node.keywords:
                keyword.value = self.out(keyword.value)
        elif isinstance(node, ast.BinOp):
            node.left, node.right = self.out(node.left), self.out(node.right)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            node.left, node.comparators = self.out(node.left), [self.out(c) for c in node.comparators]
        elif isinstance(node, ast.Compare):
            # The rest of a chain is computed only if the beginning holds.
            node.left = self.out(node.left)
        elif isinstance(node, ast.BoolOp):
            node.values = [self.out(node.values[0]), *node.values[1:]]
        elif isinstance(node, ast.UnaryOp):
            node.operand = self.out(node.operand)
        elif isinstance(node, (ast.Tuple, ast.List)) and not any(isinstance(e, ast.Starred) for e in node.elts):
            node.elts = [self.out(e) for e in node.elts]
        elif isinstance(node, ast.Dict) and all(k is not None for k in node.keys):
            node.values = [self.out(v) for v in node.values]

    def out(self, node: ast.expr) -> ast.expr:
        """An expression that stands for `node`, whose operation is an assignment before the statement now."""
        name = _name_of(node)
        if name is None:
            return node
        target = self.unique(f"{name}_var")
        self.parts(node)
        self.before.append(ast.Assign([ast.Name(target, ast.Store())], node, lineno=getattr(node, "lineno", 0)))
        return ast.Name(target, ast.Load())
