"""GradOperation: the gradient as a configurable object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import gradients
from mindshim._core.faces import face
from mindshim._core.state import S, graph_rules
from mindshim._core.tensor import Tensor
from mindshim.ops.composite.flags import add_flags as add_flags
from mindshim.ops.composite.flags import core as core
from mindshim.ops.composite.multitype import HyperMap as HyperMap
from mindshim.ops.composite.multitype import Map as Map
from mindshim.ops.composite.multitype import MultitypeFuncGraph as MultitypeFuncGraph
from mindshim.ops.function.grad import check_weights, take_sens

_MISSING: Any = object()


@face("ops.GradOperation")
class GradOperation:
    """Makes gradient functions (mirrors `mindspore.ops.GradOperation`).

    Args:
        get_all: differentiate all Tensor inputs (a tuple of gradients) instead of the first. In compiled functions an input
            marked by `mutable` (a tuple, list or dict, with Tensors in it) is one of them; its gradient has its structure, with
            zeros for numbers.
        get_by_list: differentiate Parameters: `GradOperation(get_by_list=True)(net, weights)`; without `weights`
            the trainable ones that the output depends on, in the order in which they are used (in GRAPH_MODE and `jit`
            all trainable Parameters of the Cell).
        sens_param: the last argument of the call is the cotangent of the output.

    Raises:
        TypeError: if a flag is not bool.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.GradOperation(get_all=True)(lambda x, y: x * y)(ms.Tensor(3.0), ms.Tensor(2.0))
        (Tensor(shape=[], dtype=Float32, value= 2), Tensor(shape=[], dtype=Float32, value= 3))
    """

    def __init__(self, get_all: bool = False, get_by_list: bool = False, sens_param: bool = False) -> None:
        for name, value in (("get_all", get_all), ("get_by_list", get_by_list), ("sens_param", sens_param)):
            if not isinstance(value, bool):
                raise TypeError(f"For 'GradOperation', the '{name}' should be bool, but got {type(value).__name__}")
        self.get_all = get_all
        self.get_by_list = get_by_list
        self.sens_param = sens_param

    def __call__(self, fn: Callable[..., Any] = _MISSING, weights: Any = None) -> Callable[..., Any]:
        """The gradient function of `fn`."""
        if fn is _MISSING:
            raise TypeError("'GradOperation' requires a forward network or function as an input, while the input is empty.")
        return self._make(fn, weights, False)

    def value_and_grad(self, fn: Callable[..., Any], weights: Any = None) -> Callable[..., Any]:
        """A function that gives `fn`'s output and the gradients, from one run of `fn`."""
        return self._make(fn, weights, True)

    def _make(self, fn: Callable[..., Any], weights: Any, with_value: bool) -> Callable[..., Any]:
        if not callable(fn):
            raise TypeError(f"For 'GradOperation', the first argument must be a 'Function' or 'Cell', but got {type(fn).__name__}.")
        if (S.scope is not None or S.graph_mode) and getattr(type(fn), "__ms_class__", False) and not hasattr(fn, "trainable_params"):
            raise TypeError(
                f"For 'GradOperation', the first argument must be a 'Function' or 'Cell' type object, but got object with "
                f"jit_class type '{type(fn).__name__}'."
            )
        weight_list, bare = check_weights(weights, "GradOperation")
        get_all, by_list, sens_param = self.get_all, self.get_by_list, self.sens_param
        implied: list[Any] = []
        if by_list and weights is None and hasattr(fn, "trainable_params"):
            implied = list(fn.trainable_params())  # type: ignore[attr-defined]

        def run(*args: Any, **kwargs: Any) -> Any:
            sens = None
            if sens_param:
                sens, args, kwargs = take_sens(args, kwargs, "GradOperation")
            if get_all or not by_list:
                inputs = [a for a in (*args, *kwargs.values()) if isinstance(a, Tensor) or gradients.is_sparse(a) or gradients.is_marked(a)]
                if not get_all:
                    inputs = [(*args, *kwargs.values())[0]] if args or kwargs else []
            else:
                inputs = []
            if graph_rules():
                # Tensors marked as constants have no gradient.
                inputs = [a for a in inputs if not (isinstance(a, Tensor) and a.const_arg)]
            chosen: Any = weight_list if by_list else []
            if by_list and weights is None:
                # A compiled program has to know them beforehand.
                chosen = implied if S.scope is not None or S.graph_mode else None
            out, input_grads, weight_grads = gradients.run_gradient(fn, args, kwargs, inputs, chosen, sens=sens)
            grads = shape_result(input_grads, weight_grads)
            return (out, grads) if with_value else grads

        def shape_result(input_grads: list[Any], weight_grads: list[Any]) -> Any:
            named = weight_grads[0] if bare else tuple(weight_grads)
            if by_list and not get_all:
                return named
            found = tuple(g for g in input_grads if g is not None)
            if get_all:
                return (found, named) if by_list else found
            return found[0] if found else ()

        def call(*args: Any, **kwargs: Any) -> Any:
            if S.graph_mode and S.scope is None:
                from mindshim._core.graph_cells import call_graph

                return call_graph(run, call, args, kwargs, fn)
            return run(*args, **kwargs)

        call.__wrapped_gradient__ = run  # type: ignore[attr-defined]
        return call
