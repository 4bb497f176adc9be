"""Make `notebooks/*.ipynb` from the scripts beside them, run them, and keep what they print.

    python tests/notebooks/build.py [NAME …]

The scripts are the source: they run everywhere, are easy to read in a diff, and their `# %%` lines mark the cells.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
REDIRECT = ("In a notebook this line makes `import mindspore` mean mindshim.", "%load_ext mindshim")


def cells(script: Path) -> Iterator[tuple[str, str]]:
    """The kind (`markdown` or `code`) and the text of each cell of a script."""
    for chunk in re.split(r"^# %%", script.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = chunk.partition("\n")
        if head.strip() == "[markdown]":
            yield "markdown", re.sub(r"^# ?", "", body.strip(), flags=re.MULTILINE)
        else:
            yield "code", body.strip("\n")


def notebook(script: Path) -> nbformat.NotebookNode:
    """The notebook of a script, not run yet, with the line that a notebook needs in front of the first code."""
    result = new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    parts = list(cells(script))
    first_code = [kind for kind, _ in parts].index("code")
    parts[first_code:first_code] = [("markdown", REDIRECT[0]), ("code", REDIRECT[1])]
    for number, (kind, text) in enumerate(parts):
        new_cell = new_markdown_cell if kind == "markdown" else new_code_cell
        result.cells.append(new_cell(text, id=f"cell-{number}"))
    return result


def run(book: nbformat.NotebookNode, folder: Path = FOLDER, timeout: int = 1200) -> nbformat.NotebookNode:
    """Run a notebook in place. A cell that fails raises `CellExecutionError`."""
    client = NotebookClient(book, timeout=timeout, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    path = os.pathsep.join(filter(None, [str(FOLDER.parent), os.environ.get("PYTHONPATH")]))
    client.execute(env={**os.environ, "PYTHONPATH": path})
    for cell in book.cells:
        cell.metadata = {}
    return book


def main(names: list[str]) -> None:
    for script in sorted(FOLDER.glob("*.py")):
        if not names or script.stem in names:
            nbformat.write(run(notebook(script)), script.with_suffix(".ipynb"))


if __name__ == "__main__":
    main(sys.argv[1:])
