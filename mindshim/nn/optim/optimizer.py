"""Optimizer: what all optimizers share - parameter groups, learning rates, weight decay, state names."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim._core.state import S
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.common.tensor import Tensor
from mindshim.context import get_context
from mindshim.nn.cell import Cell
from mindshim.nn.layer.container import CellList
from mindshim.nn.learning_rate_schedule import LearningRateSchedule
from mindshim.nn.optim._step import Plan, centralizes, take_step

_GROUP_KEYS = ["params", "lr", "weight_decay", "order_params", "grad_centralization"]


class _IteratorLearningRate(LearningRateSchedule):
    """A table of learning rates, read at the global step."""

    def __init__(self, learning_rate: Tensor, name: str) -> None:
        super().__init__()
        self.learning_rate = Parameter(learning_rate, name)

    def construct(self, global_step: Any) -> Tensor:
        size = self.learning_rate.shape[0]
        if S.scope is None and int(global_step) >= size:
            raise RuntimeError(
                f"For 'Optimizer', the step {int(global_step)} is beyond the learning rates, of which there are {size}."
            )
        return ops.gather(self.learning_rate, ops.reshape(global_step, ()), 0)


class _ConvertToCell(LearningRateSchedule):
    """A fixed learning rate beside others that change."""

    def __init__(self, learning_rate: Parameter) -> None:
        super().__init__()
        self.learning_rate = learning_rate

    def construct(self, global_step: Any) -> Tensor:
        return self.learning_rate + 0.0


class _WrappedWeightDecay(Cell):
    """A weight decay that depends on the step."""

    def __init__(self, weight_decay: Cell) -> None:
        super().__init__()
        self.weight_decay = weight_decay

    def construct(self, global_step: Any) -> Any:
        return self.weight_decay(global_step)


class Optimizer(Cell):
    """Base class of the optimizers (mirrors `mindspore.nn.Optimizer`).

    Subclass it, register slots in `__init__` and update `self.parameters` in `construct(gradients)`.

    Args:
        learning_rate: a number, a 0-d Tensor, a list, iterable or 1-d Tensor with one value per step, or a
            LearningRateSchedule.
        parameters: a list of Parameters, or of dicts with `params` and optionally `lr`, `weight_decay`,
            `grad_centralization` (their mean is taken off gradients whose second axis is a multiple of 16); a last dict `{"order_params": …}` fixes the order.
        weight_decay: L2 coefficient, or a Cell of the global step. In a plain list, parameters whose names contain
            `beta` or `gamma` are not decayed.
        loss_scale: gradients are divided by it.

    Raises:
        TypeError, ValueError, KeyError, RuntimeError: for bad parameters, as in MindSpore.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> class Plain(nn.Optimizer):
        ...     def construct(self, gradients):
        ...         for p, g in zip(self.parameters, gradients):
        ...             ms.ops.assign_sub(p, g * self.get_lr())
        ...         return True
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> Plain(0.1, [w])((ms.Tensor([1.0]),))
        True
        >>> print(w.asnumpy())
        [0.9]
    """

    def __init__(self, learning_rate: Any, parameters: Any, weight_decay: Any = 0.0, loss_scale: float = 1.0) -> None:
        super().__init__(auto_prefix=False)
        parameters = self._parameters_base_check(parameters)
        self.param_rank = None
        self.optim_filter: Any = None
        self.loss_scale = self._check_loss_scale(loss_scale)
        self.dynamic_weight_decay = False
        self.grad_centralization = False
        self.dynamic_lr = False
        self.is_group = False
        self.is_group_lr = False
        self.is_group_params_ordered = False
        self.global_step = Parameter(Tensor(np.zeros(1, np.int32)), name="global_step")
        weight_decay = self._check_weight_decay(weight_decay)
        lr = self._single_lr(learning_rate, "learning_rate")
        if isinstance(parameters[0], dict):
            self.is_group = True
            self._init_groups(parameters, lr, weight_decay)
        else:
            self.learning_rate = lr
            self.dynamic_lr = isinstance(lr, LearningRateSchedule)
            self.parameters = ParameterTuple(parameters)
            is_cell = isinstance(weight_decay, Cell)
            decayed = is_cell or weight_decay > 0
            self.decay_flags = tuple(decayed and not any(k in p.name for k in ("beta", "gamma")) for p in parameters)
            self.dynamic_decay_flags = is_cell
            self.dynamic_weight_decay = is_cell
            self.exec_weight_decay = any(self.decay_flags)
            self.weight_decay = _WrappedWeightDecay(weight_decay) if is_cell else Tensor(weight_decay, mstype.float32)
        self._parameters = self.parameters  # what optimizers of programs iterate over: the same tuple
        self.param_length = len(self.parameters)
        self.optim_filter = tuple(True for _ in self.parameters)
        self.need_scale = self.loss_scale != 1.0
        self.reciprocal_scale = Tensor(1.0 / self.loss_scale, mstype.float32)
        self.global_step_increase_tensor = Tensor([1], mstype.int32)
        self._fused: Any = None
        self._plan = Plan()
        self.assignadd = ops.assign_add
        self.hyper_map = ops.HyperMap()
        self.map_ = ops.Map()
        self.hyper_map_reverse = ops.HyperMap(None, True)
        self.map_reverse = ops.Map(None, True)
        self.use_parallel = False
        self._target = get_context("device_target")

    # -- checks ------------------------------------------------------------------------------------------------

    def _parameters_base_check(self, parameters: Any, param_info: str = "parameters") -> list[Any]:
        op = "Optimizer"
        if parameters is None:
            raise ValueError(f"For '{op}', the argument {param_info} can not be None.")
        if isinstance(parameters, (Tensor, str, dict)) or not isinstance(parameters, Iterable):
            raise TypeError(
                f"For '{op}', all elements of the argument 'parameters' must be 'Parameter' or 'dict', please check the "
                f"'parameters'; got {type(parameters).__name__}."
            )
        found = list(parameters)
        if not found:
            raise ValueError(f"For '{op}', the argument {param_info} must not be empty.")
        if all(isinstance(p, Parameter) for p in found) or all(isinstance(p, dict) for p in found):
            return found
        raise TypeError(
            f"For '{op}', all elements of the argument 'parameters' must be 'Parameter' or 'dict', please check the "
            f"'parameters'."
        )

    def _check_loss_scale(self, loss_scale: Any) -> float:
        name = type(self).__name__
        if isinstance(loss_scale, int) and not isinstance(loss_scale, bool):
            loss_scale = float(loss_scale)
        if not isinstance(loss_scale, float):
            raise TypeError(
                f"For '{name}', the type of 'loss_scale' should be 'float', but got type '{type(loss_scale).__name__}'."
            )
        if loss_scale <= 0:
            raise ValueError(f"For '{name}', the 'loss_scale' must be float and must > 0, but got '{loss_scale}' with type 'float'.")
        return loss_scale

    def _check_weight_decay(self, weight_decay: Any) -> Any:
        if isinstance(weight_decay, Cell):
            return weight_decay
        if isinstance(weight_decay, (int, float)) and not isinstance(weight_decay, bool):
            if weight_decay < 0:
                raise ValueError(
                    f"For '{type(self).__name__}', the 'weight_decay' must be float and must >= 0, but got "
                    f"'{float(weight_decay)}' with type 'float'."
                )
            return float(weight_decay)
        raise TypeError(
            f"For 'Optimizer', the argument 'Weight_decay' must be int, float or Cell.but got {type(weight_decay)}"
        )

    def _single_lr(self, learning_rate: Any, name: str) -> Any:
        """A Parameter for a fixed rate, a schedule Cell for one that changes."""
        if isinstance(learning_rate, LearningRateSchedule):
            return learning_rate
        if isinstance(learning_rate, (int, float)):
            value = float(learning_rate)
            if value < 0:
                raise ValueError(
                    f"For '{type(self).__name__}', the 'learning rate' must be float and must >= 0, but got '{value}' "
                    f"with type 'float'."
                )
            return Parameter(Tensor(value, mstype.float32), name)
        if isinstance(learning_rate, Tensor):
            if learning_rate.ndim == 0:
                return Parameter(Tensor(float(learning_rate), mstype.float32), name)
            if learning_rate.ndim == 1:
                learning_rate = learning_rate.tolist()
            else:
                raise ValueError(
                    f"For 'Optimizer', the dimension of the learning rate Tensor must be 0 or 1, but got {learning_rate.ndim}."
                )
        if isinstance(learning_rate, Iterable) and not isinstance(learning_rate, str):
            values = [float(v) for v in learning_rate]
            if any(v < 0 for v in values):
                raise ValueError(f"For '{type(self).__name__}', every learning rate must be >= 0, but got {min(values)}.")
            return _IteratorLearningRate(Tensor(values, mstype.float32), name)
        if isinstance(learning_rate, str):
            return self._single_lr(float(learning_rate), name)
        raise TypeError(
            f"For 'Optimizer', the argument 'learning_rate' must be int, float, Tensor, Iterable or LearningRateSchedule, "
            f"but got {type(learning_rate)}."
        )

    # -- parameter groups --------------------------------------------------------------------------------------

    def _init_groups(self, groups: list[dict[str, Any]], default_lr: Any, default_decay: Any) -> None:
        order: Any = None
        seen: set[int] = set()
        params: list[Any] = []
        lrs: list[Any] = []
        decays: list[Any] = []
        central: list[bool] = []
        for index, group in enumerate(groups):
            unknown = [k for k in group if k not in _GROUP_KEYS]
            if unknown:
                raise KeyError(f"For 'Optimizer', the key in group params must be one of in {_GROUP_KEYS}, but got {unknown}.")
            if "order_params" in group:
                if len(group) > 1:
                    raise ValueError("For 'Optimizer', the order params dict in group parameters should only include the 'order_params' key.")
                order = group["order_params"]
                if not isinstance(order, Iterable):
                    raise TypeError(f"For 'Optimizer', the 'order_params' must be a list or tuple of Parameters, but got {type(order).__name__}.")
                # An empty one says nothing of the order.
                order = list(order) or None
                continue
            members = self._parameters_base_check(group["params"], "group `params`")
            lr = default_lr
            if "lr" in group:
                self.is_group_lr = True
                lr = self._single_lr(group["lr"], f"learning_rate_group_{index}")
            decay = self._check_weight_decay(group["weight_decay"]) if "weight_decay" in group else default_decay
            if isinstance(decay, Cell):
                self.dynamic_weight_decay = True
            flag = group.get("grad_centralization", False)
            if not isinstance(flag, bool):
                raise TypeError(f"For 'Optimizer', the 'grad_centralization' must be bool, but got {type(flag).__name__}.")
            for p in members:
                if id(p) in seen:
                    raise RuntimeError(
                        f"For 'Optimizer', the {p.name} parameter already exists, it does not support repeated setting. "
                        f"Please check whether the optimizer parameter has been set multiple times."
                    )
                seen.add(id(p))
                params.append(p)
                lrs.append(lr)
                decays.append(decay)
                central.append(flag)
        if order is not None:
            if len(order) != len(params):
                raise ValueError(
                    f"For 'Optimizer', the length of order parameters must be the same as the length of group parameters, "
                    f"but got order parameters' length {len(order)}, group parameters' length {len(params)}."
                )
            where = {id(p): i for i, p in enumerate(params)}
            places = []
            for p in order:
                if id(p) not in where:
                    raise ValueError(f"For 'Optimizer', the parameter {getattr(p, 'name', p)} in 'order_params' is not in any group.")
                places.append(where[id(p)])
            params, lrs = [params[i] for i in places], [lrs[i] for i in places]
            decays, central = [decays[i] for i in places], [central[i] for i in places]
            self.is_group_params_ordered = True
        self.group_params = params
        self.group_lr = lrs
        self.group_weight_decay = decays
        self.group_grad_centralization = central
        self.grad_centralization = any(central)
        self.dynamic_lr = any(isinstance(lr, LearningRateSchedule) for lr in lrs)
        tables = {lr.learning_rate.shape[0] for lr in (*lrs, default_lr) if isinstance(lr, _IteratorLearningRate)}
        if len(tables) > 1:
            raise ValueError(
                f"For 'Optimizer', dynamic learning rates of groups must have the same size as the argument 'learning_rate', "
                f"but got tables of {sorted(tables)} rates."
            )
        if not self.is_group_lr:
            self.learning_rate: Any = default_lr
            self.dynamic_lr = isinstance(default_lr, LearningRateSchedule)
        elif self.dynamic_lr:
            self.group_lr = [_ConvertToCell(lr) if isinstance(lr, Parameter) else lr for lr in lrs]
            self.learning_rate = CellList(self.group_lr, auto_prefix=False)
        else:
            self.learning_rate = ParameterTuple(lrs)
        self.parameters = ParameterTuple(params)
        self.decay_flags = tuple(isinstance(d, Cell) or d > 0 for d in decays)
        self.dynamic_decay_flags = tuple(isinstance(d, Cell) for d in decays)
        self.exec_weight_decay = any(self.decay_flags)
        self.weight_decay = tuple(d if isinstance(d, Cell) else Tensor(d, mstype.float32) for d in decays)

    # -- what subclasses and users call ------------------------------------------------------------------------

    @property
    def unique(self) -> bool:
        """Whether sparse gradients are merged; kept for MindSpore's sake."""
        return getattr(self, "_unique", True)

    @unique.setter
    def unique(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise TypeError(f"For 'Optimizer', the 'unique' must be bool, but got {type(value).__name__}.")
        self._unique = value

    @property
    def target(self) -> str:
        """Where the parameters are updated, at first the context's `device_target`; recorded only."""
        return self._target

    @target.setter
    def target(self, value: str) -> None:
        self._set_base_target(value)

    def _set_base_target(self, value: str) -> None:
        """What the setter of `target` does; optimizers outside that override the property call it."""
        if not isinstance(value, str):
            raise TypeError(f"For 'Optimizer', the 'target' must be string, but got type {type(value)}")
        if value not in ("CPU", "Ascend", "GPU"):
            raise ValueError(f"For 'Optimizer', the 'target' must be one of ['CPU', 'Ascend', 'GPU'], but got {value!r}")
        self._target = value

    def _is_dynamic_lr_or_weight_decay(self) -> bool:
        """Whether the rate or the weight decay follows the global step; optimizers outside count it then."""
        return self.dynamic_lr or self.dynamic_weight_decay

    def get_lr(self) -> Any:
        """The learning rate of the current step (a tuple of them for groups with rates of their own).

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.SGD([w], 0.5)
            >>> float(optimizer.get_lr())
            0.5
        """
        lr = self.learning_rate
        if self.is_group_lr:
            return tuple(self._rate(x) for x in self.group_lr) if self.dynamic_lr else lr
        return self._rate(lr)

    def _rate(self, lr: Any) -> Any:
        return ops.reshape(lr(self.global_step), ()) if isinstance(lr, LearningRateSchedule) else lr

    def get_weight_decay(self) -> Any:
        """The weight decay of the current step (a tuple of them for groups).

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.Adam([w], 0.1, weight_decay=0.5)
            >>> print(optimizer.get_weight_decay())
            0.5
        """
        decay: Any = self.weight_decay
        if self.is_group:
            return tuple(ops.reshape(d(self.global_step), ()) if isinstance(d, Cell) else d for d in decay)
        if self.dynamic_weight_decay:
            return ops.reshape(decay(self.global_step), ())
        return decay

    def get_lr_parameter(self, param: Any) -> Any:
        """The learning rate (Parameter or schedule) of a Parameter, or a list of them for a list.

        Raises:
            TypeError: for other types. ValueError: if the optimizer does not have the Parameter.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.Adam([w], 0.5)
            >>> float(optimizer.get_lr_parameter(w))
            0.5
        """
        if isinstance(param, list):
            return [self.get_lr_parameter(p) for p in param]
        if not isinstance(param, Parameter):
            raise TypeError(f"For 'get_lr_parameter', the 'param' must be 'Parameter' or 'list' type, but got {type(param)}.")
        for i, p in enumerate(self.parameters):
            if p.name == param.name:
                lr = self.group_lr[i] if self.is_group_lr else self.learning_rate
                return lr.learning_rate if isinstance(lr, (_ConvertToCell, _IteratorLearningRate)) else lr
        raise ValueError(f"For 'get_lr_parameter', the parameter {param.name} is not in optimizer.")

    def flatten_gradients(self, gradients: Any) -> Any:
        """The gradients unchanged; parameters are never flattened into one buffer here.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.Adam([w], 0.1, weight_decay=0.5, loss_scale=2.0)
            >>> print(optimizer.flatten_gradients((ms.Tensor([4.0]),))[0])
            [4.]
        """
        return gradients

    def decay_weight(self, gradients: Any) -> Any:
        """The gradients with `weight_decay * parameter` added where decay applies.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.Adam([w], 0.1, weight_decay=0.5, loss_scale=2.0)
            >>> print(optimizer.decay_weight((ms.Tensor([4.0]),))[0])
            [4.5]
        """
        if not self.exec_weight_decay:
            return gradients
        decay = self.get_weight_decay()
        return tuple(
            g + ops.cast(p, g.dtype) * ops.cast(decay[i] if self.is_group else decay, g.dtype) if self.decay_flags[i] else g
            for i, (p, g) in enumerate(zip(self.parameters, gradients, strict=True))
        )

    def gradients_centralization(self, gradients: Any) -> Any:
        """The gradients minus their mean, for groups that ask for it.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.ops.ones((1, 16)), name="w")
            >>> optimizer = nn.Adam([{"params": [w], "grad_centralization": True}], 0.1)
            >>> print(optimizer.gradients_centralization((ms.ops.ones((1, 16)),))[0].sum())
            0.0
        """
        if not self.grad_centralization:
            return gradients
        return tuple(
            g - g.mean(tuple(range(1, g.ndim)), keep_dims=True) if flag and centralizes(g.shape) else g
            for flag, g in zip(self.group_grad_centralization, gradients, strict=True)
        )

    def scale_grad(self, gradients: Any) -> Any:
        """The gradients divided by the loss scale.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.Adam([w], 0.1, weight_decay=0.5, loss_scale=2.0)
            >>> print(optimizer.scale_grad((ms.Tensor([4.0]),))[0])
            [2.]
        """
        if not self.need_scale:
            return gradients
        return tuple(g * ops.cast(self.reciprocal_scale, g.dtype) for g in gradients)

    def _grad_sparse_indices_deduplicate(self, gradients: Any) -> Any:
        """The gradients unchanged: those of tables are dense here, so no row comes twice; optimizers outside call it."""
        return gradients

    def broadcast_params(self, optim_result: Any) -> Any:
        """The result unchanged: parameters live in one process.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
            >>> optimizer = nn.Adam([w], 0.1, weight_decay=0.5, loss_scale=2.0)
            >>> optimizer.broadcast_params((True,))
            (True,)
        """
        return optim_result

    def construct(self, *hyper_params: Any) -> Any:
        """Update the parameters; subclasses define it."""
        raise NotImplementedError("Optimizer.construct: subclasses must define it; use nn.Adam, nn.Momentum, …")


class FusedOptimizer(Optimizer):
    """An optimizer that computes all new values in one compiled program.

    Subclasses register slots in `__init__` and then say by `_fuse` how one parameter is updated.
    """

    def _fuse(
        self,
        formula: Callable[..., Any],
        slots: list[Any],
        *,
        state: list[Any] | None = None,
        advance: Callable[..., Any] | None = None,
        hyper: list[Any] | None = None,
        own_decay: bool = False,
        late_decay: bool = False,
        options: tuple[Any, ...] = (),
        rows: bool = False,
    ) -> None:
        """Fix what `_update` runs: see `_step.optimizer_step`. `own_decay`: the formula applies the weight decay.

        `rows`: of tables whose gradients are sparse, only the rows that were looked up are updated.
        """
        sparse = tuple(getattr(p, "sparse_rows", False) for p in self.parameters) if rows else ()
        self._fused = (
            formula,
            tuple(p for slot in slots for p in slot),
            (self.global_step, *(state or ())),
            advance or count_step,
            [h if isinstance(h, Tensor) else Tensor(h, mstype.float32) for h in (hyper or [])],
            tuple(self.group_grad_centralization) if self.grad_centralization else (),
            "own" if own_decay else "late" if late_decay else "early",
            options,
            sparse if any(sparse) else (),
        )

    def _update(self, gradients: Any, fused: Any = None) -> tuple[bool, ...]:
        """One step, of what `_fuse` has fixed: compute all new values in one compiled program, then write them."""
        formula, slots, state, advance, hyper, central, when_decay, options, rows = fused or self._fused
        params = self.parameters
        if not isinstance(gradients, tuple) or len(gradients) != len(params):
            got = len(gradients) if isinstance(gradients, (tuple, list)) else type(gradients).__name__
            raise RuntimeError(
                f"For '{type(self).__name__}', the gradients must be a tuple with one Tensor per parameter, {len(params)}, "
                f"but got {type(gradients).__name__} ({got})."
            )
        rates = self.get_lr()
        if not isinstance(rates, tuple):
            rates = (rates,)
        decays: Any = ()
        flags: Any = ()
        if self.exec_weight_decay:
            flags = self.decay_flags
            decays = self.get_weight_decay()
            decays = decays if isinstance(decays, tuple) else (decays,)
        take_step(
            self._plan, params, gradients, slots, state, rates, decays, hyper,
            self.reciprocal_scale if self.need_scale else None,
            formula, advance, flags, central, when_decay, options, (), (), rows,
        )  # fmt: skip
        return (True,) * len(params)

    def construct(self, gradients: Any) -> tuple[bool, ...]:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)



def count_step(state: Any, hyper: Any) -> Any:
    """The shared state whose first part counts the steps."""
    return (state[0] + 1, *state[1:])


def opt_init_args_register(fn: Callable[..., None]) -> Callable[..., None]:
    """Makes an optimizer's `__init__` remember what it was given, defaults included.

    `init_params` has the Parameters, `init_learning_rate` the rate (a Tensor as numbers, None for a schedule), `init_args`
    the rest. The decorator of optimizers that live outside of MindSpore.
    """
    signature = inspect.signature(fn)

    @functools.wraps(fn)
    def remembering(self: Any, *args: Any, **kwargs: Any) -> None:
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        given = dict(list(bound.arguments.items())[1:])
        if "params" in given:
            self.init_params = {"params": given.pop("params")}
        if "learning_rate" in given:
            rate = given.pop("learning_rate")
            rate = rate.asnumpy().tolist() if isinstance(rate, Tensor) else rate
            self.init_learning_rate = None if isinstance(rate, Cell) else rate
        self.init_args = given
        fn(self, *args, **kwargs)

    return remembering
