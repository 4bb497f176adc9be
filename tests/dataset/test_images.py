"""Operations on images against MindSpore's, recorded by golden/record_images.py; what is refused; what chance decides."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mindshim.dataset import vision
from tests.dataset import image_cases

RECORD = json.loads((Path(__file__).parents[1] / "golden" / "images.json").read_text())
PICTURE = np.array(RECORD["image"], np.uint8)
BIG = np.random.default_rng(0).integers(0, 256, (32, 40, 3)).astype(np.uint8)


@pytest.mark.parametrize("kind", RECORD["results"])
def test_as_recorded(kind):
    wrong = []
    for expression, wanted in RECORD["results"][kind].items():
        image = image_cases.images(PICTURE)[kind][1]
        got = image_cases.plain(eval(expression, {**vars(vision), "np": np})(image))
        pairs = list(zip(got, wanted, strict=True)) if isinstance(wanted[0], list) else [(got, wanted)]
        for (mode, values), (kind_of, recorded) in pairs:
            away = np.abs(np.array(values, np.float64) - recorded)
            # Of a hue one step between two roundings, of Pillow's versions one.
            least = 1 if kind_of in ("uint8", "RGB", "L") and ("Hue" in expression or kind == "PIL image") else 1e-5
            if mode != kind_of or away.max() > least or np.count_nonzero(away > 1e-5) > away.size // 20:
                wrong.append((expression, mode, kind_of, away.max()))
    assert not wrong


def test_normalize_pad_adds_a_channel_of_zeros():
    # MindSpore 2.10 writes the three channels of the next pixel over it.
    out = vision.NormalizePad([100.0] * 3, [50.0] * 3)(PICTURE)
    np.testing.assert_array_equal(out[..., :3], vision.Normalize([100.0] * 3, [50.0] * 3)(PICTURE))
    assert out.shape == (6, 5, 4) and not out[..., 3].any()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: vision.RandomAffine(-1), ValueError, "Input degrees is not within the required interval of [0, 16777216]."),
        (lambda: vision.RandomAffine("a"), TypeError, "Argument degrees with value a is not of type"),
        (lambda: vision.RandomAffine(10, (2,)), TypeError, "translate should be a list or tuple of length 2 or 4."),
        (lambda: vision.RandomAffine(10, None, (1,)), TypeError, "scale should be a list or tuple of length 2."),
        (lambda: vision.RandomRotation((1, 2, 3)), TypeError, "If degrees is a sequence, the length must be 2."),
        (lambda: vision.RandomResizedCrop(0), ValueError, "Input is not within the required interval of [1, 16777216]."),
        (lambda: vision.RandomResizedCrop(3, (2, 1)), ValueError, "scale should be in (min,max) format. Got (max,min)."),
        (lambda: vision.RandomResizedCrop(3, ratio=(0, 1)), ValueError, "Input ratio[0] is not within the required interval of (0, 16777216]."),
        (lambda: vision.RandomErasing(2.0), ValueError, "Input prob is not within the required interval of [0.0, 1.0]."),
        (lambda: vision.RandomColor((3, 1)), ValueError, "degrees should be in (min,max) format. Got (max,min)."),
        (lambda: vision.RandomColor(0.5), TypeError, "degrees must be either a tuple or a list."),
        (lambda: vision.RandomSelectSubpolicy([]), ValueError, "policy can not be empty."),
        (lambda: vision.RandomSelectSubpolicy([[(vision.Invert(), 2.5)]]), ValueError, "Input prob of (op, prob) policy[0][0] is not within the required interval of [0, 1]."),
        (lambda: vision.Resize((2, 2), 2), TypeError, "Argument interpolation with value 2 is not of type"),
        (lambda: vision.Equalize()("a"), TypeError, "Input should be NumPy or PIL image, got <class 'str'>."),
        (lambda: vision.Equalize()(BIG.astype(np.float32)), RuntimeError, "Equalize: the image must be of uint8, but got float32."),
        (lambda: vision.Invert()(BIG[..., 0]), RuntimeError, "Invert: the image must have shape <H,W,C>"),
        (lambda: vision.RandomErasing()(Image.fromarray(BIG)), TypeError, "img should be NumPy array. Got <class 'PIL.Image.Image'>."),
        (lambda: vision.ToPIL()("a"), TypeError, "The input image should be of type numpy.ndarray or PIL.Image.Image. Got <class 'str'>."),
        (lambda: vision.Grayscale()(BIG), TypeError, "img should be PIL image. Got <class 'numpy.ndarray'>."),
        (lambda: vision.Crop((0, 39), 3)(BIG), RuntimeError, "Crop: the part at (0, 39) of size (3, 3) is not within the image (32, 40)."),
        (lambda: vision.RandomCropDecodeResize(3)(BIG), TypeError, "Input should be an encoded image with uint8 type in 1-D NumPy format"),
        (lambda: vision.CutOut(0), ValueError, "Input is not within the required interval of [1, 16777216]."),
        (lambda: vision.FiveCrop(50)(BIG), ValueError, "Crop size (50, 50) is larger than input image size (32, 40)."),
    ],
)  # fmt: skip
def test_what_is_refused(make, error, message):
    with pytest.raises(error) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize("pil", [False, True])
def test_random_operations_keep_size_and_kind(pil):
    image = Image.fromarray(BIG) if pil else BIG
    steps = [
        vision.RandomAffine(20, (-0.1, 0.1, -0.1, 0.1), (0.8, 1.2), 10), vision.RandomRotation(40), vision.RandomColor(),
        vision.RandomSharpness(), vision.RandomPerspective(0.5, 1.0), vision.RandomEqualize(), vision.RandomInvert(),
        vision.RandomAutoContrast(), vision.RandomLighting(0.1),
    ]  # fmt: skip
    for step in steps:
        out = step(image)
        assert isinstance(out, Image.Image if pil else np.ndarray) and np.asarray(out).shape == BIG.shape, step
    assert np.asarray(vision.RandomResizedCrop((7, 5))(image)).shape == (7, 5, 3)


def test_a_random_crop_covers_the_shares_it_may():
    areas, crop = [], vision.RandomResizedCrop(8, (0.1, 0.5))
    for _ in range(200):
        _, _, height, width = crop._part(100, 100)
        areas.append(height * width / 10000)
        assert 0.7 < width / height < 1.4
    assert 0.08 < min(areas) < 0.15 and 0.45 < max(areas) < 0.52


def test_resizing_keeps_a_ramp_and_the_mean():
    ramp = np.repeat(np.arange(0.0, 64, dtype=np.float32)[:, None], 4, 1)
    for mode in (vision.Inter.BILINEAR, vision.Inter.BICUBIC, vision.Inter.AREA):
        out = vision.Resize((32, 4), mode)(ramp)
        np.testing.assert_allclose(out[2:-2, 0], np.arange(0.5, 64, 2)[2:-2], atol=1e-4)
    assert abs(vision.Resize((5, 7), vision.Inter.AREA)(BIG).mean() - BIG.mean()) < 1
