"""Reading and preparing data (mirrors `mindspore.dataset`): NumPy pipelines, Tensors at the end."""

from mindshim.dataset import config as config
from mindshim.dataset import transforms as transforms
from mindshim.dataset import vision as vision
from mindshim.dataset.engine.datasets import Dataset as Dataset
from mindshim.dataset.engine.sources import GeneratorDataset as GeneratorDataset
from mindshim.dataset.engine.sources import MnistDataset as MnistDataset
from mindshim.dataset.engine.sources import NumpySlicesDataset as NumpySlicesDataset
