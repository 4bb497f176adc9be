"""Writing MindRecord files (mirrors `mindspore.mindrecord.filewriter`)."""

from __future__ import annotations

import os
from typing import Any

from mindshim import log
from mindshim.mindrecord import _arguments
from mindshim.mindrecord._pages import Pages
from mindshim.mindrecord._schema import Schema, checked, is_binary
from mindshim.mindrecord._shard import ERROR, open_shards
from mindshim.mindrecord.common.exceptions import (
    MRMAddSchemaError,
    MRMDefineIndexError,
    MRMGetMetaError,
    ParamTypeError,
    ParamValueError,
)

_NOTHING = (
    "There is no valid data which can be written by 'write_raw_data' to mindrecord file. Please check the abnormal input data "
    "indicated in the warning log above."
)


class FileWriter:
    """Writes rows into MindRecord files (mirrors `mindspore.mindrecord.FileWriter`).

    Files take their place at `commit`, whole; until then, what was there stays.

    Args:
        file_name: the file. With several, '0', '1', … come behind it. shard_num: how many files, at most 1000. Default: 1.
        overwrite: whether files that are there are replaced. Default: False.

    Raises:
        ParamValueError: for other arguments.

    Examples:
        >>> import os, tempfile
        >>> import numpy as np
        >>> from mindshim.mindrecord import FileReader, FileWriter
        >>> name = os.path.join(tempfile.mkdtemp(), "numbers.mindrecord")
        >>> writer = FileWriter(name)
        >>> writer.add_schema({"label": {"type": "int32"}, "data": {"type": "float32", "shape": [-1]}}, "numbers")
        >>> writer.add_index(["label"])
        >>> writer.write_raw_data([{"label": i, "data": np.ones(i, np.float32)} for i in (1, 2)])
        >>> writer.commit()
        >>> [(row["label"], row["data"].tolist()) for row in FileReader(name).get_next()]
        [(1, [1.0]), (2, [1.0, 1.0])]
    """

    def __init__(self, file_name: str, shard_num: int = 1, overwrite: bool = False) -> None:
        self._name = _arguments.file_name(file_name)
        if shard_num is None:
            raise ParamValueError("Parameter shard_num is None.")
        if not isinstance(shard_num, int):
            raise ParamValueError("Parameter shard_num's type is not int.")
        if not 1 <= shard_num <= 1000:
            raise ParamValueError(f"Parameter shard_num's value: {shard_num} should between 1 and 1000.")
        if not isinstance(overwrite, bool):
            raise ParamValueError("Parameter overwrite's type is not bool.")
        digits = len(str(shard_num - 1))
        self._paths = [file_name] if shard_num == 1 else [f"{file_name}{i:0{digits}}" for i in range(shard_num)]
        self._overwrite = overwrite
        self._header_size, self._page_size = 1 << 24, 1 << 25
        self._schema: Schema | None = None
        self._index_fields: list[str] = []
        self._pages: list[Pages] = []
        self._parallel: bool | None = None
        self._done = False

    @classmethod
    def open_for_append(cls, file_name: str) -> FileWriter:
        """A writer that adds rows to files that are there: all that were written with the given one.

        Raises:
            ParamValueError: for no name. RuntimeError: for what is no MindRecord file.

        Examples:
            >>> import os, tempfile
            >>> from mindshim.mindrecord import FileReader, FileWriter
            >>> name = os.path.join(tempfile.mkdtemp(), "a.mindrecord")
            >>> writer = FileWriter(name)
            >>> writer.add_schema({"x": {"type": "int32"}})
            >>> writer.write_raw_data([{"x": 1}])
            >>> writer.commit()
            >>> writer = FileWriter.open_for_append(name)
            >>> writer.write_raw_data([{"x": 2}])
            >>> writer.commit()
            >>> FileReader(name).len()
            2
        """
        shards = open_shards(_arguments.file_name(file_name))
        header = shards[0].header
        writer = cls(file_name)
        writer._paths = [s.path for s in shards]
        writer._overwrite = True
        writer._header_size, writer._page_size = header["header_size"], header["page_size"]
        old = shards[0].schema
        if not old.squeezed:
            raise NotImplementedError(
                f"FileWriter.open_for_append: {file_name} is of version {header.get('version')}, whose arrays are kept otherwise; "
                "read its rows with FileReader and write them into a new file."
            )
        writer._schema = old
        writer._index_fields = [f["index_field"] for f in header["index_fields"]]
        try:
            for shard in shards:
                pages = Pages(shard.path, writer._header_size, writer._page_size)
                writer._pages.append(pages)
                pages.go_on(shard)
                shard.close()
        except BaseException:
            writer._discard()
            raise
        return writer

    def set_header_size(self, header_size: int) -> None:
        """How many bytes are kept for the header: a power of 2, or another multiple of 4, from 16 KB to 128 MB. Default: 16 MB.

        Raises:
            TypeError: for no int. RuntimeError: for another size.
        """
        self._header_size = self._size("set_header_size", header_size, 1 << 14, 1 << 27, self._header_size)

    def set_page_size(self, page_size: int) -> None:
        """How many bytes a page has, which is the most that a row can have: 32 KB to 256 MB. Default: 32 MB.

        Raises:
            TypeError: for no int. RuntimeError: for another size.
        """
        self._page_size = self._size("set_page_size", page_size, 1 << 15, 1 << 28, self._page_size)

    def _size(self, name: str, value: Any, least: int, most: int, now: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name}(): the argument must be int, but got {type(value).__name__}.")
        if not least <= value <= most or value % 4:
            raise RuntimeError(f"{ERROR}{name}: {value} must be a multiple of 4 between {least} and {most}.")
        # Pages that are there keep their size.
        return now if self._pages else value

    def add_schema(self, content: dict[str, Any], desc: str | None = None) -> None:
        """Say which fields rows have.

        Args:
            content: field -> {"type": one of int32, int64, float32, float64, string, bytes}, with "shape", a list in which one
                size can be -1, for arrays. desc: what it is. Default: None.

        Raises:
            MRMInvalidSchemaError, MRMBuildSchemaError: for another schema. MRMAddSchemaError: for a second one.

        Examples:
            >>> from mindshim.mindrecord import FileWriter
            >>> FileWriter("images.mindrecord").add_schema({"image": {"type": "bytes"}, "label": {"type": "int32"}}, "images")
        """
        fields = checked(content)
        if desc is not None and not isinstance(desc, str):
            raise TypeError(f"add_schema(): desc must be str, but got {type(desc).__name__}.")
        if self._schema is not None:
            raise MRMAddSchemaError
        self._schema = Schema(fields, desc or "", None)

    def add_index(self, index_fields: list[str]) -> None:
        """Say by which fields, numbers or strings, rows are looked up; all of these without it.

        Raises:
            ParamTypeError: for no list of str. MRMGetMetaError: before `add_schema`. MRMDefineIndexError: for a binary field.
            RuntimeError: for a field that there is not, or twice.
        """
        if not index_fields or not isinstance(index_fields, list):
            raise ParamTypeError("index_fields", "list")
        for name in index_fields:
            if not isinstance(name, str):
                raise ParamTypeError("index field", "str")
        if self._schema is None:
            raise MRMGetMetaError
        known = list(self._index_fields)
        for name in index_fields:
            if name not in self._schema.fields:
                raise RuntimeError(
                    f"{ERROR}Invalid input, 'index_fields': {name} can not found in schema: {self._schema.fields}. Please use "
                    "'add_index' function to add proper 'index_fields'."
                )
            if is_binary(self._schema.fields[name]):
                raise MRMDefineIndexError(f"Failed to set field {name} since it's not primitive type.")
            if name in known or self._pages:
                raise RuntimeError(
                    f"{ERROR}The 'index_fields': {name} is added repeatedly. Please remove the redundant 'add_index' function."
                )
            known.append(name)
        self._index_fields = known

    def write_raw_data(self, raw_data: list[dict[str, Any]], parallel_writer: bool = False) -> None:
        """Write rows, dicts of the schema's fields. One that does not fit is left out with a warning.

        Args:
            raw_data: the rows. parallel_writer: the same in all calls; True writes no faster here. Default: False.

        Raises:
            ParamTypeError, TypeError: for other arguments. RuntimeError: without a schema, after `commit`, if no row fits, or
            files are there already.
        """
        if not isinstance(parallel_writer, bool):
            raise TypeError("The parameter `parallel_writer` must be bool.")
        if self._parallel not in (None, parallel_writer):
            raise RuntimeError("The parameter `parallel_writer` must be consistent during use.")
        if self._done:
            raise RuntimeError("Not allowed to call `write_raw_data` on flushed MindRecord files.")
        if not isinstance(raw_data, list):
            raise ParamTypeError("raw_data", "list")
        for row in raw_data:
            if not isinstance(row, dict):
                raise ParamTypeError("raw_data item", "dict")
        self._open()
        assert self._schema is not None
        rows = []
        for number, row in enumerate(raw_data):
            fault = self._schema.fault(row)
            if fault is None:
                rows.append((row, *self._schema.encode(row)))
            else:
                log.warning(f"for schema, {number} th data is wrong, {fault}")
        if not rows:
            raise RuntimeError(f"Parallel write worker error, please check the above log. {_NOTHING}" if parallel_writer else _NOTHING)
        for _, raw, block, _ in rows:
            self._pages[0].fits(raw, block)
        self._parallel = parallel_writer
        # Each file gets an even share of consecutive rows; what is left over goes to the shortest files.
        shares = dict.fromkeys(range(len(self._pages)), len(rows) // len(self._pages))
        for shortest in sorted(shares, key=lambda i: self._pages[i].count)[: len(rows) % len(self._pages)]:
            shares[shortest] += 1
        start = 0
        for number, count in shares.items():
            for row, raw, block, spared in rows[start : start + count]:
                self._pages[number].write(raw, block, [self._key(row[f]) for f in self._index_fields])
                self._pages[0].spared += spared
            start += count

    def _key(self, value: Any) -> Any:
        return value if isinstance(value, str) else value.item() if hasattr(value, "item") else value

    def commit(self) -> None:
        """Complete the files: from now on they are there.

        Raises:
            RuntimeError: without a schema, or a second time.
        """
        if self._done:
            raise RuntimeError("Not allowed to call `commit` on flushed MindRecord files.")
        self._open()
        assert self._schema is not None
        names = [os.path.basename(p) for p in self._paths]
        try:
            for number, pages in enumerate(self._pages):
                pages.finish(self._schema, self._index_fields, number, names, self._pages[0].spared)
            for pages in self._pages:
                pages.publish()
        except BaseException:
            self._discard()
            raise
        self._pages, self._done = [], True

    def _open(self) -> None:
        if self._pages:
            return
        if self._schema is None:
            raise RuntimeError(
                f"{ERROR}Invalid data, schema is not found in header, please use 'add_schema' to add a schema for new mindrecord files."
            )
        for path in self._paths:
            if not self._overwrite and (os.path.exists(path) or os.path.exists(path + ".db")):
                raise RuntimeError(
                    f"{ERROR}Invalid file, mindrecord files already exist. Please check file path: {os.path.abspath(path)}.\nIf you do "
                    "not want to keep the files, set the 'overwrite' parameter to True and try again."
                )
        if not self._index_fields:
            self._index_fields = list(self._schema.raw_fields)
        try:
            for path in self._paths:
                self._pages.append(Pages(path, self._header_size, self._page_size))
        except OSError as error:
            self._discard()
            raise RuntimeError(f"{ERROR}Invalid file, failed to open the mindrecord file: {error}.") from error

    def _discard(self) -> None:
        for pages in self._pages:
            pages.discard()
        self._pages = []

    def __del__(self) -> None:
        if getattr(self, "_pages", None):
            self._discard()
