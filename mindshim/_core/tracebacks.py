"""Short tracebacks: the frames of the engine and of JAX are left out of an uncaught error.

What a user can act on are the frames of their own program. What lies between them and below, the engine
(`mindshim/_core`), the operators, Tensors, the call of a Cell, and JAX, is noise to them. `MINDSHIM_TRACEBACK=full`
shows every frame.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from mindshim._core.errors import full_tracebacks

_PACKAGE = Path(__file__).parents[1]


def _jax_folders() -> list[Path]:
    specs = [importlib.util.find_spec(name) for name in ("jax", "jaxlib")]
    return [Path(spec.origin).parent for spec in specs if spec is not None and spec.origin]


def _beginnings(folders: list[Path]) -> tuple[str, ...]:
    return tuple(f"{folder}{os.sep}" for folder in folders)


#: What the files of this package and of JAX begin with: everything that is not the user's program.
LIBRARIES = _beginnings([_PACKAGE, *_jax_folders()])
_HIDDEN = (
    *(str(_PACKAGE / "nn" / name) for name in ("cell.py", "_cell_")),
    *_beginnings([*(_PACKAGE / name for name in ("_core", "common", "ops")), *_jax_folders()]),
)
#: JAX says so, in a note on the error, when it has hidden frames of its own. For us that is the rule.
_JAX_NOTE = "JAX has removed its internal frames"


def filter_traceback(tb: TracebackType | None) -> TracebackType | None:
    """A copy of `tb` without the frames of the engine and of JAX.

    `tb` itself comes back when `MINDSHIM_TRACEBACK=full` is set, and when nothing would be left to show.

    >>> from mindshim._core.tracebacks import filter_traceback
    >>> filter_traceback(None) is None
    True
    """
    if full_tracebacks():
        return tb
    shown = []
    link = tb
    while link is not None:
        if not link.tb_frame.f_code.co_filename.startswith(_HIDDEN):
            shown.append(link)
        link = link.tb_next
    result = None
    for link in reversed(shown):
        result = TracebackType(result, link.tb_frame, link.tb_lasti, link.tb_lineno)
    return result or tb


def filter_exception(error: BaseException) -> None:
    """Shorten, in place, the tracebacks of `error`, of its causes and of the members of a group.

    Nothing changes when `MINDSHIM_TRACEBACK=full` is set.
    """
    if full_tracebacks():
        return
    pending: list[BaseException | None] = [error]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        current.__traceback__ = filter_traceback(current.__traceback__)
        if hasattr(current, "__notes__"):
            current.__notes__ = [note for note in current.__notes__ if _JAX_NOTE not in str(note)]
        pending += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            pending += current.exceptions


class _Hooks:
    """Our two hooks, and those that were there when they were made, which they call."""

    def __init__(self) -> None:
        self.main, self.thread = sys.excepthook, threading.excepthook

    def report(self, kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
        filter_exception(error)
        self.main(kind, error, filter_traceback(tb))

    def report_thread(self, args: Any) -> None:
        if args.exc_value is not None:
            filter_exception(args.exc_value)
        short = (args.exc_type, args.exc_value, filter_traceback(args.exc_traceback), args.thread)
        self.thread(threading.ExceptHookArgs(short))


_installed: _Hooks | None = None


def install_excepthook() -> None:
    """Report uncaught errors, of the main thread and of others, without engine frames. Calling it again does nothing.

    The hooks that are installed at the time are kept, and called with the shortened traceback.
    """
    global _installed
    if _installed is None:
        _installed = _Hooks()
        sys.excepthook, threading.excepthook = _installed.report, _installed.report_thread


def remove_excepthook() -> None:
    """Undo `install_excepthook()`, except where the program has put a hook of its own over ours since."""
    global _installed
    if _installed is None:
        return
    if sys.excepthook == _installed.report:
        sys.excepthook = _installed.main
    if threading.excepthook == _installed.report_thread:
        threading.excepthook = _installed.thread
    _installed = None
