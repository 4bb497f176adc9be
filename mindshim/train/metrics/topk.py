"""How often the right class is among the likeliest."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.train.metrics.metric import Metric, class_indices, rearrange_inputs


class TopKCategoricalAccuracy(Metric):
    """How often the right class is among the `k` likeliest (mirrors `mindspore.train.TopKCategoricalAccuracy`).

    Args:
        k: how many classes count.

    Raises:
        TypeError: if `k` is not an int. ValueError: if it is less than 1.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.TopKCategoricalAccuracy(2)
        >>> print(metric(ms.Tensor([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]]), ms.Tensor([2, 2])))
        0.5
    """

    def __init__(self, k: int) -> None:
        super().__init__()
        name = "TopKCategoricalAccuracy"
        if not isinstance(k, int):
            raise TypeError(f"For '{name}', the type of the argument 'k' should be int, but got 'k' type: {type(k)}.")
        if k < 1:
            raise ValueError(f"For '{name}', the argument 'k' must be at least 1, but got 'k' value: {k}.")
        self.k = k
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.TopKCategoricalAccuracy(2)
            >>> metric.update(ms.Tensor([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]]), ms.Tensor([2, 2]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]]), ms.Tensor([2, 2]))
            >>> print(metric.eval())
            0.5
        """
        self._correct_num = 0
        self._samples_num = 0

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Count a batch.

        Args:
            inputs: predictions of shape (N, C), and labels: indices of shape (N,), or one-hot.

        Raises:
            ValueError: for another number of inputs, shapes that do not fit, or fewer than `k` classes.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.TopKCategoricalAccuracy(2)
            >>> metric.update(ms.Tensor([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]]), ms.Tensor([2, 2]))
            >>> print(metric.eval())
            0.5
        """
        name = "TopKCategoricalAccuracy"
        y_pred, y = self._arrays(inputs, "predicted value", "true value", of=name)
        y = class_indices(y_pred, y).reshape(-1, 1)
        likeliest = np.argsort(-y_pred, axis=1)[:, : self.k]
        if likeliest.shape != (y.shape[0], self.k):
            raise ValueError(
                f"For '{name}.update', the predicted value (input[0]) must have shape (N, C), with C at least {self.k} and N "
                f"the number of labels, {y.shape[0]}, but got shape {y_pred.shape}."
            )
        self._correct_num += (likeliest == y).sum()
        self._samples_num += y.shape[0]

    def eval(self) -> float:
        """The share, in [0, 1].

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.TopKCategoricalAccuracy(2)
            >>> metric.update(ms.Tensor([[0.1, 0.6, 0.3], [0.7, 0.2, 0.1]]), ms.Tensor([2, 2]))
            >>> print(metric.eval())
            0.5
        """
        self._need_samples(self._samples_num, of="TopKCategoricalAccuracy")
        return self._correct_num / self._samples_num


class Top1CategoricalAccuracy(TopKCategoricalAccuracy):
    """How often the likeliest class is the right one (mirrors `mindspore.train.Top1CategoricalAccuracy`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.train.Top1CategoricalAccuracy()(ms.Tensor([[0.1, 0.9], [0.8, 0.2]]), ms.Tensor([1, 1])))
        0.5
    """

    def __init__(self) -> None:
        super().__init__(1)


class Top5CategoricalAccuracy(TopKCategoricalAccuracy):
    """How often the right class is among the five likeliest (mirrors `mindspore.train.Top5CategoricalAccuracy`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.train.Top5CategoricalAccuracy()(ms.Tensor([[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]), ms.Tensor([0])))
        0.0
    """

    def __init__(self) -> None:
        super().__init__(5)
