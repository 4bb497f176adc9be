"""What a Cell is told for training on a cluster."""

from __future__ import annotations

from typing import Any

from mindshim._core.parts import part_of
from mindshim.nn._cell.checks import assigned, need
from mindshim.nn._cell.flags import CellFlags


@part_of("Cell", "mindshim.nn.cell")
class CellParallel(CellFlags):
    """The part of Cell for clusters."""

    def set_comm_fusion(self, fusion_type: int, recurse: bool = True) -> Any:
        """Set `comm_fusion` of all Parameters and return the Cell (mirrors `Cell.set_comm_fusion`).

        Raises:
            TypeError, ValueError: if `fusion_type` is not an int that is at least 0.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_comm_fusion(2).weight.comm_fusion
            2
        """
        from mindshim._checkparam import check_non_negative_int

        check_non_negative_int(fusion_type)
        for p in self.trainable_params(recurse):
            p.comm_fusion = fusion_type
        return self

    def set_data_parallel(self) -> None:
        """Kept for automatic parallel training; has no effect on one device.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_data_parallel()
        """

    def set_broadcast_flag(self, mode: bool = True) -> Any:
        """Kept for data parallel training: whether Parameters are broadcast at the start.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_broadcast_flag().get_flags()["broadcast_flag"]
            True
        """
        self.add_flags_recursive(broadcast_flag=mode)
        return self

    def set_boost(self, boost_type: str) -> Any:
        """Set the acceleration algorithm (mirrors `Cell.set_boost`).

        Raises:
            ValueError: unless `boost_type` is 'less_bn'.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_boost("less_bn") is net
            True
        """
        if boost_type != "less_bn":
            raise ValueError(f"For 'set_boost', the argument 'boost_type' must be 'less_bn', but got {boost_type}.")
        return self.add_flags_recursive(less_bn=True)

    def shard(self, in_strategy: Any, out_strategy: Any = None, parameter_plan: Any = None) -> None:
        """Declare how inputs and outputs are spread over devices; has no effect on one device.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.shard(((1, 1),))
        """
        self.__dict__["_in_strategy"], self.__dict__["_out_strategy"] = in_strategy, out_strategy

    def offload(self, backward_prefetch: Any = "Auto") -> None:
        """Ask for activations to be kept in host memory; has no effect on the values.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.offload()
        """

    def set_param_ps(self, recurse: bool = True, init_in_server: bool = False) -> None:
        """Keep the Parameters on a parameter server (mirrors `Cell.set_param_ps` of MindSpore 2.0).

        Raises:
            NotImplementedError: always: there is no parameter server here.
        """
        raise NotImplementedError(
            "Cell.set_param_ps is not supported: there is no parameter server here. Use data parallel training instead "
            "(set_auto_parallel_context(parallel_mode='data_parallel'))."
        )

    def flatten_weights(self, fusion_size: int = 0) -> None:
        """Ask for the Parameters in one piece of memory (mirrors `Cell.flatten_weights` of MindSpore 2.0); JAX places each itself.

        Raises:
            TypeError: if `fusion_size` is no int. ValueError: if it is negative.
        """
        need(fusion_size, int, "flatten_weights", ": ")
        if fusion_size < 0:
            raise ValueError(f"For 'Cell.flatten_weights', the 'fusion_size' must be at least 0, but got {fusion_size}.")

    def remove_redundant_parameters(self) -> None:
        """Kept for clusters; there is nothing to remove on one device.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.remove_redundant_parameters()
        """

    # -- properties ------------------------------------------------------------------------------------------------------

    @property
    def pipeline_stage(self) -> int:
        """The pipeline stage that was assigned.

        Raises:
            TypeError: when set to something that is not an int.
            ValueError: when set to a negative number.
        """
        return assigned(self, "pipeline_stage")

    @pipeline_stage.setter
    def pipeline_stage(self, value: int) -> None:
        need(value, int, "pipeline_stage", ": ")
        if value < 0:
            raise ValueError(f"For 'Cell', the property 'pipeline_stage' can not be less than 0, but got {value}")
        self.__dict__["_pipeline_stage"] = value
        for p in self.get_parameters():
            p.add_pipeline_stage(value)

    @property
    def pipeline_segment(self) -> int:
        """The pipeline segment that was assigned."""
        return assigned(self, "pipeline_segment")

    @pipeline_segment.setter
    def pipeline_segment(self, value: int) -> None:
        self.__dict__["_pipeline_segment"] = value

    @property
    def parameter_layout_dict(self) -> dict[str, Any]:
        """The layout of each Parameter on a cluster; empty on one device.

        Raises:
            TypeError: when set to something that is not a dict.
        """
        return self.__dict__.setdefault("_parameter_layout_dict", {})

    @parameter_layout_dict.setter
    def parameter_layout_dict(self, value: dict[str, Any]) -> None:
        self.__dict__["_parameter_layout_dict"] = need(value, dict, "parameter_layout_dict")

    @property
    def parallel_parameter_name_list(self) -> list[str]:
        """The Parameters that are spread over a cluster; empty on one device.

        Raises:
            TypeError: when set to something that is not a list.
        """
        return self.__dict__.setdefault("_parallel_parameter_name_list", [])

    @parallel_parameter_name_list.setter
    def parallel_parameter_name_list(self, value: list[str]) -> None:
        self.__dict__["_parallel_parameter_name_list"] = need(value, list, "parallel_parameter_name_list")

    @property
    def parallel_parameter_merge_net_dict(self) -> dict[str, Any]:
        """The nets that merge the Parameters of a cluster; empty on one device.

        Raises:
            TypeError: when set to something that is not a dict.
        """
        return self.__dict__.setdefault("_parallel_parameter_merge_net_dict", {})

    @parallel_parameter_merge_net_dict.setter
    def parallel_parameter_merge_net_dict(self, value: dict[str, Any]) -> None:
        self.__dict__["_parallel_parameter_merge_net_dict"] = need(value, dict, "parallel_parameter_merge_net_dict")
