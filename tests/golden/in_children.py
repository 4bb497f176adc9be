"""Recording in child processes what may crash or hang the interpreter: the child starts again behind what did."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

#: Seconds that one call may take.
TIMEOUT = 60


def record(worker: Callable[[list[str], Any], None], items: list[str]) -> dict[str, Any]:
    """What `worker(items, pipe)` sends for each item, in their order; those that crash or hang are printed and left out."""
    left, found = list(items), {}
    context = multiprocessing.get_context("spawn")
    while left:
        mine, theirs = context.Pipe()
        child = context.Process(target=worker, args=(left, theirs))
        child.start()
        theirs.close()
        try:
            while left:
                if not mine.poll(TIMEOUT):
                    raise EOFError
                rows = mine.recv()
                found[left.pop(0)] = rows
        except EOFError:
            print("crashed:", left.pop(0), flush=True)
        child.kill()
        child.join()
    return found
