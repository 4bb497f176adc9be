"""ONNX files: they are not written here, and this says so."""

from __future__ import annotations

from typing import Any, NoReturn

from mindshim import _checkparam
from mindshim.nn.cell import Cell


def export(
    net: Any, *inputs: Any, file_name: str, input_names: list[str] | None = None, output_names: list[str] | None = None,
    export_params: bool = True, keep_initializers_as_inputs: bool = False, dynamic_axes: dict[str, Any] | None = None,
) -> NoReturn:  # fmt: skip
    """Would write a network to an ONNX file (mirrors `mindspore.onnx.export`).

    Raises:
        ValueError: if `net` is not a Cell, or for a bad `file_name`. TypeError: if `file_name` is no str.
        NotImplementedError: otherwise. Programs are JAX's here, not made of ONNX's operators. For a file that runs without the network's
            Python there is `mindspore.export` with `file_format='STABLEHLO'`.
    """
    if not isinstance(net, Cell):
        raise ValueError(f"The parameter 'net' must be isinstance of {Cell}, but got {net}.")
    _checkparam.check_file_name_by_regular(file_name)
    raise NotImplementedError(
        "mindspore.onnx.export: programs are JAX's here, not made of ONNX's operators. Use mindspore.export with "
        "file_format='STABLEHLO' for a file that runs without the network's Python."
    )
