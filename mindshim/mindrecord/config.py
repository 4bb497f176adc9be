"""Encryption of MindRecord files (mirrors `mindspore.mindrecord.config`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def set_enc_key(enc_key: str | None) -> None:
    """Set the key that files are encrypted with; None, the default, for none.

    Raises:
        ValueError: for no str of 16, 24 or 32 characters. NotImplementedError: for a key: files are not encrypted here.

    Examples:
        >>> from mindshim.mindrecord import set_enc_key
        >>> set_enc_key(None)
    """
    if enc_key is None:
        return
    if not isinstance(enc_key, str):
        raise ValueError("The input enc_key is not str.")
    if len(enc_key) not in (16, 24, 32):
        raise ValueError("The length of input enc_key is not 16, 24, 32.")
    raise NotImplementedError(
        "mindrecord.set_enc_key: encrypted MindRecord files need AES, which Python's standard library does not have; encrypt the "
        "written files with a tool of your own."
    )


def set_enc_mode(enc_mode: str | Callable[..., Any] = "AES-GCM") -> None:
    """Set how files are encrypted, which takes effect with a key: "AES-GCM" or a function.

    Raises:
        ValueError: for another mode.

    Examples:
        >>> from mindshim.mindrecord import set_enc_mode
        >>> set_enc_mode("AES-GCM")
    """
    _mode("enc_mode", enc_mode)


def set_dec_mode(dec_mode: str | Callable[..., Any] | None = "AES-GCM") -> None:
    """Set how files are decrypted, which takes effect with a key: "AES-GCM", a function, or None for none.

    Raises:
        ValueError: for another mode.

    Examples:
        >>> from mindshim.mindrecord import set_dec_mode
        >>> set_dec_mode(None)
    """
    if dec_mode is not None:
        _mode("dec_mode", dec_mode)


def _mode(name: str, mode: Any) -> None:
    if callable(mode):
        return
    if not isinstance(mode, str):
        raise ValueError(f"The input {name} is not str.")
    if mode != "AES-GCM":
        raise ValueError(f"The input {name} is invalid.")
