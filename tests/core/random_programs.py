"""Random functions with control flow on Tensor values, Python state and results of any form."""

from __future__ import annotations

import random

_VALUES = (
    "a", "b", "a + b", "a * 2", "b - 1", "x", "a[:1]", "ops.concat((a, b))", "a.sum()", "-b", "x * k", "a + k",
    "out[-1] if len(out) else x", "a if a.sum() > b.sum() else b",
)  # fmt: skip
_CONDITIONS = (
    "a.sum() > 0", "b.sum() < 3", "x.sum() > a.sum()", "k > 1", "len(out) > 1", "a.sum() > 0 and b.sum() > 0", "not b.sum() > 2",
    "a.shape[0] > 1 if a.ndim else x.sum() > 0", "0 < a.sum() < 4", "b is None", "flag", "name == 'up'", "k < x.sum()",
)  # fmt: skip
_EFFECTS = (
    "k += 1", "state.w += 1", "state.count += 1", "name = 'up'", "name = 'down'", "flag = True", "flag = a.sum() > 1", "d['k'] = a",
    "b = None", "x[0] = 5.0",
)  # fmt: skip


class _Program:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines = ["def program(x, y, state):", "    a, b = x * 1, y * 1", "    out, d, k, name, flag = [], {}, 0, 'no', False"]
        self.loops = 0

    def write(self, depth: int, line: str) -> None:
        self.lines.append("    " * depth + line)

    def block(self, room: int, loop: bool, depth: int) -> None:
        for _ in range(self.random.randint(1, 3)):
            self.statement(room, loop, depth)

    def statement(self, room: int, loop: bool, depth: int) -> None:
        pick, kind = self.random.choice, self.random.random()
        if room and kind < 0.35:
            self.write(depth, f"if {pick(_CONDITIONS)}:")
            self.block(room - 1, loop, depth + 1)
            if self.random.random() < 0.5:
                self.write(depth, "else:")
                self.block(room - 1, loop, depth + 1)
        elif room and kind < 0.42:
            self.loops += 1
            counter = f"i{self.loops}"
            self.write(depth, f"{counter} = 0")
            self.write(depth, f"while {counter} < 3 and {pick(_CONDITIONS)}:")
            self.write(depth + 1, f"{counter} += 1")
            self.block(room - 1, True, depth + 1)
        elif room and kind < 0.52:
            self.write(depth, f"for _ in range({self.random.randint(1, 3)}):")
            self.block(room - 1, True, depth + 1)
        elif kind < 0.57:
            self.write(depth, f"return {pick(_VALUES)}{pick(('', ', out', ', k'))}")
        elif kind < 0.61 and loop:
            self.write(depth, pick(("break", "continue")))
        elif kind < 0.72:
            self.write(depth, f"out.append({pick(_VALUES)})")
        elif kind < 0.90:
            self.write(depth, pick(_EFFECTS))
        else:
            self.write(depth, f"{pick('ab')} = {pick(_VALUES)}")


def source(seed: int) -> str:
    """The source of a function `program(x, y, state)`."""
    made = _Program(seed)
    for _ in range(4):
        made.statement(3, False, 1)
    made.write(1, "return a, b, out, k, name, d")
    return "\n".join(made.lines) + "\n"
