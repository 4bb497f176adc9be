"""Settings of automatic parallelism, at a network."""

from __future__ import annotations

import os
from typing import Any

from mindshim.nn.cell import Cell
from mindshim.parallel.shard import Layout

_MODES = ["semi_auto", "sharding_propagation", "recursive_programming"]
_SCHEDULERS = ("1f1b", "gpipe", "seqpipe", "seqvpp", "seqsmartvpp", "zero_bubble_v")
_LEVELS = ["level1", "level2", "level3"]


class AutoParallel(Cell):
    """A network with the settings of automatic parallelism (mirrors `mindspore.parallel.auto_parallel.AutoParallel`).

    The settings are checked and kept. One process computes on one device here, so that the network runs as it is, as it does in
    MindSpore on one device; there are no strategies to save or load.

    Args:
        network: the network. parallel_mode: 'semi_auto', 'sharding_propagation' or 'recursive_programming'.

    Raises:
        TypeError: if `network` is no Cell. ValueError: for another mode.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.parallel.auto_parallel.AutoParallel(ms.nn.ReLU(), parallel_mode="semi_auto")
        >>> net.dataset_strategy("data_parallel")
        >>> net(ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00])
    """

    def __init__(self, network: Cell, parallel_mode: str = "semi_auto") -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(network, Cell):
            raise TypeError(f"For 'AutoParallel', the argument 'network' must be a Cell, but got {type(network).__name__}.")
        if parallel_mode not in _MODES:
            raise ValueError(f"the argument 'parallel_mode' must be one of {_MODES}, but got the value : {parallel_mode} .")
        self.network = network
        self._parallel_mode = parallel_mode
        self._global_rank, self._device_num = 0, 1
        self._init_param_in_compile, self._only_trainable_params = True, True
        self._load_strategy_file_path = self._save_strategy_file_path = ""
        self._load_operator_strategy_file = self._save_operator_strategy_file = ""
        self._full_batch, self._dataset_strategy_config = False, "data_parallel"
        self._enable_parallel_optimizer, self._optimizer_weight_shard_size = False, -1
        self._parallel_optimizer_threshold, self._optimizer_level = 64, "level1"
        self._pipeline_stages, self._pipeline_result_broadcast, self._pipeline_interleave = 1, False, False
        self._pipeline_scheduler = "1f1b"
        self._comm_fusion_config: dict[str, Any] = {}
        self._force_fp32_communication = False
        self._group_ckpt_save_file = self._dump_local_norm_path = self._parallel_speed_up_json_path = ""
        self._print_local_norm = self._dump_local_norm = self._dump_device_local_norm = False
        self._gradients_mean, self._gradient_fp32_sync, self._loss_repeated_mean = False, True, True

    def construct(self, *args: Any, **kwargs: Any) -> Any:
        return self.network(*args, **kwargs)

    # -- how the network is spread -----------------------------------------------------------------------------

    def pipeline(self, stages: int = 1, output_broadcast: bool = False, interleave: bool = False, scheduler: str = "1f1b") -> None:
        """Cut the network into stages.

        Raises:
            TypeError, ValueError: for arguments of other types or values.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.pipeline(stages=1)
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        for name, value, kind in (("stages", stages, int), ("output_broadcast", output_broadcast, bool), ("interleave", interleave, bool),
                                  ("scheduler", scheduler, str)):  # fmt: skip
            if not isinstance(value, kind):
                raise TypeError(
                    f"For 'AutoParallel.pipeline', the argument '{name}' must be {kind.__name__} type, but got the type : {type(value)}."
                )
        if stages <= 0:
            raise ValueError(f"For 'AutoParallel.pipeline', the argument 'stages' must be larger than zero, but got value: {stages}.")
        if scheduler not in _SCHEDULERS:
            choices = "/".join(f"'{name}'" for name in _SCHEDULERS)
            raise ValueError(
                f"For 'AutoParallel.pipeline', the argument 'scheduler' must be {choices} , but got the value : {scheduler}."
            )
        self._pipeline_stages, self._pipeline_result_broadcast = stages, output_broadcast
        self._pipeline_interleave, self._pipeline_scheduler = interleave, scheduler

    def hsdp(self, shard_size: int = -1, threshold: int = 64, optimizer_level: str = "level1") -> None:
        """Spread the optimizer's state.

        Raises:
            ValueError: for other values.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.hsdp()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        if not isinstance(shard_size, int) or (shard_size <= 0 and shard_size != -1):
            raise ValueError(f"shard_size must be a positive integer or -1, but got {shard_size}.")
        if not isinstance(threshold, int) or threshold < 0:
            raise ValueError(f"threshold must be a positive integer or 0, but got {threshold}.")
        if optimizer_level not in _LEVELS:
            raise ValueError(f"Optimizer level should in {_LEVELS}, but got {optimizer_level}")
        self._enable_parallel_optimizer = True
        self._optimizer_weight_shard_size, self._parallel_optimizer_threshold = shard_size, threshold
        self._optimizer_level = optimizer_level

    def dataset_strategy(self, config: Any) -> None:
        """Spread the data: 'data_parallel', 'full_batch', a tuple of ints for each column, or a tuple of Layouts.

        Raises:
            TypeError, ValueError: for others.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.dataset_strategy("full_batch")
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        where = "For 'AutoParallel.dataset_strategy', the"
        if isinstance(config, str):
            if config not in ("full_batch", "data_parallel"):
                raise ValueError(f"{where} argument 'config' must be 'full_batch' or 'data_parallel', but got the value : {config}.")
            self._full_batch = config == "full_batch"
        elif not isinstance(config, tuple):
            raise TypeError(f"{where} argument 'config' must be str or tuple type, but got the type : {type(config)}.")
        else:
            for column in config:
                if isinstance(column, Layout):
                    continue
                if not isinstance(column, tuple):
                    raise TypeError(f"{where} element of argument 'config' must be tuple type, but got the type : {type(column)} .")
                for size in column:
                    if not isinstance(size, int):
                        raise TypeError(f"{where} element of argument 'config' must be int type, but got the type : {type(size)} .")
        self._dataset_strategy_config = config

    # -- communication -----------------------------------------------------------------------------------------

    def comm_fusion(self, config: dict[str, Any]) -> None:
        """Join messages. Raises TypeError for anything but a dict.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.comm_fusion({"allreduce": {"mode": "auto", "config": None}})
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        if not isinstance(config, dict):
            raise TypeError(f"The parameter '{config}' must be {dict}, but got {type(config)}.")
        self._comm_fusion_config = config

    def enable_fp32_communication(self) -> None:
        """Sum up gradients as float32.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.enable_fp32_communication()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._force_fp32_communication = True

    def enable_gradients_mean(self) -> None:
        """Average gradients over the devices.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.enable_gradients_mean()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._gradients_mean = True

    def disable_gradient_fp32_sync(self) -> None:
        """Sum up gradients in their own type.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.disable_gradient_fp32_sync()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._gradient_fp32_sync = False

    def disable_loss_repeated_mean(self) -> None:
        """Do not divide a loss that several devices computed.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.disable_loss_repeated_mean()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._loss_repeated_mean = False

    def transformer_opt(self, file_path: str) -> None:
        """Settings of Ascend devices' transformers, from a JSON file.

        Raises:
            TypeError: if it is no path. ValueError: if it does not exist.
        """
        if not os.path.exists(os.fspath(file_path)):
            raise ValueError(
                f"For 'ascend_config', the path to parallel_speed_up_json: {os.path.realpath(file_path)} does not exist, please check "
                "whether the 'parallel_speed_up_json_path' is correct."
            )
        self._parallel_speed_up_json_path = file_path

    # -- files -------------------------------------------------------------------------------------------------

    def load_param_strategy_file(self, file_path: str) -> None:
        """A file of the Parameters' strategies.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.load_param_strategy_file("strategy.ckpt")
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._load_strategy_file_path = _path(file_path)

    def save_param_strategy_file(self, file_path: str) -> None:
        """A file for the Parameters' strategies.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.save_param_strategy_file("strategy.ckpt")
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._save_strategy_file_path = _path(file_path)

    def load_operator_strategy_file(self, file_path: str) -> None:
        """A JSON file of the operators' strategies. Raises KeyError if it is no absolute path.

        Examples:
            >>> import os
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.load_operator_strategy_file(os.path.abspath("strategy.json"))
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._load_operator_strategy_file = _absolute(file_path)

    def save_operator_strategy_file(self, file_path: str) -> None:
        """A JSON file for the operators' strategies. Raises KeyError if it is no absolute path.

        Examples:
            >>> import os
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.save_operator_strategy_file(os.path.abspath("strategy.json"))
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._save_operator_strategy_file = _absolute(file_path)

    def set_group_ckpt_save_file(self, file_path: str) -> None:
        """A file for the groups of devices with equal Parameters.

        Examples:
            >>> import os
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.set_group_ckpt_save_file(os.path.abspath("group.ckpt"))
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._group_ckpt_save_file = _path(file_path)

    def disable_strategy_file_only_for_trainable_params(self) -> None:
        """Strategies of all Parameters are of interest.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.disable_strategy_file_only_for_trainable_params()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._only_trainable_params = False

    def no_init_parameters_in_compile(self) -> None:
        """Parameters are initialized by the program.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.no_init_parameters_in_compile()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._init_param_in_compile = False

    # -- what is watched ---------------------------------------------------------------------------------------

    def print_local_norm(self) -> None:
        """Print the norms of a device's gradients.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.print_local_norm()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._print_local_norm = True

    def dump_local_norm(self, file_path: str) -> None:
        """Save the norms of a device's gradients.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.dump_local_norm("norms")
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._dump_local_norm_path, self._dump_local_norm = _path(file_path), True

    def enable_device_local_norm(self) -> None:
        """Print the norm of all of a device's gradients.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> from mindshim.parallel.auto_parallel import AutoParallel
            >>> net = AutoParallel(nn.Dense(2, 1), "semi_auto")
            >>> net.enable_device_local_norm()
            >>> print(net(ms.ops.ones((1, 2))).shape)
            (1, 1)
        """
        self._dump_device_local_norm = True


def _path(file_path: Any) -> str:
    if not isinstance(file_path, str):
        raise TypeError(f"the argument 'file_path' must be str, but got the type : {type(file_path)} .")
    return file_path


def _absolute(file_path: Any) -> str:
    if not os.path.isabs(_path(file_path)):
        raise KeyError("the argument 'file_path' must be an absolute path.")
    return file_path
