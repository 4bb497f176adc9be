"""Connectionist temporal classification."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel
from mindshim.ops.nn.reduction import check_reduction
from mindshim.ops.spellings import checked

_LOW = -1e30


def _alphas(logp: Any, labels: Any, in_len: Any, label_len: Any, blank: int, merge: bool = True) -> tuple[Any, Any]:
    """The forward variables (T, N, 2S+1) of the alignment, in logarithms, and the log likelihood (N)."""
    t_max, n, _ = logp.shape
    s = labels.shape[1]
    low = jnp.asarray(_LOW, logp.dtype)
    extended = jnp.full((n, 2 * s + 1), blank, np.int64).at[:, 1::2].set(jnp.maximum(labels, 0).astype(np.int64))
    width = 2 * s + 1
    # A label beyond the classes, which MindSpore does not check, is read on in memory, up to zeros at the end.
    rows = logp.shape[2] * (jnp.arange(t_max)[:, None] * n + jnp.arange(n)[None, :])
    emit = jnp.take(logp.reshape(-1), rows[:, :, None] + extended[None], mode="fill", fill_value=0)
    differs = jnp.concatenate([jnp.zeros((n, 2), bool), extended[:, 2:] != extended[:, :-2]], 1)
    skip = differs & (extended != blank) if merge else (jnp.arange(width)[None, :] % 2 == 1) & (jnp.arange(width)[None, :] > 1)
    first = jnp.full((n, width), low).at[:, 0].set(emit[0, :, 0])
    if s:
        first = first.at[:, 1].set(jnp.where(label_len > 0, emit[0, :, 1], low))

    def step(alpha: Any, current: Any) -> Any:
        emission, t = current
        one = jnp.concatenate([jnp.full((n, 1), low), alpha[:, :-1]], 1)
        two = jnp.where(skip, jnp.concatenate([jnp.full((n, 2), low), alpha[:, :-2]], 1)[:, :width], low)
        new = jnp.logaddexp(jnp.logaddexp(alpha, one), two) + emission
        new = jnp.where((t < in_len)[:, None], new, alpha)
        return new, new

    last, rest = lax.scan(step, first, (emit[1:], jnp.arange(1, t_max)))
    end = 2 * label_len.astype(np.int64)
    final = jnp.take_along_axis(last, end[:, None], 1)[:, 0]
    before = jnp.where(label_len > 0, jnp.take_along_axis(last, jnp.maximum(end - 1, 0)[:, None], 1)[:, 0], low)
    return jnp.concatenate([first[None], rest]), jnp.logaddexp(final, before)


def _loss(logp: Any, targets: Any, in_len: Any, label_len: Any, blank: int, zero_infinity: bool) -> tuple[Any, Any, Any]:
    """The losses, the forward variables to show, and where no alignment fits."""
    alphas, likelihood = _alphas(logp, targets, in_len, label_len, blank)
    infinite = likelihood < jnp.asarray(_LOW / 2, logp.dtype)
    loss = jnp.where(infinite, jnp.asarray(0.0 if zero_infinity else np.inf, logp.dtype), -jnp.where(infinite, 0.0, likelihood).astype(logp.dtype))
    shown = jnp.where(alphas < jnp.asarray(_LOW / 2, logp.dtype), jnp.asarray(-np.inf, logp.dtype), alphas)
    return loss, jnp.moveaxis(lax.stop_gradient(shown), 0, 1), infinite


def _labels(targets: Any, label_len: Any) -> Any:
    """Targets as (N, S); a flat list is divided by the lengths' places."""
    if targets.ndim == 2:
        return targets
    n = label_len.shape[0]
    starts = jnp.cumsum(label_len) - label_len
    width = targets.shape[0]
    at = jnp.clip(starts[:, None] + jnp.arange(width)[None, :], 0, width - 1)
    return targets[at].reshape(n, width)


@kernel("CTCLossV2", keeps=True)
def ctc_loss_v2(
    log_probs: Array, targets: Array, input_lengths: Array, target_lengths: Array, blank: int = 0, reduction: str = "none", zero_infinity: bool = False
) -> tuple[Array, Array]:
    """The loss of unaligned label sequences and the forward variables (mirrors `mindspore.ops.CTCLossV2`).

    Args:
        log_probs: (T, N, C), log-probabilities. targets: (N, S) or one flat list, integers without blanks.
        input_lengths, target_lengths: (N). blank: the class of no label. zero_infinity: 0 where no alignment fits.

    Raises:
        TypeError, ValueError: for other inputs.

    Examples:
        >>> import mindshim as ms
        >>> logp = ms.ops.log_softmax(ms.ops.zeros((1, 1, 2)))
        >>> one = ms.Tensor([1], ms.int32)
        >>> ms.ops.CTCLossV2()(logp, ms.Tensor([[1]], ms.int32), one, one)[0]
        Tensor(shape=[1], dtype=Float32, value= [ 6.93147182e-01])
    """
    x = checked("CTCLossV2", log_probs, "real")
    if x.ndim != 3:
        raise ValueError(f"For 'CTCLossV2', the 'log_probs' must have 3 dimensions, but got shape {x.shape}.")
    if not 0 <= blank < x.shape[2]:
        raise ValueError(f"For 'CTCLossV2', the 'blank' must be in [0, {x.shape[2]}), but got {blank}.")
    loss, alphas, infinite = _loss(x, _labels(targets, target_lengths), input_lengths, target_lengths, blank, zero_infinity)
    # MindSpore's gradient is the one for log_softmax's input: what it has more is nothing to a log_softmax before.
    inside = jnp.arange(x.shape[0])[:, None] < input_lengths[None, :]
    total = jnp.sum(jnp.where(inside, jnp.sum(jnp.exp(x), -1), jnp.zeros((), x.dtype)), 0)
    more = jnp.where(~infinite, total - lax.stop_gradient(total), jnp.zeros((), x.dtype))
    return loss + more.astype(loss.dtype), lax.stop_gradient(alphas)


ctc_loss_v2.primitive("CTCLossV2", "blank=0, reduction='none', zero_infinity=False", call="log_probs, targets, input_lengths, target_lengths")  # type: ignore[attr-defined]


@kernel("CTCLossOp", keeps=True)
def ctc_loss(
    log_probs: Array, targets: Array, input_lengths: Array, target_lengths: Array, blank: int = 0, reduction: str = "mean", zero_infinity: bool = False
) -> tuple[Array, Array]:
    """The loss of unaligned label sequences, reduced, and the forward variables (mirrors `mindspore.ops.ctc_loss`).

    Args:
        log_probs: (T, N, C), log-probabilities. targets: (N, S) or one flat list. input_lengths, target_lengths: (N).
        blank: the class of no label. reduction: 'none', 'mean' (of losses over target lengths) or 'sum'.

    Raises:
        TypeError, ValueError: for other inputs.

    Examples:
        >>> import mindshim as ms
        >>> logp = ms.ops.log_softmax(ms.ops.zeros((1, 1, 2)))
        >>> one = ms.Tensor([1], ms.int32)
        >>> print(ms.ops.ctc_loss(logp, ms.Tensor([[1]], ms.int32), one, one)[0])
        0.6931472
    """
    check_reduction("ctc_loss", reduction)
    for name, value, kind in (("blank", blank, int), ("zero_infinity", zero_infinity, bool)):
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise TypeError(f"For 'ctc_loss', the type of '{name}' should be '{kind.__name__}', but got type '{type(value).__name__}'.")
    loss, alphas = ctc_loss_v2.fn(log_probs, targets, input_lengths, target_lengths, blank, "none", zero_infinity)
    if reduction == "sum":
        loss = jnp.sum(loss)
    elif reduction == "mean":
        lengths = jnp.maximum(target_lengths, 1).astype(loss.dtype)
        loss = jnp.mean(loss / lengths)
    return loss, alphas


ctc_loss.face("ops.ctc_loss")  # type: ignore[attr-defined]


@kernel("CTCLoss", keeps=True)
def ctc_loss_v1(
    x: Array,
    labels_indices: Array,
    labels_values: Array,
    sequence_length: Array,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
) -> tuple[Array, Array]:
    """The loss of unaligned sparse labels and its gradient; the last class is the blank (mirrors `mindspore.ops.CTCLoss`).

    Args:
        x: logits, (T, N, C). labels_indices: (M, 2), (row, place). labels_values: (M). sequence_length: (N).

    Examples:
        >>> import mindshim as ms
        >>> op = ms.ops.CTCLoss()
        >>> where, one = ms.Tensor([[0, 0]]), ms.Tensor([1], ms.int32)
        >>> op(ms.ops.zeros((1, 1, 2)), where, ms.Tensor([0], ms.int32), one)[0]
        Tensor(shape=[1], dtype=Float32, value= [ 6.93147182e-01])
    """
    x = checked("CTCLoss", x, "real")
    t_max, n, classes = x.shape
    labels = jnp.full((n, t_max), -1, np.int64)
    labels = labels.at[labels_indices[:, 0], labels_indices[:, 1]].set(labels_values.astype(np.int64), mode="drop")
    label_len = jnp.zeros(n, np.int64).at[labels_indices[:, 0]].add(1)

    def total(logits: Any) -> Any:
        logp = jax.nn.log_softmax(logits, -1)
        _, likelihood = _alphas(logp, labels, sequence_length, label_len, classes - 1, ctc_merge_repeated)
        return jnp.sum(-likelihood), -likelihood

    grad, loss = jax.grad(total, has_aux=True)(x)
    (_, own) = total(x)
    del loss
    return own, lax.stop_gradient(grad)


ctc_loss_v1.primitive(  # type: ignore[attr-defined]
    "CTCLoss",
    "preprocess_collapse_repeated=False, ctc_merge_repeated=True, ignore_longer_outputs_than_inputs=False",
    call="x, labels_indices, labels_values, sequence_length",
)
