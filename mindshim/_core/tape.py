"""The gradient tape of PyNative mode: what was computed from what, and the walk back.

While a gradient is being taken, every program with a tracked input leaves a node here; the user's function runs
once, with concrete values. Nodes refer to each other through `(node, output index)` pairs, never through array
identity, so two Tensors that share an array keep separate gradients. A nested gradient uses the same list of nodes
from its start mark on; when an outer gradient is being taken, the backward steps are recorded too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import state
from mindshim._core.program import Program
from mindshim._core.promotion import is_inexact
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

Ref = tuple[Any, int]


class Tape:
    """The nodes of one outermost gradient call."""

    __slots__ = ("depth", "filled", "implicit", "nodes", "thread")

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        #: How many gradients are being recorded, one inside the other.
        self.depth = 0
        self.nodes: list[Node] = []
        #: The innermost gradient that asks for whichever Parameters take part, if there is one.
        self.implicit: Recording | None = None
        #: The blocks (`rerun.Block`) whose nodes were filled again.
        self.filled: list[Any] = []

    def close(self) -> None:
        """Drop everything that was saved; Tensors that escaped keep only an empty shell."""
        for node in self.nodes:
            node.leaves = node.refs = node.program = node.hooks = None
        self.nodes = []
        self.filled = []


class Node:
    """One recorded step. A leaf has no program; a custom step has a Python `program` of class Custom.

    A step that has to be computed again first has a `program` of class Empty.
    """

    __slots__ = ("avals", "cts", "hooks", "leaves", "position", "program", "refs", "residuals", "tape", "ct_refs")

    def __init__(self, tape: Tape, program: Any, leaves: Any, refs: Any, n_out: int) -> None:
        self.tape = tape
        self.program = program
        self.leaves = leaves
        self.refs = refs
        self.cts: list[Any] = [None] * n_out
        self.ct_refs: Any = None
        self.hooks: Any = None
        self.residuals: Any = None
        self.position = len(tape.nodes)
        tape.nodes.append(self)


class Empty:
    """In the place of the program of a step that has given up what it had saved: the base of `rerun`'s."""

    #: Gives the step its program, and what it needs, again.
    fill: Callable[[], None]


class Custom:
    """A step whose backward is a Python function of Tensors."""

    __slots__ = ("backward", "inputs", "name", "outputs")

    def __init__(self, name: str, backward: Callable[..., Any], inputs: Any, outputs: Any) -> None:
        self.name = name
        self.backward = backward
        self.inputs = inputs
        self.outputs = outputs


#: Steps that are sums of several operators in MindSpore: their operands come by in their order.
COMPOSED = frozenset(("Conv2D", "Conv2DBackpropInput", "Conv3D", "Addmm", "Baddbmm", "Addbmm"))


def live_refs(tensors: list[Any], in_order: bool = False) -> list[Any] | None:
    """The references of `tensors` that the current tape knows, or None if there is none."""
    tape = S.tape
    if tape is None or tape.thread != threading.get_ident():
        return None
    if tape.implicit is not None:
        # MindSpore comes by the last operand of an operator first.
        tape.implicit.adopt(tensors if in_order else tensors[::-1])
    found = False
    refs: list[Any] = []
    for t in tensors:
        ref = t._ref if t is not None else None
        if ref is not None:
            if ref[0].tape is tape:
                found = True
            else:
                ref = None
        refs.append(ref)
    return refs if found else None


def record(program: Program, leaves: list[Any], refs: list[Any], out: Any) -> Any:
    """Wrap the output(s) of a program that ran on tracked inputs, leaving a node."""
    if isinstance(out, (tuple, list)):
        node = None
        wrapped = []
        for i, o in enumerate(out):
            t = Tensor._wrap(o)
            if _tracks(program, o, leaves, refs):
                if node is None:
                    node = Node(S.tape, program, leaves, refs, len(out))
                t._ref = (node, i)
            wrapped.append(t)
        return tuple(wrapped)
    t = Tensor._wrap(out)
    if _tracks(program, out, leaves, refs):
        t._ref = (Node(S.tape, program, leaves, refs, 1), 0)
    return t


def _tracks(program: Program, out: Any, leaves: list[Any], refs: list[Any]) -> bool:
    if is_inexact(out.dtype) or program.vjp is not None:
        return True
    # An integer result carries a gradient only back to integer inputs.
    return program.int_grad and any(r is not None and not is_inexact(x.dtype) for r, x in zip(refs, leaves, strict=True))


class Recording:
    """One gradient call in progress: its tape, where its nodes start, and whether it is inside another one."""

    __slots__ = ("adopted", "before", "implicit_before", "nested", "saved", "start", "tape")

    def __init__(self, implicit: bool = False) -> None:
        # Until it is finished no other thread records.
        state.lock.acquire()
        self.before = S.tape
        self.nested = S.tape is not None
        self.tape: Tape = S.tape if S.tape is not None else Tape()
        self.start = len(self.tape.nodes)
        self.saved: list[tuple[Tensor, Any, Any]] = []
        #: The Parameters that have taken part so far, in order, where this gradient asks for those.
        self.adopted: list[tuple[Tensor, Node]] = []
        self.implicit_before = self.tape.implicit
        if implicit:
            self.tape.implicit = self
        self.tape.depth += 1
        state.set_tape(self.tape)

    def leaf(self, t: Tensor) -> Node:
        """Make `t` an input of this gradient."""
        outer = t._ref if t._ref is not None and t._ref[0].tape is self.tape else None
        node = Node(self.tape, None, None, [outer], 1)
        if t._hooks:
            node.hooks = {0: t._hooks}
        self.saved.append((t, t._ref, node))
        t._ref = (node, 0)
        return node

    def adopt(self, tensors: list[Any]) -> None:
        """Make Parameters among the operands of a step inputs of this gradient, if they are not yet."""
        for t in tensors:
            if t is None or not t._is_parameter or not t.requires_grad:
                continue
            ref = t._ref
            if ref is not None and ref[0].tape is self.tape and (ref[0].position >= self.start or ref[0].program is not None):
                continue
            self.adopted.append((t, self.leaf(t)))

    def finish(self, keep: bool = False) -> None:
        """Stop recording; inputs get back the place they had on the tape before."""
        self.tape.implicit = self.implicit_before
        for t, ref, node in reversed(self.saved):
            now = t._ref
            if now is None or now[0] is node:
                t._ref = ref
            elif not self.nested:
                t._ref = None
        self.saved = []
        state.set_tape(self.before)
        self.tape.depth -= 1
        if not self.nested and not keep:
            self.tape.close()
        state.lock.release()


def _runs(program: Program) -> Callable[..., Any]:
    """What runs a program now: in a trace its own, otherwise what PyNative has for it."""
    return program.run if S.mode & 2 else program.alone


def run(program: Program, leaves: list[Any], refs: list[Any]) -> tuple[tuple[Any, ...], list[Any]]:
    """Run a program on raw arrays whose tape references are known, recording if any is tracked."""
    out = _runs(program)(*leaves)
    outs = out if isinstance(out, (tuple, list)) else (out,)
    if not any(r is not None for r in refs):
        return tuple(outs), [None] * len(outs)
    node = Node(S.tape, program, leaves, refs, len(outs))
    return tuple(outs), [(node, i) for i in range(len(outs))]


_add = Program(lambda a, b: a + b.astype(a.dtype), "AddGrad")


def backward(rec: Recording, seeds: list[tuple[Ref, Any, Any]], targets: list[Node], recorded: bool | None = None) -> list[Any]:
    """Walk from the seeded outputs back to the recording's start; returns per target `(gradient, ref)` or None.

    `seeds` are `(reference, cotangent array, its tape reference or None)`.
    """
    nested = rec.nested if recorded is None else recorded
    with state.lock:
        before = state.set_tape(rec.tape if nested else None)
        try:
            return _walk(rec, seeds, targets, nested)
        finally:
            state.set_tape(before)


def _walk(rec: Recording, seeds: list[Any], targets: list[Node], nested: bool) -> list[Any]:
    start, nodes = rec.start, rec.tape.nodes
    last = -1
    for (node, index), ct, ref in seeds:
        if node.position >= start:
            _accumulate(node, index, ct, ref, nested)
            last = max(last, node.position)
    for position in range(last, start - 1, -1):
        node = nodes[position]
        cts = node.cts
        for ct in cts:
            if ct is not None:
                break
        else:
            continue
        if node.hooks is not None:
            _run_hooks(node, nested)
            cts = node.cts
        program = node.program
        if program is None:
            # A leaf keeps its cotangent if it is one of this gradient's targets; the leaf of an inner gradient
            # hands it on to what the outer gradient knows the same Tensor as.
            parent = node.refs[0]
            if parent is not None and parent[0].position >= start:
                _accumulate(parent[0], parent[1], cts[0], node.ct_refs[0] if node.ct_refs else None, nested)
                node.cts, node.ct_refs = [None], None
            continue
        while isinstance(program, Empty):
            program.fill()
            program = node.program
        refs = node.refs
        if isinstance(program, Custom):
            _custom_step(node, program, start, nested)
        else:
            if start:
                mask = tuple([r is not None and r[0].position >= start for r in refs])
                if True not in mask:
                    node.cts = [None] * len(cts)
                    node.ct_refs = None
                    continue
            else:
                mask = tuple([r is not None for r in refs])
            if program.adds and _passes(node.leaves, mask, cts[0]):
                grads = [cts[0]] * len(mask)
                grad_refs = node.ct_refs and node.ct_refs * len(mask)
            elif node.residuals is not None and not nested:
                grads = node.residuals(cts, mask)
                grad_refs = None
            elif nested:
                present = tuple([c is not None for c in cts])
                step = program.backward(mask, present)
                ct_refs = node.ct_refs or [None] * len(cts)
                arrays = [*node.leaves, *[c for c in cts if c is not None]]
                array_refs = [*refs, *[r for c, r in zip(cts, ct_refs, strict=True) if c is not None]]
                grads, grad_refs = run(step, arrays, array_refs)
            else:
                present = tuple([c is not None for c in cts])
                grads = _runs(program.backward(mask, present))(*node.leaves, *[c for c in cts if c is not None])
                grad_refs = None
            at = 0
            for needed, ref in zip(mask, refs, strict=True):
                if needed:
                    _accumulate(ref[0], ref[1], grads[at], grad_refs[at] if grad_refs else None, nested)
                    at += 1
        node.cts = [None] * len(cts)
        node.ct_refs = None
    out = []
    for node in targets:
        ct = node.cts[0]
        out.append(None if ct is None else (ct, node.ct_refs[0] if node.ct_refs else None))
    for node in targets:
        node.cts, node.ct_refs = [None], None
    return out


def _passes(leaves: list[Any], mask: tuple[bool, ...], ct: Any) -> bool:
    """Whether every operand of a sum that wants a gradient looks like the cotangent, so that this is the gradient."""
    shape, dtype = ct.shape, ct.dtype
    for needed, leaf in zip(mask, leaves, strict=True):
        if needed and (leaf.shape != shape or leaf.dtype != dtype):
            return False
    return is_inexact(dtype)


def _accumulate(node: Node, index: int, ct: Any, ref: Any, nested: bool) -> None:
    present = node.cts[index]
    if nested and node.ct_refs is None:
        node.ct_refs = [None] * len(node.cts)
    if present is None:
        node.cts[index] = ct
        if nested:
            node.ct_refs[index] = ref
    elif nested:
        (total,), (total_ref,) = run(_add, [present, ct], [node.ct_refs[index], ref])
        node.cts[index], node.ct_refs[index] = total, total_ref
    else:
        node.cts[index] = _add.run(present, ct)


def _tensor(ct: Any, ref: Any) -> Tensor:
    t = Tensor._wrap(ct)
    if ref is not None:
        t._ref = ref
    return t


def _run_hooks(node: Node, nested: bool) -> None:
    for index, hooks in node.hooks.items():
        ct = node.cts[index]
        if ct is None:
            continue
        grad = _tensor(ct, node.ct_refs[index] if node.ct_refs else None)
        for hook in list(hooks.values()):
            replaced = hook(grad)
            if replaced is not None:
                grad = replaced
        node.cts[index] = grad._data
        if nested:
            if node.ct_refs is None:
                node.ct_refs = [None] * len(node.cts)
            node.ct_refs[index] = grad._ref


def _custom_step(node: Node, program: Custom, start: int, nested: bool) -> None:
    cts: list[Any] = []
    for i, (ct, (shape, dtype)) in enumerate(zip(node.cts, node.avals, strict=True)):
        if ct is None:
            cts.append(Tensor._wrap(jnp.zeros(shape, dtype)))
        else:
            cts.append(_tensor(ct, node.ct_refs[i] if node.ct_refs else None))
    grads = program.backward(program.inputs, program.outputs, tuple(cts))
    for ref, grad in zip(node.refs, grads, strict=True):
        if ref is None or grad is None or ref[0].position < start:
            continue
        if isinstance(grad, Tensor):
            _accumulate(ref[0], ref[1], grad._data, grad._ref if nested else None, nested)


def snapshot(t: Tensor) -> Tensor:
    """A Tensor with the value and tape place that `t` has now, unaffected by later writes to `t`."""
    out = Tensor._wrap(t._data)
    out._ref = t._ref
    return out


def tracks_integers(tensors: list[Tensor]) -> bool:
    """Whether the gradient in progress is asked for through one of these that is not floating."""
    refs = live_refs(tensors)
    return refs is not None and any(r is not None and not is_inexact(t._data.dtype) for r, t in zip(refs, tensors, strict=True))


def fit_gradient(grad: Tensor, value: Tensor, name: str) -> Tensor:
    """A hand-written gradient in its input's dtype and shape (broadcast dimensions are summed)."""
    if grad.shape != value.shape:
        try:
            grad = grad.sum_to_size(value.shape)  # type: ignore[attr-defined]
        except (ValueError, RuntimeError) as error:
            raise RuntimeError(
                f"For '{name}', backward returned a gradient of shape {grad.shape} for an input of shape {value.shape}."
            ) from error
    return grad if grad.dtype is value.dtype else grad.astype(value.dtype)


def custom_call(
    forward: Callable[..., Any],
    backward_fn: Callable[..., Any],
    args: tuple[Any, ...],
    name: str = "Custom",
) -> Any:
    """Run `forward(*args)` unrecorded; when the gradient comes by, call `backward_fn(args, outputs, cotangents)`.

    `backward_fn` gets `outputs` with the structure that `forward` returned, `cotangents` as a flat tuple of Tensors
    (zeros where none came), and returns one Tensor or None per argument.
    """
    if not state.records():
        if S.scope is not None and any(isinstance(a, Tensor) for a in args):
            from mindshim._core.custom import traced_call

            return traced_call(forward, backward_fn, args, name)
        return forward(*args)
    before = state.set_tape(None)
    try:
        out = forward(*args)
    finally:
        state.set_tape(before)
    tensors = [a if isinstance(a, Tensor) else None for a in args]
    refs = live_refs(tensors)
    if refs is None:
        return out
    return record_custom(out, backward_fn, args, refs, name)


def record_custom(out: Any, backward_fn: Callable[..., Any], args: tuple[Any, ...], refs: list[Any], name: str) -> Any:
    """Leave a Custom node that produced `out` (a Tensor or nested tuple/list) and return `out` re-wrapped."""
    saved = tuple(snapshot(a) if isinstance(a, Tensor) else a for a in args)
    flat: list[Tensor] = []

    def rewrap(value: Any) -> Any:
        if isinstance(value, Tensor):
            fresh = Tensor._wrap(value._data)
            flat.append(fresh)
            return fresh
        if isinstance(value, (tuple, list)):
            return type(value)(rewrap(v) for v in value)
        return value

    fresh_out = rewrap(out)
    node = Node(S.tape, Custom(name, backward_fn, saved, out), None, refs, len(flat))
    node.avals = [(t._data.shape, t._data.dtype) for t in flat]
    for i, t in enumerate(flat):
        t._ref = (node, i)
    return fresh_out


def register_hook(t: Tensor, hook: Callable[..., Any]) -> Any:
    """Call `hook(gradient)` when the gradient of `t` has been computed; returns a handle with `remove()`."""
    if t._hooks is None:
        t._hooks = {}
    key = object()
    t._hooks[key] = hook
    # Compiled gradients of before don't have it.
    S.hooked = True
    S.epoch += 1
    if t._ref is not None and S.tape is not None and t._ref[0].tape is S.tape:
        node, index = t._ref
        if node.hooks is None:
            node.hooks = {}
        node.hooks[index] = t._hooks
    elif S.scope is not None:
        # The gradient of the compiled function is taken as a whole, and shows nothing of what is inside.
        S.scope.unbounded = "a hook for the gradient of a Tensor inside"
    return HookHandle(t._hooks, key)


class HookHandle:
    """What `register_hook` returns; `remove()` takes the hook out again."""

    def __init__(self, hooks: dict[Any, Any], key: Any) -> None:
        self._hooks = hooks
        self._key = key

    def remove(self) -> None:
        """Take the hook out."""
        self._hooks.pop(self._key, None)
        S.epoch += 1


_ones: dict[Any, Any] = {}


def ones_like(data: Any) -> Any:
    """An array of ones with `data`'s shape and dtype; small ones are kept, since every gradient starts with them."""
    if S.scope is not None or data.size > 4096:
        return jnp.ones(data.shape, data.dtype)
    key = (data.shape, data.dtype)
    found = _ones.get(key)
    if found is None:
        found = _ones[key] = jnp.asarray(np.ones(data.shape, data.dtype))
    return found
