"""Counting: bins, histograms, membership."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import _promoted, as_tensor, floating

_float32, _int32 = dtypes.float32, dtypes.int32


def bincount(x: Any, weights: Any = None, minlength: int = 0, length: int | None = None) -> Tensor:
    """How often each integer occurs, float32 (mirrors `mindspore.numpy.bincount`).

    Args:
        x: a vector of integers; negative ones count as 0. weights: what each counts.
        minlength: the least length of the result. length: its length, which a compiled function needs.

    Raises:
        TypeError: if x is not of integers. ValueError: if x is not a vector, or the weights have another shape.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.bincount([0, 1, 1, 3]))
        [1. 2. 0. 1.]
    """
    x = as_tensor(x)
    if x.ndim != 1:
        raise ValueError("`x` should be one-dimensional.")
    if x.dtype in dtypes.floats or x.dtype is dtypes.bool_:
        raise TypeError("`x` should be an array of ints")
    x = ops.maximum(x, 0)
    if length is None:
        length = max(int(x.max().asnumpy()) + 1 if x.size else 0, minlength)
    if weights is None:
        each = ops.ones(x.shape, _float32)
    else:
        each = as_tensor(weights)
        if each.shape != x.shape:
            raise ValueError("`x` and `weights` should have the same length.")
        each = each.astype(_float32)
    hits = (ops.expand_dims(x, 0) == ops.expand_dims(Tensor(np.arange(length, dtype=np.int32)), 1)).astype(_float32)
    return (hits * each).sum(1)


def histogram_bin_edges(a: Any, bins: Any = 10, range: Any = None, weights: Any = None) -> Tensor:  # noqa: A002
    """The edges of equal bins, or the edges given (mirrors `mindspore.numpy.histogram_bin_edges`).

    Args:
        a: values. bins: how many bins, or their edges. range: where they begin and end, by default the values'.
        weights: of the shape of `a`; they do not matter here.

    Raises:
        ValueError: if `bins` has more than one dimension, or `range` is not a pair.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.histogram_bin_edges([0.0, 4.0], 2))
        [0. 2. 4.]
    """
    a = as_tensor(a)
    if weights is not None and as_tensor(weights).shape != a.shape:
        raise ValueError("weights should have the same shape as a")
    if not isinstance(bins, int):
        edges = as_tensor(bins)
        if edges.ndim != 1:
            raise ValueError("`bins` must be 1d, when it is an array")
        return edges
    if range is not None and len(range) != 2:
        raise ValueError("For 'histogram_bin_edges', 'range' must be a pair.")
    flat = floating(a).reshape(-1)
    if range is not None:
        first, last = floating(range[0]), floating(range[1])
    elif flat.size:
        first, last = flat.min(), flat.max()
    else:
        first, last = floating(0.0), floating(1.0)
    same = (first == last).astype(_float32) * 0.5
    first, last = first - same, last + same
    at = Tensor((np.arange(bins + 1) / bins).astype(np.float32))
    return first + (last - first) * at


def _bins_of(values: Tensor, edges: Tensor) -> Tensor:
    """The hits of each value in each bin, (n, bins) of 0 and 1; the last bin has both its ends."""
    x = ops.expand_dims(values, 1)
    low, high = edges[:-1], edges[1:]
    inside = ops.logical_and(x >= low, x < high)
    n = edges.shape[0] - 1
    last = Tensor(np.arange(n) == n - 1)
    return ops.logical_or(inside, ops.logical_and(last, x == high)).astype(_float32)


def histogram(a: Any, bins: Any = 10, range: Any = None, weights: Any = None, density: bool = False) -> Any:  # noqa: A002
    """How many values lie in each bin, and the bins' edges (mirrors `mindspore.numpy.histogram`).

    Args:
        a: values. bins: how many bins, or their edges. range: where they begin and end.
        weights: what each value counts. density: divide by the total and the bins' widths.

    Raises:
        ValueError: for `bins`, `range` or `weights` that do not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.histogram([1.0, 2.0, 1.0], [0, 1, 2, 3])[0])
        [0. 2. 1.]
    """
    edges = histogram_bin_edges(a, bins, range, weights)
    hits = _bins_of(floating(a).reshape(-1), edges.astype(_float32))
    if weights is not None:
        hits = hits * ops.expand_dims(floating(weights).reshape(-1), 1)
    counts = hits.sum(0)
    if density:
        wide = edges.astype(_float32)
        counts = counts / (wide[1:] - wide[:-1]) / counts.sum()
    return counts, edges


def histogramdd(sample: Any, bins: Any = 10, range: Any = None, weights: Any = None, density: bool = False) -> Any:  # noqa: A002
    """A histogram of several variables, and the edges along each (mirrors `mindspore.numpy.histogramdd`).

    Args:
        sample: a Tensor (observations, variables), or a list of one vector per variable.
        bins: as in `histogram`, or one per variable. range: a pair per variable.
        weights: what each observation counts. density: divide by the total and the bins' volumes.

    Raises:
        ValueError: if `bins` or `range` has another length than there are variables.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.histogramdd([[0.0, 1.0], [0.0, 1.0]], 2)[0])
        [[1. 0.]
         [0. 1.]]
    """
    if isinstance(sample, (tuple, list)):
        columns = [floating(v).reshape(-1) for v in sample]
    else:
        sample = floating(sample)
        sample = sample.reshape((-1, 1)) if sample.ndim == 1 else sample
        columns = [sample[:, i] for i in np.arange(sample.shape[1]).tolist()]
    count = len(columns)
    each_bins = [bins] * count if isinstance(bins, int) else list(bins)
    each_range = [None] * count if range is None else list(range)
    if len(each_bins) != count or len(each_range) != count:
        raise ValueError(f"For 'histogramdd', there must be bins and a range for each of the {count} variables.")
    edges = [histogram_bin_edges(c, b, r) for c, b, r in zip(columns, each_bins, each_range, strict=True)]
    total: Any = None
    for column, edge in zip(columns, edges, strict=True):
        hits = _bins_of(column, edge.astype(_float32))
        if total is None:
            total = hits if weights is None else hits * ops.expand_dims(floating(weights).reshape(-1), 1)
        else:
            n = total.shape[0]
            total = (ops.expand_dims(total, 2) * ops.expand_dims(hits, 1)).reshape((n, -1))
    counts = total.sum(0).reshape(tuple(e.shape[0] - 1 for e in edges))
    if density:
        counts = counts / counts.sum()
        for i, edge in enumerate(edges):
            wide = edge.astype(_float32)
            counts = counts / (wide[1:] - wide[:-1]).reshape(tuple(-1 if j == i else 1 for j, _ in enumerate(edges)))
    return counts, edges


def histogram2d(x: Any, y: Any, bins: Any = 10, range: Any = None, weights: Any = None, density: bool = False) -> Any:  # noqa: A002
    """A histogram of two variables, and the edges along both (mirrors `mindspore.numpy.histogram2d`).

    Args:
        x, y: vectors of one length. The others are those of `histogramdd`.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.histogram2d([0.0, 1.0], [0.0, 1.0], 2)[0])
        [[1. 0.]
         [0. 1.]]
    """
    counts, edges = histogramdd([x, y], bins, range, weights, density)
    return counts, edges[0], edges[1]


def digitize(x: Any, bins: Any, right: bool = False) -> Tensor:
    """The number of the bin that each value lies in, int32 (mirrors `mindspore.numpy.digitize`).

    Args:
        x: values. bins: increasing or decreasing edges. right: whether a bin has its right end instead of its left.

    Raises:
        ValueError: if `bins` is not a vector.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.digitize([0.2, 6.4], [0.0, 1.0, 10.0]))
        [1 2]
    """
    x, bins = floating(x), floating(bins)
    if bins.ndim != 1:
        raise ValueError("bins should be 1-dimensional")
    if not bins.shape[0]:
        return ops.zeros(x.shape, _int32)
    at = ops.expand_dims(x, -1)
    rising = (bins < at if right else bins <= at).astype(_int32).sum(-1)
    falling = (bins >= at if right else bins > at).astype(_int32).sum(-1)
    return ops.where(bins[0] <= bins[bins.shape[0] - 1], rising, falling).astype(_int32)


def isin(element: Any, test_elements: Any, invert: bool = False) -> Tensor:
    """Whether each element is among `test_elements` (mirrors `mindspore.numpy.isin`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.isin([1, 2, 5], [2, 5, 7]))
        [False  True  True]
    """
    element, tests = _promoted([as_tensor(element), as_tensor(test_elements)])
    tests = tests.reshape(-1)
    if not tests.size:
        found = ops.zeros(element.shape, dtypes.bool_)
    else:
        found = ops.any(ops.expand_dims(element, -1) == tests, -1)
    return ops.logical_not(found) if invert else found


def in1d(ar1: Any, ar2: Any, invert: bool = False) -> Tensor:
    """Whether each element of the flat `ar1` is in `ar2` (mirrors `mindspore.numpy.in1d`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.in1d([[1], [2]], [2]))
        [False  True]
    """
    return isin(as_tensor(ar1).reshape(-1), ar2, invert)


def intersect1d(ar1: Any, ar2: Any, assume_unique: bool = False, return_indices: bool = False) -> Any:
    """The values that two arrays share, sorted; not in compiled functions (mirrors `mindspore.numpy.intersect1d`).

    Args:
        ar1, ar2: arrays. assume_unique: whether each holds no value twice.
        return_indices: give where the values are first, too.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.intersect1d([1, 3, 4, 3], [3, 1, 2, 1]))
        [1 3]
    """
    a, b = (t.asnumpy() for t in _promoted([as_tensor(ar1), as_tensor(ar2)]))
    found = np.intersect1d(a, b, assume_unique, return_indices)
    if not return_indices:
        return Tensor(found)
    return Tensor(found[0]), *(Tensor(i.astype(np.int32)) for i in found[1:])


def setdiff1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Tensor:
    """The values of `ar1` that are not in `ar2`; not in compiled functions (mirrors `mindspore.numpy.setdiff1d`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.setdiff1d([1, 2, 3, 2], [3]))
        [1 2]
    """
    a, b = (t.asnumpy() for t in _promoted([as_tensor(ar1), as_tensor(ar2)]))
    return Tensor(np.setdiff1d(a, b, assume_unique))


__all__ = [
    "bincount", "digitize", "histogram", "histogram2d", "histogram_bin_edges", "histogramdd", "in1d", "intersect1d",
    "isin", "setdiff1d",
]  # fmt: skip
