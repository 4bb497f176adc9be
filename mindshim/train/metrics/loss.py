"""The mean of a loss."""

from __future__ import annotations

from typing import Any

from mindshim.train.metrics.metric import Metric, rearrange_inputs


class Loss(Metric):
    """The mean of the losses of the batches (mirrors `mindspore.train.Loss`).

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Loss()
        >>> metric.update(ms.Tensor(1.0))
        >>> metric.update(ms.Tensor(2.0))
        >>> print(metric.eval())
        1.5
    """

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Loss()
            >>> metric.update(ms.Tensor(1.5))
            >>> metric.clear()
            >>> metric.update(ms.Tensor(1.5))
            >>> print(metric.eval())
            1.5
        """
        self._sum_loss = 0.0
        self._total_num = 0

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Add the loss of a batch: a number, or several, of which it takes the mean.

        Raises:
            ValueError: for more than one input, or a loss of more than one axis.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Loss()
            >>> metric.update(ms.Tensor(1.5))
            >>> print(metric.eval())
            1.5
        """
        (loss,) = self._arrays(inputs, "loss")
        if loss.ndim > 1:
            raise ValueError(f"For 'Loss.update', the dimension of your input (loss) must be 0 or 1, but got {loss.ndim}.")
        self._sum_loss += float(loss.mean())
        self._total_num += 1

    def eval(self) -> float:
        """The mean.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Loss()
            >>> metric.update(ms.Tensor(1.5))
            >>> print(metric.eval())
            1.5
        """
        self._need_samples(self._total_num)
        return self._sum_loss / self._total_num
