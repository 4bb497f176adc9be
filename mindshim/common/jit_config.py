"""JitConfig: how a Cell is compiled."""

from __future__ import annotations

from typing import Any

_CHOICES = {
    "jit_level": ["O0", "O1", "O2"],
    "exc_mode": ["auto", "sink", "no_sink"],
    "jit_syntax_level": ["STRICT", "COMPATIBLE", "LAX"],
    "debug_level": ["RELEASE", "DEBUG"],
    "infer_boost": ["on", "off"],
}


class JitConfig:
    """Settings of a compilation (mirrors `mindspore.JitConfig`).

    They are kept and handed on; XLA compiles alike under all of them.

    Args:
        jit_level: "O0", "O1" or "O2". exc_mode: "auto", "sink" or "no_sink". jit_syntax_level: "STRICT", "COMPATIBLE" or "LAX".
        debug_level: "RELEASE" or "DEBUG". infer_boost: "on" or "off". kwargs: further settings.

    Raises:
        ValueError: for another value.

    Examples:
        >>> import mindshim as ms
        >>> ms.JitConfig(jit_level="O1").jit_config_dict["jit_level"]
        'O1'
    """

    def __init__(
        self, jit_level: str = "", exc_mode: str = "auto", jit_syntax_level: str = "", debug_level: str = "RELEASE",
        infer_boost: str = "off", **kwargs: Any,
    ) -> None:  # fmt: skip
        given = {
            "jit_level": jit_level, "exc_mode": exc_mode, "jit_syntax_level": jit_syntax_level, "debug_level": debug_level,
            "infer_boost": infer_boost,
        }  # fmt: skip
        for name, value in given.items():
            if value not in _CHOICES[name] and not (value == "" and name in ("jit_level", "jit_syntax_level")):
                choices = _CHOICES[name] if name == "jit_level" else f"'{_CHOICES[name]}'"
                raise ValueError(f"For '{name}' must be one of {choices}.")
        self.jit_config_dict: dict[str, Any] = {**kwargs, **given}
        if jit_level and "backend" not in kwargs:
            self.jit_config_dict["backend"] = "GE" if jit_level == "O2" else "ms_backend"
