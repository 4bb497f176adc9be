"""The many spellings of maximum, minimum, argmax and argmin."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Kernel, kernel
from mindshim._core.promotion import I64, is_complex, operands
from mindshim._core.tensor import Tensor
from mindshim.ops.binary import maximum, minimum
from mindshim.ops.reduction import (
    arg_max_with_value,
    arg_min_with_value,
    axis_of,
    max_where,
    reduce_max,
    reduce_min,
)


def _index(name: str, argument: Any, word: str) -> Kernel:
    def body(input: Array, dim: Any = None, keepdim: bool = False, output_type: Any = None) -> Any:
        (x,) = operands(name, input)
        if is_complex(x.dtype):
            raise TypeError(f"For '{name}', complex numbers have no order.")
        target = I64 if output_type is None else output_type.np
        if dim is None:
            return argument(x.reshape(-1)).astype(target)
        at = axis_of(name, dim, x.ndim)
        return argument(x, axis=at if x.ndim else None, keepdims=keepdim).astype(target)

    body.__annotations__ = {"input": "Array"}
    body.__name__ = word
    out = "[1, 0]" if name == "Argmax" else "[0, 1]"
    body.__doc__ = f"""The index of the {word} along `dim`, or in the flattened Tensor if it is None (`mindspore.ops.arg{word[:3]}`).

    Args:
        input: a real Tensor. dim: an int or None. keepdim: whether the dimension stays with size 1.

    Raises:
        TypeError: if `dim` is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()(ms.Tensor([[1.0, 2.0], [3.0, 0.0]]))
        Tensor(shape=[2], dtype=Int32, value= {out})
    """
    return kernel(name, differentiable=False)(body)


arg_max = _index("Argmax", jnp.argmax, "maximum")
arg_min = _index("Argmin", jnp.argmin, "minimum")
arg_max.face("ops.argmax", "input, dim=None, keepdim=False")  # type: ignore[attr-defined]
arg_max.face("mint.argmax", "input, dim=None, keepdim=False")  # type: ignore[attr-defined]
arg_min.face("mint.argmin", "input, dim=None, keepdim=False")  # type: ignore[attr-defined]
arg_min.face(  # type: ignore[attr-defined]
    "ops.argmin", "input, axis=None, keepdims=False", axis="dim", keepdims="keepdim", fixed={"output_type": dtypes.int32}
)
arg_max.primitive("Argmax", "axis=-1, output_type=mstype.int32", call="input_x", axis="dim", input_x="input")  # type: ignore[attr-defined]
arg_min.primitive("Argmin", "axis=-1, output_type=mstype.int32", call="x", axis="dim", x="input")  # type: ignore[attr-defined]


def _index_method(k: Kernel, name: str, output_type: Any) -> Any:
    def method(self: Tensor, axis: Any = None, keepdims: bool = False, *, dim: Any = None, keepdim: bool = False) -> Tensor:
        return k(self, axis if dim is None else dim, keepdims or keepdim, output_type)

    method.__name__, method.__qualname__ = name, f"Tensor.{name}"
    method.__doc__ = f"`ops.{name}` of this Tensor: `{name}(axis, keepdims)` or `{name}(dim, keepdim)`."
    return method


face("Tensor.argmax")(_index_method(arg_max, "argmax", None))
face("Tensor.argmin")(_index_method(arg_min, "argmin", dtypes.int32))


def _indexed(k: Kernel, x: Any, axis: Any, keepdims: bool) -> tuple[Tensor, Tensor]:
    index, value = k(x, axis, keepdims)
    return value, index


def _extreme(name: str, whole: Kernel, indexed: Kernel, smallest: bool) -> None:
    """ops.max and relatives."""

    def function(
        input: Any, axis: Any = None, keepdims: bool = False, *, initial: Any = None, where: Any = None
    ) -> tuple[Tensor, Tensor]:
        if axis is None:
            return whole(input, (), False), Tensor(0)
        if isinstance(axis, (tuple, list)):
            raise TypeError(f"For '{name}', 'axis' must be int, but got {type(axis).__name__}.")
        if initial is not None:
            # MindSpore looks for the extreme among the elements and `initial` where there is no `where`.
            kept = input if where is None else input.where(where, initial)
            input = (minimum if smallest else maximum)(kept, initial).astype(input.dtype)
        return _indexed(indexed, input, axis, keepdims)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""The {name}imum and its index (mirrors `mindspore.ops.{name}`): along `axis`, or of all elements (index 0) if None.

    Args:
        input: a real Tensor. axis: an int or None. keepdims: whether the dimension stays with size 1.
        initial: a bound that also takes part. where: a Bool Tensor; elements where it is False count as `initial`.

    Returns:
        The values and the indices (int64).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.Tensor([[1.0, 2.0]]), 1)[1]
        Tensor(shape=[1], dtype=Int64, value= [{0 if smallest else 1}])
    """
    face(f"ops.{name}")(function)

    def method(self: Tensor, *args: Any, **kwargs: Any) -> Any:
        by_dim = "dim" in kwargs or "keepdim" in kwargs
        if not by_dim and args and type(args[0]) is int:
            by_dim = not (set(kwargs) | ({"keepdims"} if len(args) > 2 else set()))
        if by_dim:
            return _by_dim(self, *args, **kwargs)
        return _by_axis(self, *args, **kwargs)

    def _by_dim(self: Tensor, dim: int, keepdim: bool = False) -> tuple[Tensor, Tensor]:
        return _indexed(indexed, self, dim, keepdim)

    def _by_axis(
        self: Tensor,
        axis: Any = None,
        keepdims: bool = False,
        *,
        initial: Any = None,
        where: Any = True,
        return_indices: bool = False,
    ) -> Any:
        if where is None or not isinstance(where, (bool, Tensor)):
            raise TypeError(f"For '{name}', 'where' must be a bool Tensor or True, but got {type(where).__name__}.")
        if not isinstance(return_indices, bool):
            raise TypeError(f"For '{name}', 'return_indices' must be bool, but got {type(return_indices).__name__}.")
        if initial is not None and not isinstance(initial, (int, float)):
            raise TypeError(f"For '{name}', 'initial' must be a number, but got {type(initial).__name__}.")
        if return_indices:
            return function(self, axis, keepdims, initial=initial, where=None if where is True else where)
        if initial is None and where is True:
            return whole(self, () if axis is None else axis, keepdims)
        return max_where(self, axis, keepdims, initial, None if where is True else where, smallest)

    method.__name__, method.__qualname__ = name, f"Tensor.{name}"
    method.__doc__ = f"""The {name}imum (mirrors `mindspore.Tensor.{name}`), in one of three forms.

    `{name}()` and `{name}(axis=…, keepdims=False, *, initial=None, where=True, return_indices=False)` give values;
    `{name}(dim, keepdim=False)` gives values and indices.
    """
    face(f"Tensor.{name}")(method)

    def mint(input: Tensor, *args: Any, **kwargs: Any) -> Any:
        if (args and isinstance(args[0], Tensor)) or "other" in kwargs:
            return (minimum if smallest else maximum)(input, *args, **kwargs)
        if not args and not kwargs:
            return whole(input, (), False)
        return _by_dim(input, *args, **kwargs)

    mint.__name__ = mint.__qualname__ = name
    mint.__doc__ = f"""The {name}imum of all elements, along `dim` with indices, or of two Tensors (mirrors `mindspore.mint.{name}`)."""
    face(f"mint.{name}")(mint)

    def amax(
        input: Any, axis: Any = None, keepdims: bool = False, *, initial: Any = None, where: Any = None
    ) -> Tensor:
        if initial is None and where is None:
            return whole(input, () if axis is None else axis, keepdims)
        return max_where(input, axis, keepdims, initial, where, smallest)

    amax.__name__ = amax.__qualname__ = f"a{name}"
    amax.__doc__ = f"""The {name}imum over one or more dimensions (mirrors `mindspore.ops.a{name}`).

    Args:
        input: a real Tensor. axis: an int, a tuple or list of ints, or None for all dimensions.
        keepdims: whether they stay with size 1. initial: a bound that also takes part.
        where: a Bool Tensor; elements where it is False count as `initial`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.a{name}(ms.Tensor([[1.0, 2.0]]), 1)
        Tensor(shape=[1], dtype=Float32, value= [ {1 if smallest else 2}.00000000e+00])
    """
    face(f"ops.a{name}", f"Tensor.a{name}")(amax)
    whole.face(f"mint.a{name}", "input, dim=(), keepdim=False", input="x", dim="axis", keepdim="keep_dims")  # type: ignore[attr-defined]

    def with_value(self: Tensor, axis: int = 0, keep_dims: bool = False) -> tuple[Tensor, Tensor]:
        return _indexed(indexed, self, axis, keep_dims)

    with_value.__doc__ = f"The {name}imum along `axis` and its index (mirrors `mindspore.Tensor.arg{name}_with_value`)."
    face(f"Tensor.arg{name}_with_value")(with_value)


_extreme("max", reduce_max, arg_max_with_value, smallest=False)
_extreme("min", reduce_min, arg_min_with_value, smallest=True)


@kernel("AMinMax")
def aminmax(input: Array, axis: Any = 0, keepdims: bool = False) -> tuple[Any, Any]:
    """The minimum and the maximum along `axis` (None for all elements) (mirrors `mindspore.ops.aminmax`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.aminmax(ms.Tensor([1.0, 5.0, 3.0]))
        (Tensor(shape=[], dtype=Float32, value= 1), Tensor(shape=[], dtype=Float32, value= 5))
    """
    return reduce_min.fn(input, axis, keepdims), reduce_max.fn(input, axis, keepdims)


aminmax.face("ops.aminmax", "input, *, axis=0, keepdims=False").face("Tensor.aminmax", "*, axis=0, keepdims=False")  # type: ignore[attr-defined]


@face("Tensor.ptp")
def ptp(self: Tensor, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The maximum minus the minimum along `axis` (mirrors `mindspore.Tensor.ptp`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.ptp())
        2.0
    """
    low, high = aminmax(self, axis, keepdims)
    return high - low
