"""Further spellings of operators give what the real MindSpore gives for them: value, dtype, shape, or the exception."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
import sample as samples
import spellings
from agreement import golden, same
from sample import S

import mindshim as ms

RECORD: dict[str, dict[str, Any]] = json.loads((samples.GOLDEN / "spellings.json").read_text())
PAIRS = spellings.pairs()
#: Calls by the spelling that they are like, so that one process compiles a kernel for all of them.
GROUPS: dict[str, list[tuple[str, S, Any]]] = {}
for _key, _call, _like in PAIRS:
    GROUPS.setdefault(_like.path if isinstance(_like, S) else _call.path, []).append((_key, _call, _like))


def expected(like: Any) -> Any:
    """The result of the sample: the recorded one, or where there is none its own."""
    if not isinstance(like, S):
        return like
    row = golden().get(like.key, {})
    if not like.golden or "out" not in row:
        return spellings.result(ms, like)
    return row["out"][1] if like.in_place else row["out"]


@pytest.mark.parametrize("path", GROUPS)
def test_spellings(path: str) -> None:
    wrong = []
    for key, call, like in GROUPS[path]:
        outcome = RECORD.get(key, {}).get(call.path)
        assert outcome is not None, f"{call} has no record: run tests/golden/record_spellings.py with the real MindSpore"
        try:
            check(call, like, outcome)
        except AssertionError as error:
            wrong.append(f"{call}: {str(error).strip().splitlines()[0]}")
    assert not wrong, "\n".join(wrong)


def check(call: S, like: Any, outcome: Any) -> None:
    """One call agrees with its record."""
    if outcome == "absent" and getattr(like, "raises", None):
        # Whether another spelling refuses the same is not known.
        return
    refused = outcome[1:] if isinstance(outcome, str) and outcome[0] == "!" else None
    try:
        got = spellings.result(ms, call)
    except Exception as error:
        names = [c.__name__ for c in type(error).__mro__]
        assert refused in names, f"raised {error!r}, expected {refused or 'a result'}"
        return
    assert not refused, f"gave {got}, expected {refused}"
    want = expected(like) if isinstance(outcome, str) else outcome
    same(got, want, call.tol, str(call), values=not call.random)


@pytest.mark.slow
@pytest.mark.parametrize("path", GROUPS)
def test_compiled_and_in_a_gradient(path: str) -> None:
    import test_samples

    for key, call, like in GROUPS[path]:
        outcome = RECORD[key][call.path]
        if not isinstance(like, S) or like.raises or isinstance(outcome, str) and outcome[0] == "!" or call.in_place or path.endswith("_"):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            if call.jit and not any(a.parameter for a in call.arrays()):
                test_samples.check_jit([call])
        if call.grad and like.grad:
            call.golden = False
            test_samples.check_gradient(call)
