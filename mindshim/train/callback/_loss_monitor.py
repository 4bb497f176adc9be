"""The loss, printed."""

from __future__ import annotations

import math
from typing import Any

from mindshim import _checkparam
from mindshim.train.callback._callback import Callback, RunContext, _handle_loss


class LossMonitor(Callback):
    """Prints the loss every so many steps and stops at NaN or infinity (mirrors `mindspore.train.LossMonitor`).

    In `Model.fit` the metrics of each evaluation are printed too.

    Args:
        per_print_times: the steps from one print to the next; 0 prints nothing.

    Raises:
        ValueError: if `per_print_times` is no int or negative; while training, if the loss is NaN or infinite.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> net = ms.nn.Dense(2, 1, weight_init="ones")
        >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
        >>> model = ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params(), 0.5))
        >>> model.train(2, data, callbacks=ms.train.LossMonitor())  # doctest: +SKIP
        epoch: 1 step: 1, loss is 1.0
        epoch: 2 step: 1, loss is 0.25
    """

    def __init__(self, per_print_times: int = 1) -> None:
        super().__init__()
        _checkparam.check_non_negative_int(per_print_times)
        self._per_print_times = per_print_times
        self._last_print_time = 0

    def step_end(self, run_context: RunContext) -> None:
        """Print the loss of the step, every `per_print_times` steps.

        Examples:
            >>> import mindshim as ms
            >>> facts = ms.train.callback._InternalCallbackParam(cur_step_num=1, batch_num=2, net_outputs=ms.Tensor(0.5))
            >>> ms.train.LossMonitor().step_end(ms.train.RunContext(facts))
            epoch: 1 step: 1, loss is 0.5
        """
        params = run_context.original_args()
        epoch = params.get("cur_epoch_num", 1)
        step = (params.cur_step_num - 1) % params.batch_num + 1
        loss = _handle_loss(params.net_outputs)
        if isinstance(loss, float) and not math.isfinite(loss):
            raise ValueError(
                f"In epoch: {epoch} step: {step}, loss is NAN or INF, training process cannot continue, terminating training."
            )
        if self._per_print_times == 0:
            return
        if params.cur_step_num <= self._last_print_time:
            # Another run began, or this one went back to an earlier step: the count begins anew.
            self._last_print_time = self._before(params)
        if params.cur_step_num - self._last_print_time >= self._per_print_times:
            self._last_print_time = params.cur_step_num
            print(f"epoch: {epoch} step: {step}, loss is {loss}", flush=True)

    def _before(self, params: Any) -> int:
        stride = max(self._per_print_times, params.batch_num if params.get("dataset_sink_mode") else 1)
        behind = self._last_print_time - params.cur_step_num
        return self._last_print_time - (behind // stride + 1) * stride

    def on_train_epoch_end(self, run_context: RunContext) -> None:
        """Print the results of the evaluation, where `Model.fit` has one.

        Examples:
            >>> import mindshim as ms
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, metrics={"accuracy": 0.5})
            >>> ms.train.LossMonitor().on_train_epoch_end(ms.train.RunContext(facts))
            Eval result: epoch 1, metrics: {'accuracy': 0.5}
        """
        params = run_context.original_args()
        metrics = params.get("metrics")
        if metrics:
            print(f"Eval result: epoch {params.cur_epoch_num}, metrics: {metrics}")
