"""Recurrent networks over whole sequences: LSTM and GRU."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32, F64
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked

_HIGH = lax.Precision.HIGHEST


def _gates(projected: Any, n: int) -> list[Any]:
    return [projected[..., i * n : (i + 1) * n] for i in range(projected.shape[-1] // n)]


def lstm_steps(x: Any, h: Any, c: Any, w_ih: Any, w_hh: Any, bias: Any, reverse: bool = False) -> tuple[Any, Any, Any]:
    """One LSTM over (time, batch, features) in one direction; the gates are input, forget, cell, output."""
    n = h.shape[-1]
    given = jnp.einsum("tbi,gi->tbg", x, w_ih, precision=_HIGH)
    given = given if bias is None else given + bias

    def step(state: Any, part: Any) -> Any:
        h, c = state
        i, f, g, o = _gates(part + jnp.matmul(h, w_hh.T, precision=_HIGH), n)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    (h, c), out = lax.scan(step, (h, c), given, reverse=reverse)
    return out, h, c


@kernel("LSTM", keeps=True)
def _lstm(
    input: Array,
    h: Array,
    c: Array,
    w: Array,
    input_size: int,
    hidden_size: int,
    num_layers: int,
    has_bias: bool,
    bidirectional: bool,
) -> tuple[Array, Array, Array]:
    """Layers of LSTMs with all weights in one Tensor."""
    x = checked("LSTM", input, "real")
    ways, n = 2 if bidirectional else 1, hidden_size
    if x.ndim != 3 or x.shape[2] != input_size:
        raise ValueError(f"For 'LSTM', the input must have shape (seq, batch, {input_size}), but got {x.shape}.")
    want = (num_layers * ways, x.shape[1], n)
    for name, state in (("h", h), ("c", c)):
        if state.shape != want:
            raise ValueError(f"For 'LSTM', the shape of '{name}' must be {want}, but got {state.shape}.")
    flat, at = w.reshape(-1), 0

    def take(*shape: int) -> Any:
        nonlocal at
        size = int(np.prod(shape))
        if at + size > flat.shape[0]:
            raise ValueError(f"For 'LSTM', 'w' has {flat.shape[0]} elements, which is too few.")
        at += size
        return flat[at - size : at].reshape(shape)

    # All input weights come first, then the recurrent ones, then the biases, each layer by layer.
    wide = [input_size] + [n * ways] * (num_layers - 1)
    w_ih = [take(4 * n, size) for size in wide for _ in range(ways)]
    w_hh = [take(4 * n, n) for _ in range(num_layers * ways)]
    bias = [take(4 * n) if has_bias else None for _ in range(num_layers * ways)]
    hs, cs = [], []
    for layer in range(num_layers):
        outs = []
        for way in range(ways):
            k = layer * ways + way
            out, hn, cn = lstm_steps(x, h[k], c[k], w_ih[k], w_hh[k], bias[k], reverse=way == 1)
            outs.append(out)
            hs.append(hn)
            cs.append(cn)
        x = jnp.concatenate(outs, axis=-1)
    return x, jnp.stack(hs), jnp.stack(cs)


@face("ops.LSTM")
class LSTM(Primitive):
    """Layers of long short-term memory (mirrors `mindspore.ops.LSTM`).

    Args:
        input_size, hidden_size, num_layers: the sizes. has_bias: whether there are biases.
        bidirectional: whether a second direction reads the sequence from its end.
        dropout, proj_size: accepted; must be 0 to have the meaning they have on CPU.

    Inputs:
        input: (seq, batch, input_size). h, c: (num_layers * directions, batch, hidden_size).
        w: all weights in one Tensor: input weights, recurrent weights, one bias each; gates in the order input,
        forget, cell, output.

    Returns:
        The outputs, the last h and c, and two placeholders for what MindSpore keeps for the gradient.

    Raises:
        ValueError: if shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.ops.LSTM(1, 1, 1, False, False, 0.0)
        >>> zero = ms.ops.zeros((1, 1, 1))
        >>> net(ms.ops.ones((2, 1, 1)), zero, zero, ms.ops.ones((8, 1, 1)))[0].flatten()
        Tensor(shape=[2], dtype=Float32, value= [ 3.69606376e-01,  6.50535285e-01])
    """

    @prim_attr_register
    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int,
        has_bias: bool,
        bidirectional: bool,
        dropout: float,
        proj_size: int = 0,
    ) -> None:
        for name, value in (("input_size", input_size), ("hidden_size", hidden_size), ("num_layers", num_layers)):
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"For 'LSTM', the '{name}' must be int, but got {type(value).__name__}.")
            if value <= 0:
                raise ValueError(f"For 'LSTM', the '{name}' must be positive, but got {value}.")
        if not 0 <= dropout <= 1:
            raise ValueError(f"For 'LSTM', the 'dropout' must be in [0, 1], but got {dropout}.")
        if proj_size:
            raise ValueError("For 'LSTM', 'proj_size' is not supported.")

    def __call__(self, input: Tensor, h: Tensor, c: Tensor, w: Tensor) -> Any:  # type: ignore[override]
        out = _lstm(
            input,
            h,
            c,
            w,
            self.input_size,
            self.hidden_size,
            self.num_layers,
            bool(self.has_bias),
            bool(self.bidirectional),
        )
        none = Tensor(np.zeros((1, 1), np.float32), out[0].dtype)
        return (*out, none, none)


_ACTIVATIONS = {
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "sigmoid": jax.nn.sigmoid,
    "hard_sigmoid": lambda v: jnp.clip(v / 6 + 0.5, 0, 1),
    "leaky_relu": jax.nn.leaky_relu,
}


def _wide(*arrays: Any) -> list[Any]:
    """All arrays in float64 if one of them is, else in float32."""
    dtype = F64 if any(a is not None and a.dtype == F64 for a in arrays) else F32
    return [None if a is None else a.astype(dtype) for a in arrays]


@kernel("DynamicRNN", keeps=True)
def _dynamic_rnn(
    x: Array,
    w: Array,
    b: Array,
    seq_length: Array | None = None,
    init_h: Array | None = None,
    init_c: Array | None = None,
    forget_bias: float = 0.0,
    cell_clip: float = -1.0,
    activation: str = "tanh",
) -> tuple[Any, ...]:
    """An LSTM that also returns its gates."""
    checked("DynamicRNN", x, "real")
    batch, features, n = x.shape[1], x.shape[2], w.shape[1] // 4
    if w.shape[0] != features + n:
        raise ValueError(f"For 'DynamicRNN', the shape of 'w' must be ({features + n}, {4 * n}), but got {w.shape}.")
    xs, ws, bs, h, c = _wide(x, w, b, init_h, init_c)
    h = jnp.zeros((batch, n), xs.dtype) if h is None else h.reshape(batch, n)
    c = jnp.zeros((batch, n), xs.dtype) if c is None else c.reshape(batch, n)
    given = jnp.einsum("tbi,ig->tbg", xs, ws[:features], precision=_HIGH) + bs
    squash, sigmoid = _ACTIVATIONS[activation], jax.nn.sigmoid

    def step(state: Any, part: Any) -> Any:
        h, c = state
        i, j, f, o = _gates(part + jnp.matmul(h, ws[features:], precision=_HIGH), n)
        i, j, f, o = sigmoid(i), squash(j), sigmoid(f + jnp.asarray(forget_bias, f.dtype)), sigmoid(o)
        c = f * c + i * j
        c = jnp.clip(c, -cell_clip, cell_clip) if cell_clip > 0 else c
        bent = squash(c)
        h = o * bent
        return (h, c), (h, h, c, i, j, f, o, bent)

    _, outs = lax.scan(step, (h, c), given)
    return tuple(v.astype(x.dtype) for v in outs)


@face("ops.DynamicRNN")
class DynamicRNN(Primitive):
    """An LSTM over a sequence that also returns its gates (mirrors `mindspore.ops.DynamicRNN`).

    Args:
        cell_clip: the bound of the cell state, none if negative. activation: 'tanh', 'relu', 'sigmoid',
            'hard_sigmoid' or 'leaky_relu'. forget_bias: added to the forget gate.
        cell_type, direction, cell_depth, use_peephole, keep_prob, num_proj, time_major, is_training: only the defaults.

    Inputs:
        x: (seq, batch, features). w: (features + hidden, 4 * hidden), gates input, cell, forget, output.
        b: (4 * hidden,). seq_length: None. init_h, init_c: (1, batch, hidden), zeros if None.

    Returns:
        y, h, c, the gates i, j, f, o, and the activated cell state, each (seq, batch, hidden).

    Raises:
        ValueError: for settings other than these, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.ops.DynamicRNN()
        >>> net(ms.ops.ones((2, 1, 1)), ms.ops.ones((2, 4)), ms.ops.zeros((4,)))[0].flatten()
        Tensor(shape=[2], dtype=Float32, value= [ 3.69606376e-01,  6.50535285e-01])
    """

    @prim_attr_register
    def __init__(
        self,
        cell_type: str = "LSTM",
        direction: str = "UNIDIRECTIONAL",
        cell_depth: int = 1,
        use_peephole: bool = False,
        keep_prob: float = 1.0,
        cell_clip: float = -1.0,
        num_proj: int = 0,
        time_major: bool = True,
        activation: str = "tanh",
        forget_bias: float = 0.0,
        is_training: bool = True,
    ) -> None:
        fixed = (cell_type, direction, cell_depth, use_peephole, keep_prob, num_proj, time_major)
        if fixed != ("LSTM", "UNIDIRECTIONAL", 1, False, 1.0, 0, True):
            raise ValueError(f"For 'DynamicRNN', only the default settings exist, but got {fixed}.")
        if activation not in _ACTIVATIONS:
            raise ValueError(
                f"For 'DynamicRNN', the 'activation' must be in {list(_ACTIVATIONS)}, but got {activation}."
            )

    def __call__(  # type: ignore[override]
        self,
        x: Tensor,
        w: Tensor,
        b: Tensor,
        seq_length: Any = None,
        init_h: Tensor | None = None,
        init_c: Tensor | None = None,
    ) -> Any:
        return _dynamic_rnn(x, w, b, None, init_h, init_c, self.forget_bias, self.cell_clip, self.activation)


@kernel("DynamicGRUV2", keeps=True)
def _dynamic_gru(
    x: Array,
    weight_input: Array,
    weight_hidden: Array,
    bias_input: Array | None,
    bias_hidden: Array | None,
    init_h: Array,
    order: str = "rzh",
    reset_after: bool = True,
) -> tuple[Any, ...]:
    """A GRU that also returns its gates."""
    checked("DynamicGRUV2", x, "real")
    n = weight_hidden.shape[0]
    xs, wi, wh, bi, bh, h = _wide(x, weight_input, weight_hidden, bias_input, bias_hidden, init_h)
    zero = jnp.zeros((3 * n,), xs.dtype)
    bh = zero if bh is None else bh
    given = jnp.einsum("tbi,ig->tbg", xs, wi, precision=_HIGH) + (zero if bi is None else bi)
    first, second = (0, 1) if order == "rzh" else (1, 0)

    def step(h: Any, part: Any) -> Any:
        mine = jnp.matmul(h, wh, precision=_HIGH) + bh
        (a, b, c), (p, q, own) = _gates(part, n), _gates(mine, n)
        gates = (jax.nn.sigmoid(a + p), jax.nn.sigmoid(b + q))
        r, z = gates[first], gates[second]
        if not reset_after:
            own = jnp.matmul(r * h, wh[:, 2 * n :], precision=_HIGH) + bh[2 * n :]
        new = jnp.tanh(c + (r * own if reset_after else own))
        h = (1 - z) * new + z * h
        return h, (h, h, z, r, new, own)

    _, outs = lax.scan(step, h.reshape(x.shape[1], n), given)
    return tuple(v.astype(init_h.dtype) for v in outs)


@face("ops.DynamicGRUV2")
class DynamicGRUV2(Primitive):
    """A GRU over a sequence that also returns its gates (mirrors `mindspore.ops.DynamicGRUV2`).

    Args:
        gate_order: 'rzh' or 'zrh', the order of the gates in the weights. reset_after: whether the reset gate is
            applied after the matrix product. The other settings: only the defaults.

    Inputs:
        x: (seq, batch, features). weight_input: (features, 3 * hidden). weight_hidden: (hidden, 3 * hidden).
        bias_input, bias_hidden: (3 * hidden,) or None. seq_length: None. init_h: (batch, hidden).

    Returns:
        y, h, the gates update, reset, new, and the hidden part of the last, each (seq, batch, hidden).

    Raises:
        ValueError: for settings other than these.

    Examples:
        >>> import mindshim as ms
        >>> x, w = ms.ops.ones((2, 1, 1)), ms.ops.ones((1, 3))
        >>> ms.ops.DynamicGRUV2()(x, w, w, None, None, None, ms.ops.zeros((1, 1)))[0].flatten()
        Tensor(shape=[2], dtype=Float32, value= [ 2.04824209e-01,  3.46753120e-01])
    """

    @prim_attr_register
    def __init__(
        self,
        direction: str = "UNIDIRECTIONAL",
        cell_depth: int = 1,
        keep_prob: float = 1.0,
        cell_clip: float = -1.0,
        num_proj: int = 0,
        time_major: bool = True,
        activation: str = "tanh",
        gate_order: str = "rzh",
        reset_after: bool = True,
        is_training: bool = True,
    ) -> None:
        fixed = (direction, cell_depth, keep_prob, cell_clip, num_proj, time_major, activation)
        if fixed != ("UNIDIRECTIONAL", 1, 1.0, -1.0, 0, True, "tanh"):
            raise ValueError(f"For 'DynamicGRUV2', only the default settings exist, but got {fixed}.")
        if gate_order not in ("rzh", "zrh"):
            raise ValueError(f"For 'DynamicGRUV2', the 'gate_order' must be 'rzh' or 'zrh', but got {gate_order!r}.")

    def __call__(  # type: ignore[override]
        self,
        x: Tensor,
        weight_input: Tensor,
        weight_hidden: Tensor,
        bias_input: Tensor | None,
        bias_hidden: Tensor | None,
        seq_length: Any,
        init_h: Tensor,
    ) -> Any:
        order, after = self.gate_order, self.reset_after
        return _dynamic_gru(x, weight_input, weight_hidden, bias_input, bias_hidden, init_h, order, after)
