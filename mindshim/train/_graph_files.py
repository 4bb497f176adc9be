"""Files of exported graphs: a zip archive of the program, the Parameters, and a description of both.

    graph.json        what the program takes and gives, and where it can run
    program.bin       StableHLO, as `jax.export` writes it
    parameters.ckpt   the Tensors that it takes besides its arguments, as a checkpoint
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jax
import numpy as np

from mindshim._core import dtypes
from mindshim._core.exported import FuncGraph, Held, Input
from mindshim._version import __version__
from mindshim.train import _ckpt_files, _ckpt_format

SUFFIX = ".stablehlo"
#: Of the description. It grows when a reader of the version before would misunderstand a file.
_VERSION = 1


def write(path: Path, graph: FuncGraph, differentiable: bool, seal: Callable[[bytes], Iterable[bytes]] | None = None) -> None:
    """Write beside the target and rename; what `seal` makes of the bytes, if there is one.

    Raises:
        TypeError: for a result that a file can't hold. ImportError: without the package flatbuffers.
    """
    _need_flatbuffers("export")
    keys = _keys(graph.held)
    about = {
        "version": _VERSION,
        "name": graph.name,
        "inputs": [_plain(v) for v in graph.inputs],
        "outputs": _plain(graph.outputs),
        "held": [
            {"key": key, "name": h.name, "parameter": h.parameter, "requires_grad": h.requires_grad, "written": h.written}
            for key, h in zip(keys, graph.held, strict=True)
        ],
        "streams": [[origin, count] for origin, count in graph.streams],
        "checked": graph.checked,
        "arg_written": graph.arg_written,
        "platforms": list(graph.exported.platforms),
        "calling_convention": graph.exported.calling_convention_version,
        "written_by": {"mindshim": __version__, "jax": jax.__version__},
    }
    try:
        program = graph.exported.serialize(vjp_order=int(differentiable))
    except Exception as error:
        if not differentiable:
            raise
        first = str(error).strip().split("\n", 1)[0]
        raise NotImplementedError(f"For 'export', the gradient of '{graph.name}' can't be exported: {first}") from error

    def fill(file: Any) -> None:
        # Not compressed: weights don't shrink.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("graph.json", json.dumps(about, indent=1))
            archive.writestr("program.bin", program)
            with archive.open("parameters.ckpt", "w", force_zip64=True) as part:
                for key, h in zip(keys, graph.held, strict=True):
                    for piece in _ckpt_format.encode(key, np.asarray(h.value)):
                        part.write(piece)

    def fill_sealed(file: Any) -> None:
        assert seal is not None
        whole = io.BytesIO()
        fill(whole)
        file.writelines(seal(whole.getvalue()))

    _ckpt_files.replace(path, fill if seal is None else fill_sealed)


def _keys(held: list[Held]) -> list[str]:
    """A name for each Tensor that no other has."""
    out: list[str] = []
    for i, h in enumerate(held):
        name = h.name or f"constant.{i}"
        out.append(name if name not in out else f"{name}#{i}")
    return out


def read(path: str, content: bytes | None = None) -> FuncGraph:
    """The graph in a file, whose content may be given.

    Raises:
        RuntimeError: if it is none, damaged, or of a later version. ImportError: without the package flatbuffers.
    """
    _need_flatbuffers("load")
    from jax import export as jax_export

    try:
        with zipfile.ZipFile(path if content is None else io.BytesIO(content)) as archive:
            about = json.loads(archive.read("graph.json"))
            if about["version"] > _VERSION:
                raise ValueError(f"it was written by mindshim {about['written_by']['mindshim']}, which is newer than this one")
            exported = jax_export.deserialize(bytearray(archive.read("program.bin")))
            values = _ckpt_format.decode(archive.read("parameters.ckpt"))
            held = [
                Held(h["name"], h["parameter"], h["requires_grad"], values[h["key"]], h["written"]) for h in about["held"]
            ]
    except (zipfile.BadZipFile, KeyError, ValueError, UnicodeDecodeError, EOFError) as error:
        raise RuntimeError(f"For 'load', the file '{path}' is damaged, or holds no graph of 'export': {error}.") from None
    return FuncGraph(
        about["name"], exported, [_value(v) for v in about["inputs"]], _value(about["outputs"]), held,
        [(origin, count) for origin, count in about["streams"]], about["checked"],
        [(i, k) for i, k in about["arg_written"]],
    )  # fmt: skip


def _need_flatbuffers(name: str) -> None:
    try:
        import flatbuffers  # noqa: F401
    except ImportError:
        raise ImportError(f"For '{name}', graphs in files need the extra: pip install 'mindshim[export]'.") from None


# JSON has fewer kinds of values: what it lacks is an object with one key that says which it is.


def _plain(value: Any) -> Any:
    if isinstance(value, Input):
        return {"tensor": [value.dtype, list(value.shape), list(map(list, value.limits))]}
    if type(value) in (int, float, bool, str, type(None)):
        return value
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, tuple):
        return {"tuple": [_plain(v) for v in value]}
    if isinstance(value, dict):
        return {"dict": [[_plain(k), _plain(v)] for k, v in value.items()]}
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, dtypes.Type):
        return {"dtype": str(value)}
    raise TypeError(f"For 'export', the network gives a {type(value).__name__}, which a file of a graph can't hold.")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_value(v) for v in plain]
    if not isinstance(plain, dict):
        return plain
    ((kind, content),) = plain.items()
    if kind == "tensor":
        return Input(content[0], tuple(content[1]), tuple(map(tuple, content[2])))
    if kind == "tuple":
        return tuple([_value(v) for v in content])
    if kind == "dict":
        return {_value(k): _value(v) for k, v in content}
    return complex(*content) if kind == "complex" else dtypes._BY_NAME[content.lower()]
