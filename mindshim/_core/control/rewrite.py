"""Statements and expressions of a function as calls of `runtime`, which decides at trace time what they become.

Lines and columns are kept: tracebacks and debuggers show the user's source.
"""

from __future__ import annotations

import ast
from typing import Any

from mindshim._core.control.jumps import Lowering

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPARE = {
    ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne", ast.Is: "is_",
    ast.IsNot: "is_not", ast.In: "in_", ast.NotIn: "not_in",
}  # fmt: skip
_FRAME_USERS = frozenset(("locals", "eval", "exec", "vars", "dir"))


class Unsuited(Exception):
    """A function that is left as it is, with the reason."""


def check(node: ast.AST, top: bool = True) -> None:
    """Refuse functions whose meaning would change in the rewriting."""
    for child in ast.walk(node):
        if isinstance(child, ast.NamedExpr):
            raise Unsuited("it has an assignment expression (:=)")
        if isinstance(child, (ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)):
            raise Unsuited("it is a generator or coroutine")
        if isinstance(child, (ast.Try, ast.TryStar)) and any(isinstance(c, (ast.Return, ast.Break, ast.Continue)) for c in ast.walk(child)):
            raise Unsuited("it leaves a 'try' by return, break or continue")
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in _FRAME_USERS:
            raise Unsuited(f"it calls {child.func.id}()")
        if isinstance(child, (ast.Import, ast.ImportFrom)) and any(a.name == "*" for a in child.names):
            raise Unsuited("it imports *")


def stored(nodes: list[Any]) -> list[str]:
    """The variables of the function that `nodes` bind or delete, in order."""
    found: dict[str, None] = {}

    def visit(node: Any) -> None:
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            found[node.id] = None
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = None
            return
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for a in node.names:
                found[a.asname or a.name.split(".")[0]] = None
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found[node.name] = None
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            found[node.name] = None
        elif isinstance(node, ast.MatchMapping) and node.rest:
            found[node.rest] = None
        if isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
            return
        for child in ast.iter_child_nodes(node):
            visit(child)

    for node in nodes:
        visit(node)
    return list(found)


def _ms(name: str) -> ast.expr:
    return ast.Attribute(ast.Name("_ms", ast.Load()), name, ast.Load())


def _call(name: str, args: list[Any], **keywords: Any) -> ast.Call:
    return ast.Call(_ms(name), args, [ast.keyword(k, v if isinstance(v, ast.expr) else ast.Constant(v)) for k, v in keywords.items()])


def _thunk(body: ast.expr) -> ast.Lambda:
    return ast.Lambda(ast.arguments([], [], None, [], [], None, []), body)


def _names(names: list[str], ctx: Any) -> list[ast.expr]:
    return [ast.Name(n, ctx()) for n in names]


def _simple(node: ast.expr) -> bool:
    """Whether evaluating an expression twice does nothing the second time: names, their attributes, constant items."""
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.Attribute):
        return _simple(node.value)
    if isinstance(node, ast.Subscript):
        return _simple(node.value) and (isinstance(node.slice, ast.Constant) or _simple(node.slice))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


class Rewriter(ast.NodeTransformer):
    """Rewrites one function and those defined in it."""

    def __init__(self, file: str, class_name: str = "") -> None:
        self.file = file
        self.class_name = class_name.lstrip("_")
        self.first_argument = ""
        self.count = 0
        self.nonlocals: set[str] = set()
        self.globals: set[str] = set()
        self.bound: set[str] = set()

    # -- functions -----------------------------------------------------------------------------------------------

    def function(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """A function definition, rewritten; its decorators, defaults and annotations are left alone."""
        outer = (self.first_argument, self.nonlocals, self.globals, self.bound)
        arguments = [*node.args.posonlyargs, *node.args.args]
        if arguments:
            self.first_argument = arguments[0].arg
        self.nonlocals = {n for c in node.body for n in _declared(c, ast.Nonlocal)}
        self.globals = {n for c in node.body for n in _declared(c, ast.Global)}
        self.bound = set()
        body = node.body
        document = []
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
            document, body = body[:1], body[1:] or [ast.copy_location(ast.Pass(), body[0])]
        body = Lowering().function(body)
        assigned = self._assigned(body)
        lines = [*[ast.copy_location(s, body[0]) for s in assigned], *self.block(body)]
        fresh = [n for n in sorted(self.bound) if n not in self.nonlocals]
        if fresh:
            # Lets the branch functions find them as variables of this function; it never runs.
            binding = ast.If(ast.Constant(False), [ast.Assign(_names(fresh, ast.Store), ast.Constant(None))], [])
            lines.insert(0, ast.copy_location(binding, node.body[0]))
        for kind, names in ((ast.Global, self.globals), (ast.Nonlocal, self.nonlocals)):
            if names:
                lines.insert(0, ast.copy_location(kind(sorted(names)), node.body[0]))
        node.body = [*document, *lines]
        self.first_argument, self.nonlocals, self.globals, self.bound = outer
        ast.fix_missing_locations(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:  # noqa: N802
        """A function defined inside: rewritten with the one around it."""
        node.decorator_list = [self.visit(d) for d in node.decorator_list]
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        node.args.kw_defaults = [d and self.visit(d) for d in node.args.kw_defaults]
        return self.function(node)

    def visit_Lambda(self, node: ast.Lambda) -> Any:  # noqa: N802
        """A lambda: its expression."""
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        node.body = self.visit(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:  # noqa: N802
        """A class defined inside a function is left alone; its methods are rewritten when they are called."""
        return node

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Statements, rewritten."""
        out: list[ast.stmt] = []
        for s in body:
            made = self.visit(s)
            out += made if isinstance(made, list) else [made]
        return out

    # -- statements ----------------------------------------------------------------------------------------------

    def _where(self, node: ast.AST) -> ast.Constant:
        return ast.Constant(f"{self.file}:{node.lineno}")  # type: ignore[attr-defined]

    def _state(self, names: list[str], k: int, at: ast.AST) -> list[ast.stmt]:
        """The functions that read and write the variables `names`."""
        read: list[ast.stmt] = []
        values: list[ast.expr] = []
        for i, n in enumerate(names):
            value = f"_ms_v{i}"
            read.append(
                ast.Try(
                    [ast.Assign([ast.Name(value, ast.Store())], ast.Name(n, ast.Load()))],
                    [ast.ExceptHandler(ast.Name("NameError", ast.Load()), None, [ast.Assign([ast.Name(value, ast.Store())], _ms("UNDEFINED"))])],
                    [], [],
                )  # fmt: skip
            )
            values.append(ast.Name(value, ast.Load()))
        read.append(ast.Return(ast.Tuple(values, ast.Load())))
        write: list[ast.stmt] = self._own(names)
        if names:
            write.append(ast.Assign([ast.Tuple(_names(names, ast.Store), ast.Store())], ast.Name("_ms_s", ast.Load())))
        for n in names:
            same = ast.Compare(ast.Name(n, ast.Load()), [ast.Is()], [_ms("UNDEFINED")])
            if n != "_ms_ret":
                write.append(ast.If(same, [ast.Delete([ast.Name(n, ast.Del())])], []))
        return [
            self._define(f"_ms_get{k}", [], read, at),
            self._define(f"_ms_put{k}", ["_ms_s"], write or [ast.Pass()], at),
        ]

    def _own(self, names: list[str]) -> list[ast.stmt]:
        made: list[ast.stmt] = [ast.Nonlocal(list(names))] if names else []
        return [*made, ast.Global(sorted(self.globals))] if self.globals else made

    def _assigned(self, body: list[Any]) -> list[ast.stmt]:
        """Statements that tell the runtime which variables outside the function `body` may assign."""
        out: list[ast.stmt] = []
        for name in stored(body) if self.globals or self.nonlocals else ():
            if name in self.globals:
                variables = ast.Call(ast.Name("globals", ast.Load()), [], [])
                out.append(ast.Expr(_call("touch_global", [variables, ast.Constant(name)])))
            elif name in self.nonlocals:
                out.append(ast.Expr(_call("touch_nonlocal", [_thunk(ast.Name(name, ast.Load()))])))
        return out

    def _local(self, names: list[str]) -> list[str]:
        return [n for n in names if n not in self.globals]

    def visit_Global(self, node: ast.Global) -> Any:  # noqa: N802
        """`global`: stands at the beginning of the rewritten function."""
        return ast.copy_location(ast.Pass(), node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> Any:  # noqa: N802
        """`nonlocal`: as `global`."""
        return ast.copy_location(ast.Pass(), node)

    def _define(self, name: str, arguments: list[str], body: list[ast.stmt], at: ast.AST) -> ast.stmt:
        args = ast.arguments([], [ast.arg(a) for a in arguments], None, [], [], None, [])
        made = ast.FunctionDef(name, args, body, [], None, None)
        if hasattr(made, "type_params") or "type_params" in ast.FunctionDef._fields:
            made.type_params = []  # type: ignore[attr-defined]
        return ast.copy_location(made, at)

    def _number(self, names: list[str]) -> int:
        self.count += 1
        self.bound.update(names)
        return self.count

    def visit_If(self, node: ast.If) -> Any:  # noqa: N802
        """`if`: both branches become functions."""
        names = self._local(stored([*node.body, *node.orelse]))
        k = self._number(names)
        test = self.condition(node.test)
        then = [*self._own(names), *self._assigned(node.body), *self.block(node.body)]
        orelse = [*self._own(names), *self._assigned(node.orelse), *(self.block(node.orelse) or [ast.Pass()])]
        call = _call(
            "if_",
            [test, *_names([f"_ms_then{k}", f"_ms_else{k}", f"_ms_get{k}", f"_ms_put{k}"], ast.Load), _tuple(names), self._where(node)],
        )
        return [
            *self._state(names, k, node), self._define(f"_ms_then{k}", [], then, node),
            self._define(f"_ms_else{k}", [], orelse, node), _statement(call, node),
        ]  # fmt: skip

    def visit_While(self, node: ast.While) -> Any:  # noqa: N802
        """`while`: condition and body become functions."""
        names = self._local(stored(node.body))
        k = self._number(names)
        body = [*self._own(names), *self._assigned(node.body), *self.block(node.body)]
        stop = _thunk(ast.Tuple(_names(getattr(node, "_ms_stop", []), ast.Load), ast.Load()))
        call = _call(
            "while_",
            [
                _thunk(self.condition(node.test)), *_names([f"_ms_body{k}", f"_ms_get{k}", f"_ms_put{k}"], ast.Load),
                _tuple(names), self._where(node), stop,
            ],
        )  # fmt: skip
        return [*self._state(names, k, node), self._define(f"_ms_body{k}", [], body, node), _statement(call, node)]

    def visit_For(self, node: ast.For) -> Any:  # noqa: N802
        """`for`: the body becomes a function of the item."""
        names = self._local(stored([node.target, *node.body]))
        k = self._number(names)
        assign = ast.copy_location(ast.Assign([node.target], ast.Name("_ms_item", ast.Load())), node.target)
        body = [*self._own(names), *self._assigned([node.target, *node.body]), *self.block([assign, *node.body])]
        flags = getattr(node, "_ms_stop", [])
        stop: ast.expr = _thunk(ast.Tuple(_names(flags, ast.Load), ast.Load())) if flags else ast.Constant(None)
        call = _call(
            "for_",
            [
                self.visit(node.iter), *_names([f"_ms_body{k}", f"_ms_get{k}", f"_ms_put{k}"], ast.Load),
                _tuple(names), self._where(node), stop,
            ],
        )  # fmt: skip
        return [*self._state(names, k, node), self._define(f"_ms_body{k}", ["_ms_item"], body, node), _statement(call, node)]

    def visit_Assert(self, node: ast.Assert) -> Any:  # noqa: N802
        """`assert`."""
        message = _thunk(ast.Tuple([self.visit(node.msg)] if node.msg else [], ast.Load()))
        return _statement(_call("assert_", [self.condition(node.test), message, self._where(node)]), node)

    def _touches(self, targets: list[ast.expr]) -> list[ast.stmt]:
        """Statements that tell the runtime which objects the targets change."""
        out: list[ast.stmt] = []
        for t in targets:
            if isinstance(t, (ast.Tuple, ast.List)):
                out += self._touches(t.elts)
            elif isinstance(t, ast.Starred):
                out += self._touches([t.value])
            elif isinstance(t, (ast.Subscript, ast.Attribute)):
                if not _simple(t.value):
                    call = _call("touch_unknown", [])
                else:
                    base = self.visit(_load(t.value))
                    call = _call("touch", [base]) if isinstance(t, ast.Subscript) else _call("touch_attribute", [base, ast.Constant(self._mangled(t.attr))])
                out.append(_statement(call, t))
        return out

    def visit_Assign(self, node: ast.Assign) -> Any:  # noqa: N802
        """An assignment: objects that it changes are told first, after its value is computed."""
        touches = self._touches(node.targets)
        node.value = self.visit(node.value)
        node.targets = [self.visit(t) for t in node.targets]
        if not touches:
            return node
        value = ast.copy_location(ast.Assign([ast.Name("_ms_value", ast.Store())], node.value), node)
        self.bound.discard("_ms_value")
        target = node.targets[0]
        if len(node.targets) == 1 and isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Tuple):
            call = _call("set_item", [target.value, _key(target.slice), ast.copy_location(ast.Name("_ms_value", ast.Load()), node)])
            return [value, *touches, _statement(call, node)]
        node.value = ast.copy_location(ast.Name("_ms_value", ast.Load()), node)
        return [value, *touches, node]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:  # noqa: N802
        """An annotated assignment is one; annotations of variables mean nothing inside a function."""
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return self.visit(ast.copy_location(ast.Assign([node.target], node.value), node))

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:  # noqa: N802
        """`+=` and its like, which change a list in place."""
        node.value = self.visit(node.value)
        if isinstance(node.target, ast.Name):
            touch = _call("touch_inplace", [ast.Name(node.target.id, ast.Load())])
            return [_statement(touch, node), node]
        touches = self._touches([node.target])
        if _simple(node.target):
            touches.append(_statement(_call("touch_inplace", [_load(node.target)]), node))
        elif not touches or not _simple(node.target.value):
            touches.append(_statement(_call("touch_unknown", []), node))
        node.target = self.visit(node.target)
        return [*touches, node]

    def visit_Delete(self, node: ast.Delete) -> Any:  # noqa: N802
        """`del`."""
        return [*self._touches(node.targets), self.generic_visit(node)]

    # -- expressions ---------------------------------------------------------------------------------------------

    def condition(self, node: ast.expr) -> ast.expr:
        """An expression of which only the truth counts."""
        if isinstance(node, ast.BoolOp):
            return self._bool_op(node, True)
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            return self._chain(node, True)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.visit_UnaryOp(node)
        return self.visit(node)

    def _bool_op(self, node: ast.BoolOp, test: bool) -> ast.expr:
        parts = [self.condition(v) if test else self.visit(v) for v in node.values]
        name = "and_" if isinstance(node.op, ast.And) else "or_"
        call = _call(name, [parts[0], *[_thunk(p) for p in parts[1:]]], where=self._where(node), test=test)
        return ast.copy_location(call, node)

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:  # noqa: N802
        """`and`, `or`."""
        return self._bool_op(node, False)

    def _chain(self, node: ast.Compare, test: bool) -> ast.expr:
        links: list[ast.expr] = []
        for op, right in zip(node.ops, node.comparators, strict=True):
            links.append(ast.Tuple([_ms(_COMPARE[type(op)]), _thunk(self.visit(right))], ast.Load()))
        return ast.copy_location(_call("chain", [self.visit(node.left), *links], where=self._where(node), test=test), node)

    def visit_Compare(self, node: ast.Compare) -> Any:  # noqa: N802
        """`a < b < c`, and `a in b`; another single comparison is the Tensors' own business."""
        if len(node.ops) > 1:
            return self._chain(node, False)
        self.generic_visit(node)
        if isinstance(node.ops[0], (ast.In, ast.NotIn)):
            return ast.copy_location(_call(_COMPARE[type(node.ops[0])], [node.left, node.comparators[0]]), node)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:  # noqa: N802
        """`not`."""
        if not isinstance(node.op, ast.Not):
            return self.generic_visit(node)
        return ast.copy_location(_call("not_", [self.condition(node.operand)]), node)

    def visit_IfExp(self, node: ast.IfExp) -> Any:  # noqa: N802
        """The conditional expression."""
        call = _call("choose", [self.condition(node.test), _thunk(self.visit(node.body)), _thunk(self.visit(node.orelse)), self._where(node)])
        return ast.copy_location(call, node)

    def visit_Call(self, node: ast.Call) -> Any:  # noqa: N802
        """A call: what is called is rewritten too."""
        if getattr(node, "_ms", False):
            return node
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            if not node.args and self.first_argument:
                node.args = [ast.copy_location(ast.Name(n, ast.Load()), node) for n in ("__class__", self.first_argument)]
            return node
        node.args = [self.visit(a) for a in node.args]
        for k in node.keywords:
            k.value = self.visit(k.value)
        node.func = ast.copy_location(_call("call", [self.visit(node.func)]), node.func)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:  # noqa: N802
        """An f-string: which text a Tensor gives there, depends on the others."""
        values: list[ast.expr] = []
        names: list[ast.arg] = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                names.append(ast.arg(f"_ms_f{len(names)}"))
                values.append(self.visit(part.value))
                part.value = ast.copy_location(ast.Name(names[-1].arg, ast.Load()), part)
                if part.format_spec is not None:
                    part.format_spec = self.generic_visit(part.format_spec)  # type: ignore[assignment]
        if not values:
            return node
        make = ast.Lambda(ast.arguments([], names, None, [], [], None, []), node)
        return ast.copy_location(_call("text", [make, *values]), node)

    def visit_Subscript(self, node: ast.Subscript) -> Any:  # noqa: N802
        """An item at an index, or a slice, which may be marked by `mutable`."""
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or isinstance(node.slice, (ast.Constant, ast.Tuple)):
            return node
        if isinstance(node.slice, ast.Slice) and all(p is None or isinstance(p, ast.Constant) for p in (node.slice.lower, node.slice.upper, node.slice.step)):
            return node
        return ast.copy_location(_call("item", [node.value, _key(node.slice)]), node)

    # -- names of private members --------------------------------------------------------------------------------

    def _mangled(self, name: str) -> str:
        return f"_{self.class_name}{name}" if self.class_name and name.startswith("__") and not name.endswith("__") else name

    def visit_Attribute(self, node: ast.Attribute) -> Any:  # noqa: N802
        """A private attribute, whose real name has the class in it."""
        node.attr = self._mangled(node.attr)
        node.value = self.visit(node.value)
        if node.attr == "has_key" and isinstance(node.ctx, ast.Load):
            return ast.copy_location(_call("has_key", [node.value]), node)
        if isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id == "super":
            return ast.copy_location(_call("of_super", [node.value, ast.Constant(node.attr)]), node)
        return node


def _declared(node: ast.AST, kind: Any) -> list[str]:
    if isinstance(node, kind):
        return list(node.names)  # type: ignore[attr-defined]
    if isinstance(node, _FUNCTIONS):
        return []
    return [n for c in ast.iter_child_nodes(node) for n in _declared(c, kind)]


def _tuple(names: list[str]) -> ast.expr:
    return ast.Tuple([ast.Constant(n) for n in names], ast.Load())


def _statement(call: ast.expr, at: ast.AST) -> ast.stmt:
    return ast.copy_location(ast.Expr(ast.copy_location(call, at)), at)


def _key(node: ast.expr) -> ast.expr:
    """An index or slice as an expression."""
    if not isinstance(node, ast.Slice):
        return node
    parts = [p or ast.copy_location(ast.Constant(None), node) for p in (node.lower, node.upper, node.step)]
    return ast.copy_location(_call("part", parts), node)


def _load(node: ast.expr) -> ast.expr:
    """The same expression, read."""
    made = ast.parse(ast.unparse(node), mode="eval").body
    for child in ast.walk(made):
        ast.copy_location(child, node)
    return made
