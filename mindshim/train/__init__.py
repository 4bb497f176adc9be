"""Training (mirrors `mindspore.train`): Model, callbacks, metrics, checkpoints."""

from mindshim.train.callback import Callback as Callback
from mindshim.train.callback import LossMonitor as LossMonitor
from mindshim.train.callback import RunContext as RunContext
from mindshim.train.callback import TimeMonitor as TimeMonitor
from mindshim.train.metrics import Accuracy as Accuracy
from mindshim.train.metrics import Loss as Loss
from mindshim.train.metrics import Metric as Metric
from mindshim.train.model import Model as Model
from mindshim.train.serialization import load_checkpoint as load_checkpoint
from mindshim.train.serialization import load_param_into_net as load_param_into_net
from mindshim.train.serialization import save_checkpoint as save_checkpoint
