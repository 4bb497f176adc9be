"""The loss of recurrent neural network transducers."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel


def _costs(acts: Any, labels: Any, input_lengths: Any, label_lengths: Any, blank: int) -> Any:
    """Minus the log likelihood of each sample's labels, summed over all alignments.

    With a[t, u] for u labels emitted in t steps, a[t, u] = log(exp(a[t-1, u] + blank) + exp(a[t, u-1] + label)). Along
    u that is a running sum of exponentials once the sums of the labels' log probabilities are taken off.
    """
    logp = jax.nn.log_softmax(acts, -1)
    blanks = jnp.moveaxis(logp[..., blank], 1, 0)
    places = labels.astype(np.int64)[:, None, :, None]
    emits = jnp.take_along_axis(logp[:, :, :-1], jnp.broadcast_to(places, (*logp.shape[:2], *places.shape[2:])), -1)[..., 0]
    start = jnp.zeros((*logp.shape[:2], 1), logp.dtype)
    along = jnp.moveaxis(jnp.cumsum(jnp.concatenate([start, emits], -1), -1), 1, 0)

    def step(before: Any, current: Any) -> Any:
        blanked, along, t = current
        new = lax.cumlogsumexp(before + blanked - along, axis=1) + along
        return jnp.where((t < input_lengths)[:, None], new, before), None

    steps = jnp.arange(1, logp.shape[1]).astype(input_lengths.dtype)
    last, _ = lax.scan(step, along[0], (blanks[:-1], along[1:], steps))
    sample, ends = np.arange(logp.shape[0]), label_lengths.astype(np.int64)
    return -(last[sample, ends] + blanks[input_lengths.astype(np.int64) - 1, sample, ends])


@kernel("RNNTLoss", keeps=True)
def rnnt_loss(
    acts: Array, labels: Array, input_lengths: Array, label_lengths: Array, blank_label: Any = 0
) -> tuple[Array, Array]:
    """The transducer loss of each sample, and its gradient (mirrors `mindspore.ops.RNNTLoss`).

    Args:
        blank_label: the class that stands for no label.

    Inputs:
        acts: scores before the softmax, float16 or float32, of shape (B, T, U, V): samples, steps, labels plus one,
            classes. labels: int32, (B, U - 1). input_lengths, label_lengths: int32, (B,), how many steps and labels
            of each sample count.

    Returns:
        Of a call: the losses (B,), and their gradient for `acts`, in the dtype of `acts`. The losses are differentiable.

    Raises:
        TypeError, ValueError: for inputs that are none of these, or a `blank_label` that is no class.

    Examples:
        >>> import mindshim as ms
        >>> lengths = ms.Tensor([2], ms.int32)
        >>> costs, _ = ms.ops.RNNTLoss()(ms.ops.zeros((1, 2, 3, 5)), ms.Tensor([[1, 2]], ms.int32), lengths, lengths)
        >>> print(costs)
        [5.3391]
    """
    op = "RNNTLoss"
    if acts.dtype.name not in ("float16", "float32"):
        raise TypeError(f"For '{op}', the dtype of 'acts' must be float16 or float32, but got {acts.dtype.name}.")
    for name, value in (("labels", labels), ("input_lengths", input_lengths), ("label_lengths", label_lengths)):
        if value.dtype.name != "int32":
            raise TypeError(f"For '{op}', the dtype of '{name}' must be int32, but got {value.dtype.name}.")
    if acts.ndim != 4 or labels.shape != (acts.shape[0], acts.shape[2] - 1):
        raise ValueError(
            f"For '{op}', the shapes of 'acts' and 'labels' must be (B, T, U, V) and (B, U - 1), but got {acts.shape}, "
            f"{labels.shape}."
        )
    if input_lengths.shape != acts.shape[:1] or label_lengths.shape != acts.shape[:1]:
        raise ValueError(
            f"For '{op}', the shape of the lengths must be ({acts.shape[0]},), but got {input_lengths.shape}, {label_lengths.shape}."
        )
    if not isinstance(blank_label, int) or not 0 <= blank_label < acts.shape[3]:
        raise ValueError(f"For '{op}', the 'blank_label' must be an int in [0, {acts.shape[3]}), but got {blank_label!r}.")
    costs, back = jax.vjp(
        lambda a: _costs(a, labels, input_lengths, label_lengths, blank_label), acts.astype(np.float32)
    )
    (grads,) = back(jnp.ones_like(costs))
    return costs.astype(acts.dtype), lax.stop_gradient(grads).astype(acts.dtype)


rnnt_loss.primitive("RNNTLoss", "blank_label=0", call="acts, labels, input_lengths, label_lengths")  # type: ignore[attr-defined]
