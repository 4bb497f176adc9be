"""Rows and files that the tests here write, and the real MindSpore wrote (tests/golden/record_mindrecord.py)."""

from __future__ import annotations

from typing import Any

import numpy as np

ALL: dict[str, Any] = {
    "id": {"type": "int64"}, "text": {"type": "string"}, "small": {"type": "int32"}, "single": {"type": "float32"},
    "double": {"type": "float64"}, "data": {"type": "bytes"}, "ints": {"type": "int32", "shape": [-1]},
    "longs": {"type": "int64", "shape": [2, -1]}, "floats": {"type": "float32", "shape": [2, 2]},
}  # fmt: skip
#: name -> schema, number of files, index fields, rows
FILES: dict[str, tuple[dict[str, Any], int, list[str] | None, int]] = {
    "one": (ALL, 1, ["text", "id"], 30),
    "three": (ALL, 3, None, 30),
    "numbers": ({"id": ALL["id"], "text": ALL["text"]}, 1, None, 30),
    "array": ({"ints": ALL["ints"]}, 1, None, 30),
    "empty": (ALL, 1, None, 0),
    "appended": (ALL, 1, ["small"], 20),
}


def rows(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """30 rows, with integers of all lengths."""
    rng = np.random.default_rng(0)
    out = []
    for i in range(30):
        ints = (rng.integers(-(2**31), 2**31, i + 1) >> rng.integers(0, 31, i + 1)).astype(np.int32)
        longs = rng.integers(-(2**62), 2**62, (2, i + 1)) >> rng.integers(0, 62, (2, i + 1))
        row = {
            "id": (-1) ** i * 3**i, "text": "aé"[i % 2] * (i % 7), "small": i - 20, "single": i / 2, "double": i / 7,
            "data": bytes(range(i)), "ints": ints, "longs": longs, "floats": np.full((2, 2), i, np.float32),
        }  # fmt: skip
        out.append({name: row[name] for name in schema})
    return out


def write(writer: Any, path: str, schema: Any, shards: int, index: list[str] | None, data: list[dict[str, Any]]) -> None:
    """Write a file of small pages, in two calls."""
    to = writer(path, shards)
    to.set_header_size(1 << 14)
    to.set_page_size(1 << 15)
    to.add_schema(schema, "cases")
    if index:
        to.add_index(index)
    if data:
        to.write_raw_data(data[:12])
        to.write_raw_data(data[12:])
    to.commit()
