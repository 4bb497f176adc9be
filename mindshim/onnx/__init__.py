"""ONNX files (mirrors `mindspore.onnx`)."""

from mindshim.onnx.onnx_export import export as export

__all__ = ["export"]
