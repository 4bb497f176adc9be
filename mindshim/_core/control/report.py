"""What became of the control flow on Tensor values, for `python -m mindshim explain`."""

from __future__ import annotations

from typing import Any

#: Where statements report to, when somebody asked: a dict of (file:line, statement) -> lowering.
record: dict[Any, str] | None = None


def lowered(where: str, what: str, how: str) -> None:
    """The statement `what` at `where` has become `how`."""
    if record is not None:
        record[where, what] = how
