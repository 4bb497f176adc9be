"""Which operators the samples try, in which modes and dtypes, as a table; and those that they don't.

    python -m tests.ops.coverage_table              # the table, markdown
    python -m tests.ops.coverage_table --write      # brings without_samples.txt up to date (reasons are written by hand)

A cell has the dtypes: f2 f4 f8 b2 (bfloat16) floats, c8 c16 complex numbers, i1…i8 and u1…u8 integers, ? bools. "real" are those
compared with what the real MindSpore gave; gradients are compared with its own, with finite differences, or both; "jit"
and "vmap" with the eager result; "refused" counts calls that must raise.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import optimizer_updates  # noqa: E402
import sample as samples  # noqa: E402
import spellings  # noqa: E402

LIST = HERE / "without_samples.txt"
MODES = ("eager", "real", "gradient", "jit", "vmap")
_SHORT = {"bfloat16": "b2", "bool": "?"}


def short(dtype: str) -> str:
    """f4 for float32."""
    kind = {"f": "f", "c": "c", "i": "i", "u": "u"}
    return _SHORT.get(dtype) or kind[dtype[0]] + str(int("".join(filter(str.isdigit, dtype))) // 8)


def names() -> set[str]:
    """Every public operator."""
    from mindshim._core import faces

    faces.load_all()
    return {
        f"{namespace}.{name}" if namespace else name
        for namespace, table in faces.FACES.items()
        for name in table
        if name[0] != "_" and namespace not in ("", "ops.auto_generate")
    }


def rows() -> dict[str, dict[str, set[str]]]:
    """Per sampled name: the dtypes tried in each mode, and the calls that are refused."""
    table: dict[str, dict[str, Any]] = {}

    def row_of(path: str) -> dict[str, Any]:
        return table.setdefault(path, {mode: set() for mode in MODES} | {"refused": set()})

    record = json.loads((samples.GOLDEN / "spellings.json").read_text())
    for key, call, _ in spellings.pairs():
        outcome = record.get(key, {}).get(call.path, "absent")
        row, dtypes = row_of(call.path), {short(a.dtype) for a in call.arrays()} or {"-"}
        if isinstance(outcome, str) and outcome[0] == "!":
            row["refused"].add(call.key)
            continue
        row["eager"] |= dtypes
        if outcome != "absent":
            row["real"] |= dtypes
    for name, _, _ in optimizer_updates.CASES:
        for mode in ("eager", "real"):
            row_of(f"ops.{name}")[mode].add("f4")
    for family in samples.families():
        for s in samples.load(family):
            row = row_of(s.path)
            if s.raises:
                row["refused"].add(s.key)
                continue
            dtypes = {short(a.dtype) for a in s.arrays()} or {"-"}
            row["eager"] |= dtypes
            if s.golden:
                row["real"] |= dtypes
            if s.grad:
                row["gradient"] |= {short(s.arrays()[i].dtype) for i in s.float_positions()}
            if s.jit and not s.in_place:
                row["jit"] |= dtypes
            if batched(s):
                row["vmap"] |= dtypes
    return table


def batched(s: Any) -> bool:
    """Whether a sample is run under vmap too: a plain call of Tensors whose result does not hang on values or chance."""
    arrays = s.arrays()
    return (
        s.jit and not s.in_place and not s.random and s.vmap and bool(arrays)
        and not any(a.parameter for a in arrays) and not s.init and not s.attrs
    )  # fmt: skip


def without_samples() -> list[str]:
    """Public operators that no sample calls."""
    return sorted(names() - set(rows()))


def reasons() -> dict[str, str]:
    """Why the operators of the list have none: what else calls them, or what they are."""
    return {name: why.strip() for name, _, why in (line.partition(":") for line in LIST.read_text().splitlines())}


def table() -> str:
    """The table in markdown."""
    lines = [f"| operator | {' | '.join(MODES)} | refused |", "|" + " --- |" * (len(MODES) + 2)]
    found = rows()
    for name in sorted(found):
        row = found[name]
        cells = [" ".join(sorted(row[mode])) for mode in MODES]
        lines.append(f"| `{name}` | {' | '.join(cells)} | {len(row['refused']) or ''} |")
    missing = without_samples()
    lines += ["", f"{len(found)} names have samples; {len(missing)} public operators have none (see {LIST.name})."]
    return "\n".join(lines)


if __name__ == "__main__":
    if "--write" in sys.argv:
        known = reasons()
        LIST.write_text("".join(f"{name}: {known.get(name, '')}\n" for name in without_samples()))
    else:
        print(table())
