"""Record the convolutions and batch normalisations of ordered_cases: run by an interpreter that has MindSpore, writes ordered.npz."""

import sys
from pathlib import Path

import mindspore
import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "ops"))
import ordered_cases  # noqa: E402

np.savez_compressed(HERE / "ordered.npz", **dict(ordered_cases.convolutions(mindspore)), **dict(ordered_cases.batch_norms(mindspore)))
