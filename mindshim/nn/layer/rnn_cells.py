"""One step of a recurrent network: RNNCell, GRUCell, LSTMCell."""

from __future__ import annotations

import math
from typing import Any

from mindshim import _checkparam as check
from mindshim.common import dtype as mstype
from mindshim.common.initializer import Uniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import positive_int
from mindshim.ops.nn.recurrent_layers import recurrent_step


class RNNCellBase(Cell):
    """The Parameters of a recurrent cell, `num_chunks` blocks of rows for its gates (mirrors `RNNCellBase` of MindSpore)."""

    def __init__(self, input_size: int, hidden_size: int, has_bias: bool, num_chunks: int, dtype: Any = mstype.float32) -> None:
        super().__init__()
        name = type(self).__name__
        positive_int(name, "hidden_size", hidden_size)
        positive_int(name, "input_size", input_size)
        if not isinstance(has_bias, bool):
            raise TypeError(f"For '{name}', the 'has_bias' must be bool, but got '{type(has_bias).__name__}'")
        self.input_size, self.hidden_size, self.has_bias = input_size, hidden_size, has_bias
        bound, rows = 1 / math.sqrt(hidden_size), num_chunks * hidden_size

        def made(what: str, *shape: int) -> Parameter:
            return Parameter(initializer(Uniform(bound), shape, dtype), name=what)

        self.weight_ih = made("weight_ih", rows, input_size)
        self.weight_hh = made("weight_hh", rows, hidden_size)
        self.bias_ih = made("bias_ih", rows) if has_bias else None
        self.bias_hh = made("bias_hh", rows) if has_bias else None

    def _next(self, x: Tensor, state: tuple[Tensor, ...], mode: str) -> tuple[Tensor, ...]:
        name = type(self).__name__
        for value, what, size in ((x, "x", self.input_size), *((s, "hx", self.hidden_size) for s in state)):
            if not isinstance(value, Tensor):
                raise TypeError(f"For '{name}', the '{what}' must be Tensor, but got {type(value).__name__}.")
            if value.ndim != 2 or value.shape[1] != size:
                raise ValueError(f"For '{name}', the shape of '{what}' must be (batch, {size}), but got {value.shape}.")
        out = recurrent_step(x, state, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh, mode)
        return out if isinstance(out, tuple) else (out,)


class RNNCell(RNNCellBase):
    """`h' = tanh(W x + b + U h + c)` (mirrors `mindspore.nn.RNNCell`).

    Args:
        input_size, hidden_size: features of the input and the state. has_bias: Default: True.
        nonlinearity: "tanh" or "relu". Default: "tanh". dtype: of the Parameters. Default: float32.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.RNNCell(3, 4)(ms.ops.ones((2, 3)), ms.ops.zeros((2, 4))).shape
        (2, 4)
    """

    def __init__(
        self, input_size: int, hidden_size: int, has_bias: bool = True, nonlinearity: str = "tanh", dtype: Any = mstype.float32
    ) -> None:
        super().__init__(input_size, hidden_size, has_bias, 1, dtype)
        check.check_value_type("nonlinearity", nonlinearity, [str], "RNNCell")
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"For 'RNNCell', the 'nonlinearity' must be in ['tanh', 'relu'], but got {nonlinearity}.")
        self.nonlinearity = nonlinearity

    def construct(self, x: Tensor, hx: Tensor) -> Tensor:
        return self._next(x, (hx,), self.nonlinearity)[0]


class GRUCell(RNNCellBase):
    """One step of a gated recurrent unit (mirrors `mindspore.nn.GRUCell`); see `GRU`.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.GRUCell(3, 4)(ms.ops.ones((2, 3)), ms.ops.zeros((2, 4))).shape
        (2, 4)
    """

    def __init__(self, input_size: int, hidden_size: int, has_bias: bool = True, dtype: Any = mstype.float32) -> None:
        super().__init__(input_size, hidden_size, has_bias, 3, dtype)

    def construct(self, x: Tensor, hx: Tensor) -> Tensor:
        return self._next(x, (hx,), "gru")[0]


class LSTMCell(RNNCellBase):
    """One step of long short-term memory: `(h, c)` of the input and `(h, c)` (mirrors `mindspore.nn.LSTMCell`); see `LSTM`.

    Examples:
        >>> import mindshim as ms
        >>> h, c = ms.nn.LSTMCell(3, 4)(ms.ops.ones((2, 3)), (ms.ops.zeros((2, 4)), ms.ops.zeros((2, 4))))
        >>> h.shape, c.shape
        ((2, 4), (2, 4))
    """

    def __init__(self, input_size: int, hidden_size: int, has_bias: bool = True, dtype: Any = mstype.float32) -> None:
        super().__init__(input_size, hidden_size, has_bias, 4, dtype)

    def construct(self, x: Tensor, hx: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        if not isinstance(hx, tuple):
            raise TypeError(f"For 'LSTMCell', the 'hx' must be a tuple of two Tensors, but got {type(hx).__name__}.")
        h, c = self._next(x, hx, "lstm")
        return h, c
