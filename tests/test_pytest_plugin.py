"""`pytest -p mindshim.pytest_plugin` on a suite whose conftest and tests import `mindspore`."""

from __future__ import annotations

import pytest

CONFTEST = "import mindspore\nimport os, pytest\n@pytest.fixture\ndef ms(): return mindspore\n"
TEST = """
import mindspore.ops
from mindspore import Tensor

def test_same(ms):
    import mindshim
    assert ms is mindshim and Tensor is mindshim.Tensor and mindspore.ops is mindshim.ops
"""


@pytest.fixture
def suite(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TEST)
    return tmp_path


def test_conftest_and_tests_see_mindshim(suite, run_python):
    done = run_python("-m", "pytest", "-p", "mindshim.pytest_plugin", "-q")
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr


def test_so_do_the_workers_of_xdist(suite, run_python):
    pytest.importorskip("xdist")
    done = run_python("-m", "pytest", "-p", "mindshim.pytest_plugin", "-q", "-n", "1")
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr


def test_without_the_plugin_there_is_no_mindspore(suite, run_python):
    done = run_python("-m", "pytest", "-q")
    assert done.returncode != 0 and "No module named 'mindspore'" in done.stdout + done.stderr


def test_it_leaves_nothing_behind(suite, run_python):
    source = """
import sys, pytest, mindshim.redirect
for before in (False, True):
    if before:
        mindshim.redirect.install()
    print(int(pytest.main(["-p", "mindshim.pytest_plugin", "-q"])), mindshim.redirect.is_installed())
"""
    done = run_python("-c", source)
    assert (done.stderr, done.returncode) == ("", 0)
    assert "\n0 False\n" in done.stdout and "\n0 True\n" in done.stdout


def test_it_refuses_beside_the_real_one(suite, run_python):
    (suite / "mindspore.py").write_text("")
    (suite / "early.py").write_text("import mindspore")
    done = run_python("-m", "pytest", "-p", "early", "-p", "mindshim.pytest_plugin")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: mindshim.install(): 'mindspore' is already imported" in done.stderr
