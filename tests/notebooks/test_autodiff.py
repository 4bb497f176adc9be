"""The article's program prints what the real MindSpore printed (recorded by `tests/golden/record_autodiff.sh`)."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "notebooks" / "autodiff.py"
EXPECTED = (ROOT / "tests" / "golden" / "autodiff.txt").read_text(encoding="utf-8")


def test_script(run_python):
    done = run_python("-m", "mindshim", str(SCRIPT))
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout == EXPECTED


@pytest.mark.slow
def test_notebook_run_anew():
    from tests.notebooks.build import notebook, run
    from tests.notebooks.test_notebooks import printed

    assert printed(run(notebook(SCRIPT))) == EXPECTED
