"""The linear assignment problem: rows to columns at the least total cost."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F64, is_complex

_INT = np.int64


def _augmenting_path(cost: Any, u: Any, v: Any, owner: Any, row: Any, columns: Any) -> Any:
    """The shortest path from a free row to a free column, by Dijkstra's algorithm on the reduced costs.

    `owner` is each column's row or -1. Columns are scanned in a list that starts backwards and in which the last one
    takes the place of a finished one, so that ties are broken as usual.
    """
    rows, width = cost.shape
    inf = jnp.asarray(np.inf, F64)
    place = jnp.arange(width, dtype=_INT)
    order = columns - 1 - place

    def unfinished(state: Any) -> Any:
        return (state[-1] < 0) & (state[4] > 0)

    def step(state: Any) -> Any:
        at, least, shortest, before, count, order, seen, done, _ = state
        seen = seen.at[at].set(True)
        live = place < count
        column = jnp.where(live, order, 0)
        reach = least + cost[at, column] - u[at] - v[column]
        better = live & (reach < shortest[column])
        # Columns that are no longer in the list write nowhere.
        target = jnp.where(better, column, width)
        shortest = shortest.at[target].set(reach, mode="drop")
        before = before.at[target].set(at, mode="drop")
        lengths = jnp.where(live, shortest[column], inf)
        least = jnp.min(lengths)
        tied = live & (lengths == least)
        free = tied & (owner[column] < 0)
        last_free = jnp.max(jnp.where(free, place, -1))
        pick = jnp.where(last_free >= 0, last_free, jnp.argmax(tied).astype(_INT))
        chosen = order[pick]
        stuck = ~(least < inf)
        end = jnp.where(stuck, width, jnp.where(owner[chosen] < 0, chosen, -1))
        at = jnp.where(end < 0, owner[chosen], at)
        done = done.at[chosen].set(True)
        order = order.at[pick].set(order[count - 1])
        return at, least, shortest, before, count - 1, order, seen, done, end

    start = (row, jnp.zeros((), F64), jnp.full((width,), inf), jnp.full((width,), -1, _INT), columns, order,
             jnp.zeros((rows,), bool), jnp.zeros((width,), bool), jnp.asarray(-1, _INT))  # fmt: skip
    return lax.while_loop(unfinished, step, start)


def _assign(cost: Any, rows: Any, columns: Any) -> tuple[Any, Any]:
    """The column of each of the first `rows` rows, -1 for the others, and whether there is a solution."""
    height, width = cost.shape
    # Costs of nan or -inf have no least total; the comparison is false for both.

    def add_row(row: Any, state: Any) -> Any:
        u, v, owner, taken, ok = state
        _, least, shortest, before, _, _, seen, done, end = _augmenting_path(cost, u, v, owner, row, columns)
        ok = ok & (end < width)
        index = jnp.arange(height, dtype=_INT)
        own = jnp.where(taken >= 0, taken, 0)
        change = jnp.where(index == row, least, least - shortest[own])
        u = jnp.where(seen, u + change, u)
        v = jnp.where(done, v - (least - shortest), v)

        def flip(walk: Any) -> Any:
            column, owner, taken, _ = walk
            previous = before[column]
            owner = owner.at[column].set(previous)
            following = taken[previous]
            return following, owner, taken.at[previous].set(column), previous == row

        walk = lax.while_loop(lambda w: ~w[3], flip, (jnp.where(ok, end, 0), owner, taken, ~ok))
        return u, v, walk[1], walk[2], ok

    start = (jnp.zeros((height,), F64), jnp.zeros((width,), F64), jnp.full((width,), -1, _INT),
             jnp.full((height,), -1, _INT), jnp.all(cost > -np.inf))  # fmt: skip
    state = lax.fori_loop(jnp.zeros((), _INT), rows, add_row, start)
    return state[3], state[4]


@kernel("LinearSumAssignment", differentiable=False)
def linear_sum_assignment(cost_matrix: Array, dimension_limit: Array, maximize: bool) -> tuple[Array, Array]:
    """Rows and columns of the best assignment (see `mindspore.scipy.optimize.linear_sum_assignment`)."""
    op = "LinearSumAssignment"
    if not isinstance(maximize, bool):
        raise TypeError(f"For '{op}', the argument 'maximize' must be bool, but got {type(maximize).__name__}.")
    if is_complex(cost_matrix.dtype):
        raise TypeError(f"For '{op}', the dtype of 'cost_matrix' must be real, but got {cost_matrix.dtype}.")
    if cost_matrix.ndim != 2:
        raise ValueError(f"For '{op}', the rank of 'cost_matrix' must be equal to 2, but got {cost_matrix.ndim}.")
    if dimension_limit.dtype != _INT:
        raise TypeError(f"For '{op}', the dtype of 'dimension_limit' must be int64, but got {dimension_limit.dtype}.")
    m, n = cost_matrix.shape
    size = min(m, n)
    if not size:
        return jnp.zeros((0,), _INT), jnp.zeros((0,), _INT)
    cost = cost_matrix.astype(F64)
    cost = -cost if maximize else cost
    limit = jnp.minimum(dimension_limit.reshape(()), n)
    place = jnp.arange(size, dtype=_INT)

    def by_rows() -> Any:
        taken, ok = _assign(cost, jnp.asarray(m, _INT), limit)
        return jnp.where(ok, place, -1), jnp.where(ok, taken[:size], -1)

    def by_columns() -> Any:
        taken, ok = _assign(cost.T, limit, jnp.asarray(m, _INT))
        rows = jnp.where(taken >= 0, taken, m)
        order = jnp.argsort(rows, stable=True)[:size]
        used = ok & (place < limit)
        return jnp.where(used, rows[order], -1), jnp.where(used, order.astype(_INT), -1)

    if m > n:
        return by_columns()
    return lax.cond(limit < m, by_columns, by_rows)


linear_sum_assignment.primitive("LinearSumAssignment", "", call="cost_matrix, dimension_limit, maximize")  # type: ignore[attr-defined]
