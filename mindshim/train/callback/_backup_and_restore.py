"""Training that goes on where it was interrupted."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from mindshim import _checkparam, log
from mindshim.train._utils import _make_directory
from mindshim.train.callback._callback import Callback, RunContext


class BackupAndRestore(Callback):
    """Saves the parameters while training, and begins with them after an interruption (mirrors `mindspore.train.BackupAndRestore`).

    Args:
        backup_dir: the folder; the file in it is `backup.ckpt`. save_freq: 'epoch', or every how many epochs to save.
        delete_checkpoint: remove the file when training has ended.

    Raises:
        TypeError, ValueError: for arguments of other types, or a `save_freq` that is not positive.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> folder, net = tempfile.mkdtemp(), ms.nn.Dense(2, 1)
        >>> facts = ms.train.callback._InternalCallbackParam(train_network=net, cur_epoch_num=1)
        >>> ms.train.BackupAndRestore(folder).on_train_epoch_end(ms.train.RunContext(facts))
        >>> os.listdir(folder)
        ['backup.ckpt']
    """

    def __init__(self, backup_dir: str, save_freq: Any = "epoch", delete_checkpoint: bool = True) -> None:
        super().__init__()
        self.backup_file = os.path.join(_make_directory(backup_dir), "backup.ckpt")
        self.save_freq = 1 if save_freq == "epoch" else _checkparam.check_positive_int(save_freq)
        self.delete_checkpoint = _checkparam.check_bool(delete_checkpoint)

    def on_train_begin(self, run_context: RunContext) -> None:
        from mindshim.train.serialization import load_checkpoint

        if os.path.exists(self.backup_file):
            log.info(f"Load the checkpoint {self.backup_file} into the train network.")
            load_checkpoint(self.backup_file, net=run_context.original_args().train_network)

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        """Save the network, every `save_freq` epochs.

        Examples:
            >>> import mindshim as ms
            >>> import os
            >>> import tempfile
            >>> net = ms.nn.Dense(2, 1)
            >>> facts = ms.train.callback._InternalCallbackParam(train_network=net, cur_epoch_num=1)
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     ms.train.BackupAndRestore(folder).on_train_epoch_end(ms.train.RunContext(facts))
            ...     print(os.listdir(folder))
            ['backup.ckpt']
        """
        from mindshim.train.serialization import save_checkpoint

        params = run_context.original_args()
        if params.cur_epoch_num % self.save_freq == 0:
            save_checkpoint(params.train_network, self.backup_file)

    def on_train_end(self, run_context: RunContext) -> None:
        """Remove the file, with `delete_checkpoint`.

        Examples:
            >>> import mindshim as ms
            >>> import os
            >>> import tempfile
            >>> net = ms.nn.Dense(2, 1)
            >>> facts = ms.train.callback._InternalCallbackParam(train_network=net, cur_epoch_num=1)
            >>> context = ms.train.RunContext(facts)
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     backup = ms.train.BackupAndRestore(folder)
            ...     backup.on_train_epoch_end(context)
            ...     backup.on_train_end(context)
            ...     print(os.listdir(folder))
            []
        """
        # A run that was shorter than `save_freq` has written no file.
        if self.delete_checkpoint and os.path.exists(self.backup_file):
            os.chmod(self.backup_file, stat.S_IWRITE)
            Path(self.backup_file).unlink()
