"""The levels of accelerated training."""

from __future__ import annotations

from typing import Any

_ALGORITHMS = ("less_bn", "grad_freeze", "adasum", "grad_accumulation", "dim_reduce", "loss_scale_group")
_LEVELS = {"O0": (), "O1": ("less_bn", "grad_freeze"), "O2": ("less_bn", "grad_freeze", "adasum")}
_MODES = ("auto", "manual", "enable_all", "disable_all")


class AutoBoost:
    """Which algorithms of acceleration a level switches on (mirrors `mindspore.boost.AutoBoost`).

    Args:
        level: 'O0': none. 'O1': fewer BatchNorms, frozen gradients; 'O2': adaptive summation too.
        boost_config_dict: {'boost': {'mode': 'auto', 'manual', 'enable_all' or 'disable_all', algorithm: bool}}.

    Raises:
        ValueError: for another mode. NotImplementedError: if an algorithm is switched on: they change what is computed, for
            speed on Ascend clusters, and are not here. `ms.jit` compiles the step as it is.

    Examples:
        >>> import mindshim as ms
        >>> ms.boost.AutoBoost("O0").boost_config["less_bn"]
        False
    """

    def __init__(self, level: str = "O0", boost_config_dict: Any = "") -> None:
        self.level = level if level in _LEVELS else "O0"
        self.boost_config_dict = boost_config_dict
        self.boost_config = {name: name in _LEVELS[self.level] for name in _ALGORITHMS}
        wanted = boost_config_dict.get("boost", {}) if boost_config_dict else {}
        mode = wanted.get("mode", "auto")
        if mode not in _MODES:
            raise ValueError(f"The boost mode must be in {list(_MODES)}, but got {mode}")
        if mode == "manual":
            self.boost_config.update({name: bool(wanted[name]) for name in _ALGORITHMS if name in wanted})
        elif mode != "auto":
            self.boost_config = dict.fromkeys(_ALGORITHMS, mode == "enable_all")
        on = [name for name, value in self.boost_config.items() if value]
        if on:
            raise NotImplementedError(
                f"boost.AutoBoost: the algorithms {on} of level {self.level!r} change what is computed, for speed on Ascend "
                "clusters, and are not supported. Use level 'O0'; ms.jit compiles the training step as it is."
            )

    def network_auto_process_train(self, network: Any, optimizer: Any) -> tuple[Any, Any]:
        """The network and optimizer to train with: as they are."""
        return network, optimizer

    def network_auto_process_eval(self, network: Any) -> Any:
        """The network to evaluate: as it is."""
        return network
