"""Samples under `vmap`: a batch of two of the same gives the plain result twice."""

from __future__ import annotations

import warnings
from typing import Any

import jax
import numpy as np
import pytest
import sample as samples
from coverage_table import batched
from sample import S

import mindshim as ms
from mindshim import ops
from mindshim._core import faces

faces.load_all()
GROUP = 12


def _chosen() -> list[Any]:
    """One sample of each name; in CI of every second function of `ops` alone, for the time it takes."""
    first: dict[str, S] = {}
    for family in samples.families():
        for s in samples.load(family):
            if not s.raises and batched(s):
                first.setdefault(s.path, s)
    quick = [s for path, s in first.items() if path.startswith("ops.") and path[4].islower()][::2]
    rest = [s for path, s in first.items() if s not in quick]
    params = []
    for group, marks in ((quick, ()), (rest, (pytest.mark.slow,))):
        for at in range(0, len(group), GROUP):
            params.append(pytest.param(group[at : at + GROUP], id=f"{'rest' if marks else 'ops'}-{at}", marks=marks))
    return params


def _values(t: Any) -> np.ndarray:
    return t.astype(ms.float32).asnumpy() if t.dtype is ms.bfloat16 else t.asnumpy()


def check(group: list[S], integers: bool = True) -> None:
    """Map over the arguments; without `integers`, not over those that may have to be known, such as sizes."""
    counts = [len(s.arrays()) for s in group]

    def every(*tensors: Any) -> Any:
        rest, out = iter(tensors), []
        for s, n in zip(group, counts, strict=True):
            given = [next(rest) for _ in range(n)]
            moving = [i for i, t in enumerate(given) if integers or "Int" not in str(t.dtype)]

            def one(*args: Any, s: S = s, given: list[Any] = given, moving: list[int] = moving) -> Any:
                full = list(given)
                for i, x in zip(moving, args, strict=True):
                    full[i] = x
                return tuple(samples.leaves(ms, s.call(ms, full)))

            out.append(ops.vmap(one)(*[ops.stack([given[i], given[i]]) for i in moving]))
        return tuple(out)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = ms.jit(every, fullgraph=True) if integers else every
        results = run(*[t for s in group for t in s.tensors(ms)])
    for s, got in zip(group, results, strict=True):
        plain = samples.leaves(ms, s.call(ms, s.tensors(ms)))
        assert len(got) == len(plain), f"{s}: {len(got)} results instead of {len(plain)}"
        for g, p in zip(got, plain, strict=True):
            assert g.dtype is p.dtype and g.shape == (2, *p.shape), f"{s} under vmap: {g.dtype} {g.shape}, not {p.dtype} {p.shape}"
            want = _values(p)
            np.testing.assert_allclose(_values(g), np.stack([want, want]), 1e-3, 1e-4, err_msg=f"{s} under vmap")


@pytest.mark.parametrize("group", _chosen())
def test_vmap(group: list[S]) -> None:
    try:
        check(group)
    except Exception:
        for s in group:
            try:
                check([s])
            except jax.errors.JAXTypeError:
                check([s], integers=False)
