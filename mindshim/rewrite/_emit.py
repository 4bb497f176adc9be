"""Writing a tree: its source code, and a network of the classes in it."""

from __future__ import annotations

import ast
import builtins
import copy
import linecache
import sys
from pathlib import Path
from typing import Any

from mindshim.nn.cell import Cell
from mindshim.nn.layer.container import SequentialCell
from mindshim.rewrite._model import CellTree, Function
from mindshim.rewrite._parse import closure, ours

_PACKAGE = __name__.partition(".")[0]


def definition(function: Function) -> ast.FunctionDef:
    """The definition of a function with the statements that it has now."""
    made = copy.copy(function.definition)
    made.body = function.block.written() or [ast.Pass()]
    made.name = function.name
    owner = _owner(function)
    return _NamedSuper(owner.__name__).visit(copy.deepcopy(made)) if owner else made


def _owner(function: Function) -> type | None:
    """The class that defines a method."""
    kinds = type(function.block.tree.cell).__mro__
    return next((k for k in kinds if function.name in vars(k) and vars(k)[function.name] is function.origin), None)


class _NamedSuper(ast.NodeTransformer):
    """`super()` says which class it is of: the methods are those of a subclass now."""

    def __init__(self, owner: str) -> None:
        self.owner = owner

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            node.args = [ast.Name(self.owner, ast.Load()), ast.Name("self", ast.Load())]
        return node


class Writing:
    """The source of a tree and of those below it, each class once, and how to make them."""

    def __init__(self, tree: CellTree) -> None:
        self.tree = tree
        self.class_names: dict[int, str] = {}
        self.written: list[CellTree] = []
        self._texts: dict[tuple[type, str], str] = {}
        parts = ["import sys\nimport mindspore\n#\n"]
        for t in [*tree.nested(), tree]:
            parts += self._section(t)
        self.text = "".join(parts).rstrip("\n")

    def _section(self, tree: CellTree) -> list[str]:
        kind = type(tree.cell)
        own = self._class(tree, "{}")
        key = (kind, own)
        if not tree.changed and key in self._texts:
            # Networks alike share a class, unless someone has begun to change one.
            self.class_names[id(tree)] = self._texts[key]
            return []
        taken = set(self.class_names.values())
        base = name = f"{kind.__name__}Opt"
        n = 0
        while name in taken:
            n += 1
            name = f"{base}_{n}"
        self.class_names[id(tree)] = name
        if not tree.changed:
            self._texts[key] = name
        self.written.append(tree)
        functions = [ast.unparse(definition(f)) + "\n" for f in tree.functions.values()]
        body = "\n".join([*functions, own.replace("class {}", f"class {name}", 1)])
        return [_imports(tree, body), "\n", body, "#\n"]

    def _class(self, tree: CellTree, name: str) -> str:
        lines = [f"class {name}({type(tree.cell).__name__}):", "", "    def __init__(self, obj):", "        self.__setstate__(obj.__getstate__())"]
        lines += [f"        {path} = {self.class_names[id(child)]}({path})" for path, child in tree.children.items()]
        lines += [f"        self.{n} = obj.{n}" for n in tree.added]
        for function in tree.in_class():
            text = ast.unparse(definition(function))
            lines += ["", *("    " + line if line else "" for line in text.split("\n"))]
        return "\n".join(lines) + "\n"

    def network(self, file: Path) -> Cell:
        """A network of the written classes, on the Parameters of the Cell that the tree was read from."""
        name = _save(file, self.text)
        module = ast.parse(self.text)
        made: dict[int, type] = {}
        pending: list[ast.FunctionDef] = []
        trees = iter(self.written)
        for node in module.body:
            if isinstance(node, ast.FunctionDef):
                pending.append(node)
            elif isinstance(node, ast.ClassDef):
                tree = next(trees)
                made[id(tree)] = _make_class(tree, node, pending, name)
                pending = []
        by_name = {self.class_names[i]: kind for i, kind in made.items()}
        return self._instance(self.tree, self.tree.cell, by_name)

    def _instance(self, tree: CellTree, cell: Cell, classes: dict[str, type]) -> Cell:
        kind = classes[self.class_names[id(tree)]]
        new: Any = object.__new__(kind)
        new.__setstate__(cell.__getstate__())
        for path, child in tree.children.items():
            name, _, index = path.removeprefix("self.").partition("[")
            below = self._instance(child, child.cell, classes)
            if index:
                # The sequence of the original keeps its Cells.
                sequence: Any = copy.copy(new._cells[name])
                sequence._cells[list(sequence._cells)[int(index[:-1])]] = below
                if isinstance(sequence, SequentialCell):
                    sequence.cell_list = list(sequence.cells())
                below = sequence
            new._cells[name] = below
        for name, part in tree.added.items():
            setattr(new, name, part)
        return new


def _save(file: Path, text: str) -> str:
    """Write the source to a file; if that cannot be, keep it where tracebacks and `jit` look for it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except OSError:
        linecache.cache[str(file)] = (len(text), None, text.splitlines(keepends=True), str(file))
    return str(file)


def _make_class(tree: CellTree, node: ast.ClassDef, functions: list[ast.FunctionDef], file: str) -> type:
    """The class of a tree. Every function has the global names of the module that it was read from."""
    kind = type(tree.cell)
    spaces: dict[int, dict[str, Any]] = {}
    package = sys.modules[_PACKAGE]

    def define(function: Function, made: ast.FunctionDef) -> Any:
        origin = function.origin
        space = spaces.get(id(origin.__globals__))
        if space is None:
            space = spaces[id(origin.__globals__)] = {**origin.__globals__, "mindspore": package}
        owner = _owner(function)
        space.update(closure(origin), **tree.bound, **({owner.__name__: owner} if owner else {}))
        code = compile(ast.Module([made], []), file, "exec", dont_inherit=True)
        found: dict[str, Any] = {}
        exec(code, space, found)
        return found[function.name]

    defined = {f.name: define(f, n) for f, n in zip(tree.functions.values(), functions, strict=True)}
    methods = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name != "__init__"]
    body = {f.name: define(f, n) for f, n in zip(tree.in_class(), methods, strict=True)}
    for space in spaces.values():
        space.update(defined)
    module = Path(file).stem
    return type(node.name, (kind,), {**body, "__module__": module, "__doc__": kind.__doc__})


# -- what a reader of the source needs to know: where its names come from


def _imports(tree: CellTree, body: str) -> str:
    kind = type(tree.cell)
    lines: dict[str, None] = {}
    used = {n.id for n in ast.walk(ast.parse(body)) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    origins = [f.origin for f in [*tree.functions.values(), *tree.in_class()]]
    bound = {f.name for f in tree.functions.values()} | set(tree.bound)
    for origin in origins:
        written = _import_lines(origin)
        for name in sorted(used - bound):
            if name in written:
                lines[written[name]] = None
            elif name in origin.__globals__ and name not in vars(builtins) and name != kind.__name__:
                lines[_binding(origin.__module__, name)] = None
    for name, fn in tree.bound.items():
        lines[_binding(shown(fn.__module__ or ""), name)] = None
    lines[_binding(shown(kind.__module__), kind.__name__)] = None
    return "\n".join(lines) + "\n"


def shown(module: str) -> str:
    """The name by which programs know a module: this package is `mindspore` there."""
    first, dot, rest = module.partition(".")
    return ("mindspore" if first == _PACKAGE else first) + dot + rest


def _binding(module: str, name: str) -> str:
    return f"{name} = getattr(sys.modules['__main__'], '{name}')" if module == "__main__" else f"from {module} import {name}"


def _import_lines(origin: Any) -> dict[str, str]:
    """The imports of the file of a function, by the name that they bind."""
    try:
        module = ast.parse("".join(linecache.getlines(origin.__code__.co_filename)))
    except SyntaxError:
        return {}
    found = {}
    for node in module.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__":
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                line = copy.copy(node)
                line.names = [alias]
                if isinstance(line, ast.ImportFrom) and ours(origin):
                    line.module = shown(line.module or "")
                found[name] = ast.unparse(line)
    return found
