"""Compiled programs kept between processes: found again, whole whatever happens beside, where the switches say."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mindshim._core import program_cache
from tests.conftest import ROOT

PROGRAM = """
import mindshim as ms
@ms.jit
def fn(x):
    return (x * 2 + 1).sum()
print(fn(ms.ops.ones((3, 4))))
"""


def entries(folder):
    return sorted(p for p in folder.rglob("*") if p.is_file())


def test_processes_beside_each_other(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MINDSHIM_CACHE": str(tmp_path)}
    several = [
        subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [p.communicate() for p in several] == [("36.0\n", "")] * 3
    found = entries(tmp_path)
    assert found and all(p.name.endswith("-cache") for p in found)


def test_an_entry_in_parts_is_repaired(tmp_path, run_python):
    environment = {"MINDSHIM_CACHE": str(tmp_path)}
    run_python("-c", PROGRAM, env=environment)
    whole = {p: p.read_bytes() for p in entries(tmp_path)}
    for p, content in whole.items():
        p.write_bytes(content[:100])
    done = run_python("-c", PROGRAM, env=environment)
    assert done.stdout == "36.0\n" and "Error reading persistent compilation cache entry" in done.stderr
    assert all(len(p.read_bytes()) > 100 for p in whole)
    done = run_python("-c", PROGRAM, env=environment)
    assert (done.stdout, done.stderr) == ("36.0\n", "")


@pytest.mark.parametrize(
    "environment, program, root",
    [({}, (None, ""), "user"), ({}, (True, ""), "user"), ({}, (False, ""), None), ({}, (True, "p"), "p"), ({}, (None, "p"), "p"),
     ({}, (False, "p"), None), ({"MS_COMPILER_CACHE_ENABLE": "1"}, (False, ""), "user"), ({"MS_COMPILER_CACHE_ENABLE": "0"}, (True, "p"), None),
     ({"MS_COMPILER_CACHE_ENABLE": "1", "MS_COMPILER_CACHE_PATH": "q"}, (None, "p"), "q"), ({"MS_COMPILER_CACHE_PATH": "q"}, (None, ""), "user"),
     ({"MINDSHIM_CACHE": "m", "MS_COMPILER_CACHE_ENABLE": "0"}, (False, "p"), "m"), ({"MINDSHIM_CACHE": "off"}, (True, "p"), None)],
)  # fmt: skip
def test_switches(monkeypatch, environment, program, root):
    for name in ("MINDSHIM_CACHE", "MS_COMPILER_CACHE_ENABLE", "MS_COMPILER_CACHE_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(program_cache, "_users_folder", lambda: Path("user"))
    assert program_cache._root(*program) == (None if root is None else Path(root))


def test_a_program_says_where(tmp_path, run_python):
    program = """
import mindshim as ms, pathlib
def count(name):
    return sum(p.is_file() for p in pathlib.Path(name).rglob("*"))
x = ms.Tensor([1.0, 2.0])
ms.set_context(enable_compile_cache=True, compile_cache_path="here")
x + 1
first = count("here")
ms.set_context(enable_compile_cache=False)
x * 5
off = count("here")
ms.set_context(enable_compile_cache=True, compile_cache_path="there")
x - 7
print(first > 0, off == first == count("here"), count("there") > 0)
"""
    variables = {"JAX_COMPILATION_CACHE_DIR": "", "MINDSHIM_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "user")}
    done = run_python("-c", program, env=variables)
    assert done.stdout == "True True True\n", done.stderr


def test_the_oldest_go_first(tmp_path, monkeypatch):
    monkeypatch.setattr(program_cache, "_folders", {tmp_path})
    monkeypatch.setattr(program_cache, "CACHE_BYTES", 1000)
    cache = program_cache.Entries(str(tmp_path))
    for i in range(5):
        cache.put(str(i), bytes(300))
        os.utime(tmp_path / f"{i}-cache", (i, i))
    assert cache.get("0") == bytes(300) and cache.get("none") is None
    left = tmp_path / "new-left"
    left.touch()
    os.utime(left, (0, time.time() - 7200))
    program_cache._prune()
    assert [p.name for p in entries(tmp_path)] == ["0-cache", "4-cache"]
