"""Files that hold MindSpore's own graphs: they can be neither written nor read here, and this says so."""

from __future__ import annotations

import os
from typing import Any, NoReturn

from mindshim import _checkparam

_FORMATS = ["AIR", "ONNX", "MINDIR"]
_WHY = "holds a graph of MindSpore's own compiler, which does not exist here"


def export(net: Any, *inputs: Any, file_name: str, file_format: str, **kwargs: Any) -> NoReturn:
    """Would write a network to a file (mirrors `mindspore.export`).

    Raises:
        ValueError: if `file_format` is not 'AIR', 'ONNX' or 'MINDIR', or for a bad `file_name`.
        NotImplementedError: otherwise. MindIR, AIR and ONNX files hold MindSpore's own graph. Save the parameters with
            `save_checkpoint`, or the computation with `jax.export` of the Cell's function.
    """
    if "obf_func" in kwargs:
        raise NotImplementedError("mindspore.export: dynamic model structure obfuscation is not supported.")
    if file_format not in _FORMATS:
        raise ValueError(f"For 'export', 'file_format' must be one of {_FORMATS}, but got {file_format}.")
    _checkparam.check_file_name_by_regular(file_name)
    raise NotImplementedError(
        f"mindspore.export: file_format {file_format!r} {_WHY}. Use save_checkpoint for the parameters, or jax.export for the "
        "compiled computation."
    )


def _check_mindir(caller: str, file_name: Any) -> None:
    if not isinstance(file_name, str):
        raise ValueError(f"For '{caller}', the argument 'file_name' must be string, but got {type(file_name)}.")
    if not file_name.endswith(".mindir"):
        raise ValueError(f"For '{caller}', the argument 'file_name'(MindIR file) should end with '.mindir', but got {file_name!r}.")
    if not os.path.exists(file_name):
        raise ValueError(f"For '{caller}', the argument 'file_name'(MindIR file) does not exist: {file_name!r}.")


def load(file_name: str, **kwargs: Any) -> NoReturn:
    """Would read a MindIR file (mirrors `mindspore.load`).

    Raises:
        ValueError: if `file_name` is no existing file `….mindir`. NotImplementedError: otherwise. Build the network in Python and
            load its parameters with `load_checkpoint`.
    """
    if "obf_func" in kwargs:
        raise NotImplementedError("mindspore.load: dynamic model structure obfuscation is not supported.")
    _check_mindir("load", file_name)
    raise NotImplementedError(
        f"mindspore.load: a MindIR file {_WHY}. Build the network in Python and load its parameters with load_checkpoint."
    )


def export_split_mindir(file_name: str, device_num: int = 8, rank_id: int = 0, dynamic: bool = True, sapp: bool = True) -> NoReturn:
    """Would cut a MindIR file for several devices (mirrors `mindspore.export_split_mindir`).

    Raises:
        ValueError: if `file_name` is no existing file `….mindir`. NotImplementedError: otherwise.
    """
    _check_mindir("export_split_mindir", file_name)
    raise NotImplementedError(f"mindspore.export_split_mindir: a MindIR file {_WHY}. Spread the network in Python.")


def load_mindir(file_name: str) -> NoReturn:
    """Would read a MindIR file as a message (mirrors `mindspore.load_mindir`).

    Raises:
        NotImplementedError: always. Build the network in Python and load its parameters with `load_checkpoint`.
    """
    raise NotImplementedError(f"mindspore.load_mindir: a MindIR file {_WHY}. Build the network in Python.")


def save_mindir(model: Any, file_name: str) -> NoReturn:
    """Would write a message as a MindIR file (mirrors `mindspore.save_mindir`).

    Raises:
        NotImplementedError: always. Save the parameters with `save_checkpoint`.
    """
    raise NotImplementedError(f"mindspore.save_mindir: a MindIR file {_WHY}. Use save_checkpoint for the parameters.")


def convert_model(mindir_file: str, convert_file: str, file_format: str) -> NoReturn:
    """Would convert a MindIR file to ONNX (mirrors `mindspore.convert_model`).

    Raises:
        NotImplementedError: always. Save the computation with `jax.export`.
    """
    raise NotImplementedError(f"mindspore.convert_model: a MindIR file {_WHY}. Use jax.export for the compiled computation.")


def obfuscate_ckpt(
    network: Any, ckpt_files: str, target_modules: Any = None, obf_config: Any = None, saved_path: str = "./", obfuscate_scale: int = 100
) -> NoReturn:
    """Would disguise the parameters of checkpoint files (mirrors `mindspore.obfuscate_ckpt`).

    Raises:
        NotImplementedError: always. A network for such files is one that MindSpore's rewriting of networks makes. Encrypt the
            files instead.
    """
    raise NotImplementedError(
        "mindspore.obfuscate_ckpt: obfuscation rewrites the network, which is not supported here. Encrypt the files instead."
    )


def load_obf_params_into_net(
    network: Any, target_modules: Any = None, obf_ratios: Any = None, obf_config: Any = None, data_parallel_num: int = 1, **kwargs: Any
) -> NoReturn:
    """Would load disguised parameters (mirrors `mindspore.load_obf_params_into_net`).

    Raises:
        NotImplementedError: always, as `obfuscate_ckpt`. Load the original checkpoint with `load_checkpoint`.
    """
    raise NotImplementedError(
        "mindspore.load_obf_params_into_net: obfuscation rewrites the network, which is not supported here. Load the original "
        "checkpoint with load_checkpoint."
    )
