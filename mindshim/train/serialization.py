"""Checkpoints (mirrors `mindspore.train.serialization`): files that MindSpore reads and writes."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim import context as context
from mindshim.common import dtype as mstype
from mindshim.common.generator import Generator
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.train import _cipher, _ckpt_files
from mindshim.train._ckpt_convert import ckpt_to_safetensors as ckpt_to_safetensors
from mindshim.train._ckpt_convert import get_ckpt_path_with_strategy as get_ckpt_path_with_strategy
from mindshim.train._ckpt_convert import safetensors_to_ckpt as safetensors_to_ckpt
from mindshim.train._ckpt_load import load_param_into_net as load_param_into_net
from mindshim.train._ckpt_load import update_param
from mindshim.train.checkpoint_pb2 import Checkpoint as Checkpoint
from mindshim.train.export import export as export
from mindshim.train.export import export_split_mindir as export_split_mindir
from mindshim.train.export import load as load

#: dtypes by their names in checkpoints
tensor_to_ms_type: dict[str, Any] = {str(t): t for t in (*mstype.int_type, *mstype.uint_type, *mstype.float_type, mstype.bool_)}
tensor_to_ms_type["str"] = mstype.string

# Programs look for these here too.
Validator = _checkparam
_update_param = update_param
_OF_SEVERAL_DEVICES = ("build_searched_strategy", "load_distributed_checkpoint", "merge_sliced_parameter")

_saves: list[threading.Thread] = []


def tensor_to_np_type(tensor_type_str: str) -> Any:
    """The NumPy type of a dtype's name in checkpoints; "U" for "str", None for another name.

    Examples:
        >>> from mindshim.train.serialization import tensor_to_np_type
        >>> tensor_to_np_type("Float16")
        <class 'numpy.float16'>
    """
    if tensor_type_str == "str":
        return "U"
    found = tensor_to_ms_type.get(tensor_type_str)
    return None if found is None else mstype.dtype_to_nptype(found)


def _get_merged_param_data(
    net: Cell, parameter_layout_dict: dict[str, Any], param_name: str, param_data: Tensor, integrated_save: bool
) -> Tensor:
    """The whole of a Parameter that may be split over devices: here none is, unless the layouts say so."""
    if param_name in parameter_layout_dict:
        raise NotImplementedError(
            "train.serialization._get_merged_param_data: layouts are of MindSpore's own automatic parallelism, which JAX's compiler "
            "takes the place of; Parameters are whole here."
        )
    return param_data


def __getattr__(name: str) -> Any:
    if name in _OF_SEVERAL_DEVICES:
        from mindshim.parallel import checkpoint_transform

        return getattr(checkpoint_transform, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _wait_for_saves() -> None:
    """Wait until what is saved in the background is written."""
    while _saves:
        _saves.pop().join()


def async_ckpt_thread_status() -> bool:
    """Whether a checkpoint is being written in the background (mirrors `mindspore.async_ckpt_thread_status`).

    Examples:
        >>> import mindshim as ms
        >>> ms.async_ckpt_thread_status()
        False
    """
    return any(thread.is_alive() for thread in _saves)


def _check_async_save(async_save: Any) -> Any:
    if not isinstance(async_save, (bool, str)):
        raise TypeError(f"For 'save_checkpoint', the parameter 'async_save' must be bool or str, but got {type(async_save)}.")
    if isinstance(async_save, str) and async_save not in ("process", "thread"):
        raise ValueError(f"For 'save_checkpoint', the argument 'async_save' can only be 'process' or 'thread', but got {async_save}.")
    return async_save


def _entries(save_obj: Any) -> list[tuple[str, Any]]:
    """The names and values of what is to be saved."""
    if isinstance(save_obj, Cell):
        return [(p.name, p) for _, p in save_obj.parameters_and_names()]
    if isinstance(save_obj, dict):
        for name, value in save_obj.items():
            if not isinstance(name, str) or not isinstance(value, (Tensor, str, np.ndarray)):
                raise TypeError(
                    "For 'save_checkpoint', when 'save_obj' is a dict, its keys must be str and its values Parameter, but got "
                    f"{type(name)} and {type(value)}."
                )
        return list(save_obj.items())
    if not isinstance(save_obj, list):
        raise TypeError(f"For 'save_checkpoint', the parameter 'save_obj' must be nn.Cell, list or dict, but got {type(save_obj)}.")
    if save_obj and not isinstance(save_obj[0], dict):
        for p in save_obj:
            if not isinstance(p, Parameter):
                raise TypeError(f"For 'save_checkpoint', when 'save_obj' is a list of Parameters, it must hold nothing else, but got {type(p)}.")
        return [(p.name, p) for p in save_obj]
    items = []
    for entry in save_obj:
        if not isinstance(entry, dict) or "name" not in entry or "data" not in entry:
            raise TypeError(f"For 'save_checkpoint', every dict in the list 'save_obj' must have the keys 'name' and 'data', but got {entry}.")
        if not isinstance(entry["name"], str) or not isinstance(entry["data"], Tensor):
            raise TypeError(
                "For 'save_checkpoint', in a list of dicts every 'name' must be str and every 'data' a Parameter or Tensor, but got "
                f"{type(entry['name'])} and {type(entry['data'])}."
            )
        items.append((entry["name"], entry["data"]))
    return items


def _appended(append_dict: Any) -> list[tuple[str, Any]]:
    if append_dict is None:
        return []
    if not isinstance(append_dict, dict):
        raise TypeError(f"For 'save_checkpoint', the argument 'append_dict' must be dict, but got {type(append_dict)}.")
    for name, value in append_dict.items():
        if not isinstance(name, str) or not isinstance(value, (int, float, bool, str, Tensor, Generator)):
            raise TypeError(
                "For 'save_checkpoint', the keys of 'append_dict' must be str and its values int, float, bool, str, Parameter, "
                f"Tensor or Generator, but got {type(name)} and {type(value)}."
            )
    return list(append_dict.items())


def _plain(value: Any) -> Any:
    """What the file holds for a value: an array or a string."""
    if isinstance(value, Generator):
        value = value.get_state()
    if isinstance(value, Tensor):
        if getattr(value, "has_init", False):
            value.init_data()
        return np.asarray(value._data)
    if isinstance(value, (str, np.ndarray)):
        return value
    if isinstance(value, bool):
        return np.asarray(value, np.bool_)
    return np.asarray(value, np.int64 if isinstance(value, int) else np.float32)


def save_checkpoint(
    save_obj: Any,
    ckpt_file_name: str,
    integrated_save: bool = True,
    async_save: Any = False,
    append_dict: dict[str, Any] | None = None,
    enc_key: bytes | None = None,
    enc_mode: str = "AES-GCM",
    choice_func: Callable[[str], bool] | None = None,
    crc_check: bool = False,
    format: str = "ckpt",
    **kwargs: Any,
) -> None:
    """Save Parameters to a file that MindSpore can load (mirrors `mindspore.save_checkpoint`).

    The file is written beside its name and renamed, so that a failure leaves the old file whole; then it may only be read.

    Args:
        save_obj: a Cell, a list of Parameters or of {'name', 'data'} dicts, or a dict of Parameters.
        ckpt_file_name: the file; the suffix is added if it is missing. append_dict: further values: int, float, bool,
            str, Tensor, Parameter or Generator. choice_func: keeps the names for which it is true.
        format: 'ckpt' or 'safetensors'. crc_check: write a check sum too.
        async_save: True, 'thread' or 'process': write in a thread. integrated_save: accepted; there is one process.
        enc_key: 16, 24 or 32 bytes; the file is encrypted with it, as MindSpore does. enc_mode: 'AES-GCM', which also tells a
            damaged file, 'AES-CBC', or 'SM4-CBC' with 16 bytes. Needs the extra `mindshim[encryption]`.
        kwargs: `incremental`, `global_step_num`, `remove_redundancy`: accepted.

    Raises:
        TypeError, ValueError: for arguments that are none of these. FileNotFoundError: if the folder does not exist.
        IsADirectoryError: if the file is a folder. ImportError: for encryption without the extra.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "net.ckpt")
        >>> ms.save_checkpoint(ms.nn.Dense(2, 1), path)
        >>> list(ms.load_checkpoint(path))
        ['weight', 'bias']
    """
    if format not in ("ckpt", "safetensors"):
        raise ValueError(f"For 'save_checkpoint', the format must be 'safetensors' or 'ckpt', but got {format}.")
    items = _entries(save_obj)
    if not isinstance(ckpt_file_name, (str, os.PathLike)):
        raise TypeError(f"For 'save_checkpoint', the parameter 'ckpt_file_name' must be string, but got {type(ckpt_file_name)}.")
    _checkparam.check_bool(integrated_save)
    _check_async_save(async_save)
    appended = _appended(append_dict)
    _checkparam.check_isinstance("enc_key", enc_key, (type(None), bytes))
    _checkparam.check_isinstance("enc_mode", enc_mode, str)
    _checkparam.check_isinstance("crc_check", crc_check, bool)
    _checkparam.check_isinstance("remove_redundancy", kwargs.get("remove_redundancy"), (type(None), bool))
    if format == "safetensors" and (enc_key is not None or enc_mode != "AES-GCM"):
        raise ValueError("For 'save_checkpoint', when format is 'safetensors', 'enc_key' and 'enc_mode' must be left at their defaults.")
    if enc_key is not None:
        _cipher.check("save_checkpoint", enc_key, enc_mode, "enc")
    if choice_func is not None:
        items = [(name, value) for name, value in items if choice_func(name)]
    arrays = {name: _plain(value) for name, value in [*items, *appended]}
    path = Path(os.path.realpath(ckpt_file_name))
    if path.is_dir():
        raise IsADirectoryError(f"For 'save_checkpoint', the parameter 'ckpt_file_name' must be a file name, but {path} is a directory.")
    if not path.name.endswith(format):
        path = Path(f"{path}.{format}")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"For 'save_checkpoint', the folder '{path.parent}' does not exist.")
    details = {"remove_redundancy": kwargs.get("remove_redundancy"), "crc_check": crc_check, "key": enc_key, "mode": enc_mode}
    if async_save:
        thread = threading.Thread(target=_ckpt_files.write, args=(path, arrays, format), kwargs=details, name="asyn_save_ckpt")
        _saves.append(thread)
        thread.start()
    else:
        _ckpt_files.write(path, arrays, format, **details)


def _prefixes(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    out = (value,) if isinstance(value, str) else value
    what = "For 'load_checkpoint', the argument 'specify_prefix' or 'filter_prefix'"
    if not isinstance(out, (list, tuple)) or not all(isinstance(v, str) for v in out):
        raise TypeError(f"{what} must be str, list of str or tuple of str, but got {value!r}.")
    if not out or "" in out:
        raise ValueError(f"{what} can't be empty, nor have an empty str in it, but got {value!r}.")
    return tuple(out)


def _choose(choice_func: Any, name: str) -> bool:
    try:
        return bool(choice_func(name))
    except Exception as error:
        raise ValueError(f"For 'load_checkpoint', the 'choice_func' must take the name {name!r}, but it raised {error!r}.") from error


def load_checkpoint(
    ckpt_file_name: Any,
    net: Cell | None = None,
    strict_load: bool = False,
    filter_prefix: Any = None,
    dec_key: bytes | None = None,
    dec_mode: str = "AES-GCM",
    specify_prefix: Any = None,
    choice_func: Callable[[str], bool] | None = None,
    crc_check: bool = False,
    remove_redundancy: bool = False,
    format: str = "ckpt",
) -> dict[str, Any]:
    """The Parameters of a checkpoint file by name (mirrors `mindspore.load_checkpoint`).

    Args:
        ckpt_file_name: the file; with `format` 'safetensors' a BytesIO too. net: a Cell to load into.
        strict_load, remove_redundancy: passed on to `load_param_into_net`.
        filter_prefix, specify_prefix: names that start so are left out, or alone kept. choice_func: keeps the names
            for which it is true, where there are no prefixes. crc_check: compare the check sum, if the file has one.
        format: 'ckpt' or 'safetensors'. dec_key, dec_mode: what the file was encrypted with, see `save_checkpoint`.

    Raises:
        TypeError: for arguments of other types. ValueError: if the file does not exist, has another suffix, is not a checkpoint,
            or is encrypted otherwise, or if nothing is left. ImportError: for encrypted files without the extra.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "x.ckpt")
        >>> ms.save_checkpoint([{"name": "x", "data": ms.Tensor([1.0])}], path)
        >>> ms.load_checkpoint(path)["x"].asnumpy()
        array([1.], dtype=float32)
    """
    kept, dropped = _prefixes(specify_prefix), _prefixes(filter_prefix)
    _checkparam.check_isinstance("dec_key", dec_key, (type(None), bytes))
    _checkparam.check_isinstance("dec_mode", dec_mode, str)
    _checkparam.check_isinstance("crc_check", crc_check, bool)
    _checkparam.check_isinstance("remove_redundancy", remove_redundancy, bool)
    if format not in ("ckpt", "safetensors"):
        raise ValueError(f"For 'load_checkpoint', the 'format' must be 'ckpt' or 'safetensors', but got {format!r}.")
    source = _source(ckpt_file_name, format)
    if dec_key is not None:
        _cipher.check("load_checkpoint", dec_key, dec_mode, "dec")
    found = _ckpt_files.read(source, format, crc_check, dec_key, dec_mode)
    out: dict[str, Any] = {}
    for name, value in found.items():
        if kept is not None or dropped is not None:
            wanted = (kept is None or name.startswith(kept)) and not (dropped is not None and name.startswith(dropped))
        else:
            wanted = choice_func is None or _choose(choice_func, name)
        if wanted:
            out[name] = value if isinstance(value, str) else Parameter(Tensor(value.copy()), name=name)
    if not out:
        raise ValueError(
            "The loaded parameter dict is empty after filter or specify, please check whether 'filter_prefix' or 'specify_prefix' "
            "are set correctly."
        )
    if net is not None:
        load_param_into_net(net, out, strict_load, remove_redundancy)
    return out


def _source(file: Any, format: str) -> Any:
    if isinstance(file, io.BytesIO):
        if format == "ckpt":
            raise TypeError("For 'load_checkpoint', a BytesIO must hold 'safetensors', but got format='ckpt'.")
        return file
    if not isinstance(file, (str, os.PathLike)):
        raise TypeError(f"For 'load_checkpoint', the argument 'ckpt_file_name' must be string, but got {type(file)}.")
    path = Path(file)
    if not path.name.endswith(format):
        raise ValueError(f"For 'load_checkpoint', the name of the file must end with the format '{format}', but got {str(file)!r}.")
    if not path.is_file():
        raise ValueError(
            f"For 'load_checkpoint', the checkpoint file: {file} does not exist, please check whether the 'ckpt_file_name' is correct."
        )
    return path


class ParamDictFuture:
    """What `load_checkpoint_async` returns: the Parameters of a file that is being read."""

    def __init__(self, executor: ThreadPoolExecutor, param_dict_future: Future[dict[str, Any]]) -> None:
        self.executor = executor
        self.param_dict_future = param_dict_future

    def result(self) -> dict[str, Any]:
        """Wait, and return the dict of Parameters; what `load_checkpoint` raises is raised here."""
        try:
            return self.param_dict_future.result()
        finally:
            self.executor.shutdown()


def load_checkpoint_async(
    ckpt_file_name: str,
    net: Cell | None = None,
    strict_load: bool = False,
    filter_prefix: Any = None,
    dec_key: bytes | None = None,
    dec_mode: str = "AES-GCM",
    specify_prefix: Any = None,
    choice_func: Callable[[str], bool] | None = None,
) -> ParamDictFuture:
    """Load a checkpoint in a thread (mirrors `mindspore.load_checkpoint_async`).

    Args:
        ckpt_file_name: the file, `.ckpt` or `.safetensors`. The others: as in `load_checkpoint`.

    Returns:
        An object whose `result()` waits and gives what `load_checkpoint` gives.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "net.ckpt")
        >>> ms.save_checkpoint(ms.nn.Dense(2, 1), path)
        >>> list(ms.load_checkpoint_async(path).result())
        ['weight', 'bias']
    """
    format = "safetensors" if str(ckpt_file_name).endswith(".safetensors") else "ckpt"
    executor = ThreadPoolExecutor(max_workers=1)
    future = executor.submit(
        load_checkpoint, ckpt_file_name, net, strict_load, filter_prefix, dec_key, dec_mode, specify_prefix, choice_func, format=format
    )
    return ParamDictFuture(executor, future)


def _save_graph(network: Cell, file_name: str) -> None:
    """MindSpore writes the compiled graph of a network here. There is none, so no file appears, as in PyNative mode there."""
