"""The learning rate as a function of the step."""

from __future__ import annotations

import math
from collections.abc import Callable

from mindshim import log
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.ops.state import assign
from mindshim.train.callback._callback import Callback, RunContext


class LearningRateScheduler(Callback):
    """Sets the optimizer's learning rate after each step (mirrors `mindspore.train.LearningRateScheduler`).

    Args:
        learning_rate_function: gets the learning rate and the number of the step, returns the new learning rate.

    Examples:
        >>> import mindshim as ms
        >>> optimizer = ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="x")], 0.5)
        >>> facts = ms.train.callback._InternalCallbackParam(optimizer=optimizer, cur_step_num=3)
        >>> ms.train.LearningRateScheduler(lambda lr, step: lr / 2).step_end(ms.train.RunContext(facts))
        >>> float(optimizer.learning_rate)
        0.25
    """

    def __init__(self, learning_rate_function: Callable[[float, int], float]) -> None:
        super().__init__()
        self.learning_rate_function = learning_rate_function

    def step_end(self, run_context: RunContext) -> None:
        """Set the optimizer's learning rate by the function, of the rate now and the step's number.

        Examples:
            >>> import mindshim as ms
            >>> optimizer = ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="x")], 0.5)
            >>> facts = ms.train.callback._InternalCallbackParam(optimizer=optimizer, cur_step_num=3)
            >>> ms.train.LearningRateScheduler(lambda lr, step: lr / step).step_end(ms.train.RunContext(facts))
            >>> round(float(optimizer.learning_rate), 4)
            0.1667
        """
        params = run_context.original_args()
        # The shortest decimal of the float32: the function is given 0.1, not 0.10000000149.
        lr = float(str(params.optimizer.learning_rate.asnumpy()))
        new = self.learning_rate_function(lr, params.cur_step_num)
        if not math.isclose(lr, new, rel_tol=1e-10):
            assign(params.optimizer.learning_rate, Tensor(new, mstype.float32))
            log.info(f"At step {params.cur_step_num}, learning_rate change to {new}")
