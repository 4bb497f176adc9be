"""Record how the real MindSpore prints tensors, for tests/core/test_printing.py.

Run with an interpreter that has mindspore 2.10.0:  PYTHON tests/golden/record_tensor_repr.py
Long texts are kept as their SHA-1.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import mindspore as ms

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "core"))
import printed  # noqa: E402


def short(text: str) -> str:
    """The text itself, or its SHA-1 when it is long."""
    return text if len(text) <= 160 else hashlib.sha1(text.encode()).hexdigest()


if __name__ == "__main__":
    rows = []
    for array, dtype in printed.arrays(400):
        tensor = ms.Tensor(array, ms.bfloat16) if dtype == "bf16" else ms.Tensor(array)
        rows.append([short(repr(tensor)), short(str(tensor))])
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
    (HERE / "tensor_repr.json").write_text(text)
