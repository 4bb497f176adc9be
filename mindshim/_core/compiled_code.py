"""What is known of the compiled form of a function: how often it was compiled and called, and whether it is one program.

Calls are counted from the import of this module on: nothing is counted in a process that does not ask.
"""

from __future__ import annotations

import inspect
from types import CodeType
from typing import Any

from mindshim._core import compile as compiler
from mindshim._core.compiled import REPEAT


def _count_calls() -> None:
    plain = compiler.Compiled.call

    def call(program: Any, *args: Any) -> Any:
        out = plain(program, *args)
        if out is not REPEAT:
            for known in list(compiler.facts.values()):
                if known.latest is not None and known.latest() is program:
                    known.calls += 1
        return out

    compiler.Compiled.call = call  # type: ignore[method-assign]


_count_calls()


def get_code_extra(function: Any) -> dict[str, Any] | None:
    """What a function was compiled to, in the words of MindSpore's bytecode compiler; None for one that was not.

    `break_count_` is 0 for a function that is one program and 1 for one that runs in PyNative: there is nothing between.
    `code` is of the latest program: its name and how often it was called.
    """
    code = function if isinstance(function, CodeType) else getattr(inspect.unwrap(function), "__code__", None)
    known = compiler.facts.get(code) if code is not None else None
    if known is None:
        return None
    program: dict[str, Any] = {"call_count_": known.calls}
    if known.whole:
        program["phase_"] = f"{known.name}.{known.compiled}"
    return {"stat": "GRAPH_CALLABLE", "compile_count_": known.compiled, "break_count_": int(not known.whole), "code": program}


def jit_mode_pi_enable() -> None:
    """Nothing has to be enabled: every way of capturing a function is ready."""


def jit_mode_pi_disable() -> None:
    """Nothing has to be disabled."""


def update_pijit_default_config(**config: Any) -> None:
    """Accepted: functions are captured whole, and there is nothing to configure."""
