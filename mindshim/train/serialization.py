"""Checkpoints (mirrors `mindspore.train.serialization`): files that MindSpore reads and writes."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mindshim import log
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.train import _ckpt_format


def _entries(save_obj: Any, choice_func: Any) -> list[tuple[str, Any]]:
    if isinstance(save_obj, Cell):
        items = [(name, p) for name, p in save_obj.parameters_and_names()]
        items = [(p.name, p) for _, p in items]
    elif isinstance(save_obj, dict):
        items = list(save_obj.items())
    elif isinstance(save_obj, list):
        items = []
        for entry in save_obj:
            if not isinstance(entry, dict) or "name" not in entry or "data" not in entry:
                raise ValueError("For 'save_checkpoint', every element of the list 'save_obj' must be a dict with 'name' and 'data'.")
            items.append((entry["name"], entry["data"]))
    else:
        raise TypeError(f"For 'save_checkpoint', the parameter 'save_obj' must be nn.Cell, list or dict, but got {type(save_obj)}.")
    return [(name, value) for name, value in items if choice_func is None or choice_func(name)]


def _plain(name: str, value: Any) -> Any:
    """What the file holds for a value: an array or a string."""
    if isinstance(value, Tensor):
        if getattr(value, "has_init", False):
            value.init_data()
        return np.asarray(value._data)
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return np.asarray(value, np.bool_)
    if isinstance(value, (int, np.integer)):
        return np.asarray(value, np.int64)
    if isinstance(value, (float, np.floating)):
        return np.asarray(value, np.float32)
    if isinstance(value, np.ndarray):
        return value
    raise TypeError(
        f"For 'save_checkpoint', the value of '{name}' must be Tensor, Parameter, int, float, bool or str, but got {type(value).__name__}."
    )


def _write(path: Path, items: list[tuple[str, Any]], kind: str) -> None:
    """Write beside the target and rename, so that a failure leaves the old file whole."""
    if kind == "safetensors":
        try:
            from safetensors.numpy import save as to_bytes
        except ImportError:
            raise ImportError("For 'save_checkpoint', format='safetensors' needs the extra: pip install 'mindshim[safetensors]'.") from None
        pieces = [to_bytes({n: np.ascontiguousarray(v) for n, v in items if not isinstance(v, str)}, {"format": "ms"})]
    else:
        pieces = (piece for name, value in items for piece in _ckpt_format.encode(name, value))
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        if os.name == "nt" and path.exists():
            # There a file that is read-only cannot be replaced.
            os.chmod(path, stat.S_IWRITE)
        os.chmod(temporary, stat.S_IRUSR)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


_saves: list[threading.Thread] = []


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

    Args:
        save_obj: a Cell, a list of {'name', 'data'} dicts, or a dict of Parameters or Tensors.
        ckpt_file_name: the file; the suffix is added if it is missing. append_dict: further values: int, float, bool,
            str, Tensor or Parameter. choice_func: keeps the names for which it is true. format: 'ckpt' or 'safetensors'.
        async_save: write in a thread. integrated_save, crc_check: accepted; there is one process.

    Raises:
        TypeError, ValueError: for arguments that are none of these. FileNotFoundError: if the folder does not exist.
        NotImplementedError: for encryption.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "net.ckpt")
        >>> ms.save_checkpoint(ms.nn.Dense(2, 1), path)
        >>> list(ms.load_checkpoint(path))
        ['weight', 'bias']
    """
    if not isinstance(ckpt_file_name, (str, os.PathLike)):
        raise TypeError(f"For 'save_checkpoint', the parameter 'ckpt_file_name' must be str, but got {type(ckpt_file_name).__name__}.")
    if format not in ("ckpt", "safetensors"):
        raise ValueError(f"For 'save_checkpoint', the parameter 'format' must be 'ckpt' or 'safetensors', but got {format!r}.")
    _check_async_save(async_save)
    if append_dict is not None and not isinstance(append_dict, dict):
        raise TypeError(f"For 'save_checkpoint', the 'append_dict' must be dict, but got {type(append_dict).__name__}.")
    if enc_key is not None:
        raise NotImplementedError("save_checkpoint: encrypted checkpoints are not supported here; encrypt the file itself.")
    items = [(name, _plain(name, value)) for name, value in _entries(save_obj, choice_func)]
    items += [(name, _plain(name, value)) for name, value in (append_dict or {}).items()]
    path = Path(ckpt_file_name)
    if path.suffix != f".{format}":
        path = Path(f"{path}.{format}")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"For 'save_checkpoint', the folder '{path.parent}' does not exist.")
    if async_save:
        thread = threading.Thread(target=_write, args=(path, items, format), name="asyn_save_ckpt")
        _saves.append(thread)
        thread.start()
    else:
        _write(path, items, format)


def _kept(name: str, filter_prefix: Any, specify_prefix: Any, choice_func: Any) -> bool:
    if choice_func is not None:
        return bool(choice_func(name))
    if filter_prefix is not None and name.startswith(tuple(_prefixes("filter_prefix", filter_prefix))):
        return False
    return specify_prefix is None or name.startswith(tuple(_prefixes("specify_prefix", specify_prefix)))


def _prefixes(argument: str, value: Any) -> list[str]:
    out = [value] if isinstance(value, str) else value
    if not isinstance(out, (list, tuple)) or not all(isinstance(v, str) for v in out):
        raise TypeError(f"For 'load_checkpoint', the parameter '{argument}' must be str or list of str, but got {value!r}.")
    return list(out)


def load_checkpoint(
    ckpt_file_name: str,
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
        ckpt_file_name: the file. net: a Cell to load into. strict_load: passed on to `load_param_into_net`.
        filter_prefix, specify_prefix: names that start so are left out, or alone kept. choice_func: keeps the names
            for which it is true. format: 'ckpt' or 'safetensors'.

    Raises:
        ValueError: if the file does not exist, has another suffix, or is not a checkpoint, or if nothing is left.
        NotImplementedError: for encrypted files.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "x.ckpt")
        >>> ms.save_checkpoint([{"name": "x", "data": ms.Tensor([1.0])}], path)
        >>> ms.load_checkpoint(path)["x"].asnumpy()
        array([1.], dtype=float32)
    """
    if dec_key is not None:
        raise NotImplementedError("load_checkpoint: encrypted checkpoints are not supported here; decrypt the file itself.")
    path = Path(ckpt_file_name)
    if path.suffix != f".{format}":
        raise ValueError(f"For 'load_checkpoint', the checkpoint file must end with '.{format}', but got {str(ckpt_file_name)!r}.")
    if not path.is_file():
        raise ValueError(f"For 'load_checkpoint', the checkpoint file '{ckpt_file_name}' does not exist, please check it.")
    try:
        found = _read(path, format)
    except (ValueError, UnicodeDecodeError) as error:
        raise ValueError(
            f"For 'load_checkpoint', the checkpoint file '{ckpt_file_name}' is incomplete or no checkpoint: {error}."
        ) from None
    out: dict[str, Any] = {}
    for name, value in found.items():
        if _kept(name, filter_prefix, specify_prefix, choice_func):
            out[name] = value if isinstance(value, str) else Parameter(Tensor(value.copy()), name=name)
    if not out:
        raise ValueError("The loaded parameter dict is empty after filter or specify, please check whether 'filter_prefix' or 'specify_prefix' are set correctly.")
    if net is not None:
        load_param_into_net(net, out, strict_load)
    return out


def _read(path: Path, kind: str) -> dict[str, Any]:
    if kind == "ckpt":
        return _ckpt_format.decode(path.read_bytes())
    try:
        from safetensors.numpy import load
    except ImportError:
        raise ImportError("For 'load_checkpoint', format='safetensors' needs the extra: pip install 'mindshim[safetensors]'.") from None
    try:
        return load(path.read_bytes())
    except Exception as error:
        raise ValueError(str(error)) from None


def load_param_into_net(
    net: Cell, parameter_dict: dict[str, Any], strict_load: bool = False, remove_redundancy: bool = False
) -> tuple[list[str], list[str]]:
    """Set a Cell's Parameters by name (mirrors `mindspore.load_param_into_net`).

    Args:
        net: the Cell. parameter_dict: name -> Parameter. strict_load: dtypes must be equal too.

    Returns:
        The names of the Parameters that were not found, and the names in the dict that were not used.

    Raises:
        TypeError: if `net` is no Cell or the dict holds something else. RuntimeError: for another shape or dtype; then
            nothing is changed.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, has_bias=False)
        >>> ms.load_param_into_net(net, {"weight": ms.Parameter(ms.ops.ones((1, 2)))})
        ([], [])
    """
    if not isinstance(net, Cell):
        raise TypeError(f"For 'load_param_into_net', the argument 'net' should be a Cell, but got {type(net)}.")
    if not isinstance(parameter_dict, dict):
        raise TypeError(f"For 'load_param_into_net', the argument 'parameter_dict' should be a dict, but got {type(parameter_dict)}.")
    for name, value in parameter_dict.items():
        if not isinstance(value, (Parameter, str)):
            raise TypeError(f"For 'load_param_into_net', the element '{name}' of 'parameter_dict' should be a Parameter, but got {type(value)}.")
    pairs, missing, used = [], [], set()
    for _, param in net.parameters_and_names():
        source = parameter_dict.get(param.name)
        if source is None:
            missing.append(param.name)
            continue
        used.add(param.name)
        pairs.append((param, _fitting(param, source, strict_load)))
    for param, value in pairs:
        param.set_data(value)
    unused = [name for name in parameter_dict if name not in used]
    if missing:
        log.warning(f"For 'load_param_into_net', {len(missing)} parameters in the 'net' are not loaded, because they are not in the 'parameter_dict': {missing}.")
    return missing, unused


def _fitting(param: Parameter, source: Any, strict: bool) -> Tensor:
    """`source` as a value for `param`; RuntimeError if it cannot be one."""
    if tuple(param.shape) != tuple(source.shape) and {tuple(param.shape), tuple(source.shape)} != {(), (1,)}:
        raise RuntimeError(
            f"For 'load_param_into_net', {param.name} in the argument 'net' should have the same shape as {param.name} in the "
            f"argument 'parameter_dict'. But got its shape {tuple(param.shape)} in the argument 'net' and shape "
            f"{tuple(source.shape)} in the argument 'parameter_dict'."
        )
    value = Tensor._wrap(source._data)
    if tuple(param.shape) != tuple(source.shape):
        value = value.reshape(tuple(param.shape))
    if param.dtype is source.dtype:
        return value
    both_float = all("Float" in str(d) for d in (param.dtype, source.dtype))
    if strict or not both_float:
        raise RuntimeError(
            f"For 'load_param_into_net', {param.name} in the argument 'net' should have the same type as {param.name} in the "
            f"argument 'parameter_dict'. But got its type {param.dtype} in the argument 'net' and type {source.dtype} in the "
            f"argument 'parameter_dict'."
        )
    return value.astype(param.dtype)
