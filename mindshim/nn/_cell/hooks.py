"""How a Cell runs when something watches it or replaces its gradient: hooks, custom `bprop`, `to_float`."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable
from typing import Any

from mindshim._core import state, tape
from mindshim._core.parts import part_of
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.common.hook_handle import HookDict, HookHandle, check_hook

_KINDS = ("_forward_pre_hooks", "_forward_hooks", "_backward_pre_hooks", "_backward_hooks")
_NONE: HookDict = HookDict()


@part_of("Cell", "mindshim.nn.cell")
class CellHooks:
    """The part of Cell that registers and runs hooks."""

    # None until the first hook of the kind is registered.
    _forward_pre_hooks: HookDict | None = None
    _forward_hooks: HookDict | None = None
    _backward_pre_hooks: HookDict | None = None
    _backward_hooks: HookDict | None = None
    _with_kwargs: set[int] | None = None
    _always_called: set[int] | None = None
    _signature: Any = None
    # A floating dtype that operator inputs are cast to while this Cell runs, or a strategy of `precision`, or None.
    _amp: Any = None
    has_bprop = False
    # Whether its gradient keeps no intermediate values (`recompute`).
    _recomputes = False
    _recompute_context: Any = None
    # Whether a call takes the long way; kept up to date by `_update_special`.
    _special = False

    def _update_special(self) -> None:
        have = self.__dict__
        have["_special"] = bool(self.has_bprop or self._amp is not None or self._recomputes or any(have.get(k) for k in _KINDS))
        have["_version"] = have.get("_version", 0) + 1
        S.epoch += 1

    def _add_hook(self, kind: str, hook: Any, prepend: bool = False) -> HookHandle:
        check_hook(hook)
        hooks = self.__dict__.get(kind)
        if hooks is None:
            hooks = self.__dict__[kind] = HookDict()
            hooks.changed = _Notify(self)
        handle = HookHandle(hooks)
        hooks[handle.id] = hook
        if prepend:
            hooks.move_to_end(handle.id, last=False)
        self._update_special()
        return handle

    def register_forward_pre_hook(
        self, hook_fn: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> HookHandle:
        """Call `hook_fn(cell, inputs)` before each call (mirrors `Cell.register_forward_pre_hook`).

        Args:
            hook_fn: gets the Cell and the tuple of positional inputs; what it returns (a tuple, or one value)
                replaces them, None keeps them. With `with_kwargs` it also gets the keyword inputs, and returns
                None or `(args, kwargs)`.
            prepend: run it before the hooks registered so far. Default: False.
            with_kwargs: pass keyword inputs. Default: False.

        Returns:
            A handle with `remove()`.

        Raises:
            TypeError: if `hook_fn` can't be called.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.SequentialCell()
            >>> handle = net.register_forward_pre_hook(lambda cell, inputs: (inputs[0] + 1,))
            >>> print(net(ms.Tensor([1.0])))
            [2.]
        """
        handle = self._add_hook("_forward_pre_hooks", hook_fn, prepend)
        if with_kwargs:
            self.__dict__.setdefault("_with_kwargs", set()).add(handle.id)
        return handle

    def register_forward_hook(
        self,
        hook_fn: Callable[..., Any],
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
        always_call: bool = False,
    ) -> HookHandle:
        """Call `hook_fn(cell, inputs, output)` after each call (mirrors `Cell.register_forward_hook`).

        Args:
            hook_fn: what it returns replaces the output, None keeps it. With `with_kwargs` it gets
                `(cell, inputs, kwargs, output)`.
            prepend: run it before the hooks registered so far. Default: False.
            with_kwargs: pass keyword inputs. Default: False.
            always_call: call it, with output None, also when the Cell raises. Default: False.

        Returns:
            A handle with `remove()`.

        Raises:
            TypeError: if `hook_fn` can't be called.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.SequentialCell()
            >>> handle = net.register_forward_hook(lambda cell, inputs, output: output * 2)
            >>> print(net(ms.Tensor([1.0])))
            [2.]
        """
        handle = self._add_hook("_forward_hooks", hook_fn, prepend)
        if with_kwargs:
            self.__dict__.setdefault("_with_kwargs", set()).add(handle.id)
        if always_call:
            self.__dict__.setdefault("_always_called", set()).add(handle.id)
        return handle

    def register_backward_pre_hook(self, hook_fn: Callable[..., Any]) -> HookHandle:
        """Call `hook_fn(cell, grad_output)` when a gradient reaches the output (mirrors the method of that name).

        What it returns (a tuple, or one Tensor) replaces the gradient of the output; None keeps it. PyNative only.

        Returns:
            A handle with `remove()`.

        Raises:
            TypeError: if `hook_fn` can't be called.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.ReLU()
            >>> handle = net.register_backward_pre_hook(lambda cell, grads: print("backward", cell.cls_name))
            >>> _ = ms.grad(lambda x: net(x).sum())(ms.Tensor([1.0]))
            backward ReLU
            >>> handle.remove()
        """
        return self._add_hook("_backward_pre_hooks", hook_fn)

    def register_backward_hook(self, hook_fn: Callable[..., Any]) -> HookHandle:
        """Call `hook_fn(cell, grad_input, grad_output)` when a gradient leaves the inputs (mirrors the method).

        What it returns (a tuple, or one Tensor) replaces the gradients of the inputs; None keeps them. Inputs that
        nothing differentiates show as None. PyNative only.

        Returns:
            A handle with `remove()`.

        Raises:
            TypeError: if `hook_fn` can't be called; in the backward pass, if it returns the wrong number of
                gradients or something that is not a Tensor.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.SequentialCell()
            >>> handle = net.register_backward_hook(lambda cell, grad_input, grad_output: (grad_input[0] * 3,))
            >>> print(ms.grad(lambda x: net(x * 2))(ms.Tensor([1.0])))
            [6.]
        """
        return self._add_hook("_backward_hooks", hook_fn)

    # -- names that MindSpore's own code looks at ---------------------------------------------------------------

    @property
    def _forward_pre_hook(self) -> HookDict:
        return self._forward_pre_hooks or HookDict()

    @property
    def _forward_hook(self) -> HookDict:
        return self._forward_hooks or HookDict()

    @property
    def _backward_pre_hook(self) -> HookDict:
        return self._backward_pre_hooks or HookDict()

    @property
    def _backward_hook(self) -> HookDict:
        return self._backward_hooks or HookDict()

    @property
    def enable_backward_hook(self) -> bool:
        """Whether a backward hook is registered."""
        return bool(self._backward_hooks or self._backward_pre_hooks)

    # -- running -----------------------------------------------------------------------------------------------

    def _call_special(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if "_params" not in self.__dict__:
            raise AttributeError(f"The '{type(self).__name__}' object is no complete Cell. Please use 'super().__init__()'.")
        if self._recomputes:
            from mindshim._core import recomputed

            return recomputed.call(self._call_alone, args, kwargs, self, self._recompute_context)
        return self._call_alone(args, kwargs)

    def _call_alone(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if not self._always_called:
            return self._call_watched(args, kwargs)
        try:
            return self._call_watched(args, kwargs)
        except Exception:
            for key, hook in list((self._forward_hooks or _NONE).items()):
                if key in self._always_called:
                    self._run_forward_hook(key, hook, args, kwargs, None)
            raise

    def _call_watched(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        for key, hook in list((self._forward_pre_hooks or _NONE).items()):
            args, kwargs = self._run_pre_hook(key, hook, args, kwargs)
        # The gradient's hooks stand outside the forward hooks: what these do to the output they see too.
        if S.tape is not None and self.enable_backward_hook:
            return self._run_hooked(args, kwargs)
        return self._run_observed(args, kwargs)

    def _run_observed(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run the Cell and show its output to the forward hooks."""
        if self._amp is not None:
            token = state.push_amp(self._amp)
            try:
                output = self._run_inner(args, kwargs)
            finally:
                state.pop_amp(token)
        else:
            output = self._run_inner(args, kwargs)
        for key, hook in list((self._forward_hooks or _NONE).items()):
            replaced = self._run_forward_hook(key, hook, args, kwargs, output)
            if replaced is not None:
                output = replaced
        return output

    def _run_pre_hook(self, key: int, hook: Any, args: Any, kwargs: Any) -> tuple[Any, Any]:
        if self._with_kwargs and key in self._with_kwargs:
            replaced = hook(self, args, kwargs)
            if replaced is None:
                return args, kwargs
            if not isinstance(replaced, tuple) or len(replaced) != 2:
                raise RuntimeError(
                    "forward pre hook with kwargs must return None or a tuple of (new_args, new_kwargs), "
                    f"but got {replaced}"
                )
            return replaced
        replaced = hook(self, args)
        if replaced is None:
            return args, kwargs
        return (replaced if isinstance(replaced, tuple) else (replaced,)), kwargs

    def _run_forward_hook(self, key: int, hook: Any, args: Any, kwargs: Any, output: Any) -> Any:
        if self._with_kwargs and key in self._with_kwargs:
            return hook(self, args, kwargs, output)
        return hook(self, args, output)

    def _run_inner(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.has_bprop:
            return self._run_with_bprop(args, kwargs)
        construct = self.construct  # type: ignore[attr-defined]
        return (construct if S.scope is None else S.scope.inside(construct))(*args, **kwargs)

    def _run_with_bprop(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run `construct` as one step whose gradient is what `bprop` says."""
        signature = self._signature
        if signature is None:
            signature = self.__dict__["_signature"] = inspect.signature(self.construct)  # type: ignore[attr-defined]
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        if not bound.kwargs:
            args, kwargs = bound.args, {}
        if S.scope is not None:
            self._check_bprop(len(args))
        # Parameters whose gradient `bprop` gives too, in a dict behind the tuple of the inputs'.
        own = tuple(getattr(self, "internal_params", None) or ())
        count = len(args)

        def forward(*inputs: Any) -> Any:
            return self.construct(*inputs[:count], **kwargs)  # type: ignore[attr-defined]

        def backward(inputs: Any, output: Any, cotangents: tuple[Tensor, ...]) -> tuple[Any, ...]:
            grads = self.bprop(*inputs[:count], output, _as_output(output, iter(cotangents)))  # type: ignore[attr-defined]
            if not isinstance(grads, tuple):
                if S.scope is not None:
                    raise TypeError(f"For bprop function, output should be a tuple, but '{type(self).__name__}' gives {type(grads).__name__}.")
                grads = (grads,)
            if len(grads) == 2 and isinstance(grads[0], tuple) and isinstance(grads[1], dict):
                grads = (*grads[0], *grads[1].values()) if own else grads[0]
            if len(grads) < len(inputs):
                raise RuntimeError(f"Grad size should lager than forward inputs, but got {len(grads)} vs {len(inputs)}")
            return tuple(
                tape.fit_gradient(g, x, type(self).__name__)
                if isinstance(g, Tensor) and isinstance(x, Tensor) and g.shape != x.shape else g
                for g, x in zip(grads, inputs, strict=False)
            )  # fmt: skip

        output = tape.custom_call(forward, backward, (*args, *own), type(self).__name__)
        if self.requires_grad and S.tape is None:  # type: ignore[attr-defined]
            # A step with its own gradient never hands its input through, even where nothing is recorded.
            output = _apart(output, args)
        return output

    def _check_bprop(self, count: int) -> None:
        """Compiled functions refuse a `bprop` of the wrong arguments even where no gradient is asked for."""
        taken = inspect.signature(self.bprop).parameters.values()  # type: ignore[attr-defined]
        if any(p.kind is not p.POSITIONAL_OR_KEYWORD for p in taken):
            return
        if len(taken) < 2:
            raise RuntimeError(
                f"The function 'bprop' of Primitive or Cell requires at least 2 params 'out' and 'dout', but got only {len(taken)}."
            )
        if len(taken) != count + 2:
            raise TypeError(
                f"The params of function 'bprop' of Primitive or Cell requires the forward inputs as well as the 'out' and 'dout'. "
                f"'{type(self).__name__}' has {count} inputs, but got {len(taken)} params."
            )

    def _run_hooked(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Put one step in front of the inputs and one behind the outputs, where the gradient is seen."""
        inputs = tuple(a for a in args if isinstance(a, Tensor))
        tracked = bool(inputs) and tape.live_refs(list(inputs)) is not None
        seen: list[Any] = [(None,)]

        def at_inputs(_: Any, __: Any, grads: tuple[Any, ...]) -> tuple[Any, ...]:
            return self._run_backward_hooks(grads, seen[0])

        def at_outputs(_: Any, __: Any, grads: tuple[Any, ...]) -> tuple[Any, ...]:
            for hook in list((self._backward_pre_hooks or _NONE).values()):
                replaced = hook(self, grads)
                if replaced is not None:
                    grads = _same_number(replaced, grads, "backward pre hook return value", "grad output")
            seen[0] = grads
            if not tracked:
                self._run_backward_hooks((None,) * max(1, len(inputs)), grads)
            return grads

        if tracked and self._backward_hooks:
            fresh = iter(tape.custom_call(_identity, at_inputs, inputs, "BackwardHook"))
            args = tuple(next(fresh) if isinstance(a, Tensor) else a for a in args)
        output = self._run_observed(args, kwargs)
        outputs: list[Tensor] = []
        _collect(output, outputs)
        if not outputs:
            return output
        return _as_output(output, iter(tape.custom_call(_identity, at_outputs, tuple(outputs), "BackwardHook")))

    def _run_backward_hooks(self, grads: tuple[Any, ...], grad_output: Any) -> tuple[Any, ...]:
        for hook in list((self._backward_hooks or _NONE).values()):
            replaced = hook(self, grads, grad_output)
            if replaced is not None:
                grads = _same_number(replaced, grads, "backward hook return value", "grad input")
        return grads


class _Notify:
    """Tells a Cell, without keeping it alive, that one of its hooks was removed."""

    def __init__(self, cell: Any) -> None:
        self._cell = weakref.ref(cell)

    def __call__(self) -> None:
        cell = self._cell()
        if cell is not None:
            cell._update_special()


def _apart(output: Any, inputs: tuple[Any, ...]) -> Any:
    """`output` with new Tensors in place of those that are inputs."""
    if isinstance(output, Tensor):
        return tape.snapshot(output) if any(output is i for i in inputs) else output
    if type(output) in (tuple, list):
        return type(output)([_apart(o, inputs) for o in output])
    return output


def _identity(*tensors: Tensor) -> tuple[Tensor, ...]:
    return tensors


def _same_number(replaced: Any, grads: tuple[Any, ...], what: str, expected: str) -> tuple[Any, ...]:
    out = replaced if isinstance(replaced, tuple) else (replaced,)
    if len(out) != len(grads):
        raise TypeError(f"The {what} size is {len(out)} not equal to expect {expected} size {len(grads)}")
    for g in out:
        if not isinstance(g, Tensor):
            raise TypeError(
                f"The output type of function: hook_backward_grad should be a tensor but got {type(g).__name__}."
            )
    return out


def _collect(value: Any, found: list[Tensor]) -> None:
    if isinstance(value, Tensor):
        found.append(value)
    elif isinstance(value, (tuple, list)):
        for v in value:
            _collect(v, found)


def _as_output(like: Any, tensors: Any) -> Any:
    """`like` with its Tensors replaced, in order, by those of an iterator."""
    if isinstance(like, Tensor):
        return next(tensors)
    if isinstance(like, (tuple, list)):
        filled = [_as_output(v, tensors) for v in like]
        if hasattr(like, "_fields"):
            return type(like)(*filled)
        return type(like)(filled)
    return like
