"""Reading summary files with the messages that MindSpore offers for that."""

import struct

import numpy as np
import pytest

import mindshim as ms
from mindshim.train import summary_pb2
from mindshim.train.summary.summary_record import _cache_summary_tensor_data


def events(path):
    """The events of a file."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        (size,) = struct.unpack_from("<Q", data, at)
        found.append(summary_pb2.Event.FromString(data[at + 12 : at + 12 + size]))
        at += size + 16
    return found


def test_what_a_record_writes_is_read(tmp_path):
    values = np.array([1.0, 2.0, 3.0, np.nan, np.inf], np.float32)
    with ms.SummaryRecord(str(tmp_path)) as record:
        _cache_summary_tensor_data([
            {"name": "h[:Histogram]", "data": ms.Tensor(values)},
            {"name": "s[:Scalar]", "data": ms.Tensor(2.5)},
            {"name": "t[:Tensor]", "data": ms.Tensor([[1.0, 2.0]])},
            {"name": "i[:Image]", "data": ms.Tensor(np.zeros((1, 3, 4, 5), np.float32))},
        ])
        record.record(step=7)
    (path,) = [p for p in tmp_path.iterdir() if p.name.endswith("_MS")]
    first, event = events(path)
    assert first.WhichOneof("what") == "version" and first.version == "MindSpore.Event:1" and not first.HasField("summary")
    assert event.step == 7 and event.wall_time > 1e9 and event.WhichOneof("what") == "summary"
    by_tag = {v.tag: v for v in event.summary.value}
    assert sorted(by_tag) == ["h", "i", "s", "t"]
    kinds = {v.WhichOneof("value"): v for v in event.summary.value}
    assert kinds["scalar_value"].scalar_value == 2.5
    histogram = kinds["histogram"].histogram
    assert (histogram.count, histogram.nan_count, histogram.pos_inf_count, histogram.min, histogram.max, histogram.sum) == (5, 1, 1, 1, 3, 6)
    assert sum(b.count for b in histogram.buckets) == 3
    assert (kinds["tensor"].tensor.dims, kinds["tensor"].tensor.float_data) == ([1, 2], [1.0, 2.0])
    assert (kinds["image"].image.height, kinds["image"].image.width) == (4, 5)


def test_text_and_comparison():
    # What the real one's Event(wall_time=1.5, step=3, ...).SerializeToString() gives.
    data = b"\t\x00\x00\x00\x00\x00\x00\xf8?\x10\x03*\n\n\x08\n\x01a\x1d\x00\x00 @"
    event = summary_pb2.Event.FromString(data)
    assert str(event) == 'wall_time: 1.5\nstep: 3\nsummary {\n  value {\n    tag: "a"\n    scalar_value: 2.5\n  }\n}\n'
    assert event == summary_pb2.Event.FromString(data) != summary_pb2.Event()
    assert str(summary_pb2.Event()) == "" and len(summary_pb2.Event().summary.value) == 0
    assert isinstance(event.summary.value[0], summary_pb2.Summary.Value)


def test_what_is_no_message():
    for data in (b"abc", b"\t\x00", b"\x10"):
        with pytest.raises(ValueError):
            summary_pb2.Event.FromString(data)
    for wrong in (lambda e: e.HasField("other"), lambda e: e.WhichOneof("other"), lambda e: e.summary.HasField("value")):
        with pytest.raises(ValueError):
            wrong(summary_pb2.Event())
    with pytest.raises(AttributeError):
        _ = summary_pb2.Event().other
