"""Results beside the records of the real MindSpore: the records by the key of the sample, and whether two results agree."""

from __future__ import annotations

import functools
import json
import math
from typing import Any

import numpy as np
import sample as samples

TOLERANCE = {"Float16": 4e-3, "BFloat16": 3e-2, "Float32": 3e-5, "Complex64": 3e-5, "Float64": 1e-7, "Complex128": 1e-7}


@functools.cache
def golden() -> dict[str, dict[str, Any]]:
    """What the real MindSpore gave, by sample key."""
    rows: dict[str, dict[str, Any]] = {}
    for path in samples.GOLDEN.glob("ops_*.json"):
        rows.update({row["key"]: row for row in json.loads(path.read_text())})
    return rows


def same(got: Any, want: Any, tol: float | None, what: str, values: bool = True) -> None:
    """Assert that two described results agree: structure, dtype, shape, values."""
    if isinstance(want, list):
        assert isinstance(got, list) and len(got) == len(want), f"{what}: got {got}, expected {want}"
        assert got[0] == want[0], f"{what}: got a {got[0]}, expected a {want[0]}"
        for i, (g, w) in enumerate(zip(got[1:], want[1:], strict=True)):
            same(g, w, tol, f"{what}[{i}]", values)
        return
    assert not isinstance(got, list), f"{what}: got several results, expected {want}"
    if "python" in want:
        g, w = got.get("python", got), want["python"]
        if isinstance(w, float) and isinstance(g, float):
            assert math.isclose(g, w, rel_tol=1e-6) or (g != g and w != w), f"{what}: {g} != {w}"
        else:
            assert type(g) is type(w) and g == w, f"{what}: {g!r} != {w!r}"
        return
    assert "dtype" in got, f"{what}: got {got}, expected a Tensor"
    assert got["dtype"] == want["dtype"], f"{what}: dtype {got['dtype']}, expected {want['dtype']}"
    assert got["shape"] == want["shape"], f"{what}: shape {got['shape']}, expected {want['shape']}"
    if not values:
        return
    tol = TOLERANCE.get(want["dtype"], 0.0) if tol is None else tol
    a, b = np.array(got["values"]), np.array(want["values"])
    if not tol:
        assert np.array_equal(a, b), f"{what}: {a} != {b}"
        return
    finite = np.abs(b[np.isfinite(b)].astype(float))
    scale = min(float(finite.max()), 100.0) if finite.size else 1.0
    np.testing.assert_allclose(a, b, rtol=tol, atol=tol * max(scale, 0.1), err_msg=what)
