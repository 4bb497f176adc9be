"""The loss around the way that training took."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim import log
from mindshim.common.tensor import Tensor
from mindshim.train import _protobuf as pb
from mindshim.train.callback import _summary_settings as settings
from mindshim.train.serialization import load_checkpoint, load_param_into_net, save_checkpoint
from mindshim.train.summary._summary_adapter import tensor_message
from mindshim.train.summary.summary_record import SummaryRecord

#: How far beyond the way the picture reaches, as a share of the way's extent.
_MARGIN = 0.2
_METADATA = "train_metadata.json"


class SummaryLandscape:
    """Draws the loss around the way that training took, or around where it ended (mirrors `mindspore.SummaryLandscape`).

    `SummaryCollector` with 'collect_landscape' saves checkpoints during training; this class evaluates the loss on a grid of
    combinations of them. Around the way, the grid's axes are the two directions in which the parameters moved most (PCA); around
    the end, two random directions as long as the parameters, filter by filter.

    Args:
        summary_dir: the folder of the SummaryCollector.

    Examples:
        >>> import tempfile
        >>> import mindshim as ms
        >>> ms.SummaryLandscape(tempfile.mkdtemp()).clean_ckpt()
    """

    def __init__(self, summary_dir: str) -> None:
        self._summary_dir = os.path.realpath(summary_dir)
        self._ckpt_dir = os.path.join(self._summary_dir, "ckpt_dir")
        self._settings: dict[str, Any] = {}
        self._files: dict[int, str] = {}
        self._steps = 0

    # -- while training ----------------------------------------------------------------------------------------

    def _begin(self, wanted: dict[str, Any], steps: int) -> None:
        self._settings, self._files, self._steps = wanted, {}, steps
        os.makedirs(self._ckpt_dir, exist_ok=True)

    def _step_end(self, params: Any) -> None:
        if self._settings["unit"] == "step":
            self._save(params, params.cur_step_num)

    def _epoch_end(self, params: Any) -> None:
        if self._settings["unit"] == "epoch":
            self._save(params, params.cur_epoch_num)

    def _save(self, params: Any, moment: int) -> None:
        if not any(moment in interval for interval in self._settings["intervals"]):
            return
        network = params.get("network") or params.train_network
        path = os.path.join(self._ckpt_dir, f"{type(network).__name__}_{moment}_{self._settings['unit']}.ckpt")
        save_checkpoint(network, path)
        self._files[moment] = path

    def _end(self) -> None:
        wanted = self._settings
        groups = {str(i): [m for m in interval if m in self._files] for i, interval in enumerate(wanted["intervals"])}
        data = {
            "epoch_group": {i: moments for i, moments in groups.items() if moments},
            "model_params_file_map": {str(m): path for m, path in self._files.items()}, "step_per_epoch": self._steps,
            "unit": wanted["unit"], "num_samples": wanted["num_samples"], "landscape_size": wanted["landscape_size"],
            "create_landscape": wanted["create_landscape"],
        }  # fmt: skip
        with open(os.path.join(self._ckpt_dir, _METADATA), "w", encoding="utf-8") as file:
            json.dump(data, file)

    # -- afterwards --------------------------------------------------------------------------------------------

    def clean_ckpt(self) -> None:
        """Remove the checkpoints."""
        shutil.rmtree(self._ckpt_dir, ignore_errors=True)

    def gen_landscapes_with_multi_process(
        self, callback_fn: Callable[[], Any], collect_landscape: dict[str, Any] | None = None, device_ids: Any = None,
        output: str | None = None,
    ) -> None:  # fmt: skip
        """Draw the landscapes into a file of a summary.

        Args:
            callback_fn: gives a Model with the metric 'Loss', its network, the data and the metrics.
            collect_landscape: settings other than those of training: 'landscape_size' (3 to 256 points along each axis),
                'num_samples' (of the data), 'create_landscape' (a dict of bools: 'train', the way; 'result', the end) and
                'intervals' (lists of at least three steps or epochs, one landscape each).
            device_ids: the devices to work on; this process does all the work. output: the folder of the file.

        Raises:
            TypeError, ValueError: for settings of other types or values. FileNotFoundError: if no checkpoints were saved.
        """
        changed = collect_landscape or {}
        settings.check_type("collect_landscape", changed, dict)
        settings.check_landscape(changed)
        if device_ids is None or not isinstance(device_ids, list):
            raise TypeError(f"For \"SummaryLandscape\", the 'device_ids' must be a list of int, but got {device_ids!r}.")
        metadata = self._metadata()
        if "intervals" in changed:
            metadata["epoch_group"] = {str(i): interval for i, interval in enumerate(changed["intervals"])}
        metadata.update({k: v for k, v in changed.items() if k not in ("intervals", "unit")})
        metadata["create_landscape"] = {"train": True, "result": True, **metadata["create_landscape"]}
        model, network, dataset, _ = callback_fn()
        surface = _Surface(model, network, dataset, metadata["num_samples"])
        with SummaryRecord(self._summary_dir if output is None else output) as record:
            for moments in metadata["epoch_group"].values():
                ways = [_weights(metadata["model_params_file_map"], moment) for moment in moments]
                size, unit, steps = metadata["landscape_size"], metadata["unit"], metadata["step_per_epoch"]
                if metadata["create_landscape"]["train"]:
                    message = _train_landscape(surface, ways, moments, size, unit, steps)
                    record.add_value("landscape", f"landscape_[{moments[0]}, {moments[-1]}]", message)
                    record.record(0)
            if metadata["create_landscape"]["result"] and metadata["epoch_group"]:
                last = list(metadata["epoch_group"].values())[-1][-1]
                end = _weights(metadata["model_params_file_map"], last)
                message = _result_landscape(surface, end, metadata["landscape_size"], metadata["unit"], metadata["step_per_epoch"])
                record.add_value("landscape", f"landscape_[{last}]", message)
                record.record(0)

    def _metadata(self) -> dict[str, Any]:
        path = os.path.join(self._ckpt_dir, _METADATA)
        if not os.path.exists(path):
            raise FileNotFoundError(f'For "SummaryLandscape", {_METADATA} file path of {path} not exists.')
        with open(path, encoding="utf-8") as file:
            return json.load(file)


_Weights = dict[str, np.ndarray]


def _weights(files: dict[str, str], moment: int) -> _Weights:
    if str(moment) not in files:
        raise ValueError(f'For "SummaryLandscape", there is no checkpoint of {moment}; there are {list(files)}.')
    return {name: p.asnumpy() for name, p in load_checkpoint(files[str(moment)]).items() if isinstance(p, Tensor)}


class _Surface:
    """The loss as a function of the network's parameters."""

    def __init__(self, model: Any, network: Any, dataset: Any, num_samples: int) -> None:
        self._model, self._network = model, network
        rows = max(1, num_samples // max(1, dataset.get_batch_size()))
        self._dataset = dataset.take(rows) if rows < dataset.get_dataset_size() else dataset

    def __call__(self, weights: _Weights) -> float:
        from mindshim.common.parameter import Parameter

        load_param_into_net(self._network, {name: Parameter(Tensor(value), name=name) for name, value in weights.items()})
        results = self._model.eval(self._dataset)
        if "Loss" not in results:
            raise ValueError(f"For \"SummaryLandscape\", the Model of 'callback_fn' must have the metric 'Loss', but has {list(results)}.")
        return float(results["Loss"])

    def grid(self, start: _Weights, one: _Weights, other: _Weights, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
        """The losses at `start + x * one + y * other`, a row for each y."""
        out = np.empty((len(ys), len(xs)))
        for i, y in enumerate(ys):
            for j, x in enumerate(xs):
                out[i, j] = self({n: _moved(v, x * one[n] + y * other[n]) for n, v in start.items()})
            log.info(f"Landscape: {i + 1} of {len(ys)} rows are drawn.")
        return out


def _moved(value: np.ndarray, by: Any) -> np.ndarray:
    return (value + by).astype(value.dtype)


def _train_landscape(surface: _Surface, ways: list[_Weights], moments: list[int], size: int, unit: str, steps: int) -> bytes:
    end = ways[-1]
    names = [n for n, v in end.items() if np.issubdtype(v.dtype, np.floating)]
    moves = np.stack([np.concatenate([(w[n] - end[n]).astype(np.float64).ravel() for n in names]) for w in ways])
    # The two directions in which the parameters moved most, of length one.
    _, _, axes = np.linalg.svd(moves - moves.mean(axis=0), full_matrices=False)
    path = moves @ axes[:2].T
    xs, ys = (_span(path[:, i], size) for i in range(2))
    losses = np.array([surface(w) for w in ways])
    one, other = (_split(axis, end, names) for axis in axes[:2])
    z = surface.grid(end, one, other, xs, ys)
    points = (path[:, 0], path[:, 1], losses)
    way = b"".join(pb.integer(1, m) for m in moments) + pb.message(2, _point(*points))
    return _landscape(xs, ys, z, "PCA", unit, steps, tuple(p[-1:] for p in points), way)


def _result_landscape(surface: _Surface, end: _Weights, size: int, unit: str, steps: int) -> bytes:
    one, other = ({n: _random_direction(v) for n, v in end.items()} for _ in range(2))
    xs = ys = np.linspace(-1, 1, size)
    z = surface.grid(end, one, other, xs, ys)
    middle = np.zeros(1)
    return _landscape(xs, ys, z, "Random", unit, steps, (middle, middle, np.array([surface(end)])), b"")


def _random_direction(value: np.ndarray) -> np.ndarray:
    """Random, every filter as long as the parameter's own; zero for biases and the like."""
    if value.ndim < 2 or not np.issubdtype(value.dtype, np.floating):
        return np.zeros(value.shape)
    out = np.random.normal(size=value.shape)
    axes = tuple(range(1, value.ndim))
    lengths = np.sqrt((out**2).sum(axis=axes, keepdims=True))
    return out * np.sqrt((value.astype(np.float64) ** 2).sum(axis=axes, keepdims=True)) / (lengths + 1e-10)


def _span(values: np.ndarray, size: int) -> np.ndarray:
    low, high = values.min(), values.max()
    margin = _MARGIN * (high - low)
    return np.linspace(low - margin, high + margin, size)


def _split(axis: np.ndarray, like: _Weights, names: list[str]) -> _Weights:
    out: _Weights = {}
    at = 0
    for name, value in like.items():
        if name in names:
            out[name] = axis[at : at + value.size].reshape(value.shape)
            at += value.size
        else:
            out[name] = np.zeros(value.shape)
    return out


def _point(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> bytes:
    return b"".join(pb.message(i, tensor_message(np.asarray(v))) for i, v in enumerate((x, y, z), 1))


def _landscape(
    xs: np.ndarray, ys: np.ndarray, z: np.ndarray, kind: str, unit: str, steps: int, end: tuple[np.ndarray, ...], way: bytes
) -> bytes:
    about = pb.message(1, kind) + pb.message(2, unit) + pb.integer(3, steps)
    path = pb.message(2, way) if way else b""
    return pb.message(1, _point(xs, ys, z)) + path + pb.message(3, about) + pb.message(4, _point(*end))
