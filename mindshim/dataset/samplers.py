"""The samplers (mirrors `mindspore.dataset.samplers`)."""

from mindshim.dataset.engine.samplers import DistributedSampler as DistributedSampler
from mindshim.dataset.engine.samplers import IterSampler as IterSampler
from mindshim.dataset.engine.samplers import PKSampler as PKSampler
from mindshim.dataset.engine.samplers import RandomSampler as RandomSampler
from mindshim.dataset.engine.samplers import Sampler as Sampler
from mindshim.dataset.engine.samplers import SequentialSampler as SequentialSampler
from mindshim.dataset.engine.samplers import SubsetRandomSampler as SubsetRandomSampler
from mindshim.dataset.engine.samplers import SubsetSampler as SubsetSampler
from mindshim.dataset.engine.samplers import WeightedRandomSampler as WeightedRandomSampler
