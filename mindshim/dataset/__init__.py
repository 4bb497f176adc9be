"""Reading and preparing data (mirrors `mindspore.dataset`): NumPy pipelines, Tensors at the end."""

from mindshim.dataset import config as config
from mindshim.dataset import samplers as samplers
from mindshim.dataset import transforms as transforms
from mindshim.dataset import vision as vision
from mindshim.dataset.engine import datasets_user_defined as _datasets_user_defined  # noqa: F401
from mindshim.dataset.engine import datasets_vision as _datasets_vision  # noqa: F401
from mindshim.dataset.engine.combining import ConcatDataset as ConcatDataset
from mindshim.dataset.engine.combining import FilterDataset as FilterDataset
from mindshim.dataset.engine.combining import SyncWaitDataset as SyncWaitDataset
from mindshim.dataset.engine.combining import ZipDataset as ZipDataset
from mindshim.dataset.engine.combining import zipped as zip  # noqa: F401
from mindshim.dataset.engine.datasets import Dataset as Dataset
from mindshim.dataset.engine.images import Cifar10Dataset as Cifar10Dataset
from mindshim.dataset.engine.images import Cifar100Dataset as Cifar100Dataset
from mindshim.dataset.engine.images import ImageFolderDataset as ImageFolderDataset
from mindshim.dataset.engine.padding import PaddedBatchDataset as PaddedBatchDataset
from mindshim.dataset.engine.records import MindDataset as MindDataset
from mindshim.dataset.engine.records import Shuffle as Shuffle
from mindshim.dataset.engine.samplers import DistributedSampler as DistributedSampler
from mindshim.dataset.engine.samplers import IterSampler as IterSampler
from mindshim.dataset.engine.samplers import PKSampler as PKSampler
from mindshim.dataset.engine.samplers import RandomSampler as RandomSampler
from mindshim.dataset.engine.samplers import Sampler as Sampler
from mindshim.dataset.engine.samplers import SequentialSampler as SequentialSampler
from mindshim.dataset.engine.samplers import SubsetRandomSampler as SubsetRandomSampler
from mindshim.dataset.engine.samplers import SubsetSampler as SubsetSampler
from mindshim.dataset.engine.samplers import WeightedRandomSampler as WeightedRandomSampler
from mindshim.dataset.engine.sources import GeneratorDataset as GeneratorDataset
from mindshim.dataset.engine.sources import MnistDataset as MnistDataset
from mindshim.dataset.engine.sources import NumpySlicesDataset as NumpySlicesDataset
