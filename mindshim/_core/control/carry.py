"""What a loop carries from one iteration to the next, found by tracing its body until nothing new turns up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core.control import journal as journals
from mindshim._core.control import outcome
from mindshim._core.control.branch import Branch, BranchScope, capture_branch
from mindshim._core.control.decisions import diverges
from mindshim._core.control.numbers import DTYPES, TracedNumber
from mindshim._core.control.refusal import refuse
from mindshim._core.control.values import (
    CONST,
    MAPPING,
    NUMBER,
    SEQUENCE,
    TENSOR,
    UNDEFINED,
    Mismatch,
    Node,
    describe,
    number_kind,
    same_constant,
    say,
)
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

_SAME, _CARRIED, _DROPPED, _LATE = range(4)


class Slot:
    """One array that is carried: its first value, the Tensor that this is from, and its type."""

    __slots__ = ("dtype", "number", "shape", "source", "start")

    def __init__(self, start: Any, source: Any, shape: Any, dtype: Any, number: Any = None) -> None:
        self.start = start
        self.source = source
        self.shape = tuple(shape)
        self.dtype = np.dtype(dtype)
        self.number = number

    def aval(self) -> Any:
        return jax.ShapeDtypeStruct(self.shape, self.dtype, weak_type=self.number is not None)


class Carry:
    """The state of one loop."""

    def __init__(self, names: tuple[str, ...], get: Any, put: Any, where: str, *, at_least_once: bool) -> None:
        self.names = names
        self.get = get
        self.put = put
        self.where = where
        #: The body runs at least once: variables that it sets have a value afterwards.
        self.at_least_once = at_least_once
        self.first = get()
        self.modes = [_DROPPED if v is UNDEFINED else _SAME for v in self.first]
        self.why: dict[str, str] = {}
        self.templates: list[Any] = [None] * len(names)
        self.tensors: dict[int, Tensor] = {}
        self.objects: dict[Any, journals.Entry] = {}
        self.object_templates: dict[Any, Node] = {}
        self.fails = False
        self.slots: list[Slot] = []

    # -- building the inputs of the body -------------------------------------------------------------------------

    def layout(self) -> None:
        """Number the slots for the present knowledge."""
        self.slots = []
        for i, mode in enumerate(self.modes):
            if mode == _CARRIED:
                if self.first[i] is not UNDEFINED:
                    self.templates[i] = self._slots_of(self.first[i])
                else:
                    self.templates[i] = self._empty_slots(self.templates[i])
            elif mode == _LATE:
                self.templates[i] = self._empty_slots(self.templates[i])
        for key, entry in self.objects.items():
            self.object_templates[key] = self._slots_of(entry.before)
        for t in self.tensors.values():
            data = S.scope.read(t)
            self.slots.append(Slot(data, t, data.shape, data.dtype))
        if self.fails:
            self.slots.append(Slot(False, None, (), np.bool_))

    def _slots_of(self, value: Any) -> Node:
        found: list[Tensor] = []
        return self._carried(describe(value, found, lambda t: False), found)

    def _carried(self, node: Node, found: list[Tensor]) -> Node:
        kind = number_kind(node)
        if kind is not None:
            start = found[node.at]._data if node.kind == NUMBER else node.value
            self.slots.append(Slot(start, None, (), DTYPES[kind], kind))
            return Node(NUMBER, node.value, len(self.slots) - 1, what=kind)
        if node.kind == TENSOR:
            t = found[node.at]
            if t._is_parameter:
                raise Mismatch("a Parameter")
            data = S.scope.read(t)
            self.slots.append(Slot(data, t, data.shape, data.dtype))
            return Node(TENSOR, t, len(self.slots) - 1, aliased=True)
        if node.parts is not None:
            return Node(node.kind, node.value, parts=[self._carried(p, found) for p in node.parts], what=node.what)
        return node

    def _empty_slots(self, node: Node) -> Node:
        """Slots for a value that does not exist before the loop: zeros that nobody looks at."""
        kind = number_kind(node)
        if kind is not None:
            self.slots.append(Slot(kind(0), None, (), DTYPES[kind], kind))
            return Node(NUMBER, None, len(self.slots) - 1, what=kind)
        if node.kind == TENSOR:
            shape, dtype = node.what if node.what is not None else (node.value._data.shape, node.value._data.dtype)
            self.slots.append(Slot(jnp.zeros(shape, dtype), None, shape, dtype))
            return Node(TENSOR, None, len(self.slots) - 1, what=(tuple(shape), dtype), aliased=True)
        if node.parts is not None:
            return Node(node.kind, None, parts=[self._empty_slots(p) for p in node.parts], what=node.what)
        return node

    def enter(self, arguments: list[Any]) -> None:
        """Inside a capture: make the program's variables, Tensors and objects hold the carried values."""
        scope: BranchScope = S.scope
        values = []
        for mode, first, template in zip(self.modes, self.first, self.templates, strict=True):
            if mode == _CARRIED:
                values.append(self._value(template, arguments))
            else:
                values.append(first if mode == _SAME else UNDEFINED)
        self.put(tuple(values))
        for key, entry in self.objects.items():
            scope.journal[key] = journals.Entry(entry.obj, entry.name, entry.before)
            entry.put(self._value(self.object_templates[key], arguments))
        at = len(self.slots) - len(self.tensors) - self.fails
        for t in self.tensors.values():
            t._assign_data(arguments[at])
            at += 1
        if self.fails:
            scope.failed = arguments[at]

    def _value(self, node: Node, arguments: list[Any]) -> Any:
        made: list[Any] = []
        for slot, a in zip(self.slots, arguments, strict=True):
            made.append(TracedNumber.of(a, slot.number) if slot.number else Tensor._wrap(a))
        return outcome.structure(node, made, self.where)

    # -- comparing with what the body leaves -----------------------------------------------------------------------

    def learn(self, body: Branch) -> bool:
        """Take in what a run of the body has shown; whether that changes what is carried."""
        grown = False
        for i, (name, after) in enumerate(zip(self.names, body.value.parts, strict=True)):
            mode = self.modes[i]
            if mode == _SAME:
                if not (after.value is self.first[i] or after.kind == CONST and same_constant(after.value, self.first[i])):
                    self.modes[i] = _CARRIED
                    grown = True
            elif mode == _CARRIED:
                reason = self._differs(self.templates[i], after, body)
                if reason:
                    self._drop(i, name, reason)
                    grown = True
            elif mode == _DROPPED and self.first[i] is UNDEFINED and after.value is not UNDEFINED and name not in self.why:
                if name == outcome.RETURNED or self.at_least_once:
                    self.modes[i] = _CARRIED if name == outcome.RETURNED else _LATE
                    self.templates[i] = after
                    grown = True
                else:
                    self.why[name] = f"{self.where}: '{name}' has a value only if the loop runs"
            elif mode == _LATE:
                reason = self._differs(self.templates[i], after, body)
                if reason:
                    self._drop(i, name, reason)
                    grown = True
        for key, (entry, after) in body.entries.items():
            if key not in self.objects:
                self.objects[key] = entry
                grown = True
            elif reason := self._differs(self.object_templates[key], after, body):
                what = f"attribute '{entry.name}' of a {type(entry.obj).__name__}" if entry.name else type(entry.obj).__name__
                refuse(f"{self.where}: a {what} that the loop changes is {reason}")
        at = len(self.slots) - len(self.tensors) - self.fails
        for key, (t, _) in body.written.items():
            if key not in self.tensors:
                self.tensors[key] = t
                grown = True
        for key, slot in zip(self.tensors, self.slots[at:], strict=False):
            found = body.written.get(key)
            if not grown and found is not None:
                shape, dtype = body.avals[found[1]]
                if tuple(shape) != slot.shape or dtype != slot.dtype:
                    refuse(f"{self.where}: a Tensor of {slot.dtype}{slot.shape} is written with {dtype}{tuple(shape)} in the loop")
        if body.failed is not None and not self.fails:
            self.fails = grown = True
        return grown

    def _drop(self, i: int, name: str, reason: str) -> None:
        if name == outcome.RETURNED:
            refuse(f"{self.where}: what is returned is {reason}")
        self.modes[i] = _DROPPED
        self.why[name] = f"{self.where}: '{name}' is {reason}"

    def _differs(self, template: Node, after: Node, body: Branch) -> str:
        """Why a value after the body can't be carried in the place of the one before it; empty if it can."""
        reason = f"{say(template) if template.value is not None else 'another kind of value'} before an iteration and {say(after)} after it"
        if template.kind == NUMBER:
            return "" if number_kind(after) is template.what else reason
        if template.kind == TENSOR:
            if after.kind != TENSOR or after.value._is_parameter:
                return reason
            shape, dtype = body.avals[after.at]
            slot = self.slots[template.at]
            return "" if tuple(shape) == slot.shape and dtype == slot.dtype else reason
        if template.kind in (SEQUENCE, MAPPING):
            if after.kind != template.kind or after.what != template.what or len(after.parts) != len(template.parts):
                return reason
            return next((r for t, a in zip(template.parts, after.parts, strict=True) if (r := self._differs(t, a, body))), "")
        return "" if after.kind == CONST and same_constant(template.value, after.value) else reason

    # -- the outputs of the body, one per slot -----------------------------------------------------------------------

    def outputs(self, body: Branch) -> list[Any]:
        """Per slot the output of the body that is its next value: an index, or a number."""
        out: list[Any] = [None] * len(self.slots)
        for mode, template, after in zip(self.modes, self.templates, body.value.parts, strict=True):
            if mode in (_CARRIED, _LATE):
                self._match(template, after, out)
        for key, template in self.object_templates.items():
            self._match(template, body.entries[key][1], out)
        at = len(self.slots) - len(self.tensors) - self.fails
        for key in self.tensors:
            # Not written in this run after all: it stays.
            out[at] = ("out", body.written[key][1]) if key in body.written else ("same", at)
            at += 1
        if self.fails:
            out[at] = ("out", body.failed)
        return out

    def _match(self, template: Node, after: Node, out: list[Any]) -> None:
        if template.kind in (NUMBER, TENSOR):
            out[template.at] = ("out", after.at) if after.kind != CONST else ("lit", after.value)
        elif template.parts is not None:
            for t, a in zip(template.parts, after.parts, strict=True):
                self._match(t, a, out)

    def leave(self, made: list[Tensor]) -> None:
        """After the loop: give the variables, Tensors and objects what was carried to the end."""
        values: list[Any] = [TracedNumber.of(m._data, s.number) if s.number else m for s, m in zip(self.slots, made, strict=True)]
        variables = []
        for name, mode, first, template in zip(self.names, self.modes, self.first, self.templates, strict=True):
            if mode in (_CARRIED, _LATE):
                variables.append(outcome.structure(template, values, self.where))
            elif mode == _SAME:
                variables.append(first)
            else:
                variables.append(UNDEFINED)
                diverges(self.where)
                outcome.without_value(name, self.why.get(name, f"{self.where}: '{name}' has no value before the loop"))
        self.put(tuple(variables))
        at = len(self.slots) - len(self.tensors) - self.fails
        for t in self.tensors.values():
            outcome.write(t, made[at])
            at += 1
        for key, entry in self.objects.items():
            outcome.give(entry, outcome.structure(self.object_templates[key], values, self.where))
        if self.fails:
            outcome.fail_if(made[at]._data)


def settle(carry: Carry, step: Callable[..., None], extra: list[Any], scope_of: Callable[[], BranchScope] | None = None) -> Branch:
    """Trace the body `step` until what it carries is known; `extra` are the types of further inputs, which come last."""
    for _ in range(16):
        try:
            carry.layout()
        except Mismatch as error:
            refuse(f"{carry.where}: {error} is carried by the loop")

        def body(arguments: list[Any]) -> Any:
            n = len(carry.slots)
            carry.enter(arguments[:n])
            step(*arguments[n:])
            return carry.get()

        before = carry.first
        try:
            scope = scope_of() if scope_of else BranchScope(S.scope)
            scope.where = carry.where
            branch = capture_branch(body, [*[s.aval() for s in carry.slots], *extra], scope)
        finally:
            carry.put(before)
        if not carry.learn(branch):
            return branch
    refuse(f"{carry.where}: the loop carries something else in each iteration")
    raise AssertionError
