"""Losses of classification by log-probabilities: cross entropy, negative log likelihood."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import is_float
from mindshim._core.tensor import Tensor
from mindshim.ops.bounds import classes, within
from mindshim.ops.nn.reduction import check_reduction, reduced
from mindshim.ops.spellings import checked


def _one_hot(index: Any, size: int, dtype: Any, axis: int) -> Any:
    return jax.nn.one_hot(index, size, dtype=dtype, axis=axis)


def _place(target: Any, classes: int) -> Any:
    """Class numbers as places; negative ones count from the end, as in MindSpore, and none is out of range."""
    target = target.astype(np.int64)
    return jnp.clip(jnp.where(target < 0, target + classes, target), 0, classes - 1)


def _picked(values: Any, target: Any, axis: int) -> Any:
    """`values` at the target classes along `axis`."""
    safe = _place(target, values.shape[axis])
    return jnp.squeeze(jnp.take_along_axis(values, jnp.expand_dims(safe, axis), axis), axis)


def _nll(logp: Any, target: Any, weight: Any, ignore_index: int, reduction: str, smoothing: float, axis: int) -> Any:
    """The loss from log-probabilities and class indices."""
    t = logp.dtype
    classes = logp.shape[axis]
    if target.dtype.kind not in "iu":
        raise TypeError(f"For 'nll_loss', the 'target' must be class indices, of an integer dtype, but got {target.dtype.name}.")
    if target.shape != logp.shape[:axis] + logp.shape[axis + 1 :]:
        raise ValueError(
            f"For 'cross_entropy', the 'target' must have shape {logp.shape[:axis] + logp.shape[axis + 1:]}, but got {target.shape}."
        )
    counted = target != np.asarray(ignore_index, target.dtype)
    zero = np.zeros((), t)
    w = jnp.ones(target.shape, t) if weight is None else jnp.take(weight.astype(t), _place(target, classes))
    w = jnp.where(counted, w, zero)
    loss = -_picked(logp, target, axis) * w
    if smoothing:
        shape = [1] * logp.ndim
        shape[axis] = classes
        spread = logp if weight is None else logp * weight.astype(t).reshape(shape)
        smooth = jnp.where(counted, -jnp.sum(spread, axis), zero)
        share = np.asarray(smoothing / classes, t)
        loss = loss * np.asarray(1 - smoothing, t) + smooth * share
    if reduction == "none":
        return loss
    if reduction == "sum":
        return jnp.sum(loss)
    return jnp.sum(loss) / jnp.sum(w)


def _soft(logp: Any, target: Any, weight: Any, reduction: str, smoothing: float, axis: int) -> Any:
    """The loss from log-probabilities and class probabilities."""
    t = logp.dtype
    target = target.astype(t)
    classes = logp.shape[axis]
    if smoothing:
        target = target * np.asarray(1 - smoothing, t) + np.asarray(smoothing / classes, t)
    shape = [1] * logp.ndim
    shape[axis] = classes
    if weight is not None:
        logp = logp * weight.astype(t).reshape(shape)
    loss = -jnp.sum(logp * target, axis)
    if reduction == "none":
        return loss
    if reduction == "sum":
        return jnp.sum(loss)
    return jnp.sum(loss) / np.asarray(max(loss.size, 1), t)


@kernel("CrossEntropyLoss")
def cross_entropy(
    input: Array,
    target: Array,
    weight: Array | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Array:
    """Cross entropy between predicted logits and a target (mirrors `mindspore.ops.cross_entropy`).

    Args:
        input: logits, shape (C), (N, C) or (N, C, d1, ...), floating.
        target: class indices, int32 or int64, of shape (), (N) or (N, d1, ...); or probabilities of the input's shape.
        weight: one number for each class. ignore_index: a class that does not count.
        reduction: 'none', 'mean' or 'sum'. label_smoothing: in [0, 1].

    Raises:
        ValueError: for another reduction or shapes that do not fit. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.cross_entropy(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1], ms.int32)))
        0.6931472
    """
    check_reduction("cross_entropy_loss", reduction)
    for name, value, kind in (("ignore_index", ignore_index, int), ("label_smoothing", label_smoothing, float)):
        # What `mutable` makes of a number is a number too.
        if isinstance(value, bool) or not isinstance(value, kind):
            raise TypeError(f"For 'cross_entropy_loss', the type of '{name}' must be '{kind.__name__}', but got '{type(value).__name__}'.")
    x = checked("cross_entropy", input, "real")
    axis = 0 if x.ndim == 1 else 1
    logp = jax.nn.log_softmax(x, axis=axis)
    if target.shape == x.shape and is_float(target.dtype):
        return _soft(logp, target, weight, reduction, label_smoothing, axis)
    if target.shape == x.shape and x.ndim > 1:
        return _soft(logp, target, weight, reduction, label_smoothing, axis)
    return _nll(logp, target, weight, ignore_index, reduction, label_smoothing, axis)


def _look_at_classes(x: Tensor, target: Tensor, weight: Any, ignore_index: int, *more: Any) -> None:
    if target.shape == x.shape and x.ndim > 1:
        return
    count = x.shape[0 if x.ndim == 1 else 1]
    classes("nll_loss", target, count, ignore_index, -count)


cross_entropy.look_at_values(_look_at_classes)  # type: ignore[attr-defined]
cross_entropy.face("ops.cross_entropy").face("mint.nn.functional.cross_entropy")  # type: ignore[attr-defined]


@kernel("NLLLossOp")
def nll_loss(
    inputs: Array,
    target: Array,
    weight: Array | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Array:
    """Negative log likelihood of class indices (mirrors `mindspore.ops.nll_loss`).

    Args:
        inputs: log-probabilities, (C), (N, C) or (N, C, d1, ...). The rest as in `cross_entropy`.

    Raises:
        ValueError: for another reduction or shapes that do not fit. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.nll_loss(ms.Tensor([[-1.0, -2.0]]), ms.Tensor([1], ms.int32)))
        2.0
    """
    check_reduction("nll_loss", reduction)
    x = checked("nll_loss", inputs, "real")
    return _nll(x, target, weight, ignore_index, reduction, label_smoothing, 0 if x.ndim == 1 else 1)


nll_loss.look_at_values(_look_at_classes)  # type: ignore[attr-defined]
nll_loss.face("ops.nll_loss").face(  # type: ignore[attr-defined]
    "mint.nn.functional.nll_loss", "input, target, weight=None, ignore_index=-100, reduction='mean'", input="inputs"
)


@kernel("NLLLoss")
def _nll_primitive(logits: Array, labels: Array, weight: Array, reduction: str = "mean", ignore_index: int = -100) -> tuple[Array, Array]:
    """Negative log likelihood and the sum of the weights (mirrors `mindspore.ops.NLLLoss`).

    Raises:
        ValueError: for another reduction or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.NLLLoss()(ms.Tensor([[-1.0, -2.0]]), ms.Tensor([1], ms.int32), ms.ops.ones(2))[0]
        Tensor(shape=[], dtype=Float32, value= 2)
    """
    check_reduction("NLLLoss", reduction)
    x = checked("NLLLoss", logits, "real")
    weight = lax.stop_gradient(weight)
    loss = _nll(x, labels, weight, ignore_index, reduction, 0.0, 1)
    counted = labels != np.asarray(ignore_index, labels.dtype)
    w = jnp.take(weight, jnp.clip(labels, 0, x.shape[1] - 1).astype(np.int64))
    return loss, jnp.sum(jnp.where(counted, w, np.zeros((), w.dtype)))


_nll_primitive.look_at_values(  # type: ignore[attr-defined]
    lambda x, target, weight, reduction, ignored: classes("NLLLoss", target, x.shape[1], ignored, 0, ValueError)
)
_nll_primitive.primitive("NLLLoss", "reduction='mean', ignore_index=-100", call="logits, labels, weight")  # type: ignore[attr-defined]


@jax.custom_jvp
def _row_cross_entropy(x: Any, labels: Any) -> Any:
    return -jnp.sum(labels * jax.nn.log_softmax(x, axis=-1), -1)


@_row_cross_entropy.defjvp
def _row_cross_entropy_jvp(primals: Any, tangents: Any) -> Any:
    # MindSpore takes it for granted that the labels of a row add up to 1.
    x, labels = primals
    return _row_cross_entropy(x, labels), jnp.sum((jax.nn.softmax(x, axis=-1) - labels) * tangents[0], -1)


@kernel("SoftmaxCrossEntropyWithLogits")
def softmax_cross_entropy(logits: Array, labels: Array) -> tuple[Array, Array]:
    """Cross entropy of each row, and its gradient (mirrors `mindspore.ops.SoftmaxCrossEntropyWithLogits`).

    Args:
        logits: shape (N, C), float16 or float32. labels: probabilities of the same shape and dtype.

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.SoftmaxCrossEntropyWithLogits()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[1.0, 0.0]]))[0]
        Tensor(shape=[1], dtype=Float32, value= [ 6.93147182e-01])
    """
    op = "SoftmaxCrossEntropyWithLogits"
    x = checked(op, logits, "real")
    if labels.dtype != x.dtype:
        raise TypeError(f"For '{op}', the input type must be same, but got logits {x.dtype.name} and labels {labels.dtype.name}.")
    if x.shape != labels.shape or x.ndim != 2:
        raise ValueError(f"For '{op}', 'logits' and 'labels' must have one shape (N, C), but got {x.shape} and {labels.shape}.")
    labels = lax.stop_gradient(labels)
    return _row_cross_entropy(x, labels), lax.stop_gradient(jax.nn.softmax(x, axis=-1) - labels)


softmax_cross_entropy.primitive("SoftmaxCrossEntropyWithLogits")  # type: ignore[attr-defined]


@kernel("SparseSoftmaxCrossEntropyWithLogits")
def sparse_softmax_cross_entropy(logits: Array, labels: Array, is_grad: bool = False) -> Array:
    """The mean cross entropy of class indices, or its gradient (mirrors `mindspore.ops.SparseSoftmaxCrossEntropyWithLogits`).

    Args:
        logits: shape (N, C), float32. labels: shape (N), int32 or int64. is_grad: return the gradient instead.

    Raises:
        ValueError: if the shapes do not fit. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.SparseSoftmaxCrossEntropyWithLogits()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1], ms.int32)))
        0.6931472
    """
    op = "SparseSoftmaxCrossEntropyWithLogits"
    x = checked(op, logits, "real")
    if labels.dtype not in (np.dtype(np.int32), np.dtype(np.int64)):
        raise TypeError(f"For '{op}', the dtype of 'labels' must be int32 or int64, but got {labels.dtype.name}.")
    if labels.shape != x.shape[:1] or x.ndim != 2:
        raise ValueError(f"For '{op}', the 'labels' must have shape {x.shape[:1]}, but got {labels.shape}.")
    logp = jax.nn.log_softmax(x, axis=-1)
    if is_grad:
        return (jnp.exp(logp) - _one_hot(labels, x.shape[1], x.dtype, -1)) / np.asarray(x.shape[0], x.dtype)
    return -jnp.mean(_picked(logp, labels, 1))


sparse_softmax_cross_entropy.look_at_values(  # type: ignore[attr-defined]
    lambda x, labels, is_grad: within("SparseSoftmaxCrossEntropyWithLogits", "labels", labels, 0, x.shape[1])
)
sparse_softmax_cross_entropy.primitive("SparseSoftmaxCrossEntropyWithLogits", "is_grad=False", call="logits, labels")  # type: ignore[attr-defined]


@kernel("SparseCrossEntropyRows")
def sparse_rows(logits: Array, labels: Array) -> Array:
    """Cross entropy of each row against a class index, as `nn.SoftmaxCrossEntropyWithLogits(sparse=True)` needs it."""
    op = "SoftmaxCrossEntropyWithLogits"
    x = checked(op, logits, "real")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"For '{op}', the 'labels' must be class indices, of an integer dtype, but got {labels.dtype.name}.")
    if x.ndim != 2 or labels.shape != x.shape[:1]:
        raise ValueError(f"For '{op}', 'logits' must have shape (N, C) and 'labels' (N,), but got {x.shape} and {labels.shape}.")
    return -_picked(jax.nn.log_softmax(x, axis=-1), labels, 1)


def _bce_logits(x: Any, target: Any) -> Any:
    # max(x, 0) - x * t + log(1 + exp(-|x|)) never overflows.
    zero = np.zeros((), x.dtype)
    return jnp.maximum(x, zero) - x * target + jnp.log1p(jnp.exp(-jnp.abs(x)))


@kernel("SigmoidCrossEntropyWithLogits")
def sigmoid_cross_entropy(logits: Array, label: Array) -> Array:
    """Cross entropy of independent labels, element by element (mirrors `mindspore.ops.SigmoidCrossEntropyWithLogits`).

    Raises:
        ValueError: if the shapes differ. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.SigmoidCrossEntropyWithLogits()(ms.Tensor([0.0]), ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 6.93147182e-01])
    """
    op = "SigmoidCrossEntropyWithLogits"
    x = checked(op, logits, "real")
    if label.shape != x.shape:
        raise ValueError(f"For '{op}', 'logits' and 'label' must have one shape, but got {x.shape} and {label.shape}.")
    return _bce_logits(x, lax.stop_gradient(label.astype(x.dtype)))


sigmoid_cross_entropy.primitive("SigmoidCrossEntropyWithLogits")  # type: ignore[attr-defined]


@kernel("BinaryCrossEntropy")
def binary_cross_entropy(input: Array, target: Array, weight: Array | None = None, reduction: str = "mean") -> Array:
    """Cross entropy between probabilities and independent labels (mirrors `mindspore.ops.binary_cross_entropy`).

    Args:
        input: probabilities in [0, 1], floating. target: of the same shape and dtype. weight: of a shape that
            broadcasts. reduction: 'none', 'mean' or 'sum'.

    Raises:
        ValueError: for another reduction or shapes that differ. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.binary_cross_entropy(ms.Tensor([0.5]), ms.Tensor([1.0])))
        0.6931472
    """
    op = "BinaryCrossEntropy"
    check_reduction(op, reduction)
    x = checked(op, input, "real")
    if x.shape != target.shape:
        raise ValueError(f"For '{op}', 'input' and 'target' must have one shape, but got {x.shape} and {target.shape}.")
    if checked(op, target, "real").dtype != x.dtype:
        raise TypeError(f"For '{op}', 'input' and 'target' must have one dtype, but got {x.dtype.name} and {target.dtype.name}.")
    t = target
    tiny, one = np.asarray(1e-12, np.float32).astype(x.dtype), np.ones((), x.dtype)
    loss = -(t * jnp.log(jnp.maximum(x, tiny)) + (one - t) * jnp.log(jnp.maximum(one - x, tiny)))
    if weight is not None:
        loss = loss * lax.stop_gradient(weight).astype(x.dtype)
    return reduced(loss, reduction)


binary_cross_entropy.face("ops.binary_cross_entropy", "logits, labels, weight=None, reduction='mean'", logits="input", labels="target")  # type: ignore[attr-defined]
binary_cross_entropy.face("mint.nn.functional.binary_cross_entropy").primitive("BinaryCrossEntropy", "reduction='mean'", call="input, target, weight=None")  # type: ignore[attr-defined]


@kernel("BCEWithLogitsLoss")
def bce_with_logits(
    input: Array, target: Array, weight: Array | None = None, pos_weight: Array | None = None, reduction: str = "mean"
) -> Array:
    """Sigmoid and binary cross entropy in one (mirrors `mindspore.ops.binary_cross_entropy_with_logits`).

    Args:
        input: logits, floating. target: of the same shape. weight, pos_weight: of shapes that broadcast; the second
            weighs positive labels. reduction: 'none', 'mean' or 'sum'.

    Raises:
        ValueError: for another reduction or shapes that differ. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.binary_cross_entropy_with_logits(ms.Tensor([0.0]), ms.Tensor([1.0])))
        0.6931472
    """
    op = "BCEWithLogitsLoss"
    check_reduction(op, reduction)
    x = checked(op, input, "real")
    if x.shape != target.shape:
        raise ValueError(f"For '{op}', 'input' and 'target' must have one shape, but got {x.shape} and {target.shape}.")
    t = target.astype(x.dtype)
    zero, one = np.zeros((), x.dtype), np.ones((), x.dtype)
    if pos_weight is None:
        loss = _bce_logits(x, t)
    else:
        log_weight = (lax.stop_gradient(pos_weight).astype(x.dtype) - one) * t + one
        loss = (one - t) * x + log_weight * (jnp.log1p(jnp.exp(-jnp.abs(x))) + jnp.maximum(-x, zero))
    if weight is not None:
        loss = loss * lax.stop_gradient(weight).astype(x.dtype)
    return reduced(loss, reduction)


bce_with_logits.face("ops.binary_cross_entropy_with_logits")  # type: ignore[attr-defined]
bce_with_logits.primitive("BCEWithLogitsLoss", "reduction='mean'", call="input, target, weight=None, posWeight=None", posWeight="pos_weight")  # type: ignore[attr-defined]


@face("mint.nn.functional.binary_cross_entropy_with_logits")
def _bce_logits_mint(
    input: Tensor, target: Tensor, weight: Tensor | None = None, reduction: str = "mean", pos_weight: Tensor | None = None
) -> Tensor:
    return dispatch.apply(bce_with_logits, (input, target, weight, pos_weight, reduction))


_bce_logits_mint.__name__, _bce_logits_mint.__doc__ = "binary_cross_entropy_with_logits", bce_with_logits.fn.__doc__
