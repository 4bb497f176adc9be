"""Normalisation by the statistics of a batch (mirrors the batch norms of `mindspore.mint.nn.layer.normalization`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.communication.management import GlobalComm, get_group_size
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import positive_int


class _BatchNorm(Cell):
    """What the batch norms share: (x - mean) / sqrt(variance + eps) of each channel, scaled and shifted."""

    _ranks: tuple[int, ...] = ()

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        positive_int(self.cls_name, "num_features", num_features)
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        self.dtype = mstype.float32 if dtype is None else dtype
        self.weight, self.bias = self._kept("weight", "ones", affine), self._kept("bias", "zeros", affine)
        self.running_mean = self._kept("running_mean", "zeros", track_running_stats, False)
        self.running_var = self._kept("running_var", "ones", track_running_stats, False)
        counter = Parameter(Tensor(0, mstype.int64), name="num_batches_tracked", requires_grad=False)
        self.num_batches_tracked = counter if track_running_stats else None

    def _kept(self, name: str, how: str, wanted: bool, trained: bool = True) -> Parameter | None:
        if not wanted:
            return None
        return Parameter(initializer(how, (self.num_features,), self.dtype), name=name, requires_grad=trained)

    def reset_running_stats(self) -> None:
        """Forget the batches seen: a running mean of 0, a running variance of 1, a count of 0."""
        if self.running_mean is not None:
            ops.assign(self.running_mean, ops.zeros_like(self.running_mean))
            ops.assign(self.running_var, ops.ones_like(self.running_var))
            ops.assign(self.num_batches_tracked, Tensor(0, mstype.int64))

    def reset_parameters(self) -> None:
        """The same, and a weight of 1 and a bias of 0."""
        self.reset_running_stats()
        if self.weight is not None:
            ops.assign(self.weight, ops.ones_like(self.weight))
            ops.assign(self.bias, ops.zeros_like(self.bias))

    def _check_input_dim(self, input: Tensor) -> None:
        if input.ndim not in self._ranks:
            wanted = " or ".join(f"{n}D" for n in self._ranks)
            raise ValueError(f"For '{self.cls_name}', expected {wanted} input, but got {input.ndim}D input")

    def construct(self, input: Tensor) -> Tensor:
        self._check_input_dim(input)
        factor: Any = 0.0 if self.momentum is None else self.momentum
        tracked = self.track_running_stats
        mean, var = (self.running_mean, self.running_var) if tracked or not self.training else (None, None)
        if self.training and tracked and self.num_batches_tracked is not None:
            ops.assign_add(self.num_batches_tracked, 1)
            if self.momentum is None:
                factor = 1.0 / self.num_batches_tracked.astype(mstype.float32)
        by_batch = self.training or mean is None
        return F.batch_norm(input, mean, var, self.weight, self.bias, by_batch, factor, self.eps)

    def extend_repr(self) -> str:
        return (
            f"num_features={self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(_BatchNorm):
    """Batch normalisation of (N, C) or (N, C, L) (mirrors `mindspore.mint.nn.BatchNorm1d`).

    In training each channel is normalised by its mean and variance in the batch, and these move `running_mean` and
    `running_var`, which normalise otherwise. Without running statistics the batch's are always taken.

    Args:
        num_features: C. eps: added to the variance. momentum: the weight of a batch in the running statistics; None for
            the mean of all batches. affine: whether there are `weight` and `bias`. track_running_stats: whether there
            are `running_mean`, `running_var` and `num_batches_tracked`. dtype: of the Parameters, float32 if None.

    Raises:
        TypeError: if `num_features` is no int. ValueError: if it is below 1, or the input has another rank.

    Examples:
        >>> import mindshim as ms
        >>> layer = ms.mint.nn.BatchNorm1d(2, eps=0.0)
        >>> print(layer.set_train()(ms.Tensor([[1.0, 2.0], [3.0, 6.0]])))
        [[-1. -1.]
         [ 1.  1.]]
        >>> print(layer.running_mean, layer.num_batches_tracked.value())
        Parameter (name=running_mean, shape=(2,), dtype=Float32, requires_grad=False) 1
    """

    _ranks = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalisation of (N, C, H, W) (mirrors `mindspore.mint.nn.BatchNorm2d`); the arguments are those of `BatchNorm1d`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.BatchNorm2d(3)(ms.ops.ones((2, 3, 4, 4))).shape
        (2, 3, 4, 4)
    """

    _ranks = (4,)


class BatchNorm3d(_BatchNorm):
    """Batch normalisation of (N, C, D, H, W) (mirrors `mindspore.mint.nn.BatchNorm3d`); the arguments are those of `BatchNorm1d`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.BatchNorm3d(3)(ms.ops.ones((2, 3, 4, 4, 4))).shape
        (2, 3, 4, 4, 4)
    """

    _ranks = (5,)


class SyncBatchNorm(_BatchNorm):
    """Batch normalisation over the devices of a group, here one device (mirrors `mindspore.mint.nn.SyncBatchNorm`).

    Args:
        process_group: the name of the group, None for that of all processes. The others are those of `BatchNorm1d`.

    Raises:
        TypeError: if `num_features` is no int. ValueError: if it is below 1, or the input has fewer than 2 axes or no
            channels. NotImplementedError: if the group has several processes.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.SyncBatchNorm(3)(ms.ops.ones((2, 3, 4))).shape
        (2, 3, 4)
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        process_group: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, dtype)
        self.process_group = process_group or GlobalComm.WORLD_COMM_GROUP
        self.world_size = get_group_size(self.process_group) if GlobalComm.INITED else 1
        if self.world_size > 1:
            raise NotImplementedError(
                f"For '{self.cls_name}', statistics over {self.world_size} processes are not computed; run one process over all "
                f"devices, or use 'mint.nn.GroupNorm', which needs no statistics of the batch."
            )

    def _check_input_dim(self, input: Tensor) -> None:
        if input.ndim < 2:
            raise ValueError(f"For '{self.cls_name}', expected at least 2D input (got {input.ndim}D input)")
        if input.shape[1] == 0:
            raise ValueError(f"For '{self.cls_name}', the number of input channels should be non-zero, but got shape {input.shape}")
