"""Normalisation over batch, layer, group, instance and neighbourhood."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.nn import ordered_batch_norm, ordered_norms
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.quotients import mean as mean_of
from mindshim.ops.spellings import checked


def _wide(x: Any) -> Any:
    """Statistics of half precision inputs are computed in float32."""
    return x.astype(F32) if x.dtype.itemsize == 2 else x


def _channel(ndim: int, size: int, axis: int) -> tuple[int, ...]:
    shape = [1] * ndim
    shape[axis] = size
    return tuple(shape)


def _check_batch_norm(op: str, x: Any, others: Any, axis: int) -> None:
    if x.ndim < 2:
        raise ValueError(f"For '{op}', the input must have at least 2 dimensions, but got shape {x.shape}.")
    for name, value in others:
        if value is not None and value.shape != (x.shape[axis],):
            raise ValueError(f"For '{op}', the '{name}' must have shape ({x.shape[axis]},), but got {value.shape}.")


@kernel("BatchNormTrain")
def batch_norm_train(
    x: Array, scale: Array | None, bias: Array | None, mean: Array | None, variance: Array | None, epsilon: Number, momentum: Number, axis: int
) -> tuple[Array, Array, Array, Array, Array]:
    """Normalised by the batch's own statistics; also the new moving mean and variance, and the batch's two."""
    _check_batch_norm("BatchNorm", x, (("scale", scale), ("bias", bias), ("mean", mean), ("variance", variance)), axis)
    wide = _wide(x)
    t = wide.dtype
    rest = tuple(i for i in range(x.ndim) if i != axis)
    count = math.prod(x.shape[i] for i in rest)
    shape = _channel(x.ndim, x.shape[axis], axis)
    m = mean_of(wide, rest)
    centred = wide - m.reshape(shape)
    v = mean_of(jnp.square(centred), rest)
    inverse = lax.rsqrt(v + jnp.asarray(epsilon).astype(t))
    factor = inverse if scale is None else inverse * scale.astype(t)
    out = centred * factor.reshape(shape)
    if bias is not None:
        out = out + bias.astype(t).reshape(shape)
    rate = jnp.asarray(momentum).astype(t)
    one = np.ones((), t)
    if arguments.is_int(count):
        unbiased = lax.stop_gradient(v) * np.asarray(count / max(count - 1, 1), t)
    else:
        whole = jnp.asarray(count).astype(t)
        unbiased = lax.stop_gradient(v) * (whole / jnp.maximum(whole - one, one))
    new_mean = lax.stop_gradient(m) * rate if mean is None else mean.astype(t) * (one - rate) + lax.stop_gradient(m) * rate
    new_var = unbiased * rate if variance is None else variance.astype(t) * (one - rate) + unbiased * rate
    mean_type = t if mean is None else mean.dtype
    var_type = t if variance is None else variance.dtype
    return (
        out.astype(x.dtype),
        new_mean.astype(mean_type),
        new_var.astype(var_type),
        lax.stop_gradient(m),
        lax.stop_gradient(v),
    )


@batch_norm_train.in_pynative
def _train_in_order(x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, momentum: Any, axis: int) -> Any:
    if ordered_batch_norm.fits(x, (scale, bias, mean, variance), axis):
        _check_batch_norm("BatchNorm", x, (("scale", scale), ("bias", bias), ("mean", mean), ("variance", variance)), axis)
        return ordered_batch_norm.train(x, scale, bias, mean, variance, epsilon, momentum)
    return batch_norm_train.fn(x, scale, bias, mean, variance, epsilon, momentum, axis)


@batch_norm_train.gradient_in_pynative
def _train_gradient(given: Any, x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, momentum: Any, axis: int) -> Any:
    # The other outputs have no gradient.
    if given[0] is None or not ordered_batch_norm.fits(x, (scale, bias, mean, variance, given[0]), axis):
        return {}
    return dict(zip(("x", "scale", "bias"), ordered_batch_norm.train_gradients(given[0], x, scale, epsilon), strict=True))


@kernel("BatchNormInfer")
def batch_norm_infer(
    x: Array, scale: Array | None, bias: Array | None, mean: Array, variance: Array, epsilon: Number, axis: int
) -> Array:
    """Normalised by given statistics."""
    _check_batch_norm("BatchNorm", x, (("scale", scale), ("bias", bias), ("mean", mean), ("variance", variance)), axis)
    wide = _wide(x)
    t = wide.dtype
    shape = _channel(x.ndim, x.shape[axis], axis)
    # The given statistics have no gradient in MindSpore.
    mean, variance = lax.stop_gradient(mean), lax.stop_gradient(variance)
    factor = lax.rsqrt(variance.astype(t) + jnp.asarray(epsilon).astype(t))
    if scale is not None:
        factor = factor * scale.astype(t)
    out = (wide - mean.astype(t).reshape(shape)) * factor.reshape(shape)
    if bias is not None:
        out = out + bias.astype(t).reshape(shape)
    return out.astype(x.dtype)


@batch_norm_infer.in_pynative
def _infer_in_order(x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, axis: int) -> Any:
    if ordered_batch_norm.fits(x, (scale, bias, mean, variance), axis):
        _check_batch_norm("BatchNorm", x, (("scale", scale), ("bias", bias), ("mean", mean), ("variance", variance)), axis)
        return ordered_batch_norm.infer(x, scale, bias, mean, variance, epsilon)
    return batch_norm_infer.fn(x, scale, bias, mean, variance, epsilon, axis)


@batch_norm_infer.gradient_in_pynative
def _infer_gradient(given: Any, x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, axis: int) -> Any:
    if not ordered_batch_norm.fits(x, (scale, bias, mean, variance, given[0]), axis):
        return {}
    found = ordered_batch_norm.infer_gradients(given[0], x, scale, mean, variance, epsilon)
    return dict(zip(("x", "scale", "bias"), found, strict=True))


def run_batch_norm(
    x: Tensor, scale: Any, bias: Any, mean: Any, variance: Any, training: bool, momentum: float, epsilon: float, axis: int = 1
) -> tuple[Tensor, Any, Any]:
    """The normalised Tensor and the batch statistics; `mean` and `variance` are updated in place when training.

    `momentum` is the weight of the new statistics.
    """
    if not training:
        return dispatch.apply(batch_norm_infer, (x, scale, bias, mean, variance, epsilon, axis)), None, None
    out, new_mean, new_var, m, v = dispatch.apply(batch_norm_train, (x, scale, bias, mean, variance, epsilon, momentum, axis))
    if mean is not None:
        mean._assign_data(new_mean._data)
    if variance is not None:
        variance._assign_data(new_var._data)
    return out, m, v


@face("ops.BatchNorm")
class BatchNorm(Primitive):
    """Batch normalisation (mirrors `mindspore.ops.BatchNorm`).

    Args:
        is_training: normalise by the batch's statistics and update `mean` and `variance` in place.
        epsilon: added to the variance. momentum: weight of the batch in the moving statistics.
        data_format: 'NCHW' or 'NHWC'.

    Called with (input_x, scale, bias, mean, variance) it returns (output, mean, variance, and two reserved outputs).

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> one, zero = ms.ops.ones(2), ms.ops.zeros(2)
        >>> ms.ops.BatchNorm()(ms.Tensor([[1.0, 2.0]]), one, zero, zero, one)[0]
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 9.99994993e-01,  1.99998999e+00]])
    """

    @prim_attr_register
    def __init__(self, is_training: bool = False, epsilon: float = 1e-5, momentum: float = 0.1, data_format: str = "NCHW") -> None:
        if data_format not in ("NCHW", "NHWC"):
            raise ValueError(f"For '{self.name}', the 'data_format' must be 'NCHW' or 'NHWC', but got {data_format!r}.")
        if not isinstance(is_training, (bool, int)):
            raise TypeError(f"For '{self.name}', the 'is_training' must be bool, but got {type(is_training).__name__}.")
        if not isinstance(epsilon, float):
            raise TypeError(f"For '{self.name}', the 'epsilon' must be float, but got {type(epsilon).__name__}.")
        if not 0 < epsilon <= 1:
            raise ValueError(f"For '{self.name}', the 'epsilon' must be in (0, 1], but got {epsilon}.")

    def __call__(self, input_x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, variance: Tensor) -> Any:  # type: ignore[override]
        axis = 1 if self.data_format == "NCHW" else input_x.ndim - 1
        args = (input_x, scale, bias, mean, variance, self.is_training, self.momentum, self.epsilon, axis)
        out, m, v = run_batch_norm(*args)
        if not self.is_training:
            return (out, mean, variance, mean, variance)
        return (out, m, v, m, v)


def _batch_norm(
    input: Tensor, mean: Any, variance: Any, weight: Any, bias: Any, training: bool, momentum: float, eps: float
) -> Tensor:
    return run_batch_norm(input, weight, bias, mean, variance, training, momentum, eps)[0]


@face("ops.batch_norm")
def batch_norm(
    input_x: Tensor,
    running_mean: Tensor,
    running_var: Tensor,
    weight: Tensor,
    bias: Tensor,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Batch normalisation of axis 1 (mirrors `mindspore.ops.batch_norm`).

    Args:
        input_x: floating, at least two axes. running_mean, running_var, weight, bias: shape (C,); the running two are
            updated in place when training. momentum: weight of the batch in them. eps: added to the variance.

    Raises:
        TypeError, ValueError: for wrong dtypes or shapes.

    Examples:
        >>> import mindshim as ms
        >>> one, zero = ms.ops.ones(2), ms.ops.zeros(2)
        >>> ms.ops.batch_norm(ms.Tensor([[1.0, 2.0]]), zero, one, one, zero)
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 9.99994993e-01,  1.99998999e+00]])
    """
    arguments.require_tensors("batch_norm", input_x=input_x, weight=weight, bias=bias)
    return _batch_norm(input_x, running_mean, running_var, weight, bias, training, momentum, eps)


@face("mint.nn.functional.batch_norm")
def _batch_norm_mint(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    return _batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)


_batch_norm_mint.__name__, _batch_norm_mint.__doc__ = "batch_norm", batch_norm.__doc__


def _layer_norm(op: str, x: Any, gamma: Any, beta: Any, first: int, epsilon: Any) -> tuple[Any, Any, Any]:
    wide = _wide(x)
    t = wide.dtype
    rest = tuple(range(first, x.ndim))
    m = mean_of(wide, rest, True)
    centred = wide - m
    v = mean_of(jnp.square(centred), rest, True)
    out = centred * lax.rsqrt(v + jnp.asarray(epsilon).astype(t))
    if gamma is not None:
        out = out * gamma.astype(t)
    if beta is not None:
        out = out + beta.astype(t)
    return out.astype(x.dtype), m, v


def _check_layer_norm(x: Any, gamma: Any, beta: Any, begin_params_axis: int) -> None:
    params = arguments.axis("LayerNorm", begin_params_axis, x.ndim, "begin_params_axis")
    for name, value in (("gamma", gamma), ("beta", beta)):
        if value.shape != x.shape[params:]:
            raise ValueError(f"For 'LayerNorm', the '{name}' must have shape {x.shape[params:]}, but got {value.shape}.")


@kernel("LayerNorm")
def layer_norm_primitive(
    input_x: Array, gamma: Array, beta: Array, epsilon: Number = 1e-7, begin_norm_axis: int = 1, begin_params_axis: int = 1
) -> tuple[Array, Array, Array]:
    """Normalised over the axes from `begin_norm_axis` on, with mean and variance (mirrors `mindspore.ops.LayerNorm`).

    Raises:
        TypeError: for dtypes that are not floating. ValueError: for axes out of range or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> out, mean, var = ms.ops.LayerNorm()(ms.Tensor([[1.0, 3.0]]), ms.ops.ones(2), ms.ops.zeros(2))
        >>> out
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[-1.00000000e+00,  1.00000000e+00]])
    """
    x = checked("LayerNorm", input_x, "real")
    first = arguments.axis("LayerNorm", begin_norm_axis, x.ndim, "begin_norm_axis")
    _check_layer_norm(x, gamma, beta, begin_params_axis)
    out, mean, variance = _layer_norm("LayerNorm", x, gamma, beta, first, epsilon)
    return out, lax.stop_gradient(mean), lax.stop_gradient(variance)


@layer_norm_primitive.in_pynative
def _layer_norm_in_order(input_x: Any, gamma: Any, beta: Any, epsilon: Any, begin_norm_axis: int, begin_params_axis: int) -> Any:
    if ordered_norms.fits(input_x, gamma, beta):
        _check_layer_norm(input_x, gamma, beta, begin_params_axis)
        first = arguments.axis("LayerNorm", begin_norm_axis, input_x.ndim, "begin_norm_axis")
        return ordered_norms.layer_norm(input_x, gamma, beta, first, epsilon)
    return layer_norm_primitive.fn(input_x, gamma, beta, epsilon, begin_norm_axis, begin_params_axis)


layer_norm_primitive.primitive("LayerNorm", "begin_norm_axis=1, begin_params_axis=1, epsilon=1e-7", call="input_x, gamma, beta")  # type: ignore[attr-defined]


@kernel("LayerNormExt")
def layer_norm(
    input: Array, normalized_shape: Any, weight: Array | None = None, bias: Array | None = None, eps: Number = 1e-5
) -> Array:
    """Normalised over the last axes, those of `normalized_shape` (mirrors `mindspore.ops.layer_norm`).

    Args:
        input: a floating Tensor. normalized_shape: an int, tuple or list. weight, bias: of that shape.
        eps: added to the variance.

    Raises:
        ValueError: if `normalized_shape` is not the end of the input's shape.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.layer_norm(ms.Tensor([[1.0, 3.0]]), (2,), eps=1e-12)
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[-1.00000000e+00,  1.00000000e+00]])
    """
    x = checked("LayerNormExt", input, "real")
    shape = (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)
    if x.shape[x.ndim - len(shape) :] != shape or len(shape) > x.ndim or not shape:
        raise ValueError(f"For 'layer_norm', the 'normalized_shape' {shape} must be the end of the input's shape {x.shape}.")
    return _layer_norm("LayerNormExt", x, weight, bias, x.ndim - len(shape), eps)[0]


layer_norm.face("ops.layer_norm").face("mint.nn.functional.layer_norm")  # type: ignore[attr-defined]


@kernel("GroupNorm")
def group_norm(input: Array, num_groups: int, weight: Array | None = None, bias: Array | None = None, eps: Number = 1e-5) -> Array:
    """Normalised over groups of channels and all positions (mirrors `mindspore.ops.group_norm`).

    Args:
        input: floating, shape (N, C, ...). num_groups: divides C. weight, bias: shape (C,). eps: added to the variance.

    Raises:
        ValueError: if the channels cannot be divided so. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.group_norm(ms.Tensor([[1.0, 3.0]]), 1, eps=1e-12)
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[-1.00000000e+00,  1.00000000e+00]])
    """
    return _group_norm(input, num_groups, weight, bias, eps)[0]


@group_norm.in_pynative
def _group_norm_in_order(input: Any, num_groups: int, weight: Any, bias: Any, eps: Any) -> Any:
    return _group_norm(input, num_groups, weight, bias, eps, True)[0]


def _group_norm(input: Any, num_groups: int, weight: Any, bias: Any, eps: Any, ordered: bool = False) -> tuple[Any, Any, Any]:
    """The result, and mean and reciprocal standard deviation of each group, of shape (N, num_groups)."""
    x = checked("GroupNorm", input, "real")
    if x.ndim < 2 or x.shape[1] % num_groups:
        raise ValueError(f"For 'group_norm', the 'num_groups' {num_groups} must divide the channels of the input, shape {x.shape}.")
    if ordered and ordered_norms.fits(x, weight, bias):
        return ordered_norms.group_norm(x, num_groups, weight, bias, eps)
    grouped = x.reshape(x.shape[0], num_groups, -1)
    wide = _wide(grouped)
    t = wide.dtype
    m = mean_of(wide, -1, True)
    v = mean_of(jnp.square(wide - m), -1, True)
    r = lax.rsqrt(v + jnp.asarray(eps).astype(t))
    out = ((wide - m) * r).reshape(x.shape)
    shape = _channel(x.ndim, x.shape[1], 1)
    if weight is not None:
        out = out * weight.astype(t).reshape(shape)
    if bias is not None:
        out = out + bias.astype(t).reshape(shape)
    return out.astype(x.dtype), m[..., 0].astype(x.dtype), r[..., 0].astype(x.dtype)


group_norm.face("ops.group_norm").face("mint.nn.functional.group_norm")  # type: ignore[attr-defined]


@kernel("GroupNormWithStatistics")
def group_norm_with_statistics(
    input: Array, num_groups: int, weight: Array | None = None, bias: Array | None = None, eps: Number = 1e-5
) -> tuple[Array, Array, Array]:
    """`ops.group_norm`, and mean and reciprocal standard deviation of the groups (mirrors `ops.auto_generate.GroupNorm`).

    Args:
        input: floating, shape (N, C, ...). num_groups: divides C. weight, bias: shape (C,). eps: added to the variance.

    Returns:
        The result, and two Tensors of shape (N, num_groups).

    Raises:
        ValueError: if the channels cannot be divided so. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.auto_generate.GroupNorm()(ms.Tensor([[1.0, 3.0]]), 1)[1]
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 2.00000000e+00]])
    """
    return _group_norm(input, num_groups, weight, bias, eps)


@group_norm_with_statistics.in_pynative
def _group_norm_with_statistics_in_order(input: Any, num_groups: int, weight: Any, bias: Any, eps: Any) -> Any:
    return _group_norm(input, num_groups, weight, bias, eps, True)


group_norm_with_statistics.primitive("GroupNorm", call="input, num_groups, weight=None, bias=None, eps=1e-5")  # type: ignore[attr-defined]


@kernel("RmsNorm")
def rms_norm(x: Array, gamma: Array, epsilon: Number = 1e-6) -> tuple[Array, Array]:
    """x * gamma divided by the root of its mean square over gamma's axes; also that reciprocal (mirrors `mindspore.ops.rms_norm`).

    Raises:
        ValueError: if the shape of `gamma` is not the end of the shape of `x`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.rms_norm(ms.Tensor([[3.0, 4.0]]), ms.ops.ones(2))[0]
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 8.48528087e-01,  1.13137078e+00]])
    """
    x = checked("RmsNorm", x, "real")
    if x.shape[x.ndim - gamma.ndim :] != gamma.shape:
        raise ValueError(f"For 'RmsNorm', the shape of 'gamma' {gamma.shape} must be the end of the shape of 'x' {x.shape}.")
    wide = x.astype(F32) if x.dtype.itemsize == 2 else x
    rest = tuple(range(x.ndim - gamma.ndim, x.ndim))
    rstd = lax.rsqrt(jnp.mean(jnp.square(wide), rest, keepdims=True) + jnp.asarray(epsilon).astype(wide.dtype))
    return (wide * rstd * gamma.astype(wide.dtype)).astype(x.dtype), rstd


rms_norm.face("ops.rms_norm").primitive("RmsNorm", "epsilon=1e-6", call="x, gamma")  # type: ignore[attr-defined]


@kernel("Normalize")
def normalize(input: Array, p: Any = 2.0, dim: Any = 1, eps: Number = 1e-12) -> Array:
    """x divided by its p-norm along an axis (mirrors `mindspore.mint.nn.functional.normalize`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.normalize(ms.Tensor([[3.0, 4.0]]))
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 6.00000024e-01,  8.00000012e-01]])
    """
    x = checked("normalize", input, "real")
    norm = jnp.linalg.norm(_wide(x), ord=p, axis=arguments.axis("normalize", dim, x.ndim, "dim"), keepdims=True)
    return (x / jnp.maximum(norm, jnp.asarray(eps).astype(norm.dtype)).astype(x.dtype)).astype(x.dtype)


normalize.face("mint.nn.functional.normalize")  # type: ignore[attr-defined]


@kernel("LRN")
def lrn(
    x: Array,
    depth_radius: int = 5,
    bias: Number = 1.0,
    alpha: Number = 1.0,
    beta: Number = 0.5,
    norm_region: str = "ACROSS_CHANNELS",
) -> Array:
    """Local response normalisation over neighbouring channels (mirrors `mindspore.ops.lrn`).

    Args:
        x: float16 or float32, shape (N, C, H, W). depth_radius: neighbours on each side. bias, alpha, beta: of the
            divisor (bias + alpha * sum of squares) ** beta. norm_region: 'ACROSS_CHANNELS'.

    Raises:
        TypeError, ValueError: for other inputs.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.lrn(ms.ops.ones((1, 1, 1, 1)))
        Tensor(shape=[1, 1, 1, 1], dtype=Float32, value=
        [[[[ 7.07106769e-01]]]])
    """
    x = checked("LRN", x, "real")
    if x.ndim != 4:
        raise ValueError(f"For 'LRN', the input must have 4 dimensions, but got shape {x.shape}.")
    if norm_region != "ACROSS_CHANNELS":
        raise ValueError(f"For 'LRN', the 'norm_region' must be 'ACROSS_CHANNELS', but got {norm_region!r}.")
    window, pads = (1, 2 * depth_radius + 1, 1, 1), ((0, 0), (depth_radius, depth_radius), (0, 0), (0, 0))
    total = lax.reduce_window(jnp.square(x), np.zeros((), x.dtype)[()], lax.add, window, (1, 1, 1, 1), pads)
    b, a, power = (jnp.asarray(v).astype(x.dtype) for v in (bias, alpha, beta))
    return x / (b + a * total) ** power


lrn.face("ops.lrn").primitive("LRN", "depth_radius=5, bias=1.0, alpha=1.0, beta=0.5, norm_region='ACROSS_CHANNELS'", call="x")  # type: ignore[attr-defined]


@kernel("L2Loss")
def l2_loss(input_x: Array) -> Array:
    """Half the sum of squares (mirrors `mindspore.ops.L2Loss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.L2Loss()(ms.Tensor([1.0, 2.0])))
        2.5
    """
    x = checked("L2Loss", input_x, "real")
    return jnp.sum(jnp.square(x)) / np.asarray(2, x.dtype)


l2_loss.primitive("L2Loss")  # type: ignore[attr-defined]
