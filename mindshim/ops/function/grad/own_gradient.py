"""`custom_vjp`: a function with a gradient of its own."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mindshim._core import tape
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


class custom_vjp:  # noqa: N801 - MindSpore's name
    """Give a function its own gradient (mirrors `mindspore.ops.function.grad.grad_func.custom_vjp`).

    The gradient is what the function given to `defbwd` returns: it is called with the arguments, the output, and the gradient
    of the output, and gives a tuple with one gradient for each argument. Without `defbwd` the function is differentiated as
    any other.

    Args:
        fn: the function.

    Raises:
        TypeError: if `fn`, or what `defbwd` is given, can not be called.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.function.grad.grad_func import custom_vjp
        >>> @custom_vjp
        ... def double(x):
        ...     return x * 2
        >>> double.defbwd(lambda x, out, dout: (dout * 10,))
        >>> ms.grad(double)(ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.00000000e+01])
    """

    def __init__(self, fn: Callable[..., Any]) -> None:
        if not callable(fn):
            raise TypeError(f"For 'custom_vjp', the 'fn' must be a function, but got {type(fn).__name__}.")
        functools.update_wrapper(self, fn)
        self.fn = fn
        self.bprop: Callable[..., Any] | None = None

    def defbwd(self, bprop: Callable[..., Any]) -> None:
        """Say what the gradient is.

        Raises:
            TypeError: if `bprop` can not be called.
        """
        if not callable(bprop):
            raise TypeError(f"For 'custom_vjp', the 'bprop' must be a function, but got {type(bprop).__name__}.")
        self.bprop = bprop

    def __call__(self, *args: Any) -> Any:
        """The function's value."""
        fn, bprop = self.fn, self.bprop
        name = getattr(fn, "__name__", "custom_vjp")
        run = fn if S.scope is None else S.scope.inside(fn)
        if bprop is None:
            return run(*args)

        def backward(args: tuple[Any, ...], out: Any, cotangents: tuple[Any, ...]) -> Any:
            back: Any = bprop if S.scope is None else S.scope.inside(bprop)
            found = back(*args, out, tuple(cotangents) if isinstance(out, (tuple, list)) else cotangents[0])
            grads = tuple(found) if isinstance(found, (tuple, list)) else (found,)
            if len(grads) < len(args):
                raise RuntimeError(f"For 'custom_vjp', the bprop of '{name}' must give {len(args)} gradients, but gave {len(grads)}.")
            return tuple(
                tape.fit_gradient(g, x, name) if isinstance(g, Tensor) and isinstance(x, Tensor) and g.shape != x.shape else g
                for g, x in zip(grads, args, strict=False)
            )

        return tape.custom_call(run, backward, args, name)
