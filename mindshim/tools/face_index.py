"""Writes `mindshim/_core/face_index.py`: which file declares which face.

    python -m mindshim.tools.face_index

Run it after adding an operator; a test says when it was forgotten.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import pkgutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

HEADER = '''"""Which file declares which face (written by `python -m mindshim.tools.face_index`)."""

from __future__ import annotations

#: file -> namespace -> names
INDEX: dict[str, dict[str, str]] = {
'''


def _declaring_module() -> str | None:
    """The operator file whose import is running: the innermost module body of `mindshim.ops` on the stack."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if frame.f_code.co_name == "<module>" and name.startswith("mindshim."):
            return name if name.startswith("mindshim.ops.") else None
        frame = frame.f_back
    return None


def declared() -> dict[str, dict[str, list[str]]]:
    """Which file declares what, found out in a process of its own."""
    run = subprocess.run([sys.executable, __file__, "--collect"], capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr)
    return json.loads(run.stdout.splitlines()[-1])


def _collect() -> dict[str, dict[str, list[str]]]:
    """Import every operator file and note who declares what; nothing of mindshim may be imported yet."""
    root = Path(__file__).parents[1]
    sys.path[0] = str(root.parent)
    spec: Any = importlib.util.find_spec("mindshim")
    # The package without its own body, so that the notes are in place before it imports the first operator.
    package = sys.modules["mindshim"] = importlib.util.module_from_spec(spec)

    from mindshim._core import faces
    from mindshim._core.tensor import Tensor

    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    real_register = faces.register

    def register(path: str, obj: Any) -> Any:
        namespace, _, name = path.rpartition(".")
        where = _declaring_module()
        if where is not None:
            found[where][namespace].append(name)
        return real_register(path, obj)

    def setattr_(cls: type, name: str, value: Any) -> None:
        where = _declaring_module()
        if where is not None and cls is Tensor and name.startswith("__"):
            found[where]["Tensor"].append(name)
        type.__setattr__(cls, name, value)

    faces.register = register
    type(Tensor).__setattr__ = setattr_  # type: ignore[method-assign]
    spec.loader.exec_module(package)
    operators = importlib.import_module("mindshim.ops")
    for module in pkgutil.walk_packages(operators.__path__, "mindshim.ops."):
        importlib.import_module(module.name)
    return {m: {n: sorted(set(names)) for n, names in sorted(spaces.items())} for m, spaces in sorted(found.items())}


def text(index: dict[str, dict[str, list[str]]]) -> str:
    """The file."""
    lines = [HEADER.rstrip("\n")]
    for module, spaces in index.items():
        lines.append(f'    "{module}": {{')
        for namespace, names in spaces.items():
            lines.append(f'        "{namespace}": (')
            row = ""
            for name in names:
                if len(row) + len(name) > 100:
                    lines.append(f'            "{row}"')
                    row = ""
                row += name + " "
            lines.append(f'            "{row.rstrip()}"')
            lines.append("        ),")
        lines.append("    },")
    lines.append("}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--collect" in sys.argv:
        print(json.dumps(_collect()))
    else:
        target = Path(__file__).parents[1] / "_core" / "face_index.py"
        target.write_text(text(declared()), "utf-8")
        print(target)
