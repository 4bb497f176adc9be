"""Training (mirrors `mindspore.train`): checkpoints."""

from mindshim.train.serialization import load_checkpoint as load_checkpoint
from mindshim.train.serialization import load_param_into_net as load_param_into_net
from mindshim.train.serialization import save_checkpoint as save_checkpoint
