"""What is shipped: versions that agree, a wheel and an sdist that hold what they must, a README that is true."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import mindshim
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_versions_agree():
    from mindshim._version import __version__

    assert mindshim.__shim_version__ == __version__
    assert mindshim.__version__ == "2.10.0"
    try:
        installed = importlib.metadata.version("mindshim")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("mindshim runs from a checkout that is not installed, so there is no metadata")
    assert installed == __version__


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[set[str], set[str], str]:
    """The names in the wheel and in the sdist, and the wheel's metadata."""
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel_path,) = folder.glob("*.whl")
    (sdist_path,) = folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel_path) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        text = wheel.read(metadata).decode()
        wheel_names = set(wheel.namelist())
    with tarfile.open(sdist_path) as sdist:
        sdist_names = {name.partition("/")[2] for name in sdist.getnames()}
    return wheel_names, sdist_names, text


def sources(*suffixes: str) -> set[str]:
    return {p.relative_to(ROOT).as_posix() for p in (ROOT / "mindshim").rglob("*") if p.suffix in suffixes}


def test_the_wheel_holds_the_package_its_types_and_its_licence(built):
    wheel, _, metadata = built
    assert sources(".py", ".pyi") <= wheel
    assert "mindshim/py.typed" in wheel
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)
    assert {name.partition("/")[0].partition("-")[0] for name in wheel} == {"mindshim"}
    assert re.search(r"^License-Expression: Apache-2.0$", metadata, re.MULTILINE)
    assert re.search(rf"^Version: {re.escape(mindshim.__shim_version__)}$", metadata, re.MULTILINE)
    extras = set(re.findall(r"^Provides-Extra: (.+)$", metadata, re.MULTILINE))
    assert extras == {"cuda", "tpu", "vision", "safetensors", "export", "encryption", "notebook", "test"}


def test_the_sdist_holds_what_the_tests_need(built):
    _, sdist, _ = built
    assert sources(".py", ".pyi") <= sdist
    needed = {"LICENSE", "README.md", "pyproject.toml", "mindshim/py.typed", "tests/conftest.py"}
    shipped = [path for folder in ("notebooks", "tests/golden") for path in (ROOT / folder).rglob("*.*")]
    data = {
        path.relative_to(ROOT).as_posix()
        for path in shipped
        if not {"__pycache__", ".ipynb_checkpoints"} & {*path.parts}
    }
    assert needed | data <= sdist


def test_ci_runs_the_command_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert len(commands) == 2
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == commands[1]
    assert commands[0].endswith("notebooks/lenet_mnist.py")


def test_the_readme_names_files_and_extras_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", readme):
        assert (ROOT / link).exists(), link
    assert set(re.findall(r"'\.\[(\w+)\]'", readme)) <= set(PROJECT["optional-dependencies"])


def test_the_example_of_the_readme_prints_what_it_says(run_python):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    expected = "".join(line[2:] + "\n" for line in example.splitlines() if line.startswith("# "))
    done = run_python("-c", example)
    assert (done.stdout, done.stderr) == (expected, "")


def test_environment_variables_are_all_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    used: set[str] = set()
    for path in (ROOT / "mindshim").rglob("*.py"):
        used |= set(re.findall(r"environ[^\n]*?[\"'](MINDSHIM_\w+)[\"']", Path(path).read_text(encoding="utf-8")))
    assert used and all(name in readme for name in used), used


def test_the_stubs_are_up_to_date():
    # If not: python -m mindshim.tools.stubs
    run = subprocess.run([sys.executable, "-m", "mindshim.tools.stubs", "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
