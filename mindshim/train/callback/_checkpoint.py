"""Checkpoints while training: when, under which names, and which of them to keep."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path
from typing import Any

from mindshim import _checkparam, log
from mindshim.common.generator import Generator
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.train._utils import _make_directory
from mindshim.train.callback._callback import Callback, RunContext

_BREAKPOINT = "_breakpoint.ckpt"
_SUFFIXES = (".ckpt", ".safetensors")
_COUNTS = ("epoch_num", "step_num")


class CheckpointConfig:
    """How `ModelCheckpoint` saves (mirrors `mindspore.train.CheckpointConfig`).

    Args:
        save_checkpoint_steps: save every so many steps. save_checkpoint_seconds: or, without steps, every so many seconds.
        keep_checkpoint_max: keep so many files; the oldest goes. keep_checkpoint_per_n_minutes: or, without a number, one
            for so many minutes.
        integrated_save: accepted; there is one process. async_save: True or 'thread' writes in the background, 'process' too.
        saved_network: the Cell to save; by default the one that is trained, with the optimizer's state.
        append_info: what to save besides: a list of 'epoch_num', 'step_num' and a dict of further values.
        exception_save: save when training fails, too. crc_check: accepted. format: 'ckpt' or 'safetensors'.
        enc_key, enc_mode, remove_redundancy: as in `save_checkpoint`.

    Raises:
        TypeError: for arguments of other types. ValueError: for negative numbers, numbers that are all 0 or None, or
            another `format`'s arguments.

    Examples:
        >>> import mindshim as ms
        >>> config = ms.train.CheckpointConfig(save_checkpoint_steps=100, keep_checkpoint_max=2)
        >>> config.save_checkpoint_steps, config.keep_checkpoint_max
        (100, 2)
    """

    def __init__(
        self, save_checkpoint_steps: int | None = 1, save_checkpoint_seconds: int | None = 0, keep_checkpoint_max: int | None = 5,
        keep_checkpoint_per_n_minutes: int | None = 0, integrated_save: bool = True, async_save: Any = False,
        saved_network: Cell | None = None, append_info: list[Any] | None = None, enc_key: bytes | None = None,
        enc_mode: str = "AES-GCM", exception_save: bool = False, crc_check: bool = False, remove_redundancy: bool = False,
        format: str = "ckpt", **kwargs: Any,
    ) -> None:  # fmt: skip
        from mindshim.train.serialization import _check_async_save

        numbers = [save_checkpoint_steps, save_checkpoint_seconds, keep_checkpoint_max, keep_checkpoint_per_n_minutes]
        for number in numbers:
            if number is not None:
                _checkparam.check_non_negative_int(number)
        if saved_network is not None and not isinstance(saved_network, Cell):
            raise TypeError(
                f"For 'CheckpointConfig', the type of 'saved_network' must be None or Cell, but got {type(saved_network)}."
            )
        if not any(numbers):
            raise ValueError(
                "For 'CheckpointConfig', the input arguments 'save_checkpoint_steps', 'save_checkpoint_seconds', "
                "'keep_checkpoint_max' and 'keep_checkpoint_per_n_minutes' can't be all None or 0."
            )
        self.exception_save = _checkparam.check_bool(exception_save)
        self._save_checkpoint_steps = save_checkpoint_steps
        # Steps go before seconds, a number of files before minutes.
        self._save_checkpoint_seconds = None if save_checkpoint_steps else save_checkpoint_seconds
        self._keep_checkpoint_max = keep_checkpoint_max
        self._keep_checkpoint_per_n_minutes = keep_checkpoint_per_n_minutes
        if keep_checkpoint_max:
            self._keep_checkpoint_per_n_minutes = None
        elif not keep_checkpoint_per_n_minutes:
            self._keep_checkpoint_max = 1
        self._integrated_save = _checkparam.check_bool(integrated_save)
        self._async_save = _check_async_save(async_save)
        self._saved_network = saved_network
        self._append_dict = _appended(append_info)
        self._enc_key = _checkparam.check_isinstance("enc_key", enc_key, (type(None), bytes))
        self._enc_mode = _checkparam.check_isinstance("enc_mode", enc_mode, str)
        self._crc_check = _checkparam.check_isinstance("crc_check", crc_check, bool)
        self._format = _checkparam.check_isinstance("format", format, str)
        self._map_param_inc = kwargs.get("incremental", False)
        self.enable_redundance = kwargs.get("enable_redundance", False)
        self.remove_redundancy = _checkparam.check_isinstance("remove_redundancy", remove_redundancy, bool)
        if format == "safetensors" and (enc_key is not None or enc_mode != "AES-GCM" or crc_check or exception_save or self._map_param_inc):
            raise ValueError(
                "For 'CheckpointConfig', when 'format' is 'safetensors', 'enc_key', 'enc_mode', 'crc_check', 'exception_save' "
                "and 'incremental' must be left at their defaults."
            )

    @property
    def save_checkpoint_steps(self) -> int | None:
        """The steps from one save to the next."""
        return self._save_checkpoint_steps

    @property
    def save_checkpoint_seconds(self) -> int | None:
        """The seconds from one save to the next; None where steps say it."""
        return self._save_checkpoint_seconds

    @property
    def keep_checkpoint_max(self) -> int | None:
        """The number of files to keep."""
        return self._keep_checkpoint_max

    @property
    def keep_checkpoint_per_n_minutes(self) -> int | None:
        """The minutes for which one file is kept; None where a number of files says it."""
        return self._keep_checkpoint_per_n_minutes

    @property
    def integrated_save(self) -> bool:
        """Whether the slices of a distributed parameter are merged."""
        return self._integrated_save

    @property
    def async_save(self) -> Any:
        """Whether, or how, files are written in the background."""
        return self._async_save

    @property
    def saved_network(self) -> Cell | None:
        """The Cell to save."""
        return self._saved_network

    @property
    def enc_key(self) -> bytes | None:
        """The key of encryption."""
        return self._enc_key

    @property
    def enc_mode(self) -> str:
        """The mode of encryption."""
        return self._enc_mode

    @property
    def crc_check(self) -> bool:
        """Whether check sums are asked for."""
        return self._crc_check

    @property
    def format(self) -> str:
        """The format of the files."""
        return self._format

    @property
    def append_dict(self) -> dict[str, Any] | None:
        """What is saved besides the parameters."""
        return self._append_dict

    @property
    def map_param_inc(self) -> bool:
        """Whether map parameters are saved as increments."""
        return self._map_param_inc

    def get_checkpoint_policy(self) -> dict[str, Any]:
        """When to save and what to keep, as a dict.

        Examples:
            >>> import mindshim as ms
            >>> ms.train.CheckpointConfig(save_checkpoint_steps=100).get_checkpoint_policy()
            {'save_checkpoint_steps': 100, 'save_checkpoint_seconds': None, 'keep_checkpoint_max': 5, 'keep_checkpoint_per_n_minutes': None, 'saved_network': None}
        """
        names = ("save_checkpoint_steps", "save_checkpoint_seconds", "keep_checkpoint_max", "keep_checkpoint_per_n_minutes")
        return {**{name: getattr(self, name) for name in names}, "saved_network": self.saved_network}


def _appended(info: Any) -> dict[str, Any] | None:
    """`append_info` as one dict."""
    if info is None or info == []:
        return None
    if not isinstance(info, list):
        raise TypeError(f"For 'CheckpointConfig', the type of 'append_info' must be list, but got {type(info)}.")
    out: dict[str, Any] = {name: 0 for name in _COUNTS if name in info}
    dicts = 0
    for element in info:
        if isinstance(element, str):
            if element not in _COUNTS:
                raise ValueError(
                    f"For 'CheckpointConfig', the value of element in the argument 'append_info' must be in {list(_COUNTS)}, "
                    f"but got {element}."
                )
            continue
        if not isinstance(element, dict):
            raise TypeError(f"For 'CheckpointConfig', the type of 'append_info' element must be str or dict, but got {type(element)}.")
        dicts += 1
        if dicts > 1:
            raise TypeError(f"For 'CheckpointConfig', the element of 'append_info' must has only one dict, but got {dicts}.")
        for key, value in element.items():
            if not isinstance(key, str) or not isinstance(value, (int, float, bool, str, Tensor, Generator)):
                raise TypeError(
                    "For 'CheckpointConfig', the key type of the dict 'append_info' must be string, the value type must be int "
                    f"or float or bool, but got key type {type(key)}, value type {type(value)}."
                )
            out[key] = value
    return out


def _unused_prefix(directory: str, prefix: str, exception: bool = False) -> str:
    """`prefix`, with a number behind it if files of an earlier run bear it (those of failed runs are counted apart)."""
    taken = 0
    for name in os.listdir(directory):
        failed = name.endswith(_BREAKPOINT)
        if failed != exception or not (failed or name.endswith(_SUFFIXES)):
            continue
        found = re.match(re.escape(prefix) + r"(?:_(\d+))?-", name)
        if found:
            taken = max(taken, int(found[1] or 0) + 1)
    return f"{prefix}_{taken}" if taken else prefix


class ModelCheckpoint(Callback):
    """Saves checkpoints while training (mirrors `mindspore.train.ModelCheckpoint`).

    The files are `PREFIX-EPOCH_STEP.ckpt`, with the step's number in its epoch; if files of that prefix are there when the
    callback is made, it adds `_1`, `_2`, … to the prefix. After the last step a checkpoint is saved in any case.

    Args:
        prefix: how the names of the files begin, without '/'; or a function of the run's parameters that gives the name.
        directory: the folder, made if it is missing; or a function of the run's parameters; by default the folder at import.
        config: a CheckpointConfig.

    Raises:
        ValueError: for a prefix that is neither a function nor a str without '/'. TypeError: for another `directory` or `config`.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> import os, tempfile
        >>> net = ms.nn.Dense(2, 1)
        >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
        >>> folder = tempfile.mkdtemp()
        >>> keep = ms.train.ModelCheckpoint("net", folder, ms.train.CheckpointConfig(keep_checkpoint_max=2))
        >>> ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params())).train(3, data, callbacks=keep)
        >>> sorted(os.listdir(folder))
        ['net-2_1.ckpt', 'net-3_1.ckpt']
    """

    def __init__(self, prefix: Any = "CKP", directory: Any = None, config: CheckpointConfig | None = None) -> None:
        super().__init__()
        _good_prefix(prefix, callable(prefix))
        self._prefix_func: Any = prefix if callable(prefix) else None
        self._directory_func: Any = directory if callable(directory) else None
        self._prefix: Any = prefix
        self._exception_prefix: Any = prefix
        self._directory: str = _here if directory is None or callable(directory) else _make_directory(directory)
        if config is not None and not isinstance(config, CheckpointConfig):
            raise TypeError(f"For 'ModelCheckpoint', the type of argument 'config' should be 'CheckpointConfig', but got {type(config)}.")
        self._config = CheckpointConfig() if config is None else config
        self._manager = CheckpointManager(self._config.format)
        if not self._prefix_func and not self._directory_func:
            self._prefix = _unused_prefix(self._directory, self._exception_prefix)
        self._append_dict = self._config.append_dict or {}
        self._append_epoch_num = self._append_dict.get("epoch_num", 0)
        self._append_step_num = self._append_dict.get("step_num", 0)
        self._latest_ckpt_file_name = ""
        self._last_time = self._last_time_for_keep = time.time()
        self._last_triggered_step = 0

    @property
    def latest_ckpt_file_name(self) -> str:
        """The file that was written last; '' before the first."""
        return self._latest_ckpt_file_name

    def step_end(self, run_context: RunContext) -> None:
        params = run_context.original_args()
        if self._prefix_func:
            self._prefix = self._prefix_func(params)
            _good_prefix(self._prefix, False)
        if self._directory_func:
            self._directory = _make_directory(self._directory_func(params))
        self._save_ckpt(params)

    def end(self, run_context: RunContext) -> None:
        from mindshim.train.serialization import _wait_for_saves

        self._save_ckpt(run_context.original_args(), force_to_save=True)
        _wait_for_saves()

    def _due(self, params: Any, force: bool) -> bool:
        config = self._config
        if config.save_checkpoint_steps:
            return force or params.cur_step_num >= self._last_triggered_step + config.save_checkpoint_steps
        if config.save_checkpoint_seconds:
            now = time.time()
            if force or now - self._last_time > config.save_checkpoint_seconds:
                self._last_time = now
                return True
        return False

    def _save_ckpt(self, params: Any, force_to_save: bool = False) -> None:
        from mindshim.train.serialization import _wait_for_saves, save_checkpoint

        if params.cur_step_num == self._last_triggered_step or not self._due(params, force_to_save):
            return
        config = self._config
        if config.remove_redundancy:
            raise TypeError(
                "The deduplication feature for saving checkpoint can only be used in parallel scenarios, but got 'stand_alone'."
            )
        if config.async_save:
            _wait_for_saves()
        self._make_room()
        step = (params.cur_step_num - 1) % params.batch_num + 1
        name = self._prefix if self._prefix_func else f"{self._prefix}-{params.cur_epoch_num}_{step}"
        file = os.path.join(self._directory, f"{name}.{config.format}")
        self._last_time_for_keep = time.time()
        self._last_triggered_step = params.cur_step_num
        self._count(params.cur_epoch_num, params.cur_step_num)
        network = params.train_network if config.saved_network is None else config.saved_network
        save_checkpoint(
            network, file, config.integrated_save, config.async_save, self._append_dict, config.enc_key, config.enc_mode,
            crc_check=config.crc_check, format=config.format, incremental=config.map_param_inc,
        )  # fmt: skip
        self._latest_ckpt_file_name = file

    def _make_room(self) -> None:
        """Remove what the next file puts out."""
        config = self._config
        self._manager.update_ckpoint_filelist(self._directory, self._prefix)
        if config.keep_checkpoint_max:
            if config.keep_checkpoint_max <= self._manager.ckpoint_num:
                self._manager.remove_oldest_ckpoint_file()
        elif config.keep_checkpoint_per_n_minutes:
            now = time.time()
            if now - self._last_time_for_keep < config.keep_checkpoint_per_n_minutes * 60:
                self._manager.keep_one_ckpoint_per_minutes(config.keep_checkpoint_per_n_minutes, now)

    def _count(self, epoch: int, step: int) -> None:
        for name, before, now in (("epoch_num", self._append_epoch_num, epoch), ("step_num", self._append_step_num, step)):
            if name in self._append_dict:
                self._append_dict[name] = before + now

    def _save_breakpoint(self, network: Cell, epoch: int, step: int) -> None:
        """Save what a failed run leaves, if the configuration asks for that."""
        from mindshim.train.serialization import save_checkpoint

        config = self._config
        if not config.exception_save or not isinstance(self._exception_prefix, str):
            return
        prefix = _unused_prefix(self._directory, self._exception_prefix, exception=True)
        self._count(epoch, step)
        file = os.path.join(self._directory, f"{prefix}-{epoch}_{step}{_BREAKPOINT}")
        save_checkpoint(network, file, config.integrated_save, config.async_save, self._append_dict, config.enc_key, config.enc_mode)


#: Where checkpoints go by default: the folder in which the program was when it imported this.
_here = os.getcwd()


def _good_prefix(prefix: Any, callable_: bool) -> None:
    if not callable_ and (not isinstance(prefix, str) or "/" in prefix):
        raise ValueError(
            "For 'ModelCheckpoint', the argument 'prefix' for checkpoint file name is invalid, it must be callable (and return "
            f"such a string) or string that does not contain '/', but got {prefix}."
        )


class CheckpointManager:
    """The checkpoint files of a folder and prefix, and the removal of some."""

    def __init__(self, format: str = "ckpt") -> None:
        self._format = format
        self._files: list[str] = []

    @property
    def ckpoint_filelist(self) -> list[str]:
        """The files."""
        return self._files

    @property
    def ckpoint_num(self) -> int:
        """How many they are."""
        return len(self._files)

    def update_ckpoint_filelist(self, directory: str, prefix: str) -> None:
        """Look for files PREFIX-… without letters behind the prefix."""
        pattern = re.compile(re.escape(prefix) + r"-[\W\d_]*\." + re.escape(self._format))
        self._files = [os.path.join(directory, name) for name in os.listdir(directory) if pattern.fullmatch(name)]

    def remove_ckpoint_file(self, file_name: str) -> None:
        """Remove one; a warning if that fails."""
        try:
            os.chmod(file_name, stat.S_IWRITE)
            Path(file_name).unlink()
            self._files.remove(file_name)
        except (OSError, ValueError) as error:
            log.warning("%s, failed to remove the older ckpt file %s.", type(error).__name__, file_name)

    def remove_oldest_ckpoint_file(self) -> None:
        """Remove the one that was written first."""
        self.remove_ckpoint_file(min(self._files, key=os.path.getmtime))

    def keep_one_ckpoint_per_minutes(self, minutes: int, cur_time: float) -> None:
        """Of the files of the last `minutes`, keep the oldest."""
        recent = sorted((f for f in self._files if cur_time - os.path.getmtime(f) < 60 * minutes), key=os.path.getmtime)
        for file in recent[1:]:
            self.remove_ckpoint_file(file)
