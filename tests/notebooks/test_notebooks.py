"""The committed notebooks: their cells are those of the scripts, and their saved outputs are good."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")

NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def read(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


def printed(book) -> str:
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"stream"}
    assert {output.name for output in outputs} == {"stdout"}
    return "".join(output.text for output in outputs)


def test_every_script_has_its_notebook():
    assert sorted(path.stem for path in (ROOT / "notebooks").glob("*.py")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_are_those_of_the_scripts(name):
    """After a change of a script: `python tests/notebooks/build.py`."""
    from tests.notebooks.build import notebook

    book = read(name)
    nbformat.validate(book)
    expected = notebook(ROOT / "notebooks" / f"{name}.py")
    assert [(c.cell_type, c.source) for c in book.cells] == [(c.cell_type, c.source) for c in expected.cells]


def test_saved_output_of_autodiff_is_that_of_the_real_mindspore():
    expected = (ROOT / "tests" / "golden" / "autodiff.txt").read_text(encoding="utf-8")
    assert printed(read("autodiff")) == expected


def test_saved_output_of_lenet_shows_what_the_readme_promises():
    output = printed(read("lenet_mnist"))
    reached = {kind: float(value) for kind, value in re.findall(r"^(\w[\w. ]*): test accuracy ([\d.]+)%", output, re.M)}
    assert reached.keys() == {"Model.train", "value_and_grad", "restored"}
    assert min(reached.values()) >= 97
