"""Files of events: each is its length, the events' bytes, and check sums of both."""

from __future__ import annotations

import os
import stat
import struct
import time
from pathlib import Path

from mindshim import log
from mindshim.train import _protobuf as pb

_POLYNOMIAL = 0x82F63B78  # CRC-32C, bits reversed


def _table() -> list[int]:
    out = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (_POLYNOMIAL if i & 1 else 0)
        out.append(i)
    return out


_TABLE = _table()


def masked_crc(data: bytes) -> int:
    """The CRC-32C of the bytes, turned and shifted, so that sums of data that hold sums stay unlike."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


class EventFile:
    """A file of events that appears with the first one, and may only be read once it is closed.

    Args:
        path: the file. version: begin with the event that says what wrote it.
        max_size: the bytes it may take; the event that would pass them is not written, and raises RuntimeWarning.
    """

    def __init__(self, path: str, version: bool, max_size: int | None = None) -> None:
        self.path = Path(path)
        self._version = version
        self._left = max_size
        self._file = None

    def write(self, event: bytes) -> None:
        """Add an event.

        Raises:
            RuntimeWarning: if the file may not take it.
        """
        if self._file is None:
            self._file = self.path.open("wb")
            os.chmod(self.path, stat.S_IWUSR | stat.S_IRUSR)
            if self._version:
                self.write(pb.double(1, time.time()) + pb.message(3, "MindSpore.Event:1"))
        length = struct.pack("<Q", len(event))
        size = len(event) + 16
        if self._left is not None:
            if self._left < size:
                raise RuntimeWarning(
                    f"'max_file_size' reached: There are {self._left} bytes remaining, but the '{self.path}' requires to write {size} bytes."
                )
            self._left -= size
        self._file.write(length + struct.pack("<I", masked_crc(length)) + event + struct.pack("<I", masked_crc(event)))

    def flush(self) -> None:
        """Hand on to the operating system what was written."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """End the file."""
        if self._file is None:
            return
        self._file.close()
        try:
            os.chmod(self.path, stat.S_IRUSR)
        except FileNotFoundError:
            log.debug("The summary file %r has been removed.", str(self.path))
