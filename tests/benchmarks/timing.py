"""Medians of interleaved runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def interleaved(cases: dict[str, Callable[[], Any]], rounds: int = 15, calls: int = 100, warmup: int = 20) -> dict[str, float]:
    """Microseconds per call of each case: the median over `rounds`, the cases taking turns in every round."""
    for run in cases.values():
        for _ in range(warmup):
            run()
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, run in cases.items():
            start = time.perf_counter()
            for _ in range(calls):
                run()
            times[name].append((time.perf_counter() - start) / calls * 1e6)
    return {name: statistics.median(t) for name, t in times.items()}


def show(times: dict[str, float], base: str) -> None:
    """Print the cases and their ratio to `base`."""
    for name, t in times.items():
        print(f"{name:42s} {t:12.1f} us   {t / times[base]:6.2f} x {base}")
