"""Record what the real MindSpore gives for tests/ops/optimizer_updates.py (run by an interpreter that has it)."""

from __future__ import annotations

import json
import multiprocessing
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "ops"))

import optimizer_updates as cases  # noqa: E402


def one(at: int) -> dict[str, Any]:
    """A case's record, in a child process: some calls crash."""
    import mindspore as ms

    try:
        return cases.run(ms, cases.CASES[at])
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error).strip().split("\n")[0][:120]}


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        rows = pool.map(one, range(len(cases.CASES)))
    for case, row in zip(cases.CASES, rows, strict=True):
        if "error" in row:
            print(cases.title(case), row)
    lines = [json.dumps({"case": cases.title(c), **r}) for c, r in zip(cases.CASES, rows, strict=True)]
    target = Path(__file__).with_name("optimizer_updates.json")
    target.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
