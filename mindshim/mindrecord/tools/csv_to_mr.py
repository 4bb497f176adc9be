"""CSV files as MindRecord files (mirrors `mindspore.mindrecord.tools.csv_to_mr`)."""

from __future__ import annotations

import csv
from typing import Any

from mindshim.mindrecord.tools import _writing


class CsvToMR:
    """Turns a CSV file into MindRecord files (mirrors `mindspore.mindrecord.CsvToMR`).

    The first line names the columns. One of whole numbers, or of True and False, becomes int64, of numbers float64, else string.

    Args:
        source: the CSV file. destination: the file. columns_list: the columns to take. Default: None, all.
        partition_number: how many files. Default: 1.

    Raises:
        ValueError, ParamValueError, PathNotExistsError: for other arguments, and columns that there are not.

    Examples:
        >>> import os, tempfile
        >>> from mindshim.mindrecord import CsvToMR, FileReader
        >>> name = os.path.join(tempfile.mkdtemp(), "people.csv")
        >>> with open(name, "w") as file:
        ...     written = file.write("age,name\\n21,john\\n41,tom\\n")
        >>> CsvToMR(name, name + ".mindrecord").transform()
        >>> list(FileReader(name + ".mindrecord").get_next())
        [{'age': 21, 'name': 'john'}, {'age': 41, 'name': 'tom'}]
    """

    def __init__(self, source: str, destination: str, columns_list: list[str] | None = None, partition_number: int = 1) -> None:
        self.source = _writing.source(source, is_folder=False)
        self.destination = _writing.destination(destination)
        self.partition_number = _writing.partitions(partition_number)
        if columns_list is not None and not (isinstance(columns_list, list) and all(isinstance(c, str) for c in columns_list)):
            raise ValueError("The parameter columns_list must be list of str.")
        self.columns_list = columns_list

    def transform(self) -> None:
        """Write the files."""
        with open(self.source, newline="") as file:
            names, *lines = [line for line in csv.reader(file) if line] or [[]]
        for name in names:
            if name[:1].isdigit():
                raise ValueError(
                    f"The first line content: {name} of the CSV file is used as a column name and does not allow starting with a number."
                )
        for name in self.columns_list or []:
            if name not in names:
                raise ValueError(f"The parameter columns_list is illegal, column {name} does not exist.")
        wanted = self.columns_list or names
        columns = {name: _typed([line[names.index(name)] for line in lines]) for name in wanted}
        rows = [{name: columns[name][1][i] for name in wanted} for i in range(len(lines))]
        schema = {name: {"type": columns[name][0]} for name in wanted}
        _writing.write(self.destination, self.partition_number, schema, "csv_schema", None, rows)


def _typed(texts: list[str]) -> tuple[str, list[Any]]:
    for kind, convert in (("int64", int), ("int64", _truth), ("float64", float)):
        try:
            return kind, [convert(t) for t in texts]
        except ValueError:
            continue
    return "string", texts


def _truth(text: str) -> int:
    if text.strip() not in ("True", "False"):
        raise ValueError(text)
    return int(text.strip() == "True")
