"""The list of what MindSpore 2.10 gets wrong is true on both sides: mindshim is right, and the real one is not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mindshim as ms

sys.path.insert(0, str(Path(__file__).parents[1]))

import recorded  # noqa: E402

_spec = importlib.util.spec_from_file_location("ops_deviations", Path(__file__).parent / "deviations.py")
_module = importlib.util.module_from_spec(_spec)  # type: ignore[arg-type]
_spec.loader.exec_module(_module)  # type: ignore[union-attr]
TABLE: dict[str, Any] = _module.TABLE


def _is(result: Any, right: Any) -> bool:
    """Whether a recorded result has the right values."""
    if isinstance(result, dict) and "raises" in result:
        return right is None
    if right is None:
        return False
    values = result["values"] if isinstance(result, dict) else result
    got, want = (np.array(v, float).reshape(-1) for v in (values, right))
    if got.shape != want.shape:
        return False
    kind = {bool: "Bool", float: "Float"}.get(type(right[0] if isinstance(right, list) and right else None))
    if kind and not result["dtype"].startswith(kind):
        return False
    return np.allclose(got, want, 1e-6, 0, equal_nan=True)


@pytest.mark.parametrize("name", TABLE)
def test_right_here_and_wrong_there(name: str) -> None:
    call, right, why = TABLE[name]
    assert why
    mine = recorded.run(ms, call)
    assert _is(mine, right), f"{mine} instead of {right}: {why}"
    real = recorded.record("deviations")[name]
    assert not _is(real, right), f"the real one is right too: {real}"
