"""How surprised a model of language is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics.metric import Metric, rearrange_inputs


class Perplexity(Metric):
    """exp of the mean of -log(probability of the right word) (mirrors `mindspore.train.Perplexity`).

    Args:
        ignore_label: a label that does not count. Default: None.

    Raises:
        TypeError: if `ignore_label` is not an int.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Perplexity()
        >>> print(metric(ms.Tensor([[0.5, 0.5], [0.5, 0.5]]), ms.Tensor([1, 0])))
        2.0
    """

    def __init__(self, ignore_label: int | None = None) -> None:
        super().__init__()
        if ignore_label is not None:
            _checkparam.check_value_type("ignore_label", ignore_label, [int])
        self.ignore_label = ignore_label
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Perplexity()
            >>> metric.update(ms.Tensor([[0.5, 0.5], [0.5, 0.5]]), ms.Tensor([1, 0]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[0.5, 0.5], [0.5, 0.5]]), ms.Tensor([1, 0]))
            >>> print(round(float(metric.eval()), 4))
            2.0
        """
        self._sum_metric = 0.0
        self._num_inst = 0

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Add a batch.

        Args:
            inputs: probabilities of shape (..., C), and as many labels, in [0, C).

        Raises:
            ValueError: for another number of inputs. RuntimeError: if there are more or fewer labels. IndexError: if
                one is out of range.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Perplexity()
            >>> metric.update(ms.Tensor([[0.5, 0.5], [0.5, 0.5]]), ms.Tensor([1, 0]))
            >>> print(round(float(metric.eval()), 4))
            2.0
        """
        y_pred, label = self._arrays(inputs, "predicted value", "label")
        if label.size * y_pred.shape[-1] != y_pred.size:
            raise RuntimeError(
                "For 'Perplexity.update', label (input[1]) should have an element for each row of predicted value (input[0]), "
                f"but got predicted value shape {y_pred.shape}, label shape {label.shape}."
            )
        index = label.reshape(-1).astype(np.int64)
        counts = np.ones(index.shape, bool) if self.ignore_label is None else index != self.ignore_label
        rows = y_pred.reshape(-1, y_pred.shape[-1])[counts]
        right = rows[np.arange(len(rows)), index[counts]]
        # An impossible word costs much, not infinitely much.
        self._sum_metric -= float(np.log(np.maximum(right, 1e-10)).sum())
        self._num_inst += len(rows)

    def eval(self) -> float:
        """The perplexity, at least 1.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Perplexity()
            >>> metric.update(ms.Tensor([[0.5, 0.5], [0.5, 0.5]]), ms.Tensor([1, 0]))
            >>> print(round(float(metric.eval()), 4))
            2.0
        """
        self._need_samples(self._num_inst)
        return math.exp(self._sum_metric / self._num_inst)
