"""Dicts in columns, objects that choose rows, datasets as sources: as the real MindSpore 2.10.0 gave them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mindshim as ms
import mindshim.dataset as ds


def _dicts() -> Any:
    for i in range(2):
        yield {"n": i, "s": [i], "f": 1.5, "t": "x", "tu": (1,), "none": None}, i


def _rows(data: Any, **how: Any) -> list[Any]:
    return list(data.create_dict_iterator(num_epochs=1, **how))


def test_dicts_go_through_as_they_are_and_come_out_as_arrays_or_tensors() -> None:
    data = ds.GeneratorDataset(_dicts, ["a", "b"])
    assert [str(t) for t in data.output_types()] == ["object", "int64"]
    assert data.output_shapes() == [[0], []]
    first = _rows(data, output_numpy=True)[0]["a"]
    assert repr(first["n"]) == "array(0)" and repr(first["s"]) == "[array(0)]" and repr(first["tu"]) == "(array(1),)"
    assert repr(first["t"]) == "array('x', dtype='<U1')" and first["none"] is None
    first = _rows(data)[0]["a"]
    assert isinstance(first["n"], ms.Tensor) and first["n"].dtype == ms.int64 and isinstance(first["tu"][0], ms.Tensor)
    assert isinstance(first["t"], np.ndarray)
    seen: list[Any] = []
    mapped = data.map(lambda a: seen.append(a) or {"z": a["n"], "k": a}, input_columns=["a"])
    assert repr(_rows(mapped, output_numpy=True)[1]["a"]["z"]) == "array(1)" and seen[0]["s"] == [0]


def test_a_batch_of_dicts_is_a_dict_of_stacked_arrays() -> None:
    data = ds.GeneratorDataset([({"a": {"p": np.arange(2)}, "q": i},) for i in range(3)], ["x"], shuffle=False)
    (batch,) = _rows(data.batch(3), output_numpy=True)
    assert batch["x"]["a"]["p"].tolist() == [[0, 1]] * 3 and batch["x"]["q"].tolist() == [0, 1, 2]
    with pytest.raises(RuntimeError, match="key: 'none'"):
        _rows(ds.GeneratorDataset(_dicts, ["a", "b"]).batch(2))
    numbers = ds.NumpySlicesDataset([1, 2, 3, 4], ["x"], shuffle=False)
    whole = numbers.batch(2, per_batch_map=lambda x, info: ({"x": x, "i": np.arange(2)},))
    assert [[int(v) for v in row["x"]["x"]] for row in _rows(whole, output_numpy=True)] == [[1, 2], [3, 4]]


class _Positions:
    """No Sampler: only `__getitem__` and `__len__`."""

    def __getitem__(self, index: int) -> int:
        return [3, 4, 0][index]

    def __len__(self) -> int:
        return 3


def test_any_object_with_positions_chooses_rows() -> None:
    def letters(**how: Any) -> list[Any]:
        data = ds.NumpySlicesDataset(["a", "b", "c", "d", "e"], ["x"], sampler=_Positions(), **how)
        return [str(x) for (x,) in data.create_tuple_iterator(num_epochs=1, output_numpy=True)]

    assert letters() == ["d", "e", "a"] and letters(num_samples=2) == ["d", "e"]
    with pytest.raises(TypeError, match="Unsupported sampler"):
        ds.NumpySlicesDataset([1], ["x"], sampler=1)


class _Iterable:
    def __iter__(self) -> Any:
        return iter([(np.array(i),) for i in range(4)])


def test_an_iterable_source_keeps_its_order_and_takes_no_sampler() -> None:
    data = ds.GeneratorDataset(_Iterable(), ["a"], shuffle=True)
    assert [int(x) for (x,) in data.create_tuple_iterator(num_epochs=1, output_numpy=True)] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="sampler is not supported"):
        ds.GeneratorDataset(_Iterable(), ["a"], sampler=ds.SequentialSampler())
    with pytest.raises(RuntimeError, match="randomized access"):
        data[0]


def test_a_dataset_can_be_the_source_of_another() -> None:
    inner = ds.NumpySlicesDataset({"a": [1, 2, 3], "b": [4, 5, 6]}, shuffle=False)
    assert len(inner) == 3 and [int(v) for v in inner[1]] == [2, 5] and [int(v) for v in inner[np.int64(2)]] == [3, 6]  # type: ignore[index]
    outer = ds.GeneratorDataset(inner, ["a", "b"], shuffle=True)
    assert sorted(int(a) for a, _ in outer.create_tuple_iterator(num_epochs=1, output_numpy=True)) == [1, 2, 3]
    for bad, error in ((3, RuntimeError), (-1, RuntimeError), (True, TypeError), ("a", TypeError), (slice(1), TypeError)):
        with pytest.raises(error):
            inner[bad]  # type: ignore[index]


def test_64_bit_integers_print_their_type() -> None:
    data = ds.NumpySlicesDataset({"i": np.arange(1), "u": np.zeros(1, np.uint64), "f": [1.0]}, shuffle=False)
    assert repr(_rows(data, output_numpy=True)) == "[{'i': array(0, dtype=int64), 'u': array(0, dtype=uint64), 'f': array(1.)}]"
    assert repr(ms.Tensor([1, 2]).asnumpy()) == repr(np.array(ms.Tensor([1, 2]))) == "array([1, 2], dtype=int64)"
    assert ms.Tensor([1, 2]).asnumpy().dtype == np.int64 and ms.Tensor(ms.Tensor([1]).asnumpy()).dtype == ms.int64
    assert ms.Tensor([2]).asnumpy().flags.writeable
