"""Indexing, gathering, scattering and sorting against NumPy on generated shapes and indices."""

from __future__ import annotations

from typing import Any

import numpy as np
from fuzz import agree, arrays, examples, refused, shapes, tensor
from hypothesis import assume, given
from hypothesis import strategies as st

import mindshim as ms
from mindshim import Tensor, ops

DTYPES = ("float32", "int64")


@st.composite
def indices(draw: Any, shape: tuple[int, ...], advanced: bool = True) -> tuple[Any, Any]:
    """An index expression for a shape, as MindSpore takes it and as NumPy does; lists become Tensors or stay lists."""
    mine: list[Any] = []
    theirs: list[Any] = []
    at, dots, arrays_of = 0, False, None
    while at < len(shape):
        # What stands behind the dots counts from the end, so it goes on to there.
        kinds = ["int", "slice", "slice"] + (["none"] if len(mine) < 5 else []) + ([] if dots else ["dots", "stop"])
        if advanced:
            kinds += ["array", "mask"]
        kind, n = draw(st.sampled_from(kinds)), shape[at]
        if kind == "stop":
            break
        if kind == "none":
            mine.append(None)
            theirs.append(None)
            continue
        if kind == "dots":
            dots = True
            mine.append(...)
            theirs.append(...)
            at = draw(st.integers(at, len(shape)))
            continue
        if kind == "int":
            if not n:
                break
            i: Any = draw(st.integers(-n, n - 1))
            mine.append(i)
            theirs.append(i)
        elif kind == "slice":
            bound = st.one_of(st.none(), st.integers(-n - 2, n + 2))
            s = slice(draw(bound), draw(bound), draw(st.sampled_from([None, 1, 2, 3, -1, -2])))
            mine.append(s)
            theirs.append(s)
        elif kind == "array":
            if not n:
                break
            if arrays_of is None:
                arrays_of = draw(st.sampled_from([(2,), (3,), (1,), (2, 2)]))
            size = arrays_of if draw(st.booleans()) else (1,) * len(arrays_of)
            values = np.array(draw(st.lists(st.integers(-n, n - 1), min_size=int(np.prod(size)), max_size=int(np.prod(size)))), np.int64).reshape(size)
            mine.append(Tensor(values) if draw(st.booleans()) else values.tolist())
            theirs.append(values)
        else:
            if arrays_of is not None or not n:
                break
            mask = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
            assume(mask.any())
            arrays_of = (int(mask.sum()),)
            mine.append(Tensor(mask) if draw(st.booleans()) else mask.tolist())
            theirs.append(mask)
        at += 1
    assume(not dots or at == len(shape))
    # A list of lists alone is as many indices, as in NumPy before 1.23.
    nested = len(mine) == 1 and isinstance(mine[0], list) and isinstance(mine[0][0], list)
    single = len(mine) == 1 and not nested and draw(st.booleans())
    return (mine[0], theirs[0]) if single else (tuple(mine), tuple(theirs))


@given(st.data())
@examples(45)
def test_getitem(data: Any) -> None:
    x = data.draw(arrays(DTYPES, shapes(1, 3, 0, 4)))
    mine, theirs = data.draw(indices(x.shape))
    try:
        want = x[theirs]
    except IndexError:
        refused(lambda: tensor(x)[mine])
        return
    agree(tensor(x)[mine], want)


@given(st.data())
@examples(45)
def test_setitem(data: Any) -> None:
    x = data.draw(arrays(DTYPES, shapes(1, 3, 1, 4)))
    mine, theirs = data.draw(indices(x.shape))
    try:
        shape = x[theirs].shape
    except IndexError:
        return
    kind = data.draw(st.sampled_from(["number", "same", "broadcast"]))
    value: Any = 7
    if kind == "same":
        value = data.draw(arrays((x.dtype.name,), shape))
    elif kind == "broadcast":
        cut = data.draw(st.integers(0, len(shape)))
        value = data.draw(arrays((x.dtype.name,), tuple(1 if data.draw(st.booleans()) else n for n in shape[cut:])))
    # Where a place is written twice, the last one stays in both; but for broadcasting the order is nobody's promise.
    places = np.arange(x.size).reshape(x.shape)[theirs]
    assume(len(np.unique(places)) == places.size)
    want = x.copy()
    want[theirs] = value
    t = tensor(x)
    t[mine] = value if isinstance(value, int) else tensor(value)
    agree(t, want)


@given(st.data())
@examples(20)
def test_index_out_of_bounds(data: Any) -> None:
    x = data.draw(arrays(DTYPES, shapes(1, 3, 0, 3)))
    axis = data.draw(st.integers(0, x.ndim - 1))
    n = x.shape[axis]
    bad = data.draw(st.sampled_from([n, n + 3, -n - 1]))
    lead = (slice(None),) * axis
    refused(lambda: tensor(x)[(*lead, bad)])
    refused(lambda: tensor(x)[(slice(None),) * (x.ndim + 1)])
    refused(lambda: tensor(x).__setitem__((*lead, bad), 1))
    if n:
        refused(lambda: tensor(x)[(*lead, [0, bad])])


@given(st.data())
@examples(20)
def test_views_alias(data: Any) -> None:
    x = data.draw(arrays(DTYPES, shapes(1, 3, 1, 4)))
    mine, theirs = data.draw(indices(x.shape, advanced=False))
    base, want = tensor(x), x.copy()
    view, seen = base[mine], want[theirs]
    if isinstance(seen, np.ndarray) and seen.base is not None and seen.size:
        view[...] = 5
        seen[...] = 5
        agree(base, want)
        base[(0,) * x.ndim] = 9
        want[(0,) * x.ndim] = 9
        agree(view, seen)


# -- gathering and scattering --------------------------------------------------------------------------------------


def _places(data: Any, shape: tuple[int, ...], n: int, negative: bool = True) -> np.ndarray:
    count = int(np.prod(shape))
    return np.array(data.draw(st.lists(st.integers(-n if negative else 0, n - 1), min_size=count, max_size=count)), np.int64).reshape(shape)


@given(st.data())
@examples(35)
def test_gather(data: Any) -> None:
    x = data.draw(arrays(DTYPES, shapes(1, 3, 1, 4)))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    n = x.shape[axis]
    name = data.draw(st.sampled_from(["gather", "index_select", "gather_elements", "gather_nd", "take", "masked_select", "nonzero", "where", "select"]))
    if name == "gather":
        at = _places(data, data.draw(shapes(0, 2, 1, 3)), n, negative=False)
        agree(ops.gather(tensor(x), tensor(at), axis), np.take(x, at, axis))
    elif name == "index_select":
        at = _places(data, (data.draw(st.integers(1, 4)),), n, negative=False)
        agree(ops.index_select(tensor(x), axis, tensor(at)), np.take(x, at, axis))
    elif name == "gather_elements":
        shape = tuple(data.draw(st.integers(1, 4)) if i == axis % x.ndim else m for i, m in enumerate(x.shape))
        at = _places(data, shape, n)
        agree(ops.gather_elements(tensor(x), axis, tensor(at)), np.take_along_axis(x, at, axis))
        agree(ops.gather_d(tensor(x), axis, tensor(at)), np.take_along_axis(x, at, axis))
    elif name == "gather_nd":
        depth = data.draw(st.integers(1, x.ndim))
        at = np.stack([_places(data, (3,), m, negative=False) for m in x.shape[:depth]], -1)
        agree(ops.gather_nd(tensor(x), tensor(at)), x[tuple(at.T)])
    elif name == "take":
        at = _places(data, data.draw(shapes(0, 2, 1, 3)), x.size)
        agree(tensor(x).take(tensor(at)), np.take(x, at))
        agree(ms.numpy.take(tensor(x), tensor(at) % n, axis, mode="wrap"), np.take(x, at % n, axis))
    elif name == "masked_select":
        mask = x > 0
        agree(ops.masked_select(tensor(x), tensor(mask)), x[mask])
        agree(ops.masked_fill(tensor(x), tensor(mask), 3), np.where(mask, 3, x))
    elif name == "nonzero":
        agree(ops.nonzero(tensor(x)), np.argwhere(x))
    else:
        other = x[::-1].copy()
        agree(getattr(ops, name)(tensor(x > 0), tensor(x), tensor(other)), np.where(x > 0, x, other))


@given(st.data())
@examples(35)
def test_scatter(data: Any) -> None:
    x = data.draw(arrays(("float32", "int32"), shapes(1, 3, 1, 4)))
    name = data.draw(st.sampled_from(["scatter", "scatter_add", "index_add", "index_fill", "nd_add", "nd_update", "nd_max", "segment", "bincount"]))
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    n = x.shape[axis]
    if name in ("scatter", "scatter_add"):
        shape = tuple(data.draw(st.integers(1, m)) for m in x.shape)
        at = _places(data, shape, n, negative=False)
        source = data.draw(arrays((x.dtype.name,), shape))
        where = list(np.indices(shape))
        where[axis] = at
        want = x.copy()
        if name == "scatter_add":
            np.add.at(want, tuple(where), source)
            agree(ops.tensor_scatter_elements(tensor(x), tensor(at), tensor(source), axis, "add"), want)
            agree(tensor(x).scatter_add(axis, tensor(at), tensor(source)), want)
            return
        assume(len(np.unique(np.ravel_multi_index(tuple(where), x.shape))) == at.size)
        want[tuple(where)] = source
        agree(ops.tensor_scatter_elements(tensor(x), tensor(at), tensor(source), axis), want)
        agree(ops.scatter(tensor(x), axis, tensor(at), tensor(source)), want)
    elif name in ("index_add", "index_fill"):
        count = data.draw(st.integers(1, 4))
        at = _places(data, (count,), n, negative=False).astype(np.int32)
        moved = np.moveaxis(x.copy(), axis, 0)
        if name == "index_fill":
            moved[at] = 3
            agree(ops.index_fill(tensor(x), axis, tensor(at), 3), np.moveaxis(moved, 0, axis))
            return
        source = data.draw(arrays((x.dtype.name,), (count, *moved.shape[1:])))
        np.add.at(moved, at, source)
        agree(tensor(x).index_add(axis, tensor(at), tensor(np.moveaxis(source, 0, axis))), np.moveaxis(moved, 0, axis))
    elif name.startswith("nd"):
        depth = data.draw(st.integers(1, x.ndim))
        at = np.stack([_places(data, (3,), m, negative=False) for m in x.shape[:depth]], -1)
        source = data.draw(arrays((x.dtype.name,), (3, *x.shape[depth:])))
        want = x.copy()
        if name == "nd_add":
            np.add.at(want, tuple(at.T), source)
            agree(ops.tensor_scatter_add(tensor(x), tensor(at), tensor(source)), want)
        elif name == "nd_max":
            np.maximum.at(want, tuple(at.T), source)
            agree(ops.tensor_scatter_max(tensor(x), tensor(at), tensor(source)), want)
        else:
            assume(len(np.unique(at, axis=0)) == 3)
            want[tuple(at.T)] = source
            agree(ops.tensor_scatter_update(tensor(x), tensor(at), tensor(source)), want)
    elif name == "segment":
        at = _places(data, (x.shape[0],), 4, negative=False).astype(np.int32)
        want = np.zeros((5, *x.shape[1:]), x.dtype)
        np.add.at(want, at, x)
        agree(ops.unsorted_segment_sum(tensor(x), tensor(at), 5), want)
    else:
        v = _places(data, (x.size,), 6, negative=False)
        agree(ops.bincount(tensor(v), minlength=3), np.bincount(v, minlength=3))


# -- order ---------------------------------------------------------------------------------------------------------


@given(st.data())
@examples(35)
def test_order(data: Any) -> None:
    x = data.draw(arrays(("float32", "int32", "int64"), shapes(1, 3, 1, 5), -4, 4))
    axis, down = data.draw(st.integers(-x.ndim, x.ndim - 1)), data.draw(st.booleans())
    name = data.draw(st.sampled_from(["sort", "argsort", "topk", "unique", "searchsorted", "unique_consecutive", "kthvalue"]))
    ordered = np.sort(x, axis)
    ordered = np.flip(ordered, axis) if down else ordered
    if name == "sort":
        values, places = ops.sort(tensor(x), axis, down)
        agree(values, ordered)
        agree(np.take_along_axis(x, places.asnumpy().astype(np.int64), axis), ordered)
        assert sorted(np.unique(places.asnumpy())) == list(range(x.shape[axis]))
    elif name == "argsort":
        places = ops.argsort(tensor(x), axis, down)
        # Equal elements keep their order.
        agree(places, np.argsort(-x if down else x, axis, kind="stable"))
    elif name == "topk":
        k = data.draw(st.integers(1, x.shape[axis]))
        values, places = ops.topk(tensor(x), k, axis, down, True)
        best = np.take(ordered, np.arange(k), axis)
        agree(values, best)
        agree(np.take_along_axis(x, places.asnumpy().astype(np.int64), axis), best)
    elif name == "unique":
        values, inverse = ops.unique(tensor(x))
        assert sorted(values.asnumpy().tolist()) == np.unique(x).tolist()
        agree(values.asnumpy()[inverse.asnumpy()].reshape(x.shape), x)
        agree(np.sort(ms.numpy.unique(tensor(x)).asnumpy()), np.unique(x))
    elif name == "searchsorted":
        line = np.sort(x.reshape(-1))
        side = data.draw(st.sampled_from(["left", "right"]))
        agree(ops.searchsorted(tensor(line), tensor(x), side=side), np.searchsorted(line, x, side))
    elif name == "unique_consecutive":
        line = x.reshape(-1)
        agree(ops.unique_consecutive(tensor(line)), line[np.r_[True, line[1:] != line[:-1]]])
    else:
        k = data.draw(st.integers(1, x.shape[axis]))
        keep = data.draw(st.booleans())
        values, _ = ms.mint.kthvalue(tensor(x), k, axis, keep)
        want = np.take(np.sort(x, axis), k - 1, axis)
        agree(values, np.expand_dims(want, axis) if keep else want)
