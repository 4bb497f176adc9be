"""Which rows datasets give, as recorded by hand from the real MindSpore; files of images."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from mindshim import dataset as ds

ROWS = [
    (lambda: {"sampler": ds.SequentialSampler(3, 4)}, [3, 4, 5, 6]),
    (lambda: {"sampler": ds.SequentialSampler(8, 4)}, [8, 9]),
    (lambda: {"sampler": ds.SubsetSampler([5, 1, 1])}, [5, 1, 1]),
    (lambda: {"sampler": ds.DistributedSampler(3, 1, shuffle=False)}, [1, 4, 7, 0]),
    (lambda: {"sampler": ds.DistributedSampler(3, 2, shuffle=False, num_samples=2)}, [2, 5]),
    (lambda: {"sampler": [1, 2, 3]}, [1, 2, 3]),
    (lambda: {"num_shards": 3, "shard_id": 2, "shuffle": False}, [2, 5, 8, 1]),
    (lambda: {"num_shards": 3, "shard_id": 2, "shuffle": False, "num_samples": 2}, [2, 5]),
    (lambda: {"shuffle": False, "num_samples": 20}, list(range(10))),
]


def rows(**arguments):
    data = ds.NumpySlicesDataset(np.arange(10), ["a"], **arguments)
    found = [int(x) for (x,) in data.create_tuple_iterator(num_epochs=1, output_numpy=True)]
    assert data.get_dataset_size() == len(found)
    return found


@pytest.mark.parametrize(("arguments", "real"), ROWS)
def test_rows_are_those_that_mindspore_gives(arguments, real):
    assert rows(**arguments()) == real


def test_random_rows():
    assert sorted(rows()) == list(range(10))
    assert len(set(rows(num_samples=3))) == 3
    assert len(rows(sampler=ds.RandomSampler(True, 15))) == 10
    assert set(rows(sampler=ds.WeightedRandomSampler([0, 1, 0, 2], 8))) <= {1, 3}
    assert sorted(rows(sampler=ds.SubsetRandomSampler([4, 7, 2]))) == [2, 4, 7]
    data = ds.NumpySlicesDataset(np.arange(50), ["a"])
    first, second = ([int(x) for (x,) in data.create_tuple_iterator(output_numpy=True)] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("other", [{"shuffle": True}, {"num_samples": 3}, {"num_shards": 2, "shard_id": 0}])
def test_a_sampler_excludes_other_choices(other):
    with pytest.raises(ValueError, match="Conflicting arguments during sampler assignments"):
        rows(sampler=ds.SequentialSampler(), **other)


def test_an_index_that_no_row_has_is_refused():
    with pytest.raises(RuntimeError, match=r"Sample ID \(11\) is out of bound, expected range \[0, 9\]"):
        rows(sampler=ds.SubsetSampler([11]))


def test_image_folder(tmp_path):
    for name in "ba":
        (tmp_path / name).mkdir()
        for i in range(2):
            Image.fromarray(np.full((3, 4, 3), i * 9, np.uint8)).save(tmp_path / name / f"{i}.png")
    data = ds.ImageFolderDataset(str(tmp_path), shuffle=False)
    assert (data.get_dataset_size(), data.get_class_indexing(), data.num_classes()) == (4, {"a": 0, "b": 1}, 2)
    raw = list(data.create_tuple_iterator(output_numpy=True))
    assert [(image.ndim, int(label), label.dtype) for image, label in raw] == [(1, i // 2, np.int32) for i in range(4)]
    decoded = ds.ImageFolderDataset(str(tmp_path), shuffle=False, decode=True, class_indexing={"b": 5})
    found = [(image.shape, image.max(), int(label)) for image, label in decoded.create_tuple_iterator(output_numpy=True)]
    assert found == [((3, 4, 3), 0, 5), ((3, 4, 3), 9, 5)]
    with pytest.raises(RuntimeError):
        ds.ImageFolderDataset(str(tmp_path / "a"))


def test_cifar(tmp_path):
    pixels = np.arange(3072, dtype=np.int64).astype(np.uint8)
    (tmp_path / "test_batch.bin").write_bytes(bytes([7]) + pixels.tobytes())
    (tmp_path / "test.bin").write_bytes(bytes([3, 55]) + pixels.tobytes())
    (row,) = ds.Cifar10Dataset(str(tmp_path), usage="test").create_tuple_iterator(output_numpy=True)
    assert row[0].shape == (32, 32, 3) and np.array_equal(row[0].transpose(2, 0, 1).ravel(), pixels)
    assert (int(row[1]), row[1].dtype) == (7, np.uint32)
    (row,) = ds.Cifar100Dataset(str(tmp_path)).create_dict_iterator(output_numpy=True)
    assert (int(row["fine_label"]), int(row["coarse_label"])) == (55, 3)
    with pytest.raises(RuntimeError):
        ds.Cifar10Dataset(str(tmp_path), usage="train")
