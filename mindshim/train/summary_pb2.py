"""The messages in summary files, for programs that read them (mirrors `mindspore.train.summary_pb2`).

Messages are read, not written: `SummaryRecord` writes the files.
"""

from __future__ import annotations

from mindshim.train._messages import declare as _declare

_MESSAGES = """
Event: 1 wall_time double, 2 step int, 3 version text|what, 4 graph_def bytes|what, 5 summary Summary|what, 6 explain bytes|what
Summary: 1 value Value*
Value: 1 tag text, 3 scalar_value float|value, 4 image Image|value, 8 tensor TensorProto|value, 9 histogram Histogram|value, 10 loss_landscape LossLandscape|value
Image: 1 height int, 2 width int, 3 colorspace int, 4 encoded_image bytes
Histogram: 1 buckets bucket*, 2 nan_count int, 3 pos_inf_count int, 4 neg_inf_count int, 5 max double, 6 min double, 7 sum double, 8 count int
bucket: 1 left double, 2 width double, 3 count int
TensorProto: 1 dims int*, 2 data_type int, 3 float_data float*, 4 int32_data int*, 5 int64_data int*, 6 double_data double*, 7 uint64_data int*, 8 raw_data bytes
LossLandscape: 1 landscape Point, 2 loss_path LossPath, 3 metadata Metadata, 4 convergence_point Point
Point: 1 x TensorProto, 2 y TensorProto, 3 z TensorProto
LossPath: 1 intervals int*, 2 points Point
Metadata: 1 decomposition text, 2 unit text, 3 step_per_epoch int
"""
_CLASSES = _declare(_MESSAGES, __name__)
Event, Summary, LossLandscape = (_CLASSES[name] for name in ("Event", "Summary", "LossLandscape"))
Summary.Value, Summary.Image, Summary.Histogram = (_CLASSES[name] for name in ("Value", "Image", "Histogram"))  # type: ignore[attr-defined]
