"""What programs ask about parameter servers, which there are none of here (mirrors part of `mindspore.parallel._ps_context`)."""

from __future__ import annotations

from mindshim.context import get_ps_context as _get_ps_context
from mindshim.context import reset_ps_context as _reset_ps_context
from mindshim.context import set_ps_context as _set_ps_context


def _is_role_pserver() -> bool:
    """Whether this process is a parameter server."""
    return False


def _is_role_sched() -> bool:
    """Whether this process is a cluster's scheduler."""
    return False


def _is_role_worker() -> bool:
    """Whether this process trains for a parameter server."""
    return False


__all__ = ["_get_ps_context", "_is_role_pserver", "_is_role_sched", "_is_role_worker", "_reset_ps_context", "_set_ps_context"]
