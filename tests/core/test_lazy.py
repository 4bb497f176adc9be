"""Names that are imported when they are first used."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import mindshim as ms
from mindshim import nn, ops
from mindshim._core import face_index, faces
from mindshim.tools import face_index as tool


def test_the_index_is_up_to_date():
    # If not: python -m mindshim.tools.face_index
    found = {m: {n: " ".join(names) for n, names in spaces.items()} for m, spaces in tool.declared().items()}
    assert found == face_index.INDEX


def test_no_face_has_the_name_of_a_file():
    for package, namespace in ((ops, "ops"), (importlib.import_module("mindshim.mint"), "mint")):
        files = {m.name for m in pkgutil.iter_modules(package.__path__)}
        assert not files & set(faces._WHERE[namespace])


@pytest.mark.parametrize("module", ["mindshim", "mindshim.nn"])
def test_every_listed_name_exists(module):
    m = importlib.import_module(module)
    for name in m.__all__:
        assert getattr(m, name) is not None


@pytest.mark.parametrize("package", ["mindshim", "mindshim.common", "mindshim.nn"])
def test_names_that_files_have_too_are_there_from_the_start(package):
    # The import of such a file would put the file in the name's place.
    code = f"""
import importlib, pkgutil, re, {package} as p
from pathlib import Path
files = {{m.name for m in pkgutil.iter_modules(p.__path__)}}
lines = re.findall(r'^from (\\S+) import \\S+ as (\\S+)$', Path(p.__file__).with_suffix('.pyi').read_text(), re.MULTILINE)
print([name for source, name in lines if name in files and source != p.__name__ and name not in vars(p)])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_unknown_names_are_ordinary_errors():
    for module in (ms, nn, ops, ms.mint, ops.functional, ops.operations):
        with pytest.raises(AttributeError, match="has no attribute 'no_such_name'"):
            getattr(module, "no_such_name")  # noqa: B009
    with pytest.raises(AttributeError, match="'Tensor' object has no attribute 'no_such_name'"):
        getattr(ms.Tensor(1), "no_such_name")  # noqa: B009
    assert not hasattr(ms.Tensor, "no_such_name")
    with pytest.raises(ImportError):
        from mindshim.ops import no_such_name  # noqa: F401


def test_files_of_a_package_are_attributes_unasked():
    code = "import mindshim as ms; print(ms.common.initializer.Normal.__name__, ms.nn.layer.basic.Dense.__name__, ms.ops.composite)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("Normal Dense <module")


def test_an_import_loads_no_operators():
    code = "import sys, mindshim; print([m for m in sys.modules if m.startswith(('mindshim.ops', 'mindshim.nn'))])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_operators_are_loaded_inside_a_trace():
    code = """
import mindshim as ms
@ms.jit(fullgraph=True)
def f(x):
    return (x + 1).cumsum(0) @ ms.ops.triu(ms.ops.ones((2, 2)))
print(ms.grad(f)(ms.Tensor([1.0, 2.0])), f(ms.Tensor([1.0, 2.0])))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[3. 1.] [2. 7.]"
