"""The settings of `mindspore.nn.transformer`, which earlier versions had: kept, since one device computes everything here."""

from __future__ import annotations

from typing import Any


class _Settings:
    """Named values, checked to be positive ints or bools as their defaults are."""

    def __init__(self, **values: Any) -> None:
        for name, (value, default) in values.items():
            kind = type(default)
            wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
            if wrong:
                raise TypeError(f"For '{type(self).__name__}', the '{name}' must be {kind.__name__}, but got {type(value).__name__}.")
            if kind is int and value < 1:
                raise ValueError(f"For '{type(self).__name__}', the '{name}' must be positive, but got {value}.")
            setattr(self, name, value)


class OpParallelConfig(_Settings):
    """How an operator is spread over devices.

    Args:
        data_parallel, model_parallel: the devices that share the batch, and a weight. use_seq_parallel, select_recompute: kept.

    Raises:
        TypeError, ValueError: for anything else than positive ints and bools.

    Examples:
        >>> from mindshim.compat.transformer_config import OpParallelConfig
        >>> OpParallelConfig(model_parallel=2).model_parallel
        2
    """

    def __init__(
        self, data_parallel: int = 1, model_parallel: int = 1, use_seq_parallel: bool = False, select_recompute: bool = False
    ) -> None:
        super().__init__(
            data_parallel=(data_parallel, 1), model_parallel=(model_parallel, 1), use_seq_parallel=(use_seq_parallel, False),
            select_recompute=(select_recompute, False),
        )  # fmt: skip


class EmbeddingOpParallelConfig(_Settings):
    """How an embedding is spread over devices.

    Args:
        data_parallel, model_parallel: the devices that share the batch, and the table. vocab_emb_dp: whether every device has the
            whole table. use_seq_parallel, select_recompute: kept.

    Examples:
        >>> from mindshim.compat.transformer_config import EmbeddingOpParallelConfig
        >>> EmbeddingOpParallelConfig().vocab_emb_dp
        True
    """

    def __init__(
        self, data_parallel: int = 1, model_parallel: int = 1, vocab_emb_dp: bool = True, use_seq_parallel: bool = False,
        select_recompute: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            data_parallel=(data_parallel, 1), model_parallel=(model_parallel, 1), vocab_emb_dp=(vocab_emb_dp, True),
            use_seq_parallel=(use_seq_parallel, False), select_recompute=(select_recompute, False),
        )  # fmt: skip
        self.dp_mp_config = OpParallelConfig(data_parallel, model_parallel, use_seq_parallel, select_recompute)


class MoEParallelConfig(_Settings):
    """How a mixture of experts is spread over devices.

    Args:
        data_parallel, model_parallel, expert_parallel: the devices that share the batch, a weight, the experts.

    Examples:
        >>> from mindshim.compat.transformer_config import MoEParallelConfig
        >>> MoEParallelConfig(expert_parallel=4).expert_parallel
        4
    """

    def __init__(self, data_parallel: int = 1, model_parallel: int = 1, expert_parallel: int = 1, **more: Any) -> None:
        super().__init__(data_parallel=(data_parallel, 1), model_parallel=(model_parallel, 1), expert_parallel=(expert_parallel, 1))


class TransformerRecomputeConfig(_Settings):
    """What is computed again for the gradient rather than kept.

    Args:
        recompute, parallel_optimizer_comm_recompute, mp_comm_recompute, recompute_slice_activation: kept.

    Examples:
        >>> from mindshim.compat.transformer_config import TransformerRecomputeConfig
        >>> TransformerRecomputeConfig().mp_comm_recompute
        True
    """

    def __init__(
        self, recompute: bool = False, parallel_optimizer_comm_recompute: bool = False, mp_comm_recompute: bool = True,
        recompute_slice_activation: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            recompute=(recompute, False), mp_comm_recompute=(mp_comm_recompute, True),
            parallel_optimizer_comm_recompute=(parallel_optimizer_comm_recompute, False),
            recompute_slice_activation=(recompute_slice_activation, False),
        )  # fmt: skip


class TransformerOpParallelConfig(_Settings):
    """How a transformer is spread over devices.

    Args:
        data_parallel, model_parallel, expert_parallel, pipeline_stage, micro_batch_num, gradient_aggregation_group: positive ints.
        recompute: a TransformerRecomputeConfig, or a bool. use_seq_parallel, optimizer_shard, vocab_emb_dp: bools.

    Examples:
        >>> from mindshim.compat.transformer_config import TransformerOpParallelConfig
        >>> config = TransformerOpParallelConfig(data_parallel=2)
        >>> config.dp_mp_config.data_parallel, config.recompute.recompute
        (2, False)
    """

    def __init__(
        self, data_parallel: int = 1, model_parallel: int = 1, expert_parallel: int = 1, pipeline_stage: int = 1,
        micro_batch_num: int = 1, recompute: Any = None, use_seq_parallel: bool = False, optimizer_shard: bool = False,
        gradient_aggregation_group: int = 4, vocab_emb_dp: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(
            data_parallel=(data_parallel, 1), model_parallel=(model_parallel, 1), expert_parallel=(expert_parallel, 1),
            pipeline_stage=(pipeline_stage, 1), micro_batch_num=(micro_batch_num, 1), use_seq_parallel=(use_seq_parallel, False),
            optimizer_shard=(optimizer_shard, False), gradient_aggregation_group=(gradient_aggregation_group, 4),
            vocab_emb_dp=(vocab_emb_dp, True),
        )  # fmt: skip
        if isinstance(recompute, bool) or recompute is None:
            recompute = TransformerRecomputeConfig(bool(recompute))
        if not isinstance(recompute, TransformerRecomputeConfig):
            raise TypeError(
                "For 'TransformerOpParallelConfig', the 'recompute' must be a TransformerRecomputeConfig or bool, but got "
                f"{type(recompute).__name__}."
            )
        self.recompute = recompute
        self.dp_mp_config = OpParallelConfig(data_parallel, model_parallel, use_seq_parallel)
        self.embedding_dp_mp_config = EmbeddingOpParallelConfig(data_parallel, model_parallel, vocab_emb_dp, use_seq_parallel)
        self.moe_parallel_config = MoEParallelConfig(data_parallel, model_parallel, expert_parallel)


class MoEConfig(_Settings):
    """A mixture of experts: there is one expert here.

    Args:
        expert_num: how many experts. num_experts_chosen: how many of them a token goes to. The others are kept.

    Raises:
        NotImplementedError: for several experts.

    Examples:
        >>> from mindshim.compat.transformer_config import MoEConfig
        >>> MoEConfig().expert_num
        1
    """

    def __init__(
        self, expert_num: int = 1, capacity_factor: float = 1.1, aux_loss_factor: float = 0.05, num_experts_chosen: int = 1, **more: Any
    ) -> None:
        super().__init__(
            expert_num=(expert_num, 1), capacity_factor=(capacity_factor, 1.1), aux_loss_factor=(aux_loss_factor, 0.05),
            num_experts_chosen=(num_experts_chosen, 1),
        )  # fmt: skip
        if expert_num > 1:
            raise NotImplementedError("nn.transformer.MoEConfig: mixtures of several experts are not there; use one expert.")


default_dpmp_config = OpParallelConfig()
default_embedding_parallel_config = EmbeddingOpParallelConfig()
default_transformer_config = TransformerOpParallelConfig()
default_transformer_recompute_config = TransformerRecomputeConfig()
default_moeparallel_config = MoEParallelConfig()
default_moe_config = MoEConfig()
