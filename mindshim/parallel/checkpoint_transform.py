"""Checkpoints of several devices.

What MindSpore's own automatic parallelism wrote down of a network, the files of strategies, is not understood here: the functions
that need one say so. Where there is one device, or none was split, they work.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.train.serialization import load_checkpoint, load_param_into_net


def _no_strategies(name: str, instead: str) -> NotImplementedError:
    return NotImplementedError(
        f"parallel.{name}: files of strategies are of MindSpore's own automatic parallelism, which JAX's compiler takes the place of; "
        f"{instead}"
    )


_MERGE_FIRST = "merge the slices with the MindSpore that made them, and load the whole."


def load_segmented_checkpoints(
    ckpt_file_dir: str, net: Cell | None = None, strict_load: bool = False, filter_prefix: Any = None, dec_key: Any = None,
    dec_mode: str = "AES-GCM", specify_prefix: Any = None, choice_func: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """The Parameters of all `.ckpt` files of a folder (mirrors `mindspore.load_segmented_checkpoints`).

    Args:
        ckpt_file_dir: the folder. The others are as of `load_checkpoint`.

    Returns:
        name -> Parameter; of a name that several files have, the last one's.

    Raises:
        TypeError: if `ckpt_file_dir` is no str. ValueError: if it is no folder.

    Examples:
        >>> import tempfile
        >>> import mindshim as ms
        >>> folder = tempfile.mkdtemp()
        >>> ms.save_checkpoint(ms.nn.Dense(2, 3), folder + "/a.ckpt")
        >>> list(ms.load_segmented_checkpoints(folder))
        ['weight', 'bias']
    """
    if not isinstance(ckpt_file_dir, str):
        raise TypeError("The ckpt_file_dir should be a str.")
    if not os.path.isdir(ckpt_file_dir):
        raise ValueError(f"The dst_strategy_file: {ckpt_file_dir} doesn't exist. Or it's not a directory")
    out: dict[str, Any] = {}
    for name in sorted(os.listdir(ckpt_file_dir)):
        if name.endswith(".ckpt"):
            path = os.path.join(ckpt_file_dir, name)
            out.update(load_checkpoint(path, None, False, filter_prefix, dec_key, dec_mode, specify_prefix, choice_func))
    if net is not None:
        load_param_into_net(net, out, strict_load)
    return out


def load_distributed_checkpoint(
    network: Cell, checkpoint_filenames: list[str] | None = None, predict_strategy: Any = None,
    train_strategy_filename: str | None = None, strict_load: bool = False, dec_key: Any = None, dec_mode: str = "AES-GCM",
    format: str = "ckpt", unified_safetensors_dir: str | None = None, dst_safetensors_dir: str | None = None,
    rank_id: int | None = None, output_format: str = "safetensors", name_map: Any = None, max_process_num: int = 64,
    return_param_dict: bool = False,
) -> Any:  # fmt: skip
    """Load checkpoints of several devices into a network (mirrors `mindspore.load_distributed_checkpoint`).

    The Parameters must be whole: a folder of safetensors that was unified, or one checkpoint.

    Args:
        network: the network. checkpoint_filenames: the checkpoints of the devices; one here. format: 'ckpt' or 'safetensors'.
        unified_safetensors_dir: the folder of unified safetensors, for that format. name_map: its names -> the network's.
        return_param_dict: give the Parameters rather than load them. strict_load: as of `load_param_into_net`.
            The others speak of strategies.

    Returns:
        The names that are not loaded, of the network and of the checkpoint; with `return_param_dict`, name -> Parameter.

    Raises:
        TypeError, ValueError: for arguments of other types or values. NotImplementedError: for slices of Parameters.

    Examples:
        >>> import tempfile
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 3)
        >>> folder = tempfile.mkdtemp()
        >>> ms.save_checkpoint(net, folder + "/part0", format="safetensors")
        >>> ms.load_distributed_checkpoint(net, format="safetensors", unified_safetensors_dir=folder)
        ([], [])
    """
    if not isinstance(network, Cell):
        raise ValueError(f"The parameter 'network' must be isinstance of {Cell}, but got {network}.")
    if format not in ("ckpt", "safetensors"):
        raise ValueError(f"For 'load_distributed_checkpoint', the 'format' must be 'ckpt' or 'safetensors', but got {format!r}.")
    if predict_strategy is not None or train_strategy_filename is not None or dst_safetensors_dir is not None:
        raise _no_strategies("load_distributed_checkpoint", _MERGE_FIRST)
    if format == "safetensors":
        found = _unified(unified_safetensors_dir, name_map, dec_key, dec_mode)
    else:
        files = list(checkpoint_filenames or [])
        if len(files) != 1:
            raise _no_strategies("load_distributed_checkpoint", f"it loads one checkpoint, but got {len(files)}; {_MERGE_FIRST}")
        found = load_checkpoint(files[0], None, False, None, dec_key, dec_mode)
    return found if return_param_dict else load_param_into_net(network, found, strict_load)


def _unified(folder: Any, name_map: Any, dec_key: Any, dec_mode: str) -> dict[str, Any]:
    if not isinstance(folder, str) or not os.path.isdir(folder):
        raise ValueError(f"For 'load_distributed_checkpoint', the 'unified_safetensors_dir' must be a folder, but got {folder!r}.")
    out: dict[str, Any] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".safetensors"):
            out.update(load_checkpoint(os.path.join(folder, name), None, False, None, dec_key, dec_mode, format="safetensors"))
    for old, new in (name_map or {}).items():
        if old in out:
            out[old].name = new
            out[new] = out.pop(old)
    return out


def merge_sliced_parameter(sliced_parameters: list[Parameter], strategy: dict[str, Any] | None = None) -> Parameter:
    """The Parameter whose slices along the first axis are given (mirrors `mindspore.merge_sliced_parameter`).

    Args:
        sliced_parameters: the slices, in order, of one name and one shape but for the first axis.
        strategy: what `build_searched_strategy` gave; files of strategies are not understood here.

    Returns:
        A new Parameter: named, typed and trained like the first slice.

    Raises:
        TypeError: for arguments of other types. ValueError: if there are no slices, or they do not fit. KeyError: if the
            `strategy` does not have the name. NotImplementedError: if it has.

    Examples:
        >>> import mindshim as ms
        >>> parts = [ms.Parameter(ms.Tensor([[v]]), name="w") for v in (1.0, 2.0)]
        >>> print(ms.merge_sliced_parameter(parts).asnumpy())
        [[1.]
         [2.]]
    """
    op = "For 'merge_sliced_parameter', the"
    if not isinstance(sliced_parameters, list):
        raise TypeError(f"{op} argument 'sliced_parameters' should be list, but got {type(sliced_parameters)}.")
    if not sliced_parameters:
        raise ValueError(f"{op} argument 'sliced_parameters' should not be empty.")
    if strategy is not None and not isinstance(strategy, dict):
        raise TypeError(f"{op} argument 'strategy' should be dict, but got {type(strategy)}.")
    first: Any = sliced_parameters[0]
    for i, p in enumerate(sliced_parameters):
        if not isinstance(p, Parameter):
            raise TypeError(f"{op} element in 'sliced_parameters' should be 'Parameter', but got {type(p)} at index {i}.")
        if p.name != first.name or p.ndim != first.ndim or p.shape[1:] != first.shape[1:]:
            raise ValueError(
                f"{op} elements in 'slice_parameters' must have the same name, dimension length and shape except 0 axis. The name, "
                f"dimension length, shape except 0 axis should be {first.name}, {first.ndim}, {first.shape[1:]}, but got name: "
                f"{p.name}, dimension length: {p.ndim}, shape except 0 axis: {p.shape[1:]} at index {i}."
            )
    if first.ndim == 0:
        raise ValueError(f"{op} elements in 'sliced_parameters' must have axes, but got shape ().")
    if strategy:
        if first.name not in strategy:
            raise KeyError(f"{op} parameter name {first.name} should be a key in the 'strategy'.")
        raise _no_strategies("merge_sliced_parameter", _MERGE_FIRST)
    whole = np.concatenate([p.asnumpy() for p in sliced_parameters])
    return Parameter(Tensor(whole, first.dtype), first.name, first.requires_grad, first.layerwise_parallel)


def sync_pipeline_shared_parameters(net: Cell) -> None:
    """Make Parameters equal that several stages share (mirrors `mindspore.sync_pipeline_shared_parameters`); one stage has them all.

    Raises:
        TypeError: if `net` is no Cell.

    Examples:
        >>> import mindshim as ms
        >>> ms.sync_pipeline_shared_parameters(ms.nn.Dense(2, 3))
    """
    if not isinstance(net, Cell):
        raise TypeError(f"For 'sync_pipeline_shared_parameters', the argument 'net' should be a Cell, but got {type(net)}.")


def parameter_broadcast(net: Cell, layout: dict[Any, Any], cur_rank: int = 0, initial_rank: int = 0) -> None:
    """Send Parameters to the devices that have the same slices (mirrors `mindspore.parallel.parameter_broadcast`); one has them all.

    Args:
        net: the network. layout: the slices of each device. cur_rank: the device that has them. initial_rank: the first device.

    Raises:
        TypeError: if `net` is no Cell or `layout` no dict. ValueError: for negative ranks.

    Examples:
        >>> import mindshim as ms
        >>> ms.parallel.parameter_broadcast(ms.nn.Dense(2, 3), {})
    """
    if not isinstance(net, Cell):
        raise TypeError(f"For 'parameter_broadcast', the 'net' must be a Cell, but got {type(net).__name__}.")
    if not isinstance(layout, dict):
        raise TypeError(f"For 'parameter_broadcast', the 'layout' must be a dict, but got {type(layout).__name__}.")
    for name, rank in (("cur_rank", cur_rank), ("initial_rank", initial_rank)):
        if not isinstance(rank, int) or rank < 0:
            raise ValueError(f"For 'parameter_broadcast', the '{name}' must be an int of at least 0, but got {rank!r}.")


def rank_list_for_convert(rank_id: int, src_strategy_file: str | None = None, dst_strategy_file: str | None = None) -> list[int]:
    """The devices whose checkpoints hold what a device needs (mirrors `mindspore.parallel.rank_list_for_convert`).

    Without strategies every device holds everything: itself.

    Raises:
        TypeError: if `rank_id` is no int. ValueError: if it is negative. NotImplementedError: with files of strategies.

    Examples:
        >>> from mindshim.parallel import rank_list_for_convert
        >>> rank_list_for_convert(0)
        [0]
    """
    if not isinstance(rank_id, int):
        raise TypeError(f"The rank_id should be a int, but got {type(rank_id).__name__}.")
    if rank_id < 0:
        raise ValueError(f"The rank_id must not be negative, but got {rank_id}.")
    if src_strategy_file is not None or dst_strategy_file is not None:
        raise _no_strategies("rank_list_for_convert", _MERGE_FIRST)
    return [rank_id]


def _existing(name: str, what: str, path: Any) -> None:
    if not isinstance(path, str) or not os.path.isfile(path):
        raise ValueError(f"For '{name}', no such {what} file: {path}. Please check whether the file exists.")


def build_searched_strategy(strategy_filename: str) -> Any:
    """What is in a file of strategies (mirrors `mindspore.build_searched_strategy`).

    Raises:
        ValueError: if there is no such file. NotImplementedError: always otherwise; MindSpore's own reads them.

    Examples:
        >>> from mindshim.parallel import build_searched_strategy
        >>> build_searched_strategy("missing.ckpt")
        Traceback (most recent call last):
        ValueError: For 'build_searched_strategy', no such strategy file: missing.ckpt. Please check whether the file exists.
    """
    _existing("build_searched_strategy", "strategy", strategy_filename)
    raise _no_strategies("build_searched_strategy", "read it with MindSpore.")


def restore_group_info_list(group_info_file_name: str) -> Any:
    """The devices with equal Parameters, from a file of AutoParallel's (mirrors `mindspore.restore_group_info_list`).

    Raises:
        ValueError: if there is no such file. NotImplementedError: always otherwise; MindSpore's own reads them.

    Examples:
        >>> from mindshim.parallel import restore_group_info_list
        >>> restore_group_info_list("missing.pb")
        Traceback (most recent call last):
        ValueError: For 'restore_group_info_list', no such group information file: missing.pb. Please check whether the file exists.
    """
    _existing("restore_group_info_list", "group information", group_info_file_name)
    raise _no_strategies("restore_group_info_list", "read it with MindSpore.")


def merge_pipeline_strategys(src_strategy_dirs: str, dst_strategy_file: str) -> None:
    """Join the files of strategies of several stages (mirrors `mindspore.merge_pipeline_strategys`).

    Raises:
        NotADirectoryError: if there is no such folder. NotImplementedError: always otherwise; MindSpore's own joins them.

    Examples:
        >>> from mindshim.parallel import merge_pipeline_strategys
        >>> merge_pipeline_strategys("missing", "all.ckpt")
        Traceback (most recent call last):
        NotADirectoryError: src_strategy_dirs missing is not a directory.
    """
    if not os.path.isdir(str(src_strategy_dirs)):
        raise NotADirectoryError(f"src_strategy_dirs {src_strategy_dirs} is not a directory.")
    raise _no_strategies("merge_pipeline_strategys", "join them with MindSpore.")


def convert_checkpoint_by_rank(
    rank_id: int, checkpoint_files_map: dict[int, str], save_checkpoint_file_name: str, src_strategy_file: str | None = None,
    dst_strategy_file: str | None = None,
) -> None:  # fmt: skip
    """A device's checkpoint under another strategy (mirrors `mindspore.parallel.convert_checkpoint_by_rank`).

    Raises:
        NotImplementedError: always; MindSpore's own converts them.

    Examples:
        >>> from mindshim.parallel import convert_checkpoint_by_rank
        >>> convert_checkpoint_by_rank(0, {}, "out.ckpt")
        Traceback (most recent call last):
        NotImplementedError: parallel.convert_checkpoint_by_rank: ...
    """
    raise _no_strategies("convert_checkpoint_by_rank", _MERGE_FIRST)


def convert_checkpoints(
    src_checkpoints_dir: str, dst_checkpoints_dir: str, ckpt_prefix: str, src_strategy_file: str | None = None,
    dst_strategy_file: str | None = None, process_num: int = 1, output_format: str = "ckpt",
) -> None:  # fmt: skip
    """All devices' checkpoints under another strategy (mirrors `mindspore.parallel.convert_checkpoints`).

    Raises:
        NotImplementedError: always; MindSpore's own converts them.

    Examples:
        >>> from mindshim.parallel import convert_checkpoints
        >>> convert_checkpoints("in", "out", "net_")
        Traceback (most recent call last):
        NotImplementedError: parallel.convert_checkpoints: ...
    """
    raise _no_strategies("convert_checkpoints", _MERGE_FIRST)


def unified_safetensors(
    src_dir: str, src_strategy_file: str | None, dst_dir: str, merge_with_redundancy: bool = True, file_suffix: str | None = None,
    max_process_num: int = 64, choice_func: Any = None, split_dst_file: Any = (),
) -> None:  # fmt: skip
    """Join devices' slices into whole safetensors (mirrors `mindspore.unified_safetensors`).

    Raises:
        NotImplementedError: always; MindSpore's own joins them.

    Examples:
        >>> from mindshim.parallel import unified_safetensors
        >>> unified_safetensors("in", "strategy.ckpt", "out")
        Traceback (most recent call last):
        NotImplementedError: parallel.unified_safetensors: ...
    """
    raise _no_strategies("unified_safetensors", _MERGE_FIRST)
