"""The gradients that a program registers for its own operators."""

from __future__ import annotations

import functools
from collections import UserDict
from collections.abc import Callable
from typing import Any

from mindshim._core.tape import custom_call
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import KernelPrimitive, Primitive


class Registry(UserDict):
    """Gradient functions by operator.

    `register(cls)` decorates a function that, of an operator of class `cls`, returns `bprop(*inputs, out, dout)`, which
    returns a tuple with one gradient for each input. Calls of `cls` use it from then on.

    Raises:
        TypeError: for something that is no Primitive. NotImplementedError: for operators that are there already, whose
            gradients are those of their formulas: write a Cell with a `bprop` instead.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops._grad_experimental.grad_base import bprop_getters
        >>> class Twice(ms.ops.Primitive):
        ...     def __init__(self):
        ...         super().__init__("Twice")
        ...     def __call__(self, x):
        ...         return 2 * x
        >>> @bprop_getters.register(Twice)
        ... def twice_gradient(self):
        ...     return lambda x, out, dout: (30 * dout,)
        >>> print(ms.grad(Twice())(ms.Tensor(1.0)))
        30.0
    """

    def register(self, prim: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """The decorator of the gradient of `prim`, a class of operators."""
        if not (isinstance(prim, type) and issubclass(prim, Primitive)):
            raise TypeError(f"For 'bprop_getters.register', 'prim' must be a class of Primitives, but got {prim!r}.")
        if issubclass(prim, KernelPrimitive):
            raise NotImplementedError(
                f"The gradient of '{prim.__name__}' is that of its formula and cannot be replaced; call the operator in a Cell with "
                f"a 'bprop' of your own."
            )

        def decorate(getter: Callable[..., Any]) -> Callable[..., Any]:
            if prim not in self and "__call__" in vars(prim):
                prim.__call__ = self._with_gradient(prim, prim.__call__)  # type: ignore[method-assign]
            self[prim] = getter
            return getter

        return decorate

    def _with_gradient(self, prim: type, forward: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(forward)
        def call(operator: Any, *args: Any) -> Any:
            def backward(inputs: Any, out: Any, cotangents: Any) -> Any:
                dout = cotangents[0] if isinstance(out, Tensor) else tuple(cotangents)
                return self[prim](operator)(*inputs, out, dout)

            return custom_call(functools.partial(forward, operator), backward, args, prim.__name__)

        return call


#: The gradients that programs have registered.
bprop_getters = Registry()
