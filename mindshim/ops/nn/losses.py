"""Losses of regression, ranking, margins and distributions."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32, is_complex, is_float, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops.nn.reduction import check_reduction, reduced
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked


def _pair(op: str, a: Any, b: Any, same: bool = False) -> Any:
    if same and a.shape != b.shape:
        raise ValueError(f"For '{op}', the two inputs must have one shape, but got {a.shape} and {b.shape}.")
    x, y = operands(op, a, b)
    if is_complex(x.dtype):
        raise TypeError(f"For '{op}', the inputs must be real numbers, but got {x.dtype.name}.")
    return (x, y) if is_float(x.dtype) else (x.astype(F32), y.astype(F32))


def _one_dtype(op: str, *inputs: Any) -> None:
    """TypeError unless all inputs have the dtype of the first."""
    found = [x.dtype.name for x in inputs]
    if len(set(found)) > 1:
        raise TypeError(f"For '{op}', the inputs must have one dtype, but got {' and '.join(found)}.")


def _n(value: float, x: Any) -> Any:
    return np.asarray(value).astype(x.dtype)


@kernel("MSELoss")
def mse_loss(input: Array, target: Array, reduction: str = "mean") -> Array:
    """The squared difference (mirrors `mindspore.ops.mse_loss`); shapes broadcast.

    Args:
        input, target: number Tensors. reduction: 'none', 'mean' or 'sum'.

    Raises:
        ValueError: for another reduction or shapes that do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.mse_loss(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        2.0
    """
    check_reduction("mse_loss", reduction)
    x, t = _pair("mse_loss", input, target)
    return reduced(jnp.square(x - t), reduction)


mse_loss.face("ops.mse_loss").face("mint.nn.functional.mse_loss")  # type: ignore[attr-defined]


@kernel("L1Loss")
def l1_loss(input: Array, target: Array, reduction: str = "mean") -> Array:
    """The absolute difference, of integers an integer (mirrors `mindspore.ops.l1_loss`); shapes broadcast.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.l1_loss(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        1.0
    """
    check_reduction("l1_loss", reduction)
    x, t = _pair("l1_loss", input, target)
    d = x - t
    # The gradient at zero is zero.
    out = reduced(d * jax.lax.stop_gradient(jnp.sign(d)), reduction)
    whole = jnp.result_type(input.dtype, target.dtype)
    return out if is_inexact(whole) else out.astype(whole)


l1_loss.face("ops.l1_loss").face("mint.nn.functional.l1_loss")  # type: ignore[attr-defined]


@kernel("SmoothL1Loss")
def smooth_l1_loss(input: Array, target: Array, beta: float = 1.0, reduction: str = "none") -> Array:
    """0.5 d^2 / beta where |d| < beta, |d| - 0.5 beta elsewhere (mirrors `mindspore.ops.smooth_l1_loss`).

    Args:
        input, target: floating Tensors of one shape. beta: not negative. reduction: 'none', 'mean' or 'sum'.

    Raises:
        ValueError: for another reduction, or shapes that differ. RuntimeError: for a negative `beta`.
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.smooth_l1_loss(ms.Tensor([1.0, 2.0]), ms.Tensor([1.5, 4.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 1.25000000e-01,  1.50000000e+00])
    """
    op = "SmoothL1Loss"
    check_reduction(op, reduction)
    if isinstance(beta, bool) or not isinstance(beta, (int, float)):
        raise TypeError(f"For '{op}', the 'beta' must be a float, but got {type(beta).__name__}.")
    if beta < 0:
        raise RuntimeError(f"For '{op}', the 'beta' must not be negative, but got {beta}.")
    x, t = _pair(op, checked(op, input, "real"), checked(op, target, "real"), True)
    dtype = x.dtype
    if dtype.itemsize == 2:
        # The elements are rounded once, as the real kernel's.
        x, t = x.astype(F32), t.astype(F32)
    d = x - t
    a = d * jax.lax.stop_gradient(jnp.sign(d))
    if beta != 0:
        a = jnp.where(a < _n(beta, x), _n(0.5 / beta, x) * d * d, a - _n(0.5 * beta, x))
    return reduced(a.astype(dtype), reduction)


smooth_l1_loss.primitive("SmoothL1Loss", "beta=1.0, reduction='none'", call="prediction, target", prediction="input")  # type: ignore[attr-defined]


def _check_reduction_type(reduction: Any) -> None:
    if not isinstance(reduction, str):
        raise TypeError(f"For 'smooth_l1_loss', the 'reduction' must be a str, but got {type(reduction).__name__}.")


@face("ops.smooth_l1_loss")
def _smooth_l1_loss(input: Tensor, target: Tensor, beta: float = 1.0, reduction: str = "none") -> Tensor:
    _check_reduction_type(reduction)
    return smooth_l1_loss(input, target, beta, reduction)


@face("mint.nn.functional.smooth_l1_loss")
def _mint_smooth_l1_loss(input: Tensor, target: Tensor, reduction: str = "mean", beta: float = 1.0) -> Tensor:
    _check_reduction_type(reduction)
    return smooth_l1_loss(input, target, beta, reduction)


for _function, _path in ((_smooth_l1_loss, "ops"), (_mint_smooth_l1_loss, "mint.nn.functional")):
    _function.__name__ = _function.__qualname__ = "smooth_l1_loss"
    _function.__doc__ = (smooth_l1_loss.fn.__doc__ or "").replace("mindspore.ops.", f"mindspore.{_path}.")


@kernel("HuberLoss")
def huber_loss(input: Array, target: Array, reduction: str = "mean", delta: float = 1.0) -> Array:
    """0.5 d^2 where |d| < delta, delta (|d| - 0.5 delta) elsewhere (mirrors `mindspore.ops.huber_loss`).

    Raises:
        ValueError: for another reduction or a `delta` that is not positive. TypeError: if `delta` is no number.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.huber_loss(ms.Tensor([1.0, 2.0]), ms.Tensor([1.5, 4.0])))
        0.8125
    """
    check_reduction("huber_loss", reduction)
    if isinstance(delta, bool) or not isinstance(delta, (int, float)):
        raise TypeError(f"For 'huber_loss', the 'delta' must be a float, but got {type(delta).__name__}.")
    if delta <= 0:
        raise ValueError(f"For 'huber_loss', the 'delta' must be positive, but got {delta}.")
    x, t = _pair("huber_loss", input, target)
    d = x - t
    a = jnp.abs(d)
    return reduced(jnp.where(a <= _n(delta, x), _n(0.5, x) * d * d, _n(delta, x) * (a - _n(0.5 * delta, x))), reduction)


huber_loss.face("ops.huber_loss")  # type: ignore[attr-defined]


def _xlogx(t: Any) -> Any:
    positive = t > _n(0, t)
    return jnp.where(positive, t * jnp.log(jnp.where(positive, t, _n(1, t))), _n(0, t))


@kernel("KLDivLoss")
def kl_div(logits: Array, labels: Array, reduction: str = "mean", log_target: bool = False) -> Array:
    """labels * (log(labels) - logits), the Kullback-Leibler divergence (mirrors `mindspore.ops.kl_div`).

    Args:
        logits: log-probabilities. labels: probabilities of the same shape. reduction: 'none', 'mean', 'sum', 'batchmean'.

    Raises:
        ValueError: for another reduction. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.kl_div(ms.Tensor([-1.0, -2.0]), ms.Tensor([0.0, 1.0]), 'sum'))
        2.0
    """
    if reduction not in ("none", "mean", "sum", "batchmean"):
        raise ValueError(f"For 'kl_div', the 'reduction' must be in '['none', 'mean', 'batchmean', 'sum']', but got {reduction!r}.")
    # The labels have no gradient in MindSpore.
    x, t = checked("KLDivLoss", logits, "real"), lax.stop_gradient(checked("KLDivLoss", labels, "real"))
    if log_target:
        loss = jnp.exp(t) * (t - x)
    else:
        zero = _n(0, t)
        slope = jnp.where(t == zero, zero, -t * x)
        # Labels that are no probabilities give a loss of zero, but a gradient like the others.
        loss = slope + lax.stop_gradient(jnp.where(t > zero, _xlogx(t), -slope))
    if reduction == "batchmean":
        return jnp.sum(loss) / _n(x.shape[0], x)
    return reduced(loss, reduction)


kl_div.face("ops.kl_div", "logits, labels, reduction='mean'").primitive("KLDivLoss", "reduction='mean'", call="logits, labels")  # type: ignore[attr-defined]
kl_div.face("mint.nn.functional.kl_div", "input, target, reduction='mean', log_target=False", input="logits", target="labels")  # type: ignore[attr-defined]


@kernel("SoftMarginLoss")
def soft_margin_loss(input: Array, target: Array, reduction: str = "mean") -> Array:
    """log(1 + exp(-target * input)) (mirrors `mindspore.ops.soft_margin_loss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.soft_margin_loss(ms.Tensor([0.0]), ms.Tensor([1.0])))
        0.6931472
    """
    check_reduction("SoftMarginLoss", reduction)
    x, t = _pair("SoftMarginLoss", input, target, True)
    return reduced(jnp.logaddexp(-t * x, _n(0, x)), reduction)


soft_margin_loss.face("ops.soft_margin_loss").primitive("SoftMarginLoss", "reduction='mean'", call="input, target")  # type: ignore[attr-defined]


@kernel("HingeEmbeddingLoss")
def hinge_embedding_loss(inputs: Array, targets: Array, margin: float = 1.0, reduction: str = "mean") -> Array:
    """x where the target is 1, max(0, margin - x) where it is -1 (mirrors `mindspore.ops.hinge_embedding_loss`).

    Raises:
        ValueError: for another reduction. TypeError: if `margin` is no number.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.hinge_embedding_loss(ms.Tensor([0.5, 0.5]), ms.Tensor([1.0, -1.0])))
        0.5
    """
    check_reduction("hinge_embedding_loss", reduction)
    if not isinstance(margin, (int, float)):
        raise TypeError(f"For 'hinge_embedding_loss', the 'margin' must be a number, but got {type(margin).__name__}.")
    op = "hinge_embedding_loss"
    x, t = _pair(op, checked(op, inputs, "real"), checked(op, targets, "real"))
    positive = jnp.where(t == _n(1, t), x, _n(0, x))
    negative = jnp.where(t == _n(-1, t), jnp.maximum(_n(margin, x) - x, _n(0, x)), _n(0, x))
    return reduced(positive + negative, reduction)


hinge_embedding_loss.face("ops.hinge_embedding_loss")  # type: ignore[attr-defined]


@kernel("MarginRankingLoss")
def margin_ranking_loss(input1: Array, input2: Array, target: Array, margin: float = 0.0, reduction: str = "mean") -> Array:
    """max(0, -target * (x1 - x2) + margin) (mirrors `mindspore.ops.margin_ranking_loss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.margin_ranking_loss(ms.Tensor([1.0]), ms.Tensor([3.0]), ms.Tensor([1.0])))
        2.0
    """
    check_reduction("margin_ranking_loss", reduction)
    if not isinstance(margin, (int, float)):
        raise TypeError(f"For 'margin_ranking_loss', the 'margin' must be a float, but got {type(margin).__name__}.")
    _one_dtype("margin_ranking_loss", input1, input2, target)
    a, b, t = operands("margin_ranking_loss", input1, input2, target)
    return reduced(jnp.maximum(-t * (a - b) + _n(margin, a), _n(0, a)), reduction)


margin_ranking_loss.face("ops.margin_ranking_loss")  # type: ignore[attr-defined]


@kernel("CosineEmbeddingLoss")
def cosine_embedding_loss(input1: Array, input2: Array, target: Array, margin: float = 0.0, reduction: str = "mean") -> Array:
    """1 - cos for target 1, max(0, cos - margin) for target -1 (mirrors `mindspore.ops.cosine_embedding_loss`).

    Args:
        input1, input2: shape (N, M) or (M). target: 1 or -1 for each row. margin: in [-1, 1].

    Raises:
        ValueError: for a margin out of range or another reduction.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 0.0]])
        >>> print(ms.ops.cosine_embedding_loss(x, x, ms.Tensor([-1], ms.int32)))
        1.0
    """
    check_reduction("cosine_embedding_loss", reduction)
    if not -1 <= margin <= 1:
        raise ValueError(f"For 'cosine_embedding_loss', the 'margin' must be in [-1, 1], but got {margin}.")
    a, b = _pair("cosine_embedding_loss", input1, input2)
    axis = a.ndim - 1 if a.ndim == 1 else 1
    eps = _n(1e-12, a)
    dot = jnp.sum(a * b, axis)
    cos = dot / jnp.sqrt((jnp.sum(a * a, axis) + eps) * (jnp.sum(b * b, axis) + eps))
    t = target.astype(a.dtype)
    loss = jnp.where(t == _n(1, a), _n(1, a) - cos, jnp.where(t == _n(-1, a), jnp.maximum(cos - _n(margin, a), _n(0, a)), _n(0, a)))
    return reduced(loss, reduction)


cosine_embedding_loss.face("ops.cosine_embedding_loss").face("mint.nn.functional.cosine_embedding_loss")  # type: ignore[attr-defined]


def _distance(a: Any, b: Any, p: float, eps: float) -> Any:
    return jnp.sum(jnp.abs(a - b + _n(eps, a)) ** _n(p, a), -1) ** _n(1 / p, a)


@kernel("TripletMarginLoss")
def triplet_margin_loss(
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: Number = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    reduction: str = "mean",
) -> Array:
    """max(0, d(anchor, positive) - d(anchor, negative) + margin) (mirrors `mindspore.ops.triplet_margin_loss`).

    Args:
        anchor, positive, negative: Tensors whose shapes broadcast. margin: a number. p: of the norm. eps: added to
            differences. swap: use the distance of positive and negative when it is smaller.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 0.0]])
        >>> print(ms.ops.triplet_margin_loss(x, x, x))
        1.0
    """
    check_reduction("TripletMarginLoss", reduction)
    _one_dtype("TripletMarginLoss", anchor, positive, negative)
    a, b, c = operands("TripletMarginLoss", anchor, positive, negative)
    near, far = _distance(a, b, p, eps), _distance(a, c, p, eps)
    if swap:
        far = jnp.minimum(far, _distance(b, c, p, eps))
    return reduced(jnp.maximum(near - far + jnp.asarray(margin).astype(a.dtype), _n(0, a)), reduction)


triplet_margin_loss.face("ops.triplet_margin_loss").primitive(  # type: ignore[attr-defined]
    "TripletMarginLoss", "p=2, swap=False, eps=1e-6, reduction='mean'", call="x, positive, negative, margin", x="anchor"
)


@kernel("MultiMarginLoss")
def multi_margin_loss(
    input: Array, target: Array, p: int = 1, margin: Number = 1, weight: Array | None = None, reduction: str = "mean"
) -> Array:
    """The mean over classes of max(0, margin - x[target] + x[i]) ** p (mirrors `mindspore.ops.multi_margin_loss`).

    Args:
        input: shape (N, C). target: class indices, int64. p: 1 or 2. weight: one number for each class.

    Raises:
        ValueError: for another p or reduction. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.multi_margin_loss(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1])))
        0.5
    """
    check_reduction("MultiMarginLoss", reduction)
    if p not in (1, 2):
        raise ValueError(f"For 'MultiMarginLoss', the 'p' must be 1 or 2, but got {p}.")
    x = checked("MultiMarginLoss", input, "real")
    rows = x.reshape(-1, x.shape[-1])
    index = target.reshape(-1, 1).astype(np.int64)
    gap = jnp.maximum(jnp.asarray(margin).astype(x.dtype) - jnp.take_along_axis(rows, index, 1) + rows, _n(0, x)) ** p
    if weight is not None:
        gap = gap * jnp.take(lax.stop_gradient(weight).astype(x.dtype), index)
    others = jnp.arange(rows.shape[1])[None, :] != index
    loss = jnp.sum(jnp.where(others, gap, _n(0, x)), 1) / _n(rows.shape[1], x)
    return reduced(loss.reshape(target.shape), reduction)




@face("ops.multi_margin_loss")
def _multi_margin_loss(
    input: Tensor, target: Tensor, p: int = 1, margin: int = 1, weight: Tensor | None = None, reduction: str = "mean"
) -> Tensor:
    for name, value in (("p", p), ("margin", margin)):
        if not isinstance(value, int) or name == "p" and isinstance(value, bool):
            raise TypeError(f"For 'multi_margin_loss', the type of '{name}' must be int, but got {type(value).__name__}.")
    return multi_margin_loss(input, target, p, margin, weight, reduction)


_multi_margin_loss.__name__ = _multi_margin_loss.__qualname__ = "multi_margin_loss"
_multi_margin_loss.__doc__ = multi_margin_loss.fn.__doc__


@face("ops.MultiMarginLoss")
class MultiMarginLoss(Primitive):
    """`ops.multi_margin_loss` as an operator object (mirrors `mindspore.ops.MultiMarginLoss`).

    Args:
        p: 1 or 2. margin: a float. reduction: 'none', 'mean' or 'sum'.

    Inputs:
        x: shape (N, C). target: class indices. weight: one number for each class, or None.

    Raises:
        TypeError: if `p` is not an int or `margin` not a float. ValueError: for another value of `p` or `reduction`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.MultiMarginLoss()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1])))
        0.5
    """

    @prim_attr_register
    def __init__(self, p: int = 1, margin: float = 1.0, reduction: str = "mean") -> None:
        for name, value, kind in (("p", p, int), ("margin", margin, float)):
            if type(value) is not kind:
                got = type(value).__name__
                raise TypeError(f"For 'MultiMarginLoss', the type of '{name}' must be {kind.__name__}, but got {got}.")
        if p not in (1, 2):
            raise ValueError(f"For 'MultiMarginLoss', the 'p' must be 1 or 2, but got {p}.")
        check_reduction("MultiMarginLoss", reduction)

    def __call__(self, x: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
        return multi_margin_loss(x, target, self.p, self.margin, weight, self.reduction)


def _multilabel_margin(op: str, input: Any, target: Any) -> tuple[Any, Any]:
    x = checked(op, input, "real")
    rows = x.reshape(-1, x.shape[-1])
    labels = target.reshape(-1, x.shape[-1])
    # Only the labels before the first -1 count.
    valid = jnp.cumprod((labels >= 0).astype(np.int32), 1).astype(bool)
    safe = jnp.where(valid, labels, 0).astype(np.int64)
    chosen = jnp.any((jnp.arange(rows.shape[1])[None, None, :] == safe[..., None]) & valid[..., None], 1)
    at = jnp.take_along_axis(rows, safe, 1)
    gap = jnp.maximum(_n(1, x) - at[..., None] + rows[:, None, :], _n(0, x))
    gap = jnp.where(valid[..., None] & ~chosen[:, None, :], gap, _n(0, x))
    return jnp.sum(gap, (1, 2)) / _n(rows.shape[1], x), chosen.reshape(x.shape).astype(np.int32)


@kernel("MultilabelMarginLoss")
def _multilabel_margin_primitive(x: Array, target: Array, reduction: str = "mean") -> tuple[Array, Array]:
    """The margin loss of several labels for each row, and which classes are labels (mirrors `mindspore.ops.MultilabelMarginLoss`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MultilabelMarginLoss()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[1, -1]], ms.int32))[0]
        Tensor(shape=[], dtype=Float32, value= 0.5)
    """
    check_reduction("MultilabelMarginLoss", reduction)
    loss, chosen = _multilabel_margin("MultilabelMarginLoss", x, target)
    return reduced(loss if x.ndim > 1 else loss[0], reduction), chosen


_multilabel_margin_primitive.primitive("MultilabelMarginLoss", "reduction='mean'", call="x, target")  # type: ignore[attr-defined]


@kernel("MultilabelMarginLossOp")
def multilabel_margin_loss(input: Array, target: Array, reduction: str = "mean") -> Array:
    """The margin loss of several labels for each row (mirrors `mindspore.ops.multilabel_margin_loss`).

    Args:
        input: shape (N, C) or (C). target: int32 labels of the same shape; those after the first -1 do not count.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.multilabel_margin_loss(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[1, -1]], ms.int32)))
        0.5
    """
    check_reduction("multilabel_margin_loss", reduction)
    loss, _ = _multilabel_margin("multilabel_margin_loss", input, target)
    return reduced(loss if input.ndim > 1 else loss[0], reduction)


multilabel_margin_loss.face("ops.multilabel_margin_loss")  # type: ignore[attr-defined]


@kernel("MultiLabelSoftMarginLoss")
def multilabel_soft_margin_loss(input: Array, target: Array, weight: Array | None = None, reduction: str = "mean") -> Array:
    """Binary cross entropy of several labels, averaged over classes (mirrors `mindspore.ops.multilabel_soft_margin_loss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.multilabel_soft_margin_loss(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[1.0, 0.0]])))
        0.6931472
    """
    check_reduction("multilabel_soft_margin_loss", reduction)
    x, t = _pair("multilabel_soft_margin_loss", input, target, True)
    loss = -(t * jax.nn.log_sigmoid(x) + (_n(1, x) - t) * jax.nn.log_sigmoid(-x))
    if weight is not None:
        loss = loss * weight.astype(x.dtype)
    return reduced(jnp.mean(loss, -1), reduction)


multilabel_soft_margin_loss.face("ops.multilabel_soft_margin_loss")  # type: ignore[attr-defined]


@kernel("GaussianNLLLoss")
def gaussian_nll_loss(x: Array, target: Array, var: Array, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> Array:
    """Negative log likelihood of a normal distribution (mirrors `mindspore.ops.gaussian_nll_loss`).

    Args:
        x: means. target: samples. var: variances, at least `eps` used, of a shape that broadcasts or lacks the last axis. full: with the constant term.

    Raises:
        TypeError: if `full` is not a bool. ValueError: if `eps` is no positive float, or for another reduction.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.gaussian_nll_loss(ms.Tensor([0.0]), ms.Tensor([2.0]), ms.Tensor([1.0])))
        2.0
    """
    check_reduction("gaussian_nll_loss", reduction)
    if not isinstance(full, bool):
        raise TypeError(f"For 'gaussian_nll_loss', 'full' must be a bool, but got {type(full).__name__}.")
    if not isinstance(eps, float) or eps <= 0:
        raise ValueError(f"For 'gaussian_nll_loss', the 'eps' must be a positive float, but got {eps!r}.")
    if jnp.ndim(var) == jnp.ndim(x) - 1 and jnp.shape(var) == jnp.shape(x)[:-1]:
        # One variance for the last axis.
        var = jnp.expand_dims(var, -1)
    a, t, v = operands("gaussian_nll_loss", x, target, var)
    limited = jnp.maximum(v, _n(eps, v))
    loss = _n(0.5, a) * (jnp.log(limited) + jnp.square(a - t) / limited)
    if full:
        loss = loss + _n(0.5 * math.log(2 * math.pi), a)
    return reduced(loss, reduction)


gaussian_nll_loss.face("ops.gaussian_nll_loss")  # type: ignore[attr-defined]


@kernel("PoissonNLLLoss")
def poisson_nll_loss(
    input: Array, target: Array, log_input: bool = True, full: bool = False, eps: float = 1e-8, reduction: str = "mean"
) -> Array:
    """Negative log likelihood of a Poisson distribution, as `nn.PoissonNLLLoss` computes it."""
    check_reduction("PoissonNLLLoss", reduction)
    x, t = _pair("PoissonNLLLoss", input, target)
    loss = jnp.exp(x) - t * x if log_input else x - t * jnp.log(x + _n(eps, x))
    if full:
        safe = jnp.where(t > _n(1, t), t, _n(1, t))
        stirling = safe * jnp.log(safe) - safe + _n(0.5, x) * jnp.log(_n(2 * math.pi, x) * safe)
        loss = loss + jnp.where(t > _n(1, t), stirling, _n(0, x))
    return reduced(loss, reduction)
