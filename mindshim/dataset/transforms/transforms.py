"""The operations on any column by the name of their file in MindSpore (mirrors `mindspore.dataset.transforms.transforms`)."""

from mindshim.dataset.transforms import *  # noqa: F403
