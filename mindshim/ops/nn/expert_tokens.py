"""Tokens in the order of the experts that they go to, and back."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32, F64
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments

_I32, _I64 = np.dtype(np.int32), np.dtype(np.int64)
_MOST_EXPERTS = 512


@kernel("MoeTokenPermute")
def _permute(tokens: Array, indices: Array, count: int | None) -> tuple[Array, Array]:
    """The tokens, once for each expert, sorted by expert, and where each of them is then."""
    op = "moe_token_permute"
    if arguments.tensor(op, tokens, "tokens").ndim != 2 or arguments.tensor(op, indices, "indices").ndim not in (1, 2):
        raise ValueError(f"For '{op}', 'tokens' must be 2-D and 'indices' 1-D or 2-D, but got {tokens.shape} and {indices.shape}.")
    if indices.dtype not in (_I32, _I64):
        raise TypeError(f"For '{op}', the dtype of 'indices' must be int32 or int64, but got {indices.dtype}.")
    if indices.shape[0] != tokens.shape[0]:
        raise RuntimeError(
            f"For '{op}', the first dimensions of 'tokens' and 'indices' must be the same, but got {tokens.shape} and {indices.shape}."
        )
    each = indices.shape[1] if indices.ndim == 2 else 1
    if each > _MOST_EXPERTS:
        raise ValueError(f"For '{op}', the second dimension of 'indices' must be at most {_MOST_EXPERTS}, but got {each}.")
    flat = indices.reshape(-1)
    order = jnp.argsort(flat, stable=True)
    places = jnp.argsort(order).astype(_I32)
    # None, and 0, keep all tokens.
    kept = order[: min(count, order.size)] if count else order
    return tokens[kept // each], places


@face("ops.moe_token_permute")
def moe_token_permute(tokens: Tensor, indices: Tensor, num_out_tokens: int | None = None, padded_mode: bool = False) -> tuple[Tensor, Tensor]:
    """Tokens sorted by the experts that they go to (mirrors `mindspore.ops.moe_token_permute`).

    Args:
        tokens: (tokens, features), floating. indices: (tokens, experts of each) or (tokens,): int32 or int64.
        num_out_tokens: how many of the sorted tokens are kept; all with None or 0. padded_mode: must be False.

    Returns:
        The tokens, once for each of their experts; and int32: where each is among all, (tokens * experts of each,).

    Raises:
        TypeError: for arguments of other types. ValueError: for other shapes, or `padded_mode`.
        RuntimeError: if there are not as many indices as tokens.

    Examples:
        >>> import mindshim as ms
        >>> tokens, places = ms.ops.moe_token_permute(ms.Tensor([[1.0], [2.0]]), ms.Tensor([[1, 0], [2, 1]], ms.int32))
        >>> print(tokens.flatten(), places)
        [1. 1. 2. 2.] [1 0 3 2]
    """
    op = "moe_token_permute"
    _tensors(op, tokens=tokens, indices=indices)
    if num_out_tokens is not None and arguments.integer(op, "num_out_tokens", num_out_tokens) < 0:
        raise ValueError(f"For '{op}', the 'num_out_tokens' must not be negative, but got {num_out_tokens}.")
    _unpadded(op, padded_mode)
    return dispatch.apply(_permute, (tokens, indices, num_out_tokens))


@kernel("MoeTokenUnpermute")
def _unpermute(permuted_tokens: Array, sorted_indices: Array, probs: Array | None) -> Array:
    """The tokens in their own order, those of several experts weighted by their probabilities and added."""
    op = "moe_token_unpermute"
    x = arguments.tensor(op, permuted_tokens, "permuted_tokens")
    if x.ndim != 2 or sorted_indices.ndim != 1:
        raise ValueError(f"For '{op}', 'permuted_tokens' must be 2-D and 'sorted_indices' 1-D, but got {x.shape} and {sorted_indices.shape}.")
    if sorted_indices.dtype != _I32:
        raise TypeError(f"For '{op}', the dtype of 'sorted_indices' must be int32, but got {sorted_indices.dtype}.")
    wide = F64 if x.dtype == F64 else F32
    # Tokens that were dropped count as zeros.
    there = (sorted_indices >= 0) & (sorted_indices < x.shape[0])
    rows = jnp.where(there[:, None], x[jnp.where(there, sorted_indices, 0)], jnp.zeros((), x.dtype)).astype(wide)
    if probs is not None:
        if probs.ndim != 2 or probs.size != sorted_indices.size:
            raise ValueError(
                f"For '{op}', 'probs' must be 2-D with as many elements as 'sorted_indices', but got {probs.shape} and {sorted_indices.shape}."
            )
        rows = rows.reshape(*probs.shape, x.shape[1]) * probs.astype(wide)[..., None]
        rows = jnp.sum(rows, axis=1)
    return rows.astype(x.dtype)


@face("ops.moe_token_unpermute")
def moe_token_unpermute(
    permuted_tokens: Tensor, sorted_indices: Tensor, probs: Tensor | None = None, padded_mode: bool = False, restore_shape: Any = None
) -> Tensor:
    """Tokens back from the order of `moe_token_permute` (mirrors `mindspore.ops.moe_token_unpermute`).

    Args:
        permuted_tokens: (tokens * experts of each, features), or fewer: those that are missing count as zeros.
        sorted_indices: int32, (tokens * experts of each,). probs: (tokens, experts of each): the weights; None for one
            expert. padded_mode: must be False. restore_shape: has no effect.

    Returns:
        (tokens, features), of the dtype of `permuted_tokens`.

    Raises:
        TypeError: for arguments of other types. ValueError: for other shapes, or `padded_mode`.

    Examples:
        >>> import mindshim as ms
        >>> tokens, places = ms.Tensor([[1.0], [1.0], [2.0], [2.0]]), ms.Tensor([1, 0, 3, 2], ms.int32)
        >>> print(ms.ops.moe_token_unpermute(tokens, places, ms.Tensor([[0.5, 0.5], [1.0, 1.0]])).flatten())
        [1. 4.]
    """
    op = "moe_token_unpermute"
    _tensors(op, permuted_tokens=permuted_tokens, sorted_indices=sorted_indices)
    if probs is not None:
        _tensors(op, probs=probs)
    _unpadded(op, padded_mode)
    return dispatch.apply(_unpermute, (permuted_tokens, sorted_indices, probs))


def _tensors(op: str, **given: Any) -> None:
    for name, value in given.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(value).__name__}.")


def _unpadded(op: str, padded_mode: Any) -> None:
    if not isinstance(padded_mode, bool):
        raise TypeError(f"For '{op}', the 'padded_mode' must be bool, but got {type(padded_mode).__name__}.")
    if padded_mode:
        raise ValueError(f"For '{op}', the 'padded_mode' must be False, as in MindSpore, but got True.")
