"""Operations that choose among others (mirrors parts of `mindspore.dataset.transforms`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mindshim.dataset.vision.images import generator


def done(steps: Sequence[Callable[..., Any]], args: tuple[Any, ...]) -> Any:
    """The operations one after another; each gets all that the one before it gave."""
    values: Any = args
    for step in steps:
        out = step(*values)
        values = out if isinstance(out, tuple) else (out,)
    return values if len(values) > 1 else values[0]


class _Several:
    def __init__(self, transforms: Any) -> None:
        if not isinstance(transforms, list):
            raise TypeError(
                f"Argument transforms list with value {transforms} is not of type [<class 'list'>], but got {type(transforms)}."
            )
        if not transforms:
            raise ValueError("transforms list can not be empty.")
        for i, step in enumerate(transforms):
            if not callable(step):
                raise TypeError(f"transforms[{i}] is neither a transforms op (TensorOperation) nor a callable pyfunc.")
        self.transforms = transforms


class RandomApply(_Several):
    """All of several operations, with a probability (mirrors `mindspore.dataset.transforms.RandomApply`).

    Args:
        transforms: a list of operations. prob: the probability. Default: 0.5.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.RandomApply([lambda x: x + 1, lambda x: x * 2], 1.0)(3)
        8
    """

    def __init__(self, transforms: Any, prob: float = 0.5) -> None:
        super().__init__(transforms)
        if isinstance(prob, bool) or not isinstance(prob, (int, float)):
            raise TypeError(f"Argument prob with value {prob} is not of type [<class 'float'>, <class 'int'>], but got {type(prob)}.")
        if not 0 <= prob <= 1:
            raise ValueError("Input prob is not within the required interval of [0, 1].")
        self.prob = prob

    def __call__(self, *args: Any) -> Any:
        return done(self.transforms if generator().random() < self.prob else (), args)


class RandomChoice(_Several):
    """One of several operations (mirrors `mindspore.dataset.transforms.RandomChoice`).

    Args:
        transforms: a list of operations.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.RandomChoice([lambda x: x + 1, lambda x: x * 2])(1)
        2
    """

    def __call__(self, *args: Any) -> Any:
        return done([self.transforms[generator().integers(len(self.transforms))]], args)


class RandomOrder(_Several):
    """All of several operations, in random order (mirrors `mindspore.dataset.transforms.RandomOrder`).

    Args:
        transforms: a list of operations.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim.dataset.transforms as transforms
        >>> transforms.RandomOrder([lambda x: x + 1, lambda x: x + 2])(1)
        4
    """

    def __call__(self, *args: Any) -> Any:
        return done([self.transforms[i] for i in generator().permutation(len(self.transforms))], args)
