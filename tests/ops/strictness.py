"""What operators do with something else in the place of a Tensor: accept it, or refuse it, and how.

The calls are those of `samples`: the first good one of each path, with one Tensor at a time replaced by each of
`OTHERS`. A row of the record says what comes of it, one letter for each: "." for a result, else the kind of exception.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sample as samples

#: What stands in the Tensor's place, in the order of a row's letters.
OTHERS = {
    "int": lambda: 2,
    "float": lambda: 2.5,
    "bool": lambda: True,
    "list": lambda: [1.0, 2.0],
    "tuple": lambda: (1, 2),
    "str": lambda: "a",
    "None": lambda: None,
    "ndarray": lambda: np.ones(2, np.float32),
}
_LETTERS = {"TypeError": "T", "ValueError": "V", "AttributeError": "A", "RuntimeError": "R", "IndexError": "I"}


def calls() -> dict[str, samples.S]:
    """The first good sample of each path of ops, mint and Tensor that has a Tensor to replace."""
    found: dict[str, samples.S] = {}
    for family in samples.families():
        for s in samples.load(family):
            ours = s.path.startswith(("ops.", "mint.", "Tensor."))
            if ours and s.path not in found and s.raises is None and s.golden and not s.in_place and places(s):
                found[s.path] = s
    return found


def places(s: samples.S) -> list[int]:
    """Which of the call's Tensors are replaced: not the object of a method, no Parameter that is written to."""
    own = 1 if s.path.startswith("Tensor.") else 0
    return [i for i, a in enumerate(s.arrays()) if i >= own and not a.parameter and s.path.split(".")[0] != "operator"]


def outcome(ms: Any, s: samples.S, place: int, other: Any) -> str:
    """The letter for one call."""
    tensors = s.tensors(ms)
    tensors[place] = other
    try:
        # The real one computes on another thread: what goes wrong there is told when the values are asked for.
        samples.describe(ms, s.call(ms, tensors))
    except Exception as error:
        return _LETTERS.get(type(error).__name__, "?")
    return "."


def row(ms: Any, s: samples.S, place: int) -> str:
    """The letters for all of `OTHERS` in one place."""
    return "".join(outcome(ms, s, place, make()) for make in OTHERS.values())
