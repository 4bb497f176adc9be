"""Cut, padded and flipped images, against sums that the real MindSpore gave."""

from __future__ import annotations

import numpy as np
import pytest

from mindshim.dataset import config, vision

IMAGE = np.random.default_rng(0).integers(1, 256, (5, 6, 3)).astype(np.uint8)
REAL = [
    (lambda: vision.CenterCrop(3), (3, 3, 3), 47643),
    (lambda: vision.CenterCrop((7, 9)), (7, 9, 3), 1158896),
    (lambda: vision.CenterCrop((4, 9)), (4, 9, 3), 538742),
    (lambda: vision.CenterCrop((8, 3)), (8, 3, 3), 229098),
    (lambda: vision.Pad(1), (7, 8, 3), 1013747),
    (lambda: vision.Pad((1, 2), 7), (9, 8, 3), 1394450),
    (lambda: vision.Pad((1, 2, 0, 1), 5), (8, 7, 3), 1181651),
    (lambda: vision.Pad(1, (1, 2, 3)), (7, 8, 3), 1026825),
]


@pytest.mark.parametrize(("make", "shape", "weighted_sum"), REAL)
def test_pixels(make, shape, weighted_sum):
    out = make()(IMAGE)
    assert out.shape == shape and out.dtype == np.uint8
    assert int((out.astype(np.int64).ravel() * np.arange(out.size)).sum()) == weighted_sum


def test_random_operations():
    assert np.array_equal(vision.RandomHorizontalFlip(1.0)(IMAGE), IMAGE[:, ::-1])
    assert np.array_equal(vision.RandomVerticalFlip(1.0)(IMAGE), IMAGE[::-1])
    assert np.array_equal(vision.RandomVerticalFlip(0.0)(IMAGE), IMAGE)
    crops = {vision.RandomCrop(2)(IMAGE).tobytes() for _ in range(30)}
    assert len(crops) > 5
    with pytest.raises(RuntimeError):
        vision.RandomCrop(9)(IMAGE)
    assert vision.RandomCrop(9, pad_if_needed=True)(IMAGE).shape == (9, 9, 3)
    assert config.get_seed() >= 0


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: vision.CenterCrop(0), ValueError),
        (lambda: vision.CenterCrop("a"), TypeError),
        (lambda: vision.RandomHorizontalFlip(2), ValueError),
        (lambda: vision.RandomHorizontalFlip("a"), TypeError),
        (lambda: vision.Pad(-1), ValueError),
        (lambda: vision.RandomCrop((1, 2, 3)), TypeError),
    ],
)
def test_errors(make, error):
    with pytest.raises(error):
        make()


def test_to_tensor():
    out = vision.ToTensor()(IMAGE)
    assert out.shape == (3, 5, 6) and out.dtype == np.float32
    np.testing.assert_allclose(out, IMAGE.transpose(2, 0, 1) / 255, rtol=1e-6)


def test_borders_are_mindspores() -> None:
    image = np.arange(6, dtype=np.uint8).reshape(2, 3, 1)
    recorded = {
        "CONSTANT": [[0, 0, 0, 0, 0], [0, 0, 1, 2, 0], [0, 3, 4, 5, 0], [0, 0, 0, 0, 0]],
        "EDGE": [[0, 0, 1, 2, 2], [0, 0, 1, 2, 2], [3, 3, 4, 5, 5], [3, 3, 4, 5, 5]],
        "REFLECT": [[4, 3, 4, 5, 4], [1, 0, 1, 2, 1], [4, 3, 4, 5, 4], [1, 0, 1, 2, 1]],
        "SYMMETRIC": [[0, 0, 1, 2, 2], [0, 0, 1, 2, 2], [3, 3, 4, 5, 5], [3, 3, 4, 5, 5]],
    }
    for name, expected in recorded.items():
        mode = vision.Border[name]
        assert vision.Pad(1, padding_mode=mode)(image)[:, :, 0].tolist() == expected
        assert vision.RandomCrop((4, 5), padding=1, padding_mode=mode)(image)[:, :, 0].tolist() == expected
    with pytest.raises(TypeError, match="padding_mode"):
        vision.Pad(1, padding_mode="edge")
