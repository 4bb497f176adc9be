"""A MindRecord file and its index: a JSON header, pages of rows, and an SQLite table that says where each row is.

Layout: 8 bytes, the header's length; the header; from `header_size` on, pages of `page_size` bytes each, of two kinds:
"BLOB_DATA" with the binary fields of rows, "RAW_DATA" with their numbers and strings (MessagePack). Each row has 8 bytes
before it that tell its length.
"""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np

from mindshim.mindrecord._schema import Schema

ERROR = "Exception thrown from dataset pipeline. "
HEADER_LIMIT = 1 << 27
PLACES = (
    "ROW_ID", "PAGE_ID_RAW", "PAGE_OFFSET_RAW", "PAGE_OFFSET_RAW_END", "ROW_GROUP_ID", "PAGE_ID_BLOB", "PAGE_OFFSET_BLOB",
    "PAGE_OFFSET_BLOB_END",
)  # fmt: skip


def read_header(path: str) -> dict[str, Any]:
    """The header of a file; RuntimeError for what is no MindRecord file."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        first = file.read(8)
        if len(first) < 8:
            raise RuntimeError(f"{ERROR}Invalid file, the size of mindrecord file: {path} is {size}, too small for a header.")
        length = struct.unpack("<Q", first)[0]
        if length > HEADER_LIMIT:
            raise RuntimeError(
                f"{ERROR}Invalid file, the size of mindrecord file header is larger than the upper limit. file: {path}, size: {length}."
            )
        try:
            return json.loads(file.read(length))
        except ValueError as error:
            raise RuntimeError(f"{ERROR}Invalid file, the header of mindrecord file: {path} is no JSON: {error}.") from error


def need(path: str) -> None:
    """RuntimeError unless the file is there."""
    if not os.path.isfile(path):
        raise RuntimeError(f"{ERROR}The input: {path} is not exists.")


class Index:
    """The SQLite index of a file, opened for one question at a time."""

    def __init__(self, path: str) -> None:
        self.path = path

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that answer a query."""
        link = sqlite3.connect(f"{Path(os.path.abspath(self.path)).as_uri()}?mode=ro", uri=True)
        try:
            return link.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise RuntimeError(
                f"{ERROR}Failed to execute the sql [ {query}; ] while verifying meta file: {self.path}: {error}."
            ) from error
        finally:
            link.close()


class Shard:
    """One file, open for reading."""

    def __init__(self, path: str, header: dict[str, Any]) -> None:
        self.path, self.header = path, header
        described = header["schema"][0]
        squeezed = float(header.get("version", "2.0")) >= 3
        self.schema = Schema(described["schema"], described["desc"], described["blob_fields"], squeezed)
        self.index = Index(path + ".db")
        places = self.index.ask(f"SELECT {', '.join(PLACES)} from INDEXES ORDER BY ROW_ID")
        self.places = np.asarray(places, np.int64).reshape(-1, len(PLACES))
        self._file: int | None = os.open(path, os.O_RDONLY)

    def __len__(self) -> int:
        return len(self.places)

    def row(self, number: int, columns: list[str] | None = None) -> dict[str, Any]:
        """A row, of all or some of its fields."""
        _, raw_page, raw_start, raw_end, _, page, start, end = self.places[number].tolist()
        schema = self.schema
        wants = set(schema.fields if columns is None else columns)
        raw = self._bytes(raw_page, raw_start, raw_end) if wants & set(schema.raw_fields) else None
        block = self._bytes(page, start, end) if wants & set(schema.blob_fields) else None
        return schema.decode(raw, block, columns)

    def _bytes(self, page: int, start: int, end: int) -> bytes:
        if self._file is None:
            self._file = os.open(self.path, os.O_RDONLY)
        size = end - start - 8
        data = os.pread(self._file, size, self.header["header_size"] + page * self.header["page_size"] + start + 8)
        if len(data) != size:
            raise RuntimeError(f"{ERROR}Invalid file, mindrecord file: {self.path} ends before its last row.")
        return data

    def column(self, field: str) -> list[Any]:
        """The values of an index field, row by row."""
        position = [f["index_field"] for f in self.header["index_fields"]].index(field)
        schema_id = self.header["index_fields"][position]["schema_id"]
        return [value for (value,) in self.index.ask(f"SELECT {field}_{schema_id} from INDEXES ORDER BY ROW_ID")]

    def close(self) -> None:
        """Let go of the file; a further row opens it again."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            self.close()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_file": None}


def paths_of(name: str | list[str]) -> list[str]:
    """The files to read: the given ones, or all that were written with the given one."""
    names = [name] if isinstance(name, str) else list(name)
    for one in names:
        need(one)
        need(one + ".db")
    if not isinstance(name, str):
        return names
    out = [os.path.join(os.path.dirname(name), base) for base in read_header(name)["shard_addresses"]]
    for one in out:
        if not os.path.isfile(one):
            raise RuntimeError(
                f"{ERROR}Invalid file, mindrecord file: {one} can not be found. Please check whether the mindrecord file exists "
                "and do not rename the mindrecord file."
            )
        if not os.path.isfile(one + ".db"):
            raise RuntimeError(
                f"{ERROR}Invalid file, mindrecord meta file: {one}.db can not be found. Please check whether {one}.db exists and "
                "do not rename the mindrecord file and meta file."
            )
    return out


def _kind(header: dict[str, Any]) -> tuple[Any, ...]:
    described = header["schema"][0]
    return described["schema"], described["blob_fields"], header["page_size"]


def open_shards(name: str | list[str]) -> list[Shard]:
    """The files to read, open; RuntimeError if they do not belong together."""
    paths = paths_of(name)
    headers = [read_header(path) for path in paths]
    for path, header in zip(paths, headers, strict=True):
        if _kind(header) != _kind(headers[0]):
            raise RuntimeError(
                f"{ERROR}Invalid file, the metadata of mindrecord file: {path} is different from others, please make sure all the "
                "mindrecord files generated by the same script."
            )
        ((written,),) = Index(path + ".db").ask("SELECT NAME from SHARD_NAME")[:1] or [("",)]
        if written != os.path.basename(path):
            raise RuntimeError(
                f"{ERROR}Invalid file, mindrecord file: {path} and meta file: {path}.db can not match. Please do not rename the "
                "mindrecord file or meta file."
            )
    return [Shard(path, header) for path, header in zip(paths, headers, strict=True)]
