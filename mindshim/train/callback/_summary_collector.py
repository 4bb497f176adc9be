"""A run's losses, inputs, parameters and settings, in the files of a summary."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import numpy as np

from mindshim import log
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.optim.optimizer import Optimizer
from mindshim.train._utils import _make_directory
from mindshim.train.callback import _summary_settings as settings
from mindshim.train.callback._callback import Callback, RunContext
from mindshim.train.callback._checkpoint import ModelCheckpoint
from mindshim.train.callback._landscape import SummaryLandscape
from mindshim.train.summary import _lineage_adapter as lineages
from mindshim.train.summary.summary_record import SummaryRecord, process_export_options

#: How many steps' TensorSummaries are kept by default, and how many parameters' histograms.
_TENSOR_STEPS = 20
_HISTOGRAMS = 5


class SummaryCollector(Callback):
    """Keeps a run's losses, inputs, parameters and settings in the files of a summary (mirrors `mindspore.SummaryCollector`).

    What is kept: the loss ('loss/auto'), the images that go in ('input_data/auto'), histograms of parameters ('<name>/auto'),
    what the summary operators give, and once for a run its hyperparameters, dataset and results (the lineage).

    Args:
        summary_dir: the folder, made if it is missing. collect_freq: the steps from one to the next that is kept; the first one
            is always. num_process: accepted; this process writes the files.
        collect_specified_data: what is kept, by name: 'collect_metric', 'collect_graph' (there are no graphs here, which is
            logged), 'collect_train_lineage', 'collect_eval_lineage', 'collect_input_data', 'collect_dataset_graph' (bools),
            'histogram_regular' (a regular expression for the parameters' names; the first five by default) and
            'collect_landscape' (a dict: 'unit', "step" or "epoch", and the settings of `SummaryLandscape`; saves the checkpoints
            that it needs, by default of the first 19 steps; None saves none).
        keep_default_action: whether what `collect_specified_data` does not name is kept. custom_lineage_data: what else to keep
            with the lineage, a dict from str to int, float or str. collect_tensor_freq: `collect_freq` of TensorSummary; by
            default at most 20 steps are kept. max_file_size: the bytes after which nothing more is written.
        export_options: as of `SummaryRecord`.

    Raises:
        TypeError, ValueError: for arguments of other types or values; while training, if there are two SummaryCollectors.

    Examples:
        >>> import os, tempfile
        >>> import mindshim as ms
        >>> import numpy as np
        >>> net = ms.nn.Dense(2, 1)
        >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
        >>> model = ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params(), 0.5))
        >>> folder = tempfile.mkdtemp()
        >>> model.train(2, data, callbacks=ms.SummaryCollector(folder))
        >>> len([name for name in os.listdir(folder) if name.startswith("events.out.events.summary.")])
        2
        >>> sorted(os.listdir(os.path.join(folder, "ckpt_dir")))
        ['Dense_1_step.ckpt', 'Dense_2_step.ckpt', 'train_metadata.json']
    """

    _DEFAULT_SPECIFIED_DATA = settings.DEFAULT_SPECIFIED_DATA

    def __init__(
        self, summary_dir: str, collect_freq: int = 10, num_process: int = 32, collect_specified_data: dict[str, Any] | None = None,
        keep_default_action: bool = True, custom_lineage_data: dict[str, Any] | None = None, collect_tensor_freq: int | None = None,
        max_file_size: int | None = None, export_options: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._summary_dir = _make_directory(summary_dir, "summary_dir")
        self._record: SummaryRecord | None = None
        settings.check_positive("collect_freq", collect_freq)
        for name, value in (("collect_tensor_freq", collect_tensor_freq), ("max_file_size", max_file_size)):
            if value is not None:
                settings.check_positive(name, value)
        settings.check_type("keep_default_action", keep_default_action, bool)
        wanted = settings.check_specified_data(collect_specified_data)
        settings.check_custom_lineage(custom_lineage_data)
        self._export_options = process_export_options(export_options)
        self._collect_specified_data = {**(self._DEFAULT_SPECIFIED_DATA if keep_default_action else {}), **wanted}
        self._custom_lineage_data = custom_lineage_data
        self._collect_freq, self._collect_tensor_freq = collect_freq, collect_tensor_freq
        self._max_file_size = max_file_size
        self._landscape: dict[str, Any] | None = self._collect_specified_data.get("collect_landscape")
        self._temp_optimizer: Any = None
        self._is_parse_loss_success = True
        self._is_first_step = True
        self._tensor_steps = 0
        self._loss: float | None = None
        self._saver: SummaryLandscape | None = None

    # -- moments of a run --------------------------------------------------------------------------------------

    def __enter__(self) -> SummaryCollector:
        self._record = SummaryRecord(self._summary_dir, max_file_size=self._max_file_size, export_options=self._export_options)
        return self

    def __exit__(self, *err: Any) -> None:
        if self._record is not None:
            self._record.close()
            self._record = None

    def begin(self, run_context: RunContext) -> None:
        """Check that no other SummaryCollector listens, and prepare."""
        params = run_context.original_args()
        self._check_callbacks(params)
        self._open_record(params).set_mode(params.mode)
        if params.mode != "train":
            return
        self._is_first_step, self._tensor_steps, self._temp_optimizer = True, 0, None
        if self._landscape is not None:
            self._saver = SummaryLandscape(self._summary_dir)
            self._saver._begin({**self._DEFAULT_SPECIFIED_DATA["collect_landscape"], **self._landscape}, params.batch_num)
        if self._collects("collect_graph"):
            log.warning("SummaryCollector: 'collect_graph' keeps graphs of MindSpore's own compiler; there are none here.")

    def step_end(self, run_context: RunContext) -> None:
        """Keep what there is to keep of a step."""
        params = run_context.original_args()
        if params.mode != "train":
            return
        record = self._open_record(params)
        record.set_mode("train")
        if self._saver is not None:
            self._saver._step_end(params)
        step = params.cur_step_num
        if not (self._is_first_step or step % self._collect_freq == 0):
            return
        if self._is_first_step:
            self._collect_dataset_graph(params)
            if self._custom_lineage_data:
                record.add_value("custom_lineage_data", "custom_lineage_data", lineages.custom_message(self._custom_lineage_data))
        self._collect_input_data(params)
        self._collect_metric(params)
        self._collect_histogram(params)
        if self._keeps_tensors(params):
            record.record(step)
        else:
            record.record(step, plugin_filter=lambda plugin: plugin != "tensor")
        self._is_first_step = False

    def epoch_end(self, run_context: RunContext) -> None:
        """Hand on what was written."""
        params = run_context.original_args()
        if self._saver is not None and params.mode == "train":
            self._saver._epoch_end(params)
        self._open_record(params).flush()

    def end(self, run_context: RunContext) -> None:
        """Keep the lineage."""
        params = run_context.original_args()
        record = self._open_record(params)
        if params.mode == "train":
            if self._collects("collect_train_lineage"):
                self._collect_train_lineage(params)
            if self._saver is not None:
                self._saver._end()
                self._saver = None
        elif self._collects("collect_eval_lineage"):
            size = params.batch_num * _batch_size(params.get("valid_dataset"))
            message = lineages.eval_message(params.get("metrics") or {}, _path(params.get("valid_dataset")), size)
            record.add_value("eval_lineage", "eval_lineage", message)
        # The values are of steps, which have been kept; this writes the lineage.
        record.record(params.cur_step_num, plugin_filter=lambda plugin: plugin.endswith("lineage"))

    # -- what is kept ------------------------------------------------------------------------------------------

    def _collects(self, name: str) -> bool:
        return bool(self._collect_specified_data.get(name))

    def _open_record(self, params: Any) -> SummaryRecord:
        if self._record is None:
            raise RuntimeError("SummaryCollector: it must be entered, as Model does with its callbacks: `with SummaryCollector(...) as collector:`.")
        return self._record

    def _check_callbacks(self, params: Any) -> None:
        if sum(isinstance(c, SummaryCollector) for c in params.list_callback) > 1:
            raise ValueError('For "SummaryCollector", there are more than one SummaryCollector instance in callback list, expect one.')

    def _keeps_tensors(self, params: Any) -> bool:
        step, freq = params.cur_step_num, self._collect_tensor_freq
        if freq is None:
            steps = params.get("epoch_num", 1) * params.batch_num
            # Evenly over the run, and never more often than the rest.
            freq = max(self._collect_freq, -(-steps // _TENSOR_STEPS))
            if self._tensor_steps >= _TENSOR_STEPS:
                return False
        due = self._is_first_step or step % freq < self._collect_freq <= step
        self._tensor_steps += due
        return due

    def _collect_input_data(self, params: Any) -> None:
        if not self._collects("collect_input_data"):
            return
        batch = params.get("train_dataset_element")
        first = batch[0] if isinstance(batch, (list, tuple)) and len(batch) else batch
        if not isinstance(first, Tensor):
            self._collect_specified_data = {**self._collect_specified_data, "collect_input_data": False}
            log.warning("SummaryCollector: the dataset gives no Tensors; its data are not kept.")
        elif self._record is not None:
            if first.ndim == 4 and first.shape[1] in (1, 3):
                self._record.add_value("image", "input_data/auto", first)
            else:
                self._collect_specified_data = {**self._collect_specified_data, "collect_input_data": False}
                log.warning(f"SummaryCollector: only images (N, 1 or 3, height, width) are kept, but the data have the shape {first.shape}.")

    def _collect_dataset_graph(self, params: Any) -> None:
        dataset = params.get("train_dataset") if params.mode == "train" else params.get("valid_dataset")
        if not self._collects("collect_dataset_graph") or not hasattr(dataset, "to_json"):
            return
        try:
            tree = dataset.to_json()
        except (NotImplementedError, TypeError) as error:
            log.warning(f"SummaryCollector: the dataset can't tell of its operations: {error}.")
            return
        message = lineages.dataset_graph_message(json.loads(tree) if isinstance(tree, str) else tree)
        self._open_record(params).add_value("dataset_graph", f"{params.mode}_dataset", message)

    def _collect_metric(self, params: Any) -> None:
        if not self._collects("collect_metric"):
            return
        loss = self._get_loss(params)
        if loss is not None and self._record is not None:
            self._record.add_value("scalar", "loss/auto", loss)

    def _get_loss(self, params: Any) -> Tensor | None:
        """The mean of the network's first output."""
        if not self._is_parse_loss_success:
            return None
        output = params.get("net_outputs")
        if isinstance(output, (list, tuple)) and output:
            output = output[0]
        if isinstance(output, Tensor):
            output = output.asnumpy()
        if not isinstance(output, (int, float, np.ndarray)) or isinstance(output, bool) or not np.size(output):
            self._is_parse_loss_success = False
            log.warning(f"SummaryCollector: the network's output is taken to be the loss, but it is {type(output).__name__}; no loss is kept.")
            return None
        self._loss = float(np.mean(output))
        return Tensor(self._loss)

    def _get_optimizer(self, params: Any) -> Any:
        """The optimizer, also of a network that trains itself."""
        if self._temp_optimizer == "Failed":
            return None
        if self._temp_optimizer is not None:
            return self._temp_optimizer
        found = params.get("optimizer")
        if found is None:
            network = params.get("train_network") if params.mode == "train" else params.get("eval_network")
            cells = network.cells_and_names() if isinstance(network, Cell) else []
            found = next((cell for _, cell in cells if isinstance(cell, Optimizer)), None)
        if found is None:
            log.warning("SummaryCollector: there is no optimizer; its parameters and learning rate are not kept.")
        self._temp_optimizer = "Failed" if found is None else found
        return found

    def _collect_histogram(self, params: Any) -> None:
        if "histogram_regular" not in self._collect_specified_data or self._record is None:
            return
        optimizer = self._get_optimizer(params)
        pattern = self._collect_specified_data["histogram_regular"]
        parameters = [] if optimizer is None else list(optimizer.parameters)
        parameters = parameters[:_HISTOGRAMS] if pattern is None else [p for p in parameters if re.match(pattern, p.name)]
        for parameter in parameters:
            value = Tensor(np.array(parameter.asnumpy()).reshape(parameter.shape or (1,)))
            self._record.add_value("histogram", f"{parameter.name}/auto", value)

    def _collect_train_lineage(self, params: Any) -> None:
        optimizer = self._get_optimizer(params)
        loss_fn = params.get("loss_fn")
        if self._loss is None or params.get("net_outputs") is not None:
            self._get_loss(params)
        batch_size = _batch_size(params.get("train_dataset"))
        saved = next((c.latest_ckpt_file_name for c in params.list_callback if isinstance(c, ModelCheckpoint)), "") or None
        network = params.get("network")
        message = lineages.train_message(
            "" if optimizer is None else type(optimizer).__name__, _learning_rate(optimizer),
            "" if loss_fn is None else type(loss_fn).__name__, params.get("epoch_num", 1),
            str(params.get("parallel_mode") or "stand_alone"), int(params.get("device_number") or 1), batch_size,
            _path(params.get("train_dataset")), params.batch_num * batch_size, type(network).__name__, self._loss,
            json.dumps({"ckpt": saved}), os.path.getsize(saved) if saved and os.path.exists(saved) else 0,
        )  # fmt: skip
        self._open_record(params).add_value("train_lineage", "train_lineage", message)


def _batch_size(dataset: Any) -> int:
    size = getattr(dataset, "get_batch_size", lambda: 1)()
    return size if isinstance(size, int) else 1


def _path(dataset: Any) -> str:
    """Where the data lie, if they lie in a folder or file."""
    while dataset is not None:
        for name in ("dataset_dir", "dataset_file", "dataset_files"):
            found = getattr(dataset, name, None)
            if found:
                return str(found if isinstance(found, str) else found[0])
        children = getattr(dataset, "children", None)
        dataset = children[0] if children else None
    return ""


def _learning_rate(optimizer: Any) -> float:
    if optimizer is None:
        return 0.0
    rate = optimizer.get_lr()
    rate = rate[0] if isinstance(rate, (list, tuple)) else rate
    return float(np.ravel(rate.asnumpy())[0]) if isinstance(rate, Tensor) else float(rate)
