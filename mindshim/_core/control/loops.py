"""`while` and `for` on Tensor values: `lax.while_loop` where the end is not known, `lax.scan` where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.control import outcome
from mindshim._core.control.branch import Branch, BranchScope, capture_branch, execute
from mindshim._core.control.carry import Carry, settle
from mindshim._core.control.conditional import ENDS_TRACE, and_, as_bool, compiles, if_, none_of, traced
from mindshim._core.control.decisions import decided, diverges, is_decided
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import no_gradient, refuse
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

#: Loops over a range or a Tensor of at least this length become one `lax.scan`, if they can.
LONG = 32


def _nothing() -> None:
    pass


def while_(
    test: Callable[[], Any], body: Callable[[], None], get: Any, put: Any, names: tuple[str, ...], where: str,
    stop: Callable[[], tuple[Any, ...]],
) -> None:  # fmt: skip
    """The statement `while`; `stop` gives the flags that end it besides its test."""

    def condition() -> Any:
        going = none_of(*stop())
        return test() if going is True else going and test() if going is False else and_(going, test, where=where, test=True)

    while True:
        scope = S.scope
        writes = scope.writes if scope is not None else 0
        go = condition()
        if traced(go):
            held = decided(as_bool, go, where)
            if held is not None:
                if not held:
                    return
                body()
                continue
            if scope is not None and scope.writes != writes:
                diverges(where)
                refuse(f"{where}: the condition of a loop writes Tensors")
            break
        if not go:
            return
        body()
    lower_while(go, condition, body, get, put, names, where)


def lower_while(go: Any, condition: Any, body: Any, get: Any, put: Any, names: Any, where: str) -> None:
    """A loop whose end the program finds; `go` is the condition for its first iteration."""
    try:
        _lower_while(go, condition, body, get, put, names, where)
    except ENDS_TRACE:
        diverges(where)
        raise


def _lower_while(go: Any, condition: Any, body: Any, get: Any, put: Any, names: Any, where: str) -> None:
    carry = Carry(names, get, put, where, at_least_once=False)
    try:
        inside = settle(carry, body, [])
    except ENDS_TRACE as error:
        _explain(error, carry)
        raise
    except Exception:
        # The first iteration ends in an error.
        put(carry.first)
        outcome.fail_if(as_bool(go))
        return
    if any(entry[3] for entry in inside.scope.streams.values()):
        refuse(f"{where}: random numbers are drawn in a loop whose number of iterations only the program knows")

    def ask(arguments: list[Any]) -> Any:
        carry.enter(arguments)
        S.scope.failed = None
        held = condition()
        return Tensor._wrap(as_bool(held) if traced(held) else jnp.asarray(bool(held)))

    try:
        test = capture_branch(ask, [s.aval() for s in carry.slots])
    except ENDS_TRACE as error:
        _explain(error, carry)
        raise
    finally:
        put(carry.first)
    if test.failed is not None or set(test.written) - set(carry.tensors) or set(test.entries) - set(carry.objects):
        refuse(f"{where}: the condition of a loop changes something")
    if inside.acts and not compiles():
        if test.acts:
            refuse(f"{where}: the condition of a loop prints, in a function that is transformed")

        def one() -> None:
            held = condition()
            S.scope.taken = as_bool(held) if traced(held) else None
            body()

        inside = settle(carry, one, [])
    S.scope.unbounded = True
    carry.leave(_run_while(carry, test, inside, where))


def _explain(error: Exception, carry: Carry) -> None:
    for name, why in carry.why.items():
        outcome.without_value(name, why)


def _next(outs: list[Any], present: Any, picks: list[Any], carry: Carry) -> list[Any]:
    """The carried arrays after an iteration."""
    result = []
    for pick, slot in zip(picks, carry.slots, strict=True):
        kind, at = pick
        x = outs[at] if kind == "out" else present[at] if kind == "same" else at
        result.append(lax.convert_element_type(jnp.asarray(x), slot.dtype))
    return result


def _starts(carry: Carry, leaves: Any) -> list[Any]:
    return [lax.convert_element_type(jnp.asarray(x), s.dtype).reshape(s.shape) for x, s in zip(leaves, carry.slots, strict=True)]


def _run_while(carry: Carry, test: Branch, body: Branch, where: str) -> list[Tensor]:
    n, nt = len(carry.slots), len(test.leaves)
    ask, step, picks = test.function(), body.function(), carry.outputs(body)

    def flat(*leaves: Any) -> tuple[Any, ...]:
        of_test, of_body = leaves[n : n + nt], leaves[n + nt :]
        return tuple(
            lax.while_loop(
                lambda c: ask(of_test, c)[test.value.at].reshape(()),
                lambda c: _next(step(of_body, c), c, picks, carry),
                _starts(carry, leaves[:n]),
            )
        )

    flat.__name__ = flat.__qualname__ = "While"
    program = Program(flat, "While", vjp=no_gradient(where))
    leaves = [*[s.start for s in carry.slots], *test.leaves, *body.leaves]
    return execute(program, leaves, [*[s.source for s in carry.slots], *test.sources, *body.sources], where)


class TracedRange:
    """`range` of bounds that the program computes."""

    def __init__(self, *bounds: Any) -> None:
        start, stop, step = (0, *bounds, 1) if len(bounds) == 1 else (*bounds, 1) if len(bounds) == 2 else bounds
        if traced(step):
            refuse("the step of a range is a Tensor's value")
        self.step = int(step)
        if self.step == 0:
            raise ValueError("range() arg 3 must not be zero")
        self.start, self.stop = (_bound(b) for b in (start, stop))


def _bound(b: Any) -> Any:
    if not traced(b):
        return int(b)
    if b._data.dtype.kind not in "iub":
        refuse("a bound of a range is a Tensor that is not an integer")
    if b.size != 1:
        b._check_single()
    return TracedNumber.of(S.scope.read(b).astype(np.int64), int)


def for_(
    iterable: Any, body: Callable[[Any], None], get: Any, put: Any, names: tuple[str, ...], where: str,
    stop: Callable[[], tuple[Any, ...]] | None,
) -> None:  # fmt: skip
    """The statement `for`; `stop` gives the flags that end it early, None if nothing does."""
    iterable = getattr(iterable, "__ms_range__", None) or iterable
    if isinstance(iterable, TracedRange):
        _for_traced_range(iterable, body, get, put, names, where, stop)
        return
    if S.scope is not None and _long(iterable) and not is_decided(where) and _try_scan(iterable, body, get, put, names, where, stop):
        return
    for item in iterable:
        if stop is None:
            body(item)
            continue
        going = none_of(*stop())
        if traced(going):
            held = decided(as_bool, going, where)
            going = going if held is None else held
        if going is True:
            body(item)
        elif going is not False:
            if hasattr(iterable, "__next__") and not isinstance(iterable, (enumerate, zip, reversed)):
                diverges(where)
                refuse(f"{where}: a loop over an iterator ends by a Tensor's value")
            if_(going, lambda: body(item), _nothing, get, put, names, where)  # noqa: B023
        if going is False or none_of(*stop()) is False:
            return


def _for_traced_range(r: TracedRange, body: Any, get: Any, put: Any, names: Any, where: str, stop: Any) -> None:
    counter = [r.start]

    def get_all() -> tuple[Any, ...]:
        return (*get(), counter[0])

    def put_all(values: tuple[Any, ...]) -> None:
        put(values[:-1])
        counter[0] = values[-1]

    def condition() -> Any:
        inside = counter[0] < r.stop if r.step > 0 else counter[0] > r.stop
        going = True if stop is None else none_of(*stop())
        return inside if going is True else and_(going, lambda: inside, where=where, test=True)

    def step() -> None:
        item = counter[0]
        counter[0] = item + r.step
        body(item)

    while True:
        go = condition()
        if traced(go):
            held = decided(as_bool, go, where)
            if held is None:
                break
            go = held
        if not go:
            return
        step()
    lower_while(go, condition, step, get_all, put_all, (*names, "the counter"), where)


def _long(iterable: Any) -> bool:
    if isinstance(iterable, range):
        return len(iterable) >= LONG
    return isinstance(iterable, Tensor) and not isinstance(iterable, TracedNumber) and iterable.ndim > 0 and len(iterable) >= LONG


def _scopes() -> list[Any]:
    out, scope = [], S.scope
    while scope is not None:
        out.append((scope, scope.refused))
        scope = scope.parent
    return out


def _try_scan(iterable: Any, body: Any, get: Any, put: Any, names: Any, where: str, stop: Any) -> bool:
    """One `lax.scan` for a long loop; False, with nothing changed, if it has to be unrolled."""
    before, first, unjoined = _scopes(), get(), dict(S.scope.unjoined)
    diverging = set(S.scope.path.diverging) if S.scope.path is not None else set()
    try:
        _scan(iterable, body, get, put, names, where, stop)
        return True
    except Exception:
        # Whatever it is, the loop unrolled shows it, or does not have it.
        put(first)
        S.scope.unjoined = unjoined
        if S.scope.path is not None:
            S.scope.path.diverging = diverging
        for scope, refused in before:
            scope.refused = refused
        return False


def _scan(iterable: Any, body: Any, get: Any, put: Any, names: Any, where: str, stop: Any) -> None:
    n = len(iterable)
    over = isinstance(iterable, Tensor)
    source = S.scope.read(iterable) if over else None
    carry = Carry(names, get, put, where, at_least_once=True)
    counts: dict[int, int] = {}

    def step(k: Any, row: Any = None) -> None:
        if over:
            item: Any = Tensor._wrap(row)
            outcome.freeze(item)
        else:
            item = TracedNumber.of(iterable.start + k * iterable.step, int)
        going = True if stop is None else none_of(*stop())
        if going is True:
            body(item)
        else:
            if_(going, lambda: body(item), _nothing, get, put, names, where)

    def scope_of() -> BranchScope:
        scope = BranchScope(S.scope)
        scope.counts = dict(counts)
        return scope

    extra = [jax.ShapeDtypeStruct((), np.int64)]
    if source is not None:
        extra.append(jax.ShapeDtypeStruct(source.shape[1:], source.dtype))

    def shifted(k: Any, *row: Any) -> None:
        S.scope.shift = k
        step(k, *row)

    inside = settle(carry, shifted, extra, scope_of)
    drawn = {key: (entry[0], entry[3]) for key, entry in inside.scope.streams.items() if entry[3]}
    if drawn:
        counts.update({key: count for key, (_, count) in drawn.items()})
        inside = settle(carry, shifted, extra, scope_of)
    m = len(carry.slots)
    call, picks = inside.function(), carry.outputs(inside)

    def flat(*leaves: Any) -> tuple[Any, ...]:
        xs: Any = (jnp.arange(n, dtype=np.int64),)
        rest = leaves[m:]
        if over:
            xs, rest = (*xs, rest[0]), rest[1:]

        def one(c: Any, x: Any) -> Any:
            return _next(call(rest, [*c, *x]), c, picks, carry), None

        return tuple(lax.scan(one, _starts(carry, leaves[:m]), xs)[0])

    flat.__name__ = flat.__qualname__ = "Scan"
    unbounded = inside.scope.unbounded
    program = Program(flat, "Scan", keeps=not unbounded, vjp=no_gradient(where) if unbounded else None)
    leaves, sources = [s.start for s in carry.slots], [s.source for s in carry.slots]
    if over:
        leaves.append(source)
        sources.append(iterable)
    made = execute(program, [*leaves, *inside.leaves], [*sources, *inside.sources], where) if carry.slots or inside.acts else []
    for stream, count in drawn.values():
        S.scope.draw(stream, count * n)
    carry.leave(made)
