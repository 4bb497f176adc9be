"""Reading MindRecord files (mirrors `mindspore.mindrecord.filereader`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mindshim.mindrecord import _arguments
from mindshim.mindrecord._shard import ERROR, open_shards
from mindshim.mindrecord.common.exceptions import ParamTypeError


class FileReader:
    """Reads the rows of MindRecord files (mirrors `mindspore.mindrecord.FileReader`).

    Args:
        file_name: a file, which stands for all that were written with it, or a list of those to read.
        num_consumer: a number of threads, which changes nothing here. Default: 4. columns: the fields to read, a list.
            Default: None, all. operator: reserved.

    Raises:
        ParamValueError, ParamTypeError: for other arguments. RuntimeError: for files that are not there or not valid.

    Examples:
        >>> import os, tempfile
        >>> from mindshim.mindrecord import FileReader, FileWriter
        >>> name = os.path.join(tempfile.mkdtemp(), "b.mindrecord")
        >>> writer = FileWriter(name)
        >>> writer.add_schema({"x": {"type": "int32"}, "y": {"type": "string"}})
        >>> writer.write_raw_data([{"x": 1, "y": "one"}])
        >>> writer.commit()
        >>> reader = FileReader(name, columns=["y"])
        >>> reader.len(), list(reader.get_next())
        (1, [{'y': 'one'}])
        >>> reader.schema()
        {'x': {'type': 'int32'}, 'y': {'type': 'string'}}
    """

    def __init__(self, file_name: str | list[str], num_consumer: int = 4, columns: list[str] | None = None, operator: Any = None) -> None:
        name = _arguments.file_names(file_name)
        _arguments.consumers(num_consumer)
        if columns is not None and not isinstance(columns, list):
            raise ParamTypeError("columns", "list")
        if operator is not None:
            raise NotImplementedError("FileReader: operator is reserved; change the rows that get_next gives.")
        self._shards = open_shards(name)
        for column in columns or []:
            if column not in self._shards[0].schema.fields:
                raise RuntimeError(f"{ERROR}Invalid data, column name: {column} can not found in schema.")
        self._columns = columns or None
        self._closed = False

    def get_next(self) -> Iterator[dict[str, Any]]:
        """The rows, as dicts, up to `close`."""
        for shard in self._shards:
            for number in range(len(shard)):
                if self._closed:
                    return
                yield shard.row(number, self._columns)

    def schema(self) -> dict[str, dict[str, Any]]:
        """The schema of the files."""
        return {name: dict(field) for name, field in self._shards[0].schema.fields.items()}

    def len(self) -> int:
        """How many rows there are."""
        return sum(map(len, self._shards))

    def close(self) -> None:
        """Let go of the files."""
        self._closed = True
        for shard in self._shards:
            shard.close()
