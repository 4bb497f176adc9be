"""Taking a gradient in PyNative mode: run the function once on the tape, walk back, give the result its structure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp

from mindshim._core import state, tape
from mindshim._core.promotion import is_inexact
from mindshim._core.state import S, graph_rules
from mindshim._core.tensor import Tensor


def tracked_outputs(out: Any, found: list[Tensor]) -> list[Tensor]:
    """The Tensors in a nested tuple, list or dict."""
    if isinstance(out, Tensor):
        found.append(out)
    elif isinstance(out, (tuple, list)):
        for o in out:
            tracked_outputs(o, found)
    elif isinstance(out, dict):
        for o in out.values():
            tracked_outputs(o, found)
    elif is_sparse(out):
        found.extend(out._tensors())
    return found


def is_sparse(value: Any) -> bool:
    """Whether it is a sparse tensor: dense parts, the values last, and a shape."""
    return hasattr(type(value), "_tensors")


def is_marked(value: Any) -> bool:
    """Whether a compiled function differentiates by it: numbers, tuples, lists and dicts marked by `mutable`."""
    return getattr(value, "__ms_mutable__", False) and not isinstance(value, Tensor) and graph_rules()


def _parts(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()


def _differentiated(value: Any) -> list[Any]:
    """The Tensors of an input that gradients are taken by."""
    if isinstance(value, Tensor):
        return [value]
    if is_sparse(value):
        # By its values.
        return [value._tensors()[-1]]
    return _within(value) if is_marked(value) else []


def _within(value: Any) -> list[Any]:
    return [t for v in _parts(value) for t in (_within(v) if not isinstance(v, Tensor) else [v])]


def _gradient_of(value: Any, found: Any) -> Any:
    """The gradient of an input, in its structure, of the gradients of its Tensors; None for what has none."""
    if isinstance(value, Tensor):
        return next(found)
    if is_sparse(value):
        # It has the same places.
        return type(value)._of((*value._tensors()[:-1], next(found)), value._shape)
    return _structured(value, found) if is_marked(value) else None


def _structured(value: Any, found: Any) -> Any:
    if isinstance(value, Tensor):
        return next(found)
    if isinstance(value, dict):
        return {k: _structured(v, found) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return (list if isinstance(value, list) else tuple)([_structured(v, found) for v in value])
    # Numbers are constants for a gradient, as in MindSpore.
    return 0.0 if isinstance(value, float) else 0


def run_gradient(
    fn: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    inputs: list[Any],
    weights: list[Tensor] | None,
    *,
    has_aux: bool = False,
    sens: Any = None,
) -> tuple[Any, list[Any], list[Tensor]]:
    """Run `fn` and differentiate the sum of its outputs (or `sens`-weighted) with respect to `inputs` and `weights`.

    Returns the function's output, and the gradients in the order given: None for an input that is not a Tensor, a nested
    one for an input marked by `mutable` in a compiled function, zeros for one the output does not depend on. With `weights` None, the gradients of whichever trainable Parameters
    the outputs depend on, in the order in which the function came by them.
    """
    with state.lock:
        # It is this thread's block then, if there is one.
        if S.no_grad:
            raise RuntimeError("In no_grad context, you can not calculate gradient")
    whole = inputs
    inputs = [t for value in whole for t in _differentiated(value)]
    rec = tape.Recording(implicit=weights is None)
    weights = weights or []
    try:
        shared = {id(w) for w in weights}
        targets: list[Any] = []
        leaves_by_id: dict[int, Any] = {}
        for t in inputs:
            if id(t) in shared:
                # A Parameter that is an input and a weight at once has a gradient in each role.
                where = next(k for k, a in enumerate(args) if a is t)
                t = tape.snapshot(t)
                args = (*args[:where], t, *args[where + 1 :])
            node = leaves_by_id.get(id(t))
            if node is None:
                node = leaves_by_id[id(t)] = rec.leaf(t)
            targets.append(node)
        weight_nodes = []
        for w in weights:
            if getattr(w, "requires_grad", True) is False:
                weight_nodes.append(None)
                continue
            node = leaves_by_id.get(id(w))
            if node is None:
                node = leaves_by_id[id(w)] = rec.leaf(w)
            weight_nodes.append(node)
        values = [(t._data.shape, t._data.dtype) for t in inputs]
        weight_values = [(w._data.shape, w._data.dtype) for w in weights]
        out = (fn if S.scope is None else S.scope.inside(fn))(*args, **kwargs)
        if has_aux:
            if not isinstance(out, tuple) or len(out) < 2:
                raise ValueError("When has_aux is True, origin fn requires more than one outputs.")
            main = out[0]
        else:
            main = out
        if rec.tape.implicit is rec:
            # A Parameter may be an output itself.
            rec.adopt(tracked_outputs(main, []))
        seeds = make_seeds(rec, main, sens)
        adopted = dict(rec.adopted)
        nodes = [n for n in dict.fromkeys([*targets, *weight_nodes, *adopted.values()]) if n is not None]
        found = dict(zip(nodes, tape.backward(rec, seeds, nodes), strict=True)) if nodes else {}
        flat_grads = iter([as_tensor(found.get(n), v) for n, v in zip(targets, values, strict=True)])
        input_grads = [_gradient_of(value, flat_grads) for value in whole]
        weight_grads = [
            # The flag may have been taken away while the function ran.
            as_tensor(found.get(n) if getattr(w, "requires_grad", True) else None, v, w if n is not None else None)
            for w, n, v in zip(weights, weight_nodes, weight_values, strict=True)
        ]
        weight_grads += [
            as_tensor(found[n], (w._data.shape, w._data.dtype), w) for w, n in adopted.items() if found.get(n) is not None
        ]
        detach_outputs(out, rec)
    finally:
        rec.finish()
    return out, input_grads, weight_grads


def detach_outputs(out: Any, rec: tape.Recording) -> None:
    """Outside the outermost gradient nothing stays tracked."""
    if not rec.nested:
        for t in tracked_outputs(out, []):
            if t._ref is not None and t._ref[0].program is not None:
                t._ref = None


def as_tensor(found: Any, value: tuple[Any, Any], hooked: Tensor | None = None) -> Tensor:
    """A gradient as a Tensor: zeros of the input's shape and dtype if nothing came, shown to the hooks of `hooked`."""
    if found is None:
        shape, dtype = value
        zeros = Tensor._wrap(jnp.zeros(shape, dtype))
        if hooked is not None and hooked._hooks:
            for hook in list(hooked._hooks.values()):
                replaced = hook(zeros)
                zeros = zeros if replaced is None else replaced
        return zeros
    data, ref = found
    if data.dtype != value[1]:
        data = data.astype(value[1])
    t = Tensor._wrap(data)
    if ref is not None:
        t._ref = ref
    return t


def make_seeds(rec: tape.Recording, out: Any, sens: Any) -> list[Any]:
    """The cotangents the walk starts from: ones for every output, or what `sens` says."""
    outs = tracked_outputs(out, [])
    if sens is None:
        return [
            (t._ref, tape.ones_like(t._data), None)
            for t in outs
            if t._ref is not None and t._ref[0].tape is rec.tape
        ]
    given = tracked_outputs(sens, []) if not isinstance(sens, Tensor) else [sens]
    if isinstance(sens, (int, float)):
        given = [Tensor._wrap(jnp.full(t._data.shape, sens, t._data.dtype)) for t in outs]
    if len(given) != len(outs):
        raise ValueError(
            f"For 'GradOperation', the number of sens tensors must equal the number of outputs, {len(outs)}, "
            f"but got {len(given)}."
        )
    seeds = []
    for t, s in zip(outs, given, strict=True):
        if s.shape != t.shape:
            raise ValueError(
                f"For 'GradOperation', the shape of sens must be the output's shape {list(t.shape)}, "
                f"but got {list(s.shape)}."
            )
        if s.dtype is not t.dtype and (is_inexact(s._data.dtype) != is_inexact(t._data.dtype) or s.dtype is not t.dtype):
            raise TypeError(
                f"For 'GradOperation', the dtype of sens must be the output's dtype {t.dtype}, but got {s.dtype}."
            )
        if t._ref is not None and t._ref[0].tape is rec.tape:
            seeds.append((t._ref, s._data if S.scope is None else S.scope.read(s), s._ref))
    return seeds
