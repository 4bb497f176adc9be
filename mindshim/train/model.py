"""Training, evaluation and prediction in one object (mirrors `mindspore.train.Model`)."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.function.grad import value_and_grad
from mindshim.train.callback import Callback, InternalCallbackParam, RunContext
from mindshim.train.metrics import get_metrics


class Model:
    """A network with its loss, optimizer and metrics.

    Args:
        network: the Cell. loss_fn: called with (network's output, label); None if the network gives the loss itself.
        optimizer: None for evaluation only. metrics: names ('accuracy', 'loss') or a dict of Metrics.
        amp_level: 'O0'; other levels are not supported.

    Raises:
        TypeError: for arguments of other types. NotImplementedError: for another `amp_level`.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> ms.train.Model(net).predict(ms.Tensor([[1.0, 2.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 3.00000000e+00]])
    """

    def __init__(
        self, network: Cell, loss_fn: Any = None, optimizer: Any = None, metrics: Any = None, eval_network: Any = None,
        eval_indexes: Any = None, amp_level: str = "O0", boost_level: str = "O0", **kwargs: Any,
    ) -> None:  # fmt: skip
        if not isinstance(network, Cell):
            raise TypeError(f"For 'Model', the argument 'network' should be a Cell, but got {type(network).__name__}.")
        if amp_level != "O0" or eval_network is not None or kwargs:
            raise NotImplementedError("Model: amp_level other than 'O0', eval_network and loss scaling are not supported; cast the network with to_float.")
        self._network, self._loss_fn, self._optimizer = network, loss_fn, optimizer
        self._metrics = get_metrics(metrics)

    @property
    def train_network(self) -> Cell:
        """The network that is trained."""
        return self._network

    @property
    def predict_network(self) -> Cell:
        """The network that predicts."""
        return self._network

    eval_network = predict_network

    def _loss(self, *batch: Tensor) -> Tensor:
        if self._loss_fn is None:
            return self._network(*batch)
        return self._loss_fn(self._network(*batch[:-1]), batch[-1])

    def train(
        self, epoch: int, train_dataset: Any, callbacks: Any = None, dataset_sink_mode: bool = False, sink_size: int = -1,
        initial_epoch: int = 0,
    ) -> None:  # fmt: skip
        """Train for `epoch` epochs; the callbacks are told of every step.

        Raises:
            TypeError, ValueError: for arguments of other types, or a Model without an optimizer.
        """
        if isinstance(epoch, bool) or not isinstance(epoch, int):
            raise TypeError(f"For 'Model.train', the argument 'epoch' must be int, but got {type(epoch).__name__}.")
        if epoch <= 0:
            raise ValueError(f"For 'Model.train', the argument 'epoch' must be positive, but got {epoch}.")
        if self._optimizer is None:
            raise ValueError("For 'Model.train', the Model needs an optimizer.")
        told = _callbacks(callbacks)
        step = value_and_grad(self._loss, None, self._optimizer.parameters)
        params = InternalCallbackParam(
            mode="train", network=self._network, train_network=self._network, loss_fn=self._loss_fn, optimizer=self._optimizer,
            epoch_num=epoch, batch_num=train_dataset.get_dataset_size(), cur_step_num=0, cur_epoch_num=initial_epoch,
            train_dataset=train_dataset, list_callback=told, dataset_sink_mode=False,
        )  # fmt: skip
        context = RunContext(params)
        self._network.set_train(True)
        _tell(told, "on_train_begin", context)
        for number in range(initial_epoch, epoch):
            params.cur_epoch_num = number + 1
            _tell(told, "on_train_epoch_begin", context)
            for batch in train_dataset.create_tuple_iterator(num_epochs=1):
                params.cur_step_num += 1
                params.train_dataset_element = batch
                _tell(told, "on_train_step_begin", context)
                loss, grads = step(*batch)
                self._optimizer(grads)
                params.net_outputs = loss
                _tell(told, "on_train_step_end", context)
                if context.get_stop_requested():
                    break
            _tell(told, "on_train_epoch_end", context)
            if context.get_stop_requested():
                break
        _tell(told, "on_train_end", context)

    def eval(self, valid_dataset: Any, callbacks: Any = None, dataset_sink_mode: bool = False) -> dict[str, Any]:
        """The metrics over a dataset, by name.

        Raises:
            ValueError: if the Model has no metrics.
        """
        if not self._metrics:
            raise ValueError("For 'Model.eval', the Model's argument 'metrics' can not be None or empty.")
        for metric in self._metrics.values():
            metric.clear()
        self._network.set_train(False)
        for batch in valid_dataset.create_tuple_iterator(num_epochs=1):
            output = self._network(*batch[:-1])
            for name, metric in self._metrics.items():
                if name == "loss":
                    metric.update(self._loss_fn(output, batch[-1]))
                else:
                    metric.update(output, batch[-1])
        return {name: metric.eval() for name, metric in self._metrics.items()}

    def predict(self, *predict_data: Any) -> Any:
        """The network's output, not training."""
        self._network.set_train(False)
        return self._network(*predict_data)


def _callbacks(given: Any) -> list[Callback]:
    told = [] if given is None else list(given) if isinstance(given, (list, tuple)) else [given]
    for c in told:
        if not isinstance(c, Callback):
            raise TypeError(f"For 'Model', the callbacks must be Callback objects, but got {type(c).__name__}.")
    return told


def _tell(told: list[Callback], method: str, context: RunContext) -> None:
    for c in told:
        getattr(c, method)(context)
