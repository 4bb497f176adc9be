"""Datasets made of datasets, and batches by functions: the rows that the real MindSpore gives."""

from __future__ import annotations

import numpy as np
import pytest

from mindshim import dataset as ds


def ten():
    return ds.NumpySlicesDataset(np.arange(10), ["a"], shuffle=False)


def three():
    return ds.NumpySlicesDataset({"b": [1, 2, 3]}, shuffle=False)


def rows(data):
    return [[v.tolist() for v in row] for row in data.create_tuple_iterator(num_epochs=1, output_numpy=True)]


CASES = {
    "zip": (lambda: ten().zip(three()), [[0, 1], [1, 2], [2, 3]]),
    "zip function": (lambda: ds.zip((three(), ten())), [[1, 0], [2, 1], [3, 2]]),
    "concat": (lambda: ten().take(2).concat([ten().take(1), ten().take(2)]), [[0], [1], [0], [0], [1]]),
    "plus": (lambda: ten().take(1) + ten().take(2), [[0], [0], [1]]),
    "filter": (lambda: ten().filter(lambda x: x % 3 == 0, ["a"]), [[0], [3], [6], [9]]),
    "apply": (lambda: ten().apply(lambda d: d.take(2)), [[0], [1]]),
    "per_batch_map": (
        lambda: ten().batch(4, per_batch_map=lambda a, info: ([x + info.get_batch_num() for x in a],), input_columns=["a"]),
        [[[0, 1, 2, 3]], [[5, 6, 7, 8]], [[10, 11]]],
    ),
    "batch sizes": (lambda: ten().batch(lambda i: i.get_batch_num() + 1), [[[0]], [[1, 2]], [[3, 4, 5]], [[6, 7, 8, 9]]]),
    "fewer columns": (
        lambda: (
            ten()
            .map(lambda x: (x, x * 2), ["a"], ["p", "q"])
            .batch(5, per_batch_map=lambda p, q, info: (p,), input_columns=["p", "q"], output_columns=["z"])
        ),
        [[[0, 1, 2, 3, 4]], [[5, 6, 7, 8, 9]]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rows(name):
    make, real = CASES[name]
    assert rows(make()) == real
    assert make().get_dataset_size() == len(real)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: ds.zip((ten(),)), ValueError),
        (lambda: ds.zip(ten()), TypeError),
        (lambda: ten().concat(3), TypeError),
        (lambda: ten().filter(3), TypeError),
        (lambda: ten().apply(3), TypeError),
        (lambda: ten().apply(lambda d: 3), TypeError),
        (lambda: ten().split([3, 9]), RuntimeError),
        (lambda: ten().split([0.5, 0.2]), ValueError),
        (lambda: ten().batch("a"), TypeError),
        (lambda: ten().batch(0), ValueError),
    ],
)
def test_errors(call, error):
    with pytest.raises(error):
        call()


def test_split():
    assert [rows(part) for part in ten().split([3, 7], randomize=False)] == [[[i] for i in range(3)], [[i] for i in range(3, 10)]]
    parts = ten().split([0.25, 0.75])
    assert [p.get_dataset_size() for p in parts] == [2, 8]
    assert sorted(v for part in parts for (v,) in rows(part)) == list(range(10))


def test_rows_wait_for_what_is_told():
    told = []
    data = ten().take(3).sync_wait("policy", callback=told.append).map(lambda x: x + len(told))
    seen = []
    for (x,) in data.create_tuple_iterator(num_epochs=1, output_numpy=True):
        seen.append(int(x))
        data.sync_update("policy", data={"step": len(seen)})
    assert seen == [0, 2, 4] and told[-1] == {"step": 3}
    with pytest.raises(RuntimeError, match="sync_update"):
        rows(data)
    with pytest.raises(RuntimeError, match="Condition name not found"):
        data.sync_update("other")


def test_shapes_of_all_rows_and_unknown_keywords_of_batch() -> None:
    batches = ds.NumpySlicesDataset([1, 2, 3], shuffle=False).batch(2, max_rowsize=16)
    assert batches.output_shapes() == [[2]]
    assert batches.output_shapes(estimate=True) == [[None]]
    with pytest.raises(TypeError, match="foo"):
        batches.batch(2, foo=1)
