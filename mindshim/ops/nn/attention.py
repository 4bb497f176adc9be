"""Attention: layouts, what may be attended to, and the weighted mean; the operators are made of it in other files.

The scores of all queries and keys are held at once, in float32; XLA fuses what lies between the two products.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.promotion import BOOL, F32, F64
from mindshim.ops import arguments

I32 = np.dtype(np.int32)
LAYOUTS = ("BSH", "SBH", "BSND", "BNSD", "TND")
#: More tokens than any sequence has: no limit.
NO_LIMIT = 2147483647
#: The side of the compressed masks, and the rows of compressed position codes.
COMPRESSED, CODES = 2048, 1024


def split_heads(op: str, x: Any, layout: str, heads: int, name: str) -> Any:
    """`x` as (B, N, S, D); "TND" has one batch."""
    rank = 4 if layout in ("BSND", "BNSD") else 3
    if arguments.tensor(op, x, name).ndim != rank:
        raise RuntimeError(f"For '{op}', the rank of '{name}' must be {rank} for the layout {layout}, but got the shape {x.shape}.")
    if layout == "TND":
        x = jnp.swapaxes(x, 0, 1)[None]
    elif layout == "BSND":
        x = jnp.swapaxes(x, 1, 2)
    elif layout in ("BSH", "SBH"):
        if heads < 1 or x.shape[2] % heads:
            raise RuntimeError(f"For '{op}', the hidden size of '{name}', {x.shape[2]}, must be divisible by the {heads} heads.")
        x = x.reshape(*x.shape[:2], heads, x.shape[2] // heads)
        x = x.transpose(0, 2, 1, 3) if layout == "BSH" else x.transpose(1, 2, 0, 3)
    return x


def join_heads(x: Any, layout: str) -> Any:
    """The reverse of `split_heads`."""
    b, n, s, d = x.shape
    if layout == "TND":
        return jnp.swapaxes(x[0], 0, 1)
    if layout == "BSND":
        return jnp.swapaxes(x, 1, 2)
    if layout == "BSH":
        return x.transpose(0, 2, 1, 3).reshape(b, s, n * d)
    if layout == "SBH":
        return x.transpose(2, 0, 1, 3).reshape(s, b, n * d)
    return x


class Places(NamedTuple):
    """Where queries and keys stand in their sequences; shapes broadcast to (B, 1, S1, S2)."""

    #: positions of queries and keys, and how long their sequences are
    i: Any
    j: Any
    queries: Any
    keys: Any
    #: which of the packed sequences a query belongs to; None without packing
    sequence: Any = None
    #: pairs that have nothing to do with each other: of two sequences, or beyond the end of one
    apart: Any = None


def padded(s1: int, s2: int, queries: Any = None, keys: Any = None, first_query: Any = None, first_key: Any = None) -> Places:
    """Places of sequences side by side, of (B,) real lengths each, from (B,) first positions on."""

    def column(v: Any) -> Any:
        return jnp.asarray(v).astype(I32).reshape(-1, 1, 1, 1)

    n1, n2 = (column(s1 if queries is None else queries), column(s2 if keys is None else keys))
    i = jnp.arange(s1, dtype=I32).reshape(1, 1, s1, 1) - (0 if first_query is None else column(first_query))
    j = jnp.arange(s2, dtype=I32).reshape(1, 1, 1, s2) - (0 if first_key is None else column(first_key))
    apart = None
    if queries is not None or keys is not None or first_query is not None or first_key is not None:
        apart = (i >= n1) | (j >= n2) | (i < 0) | (j < 0)
    return Places(i, j, n1, n2, apart=apart)


def packed(t1: int, t2: int, ends1: Any, ends2: Any) -> Places:
    """Places of sequences one behind the other, whose ends are given."""
    ends1, ends2 = jnp.asarray(ends1).astype(I32), jnp.asarray(ends2).astype(I32)

    def where(t: int, ends: Any) -> tuple[Any, Any, Any]:
        at = jnp.arange(t, dtype=I32)
        which = jnp.searchsorted(ends, at, side="right").astype(I32)
        starts = jnp.concatenate([jnp.zeros(1, I32), ends])
        lengths = jnp.diff(starts, append=starts[-1:])
        return which, at - starts[which], lengths

    b1, i, n1 = where(t1, ends1)
    b2, j, n2 = where(t2, ends2)
    # What stands behind the last end belongs to no sequence.
    apart = (b1[:, None] != b2[None, :]) | (b1 >= ends1.shape[0])[:, None]

    def row(v: Any) -> Any:
        return v.reshape(1, 1, t1, 1)

    return Places(row(i), j.reshape(1, 1, 1, t2), row(n1[b1]), row(n2[b1]), row(b1), apart[None, None])


def discarded(op: str, mode: int, mask: Any, before: int, after: int, prefix: Any, places: Places, shape: tuple[int, ...]) -> Any:
    """Which pairs are left out, by the sparse mode; broadcasts to (B, N, S1, S2). None if all pairs count.

    `before` and `after` bound the band of modes 0 and 4: how far a query looks back and ahead.
    """
    i, j = places.i, places.j
    # The diagonal that ends at the lower right.
    offset = places.keys - places.queries
    if mode not in range(9):
        raise RuntimeError(f"For '{op}', the 'sparse_mode' must be in [0, 8], but got {mode}.")
    if mode in (6, 7, 8):
        raise NotImplementedError(f"{op}: the 'sparse_mode' {mode} is not implemented, as in MindSpore; give a full mask with mode 1.")
    out = None
    if mode in (2, 3, 4):
        # Without a mask the real one leaves nothing out, whatever the mode.
        if mask is None:
            pass
        elif mask.shape[-2:] != (COMPRESSED, COMPRESSED):
            raise RuntimeError(
                f"For '{op}', the mask must be the compressed one of shape ({COMPRESSED}, {COMPRESSED}) when 'sparse_mode' is {mode}, "
                f"but got {mask.shape}."
            )
        elif mode == 4:
            out = _outside(i + offset, j, before, after)
        else:
            out = j > (i + offset if mode == 3 else i)
    elif mode == 1 and mask is None:
        raise RuntimeError(f"For '{op}', the mask must be given when 'sparse_mode' is 1.")
    elif mask is not None:
        out = _full_mask(op, mask, shape)
        if mode == 0:
            band = _outside(i, j, before, after)
            out = out if band is None else out | band
    if mode == 5:
        if prefix is None:
            raise RuntimeError(f"For '{op}', the 'prefix' must be given when 'sparse_mode' is 5.")
        n = jnp.asarray(prefix).astype(I32).reshape(-1, 1, 1, 1)
        behind = (j > i + offset) & (j >= n)
        out = behind if out is None else out | behind
    if places.apart is not None:
        out = places.apart if out is None else out | places.apart
    return out


def _outside(i: Any, j: Any, before: int, after: int) -> Any:
    """Pairs outside the band; None if there is no limit."""
    out = None
    for limit, distance in ((before, i - j), (after, j - i)):
        if limit < NO_LIMIT // 2:
            beyond = distance > np.int32(limit)
            out = beyond if out is None else out | beyond
    return out


def _full_mask(op: str, mask: Any, shape: tuple[int, ...]) -> Any:
    """A mask of the pairs as bools, with four axes."""
    if mask.ndim == 3:
        mask = mask[:, None]
    mask = mask.reshape((1,) * (4 - mask.ndim) + mask.shape)
    if any(m not in (1, s) for m, s in zip(mask.shape, shape, strict=True)):
        raise RuntimeError(f"For '{op}', the shape of the mask must fit {shape}, but got {mask.shape}.")
    return mask if mask.dtype == BOOL else mask != 0


def position_codes(op: str, pse: Any, places: Places, shape: tuple[int, ...]) -> Any:
    """Position codes as what is added to (B, N, S1, S2) scores; of compressed ones, the codes further up are those of the
    first row, as far from the diagonal."""
    b, n, s1, s2 = shape
    if arguments.tensor(op, pse, "pse").ndim != 4 or pse.shape[1] not in (1, n):
        raise RuntimeError(f"For '{op}', the position codes must have the shape (B, {n}, S1, S2), but got {pse.shape}.")
    if places.sequence is None and pse.shape[2] in (1, s1) and pse.shape[3] >= s2:
        return pse[..., :s2]
    if places.sequence is None and pse.shape[2] > s1 and pse.shape[2] != CODES and pse.shape[3] >= s2:
        return pse[:, :, :s1, :s2]
    if pse.shape[2] != CODES:
        raise RuntimeError(f"For '{op}', the position codes must have {s1} or {CODES} rows, but got the shape {pse.shape}.")
    last = jnp.maximum(places.i, places.queries - CODES)
    row = jnp.clip(last - (places.queries - CODES), 0, CODES - 1)
    column = jnp.clip(places.j + last - places.i, 0, pse.shape[3] - 1)
    of_batch = places.sequence if places.sequence is not None else jnp.arange(b, dtype=I32).reshape(b, 1, 1, 1)
    if pse.shape[0] == 1:
        of_batch = jnp.zeros((), I32)
    return pse[of_batch, jnp.arange(n, dtype=I32).reshape(1, n, 1, 1) if pse.shape[1] == n else 0, row, column]


class Attended(NamedTuple):
    """The weighted means (B, N, S1, D), and the greatest score and the sum of the weights, (B, N, S1, 1)."""

    out: Any
    top: Any
    total: Any


def attend(
    op: str, q: Any, k: Any, v: Any, *, scale: float, added: Any = None, first: bool = False, left_out: Any = None, keep: Any = None
) -> Attended:
    """Softmax of the scaled products of queries and keys, as weights of the values; q, k, v are (B, N, S, D).

    Args:
        added: codes that are added to the scores, `first`: before they are scaled. left_out: pairs that don't count.
        keep: factors of the weights (dropout). Queries for which no key counts give zeros.
    """
    groups = heads_per_key(op, q, k, v)
    wide = F64 if q.dtype == F64 else F32
    b, n, s1, d = q.shape
    n2, s2 = k.shape[1], k.shape[2]
    if groups == 1:
        scores = jnp.einsum("bnsd,bntd->bnst", q, k, preferred_element_type=wide)
    else:
        grouped = q.reshape(b, n2, groups, s1, d)
        scores = jnp.einsum("bngsd,bntd->bngst", grouped, k, preferred_element_type=wide).reshape(b, n, s1, s2)
    factor: Any = wide.type(scale)
    if added is not None:
        scores = (scores + added.astype(wide)) * factor if first else scores * factor + added.astype(wide)
    else:
        scores = scores * factor
    weights, top, total = softmax(scores, left_out, wide)
    if keep is not None:
        weights = weights * keep.astype(wide)
    weights = weights.astype(q.dtype)
    if groups == 1:
        return Attended(jnp.einsum("bnst,bntd->bnsd", weights, v, preferred_element_type=wide).astype(q.dtype), top, total)
    weights = weights.reshape(b, n2, groups, s1, s2)
    out = jnp.einsum("bngst,bntd->bngsd", weights, v, preferred_element_type=wide).astype(q.dtype)
    return Attended(out.reshape(b, n, s1, v.shape[3]), top, total)


def softmax(scores: Any, left_out: Any, wide: Any) -> tuple[Any, Any, Any]:
    """Weights along the last axis, the greatest score and the sum; zeros where every pair is left out."""
    if left_out is not None:
        scores = jnp.where(left_out, -jnp.inf, scores)
    top = jnp.max(scores, axis=-1, keepdims=True)
    top = jnp.where(jnp.isfinite(top), top, wide.type(0)) if left_out is not None else top
    # Weights do not depend on `top`: no gradient need pass through it.
    powers = jnp.exp(scores - lax.stop_gradient(top))
    total = jnp.sum(powers, axis=-1, keepdims=True)
    weights = powers / jnp.where(total == 0, wide.type(1), total)
    return weights, top, total


def heads_per_key(op: str, q: Any, k: Any, v: Any) -> int:
    """How many heads of queries share one of keys."""
    if k.shape != v.shape:
        raise RuntimeError(f"For '{op}', the shapes of 'key' and 'value' must be the same, but got {k.shape} and {v.shape}.")
    if q.shape[0] != k.shape[0]:
        raise RuntimeError(f"For '{op}', the batches of 'query' and 'key' must be the same, but got {q.shape[0]} and {k.shape[0]}.")
    if q.shape[3] != k.shape[3]:
        raise RuntimeError(f"For '{op}', the head sizes of 'query' and 'key' must be the same, but got {q.shape[3]} and {k.shape[3]}.")
    if q.shape[1] % k.shape[1]:
        raise RuntimeError(
            f"For '{op}', the heads of 'query' must be a multiple of those of 'key', but got {q.shape[1]} and {k.shape[1]}."
        )
    return q.shape[1] // k.shape[1]


def check_same(op: str, q: Any, k: Any, v: Any) -> None:
    """TypeError unless the three are of one float type."""
    if q.dtype != k.dtype or q.dtype != v.dtype:
        raise TypeError(f"For '{op}', 'query', 'key' and 'value' must have the same dtype, but got {q.dtype}, {k.dtype} and {v.dtype}.")
    if not jnp.issubdtype(q.dtype, jnp.floating):
        raise TypeError(f"For '{op}', the dtype of 'query' must be float16, bfloat16 or float32, but got {q.dtype}.")


def check_mask(op: str, name: str, mask: Any, *more: str) -> None:
    """TypeError unless a mask is of bools or bytes."""
    allowed = ("bool", "uint8", *more)
    if mask is not None and arguments.tensor(op, mask, name).dtype.name not in allowed:
        raise TypeError(f"For '{op}', the dtype of '{name}' must be {' or '.join(allowed)}, but got {mask.dtype.name}.")


def check_layout(op: str, layout: Any, allowed: tuple[str, ...]) -> None:
    """TypeError unless a layout is a string, ValueError for an unknown one."""
    if not isinstance(layout, str):
        raise TypeError(f"For '{op}', the 'input_layout' must be str, but got {type(layout).__name__}.")
    if layout not in allowed:
        raise ValueError(f"For '{op}', the 'input_layout' must be one of {list(allowed)}, but got '{layout}'.")


def check_number(op: str, name: str, value: Any) -> float:
    """TypeError unless `value` is a Python number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"For '{op}', the '{name}' must be a float, but got {type(value).__name__}.")
    return float(value)
