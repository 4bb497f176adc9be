"""Every sample, in every mode: eager, inside a gradient, under jit; against the real MindSpore and finite differences."""

from __future__ import annotations

import functools
import json
import math
import warnings
from typing import Any

import numpy as np
import pytest
import sample as samples
import signatures
from agreement import TOLERANCE, golden, same
from sample import S

import mindshim as ms
from mindshim._core import faces
from mindshim._core.operators import REGISTRY

# What is checked is every operator there is, whichever the programs before have named.
faces.load_all()

FAMILIES = samples.families()
ALL = [(family, s) for family in FAMILIES for s in samples.load(family)]
CASES = [pytest.param(s, id=f"{family}-{s.key[:100]}") for family, s in ALL]
GROUP = 12

_EXECUTED: set[str] = set()
#: Kernels of files that are imported later, by whichever test runs first in this process, are not counted.
_COUNTED = set(REGISTRY)


def _count_executions() -> None:
    for k in REGISTRY.values():
        if k.fast is not None:
            k.fast = _counted(k.name, k.fast)
        k.program = _counted(k.name, k.program)


def _counted(name: str, function: Any) -> Any:
    def call(*args: Any) -> Any:
        _EXECUTED.add(name)
        return function(*args)

    return call


_count_executions()


def describe(out: Any) -> Any:
    """A result as plain data."""
    return samples.describe(ms, out)


def check_eager(s: S) -> Any:
    """The plain call agrees with the record; returns the result."""
    row = golden().get(s.key)
    if s.raises:
        with pytest.raises(Exception) as caught:  # noqa: PT011
            s.call(ms, s.tensors(ms))
        names = [c.__name__ for c in type(caught.value).__mro__]
        assert s.raises in names, f"{s}: raised {caught.value!r}, expected {s.raises}"
        if s.golden:
            assert row and row.get("error") == s.raises, f"{s}: the real MindSpore does not raise {s.raises}: {row}"
        return None
    if s.golden:
        assert row is not None, f"{s} has no record: run tests/golden/record_ops.py with the real MindSpore"
        assert row.get("inputs") in (None, samples.fingerprint(s)), f"{s}: the record is of other inputs; record again"
    out = s.call(ms, s.tensors(ms))
    if row is not None and "out" in row and s.golden:
        same(describe(out), row["out"], s.tol, str(s), values=not s.random)
    if s.in_place:
        result, target = out
        assert result is target, f"{s}: the result is not the Tensor itself"
        if s.path != "Tensor.copy_" and hasattr(ms.Tensor, s.path[7:-1]) and not s.random:
            other = S(s.path[:-1], *s.args, kw=s.kwargs)
            same(describe(other.call(ms, s.tensors(ms)).astype(target.dtype)), describe(target), s.tol, str(s))
    return out


def check_gradient(s: S) -> None:
    """The gradient agrees with the record, and the result inside the gradient with the plain one."""
    if not s.grad or not s.float_positions():
        return
    plain = s.call(ms, s.tensors(ms))
    outs = [plain]
    grads = s.gradient(ms, outs)
    if grads is None:
        return
    same(describe(outs[0]), describe(plain), s.tol, f"{s} inside a gradient")
    arrays = s.arrays()
    for i, g in zip(s.float_positions(), grads, strict=True):
        assert list(g.shape) == list(arrays[i].numpy(i).shape), f"{s}: gradient {i} has shape {g.shape}"
        assert str(g.dtype).lower() == arrays[i].dtype, f"{s}: gradient {i} has dtype {g.dtype}"
    row = golden().get(s.key, {})
    if s.golden and row.get("grad") is not None:
        tol = None if s.tol is None else s.tol * 10
        for i, (g, w) in enumerate(zip(grads, row["grad"], strict=True)):
            loose = tol if tol is not None else TOLERANCE[w["dtype"]] * 3
            same(describe(g), w, loose, f"{s}: gradient {i}")


def check_finite_differences(s: S) -> None:
    """The directional derivative of the float64 call, by central differences, is the gradient's."""
    where = s.float_positions()
    arrays = s.arrays()
    step = 1e-6
    at = [a.numpy(i) for i, a in enumerate(arrays)]
    rng = np.random.Generator(np.random.PCG64(5))
    way = {i: rng.uniform(-1, 1, at[i].shape) for i in where}

    def tensors(move: float) -> list[Any]:
        return [
            a.tensor(ms, i, "float64", at[i].astype(np.float64) + move * way[i]) if i in way else a.tensor(ms, i)
            for i, a in enumerate(arrays)
        ]

    def weighted(out: Any) -> float:
        floats = [t for t in samples.leaves(ms, out) if str(t.dtype).startswith(("Float", "BFloat"))]
        assert all(str(t.dtype) == "Float64" for t in floats), f"{s}: float64 inputs gave {[t.dtype for t in floats]}"
        cts = [samples.cotangent_values(t.shape, i) for i, t in enumerate(floats)]
        # The cotangent is float32 in the gradient, so it must be here.
        return sum(float(np.sum(t.asnumpy() * c.astype(np.float32))) for t, c in zip(floats, cts, strict=True))

    outs: list[Any] = []
    grads = s.gradient(ms, outs, tensors(0.0))
    if grads is None:
        return
    by_gradient = sum(float(np.sum(g.asnumpy() * way[i])) for i, g in zip(where, grads, strict=True))
    ahead, behind = (weighted(s.call(ms, tensors(m))) for m in (step, -step))
    by_difference = (ahead - behind) / (2 * step)
    if not math.isfinite(by_difference):
        return
    assert math.isclose(by_gradient, by_difference, rel_tol=2e-5, abs_tol=2e-6), (
        f"{s}: the gradient along a direction is {by_gradient}, finite differences give {by_difference}"
    )


def _first_of_each_path() -> list[Any]:
    found: dict[str, Any] = {}
    for family, s in ALL:
        if s.fd and s.float_positions() and all(a.dtype in ("float32", "float64") or "int" in a.dtype for a in s.arrays()):
            unrecorded = s.golden and golden().get(s.key, {}).get("grad") is None
            key = s.key if unrecorded else s.path.rpartition(".")[2].lower()
            found.setdefault(key, pytest.param(s, id=f"{family}-{s.key[:100]}"))
    return list(found.values())


@pytest.mark.parametrize("s", CASES)
def test_eager(s: S) -> None:
    check_eager(s)


@pytest.mark.parametrize("s", [c for c in CASES if c.values[0].grad and c.values[0].float_positions()])
def test_gradient(s: S) -> None:
    check_gradient(s)


@pytest.mark.parametrize("s", _first_of_each_path())
def test_finite_differences(s: S) -> None:
    check_finite_differences(s)


def jit_group(group: list[S]) -> list[Any]:
    """All calls of `group` compiled as one function."""
    counts = [len(s.arrays()) for s in group]

    def fn(*tensors: Any) -> Any:
        rest = iter(tensors)
        return tuple(s.call(ms, [next(rest) for _ in range(n)]) for s, n in zip(group, counts, strict=True))

    flat = [t for s in group for t in s.tensors(ms)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(ms.jit(fn, fullgraph=True)(*flat))


def check_jit(group: list[S]) -> None:
    """Compiled, the calls give what they give eagerly."""
    try:
        results = jit_group(group)
    except Exception:
        if len(group) == 1:
            raise
        for s in group:
            check_jit([s])
        return
    for s, got in zip(group, results, strict=True):
        plain = s.call(ms, s.tensors(ms))
        tol = s.tol if s.tol is not None else 1e-4 if _is_float32(plain) else None
        same(describe(got), describe(plain), tol, f"{s} under jit", values=not s.random)


def _is_float32(out: Any) -> bool:
    return any(str(t.dtype) in ("Float32", "Complex64") for t in samples.leaves(ms, out))


_JITTABLE = {f: [s for family, s in ALL if family == f and s.jit and not s.in_place] for f in FAMILIES}
_GROUPS = [
    pytest.param(group[at : at + GROUP], id=f"{family}-{at}")
    for family, group in _JITTABLE.items()
    for at in range(0, len(group), GROUP)
]


@pytest.mark.parametrize("group", _GROUPS)
def test_jit(group: list[S]) -> None:
    check_jit(group)


#: Kernels that no sample reaches, and what tests them.
_ELSEWHERE = {
    "OptimizerStep": "tests/nn/optim/test_optimizers.py: it is called with Python functions",
    "ScheduleStep": "tests/experimental/optim/test_schedules.py: it is called with Python functions",
    "PlateauStep": "tests/experimental/optim/test_schedules.py",
    "OptimizerUpdate": "tests/ops/test_optimizer_updates.py: it writes several Parameters",
    "RecurrentLayer": "tests/nn/layer/test_rnns.py: parts of layers that have weights of their own",
    "RecurrentStep": "tests/nn/layer/test_rnns.py: likewise",
    "PyFunc": "tests/ops/test_custom_operators.py: it is called with Python functions",
    "ChannelCovariance": "tests/nn/optim/test_thor.py: thor's layers keep it as a statistic",
    "PatchCovariance": "tests/nn/optim/test_thor.py: likewise",
    **dict.fromkeys(
        ("ClipVectorNorm", "FieldPooling", "ImageGradients", "LBeta", "MSSSIM", "Moments", "MultiHeadAttention", "PSNR",
         "ReduceLogSumExp", "SSIM", "VectorNorm2"),
        "tests/nn/layer/test_layers.py: they are reached through layers only",
    ),
}


def test_good_samples_are_good_there_too() -> None:
    """A call that the real one refuses is said to raise, or not to be followed, with the reason; but for its crashes."""
    wrong = [s.key for _, s in ALL if s.golden and not s.raises and golden().get(s.key, {}).get("error", "crash") != "crash"]
    assert not wrong, f"the real MindSpore refuses {wrong}"


def test_every_kernel_has_a_sample() -> None:
    for _, s in ALL:
        if len(_EXECUTED) < len(_COUNTED) and not s.raises:
            s.call(ms, s.tensors(ms))
    missing = sorted(_COUNTED - _EXECUTED - set(_ELSEWHERE))
    assert not missing, f"{len(missing)} kernels without a sample: {missing}"


@pytest.mark.parametrize("bug", ["value", "dtype", "gradient"])
def test_a_broken_kernel_is_caught(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    """A wrong value, dtype or derivative in one kernel makes its samples fail."""
    import jax

    k = REGISTRY["Mul"]
    broken = {
        "value": lambda a, b: a * b + 1e-2,
        "dtype": lambda a, b: (a * b).astype(np.float64),
        "gradient": lambda a, b: a * jax.lax.stop_gradient(b),
    }[bug]
    with monkeypatch.context() as patch:
        patch.setattr(k, "fn", broken)
        patch.setattr(k, "programs", {})
        patch.setattr(k, "fast", type(k).program(k, (1, 1), ()).run)
        patch.setattr(k, "program", functools.partial(type(k).program, k))
        s = next(s for _, s in ALL if s.path == "ops.mul" and len(s.float_positions()) == 2)
        if bug != "gradient":
            with pytest.raises(AssertionError):
                check_eager(s)
        else:
            check_eager(s)
            with pytest.raises(AssertionError):
                check_gradient(s)
            with pytest.raises(AssertionError):
                check_finite_differences(s)


SIGNATURES = json.loads((samples.GOLDEN / "signatures.json").read_text())


#: Methods that take more than the census says, and why.
_WIDER = {
    "Tensor.view": "the form view(dtype) shares one signature with view(*shape)",
    "Tensor.squeeze": "the names `axis` and `dim` of its two documented forms are both accepted",
    "ops.partial": "compiled functions of MindSpore take keywords too",
}


def _faces() -> list[tuple[str, Any]]:
    return [
        (f"{namespace}.{name}", obj)
        for namespace, table in faces.FACES.items()
        for name, obj in table.items()
        if f"{namespace}.{name}" in SIGNATURES
    ]


def test_signatures_equal_the_census() -> None:
    """Names, order, kinds and defaults of every face that the census has."""
    wrong = []
    for path, obj in _faces():
        if path in _WIDER:
            continue
        problem = signatures.problem(obj, SIGNATURES[path], path.startswith("Tensor."))
        if problem:
            wrong.append(f"{path}{problem}")
    assert not wrong, "\n".join(wrong)

