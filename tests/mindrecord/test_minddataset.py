"""MindDataset and Dataset.save."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

import mindshim.dataset as ds
from tests.mindrecord import cases

GOLDEN = Path(__file__).parent.parent / "golden" / "mindrecord.zip"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorded")
    zipfile.ZipFile(GOLDEN).extractall(folder)
    return folder


def smalls(data: ds.Dataset) -> list[int]:
    return [int(row["small"]) for row in data.create_dict_iterator(num_epochs=1, output_numpy=True)]


def test_rows_and_dtypes(folder: Path) -> None:
    data = ds.MindDataset(str(folder / "one"), shuffle=False)
    assert data.get_col_names() == sorted(cases.ALL) and len(data) == 30
    for row, want in zip(data.create_dict_iterator(num_epochs=1, output_numpy=True), cases.rows(cases.ALL), strict=True):
        for name, value in want.items():
            got = row[name]
            if isinstance(value, bytes):
                assert got.shape == (1,) and got.tobytes().rstrip(b"\0") == value.rstrip(b"\0")
            elif isinstance(value, str):
                assert got.dtype.kind == "U" and str(got) == value
            else:
                assert got.dtype == np.dtype(cases.ALL[name]["type"])
                np.testing.assert_array_equal(got, np.asarray(value, got.dtype))


def test_parts_and_orders(folder: Path) -> None:
    name = str(folder / "three0")
    whole = smalls(ds.MindDataset(name, shuffle=False))
    assert sorted(whole) == list(range(-20, 10))
    parts = [smalls(ds.MindDataset(name, num_shards=4, shard_id=i, shuffle=False)) for i in range(4)]
    assert [len(p) for p in parts] == [8] * 4 and parts[1] == whole[1::4]
    assert parts[3] == [*whole[3::4], whole[1]]  # the last part begins anew
    assert smalls(ds.MindDataset(name, num_samples=3, shuffle=False)) == whole[:3]
    one = [str(folder / "three1")]
    alone = smalls(ds.MindDataset(one, shuffle=False))
    assert alone == [v for v in whole if v in alone]
    files = smalls(ds.MindDataset(name, shuffle=ds.Shuffle.FILES))
    assert sorted(files) == sorted(whole) and any(files[i : i + len(alone)] == alone for i in range(30))
    rows = smalls(ds.MindDataset(name, shuffle=ds.Shuffle.INFILE))
    start = whole.index(alone[0])
    assert rows != whole and sorted(rows[start : start + len(alone)]) == sorted(alone)
    assert sorted(smalls(ds.MindDataset(name))) == sorted(whole)


def test_samplers_and_padding(folder: Path) -> None:
    name = str(folder / "appended")
    assert smalls(ds.MindDataset(name, sampler=ds.SubsetSampler([3, 31]))) == [-17, -19]
    picked = smalls(ds.MindDataset(name, sampler=ds.PKSampler(1, class_column="small")))
    assert picked == list(range(-20, 10))
    padded = ds.MindDataset(name, ["small"], shuffle=False, padded_sample={"small": 99}, num_padded=2, num_shards=4, shard_id=3)
    assert smalls(padded)[-1] == 99 and len(padded) == 8
    with pytest.raises(RuntimeError, match="requires columns_list"):
        ds.MindDataset(name, padded_sample={"small": 99}, num_padded=2)
    with pytest.raises(RuntimeError, match="can not be divisible"):
        len(ds.MindDataset(name, ["small"], padded_sample={"small": 99}, num_padded=1, num_shards=4, shard_id=3))
    with pytest.raises(RuntimeError, match="sampler and shuffle"):
        ds.MindDataset(name, sampler=ds.SequentialSampler(), shuffle=True)
    with pytest.raises(RuntimeError, match="can not found in schema"):
        ds.MindDataset(name, ["none"])
    with pytest.raises(ValueError, match="does not exist"):
        ds.MindDataset(str(folder / "none"))


def test_saved_datasets(tmp_path: Path) -> None:
    columns = {"flag": np.array([True, False]), "half": np.ones((2, 3), np.float16), "far": np.array([1, 2], np.uint64), "text": ["a", "bc"]}
    data = ds.NumpySlicesDataset(columns, shuffle=False)
    name = os.fspath(tmp_path / "saved")
    data.save(name)
    row = next(iter(ds.MindDataset(name, shuffle=False).create_dict_iterator(output_numpy=True)))
    assert {n: str(v.dtype) for n, v in row.items()} == {"far": "int64", "flag": "int32", "half": "float32", "text": "<U1"}
    with pytest.raises(RuntimeError, match="already exist"):
        data.save(name)
    with pytest.raises(ValueError, match="not supported"):
        data.save(name, 1, "tfrecord")
    with pytest.raises(RuntimeError, match="dynamic shape"):
        ds.GeneratorDataset([np.ones((1, 2)), np.ones((1, 3))], ["x"], shuffle=False).save(os.fspath(tmp_path / "other"))
