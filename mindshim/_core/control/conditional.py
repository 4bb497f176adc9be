"""`if`, the ternary, `and`, `or`, `not` and chained comparisons, on conditions that may be Tensor values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jax import lax

from mindshim._core import errors
from mindshim._core.control import outcome
from mindshim._core.control.branch import Branch, BranchScope, capture_branch, execute
from mindshim._core.control.decisions import decided, diverges, returns
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import CannotLower, no_gradient, refuse
from mindshim._core.control.values import CONST, UNDEFINED, Joiner, Mismatch, Node
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer

#: Errors that say that a value is needed which the trace does not have, or a variable that has none.
ENDS_TRACE: Any = (*errors.UNTRACEABLE, CannotLower, NameError)

#: How often a statement may be inside its own branches.
DEEPEST = 4


def traced(x: Any) -> bool:
    """Whether `x` is a Tensor whose value the trace does not know."""
    scope = S.scope
    if scope is None or not isinstance(x, Tensor):
        return False
    if isinstance(x._data, Tracer):
        return True
    # One from outside, met for the first time, becomes an input; the function is traced again.
    scope.read(x)
    return False


def compiles() -> bool:
    """Whether a call of the function can be repeated in PyNative, where Python raises its errors: not if it is transformed."""
    scope = S.scope
    while scope.parent is not None:
        scope = scope.parent
    return scope.compiles


def as_bool(x: Tensor) -> Any:
    """A traced condition as a bool array of no dimensions."""
    if x.size != 1:
        raise ValueError(f"Only tensor which shape is () or (1,) can be converted to bool, but got tensor shape is {x.shape}")
    data = S.scope.read(x)
    return data.reshape(()) != 0 if data.dtype != bool else data.reshape(())


def if_(
    test: Any, then: Callable[[], None], orelse: Callable[[], None], get: Callable[[], tuple[Any, ...]],
    put: outcome.Setter, names: tuple[str, ...], where: str,
) -> None:  # fmt: skip
    """The statement `if`. `get` and `put` read and write the variables `names` that a branch may assign."""
    if not traced(test):
        if test:
            then()
        else:
            orelse()
        return
    held = decided(as_bool, test, where)
    if held is not None:
        (then if held else orelse)()
        return
    select(as_bool(test), then, orelse, get, put, names, where)


def select(
    pred: Any, then: Callable[[], None], orelse: Callable[[], None], get: Callable[[], tuple[Any, ...]],
    put: outcome.Setter, names: tuple[str, ...], where: str,
) -> None:  # fmt: skip
    """Run `then` or `orelse` by a traced bool."""
    _check_recursion(where)
    before = get()

    def side(run: Callable[[], None], taken: Any) -> Branch | Exception:
        def body(_: Any) -> tuple[Any, ...]:
            put(before)
            run()
            return get()

        try:
            scope = BranchScope(S.scope)
            scope.where, scope.taken = where, taken
            return capture_branch(body, scope=scope)
        except ENDS_TRACE:
            diverges(where)
            raise
        except Exception as error:
            return error
        finally:
            put(before)

    transformed = not compiles()
    a, b = side(then, pred if transformed else None), side(orelse, jnp.logical_not(pred) if transformed else None)
    if isinstance(a, Exception) or isinstance(b, Exception):
        # One path ends in an error. The program takes the other; should it come to this one, the call is repeated.
        if isinstance(a, Exception) and isinstance(b, Exception):
            raise b
        if isinstance(a, Exception):
            outcome.fail_if(pred)
            orelse()
        else:
            outcome.fail_if(jnp.logical_not(pred))
            then()
        return
    _join(pred, a, b, put, names, where)


def _check_recursion(where: str) -> None:
    """Refuse a function that calls itself until a Tensor's value stops it: tracing it would not end."""
    scope, inside = S.scope, 0
    while scope.parent is not None:
        inside += scope.where == where
        scope = scope.parent
    if inside >= DEEPEST:
        diverges(where)
        refuse(f"{where}: the function calls itself as deep as a Tensor's value says")


def _join(pred: Any, a: Branch, b: Branch, put: outcome.Setter, names: tuple[str, ...], where: str) -> None:
    joiner = Joiner()
    extra: list[Any] = []
    sources: list[Any] = []
    variables: list[Node] = []
    # `names` are all that `get` gives; a mismatch costs that variable only.
    for name, x, y in zip(names, a.value.parts or (), b.value.parts or (), strict=True):
        if name == outcome.RETURNED and (x.value is UNDEFINED) is not (y.value is UNDEFINED):
            returns(where)
        mark = len(joiner.picks)
        try:
            variables.append(joiner.join(x, y, placeholder=name == outcome.RETURNED))
        except Mismatch as error:
            del joiner.picks[mark:]
            diverges(where)
            variables.append(Node(CONST, outcome.unjoinable(name, error, where)))
    objects = []
    for key in [*a.entries, *[k for k in b.entries if k not in a.entries]]:
        entry = (a.entries.get(key) or b.entries[key])[0]
        nodes = [side.entries[key][1] if key in side.entries else _before(entry, extra, sources) for side in (a, b)]
        try:
            objects.append((entry, joiner.join(nodes[0], nodes[1])))
        except Mismatch as error:
            what = f"the attribute '{entry.name}' of a {type(entry.obj).__name__}" if entry.name else f"a {type(entry.obj).__name__} that is changed in place"
            diverges(where)
            refuse(f"{where}: {what} is {error}")
    tensors = []
    for key in [*a.written, *[k for k in b.written if k not in a.written]]:
        t = (a.written.get(key) or b.written[key])[0]
        sides: list[Any] = []
        for side in (a, b):
            if key in side.written:
                sides.append(("out", side.written[key][1]))
            else:
                sides.append(("extra", len(extra)))
                extra.append(S.scope.read(t))
                sources.append(t)
        aval = _aval(sides[0], a, extra), _aval(sides[1], b, extra)
        if aval[0] != aval[1]:
            diverges(where)
            refuse(f"{where}: a Tensor is written with {aval[0]} on one path and {aval[1]} on the other")
        joiner.picks.append((sides[0], sides[1], None))
        tensors.append((t, len(joiner.picks) - 1))
    if a.failed is not None or b.failed is not None:
        picks = [("lit", False) if side.failed is None else ("out", side.failed) for side in (a, b)]
        joiner.picks.append((picks[0], picks[1], bool))
    _streams(a, b)
    made = _run(pred, a, b, joiner.picks, extra, sources, where)
    if a.failed is not None or b.failed is not None:
        outcome.fail_if(made.pop()._data)
    values: list[Any] = list(made)
    _wrap_numbers([*variables, *[n for _, n in objects]], values)
    put(tuple([outcome.structure(v, values, where) for v in variables]))
    for t, at in tensors:
        outcome.write(t, made[at])
    for entry, node in objects:
        outcome.give(entry, outcome.structure(node, values, where))


def _wrap_numbers(nodes: list[Node], values: list[Any]) -> None:
    for node in nodes:
        if node.parts:
            _wrap_numbers(node.parts, values)
        elif node.at >= 0 and node.kind != CONST:
            values[node.at] = outcome.wrap(node, values[node.at])


def _before(entry: Any, extra: list[Any], sources: list[Any]) -> Node:
    """What an object held before the branches, for the branch that does not change it: its Tensors are read now."""
    from mindshim._core.control.values import describe

    tensors: list[Tensor] = []
    node = describe(entry.before, tensors, lambda t: False)
    where = []
    for t in tensors:
        where.append(len(extra))
        extra.append(S.scope.read(t))
        sources.append(t)
    _renumber(node, where)
    return node


def _renumber(node: Node, where: list[int]) -> None:
    if node.parts:
        for part in node.parts:
            _renumber(part, where)
    elif node.at >= 0:
        # Negative: an extra leaf, not an output of the branch.
        node.at = -2 - where[node.at]


def _aval(pick: Any, side: Branch, extra: list[Any]) -> Any:
    if pick[0] == "out":
        shape, dtype = side.avals[pick[1]]
    else:
        shape, dtype = jnp.shape(extra[pick[1]]), jnp.result_type(extra[pick[1]])
    return tuple(shape), str(dtype)


def _streams(a: Branch, b: Branch) -> None:
    """Random streams advance by what the longer path draws."""
    counts: dict[int, list[Any]] = {}
    for side in (a, b):
        for key, (stream, _, _, count) in side.scope.streams.items():
            found = counts.setdefault(key, [stream, 0])
            found[1] = max(found[1], count)
    for stream, count in counts.values():
        S.scope.draw(stream, count)


def _run(pred: Any, a: Branch, b: Branch, picks: list[Any], extra: list[Any], sources: list[Any], where: str) -> list[Tensor]:
    if not picks and not a.acts and not b.acts:
        return []
    na, nb = len(a.leaves), len(b.leaves)
    call_a, call_b = a.function(), b.function()

    def flat(pred: Any, *leaves: Any) -> tuple[Any, ...]:
        rest = leaves[na + nb :]

        def side(call: Any, own: Any, which: int, avals: Any, others: Any) -> Any:
            def run() -> list[Any]:
                outs = call(own, ())
                result = []
                for pick in picks:
                    kind, at = pick[which]
                    if kind == "out":
                        x = outs[at] if at >= 0 else rest[-2 - at]
                    elif kind == "extra":
                        x = rest[at]
                    elif kind == "lit":
                        x = at
                    else:
                        there = pick[1 - which]
                        shape, dtype = others[there[1]] if there[0] == "out" else ((), pick[2])
                        x = jnp.zeros(shape, dtype)
                    array = jnp.asarray(x)
                    result.append(lax.convert_element_type(array, pick[2] or array.dtype))
                return result

            return run

        then = side(call_a, leaves[:na], 0, a.avals, b.avals)
        orelse = side(call_b, leaves[na : na + nb], 1, b.avals, a.avals)
        return tuple(lax.cond(pred, then, orelse))

    flat.__name__ = flat.__qualname__ = "Cond"
    unbounded = a.scope.unbounded or b.scope.unbounded
    program = Program(flat, "Cond", keeps=not unbounded, vjp=no_gradient(where) if unbounded else None)
    return execute(program, [pred, *a.leaves, *b.leaves, *extra], [None, *a.sources, *b.sources, *sources], where)


class _Cell:
    """The variable that holds the value of an expression."""

    def __init__(self) -> None:
        self.value: Any = UNDEFINED

    def get(self) -> tuple[Any, ...]:
        return (self.value,)

    def put(self, values: tuple[Any, ...]) -> None:
        (self.value,) = values


def choose(test: Any, then: Callable[[], Any], orelse: Callable[[], Any], where: str) -> Any:
    """`then() if test else orelse()`."""
    if not traced(test):
        return then() if test else orelse()
    held = decided(as_bool, test, where)
    if held is not None:
        return then() if held else orelse()
    cell = _Cell()

    def store(run: Callable[[], Any]) -> Callable[[], None]:
        def go() -> None:
            cell.value = run()

        return go

    select(as_bool(test), store(then), store(orelse), cell.get, cell.put, (outcome.RETURNED,), where)
    return cell.value


def truth(x: Any) -> Any:
    """`bool(x)`, traced if `x` is."""
    if traced(x):
        return TracedNumber.of(as_bool(x), bool)
    return bool(x)


def and_(first: Any, *rest: Callable[[], Any], where: str, test: bool) -> Any:
    """`a and b and …`; as a condition (`test`) only its truth counts."""
    value = first
    for i, thunk in enumerate(rest):
        if not traced(value):
            if not value:
                return value
            value = thunk()
            continue
        left, last = value, rest[i:]
        go = lambda: and_(last[0](), *last[1:], where=where, test=test)  # noqa: E731, B023
        if test:
            return choose(left, lambda: truth(go()), lambda: False, where)  # noqa: B023
        return choose(left, go, lambda: left, where)  # noqa: B023
    return value


def or_(first: Any, *rest: Callable[[], Any], where: str, test: bool) -> Any:
    """`a or b or …`; as a condition (`test`) only its truth counts."""
    value = first
    for i, thunk in enumerate(rest):
        if not traced(value):
            if value:
                return value
            value = thunk()
            continue
        left, last = value, rest[i:]
        go = lambda: or_(last[0](), *last[1:], where=where, test=test)  # noqa: E731, B023
        if test:
            return choose(left, lambda: True, lambda: truth(go()), where)  # noqa: B023
        return choose(left, lambda: left, go, where)  # noqa: B023
    return value


def not_(x: Any) -> Any:
    """`not x`."""
    if traced(x):
        return TracedNumber.of(jnp.logical_not(as_bool(x)), bool)
    return not x


def none_of(*flags: Any) -> Any:
    """Whether none of the flags that `return`, `break` and `continue` set is set."""
    open_ = [f for f in flags if f is not False]
    if not open_:
        return True
    if any(f is True for f in open_):
        return False
    array = as_bool(open_[0])
    for f in open_[1:]:
        array = jnp.logical_or(array, as_bool(f))
    return TracedNumber.of(jnp.logical_not(array), bool)


def chain(first: Any, *links: tuple[Callable[[Any, Any], Any], Callable[[], Any]], where: str, test: bool) -> Any:
    """`a < b < c`: each operand is evaluated once, and only if those before hold."""

    def link(left: Any, i: int) -> Any:
        compare, operand = links[i]
        right = operand()
        held = compare(left, right)
        return held if i + 1 == len(links) else and_(held, lambda: link(right, i + 1), where=where, test=test)

    return link(first, 0)


def assert_(test: Any, message: Callable[[], Any], where: str) -> None:
    """`assert`: a failure repeats the call in PyNative, which raises."""
    if not traced(test):
        if not test:
            raise AssertionError(*message())
        return
    outcome.fail_if(jnp.logical_not(as_bool(test)))
