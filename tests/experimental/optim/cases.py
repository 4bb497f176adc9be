"""Runs of `mindspore.experimental.optim`, alike with mindshim and with the real MindSpore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

STEPS = 5
_SHAPES = {"weight": (3, 2), "bias": (2,), "scale": ()}


def _parameters(ms: Any, dtype: Any = np.float32) -> list[Any]:
    rng = np.random.default_rng(3)
    return [ms.Parameter(ms.Tensor(rng.normal(size=s).astype(dtype)), name=n) for n, s in _SHAPES.items()]


def _gradients(ms: Any, steps: int = STEPS, dtype: Any = np.float32) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(4)
    return [tuple(ms.Tensor(rng.normal(size=s).astype(dtype)) for s in _SHAPES.values()) for _ in range(steps)]


def _shown(groups: list[dict[str, Any]]) -> list[Any]:
    """What param_groups hold."""
    return [{k: [p.name for p in v] if k == "params" else v for k, v in g.items()} for g in groups]


def _run(name: str, groups: Callable[[list[Any]], Any] = lambda p: p, each: Any = None, compiled: bool = False, **kwargs: Any) -> Any:
    """All parameters of the optimizer after the steps; `each(ms, optimizer, step)` runs after every one."""

    def case(ms: Any) -> Any:
        params = _parameters(ms)
        optimizer = getattr(ms.experimental.optim, name)(groups(params), **kwargs)
        before = _shown(optimizer.param_groups)
        shown = repr(optimizer)

        def call(*gradients: Any) -> Any:
            return optimizer(gradients)

        if compiled:
            call = ms.jit(call)
        out = None
        for i, g in enumerate(_gradients(ms)):
            out = call(*g)
            if each is not None:
                each(ms, optimizer, i)
        states = [[p.name, p] for p in optimizer.get_parameters()]
        return out, shown, before, _shown(optimizer.param_groups), states

    return case


def _two_groups(**second: Any) -> Any:
    return lambda p: [{"params": p[:1], "lr": 0.2}, {"params": p[1:], **second}]


def _change(**values: Any) -> Any:
    """Set values of the last group after the second step."""

    def each(ms: Any, optimizer: Any, step: int) -> None:
        if step == 1:
            optimizer.param_groups[-1].update(values)

    return each


def _assign_rate(ms: Any, optimizer: Any, step: int) -> None:
    ms.ops.assign(optimizer.param_groups[0]["lr"], ms.Tensor(0.1 / (step + 1), ms.float32))


#: name -> kinds of arguments
_ARGUMENTS: dict[str, list[dict[str, Any]]] = {
    "Adam": [{}, {"lr": 0.05, "betas": (0.8, 0.99), "eps": 1e-4, "weight_decay": 0.01, "maximize": True}, {"lr": 0.05, "amsgrad": True}],
    "AdamW": [{}, {"lr": 0.05, "betas": (0.8, 0.99), "eps": 1e-4, "weight_decay": 0.1}, {"lr": 0.05, "amsgrad": True},
              {"lr": 0.05, "maximize": True}, {"lr": 0.05, "weight_decay": 0.0}],
    "SGD": [{"lr": 0.1}, {"lr": 0.1, "momentum": 0.9, "dampening": 0.1, "weight_decay": 0.01}, {"lr": 0.1, "momentum": 0.9, "nesterov": True},
            {"lr": 0.1, "momentum": 0.9, "maximize": True}],
    "Adadelta": [{}, {"lr": 0.5, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.01, "maximize": True}],
    "Adagrad": [{}, {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.01, "initial_accumulator_value": 0.3, "eps": 1e-3, "maximize": True}],
    "ASGD": [{}, {"lr": 0.1, "lambd": 0.01, "alpha": 0.5, "t0": 2.0, "weight_decay": 0.01, "maximize": True}],
    "Adamax": [{}, {"lr": 0.05, "betas": (0.8, 0.99), "eps": 1e-4, "weight_decay": 0.01, "maximize": True}],
    "RMSprop": [{}, {"lr": 0.05, "alpha": 0.8, "eps": 1e-4, "weight_decay": 0.01, "momentum": 0.9, "maximize": True},
                {"lr": 0.05, "centered": True}, {"lr": 0.05, "centered": True, "momentum": 0.5}],
    "Rprop": [{}, {"lr": 0.1, "etas": (0.6, 1.3), "step_sizes": (1e-3, 0.12), "maximize": True}],
    "RAdam": [{}, {"lr": 0.05, "betas": (0.8, 0.9), "eps": 1e-4, "weight_decay": 0.01}, {"lr": 0.05, "betas": (0.8, 0.99)}],
    "NAdam": [{}, {"lr": 0.05, "betas": (0.8, 0.9), "eps": 1e-4, "weight_decay": 0.01, "momentum_decay": 0.1}],
}  # fmt: skip

CASES: dict[str, Any] = {}
for _name, _kinds in _ARGUMENTS.items():
    _rate = {"lr": 0.1} if _name == "SGD" else {}
    for _kwargs in _kinds:
        CASES[f"{_name} {_kwargs}"] = _run(_name, **_kwargs)
    CASES[f"{_name} of two groups"] = _run(_name, _two_groups(), **_rate)
    CASES[f"{_name} whose rate is assigned"] = _run(_name, each=_assign_rate, **_rate)
    CASES[f"{_name} whose rate becomes a number"] = _run(_name, each=_change(lr=0.07), **_rate)
    if _name != "Rprop":
        CASES[f"{_name} of groups that differ"] = _run(_name, _two_groups(lr=0.05, weight_decay=0.1), **_rate)
        CASES[f"{_name} whose decay changes"] = _run(_name, _two_groups(), each=_change(weight_decay=0.2), **_rate)
    CASES[f"{_name} compiled"] = _run(_name, compiled=True, **_rate)
    if _name not in ("RAdam", "NAdam"):
        CASES[f"{_name} that is turned round"] = _run(_name, each=_change(maximize=True), **_rate)
CASES["Adam with two pairs of betas"] = _run("Adam", _two_groups(betas=(0.5, 0.6), eps=1e-3))
CASES["AdamW with amsgrad in one group"] = _run("AdamW", _two_groups(amsgrad=True), lr=0.05)
CASES["AdamW whose betas change"] = _run("AdamW", each=_change(betas=(0.5, 0.6), eps=1e-2))
CASES["SGD with momentum in one group"] = _run("SGD", _two_groups(momentum=0.9, nesterov=True), lr=0.1)
CASES["SGD with a parameter alone"] = _run("SGD", lambda p: [{"params": p[0]}, {"params": tuple(p[1:])}], lr=0.1)
CASES["SGD of a generator"] = _run("SGD", lambda p: (x for x in p), lr=0.1)
CASES["SGD with an own key"] = _run("SGD", _two_groups(mine=3), lr=0.1)
CASES["SGD with an integer rate"] = _run("SGD", lr=1)
CASES["RMSprop with momentum in one group"] = _run("RMSprop", _two_groups(momentum=0.9, centered=True))


def _made(name: str, params: Any = lambda ms: _parameters(ms), **kwargs: Any) -> Any:
    """What making an optimizer raises or shows."""

    def case(ms: Any) -> Any:
        given = {k: v(ms) if callable(v) else v for k, v in kwargs.items()}
        return repr(getattr(ms.experimental.optim, name)(params(ms), **given))

    return case


#: the arguments of each, beside lr
_TAKES = {
    "Adam": "betas eps weight_decay amsgrad maximize", "AdamW": "betas eps weight_decay amsgrad maximize",
    "SGD": "momentum dampening weight_decay nesterov maximize", "Adadelta": "rho eps weight_decay maximize",
    "Adagrad": "lr_decay weight_decay initial_accumulator_value eps maximize",
    "ASGD": "lambd alpha t0 weight_decay maximize", "Adamax": "betas eps weight_decay maximize",
    "RMSprop": "alpha eps weight_decay momentum centered maximize", "Rprop": "etas step_sizes maximize",
    "RAdam": "betas eps weight_decay", "NAdam": "betas eps weight_decay momentum_decay",
}  # fmt: skip
for _name in _ARGUMENTS:
    _rate = {"lr": 0.1} if _name == "SGD" else {}
    for _key, _values in {
        "lr": (-1.0, 0.0, 0, "a", None, [0.1], lambda ms: ms.Tensor(0.1), lambda ms: ms.Tensor([0.1]), True),
        "weight_decay": (-1.0, 0, "a", None, lambda ms: ms.Tensor(0.1)),
        "eps": (-1.0, 0.0, "a", 1),
        "betas": ((1.0, 0.9), (0.9, 1.0), (-0.1, 0.9), (0.9, -0.1), (0.9,), 0.9, (0, 0), [0.9, 0.99]),
        "rho": (-0.1, 1.1, 1, "a"), "momentum": (-1.0, 1, "a"), "alpha": (-1.0, 2.0), "lambd": (-1.0, "a", 1), "t0": (-1.0, "a", 1),
        "lr_decay": (-1.0, 1, "a"), "initial_accumulator_value": (-1.0, 1, "a"), "momentum_decay": (-1.0, 1, "a"),
        "etas": ((0.0, 1.2), (1.0, 1.2), (0.5, 1.0), (0.5,), 1), "step_sizes": ((1.0, 0.5), (1,), 1),
        "dampening": (-1.0, 1, "a"), "nesterov": (1, True), "amsgrad": (1, None), "maximize": (1, None), "centered": (1, None), "nothing": (1,),
    }.items():  # fmt: skip
        for _i, _value in enumerate(_values if _key in ("lr", "nothing", *_TAKES[_name].split()) else ()):
            _label = f"Tensor {_i}" if callable(_value) else repr(_value)
            CASES[f"making {_name} with {_key} {_label}"] = _made(_name, **{**_rate, _key: _value})
for _label, _params in {
    "None": lambda ms: None,
    "nothing": lambda ms: [],
    "a number": lambda ms: 1,
    "numbers": lambda ms: [1, 2],
    "a Parameter": lambda ms: _parameters(ms)[0],
    "a Tensor": lambda ms: ms.Tensor([1.0, 2.0]),
    "Tensors": lambda ms: [ms.Tensor([1.0])],
    "a dict": lambda ms: {"params": _parameters(ms)},
    "no params": lambda ms: [{"lr": 0.1}],
    "empty params": lambda ms: [{"params": []}],
    "a set": lambda ms: [{"params": set(_parameters(ms))}],
    "twice the same": lambda ms: [*(p := _parameters(ms)), p[0]],
    "two groups of the same": lambda ms: [{"params": (p := _parameters(ms))}, {"params": p}],
    "mixed": lambda ms: [{"params": (p := _parameters(ms))[:1]}, p[1]],
    "mixed the other way": lambda ms: [(p := _parameters(ms))[0], {"params": p[1:]}],
    "two of a name": lambda ms: [*_parameters(ms), *_parameters(ms)],
    "a bad rate": lambda ms: [{"params": _parameters(ms), "lr": -1.0}],
    "a bad decay": lambda ms: [{"params": _parameters(ms), "weight_decay": -1.0}],
    "a decay of another type": lambda ms: [{"params": _parameters(ms), "weight_decay": "a"}],
    "order_params": lambda ms: [{"params": (p := _parameters(ms))}, {"order_params": p}],
}.items():
    for _name in ("Adam", "SGD"):
        CASES[f"making {_name} of {_label}"] = _made(_name, _params, lr=0.1)


def _called(gradients: Callable[[Any, tuple[Any, ...]], Any], name: str = "Adam", **kwargs: Any) -> Any:
    def case(ms: Any) -> Any:
        params = _parameters(ms)
        optimizer = getattr(ms.experimental.optim, name)(params, **kwargs)
        return optimizer(gradients(ms, _gradients(ms)[0])), params

    return case


for _name in ("Adam", "SGD", "RMSprop"):
    _rate = {"lr": 0.1} if _name == "SGD" else {}
    CASES[f"{_name} called with too few"] = _called(lambda ms, g: g[:2], _name, **_rate)
    CASES[f"{_name} called with too many"] = _called(lambda ms, g: (*g, g[0]), _name, **_rate)
    CASES[f"{_name} called with None"] = _called(lambda ms, g: (g[0], None, g[2]), _name, **_rate)
    if _name != "SGD":
        # A mistake of shape is found by SGD's own compiled code, which raises RuntimeError.
        CASES[f"{_name} called with other shapes"] = _called(lambda ms, g: (g[1], g[0], g[2]), _name, **_rate)
    CASES[f"{_name} called with nothing"] = _called(lambda ms, g: (), _name, **_rate)
CASES["SGD called with half precision"] = _called(lambda ms, g: tuple(x.astype(ms.float16) for x in g), "SGD", lr=0.1)
CASES["Adam called with a list"] = _called(lambda ms, g: list(g))


def _added(group: Callable[[Any, list[Any]], Any], name: str = "SGD", **kwargs: Any) -> Any:
    """A group that is added later."""

    def case(ms: Any) -> Any:
        params = _parameters(ms)
        optimizer = getattr(ms.experimental.optim, name)(params[:1], **{"lr": 0.1, **kwargs})
        optimizer.add_param_group(group(ms, params))
        return repr(optimizer), _shown(optimizer.param_groups), [p.name for p in optimizer.parameters], optimizer.group_start_id

    return case


CASES["adding a group"] = _added(lambda ms, p: {"params": p[1:], "lr": 0.3})
CASES["adding a list"] = _added(lambda ms, p: p[1:])
CASES["adding the same"] = _added(lambda ms, p: {"params": p})
CASES["adding Tensors"] = _added(lambda ms, p: {"params": [ms.Tensor([1.0])]})
CASES["adding a bad rate"] = _added(lambda ms, p: {"params": p[1:], "lr": -1.0})


def _own(ms: Any) -> Any:
    """An optimizer of the user's own."""

    class Mine(ms.experimental.optim.Optimizer):
        def __init__(self, params: Any, lr: float) -> None:
            super().__init__(params, {"lr": lr, "weight_decay": 0.0})

        def construct(self, gradients: Any) -> Any:
            for i, group in enumerate(self.param_groups):
                for p, g in zip(group["params"], gradients[self.group_start_id[i] :], strict=False):
                    ms.ops.assign(p, p - self.lrs[i] * g)
            return True

    params = _parameters(ms)
    optimizer = Mine([{"params": params[:1]}, {"params": params[1:], "lr": 0.5}], 0.1)
    out = [optimizer(g) for g in _gradients(ms, 2)]
    return out, repr(optimizer), params, [p.name for p in optimizer.get_parameters()], optimizer.defaults


CASES["an optimizer of one's own"] = _own
CASES["the base class called"] = lambda ms: ms.experimental.optim.Optimizer(_parameters(ms), {"lr": 0.1})(_gradients(ms)[0])
CASES["the base class without a rate"] = lambda ms: repr(ms.experimental.optim.Optimizer(_parameters(ms), {}))


def _in_a_step(name: str, **kwargs: Any) -> Any:
    """A training step of a network, in graph mode or not, by value_and_grad."""

    def case(ms: Any) -> Any:
        first = ms.nn.Dense(4, 3, weight_init="ones", bias_init="zeros")
        net = ms.nn.SequentialCell(first, ms.nn.ReLU(), ms.nn.Dense(3, 1, weight_init="ones", bias_init="zeros"))
        optimizer = getattr(ms.experimental.optim, name)(net.trainable_params(), **kwargs)
        x = ms.Tensor(np.random.default_rng(0).uniform(0.2, 0.7, (5, 4)).astype(np.float32))
        step = ms.value_and_grad(lambda x: net(x).mean(), None, optimizer.parameters)
        losses = []
        for _ in range(3):
            loss, g = step(x)
            optimizer(g)
            losses.append(loss)
        return losses, [[p.name, p] for p in optimizer.get_parameters()]

    return case


CASES["Adam trains a network"] = _in_a_step("Adam", lr=0.1)
CASES["SGD trains a network"] = _in_a_step("SGD", lr=0.1, momentum=0.9)
