"""The table of a tree's nodes, as text."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from mindshim.rewrite._model import Block, CellTree, Statement
from mindshim.rewrite.api.node_type import NodeType

_HEAD = ("node type", "name", "codes", "arg providers", "target users")


def table(tree: CellTree, name: str, all_nodes: bool) -> str:
    """The nodes of `construct`; with `all_nodes` also those of functions, branches, sequences and the trees below."""
    blocks: list[tuple[str, Block]] = [(name, tree.root)]
    if all_nodes:
        blocks += tree.root.blocks(name)
    text = "".join(f"\n[{title}]\n{_rows(block.statements)}\n" for title, block in blocks)
    if all_nodes:
        for child in tree.nested()[::-1]:
            if child in tree.children.values():
                text += table(child, f"{type(child.cell).__name__}Opt", True)
    return text


def code(statement: Statement) -> str:
    """The source of one node."""
    if statement.kind is NodeType.Input:
        return statement.ast.arg
    if statement.kind is not NodeType.ControlFlow or statement.body is None:
        return ast.unparse(statement.ast)
    node = statement.ast
    heads = {ast.If: "if {test}:", ast.While: "while {test}:", ast.For: "for {target} in {iter}:"}
    parts = {k: ast.unparse(v) for k, v in ast.iter_fields(node) if isinstance(v, ast.expr)}
    head = "else:" if statement.opening is not None else heads[type(node)].format(**parts)
    body = [line for s in statement.body.written() for line in ast.unparse(s).split("\n")]
    return "\n".join([head, *("    " + line for line in body)])


def _rows(statements: Iterable[Statement]) -> str:
    rows: list[tuple[str, ...]] = [_HEAD]
    for s in statements:
        providers = [[i, (giver.name, target)] for i, (giver, target) in s.providers().items()]
        users = [[target, [(user.name, i) for user, i in each]] for target, each in s.users().items()]
        rows.append((str(s.kind), s.name, code(s), str(providers), str(users)))
    # As the package `tabulate` has it, a column is at least two wider than its head.
    widths = [max(len(head) + 2, *(len(line) for row in rows for line in row[i].split("\n"))) for i, head in enumerate(_HEAD)]
    lines = []
    for number, row in enumerate(rows):
        cells = [c.split("\n") for c in row]
        for i in range(max(map(len, cells))):
            lines.append("  ".join((c[i] if i < len(c) else "").ljust(w) for c, w in zip(cells, widths, strict=True)).rstrip())
        if number == 0:
            lines.append("  ".join("-" * w for w in widths))
    return "\n".join(lines)
