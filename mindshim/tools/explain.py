"""`python -m mindshim explain SCRIPT`: what became of each function that `jit` or GRAPH_MODE compiles."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from mindshim._core import compile
from mindshim._core.watch import Record, Watcher

_HEAD = ("function", "calls", "compiled", "in PyNative", "tracing", "compiling", "defined at")


@contextmanager
def explaining(file: TextIO | None = None) -> Iterator[Watcher]:
    """Watch what is compiled in a `with` block, and write the table when it ends, also by an error.

    Examples:
        >>> import sys
        >>> import mindshim as ms
        >>> from mindshim.tools.explain import explaining
        >>> @ms.jit
        ... def double(x):
        ...     return x * 2
        >>> with explaining(sys.stdout):
        ...     y = double(ms.Tensor([1.0])), double(ms.Tensor([1.0, 2.0]))
        <BLANKLINE>
        function  calls  compiled  in PyNative  tracing  compiling  defined at
        double        2         2            0 ...
          compiled: first call
          compiled: x: float32(1) -> float32(2)
    """
    watcher = compile.watcher
    ours = watcher is None
    if ours:
        watcher = Watcher()
        watcher.start()
    try:
        yield watcher
    finally:
        if ours:
            watcher.stop()
        out = file or sys.stderr
        sys.stdout.flush()
        out.write("\n" + table(list(watcher.records.values())))
        out.flush()


def table(records: list[Record]) -> str:
    """The records as text: a line for each function, and under it why it was compiled, or was not."""
    if not records:
        return "No function was called that `jit` or GRAPH_MODE compiles.\n"
    rows = [_HEAD, *[_row(r) for r in records]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
    lines = []
    for row, record in zip(rows, [None, *records], strict=True):
        cells = [row[0].ljust(widths[0]), *[c.rjust(w) for c, w in zip(row[1:-1], widths[1:-1], strict=True)], row[-1]]
        lines.append("  ".join(cells))
        if record is not None:
            lines += [f"  {text}" for text in _details(record)]
    return "\n".join(lines) + "\n"


def _row(record: Record) -> tuple[str, ...]:
    where = f"{_place(record.file)}:{record.line}" if record.file else ""
    failed = sum(record.errors.values())
    plain = record.calls - record.compiled_calls - failed
    return (
        record.name.replace("<locals>.", ""), str(record.calls), str(len(record.compilations)), str(max(plain, 0)),
        f"{record.trace_seconds:.2f} s", f"{record.compile_seconds:.2f} s", where,
    )  # fmt: skip


def _details(record: Record) -> list[str]:
    lines = [f"compiled: {cause}{_times(n)}" for cause, n in Counter(c.cause for c in record.compilations).items()]
    lines += [f"not compiled: {reason}{_times(n)}" for reason, n in record.refusals.items()]
    return lines + [f"error: {text}{_times(n)}" for text, n in record.errors.items()]


def _times(n: int) -> str:
    return f" ({n} times)" if n > 1 else ""


def _place(file: str) -> str:
    """A path, relative if it is below the working folder."""
    try:
        short = os.path.relpath(file)
    except ValueError:  # another drive
        return file
    return file if short.startswith("..") or file.startswith("<") else short
