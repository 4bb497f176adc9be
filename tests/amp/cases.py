"""Mixed precision: what every level makes of networks, and the dtypes of operators at level 'auto'."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

_NETWORK = Path(__file__).parents[1] / "golden" / "amp_network.py"
_VALUES = np.random.default_rng(0).uniform(0.2, 0.7, (4, 4))


def _network(ms: Any, name: str = "Net") -> Any:
    if ms.__name__ == "mindspore":
        # Its rewriting imports the classes of a network from their module.
        sys.path.insert(0, str(_NETWORK.parent))
        return getattr(importlib.import_module("amp_network"), name)()
    names: dict[str, Any] = {"__name__": "amp_network"}
    source = _NETWORK.read_text()
    exec(source.replace("from mindspore import", f"from {ms.__name__} import"), names)
    return names[name]()


def _plain(cell: Any) -> str:
    return re.sub(r"_\d+$", "", type(cell).__name__)


def _level(level: str, dtype: str = "float16") -> Any:
    def case(ms: Any) -> Any:
        net = _network(ms)
        out = ms.amp.auto_mixed_precision(net, level, getattr(ms, dtype))
        x = ms.Tensor(_VALUES.astype(np.float32))
        # Whether a class was made again for the same code is the rewriter's own affair.
        names = [[path, _plain(cell)] for path, cell in out.cells_and_names()]
        params = [[p.name, str(p.dtype)] for p in out.get_parameters()]
        return out is net, out._amp_level, names, params, out(x)

    return case


def _custom(**lists: Any) -> Any:
    def case(ms: Any) -> Any:
        given = {k: [getattr(ms.nn, n, None) or getattr(ms.ops, n) for n in v] for k, v in lists.items()}
        out = ms.amp.custom_mixed_precision(_network(ms), **given)
        names = [[path, _plain(cell)] for path, cell in out.cells_and_names()]
        return names, out(ms.Tensor(_VALUES.astype(np.float32)))

    return case


def _step(level: str, loss: bool = True, **kwargs: Any) -> Any:
    def case(ms: Any) -> Any:
        settings = {k: v(ms) if callable(v) else v for k, v in kwargs.items()}
        nn = ms.nn
        net = _network(ms, "Small")
        if not loss:
            net = nn.WithLossCell(net, nn.MSELoss())
        optimizer = nn.SGD(net.trainable_params(), 0.01)
        step = ms.amp.build_train_network(net, optimizer, nn.MSELoss() if loss else None, level, **settings)
        x, y = ms.Tensor(_VALUES.astype(np.float32)), ms.Tensor(_VALUES[:, :1].astype(np.float32))
        first, second = step(x, y), step(x, y)
        return [[path, _plain(cell)] for path, cell in step.cells_and_names()], first, second, step.training

    return case




_AUTO = {
    "add": lambda ms, x: x + x,
    "matmul": lambda ms, x: ms.ops.matmul(x, x),
    "@": lambda ms, x: x @ x,
    "MatMul": lambda ms, x: ms.ops.MatMul()(x, x),
    "BatchMatMul": lambda ms, x: ms.ops.BatchMatMul()(x.expand_dims(0), x.expand_dims(0)),
    "bmm": lambda ms, x: ms.ops.bmm(x.expand_dims(0), x.expand_dims(0)),
    "dense": lambda ms, x: ms.ops.dense(x, x),
    "addmm": lambda ms, x: ms.ops.addmm(x, x, x),
    "mv": lambda ms, x: ms.ops.mv(x, x[0]),
    "tensor_dot": lambda ms, x: ms.ops.tensor_dot(x, x, 1),
    "prelu": lambda ms, x: ms.ops.prelu(x, x[0]),
    "conv2d": lambda ms, x: ms.ops.conv2d(x.reshape(1, 1, 4, 4), x.reshape(1, 1, 4, 4)),
    "x ** 2": lambda ms, x: x**2,
    "x ** x": lambda ms, x: x**x,
    "layer_norm": lambda ms, x: ms.nn.LayerNorm((4,))(x),
    "batch_norm": lambda ms, x: ms.nn.BatchNorm1d(4)(x),
    "group_norm": lambda ms, x: ms.ops.group_norm(x.expand_dims(0), 2, x[0], x[0]),
    "Dense": lambda ms, x: ms.nn.Dense(4, 4)(x),
    "Conv2d": lambda ms, x: ms.nn.Conv2d(1, 1, 2)(x.reshape(1, 1, 4, 4)),
    "Conv2d with bias": lambda ms, x: ms.nn.Conv2d(1, 1, 2, has_bias=True)(x.reshape(1, 1, 4, 4)),
    "Conv2dTranspose": lambda ms, x: ms.nn.Conv2dTranspose(1, 1, 2)(x.reshape(1, 1, 4, 4)),
    "AvgPool2d": lambda ms, x: ms.nn.AvgPool2d(2)(x.reshape(1, 1, 4, 4)),
    "kl_div": lambda ms, x: ms.ops.kl_div(x, x),
    "smooth_l1_loss": lambda ms, x: ms.ops.smooth_l1_loss(x, x),
    "mse_loss": lambda ms, x: ms.ops.mse_loss(x, x),
    "l1_loss": lambda ms, x: ms.ops.l1_loss(x, x),
    "nll_loss": lambda ms, x: ms.ops.nll_loss(x, ms.Tensor([0, 1, 2, 3], ms.int32)),
    "cross_entropy": lambda ms, x: ms.ops.cross_entropy(x, ms.Tensor([0, 1, 2, 3], ms.int32)),
    "binary_cross_entropy_with_logits": lambda ms, x: ms.ops.binary_cross_entropy_with_logits(x, x, x, x),
    "Tensor.sum": lambda ms, x: x.sum(),
    "ReduceSum": lambda ms, x: ms.ops.ReduceSum()(x),
    "Tensor.mean": lambda ms, x: x.mean(),
    "cumprod": lambda ms, x: ms.ops.cumprod(x, 0),
    "prod": lambda ms, x: ms.ops.prod(x),
    "norm": lambda ms, x: ms.ops.norm(x),
    "cdist": lambda ms, x: ms.ops.cdist(x, x),
    "addcmul": lambda ms, x: ms.ops.addcmul(x, x.astype(ms.float32), x, ms.Tensor(1.0, ms.float32)),
    "cross": lambda ms, x: ms.ops.cross(x[:, :3], x[:, :3].astype(ms.float32), 1),
    "bias_add": lambda ms, x: ms.ops.bias_add(x, x[0].astype(ms.float32)),
    "addn": lambda ms, x: ms.ops.addn([x, x.astype(ms.float32)]),
    "concat": lambda ms, x: ms.ops.concat([x, x.astype(ms.float32)]),
    "stack": lambda ms, x: ms.ops.stack([x, x]),
    "div": lambda ms, x: x / x,
    "mint.linear": lambda ms, x: ms.mint.nn.functional.linear(x, x),
}


def _named(name: str) -> Any:
    return lambda ms, x: getattr(ms.ops, name)(x)


_AUTO.update({
    name: _named(name)
    for name in (
        "acos asin cosh sinh tan tanh erfinv exp expm1 log log10 log1p log2 reciprocal rsqrt sqrt softmax log_softmax gelu "
        "sigmoid relu silu leaky_relu elu square erf mish flatten max"
    ).split()
})  # fmt: skip


def _auto(fn: Any) -> Any:
    def case(ms: Any) -> Any:
        found = []
        for dtype in (ms.float32, ms.float16):
            out = ms.amp.auto_mixed_precision(lambda x: fn(ms, x), "auto")(ms.Tensor(_VALUES, dtype))
            found.append(str((out[0] if isinstance(out, tuple) else out).dtype))
        return found

    return case


CASES: dict[str, Any] = {
    **{f"level {level}": _level(level) for level in ("O0", "O1", "O2", "O3", "auto")},
    "custom black list": _custom(black_list=["BatchNorm1d", "ReLU"]),
    "custom white list": _custom(white_list=["ReLU", "BatchNorm1d", "MatMul"]),
    **{f"step {level}": _step(level) for level in ("O0", "O1", "O3")},
    "step O0 without loss": _step("O0", loss=False),
    "step O2 without loss scale": _step("O2", loss_scale_manager=None),
    "step O2 with a fixed loss scale": _step("O2", loss_scale_manager=lambda ms: ms.amp.FixedLossScaleManager(4.0, False)),
    "step O2, all in float16": _step("O2", loss_scale_manager=None, keep_batchnorm_fp32=False),
    "step O0 cast": _step("O0", cast_model_type=lambda ms: ms.float16),
    "step O2 in float32": _step("O2", cast_model_type=lambda ms: ms.float32, loss_scale_manager=None),
    **{f"auto {name}": _auto(fn) for name, fn in _AUTO.items()},
    "no Cell": lambda ms: ms.amp.auto_mixed_precision(1),
    "no function": lambda ms: ms.amp.auto_mixed_precision(1, "auto"),
    "no level": lambda ms: ms.amp.auto_mixed_precision(ms.nn.ReLU(), "O7"),
    "no dtype": lambda ms: ms.amp.auto_mixed_precision(ms.nn.ReLU(), "O1", ms.float32),
    "no list": lambda ms: ms.amp.custom_mixed_precision(ms.nn.ReLU()),
    "two lists": lambda ms: ms.amp.custom_mixed_precision(ms.nn.ReLU(), white_list=[], black_list=[]),
    "list is a tuple": lambda ms: ms.amp.custom_mixed_precision(ms.nn.ReLU(), white_list=(ms.nn.ReLU,)),
    "list of a number": lambda ms: ms.amp.custom_mixed_precision(ms.nn.ReLU(), white_list=[1]),
    "list of a type": lambda ms: ms.amp.custom_mixed_precision(ms.nn.ReLU(), white_list=[int]),
    "black list of an operator": lambda ms: ms.amp.custom_mixed_precision(ms.nn.ReLU(), black_list=[ms.ops.ReLU]),
    "white list": lambda ms: [c.__name__ for c in ms.amp.get_white_list() if c.__name__ not in ("Conv1dTranspose", "Conv3dTranspose")],
    "black list": lambda ms: [c.__name__ for c in ms.amp.get_black_list()],
}  # fmt: skip


def _build(*args: Any, **kwargs: Any) -> Any:
    def case(ms: Any) -> Any:
        net = ms.nn.Dense(2, 1)
        given = {k: v(ms) if callable(v) else v for k, v in kwargs.items()}
        return str(ms.amp.build_train_network(net, *(args or (ms.nn.SGD(net.trainable_params(), 0.1),)), **given))

    return case


CASES.update({
    "build: no optimizer": _build(1),
    "build: level 1": _build(level=1),
    "build: level O9": _build(level="O9"),
    "build: boost": _build(boost_level="O9"),
    "build: keyword": _build(foo=1),
    "build: int32": _build(cast_model_type=lambda ms: ms.int32),
    "build: keep 1": _build(keep_batchnorm_fp32=1),
    "build: manager 1": _build(loss_scale_manager=1),
    "build: no loss": _build(loss_fn=1),
    "build": _build(loss_fn=lambda ms: ms.nn.MSELoss(), level="O3"),
})
