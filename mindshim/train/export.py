"""Compiled networks in files: `export` and `load`. MindSpore's own formats can be neither written nor read here, and say so."""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any, NoReturn

from mindshim import _checkparam, log
from mindshim._core import exported
from mindshim._core.compile import JitFunction
from mindshim.nn.cell import Cell
from mindshim.train import _cipher, _graph_files

_FORMATS = ["AIR", "ONNX", "MINDIR", "STABLEHLO"]
_WHY = "holds a graph of MindSpore's own compiler, which does not exist here"
_INSTEAD = "Use file_format='STABLEHLO' for the compiled computation with its parameters, or save_checkpoint for the parameters alone"


def export(net: Any, *inputs: Any, file_name: str, file_format: str, **kwargs: Any) -> None:
    """Write a network to a file that runs without its Python code (mirrors `mindspore.export`).

    `file_format="STABLEHLO"` writes one file `….stablehlo` with the computation and the Parameters. `nn.GraphCell(load(file))`
    runs it in any process that has mindshim. The file is written beside its name and renamed, so that a failure leaves the old
    file whole; then it may only be read. JAX promises that a file can be read for at least six months by later versions.

    The network is exported as it is: for prediction call `net.set_train(False)` before. In training mode BatchNorm updates its
    statistics, which are Parameters of the `GraphCell`, and Dropout and other random operators draw new numbers at every call,
    from the random state (`set_seed`) of the process that runs the graph; a `Generator` goes on where it was. Printing,
    logging and summaries are left out, with a warning.

    Args:
        net: a Cell or a function. inputs: what to call it with: Tensors, or tuples, lists and dicts of Tensors, which the graph
            takes as its inputs; other arguments become constants of the graph. Only shapes and dtypes of the Tensors matter. A
            length can be unknown: `Tensor(shape=[None, 3], dtype=ms.float32)`. Unknown lengths are independent of each other
            unless the network needs those of one axis to be the same, or one `Symbol(unique=True)` stands for them. Inputs
            that `net.set_inputs` declared come before `inputs`.
        file_name: the file; `.stablehlo` is added if it is missing, missing folders are made.
        file_format: 'STABLEHLO'. 'MINDIR', 'AIR' and 'ONNX' are refused.
        enc_key, enc_mode: encrypt the file, as in `save_checkpoint`; or a function `enc_mode(content, key)` gives its bytes.
        platforms: where the graph can run, a list of 'cpu', 'cuda' and 'tpu'. Default: all of them if every operator has a form for
            all; else where it is exported. differentiable: whether the graph can be differentiated. Default: ``False``.

    Raises:
        ValueError: for another `file_format`, a bad `file_name`, or the option `custom_func`. TypeError: for inputs that are none of
            these, that do not fit the network, or a result that a file can't hold. RuntimeError: if the network can't be compiled as
            a whole. NotImplementedError: for 'MINDIR', 'AIR' and 'ONNX', which hold MindSpore's own graph or ONNX's operators,
            for data sets, and for an operator that is Python code or a library's.
            ImportError: without the extra `mindshim[export]`.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "net.stablehlo")
        >>> def scaled(x, by):
        ...     return x * by, x.sum()
        >>> ms.export(scaled, ms.Tensor(shape=[None], dtype=ms.float32), 3, file_name=path, file_format="STABLEHLO")
        >>> ms.nn.GraphCell(ms.load(path))(ms.Tensor([1.0, 2.0]))
        (Tensor(shape=[2], dtype=Float32, value= [ 3.00000000e+00,  6.00000000e+00]), Tensor(shape=[], dtype=Float32, value= 3))
    """
    if "obf_func" in kwargs:
        raise NotImplementedError("mindspore.export: dynamic model structure obfuscation is not supported.")
    if file_format not in _FORMATS:
        raise ValueError(f"For 'export', 'file_format' must be one of {_FORMATS}, but got {file_format}.")
    _checkparam.check_file_name_by_regular(file_name)
    if file_format != "STABLEHLO":
        if file_format == "ONNX" and not isinstance(net, Cell):
            raise ValueError(f"Export ONNX format model only support nn.Cell object, but got {type(net)}.")
        why = "is made of ONNX's operators, and programs here are JAX's" if file_format == "ONNX" else _WHY
        raise NotImplementedError(f"mindspore.export: a file of the format {file_format!r} {why}. {_INSTEAD}.")
    _check_options(kwargs)
    _seal(kwargs)
    if isinstance(net, Cell) and net.get_inputs():
        inputs = tuple(net.get_inputs())
    if not callable(net):
        raise RuntimeError(f"fn {net} is not function or method")
    fn = net._fn if isinstance(net, JitFunction) else net
    name = type(net).__name__ if isinstance(net, Cell) else getattr(inspect.unwrap(net), "__name__", type(net).__name__)
    graph = exported.export(fn, inputs, name, kwargs.get("platforms"))
    if graph.left_out:
        log.warning("For 'export', the graph of '%s' is a computation only: what it prints, logs or records is left out.", name)
    path = Path(os.path.realpath(file_name))
    if not path.name.endswith(_graph_files.SUFFIX):
        path = path.with_name(path.name + _graph_files.SUFFIX)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _graph_files.write(path, graph, bool(kwargs.get("differentiable")), _seal(kwargs))


def _check_options(kwargs: dict[str, Any]) -> None:
    if kwargs.get("custom_func") is not None:
        raise ValueError("Currently only support custom_func for MindIR format, but got STABLEHLO format.")
    if kwargs.get("dataset") is not None:
        raise NotImplementedError("mindspore.export: a data set can't be part of the graph; export what the network gets from it.")
    platforms = kwargs.get("platforms")
    if platforms is not None and (
        not isinstance(platforms, (list, tuple)) or not platforms or not set(platforms) <= set(exported.PLATFORMS)
    ):
        raise ValueError(f"For 'export', 'platforms' must be a list of {list(exported.PLATFORMS)}, but got {platforms!r}.")


def _seal(kwargs: dict[str, Any]) -> Any:
    """What `enc_key` and `enc_mode` ask to be made of the file's bytes; None for nothing."""
    key, mode = kwargs.get("enc_key"), kwargs.get("enc_mode", "AES-GCM")
    if key is None:
        return None
    if callable(mode):
        return lambda content: [mode(content, key)]
    _cipher.check("export", key, mode, "enc")
    return lambda content: _cipher.encrypt([content], key, mode)


def _check_mindir(caller: str, file_name: Any, *suffixes: str) -> None:
    if not isinstance(file_name, str):
        raise ValueError(f"For '{caller}', the argument 'file_name' must be string, but got {type(file_name)}.")
    if not file_name.endswith((*suffixes, ".mindir")):
        wanted = " or ".join(f"'{s}'" for s in (*suffixes, ".mindir"))
        raise ValueError(
            f"For '{caller}', the argument 'file_name'(MindIR file) should end with {wanted}, please input the correct 'file_name', but "
            f"got {file_name!r}."
        )
    if not os.path.exists(file_name):
        raise ValueError(
            f"For '{caller}', the argument 'file_name'(MindIR file) does not exist, please check whether the 'file_name' is correct: "
            f"{file_name!r}."
        )


def load(file_name: str, **kwargs: Any) -> exported.FuncGraph:
    """The graph in a file that `export` has written (mirrors `mindspore.load`).

    Args:
        file_name: a file `….stablehlo`. kwargs: `dec_key` and `dec_mode`, what it was encrypted with; or a function
            `dec_mode(file_name, key)` gives the content.

    Returns:
        The graph, for `nn.GraphCell`.

    Raises:
        ValueError: if `file_name` is no existing file `….stablehlo`. RuntimeError: if it is damaged, or encrypted
            otherwise. NotImplementedError: for MindSpore's own files, `….mindir`: build the network in Python and load its
            parameters with `load_checkpoint`. ImportError: without the extra `mindshim[export]`.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "double.stablehlo")
        >>> ms.export(lambda x: x * 2, ms.Tensor([1.0, 2.0]), file_name=path, file_format="STABLEHLO")
        >>> print(ms.nn.GraphCell(ms.load(path))(ms.Tensor([3.0, 4.0])))
        [6. 8.]
    """
    if "obf_func" in kwargs:
        raise NotImplementedError("mindspore.load: dynamic model structure obfuscation is not supported.")
    _check_mindir("load", file_name, _graph_files.SUFFIX)
    if file_name.endswith(".mindir"):
        raise NotImplementedError(
            f"mindspore.load: a MindIR file {_WHY}. Export with file_format='STABLEHLO', or build the network in Python and load its "
            "parameters with load_checkpoint."
        )
    key, mode = kwargs.get("dec_key"), kwargs.get("dec_mode", "AES-GCM")
    content: Any = None
    if key is not None and callable(mode):
        content = mode(file_name, key)
    elif key is not None:
        _cipher.check("load", key, mode, "dec")
        try:
            content = _cipher.decrypt(Path(file_name).read_bytes(), key, mode)
        except ValueError as error:
            raise RuntimeError(
                f"Load '{file_name}' failed. The file may be encrypted and decrypt failed, you can check whether the values of the "
                f"arguments 'dec_key' and 'dec_mode' are the same as when it was exported, or check the file integrity: {error}."
            ) from None
    return _graph_files.read(file_name, content)


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
        NotImplementedError: always. Save the computation with `export` and `file_format='STABLEHLO'`.
    """
    raise NotImplementedError(
        f"mindspore.convert_model: a MindIR file {_WHY}. Use export with file_format='STABLEHLO' for the compiled computation."
    )


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
