"""`export`: MindIR files can not be written here."""

from __future__ import annotations

from typing import Any, NoReturn


def export(net: Any, *inputs: Any, file_name: str, file_format: str, **kwargs: Any) -> NoReturn:
    """Would write a network to a file (mirrors `mindspore.export`).

    Raises:
        NotImplementedError: always. MindIR, AIR and ONNX files hold MindSpore's own graph. Save the parameters with
            `save_checkpoint`, or the computation with `jax.export` of the Cell's function.
    """
    raise NotImplementedError(
        f"mindspore.export: file_format {file_format!r} holds a graph of MindSpore's own compiler, which does not exist here. "
        "Use save_checkpoint for the parameters, or jax.export for the compiled computation."
    )
