"""`%load_ext mindshim`, in a real IPython."""

from __future__ import annotations

import pytest

pytest.importorskip("IPython")

SESSION = """
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance(colors="nocolor")
for line in {lines!r}:
    shell.run_cell(line)
"""

LOAD, UNLOAD = "%load_ext mindshim", "%unload_ext mindshim"
IMPORT = "import mindspore as ms"
FAIL = "ms.Tensor([1.0, 2.0]) + ms.Tensor([1.0, 2.0, 3.0])"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def session(run_python, *lines, **options):
    done = run_python("-c", SESSION.format(lines=lines), env=options)
    assert done.stderr == ""
    return done.stdout


def test_the_extension_redirects_and_unloading_it_ends_that(run_python):
    out = session(
        run_python,
        LOAD,
        "import mindspore as ms, mindshim; print('same', ms is mindshim)",
        UNLOAD,
        "import mindspore",
    )
    assert "same True" in out
    assert "ModuleNotFoundError: No module named 'mindspore'" in out


def test_tracebacks_are_short_while_it_is_loaded(run_python):
    out = session(run_python, LOAD, IMPORT, FAIL)
    assert "ValueError: For 'Add'" in out
    assert "_core" not in out and "mindshim/ops" not in out
    assert FAIL in out
    out = session(run_python, LOAD, IMPORT, UNLOAD, FAIL)
    assert "ValueError: For 'Add'" in out and "_core" in out


def test_all_frames_on_demand(run_python):
    out = session(run_python, LOAD, IMPORT, FAIL, MINDSHIM_TRACEBACK="full")
    assert "_core" in out


def test_a_handler_of_the_notebook_itself_is_left_alone(run_python):
    handler = "lambda shell, kind, error, tb, tb_offset=None: print('mine')"
    mine = f"get_ipython().set_custom_exc((ZeroDivisionError,), {handler})"
    out = session(run_python, mine, LOAD, "1 / 0", UNLOAD, "1 / 0")
    assert out.count("mine") == 2


def test_it_refuses_beside_the_real_one(run_python):
    real = "import sys, types; sys.modules['mindspore'] = types.ModuleType('mindspore')"
    out = session(run_python, real, LOAD)
    assert "RuntimeError: mindshim.install(): 'mindspore' is already imported" in out
