"""The outputs and metrics of all epochs."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.common.tensor import Tensor
from mindshim.train.callback._callback import Callback, RunContext


class History(Callback):
    """Keeps what each epoch gave (mirrors `mindspore.train.History`).

    Attributes:
        history: a dict of lists, one entry an epoch: `net_output`, the last step's output (its mean), and the metrics by name.
        epoch: {'epoch': the numbers of the epochs}, of the last run.

    Examples:
        >>> import mindshim as ms
        >>> import numpy as np
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> data = ms.dataset.NumpySlicesDataset((np.eye(2, dtype="f4"), np.zeros((2, 1), "f4"))).batch(2)
        >>> history = ms.train.History()
        >>> ms.train.Model(net, ms.nn.MSELoss(), ms.nn.SGD(net.trainable_params(), 0.5)).train(2, data, callbacks=history)
        >>> history.epoch, [round(float(x), 3) for x in history.history["net_output"]]
        ({'epoch': [1, 2]}, [1.0, 0.25])
    """

    def __init__(self) -> None:
        super().__init__()
        self.history: dict[str, list[Any]] = {}
        self.epoch: dict[str, list[int]] | None = None

    def begin(self, run_context: RunContext) -> None:
        """Forget the epochs of an earlier run.

        Examples:
            >>> import mindshim as ms
            >>> history = ms.train.History()
            >>> history.begin(ms.train.RunContext({}))
            >>> history.epoch
            {'epoch': []}
        """
        self.epoch = {"epoch": []}

    def epoch_end(self, run_context: RunContext) -> None:
        """Note the epoch's loss and, in `Model.fit`, the results of its evaluation.

        Examples:
            >>> import mindshim as ms
            >>> history = ms.train.History()
            >>> history.begin(ms.train.RunContext({}))
            >>> facts = ms.train.callback._InternalCallbackParam(cur_epoch_num=1, net_outputs=ms.Tensor(0.5))
            >>> history.epoch_end(ms.train.RunContext(facts))
            >>> history.epoch, list(history.history)
            ({'epoch': [1]}, ['net_output'])
        """
        params = run_context.original_args()
        assert self.epoch is not None
        self.epoch["epoch"].append(params.get("cur_epoch_num", 1))
        output = params.net_outputs
        if isinstance(output, (tuple, list)) and isinstance(output[0], Tensor):
            output = output[0]
        if isinstance(output, Tensor):
            output = np.mean(output.asnumpy())
        for name, value in {"net_output": output, **(params.get("metrics") or {})}.items():
            self.history.setdefault(name, []).append(value)
