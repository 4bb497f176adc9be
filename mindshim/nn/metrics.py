"""Metrics under their older spelling, `mindspore.nn.metrics`."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    from mindshim.train import metrics

    if name == "__all__":
        return metrics.__all__
    if name.startswith("__") or not hasattr(metrics, name):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(metrics, name)


def __dir__() -> list[str]:
    from mindshim.train import metrics

    return dir(metrics)
