"""The process-wide mode record that the dispatcher consults.

`S.mode` is the one integer that the hot path tests: 0 means plain eager execution; each bit sends a call
through the general path instead.
"""

from __future__ import annotations

import threading
from typing import Any

TAPE = 1  #: a gradient is being recorded
SCOPE = 2  #: a function is being traced (jit, vmap, jvp, …)
AMP = 4  #: a `to_float` precision policy is in force


class _Modes:
    __slots__ = ("amp", "epoch", "falling_back", "graph_mode", "hooked", "mode", "no_grad", "scope", "tape")

    def __init__(self) -> None:
        self.mode = 0
        self.scope: Any = None
        self.tape: Any = None
        self.amp: Any = None
        self.epoch = 0
        self.graph_mode = False
        # A function that should be compiled runs in PyNative.
        self.falling_back = False
        # Whether any Tensor has ever had a hook.
        self.hooked = False
        # How many `_no_grad` blocks are open.
        self.no_grad = 0


S = _Modes()

#: Held while a gradient is recorded and taken, for the tape is one of the process, and while a function is traced, for then
#: Tensors hold tracers; by compiled programs while they take their inputs and while they change Tensors. Whoever has it may
#: take it again.
lock = threading.RLock()


def records() -> bool:
    """Whether this thread records a gradient: another one's tape is not its business."""
    tape = S.tape
    return tape is not None and tape.thread == threading.get_ident()


def graph_rules() -> bool:
    """Whether the rules of compiled functions hold: in them, in GRAPH_MODE, and where they run in PyNative instead."""
    return S.scope is not None or S.graph_mode or S.falling_back


def push_amp(dtype: Any) -> Any:
    """Make `dtype` the precision of operator inputs; returns a token.

    It is a MindSpore float dtype, a strategy of `precision`, or None for no policy.
    """
    token = S.amp
    S.amp = dtype
    S.mode = (S.mode | AMP) if dtype is not None else (S.mode & ~AMP)
    return token


def pop_amp(token: Any) -> None:
    """Restore the policy that `push_amp` replaced."""
    S.amp = token
    S.mode = (S.mode | AMP) if token is not None else (S.mode & ~AMP)


def set_tape(tape: Any) -> Any:
    """Make `tape` (or None) the recording tape; returns the one before."""
    before = S.tape
    S.tape = tape
    S.mode = (S.mode | TAPE) if tape is not None else (S.mode & ~TAPE)
    return before


def set_scope(scope: Any) -> Any:
    """Make `scope` (or None) the tracing scope; returns the one before."""
    before = S.scope
    S.scope = scope
    S.mode = (S.mode | SCOPE) if scope is not None else (S.mode & ~SCOPE)
    return before


def bump_epoch() -> None:
    """Tell compiled functions that something they may have read as a constant has changed."""
    S.epoch += 1
