"""MindRecord files: those of the real MindSpore read, written ones read back, and what fails."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mindshim.mindrecord import FileReader, FileWriter, MindPage, set_enc_key
from mindshim.mindrecord.common import exceptions
from tests.mindrecord import cases

GOLDEN = Path(__file__).parent.parent / "golden" / "mindrecord.zip"
INT = {"x": {"type": "int32"}}


def first(folder: Path, name: str) -> str:
    return str(folder / (name if cases.FILES[name][1] == 1 else f"{name}0"))


def check(folder: Path, name: str, size: int) -> None:
    schema = cases.FILES[name][0]
    reader = FileReader(first(folder, name))
    assert reader.len() == size and reader.schema() == schema
    got = list(reader.get_next())
    wanted = cases.rows(schema)[:size]
    if "id" in schema:
        order = [row["id"] for row in wanted]
        got.sort(key=lambda row: order.index(row["id"]))
    assert len(got) == size
    for row, want in zip(got, wanted, strict=True):
        assert row.keys() == want.keys()
        for field, value in want.items():
            if isinstance(value, np.ndarray):
                assert row[field].dtype == value.dtype
            np.testing.assert_array_equal(row[field], value)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorded")
    zipfile.ZipFile(GOLDEN).extractall(folder)
    return folder


@pytest.mark.parametrize("name", cases.FILES)
def test_recorded_files_are_read(recorded: Path, name: str) -> None:
    check(recorded, name, 30 if name == "appended" else cases.FILES[name][3])


@pytest.mark.parametrize("name", cases.FILES)
def test_written_files_are_read(tmp_path: Path, name: str) -> None:
    schema, shards, index, count = cases.FILES[name]
    cases.write(FileWriter, str(tmp_path / name), schema, shards, index, cases.rows(schema)[:count])
    check(tmp_path, name, count)
    assert not list(tmp_path.glob("*.part*"))


def test_headers_and_rows_are_the_recorded_ones(recorded: Path, tmp_path: Path) -> None:
    schema, shards, index, count = cases.FILES["one"]
    os.chdir(tmp_path)
    cases.write(FileWriter, "one", schema, shards, index, cases.rows(schema)[:count])
    mine, theirs = (tmp_path / "one").read_bytes(), (recorded / "one").read_bytes()
    assert mine == theirs


def test_recorded_files_are_appended_to(recorded: Path, tmp_path: Path) -> None:
    for path in recorded.glob("appended*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    writer = FileWriter.open_for_append(str(tmp_path / "appended"))
    writer.write_raw_data(cases.rows(cases.ALL)[:2])
    # Until commit, nothing has changed.
    check(tmp_path, "appended", 30)
    writer.commit()
    assert FileReader(str(tmp_path / "appended")).len() == 32


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    name = str(tmp_path / "a")
    for value, done in ((1, True), (2, False)):
        writer = FileWriter(name, overwrite=True)
        writer.add_schema(INT)
        writer.write_raw_data([{"x": value}])
        if done:
            writer.commit()
        else:
            with pytest.raises(RuntimeError, match="no valid data"):
                writer.write_raw_data([{"x": "three"}])
            del writer
    assert list(FileReader(name).get_next()) == [{"x": 1}]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "a.db"]


def test_rows_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    writer = FileWriter(str(tmp_path / "a"))
    writer.add_schema({**INT, "y": {"type": "float32", "shape": [2]}})
    good, bad = np.ones(2, np.float32), np.ones(2)
    writer.write_raw_data([{"x": 1, "y": good}, {"x": 2, "y": bad}, {"x": 3}, {"x": True, "y": good}, {"x": 4, "y": good, "z": 0}])
    writer.commit()
    assert [row["x"] for row in FileReader(str(tmp_path / "a"), columns=["x"]).get_next()] == [1, 4]


@pytest.mark.parametrize(
    ("schema", "error"),
    [
        ({}, "MRMInvalidSchemaError"),
        ({"x": {"type": "int8"}}, "MRMInvalidSchemaError"),
        ({"x": {"type": "bytes", "shape": [1]}}, "MRMInvalidSchemaError"),
        ({"x-y": {"type": "int32"}}, "MRMInvalidSchemaError"),
        ({"x": {"type": "int32", "shape": [-1, -1]}}, "MRMBuildSchemaError"),
    ],
)
def test_schemas_are_checked(schema: dict, error: str) -> None:
    with pytest.raises(getattr(exceptions, error)):
        FileWriter("a").add_schema(schema)


def test_the_order_of_calls_is_checked(tmp_path: Path) -> None:
    writer = FileWriter(str(tmp_path / "a"))
    with pytest.raises(exceptions.MRMGetMetaError):
        writer.add_index(["x"])
    with pytest.raises(RuntimeError, match="schema is not found"):
        writer.write_raw_data([{"x": 1}])
    writer.add_schema({**INT, "b": {"type": "bytes"}})
    with pytest.raises(exceptions.MRMAddSchemaError):
        writer.add_schema(INT)
    with pytest.raises(exceptions.MRMDefineIndexError):
        writer.add_index(["b"])
    with pytest.raises(RuntimeError, match="repeatedly"):
        writer.add_index(["x", "x"])
    writer.write_raw_data([{"x": 1, "b": b"1"}])
    writer.commit()
    with pytest.raises(RuntimeError, match="flushed"):
        writer.write_raw_data([{"x": 1, "b": b"1"}])
    with pytest.raises(RuntimeError, match="already exist"):
        other = FileWriter(str(tmp_path / "a"))
        other.add_schema(INT)
        other.write_raw_data([{"x": 1}])


def test_rows_are_found_by_value(recorded: Path) -> None:
    page = MindPage(str(recorded / "one"))
    assert page.candidate_fields == ["text", "id"]
    page.category_field = "text"
    assert [row["id"] for row in page.read_at_page_by_name("a" * 6, 0, 10)] == [3**6, 3**20]
    with pytest.raises(RuntimeError, match=r"must be in the range \[0, "):
        page.read_at_page_by_id(1000, 0, 1)
    with pytest.raises(exceptions.ParamValueError):
        page.read_at_page_by_id(0, 0, 0)


def test_files_that_are_not_there_or_not_valid(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="is not exists"):
        FileReader(str(tmp_path / "none"))
    (tmp_path / "bad").write_text("s" * 100)
    (tmp_path / "bad.db").write_text("")
    with pytest.raises(RuntimeError, match="larger than the upper limit"):
        FileReader(str(tmp_path / "bad"))


def test_encryption_is_refused() -> None:
    with pytest.raises(ValueError, match="not 16, 24, 32"):
        set_enc_key("short")
    with pytest.raises(NotImplementedError, match="AES"):
        set_enc_key("0123456789abcdef")
