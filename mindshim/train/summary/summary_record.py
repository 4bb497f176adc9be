"""A file of values, step by step."""

from __future__ import annotations

import atexit
import os
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import numpy as np

from mindshim import _checkparam, log
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops import summaries
from mindshim.train import _protobuf as pb
from mindshim.train._utils import _make_directory
from mindshim.train.summary._event_file import EventFile
from mindshim.train.summary._summary_adapter import get_event_file_name, summary_event

_VALUES = ("tensor", "scalar", "image", "histogram")
#: Their field in the event of a lineage.
_LINEAGES = {"train_lineage": 6, "eval_lineage": 7, "dataset_graph": 9, "custom_lineage_data": 10}
_PLUGINS = [*_VALUES, *_LINEAGES, "graph", "landscape"]
_DEFAULT_EXPORT_OPTIONS = {"tensor_format": {"npy", None}}

#: What a callback of the runtime or a test hands over: 'TAG[:Kind]' -> Tensor.
_cached: dict[str, Any] = {}


def _cache_summary_tensor_data(summary: list[dict[str, Any]]) -> bool:
    """Keep {'name': 'TAG[:Kind]', 'data': Tensor} dicts for the next `record`."""
    _cached.update({item["name"]: item["data"] for item in summary})
    return True


def _get_summary_tensor_data() -> dict[str, Any]:
    """What the summary operators gave since the last time, by 'TAG[:Kind]'."""
    for kind, tag, value in summaries.take():
        _check_value(f"{kind}Summary", tag, value, kind.lower())
        _cached[f"{tag}[:{kind}]"] = value
    out = dict(_cached)
    _cached.clear()
    return out


def _check_value(who: str, tag: Any, value: Any, plugin: str) -> np.ndarray:
    """The value as an array, if it is one of that kind."""
    if not isinstance(tag, str) or not tag:
        raise ValueError(f'For "{who}", the parameter "name" must be a str that is not empty, but got {tag!r}.')
    if not isinstance(value, Tensor):
        raise TypeError(f'For "{who}", the parameter "value" expect to be Tensor, but got {type(value).__name__}')
    array = np.array(value.asnumpy())
    if plugin == "scalar" and array.size != 1:
        raise ValueError(f'For "{who}", a scalar must have one element, but got the shape {array.shape}.')
    if plugin == "image" and array.ndim != 4:
        raise ValueError(f'For "{who}", the tensor seems not to hold a valid image, its shape is {array.shape}.')
    if plugin in ("tensor", "histogram") and array.ndim == 0:
        raise ValueError(f'For "{who}", the value must have at least one axis, but got the shape ().')
    return array


def process_export_options(export_options: Any) -> Any:
    """`export_options` as they are, if they are right."""
    if export_options is None:
        return None
    if not isinstance(export_options, dict):
        raise TypeError(f"For `export_options` the type should be a valid type of ['dict', 'NoneType'], but got {type(export_options).__name__}.")
    strange = {option for option in export_options if isinstance(option, str)} - set(_DEFAULT_EXPORT_OPTIONS)
    if strange:
        raise ValueError(
            f'For "SummaryRecord", the keys {strange} of "export_options" are unsupported, expect the follow keys: '
            f"{list(_DEFAULT_EXPORT_OPTIONS)}"
        )
    for option, kind in export_options.items():
        for name, value, kinds in (("export_option", option, [str]), ("export_format", kind, [str, type(None)])):
            if not isinstance(value, tuple(kinds)):
                wanted = [k.__name__ for k in kinds]
                raise TypeError(f"For `{name}` the type should be a valid type of {wanted}, but got {type(value).__name__}.")
        if kind not in _DEFAULT_EXPORT_OPTIONS[option]:
            raise ValueError(
                f'For "SummaryRecord", the export_format {{{kind!r}}} of "export_options" are unsupported for {option}, expect the '
                f"follow values: {list(_DEFAULT_EXPORT_OPTIONS[option])}"
            )
    return export_options


class SummaryRecord:
    """Writes values of a run to a file, in the format of MindInsight (mirrors `mindspore.SummaryRecord`).

    The values are those of `add_value` and, while training, of the operators `ScalarSummary`, `TensorSummary`, `ImageSummary`
    and `HistogramSummary`. There can be one SummaryRecord at a time.

    Args:
        log_dir: the folder, made if it is missing. file_prefix, file_suffix: how the name of the file begins and ends.
        num_process: accepted; the file is written by this process. network: its graph would be saved; there are none here.
        max_file_size: the bytes after which nothing more is written. raise_exception: raise what goes wrong while writing,
            rather than log it. export_options: {'tensor_format': 'npy'} saves tensors in files of their own, too.

    Raises:
        TypeError, ValueError: for arguments of other types or values. RuntimeError: if there is one already.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> with ms.SummaryRecord(tempfile.mkdtemp()) as record:
        ...     record.add_value("scalar", "loss", ms.Tensor(0.5))
        ...     record.record(1)
        True
        >>> os.path.basename(record.log_dir).startswith("events.out.events.summary.")
        True
    """

    count = 0

    def __init__(
        self, log_dir: str, file_prefix: str = "events", file_suffix: str = "_MS", num_process: int = 32, network: Any = None,
        max_file_size: int | None = None, raise_exception: bool = False, export_options: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        if SummaryRecord.count > 0:
            raise RuntimeError(
                f"For 'SummaryRecord', only one instance is supported in a training process, you are trying to create a new one when "
                f"the existing instance number is {SummaryRecord.count}. Please check your scripts."
            )
        folder = _make_directory(log_dir, "log_dir")
        if not isinstance(max_file_size, (int, type(None))):
            raise TypeError(f"For 'SummaryRecord', the 'max_file_size' should be int type, but got type {type(max_file_size)}")
        if not isinstance(file_prefix, str) or not isinstance(file_suffix, str):
            raise TypeError(
                f"For 'SummaryRecord', `file_prefix` and `file_suffix` should be str, but got {type(file_prefix)} and {type(file_suffix)}"
            )
        _checkparam.check_value_type("raise_exception", raise_exception, bool)
        if max_file_size is not None and max_file_size < 0:
            log.warning(f"For 'SummaryRecord', the 'max_file_size' should be greater than 0, but got {max_file_size}.")
            max_file_size = None
        now = int(time.time())
        # Another SummaryRecord of the same second has its own file.
        while os.path.exists(path := os.path.join(folder, get_event_file_name(file_prefix, file_suffix, str(now)))):
            now += 1
        second = str(now)
        self._export_options = process_export_options(export_options)
        self._export_dir = os.path.join(folder, f"export_{second}")
        lineage = os.path.join(folder, get_event_file_name(file_prefix, "_lineage", second))
        self._files: dict[str, EventFile | None] = {
            "summary": EventFile(path, True, max_file_size), "lineage": EventFile(lineage, False, max_file_size),
        }  # fmt: skip
        self._path = path
        self._raise = raise_exception
        self._mode = "train"
        self._pool: dict[str, list[dict[str, Any]]] = {}
        self._closed = False
        SummaryRecord.count += 1
        # What operators gave before is not part of this summary.
        summaries.listen(True)
        _get_summary_tensor_data()
        atexit.register(self.close)

    def __enter__(self) -> SummaryRecord:
        if self._closed:
            raise ValueError('For "SummaryRecord", SummaryRecord has been closed, please check if close() method is called')
        return self

    def __exit__(self, *err: Any) -> None:
        self.close()

    @property
    def log_dir(self) -> str:
        """The path of the file."""
        return self._path

    def set_mode(self, mode: str) -> None:
        """'train', or 'eval', in which `record` leaves out what the summary operators give.

        Raises:
            ValueError: for another mode.
        """
        if mode not in ("train", "eval"):
            raise ValueError(f'For "SummaryRecord.set_mode", the mode must be "train" or "eval", but got {mode!r}.')
        self._mode = mode

    def add_value(self, plugin: str, name: str, value: Any) -> None:
        """Keep a value for the next `record`.

        Args:
            plugin: 'scalar', 'tensor', 'histogram' or 'image' (N, 1 or 3, height, width), for a Tensor; or a kind of lineage or
                'landscape', for a message as bytes. name: its name.

        Raises:
            ValueError: for another plugin, an empty name or a shape that doesn't fit. TypeError: for a value of another type.
        """
        pool = self._pool.setdefault(plugin, []) if plugin in _PLUGINS else []
        if plugin in _VALUES:
            array = _check_value("SummaryRecord", name, value, plugin)
            if any(item["tag"] == name for item in pool):
                log.warning(f'For "SummaryRecord.add_value", {name + "/" + plugin!r} has duplicate values.')
            pool.append({"tag": name, "value": array})
        elif plugin in _LINEAGES or plugin == "landscape":
            content = value.SerializeToString() if hasattr(value, "SerializeToString") else value
            if not isinstance(content, bytes):
                raise TypeError(f"Plugin {plugin!r} expects a message as bytes, but got {type(value).__name__}.")
            pool.append({"tag": name, "value": content})
        elif plugin == "graph":
            raise NotImplementedError("SummaryRecord.add_value: 'graph' is a graph of MindSpore's own compiler; there are none here.")
        else:
            raise ValueError(f'For "SummaryRecord.add_value", no such "plugin" of {plugin!r}, expect value is one of {_PLUGINS}')

    def record(self, step: int, train_network: Cell | None = None, plugin_filter: Callable[[str], Any] | None = None) -> bool:
        """Write what was added since the last time, as the values of a step.

        Args:
            step: the number of the step. train_network: accepted, as `network`. plugin_filter: the kinds that are written.

        Returns:
            Whether the file is still open.

        Raises:
            TypeError: for arguments of other types; for values of operators that are no Tensors. ValueError: for values of
                operators that are not what they should be.
        """
        _checkparam.check_value_type("step", step, int)
        _checkparam.check_value_type("train_network", train_network, [Cell, type(None)])
        if self._closed:
            log.error("For 'SummaryRecord', The record writer is closed, please check if close() method is called")
            return False
        if self._mode == "train":
            for name, value in _get_summary_tensor_data().items():
                found = re.fullmatch(r"(.+)\[:(.+)\]", name)
                if found is None:
                    log.warning("The name(%r) is invalid, expected 'TAG[:TYPE]'.", name)
                else:
                    self.add_value(found[2].lower(), found[1], value)
        pool, self._pool = self._pool, {}
        self._write({k: v for k, v in pool.items() if plugin_filter is None or plugin_filter(k)}, step)
        return True

    def _write(self, pool: dict[str, list[dict[str, Any]]], step: int) -> None:
        now = time.time()
        for plugin, field in _LINEAGES.items():
            for item in pool.get(plugin, []):
                self._add("lineage", pb.double(1, now) + pb.message(field, item["value"]))
        values = [(plugin, item["tag"], item["value"]) for plugin, items in pool.items() if plugin not in _LINEAGES for item in items]
        if values:
            self._add("summary", summary_event(values, step, now))
        if self._export_options and self._export_options.get("tensor_format") == "npy":
            for item in pool.get("tensor", []):
                folder = _make_directory(os.path.join(self._export_dir, "tensor"))
                np.save(os.path.join(folder, f"{quote(item['tag'], safe='')}_{step}.npy"), item["value"])

    def _add(self, kind: str, event: bytes) -> None:
        file = self._files[kind]
        if file is None:
            return
        try:
            file.write(event)
        except (OSError, RuntimeWarning) as error:
            # The file is full, or its disk: it ends here, and the run goes on.
            file.close()
            self._files[kind] = None
            (log.warning if isinstance(error, RuntimeWarning) else log.error)(str(error))
            if self._raise and isinstance(error, OSError):
                raise

    def flush(self) -> None:
        """Hand on to the operating system what was written."""
        if self._closed:
            log.error("For 'SummaryRecord', the record writer is closed and can not flush, please check if close() method is called")
            return
        for file in self._files.values():
            if file is not None:
                file.flush()

    def close(self) -> None:
        """End the file, and make room for another SummaryRecord."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        for file in self._files.values():
            if file is not None:
                file.close()
        SummaryRecord.count -= 1
        summaries.listen(False)
