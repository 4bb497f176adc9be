"""Operations with a hand-written gradient: `_Function`, and `_no_grad`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mindshim._core import state, tape
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


class FunctionContext:
    """What `forward` leaves for `backward`."""

    def __init__(self, needs_input_grad: tuple[bool, ...]) -> None:
        self.needs_input_grad = needs_input_grad
        self.saved_tensors: tuple[Any, ...] = ()
        self.materialize_grads = True
        self.dirty_tensors: tuple[Any, ...] = ()
        self.non_differentiable: tuple[Any, ...] = ()

    def save_for_backward(self, *tensors: Any) -> None:
        """Keep Tensors for `backward`, as `saved_tensors`."""
        self.saved_tensors = tensors

    def mark_dirty(self, *tensors: Any) -> None:
        """Say which inputs `forward` wrote in place."""
        self.dirty_tensors = tensors

    def mark_non_differentiable(self, *tensors: Any) -> None:
        """Say which outputs have no gradient."""
        self.non_differentiable = tensors

    def set_materialize_grads(self, value: bool) -> None:
        """Whether missing output gradients reach `backward` as zeros (True) or None."""
        self.materialize_grads = value


class _Function:
    """An operation with its own gradient: subclass it, define `forward(ctx, …)` and `backward(ctx, …)`, call `apply`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common._grad_function import _Function
        >>> class Cube(_Function):
        ...     @staticmethod
        ...     def forward(ctx, x):
        ...         ctx.save_for_backward(x)
        ...         return x * x * x
        ...     @staticmethod
        ...     def backward(ctx, grad):
        ...         (x,) = ctx.saved_tensors
        ...         return 3 * x * x * grad
        >>> ms.ops.grad(Cube.apply)(ms.Tensor(2.0))
        Tensor(shape=[], dtype=Float32, value= 12)
    """

    @staticmethod
    def forward(ctx: Any, *args: Any, **kwargs: Any) -> Any:
        """Compute the output; subclasses define it."""
        raise NotImplementedError("_Function.forward: subclasses must define it.")

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Compute the input gradients; subclasses define it."""
        raise NotImplementedError("_Function.backward: subclasses must define it.")

    @classmethod
    def apply(cls, *args: Any, **kwargs: Any) -> Any:
        """Run `forward`; a gradient that comes by runs `backward`."""
        recording = state.records()
        refs = tape.live_refs([a if isinstance(a, Tensor) else None for a in args]) if recording else None
        needs = tuple(isinstance(a, Tensor) and (refs is None or refs[i] is not None) for i, a in enumerate(args))
        ctx = FunctionContext(needs)
        with state.lock:
            before = state.set_tape(None)
            try:
                out = cls.forward(ctx, *args, **kwargs)
            finally:
                state.set_tape(before)
        cls._check_outputs(ctx, out, args, refs)
        if refs is None:
            return cls._apart(ctx, out, args)
        return cls._record(ctx, out, args, refs)

    @classmethod
    def _apart(cls, ctx: FunctionContext, out: Any, args: Any) -> Any:
        """The output with new Tensors in place of inputs that `forward` only hands through."""
        if isinstance(out, tuple):
            return tuple(cls._apart(ctx, o, args) for o in out)
        passed = isinstance(out, Tensor) and any(out is a for a in args)
        return tape.snapshot(out) if passed and not any(out is t for t in ctx.dirty_tensors) else out

    @classmethod
    def _check_outputs(cls, ctx: FunctionContext, out: Any, args: Any, refs: Any) -> None:
        outs = out if isinstance(out, tuple) else (out,)
        for t in ctx.dirty_tensors:
            if not any(t is a for a in args):
                raise RuntimeError(f"For '{cls.__name__}', a tensor marked dirty must be an input of forward.")
            if not any(t is o for o in outs):
                raise RuntimeError(f"For '{cls.__name__}': The dirty tensors must all be outputs of the forward function.")
            # Where the input was on the tape before `forward` wrote it.
            ref = next(r for a, r in zip(args, refs, strict=True) if a is t) if refs is not None else None
            if ref is not None and ref[0].program is None:
                raise RuntimeError(
                    f"For '{cls.__name__}': A leaf tensor that need grad is being used in an inplace operator."
                )
            if t._view is not None and len(outs) > 1:
                raise RuntimeError(f"For '{cls.__name__}': A view is one of output for multi output operator.")

    @classmethod
    def _record(cls, ctx: FunctionContext, out: Any, args: Any, refs: Any) -> Any:
        outs = out if isinstance(out, tuple) else (out,)
        plain = {id(t) for t in ctx.non_differentiable}
        dirty = {id(t) for t in ctx.dirty_tensors}

        def backward(saved: Any, outputs: Any, cts: Any) -> Any:
            if not ctx.materialize_grads:
                cts = tuple(None if missing else c for c, missing in zip(cts, missing_of(node), strict=True))
            rest = iter(cts)
            # Outputs that are no Tensors keep their place.
            given = [next(rest) if isinstance(o, Tensor) else None for o in outs]
            grads = cls.backward(ctx, *given)
            grads = grads if isinstance(grads, tuple) else (grads,)
            if len(grads) < len(args):
                raise RuntimeError(
                    f"For '{cls.__name__}': Function backward return a wrong number of gradients, expected {len(args)} "
                    f"but got {len(grads)}."
                )
            return tuple(cls._fit(g, a) for g, a in zip(grads, args, strict=False))

        fresh = tape.record_custom(outs, backward, args, refs, cls.__name__)
        node = next((t._ref[0] for t in fresh if isinstance(t, Tensor) and t._ref is not None), None)
        result = []
        for old, new in zip(outs, fresh, strict=True):
            if isinstance(old, Tensor) and id(old) in plain:
                new._ref = None
            elif isinstance(old, Tensor) and id(old) in dirty:
                old._assign_data(new._data, new._ref)
                new = old
            result.append(new)
        return tuple(result) if isinstance(out, tuple) else result[0]

    @classmethod
    def _fit(cls, grad: Any, value: Any) -> Any:
        if grad is None:
            return None
        if not isinstance(value, Tensor):
            raise RuntimeError(f"For '{cls.__name__}': Input is not tensor, but gradient is not none.")
        if not isinstance(grad, Tensor):
            raise RuntimeError(f"For '{cls.__name__}': Gradient should be none or tensor, but got {type(grad).__name__}.")
        return tape.fit_gradient(grad, value, cls.__name__)


def missing_of(node: Any) -> list[bool]:
    """Which outputs of a node got no gradient."""
    return [c is None for c in node.cts]


class _no_grad:  # noqa: N801 - MindSpore's name
    """Inside the block (or decorated function) nothing is recorded for gradients.

    Examples:
        >>> import mindshim as ms
        >>> def f(x):
        ...     with ms._no_grad():
        ...         scale = x * x
        ...     return scale * x
        >>> ms.ops.grad(f)(ms.Tensor(3.0))
        Tensor(shape=[], dtype=Float32, value= 9)
    """

    def __init__(self) -> None:
        self._before: list[Any] = []

    def __enter__(self) -> _no_grad:
        state.lock.acquire()
        self._before.append(state.set_tape(None))
        S.no_grad += 1
        return self

    def __exit__(self, *exc: object) -> None:
        S.no_grad -= 1
        state.set_tape(self._before.pop())
        state.lock.release()

    def __call__(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(fn)
        def run(*args: Any, **kwargs: Any) -> Any:
            with _no_grad():
                return fn(*args, **kwargs)

        return run


__all__ = ["_Function", "_no_grad"]
