"""What all tests share: a way to run a fresh Python that sees this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run_python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `python ARGS…` in an empty folder and give back its status, output and error output."""

    def run(*args: str, cwd: Path = tmp_path, timeout: float = 120, env: dict[str, str] | None = None, **options):
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        variables = {**os.environ, "PYTHONPATH": path, **(env or {})}
        return subprocess.run(
            [sys.executable, *args], cwd=cwd, env=variables, capture_output=True, text=True, timeout=timeout, **options
        )

    return run


class _FewerMaps:
    """Lets go of compiled programs now and then.

    Each holds about six memory maps, of which Linux allows a process 65,530; beyond, JAX crashes while it loads one.
    """

    def __init__(self) -> None:
        self.ended = 0

    def pytest_runtest_logfinish(self) -> None:
        self.ended += 1
        maps = Path("/proc/self/maps")
        if self.ended % 50 or not maps.exists() or maps.read_bytes().count(b"\n") < 30_000:
            return
        import gc

        import jax

        jax.clear_caches()
        gc.collect()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_FewerMaps())
