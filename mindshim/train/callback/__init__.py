"""Callbacks of `Model` (mirrors `mindspore.train.callback`)."""

from mindshim.train.callback._backup_and_restore import BackupAndRestore as BackupAndRestore
from mindshim.train.callback._callback import Callback as Callback
from mindshim.train.callback._callback import CallbackManager as _CallbackManager
from mindshim.train.callback._callback import InternalCallbackParam as _InternalCallbackParam
from mindshim.train.callback._callback import RunContext as RunContext
from mindshim.train.callback._callback import checkpoint_cb_for_save_op as _checkpoint_cb_for_save_op
from mindshim.train.callback._callback import set_cur_net as _set_cur_net
from mindshim.train.callback._checkpoint import CheckpointConfig as CheckpointConfig
from mindshim.train.callback._checkpoint import CheckpointManager as _CheckpointManager
from mindshim.train.callback._checkpoint import ModelCheckpoint as ModelCheckpoint
from mindshim.train.callback._early_stop import EarlyStopping as EarlyStopping
from mindshim.train.callback._flops_collector import FlopsUtilizationCollector as FlopsUtilizationCollector
from mindshim.train.callback._history import History as History
from mindshim.train.callback._lambda_callback import LambdaCallback as LambdaCallback
from mindshim.train.callback._landscape import SummaryLandscape as SummaryLandscape
from mindshim.train.callback._loss_monitor import LossMonitor as LossMonitor
from mindshim.train.callback._lr_scheduler_callback import LearningRateScheduler as LearningRateScheduler
from mindshim.train.callback._on_request_exit import OnRequestExit as OnRequestExit
from mindshim.train.callback._reduce_lr_on_plateau import ReduceLROnPlateau as ReduceLROnPlateau
from mindshim.train.callback._summary_collector import SummaryCollector as SummaryCollector
from mindshim.train.callback._time_monitor import TimeMonitor as TimeMonitor
from mindshim.train.callback._train_fault_tolerance import TrainFaultTolerance as TrainFaultTolerance

__all__ = [
    "Callback", "LossMonitor", "TimeMonitor", "ModelCheckpoint", "FlopsUtilizationCollector", "CheckpointConfig", "RunContext",
    "LearningRateScheduler", "History", "LambdaCallback", "ReduceLROnPlateau", "EarlyStopping", "OnRequestExit",
    "BackupAndRestore", "TrainFaultTolerance", "SummaryCollector", "SummaryLandscape",
]  # fmt: skip
