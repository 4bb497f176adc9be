"""The operations on images by the name of their file in MindSpore (mirrors `mindspore.dataset.vision.transforms`)."""

from mindshim.dataset.vision import *  # noqa: F403
