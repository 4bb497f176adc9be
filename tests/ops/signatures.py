"""Comparing a face's signature with the one MindSpore has."""

from __future__ import annotations

import ast
import inspect
from typing import Any

_ABSENT: Any = object()
_OPAQUE: Any = object()


def parse(text: str) -> list[tuple[str, str, Any]]:
    """`(name, kind, default)` of each parameter of a signature such as "(x, axis=(), *, dtype=None)"."""
    try:
        args = ast.parse(f"def f{text}: pass").body[0].args  # type: ignore[attr-defined]
    except SyntaxError:
        return [("?", "opaque", None)]
    rows = []
    positional = [*args.posonlyargs, *args.args]
    defaults = [_ABSENT] * (len(positional) - len(args.defaults)) + [_value(d) for d in args.defaults]
    rows += [(a.arg, "positional", d) for a, d in zip(positional, defaults, strict=True)]
    if args.vararg:
        rows.append((args.vararg.arg, "*", _ABSENT))
    rows += [
        (a.arg, "keyword", _ABSENT if d is None else _value(d))
        for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)
    ]
    if args.kwarg:
        rows.append((args.kwarg.arg, "**", _ABSENT))
    return rows


def _value(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return _OPAQUE


def described(signature: inspect.Signature) -> list[tuple[str, str, Any]]:
    """The same for a real signature."""
    kinds = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**", "KEYWORD_ONLY": "keyword"}
    return [
        (p.name, kinds.get(p.kind.name, "positional"), _ABSENT if p.default is p.empty else p.default)
        for p in signature.parameters.values()
    ]


def _equal(got: list[tuple[str, str, Any]], want: list[tuple[str, str, Any]]) -> bool:
    if len(got) != len(want):
        return False
    for (n, k, d), (wn, wk, wd) in zip(got, want, strict=True):
        # The documentation writes `f(*inputs)` as `f(inputs)` here and there.
        starred = k == "*" and wk == "positional" and len(want) == 1
        if n != wn or (k != wk and not starred) or (d is _ABSENT) != (wd is _ABSENT):
            return False
        if wd not in (_ABSENT, _OPAQUE) and d is not _ABSENT and not (type(d) is type(wd) and d == wd):
            if not (isinstance(d, (int, float)) and isinstance(wd, (int, float)) and d == wd):
                return False
    return True


def _method(signature: inspect.Signature) -> inspect.Signature:
    return signature.replace(parameters=list(signature.parameters.values())[1:])


def problem(obj: Any, row: dict[str, Any], method: bool) -> str | None:
    """Why the signature of `obj` is not the recorded one, or None."""
    if isinstance(obj, property):
        return None
    got = inspect.signature(obj)
    if method:
        got = _method(got)
    if "overloads" in row:
        shown = described(got)
        if [k for _, k, _ in shown] == ["*", "**"]:
            return None
        return _overloads(got, row["overloads"])
    want = parse(row["signature"])
    if any(k == "opaque" for _, k, _ in want):
        return None
    if not _equal(described(got), want):
        return f"{got} should be {row['signature']}"
    if "call" in row and isinstance(obj, type):
        call = getattr(obj, "_call_params", None)
        signature = call.signature() if call is not None else _method(inspect.signature(obj.__call__))
        if not _equal(described(signature), parse(row["call"])):
            return f".__call__{signature} should be {row['call']}"
    return None


def _overloads(got: inspect.Signature, overloads: list[str]) -> str | None:
    for text in overloads:
        rows = parse(text)
        positional = [n for n, k, _ in rows if k == "positional"]
        by_name = {n: 0 for n, k, _ in rows if k in ("positional", "keyword")}
        required = {n: 0 for n, _, d in rows if d is _ABSENT and n in by_name}
        try:
            got.bind(*positional)
            got.bind(**by_name)
            got.bind(**required)
        except TypeError as error:
            return f"{got} does not take the form {text}: {error}"
    return None
