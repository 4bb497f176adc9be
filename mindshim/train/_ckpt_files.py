"""Checkpoint files as a whole: written so that a failure leaves the old file, read with their check sums."""

from __future__ import annotations

import binascii
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mindshim import log
from mindshim.train import _cipher, _ckpt_format

#: Before the ten bytes of a check sum, at the end of a file.
_MARK = b"crc_num"
_SUM_BYTES = 10


def write(
    path: Path, items: dict[str, Any], kind: str, crc_check: bool = False, remove_redundancy: bool | None = None,
    key: bytes | None = None, mode: str = "",
) -> None:
    """Write beside the target and rename; encrypted, if there is a key."""
    if kind == "safetensors":
        pieces: Any = [_safetensors(items, crc_check, remove_redundancy)]
    else:
        pieces = (piece for name, value in items.items() for piece in _ckpt_format.encode(name, value))
        if crc_check:
            pieces = _summed(pieces)
        if key is not None:
            pieces = _cipher.encrypt(pieces, key, mode)

    def fill(file: Any) -> None:
        for piece in pieces:
            file.write(piece)

    replace(path, fill)


def replace(path: Path, fill: Callable[[Any], None]) -> None:
    """Have `fill` write a file beside the target, and give it the target's name; then it may only be read."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
        if os.name == "nt" and path.exists():
            # There a file that is read-only cannot be replaced.
            os.chmod(path, stat.S_IWRITE)
        os.chmod(temporary, stat.S_IRUSR)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _summed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total = binascii.crc32(piece, total)
        yield piece
    yield _MARK + total.to_bytes(_SUM_BYTES, "big")


def _safetensors(items: dict[str, Any], crc_check: bool, remove_redundancy: bool | None) -> bytes:
    try:
        from safetensors.numpy import save
    except ImportError:
        raise ImportError("For 'save_checkpoint', format='safetensors' needs the extra: pip install 'mindshim[safetensors]'.") from None
    for name, value in items.items():
        if isinstance(value, str):
            raise ValueError(f"For 'save_checkpoint', the format 'safetensors' has no str, but '{name}' is {value!r}.")
    arrays = {name: np.ascontiguousarray(items[name]).reshape(items[name].shape) for name in sorted(items)}
    details = {"format": "ms"}
    if remove_redundancy is not None:
        details["remove_redundancy"] = str(remove_redundancy)
    if crc_check:
        details["crc_num"] = str(_crc(arrays))
    return save(arrays, details) if arrays else save(arrays)


def _crc(arrays: dict[str, np.ndarray]) -> int:
    total = 0
    for name in sorted(arrays):
        total = binascii.crc32(arrays[name].tobytes(), binascii.crc32(name.encode(), total))
    return total


def read(source: Any, kind: str, crc_check: bool, key: bytes | None = None, mode: str = "") -> dict[str, Any]:
    """Name -> array or str, of a file or BytesIO.

    Raises:
        ValueError: if it is no checkpoint, or damaged.
    """
    content = source.read_bytes() if isinstance(source, Path) else source.getvalue()
    try:
        if kind != "safetensors" and (key is not None or _cipher.is_encrypted(content)):
            content = _decrypted(content, key, mode)
        return _from_safetensors(content, crc_check) if kind == "safetensors" else _from_ckpt(content, crc_check)
    except (ValueError, UnicodeDecodeError) as error:
        raise ValueError(f"For 'load_checkpoint', the checkpoint file '{source}' is incomplete or no checkpoint: {error}.") from None


def _decrypted(content: bytes, key: bytes | None, mode: str) -> bytes:
    if key is None:
        raise ValueError("it is encrypted, and needs a 'dec_key'")
    if not _cipher.is_encrypted(content):
        raise ValueError("it is not encrypted, but a 'dec_key' is given")
    at = len(content) - len(_MARK) - _SUM_BYTES
    # A check sum behind the encrypted blocks, as MindSpore writes it, holds nothing.
    return _cipher.decrypt(content[:at] if content[at : at + len(_MARK)] == _MARK else content, key, mode)


def _from_ckpt(content: bytes, crc_check: bool) -> dict[str, Any]:
    at = len(content) - len(_MARK) - _SUM_BYTES
    if content[at : at + len(_MARK)] == _MARK:
        recorded = int.from_bytes(content[-_SUM_BYTES:], "big")
        content = content[:at]
        if crc_check and binascii.crc32(content) != recorded:
            raise ValueError("the crc check is failed, the file is damaged")
    elif crc_check:
        log.warning("For 'load_checkpoint', the ckpt file do not contain the crc code, please check the file.")
    return _ckpt_format.decode(content)


def _from_safetensors(content: bytes, crc_check: bool) -> dict[str, Any]:
    import json

    try:
        from safetensors.numpy import load
    except ImportError:
        raise ImportError("For 'load_checkpoint', format='safetensors' needs the extra: pip install 'mindshim[safetensors]'.") from None
    try:
        arrays = load(content)
    except Exception as error:
        raise ValueError(str(error)) from None
    # The metadata are in the header: its length in eight bytes, then JSON.
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    recorded = header.get("__metadata__", {}).get("crc_num")
    if crc_check and recorded is None:
        log.warning("For 'load_checkpoint', the safetensors file do not contain the crc code, please check the file.")
    elif crc_check and _crc(arrays) != int(recorded):
        raise ValueError("the crc check has failed, the file is damaged")
    return {name: arrays[name] for name in sorted(arrays)}
