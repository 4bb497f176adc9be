"""Functions of the stored elements of sparse Tensors: `coo_abs`, `csr_abs` and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim import ops
from mindshim._core.faces import register
from mindshim.common.sparse_tensor import COOTensor, CSRTensor

#: Stored elements, and what comes of them.
_EXAMPLES = {
    "abs": ("[-0.5, 1.0]", "[0.5 1. ]"),
    "acos": ("[0.0, 0.5]", "[1.5707964 1.0471976]"),
    "acosh": ("[1.0, 2.0]", "[0.       1.316958]"),
    "asin": ("[0.0, 0.5]", "[0.        0.5235988]"),
    "asinh": ("[0.0, 0.5]", "[0.        0.4812118]"),
    "atan": ("[0.0, 0.5]", "[0.        0.4636476]"),
    "atanh": ("[0.0, 0.5]", "[0.         0.54930615]"),
    "ceil": ("[-0.5, 1.0]", "[-0.  1.]"),
    "cos": ("[0.0, 0.5]", "[1.         0.87758255]"),
    "cosh": ("[0.0, 0.5]", "[1.       1.127626]"),
    "exp": ("[0.0, 0.5]", "[1.        1.6487215]"),
    "expm1": ("[0.0, 0.5]", "[0.        0.6487213]"),
    "floor": ("[-0.5, 1.0]", "[-1.  1.]"),
    "inv": ("[1.0, 2.0]", "[1.  0.5]"),
    "isfinite": ("[0.0, 0.5]", "[ True  True]"),
    "isinf": ("[0.0, 0.5]", "[False False]"),
    "isnan": ("[0.0, 0.5]", "[False False]"),
    "log": ("[0.0, 0.5]", "[      -inf -0.6931472]"),
    "log1p": ("[0.0, 0.5]", "[0.        0.4054651]"),
    "neg": ("[-0.5, 1.0]", "[ 0.5 -1. ]"),
    "relu": ("[-0.5, 1.0]", "[0. 1.]"),
    "relu6": ("[-0.5, 1.0]", "[0. 1.]"),
    "round": ("[-0.5, 1.0]", "[-0.  1.]"),
    "sigmoid": ("[0.0, 0.5]", "[0.5       0.6224594]"),
    "sin": ("[0.0, 0.5]", "[0.         0.47942555]"),
    "sinh": ("[0.0, 0.5]", "[0.        0.5210953]"),
    "softsign": ("[-0.5, 1.0]", "[-0.33333334  0.5       ]"),
    "sqrt": ("[0.0, 0.5]", "[0.         0.70710677]"),
    "square": ("[0.0, 0.5]", "[0.   0.25]"),
    "tan": ("[0.0, 0.5]", "[0.        0.5463025]"),
    "tanh": ("[0.0, 0.5]", "[0.         0.46211717]"),
}


def _of_stored(name: str, kind: type, short: str) -> Callable[[Any], Any]:
    full = f"{short}_{name}"
    operation = {"inv": "reciprocal"}.get(name, name)

    def function(x: Any) -> Any:
        if not isinstance(x, kind):
            raise TypeError(f"For '{full}', the type of 'x' must be {kind.__name__}, but got {type(x).__name__}.")
        return x.with_values(getattr(ops, operation)(x.values))

    values, printed = _EXAMPLES[name]
    places = ", ".join(f"ms.Tensor({p}, ms.int32)" for p in (["[0, 1, 2]", "[1, 0]"] if short == "csr" else ["[[0, 1], [1, 0]]"]))
    function.__name__ = function.__qualname__ = full
    function.__doc__ = f"""`{name}` of the stored elements of a {kind.__name__} (mirrors `mindspore.ops.{full}`).

    Args:
        x: a {kind.__name__}.

    Raises:
        TypeError: if `x` is not a {kind.__name__}.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.{kind.__name__}({places}, ms.Tensor({values}), (2, 2))
        >>> print(ms.ops.{full}(x).values)
        {printed}
    """
    return register(f"ops.{full}", function)


globals().update(
    {f"{short}_{name}": _of_stored(name, kind, short) for name in _EXAMPLES for short, kind in (("coo", COOTensor), ("csr", CSRTensor))}
)
