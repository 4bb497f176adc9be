"""A MindRecord file that is being written: pages in a file beside it, which takes its place when all is there."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
from typing import Any

from mindshim.mindrecord._schema import Schema
from mindshim.mindrecord._shard import ERROR, PLACES, Shard

_SQL_TYPES = {"int32": "INTEGER", "int64": "INTEGER", "float32": "REAL", "float64": "REAL", "string": "TEXT"}
_BLOB, _RAW = "BLOB_DATA", "RAW_DATA"


def compact(value: Any) -> str:
    """JSON as the headers have it: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Pages:
    """The pages, the header and the index of one file."""

    def __init__(self, path: str, header_size: int, page_size: int) -> None:
        self.path, self.header_size, self.page_size = path, header_size, page_size
        self._part = f"{path}.{os.getpid()}.part"
        self._pages: list[dict[str, Any]] = []
        self._index: list[tuple[Any, ...]] = []
        self.spared = 0
        # Like the real one's, readable by its owner alone.
        self._file = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "r+b")
        self._blob, self._raw = self._page(_BLOB), self._page(_RAW)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._index)

    def go_on(self, shard: Shard) -> None:
        """Begin with the rows of a file that is there."""
        header = shard.header
        self._pages = [dict(p) for p in header["page"]]
        self.spared = header.get("compression_size", 0)
        with open(shard.path, "rb") as file:
            for page in self._pages:
                place = self.header_size + page["page_id"] * self.page_size
                file.seek(place)
                self._file.seek(place)
                self._file.write(file.read(page["page_size"]))
        order = [", ".join((*PLACES, *(f"{f['index_field']}_{f['schema_id']}" for f in header["index_fields"])))]
        self._index = shard.index.ask(f"SELECT {order[0]} from INDEXES ORDER BY ROW_ID")
        blobs = [p for p in self._pages if p["page_type"] == _BLOB]
        raws = [p for p in self._pages if p["page_type"] == _RAW]
        self._blob, self._raw = (blobs[-1] if blobs else self._page(_BLOB)), (raws[-1] if raws else self._page(_RAW))

    def _page(self, kind: str) -> dict[str, Any]:
        number = len(self._pages)
        groups = sum(p["page_type"] == _BLOB for p in self._pages)
        row = self.count if kind == _BLOB else 0
        same = sum(p["page_type"] == kind for p in self._pages)
        page = {
            "end_row_id": row, "page_id": number, "page_size": 0, "page_type": kind, "page_type_id": groups if kind == _BLOB else same,
            "row_group_ids": [{"id": 0 if kind == _BLOB else groups - 1, "offset": 0}], "shard_id": 0, "start_row_id": row,
        }  # fmt: skip
        self._pages.append(page)
        return page

    def fits(self, raw: bytes, block: bytes) -> None:
        """RuntimeError for a row that no page holds."""
        for data in (raw, block):
            if len(data) + 8 > self.page_size:
                raise RuntimeError(
                    f"{ERROR}Invalid data, a row has {len(data) + 8} bytes, but a page of {self.path} has {self.page_size}; "
                    "'set_page_size' makes larger ones."
                )

    def write(self, raw: bytes, block: bytes, keys: list[Any]) -> None:
        """Add a row."""
        raw_size, size = len(raw) + 8, len(block) + 8
        new_raw = self._raw["page_size"] + raw_size > self.page_size
        # The rows of a group share one page of each kind.
        if new_raw or self._blob["page_size"] + size > self.page_size:
            self._blob = self._page(_BLOB)
            group = self._blob["page_type_id"]
            if new_raw:
                self._raw = self._page(_RAW)
            else:
                self._raw["row_group_ids"].append({"id": group, "offset": self._raw["page_size"]})
        raw_start, start = self._raw["page_size"], self._blob["page_size"]
        self._put(self._raw, raw)
        self._put(self._blob, block)
        self._index.append(
            (
                self.count, self._raw["page_id"], raw_start, raw_start + raw_size, self._blob["page_type_id"], self._blob["page_id"],
                start, start + size, *keys,
            )
        )  # fmt: skip
        self._blob["end_row_id"] = self.count

    def _put(self, page: dict[str, Any], data: bytes) -> None:
        self._file.seek(self.header_size + page["page_id"] * self.page_size + page["page_size"])
        self._file.write(struct.pack("<Q", len(data)) + data)
        page["page_size"] += len(data) + 8

    def finish(self, schema: Schema, index_fields: list[str], shard_id: int, names: list[str], spared: int) -> None:
        """Write the header and the index, beside what is there."""
        for page in self._pages:
            page["shard_id"] = shard_id
        parts = {
            "header_size": self.header_size,
            "index_fields": [{"index_field": f, "schema_id": 0} for f in index_fields],
            "page": self._pages,
            "page_size": self.page_size,
            "compression_size": max(spared, 0),
            "schema": [{"blob_fields": schema.blob_fields, "desc": schema.desc, "schema": schema.fields}],
            "shard_addresses": names,
            "shard_id": shard_id,
            "statistics": None,
            "version": "3.0",
        }
        text = ("{" + ",".join(f'"{k}":{compact(v)}' for k, v in parts.items()) + "}").encode()
        if len(text) + 8 > self.header_size:
            raise RuntimeError(
                f"{ERROR}Invalid data, the header of {self.path} has {len(text)} bytes, but only {self.header_size} are kept for it; "
                "'set_header_size' keeps more."
            )
        self._file.seek(0)
        self._file.write(struct.pack("<Q", len(text)) + text)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._write_index(schema, index_fields, names[shard_id])

    def _write_index(self, schema: Schema, index_fields: list[str], name: str) -> None:
        part = self._part + ".db"
        if os.path.exists(part):
            os.remove(part)
        os.close(os.open(part, os.O_CREAT | os.O_RDWR, 0o600))
        link = sqlite3.connect(part)
        columns = [f"{p} INT NOT NULL" for p in PLACES]
        for i, field in enumerate(index_fields):
            columns += [f"INC_{i} INT", f"{field}_0 {_SQL_TYPES[schema.fields[field]['type']]}"]
        key = ",".join(("ROW_ID", *(f"INC_{i}" for i in range(len(index_fields)))))
        link.execute(f"CREATE TABLE INDEXES({', '.join(columns)}, PRIMARY KEY({key}))")
        link.execute("CREATE TABLE SHARD_NAME(NAME TEXT NOT NULL)")
        link.execute("INSERT INTO SHARD_NAME VALUES(?)", (name,))
        first, marks = len(PLACES), ",".join("?" * (len(PLACES) + 2 * len(index_fields)))
        rows = ((*row[:first], *(v for value in row[first:] for v in (0, value))) for row in self._index)
        link.executemany(f"INSERT INTO INDEXES VALUES({marks})", rows)
        link.commit()
        link.close()

    def publish(self) -> None:
        """Let what was written take the place of what was there."""
        os.replace(self._part, self.path)
        os.replace(self._part + ".db", self.path + ".db")

    def discard(self) -> None:
        """Forget what was written and not published."""
        self._file.close()
        for part in (self._part, self._part + ".db"):
            if os.path.exists(part):
                os.remove(part)
