"""Signatures of operator objects, which say what is written and which inputs share a dtype: kept, of no effect.

A subclass of `Primitive` lists them in `__mindspore_signature__` (mirrors `mindspore.ops.signature`).
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple


class sig_rw(enum.Enum):  # noqa: N801 - upstream's name
    """Whether an input is read or written (mirrors `mindspore.ops.signature.sig_rw`)."""

    RW_READ = 0
    RW_WRITE = 1
    RW_REF = 2
    RW_EMPTY_DEFAULT_VALUE = 3


class sig_kind(enum.Enum):  # noqa: N801
    """How an input is given (mirrors `mindspore.ops.signature.sig_kind`)."""

    KIND_POSITIONAL_KEYWORD = 0
    KIND_VAR_POSITIONAL = 1
    KIND_KEYWORD_ONLY = 2
    KIND_VAR_KEYWARD = 3
    KIND_EMPTY_DEFAULT_VALUE = 4


class sig_dtype(enum.Enum):  # noqa: N801
    """Inputs with the same letter have one dtype (mirrors `mindspore.ops.signature.sig_dtype`)."""

    T = 0
    T1 = 1
    T2 = 2
    T3 = 3
    T4 = 4
    T5 = 5
    T6 = 6
    T7 = 7
    T8 = 8
    T9 = 9
    T_EMPTY_DEFAULT_VALUE = 10


class Signature(NamedTuple):
    """What is known of one input."""

    name: str
    rw: Any
    kind: Any
    default: Any
    dtype: Any


def make_sig(
    name: str = "var",
    rw: Any = sig_rw.RW_READ,
    kind: Any = sig_kind.KIND_POSITIONAL_KEYWORD,
    default: Any = sig_kind.KIND_EMPTY_DEFAULT_VALUE,
    dtype: Any = sig_dtype.T_EMPTY_DEFAULT_VALUE,
) -> Signature:
    """Describe one input (mirrors `mindspore.ops.signature.make_sig`).

    Examples:
        >>> from mindshim.ops.signature import make_sig, sig_dtype
        >>> make_sig("x", dtype=sig_dtype.T).name
        'x'
    """
    return Signature(name, rw, kind, default, dtype)
