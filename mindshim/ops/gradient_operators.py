"""Operators that MindSpore's own gradients are made of, for programs that call them (`ops.operations._grad_ops`).

Gradients here do not use them: JAX differentiates the operators themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import is_float, operands


def _checked(op: str, **inputs: Any) -> list[Any]:
    """Floating arrays of one shape, in their common dtype."""
    values = operands(op, *inputs.values())
    first = values[0]
    # The inverse takes integers and complex numbers, too.
    if not is_float(first.dtype) and not (op == "InvGrad" and first.dtype.kind in "ic"):
        raise TypeError(f"For '{op}', the inputs must be floating, but got {first.dtype.name}.")
    for name, x in zip(inputs, values, strict=True):
        if x.shape != first.shape:
            raise ValueError(f"For '{op}', all inputs must have one shape, but that of '{name}' is {x.shape}, and that of the first "
                             f"one {first.shape}.")  # fmt: skip
    return values


def _half(x: Any) -> Any:
    return np.asarray(0.5, x.dtype)


def _slope(fn: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """The gradient of an elementwise function, from its input and the gradient of its output."""
    return lambda x, d: jax.vjp(fn, x)[1](d)[0]


def _hard_sigmoid(x: Any) -> Any:
    return jnp.clip(x / np.asarray(6, x.dtype) + _half(x), np.asarray(0, x.dtype), np.asarray(1, x.dtype))


#: name, its inputs (d: the gradient of the output), the gradient of the input, what the operator is the gradient of
_TABLE: list[tuple[str, str, Callable[..., Any], str]] = [
    ("TanhGrad", "y d", lambda y, d: d * (1 - y * y), "tanh, whose result is `y`"),
    ("SigmoidGrad", "y d", lambda y, d: d * y * (1 - y), "sigmoid, whose result is `y`"),
    ("SqrtGrad", "y d", lambda y, d: _half(y) * d / y, "sqrt, whose result is `y`"),
    ("RsqrtGrad", "y d", lambda y, d: -_half(y) * d * y * y * y, "rsqrt, whose result is `y`"),
    ("ReciprocalGrad", "y d", lambda y, d: -d * y * y, "reciprocal, whose result is `y`"),
    ("InvGrad", "y d", lambda y, d: -d * y * y, "the inverse, whose result is `y`"),
    ("AsinGrad", "x d", _slope(jnp.arcsin), "asin"),
    ("ACosGrad", "x d", _slope(jnp.arccos), "acos"),
    ("AtanGrad", "x d", _slope(jnp.arctan), "atan"),
    ("AsinhGrad", "y d", lambda y, d: d / jnp.cosh(y), "asinh, whose result is `y`"),
    ("AcoshGrad", "y d", lambda y, d: d / jnp.sinh(y), "acosh, whose result is `y`"),
    ("AbsGrad", "x d", lambda x, d: d * jnp.sign(x), "abs"),
    ("ReluGrad", "d x", lambda d, x: jnp.where(x > 0, d, jnp.zeros((), d.dtype)), "relu"),
    ("ReLU6Grad", "d x", lambda d, x: jnp.where((x > 0) & (x <= 6), d, jnp.zeros((), d.dtype)), "relu6"),
    ("EluGrad", "d y", lambda d, y: jnp.where(y > 0, d, d * (y + 1)), "elu, whose result is `y`"),
    ("SoftplusGrad", "d x", lambda d, x: d * jax.nn.sigmoid(x), "softplus"),
    ("HSigmoidGrad", "d x", lambda d, x: _slope(_hard_sigmoid)(x, d), "hsigmoid"),
    ("SiLUGrad", "d x", lambda d, x: _slope(jax.nn.silu)(x, d), "silu"),
]  # fmt: skip


def _declare(name: str, inputs: str, fn: Callable[..., Any], of: str) -> None:
    first, second = ("dout" if n == "d" else n for n in inputs.split())

    def body(first_input: Array, second_input: Array) -> Array:
        a, b = _checked(name, **{first: first_input, second: second_input})
        return fn(a, b).astype(a.dtype)

    body.__annotations__ = {"first_input": "Array", "second_input": "Array"}
    body.__name__ = name
    body.__doc__ = f"""The gradient of {of} (mirrors `mindspore.ops.operations._grad_ops.{name}`).

    Args:
        {first}, {second}: floating Tensors of one shape; `dout` is the gradient of the result.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations import _grad_ops
        >>> _grad_ops.{name}()(ms.Tensor([0.5]), ms.Tensor([0.25])).shape
        (1,)
    """
    to = {first: "first_input", second: "second_input"}
    kernel(name)(body).primitive(name, call=f"{first}, {second}", **to)  # type: ignore[attr-defined]


for _row in _TABLE:
    _declare(*_row)


def _shrunk(name: str, first: str, second: str, keep: Callable[[Any, Any], Any], of: str) -> None:
    def body(gradients: Array, features: Array, lambd: Any = 0.5) -> Array:
        d, x = _checked(name, **{first: gradients, second: features})
        return jnp.where(keep(x, np.asarray(lambd, x.dtype)), d, jnp.zeros((), d.dtype))

    body.__annotations__ = {"gradients": "Array", "features": "Array", "lambd": "Any"}
    body.__name__ = name
    body.__doc__ = f"""The gradient of {of} (mirrors `mindspore.ops.operations._grad_ops.{name}`).

    Args:
        lambd: the threshold.

    Inputs:
        {first}, {second}: the gradient of the result, and the input: floating Tensors of one shape.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations import _grad_ops
        >>> print(_grad_ops.{name}(1.0)(ms.Tensor([5.0, 6.0]), ms.Tensor([0.5, 2.0])))
        [0. 6.]
    """
    k: Any = kernel(name)(body)
    k.primitive(name, "lambd=0.5", call=f"{first}, {second}", **{first: "gradients", second: "features"})


_shrunk("HShrinkGrad", "gradients", "features", lambda x, t: jnp.abs(x) > t, "hardshrink")
_shrunk("SoftShrinkGrad", "input_grad", "input_x", lambda x, t: jnp.abs(x) > t, "softshrink")


@kernel("BiasAddGrad")
def bias_add_grad(dout: Array, data_format: Any = "NCHW") -> Array:
    """The sum over all axes but that of the channels (mirrors `mindspore.ops.operations._grad_ops.BiasAddGrad`).

    Args:
        data_format: "NCHW", "NCDHW" (channels second) or "NHWC" (channels last).

    Inputs:
        dout: a Tensor of at least two axes.

    Raises:
        ValueError: for another format or fewer axes.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations import _grad_ops
        >>> print(_grad_ops.BiasAddGrad()(ms.Tensor([[1.0, 2.0], [3.0, 4.0]])))
        [4. 6.]
    """
    if data_format not in ("NCHW", "NHWC", "NCDHW"):
        raise ValueError(f"For 'BiasAddGrad', the 'data_format' must be 'NCHW', 'NHWC' or 'NCDHW', but got {data_format!r}.")
    if dout.ndim < 2:
        raise ValueError(f"For 'BiasAddGrad', the 'dout' must have at least 2 axes, but got shape {dout.shape}.")
    channel = dout.ndim - 1 if data_format == "NHWC" else 1
    return jnp.sum(dout, tuple(a for a in range(dout.ndim) if a != channel), dtype=dout.dtype)


bias_add_grad.primitive("BiasAddGrad", "data_format='NCHW'", call="dout")  # type: ignore[attr-defined]


@kernel("SigmoidCrossEntropyWithLogitsGrad")
def sigmoid_cross_entropy_grad(x: Array, y: Array, dout: Array) -> Array:
    """The gradient of the cross entropy of logits `x` and labels `y` (mirrors `ops.operations._grad_ops.SigmoidCrossEntropyWithLogitsGrad`).

    Args:
        x, y, dout: floating Tensors of one shape.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations import _grad_ops
        >>> op = _grad_ops.SigmoidCrossEntropyWithLogitsGrad()
        >>> print(op(ms.Tensor([0.0]), ms.Tensor([1.0]), ms.Tensor([2.0])))
        [-1.]
    """
    a, b, d = _checked("SigmoidCrossEntropyWithLogitsGrad", x=x, y=y, dout=dout)
    return (jax.nn.sigmoid(a) - b) * d


sigmoid_cross_entropy_grad.primitive("SigmoidCrossEntropyWithLogitsGrad", call="x, y, dout")  # type: ignore[attr-defined]
