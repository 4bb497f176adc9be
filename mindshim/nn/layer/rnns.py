"""Recurrent layers over whole sequences: RNN, GRU, LSTM."""

from __future__ import annotations

import math
from typing import Any

from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.initializer import Uniform, initializer
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import Dropout, positive_int
from mindshim.ops.nn.recurrent_layers import recurrent_layer


class _Direction(Cell):
    """Runs one layer, in the directions whose states and weights it is given."""

    mode = ""

    def construct(self, x: Tensor, states: Any, seq_length: Any, weights: Any, has_bias: bool) -> tuple[Tensor, ...]:
        return recurrent_layer(x, tuple(states), tuple(weights), seq_length, self.mode, has_bias)


class _DynamicRNNTanh(_Direction):
    mode = "tanh"


class _DynamicRNNRelu(_Direction):
    mode = "relu"


class _DynamicGRUCPUGPU(_Direction):
    mode = "gru"


class _DynamicLSTMCPUGPU(_Direction):
    mode = "lstm"


class _RNNBase(Cell):
    """The stack of layers that RNN, GRU and LSTM share."""

    _gates = 1

    def __init__(
        self, runner: Cell, input_size: int, hidden_size: int, num_layers: int = 1, has_bias: bool = True,
        batch_first: bool = False, dropout: float = 0.0, bidirectional: bool = False, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        name = type(self).__name__
        for what, value in (("hidden_size", hidden_size), ("input_size", input_size), ("num_layers", num_layers)):
            positive_int(name, what, value)
        for what, value in (("has_bias", has_bias), ("batch_first", batch_first), ("bidirectional", bidirectional)):
            if not isinstance(value, bool):
                raise TypeError(f"For '{name}', the '{what}' must be bool, but got '{type(value).__name__}'")
        if isinstance(dropout, bool) or not isinstance(dropout, (int, float)):
            raise TypeError(f"For '{name}', the 'dropout' must be float, but got '{type(dropout).__name__}'")
        if not 0 <= dropout < 1:
            raise ValueError(
                f"For '{name}', the 'dropout' must be a number in range [0, 1) representing the probability of an element "
                f"being zeroed, but got {dropout}."
            )
        self.num_layers, self.batch_first, self.has_bias, self.bidirectional = num_layers, batch_first, has_bias, bidirectional
        self.hidden_size = hidden_size
        self.num_directions = 2 if bidirectional else 1
        self.rnn = runner
        self.dropout_op = Dropout(p=float(dropout))
        self._drops = dropout > 0
        bound = 1 / math.sqrt(hidden_size)
        rows = self._gates * hidden_size

        def tuple_of(kind: str) -> ParameterTuple:
            made = []
            for layer in range(num_layers):
                for suffix in ("", "_reverse")[: self.num_directions]:
                    inner = hidden_size if kind == "weight_hh" else input_size if layer == 0 else hidden_size * self.num_directions
                    shape = (rows,) if kind.startswith("bias") else (rows, inner)
                    made.append(Parameter(initializer(Uniform(bound), shape, dtype), name=f"{kind}_l{layer}{suffix}"))
            return ParameterTuple(made)

        self.w_ih_list = tuple_of("weight_ih")
        self.w_hh_list = tuple_of("weight_hh")
        if has_bias:
            self.b_ih_list = tuple_of("bias_ih")
            self.b_hh_list = tuple_of("bias_hh")

    def construct(self, x: Tensor, hx: Any = None, seq_length: Any = None) -> tuple[Tensor, Any]:
        name, two = type(self).__name__, self._gates == 4
        if x.ndim != 3:
            raise ValueError(f"For '{name}', the input must have 3 dimensions, but got {x.ndim}.")
        if hx is not None and isinstance(hx, tuple) != two:
            expected = "a tuple of two Tensors" if two else "a Tensor"
            raise TypeError(f"For '{name}', the 'hx' must be {expected}, but got {type(hx).__name__}.")
        if self.batch_first:
            x = x.swapaxes(0, 1)
        if hx is None:
            zeros = ops.zeros((self.num_layers * self.num_directions, x.shape[1], self.hidden_size), x.dtype)
            hx = (zeros, zeros) if two else zeros
        given = hx if two else (hx,)
        lasts: list[list[Any]] = [[] for _ in given]
        for layer in range(self.num_layers):
            at = range(layer * self.num_directions, (layer + 1) * self.num_directions)
            states, weights = [], []
            for i in at:
                states += [h[i] for h in given]
                weights += [self.w_ih_list[i], self.w_hh_list[i]]
                if self.has_bias:
                    weights += [self.b_ih_list[i], self.b_hh_list[i]]
            x, *last = self.rnn(x, states, seq_length, weights, self.has_bias)
            for k, value in enumerate(last):
                lasts[k % len(given)].append(value)
            if layer + 1 < self.num_layers and self._drops:
                x = self.dropout_op(x)
        stacked = tuple(ops.stack(values) for values in lasts)
        if self.batch_first:
            x = x.swapaxes(0, 1)
        return x, stacked if two else stacked[0]


class RNN(_RNNBase):
    """Layers of `h' = tanh(W x + b + U h + c)` (mirrors `mindspore.nn.RNN`).

    Args:
        input_size, hidden_size: features of the input and of the state. num_layers: how many layers. Default: 1.
        nonlinearity: "tanh" or "relu". Default: "tanh".
        has_bias: Default: True. batch_first: the input is (batch, time, features). Default: False.
        dropout: between layers, while training. Default: 0.0. bidirectional: Default: False. dtype: Default: float32.

    Call: the input (time, batch, features), the first state (layers * directions, batch, hidden) or None for zeros, and
    the lengths of the sequences (batch) or None. Returns the outputs and the last state.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> out, h = ms.nn.RNN(3, 4, 2)(ms.ops.ones((5, 2, 3)))
        >>> out.shape, h.shape
        ((5, 2, 4), (2, 2, 4))
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if len(args) > 3:
            nonlinearity, args = args[3], (*args[:3], *args[4:])
        else:
            nonlinearity = kwargs.pop("nonlinearity", "tanh")
        runners = {"tanh": _DynamicRNNTanh, "relu": _DynamicRNNRelu}
        if nonlinearity not in runners:
            raise ValueError(f"For 'RNN', the 'nonlinearity' must be in ['tanh', 'relu'], but got {nonlinearity}.")
        super().__init__(runners[nonlinearity](), *args, **kwargs)


class GRU(_RNNBase):
    """Layers of gated recurrent units (mirrors `mindspore.nn.GRU`); arguments and call as for `RNN`, but `nonlinearity`.

    `h' = n + z (h - n)` with `r, z` sigmoids of input and state and `n = tanh(W x + b + r (U h + c))`.

    Examples:
        >>> import mindshim as ms
        >>> out, h = ms.nn.GRU(3, 4, bidirectional=True)(ms.ops.ones((5, 2, 3)))
        >>> out.shape, h.shape
        ((5, 2, 8), (2, 2, 4))
    """

    _gates = 3

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(_DynamicGRUCPUGPU(), *args, **kwargs)


class LSTM(_RNNBase):
    """Layers of long short-term memory (mirrors `mindspore.nn.LSTM`); arguments as for `RNN`, but `nonlinearity`.

    `c' = f c + i g`, `h' = o tanh(c')`; the gates lie in the weights in the order i, f, g, o. The states of a call are
    tuples `(h, c)`.

    Examples:
        >>> import mindshim as ms
        >>> out, (h, c) = ms.nn.LSTM(3, 4, batch_first=True)(ms.ops.ones((2, 5, 3)))
        >>> out.shape, h.shape, c.shape
        ((2, 5, 4), (1, 2, 4), (1, 2, 4))
    """

    _gates = 4

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(_DynamicLSTMCPUGPU(), *args, **kwargs)
