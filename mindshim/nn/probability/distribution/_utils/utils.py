"""Checks of distributions' parameters (mirrors `mindspore.nn.probability.distribution._utils.utils`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.ops.primitive import PrimitiveWithInfer, prim_attr_register


def cast_to_tensor(t: Any, hint_type: Any = mstype.float32) -> Tensor:
    """A Tensor of a parameter: Tensors as they are, numbers, lists and arrays of the dtype `hint_type`.

    Raises:
        ValueError: for None. TypeError: for a bool, or what no Tensor can be made of.

    Examples:
        >>> from mindshim.nn.probability.distribution._utils.utils import cast_to_tensor
        >>> cast_to_tensor([1, 2])
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    if t is None:
        raise ValueError("Input cannot be None in cast_to_tensor")
    if isinstance(t, Tensor):
        return t
    if isinstance(t, bool):
        raise TypeError("Input cannot be Type Bool")
    if isinstance(t, (int, float, list, tuple, np.ndarray, np.number)):
        return Tensor(t, hint_type)
    raise TypeError(f"Unable to convert input of type {type(t)} to a Tensor of type {hint_type}")


def set_param_type(args: dict[str, Any], hint_type: Any) -> Any:
    """The dtype of a distribution: that of its parameters that are Tensors, or `hint_type`; integers become float32.

    Raises:
        TypeError: if they have different dtypes.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability.distribution._utils.utils import set_param_type
        >>> set_param_type({"mean": ms.Tensor([1.0], ms.float16), "sd": 1}, ms.float32)
        mindspore.float16
    """
    common: Any = None
    for name, value in args.items():
        if not isinstance(value, (Tensor, np.ndarray)):
            continue
        found = mstype.pytype_to_dtype(np.dtype(value.dtype.str).type) if isinstance(value, np.ndarray) else value.dtype
        if common is None:
            common = found
        elif common != found:
            raise TypeError(f"{name} should have the same dtype as other arguments.")
    if common in (mstype.int8, mstype.int16, mstype.int32, mstype.int64, mstype.uint8, mstype.uint16, mstype.uint32, mstype.uint64):
        return mstype.float32
    return hint_type if common is None or common == mstype.float64 else common


def _values(value: Any) -> np.ndarray:
    return np.asarray(value.asnumpy() if isinstance(value, Tensor) else value)


def check_greater_equal_zero(value: Any, name: str) -> None:
    """ValueError unless all values are 0 or more."""
    if (_values(value) < 0).any():
        raise ValueError(f"{name} must be greater than or equal to zero.")


def check_greater_zero(value: Any, name: str) -> None:
    """ValueError unless all values are above 0."""
    if (_values(value) <= 0).any():
        raise ValueError(f"{name} must be greater than zero.")


def check_greater(a: Any, b: Any, name_a: str, name_b: str) -> None:
    """ValueError unless `a` is below `b` everywhere."""
    if (_values(a) >= _values(b)).any():
        raise ValueError(f"{name_a} must be less than {name_b}")


def check_prob(p: Any) -> None:
    """ValueError unless all values are between 0 and 1, both excluded."""
    values = _values(p)
    if (values <= 0).any():
        raise ValueError("Probabilities must be greater than zero")
    if (values >= 1).any():
        raise ValueError("Probabilities must be less than one")


def check_sum_equal_one(probs: Any) -> None:
    """ValueError unless the values of the last axis sum to 1."""
    values = _values(probs)
    if not np.allclose(values.sum(-1), 1, rtol=np.finfo(np.float32).eps * 10, atol=np.finfo(np.float32).eps * 10):
        raise ValueError("Probabilities for each category should sum to one for Categorical distribution.")


def check_rank(probs: Any) -> None:
    """ValueError for a scalar."""
    if np.ndim(_values(probs)) == 0:
        raise ValueError("probs for Categorical distribution must have rank >= 1.")


def logits_to_probs(logits: Tensor, is_binary: bool = False) -> Tensor:
    """Probabilities of their logits: sigmoid of each, or softmax over the last axis."""
    return ops.sigmoid(logits) if is_binary else ops.softmax(logits, -1)


def clamp_probs(probs: Tensor) -> Tensor:
    """Probabilities kept away from 0 and 1 by the dtype's precision."""
    eps = float(np.finfo(probs.asnumpy().dtype).eps)
    return ops.clip_by_value(probs, eps, 1 - eps)


def probs_to_logits(probs: Tensor, is_binary: bool = False) -> Tensor:
    """Logits of probabilities."""
    kept = clamp_probs(probs)
    return ops.log(kept) - ops.log1p(-kept) if is_binary else ops.log(kept)


def cast_type_for_device(dtype: Any) -> Any:
    """The dtype itself: every device computes in all of them here."""
    return dtype


def raise_none_error(name: str) -> None:
    """TypeError for a parameter that was given neither at construction nor at the call."""
    raise TypeError(f"the type {name} must be subclass of Tensor. It can not be None since it is not specified during initialization.")


def raise_not_impl_error(name: str) -> None:
    """ValueError for a bijector that lacks what the function needs."""
    raise ValueError(f"{name} function must be implemented for non-linear bijectors")


def raise_not_implemented_util(func_name: str, obj: Any, *args: Any, **kwargs: Any) -> None:
    """NotImplementedError of a distribution's function."""
    raise NotImplementedError(f"{func_name} is not implemented for {obj} distribution.")


def raise_not_defined(func_name: str, obj: Any, *args: Any, **kwargs: Any) -> None:
    """ValueError of a function that a distribution cannot have."""
    raise ValueError(f"{func_name} is undefined for {obj} distribution.")


def check_distribution_name(name: str, expected_name: str) -> None:
    """ValueError unless both names are the same."""
    if name is None:
        raise ValueError("Distribution should be a constant which is not None.")
    if name != expected_name:
        raise ValueError(f"Expected dist input is {expected_name}, but got {name}.")


class CheckTuple(PrimitiveWithInfer):
    """The tuple that it is given.

    Raises:
        TypeError: for anything else.

    Examples:
        >>> from mindshim.nn.probability.distribution._utils.utils import CheckTuple
        >>> CheckTuple()((1, 2), "shape")
        (1, 2)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Any, name: str) -> Any:  # type: ignore[override]
        if not isinstance(x, tuple):
            raise TypeError(f"For {name}, input type must be a tuple.")
        return x


class CheckTensor(PrimitiveWithInfer):
    """The Tensor that it is given, or None.

    Raises:
        TypeError: for anything else.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability.distribution._utils.utils import CheckTensor
        >>> CheckTensor()(ms.Tensor(1), "value")
        Tensor(shape=[], dtype=Int64, value= 1)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Any, name: str) -> Any:  # type: ignore[override]
        if x is not None and not isinstance(x, Tensor):
            raise TypeError(f"For {name}, input type must be a Tensor or Parameter.")
        return x
