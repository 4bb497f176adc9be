"""`return`, `break` and `continue` inside control flow, as flags: what follows runs only if none is set.

    if c: return a          if c: ret, did = a, True
    b()               →     else: b(); ret, did = d, True
    return d                return result(did, ret)
"""

from __future__ import annotations

import ast

RET, DID = "_ms_ret", "_ms_did"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_LOOPS = (ast.While, ast.For)


def jumps(node: ast.AST, inside_loop: bool = False) -> set[type]:
    """Which of Return, Break and Continue leave `node` (not those of loops or functions inside it)."""
    if isinstance(node, ast.Return):
        return {ast.Return}
    if isinstance(node, (ast.Break, ast.Continue)):
        return set() if inside_loop else {type(node)}
    if isinstance(node, _FUNCTIONS):
        return set()
    found: set[type] = set()
    for field, value in ast.iter_fields(node):
        inner = inside_loop or isinstance(node, _LOOPS) and field == "body"
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.expr):
                found |= jumps(child, inner)
    return found


def exits(body: list[ast.stmt]) -> bool:
    """Whether every path through `body` ends in a jump or an error."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, (ast.Return, ast.Break, ast.Continue, ast.Raise)):
        return True
    if isinstance(last, ast.While):
        return isinstance(last.test, ast.Constant) and bool(last.test.value) and not any(ast.Break in jumps(s) for s in last.body)
    if isinstance(last, ast.With):
        return exits(last.body)
    return isinstance(last, ast.If) and exits(last.body) and exits(last.orelse)


def needs_flags(body: list[ast.stmt]) -> bool:
    """Whether a `return` is inside control flow."""
    return any(ast.Return in jumps(s) for s in body if not isinstance(s, ast.Return))


def _at(node: ast.AST, made: ast.AST) -> ast.AST:
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _assign(name: str, value: ast.expr, at: ast.AST) -> ast.stmt:
    return _at(at, ast.Assign([ast.Name(name, ast.Store())], value))  # type: ignore[return-value]


def none_of(flags: list[str], at: ast.AST) -> ast.expr:
    """The expression that asks whether none of `flags` is set."""
    call = ast.Call(ast.Attribute(ast.Name("_ms", ast.Load()), "none_of", ast.Load()), [ast.Name(f, ast.Load()) for f in flags], [])
    call._ms = True  # type: ignore[attr-defined]
    return _at(at, call)  # type: ignore[return-value]


class Lowering:
    """Rewrites the statements of one function."""

    def __init__(self) -> None:
        self.loops = 0

    def function(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """The whole body; its value is given by `result`."""
        if not needs_flags(body):
            return self.block(body, "", "", False)
        first = body[0]
        start = [_assign(DID, ast.Constant(False), first)]
        undefined = ast.Attribute(ast.Name("_ms", ast.Load()), "UNDEFINED", ast.Load())
        start.append(_assign(RET, undefined, first))
        names: list[ast.expr] = [ast.Name(n, ast.Load()) for n in (DID, RET)]
        call = ast.Call(ast.Attribute(ast.Name("_ms", ast.Load()), "result", ast.Load()), names, [])
        call._ms = True  # type: ignore[attr-defined]
        end = _at(body[-1], ast.Return(names[1] if exits(body) else call))
        return [*start, *self.block(body, "", "", True), end]  # type: ignore[list-item]

    def block(self, body: list[ast.stmt], brk: str, cont: str, flagged: bool) -> list[ast.stmt]:
        """Statements in a loop whose flags are `brk` and `cont`; returns become flags if `flagged`."""
        out: list[ast.stmt] = []
        for i, s in enumerate(body):
            rest = body[i + 1 :]
            if isinstance(s, ast.Return) and flagged:
                out.append(_assign(RET, s.value or ast.Constant(None), s))
                out.append(_assign(DID, ast.Constant(True), s))
                return out
            if isinstance(s, (ast.Break, ast.Continue)):
                out.append(_assign(brk if isinstance(s, ast.Break) else cont, ast.Constant(True), s))
                return out
            found = jumps(s)
            if not flagged:
                found.discard(ast.Return)
            if isinstance(s, ast.If):
                if found and rest:
                    if exits(s.body) and not exits(s.orelse):
                        s.orelse, rest = [*s.orelse, *rest], []
                    elif s.orelse and exits(s.orelse):
                        s.body, rest = [*s.body, *rest], []
                s.body = self.block(s.body, brk, cont, flagged) or [ast.Pass()]
                s.orelse = self.block(s.orelse, brk, cont, flagged)
                out.append(s)
                if not rest:
                    return out
            elif isinstance(s, _LOOPS):
                out += self.loop(s, flagged)
                found -= {ast.Break, ast.Continue} if not s.orelse else set()
            else:
                for field in ("body", "orelse", "finalbody"):
                    inner = getattr(s, field, None)
                    if isinstance(inner, list) and not isinstance(s, _FUNCTIONS):
                        setattr(s, field, self.block(inner, brk, cont, flagged))
                for handler in getattr(s, "handlers", ()):
                    handler.body = self.block(handler.body, brk, cont, flagged)
                for case in getattr(s, "cases", ()):
                    case.body = self.block(case.body, brk, cont, flagged)
                out.append(s)
            if found and rest:
                flags = [f for f, kind in ((DID, ast.Return), (brk, ast.Break), (cont, ast.Continue)) if kind in found]
                after = self.block(rest, brk, cont, flagged)
                out.append(_at(rest[0], ast.If(none_of(flags, rest[0]), after, [])))  # type: ignore[arg-type]
                return out
        return out

    def loop(self, s: ast.While | ast.For, flagged: bool) -> list[ast.stmt]:
        """A loop with its own flags; its `else` runs if no `break` was met."""
        self.loops += 1
        own = set().union(*[jumps(c) for c in s.body])
        brk = f"_ms_brk{self.loops}" if ast.Break in own else ""
        cont = f"_ms_cont{self.loops}" if ast.Continue in own else ""
        returns = flagged and ast.Return in own
        orelse, s.orelse = s.orelse, []
        s.body = self.block(s.body, brk, cont, flagged)
        if cont:
            s.body.insert(0, _assign(cont, ast.Constant(False), s))
        s._ms_stop = [f for f in (DID if returns else "", brk) if f]  # type: ignore[union-attr]
        out: list[ast.stmt] = [_assign(brk, ast.Constant(False), s)] if brk else []
        out.append(s)
        if orelse:
            ends = s._ms_stop  # type: ignore[union-attr]
            after = self.block(orelse, "", "", flagged)
            out += [_at(orelse[0], ast.If(none_of(ends, orelse[0]), after, []))] if ends else after  # type: ignore[list-item]
        return out
