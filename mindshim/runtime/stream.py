"""Streams and events: JAX orders computations by their data, so there is one stream and nothing to wait for."""

from __future__ import annotations

import time
from typing import Any


class Stream:
    """A queue of work (mirrors `mindspore.runtime.Stream`); all are the same here.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.Stream()
        Stream(device_name=CPU, device_id:0, stream id:0)
    """

    def __init__(self, priority: int = 0, **kwargs: Any) -> None:
        self.id = kwargs.get("stream_id", 0)
        self.device_id = 0

    @property
    def device_name(self) -> str:
        """The platform."""
        from mindshim.context import get_context

        return get_context("device_target")

    def synchronize(self) -> None:
        """Wait for everything that was launched."""
        from mindshim.runtime.executor import synchronize

        synchronize()

    def wait_stream(self, stream: Stream) -> None:
        """Wait for another stream: nothing to do."""

    def wait_event(self, event: Event) -> None:
        """Wait for an event: nothing to do."""

    def record_event(self, event: Event | None = None) -> Event:
        """Mark this place; returns the event."""
        event = Event() if event is None else event
        event.record(self)
        return event

    def query(self) -> bool:
        """Whether all work is done, after waiting for it."""
        self.synchronize()
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stream) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Stream(device_name={self.device_name}, device_id:{self.device_id}, stream id:{self.id})"


class Event:
    """A mark in a stream (mirrors `mindspore.runtime.Event`).

    Args:
        enable_timing: whether `elapsed_time` may be asked for. blocking: has no effect.
    """

    def __init__(self, enable_timing: bool = False, blocking: bool = False) -> None:
        self._timing = enable_timing
        self._at: float | None = None

    def record(self, stream: Stream | None = None) -> None:
        """Mark the present, when all work before is done."""
        (stream or _STREAM).synchronize()
        self._at = time.perf_counter()

    def wait(self, stream: Stream | None = None) -> None:
        """Make a stream wait for the mark: nothing to do."""

    def synchronize(self) -> None:
        """Wait for the mark: nothing to do."""

    def query(self) -> bool:
        """Whether the mark is reached: True."""
        return True

    def elapsed_time(self, end_event: Event) -> float:
        """Milliseconds from this mark to another.

        Raises:
            RuntimeError: if one was made without `enable_timing`, or is not recorded.
        """
        if not (self._timing and end_event._timing) or self._at is None or end_event._at is None:
            raise RuntimeError("For 'Event', elapsed_time needs two recorded events with enable_timing=True.")
        return (end_event._at - self._at) * 1e3


_STREAM = Stream()


class StreamCtx:
    """A block that runs in a stream (mirrors `mindspore.runtime.StreamCtx`)."""

    def __init__(self, ctx_stream: Stream | None) -> None:
        if ctx_stream is not None and not isinstance(ctx_stream, Stream):
            raise TypeError(f"For 'StreamCtx', the argument 'ctx_stream' should be Stream, but got {type(ctx_stream).__name__}.")
        self.stream = ctx_stream

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        return None


def current_stream() -> Stream:
    """The stream in use (mirrors `mindspore.runtime.current_stream`)."""
    return _STREAM


def default_stream() -> Stream:
    """The stream that work goes to (mirrors `mindspore.runtime.default_stream`)."""
    return _STREAM


def communication_stream() -> Stream:
    """The stream of communication (mirrors `mindspore.runtime.communication_stream`)."""
    return _STREAM


def set_cur_stream(stream: Stream | None) -> None:
    """Choose the stream in use (mirrors `mindspore.runtime.set_cur_stream`); no effect here.

    Raises:
        TypeError: if it is not a Stream.
    """
    StreamCtx(stream)
