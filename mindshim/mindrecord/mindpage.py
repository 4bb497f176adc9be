"""Rows of MindRecord files by the value of a field, a page at a time (mirrors `mindspore.mindrecord.mindpage`)."""

from __future__ import annotations

from typing import Any

from mindshim.mindrecord import _arguments
from mindshim.mindrecord._pages import compact
from mindshim.mindrecord._shard import ERROR, open_shards
from mindshim.mindrecord.common.exceptions import MRMDefineCategoryError, ParamTypeError, ParamValueError


class MindPage:
    """Reads the rows that have a value in a field, a few at a time (mirrors `mindspore.mindrecord.MindPage`).

    Args:
        file_name: a file, which stands for all that were written with it, or a list of those to read.
        num_consumer: a number of threads, which changes nothing here. Default: 4.

    Raises:
        ParamValueError: for other arguments. RuntimeError: for files that are not there or not valid.

    Examples:
        >>> import os, tempfile
        >>> from mindshim.mindrecord import FileWriter, MindPage
        >>> name = os.path.join(tempfile.mkdtemp(), "c.mindrecord")
        >>> writer = FileWriter(name)
        >>> writer.add_schema({"x": {"type": "int32"}, "kind": {"type": "string"}})
        >>> writer.write_raw_data([{"x": 1, "kind": "odd"}, {"x": 2, "kind": "even"}, {"x": 3, "kind": "odd"}])
        >>> writer.commit()
        >>> page = MindPage(name)
        >>> page.category_field = "kind"
        >>> page.read_category_info()
        '{"categories":[{"count":1,"id":0,"name":"even"},{"count":2,"id":1,"name":"odd"}],"key":"kind_0"}'
        >>> [row["x"] for row in page.read_at_page_by_name("odd", 0, 2)]
        [1, 3]
    """

    def __init__(self, file_name: str | list[str], num_consumer: int = 4) -> None:
        name = _arguments.file_names(file_name)
        _arguments.consumers(num_consumer)
        self._shards = open_shards(name)
        self._field: str | None = None
        self._found: list[tuple[Any, list[tuple[int, int]]]] | None = None

    @property
    def candidate_fields(self) -> list[str]:
        """The fields that rows can be looked up by."""
        return [f["index_field"] for f in self._shards[0].header["index_fields"]]

    @property
    def category_field(self) -> str | None:
        """The field that rows are looked up by."""
        return self._field

    @category_field.setter
    def category_field(self, category_field: str) -> None:
        if not category_field or not isinstance(category_field, str):
            raise ParamTypeError("category_fields", "str")
        if category_field not in self.candidate_fields:
            raise MRMDefineCategoryError(f"Field '{category_field}' is not a candidate category field.")
        self._field, self._found = category_field, None

    def _categories(self) -> list[tuple[Any, list[tuple[int, int]]]]:
        if self._field is None:
            raise RuntimeError(f"{ERROR}Invalid data, field: is invalid.")
        if self._found is None:
            places: dict[Any, list[tuple[int, int]]] = {}
            for number, shard in enumerate(self._shards):
                for row, value in enumerate(shard.column(self._field)):
                    places.setdefault(value, []).append((number, row))
            self._found = sorted(places.items())
        return self._found

    def read_category_info(self) -> str:
        """The values of the field, with their numbers and how often they come, as JSON."""
        found = self._categories()
        categories = [{"count": len(rows), "id": i, "name": str(value)} for i, (value, rows) in enumerate(found)]
        return compact({"categories": categories, "key": f"{self._field}_0"})

    def read_at_page_by_id(self, category_id: int, page: int, num_row: int) -> list[dict[str, Any]]:
        """The rows of a page, of those that have the value of this number.

        Args:
            category_id: the number, as `read_category_info` tells it. page: which page, from 0. num_row: the rows of a page.

        Raises:
            ParamValueError: for other arguments. RuntimeError: for a number or a page that there is not.
        """
        if not isinstance(category_id, int) or category_id < 0:
            raise ParamValueError("Category id should be int and greater than or equal to 0.")
        self._check_page(page, num_row)
        found = self._categories()
        if category_id >= len(found):
            raise RuntimeError(f"{ERROR}Invalid data, category_id: {category_id} must be in the range [0, {len(found)}].")
        return self._rows(found[category_id][1], page, num_row)

    def read_at_page_by_name(self, category_name: str, page: int, num_row: int) -> list[dict[str, Any]]:
        """The rows of a page, of those that have this value.

        Args:
            category_name: the value, as `read_category_info` tells it. page: which page, from 0. num_row: the rows of a page.

        Raises:
            ParamValueError: for other arguments. RuntimeError: for a value or a page that there is not.
        """
        if not isinstance(category_name, str):
            raise ParamValueError("Category name should be str.")
        self._check_page(page, num_row)
        for value, rows in self._categories():
            if str(value) == category_name:
                return self._rows(rows, page, num_row)
        raise RuntimeError(f"{ERROR}category_name: {category_name} could not found.")

    def _check_page(self, page: Any, num_row: Any) -> None:
        if not isinstance(page, int) or page < 0:
            raise ParamValueError("Page should be int and greater than or equal to 0.")
        if not isinstance(num_row, int) or num_row <= 0:
            raise ParamValueError("num_row should be int and greater than 0.")

    def _rows(self, places: list[tuple[int, int]], page: int, num_row: int) -> list[dict[str, Any]]:
        chosen = places[page * num_row : (page + 1) * num_row]
        if not chosen:
            raise RuntimeError(f"{ERROR}Invalid data, page no: {page} or page size: {num_row} is invalid.")
        return [self._shards[shard].row(row) for shard, row in chosen]
