"""Cases that run alike on mindshim and on the real MindSpore, and the records of what the real one gave.

A file of cases has `CASES`: functions of the package, by name. `tests/golden/record_cases.py` keeps what they return,
or the type of what they raise, in `tests/golden/cases_<name of the file>.json`. Nothing here imports either package.
"""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

GOLDEN = Path(__file__).parent / "golden"
#: The files of cases, by the name of their record.
FILES = {"training": "train/cases.py", "checkpoints": "train/checkpoint_cases.py", "resume": "train/resume_cases.py", "amp": "amp/cases.py", "metrics": "train/metrics/cases.py", "experimental_optim": "experimental/optim/cases.py", "experimental_schedules": "experimental/optim/schedules.py", "representations": "nn/representations.py", "rewrite": "rewrite/cases.py", "curves": "train/curves.py", "deviations": "ops/deviations.py", "higher_order": "ops/higher_order.py", "bounds": "ops/bounds.py", "half_precision": "ops/half_cases.py"}


def cases(name: str) -> dict[str, Any]:
    """The cases of a file."""
    spec = importlib.util.spec_from_file_location(f"cases_{name}", Path(__file__).parent / FILES[name])
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    # MindSpore's rewriting of networks reads their source by way of the module.
    sys.modules[module.__name__] = module
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module.CASES


def record(name: str) -> dict[str, Any]:
    """The record of a file of cases."""
    return json.loads((GOLDEN / f"cases_{name}.json").read_text())


def run(ms: Any, case: Any, messages: list[str] | None = None) -> Any:
    """What a case gives, as JSON data; `{"raises": type}` for an exception."""
    try:
        return data(ms, case(ms))
    except Exception as error:
        found = {"raises": type(error).__name__}
        if messages is not None:
            messages.append(str(error).strip().split("\n")[0][:200])
        return found


def data(ms: Any, value: Any) -> Any:
    """A result as JSON data."""
    if isinstance(value, ms.Tensor):
        array = value.astype(ms.float32).asnumpy() if str(value.dtype) == "BFloat16" else value.asnumpy()
        return {"dtype": str(value.dtype), "shape": list(array.shape), "values": _numbers(array)}
    if isinstance(value, np.ndarray):
        return {"array": list(value.shape), "values": _numbers(value)}
    if isinstance(value, (np.generic, float)) and not isinstance(value, np.bool_):
        return _number(value.item() if isinstance(value, np.generic) else value)
    if isinstance(value, dict):
        return {"dict": [[k, data(ms, v)] for k, v in value.items()]}
    if isinstance(value, (list, tuple)):
        return [data(ms, v) for v in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def _numbers(array: np.ndarray) -> list[Any]:
    return [_number(v) for v in array.reshape(-1).tolist()]


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.9g}") if math.isfinite(value) else str(value)
    return value


def same(mine: Any, real: Any, rtol: float = 2e-5, atol: float = 1e-6) -> bool:
    """Whether two results agree, numbers within tolerances."""
    if isinstance(real, dict) and isinstance(mine, dict):
        return mine.keys() == real.keys() and all(same(mine[k], real[k], rtol, atol) for k in real)
    if isinstance(real, list) and isinstance(mine, list):
        return len(mine) == len(real) and all(same(m, r, rtol, atol) for m, r in zip(mine, real, strict=True))
    if isinstance(real, float) and isinstance(mine, (int, float)) or isinstance(mine, float) and isinstance(real, (int, float)):
        return abs(mine - real) <= atol + rtol * abs(real)
    return type(mine) is type(real) and mine == real
