"""Converters to MindRecord files."""

import gzip
import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from mindshim.mindrecord import Cifar10ToMR, Cifar100ToMR, CsvToMR, FileReader, MnistToMR
from mindshim.mindrecord.common.exceptions import ParamValueError

IMAGES = np.random.default_rng(0).integers(0, 256, (2, 3072)).astype(np.uint8)


def read(path: Path) -> list[dict]:
    return list(FileReader(str(path)).get_next())


def test_cifar(tmp_path: Path) -> None:
    ten, hundred = {b"data": IMAGES, b"labels": [3, 4]}, {"data": IMAGES, "fine_labels": [3, 4], "coarse_labels": [0, 1]}
    for name, content in (("data_batch_1", ten), ("data_batch_2", ten), ("test_batch", ten), ("train", hundred), ("test", hundred)):
        (tmp_path / name).write_bytes(pickle.dumps(content))
    (tmp_path / "test_batch").rename(tmp_path / "test_batch_1")
    Cifar10ToMR(str(tmp_path), str(tmp_path / "ten")).transform(["label"])
    rows = read(tmp_path / "ten")
    assert [row["label"] for row in rows] == [3, 4, 3, 4] and rows[0]["data"][:2] == b"\xff\xd8"
    assert len(read(tmp_path / "ten_test")) == 2
    (tmp_path / "test_batch_1").unlink()
    Cifar100ToMR(str(tmp_path), str(tmp_path / "hundred")).transform()
    assert [(row["fine_label"], row["coarse_label"]) for row in read(tmp_path / "hundred_test")] == [(3, 0), (4, 1)]


def test_pickles_run_nothing(tmp_path: Path) -> None:
    class Bad:
        def __reduce__(self) -> tuple:
            return os.mkdir, (str(tmp_path / "made"),)

    (tmp_path / "data_batch_1").write_bytes(pickle.dumps({"data": Bad()}))
    with pytest.raises(pickle.UnpicklingError):
        Cifar10ToMR(str(tmp_path), str(tmp_path / "out")).transform()
    assert not (tmp_path / "made").exists()


def test_mnist(tmp_path: Path) -> None:
    for part in ("train", "t10k"):
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(bytes(16) + IMAGES.tobytes()[: 2 * 784]))
        (tmp_path / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(bytes(8) + b"\x05\x06"))
    MnistToMR(str(tmp_path), str(tmp_path / "mnist")).transform()
    assert [row["label"] for row in read(tmp_path / "mnist_test.mindrecord")] == [5, 6]


def test_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("age,ok,name,share\n21,True, a,1\n41,False,b,1.5\n")
    CsvToMR(str(tmp_path / "a.csv"), str(tmp_path / "a")).transform()
    assert read(tmp_path / "a") == [{"age": 21, "ok": 1, "name": " a", "share": 1.0}, {"age": 41, "ok": 0, "name": "b", "share": 1.5}]
    with pytest.raises(ValueError, match="column none does not exist"):
        CsvToMR(str(tmp_path / "a.csv"), str(tmp_path / "b"), ["none"]).transform()
    with pytest.raises(ParamValueError, match="must be int"):
        CsvToMR(str(tmp_path / "a.csv"), str(tmp_path / "b"), None, None)  # type: ignore[arg-type]
