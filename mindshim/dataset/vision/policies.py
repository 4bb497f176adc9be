"""Operations that choose among others."""

from __future__ import annotations

from typing import Any

from mindshim.dataset.vision.images import generator, integer, number


class RandomSelectSubpolicy:
    """One of several lists of operations, each of which is done with its probability (mirrors
    `mindspore.dataset.vision.RandomSelectSubpolicy`).

    Args:
        policy: a list of lists of (operation, probability).

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> policy = [[(vision.Invert(), 1.0)], [(vision.Invert(), 1), (vision.Posterize(8), 1)]]
        >>> vision.RandomSelectSubpolicy(policy)(np.array([[[255]]], np.uint8)).item()
        0
    """

    def __init__(self, policy: Any) -> None:
        if not isinstance(policy, list):
            raise TypeError(f"Argument policy with value {policy} is not of type [<class 'list'>], but got {type(policy)}.")
        if not policy:
            raise ValueError("policy can not be empty.")
        for i, steps in enumerate(policy):
            if not isinstance(steps, list):
                raise TypeError(f"Argument policy[{i}] with value {steps} is not of type [<class 'list'>], but got {type(steps)}.")
            if not steps:
                raise ValueError(f"policy[{i}] can not be empty.")
            for j, step in enumerate(steps):
                if not isinstance(step, tuple) or len(step) != 2 or not callable(step[0]):
                    raise TypeError(f"policy[{i}][{j}] should be a tuple of an operation and its probability.")
                number(f"prob of (op, prob) policy[{i}][{j}]", step[1], 0, 1)
        self._policy = policy

    def __call__(self, image: Any) -> Any:
        rng = generator()
        for step, prob in self._policy[rng.integers(len(self._policy))]:
            if rng.random() < prob:
                image = step(image)
        return image


class UniformAugment:
    """Some of several operations, each done or not as a coin falls (mirrors `mindspore.dataset.vision.UniformAugment`).

    Args:
        transforms: a list of operations. num_ops: how many to choose. Default: 2.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.UniformAugment([vision.Posterize(8)], 1)(np.array([[7]], np.uint8)).item()
        7
    """

    def __init__(self, transforms: Any, num_ops: int = 2) -> None:
        if not isinstance(transforms, list) or not all(callable(t) for t in transforms):
            raise TypeError(f"Argument transforms with value {transforms} is not a list of operations.")
        if integer("num_ops", num_ops, 1) > len(transforms):
            raise ValueError("num_ops is greater than transforms list size.")
        self._steps, self._count = transforms, num_ops

    def __call__(self, image: Any) -> Any:
        rng = generator()
        for at in rng.permutation(len(self._steps))[: self._count]:
            if rng.random() < 0.5:
                image = self._steps[at](image)
        return image
