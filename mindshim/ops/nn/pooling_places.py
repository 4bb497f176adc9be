"""Operator objects of pooling that tells where its numbers are, and of putting them back there."""

from __future__ import annotations

from typing import Any

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.nn import windows
from mindshim.ops.nn.pooling import max_pool_indices
from mindshim.ops.nn.unpooling import unpool
from mindshim.ops.primitive import Primitive, prim_attr_register


@face("ops.MaxPool3DWithArgmax")
class MaxPool3DWithArgmax(Primitive):
    """The largest number of every window and its position in the volume (mirrors `mindspore.ops.MaxPool3DWithArgmax`).

    Args:
        ksize, strides, pads, dilation: an int or a tuple of three. ceil_mode: keep windows that start inside and end
            outside. data_format: 'NCDHW'. argmax_type: int32 or int64, the dtype of the positions.

    Inputs:
        x: a Tensor of shape (N, C, D, H, W).

    Raises:
        TypeError, ValueError: for arguments that are none of these, an input that has not 5 axes, or padding of more
            than half the window.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.arange(8).astype(ms.float32).reshape(1, 1, 2, 2, 2)
        >>> ms.ops.MaxPool3DWithArgmax(2, 1, 0)(x)[1]
        Tensor(shape=[1, 1, 1, 1, 1], dtype=Int64, value=
        [[[[[7]]]]])
    """

    @prim_attr_register
    def __init__(
        self,
        ksize: Any,
        strides: Any,
        pads: Any,
        dilation: Any = (1, 1, 1),
        ceil_mode: bool = False,
        data_format: str = "NCDHW",
        argmax_type: Any = dtypes.int64,
    ) -> None:
        op = self.name
        if not isinstance(ceil_mode, bool):
            raise TypeError(f"For '{op}', the type of 'ceil_mode' should be 'bool', but got type '{type(ceil_mode).__name__}'.")
        if data_format != "NCDHW":
            raise ValueError(f"For '{op}', the 'data_format' must be str and must be in '['NCDHW']', but got {data_format!r}.")
        if argmax_type not in (dtypes.int32, dtypes.int64):
            raise TypeError(f"For '{op}', the 'argmax_type' should be one of [Int32, Int64], but got '{argmax_type}'.")
        size = windows.spread(op, "ksize", ksize, 3)
        pairs = windows.explicit_padding(op, "pads", pads, 3)
        if any(2 * low > k for (low, _), k in zip(pairs, size, strict=True)):
            raise ValueError(f"For '{op}', the 'pads' must be at most half of 'ksize' {size}, but got {pads}.")
        steps = (windows.spread(op, "strides", strides, 3), pairs, windows.spread(op, "dilation", dilation, 3))
        self._settings = (size, *steps, ceil_mode, "plane", argmax_type, op)

    def __call__(self, x: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        return dispatch.apply(max_pool_indices, (x, *self._settings))


class _MaxUnpool(Primitive):
    _n: int
    _formats: tuple[str, str]

    @prim_attr_register
    def __init__(self, ksize: Any, strides: Any = 0, pads: Any = 0, output_shape: Any = (), data_format: str = "") -> None:
        op, n = self.name, self._n
        data_format = data_format or self._formats[0]
        if data_format not in self._formats:
            raise ValueError(
                f"For '{op}', the 'data_format' must be str and must be in '{list(self._formats)}', but got {data_format!r}."
            )
        self._size = windows.spread(op, "ksize", ksize, n)
        self._steps = self._size if strides == 0 or not any(strides if isinstance(strides, tuple) else (strides,)) else windows.spread(
            op, "strides", strides, n
        )
        self._pads = windows.spread(op, "pads", pads, n, 0)
        if not isinstance(output_shape, tuple):
            raise TypeError(
                f"For '{op}', the type of 'output_shape' should be 'tuple', but got type '{type(output_shape).__name__}'."
            )
        if len(output_shape) not in (0, n + 2):
            raise ValueError(f"For '{op}', the length of 'output_shape' must be 0 or {n + 2}, but got {output_shape}.")
        self._last = data_format == self._formats[1]
        self.data_format = data_format

    def _targets(self, x: Tensor) -> tuple[int, ...]:
        inner = slice(1, -1) if self._last else slice(2, None)
        pooled = zip(x.shape[inner], self._steps, self._pads, self._size, strict=True)
        natural = tuple((d - 1) * s - 2 * p + k for d, s, p, k in pooled)
        if not self.output_shape:
            return natural
        targets = tuple(self.output_shape[inner])
        if any(abs(t - m) > s for t, m, s in zip(targets, natural, self._steps, strict=True)):
            raise ValueError(
                f"For '{self.name}', the 'output_shape' must be within one stride of {natural} in its last "
                f"{self._n} axes, but got {self.output_shape}."
            )
        return targets

    def __call__(self, x: Tensor, argmax: Tensor) -> Tensor:  # type: ignore[override]
        require_tensors(self.name, x=x, argmax=argmax)
        for name, value in (("x", x), ("argmax", argmax)):
            if value.ndim != self._n + 2:
                raise ValueError(f"For '{self.name}', the rank of '{name}' must be {self._n + 2}, but got {value.ndim}.")
        if x.shape != argmax.shape:
            raise ValueError(f"For '{self.name}', 'x' and 'argmax' must have one shape, but got {x.shape}, {argmax.shape}.")
        if argmax.dtype not in (dtypes.int32, dtypes.int64):
            raise TypeError(f"For '{self.name}', the dtype of 'argmax' must be int32 or int64, but got {argmax.dtype}.")
        targets = self._targets(x)
        if self._last:
            x, argmax = x.moveaxis(-1, 1), argmax.moveaxis(-1, 1)
        out = dispatch.apply(unpool, (x, argmax, targets, self.name))
        return out.moveaxis(1, -1) if self._last else out


def _declare(n: int, formats: tuple[str, str]) -> None:
    name = f"MaxUnpool{n}D"

    class MaxUnpool(_MaxUnpool):
        _n = n
        _formats = formats

        @prim_attr_register
        def __init__(
            self, ksize: Any, strides: Any = 0, pads: Any = 0, output_shape: Any = (), data_format: str = formats[0]
        ) -> None:
            super().__init__(ksize, strides, pads, output_shape, data_format)

    MaxUnpool.__name__ = MaxUnpool.__qualname__ = name
    ones = "[" * (n + 2) + "1.0" + "]" * (n + 2)
    MaxUnpool.__doc__ = f"""Numbers put back where max pooling found them, zeros elsewhere (mirrors `mindspore.ops.{name}`).

    Args:
        ksize, strides, pads: of the pooling, an int or a tuple of {n}; strides of 0 are the window's size.
        output_shape: the whole shape of the result, where the pooling is ambiguous; within one stride of the natural.
        data_format: {formats[0]!r} or {formats[1]!r}.

    Inputs:
        x: a Tensor of {n + 2} axes. argmax: the positions in the {"plane" if n == 2 else "volume"}, int32 or int64, of
            the same shape.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor({ones})
        >>> ms.ops.{name}(2)(x, ms.ops.zeros_like(x).astype(ms.int64)).shape
        {(1, 1) + (2,) * n}
    """
    face(f"ops.{name}")(MaxUnpool)


_declare(2, ("NCHW", "NHWC"))
_declare(3, ("NCDHW", "NDHWC"))
