"""Operations on any column, batches that are filled up, and the samplers by iterable and by class."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import mindshim as ms
import mindshim.dataset as ds
from mindshim.dataset import transforms


def rows(data):
    return [[np.asarray(c).tolist() for c in row] for row in data.create_tuple_iterator(num_epochs=1, output_numpy=True)]


def lengths():
    return ds.GeneratorDataset(lambda: ((np.ones(i, np.int32), i) for i in (1, 2, 3)), ["a", "b"], shuffle=False)


# As MindSpore 2.10 gives them.
@pytest.mark.parametrize(
    ("step", "given", "wanted"),
    [
        (transforms.PadEnd([3, 3], 9), np.ones((2, 2)), [[1, 1, 9], [1, 1, 9], [9, 9, 9]]),
        (transforms.PadEnd([1, 1]), np.ones((2, 2)), [[1]]),
        (transforms.Fill(7), np.ones((2, 2), np.int32), [[7, 7], [7, 7]]),
        (transforms.Concatenate(0, np.array([1, 2]), np.array([5])), np.array([3]), [1, 2, 3, 5]),
        (transforms.Mask(transforms.Relational.EQ, 2), np.array([1, 2, 3]), [False, True, False]),
        (transforms.Mask(transforms.Relational.GT, 2, ms.uint8), np.array([1, 2, 3]), [0, 0, 1]),
        (transforms.Slice(slice(1, 3)), np.arange(5), [1, 2]),
        (transforms.Slice([0, 2]), np.arange(5), [0, 2]),
        (transforms.Slice(0), np.arange(5), [0]),
        (transforms.Slice(slice(0, 2), 1), np.arange(6).reshape(2, 3), [[1], [4]]),
        (transforms.Slice(..., [1]), np.arange(6).reshape(2, 3), [[1], [4]]),
        (transforms.Slice(None), np.arange(3), [0, 1, 2]),
    ],
)
def test_arrays(step, given, wanted):
    assert step(given).tolist() == wanted


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: transforms.RandomApply([]), ValueError, "transforms list can not be empty."),
        (lambda: transforms.RandomApply([abs], 2), ValueError, "Input prob is not within the required interval of [0, 1]."),
        (lambda: transforms.RandomChoice(abs), TypeError, "Argument transforms list with value"),
        (lambda: transforms.Unique()(np.ones(3)), RuntimeError, "Unique: input must be at least 2-D"),
        (lambda: transforms.Concatenate()(np.ones(1), np.ones(1, np.int32)), RuntimeError, "inputs must have one dtype"),
        (lambda: lengths().padded_batch(0), ValueError, "Input batch_size is not within the required interval of [1, 2147483647]."),
        (lambda: lengths().padded_batch("a"), TypeError, "batch_size should either be an int or a callable."),
        (lambda: lengths().padded_batch(2, pad_info=3), TypeError, "Argument pad_info with value 3 is not of type [<class 'dict'>]"),
        (lambda: rows(lengths().padded_batch(2, pad_info={"zz": ([2], 0)})), RuntimeError, "column name: zz does not exist."),
        (lambda: lengths().skip(-1), ValueError, "Input count is not within the required interval of [0, 2147483647]."),
        (lambda: lengths().skip("a"), TypeError, "Argument count with value a is not of type [<class 'int'>]"),
        (lambda: rows(ds.NumpySlicesDataset([1, 2], sampler=ds.IterSampler(3))), RuntimeError, "'int' object is not iterable"),
        (lambda: ds.PKSampler("a"), TypeError, "num_val must be integer but was: a."),
        (lambda: ds.PKSampler(1, 2), NotImplementedError, "Not supported to specify num_class for PKSampler."),
        (lambda: ds.NumpySlicesDataset([1], sampler=ds.PKSampler(2)), ValueError, "GeneratorDataset doesn't support PKSampler."),
    ],
)  # fmt: skip
def test_what_is_refused(make, error, message):
    with pytest.raises(error) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ({"a": ([4], -1)}, [[[[1, -1, -1, -1], [1, 1, -1, -1]], [1, 2]], [[[1, 1, 1, -1]], [3]]]),
        ({}, [[[[1, 0], [1, 1]], [1, 2]], [[[1, 1, 1]], [3]]]),
        ({"a": (None, 7)}, [[[[1, 7], [1, 1]], [1, 2]], [[[1, 1, 1]], [3]]]),
        ({"a": ([2], -1)}, [[[[1, -1], [1, 1]], [1, 2]], [[[1, 1]], [3]]]),
    ],
)
def test_padded_batch(info, wanted):
    data = lengths().padded_batch(2, pad_info=info)
    assert rows(data) == wanted
    assert data.get_dataset_size() == 2
    assert rows(lengths().padded_batch(2, True, pad_info=info)) == wanted[:1]


def test_choices_come_as_often_as_they_should():
    counts = np.bincount([transforms.RandomChoice([lambda x: 0, lambda x: 1])(0) for _ in range(400)], minlength=2)
    assert 140 < counts[0] < 260
    assert 50 < sum(transforms.RandomApply([lambda x: 1], 0.25)(0) for _ in range(400)) < 150
    assert {transforms.RandomOrder([lambda x: x * 2, lambda x: x + 1])(1) for _ in range(50)} == {3, 4}


def test_samplers_by_iterable_and_by_class(tmp_path):
    data = ds.NumpySlicesDataset([1, 2, 3, 4], ["x"], sampler=ds.IterSampler([3, 1, 0], num_samples=2))
    assert rows(data) == [[4], [2]]
    for name, count in (("a", 3), ("b", 1)):
        (tmp_path / name).mkdir()
        for i in range(count):
            Image.new("RGB", (2, 2)).save(tmp_path / name / f"{i}.png")
    for arguments, wanted in (((2,), [0, 0, 1, 1]), ((5,), [0] * 5 + [1] * 5), ((2, None, False, "label", 3), [0, 0, 1])):
        data = ds.ImageFolderDataset(str(tmp_path), sampler=ds.PKSampler(*arguments))
        assert [int(row[1]) for row in data.create_tuple_iterator(num_epochs=1, output_numpy=True)] == wanted
        assert data.get_dataset_size() == len(wanted)
