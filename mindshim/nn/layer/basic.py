"""Layers of linear maps, shapes and windows (mirrors `mindspore.nn.layer.basic`)."""

from __future__ import annotations

import functools
import math
from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim._core import lazy
from mindshim._core.precision import biases_apart
from mindshim.common import dtype as mstype
from mindshim.common.initializer import HeUniform, Uniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor
from mindshim.nn.layer._arguments import positive_int as positive_int
from mindshim.nn.layer.activation import get_activation
from mindshim.nn.layer.dropout import Dropout as Dropout
from mindshim.nn.layer.dropout import Dropout1d as Dropout1d
from mindshim.nn.layer.dropout import Dropout2d as Dropout2d
from mindshim.nn.layer.dropout import Dropout3d as Dropout3d
from mindshim.ops.nn.dense import dense

__getattr__ = lazy.earlier(__name__)


def _weight_and_bias(
    op: str, ins: int, outs: int, weight_init: Any, bias_init: Any, has_bias: Any, dtype: Any
) -> tuple[Parameter, Parameter | None]:
    """The Parameters of a linear map."""
    if not isinstance(has_bias, bool):
        raise TypeError(f"For '{op}', the type of 'has_bias' must be bool, but got {type(has_bias).__name__}.")
    if isinstance(weight_init, Tensor) and tuple(weight_init.shape) != (outs, ins):
        raise ValueError(f"For '{op}', weight init shape must be ({outs}, {ins}), but got {weight_init.shape}.")
    weight_init = HeUniform(math.sqrt(5)) if weight_init is None else weight_init
    weight = Parameter(initializer(weight_init, [outs, ins], dtype=dtype), name="weight")
    if not has_bias:
        return weight, None
    if isinstance(bias_init, Tensor) and tuple(bias_init.shape) != (outs,):
        raise ValueError(f"For '{op}', bias init shape must be ({outs},), but got {bias_init.shape}.")
    bias_init = Uniform(scale=1 / math.sqrt(ins)) if bias_init is None else bias_init
    return weight, Parameter(initializer(bias_init, [outs], dtype=dtype), name="bias")


class Dense(Cell):
    """Linear map of the last axis, with bias and activation (mirrors `mindspore.nn.Dense`).

    Args:
        in_channels, out_channels: sizes of the last axis before and after. weight_init, bias_init: a Tensor, name,
            number or initializer; uniform within 1 / sqrt(in_channels) by default. has_bias: whether there is a bias.
        activation: a name, Cell or Primitive applied at the end. dtype: of the Parameters.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Dense(3, 2)(ms.ops.ones((4, 3))).shape
        (4, 2)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        weight_init: Any = None,
        bias_init: Any = None,
        has_bias: bool = True,
        activation: Any = None,
        dtype: Any = mstype.float32,
    ) -> None:
        super().__init__()
        self.in_channels = positive_int(self.cls_name, "in_channels", in_channels)
        self.out_channels = positive_int(self.cls_name, "out_channels", out_channels)
        self.has_bias = has_bias
        self.weight, self.bias = _weight_and_bias(self.cls_name, in_channels, out_channels, weight_init, bias_init, has_bias, dtype)
        self.activation = get_activation(activation) if isinstance(activation, str) else activation
        if activation is not None and not callable(self.activation):
            raise TypeError(f"For '{self.cls_name}', the 'activation' must be str or Cell or Primitive, but got {type(activation).__name__}.")
        self.activation_flag = self.activation is not None

    def construct(self, x: Tensor) -> Tensor:
        if biases_apart():
            return self._in_parts(x)
        out = dense(x, self.weight, self.bias)
        return self.activation(out) if self.activation_flag else out

    # A strategy of mixed precision may treat the product and the sum differently, and `rewrite` reads this.
    def _in_parts(self, x: Tensor) -> Tensor:
        before = x.shape[:-1]
        if len(before) != 1:
            x = self.reshape(x, (-1, self.in_channels))
        x = self.matmul(x, self.weight)
        if self.has_bias:
            x = self.bias_add(x, self.bias)
        if self.activation_flag:
            x = self.activation(x)
        if len(before) != 1:
            x = self.reshape(x, (*before, self.out_channels))
        return x

    @functools.cached_property
    def matmul(self) -> Any:
        """The operator of rows and weight."""
        return ops.MatMul(transpose_b=True)

    @functools.cached_property
    def bias_add(self) -> Any:
        """The operator that adds a bias."""
        return ops.BiasAdd()

    @functools.cached_property
    def reshape(self) -> Any:
        """The operator that makes rows of the input, and the input's shape of rows."""
        return ops.Reshape()

    def extend_repr(self) -> str:
        text = f"input_channels={self.in_channels}, output_channels={self.out_channels}"
        if self.has_bias:
            text += f", has_bias={self.has_bias}"
        return text + (f", activation={self.activation}" if self.activation_flag else "")


class Linear(Cell):
    """Linear map of the last axis, with bias (`mindspore.nn.Linear`, offered as `mindspore.mint.nn.Linear`).

    Args:
        in_features, out_features: sizes of the last axis before and after. bias: whether there is a bias. weight_init,
            bias_init: a Tensor, name, number or initializer; uniform within 1 / sqrt(in_features) by default.
            dtype: of the Parameters; float32 if None.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Linear(3, 2)(ms.ops.ones((4, 3))).shape
        (4, 2)
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, weight_init: Any = None, bias_init: Any = None,
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        dtype = mstype.float32 if dtype is None else dtype
        self.in_features = positive_int(self.cls_name, "in_features", in_features)
        self.out_features = positive_int(self.cls_name, "out_features", out_features)
        self.has_bias = bias
        self.weight, self.bias = _weight_and_bias(self.cls_name, in_features, out_features, weight_init, bias_init, bias, dtype)

    def construct(self, x: Tensor) -> Tensor:
        return dense(x, self.weight, self.bias)

    def extend_repr(self) -> str:
        text = f"input_features={self.in_features}, output_features={self.out_features}"
        return f"{text}, has_bias={self.has_bias}" if self.has_bias else text


class Flatten(Cell):
    """Joins the axes from `start_dim` to `end_dim` (mirrors `mindspore.nn.Flatten`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Flatten()(ms.ops.ones((2, 3, 4))).shape
        (2, 12)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def construct(self, x: Tensor) -> Tensor:
        return ops.flatten(x, start_dim=self.start_dim, end_dim=self.end_dim)


class Identity(Cell):
    """Its input (mirrors `mindspore.nn.Identity`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Identity()(ms.Tensor(2.0)))
        2.0
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def construct(self, input: Tensor) -> Tensor:
        return input


class OneHot(Cell):
    """One-hot codes of indices (mirrors `mindspore.nn.OneHot`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.OneHot(depth=3)(ms.Tensor([1])))
        [[0. 1. 0.]]
    """

    def __init__(
        self, axis: int = -1, depth: int = 1, on_value: float = 1.0, off_value: float = 0.0, dtype: Any = mstype.float32
    ) -> None:
        super().__init__()
        self.axis, self.depth, self.dtype = axis, depth, dtype
        for name, value in (("on_value", on_value), ("off_value", off_value)):
            check.check_value_type(name, value, [int, float, bool], self.cls_name)
        self.on_value, self.off_value = Tensor(on_value, dtype), Tensor(off_value, dtype)

    def construct(self, indices: Tensor) -> Tensor:
        return ops.OneHot(self.axis)(indices, self.depth, self.on_value, self.off_value)


class Tril(Cell):
    """The lower triangle of the last two axes, zeros above (mirrors `mindspore.nn.Tril`).

    Call: `x`, and `k`, the diagonal up to which elements stay (0: the main one, positive: above it).

    Raises:
        TypeError: if `k` is not an int. ValueError: if `x` has no two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Tril()(ms.ops.ones((2, 2))))
        [[1. 0.]
         [1. 1.]]
    """

    def construct(self, x: Tensor, k: int = 0) -> Tensor:
        return ops.tril(x, k)


class Triu(Cell):
    """The upper triangle of the last two axes, zeros below (mirrors `mindspore.nn.Triu`).

    Call: `x`, and `k`, the diagonal from which elements stay (0: the main one, positive: above it).

    Raises:
        TypeError: if `k` is not an int. ValueError: if `x` has no two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Triu()(ms.ops.ones((2, 2))))
        [[1. 1.]
         [0. 1.]]
    """

    def construct(self, x: Tensor, k: int = 0) -> Tensor:
        return ops.triu(x, k)


class Pad(Cell):
    """A border around a Tensor: zeros, or its own elements mirrored (mirrors `mindspore.nn.Pad`).

    Args:
        paddings: per axis, a pair of how many elements come before and after. mode: 'CONSTANT' for zeros, 'REFLECT'
            (the edge is not repeated) or 'SYMMETRIC' (it is).

    Raises:
        TypeError: if `paddings` is no tuple. ValueError: for another mode, or paddings that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Pad(((0, 0), (1, 2)), mode="SYMMETRIC")(ms.Tensor([[1.0, 2.0, 3.0]])))
        [[1. 1. 2. 3. 3. 2.]]
    """

    def __init__(self, paddings: Any, mode: str = "CONSTANT") -> None:
        super().__init__()
        op = self.cls_name
        if not isinstance(paddings, tuple):
            raise TypeError(f"For '{op}', the type of 'paddings' must be tuple, but got {type(paddings).__name__}.")
        for pair in paddings:
            if len(pair) != 2:
                raise ValueError(f"For '{op}', the dimension of 'paddings' must be (n, 2), but got {paddings}.")
        if len(paddings) > 4:
            raise ValueError(f"For '{op}', only 'paddings' up to 4 dims is supported, but got {len(paddings)}.")
        self.mode = check.check_string(mode, ["CONSTANT", "REFLECT", "SYMMETRIC"], "mode", op)
        self.paddings = paddings

    def construct(self, x: Tensor) -> Tensor:
        if self.mode == "CONSTANT":
            return ops.Pad(self.paddings)(x)
        return ops.MirrorPad(self.mode)(x, self.paddings)


class Upsample(Cell):
    """A sequence, image or volume interpolated to a size or by a factor (mirrors `mindspore.nn.Upsample`).

    Args:
        size, scale_factor: one of them, a number or one for each spatial axis. mode: 'nearest', 'linear', 'bilinear',
            'bicubic', 'trilinear', 'area' or 'nearest-exact'. align_corners: whether corners keep their place.
        recompute_scale_factor: whether the factor follows from the size that it gives.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Upsample(size=(5, 5))(ms.ops.ones((1, 2, 3, 3))).shape
        (1, 2, 5, 5)
    """

    def __init__(
        self, size: Any = None, scale_factor: Any = None, mode: str = "nearest", align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.size, self.scale_factor, self.mode = size, scale_factor, mode
        self.align_corners, self.recompute_scale_factor = align_corners, recompute_scale_factor

    def construct(self, x: Tensor) -> Tensor:
        return ops.interpolate(x, self.size, self.scale_factor, self.mode, self.align_corners, self.recompute_scale_factor)


class Unfold(Cell):
    """The elements that a sliding window sees, as channels (mirrors `mindspore.nn.Unfold`).

    Args:
        ksizes, strides, rates: size, steps and dilation of the window, [1, rows, columns, 1]. padding: 'valid', or
            'same' with zeros around the image.

    Raises:
        TypeError: if a setting is neither a tuple nor a list. ValueError: for other settings or shapes.

    Examples:
        >>> import mindshim as ms
        >>> windows = ms.nn.Unfold([1, 2, 2, 1], [1, 2, 2, 1], [1, 2, 2, 1])
        >>> windows(ms.ops.ones((2, 3, 6, 6))).shape
        (2, 12, 2, 2)
    """

    def __init__(self, ksizes: Any, strides: Any, rates: Any, padding: str = "valid") -> None:
        super().__init__()
        op = self.cls_name
        settings = {}
        for name, value in (("ksizes", ksizes), ("strides", strides), ("rates", rates)):
            check.check_value_type(name, value, [tuple, list], op)
            if len(value) != 4 or value[0] != 1 or value[3] != 1:
                raise ValueError(f"For '{op}' the format of '{name}' must be [1, row, col, 1], but got {value}.")
            if not all(isinstance(v, int) and v > 0 for v in value):
                raise ValueError(f"For '{op}' the row and col in '{name}' must be positive ints, but got {value}.")
            settings[name] = (1, 1, value[1], value[2])
        check.check_value_type("padding", padding, [str], op)
        if padding.lower() not in ("valid", "same"):
            raise ValueError(f"For '{op}', the 'padding' must be 'valid' or 'same', but got {padding!r}.")
        self.extract_image_patches = ops.ExtractImagePatches(**settings, padding=padding.upper())

    def construct(self, input_x: Tensor) -> Tensor:
        return self.extract_image_patches(input_x)


class Unflatten(Cell):
    """One axis divided into several (mirrors `mindspore.nn.Unflatten`).

    Args:
        axis: the axis. unflattened_size: a tuple or list of the new sizes, one of which may be -1.

    Raises:
        TypeError: for arguments of other types. ValueError: if the sizes do not multiply to that of the axis.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Unflatten(1, (2, -1))(ms.ops.ones((4, 6))).shape
        (4, 2, 3)
    """

    def __init__(self, axis: int, unflattened_size: Any) -> None:
        super().__init__()
        self.axis = check.check_is_int(axis, "axis", "Unflatten")
        self.unflattened_size = check.check_value_type("unflattended_size", unflattened_size, [list, tuple], "Unflatten")

    def construct(self, input_x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "input_x", input_x)
        shape = input_x.shape
        before = shape[: self.axis]
        # The last axis has nothing behind it, whether it is counted from the front or from the end.
        after = shape[self.axis + 1 :] if self.axis != -1 else ()
        return input_x.reshape((*before, *self.unflattened_size, *after))
