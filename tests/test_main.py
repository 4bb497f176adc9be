"""`python -m mindshim …` against `python …`: the same program, and the same output, errors and exit status."""

from __future__ import annotations

import os
import py_compile
import re
import signal
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest

import mindshim
from tests.conftest import ROOT

LOOK_AROUND = """
import pickle, sys

def f(): pass

class A: pass

print(__name__, __file__, __package__, __spec__ and __spec__.name, type(__loader__).__name__, __doc__)
print(sys.argv, sys.path[0], sys.modules["__main__"].__dict__ is globals(), __builtins__.__name__)
print(f.__module__, pickle.loads(pickle.dumps(f)) is f, type(pickle.loads(pickle.dumps(A()))) is A)
import helper
print(helper.__file__, sorted(n for n in globals() if not n.startswith("_")))
"""

FAILING = """
import helper

def outer():
    helper.fail()

try:
    outer()
except ValueError as error:
    raise RuntimeError("second") from error
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    files = {
        "look.py": '"""A docstring."""\n' + LOOK_AROUND,
        "helper.py": "def fail(): raise ValueError('first')\n",
        "fail.py": FAILING,
        "syntax.py": "x = (1,\n",
        "coded.py": b"# coding: latin-1\nprint('caf\xe9'.encode())\n",
        "package/__init__.py": "",
        "package/__main__.py": LOOK_AROUND,
        "package/tool.py": "import package\n" + LOOK_AROUND,
        "package/broken.py": "import nothing_of_that_name\n",
        "empty/__init__.py": "",
        "faulty/__init__.py": "1 / 0\n",
        "folder/__main__.py": LOOK_AROUND,
        "folder/helper.py": "",
        "threads.py": "import threading\nthreading.Thread(target=lambda: 1 / 0, name='t').start()\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    zipapp.create_archive(tmp_path / "folder", tmp_path / "app.zip")
    py_compile.compile(str(tmp_path / "look.py"), str(tmp_path / "compiled.pyc"))
    (tmp_path / "link.py").symlink_to(tmp_path / "folder" / "__main__.py")
    return tmp_path


def test_every_way_to_start_a_program(programs, run_python):
    cases = [
        ["look.py", "a", "-m", "--help", "b c"],
        ["./package/../look.py"],
        [str(programs / "look.py"), "-c"],
        ["link.py", "x"],
        ["compiled.pyc", "x"],
        ["folder", "x"],
        ["app.zip", "x"],
        ["-m", "look", "x", "-V"],
        ["-mpackage", "x"],
        ["-m", "package.tool", "-h"],
        ["-c", "import sys; print(sys.argv, [sys.path[0]], __name__, __spec__, '__file__' in globals())", "-c", "x"],
        ["coded.py"],
    ]
    for case in cases:
        ours, theirs = run_python("-m", "mindshim", *case), run_python(*case)
        assert theirs.stderr == "" and theirs.returncode == 0, (case, theirs)
        assert (ours.stderr, ours.returncode) == ("", 0), case
        assert ours.stdout == theirs.stdout, case


def test_every_way_to_fail(programs, run_python):
    cases = [
        ["fail.py"],
        ["syntax.py"],
        ["missing.py"],
        ["package/../missing/"],
        ["empty"],
        ["threads.py"],
        ["-m", "missing"],
        ["-m", "missing.inner"],
        ["-m", "package.missing"],
        ["-m", "helper.inner"],
        ["-m", "helper.py"],
        ["-m", "empty"],
        ["-m", "package.broken"],
        ["-c", "import sys; sys.exit(3)"],
        ["-c", "raise SystemExit('a message')"],
        ["-c", "raise SystemExit(None)"],
        ["-c", "import atexit; atexit.register(print, 'bye'); raise KeyboardInterrupt"],
        ["-c", "import sys; sys.excepthook = lambda t, v, tb: print(t, tb.tb_lineno, tb.tb_next); {}[1]"],
        ["-c", "try: 1 / 0\nfinally: undefined"],
    ]
    for case in cases:
        ours, theirs = run_python("-m", "mindshim", *case), run_python(*case)
        assert ours.returncode == theirs.returncode, case
        assert ours.stdout == theirs.stdout, case
        expected = re.sub(r'  File "<frozen runpy>", .*\n', "", theirs.stderr)
        if case[0] == "-c":  # from 3.13 on, Python keeps the source of such a program and quotes its lines
            expected = re.sub(r"^    .*\n", "", expected, flags=re.MULTILINE)
        assert ours.stderr == expected, case


def test_a_package_that_fails_to_import_shows_its_own_frames(programs, run_python):
    done = run_python("-m", "mindshim", "-m", "faulty")
    assert done.returncode == 1
    shown = [line for line in done.stderr.splitlines() if line.startswith("  File")]
    assert shown == [f'  File "{programs / "faulty" / "__init__.py"}", line 1, in <module>']


def test_standard_input(run_python):
    for case in (["-"], ["-", "a", "-b"]):
        source = "import sys; print(sys.argv, repr(sys.path[0]), __name__); 1 / 0"
        ours, theirs = run_python("-m", "mindshim", *case, input=source), run_python(*case, input=source)
        assert (ours.stdout, ours.stderr, ours.returncode) == (theirs.stdout, theirs.stderr, 1)


def test_the_folder_of_the_checkout_is_not_on_the_path_with_P(programs, run_python):
    done = run_python("-P", "-m", "mindshim", "-c", "import sys; print('' in sys.path)")
    assert (done.stdout, done.returncode) == ("False\n", 0)


def test_an_interrupt_ends_it_like_python(programs):
    (programs / "wait.py").write_text(
        # Where the tests run in the background, a shell has interrupts ignored.
        "import signal, time; signal.signal(signal.SIGINT, signal.default_int_handler); print('ready', flush=True); time.sleep(60)"
    )
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mindshim", "wait.py"]
    with subprocess.Popen(
        command, cwd=programs, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT
        errors = process.stderr.read()
    assert errors.endswith("KeyboardInterrupt\n")
    assert "mindshim" not in errors and "runpy" not in errors


def test_the_program_imports_mindspore(programs, run_python):
    (programs / "program.py").write_text("import mindspore as ms\nimport mindshim\nprint(ms is mindshim)")
    assert run_python("-m", "mindshim", "program.py").stdout == "True\n"
    done = run_python("-m", "mindshim", "-m", "mindspore", "-c", "print(__name__)")
    assert (done.stdout, done.stderr, done.returncode) == ("__main__\n", "", 0)


def test_errors_of_operators_show_the_program_only(programs, run_python):
    (programs / "program.py").write_text(
        "import mindspore as ms\n"
        "\n"
        "def step(x):\n"
        "    return x + ms.Tensor([1.0, 2.0, 3.0])\n"
        "\n"
        "step(ms.Tensor([1.0, 2.0]))\n"
    )
    done = run_python("-m", "mindshim", "program.py")
    shown = [line for line in done.stderr.splitlines() if line.startswith("  File")]
    where = programs / "program.py"
    assert shown == [f'  File "{where}", line 6, in <module>', f'  File "{where}", line 4, in step']
    assert done.stderr.splitlines()[-1].startswith("ValueError: For 'Add'")
    full = run_python("-m", "mindshim", "program.py", env={"MINDSHIM_TRACEBACK": "full"})
    assert "_core" in full.stderr


def test_help_version_and_wrong_options(run_python):
    for option in ("-h", "--help"):
        done = run_python("-m", "mindshim", option)
        assert done.returncode == 0 and done.stdout.startswith("usage: python -m mindshim")
    for option in ("-V", "--version"):
        done = run_python("-m", "mindshim", option)
        assert done.stdout.startswith(f"mindshim {mindshim.__shim_version__} (MindSpore API 2.10.0, JAX ")
    for options, message in ((["--nope"], "Unknown option: --nope"), (["-m"], "Argument expected for the -m option")):
        done = run_python("-m", "mindshim", *options)
        assert done.returncode == 2 and done.stdout == "" and done.stderr.startswith(message)
