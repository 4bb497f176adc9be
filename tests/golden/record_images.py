"""Record what MindSpore's operations make of a small image: run by an interpreter that has it, writes images.json."""

import json
import sys
from pathlib import Path

import numpy as np
from mindspore.dataset import vision

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "dataset"))
import image_cases  # noqa: E402

picture = np.array(json.loads((HERE / "vision_color.json").read_text())["image"], np.uint8)
names = {**vars(vision), "np": np}
record = {
    kind: {expression: image_cases.plain(eval(expression, names)(image.copy())) for expression in expressions}
    for kind, (expressions, image) in image_cases.images(picture).items()
}
(HERE / "images.json").write_text(json.dumps({"image": picture.tolist(), "results": record}, separators=(",", ":")) + "\n")
