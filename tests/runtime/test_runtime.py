"""Memory, streams, events and devices."""

import pytest

import mindshim as ms
from mindshim import hal, runtime


def test_memory_numbers_are_bytes():
    for name in ("memory_allocated", "memory_reserved", "max_memory_allocated", "max_memory_reserved"):
        assert getattr(runtime, name)() >= 0 and getattr(hal, name)("CPU") >= 0
    runtime.reset_peak_memory_stats()
    assert set(runtime.memory_stats()) >= {"total_allocated_memory", "max_reserved_memory"}
    assert "total_allocated_memory" in runtime.memory_summary()
    runtime.empty_cache()
    runtime.set_memory(max_size="8GB")
    with pytest.raises(TypeError, match="max_size"):
        runtime.set_memory(max_size=8)


def test_streams_and_events():
    stream = runtime.Stream()
    start, end = runtime.Event(enable_timing=True), runtime.Event(enable_timing=True)
    with runtime.StreamCtx(stream):
        start.record()
        ms.Tensor([1.0]) + 1
        end.record(stream)
    assert start.elapsed_time(end) >= 0 and stream.query()
    assert runtime.current_stream() == runtime.default_stream()
    with pytest.raises(RuntimeError, match="enable_timing"):
        runtime.Event().elapsed_time(end)
    with pytest.raises(TypeError, match="Stream"):
        runtime.StreamCtx(3)


def test_devices():
    assert hal.is_available("CPU") and hal.device_count("CPU") >= 1 and hal.get_device_name(0, "CPU") == "CPU"
    assert hal.get_device_properties(0, "CPU") is None and hal.get_device_capability(0, "CPU") is None
    with pytest.raises(ValueError, match="device_id"):
        hal.get_device_name(99, "CPU")
    with pytest.raises(ValueError, match="device_target"):
        hal.is_available("NPU")
    runtime.synchronize()
    runtime.dispatch_threads_num(2)
    with pytest.raises(ValueError, match="threads_num"):
        runtime.dispatch_threads_num(0)
