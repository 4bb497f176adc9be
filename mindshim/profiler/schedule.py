"""Which steps of a run are profiled."""

from __future__ import annotations

from enum import Enum
from typing import Any

from mindshim import log


class ProfilerAction(Enum):
    """What the profiler does in a step."""

    NONE = 0
    WARM_UP = 1
    RECORD = 2
    RECORD_AND_SAVE = 3

    @staticmethod
    def get_by_value(value: int) -> ProfilerAction | None:
        """The action of that number, or None."""
        return next((action for action in ProfilerAction if action.value == value), None)


class Schedule:
    """Which steps are profiled (mirrors `mindspore.profiler.schedule`).

    After `skip_first` steps come rounds: `wait` steps without the profiler, `warmup` steps, `active` steps that are recorded; the
    last of them saves what the round recorded.

    Args:
        wait, warmup, skip_first: numbers of steps, 0 or more. active: 1 or more. repeat: the number of rounds; 0: without end.
            A number that is none of these is logged and replaced: 0, or 1 for `active`.

    Examples:
        >>> import mindshim as ms
        >>> plan = ms.profiler.schedule(wait=1, warmup=1, active=2, repeat=1)
        >>> [plan(step).name for step in range(5)]
        ['NONE', 'WARM_UP', 'RECORD', 'RECORD_AND_SAVE', 'NONE']
    """

    def __init__(self, *, wait: int, active: int, warmup: int = 0, repeat: int = 0, skip_first: int = 0) -> None:
        self.wait = _steps("wait", wait, 0)
        self.active = _steps("active", active, 1)
        self.warmup = _steps("warmup", warmup, 0)
        self.repeat = _steps("repeat", repeat, 0)
        self.skip_first = _steps("skip_first", skip_first, 0)

    def __call__(self, step: int) -> ProfilerAction:
        if step < 0:
            raise ValueError("Invalid parameter step, which must be not less than 0.")
        length = self.wait + self.warmup + self.active
        done, at = divmod(step - self.skip_first, length)
        if step < self.skip_first or (self.repeat and done >= self.repeat) or at < self.wait:
            return ProfilerAction.NONE
        if at < self.wait + self.warmup:
            return ProfilerAction.WARM_UP
        return ProfilerAction.RECORD if at < length - 1 else ProfilerAction.RECORD_AND_SAVE

    def __repr__(self) -> str:
        return "Schedule(" + ", ".join(f"{name}={value}" for name, value in self.to_dict().items()) + ")"

    def to_dict(self) -> dict[str, Any]:
        """The numbers by name.

        Examples:
            >>> import mindshim as ms
            >>> ms.profiler.schedule(wait=1, active=2).to_dict()
            {'wait': 1, 'active': 2, 'warmup': 0, 'repeat': 0, 'skip_first': 0}
        """
        return {name: getattr(self, name) for name in ("wait", "active", "warmup", "repeat", "skip_first")}


def _steps(name: str, value: Any, least: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    log.warning(f"Parameter '{name}' should be an int of at least {least}, but got {value!r}; it is set to {least}.")
    return least
