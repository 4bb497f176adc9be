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
        """Wait for everything that was launched.

        Examples:
            >>> import mindshim as ms
            >>> stream = ms.runtime.Stream()
            >>> stream.synchronize()
        """
        from mindshim.runtime.executor import synchronize

        synchronize()

    def wait_stream(self, stream: Stream) -> None:
        """Wait for another stream: nothing to do.

        Examples:
            >>> import mindshim as ms
            >>> stream = ms.runtime.Stream()
            >>> stream.wait_stream(ms.runtime.default_stream())
        """

    def wait_event(self, event: Event) -> None:
        """Wait for an event: nothing to do.

        Examples:
            >>> import mindshim as ms
            >>> stream = ms.runtime.Stream()
            >>> stream.wait_event(stream.record_event())
        """

    def record_event(self, event: Event | None = None) -> Event:
        """Mark this place; returns the event.

        Examples:
            >>> import mindshim as ms
            >>> stream = ms.runtime.Stream()
            >>> event = stream.record_event()
        """
        event = Event() if event is None else event
        event.record(self)
        return event

    def query(self) -> bool:
        """Whether all work is done, after waiting for it.

        Examples:
            >>> import mindshim as ms
            >>> stream = ms.runtime.Stream()
            >>> stream.query()
            True
        """
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

    Examples:
        >>> import mindshim as ms
        >>> event = ms.runtime.Event(enable_timing=True)
    """

    def __init__(self, enable_timing: bool = False, blocking: bool = False) -> None:
        self._timing = enable_timing
        self._at: float | None = None

    def record(self, stream: Stream | None = None) -> None:
        """Mark the present, when all work before is done.

        Examples:
            >>> import mindshim as ms
            >>> event = ms.runtime.Event(enable_timing=True)
            >>> event.record()
        """
        (stream or _STREAM).synchronize()
        self._at = time.perf_counter()

    def wait(self, stream: Stream | None = None) -> None:
        """Make a stream wait for the mark: nothing to do.

        Examples:
            >>> import mindshim as ms
            >>> event = ms.runtime.Event(enable_timing=True)
            >>> event.record()
            >>> event.wait()
        """

    def synchronize(self) -> None:
        """Wait for the mark: nothing to do.

        Examples:
            >>> import mindshim as ms
            >>> event = ms.runtime.Event(enable_timing=True)
            >>> event.record()
            >>> event.synchronize()
        """

    def query(self) -> bool:
        """Whether the mark is reached: True.

        Examples:
            >>> import mindshim as ms
            >>> event = ms.runtime.Event(enable_timing=True)
            >>> event.record()
            >>> event.synchronize()
            >>> event.query()
            True
        """
        return True

    def elapsed_time(self, end_event: Event) -> float:
        """Milliseconds from this mark to another.

        Raises:
            RuntimeError: if one was made without `enable_timing`, or is not recorded.

        Examples:
            >>> import mindshim as ms
            >>> start, end = ms.runtime.Event(enable_timing=True), ms.runtime.Event(enable_timing=True)
            >>> start.record()
            >>> end.record()
            >>> end.synchronize()
            >>> start.elapsed_time(end) >= 0
            True
        """
        if not (self._timing and end_event._timing) or self._at is None or end_event._at is None:
            raise RuntimeError("For 'Event', elapsed_time needs two recorded events with enable_timing=True.")
        return (end_event._at - self._at) * 1e3


_STREAM = Stream()


class StreamCtx:
    """A block that runs in a stream (mirrors `mindspore.runtime.StreamCtx`).

    Examples:
        >>> import mindshim as ms
        >>> stream = ms.runtime.Stream()
        >>> with ms.runtime.StreamCtx(stream):
        ...     x = ms.Tensor([1.0]) + 1
    """

    def __init__(self, ctx_stream: Stream | None) -> None:
        if ctx_stream is not None and not isinstance(ctx_stream, Stream):
            raise TypeError(f"For 'StreamCtx', the argument 'ctx_stream' should be Stream, but got {type(ctx_stream).__name__}.")
        self.stream = ctx_stream

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        return None


def current_stream() -> Stream:
    """The stream in use (mirrors `mindspore.runtime.current_stream`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.current_stream() is not None
        True
    """
    return _STREAM


def default_stream() -> Stream:
    """The stream that work goes to (mirrors `mindspore.runtime.default_stream`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.default_stream() is not None
        True
    """
    return _STREAM


def communication_stream() -> Stream:
    """The stream of communication (mirrors `mindspore.runtime.communication_stream`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.communication_stream() is not None
        True
    """
    return _STREAM


def set_cur_stream(stream: Stream | None) -> None:
    """Choose the stream in use (mirrors `mindspore.runtime.set_cur_stream`); no effect here.

    Raises:
        TypeError: if it is not a Stream.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.set_cur_stream(ms.runtime.default_stream())
    """
    StreamCtx(stream)
