"""Functions of earlier versions whose arguments or results differ from those of their successors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim.common.api import jit
from mindshim.ops.primitive import Primitive, prim_attr_register


def ms_function(fn: Callable[..., Any] | None = None, input_signature: Any = None, hash_args: Any = None, jit_config: Any = None) -> Any:
    """Compile a function, the name that `jit` had before MindSpore 2.1.

    Args:
        fn: the function; None when used as a decorator with options.
        input_signature: Tensors with the shapes and dtypes of the inputs; other inputs are refused.
        hash_args: further values that the function depends on. Accepted: what it reads is looked at in each call.
        jit_config: a JitConfig. Accepted: XLA optimises alike.

    Raises:
        TypeError: at the call, for inputs that differ from `input_signature`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.functions import ms_function
        >>> @ms_function
        ... def double(x):
        ...     return x * 2
        >>> double(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  4.00000000e+00])
    """
    if input_signature is None:
        return jit if fn is None else jit(fn)
    wanted = tuple(input_signature) if isinstance(input_signature, (list, tuple)) else (input_signature,)

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        compiled = jit(function)
        name = getattr(function, "__name__", type(function).__name__)

        def call(*args: Any, **kwargs: Any) -> Any:
            # A method gets its object first.
            given = args[len(args) - len(wanted) :] if len(args) in (len(wanted), len(wanted) + 1) else args
            kinds = [(tuple(getattr(a, "shape", ())), getattr(a, "dtype", None)) for a in given]
            expected = [(tuple(w.shape), w.dtype) for w in wanted]
            # An unknown size is None, or -1.
            fits = len(kinds) == len(expected) and all(
                t == u and len(s) == len(e) and all(n in (m, None, -1) for m, n in zip(s, e, strict=True))
                for (s, t), (e, u) in zip(kinds, expected, strict=True)
            )
            if not fits:
                raise TypeError(f"For 'ms_function', {name} takes inputs {expected} by its input_signature, but got {kinds}.")
            return compiled(*args, **kwargs)

        return call

    return wrap if fn is None else wrap(fn)


def control_depend(src: Any, dst: Any) -> None:
    """Run `src` before `dst` (MindSpore 1.0): operators run in the order of the program anyway.

    Examples:
        >>> from mindshim.compat.functions import control_depend
        >>> control_depend(1, 2) is None
        True
    """


class ControlDepend(Primitive):
    """Run one operator before another (MindSpore 1.0): operators run in the order of the program anyway.

    Args:
        depend_mode: 0, the results given depend on each other, or 1, what uses them. Default: 0.

    Raises:
        ValueError: for another `depend_mode`.

    Examples:
        >>> from mindshim.compat.functions import ControlDepend
        >>> ControlDepend(depend_mode=1)(1, 2) is None
        True
    """

    @prim_attr_register
    def __init__(self, depend_mode: int = 0) -> None:
        if depend_mode not in (0, 1):
            raise ValueError(f"For 'ControlDepend', the 'depend_mode' must be 0 or 1, but got {depend_mode}.")

    def __call__(self, src: Any, dst: Any) -> None:  # type: ignore[override]
        return control_depend(src, dst)


def check_dense_input_shape(x: Any, prim_name: str | None = None) -> None:
    """Raise ValueError unless a shape has at least two axes.

    Args:
        x: the shape. prim_name: whose input has it.

    Examples:
        >>> from mindshim.compat.functions import check_dense_input_shape
        >>> check_dense_input_shape((2, 3), "Dense")
    """
    if len(x) < 2:
        whose = f"For '{prim_name}', the" if prim_name else "The"
        raise ValueError(f"{whose} dimension of 'x' should not be less than 2, but got {len(x)}.")
