"""LeNet-5 on MNIST, shortened; the full training is marked slow."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest

from tests.conftest import ROOT

NOTEBOOKS = ROOT / "notebooks"
SCRIPT = NOTEBOOKS / "lenet_mnist.py"


def accuracies(output: str) -> dict[str, float]:
    found = re.findall(r"^(Model\.train|value_and_grad|restored): test accuracy ([\d.]+)%$", output, re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_the_images_are_those_of_mnist():
    digests = {
        "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    }
    for name, digest in digests.items():
        content = gzip.decompress((NOTEBOOKS / "data" / f"{name}.gz").read_bytes())
        assert hashlib.sha256(content).hexdigest() == digest


def test_a_short_training(run_python):
    done = run_python("-m", "mindshim", str(SCRIPT), env={"LENET_TRAIN": "1600", "LENET_EPOCHS": "1"}, timeout=300)
    assert (done.stderr, done.returncode) == ("", 0)
    lines = done.stdout.splitlines()
    assert lines[0] == "one batch: (32, 1, 32, 32) Float32 (32,) Int32"
    shown = [re.sub(r"loss is [\d.]+$", "loss is L", line) for line in lines if line.startswith("epoch: ")]
    assert shown == [f"epoch: 1 step: {step}, loss is L" for step in (10, 20, 30, 40, 50)]
    assert "not loaded: []" in lines
    reached = accuracies(done.stdout)
    assert reached["restored"] == reached["value_and_grad"]
    assert reached["Model.train"] > 40 and reached["value_and_grad"] > 65


@pytest.mark.slow
def test_the_full_training_reaches_97_percent(run_python):
    done = run_python("-m", "mindshim", str(SCRIPT), timeout=1200)
    assert (done.stderr, done.returncode) == ("", 0)
    assert min(accuracies(done.stdout).values()) >= 97


@pytest.mark.slow
def test_the_notebook_runs(monkeypatch):
    from tests.notebooks.build import notebook, run
    from tests.notebooks.test_notebooks import printed

    monkeypatch.setenv("LENET_TRAIN", "1600")
    monkeypatch.setenv("LENET_EPOCHS", "1")
    assert accuracies(printed(run(notebook(SCRIPT)))).keys() == {"Model.train", "value_and_grad", "restored"}
