"""How alike the rows of a matrix are."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics.metric import Metric


class CosineSimilarity(Metric):
    """The similarity of every two rows of a matrix (mirrors `mindspore.train.CosineSimilarity`).

    Args:
        similarity: 'cosine' of the angle, or 'dot' product. Default: 'cosine'.
        reduction: 'none', or the 'sum' or 'mean' of every row of the result. Default: 'none'.
        zero_diagonal: set what a row has to do with itself to 0. Default: True.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.train.CosineSimilarity()([[3.0, 4.0], [4.0, 3.0]]).round(2))
        [[0.   0.96]
         [0.96 0.  ]]
    """

    def __init__(self, similarity: str = "cosine", reduction: str = "none", zero_diagonal: bool = True) -> None:
        super().__init__()
        for name, value, allowed in (
            ("similarity", similarity, ["dot", "cosine"]),
            ("reduction", reduction, ["none", "sum", "mean"]),
        ):
            _checkparam.check_value_type(name, value, [str])
            _checkparam.check_string(value, allowed, name)
        self.similarity, self.reduction = similarity, reduction
        self.zero_diagonal = _checkparam.check_value_type("zero_diagonal", zero_diagonal, [bool])
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.CosineSimilarity()
            >>> metric.update([[3.0, 4.0], [4.0, 3.0]])
            >>> metric.clear()
            >>> metric.update([[3.0, 4.0], [4.0, 3.0]])
            >>> print(metric.eval().round(2))
            [[0.   0.96]
             [0.96 0.  ]]
        """
        self.sqr_mtx_res: Any = 0
        self._is_update = False

    def update(self, inputs: Any) -> None:
        """Compare the rows of `inputs`, a matrix; an earlier one is forgotten.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.CosineSimilarity()
            >>> metric.update([[3.0, 4.0], [4.0, 3.0]])
            >>> print(metric.eval().round(2))
            [[0.   0.96]
             [0.96 0.  ]]
        """
        rows = self._convert_data(inputs)
        if self.similarity == "cosine":
            with np.errstate(invalid="ignore", divide="ignore"):
                rows = rows / np.linalg.norm(rows, ord=2, axis=1, keepdims=True)
        self.sqr_mtx_res = rows @ rows.T
        self._is_update = True

    def eval(self) -> np.ndarray:
        """The similarities: a square matrix, or with a reduction one number for each row.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.CosineSimilarity()
            >>> metric.update([[3.0, 4.0], [4.0, 3.0]])
            >>> print(metric.eval().round(2))
            [[0.   0.96]
             [0.96 0.  ]]
        """
        self._need_update(self._is_update)
        if self.zero_diagonal:
            np.fill_diagonal(self.sqr_mtx_res, 0)
        if self.reduction == "none":
            return self.sqr_mtx_res
        return self.sqr_mtx_res.mean(axis=-1) if self.reduction == "mean" else self.sqr_mtx_res.sum(axis=-1)
