"""The message in `.ckpt` files, for programs that read them (mirrors `mindspore.train.checkpoint_pb2`).

Messages are read, not written: `save_checkpoint` writes the files.
"""

from __future__ import annotations

from mindshim.train._messages import declare as _declare

_MESSAGES = """
Checkpoint: 1 value Value*
Value: 1 tag text, 2 tensor TensorProto|value, 3 maptensor MapTensorProto|value
TensorProto: 1 dims int*, 2 tensor_type text, 3 tensor_content bytes
MapTensorProto: 1 tensor TensorProto*
"""
_CLASSES = _declare(_MESSAGES, __name__)
Checkpoint, TensorProto, MapTensorProto = (_CLASSES[name] for name in ("Checkpoint", "TensorProto", "MapTensorProto"))
Checkpoint.Value = _CLASSES["Value"]  # type: ignore[attr-defined]
