"""Record ordered_reduction_cases: run by an interpreter that has MindSpore, writes ordered_reductions.npz."""

import sys
from pathlib import Path

import mindspore
import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))
from tests.ops import ordered_reduction_cases as cases  # noqa: E402

found = [pair for made in cases.MADE for pair in made(mindspore)]
np.savez_compressed(HERE / "ordered_reductions.npz", **dict(found))
