"""`grad`, `value_and_grad` and `get_grad`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import gradients
from mindshim._core.faces import face
from mindshim._core.state import S, graph_rules
from mindshim._core.tensor import Tensor
from mindshim.ops.function.grad.own_gradient import custom_vjp as custom_vjp


def _check_position(grad_position: Any, weights: Any, op: str) -> tuple[int, ...] | None:
    if grad_position is None:
        if weights is None:
            raise ValueError("`grad_position` and `weight` can not be None at the same time.")
        return None
    if isinstance(grad_position, int):
        positions: tuple[int, ...] = (int(grad_position),)
    elif isinstance(grad_position, tuple):
        positions = grad_position
        for p in positions:
            if not isinstance(p, int):
                raise TypeError(f"For '{op}', the element in 'grad_position' must be int, but got {type(p).__name__}.")
        if len(set(positions)) != len(positions):
            raise ValueError(f"For '{op}', the elements in 'grad_position' must not be duplicates, but got {positions}.")
    else:
        raise TypeError(f"For '{op}', the 'grad_position' must be int or tuple.")
    if any(p < 0 for p in positions):
        raise ValueError(f"For '{op}', the 'grad_position' must be greater than or equal to 0, but got {grad_position}.")
    return positions


def check_weights(weights: Any, op: str) -> tuple[list[Tensor], bool]:
    """The weights as a list, and whether a single bare one was given."""
    if weights is None:
        return [], False
    if isinstance(weights, Tensor):
        return [weights], True
    if isinstance(weights, (list, tuple)):
        for w in weights:
            if not isinstance(w, Tensor):
                raise TypeError(f"For '{op}', every element of 'weights' must be a Parameter, but got {type(w).__name__}.")
        return list(weights), False
    raise TypeError(
        f"For '{op}', the 'weights' must be a Parameter, a ParameterTuple, a list or tuple of Parameters or None, "
        f"but got {type(weights).__name__}."
    )


def _check_bool(value: Any, name: str, op: str) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"For '{op}', the '{name}' must be bool, but got {type(value).__name__}.")


def _with_ids(grads: Any, ids: Any) -> Any:
    return tuple(zip(ids, grads, strict=True))


def take_sens(args: tuple[Any, ...], kwargs: dict[str, Any], op: str) -> tuple[Any, tuple[Any, ...], dict[str, Any]]:
    """The cotangent of a call with `sens_param` (its keyword `sens`, or its last argument), and the other arguments."""
    if "sens" in kwargs:
        kwargs = dict(kwargs)
        return kwargs.pop("sens"), args, kwargs
    if not args:
        raise TypeError(f"For '{op}' with sens_param=True, the last argument must be the sens.")
    return args[-1], args[:-1], kwargs


def _make(
    fn: Any, grad_position: Any, weights: Any, has_aux: Any, return_ids: Any, sens_param: Any, op: str, with_value: bool
) -> Callable[..., Any]:
    if not callable(fn):
        raise TypeError(f"For '{op}', the 'fn' must be a function or a Cell, but got {type(fn).__name__}.")
    _check_bool(has_aux, "has_aux", op)
    _check_bool(return_ids, "return_ids", op)
    _check_bool(sens_param, "sens_param", op)
    positions = _check_position(grad_position, weights, op)
    weight_list, bare = check_weights(weights, op)
    has_weights = weights is not None

    def shape_result(args: Any, input_grads: list[Any], weight_grads: list[Any]) -> Any:
        grads: Any = None
        if positions is not None:
            kept = [(p, g) for p, g in zip(positions, input_grads, strict=True) if g is not None]
            if return_ids:
                kept = [(p, (p, g)) for p, g in kept]
            values = tuple(g for _, g in kept)
            single = len(positions) == 1 or len(kept) == 1
            grads = values[0] if single and values else values
        if not has_weights:
            return grads
        if return_ids:
            named: Any = _with_ids(weight_grads, [getattr(w, "name", "") for w in weight_list])
        else:
            named = tuple(weight_grads)
        if bare:
            named = named[0]
        return named if positions is None else (grads, named)

    def run(*args: Any, **kwargs: Any) -> Any:
        sens = None
        if sens_param:
            sens, args, kwargs = take_sens(args, kwargs, op)
        inputs: list[Any] = []
        if positions is not None:
            named = list(kwargs) if kwargs else []
            for p in positions:
                if p >= len(args) + len(named):
                    kind = IndexError if graph_rules() else RuntimeError
                    raise kind(f"For '{op}', Position index {p} is exceed input size.")
                inputs.append(args[p] if p < len(args) else kwargs[named[p - len(args)]])
        out, input_grads, weight_grads = gradients.run_gradient(
            fn, args, kwargs, inputs, weight_list, has_aux=has_aux, sens=sens
        )
        result = shape_result(args, input_grads, weight_grads)
        if with_value:
            return out, result
        return (result, out[1:]) if has_aux else result

    def call(*args: Any, **kwargs: Any) -> Any:
        if S.graph_mode and S.scope is None:
            from mindshim._core.graph_cells import call_graph

            return call_graph(run, call, args, kwargs, fn)
        return run(*args, **kwargs)

    call.__name__ = f"{op}_of_{getattr(fn, '__name__', type(fn).__name__)}"
    call.__wrapped_gradient__ = run  # type: ignore[attr-defined]
    return call


@face("ops.grad", "grad")
def grad(
    fn: Callable[..., Any], grad_position: Any = 0, weights: Any = None, has_aux: bool = False, return_ids: bool = False,
    sens_param: bool = False,
) -> Callable[..., Any]:  # fmt: skip
    """A function that computes the gradient of `fn` (mirrors `mindspore.grad`).

    Args:
        fn: a function or Cell; all of its outputs are summed (each has cotangent ones).
        grad_position: which positional inputs to differentiate: an int, a tuple of ints, or None for none.
        weights: Parameters to differentiate too: one Parameter, or a list, tuple or ParameterTuple.
        has_aux: whether only `fn`'s first output is differentiated and the others are passed through.
        return_ids: whether each gradient comes as `(position or parameter name, gradient)`.
        sens_param: whether the call's last argument (or its keyword `sens`) is the cotangent of the output instead of ones:
            one Tensor, or a tuple of one for each output.

    Returns:
        A function with `fn`'s arguments. It returns one Tensor for a single position, a tuple for several;
        with weights `(inputs' gradients, weights' gradients)`; with `has_aux` `(gradients, aux outputs)`.

    Raises:
        ValueError: if `grad_position` and `weights` are both None, negative or repeated positions.
        TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.grad(lambda x: x * x)(ms.Tensor(3.0))
        Tensor(shape=[], dtype=Float32, value= 6)
    """
    return _make(fn, grad_position, weights, has_aux, return_ids, sens_param, "grad", False)


@face("ops.value_and_grad", "value_and_grad")
def value_and_grad(
    fn: Callable[..., Any], grad_position: Any = 0, weights: Any = None, has_aux: bool = False, return_ids: bool = False,
    sens_param: bool = False,
) -> Callable[..., Any]:  # fmt: skip
    """A function that computes `fn`'s outputs and its gradient (mirrors `mindspore.value_and_grad`).

    The arguments are those of `grad`.

    Examples:
        >>> import mindshim as ms
        >>> value, gradient = ms.ops.value_and_grad(lambda x: x * x)(ms.Tensor(3.0))
        >>> value, gradient
        (Tensor(shape=[], dtype=Float32, value= 9), Tensor(shape=[], dtype=Float32, value= 6))
    """
    return _make(fn, grad_position, weights, has_aux, return_ids, sens_param, "value_and_grad", True)


@face("ops.get_grad", "get_grad")
def get_grad(gradients: Any, identifier: Any) -> Tensor:
    """The gradient for one position or Parameter out of a result made with `return_ids=True` (mirrors `mindspore.get_grad`).

    Raises:
        RuntimeError: if there is none.
        TypeError: if `identifier` is neither an int nor a Parameter.

    Examples:
        >>> import mindshim as ms
        >>> result = ms.ops.grad(lambda x, y: x * y, (0, 1), return_ids=True)(ms.Tensor(3.0), ms.Tensor(2.0))
        >>> ms.get_grad(result, 1)
        Tensor(shape=[], dtype=Float32, value= 3)
    """
    if isinstance(identifier, Tensor):
        wanted: Any = getattr(identifier, "name", None)
    elif isinstance(identifier, int):
        wanted = identifier
    else:
        raise TypeError(f"For 'get_grad', the 'identifier' must be int or Parameter, but got {type(identifier).__name__}.")

    def search(item: Any) -> Any:
        if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], (int, str)):
            return item[1] if type(item[0]) is type(wanted) and item[0] == wanted else None
        if isinstance(item, (tuple, list)):
            for i in item:
                found = search(i)
                if found is not None:
                    return found
        return None

    found = search(gradients)
    if found is None:
        raise RuntimeError(f"Can not find the gradient for position or Parameter {wanted}.")
    return found
