"""Schedules of `mindspore.experimental.optim.lr_scheduler`, alike with mindshim and with the real MindSpore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

STEPS = 9


def _optimizer(ms: Any, rates: tuple[float, ...] = (0.1, 0.5), **group: Any) -> Any:
    params = [ms.Parameter(ms.Tensor(np.ones(2, np.float32)), name=f"w{i}") for i in range(len(rates))]
    groups = [{"params": [p], "lr": r, **group} for p, r in zip(params, rates, strict=True)]
    return ms.experimental.optim.SGD(groups, lr=0.1)


def _make(ms: Any, name: str, optimizer: Any, arguments: Any, kwargs: dict[str, Any]) -> Any:
    given = {k: v(ms) if k.endswith("lr") and callable(v) else v for k, v in kwargs.items()}
    return getattr(ms.experimental.optim.lr_scheduler, name)(optimizer, *arguments, **given)


def _state(scheduler: Any, optimizer: Any) -> Any:
    return scheduler.get_last_lr(), [g["lr"] for g in optimizer.param_groups], scheduler.last_epoch


def _run(name: str, *arguments: Any, compiled: bool = False, steps: Any = (None,) * STEPS, **kwargs: Any) -> Any:
    """The rates at the beginning and after every step; `steps` are the epochs that are given, if any."""

    def case(ms: Any) -> Any:
        optimizer = _optimizer(ms)
        scheduler = _make(ms, name, optimizer, arguments, kwargs)

        def call() -> Any:
            scheduler.step()
            return scheduler.get_last_lr()

        if compiled:
            call = ms.jit(call)
        out = [_state(scheduler, optimizer)]
        for epoch in steps:
            if epoch is None:
                call()
            else:
                scheduler.step(epoch)
            out.append(_state(scheduler, optimizer))
        return out

    return case


_ARGUMENTS: dict[str, list[tuple[Any, ...]]] = {
    "StepLR": [(2,), (3, 0.5), (1,)],
    "LinearLR": [(), (0.5, 0.9, 4), (1.0, 0.1, 3)],
    "ExponentialLR": [(0.9,)],
    "PolynomialLR": [(), (4, 2.0), (6, 0.5)],
    "MultiplicativeLR": [(lambda epoch: 0.9,)],
    "ConstantLR": [(), (0.5, 3), (0.25, 0)],
    "MultiStepLR": [([2, 4],), ([1, 3, 3, 5], 0.5)],
    "LambdaLR": [(lambda epoch: 0.9**epoch,), ([lambda epoch: 1 / (1 + epoch), lambda epoch: 0.5],)],
    "CyclicLR": [
        (0.1, 0.5, 3), ([0.1, 0.2], [0.5, 0.4], 2, 4), (0.1, 0.5, 2, None, "triangular2"), (0.1, 0.5, 3, 1, "exp_range", 0.9),
        (0.1, 0.5, 2, None, "triangular", 1.0, lambda x: 0.5**x, "iterations"), (0.1, 0.5, 2, None, "triangular", 1.0, lambda x: 0.5 / x),
    ],
    "CosineAnnealingWarmRestarts": [(3,), (2, 2), (3, 1, 0.05), (1, 3)],
    "CosineAnnealingLR": [(4,), (3, 0.01), (12,)],
}  # fmt: skip

CASES: dict[str, Any] = {}
for _name, _kinds in _ARGUMENTS.items():
    for _i, _arguments in enumerate(_kinds):
        CASES[f"{_name} {_i}"] = _run(_name, *_arguments)
    if _name not in ("CosineAnnealingWarmRestarts", "MultiStepLR"):
        CASES[f"{_name} at given epochs"] = _run(_name, *_kinds[0], steps=(3, 1, 6, 2, None))
    if _name not in ("MultiplicativeLR", "LambdaLR", "CosineAnnealingWarmRestarts"):
        CASES[f"{_name} compiled"] = _run(_name, *_kinds[0], compiled=True)
CASES["CosineAnnealingWarmRestarts at given epochs"] = _run("CosineAnnealingWarmRestarts", 3, steps=(0.5, 1, 4.5, None, None, 3, 2))
CASES["CosineAnnealingWarmRestarts at a negative epoch"] = _run("CosineAnnealingWarmRestarts", 3, steps=(-1,))


def _plateau(metrics: Any, compiled: bool = False, **kwargs: Any) -> Any:
    def case(ms: Any) -> Any:
        optimizer = _optimizer(ms)
        scheduler = _make(ms, "ReduceLROnPlateau", optimizer, (), kwargs)

        def call(metric: Any) -> Any:
            scheduler.step(metric)
            return scheduler.get_last_lr()

        if compiled:
            call = ms.jit(call)
        out = []
        for metric in metrics:
            call(ms.Tensor(metric, ms.float32) if compiled else metric)
            out.append([_state(scheduler, optimizer), scheduler.best, scheduler.wait, scheduler.cooldown_counter, bool(scheduler.in_cooldown())])
        return out

    return case


_METRICS = (1.0, 0.8, 0.9, 0.85, 0.79999, 0.9, 0.7, 0.75, 0.75, 0.75, 0.75)
for _kwargs in (
    {}, {"patience": 0}, {"patience": 1, "factor": 0.5}, {"mode": "max", "patience": 1}, {"patience": 1, "cooldown": 2},
    {"patience": 0, "min_lr": 0.05}, {"patience": 0, "min_lr": [0.05, 0.2]}, {"patience": 1, "threshold": 0.01, "threshold_mode": "abs"},
    {"mode": "max", "patience": 0, "threshold": 0.05, "threshold_mode": "abs"}, {"patience": 0, "eps": 0.02},
):  # fmt: skip
    CASES[f"ReduceLROnPlateau {_kwargs}"] = _plateau(_METRICS, **_kwargs)
CASES["ReduceLROnPlateau of integers"] = _plateau((3, 3, 2, 2, 2), patience=0)
CASES["ReduceLROnPlateau compiled"] = _plateau(_METRICS, compiled=True, patience=1, cooldown=1)
CASES["ReduceLROnPlateau of words"] = _plateau(("a",))


def _sequence(milestones: list[int], parts: Callable[[Any, Any], list[Any]], **kwargs: Any) -> Any:
    def case(ms: Any) -> Any:
        optimizer = _optimizer(ms)
        schedule = ms.experimental.optim.lr_scheduler
        scheduler = schedule.SequentialLR(optimizer, parts(schedule, optimizer), milestones, **kwargs)
        out = [_state(scheduler, optimizer)]
        for _ in range(STEPS):
            out.append([scheduler.step(), _state(scheduler, optimizer)])
        return out

    return case


CASES["SequentialLR"] = _sequence([2], lambda s, o: [s.ConstantLR(o, 0.1, 2), s.ExponentialLR(o, 0.9)])
CASES["SequentialLR of three"] = _sequence([2, 5], lambda s, o: [s.LinearLR(o, 0.5, 1.0, 2), s.StepLR(o, 2), s.CosineAnnealingLR(o, 3)])
CASES["SequentialLR with restarts"] = _sequence([3], lambda s, o: [s.PolynomialLR(o), s.CosineAnnealingWarmRestarts(o, 2)])
CASES["SequentialLR with milestones missing"] = _sequence([], lambda s, o: [s.StepLR(o, 2), s.StepLR(o, 2)])
CASES["SequentialLR of another optimizer"] = lambda ms: ms.experimental.optim.lr_scheduler.SequentialLR(
    _optimizer(ms), [ms.experimental.optim.lr_scheduler.StepLR(_optimizer(ms), 2)] * 2, [1]
)
CASES["SequentialLR of two optimizers"] = _sequence([2], lambda s, o: [s.StepLR(o, 2), _other(s)])


def _other(schedule: Any) -> Any:
    import importlib

    ms = importlib.import_module(schedule.__name__.split(".")[0])
    return schedule.StepLR(_optimizer(ms), 2)


def _chained(ms: Any) -> Any:
    """Two schedules of one optimizer, with steps of it between."""
    optimizer = _optimizer(ms)
    first, second = (ms.experimental.optim.lr_scheduler.StepLR(optimizer, 2), ms.experimental.optim.lr_scheduler.ExponentialLR(optimizer, 0.9))
    out = []
    for _ in range(4):
        optimizer(tuple(ms.Tensor(np.ones(2, np.float32)) for _ in range(2)))
        first.step()
        second.step()
        out.append([first.get_last_lr(), optimizer.parameters])
    return out


def _own(ms: Any) -> Any:
    class Mine(ms.experimental.optim.lr_scheduler.LRScheduler):
        def get_lr(self) -> Any:
            return [r * 0.5 for r in self._last_lr] if self.last_epoch > 0 else [0.3, 0.4]

    optimizer = _optimizer(ms)
    scheduler = Mine(optimizer)
    out = [_state(scheduler, optimizer)]
    for _ in range(2):
        scheduler.step()
        out.append(_state(scheduler, optimizer))
    return out, scheduler.base_lrs


CASES["two schedules at once"] = _chained
CASES["a schedule of one's own"] = _own
CASES["the base class"] = lambda ms: ms.experimental.optim.lr_scheduler.LRScheduler(_optimizer(ms))
CASES["names of states"] = lambda ms: [
    ms.experimental.optim.lr_scheduler.StepLR(_optimizer(ms), 2).last_epoch.name,
    [g["lr"].name for g in _optimizer(ms).param_groups],
]


def _resumed(last_epoch: Any, *arguments: Any, name: str = "StepLR", **group: Any) -> Any:
    def case(ms: Any) -> Any:
        optimizer = _optimizer(ms, **group)
        scheduler = _make(ms, name, optimizer, arguments, {"last_epoch": last_epoch})
        out = [_state(scheduler, optimizer)]
        scheduler.step()
        return out, _state(scheduler, optimizer), [float(b) for b in scheduler.base_lrs]

    return case


for _epoch in (-1, 0, 3, -2, 1.5, "a", None, True):
    CASES[f"resuming at {_epoch!r}"] = _resumed(_epoch, 2)
    CASES[f"resuming at {_epoch!r} with a first rate"] = _resumed(_epoch, 2, initial_lr=1.0)
CASES["resuming a cosine"] = _resumed(3, 5, name="CosineAnnealingLR", initial_lr=1.0)
CASES["resuming restarts"] = _resumed(3, 5, name="CosineAnnealingWarmRestarts", initial_lr=1.0)


def _refused(name: str, *arguments: Any, optimizer: Any = _optimizer, **kwargs: Any) -> Any:
    def case(ms: Any) -> Any:
        given = optimizer(ms)
        return _state(_make(ms, name, given, arguments, kwargs), given)

    return case


for _name, _arguments, _kwargs in [
    ("StepLR", (0,), {}), ("StepLR", ("a",), {}), ("StepLR", (2.5,), {}), ("StepLR", (2, "a"), {}), ("StepLR", (2, -1.0), {}), ("StepLR", (2, 1), {}),
    ("LinearLR", (0.0,), {}), ("LinearLR", (1.5,), {}), ("LinearLR", (0.5, 1.5), {}), ("LinearLR", (0.5, -0.1), {}), ("LinearLR", (0.5, 0.0), {}),
    ("LinearLR", (0.5, 1.0, 0), {}), ("LinearLR", (0.5, 1.0, 2.5), {}), ("LinearLR", (0.5, 1.0, "a"), {}), ("LinearLR", (1,), {}),
    ("LinearLR", ("a",), {}), ("LinearLR", (1.0, 1), {}),
    ("ExponentialLR", ("a",), {}), ("ExponentialLR", (-0.5,), {}), ("ExponentialLR", (1,), {}), ("ExponentialLR", (), {}),
    ("PolynomialLR", ("a",), {}), ("PolynomialLR", (-1,), {}), ("PolynomialLR", (0,), {}), ("PolynomialLR", (2.5,), {}), ("PolynomialLR", (4, "a"), {}),
    ("PolynomialLR", (4, 1), {}), ("PolynomialLR", (4, -1.0), {}),
    ("MultiplicativeLR", (0.5,), {}), ("MultiplicativeLR", ([lambda e: 0.5],), {}), ("MultiplicativeLR", ([lambda e: 0.5, 1],), {}),
    ("ConstantLR", (1.5,), {}), ("ConstantLR", (-0.5,), {}), ("ConstantLR", (0.0,), {}), ("ConstantLR", (1,), {}), ("ConstantLR", ("a",), {}),
    ("ConstantLR", (0.5, 2.5), {}), ("ConstantLR", (0.5, "a"), {}), ("ConstantLR", (0.5, -1), {}),
    ("MultiStepLR", (2,), {}), ("MultiStepLR", ([2.5],), {}), ("MultiStepLR", ([4, 2],), {}), ("MultiStepLR", ([],), {}), ("MultiStepLR", ((2, 4),), {}),
    ("MultiStepLR", ([0],), {}), ("MultiStepLR", ([2], "a"), {}), ("MultiStepLR", (["a"],), {}), ("MultiStepLR", ([2], 1), {}), ("MultiStepLR", ([-1],), {}),
    ("LambdaLR", (0.5,), {}), ("LambdaLR", ([lambda e: 0.5],), {}), ("LambdaLR", ([lambda e: 0.5, 1],), {}),
    ("CyclicLR", (0.1, [0.5]), {}), ("CyclicLR", ("a", 0.5), {}), ("CyclicLR", (0.1, 0.5, 0), {}), ("CyclicLR", (0.1, 0.5, -2), {}),
    ("CyclicLR", (0.1, 0.5, 2, -1), {}), ("CyclicLR", (0.1, 0.5, 2, None, "a"), {}), ("CyclicLR", (0.1, 0.5, 2, None, 1), {}),
    ("CyclicLR", (0.1, 0.5, 2, None, "triangular", 1), {}), ("CyclicLR", (0.1, 0.5, 2, None, "triangular", "a"), {}),
    ("CyclicLR", (0.1, 0.5, 2, None, "triangular", 1.0, None, "a"), {}), ("CyclicLR", (0.1, 0.5, 2.5), {}), ("CyclicLR", (1, 2), {}), ("CyclicLR", (0.5, 0.1), {}),
    ("CyclicLR", (0.1, 0.5, "a"), {}), ("CyclicLR", (-0.1, 0.5), {}), ("CyclicLR", (0.1, 0.5, 2, None, "triangular", 1.0, 3), {}),
    ("CyclicLR", ((0.1, 0.2), (0.3, 0.4)), {}), ("CyclicLR", (0.1, 0.5, 2, None, "triangular", 1.0, None, 3), {}),
    ("CosineAnnealingWarmRestarts", (0,), {}), ("CosineAnnealingWarmRestarts", (-1,), {}), ("CosineAnnealingWarmRestarts", (2.5,), {}),
    ("CosineAnnealingWarmRestarts", ("a",), {}), ("CosineAnnealingWarmRestarts", (2, 0), {}), ("CosineAnnealingWarmRestarts", (2, 1.5), {}),
    ("CosineAnnealingWarmRestarts", (2, 1, "a"), {}), ("CosineAnnealingWarmRestarts", (2, 1, -0.1), {}),
    ("CosineAnnealingLR", ("a",), {}), ("CosineAnnealingLR", (2.5,), {}), ("CosineAnnealingLR", (0,), {}), ("CosineAnnealingLR", (-1,), {}),
    ("CosineAnnealingLR", (2, "a"), {}), ("CosineAnnealingLR", (2, 1), {}),
    ("ReduceLROnPlateau", ("a",), {}), ("ReduceLROnPlateau", (1,), {}), ("ReduceLROnPlateau", ("min", 1.0), {}), ("ReduceLROnPlateau", ("min", "a"), {}),
    ("ReduceLROnPlateau", ("min", 1), {}), ("ReduceLROnPlateau", ("min", -0.5), {}), ("ReduceLROnPlateau", ("min", 0.5, "a"), {}),
    ("ReduceLROnPlateau", ("min", 0.5, -1), {}), ("ReduceLROnPlateau", ("min", 0.5, 2.5), {}), ("ReduceLROnPlateau", ("min", 0.5, 2, "a"), {}),
    ("ReduceLROnPlateau", ("min", 0.5, 2, -1.0), {}), ("ReduceLROnPlateau", ("min", 0.5, 2, 0.1, "a"), {}), ("ReduceLROnPlateau", ("min", 0.5, 2, 0.1, 1), {}),
    ("ReduceLROnPlateau", (), {"cooldown": "a"}), ("ReduceLROnPlateau", (), {"cooldown": -1}), ("ReduceLROnPlateau", (), {"cooldown": 2.5}),
    ("ReduceLROnPlateau", (), {"min_lr": "a"}), ("ReduceLROnPlateau", (), {"min_lr": [0.1]}), ("ReduceLROnPlateau", (), {"min_lr": -1.0}),
    ("ReduceLROnPlateau", (), {"min_lr": (0.1, 0.1)}), ("ReduceLROnPlateau", (), {"min_lr": ["a", "b"]}), ("ReduceLROnPlateau", (), {"min_lr": [1, 1]}),
    ("ReduceLROnPlateau", (), {"eps": "a"}), ("ReduceLROnPlateau", (), {"eps": -1.0}), ("ReduceLROnPlateau", (), {"eps": 1}),
]:  # fmt: skip
    _label = ", ".join("a function" if callable(a) else f"{len(a)} functions" if isinstance(a, list) and a and callable(a[0]) else repr(a) for a in _arguments)
    CASES[f"making {_name} with {_label} {_kwargs or ''}".strip()] = _refused(_name, *_arguments, **_kwargs)
for _name, _arguments in [("StepLR", (2,)), ("ReduceLROnPlateau", ()), ("CyclicLR", (0.1, 0.2))]:
    CASES[f"making {_name} of 1"] = _refused(_name, *_arguments, optimizer=lambda ms: 1)
    CASES[f"making {_name} of an nn.Optimizer"] = _refused(
        _name, *_arguments, optimizer=lambda ms: ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], 0.1)
    )
