"""Checkpoint files from one format to the other, and their places among those of a cluster."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any


def ckpt_to_safetensors(
    file_path: str, save_path: str | None = None, name_map: dict[str, str] | None = None, file_name_regex: str | None = None,
    processes_num: int = 1,
) -> None:  # fmt: skip
    """Convert `.ckpt` files to `.safetensors` (mirrors `mindspore.ckpt_to_safetensors`).

    Args:
        file_path: a file, or a folder whose folders `rank_0`, `rank_1`, … hold files. save_path: the folder for the new ones,
            by default where the old ones are. name_map: new names of parameters. file_name_regex: which files to convert.
        processes_num: accepted; one process converts them.

    Raises:
        ValueError: if there is no such file or folder, or for arguments that don't fit.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> folder = tempfile.mkdtemp()
        >>> ms.save_checkpoint(ms.nn.Dense(2, 1), f"{folder}/net.ckpt")
        >>> ms.ckpt_to_safetensors(f"{folder}/net.ckpt", name_map={"weight": "w"})
        >>> list(ms.load_checkpoint(f"{folder}/net.safetensors", format="safetensors"))
        ['bias', 'w']
    """
    _convert("ckpt_to_safetensors", "ckpt", "safetensors", file_path, save_path, name_map, file_name_regex)


def safetensors_to_ckpt(
    file_path: str, save_path: str | None = None, name_map: dict[str, str] | None = None, file_name_regex: str | None = None,
    processes_num: int = 1,
) -> None:  # fmt: skip
    """Convert `.safetensors` files to `.ckpt` (mirrors `mindspore.safetensors_to_ckpt`).

    Args:
        file_path, save_path, name_map, file_name_regex, processes_num: as in `ckpt_to_safetensors`.

    Raises:
        ValueError: if there is no such file or folder, or for arguments that don't fit.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> folder = tempfile.mkdtemp()
        >>> ms.save_checkpoint(ms.nn.Dense(2, 1), f"{folder}/net.safetensors", format="safetensors")
        >>> ms.safetensors_to_ckpt(f"{folder}/net.safetensors")
        >>> list(ms.load_checkpoint(f"{folder}/net.ckpt"))
        ['bias', 'weight']
    """
    _convert("safetensors_to_ckpt", "safetensors", "ckpt", file_path, save_path, name_map, file_name_regex)


def _convert(caller: str, old: str, new: str, file_path: str, save_path: Any, name_map: Any, pattern: Any) -> None:
    from mindshim.train.serialization import load_checkpoint, save_checkpoint

    source = Path(file_path)
    if not source.exists():
        raise ValueError(f"For {caller}, the input path must be a valid path or file, but got {file_path}")
    if save_path and os.path.splitext(save_path)[1]:
        raise ValueError(f"For {caller}, the save_path must be a directory, but got '{save_path}'")
    if name_map is not None and not isinstance(name_map, dict):
        raise ValueError(f"For {caller}, the 'name_map' must be a dict, but got '{type(name_map)}'")
    if source.is_dir():
        folders = sorted(f for f in source.iterdir() if f.is_dir() and f.name.startswith("rank"))
        if not folders:
            raise ValueError(f"For '{caller}', no directories starting with 'rank' found in {file_path}.")
        files = [f for folder in folders for f in sorted(folder.iterdir()) if f.suffix == f".{old}"]
        tasks = [(f, Path(save_path) / f.parent.name if save_path else f.parent) for f in files if pattern is None or re.search(pattern, f.name)]
    else:
        if source.suffix != f".{old}":
            raise ValueError(f"For {caller}, the input file must be a .{old} file, but got {file_path}")
        if pattern is not None and not re.search(pattern, str(file_path)):
            raise ValueError(f"For {caller}, the input file does not match the regular expression {pattern!r}.")
        tasks = [(source, Path(save_path) if save_path else source.parent)]
    for file, folder in tasks:
        folder.mkdir(parents=True, exist_ok=True)
        found = load_checkpoint(str(file), format=old)
        renamed = {(name_map or {}).get(name, name): value for name, value in found.items()}
        save_checkpoint(renamed, str(folder / f"{file.stem}.{new}"), format=new)


def get_ckpt_path_with_strategy(cur_ckpt_path: str, cur_strategy_path: str) -> str | None:
    """The checkpoint of this process (mirrors `mindspore.get_ckpt_path_with_strategy`).

    Args:
        cur_ckpt_path: its path, with a folder `rank_N` in it. cur_strategy_path: the file that says how parameters are spread.

    Returns:
        `cur_ckpt_path` if that file is there, and is the one of this process.

    Raises:
        NotImplementedError: if it is not: those files are not read, so that nobody knows which other process has the same parameters.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> folder = os.path.join(tempfile.mkdtemp(), "rank_0")
        >>> os.mkdir(folder)
        >>> ms.save_checkpoint(ms.nn.Dense(2, 1), f"{folder}/net.ckpt")
        >>> ms.get_ckpt_path_with_strategy(f"{folder}/net.ckpt", "strategy.ckpt") == f"{folder}/net.ckpt"
        True
    """
    from mindshim.communication import get_rank

    if f"rank_{get_rank()}" in cur_ckpt_path and os.path.isfile(cur_ckpt_path):
        return cur_ckpt_path
    if not os.path.isfile(cur_strategy_path):
        raise FileNotFoundError(f"For 'get_ckpt_path_with_strategy', there is no file '{cur_strategy_path}'.")
    raise NotImplementedError(
        f"get_ckpt_path_with_strategy: '{cur_ckpt_path}' is not the file of this process, and files of strategies are not read here; "
        "name the checkpoint of a process that has the same parameters."
    )
