"""Finding the source of a function and compiling its rewritten form; done once per code object."""

from __future__ import annotations

import ast
import copy
import linecache
import sys
from functools import lru_cache
from types import CodeType, FunctionType, MethodType
from typing import Any

from mindshim._core.control.rewrite import Rewriter, Unsuited, check
from mindshim._core.state import S
from mindshim._core.tracebacks import LIBRARIES

_LEFT_ALONE = frozenset(("numpy", "scipy", "torch", "pytest", "_pytest", "IPython")) | sys.stdlib_module_names
#: Per code object: the rewritten code, or why there is none.
_made: dict[CodeType, CodeType | str] = {}
#: Code that is rewritten already.
_ours: set[CodeType] = set()


def convert(fn: Any) -> Any:
    """`fn` with its control flow rewritten; `fn` itself if it has no source, or is not the user's."""
    if type(fn) is MethodType:
        made = convert(fn.__func__)
        return fn if made is fn.__func__ else MethodType(made, fn.__self__)
    if type(fn) is not FunctionType:
        return fn
    code = fn.__code__
    if code in _ours:
        return fn
    made = _made.get(code)
    if made is None:
        made = _made[code] = _rewrite(fn)
    scope = S.scope
    if scope is not None:
        while scope.parent is not None:
            scope = scope.parent
        scope.code[code] = fn.__globals__
    if isinstance(made, str):
        return fn
    cells = dict(zip(code.co_freevars, fn.__closure__ or (), strict=True))
    cells["_ms"] = _runtime_cell()
    try:
        closure = tuple([cells[n] for n in made.co_freevars])
    except KeyError:
        return fn
    out = FunctionType(made, fn.__globals__, fn.__name__, fn.__defaults__, closure)
    out.__kwdefaults__ = fn.__kwdefaults__
    out.__qualname__ = fn.__qualname__
    out.__module__ = fn.__module__
    out.__dict__.update(fn.__dict__)
    return out


@lru_cache(1)
def _runtime_cell() -> Any:
    from mindshim._core.control import runtime

    ms = runtime
    return (lambda: ms).__closure__[0]  # type: ignore[index]


def _rewrite(fn: FunctionType) -> CodeType | str:
    code = fn.__code__
    module = (fn.__module__ or "").split(".")[0]
    if code.co_filename.startswith(LIBRARIES) or module in _LEFT_ALONE and module != "__main__":
        return "it belongs to a library"
    if code.co_flags & 0x2A0:
        return "it is a generator or coroutine"
    source = "".join(linecache.getlines(code.co_filename, fn.__globals__))
    if not source:
        return "its source is not available"
    try:
        found, class_name = _find(source, code)
        check(found)
    except Unsuited as error:
        return str(error)
    except (SyntaxError, LookupError, RecursionError):
        return "its source could not be found in its file"
    return _compile(found, class_name, code)


@lru_cache(16)
def _definitions(source: str) -> dict[str, list[tuple[Any, str]]]:
    """The functions of a file by name, each with the class it is in. A file is parsed once for all its functions."""
    found: dict[str, list[tuple[Any, str]]] = {}

    def visit(node: ast.AST, class_name: str) -> None:
        for child in ast.iter_child_nodes(node):
            inside = class_name
            if isinstance(child, ast.ClassDef):
                inside = child.name
            elif isinstance(child, ast.FunctionDef):
                found.setdefault(child.name, []).append((child, class_name))
            elif isinstance(child, ast.Lambda):
                found.setdefault("<lambda>", []).append((child, class_name))
            visit(child, inside)

    visit(ast.parse(source), "")
    return found


def definition_at(file: str, line: int) -> Any:
    """The innermost function definition of a file around a line, as a syntax tree; None if there is none."""
    try:
        found = _definitions("".join(linecache.getlines(file)))
    except (SyntaxError, RecursionError):
        return None
    nodes = [n for hits in found.values() for n, _ in hits if isinstance(n, ast.FunctionDef) and n.lineno <= line <= (n.end_lineno or 0)]
    return max(nodes, key=lambda n: n.lineno, default=None)


def _find(source: str, code: CodeType) -> tuple[Any, str]:
    """A fresh copy of the syntax tree of `code`'s definition, and the class it is in."""
    hits = [hit for hit in _definitions(source).get(code.co_name, ()) if _is_of(hit[0], code)]
    if len(hits) != 1:
        raise LookupError
    node, class_name = hits[0]
    return copy.deepcopy(node), class_name


def _is_of(node: Any, code: CodeType) -> bool:
    if isinstance(node, ast.Lambda):
        return _is_lambda(node, code)
    return code.co_firstlineno in (node.lineno, min([node.lineno, *[d.lineno for d in node.decorator_list]]))


def _is_lambda(node: ast.Lambda, code: CodeType) -> bool:
    body = node.body
    at = next(((line, column) for line, _, column, _ in list(code.co_positions())[1:] if line and column is not None and (line, column) != (code.co_firstlineno, 0)), None)
    if at is None:
        return False
    start, end = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
    inner = any(
        isinstance(c, ast.Lambda) and (c.body.lineno, c.body.col_offset) <= at < (c.body.end_lineno or 0, c.body.end_col_offset or 0)
        for c in ast.walk(body)
    )
    arguments = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    return start <= at < end and not inner and list(code.co_varnames[: code.co_argcount]) == arguments


def _compile(node: Any, class_name: str, code: CodeType) -> CodeType | str:
    rewriter = Rewriter(code.co_filename, class_name)
    if isinstance(node, ast.Lambda):
        name = "<lambda>"
        body: list[ast.stmt] = [ast.Expr(rewriter.visit_Lambda(node))]
        node.args.defaults, node.args.kw_defaults = [ast.Constant(None)] * len(node.args.defaults), [d and ast.Constant(None) for d in node.args.kw_defaults]
    else:
        # Under its own name it would hide the global of that name, which it calls when it is recursive.
        name = node.name = "_ms_function"
        node.decorator_list, node.returns = [], None
        for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]:
            if a is not None:
                a.annotation = None
        node.args.defaults = [ast.Constant(None)] * len(node.args.defaults)
        node.args.kw_defaults = [d and ast.Constant(None) for d in node.args.kw_defaults]
        body = [rewriter.function(node)]
    # The variables that the function closes over are parameters of a function around it, which only the compiler sees.
    around = ast.FunctionDef(
        "_ms_around", ast.arguments([], [ast.arg(n) for n in dict.fromkeys(["_ms", "__class__", *code.co_freevars])], None, [], [], None, []),
        body, [], None, None,
    )  # fmt: skip
    if "type_params" in ast.FunctionDef._fields:
        around.type_params = []  # type: ignore[attr-defined]
    module = ast.fix_missing_locations(ast.Module([ast.copy_location(around, node)], []))
    try:
        compiled = compile(module, code.co_filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"rewriting failed: {error.msg}"
    outer = next(c for c in compiled.co_consts if isinstance(c, CodeType))
    made = next(c for c in outer.co_consts if isinstance(c, CodeType) and c.co_name == name)
    # Its first line stays that of `def`: lines are kept relative to it, and a decorator is not part of the rewritten form.
    made = _named(made, made.co_qualname, code.co_qualname).replace(co_name=code.co_name)
    _note(made)
    return made


def _named(made: CodeType, prefix: str, name: str) -> CodeType:
    """`made` and the functions in it, with `name` in the place of `prefix` in their names."""
    consts = tuple([_named(c, prefix, name) if isinstance(c, CodeType) else c for c in made.co_consts])
    return made.replace(co_qualname=made.co_qualname.replace(prefix, name, 1), co_consts=consts)


def _note(code: CodeType) -> None:
    _ours.add(code)
    for c in code.co_consts:
        if isinstance(c, CodeType):
            _note(c)
