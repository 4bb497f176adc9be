"""Programs as text in files: `MS_DEV_SAVE_GRAPHS` asks for it, `MS_DEV_SAVE_GRAPHS_PATH` names the folder.

MindSpore writes a file for each pass of its compiler. Here there is one for each program, named as the last of those:
what XLA is given, with the Tensors from outside it takes.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

_numbers = itertools.count()


def wanted() -> bool:
    """Whether the environment asks for programs to be saved."""
    return os.environ.get("MS_DEV_SAVE_GRAPHS", "0") not in ("", "0")


def save(traced: Any, name: str) -> Path:
    """Write the program of a captured function; returns the file."""
    folder = Path(os.environ.get("MS_DEV_SAVE_GRAPHS_PATH") or ".")
    folder.mkdir(parents=True, exist_ok=True)
    number = next(_numbers)
    path = folder / f"{number:02d}_validate_{number:04d}.ir"
    lifted = [f"#   {getattr(t, 'name', '') or 'a Tensor'}: {t.dtype}{list(t.shape)}" for t in traced.lifted]
    head = [f"# '{name}': {traced.n_args} argument Tensors, then {len(lifted)} Tensors and Parameters from outside:", *lifted]
    path.write_text("\n".join([*head, str(traced.jaxpr), ""]), encoding="utf-8")
    return path
