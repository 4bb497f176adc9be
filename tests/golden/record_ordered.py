"""Record the results of ordered_cases: run by an interpreter that has MindSpore, writes ordered.npz."""

import sys
from pathlib import Path

import mindspore
import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))
from tests.ops import ordered_cases  # noqa: E402

made = [*ordered_cases.convolutions(mindspore), *ordered_cases.batch_norms(mindspore), *ordered_cases.functions(mindspore)]
np.savez_compressed(HERE / "ordered.npz", **dict(made))
