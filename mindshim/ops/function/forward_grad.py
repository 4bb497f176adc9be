"""`jvp`, `vjp`, `jacfwd` and `jacrev`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dtypes, gradients, tape, transforms
from mindshim._core import skeleton as skeletons
from mindshim._core.faces import face
from mindshim._core.promotion import is_inexact
from mindshim._core.tensor import Tensor
from mindshim.ops.function.grad import check_weights


def _split_aux(out: Any, op: str) -> tuple[Any, Any]:
    if not isinstance(out, tuple) or len(out) < 2:
        raise ValueError(f"For '{op}', when has_aux is True, origin fn requires more than one outputs.")
    return out[0], out[1:]


@face("ops.jvp", "jvp")
def jvp(fn: Callable[..., Any], inputs: Any, v: Any, has_aux: bool = False) -> Any:
    """The outputs of `fn` and their directional derivative (mirrors `mindspore.jvp`).

    Args:
        fn: a function or Cell of Tensors.
        inputs: its argument, or a tuple or list of arguments.
        v: the direction, with the structure of `inputs`.
        has_aux: whether only the first output is differentiated.

    Returns:
        `(outputs, tangents)`, and the other outputs with `has_aux`.

    Raises:
        TypeError: if `inputs` and `v` differ in structure.

    Examples:
        >>> import mindshim as ms
        >>> ms.jvp(lambda x: x * x, ms.Tensor([3.0]), ms.Tensor([1.0]))[1]
        Tensor(shape=[1], dtype=Float32, value= [ 6.00000000e+00])
    """
    args = tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,)
    directions = list(v) if isinstance(v, (tuple, list)) else [v]
    if len(args) != len(directions):
        raise TypeError(f"For 'jvp', 'v' must have one element per input, {len(args)}, but got {len(directions)}.")
    for d in (*args, *directions):
        if not isinstance(d, Tensor):
            raise TypeError(f"For 'jvp', 'inputs' and 'v' must be Tensors, but got {type(d).__name__}.")

    def build(traced: Any, fun: Any) -> Any:
        n = traced.n_args

        def flat(*leaves: Any) -> Any:
            primals, tangents, rest = leaves[:n], leaves[n : 2 * n], leaves[2 * n :]
            primals_f = [p if is_inexact(p.dtype) else p.astype(jnp.float32) for p in primals]
            tangents = [
                jnp.broadcast_to(t.astype(p.dtype), p.shape) for p, t in zip(primals_f, tangents, strict=True)
            ]
            out, moved = jax.jvp(
                lambda *a: tuple(fun(*[x.astype(p.dtype) for x, p in zip(a, primals, strict=True)], *rest)),
                tuple(primals_f),
                tuple(tangents),
            )
            moved = [m if m.dtype == o.dtype else jnp.zeros(o.shape, o.dtype) for m, o in zip(moved, out, strict=True)]
            return (*out, *moved)

        return flat, None

    outs, found = transforms.apply({}, "jvp", fn, args, {}, build, extra=directions, name="jvp")
    n = found.traced.n_out
    value = skeletons.unflatten(found.traced.out, iter(outs[:n]))
    moved = skeletons.unflatten(found.traced.out, iter(outs[n:]))
    if any(not is_inexact(a._data.dtype) for a in args):
        moved = _through_integers(fn, args, directions, found.traced.out, outs[n:])
    if has_aux:
        main, aux = _split_aux(value, "jvp")
        return main, moved[0], aux[0] if len(aux) == 1 else aux
    return value, moved


def _through_integers(fn: Callable[..., Any], args: Any, directions: Any, skeleton: Any, moved: list[Tensor]) -> Any:
    """The derivative along integer inputs, which MindSpore has and JAX has not: that of `fn` of real numbers.

    Where `fn` refuses those (it indexes with them), it does not vary smoothly: `moved`, without the integers.
    """
    as_reals = [a if is_inexact(a._data.dtype) else a.astype(dtypes.float64) for a in args]
    try:
        _, found = jvp(fn, tuple(as_reals), tuple([d.astype(a.dtype) for a, d in zip(as_reals, directions, strict=True)]))
    except (TypeError, ValueError, IndexError):
        return skeletons.unflatten(skeleton, iter(moved))
    tangents: list[Tensor] = []
    skeletons.flatten_output(found, tangents)
    return skeletons.unflatten(skeleton, iter([t.astype(m.dtype) for t, m in zip(tangents, moved, strict=True)]))


def _check_vjp(name: str, values: Any) -> None:
    for value in values:
        if isinstance(value, (int, float, complex, str, np.ndarray)):
            raise TypeError(f"For 'vjp', the type of the {name} must be Tensor, but got {type(value).__name__}.")


@face("ops.vjp", "vjp")
def vjp(fn: Callable[..., Any], *inputs: Any, weights: Any = None, has_aux: bool = False) -> Any:
    """The outputs of `fn` and a function from cotangents to input gradients (mirrors `mindspore.vjp`).

    Args:
        fn: a function or Cell of Tensors.
        inputs: its arguments.
        weights: Parameters to differentiate too.
        has_aux: whether only the first output is differentiated.

    Returns:
        `(outputs, vjp_fn)`, and the other outputs with `has_aux`. `vjp_fn(*cotangents)` returns a tuple with one
        gradient per input, or `(inputs' gradients, weights' gradients)`.

    Raises:
        TypeError: for inputs or cotangents that are numbers. ValueError: for another number of cotangents.

    Examples:
        >>> import mindshim as ms
        >>> value, pull = ms.vjp(lambda x: x * x, ms.Tensor([3.0]))
        >>> pull(ms.Tensor([1.0]))
        (Tensor(shape=[1], dtype=Float32, value= [ 6.00000000e+00]),)
    """
    weight_list, bare = check_weights(weights, "vjp")
    _check_vjp("inputs", inputs)
    rec = tape.Recording()
    saved: list[Any] = []
    try:
        targets = [rec.leaf(t) if isinstance(t, Tensor) else None for t in inputs]
        weight_nodes = [rec.leaf(w) for w in weight_list]
        values = [(t._data.shape, t._data.dtype) if isinstance(t, Tensor) else None for t in inputs]
        weight_values = [(w._data.shape, w._data.dtype) for w in weight_list]
        out = fn(*inputs)
        main, aux = _split_aux(out, "vjp") if has_aux else (out, ())
        for t in gradients.tracked_outputs(main, []):
            ref = t._ref if t._ref is not None and t._ref[0].tape is rec.tape else None
            saved.append((ref, t._data.shape, t._data.dtype))
    finally:
        # The nodes stay: the returned function walks them, perhaps several times.
        rec.finish(keep=True)
    gradients.detach_outputs(out, rec)

    def pull(*cotangents: Any) -> Any:
        _check_vjp("cotangents", cotangents)
        given = gradients.tracked_outputs(cotangents, [])
        if len(given) != len(saved):
            raise ValueError(f"For 'vjp', {len(saved)} cotangents are needed, but got {len(given)}.")
        seeds = [(ref, c._data, c._ref) for (ref, _, _), c in zip(saved, given, strict=True) if ref is not None]
        nodes = [n for n in (*targets, *weight_nodes) if n is not None]
        found = dict(zip(nodes, tape.backward(rec, seeds, nodes), strict=True))
        grads = tuple(gradients.as_tensor(found[n], v) for n, v in zip(targets, values, strict=True) if n is not None and v is not None)
        if weights is None:
            return grads
        named = tuple(gradients.as_tensor(found[n], v) for n, v in zip(weight_nodes, weight_values, strict=True))
        return grads, (named[0] if bare else named)

    if has_aux:
        return main, pull, aux[0] if len(aux) == 1 else aux
    return out, pull


def _positions(grad_position: Any, op: str) -> tuple[tuple[int, ...], bool]:
    if isinstance(grad_position, int) and not isinstance(grad_position, bool):
        found: tuple[int, ...] = (grad_position,)
        single = True
    elif isinstance(grad_position, tuple) and all(isinstance(p, int) for p in grad_position):
        found, single = grad_position, False
    else:
        raise TypeError(f"For '{op}', the 'grad_position' must be int or tuple of int, but got {grad_position!r}.")
    if any(p < 0 for p in found):
        raise ValueError(f"For '{op}', the 'grad_position' must not be negative, but got {grad_position}.")
    if len(set(found)) != len(found):
        raise ValueError(f"For '{op}', the 'grad_position' must not have duplicates, but got {grad_position}.")
    return found, single


def _jacobian(op: str, transform: Any, fn: Any, grad_position: Any, has_aux: Any) -> Callable[..., Any]:
    positions, single = _positions(grad_position, op)
    if not isinstance(has_aux, bool):
        raise TypeError(f"For '{op}', the 'has_aux' must be bool, but got {type(has_aux).__name__}.")
    cache: dict[Any, Any] = {}

    def jacobian(*args: Any, **kwargs: Any) -> Any:
        if any(p >= len(args) for p in positions):
            raise RuntimeError(f"For '{op}', the 'grad_position' {grad_position} exceeds the number of inputs {len(args)}.")
        order: list[Tensor] = []
        where = []
        for i, a in enumerate(args):
            before = len(order)
            skeletons.flatten(((a,), {}), order)
            if i in positions:
                where.append((positions.index(i), before))
        indices = tuple(before for _, before in sorted(where))

        def build(traced: Any, fun: Any) -> Any:
            def flat(*leaves: Any) -> Any:
                def of(*moving: Any) -> Any:
                    full = list(leaves)
                    for i, m in zip(indices, moving, strict=True):
                        full[i] = m.astype(leaves[i].dtype)
                    return tuple(fun(*full))

                moving = [leaves[i] if is_inexact(leaves[i].dtype) else leaves[i].astype(jnp.float32) for i in indices]
                value = fun(*leaves)
                rows = transform(of, argnums=tuple(range(len(moving))))(*moving)
                jac = [j.astype(leaves[i].dtype) for row in rows for i, j in zip(indices, row, strict=True)]
                return (*value, *jac)

            return flat, None

        outs, found = transforms.apply(cache, "jac", fn, args, kwargs, build, name=op)
        n = found.traced.n_out
        value = skeletons.unflatten(found.traced.out, iter(outs[:n]))
        rows = []
        for r in range(n):
            row = outs[n + r * len(indices) : n + (r + 1) * len(indices)]
            rows.append(row[0] if single else tuple(row))
        if has_aux:
            _, aux = _split_aux(value, op)
            return rows[0], aux[0] if len(aux) == 1 else aux
        return rows[0] if isinstance(value, Tensor) else tuple(rows)

    return jacobian


@face("ops.jacfwd", "jacfwd")
def jacfwd(fn: Callable[..., Any], grad_position: Any = 0, has_aux: bool = False) -> Callable[..., Any]:
    """A function that computes the Jacobian of `fn` by forward mode (mirrors `mindspore.jacfwd`).

    The result has the output's shape followed by the input's; a tuple of them for several positions or outputs.

    Examples:
        >>> import mindshim as ms
        >>> ms.jacfwd(lambda x: x * x)(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 2.00000000e+00,  0.00000000e+00],
         [ 0.00000000e+00,  4.00000000e+00]])
    """
    return _jacobian("jacfwd", jax.jacfwd, fn, grad_position, has_aux)


@face("ops.jacrev", "jacrev")
def jacrev(fn: Callable[..., Any], grad_position: Any = 0, has_aux: bool = False) -> Callable[..., Any]:
    """A function that computes the Jacobian of `fn` by reverse mode (mirrors `mindspore.jacrev`).

    The result has the output's shape followed by the input's; a tuple of them for several positions or outputs.

    Examples:
        >>> import mindshim as ms
        >>> ms.jacrev(lambda x: x * x)(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 2.00000000e+00,  0.00000000e+00],
         [ 0.00000000e+00,  4.00000000e+00]])
    """
    return _jacobian("jacrev", jax.jacrev, fn, grad_position, has_aux)
