"""Operators that take one optimizer step: they write Parameters and give their new values.

Each is a row of a table: the inputs in MindSpore's order, which of them are written, and the mathematics. The sparse
ones, in `sparse_updates`, change only the rows that `indices` names.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes
from mindshim._core.faces import face, parse
from mindshim._core.operators import _MISSING, Arrays, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive


class _Row:
    """One operator: names of its inputs and attributes, how many inputs are written, what it computes."""

    def __init__(self, fn: Callable[..., Any], attrs: str, inputs: str, written: int, returned: int) -> None:
        self.fn = fn
        self.attrs = parse(attrs)
        self.inputs = inputs.split()
        self.written = written
        #: which inputs the results belong to: the first ones, and SGD's `accum` and `stat`
        self.places = [
            i for i, n in enumerate(self.inputs) if i < written or ("stat" in self.inputs and n in ("accum", "stat"))
        ]
        #: how many of the values are the result; 0: only the first, -1: only the last, as a bare Tensor
        self.returned = returned


_ROWS: dict[str, _Row] = {}


class _Values:
    """The inputs by name: arrays in the first one's dtype."""

    def __init__(self, names: list[str], arrays: Any) -> None:
        dtype = arrays[0].dtype
        for name, x in zip(names, arrays, strict=True):
            integer = name in ("indices", "global_step")
            setattr(self, name, x if integer else x.astype(dtype))


def _like(x: Any, number: float) -> Any:
    return jnp.asarray(number, x.dtype)


@kernel("OptimizerUpdate", differentiable=False, amp=False)
def _update(inputs: Arrays, name: str, attrs: tuple[Any, ...]) -> Any:
    """The new values of what the operator `name` writes."""
    row = _ROWS[name]
    values: Any = _Values(row.inputs, inputs)
    first = inputs[0]
    for state, array in zip(row.inputs[1 : row.written], inputs[1 : row.written], strict=True):
        if array.shape != first.shape:
            raise ValueError(
                f"For '{name}', the shape of '{state}' must be that of '{row.inputs[0]}', {first.shape}, but got {array.shape}."
            )
    if not jnp.issubdtype(first.dtype, jnp.inexact):
        raise TypeError(
            f"For '{name}', the dtype of '{row.inputs[0]}' must be a float type, but got {first.dtype.name}."
        )
    gradient = next((n for n in ("grad", "gradient", "delta") if n in row.inputs), None)
    if gradient and "indices" not in row.inputs and getattr(values, gradient).shape != first.shape:
        raise ValueError(
            f"For '{name}', the shape of '{gradient}' must be that of '{row.inputs[0]}', {first.shape}, but got "
            f"{getattr(values, gradient).shape}."
        )
    if "indices" in row.inputs:
        _check_rows(name, first, values.grad, values.indices)
    out = row.fn(values, **dict(zip(row.attrs.names, attrs, strict=True)))
    return out if isinstance(out, tuple) else (out,)


def _check_rows(name: str, var: Any, grad: Any, indices: Any) -> None:
    if indices.dtype.name not in ("int32", "int64"):
        raise TypeError(f"For '{name}', the dtype of 'indices' must be int32 or int64, but got {indices.dtype.name}.")
    if indices.ndim != 1 or grad.shape != (indices.shape[0], *var.shape[1:]):
        raise ValueError(
            f"For '{name}', the shape of 'indices' must be (n,) and that of 'grad' (n, *{var.shape[1:]}), but got "
            f"{indices.shape} and {grad.shape}."
        )


class _Update(Primitive):
    """The base of the operator objects."""

    _effect = "side_effect_mem"
    _row: _Row

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        name, p = type(self).__name__, self._row.attrs
        super().__init__(name)
        values = list(p.defaults)
        for i, value in enumerate(args):
            values[i] = value
        for key, value in kwargs.items():
            if key not in p.names:
                raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{key}'")
            values[p.names.index(key)] = value
        for key, value in zip(p.names, values, strict=True):
            if value is _MISSING:
                raise TypeError(f"{name}.__init__() missing 1 required positional argument: '{key}'")
            flag = key.startswith("use_") or key in ("update_slots", "nesterov")
            if flag and not isinstance(value, bool):
                raise TypeError(f"For '{name}', the '{key}' must be bool, but got {type(value).__name__}.")
            if not flag and not isinstance(value, float):
                raise TypeError(f"For '{name}', the '{key}' must be float, but got {type(value).__name__}.")
            self.add_prim_attr(key, value)
        self._values = tuple(values)

    def _step(self, inputs: tuple[Any, ...], named: dict[str, Any]) -> Any:
        row, name = self._row, type(self).__name__
        if named:
            try:
                inputs = (*inputs, *(named.pop(n) for n in row.inputs[len(inputs) :]))
            except KeyError as e:
                raise TypeError(f"For '{name}', the input {e} is missing.") from None
            if named:
                raise TypeError(f"For '{name}', there is no further input {list(named)}.")
        if len(inputs) != len(row.inputs):
            raise TypeError(
                f"For '{name}', there must be {len(row.inputs)} inputs, {row.inputs}, but got {len(inputs)}."
            )
        for state, p in zip(row.inputs[: row.written], inputs[: row.written], strict=True):
            if not isinstance(p, Tensor):
                raise TypeError(
                    f"For '{name}', the '{state}' must be a Parameter or Tensor, but got {type(p).__name__}."
                )
        for key, x in zip(row.inputs, inputs, strict=True):
            if isinstance(x, (list, tuple)):
                raise TypeError(f"For '{name}', the '{key}' must be a Tensor or number, but got {type(x).__name__}.")
        tensors = tuple(x if isinstance(x, Tensor) else Tensor(x, dtypes.float32) for x in inputs)
        out = _update(tensors, name, self._values)
        out = out if isinstance(out, tuple) else (out,)
        for at, new in zip(row.places, out, strict=False):
            tensors[at]._assign_data(new._data)
        return out[row.returned] if row.returned <= 0 else tuple(out[: row.returned])


def _call_of(inputs: list[str]) -> Callable[..., Any]:
    """A `__call__` that shows the operator's own inputs as its signature."""

    def __call__(self: Any, *inputs: Any, **named: Any) -> Any:
        return self._step(inputs, named)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    shown = inspect.Signature([inspect.Parameter(n, kind) for n in ("self", *inputs)])
    __call__.__dict__["__signature__"] = shown
    return __call__


_RESULTS = {0: "The first one's new value.", -1: "A Tensor."}


def _operator(name: str, attrs: str, inputs: str, written: int, returned: int, summary: str) -> Any:
    """Declare the operator `name` with this function as its mathematics."""

    def declare(fn: Callable[..., Any]) -> Callable[..., Any]:
        row = _ROWS[name] = _Row(fn, attrs, inputs, written, returned)
        names = row.inputs
        needed = ", ".join("0.1" for default in row.attrs.defaults if default is _MISSING)
        doc = f"""{summary} (mirrors `mindspore.ops.{name}`).

    Args:
        {attrs or "none"}: constructor arguments; `use_locking` is kept and has no effect.

    Inputs:
        {", ".join(names[:written])}: Parameters or Tensors of one shape and float dtype, written in place.
        {", ".join(names[written:])}: numbers or Tensors.

    Returns:
        {_RESULTS.get(returned, f"The new values of the first {returned}.")}

    Raises:
        TypeError: for other types of arguments and inputs. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}({needed}).name
        {name!r}
    """
        face(f"ops.{name}")(
            type(name, (_Update,), {"__doc__": doc, "__module__": "mindshim.ops.operations", "_row": row,
                                    "__signature__": row.attrs.signature(), "__call__": _call_of(names)})
        )  # fmt: skip
        return fn

    return declare


_LOCKING = "use_locking=False"


@_operator("ApplyMomentum", "use_nesterov=False, use_locking=False, gradient_scale=1.0",
           "variable accumulation learning_rate gradient momentum", 2, 0, "A step of momentum")  # fmt: skip
def _momentum(v: Any, use_nesterov: bool, use_locking: bool, gradient_scale: float) -> Any:
    g = v.gradient * _like(v.gradient, gradient_scale)
    a = v.accumulation * v.momentum + g
    step = g * v.learning_rate + a * v.momentum * v.learning_rate if use_nesterov else a * v.learning_rate
    return v.variable - step, a


@_operator("ApplyKerasMomentum", "use_locking=False, use_nesterov=False", "var accum lr grad momentum", 2, 2,
           "A step of momentum as Keras takes it")  # fmt: skip
def _keras_momentum(v: Any, use_locking: bool, use_nesterov: bool) -> Any:
    a = v.accum * v.momentum - v.grad * v.lr
    return v.var + (a * v.momentum - v.grad * v.lr if use_nesterov else a), a


@_operator("SGD", "dampening=0.0, weight_decay=0.0, nesterov=False",
           "parameters gradient learning_rate accum momentum stat", 1, 0,
           "A step of stochastic gradient descent; `accum` and `stat` are written too")  # fmt: skip
def _sgd(v: Any, dampening: float, weight_decay: float, nesterov: bool) -> Any:
    g = v.gradient + v.parameters * _like(v.gradient, weight_decay) if weight_decay > 0 else v.gradient
    first = v.stat > _like(v.stat, 0)
    accum = jnp.where(first, g, v.accum * v.momentum + g * _like(g, 1.0 - dampening))
    with_momentum = g + accum * v.momentum if nesterov else accum
    moving = v.momentum > _like(v.momentum, 0)
    used = jnp.where(moving, with_momentum, g)
    return v.parameters - used * v.learning_rate, jnp.where(moving, accum, v.accum), jnp.where(
        moving, jnp.zeros_like(v.stat), v.stat)  # fmt: skip


def _adam_step(var: Any, m: Any, s: Any, v: Any, nesterov: bool) -> Any:
    one = _like(var, 1)
    rate = v.lr * jnp.sqrt(one - v.beta2_power) / (one - v.beta1_power)
    g = getattr(v, "gradient", None)
    g = v.grad if g is None else g
    top = m * v.beta1 + g * (one - v.beta1) if nesterov else m
    return var - rate * top / (jnp.sqrt(s) + v.epsilon)


@_operator("Adam", "use_locking=False, use_nesterov=False",
           "var m v beta1_power beta2_power lr beta1 beta2 epsilon gradient", 3, 3, "A step of Adam")  # fmt: skip
def _adam(v: Any, use_locking: bool, use_nesterov: bool) -> Any:
    one, g = _like(v.var, 1), v.gradient
    m = v.m * v.beta1 + g * (one - v.beta1)
    s = v.v * v.beta2 + g * g * (one - v.beta2)
    return _adam_step(v.var, m, s, v, use_nesterov), m, s


@_operator("AdamWeightDecay", _LOCKING, "var m v lr beta1 beta2 epsilon decay gradient", 3, 3,
           "A step of Adam with decoupled weight decay")  # fmt: skip
def _adam_weight_decay(v: Any, use_locking: bool) -> Any:
    one, g = _like(v.var, 1), v.gradient
    m = v.m * v.beta1 + g * (one - v.beta1)
    s = v.v * v.beta2 + g * g * (one - v.beta2)
    return v.var - v.lr * (m / (jnp.sqrt(s) + v.epsilon) + v.decay * v.var), m, s


@_operator("AdamNoUpdateParam", "use_locking=False, use_nesterov=False",
           "m v beta1_power beta2_power lr beta1 beta2 epsilon gradient", 2, -1,
           "The step that Adam would take: the moments are written, the step is the result")  # fmt: skip
def _adam_no_update_param(v: Any, use_locking: bool, use_nesterov: bool) -> Any:
    one, g = _like(v.m, 1), v.gradient
    m = v.m * v.beta1 + g * (one - v.beta1)
    s = v.v * v.beta2 + g * g * (one - v.beta2)
    return m, s, _adam_step(_like(v.m, 0), m, s, v, use_nesterov)


@_operator("FusedCastAdamWeightDecay", _LOCKING, "var m v lr beta1 beta2 epsilon decay gradient global_norm", 3, 3,
           "A step of Adam with decoupled weight decay, of the gradient divided by `global_norm`")  # fmt: skip
def _fused_cast_adam_weight_decay(v: Any, use_locking: bool) -> Any:
    v.gradient = v.gradient / v.global_norm
    return _adam_weight_decay(v, use_locking)


def _amsgrad(v: Any, beta1: Any, beta2: Any, epsilon: Any) -> Any:
    one, g = _like(v.var, 1), v.grad
    rate = v.lr * jnp.sqrt(one - v.beta2_power) / (one - v.beta1_power)
    m = v.m * beta1 + g * (one - beta1)
    s = v.v * beta2 + g * g * (one - beta2)
    top = jnp.maximum(v.vhat, s)
    return v.var - rate * m / (jnp.sqrt(top) + epsilon), m, s, top


@_operator("ApplyAdamWithAmsgrad", "beta1=0.9, beta2=0.999, epsilon=1e-08, use_locking=False",
           "var m v vhat beta1_power beta2_power lr grad", 4, 4, "A step of AMSGrad")  # fmt: skip
def _adam_amsgrad(v: Any, beta1: float, beta2: float, epsilon: float, use_locking: bool) -> Any:
    return _amsgrad(v, _like(v.var, beta1), _like(v.var, beta2), _like(v.var, epsilon))


@_operator("ApplyAdamWithAmsgradV2", _LOCKING, "var m v vhat beta1_power beta2_power lr beta1 beta2 epsilon grad", 4, 4,
           "A step of AMSGrad")  # fmt: skip
def _adam_amsgrad_v2(v: Any, use_locking: bool) -> Any:
    return _amsgrad(v, v.beta1, v.beta2, v.epsilon)


@_operator("ApplyAdaMax", "", "var m v beta1_power lr beta1 beta2 epsilon grad", 3, 3, "A step of AdaMax")
def _ada_max(v: Any) -> Any:
    one = _like(v.var, 1)
    m = v.m * v.beta1 + v.grad * (one - v.beta1)
    s = jnp.maximum(v.v * v.beta2, jnp.abs(v.grad))
    return v.var - v.lr / (one - v.beta1_power) * (m / (s + v.epsilon)), m, s


def _ada_delta(v: Any, var: Any, accum: Any, delta: Any, epsilon: Any, g: Any) -> Any:
    one = _like(var, 1)
    accum = accum * v.rho + g * g * (one - v.rho)
    step = jnp.sqrt(delta + epsilon) * g / jnp.sqrt(accum + epsilon)
    return var - v.lr * step, accum, delta * v.rho + step * step * (one - v.rho)


@_operator("ApplyAdadelta", "", "var accum accum_update lr rho epsilon grad", 3, 3, "A step of Adadelta")
def _apply_ada_delta(v: Any) -> Any:
    return _ada_delta(v, v.var, v.accum, v.accum_update, v.epsilon, v.grad)


@_operator("ApplyAdagrad", "update_slots=True", "var accum lr grad", 2, 2, "A step of Adagrad")
def _adagrad(v: Any, update_slots: bool) -> Any:
    a = v.accum + v.grad * v.grad if update_slots else v.accum
    return v.var - v.lr * v.grad / jnp.sqrt(a), a


@_operator("ApplyAdagradV2", "epsilon, update_slots=True", "var accum lr grad", 2, 2, "A step of Adagrad")
def _adagrad_v2(v: Any, epsilon: float, update_slots: bool) -> Any:
    a = v.accum + v.grad * v.grad if update_slots else v.accum
    return v.var - v.lr * v.grad / (jnp.sqrt(a) + _like(a, epsilon)), a


def _adagrad_da(v: Any, sums: Any, squares: Any, g: Any) -> Any:
    sums, squares = sums + g, squares + g * g
    steps = v.global_step.astype(sums.dtype)
    shrunk = jnp.sign(sums) * jnp.maximum(jnp.abs(sums) - v.l1 * steps, _like(sums, 0))
    top = jnp.where(v.l1 > _like(v.l1, 0), shrunk, sums)
    return -v.lr * top / (v.l2 * steps * v.lr + jnp.sqrt(squares)), sums, squares


@_operator("ApplyAdagradDA", _LOCKING,
           "var gradient_accumulator gradient_squared_accumulator grad lr l1 l2 global_step", 3, 0,
           "A step of Adagrad by dual averaging")  # fmt: skip
def _apply_adagrad_da(v: Any, use_locking: bool) -> Any:
    return _adagrad_da(v, v.gradient_accumulator, v.gradient_squared_accumulator, v.grad)


@_operator("ApplyAddSign", "", "var m lr alpha sign_decay beta grad", 2, 2, "A step of AddSign")
def _add_sign(v: Any) -> Any:
    m = v.m * v.beta + v.grad * (_like(v.m, 1) - v.beta)
    return v.var - v.lr * (v.alpha + v.sign_decay * jnp.sign(v.grad) * jnp.sign(m)) * v.grad, m


@_operator("ApplyPowerSign", "", "var m lr logbase sign_decay beta grad", 2, 2, "A step of PowerSign")
def _power_sign(v: Any) -> Any:
    m = v.m * v.beta + v.grad * (_like(v.m, 1) - v.beta)
    return v.var - v.lr * jnp.exp(v.logbase * v.sign_decay * jnp.sign(v.grad) * jnp.sign(m)) * v.grad, m


@_operator("ApplyGradientDescent", "", "var alpha delta", 1, 0, "A step along the negative gradient")
def _gradient_descent(v: Any) -> Any:
    return v.var - v.alpha * v.delta


def _proximal(prox: Any, rate: Any, l1: Any, l2: Any) -> Any:
    one, zero = _like(prox, 1), _like(prox, 0)
    return jnp.sign(prox) / (one + rate * l2) * jnp.maximum(jnp.abs(prox) - rate * l1, zero)


@_operator("ApplyProximalGradientDescent", "", "var alpha l1 l2 delta", 1, 0, "A proximal gradient step")
def _proximal_descent(v: Any) -> Any:
    return _proximal(v.var - v.alpha * v.delta, v.alpha, v.l1, v.l2)


@_operator("ApplyProximalAdagrad", _LOCKING, "var accum lr l1 l2 grad", 2, 2, "A proximal step of Adagrad")
def _proximal_adagrad(v: Any, use_locking: bool) -> Any:
    a = v.accum + v.grad * v.grad
    rate = v.lr / jnp.sqrt(a)
    return _proximal(v.var - rate * v.grad, rate, v.l1, v.l2), a


def _rms_prop(var: Any, ms: Any, mom: Any, rate: Any, g: Any, decay: Any, momentum: Any, epsilon: Any) -> Any:
    ms = ms * decay + g * g * (_like(g, 1) - decay)
    mom = mom * momentum + rate * g / jnp.sqrt(ms + epsilon)
    return var - mom, ms, mom


@_operator("ApplyRMSProp", _LOCKING, "var mean_square moment learning_rate grad decay momentum epsilon", 3, 0,
           "A step of RMSProp")  # fmt: skip
def _apply_rms_prop(v: Any, use_locking: bool) -> Any:
    return _rms_prop(v.var, v.mean_square, v.moment, v.learning_rate, v.grad, v.decay, v.momentum, v.epsilon)


def _centred(var: Any, mg: Any, ms: Any, mom: Any, g: Any, rate: Any, decay: Any, momentum: Any, epsilon: Any) -> Any:
    one = _like(g, 1)
    ms = ms * decay + g * g * (one - decay)
    mg = mg * decay + g * (one - decay)
    mom = mom * momentum + rate * g / jnp.sqrt(ms - mg * mg + epsilon)
    return var - mom, mg, ms, mom


@_operator("ApplyCenteredRMSProp", _LOCKING,
           "var mean_gradient mean_square moment grad learning_rate decay momentum epsilon", 4, 0,
           "A step of RMSProp with a centred variance")  # fmt: skip
def _apply_centred(v: Any, use_locking: bool) -> Any:
    return _centred(
        v.var, v.mean_gradient, v.mean_square, v.moment, v.grad, v.learning_rate, v.decay, v.momentum, v.epsilon
    )


def _ftrl(
    var: Any, accum: Any, linear: Any, g: Any, lr: Any, l1: Any, l2: Any, power: Any, shrinkage: Any = None
) -> Any:
    new = accum + g * g
    used = g if shrinkage is None else g + _like(g, 2) * shrinkage * var
    sigma = (jnp.power(new, -power) - jnp.power(accum, -power)) / lr
    linear = linear + used - sigma * var
    below = jnp.power(new, -power) / lr + _like(g, 2) * l2
    kept = jnp.abs(linear) > l1
    return jnp.where(kept, (jnp.sign(linear) * l1 - linear) / below, jnp.zeros_like(var)), new, linear


@_operator("ApplyFtrl", _LOCKING, "var accum linear grad lr l1 l2 lr_power", 3, 0, "A step of FTRL")
def _apply_ftrl(v: Any, use_locking: bool) -> Any:
    return _ftrl(v.var, v.accum, v.linear, v.grad, v.lr, v.l1, v.l2, v.lr_power)


@_operator("LARSUpdate", "epsilon=1e-05, hyperpara=0.001, use_clip=False",
           "weight gradient norm_weight norm_gradient weight_decay learning_rate", 0, 0,
           "The gradient scaled by layer-wise adaptive rates; nothing is written")  # fmt: skip
def _lars(v: Any, epsilon: float, hyperpara: float, use_clip: bool) -> Any:
    w, zero = v.weight, _like(v.weight, 0)
    weight_norm, gradient_norm = jnp.sqrt(v.norm_weight), jnp.sqrt(v.norm_gradient)
    scale = _like(w, hyperpara) * weight_norm / (gradient_norm + weight_norm * v.weight_decay + _like(w, epsilon))
    if use_clip:
        scale = jnp.clip(scale / v.learning_rate, zero, _like(w, 1))
    return (v.gradient + v.weight_decay * w) * scale
