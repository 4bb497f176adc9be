"""A table of keys and values that processes share over TCP: one serves it, the others ask."""

from __future__ import annotations

import re
import socket
import socketserver
import struct
import threading
import time
import weakref
from datetime import timedelta
from typing import Any


def tcp_address(url: str) -> tuple[str, int]:
    """The IPv4 address and port of "tcp://a.b.c.d:port"; ValueError for anything else."""
    found = re.fullmatch(r"tcp://(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})", url)
    if not found or any(int(part) > 255 for part in found[1].split(".")) or not 1 <= int(found[2]) <= 65535:
        raise ValueError(f"Failed to parse TCP URL '{url}': it must be 'tcp://' with an IPv4 address, ':' and a port.")
    return found[1], int(found[2])


def _send(to: socket.socket, *parts: bytes) -> None:
    """A message: the number of its parts, and for each the length and the bytes."""
    to.sendall(struct.pack("!I", len(parts)) + b"".join(struct.pack("!I", len(p)) + p for p in parts))


def _receive(source: socket.socket) -> list[bytes]:
    def exactly(n: int) -> bytes:
        got = b""
        while len(got) < n:
            more = source.recv(n - len(got))
            if not more:
                raise ConnectionError("the other side has closed the connection")
            got += more
        return got

    def number() -> int:
        return struct.unpack("!I", exactly(4))[0]

    return [exactly(number()) for _ in range(number())]


class _Server(socketserver.ThreadingTCPServer):
    """Holds the table; a thread for each client."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        self.table: dict[bytes, bytes] = {}
        self.clients = 0
        self.changed = threading.Condition()
        super().__init__((host, port), _Client)
        threading.Thread(target=self.serve_forever, args=(0.05,), name="TCPStore", daemon=True).start()

    def answer(self, wish: bytes, key: bytes, value: bytes) -> bytes:
        """What a client is told; KeyError or ValueError where it can not have its wish."""
        with self.changed:
            if wish == b"set":
                self.table[key] = value
                self.changed.notify_all()
                return b""
            if wish == b"add":
                self.table[key] = str(int(self.table.get(key, b"0")) + int(value)).encode()
                self.changed.notify_all()
                return self.table[key]
            if wish == b"delete":
                return str(int(self.table.pop(key, None) is not None)).encode()
            if wish == b"clients":
                return str(self.clients).encode()
            # A value that is not there yet is waited for.
            if not self.changed.wait_for(lambda: key in self.table, float(value)):
                raise KeyError(key)
            return self.table[key]


class _Client(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with self.server.changed:
            self.server.clients += 1
        try:
            while True:
                wish, key, value = _receive(self.request)
                try:
                    _send(self.request, b"ok", self.server.answer(wish, key, value))
                except (KeyError, ValueError):
                    _send(self.request, b"failed", b"")
        except OSError:
            return
        finally:
            with self.server.changed:
                self.server.clients -= 1


class TCPStore:
    """A table of keys and values shared over TCP (mirrors `mindspore.mint.distributed.TCPStore`).

    Args:
        host_name: the serving process's machine. port: its port.
        world_size: how many processes there are; 1 by default. is_master: whether this one serves.
        timeout: how long to wait for the server, the others, and values that are not there yet.
        wait_for_workers: whether the serving process waits until the others are there.
        multi_tenant, master_listen_fd, use_libuv: have no effect.

    Raises:
        TypeError: for arguments of other types. ValueError: for a port or size out of range.
        RuntimeError: if the server does not answer in time.

    Examples:
        >>> from mindshim.mint.distributed import TCPStore
        >>> store = TCPStore("127.0.0.1", 18765, 1, True)
        >>> store.set("key", "value")
        >>> store.get("key")
        b'value'
        >>> store.delete_key("key")
        True
    """

    def __init__(
        self,
        host_name: str,
        port: int,
        world_size: int | None = None,
        is_master: bool = False,
        timeout: timedelta = timedelta(seconds=300),
        wait_for_workers: bool = True,
        multi_tenant: bool = False,
        master_listen_fd: int | None = None,
        use_libuv: bool = True,
    ) -> None:
        world_size = 1 if world_size is None else world_size
        wanted: tuple[tuple[str, Any, type, str], ...] = (
            ("host_name", host_name, str, "string"),
            ("port", port, int, "int"),
            ("is_master", is_master, bool, "bool"),
            ("timeout", timeout, timedelta, "timedelta"),
            ("wait_for_workers", wait_for_workers, bool, "bool"),
            ("world_size", world_size, int, "int"),
        )
        for name, value, kind, word in wanted:
            _check("TCPStore", name, value, kind, word)
        if not 0 <= port <= 65535:
            raise ValueError(f"For 'TCPStore', the argument 'port' must be legal, but got {port}.")
        if world_size <= 0:
            raise ValueError(f"For 'TCPStore', the argument 'world_size' must be legal, but got {world_size}.")
        self.host, self.port = host_name, port
        self._timeout = timeout.total_seconds()
        self._server = _Server(host_name, port) if is_master else None
        if self._server is not None:
            self.port = self._server.server_address[1]
        self._lock = threading.Lock()
        self._socket = self._connect()
        weakref.finalize(self, _close, self._socket, self._server)
        if is_master and wait_for_workers:
            end = time.monotonic() + self._timeout
            while int(self._ask("clients", "", b"", "connect")) < world_size and time.monotonic() < end:
                time.sleep(0.01)

    def _connect(self) -> socket.socket:
        end = time.monotonic() + self._timeout
        while True:
            try:
                connected = socket.create_connection((self.host, self.port), timeout=max(self._timeout, 1.0))
                connected.settimeout(None)
                return connected
            except OSError as error:
                if time.monotonic() >= end:
                    raise RuntimeError(
                        f"The client socket has timed out after {int(self._timeout * 1000)}ms while trying to connect to "
                        f"{self.host}:{self.port}"
                    ) from error
                time.sleep(0.05)

    def _ask(self, wish: str, key: str, value: bytes, what: str) -> bytes:
        with self._lock:
            try:
                _send(self._socket, wish.encode(), key.encode(), value)
                state, answer = _receive(self._socket)
            except OSError as error:
                raise RuntimeError(f"TCP {what} operation failed: {error}.") from error
        if state != b"ok":
            raise RuntimeError(f"TCP {what} operation failed for the key '{key}'.")
        return answer

    def set(self, key: str, value: str | bytes) -> None:
        """Set the value of a key.

        Raises:
            TypeError: if `key` is not a string, or `value` neither that nor bytes.
        """
        _check("TCPStore.set", "key", key, str, "string")
        _check("TCPStore.set", "value", value, (str, bytes), "string or bytes")
        self._ask("set", key, value.encode() if isinstance(value, str) else value, "set")

    def get(self, key: str) -> bytes:
        """The value of a key; waits for one that is not there yet.

        Raises:
            TypeError: if `key` is not a string. RuntimeError: if the value does not come in time.
        """
        _check("TCPStore.get", "key", key, str, "string")
        return self._ask("get", key, str(self._timeout).encode(), "get")

    def add(self, key: str, amount: int) -> int:
        """Add to the number that a key has, 0 at first; returns the sum.

        Raises:
            TypeError: for arguments of other types. RuntimeError: if the value is no number.
        """
        _check("TCPStore.add", "key", key, str, "string")
        _check("TCPStore.add", "amount", amount, int, "int")
        return int(self._ask("add", key, str(amount).encode(), "add"))

    def delete_key(self, key: str) -> bool:
        """Delete a key; whether it was there.

        Raises:
            TypeError: if `key` is not a string.
        """
        _check("TCPStore.delete_key", "key", key, str, "string")
        return self._ask("delete", key, b"", "delete") == b"1"


def _close(connected: socket.socket, server: _Server | None) -> None:
    """Run when the store is no longer used, or at the program's end."""
    connected.close()
    if server is not None:
        server.shutdown()
        server.server_close()


def _check(op: str, name: str, value: Any, kind: Any, word: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"For '{op}', the argument '{name}' must be type of {word}, but got '{name}' type : {type(value)}.")
