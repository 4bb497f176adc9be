"""An orderly end of training when the process is asked to stop."""

from __future__ import annotations

import json
import os
import signal
from typing import Any

from mindshim import _checkparam, log
from mindshim.train._utils import _make_directory
from mindshim.train.callback._callback import Callback, RunContext


class OnRequestExit(Callback):
    """Ends a run and saves its network when a signal or a file asks for it (mirrors `mindspore.train.OnRequestExit`).

    Evaluation ends after the step in which the signal came. Training does so if the environment has
    MS_ENABLE_GRACEFUL_EXIT=1, as in MindSpore; otherwise it goes on to its end, and saves then. The next run begins with
    the saved parameters.

    Args:
        save_ckpt: save a checkpoint, `DIRECTORY/rank_DEVICE/FILE_NAME_train.ckpt` (or `_eval`).
        save_mindir: would save a MindIR file too. There are none here; a warning says so when it comes to that.
        file_name: how the names of files begin. directory: the folder, made if it is missing.
        config_file: a JSON file; once it has {"GracefulExit": 1}, training ends too. sig: the signal, not SIGKILL.

    Raises:
        ValueError: for arguments of other types, or SIGKILL.

    Examples:
        >>> import mindshim as ms
        >>> import tempfile
        >>> stop = ms.train.OnRequestExit(save_mindir=False, directory=tempfile.mkdtemp())
        >>> stop.exit
        False
    """

    def __init__(
        self, save_ckpt: bool = True, save_mindir: bool = True, file_name: str = "Net", directory: str = "./",
        config_file: str | None = None, sig: int = signal.SIGTERM,
    ) -> None:  # fmt: skip
        super().__init__()
        self.save_ckpt = _checkparam.check_isinstance("save_ckpt", save_ckpt, bool)
        self.save_mindir = _checkparam.check_isinstance("save_mindir", save_mindir, bool)
        self.sig = _checkparam.check_isinstance("sig", sig, int)
        if sig == getattr(signal, "SIGKILL", None):
            raise ValueError("For 'OnRequestExit', the argument 'sig' can not be SIGKILL: no program can handle that signal.")
        self.exit = False
        self.save_path = directory
        self.key = "GracefulExit"
        self.remote_config_file = config_file
        self.use_graceful = os.environ.get("MS_ENABLE_GRACEFUL_EXIT") == "1"
        self.stop_train = False
        if self.save_ckpt or self.save_mindir:
            self.train_name, self.eval_name = self._get_save_path(file_name)

    def _get_save_path(self, file_name: str) -> tuple[str, str]:
        from mindshim import context

        folder = os.getcwd() if self.save_path is None else self.save_path
        folder = _make_directory(os.path.join(folder, f"rank_{context.get_context('device_id')}"))
        return os.path.join(folder, f"{file_name}_train"), os.path.join(folder, f"{file_name}_eval")

    def on_train_begin(self, run_context: RunContext) -> None:
        self._listen()
        self._load(run_context.original_args().train_network, [self.train_name] if self.save_ckpt else [])

    def on_train_step_end(self, run_context: RunContext) -> None:
        self._stop_if_asked(run_context)

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        self._stop_if_asked(run_context)

    def on_train_end(self, run_context: RunContext) -> None:
        if self.exit and not self.stop_train:
            self._save(run_context.original_args().train_network, self.train_name)

    def on_eval_begin(self, run_context: RunContext) -> None:
        self._listen()
        self._load(run_context.original_args().eval_network, [self.eval_name, self.train_name] if self.save_ckpt else [])

    def on_eval_step_end(self, run_context: RunContext) -> None:
        if self.exit:
            run_context.request_stop()

    def on_eval_end(self, run_context: RunContext) -> None:
        if self.exit:
            self._save(run_context.original_args().eval_network, self.eval_name)

    def _listen(self) -> None:
        signal.signal(self.sig, self._handle_signal)

    def _handle_signal(self, signum: int, frame: Any) -> None:
        self.exit = True

    def _load(self, network: Any, names: list[str]) -> None:
        """Load the first file that exists."""
        from mindshim.train.serialization import load_checkpoint

        for name in names:
            if os.path.isfile(f"{name}.ckpt"):
                load_checkpoint(f"{name}.ckpt", net=network)
                return

    def _save(self, network: Any, name: str, append_dict: dict[str, Any] | None = None) -> None:
        from mindshim.train.serialization import save_checkpoint

        if self.save_ckpt:
            save_checkpoint(network, name, append_dict=append_dict)
        if self.save_mindir:
            log.warning("OnRequestExit: no MindIR file is written, there are none here; the parameters are in the checkpoint.")

    def _stop_if_asked(self, run_context: RunContext) -> None:
        if not self.use_graceful or self.stop_train or not (self.exit or self._file_asks()):
            return
        log.warning("Graceful exit is triggered, stop training.")
        params = run_context.original_args()
        optimizer = params.optimizer if params.optimizer is not None else params.network.optimizer
        facts: dict[str, Any] = {
            "epoch_num": params.cur_epoch_num, "step_num": params.cur_step_num, "batch_num": params.batch_num,
        }  # fmt: skip
        manager = params.get("loss_scale_mananger")  # MindSpore's spelling
        if manager is not None:
            facts["loss_scale"] = manager.get_loss_scale()
        facts["global_step"] = int(optimizer.global_step.asnumpy().item())
        self._save(params.train_network, self.train_name, facts)
        run_context.request_stop()
        self.stop_train = True

    def _file_asks(self) -> bool:
        if self.remote_config_file is None or not os.path.exists(self.remote_config_file):
            return False
        try:
            with open(self.remote_config_file, encoding="utf-8") as file:
                return json.load(file).get(self.key) == 1
        except ValueError as error:
            log.warning(f"Parse json file failed: {error}, please check json file: {self.remote_config_file}")
            return False
