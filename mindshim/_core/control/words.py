"""Errors of Python in a compiled function, in the words of MindSpore's compiler.

Only what the user's own line raised by an operation is put into other words; what the program raises itself, or a
library, passes as it is. The traceback stays.
"""

from __future__ import annotations

import ast
import dis
import linecache
import re
from collections.abc import Callable
from contextvars import ContextVar
from types import CodeType, TracebackType

from mindshim._core.control import runtime
from mindshim._core.control.source import definition_at
from mindshim._core.operators import bind
from mindshim._core.tensor import Tensor
from mindshim._core.tracebacks import LIBRARIES

#: The traceback of the error that is being translated, from its beginning.
_outermost: ContextVar[TracebackType | None] = ContextVar("_outermost", default=None)
#: Functions that stand for an operation on the user's line.
_ITEMS = (runtime.item.__code__, runtime.set_item.__code__, runtime.at_index.__code__)
_UNBOUND = re.compile(r"cannot access (?:local|free) variable '(\w+)'")
_UNEXPECTED = re.compile(r"\(\) got an unexpected keyword argument '(\w+)'")
_UNDEFINED = re.compile(r"(?:global )?name '(\w+)' is not defined")


def translate(error: Exception) -> Exception:
    """The error that a compiled function raises in the place of `error`: `error` itself, or one with its traceback."""
    find = _RULES.get(type(error))
    if find is None:
        return error
    tb = error.__traceback__
    _outermost.set(tb)
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    if tb is None:
        return error
    try:
        made = _of_undefined(error, tb) or find(error, str(error), tb)
    finally:
        _outermost.set(None)
    if made is None:
        return error
    made.__suppress_context__ = True
    return made.with_traceback(error.__traceback__)


def _instruction(tb: TracebackType) -> tuple[str, str]:
    """What the line was doing: the name of its instruction, and which operator."""
    for found in dis.get_instructions(tb.tb_frame.f_code):
        if found.offset == tb.tb_lasti:
            return found.opname, found.argrepr
    return "", ""


def _of_user(tb: TracebackType) -> bool:
    code = tb.tb_frame.f_code
    return code in _ITEMS or not code.co_filename.startswith(LIBRARIES)


def _is_method(name: str) -> bool:
    """Whether this is what Python calls a method of Tensor, for which the compiler says the same as PyNative."""
    return name.startswith("Tensor.") or any(getattr(v, "__qualname__", "") == name for v in vars(Tensor).values())


def _within_users() -> bool:
    """Whether the error comes from within the user's function, and not from how that was called."""
    link = _outermost.get()
    while link is not None and not _of_user(link):
        link = link.tb_next
    return link is not None


def _line(tb: TracebackType) -> str:
    """The user's line that an error comes from, to be quoted."""
    link = _outermost.get()
    while link is not None:
        if _of_user(link) and link.tb_frame.f_code not in _ITEMS:
            tb = link
        link = link.tb_next
    file = tb.tb_frame.f_code.co_filename
    text = linecache.getline(file, tb.tb_lineno).strip()
    return f"\n# In file {file}:{tb.tb_lineno}\n    {text}" if text else ""


def _of_undefined(error: Exception, tb: TracebackType) -> Exception | None:
    """The error that the functions on the way to `error` use a name which is nowhere defined: MindSpore looks for that first."""
    if isinstance(error, NameError) or _instruction(tb)[0] == "RAISE_VARARGS" and _of_user(tb):
        return None
    link = _outermost.get()
    while link is not None:
        frame = link.tb_frame
        if _of_user(link) and frame.f_code not in _ITEMS:
            known = frame.f_globals.keys() | frame.f_builtins.keys()
            for name, line in _globals_of(frame.f_code):
                if name not in known:
                    file = frame.f_code.co_filename
                    text = linecache.getline(file, line).strip()
                    return NameError(f"The name '{name}' is not defined, or not supported in graph mode.\n# In file {file}:{line}\n    {text}")
        link = link.tb_next
    return None


def _globals_of(code: CodeType) -> list[tuple[str, int]]:
    """The global names that a function and those in it read, and on which lines."""
    steps = list(dis.get_instructions(code))
    set_here = {i.argval for i in steps if i.opname == "STORE_GLOBAL"}
    found = [(i.argval, (i.positions and i.positions.lineno) or 0) for i in steps if i.opname == "LOAD_GLOBAL" and i.argval not in set_here]
    for c in code.co_consts:
        if isinstance(c, CodeType):
            found += _globals_of(c)
    return found


def _division(error: Exception, text: str, tb: TracebackType) -> Exception | None:
    name, operator = _instruction(tb)
    if name != "BINARY_OP" or not _of_user(tb):
        return None
    if operator.startswith("%"):
        return ValueError(f"Cannot perform modulo operation on zero.{_line(tb)}")
    return ValueError(f"The divisor could not be zero.{_line(tb)}")


def _key(error: Exception, text: str, tb: TracebackType) -> Exception | None:
    if not _of_user(tb) or not _instruction(tb)[0].startswith("BINARY_SUBSCR"):
        return None
    return ValueError(f"The key {error.args[0]} does not exist in the dict.{_line(tb)}")


#: What Python says, beginning with these words, and MindSpore's type and words; the second word says whether the error
#: may come from this package (a Tensor's method that Python calls) instead of the user's line.
_TEXTS: dict[type, list[tuple[str, bool, type[Exception], str]]] = {
    IndexError: [
        ("pop index out of range", False, IndexError, "The pop index out of range."),
        ("pop from empty list", False, IndexError, "The pop index out of range."),
    ],
    ValueError: [
        ("slice step cannot be zero", False, ValueError, "Slice step cannot be zero."),
        ("negative shift count", False, ValueError, "For shift operator, shift count must be a non-negative integer."),
        ("tuple.index(x): x not in tuple", True, ValueError, "The value is not in the tuple."),
        (
            "The tensor should have only one element", True, ValueError,
            "The truth value of an array with more than one element is ambiguous. A tensor of one element can be converted to bool, but not this",
        ),
    ],
    TypeError: [
        ("slice indices must be", False, TypeError, "Slice indices must be integers or bool."),
        ("For 'Tensor', slice indices must be", True, TypeError, "Slice indices must be integers or bool."),
        ("Not support len of a 0-D tensor", True, TypeError, "Not support len of a 0-D tensor."),
        ("For 'make_range'", True, TypeError, "For 'make_range', the inputs should be int scalars."),
        ("unhashable type", False, RuntimeError, "key only supports string, number, type, none, constant tensor and tuple, but got another"),
        ("mutable() missing", False, RuntimeError, "For 'mutable', the number of inputs should be 1 or 2, but got 0."),
        ("iteration over a 0-d tensor", True, TypeError, "Cannot iterate over a scalar tensor."),
    ],
}  # fmt: skip


def _binding(tb: TracebackType) -> Exception | None:
    """A Primitive that is called with too many or too few inputs."""
    call = tb.tb_frame.f_locals
    names, given, name = call["names"], len(call["args"]) + len(call["kwargs"]), call["title"]
    if not name[:1].isupper():
        return None
    if given > len(names):
        return TypeError(f"For Operator[{name}], the number of inputs should be less than or equal to {len(names)}, but got {given}.")
    if len(names) == 2 and names[1] in ("y", "other"):
        return RuntimeError(f"For 'S_Prim_{name}', the size of input should be 2, but got {given}. Please check inputs of the operator.")
    return TypeError(f"For Operator[{name}], the number of inputs (including default arguments) should be {len(names)}, but got {given}.")


def _by_text(error: Exception, text: str, tb: TracebackType) -> Exception | None:
    for begins, anywhere, kind, words in _TEXTS[type(error)]:
        if text.startswith(begins) and (anywhere or _of_user(tb)):
            return kind(f"{words} ({text}){_line(tb)}" if anywhere else f"{words}{_line(tb)}")
    unexpected = _UNEXPECTED.search(text)
    if type(error) is TypeError and unexpected is not None and not _is_method(text[: unexpected.start()]) and _within_users():
        return RuntimeError(f"Got an unexpected keyword argument '{unexpected.group(1)}'. ({text}){_line(tb)}")
    if type(error) is TypeError and tb.tb_frame.f_code is bind.__code__ and ("() missing" in text or "() takes" in text):
        return _binding(tb)
    if type(error) is TypeError and text.endswith("object is not callable") and _of_user(tb) and _instruction(tb)[0].startswith("CALL"):
        return ValueError(f"The object is not callable. Please check code: {text}.{_line(tb)}")
    return None


def _name(error: Exception, text: str, tb: TracebackType) -> Exception | None:
    if not _of_user(tb):
        return None
    found = _UNBOUND.match(text)
    if found is not None:
        why = _why_unbound(found.group(1), tb) or f"The local variable '{found.group(1)}' is not defined."
        return UnboundLocalError(why + _lines_before(tb) + _line(tb))
    found = _UNDEFINED.match(text)
    if found is not None:
        return NameError(f"The name '{found.group(1)}' is not defined, or not supported in graph mode.{_line(tb)}")
    return None


def _lines_before(tb: TracebackType) -> str:
    """The function from its beginning to the line of an error, where the value should have come from."""
    file = tb.tb_frame.f_code.co_filename
    node = definition_at(file, tb.tb_lineno)
    lines = [] if node is None else [linecache.getline(file, i).rstrip() for i in range(node.lineno, tb.tb_lineno)]
    return "".join("\n" + line for line in lines)


def _why_unbound(name: str, tb: TracebackType) -> str | None:
    """Where the function gives `name` its value: in one branch of an `if`, or in the body of a loop."""
    node = definition_at(tb.tb_frame.f_code.co_filename, tb.tb_lineno)
    return None if node is None else _why_in(name, node.body, tb.tb_lineno)


def _why_in(name: str, body: list[ast.stmt], line: int) -> str | None:
    for s in body:
        if not isinstance(s, (ast.For, ast.While, ast.If)):
            continue
        if s.body[0].lineno <= line <= (s.end_lineno or 0):
            # The value is needed in here.
            return _why_in(name, [*s.body, *s.orelse], line)
        then, orelse = _stores(s.body, name), _stores(s.orelse, name)
        if isinstance(s, ast.If):
            if then != orelse:
                have, lack = ("true", "false") if then else ("false", "true")
                return f"The local variable '{name}' is not defined in {lack} branch, but defined in {have} branch."
        elif then:
            what = "for" if isinstance(s, ast.For) else "while"
            return (
                f"The local variable '{name}' defined in the '{what}' loop body cannot be used outside of the loop body. "
                f"Please define variable '{name}' before '{what}'."
            )
    return None


def _stores(body: list[ast.stmt], name: str) -> bool:
    return any(isinstance(c, ast.Name) and c.id == name and isinstance(c.ctx, ast.Store) for s in body for c in ast.walk(s))


_RULES: dict[type, Callable[[Exception, str, TracebackType], Exception | None]] = {
    ZeroDivisionError: _division, KeyError: _key, IndexError: _by_text, ValueError: _by_text, TypeError: _by_text,
    NameError: _name, UnboundLocalError: _name,
}  # fmt: skip
