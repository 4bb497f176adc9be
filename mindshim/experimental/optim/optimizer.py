"""Optimizer: what optimizers with `param_groups` share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import repeat
from operator import is_
from typing import Any

import jax

from mindshim import _checkparam as validator
from mindshim import log as logger
from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.optim._step import Plan, take_step
from mindshim.nn.optim.optimizer import count_step
from mindshim.nn.optim.sgd import count_both


class Optimizer(Cell):
    """Base class of the optimizers with parameter groups (mirrors `mindspore.experimental.optim.Optimizer`).

    Every group is a dict in `param_groups`: its Parameters under `params`, its learning rate, a Parameter, under `lr`,
    its weight decay and the subclass's own settings. They may be changed between steps; a rate is best assigned with
    `ops.assign(optimizer.param_groups[0]["lr"], value)`, which a compiled step sees too. Subclasses define
    `construct(gradients)`; a gradient that is None leaves its Parameter alone.

    Args:
        params: Parameters, or dicts with `params` and a group's own settings.
        defaults: the settings of groups that do not say otherwise.

    Raises:
        ValueError: if `params` is None or empty, a Parameter is in two groups, or a rate or decay is negative.
        TypeError: if `params` are no Parameters or dicts, or a rate or decay is no number.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> class Descent(optim.Optimizer):
        ...     def construct(self, gradients):
        ...         for p, g in zip(self.parameters, gradients):
        ...             ms.ops.assign(p, p - self.lrs[0] * g)
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> optimizer = Descent([w], {"lr": 0.5})
        >>> optimizer((ms.Tensor([1.0, 1.0]),))
        >>> print(w.asnumpy())
        [0.5 1.5]
        >>> optimizer
        Descent (
        Parameter Group 0
            lr: 0.5
            weight_decay: 0.0
        )
    """

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        super().__init__(auto_prefix=False)
        groups = self._parameters_base_check(params, "params")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        self.defaults = defaults
        self.state: Any = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self.parameters: Any = []
        self.lrs: list[Any] = []
        self.group_start_id = [0]
        self._slots: list[tuple[str, Any, bool, str]] = []
        self._fused: Any = None
        self._plan = Plan()
        self._numbers: dict[Any, Any] = {}
        self.enable_tuple_broaden = True
        self.map_ = ops.Map()
        self.hyper_map = ops.HyperMap()
        for group in groups:
            self._take_group(group)
        self.parameters = ParameterTuple(self.parameters)

    def __repr__(self) -> str:
        lines = []
        for i, group in enumerate(self.param_groups):
            lines.append(f"\nParameter Group {i}\n")
            for key in sorted(k for k in group if k != "params"):
                value = group[key]
                lines.append(f"    {key}: {value.value() if key == 'lr' and isinstance(value, Parameter) else value}\n")
        return f"{type(self).__name__} ({''.join(lines)})"

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group of Parameters, for instance of layers that are thawed during training.

        Args:
            param_group: a dict with `params`, and settings that differ from the defaults.

        Raises:
            TypeError: if it is no dict, or holds something else than Parameters. ValueError: if a group has one of them.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> optimizer.add_param_group({"params": [ms.Parameter(ms.Tensor([2.0]), name="v")], "lr": 0.25})
            >>> [float(group["lr"]) for group in optimizer.param_groups]
            [0.5, 0.25]
        """
        added = self._take_group(param_group)
        self.parameters = ParameterTuple(self.parameters)
        for attr, init, single, _ in self._slots:
            setattr(self, attr, self._with_slots(getattr(self, attr), added, attr, init, single))

    def _take_group(self, group: Any) -> list[Any]:
        """Check a group, fill in what it leaves open, and keep it; its Parameters."""
        params = self._group_parameters(group)
        group["params"] = params
        for name, default in self.defaults.items():
            group.setdefault(name, default)
        rate = self._build_single_lr(group.get("lr"), f"learning_rate_group_{len(self.param_groups)}")
        group["weight_decay"] = self._preprocess_weight_decay(group.get("weight_decay", 0.0))
        group["lr"] = rate
        self.lrs.append(rate)
        self.param_groups.append(group)
        self.parameters = (*self.parameters, *params)
        self.group_start_id.append(self.group_start_id[-1] + len(params))
        return params

    def _group_parameters(self, group: Any) -> list[Any]:
        if not isinstance(group, dict):
            raise TypeError("Param group must be a dict.")
        params = group["params"]
        if isinstance(params, set):
            raise TypeError("For 'Optimizer', the parameters of a group must be in an order, but got a set; use a list instead.")
        params = [params] if isinstance(params, Parameter) else list(params)
        for p in params:
            if not isinstance(p, Parameter):
                raise TypeError(f"For 'Optimizer', the argument 'params' must be Parameters, but one of them is {type(p)}.")
        own = {id(p) for p in params}
        if len(own) != len(params):
            logger.warning("Optimizer contains a parameter group with duplicate parameters.")
        if not own.isdisjoint(id(p) for p in self.parameters):
            raise ValueError("For 'Optimizer', some parameters appear in more than one parameter group.")
        return params

    @staticmethod
    def _parameters_base_check(parameters: Any, param_info: str) -> list[Any]:
        if parameters is None:
            raise ValueError(f"For 'Optimizer', the argument {param_info} can not be None.")
        if not isinstance(parameters, Iterable):
            raise TypeError(f"For 'Optimizer', the argument {param_info} must be Iterable type, but got {type(parameters)}.")
        found = list(parameters)
        if not found:
            raise ValueError(f"For 'Optimizer', the argument {param_info} must not be empty.")
        return found

    def _build_single_lr(self, learning_rate: Any, name: str) -> Parameter:
        if isinstance(learning_rate, (float, int)):
            rate = validator.check_non_negative_float(float(learning_rate), "learning rate", type(self).__name__)
            return Parameter(Tensor(rate, mstype.float32), name)
        if isinstance(learning_rate, Tensor):
            if learning_rate.ndim == 0:
                return Parameter(learning_rate.astype(mstype.float32), name)
            raise ValueError(
                f"For 'Optimizer', if 'learning_rate' is a Tensor, then it should be scalar Tensor, but got shape {learning_rate.shape}."
            )
        raise TypeError(f"For 'Optimizer', the argument 'learning_rate' must be int, float or Tensor, but got {type(learning_rate)}.")

    def _preprocess_weight_decay(self, weight_decay: Any) -> float:
        if isinstance(weight_decay, (float, int)):
            return validator.check_non_negative_float(float(weight_decay), "weight_decay", type(self).__name__)
        raise TypeError(f"For 'Optimizer', the argument 'Weight_decay' must be int or float.but got {type(weight_decay)}")

    def _decay_weight(self, weight_decay: float, params: Any, gradients: Any) -> Any:
        """The gradients with `weight_decay * parameter` added, for subclasses that compute for themselves."""
        if weight_decay == 0.0:
            return gradients
        return tuple(g + p * ops.cast(self._number(weight_decay), p.dtype) for p, g in zip(params, gradients, strict=False))

    def construct(self, *hyper_params: Any) -> Any:
        """Update the parameters; subclasses define it."""
        raise NotImplementedError("Optimizer.construct: subclasses must define it; use optim.Adam, optim.SGD, …")

    # -- the update of all groups in one program -----------------------------------------------------------------

    def _slot(self, attr: str, init: Any = "zeros", *, single: bool = False, by: str = "") -> None:
        """A state like each Parameter, named `attr.parameter`; or a single number for each, named `attr_parameter`.

        `by` is the setting that must not be 0 or False in a group that uses the state; the formula's slot is None if none does.
        """
        self._slots.append((attr, init, single, by))
        setattr(self, attr, self._with_slots((), self.parameters, attr, init, single))

    def _with_slots(self, slots: Any, params: Any, attr: str, init: Any, single: bool) -> Any:
        if single:
            return [*slots, *(Parameter(Tensor(init, mstype.float32), f"{attr}_{p.name}") for p in params)]
        return ParameterTuple([*slots, *ParameterTuple(params).clone(prefix=attr, init=init)])

    def _fuse(
        self,
        formula: Callable[..., Any],
        *,
        hyper: tuple[str, ...] = (),
        options: tuple[str | Callable[[Any], Any], ...] = (),
        step: Any = None,
        own_decay: bool = False,
    ) -> None:
        """Fix what `_update` runs: see `optimizer_step`. `hyper` and `options` are keys of the groups: numbers that the
        formula computes with, and values that decide what it computes, or functions of the group that give such a value."""
        self._fused = (formula, hyper, options, () if step is None else (step,), None if step is None else count_step, own_decay)

    def _update(self, gradients: Any, without: tuple[str, ...] = (), count: Tensor | None = None) -> bool:
        """One step of all groups. The states in `without` are not given to the formula; `count`, to count the steps, is."""
        formula, hyper_keys, option_keys, state, advance, own_decay = self._fused
        if count is not None:
            state, advance = (*state, count), count_both
        if not isinstance(gradients, (tuple, list)):
            raise TypeError(
                f"For '{type(self).__name__}', the gradients must be a tuple of Tensors, but got {type(gradients).__name__}."
            )
        total = len(self.parameters)
        if len(gradients) < total:
            raise RuntimeError(
                f"For '{type(self).__name__}', the gradients must be a tuple with one Tensor per parameter, {total}, "
                f"but got {len(gradients)}."
            )
        rates, decays, hyper, options, negate, decayed = [], [], [], [], [], []
        for group in self.param_groups:
            rates.append(self._number(group["lr"]))
            decays.append(self._number(group["weight_decay"]))
            for key in hyper_keys:
                value = group[key]
                hyper += [self._number(v) for v in value] if isinstance(value, (tuple, list)) else [self._number(value)]
            options.append(tuple([key(group) if callable(key) else group[key] for key in option_keys]))
            negate.append(bool(group.get("maximize", False)))
            decayed.append(group["weight_decay"] != 0.0)
        gradients = gradients[:total]
        kept: Any = None
        if any(map(is_, gradients, repeat(None))):
            kept = tuple([i for i, g in enumerate(gradients) if g is not None])
            gradients = [gradients[i] for i in kept]
        absent = tuple(
            [
                i for i, (attr, *_, by) in enumerate(self._slots)
                if attr in without or by and not any(map(_wants, self.param_groups, repeat(by)))
            ]
        )  # fmt: skip
        settings = (tuple(self.group_start_id), tuple(decayed), tuple(options), tuple(negate), kept, absent)
        slots = [getattr(self, slot[0]) for i, slot in enumerate(self._slots) if i not in absent]
        params, flat_slots, flags, absent, *groups = self._plan.arranged(
            settings, [self.parameters, *slots], lambda: self._arrange(slots, *settings)
        )
        take_step(
            self._plan, params, gradients, flat_slots, state, rates, decays, hyper, None,
            formula, advance, flags, (), "own" if own_decay else "late", *groups, (), absent,
        )  # fmt: skip
        return True

    def _arrange(
        self, slots: Any, starts: Any, decayed: Any, options: Any, negate: Any, kept: Any, absent: Any
    ) -> tuple[Any, ...]:
        """What a step is given of the Parameters that have a gradient: they, their slots, whether they decay, and their groups."""
        params = self.parameters
        groups = [i for i in range(len(starts) - 1) for _ in range(starts[i], starts[i + 1])]
        if kept is not None:
            params, groups = tuple([params[i] for i in kept]), [groups[i] for i in kept]
            slots = [[slot[i] for i in kept] for slot in slots]
        flags = tuple([decayed[i] for i in groups])
        return params, tuple([p for slot in slots for p in slot]), flags, absent, options, tuple(groups), negate

    def _number(self, value: Any) -> Tensor:
        """A number as a Tensor, kept: a step makes none of those it has had before."""
        if isinstance(value, Tensor):
            return value
        found = self._numbers.get(value)
        if found is None:
            if len(self._numbers) > 99:
                # A rate that is another number at every step.
                self._numbers.clear()
            with jax.ensure_compile_time_eval():
                found = self._numbers[value] = Tensor(float(value), mstype.float32)
        return found


def _wants(group: dict[str, Any], key: str) -> bool:
    """Whether a setting may be something else than 0 or False: what a Tensor holds is not looked at."""
    value = group[key]
    return not isinstance(value, (bool, int, float)) or bool(value)


def check_not_less_than(arg_value: Any, arg_name: str, prim: str, value: float = 0.0) -> None:
    """ValueError if a setting is below `value`."""
    if arg_value < value:
        raise ValueError(f"For {prim}, the {arg_name} must be greater than or equal to {value}, but got {arg_value}.")


def check_not_less_than_without_equal(arg_value: Any, arg_name: str, prim: str, value: float = 0.0) -> None:
    """ValueError if a setting is `value` or below."""
    if arg_value <= value:
        raise ValueError(f"For {prim}, the {arg_name} must be greater than {value}, but got {arg_value}.")


def check_betas(betas: Any, prim: str) -> None:
    """TypeError or ValueError if the decays of the moments are not in [0, 1)."""
    for i in (0, 1):
        validator.check_float_range(betas[i], 0.0, 1.0, validator.INC_LEFT, f"betas[{i}]", prim)
