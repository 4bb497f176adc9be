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
