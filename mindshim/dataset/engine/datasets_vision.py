"""Datasets of images, under MindSpore's path (mirrors `mindspore.dataset.engine.datasets_vision`)."""

from mindshim.dataset.engine.images import Cifar10Dataset as Cifar10Dataset
from mindshim.dataset.engine.images import Cifar100Dataset as Cifar100Dataset
from mindshim.dataset.engine.images import ImageFolderDataset as ImageFolderDataset
from mindshim.dataset.engine.sources import MnistDataset as MnistDataset
