"""Algorithms of `AutoBoost` that are not here: each changes what is computed, for speed on Ascend clusters."""

from __future__ import annotations

from typing import Any, NoReturn

from mindshim.nn.cell import Cell

_INSTEAD = {
    "LessBN": "leave out BatchNorm layers of the network yourself.",
    "GradientFreeze": "set `requires_grad` of the Parameters that should rest.",
    "FreezeOpt": "set `requires_grad` of the Parameters that should rest.",
    "freeze_cell": "set `requires_grad` of the Parameters that should rest.",
    "DimReduce": "use an optimizer of mindspore.nn.",
    "AdaSum": "one process has all gradients; use an optimizer of mindspore.nn.",
    "OptimizerProcess": "give the optimizer groups {'params': ..., 'grad_centralization': True}.",
    "GroupLossScaleManager": "use nn.DynamicLossScaleUpdateCell.",
}


def refuse(name: str) -> NoReturn:
    """Raises NotImplementedError, with what to use instead."""
    instead = _INSTEAD.get(name.split(".")[0], "use nn.TrainOneStepCell; `ms.jit` compiles it as it is.")
    raise NotImplementedError(
        f"boost.{name}: the algorithm changes what is computed, for speed on Ascend clusters, and is not supported. Instead, {instead}"
    )


class _Refused:
    """Raises NotImplementedError when it is made."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.__doc__ = (cls.__doc__ or "") + f"""

    Raises:
        NotImplementedError: always; {_INSTEAD[cls.__name__]}

    Examples:
        >>> from mindshim import boost
        >>> boost.{cls.__name__}
        <class 'mindshim.boost.unsupported.{cls.__name__}'>
    """


class LessBN(_Refused, Cell):
    """A network with fewer BatchNorms (mirrors `mindspore.boost.LessBN`)."""

    def __init__(self, network: Cell, fn_flag: bool = False) -> None:
        refuse("LessBN")


class GradientFreeze(_Refused):
    """Freezes the gradients of random layers (mirrors `mindspore.boost.GradientFreeze`)."""

    def __init__(self, param_groups: Any, freeze_type: int, freeze_p: float, total_steps: int) -> None:
        refuse("GradientFreeze")

    def split_parameters_groups(self, net: Cell, freeze_para_groups_number: int) -> Any:
        """Groups of a network's Parameters."""
        refuse("GradientFreeze")

    def generate_freeze_index_sequence(
        self, parameter_groups_number: int, freeze_strategy: int, freeze_p: float, total_steps: int
    ) -> Any:
        """Which group rests in which step."""
        refuse("GradientFreeze")

    def freeze_generate(self, network: Cell, optimizer: Any) -> Any:
        """The network and optimizer that let groups rest."""
        refuse("GradientFreeze")


class FreezeOpt(_Refused, Cell):
    """An optimizer that lets groups of Parameters rest (mirrors `mindspore.boost.FreezeOpt`)."""

    def __init__(self, opt: Any, train_parameter_groups: Any = None, train_strategy: Any = None) -> None:
        refuse("FreezeOpt")


class AdaSum(_Refused, Cell):
    """Adaptive summation of gradients over devices (mirrors `mindspore.boost.AdaSum`)."""

    def __init__(self, rank: int, device_number: int, group_number: int, parameter_tuple: Any) -> None:
        refuse("AdaSum")


class DimReduce(_Refused, Cell):
    """Second-order steps in fewer dimensions (mirrors `mindspore.boost.DimReduce`)."""

    def __init__(
        self, network: Any, optimizer: Any, weight: Any, pca_mat_local: Any, n_components: int, rho: float, gamma: float, alpha: float,
        sigma: float, rank: int, rank_size: int,
    ) -> None:  # fmt: skip
        refuse("DimReduce")


class OptimizerProcess(_Refused):
    """An optimizer with centralized gradients, made from another (mirrors `mindspore.boost.OptimizerProcess`)."""

    def __init__(self, opt: Any) -> None:
        refuse("OptimizerProcess")

    @staticmethod
    def build_params_dict(network: Cell) -> Any:
        """The Cell of each Parameter."""
        refuse("OptimizerProcess")

    @staticmethod
    def build_gc_params_group(params_dict: Any, parameters: Any) -> Any:
        """Groups of Parameters, with centralized gradients or not."""
        refuse("OptimizerProcess")

    def add_grad_centralization(self, network: Cell) -> None:
        """Let the new optimizer centralize gradients."""
        refuse("OptimizerProcess")

    def generate_new_optimizer(self) -> Any:
        """The new optimizer."""
        refuse("OptimizerProcess")


class GroupLossScaleManager(_Refused, Cell):
    """A scale of the loss for each group of layers (mirrors `mindspore.boost.GroupLossScaleManager`)."""

    def __init__(self, init_loss_scale: float, loss_scale_groups: list[Any]) -> None:
        refuse("GroupLossScaleManager")

    def set_loss_scale_status(self, loss_scale_number: int, init_loss_scale: float) -> None:
        """Begin anew."""
        refuse("GroupLossScaleManager")

    def update_loss_scale_status(self, layer: int, update_ratio: float) -> Any:
        """Another scale for a layer."""
        refuse("GroupLossScaleManager")

    def get_loss_scale(self) -> Any:
        """The scale."""
        refuse("GroupLossScaleManager")

    def get_update_cell(self) -> Any:
        """This object."""
        refuse("GroupLossScaleManager")


def freeze_cell(
    reducer_flag: bool, network: Cell, optimizer: Any, sens: float, grad: Any, use_grad_accumulation: bool, mean: bool | None = None,
    degree: int | None = None, max_accumulation_step: int = 1,
) -> Any:  # fmt: skip
    """Steps in each of which some Parameters rest (mirrors `mindspore.boost.freeze_cell`).

    Raises:
        NotImplementedError: always; set `requires_grad` of the Parameters that should rest.

    Examples:
        >>> from mindshim import boost
        >>> boost.freeze_cell(False, None, None, 1.0, None, False)
        Traceback (most recent call last):
        NotImplementedError: boost.freeze_cell: ...
    """
    refuse("freeze_cell")
