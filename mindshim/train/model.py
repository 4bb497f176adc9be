"""Training, evaluation and prediction in one object (mirrors `mindspore.train.Model`)."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, NoReturn

import numpy as np

from mindshim import _checkparam, context, log
from mindshim.common.api import _pynative_executor
from mindshim.common.tensor import Tensor
from mindshim.context import ParallelMode as ParallelMode
from mindshim.nn.cell import Cell
from mindshim.nn.wrap import WithEvalCell, WithLossCell
from mindshim.train import amp
from mindshim.train import callback as _callback
from mindshim.train.callback import Callback, ModelCheckpoint, RunContext, TimeMonitor
from mindshim.train.callback._callback import CallbackManager, InternalCallbackParam
from mindshim.train.dataset_helper import DatasetHelper
from mindshim.train.metrics import Loss, get_metrics

_SETTINGS = ("loss_scale_manager", "keep_batchnorm_fp32", "boost_config_dict", "acc_level")
_OLD_MOMENTS = {"begin", "end", "epoch_begin", "epoch_end", "step_begin", "step_end"}


class Model:
    """A network with its loss, optimizer and metrics.

    Args:
        network: the Cell. loss_fn: called with (network's output, label); None if the network gives the loss itself.
        optimizer: None for a network that trains itself when it is called. metrics: names ('accuracy', 'loss', …) in a set, or
            a dict of Metrics. eval_network: gives what the metrics take; by default the loss, the output and the label.
        eval_indexes: where in the outputs of `eval_network` these three are. amp_level: the precision of training, 'O0' to 'O3'
            or 'auto', as in `amp.build_train_network`. boost_level: 'O0' to 'O2', as in `boost.AutoBoost`.
        kwargs: `loss_scale_manager`, `keep_batchnorm_fp32`, `boost_config_dict`.

    Raises:
        TypeError: for arguments of other types. ValueError: for metrics without a loss or eval_network, mixed precision without
            an optimizer, or other keywords.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> model = ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params(), 0.5), metrics={"loss"})
        >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
        >>> model.train(2, data)
        >>> print({name: round(float(value), 4) for name, value in model.eval(data).items()})
        {'loss': 0.0625}
        >>> model.predict(ms.Tensor([[1.0, 2.0]])).shape
        (1, 1)
    """

    def __init__(
        self, network: Cell, loss_fn: Any = None, optimizer: Any = None, metrics: Any = None, eval_network: Any = None,
        eval_indexes: Any = None, amp_level: str = "O0", boost_level: str = "O0", **kwargs: Any,
    ) -> None:  # fmt: skip
        for name in kwargs:
            if name not in _SETTINGS:
                raise ValueError(
                    "The argument in 'kwargs' should be 'loss_scale_manager' or 'keep_batchnorm_fp32' or 'boost_config_dict' or "
                    f"'acc_level', but got '{name}'."
                )
        if optimizer is None and amp_level != "O0":
            raise ValueError(
                "Auto mixed precision will not work because 'optimizer' is None. Please set amp_level='O0' to disable auto mixed "
                "precision or set 'optimizer' not be None to use auto mixed precision."
            )
        _checkparam.check_value_type("network", network, Cell)
        self._network = network
        self._loss_fn = loss_fn
        self._optimizer = optimizer
        self._loss_scale_manager = kwargs.get("loss_scale_manager")
        self._amp_level = amp_level
        self._boost_level = kwargs.get("acc_level", boost_level)
        self._metrics = metrics
        self._eval_network = eval_network
        self._eval_indexes: Any = None
        self._backbone_is_train = True
        self._current_epoch_num = self._current_step_num = 0
        self.batch_num = -1
        self._boost(kwargs)
        self._train_network = self._build_train_network(kwargs)
        self._metric_fns: Any = get_metrics(metrics)
        if self._metric_fns:
            self._build_eval_network(eval_indexes)
        self._predict_network = self._network

    def _boost(self, settings: dict[str, Any]) -> None:
        if self._boost_level == "O0":
            return
        from mindshim.boost import AutoBoost

        processor = AutoBoost(self._boost_level, settings.get("boost_config_dict", ""))
        if self._optimizer is None:
            log.warning("In boost mode, the optimizer must be defined.")
        elif self._eval_network is None and self._metrics is None:
            log.warning("In boost mode, the eval_network and metrics cannot be undefined at the same time.")
        else:
            self._network, self._optimizer = processor.network_auto_process_train(self._network, self._optimizer)
            if self._eval_network is not None:
                self._eval_network = processor.network_auto_process_eval(self._eval_network)

    def _build_train_network(self, settings: dict[str, Any]) -> Cell:
        if self._optimizer is None:
            if self._loss_scale_manager is not None:
                raise ValueError("The argument 'optimizer' can not be None when set 'loss_scale_manager'.")
            return self._network if self._loss_fn is None else WithLossCell(self._network, self._loss_fn)
        given = {name: settings[name] for name in ("loss_scale_manager", "keep_batchnorm_fp32") if name in settings}
        if given.get("keep_batchnorm_fp32", ...) is None:
            del given["keep_batchnorm_fp32"]
        return amp.build_train_network(
            self._network, self._optimizer, self._loss_fn, level=self._amp_level, boost_level=self._boost_level, **given
        )

    def _build_eval_network(self, eval_indexes: Any) -> None:
        if self._eval_network is not None:
            if eval_indexes is not None and not (isinstance(eval_indexes, list) and len(eval_indexes) == 3):
                raise ValueError(f"The argument 'eval_indexes' must be None or a list of length three, but got {eval_indexes}.")
            self._eval_indexes = eval_indexes
            return
        if self._loss_fn is None:
            raise ValueError(
                "If `metrics` is set, `eval_network` must not be None, unless there is a `loss_fn` to evaluate `network` with. Do "
                "not set `metrics` if you don't want an evaluation."
            )
        self._eval_network = WithEvalCell(self._network, self._loss_fn, self._amp_level in ("O2", "O3", "auto"))
        self._eval_indexes = [0, 1, 2]

    @property
    def train_network(self) -> Cell:
        """The Cell whose call is one step of training."""
        return self._train_network

    @property
    def predict_network(self) -> Cell:
        """The network that predicts."""
        return self._predict_network

    @property
    def eval_network(self) -> Any:
        """The Cell whose outputs the metrics take; None without metrics."""
        return self._eval_network

    # -- training ----------------------------------------------------------------------------------------------

    def train(
        self, epoch: int, train_dataset: Any, callbacks: Any = None, dataset_sink_mode: bool = False, sink_size: int = -1,
        initial_epoch: int = 0,
    ) -> None:  # fmt: skip
        """Train; the callbacks are told of every step.

        Args:
            epoch: the number of the last epoch. train_dataset: its batches go to the network; with a `loss_fn` they are
                (data, label). callbacks: a Callback or a list of them.
            dataset_sink_mode: accepted; the data are fed step by step, as MindSpore does on a CPU. sink_size: with
                `dataset_sink_mode`, what the callbacks are told to be the steps of an epoch.
            initial_epoch: how many epochs were trained before.

        Raises:
            TypeError, ValueError: for arguments of other types or values, or a dataset that is empty or has other columns.

        Examples:
            >>> import mindshim as ms
            >>> import numpy as np
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
            >>> model = ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params(), 0.5))
            >>> model.train(2, data)
            >>> print(net.weight.asnumpy())
            [[0.75 0.75]]
        """
        self._run("train", epoch, train_dataset, callbacks, dataset_sink_mode, sink_size, initial_epoch, None, 1)

    def fit(
        self, epoch: int, train_dataset: Any, valid_dataset: Any = None, valid_frequency: Any = 1, callbacks: Any = None,
        dataset_sink_mode: bool = False, valid_dataset_sink_mode: bool = False, sink_size: int = -1, initial_epoch: int = 0,
    ) -> None:  # fmt: skip
        """Train and evaluate by turns.

        Args:
            valid_dataset: what to evaluate. valid_frequency: after every how many epochs, or a list of the epochs after which.
            epoch, train_dataset, callbacks, dataset_sink_mode, valid_dataset_sink_mode, sink_size, initial_epoch: as in
                `train`. Of MindSpore's own callbacks only TimeMonitor is told of the evaluations; all are told their results.

        Raises:
            TypeError, ValueError: as in `train`; for a `valid_dataset` without metrics; for callbacks of one's own that define
                methods without the prefix `on_train_` or `on_eval_`.

        Examples:
            >>> import mindshim as ms
            >>> import numpy as np
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
            >>> model = ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params(), 0.5), metrics={"loss"})
            >>> history = ms.train.History()
            >>> model.fit(2, data, data, callbacks=history)
            >>> sorted(history.history)
            ['loss', 'net_output']
        """
        _checkparam.check_bool(valid_dataset_sink_mode)
        if not isinstance(valid_frequency, (int, list)):
            raise TypeError(
                f"For 'Model.fit', the type of 'valid_frequency' must be a list or an integer, but got type {type(valid_frequency)}."
            )
        if valid_dataset is not None and not self._metric_fns:
            raise ValueError(
                "For 'Model.fit', if valid_dataset is not None, the model argument 'metrics' can not be None or empty, "
                "you should set the argument 'metrics' for model."
            )
        self._run(
            "fit", epoch, train_dataset, callbacks, dataset_sink_mode, sink_size, initial_epoch, valid_dataset, valid_frequency
        )  # fmt: skip

    def _run(
        self, caller: str, epoch: int, dataset: Any, callbacks: Any, sink: bool, sink_size: int, initial_epoch: int,
        valid_dataset: Any, valid_frequency: Any,
    ) -> None:  # fmt: skip
        _checkparam.check_bool(sink)
        _checkparam.check_is_int(sink_size)
        _checkparam.check_positive_int(epoch)
        _checkparam.check_non_negative_int(initial_epoch)
        if initial_epoch >= epoch:
            raise ValueError(
                f"For 'Model.{caller}', the parameter 'epoch' must bigger than parameter 'initial_epoch', but got the parameter "
                f"'epoch' is {epoch}, 'initial_epoch' is {initial_epoch}."
            )
        size = dataset.get_dataset_size()
        if size == 0:
            raise ValueError("There is no valid data in dataset, please check dataset file firstly.")
        if sink_size < -1 or sink_size == 0:
            raise ValueError(f"For 'Model.{caller}', The argument 'sink_size' must be -1 or positive, but got {sink_size}.")
        told = _as_list(callbacks)
        _check_moments(told, caller)
        params = InternalCallbackParam(
            cur_step_num=0, train_network=self._train_network, epoch_num=epoch - initial_epoch,
            batch_num=sink_size if sink and sink_size > 0 else size, mode="train", loss_fn=self._loss_fn,
            optimizer=self._optimizer, parallel_mode=context.get_auto_parallel_context("parallel_mode"),
            device_number=context.get_auto_parallel_context("device_num"), train_dataset=dataset, list_callback=told,
            train_dataset_element=None, network=self._network, last_save_ckpt_step=None, latest_ckpt_file=None,
            loss_scale_mananger=self._loss_scale_manager, initial_step=None, dataset_sink_mode=False,
        )  # fmt: skip
        self.batch_num = params.batch_num
        self._claim(dataset)
        savers = [c for c in told if isinstance(c, ModelCheckpoint)]
        try:
            with CallbackManager(told) as manager:
                self._train_process(range(initial_epoch, epoch), dataset, manager, params, valid_dataset, valid_frequency)
        except BaseException:
            for saver in savers[-1:]:
                saver._save_breakpoint(self._train_network, self._current_epoch_num, self._current_step_num)
            raise

    def _claim(self, dataset: Any) -> None:
        owner = getattr(dataset, "__model_hash__", None)
        if owner is None:
            dataset.__model_hash__ = hash(self)
        elif owner != hash(self):
            raise RuntimeError(
                "The dataset object had been used in other model by model.train(...), please create a new dataset."
            )

    def _train_process(
        self, epochs: range, dataset: Any, callbacks: Any, params: Any, valid_dataset: Any, valid_frequency: Any
    ) -> None:
        batches = self._prepared(dataset, self._train_network, True, epochs.stop)
        run_context = RunContext(params)
        manager: Any = self._loss_scale_manager
        drops = manager is not None and manager.get_drop_overflow_update()
        callbacks.on_train_begin(run_context)
        for i in epochs:
            params.cur_epoch_num = self._current_epoch_num = i + 1
            self._current_step_num = 0
            callbacks.on_train_epoch_begin(run_context)
            for batch in batches:
                batch = _as_tuple(batch)
                if self._loss_fn and len(batch) != 2:
                    raise ValueError(
                        f"When 'loss_fn' is not None, 'train_dataset' should return two elements, but got {len(batch)}, please "
                        "check the number of elements returned by 'train_dataset'"
                    )
                params.cur_step_num += 1
                self._current_step_num = (params.cur_step_num - 1) % params.batch_num + 1
                params.train_dataset_element = batch
                callbacks.on_train_step_begin(run_context)
                self._set_mode(self._train_network, True)
                params.net_outputs = outputs = self._train_network(*batch)
                if drops and manager is not None:
                    manager.update_loss_scale(bool(np.all(outputs[1].asnumpy())))
                callbacks.on_train_step_end(run_context)
                if run_context.get_stop_requested():
                    break
            if valid_dataset is not None and _due(i + 1, valid_frequency):
                self._eval_in_fit(valid_dataset, callbacks, params)
            _reset(dataset)
            callbacks.on_train_epoch_end(run_context)
            params.pop("metrics", None)
            params.pop("eval_results", None)
            if run_context.get_stop_requested():
                break
        callbacks.on_train_end(run_context)

    def _prepared(self, dataset: Any, network: Cell, is_train: bool, epochs: int) -> DatasetHelper:
        helper = DatasetHelper(dataset, False, -1, epochs)
        network.set_train(is_train)
        network.phase = "train" if is_train else "eval"
        self._backbone_is_train = is_train
        return helper

    def _set_mode(self, network: Cell, is_train: bool) -> None:
        """Callbacks may have called another of the networks, which share their layers."""
        if self._backbone_is_train != is_train:
            network.set_train(is_train)
            self._backbone_is_train = is_train
        if not is_train:
            network.set_grad(False)

    # -- evaluation --------------------------------------------------------------------------------------------

    def eval(self, valid_dataset: Any, callbacks: Any = None, dataset_sink_mode: bool = False) -> dict[str, Any]:
        """The metrics over a dataset, by name.

        Args:
            valid_dataset: its batches go to `eval_network`. callbacks: a Callback or a list of them.
            dataset_sink_mode: accepted; the data are fed step by step.

        Raises:
            TypeError: for arguments of other types. ValueError: if the Model has no metrics.

        Examples:
            >>> import mindshim as ms
            >>> import numpy as np
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
            >>> model = ms.train.Model(net, ms.nn.MSELoss(), metrics={"loss"})
            >>> print(model.eval(data))
            {'loss': 1.0}
        """
        _checkparam.check_bool(dataset_sink_mode)
        if not self._metric_fns:
            raise ValueError(
                "For Model.eval, the model argument 'metrics' can not be None or empty, you should set the argument 'metrics' for model."
            )
        told = _as_list(callbacks)
        _check_moments(told, "eval")
        params = InternalCallbackParam(list_callback=told, network=self._network)
        with CallbackManager(told) as manager:
            return self._eval_process(valid_dataset, manager, params, in_fit=False)

    def _eval_in_fit(self, dataset: Any, callbacks: Any, params: Any) -> None:
        """Evaluate between two epochs of training, whose facts come back afterwards."""
        kept = {name: params[name] for name in ("cur_step_num", "batch_num", "dataset_sink_mode", "net_outputs", "mode")}
        own = set(_callback.__all__)
        told = [c for c in callbacks._callbacks if isinstance(c, TimeMonitor) or type(c).__name__ not in own]
        with CallbackManager(told) as manager:
            self._eval_process(dataset, manager, params, in_fit=True)
        params.update(kept)

    def _eval_process(self, dataset: Any, callbacks: Any, params: Any, in_fit: bool) -> dict[str, Any]:
        params.update(
            eval_network=self._eval_network, valid_dataset=dataset, batch_num=dataset.get_dataset_size(), mode="eval",
            cur_step_num=0, dataset_sink_mode=False,
        )  # fmt: skip
        for metric in self._metric_fns.values():
            metric.clear()
        run_context = RunContext(params)
        callbacks.on_eval_begin(run_context)
        batches = self._prepared(dataset, self._eval_network, False, 1)
        callbacks.on_eval_epoch_begin(run_context)
        last: Any = None
        for batch in batches:
            params.cur_step_num += 1
            params.eval_dataset_element = batch = _as_tuple(batch)
            callbacks.on_eval_step_begin(run_context)
            self._set_mode(self._eval_network, False)
            params.net_outputs = outputs = self._eval_network(*batch)
            callbacks.on_eval_step_end(run_context)
            last = self._update_metrics(outputs)
            if run_context.get_stop_requested():
                break
        callbacks.on_eval_epoch_end(run_context)
        _reset(dataset)
        results = {name: _number(metric.eval()) for name, metric in self._metric_fns.items()}
        params.metrics = results
        if in_fit and self._eval_indexes is not None:
            # In MindSpore 2.10 this is the loss of the last batch; the mean over all of them is the metric 'loss'.
            loss = Loss()
            loss.clear()
            loss.update(last[self._eval_indexes[0]])
            params.eval_results = {**deepcopy(results), "eval_loss": loss.eval()}
        elif in_fit:
            params.eval_results = deepcopy(results)
        callbacks.on_eval_end(run_context)
        return results

    def _update_metrics(self, outputs: Any) -> tuple[Any, ...]:
        if isinstance(outputs, Tensor):
            outputs = (outputs,)
        if not isinstance(outputs, tuple):
            raise ValueError(f"The argument 'outputs' should be tuple, but got {type(outputs)}.")
        where = self._eval_indexes
        if where is not None and len(outputs) < 3:
            raise ValueError(f"The length of 'outputs' must be >= 3, but got {len(outputs)}")
        for metric in self._metric_fns.values():
            if where is None:
                metric.update(*outputs)
            elif isinstance(metric, Loss):
                metric.update(outputs[where[0]])
            else:
                metric.update(outputs[where[1]], outputs[where[2]])
        return outputs

    # -- prediction and the rest -------------------------------------------------------------------------------

    def predict(self, *predict_data: Any, backend: str | None = None, config: dict[str, Any] | None = None) -> Any:
        """The network's output, not training.

        Args:
            predict_data: the network's inputs: Tensors, numbers, str or None. backend: None, or 'lite': MindSpore Lite, which is
                not here, so that a warning is given and the network itself computes. config: settings of that.

        Raises:
            TypeError: for other inputs. ValueError: for an empty Tensor or another backend.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> print(ms.train.Model(net).predict(ms.Tensor([[1.0, 2.0]])))
            [[3.]]
        """
        if backend not in ("lite", None):
            raise ValueError(f"For Model.predict, `backend` should be 'lite' or None, but got {backend}")
        if backend == "lite":
            log.warning("Import mindspore_lite failed, fallback to original inference!")
        for item in predict_data:
            if isinstance(item, Tensor):
                if item.size == 0:
                    raise ValueError("The input data can not be empty.")
            elif item is not None and not isinstance(item, (int, float, str)):
                raise TypeError(
                    "For 'Model.predict', the types of input data must be Tensor, None, int, float or str, "
                    f"but got type {type(item).__name__}."
                )
        self._set_mode(self._predict_network, False)
        result = self._predict_network(*predict_data)
        _checkparam.check_output_data(result)
        return result

    def build(
        self, train_dataset: Any = None, valid_dataset: Any = None, sink_size: int = -1, epoch: int = 1, sink_mode: bool = True
    ) -> NoReturn:
        """Would compile for Ascend before the data are there.

        Raises:
            RuntimeError: always, as in MindSpore on other devices. The first step compiles.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> try:
            ...     ms.train.Model(net).build()
            ... except RuntimeError as error:
            ...     print(str(error)[:40])
            Pre-init process only supports Ascend ta
        """
        _checkparam.check_positive_int(epoch)
        raise RuntimeError("Pre-init process only supports Ascend target currently.")

    def infer_train_layout(self, train_dataset: Any, dataset_sink_mode: bool = True, sink_size: int = -1) -> dict[str, Any]:
        """The layouts of the Parameters on a cluster, for training.

        Raises:
            RuntimeError: unless the parallel mode is 'semi_auto_parallel' or 'auto_parallel'. ValueError: without `dataset_sink_mode`.

        Examples:
            >>> import mindshim as ms
            >>> import numpy as np
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
            >>> try:
            ...     ms.train.Model(net, ms.nn.MSELoss()).infer_train_layout(data)
            ... except RuntimeError as error:
            ...     print(str(error)[:40])
            'infer_train_layout' only supports 'semi
        """
        mode = context.get_auto_parallel_context("parallel_mode")
        if mode not in ("semi_auto_parallel", "auto_parallel"):
            raise RuntimeError(f"'infer_train_layout' only supports 'semi_auto_parallel' and 'auto_parallel' mode, but got {mode}.")
        if not _checkparam.check_bool(dataset_sink_mode):
            raise ValueError("Only dataset sink mode is supported for now.")
        return self._train_network.parameter_layout_dict

    def infer_predict_layout(self, *predict_data: Any, skip_backend_compile: bool = False) -> dict[str, Any]:
        """The layouts of the Parameters on a cluster, for prediction.

        Raises:
            RuntimeError: unless the parallel mode is 'semi_auto_parallel' or 'auto_parallel'.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
            >>> try:
            ...     ms.train.Model(net).infer_predict_layout(ms.Tensor([[1.0, 2.0]]))
            ... except RuntimeError as error:
            ...     print(str(error)[:39])
            Infer predict layout only supports semi
        """
        if context.get_auto_parallel_context("parallel_mode") not in ("semi_auto_parallel", "auto_parallel"):
            raise RuntimeError("Infer predict layout only supports semi auto parallel and auto parallel mode.")
        return self._predict_network.parameter_layout_dict


def _as_list(callbacks: Any) -> list[Any]:
    if callbacks is None:
        return []
    return list(callbacks) if isinstance(callbacks, Iterable) else [callbacks]


def _as_tuple(batch: Any) -> Any:
    return (batch,) if isinstance(batch, Tensor) else batch


def _number(value: Any) -> Any:
    """A float64 of NumPy as a float, which is printed as a number inside of a dict too."""
    return float(value) if isinstance(value, np.float64) else value


def _due(epoch: int, frequency: Any) -> bool:
    return epoch % frequency == 0 if isinstance(frequency, int) else epoch in frequency


def _reset(dataset: Any) -> None:
    reset = getattr(dataset, "reset", None)
    if reset is not None:
        reset()


def _check_moments(callbacks: list[Any], caller: str) -> None:
    """Callbacks of one's own should not define the methods without a prefix: `fit` could not tell what they mean."""
    own = set(_callback.__all__)
    for c in callbacks:
        name = type(c).__name__
        old = set() if name in own or not isinstance(c, Callback) else _OLD_MOMENTS & set(type(c).__dict__)
        if not old:
            continue
        text = (
            f"For {name} callback, {old} methods may not be supported in later version, Use methods prefixed with 'on_train' or "
            "'on_eval' instead when using customized callbacks."
        )
        if caller == "fit":
            raise ValueError(text)
        log.warning(text)


def _transfer_tensor_to_tuple(inputs: Any) -> Any:
    """A Tensor alone as a tuple of one; anything else as it is."""
    return (inputs,) if isinstance(inputs, Tensor) else inputs


class _StepSync(Callback):
    """Waits at the end of each step for what it computes."""

    def step_end(self, run_context: RunContext) -> None:
        _pynative_executor.sync()
