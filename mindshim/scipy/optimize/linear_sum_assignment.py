"""The linear assignment problem."""

from __future__ import annotations

import sys

from jax.core import Tracer

from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.ops import assignment as _kernels

_NO_LIMIT = Tensor(sys.maxsize, dtypes.int64)


def linear_sum_assignment(
    cost_matrix: Tensor, maximize: bool, dimension_limit: Tensor = _NO_LIMIT
) -> tuple[Tensor, Tensor]:
    """The assignment of rows to columns at the least total cost (mirrors `mindspore.scipy.optimize.linear_sum_assignment`).

    Args:
        cost_matrix: a real Tensor of shape (m, n). maximize: whether the largest total is wanted instead.
        dimension_limit: how many columns take part, an int64 Tensor of one element. Default: all.

    Returns:
        The rows and columns of the pairs, int64 of shape (min(m, n),), filled up with -1 when `dimension_limit` leaves
        fewer pairs. Within a compiled function all are -1 if there is no assignment of finite cost.

    Raises:
        TypeError: for another dtype, or an argument of another type. ValueError: if `cost_matrix` is no matrix.
        RuntimeError: if `dimension_limit` is not positive, or if there is no assignment of finite cost, or a
            cost is nan or -inf (inf when maximizing).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.optimize import linear_sum_assignment
        >>> cost = ms.Tensor([[2.0, 3.0, 3.0], [3.0, 2.0, 3.0], [3.0, 3.0, 2.0]])
        >>> print(linear_sum_assignment(cost, False, ms.Tensor(2)))
        (Tensor(shape=[3], dtype=Int64, value= [ 0,  1, -1]), Tensor(shape=[3], dtype=Int64, value= [ 0,  1, -1]))
    """
    if not isinstance(dimension_limit, Tensor):
        raise TypeError(
            f"For 'LinearSumAssignment', the type of 'dimension_limit' must be Tensor, but got "
            f"{type(dimension_limit).__name__}."
        )
    known = not isinstance(dimension_limit._data, Tracer)
    if known and dimension_limit.size == 1 and dimension_limit.item() <= 0:
        raise RuntimeError(
            f"For 'LinearSumAssignment', the 'dimension_limit' must be positive, but got {dimension_limit.item()}."
        )
    rows, columns = _kernels.linear_sum_assignment(cost_matrix, dimension_limit, maximize)
    if rows.size and not isinstance(rows._data, Tracer) and rows[0].item() < 0:
        raise RuntimeError("For 'LinearSumAssignment', there is no assignment of finite cost.")
    return rows, columns
