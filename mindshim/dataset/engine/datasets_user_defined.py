"""Datasets of the program's own data, under MindSpore's path (mirrors `mindspore.dataset.engine.datasets_user_defined`)."""

from mindshim.dataset.engine.sources import GeneratorDataset as GeneratorDataset
from mindshim.dataset.engine.sources import NumpySlicesDataset as NumpySlicesDataset
