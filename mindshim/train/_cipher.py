"""Encrypted files, as MindSpore writes them: blocks one after another, each with its own initialization vector.

    a number that names the mode · the tag (AES-GCM only) · the length of what follows
    the length of the vector · the vector · the length of the cipher text · the cipher text

Numbers have four bytes, the lowest first. AES-GCM uses twelve of the vector's sixteen bytes. Text of the CBC modes is padded to whole blocks of the cipher (PKCS 7).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from typing import Any

#: Mode: the number that names it, and the lengths that a key can have.
_MODES = {
    "AES-GCM": (0x7F3A5ED8, (16, 24, 32)),
    "AES-CBC": (0x7F3A5ED9, (16, 24, 32)),
    "SM4-CBC": (0x7F3A5EDA, (16,)),
}
_BYTES = 16
#: How much is one block of a file.
_BLOCK = 64 << 20


def is_encrypted(content: bytes) -> bool:
    """Whether a file starts as encrypted ones do."""
    return len(content) >= 4 and struct.unpack_from("<I", content)[0] in [number for number, _ in _MODES.values()]


def check(caller: str, key: Any, mode: Any, name: str) -> None:
    """Refuse a key or mode that there is not; `name` is 'enc' or 'dec'.

    Raises:
        TypeError, ValueError: for those. ImportError: without the extra.
    """
    if not isinstance(key, bytes):
        raise TypeError(f"For '{caller}', the argument '{name}_key' must be bytes, but got {type(key)}.")
    if mode not in _MODES:
        raise ValueError(f"For '{caller}', the argument '{name}_mode' must be one of {list(_MODES)}, but got {mode!r}.")
    lengths = _MODES[mode][1]
    if len(key) not in lengths:
        wanted = " or ".join(map(str, lengths))
        raise ValueError(f"For '{caller}', the argument '{name}_key' must have {wanted} bytes for the mode {mode}, but got {len(key)}.")
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise ImportError(f"For '{caller}', encryption needs the extra: pip install 'mindshim[encryption]'.") from None


def encrypt(pieces: Iterable[bytes], key: bytes, mode: str) -> Iterator[bytes]:
    """The bytes of an encrypted file whose content comes in pieces."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _BLOCK:
            yield from _encrypted(bytes(waiting[:_BLOCK]), key, mode)
            del waiting[:_BLOCK]
    if waiting:
        yield from _encrypted(bytes(waiting), key, mode)


def _encrypted(content: bytes, key: bytes, mode: str) -> Iterator[bytes]:
    vector = os.urandom(_BYTES)
    encryptor: Any = _cipher(key, mode, vector).encryptor()
    text = encryptor.update(_padded(content) if mode != "AES-GCM" else content) + encryptor.finalize()
    yield struct.pack("<I", _MODES[mode][0]) + (encryptor.tag if mode == "AES-GCM" else b"")
    yield struct.pack("<II", 8 + len(vector) + len(text), len(vector)) + vector + struct.pack("<I", len(text))
    yield text


def decrypt(content: bytes, key: bytes, mode: str) -> bytes:
    """The content of an encrypted file.

    Raises:
        ValueError: for another key or mode, or a file that is damaged or not encrypted.
    """
    from cryptography.exceptions import InvalidTag

    view, at, out = memoryview(content), 0, []
    try:
        while at < len(view):
            (number,) = struct.unpack_from("<I", view, at)
            if number != _MODES[mode][0]:
                raise ValueError(f"it is not encrypted with {mode}")
            at += 4
            tag = b""
            if mode == "AES-GCM":
                tag, at = bytes(view[at : at + _BYTES]), at + _BYTES
            _, length = struct.unpack_from("<II", view, at)
            vector, at = bytes(view[at + 8 : at + 8 + length]), at + 8 + length
            (length,) = struct.unpack_from("<I", view, at)
            text, at = view[at + 4 : at + 4 + length], at + 4 + length
            if len(text) != length or len(vector) != _BYTES:
                raise ValueError("it ends too early")
            decryptor = _cipher(key, mode, vector, tag).decryptor()
            plain = decryptor.update(text) + decryptor.finalize()
            out.append(plain if mode == "AES-GCM" else _unpadded(plain))
    except InvalidTag:
        raise ValueError("the key is another one, or it is damaged") from None
    except struct.error:
        raise ValueError("it ends too early") from None
    return b"".join(out)


def _cipher(key: bytes, mode: str, vector: bytes, tag: bytes = b"") -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if mode == "SM4-CBC":
        return Cipher(algorithms.SM4(key), modes.CBC(vector))
    aes = algorithms.AES(key)
    return Cipher(aes, modes.GCM(vector[:12], tag or None) if mode == "AES-GCM" else modes.CBC(vector))


def _padded(content: bytes) -> bytes:
    n = _BYTES - len(content) % _BYTES
    return content + bytes([n]) * n


def _unpadded(content: bytes) -> bytes:
    n = content[-1] if content else 0
    if not 0 < n <= _BYTES or content[-n:] != bytes([n]) * n:
        raise ValueError("the key is another one, or it is damaged")
    return content[:-n]
