"""Statements whose outcomes have no common form: the trace follows the path that the call's values take.

A branch that appends to a list, returns another shape or nothing, a recursion that a value ends: no array holds either
outcome. Such a statement is decided while the function is traced, by what its condition is for the call's own values; the
program checks that its values decide likewise, and a call that does not agree is for the program of another path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
from jax.interpreters import partial_eval

from mindshim._core.control.refusal import refuse
from mindshim._core.state import S

if TYPE_CHECKING:
    from jax.extend.core import ClosedJaxpr

#: How many decisions one path may have: each takes a trace of what is before it.
MOST = 24


class Undecided(BaseException):
    """The trace has come to a decision that is not made yet; no `except Exception` of the program's may stop it."""

    def __init__(self, condition: Any) -> None:
        super().__init__()
        #: A traced bool.
        self.condition = condition


class Path:
    """The decisions of one trace, in order.

    `statements` are those that are decided; `outcomes` the decisions so far; `values` the arrays of the call's arguments, by
    which further ones are made. `diverging` are the statements that the trace found to have no common form.
    """

    def __init__(self, statements: frozenset[str] = frozenset(), outcomes: tuple[bool, ...] = (), values: Any = ()) -> None:
        self.statements = statements
        self.outcomes = list(outcomes)
        self.values = values
        self.diverging: set[str] = set()
        #: Statements of which one outcome returns a value and the other goes on.
        self.returning: set[str] = set()
        #: What each decision rests on in the present run, as bools that hold.
        self.guards: list[Any] = []

    def enter(self) -> None:
        """A run begins."""
        self.guards = []
        self.diverging, self.returning = set(), set()

    def decide(self, condition: Any, where: str) -> bool:
        """The decision for a traced bool."""
        at = len(self.guards)
        if at == len(self.outcomes):
            if at == MOST:
                refuse(f"{where}: more than {MOST} Tensor values decide what is computed, with outcomes that have no common form")
            raise Undecided(condition)
        outcome = self.outcomes[at]
        self.guards.append(condition if outcome else jnp.logical_not(condition))
        return outcome

    def settle(self, jaxpr: ClosedJaxpr, state: list[Any], output: Any) -> None:
        """Make the next decision: `jaxpr` computes it of the call's arguments, the captured arrays and random state in `state`."""
        from jax.extend.core import jaxpr_as_fun

        used, which = partial_eval.dce_jaxpr(jaxpr.jaxpr, [True])
        leaves = [x for x, needed in zip([*self.values, *state], which, strict=True) if needed]
        with output.held_back() as actions:
            (found,) = jaxpr_as_fun(jaxpr.replace(jaxpr=used))(*leaves)
            jax.effects_barrier()
            # The program of the whole path does them.
            actions.clear()
        self.outcomes.append(bool(found))

    def verdict(self, failed: Any) -> Any:
        """What a program says of its call, as a number: 0, 1 for one to be repeated in PyNative, 2 + i where decision i does not hold."""
        said = jnp.int32(0) if failed is None else jnp.asarray(failed).astype(jnp.int32)
        for i, guard in reversed(list(enumerate(self.guards))):
            said = jnp.where(guard, said, jnp.int32(2 + i))
        return said


def _around(where: str) -> list[str]:
    """A statement and those that it is inside of."""
    scope: Any = S.scope
    found = [where] if where else []
    while scope.parent is not None:
        if scope.where:
            found.append(scope.where)
        scope = scope.parent
    return found


def diverges(where: str) -> None:
    """Note that the outcomes of a statement have no common form, so that it, and the statements around it, may be decided."""
    if S.scope.path is not None:
        S.scope.path.diverging.update(_around(where))


def returns(where: str) -> None:
    """Note that one outcome of a statement ends the function and the other does not, which may turn out to have no common form."""
    if S.scope.path is not None:
        S.scope.path.returning.update(_around(where))


def returns_on_one_path() -> None:
    """Note that the function returns nothing where its statements do not return."""
    if S.scope.path is not None:
        S.scope.path.diverging.update(S.scope.path.returning)


def is_decided(where: str) -> bool:
    """Whether the trace decides a statement."""
    path = S.scope.path
    return path is not None and where in path.statements


def decided(as_bool: Any, condition: Any, where: str) -> bool | None:
    """The decision for a traced condition; None for a statement that is not decided in the trace."""
    scope: Any = S.scope
    path = scope.path
    if path is None or where not in path.statements:
        return None
    if scope.parent is not None:
        diverges(where)
        refuse(f"{where}: it is inside a statement that both of its outcomes are computed of")
    return path.decide(as_bool(condition), where)
