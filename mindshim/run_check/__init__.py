"""A check that the installation computes (mirrors `mindspore.run_check`)."""

from __future__ import annotations

from mindshim.run_check._run_check import run_check as run_check

__all__ = ["run_check"]
