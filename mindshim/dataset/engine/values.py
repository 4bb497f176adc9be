"""What a column holds: an array, or a dict of Python objects that goes through the pipeline as it is."""

from __future__ import annotations

from typing import Any

import numpy as np


def value_of(item: Any) -> Any:
    """A column's value from what a Python function returned: dicts stay, all else becomes an array."""
    if isinstance(item, dict):
        return item
    return np.asarray(item.asnumpy() if hasattr(item, "asnumpy") else item)


def given(value: Any, tensors: bool) -> Any:
    """A column's value as an iterator gives it: numbers in dicts as arrays or Tensors, whatever they are nested in."""
    if isinstance(value, dict):
        return {key: given(v, tensors) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(given(v, tensors) for v in value)
    if value is None:
        return value
    array = value_of(value)
    if not tensors or array.dtype.kind not in "biufc":
        return array
    from mindshim.common.tensor import Tensor

    return Tensor(array)


def merged(rows: list[dict[str, Any]], column: str) -> dict[str, Any]:
    """The dicts of a batch as one, each key's values stacked; RuntimeError where they make no array."""
    out: dict[str, Any] = {}
    for key in rows[0]:
        values = [row.get(key) for row in rows]
        if all(isinstance(v, dict) for v in values):
            out[key] = merged(values, column)  # type: ignore[arg-type]
            continue
        try:
            array = np.stack([value_of(v) for v in values])
        except ValueError:
            array = None
        if array is None or array.dtype.kind == "O":
            raise RuntimeError(
                f"Exception thrown from dataset pipeline. Batch: failed to create a NumPy array with primitive types for the "
                f"dictionary objects in column '{column}', key: '{key}'. If you want a customized array, define a custom "
                f"'per_batch_map' function."
            )
        out[key] = array
    return out
