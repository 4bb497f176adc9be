"""Captured functions as StableHLO, through `jax.export`: programs that run without the Python they were made of.

Parameters, other Tensors from outside, and random state stay inputs of the program, and what it writes stays an output, so
that whoever has it can train it, load other Parameters into it and restart its random numbers.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import opt_einsum

from mindshim._core import capture, dispatch, dtypes, effects, errors, places, random, state
from mindshim._core import skeleton as skeletons
from mindshim._core.control.refusal import CannotLower, fail_if
from mindshim._core.program import Program
from mindshim._core.reasons import reason_of
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer
from mindshim._core.tracebacks import LIBRARIES

#: Where a program can run that is exported for all of them, in JAX's names.
PLATFORMS = ("cpu", "cuda", "tpu")


@dataclass
class Held:
    """A Tensor from outside that the program takes: a Parameter, by its name, or another Tensor."""

    name: str
    parameter: bool
    requires_grad: bool
    value: Any
    #: The output that is its new value, if the program writes it.
    written: int | None = None


@dataclass
class FuncGraph:
    """A computation without its Python source: what `load` gives and `nn.GraphCell` runs."""

    name: str
    exported: Any
    #: The arguments, nested: for each Tensor its dtype and shape (a length that is not fixed by what it is called), in `Input`.
    inputs: list[Any]
    #: The result, nested: see `_described`.
    outputs: Any
    held: list[Held]
    #: Of each random stream: which it is (see `random.origin`), and how many numbers it gives in a call.
    streams: list[tuple[dict[str, Any], int]]
    #: Whether the last output says that the call came to what only Python can do.
    checked: bool
    #: Arguments that a call writes in place: their numbers, and the outputs that are their new values.
    arg_written: list[tuple[int, int]] = field(default_factory=list)
    #: Whether prints, log records or summaries were left out.
    left_out: bool = False
    _program: Program | None = field(default=None, repr=False)

    def __deepcopy__(self, memo: Any) -> FuncGraph:
        # It never changes; what changes is with those who run it.
        return self

    def __getstate__(self) -> dict[str, Any]:
        text = bytes(self.exported.serialize(vjp_order=int(self.exported.has_vjp())))
        return {**self.__dict__, "exported": text, "_program": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        from jax import export as jax_export

        self.__dict__.update(state, exported=jax_export.deserialize(bytearray(state["exported"])))

    def own_streams(self) -> list[Any]:
        """For who runs it, its own random streams; None in the place of one of the process."""
        return [random.of_origin(origin) if origin["kind"] == "generator" else None for origin, _ in self.streams]

    @property
    def program(self) -> Program:
        """What runs, as an operator of many inputs."""
        if self._program is None:
            self._program = Program(_flat(self), self.name)
        return self._program


@dataclass(frozen=True)
class Input:
    """A Tensor among the arguments.

    A length that is not fixed is a text in the shape, `n0` or `4*n0 + 1`, and has limits, the least and the greatest (0: there is
    none).
    """

    dtype: str
    shape: tuple[Any, ...]
    limits: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return f"a Tensor of {self.dtype} and shape ({', '.join(map(str, self.shape))}{',' if len(self.shape) == 1 else ''})"


# -- capturing -----------------------------------------------------------------------------------------------------


def export(fn: Callable[..., Any], inputs: Sequence[Any], name: str, platforms: Sequence[str] | None = None) -> FuncGraph:
    """Capture `fn` for such inputs, and lower it.

    Raises:
        TypeError: for an input, or a result, of a kind that is none of MindSpore's.
        RuntimeError: if the function can't be captured as a whole. NotImplementedError: if an operator has no portable form.
    """
    given = [_as_tensors(value) for value in inputs]
    tensors: list[Tensor] = []
    skeleton = skeletons.flatten((tuple(given), {}), tensors)
    last: Exception | None = None
    for shapes in _shapes_to_try(tensors):
        avals = [jax.ShapeDtypeStruct(shape, t.dtype.np) for shape, t in zip(shapes, tensors, strict=True)]
        try:
            return _export(fn, skeleton, given, tensors, avals, name, platforms)
        except Exception as error:
            if all(isinstance(d, int) for shape in shapes for d in shape):
                raise
            last = last or error
    assert last is not None
    first = str(last).split("\n", 1)[0].rstrip(".")
    raise RuntimeError(
        f"For 'export', the network has no form for inputs of unknown lengths: {first}. Give Tensors of the shapes that it is to be "
        "run with, or say with 'Symbol's which lengths are the same, and what they are multiples of."
    ) from last


def _export(
    fn: Callable[..., Any], skeleton: Any, given: list[Any], tensors: list[Tensor], avals: list[Any], name: str,
    platforms: Sequence[str] | None,
) -> FuncGraph:
    output = effects.Unheard()
    try:
        with state.lock, _decided_lengths(avals):
            traced = capture.trace(_with_numbers(fn), skeleton, avals, checks=True, output=output)
    except (*errors.UNTRACEABLE, jax.errors.UnexpectedTracerError, CannotLower) as error:
        raise RuntimeError(f"For 'export', '{name}' can't be compiled as a whole: {reason_of(error)}.") from None
    fun = capture.as_function(traced.jaxpr)
    n = traced.n_out
    keep = list(range(n + len(traced.written)))
    held = [
        Held(getattr(t, "name", "") if t._is_parameter else "", t._is_parameter, bool(t._is_parameter and t.requires_grad), t._data)
        for t in traced.lifted
    ]
    where = {id(t): i for i, t in enumerate(traced.lifted)}
    for k, t in enumerate(traced.written):
        if id(t) in where:
            held[where[id(t)]].written = n + k
    at = _take_attributes(traced, held, where, keep)
    arg_written = [(i, len(keep) + k) for k, i in enumerate(traced.arg_written)]
    keep += range(at, at + len(arg_written))
    if traced.contents:
        what = next(iter(traced.contents))
        raise RuntimeError(
            f"For 'export', a call changes a {type(what.before).__name__} that it "
            f"{'is given' if what.at >= 0 else 'finds'}, which a graph can't."
        )
    if traced.checked:
        keep.append(len(traced.jaxpr.out_avals) - 1)

    def flat(*leaves: Any) -> tuple[Any, ...]:
        out = fun(*leaves)
        return tuple(out[i] if i >= 0 else leaves[~i] for i in keep)

    flat.__name__ = flat.__qualname__ = re.sub(r"\W", "_", name) or "graph"
    full = [*avals, *[jax.ShapeDtypeStruct(np.shape(h.value), h.value.dtype) for h in held]]
    full += [jax.ShapeDtypeStruct((), np.int64)] * (2 * len(traced.streams))
    rest = iter(_described_inputs(avals, tensors))
    return FuncGraph(
        name, _lowered(jax.jit(flat), full, name, platforms), [s for v in given if (s := _signature(v, rest)) is not None],
        _described(traced.out), held, [(random.origin(s), count) for s, count in traced.streams], traced.checked,
        arg_written, output.left_out,
    )  # fmt: skip


def _take_attributes(traced: capture.Traced, held: list[Held], where: dict[int, int], keep: list[int]) -> int:
    """Attributes that a call changes: a Tensor that the program also reads is state, another one nobody will see.

    The outputs that are new state are added to `keep` (inputs too: `~i` is leaf i); returned is the number of the next output.

    Raises:
        RuntimeError: where the next call would need another program.
    """
    for obj, attribute, before, after in traced.expects:
        if not isinstance(after, Tensor) and not places.same_value(before, after):
            raise RuntimeError(
                f"For 'export', a call changes the attribute '{attribute}' of {type(obj).__name__} from {before!r:.60} to {after!r:.60}, "
                "which a graph can't: it is one computation for all calls."
            )
    at = traced.n_out + len(traced.written)
    for obj, attribute, skeleton, count in traced.attrs:
        old = places.held(obj, attribute)
        if isinstance(old, Tensor) and id(old) in where:
            held[where[id(old)]].written = len(keep)
            if skeleton is skeletons.TENSOR:
                keep.append(at)
            elif isinstance(skeleton, skeletons.Argument) and not skeleton.container:
                keep.append(~skeleton.value)
            elif isinstance(skeleton, skeletons.Standing) and id(skeleton.value.original) in where:
                keep.append(~(traced.n_args + where[id(skeleton.value.original)]))
            else:
                raise RuntimeError(
                    f"For 'export', a call changes the attribute '{attribute}' of {type(obj).__name__} from a Tensor to something else."
                )
        at += count
    return at


def _lowered(jitted: Any, avals: list[Any], name: str, platforms: Sequence[str] | None) -> Any:
    from jax import export as jax_export

    def lower(platforms: Sequence[str]) -> Any:
        return jax_export.export(jitted, platforms=tuple(platforms))(*avals)

    if platforms is None:
        try:
            return lower(PLATFORMS)
        except Exception:
            # An operator that some of them lack, or that is a library's there.
            platforms = (jax_export.default_export_platform(),)
    try:
        return lower(platforms)
    except (NotImplementedError, ValueError) as error:
        first = str(error).strip().split("\n", 1)[0]
        raise NotImplementedError(
            f"For 'export', '{name}' has no form that is independent of this process, for {', '.join(platforms)}: {first}"
        ) from error


# -- shapes --------------------------------------------------------------------------------------------------------


def _shapes_to_try(tensors: list[Tensor]) -> Iterator[list[tuple[Any, ...]]]:
    """The shapes of the inputs. Unknown lengths are independent, or else those of one axis are the same in all inputs."""
    shapes = [t.shape for t in tensors]
    if any(-2 in shape for shape in shapes):
        raise ValueError("For 'export', the number of dimensions of each input must be known, but got a Tensor without a shape.")
    if not any(-1 in shape for shape in shapes):
        yield shapes
        return
    yield _symbolic(tensors, lambda i, axis: (i, axis))
    if len(tensors) > 1:
        yield _symbolic(tensors, lambda i, axis: axis)


_lengths = itertools.count()


def _symbolic(tensors: list[Tensor], which: Callable[[int, int], Any]) -> list[tuple[Any, ...]]:
    from jax import export as jax_export

    # Names that no other export has had: JAX refuses to compare lengths of two, and programs are found by their lengths.
    names: defaultdict[Any, str] = defaultdict(lambda: f"n{next(_lengths)}")
    texts: list[list[str]] = []
    limits: list[str] = []
    for i, t in enumerate(tensors):
        known = t.__dict__.get("_symbols") or t.shape
        texts.append([])
        for axis, (size, symbol) in enumerate(zip(t.shape, known, strict=True)):
            if size != -1:
                texts[-1].append(str(size))
            elif not hasattr(symbol, "divisor"):
                texts[-1].append(names[which(i, axis)])
            else:
                own = names[("unique", symbol.id) if symbol.unique else which(i, axis)]
                texts[-1].append(f"{symbol.divisor}*{own}+{symbol.remainder}" if symbol.divisor > 1 else own)
                if symbol.min > 1:
                    limits.append(f"{texts[-1][-1]} >= {symbol.min}")
                if symbol.max > symbol.min:
                    limits.append(f"{texts[-1][-1]} <= {symbol.max}")
    scope = jax_export.SymbolicScope(limits)
    return [
        tuple(int(d) if d.isdigit() else jax_export.symbolic_shape(d, scope=scope)[0] for d in text) for text in texts
    ]


def _with_numbers(fn: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with numbers that the program computes for lengths in its results."""

    def numbers(value: Any) -> Any:
        if hasattr(value, "dimension_as_value"):
            from mindshim._core.control.numbers import TracedNumber

            return TracedNumber.of(jnp.asarray(value), int)
        if type(value) in (tuple, list):
            return type(value)([numbers(v) for v in value])
        return {k: numbers(v) for k, v in value.items()} if type(value) is dict else value

    def whole(*args: Any, **kwargs: Any) -> Any:
        return numbers(S.scope.inside(fn)(*args, **kwargs))

    return whole


#: What the files of others begin with, whose questions about lengths are about shapes that have to agree.
_THEIRS = (*LIBRARIES[1:], *[os.path.dirname(m.__file__ or "") + os.sep for m in (np, opt_einsum)])


@contextmanager
def _decided_lengths(avals: list[Any]) -> Iterator[None]:
    """Refuse to say that a length that is not known differs from another one. To JAX it does, whatever depends on that."""
    kind: Any = next((type(d) for a in avals for d in a.shape if not isinstance(d, int)), None)
    if kind is None:
        yield
        return
    equal, unequal = kind.__eq__, kind.__ne__

    def decided(a: Any, b: Any) -> bool:
        if equal(a, b):
            return True
        frame = sys._getframe(2)
        file = frame.f_code.co_filename
        mine = file.startswith(LIBRARIES[0])
        if not mine and file.startswith(_THEIRS) or not isinstance(b, int if mine else (int, kind)):
            return False
        try:
            if a < b or a > b:
                return False
        except jax.errors.InconclusiveDimensionOperation:
            pass
        place = "" if mine else f", at {file}:{frame.f_lineno}"
        raise CannotLower(f"what is computed depends on whether an unknown length is {b}{place}")

    kind.__eq__ = lambda a, b: decided(a, b)
    kind.__ne__ = lambda a, b: not decided(a, b)
    try:
        yield
    finally:
        kind.__eq__, kind.__ne__ = equal, unequal


def _described_inputs(avals: list[Any], tensors: list[Tensor]) -> list[Input]:
    """What the inputs must be; the names of lengths that are not fixed are counted from 0."""
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"n{len(names)}")

    out: list[Input] = []
    for a, t in zip(avals, tensors, strict=True):
        shape = tuple(d if isinstance(d, int) else re.sub(r"n\d+", name, str(d)) for d in a.shape)
        known = t.__dict__.get("_symbols") or t.shape
        limits = [(getattr(s, "min", 1), getattr(s, "max", 0)) for s in known] if shape != a.shape else []
        out.append(Input(str(dtypes.from_np(a.dtype)), shape, tuple(limits)))
    return out


# -- structure -----------------------------------------------------------------------------------------------------


def _as_tensors(value: Any) -> Any:
    """An input with plain Tensors for Parameters; TypeError for what is no input."""
    if isinstance(value, Tensor):
        return Tensor._wrap(value._data) if value._is_parameter else value
    if getattr(value, "__ms_dynamic_len__", False):
        raise NotImplementedError("For 'export', a sequence of dynamic length can't be an input: a graph is for one length.")
    if isinstance(value, (tuple, list)):
        items = [_as_tensors(v) for v in value]
        same = all(a is b for a, b in zip(items, value, strict=True))
        return value if same else items if isinstance(value, list) else tuple(items)
    if isinstance(value, dict):
        parts = {k: _as_tensors(v) for k, v in value.items()}
        return value if all(parts[k] is v for k, v in value.items()) else parts
    if isinstance(value, (int, float, complex, str, type(None), dtypes.Type)) and not isinstance(value, np.generic):
        return value
    raise TypeError(
        f"For 'export', the inputs must be Tensors, numbers, bools, str, None, or tuples, lists and dicts of these, but got {type(value)}."
    )


def _signature(value: Any, tensors: Iterator[Input]) -> Any:
    """An argument, nested, with `Input` for Tensors; None if it has none, and so is a constant of the graph."""
    if isinstance(value, Tensor):
        return None if value.const_arg else next(tensors)
    if isinstance(value, dict):
        parts = {k: _signature(v, tensors) for k, v in value.items()}
        return None if all(p is None for p in parts.values()) else {k: value[k] if p is None else p for k, p in parts.items()}
    if isinstance(value, (tuple, list)):
        items = [_signature(v, tensors) for v in value]
        if all(p is None for p in items):
            return None
        return (list if isinstance(value, list) else tuple)([v if p is None else p for v, p in zip(value, items, strict=True)])
    return None


def _described(skeleton: Any) -> Any:
    """A captured result's structure in tuples, lists, dicts and constants that a file can hold."""
    if skeleton is skeletons.TENSOR:
        return ["tensor"]
    if isinstance(skeleton, skeletons.Number):
        return ["number", skeleton.value.__name__]
    if isinstance(skeleton, skeletons.Held):
        return ["value", skeleton.value]
    kind = skeleton[0]
    if isinstance(kind, skeletons.Sparse):
        return ["sparse", kind.value.__name__, [_described(s) for s in skeleton[1]], list(skeleton[2])]
    if kind is dict or isinstance(kind, skeletons.Mapping):
        return ["dict", [[k, _described(s)] for k, s in zip(skeleton[1], skeleton[2], strict=True)]]
    items = [_described(s) for s in skeleton[1]]
    # A class of the user's is not there where the file is read: its elements are.
    return ["list" if kind is list or isinstance(kind, skeletons.Held) and issubclass(kind.value, list) else "tuple", items]


def _rebuilt(described: Any, tensors: Iterator[Tensor]) -> Any:
    kind = described[0]
    if kind == "tensor":
        return next(tensors)
    if kind == "value":
        return described[1]
    if kind == "number":
        from mindshim._core.control.numbers import TracedNumber

        number, t = {"int": int, "float": float, "bool": bool}[described[1]], next(tensors)
        return TracedNumber.of(t._data, number) if isinstance(t._data, Tracer) else number(t._data)
    if kind == "sparse":
        from mindshim.common import sparse_tensor

        return getattr(sparse_tensor, described[1])._of([_rebuilt(d, tensors) for d in described[2]], tuple(described[3]))
    if kind == "dict":
        return {k: _rebuilt(d, tensors) for k, d in described[1]}
    return (list if kind == "list" else tuple)([_rebuilt(d, tensors) for d in described[1]])


# -- running -------------------------------------------------------------------------------------------------------


def run(graph: FuncGraph, args: tuple[Any, ...], held: list[Tensor], own_streams: list[Any]) -> Any:
    """What the graph computes for these arguments, with the values of `held`, some of which it may change.

    Raises:
        RuntimeError: for arguments that are not as when it was made, or where it comes to what only its Python could do.
    """
    tensors = bound(graph, args)
    leaves: list[Any] = [t._data for t in (*tensors, *held)]
    sources: list[Any] = [*tensors, *held]
    streams = [random.of_origin(origin) if s is None else s for s, (origin, _) in zip(own_streams, graph.streams, strict=True)]
    before = [s.offset for s in streams]
    for stream, (_, count) in zip(streams, graph.streams, strict=True):
        leaves += [np.int64(v) if isinstance(v, int) else v for v in stream.draw(count)]
        sources += [None, None]
    try:
        result = dispatch.execute(graph.program, leaves, sources)
        out: list[Tensor] = list(result) if isinstance(result, tuple) else [result]
        if graph.checked:
            failed = out.pop()
            if S.scope is not None:
                fail_if(failed._data)
            elif failed._data:
                raise RuntimeError(
                    f"The graph '{graph.name}' came to an assert or raise of its program, or another step that only its Python code "
                    "can do, for these inputs."
                )
    except Exception:
        if S.scope is None:
            for stream, offset in zip(streams, before, strict=True):
                stream.offset = offset
        raise
    for h, t in zip(graph.held, held, strict=True):
        if h.written is not None:
            t._assign_data(out[h.written]._data)
    for i, k in graph.arg_written:
        tensors[i]._assign_data(out[k]._data)
    return _rebuilt(graph.outputs, iter(out))


def _flat(graph: FuncGraph) -> Callable[..., Any]:
    from jax import export as jax_export

    exported = graph.exported

    def call(*leaves: Any) -> tuple[Any, ...]:
        here = jax_export.default_export_platform()
        if here not in exported.platforms:
            raise RuntimeError(
                f"The graph '{graph.name}' was exported for {', '.join(exported.platforms)}, but this process computes on {here}."
            )
        try:
            return tuple(exported.call(*leaves))
        except ValueError as error:
            first = str(error).split("\n", 1)[0]
            raise RuntimeError(f"The graph '{graph.name}' was exported for Parameters of another shape or dtype: {first}") from None

    if not exported.has_vjp():
        call = jax.custom_vjp(call)

        def forward(*leaves: Any) -> Any:
            return call(*leaves), None

        def backward(_: Any, __: Any) -> Any:
            raise RuntimeError(
                f"The graph '{graph.name}' was exported without its gradient: it can't be differentiated. Export it with "
                "differentiable=True."
            )

        call.defvjp(forward, backward)
    return call


def bound(graph: FuncGraph, args: tuple[Any, ...]) -> list[Tensor]:
    """The Tensors of a call's arguments, in the program's order.

    Raises:
        RuntimeError: if they are not as when the graph was made.
    """
    if len(args) != len(graph.inputs):
        raise RuntimeError(
            f"The input number of parameters is not Compatible: the graph '{graph.name}' takes {len(graph.inputs)}, but got {len(args)}."
        )
    found: list[Tensor] = []
    specs: list[Input] = []
    for i, (want, got) in enumerate(zip(graph.inputs, args, strict=True)):
        _bind(graph.name, f"input {i}", want, got, found, specs)
    _check_lengths(graph, specs, found)
    return found


def _bind(graph: str, where: str, want: Any, got: Any, found: list[Tensor], specs: list[Input]) -> None:
    def wrong(expected: Any) -> RuntimeError:
        return RuntimeError(f"For the graph '{graph}', {where} must be {expected}, but got {errors.describe(got)}.")

    if isinstance(want, Input):
        if not isinstance(got, Tensor) or str(got.dtype) != want.dtype or len(got.shape) != len(want.shape):
            raise wrong(want)
        if any(isinstance(n, int) and n != d for n, d in zip(want.shape, got.shape, strict=True)):
            raise wrong(want)
        found.append(got)
        specs.append(want)
    elif isinstance(want, dict):
        if not isinstance(got, dict) or set(got) != set(want):
            raise wrong(f"a dict with the keys {list(want)}")
        for k, w in want.items():
            _bind(graph, f"{where}[{k!r}]", w, got[k], found, specs)
    elif isinstance(want, (tuple, list)):
        if not isinstance(got, (tuple, list)) or len(got) != len(want):
            raise wrong(f"a {type(want).__name__} of {len(want)}")
        for k, w in enumerate(want):
            _bind(graph, f"{where}[{k}]", w, got[k], found, specs)
    elif not places.same_value(want, got):
        raise wrong(f"{want!r}, as when it was made")


_LENGTH = re.compile(r"(?:(\d+)\*)?(n\d+)(?: \+ (\d+))?")


def _check_lengths(graph: FuncGraph, specs: list[Input], found: list[Tensor]) -> None:
    """Refuse lengths that contradict each other, or are outside of the limits that a Symbol set."""
    known: dict[str, tuple[int, int]] = {}
    for i, (spec, t) in enumerate(zip(specs, found, strict=True)):
        for text, size, (least, most) in zip(spec.shape, t.shape, spec.limits or [(1, 0)] * len(t.shape), strict=True):
            if isinstance(text, int) or S.scope is not None and not isinstance(size, int):
                continue
            parts = _LENGTH.fullmatch(text)
            assert parts is not None
            n, over = divmod(size - int(parts[3] or 0), int(parts[1] or 1))
            if over or n < 1 or size < least or size > most >= least:
                limits = f" and between {least} and {most}" if most > least else f" and at least {least}" if least > 1 else ""
                raise RuntimeError(
                    f"For the graph '{graph.name}', a length of Tensor {i} of the inputs must be {text}{limits}, with {parts[2]} at least 1, "
                    f"but got {size}."
                )
            other, before = known.setdefault(parts[2], (i, n))
            if before != n:
                raise RuntimeError(
                    f"For the graph '{graph.name}', the length {parts[2]} must be the same wherever it stands, but got {before} in Tensor "
                    f"{other} and {n} in Tensor {i} of the inputs."
                )
