"""How much two sets overlap."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam
from mindshim.train.metrics.metric import Metric, rearrange_inputs


class Dice(Metric):
    """The Dice coefficient, 2 |A B| / (|A|² + |B|²) (mirrors `mindspore.train.Dice`).

    Args:
        smooth: added to the denominator, a float greater than 0. Default: 1e-5.

    Raises:
        TypeError: if `smooth` is not a float. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Dice()
        >>> print(round(metric(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]])), 4))
        0.6667
    """

    def __init__(self, smooth: float = 1e-5) -> None:
        super().__init__()
        self.smooth = _checkparam.check_positive_float(smooth, "smooth")
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Dice()
            >>> metric.update(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]]))
            >>> print(round(float(metric.eval()), 4))
            0.6667
        """
        self._dice_coeff_sum = 0.0
        self._samples_num = 0

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Add a batch.

        Args:
            inputs: predictions and true values, of one shape.

        Raises:
            ValueError: for another number of inputs, or shapes that differ.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Dice()
            >>> metric.update(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]]))
            >>> print(round(float(metric.eval()), 4))
            0.6667
        """
        y_pred, y = self._arrays(inputs, "predicted value", "true value")
        if y_pred.shape != y.shape:
            raise ValueError(
                "For 'Dice.update', predicted value (input[0]) and true value (input[1]) should have same shape, "
                f"but got predicted value shape: {y_pred.shape}, true value shape: {y.shape}."
            )
        both = float((y_pred * y).sum())
        self._dice_coeff_sum += 2 * both / (float((y_pred**2).sum()) + float((y**2).sum()) + self.smooth)
        self._samples_num += y.shape[0]

    def eval(self) -> float:
        """The sum of the batches' coefficients, divided by the number of samples.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Dice()
            >>> metric.update(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]]))
            >>> print(round(float(metric.eval()), 4))
            0.6667
        """
        self._need_samples(self._samples_num, of="Dice coefficient")
        return self._dice_coeff_sum / self._samples_num
