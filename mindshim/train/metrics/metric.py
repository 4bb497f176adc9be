"""What all metrics share: `clear`, `update` with a batch, `eval`."""

from __future__ import annotations

import functools
from abc import ABCMeta, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim.common.tensor import Tensor


def rearrange_inputs(func: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator of `update`: it gets the inputs that `set_indexes` chose (mirrors `mindspore.train.rearrange_inputs`).

    Examples:
        >>> import mindshim as ms
        >>> class Second:
        ...     indexes = [1]
        ...     @ms.train.rearrange_inputs
        ...     def update(self, *inputs):
        ...         return inputs
        >>> Second().update("a", "b")
        ('b',)
    """

    @functools.wraps(func)
    def wrapper(self: Any, *inputs: Any) -> Any:
        chosen = self.indexes
        return func(self, *([inputs[i] for i in chosen] if chosen else inputs))

    return wrapper


class Metric(metaclass=ABCMeta):
    """Base class of metrics: `clear`, `update` with a batch, `eval` (mirrors `mindspore.train.Metric`).

    Calling a metric does all three.

    Raises:
        TypeError: for a subclass that does not define all three.

    Examples:
        >>> import mindshim as ms
        >>> class Count(ms.train.Metric):
        ...     def clear(self):
        ...         self.n = 0
        ...     def update(self, *inputs):
        ...         self.n += len(inputs[0])
        ...     def eval(self):
        ...         return self.n
        >>> Count()(ms.Tensor([1, 2, 3]))
        3
    """

    def __init__(self) -> None:
        self._indexes: list[int] | None = None

    def _convert_data(self, data: Any) -> np.ndarray:
        if isinstance(data, Tensor):
            return data.asnumpy()
        if isinstance(data, list):
            return np.array(data)
        if isinstance(data, np.ndarray):
            return data
        raise TypeError(
            "For 'Metric' and its derived classes, the input data type must be tensor, list or numpy.ndarray, "
            f"but got {type(data)}."
        )

    @property
    def indexes(self) -> list[int] | None:
        """Which inputs `update` looks at, in which order; None for all."""
        return getattr(self, "_indexes", None)

    def set_indexes(self, indexes: list[int]) -> Any:
        """Choose the inputs that `update` looks at, and return the metric.

        Args:
            indexes: positions among the inputs of `update`.

        Raises:
            ValueError: if it is not a list of int.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Accuracy().set_indexes([0, 2])
            >>> float(metric(ms.Tensor([[0.2, 0.8]]), "not looked at", ms.Tensor([1])))
            1.0
        """
        if not isinstance(indexes, list) or not all(isinstance(i, int) for i in indexes):
            raise ValueError(
                "For 'set_indexes', the argument 'indexes' must be a list and all its elements must be int, "
                "please check whether it is correct."
            )
        self._indexes = indexes
        return self

    def __call__(self, *inputs: Any) -> Any:
        self.clear()
        self.update(*inputs)
        return self.eval()

    @abstractmethod
    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> class Count(ms.train.Metric):
            ...     def clear(self):
            ...         self.n = 0
            ...     def update(self, *inputs):
            ...         self.n += len(inputs[0])
            ...     def eval(self):
            ...         return self.n
            >>> count = Count()
            >>> count.clear()
            >>> count.n
            0
        """
        raise NotImplementedError("Must define clear function to use this base class")

    @abstractmethod
    def eval(self) -> Any:
        """The result for what was seen since `clear`.

        Examples:
            >>> import mindshim as ms
            >>> class Count(ms.train.Metric):
            ...     def clear(self):
            ...         self.n = 0
            ...     def update(self, *inputs):
            ...         self.n += len(inputs[0])
            ...     def eval(self):
            ...         return self.n
            >>> count = Count()
            >>> count.clear()
            >>> count.update([1, 2, 3])
            >>> count.eval()
            3
        """
        raise NotImplementedError("Must define eval function to use this base class")

    @abstractmethod
    def update(self, *inputs: Any) -> None:
        """Take a batch into account.

        Examples:
            >>> import mindshim as ms
            >>> class Count(ms.train.Metric):
            ...     def clear(self):
            ...         self.n = 0
            ...     def update(self, *inputs):
            ...         self.n += len(inputs[0])
            ...     def eval(self):
            ...         return self.n
            >>> count = Count()
            >>> count.clear()
            >>> count.update([1, 2, 3])
            >>> count.n
            3
        """
        raise NotImplementedError("Must define update function to use this base class")

    # -- checks --------------------------------------------------------------------------------------------------------

    def _arrays(self, inputs: tuple[Any, ...], *names: str, of: str = "") -> list[np.ndarray]:
        """The inputs as arrays; ValueError for another number of them."""
        self._need(inputs, *names, of=of)
        return [self._convert_data(x) for x in inputs]

    def _need(self, inputs: tuple[Any, ...], *names: str, of: str = "") -> None:
        if len(inputs) != len(names):
            count = "1 input" if len(names) == 1 else f"{len(names)} inputs"
            raise ValueError(
                f"For '{of or type(self).__name__}.update', it needs {count} ({', '.join(names)}), but got {len(inputs)}."
            )

    def _need_samples(self, seen: Any, of: str = "") -> None:
        if not seen:
            raise RuntimeError(
                f"The '{of or type(self).__name__}' can not be calculated, because the number of samples is 0, please check "
                "whether your inputs (predicted value, true value) are empty, or has called update method before calling "
                "eval method."
            )

    def _need_update(self, seen: Any) -> None:
        if not seen:
            raise RuntimeError("Please call the 'update' method before calling 'eval' method.")


class EvaluationBase(Metric):
    """Base class of metrics of classes (mirrors `mindspore.train.metrics.metric.EvaluationBase`).

    Args:
        eval_type: 'classification' (one class each, labels are indices or one-hot) or 'multilabel' (0 or 1 for every class).

    Raises:
        TypeError: for another `eval_type`.
    """

    def __init__(self, eval_type: str) -> None:
        super().__init__()
        if eval_type not in ("classification", "multilabel"):
            raise TypeError(f"The argument 'eval_type' must be in {{'classification', 'multilabel'}}, but got {eval_type}")
        self._type = eval_type

    def _check_shape(self, y_pred: np.ndarray, y: np.ndarray) -> None:
        """ValueError unless the labels have the shape of the predictions, in 'classification' without the class axis."""
        check_shapes(self._type, y_pred, y)

    def _check_value(self, y_pred: np.ndarray, y: np.ndarray) -> None:
        """ValueError unless all values are 0 or 1, in 'multilabel'."""
        if self._type == "multilabel" and not all(np.isin(a, (0, 1)).all() for a in (y_pred, y)):
            raise ValueError(
                "In multilabel case, all elements in y_pred (predicted value) and y (true value) should be 0 or 1. "
                "Please check whether your inputs y_pred and y are correct."
            )

    def _batch(self, inputs: tuple[Any, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Predictions and labels, checked, labels as class indices in 'classification'."""
        y_pred, y = self._arrays(inputs, "predicted value", "true value")
        if self._type == "classification":
            y = class_indices(y_pred, y)
        self._check_shape(y_pred, y)
        self._check_value(y_pred, y)
        self._class_num = same_classes(self, getattr(self, "_class_num", 0), y_pred)
        return y_pred, y


def same_classes(metric: Any, before: int, y_pred: np.ndarray) -> int:
    """The number of classes; ValueError if an earlier batch had another."""
    classes = y_pred.shape[1]
    if before not in (0, classes):
        raise ValueError(
            f"For '{type(metric).__name__}.update', class number not match, last input predicted data contain {before} "
            f"classes, but current predicted data contain {classes} classes, please check your predicted value(inputs[0])."
        )
    return classes


def class_indices(y_pred: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Labels as class indices: of one-hot labels, which have the predictions' rank, the position of the one."""
    return y.argmax(axis=1) if y_pred.ndim == y.ndim and is_one_hot(y) else y


def is_one_hot(data: np.ndarray) -> bool:
    """Whether axis 1 holds one 1 and zeros."""
    return bool(data.ndim > 1 and np.isin(data, (0, 1)).all() and (data.sum(axis=1) == 1).all())


def check_shapes(eval_type: str, y_pred: np.ndarray, y: np.ndarray) -> None:
    """ValueError unless the labels have the shape of the predictions, in 'classification' without the class axis."""
    single = eval_type == "classification"
    expected = (y_pred.shape[0], *y_pred.shape[2:]) if single else y_pred.shape
    if y_pred.ndim != y.ndim + single:
        raise ValueError(
            f"In {eval_type} case, the dimension of y_pred (predicted value) should equal to the dimension of y (true "
            f"value){' add 1' if single else ''}, but got y_pred dimension: {y_pred.ndim} and y dimension: {y.ndim}."
        )
    if y.shape != expected:
        raise ValueError(
            f"In {eval_type} case, the shape of y (true value) should be {expected}, for y_pred (predicted value) of "
            f"shape {y_pred.shape}, but got {y.shape}."
        )
