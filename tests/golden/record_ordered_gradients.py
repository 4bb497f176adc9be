"""Record the checksums of the gradients of ordered_gradient_cases: run by an interpreter that has MindSpore, writes a JSON file."""

import json
import sys
from pathlib import Path

import mindspore

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))
from tests.nn import ordered_gradient_cases as cases  # noqa: E402

made = (*cases.batch_norms(mindspore), *cases.sums(mindspore))
sums = {name: cases.checksum(grad) for name, grad in made}
(HERE / "ordered_gradients.json").write_text(json.dumps(sums, indent=0) + "\n")
