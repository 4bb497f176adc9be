"""The colours of images against MindSpore's, recorded with equal bounds, which leave nothing to chance."""

import json
from pathlib import Path

import numpy as np
import pytest

from mindshim.dataset import vision

RECORD = json.loads((Path(__file__).parents[1] / "golden" / "vision_color.json").read_text())
IMAGE = np.array(RECORD["image"], np.uint8)


@pytest.mark.parametrize("case", RECORD["changed"])
def test_as_recorded(case):
    name, factor = case.split()
    mine = vision.RandomColorAdjust(**{name: (float(factor), float(factor))})(IMAGE)
    assert mine.dtype == np.uint8
    away = np.abs(mine.astype(int) - np.array(RECORD["changed"][case]))
    assert away.max() <= 1 and np.count_nonzero(away) <= 1  # MindSpore's sums are of another order


def test_a_number_is_how_far_the_factor_may_go():
    change = vision.RandomColorAdjust(brightness=0.25)
    means = [change(np.full((2, 2, 3), 100, np.uint8)).mean() for _ in range(50)]
    assert 75 <= min(means) < 90 < 110 < max(means) <= 125


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"brightness": -1}, ValueError, "The input value of brightness cannot be negative."),
        ({"contrast": (1,)}, TypeError, "If contrast is a sequence, the length must be 2."),
        ({"saturation": (3, 1)}, ValueError, "saturation value should be in (min,max) format. Got (3, 1)."),
        ({"hue": 0.6}, ValueError, "Input is not within the required interval of [-0.5, 0.5]."),
        ({"brightness": (-0.5, 1)}, ValueError, "Input is not within the required interval of [0, 16777216]."),
        ({"brightness": "a"}, TypeError, "Argument brightness with value a is not of type"),
    ],
)
def test_other_bounds(arguments, error, message):
    with pytest.raises(error) as caught:
        vision.RandomColorAdjust(**arguments)
    assert message in str(caught.value)


def test_only_pictures():
    with pytest.raises(RuntimeError):
        vision.RandomColorAdjust()(IMAGE[..., 0])
    with pytest.raises(TypeError, match="Input should be NumPy or PIL image"):
        vision.RandomColorAdjust()([1])


@pytest.mark.parametrize(("name", "kind"), [("brightness", "Brightness"), ("contrast", "Contrast"), ("saturation", "Color")])
def test_pil_images_change_as_pillow_changes_them(name, kind):
    image_enhance = pytest.importorskip("PIL.ImageEnhance")
    from PIL import Image

    image = Image.fromarray(IMAGE)
    rounded = image.convert("HSV").convert("RGB")
    mine = np.asarray(vision.RandomColorAdjust(**{name: (1.4, 1.4)})(image))
    enhance = getattr(image_enhance, kind)
    before, after = enhance(rounded).enhance(1.4), enhance(image).enhance(1.4).convert("HSV").convert("RGB")
    assert any(np.array_equal(mine, np.asarray(either)) for either in (before, after))  # in one order or the other
    assert np.array_equal(np.asarray(vision.RandomColorAdjust()(image)), np.asarray(rounded))
