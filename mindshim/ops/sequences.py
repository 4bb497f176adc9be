"""Operators of sequences of tokens: how far two are apart, and what must not come next."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register


def _rows(op: str, name: str, indices: Any, values: Any, shape: Any, lead: tuple[int, ...]) -> tuple[Any, Any]:
    """The sequences of a sparse tensor as rows of a matrix, elements in their order, and the lengths."""
    if indices.dtype.name != "int64":
        raise TypeError(f"For '{op}', the dtype of '{name}_indices' must be int64, but got {indices.dtype.name}.")
    if indices.ndim != 2 or values.ndim != 1 or values.shape[0] != indices.shape[0]:
        raise ValueError(
            f"For '{op}', the shapes of '{name}_indices' and '{name}_values' must be (n, axes) and (n,), but got "
            f"{indices.shape}, {values.shape}."
        )
    if len(shape) != indices.shape[1]:
        raise ValueError(
            f"For '{op}', the length of '{name}_shape' must be {indices.shape[1]}, that of a row of '{name}_indices', "
            f"but got {len(shape)}."
        )
    count, n = int(np.prod(lead, dtype=int)), values.shape[0]
    number = jnp.zeros(n, np.int64)
    for axis, size in enumerate(lead):
        number = number * size + indices[:, axis]
    same = number[:, None] == number[None, :]
    place = jnp.sum(same & (np.arange(n)[None, :] < np.arange(n)[:, None]), 1)
    rows = jnp.zeros((count, n), values.dtype).at[number, place].set(values)
    return rows, jnp.zeros(count, np.int64).at[number].add(1)


@kernel("EditDistance", differentiable=False, amp=False)
def _edit_distance(
    hypothesis_indices: Array,
    hypothesis_values: Array,
    hypothesis_shape: Any,
    truth_indices: Array,
    truth_values: Array,
    truth_shape: Any,
    normalize: bool,
) -> Array:
    op = "EditDistance"
    if hypothesis_values.dtype != truth_values.dtype:
        raise TypeError(
            f"For '{op}', 'hypothesis_values' and 'truth_values' must have one dtype, but got "
            f"{hypothesis_values.dtype.name}, {truth_values.dtype.name}."
        )
    if len(hypothesis_shape) != len(truth_shape):
        raise ValueError(
            f"For '{op}', 'hypothesis_shape' and 'truth_shape' must have one length, but got {hypothesis_shape}, {truth_shape}."
        )
    lead = tuple(max(a, b) for a, b in zip(hypothesis_shape[:-1], truth_shape[:-1], strict=True))
    given, given_length = _rows(op, "hypothesis", hypothesis_indices, hypothesis_values, hypothesis_shape, lead)
    wanted, wanted_length = _rows(op, "truth", truth_indices, truth_values, truth_shape, lead)
    columns = np.arange(wanted.shape[1] + 1)

    def step(row: Any, current: Any) -> Any:
        # Row i holds the distances of the first i tokens to every beginning of the truth. Insertions run along the
        # row: with the column number taken off they are a running minimum.
        token, i = current
        changed = row[:, :-1] + (token[:, None] != wanted)
        best = jnp.concatenate([row[:, :1] + 1, jnp.minimum(row[:, 1:] + 1, changed)], 1)
        new = lax.cummin(best - columns, axis=1) + columns
        return jnp.where((i < given_length)[:, None], new, row), None

    first = jnp.broadcast_to(jnp.asarray(columns, np.int64), (given.shape[0], columns.size))
    last, _ = lax.scan(step, first, (given.T, jnp.arange(given.shape[1])))
    distance = jnp.take_along_axis(last, wanted_length[:, None], 1)[:, 0].astype(np.float32)
    if normalize:
        length = wanted_length.astype(np.float32)
        distance = jnp.where(
            wanted_length == 0, jnp.where(given_length == 0, np.float32(0), np.float32(np.inf)), distance / jnp.maximum(length, 1)
        )
    return distance.reshape(lead)


@face("ops.EditDistance")
class EditDistance(Primitive):
    """How many insertions, deletions and replacements make one sequence of another (mirrors `ops.EditDistance`).

    Args:
        normalize: divide by the length of the true sequence.

    Inputs:
        hypothesis_indices, hypothesis_values, hypothesis_shape: the sequences along the last axis of a sparse tensor:
            int64 places (n, axes), elements (n,), and its shape, a Tensor.
        truth_indices, truth_values, truth_shape: the true sequences, likewise.

    Returns:
        Of a call: float32 distances, one for each pair of sequences.

    Raises:
        TypeError, ValueError: for inputs that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> places = ms.Tensor([[0, 0], [0, 1], [0, 2]])
        >>> shape = ms.Tensor([1, 3])
        >>> one, other = ms.Tensor([1, 2, 3]), ms.Tensor([1, 3, 4])
        >>> print(ms.ops.EditDistance(normalize=False)(places, one, shape, places, other, shape))
        [2.]
    """

    @prim_attr_register
    def __init__(self, normalize: bool = True) -> None:
        if not isinstance(normalize, bool):
            raise TypeError(
                f"For 'EditDistance', the type of 'normalize' should be 'bool', but got type '{type(normalize).__name__}'."
            )

    def __call__(  # type: ignore[override]
        self,
        hypothesis_indices: Tensor,
        hypothesis_values: Tensor,
        hypothesis_shape: Any,
        truth_indices: Tensor,
        truth_values: Tensor,
        truth_shape: Any,
    ) -> Tensor:
        require_tensors("EditDistance", hypothesis_shape=hypothesis_shape, truth_shape=truth_shape)
        given = (hypothesis_indices, hypothesis_values, freeze(hypothesis_shape))
        return dispatch.apply(_edit_distance, (*given, truth_indices, truth_values, freeze(truth_shape), self.normalize))


@kernel("NoRepeatNGram", differentiable=False, amp=False)
def no_repeat_ngram(state_seq: Array, log_probs: Array, ngram_size: Any = 1) -> Array:
    """Log probabilities without those of tokens that would repeat an n-gram (mirrors `mindspore.ops.NoRepeatNGram`).

    A token that would complete `ngram_size` tokens that are in the sequence already gets the lowest finite number.

    Args:
        ngram_size: how many tokens must not occur again, at least 1.

    Inputs:
        state_seq: int32 tokens so far, of shape (batch, beams, length). log_probs: floating, (batch, beams, tokens).

    Raises:
        TypeError, ValueError: for inputs that are none of these, or an `ngram_size` longer than the sequence.

    Examples:
        >>> import mindshim as ms
        >>> tokens = ms.Tensor([[[1, 2, 1, 2, 0, 1]]], ms.int32)
        >>> ms.ops.NoRepeatNGram(2)(tokens, ms.ops.zeros((1, 1, 4))) > -1
        Tensor(shape=[1, 1, 4], dtype=Bool, value=
        [[[ True,  True, False,  True]]])
    """
    op, n = "NoRepeatNGram", ngram_size
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"For '{op}', the type of 'ngram_size' should be 'int', but got type '{type(n).__name__}'.")
    if state_seq.dtype.name != "int32" or log_probs.dtype.name not in ("float16", "float32", "float64"):
        raise TypeError(
            f"For '{op}', 'state_seq' must be int32 and 'log_probs' float16, float32 or float64, but got "
            f"{state_seq.dtype.name}, {log_probs.dtype.name}."
        )
    if state_seq.ndim != 3 or log_probs.ndim != 3 or state_seq.shape[:2] != log_probs.shape[:2]:
        raise ValueError(
            f"For '{op}', the shapes must be (batch, beams, length) and (batch, beams, tokens), but got {state_seq.shape}, "
            f"{log_probs.shape}."
        )
    length = state_seq.shape[2]
    if n < 1 or n >= length:
        raise ValueError(f"For '{op}', the 'ngram_size' must be at least 1 and less than the length {length}, but got {n}.")
    starts = length - n + 1
    repeated = jnp.ones((*state_seq.shape[:2], starts), bool)
    for i in range(n - 1):
        repeated &= state_seq[..., i : i + starts] == state_seq[..., starts + i, None]
    follows = state_seq[..., n - 1 :]
    banned = (follows[..., None] == jnp.arange(log_probs.shape[2], dtype=np.int32)) & repeated[..., None]
    return jnp.where(banned.any(2), jnp.finfo(log_probs.dtype).min.astype(log_probs.dtype), log_probs)


no_repeat_ngram.primitive("NoRepeatNGram", "ngram_size=1", call="state_seq, log_probs")  # type: ignore[attr-defined]
