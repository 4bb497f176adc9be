"""JAX's function transformations over functions of Tensors.

The function is captured as a pure one (Parameters and other outside Tensors become inputs), transformed by JAX,
compiled, and the whole is one program on the tape, so transforms nest with each other and with gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax

from mindshim._core import capture, dispatch, eviction
from mindshim._core import skeleton as skeletons
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


class Transformed:
    """A captured function for one signature, and its transformed program."""

    __slots__ = ("finish", "program", "traced")

    def __init__(self, traced: capture.Traced, program: Program, finish: Any) -> None:
        self.traced = traced
        self.program = program
        self.finish = finish


def apply(
    cache: dict[Any, Any],
    key: Any,
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    build: Callable[[capture.Traced, Callable[..., Any]], tuple[Callable[..., Any], Any]],
    aval_of: Callable[[int, Any], Any] | None = None,
    extra: list[Tensor] | None = None,
    name: str = "Transform",
) -> tuple[list[Tensor], Any]:
    """Capture `fn`, transform it with `build`, run the program on the arguments and `extra` Tensors.

    `build(traced, fun)` returns the flat function `(arguments…, extra…, state…) -> arrays` and whatever the caller
    needs to give the result its structure; both come back to the caller with the output Tensors.
    """
    tensors: list[Tensor] = []
    skeleton = skeletons.flatten((args, kwargs), tensors)
    extra = extra or []
    full_key = (key, skeleton, S.amp, *[(t._data.shape, t._data.dtype) for t in tensors],
                *[(t._data.shape, t._data.dtype) for t in extra])  # fmt: skip
    found = None if S.scope is not None else cache.get(full_key)
    if found is not None and not (found.traced.valid() and all(t._data is a for t, a in found.traced.constants)):
        found = None
    if found is None:
        avals = []
        for i, t in enumerate(tensors):
            aval = jax.ShapeDtypeStruct(t._data.shape, t._data.dtype)
            avals.append(aval_of(i, aval) if aval_of else aval)
        traced = capture.trace(fn, skeleton, avals)
        if traced.written:
            raise RuntimeError(
                f"For '{name}', the function must not write Parameters or other Tensors from outside; "
                f"it wrote {[getattr(t, 'name', 'a Tensor') for t in traced.written]}."
            )
        flat, finish = build(traced, capture.as_function(traced.jaxpr))
        found = Transformed(traced, Program(flat, name), finish)
        if S.scope is None:
            while len(cache) >= eviction.MOST:
                # The oldest.
                cache.pop(next(iter(cache)), None)
            cache[full_key] = found
    traced = found.traced
    leaves: list[Any] = [t._data for t in tensors] + [t._data for t in extra]
    sources: list[Any] = [*tensors, *extra]
    for t in traced.lifted:
        leaves.append(t._data)
        sources.append(t)
    for stream, count in traced.streams:
        leaves += stream.draw(count)
        sources += [None, None]
    out = dispatch.execute(found.program, leaves, sources)
    if traced.output is not None and S.scope is None:
        traced.output.finish()
    outs = list(out) if isinstance(out, tuple) else [out]
    return outs, found
