"""Normalisation layers (mirrors `mindspore.nn.layer.normalization`)."""

from __future__ import annotations

from numbers import Number
from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.initializer import Initializer, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.communication import get_group_size
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor, positive_int
from mindshim.ops.nn.instance_norm import instance_norm
from mindshim.ops.nn.normalization import run_batch_norm


class _BatchNorm(Cell):
    """Batch normalisation with moving statistics.

    Args:
        num_features: channels. eps: added to the variance. momentum: weight of the old moving statistics.
        affine: whether gamma and beta are trained. gamma_init, beta_init, moving_mean_init, moving_var_init: initial
            values. use_batch_statistics: None normalises by the batch while training only. dtype: of the Parameters.

    Raises:
        TypeError, ValueError: for arguments that are none of these.
    """

    _ranks: tuple[int, ...] = (4,)

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.9, affine: bool = True, gamma_init: Any = "ones",
        beta_init: Any = "zeros", moving_mean_init: Any = "zeros", moving_var_init: Any = "ones",
        use_batch_statistics: bool | None = None, data_format: str = "NCHW", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        if isinstance(num_features, bool) or not isinstance(num_features, int):
            raise TypeError(f"For '{op}', the 'num_features' must be int, but got {type(num_features).__name__}.")
        if num_features < 1:
            raise ValueError(f"For '{op}', the 'num_features' must be at least 1, but got {num_features}.")
        check.check_value_type("eps", eps, [float], op)
        check.check_float_range(eps, 0, 1, check.INC_RIGHT, "eps", op)
        if not 0 <= momentum <= 1:
            raise ValueError(f"For '{op}', the 'momentum' must be in [0, 1], but got {momentum}.")
        if use_batch_statistics is not None and not isinstance(use_batch_statistics, bool):
            raise ValueError(f"For '{op}', the 'use_batch_statistics' must be a boolean value or None, but got {use_batch_statistics}.")
        if data_format not in ("NCHW", "NHWC"):
            raise ValueError(f"For '{op}', the 'data_format' must be 'NCHW' or 'NHWC', but got {data_format!r}.")
        self.num_features, self.eps, self.momentum = num_features, eps, 1.0 - momentum
        self.use_batch_statistics, self.format, self.dtype = use_batch_statistics, data_format, dtype
        shape = [num_features]
        self.moving_mean = Parameter(initializer(moving_mean_init, shape, dtype=dtype), name="mean", requires_grad=False)
        self.moving_variance = Parameter(initializer(moving_var_init, shape, dtype=dtype), name="variance", requires_grad=False)
        self.gamma = Parameter(initializer(gamma_init, shape, dtype=dtype), name="gamma", requires_grad=affine)
        self.beta = Parameter(initializer(beta_init, shape, dtype=dtype), name="beta", requires_grad=affine)

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        if x.ndim not in self._ranks:
            raise ValueError(f"For '{self.cls_name}', the dimension of 'x' must be one of {self._ranks}, but got shape {x.shape}.")
        training = self.training if self.use_batch_statistics is None else self.use_batch_statistics
        axis = 1 if self.format == "NCHW" else x.ndim - 1
        return run_batch_norm(
            x, self.gamma, self.beta, self.moving_mean, self.moving_variance, training, self.momentum, self.eps, axis
        )[0]

    def extend_repr(self) -> str:
        return (
            f"num_features={self.num_features}, eps={self.eps}, momentum={1.0 - self.momentum}, gamma={self.gamma}, "
            f"beta={self.beta}, moving_mean={self.moving_mean}, moving_variance={self.moving_variance}"
        )


class BatchNorm2d(_BatchNorm):
    """Batch normalisation of (N, C, H, W) (mirrors `mindspore.nn.BatchNorm2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.BatchNorm2d(3)(ms.ops.ones((2, 3, 4, 4))).shape
        (2, 3, 4, 4)
    """


class BatchNorm1d(_BatchNorm):
    """Batch normalisation of (N, C) or (N, C, L) (mirrors `mindspore.nn.BatchNorm1d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.BatchNorm1d(3)(ms.ops.ones((2, 3))).shape
        (2, 3)
    """

    _ranks = (2, 3)


class BatchNorm3d(Cell):
    """Batch normalisation of (N, C, D, H, W) (mirrors `mindspore.nn.BatchNorm3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.BatchNorm3d(3)(ms.ops.ones((2, 3, 4, 4, 4))).shape
        (2, 3, 4, 4, 4)
    """

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.9, affine: bool = True, gamma_init: Any = "ones",
        beta_init: Any = "zeros", moving_mean_init: Any = "zeros", moving_var_init: Any = "ones",
        use_batch_statistics: bool | None = None, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        self.bn2d = BatchNorm2d(
            num_features, eps, momentum, affine, gamma_init, beta_init, moving_mean_init, moving_var_init,
            use_batch_statistics, "NCHW", dtype,
        )  # fmt: skip

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        if x.ndim != 5:
            raise ValueError(f"For '{self.cls_name}', the dimension of 'x' must be 5, but got shape {x.shape}.")
        n, c, d, h, w = x.shape
        return self.bn2d(x.reshape((n, c, d * h, w))).reshape((n, c, d, h, w))


class LayerNorm(Cell):
    """Normalisation over the last axes (mirrors `mindspore.nn.LayerNorm`).

    Args:
        normalized_shape: the shape of gamma and beta, a tuple or list. begin_norm_axis, begin_params_axis: the first
            axis of the statistics and of the Parameters. gamma_init, beta_init: initial values. epsilon: added to
            the variance. dtype: of the Parameters.

    Raises:
        TypeError: if `normalized_shape` is neither a tuple nor a list.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.LayerNorm((3,))(ms.ops.ones((2, 3))).shape
        (2, 3)
    """

    def __init__(
        self, normalized_shape: Any, begin_norm_axis: int = -1, begin_params_axis: int = -1, gamma_init: Any = "ones",
        beta_init: Any = "zeros", epsilon: float = 1e-7, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        if not isinstance(normalized_shape, (tuple, list)):
            raise TypeError(f"For '{self.cls_name}', the type of 'normalized_shape' must be tuple[int] or list[int], but got {normalized_shape} with type {type(normalized_shape)}.")
        if not normalized_shape:
            raise ValueError(f"Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = {normalized_shape}")
        self.normalized_shape, self.begin_norm_axis, self.begin_params_axis = normalized_shape, begin_norm_axis, begin_params_axis
        self.epsilon = check.check_value_type("epsilon", epsilon, [float], self.cls_name)
        self.gamma = Parameter(initializer(gamma_init, normalized_shape, dtype=dtype), name="gamma")
        self.beta = Parameter(initializer(beta_init, normalized_shape, dtype=dtype), name="beta")
        # Subclasses in programs call it in a construct of their own.
        self.layer_norm = ops.LayerNorm(begin_norm_axis, begin_params_axis, epsilon)

    def construct(self, input_x: Tensor) -> Tensor:
        return self.layer_norm(input_x, self.gamma, self.beta)[0]

    def extend_repr(self) -> str:
        return (
            f"normalized_shape={self.normalized_shape}, begin_norm_axis={self.begin_norm_axis}, "
            f"begin_params_axis={self.begin_params_axis}, gamma{self.gamma}, beta={self.beta}"
        )


class GroupNorm(Cell):
    """Normalisation over groups of channels (mirrors `mindspore.nn.GroupNorm`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.GroupNorm(2, 4)(ms.ops.ones((1, 4, 2, 2))).shape
        (1, 4, 2, 2)
    """

    def __init__(
        self, num_groups: int, num_channels: int, eps: float = 1e-5, affine: bool = True, gamma_init: Any = "ones",
        beta_init: Any = "zeros", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        positive_int(self.cls_name, "num_groups", num_groups)
        positive_int(self.cls_name, "num_channels", num_channels)
        check.check_value_type("eps", eps, [float], self.cls_name)
        if num_channels % num_groups:
            raise ValueError(f"For '{self.cls_name}', the 'num_channels' must be divided by 'num_groups', but got {num_channels} and {num_groups}.")
        self.num_groups, self.num_channels, self.eps, self.affine = num_groups, num_channels, eps, affine
        self.gamma = Parameter(initializer(gamma_init, [num_channels], dtype=dtype), name="gamma", requires_grad=affine)
        self.beta = Parameter(initializer(beta_init, [num_channels], dtype=dtype), name="beta", requires_grad=affine)

    def construct(self, x: Tensor) -> Tensor:
        return ops.group_norm(x, self.num_groups, self.gamma, self.beta, self.eps)

    def extend_repr(self) -> str:
        return f"num_groups={self.num_groups}, num_channels={self.num_channels}"


class SyncBatchNorm(_BatchNorm):
    """Batch normalisation over the devices of a group, here one device (mirrors `mindspore.nn.SyncBatchNorm`).

    Args:
        process_groups: lists of the ranks that share statistics; None for one group of all.
        The others are those of `BatchNorm2d`.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or ranks that do not exist.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.SyncBatchNorm(3)(ms.ops.ones((2, 3, 4, 4))).shape
        (2, 3, 4, 4)
    """

    _ranks = (2, 4)

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.9, affine: bool = True, gamma_init: Any = "ones",
        beta_init: Any = "zeros", moving_mean_init: Any = "zeros", moving_var_init: Any = "ones",
        use_batch_statistics: bool | None = None, process_groups: Any = None, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__(
            num_features, eps, momentum, affine, gamma_init, beta_init, moving_mean_init, moving_var_init,
            use_batch_statistics, dtype=dtype,
        )  # fmt: skip
        if process_groups is not None:
            _check_groups(self.cls_name, process_groups, get_group_size())
        self.process_groups = process_groups


def _check_groups(op: str, groups: Any, size: int) -> None:
    if not isinstance(groups, list):
        raise ValueError(f"The parameter 'process_groups' must be isinstance of <class 'list'>, but got {groups}.")
    seen: set[int] = set()
    for rank in [rank for group in groups for rank in group]:
        check.check_value_type("rank id in process_groups", rank, [int], op)
        if not 0 <= rank < size:
            raise ValueError(f"For '{op}', the 'rank id in process_groups' must be in range of [0, {size}), but got {rank} with type 'int'.")
        if rank in seen:
            raise ValueError(f"For '{op}', rank id in 'process_groups' must not be duplicated, but got {groups}.")
        seen.add(rank)


class _InstanceNorm(Cell):
    """What the three layers of instance normalisation share."""

    _rank = 4

    def __init__(
        self, num_features: int, eps: float = 1e-5, momentum: float = 0.1, affine: bool = True, gamma_init: Any = "ones",
        beta_init: Any = "zeros", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        check.check_value_type("num_features", num_features, [int], op)
        check.check_value_type("eps", eps, [float], op)
        check.check_float_range(eps, 0, 1, check.INC_RIGHT, "eps", op)
        check.check_value_type("momentum", momentum, [float], op)
        check.check_value_type("affine", affine, [bool], op)
        for name, init in (("gamma_init", gamma_init), ("beta_init", beta_init)):
            if not isinstance(init, (Tensor, Number, str, Initializer)):
                raise TypeError(f"For '{op}', the type of '{name}' must be in [Tensor, numbers.Number, str, Initializer], but got type {type(init).__name__}.")
        if num_features < 1:
            raise ValueError(f"For '{op}', the 'num_features' must be at least 1, but got {num_features}.")
        if not 0 <= momentum <= 1:
            raise ValueError(f"For '{op}', the 'momentum' must be a number in range [0, 1], but got {momentum}.")
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        shape = [num_features]
        self.moving_mean = Parameter(initializer("zeros", shape, dtype), name="mean", requires_grad=False)
        self.moving_variance = Parameter(initializer("ones", shape, dtype), name="variance", requires_grad=False)
        self.gamma = Parameter(initializer(gamma_init, shape, dtype), name="gamma", requires_grad=affine)
        self.beta = Parameter(initializer(beta_init, shape, dtype), name="beta", requires_grad=affine)

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        if x.ndim != self._rank:
            raise ValueError(f"For '{self.cls_name}', the in_shape must have {self._rank} dims, but got {x.ndim}.")
        args = (x, self.gamma, self.beta, self.moving_mean, self.moving_variance, self.eps, self.momentum)
        return dispatch.apply(instance_norm, args)[0]

    def extend_repr(self) -> str:
        return (
            f"num_features={self.num_features}, eps={self.eps}, momentum={self.momentum}, gamma={self.gamma}, "
            f"beta={self.beta}, moving_mean={self.moving_mean}, moving_variance={self.moving_variance}"
        )


class InstanceNorm1d(_InstanceNorm):
    """Normalisation of every channel of (N, C, L) (mirrors `mindspore.nn.InstanceNorm1d`).

    Arguments and errors are those of `InstanceNorm2d`.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.InstanceNorm1d(3)(ms.ops.ones((2, 3, 4))).shape
        (2, 3, 4)
    """

    _rank = 3


class InstanceNorm2d(_InstanceNorm):
    """Normalisation of every channel of (N, C, H, W) (mirrors `mindspore.nn.InstanceNorm2d`).

    Each channel of each sample is normalised by its own mean and variance, while training and otherwise.

    Args:
        num_features: channels. eps: added to the variance. momentum: of the moving statistics, which are kept but not
            used. affine: whether gamma and beta are trained. gamma_init, beta_init: a Tensor, name, number or
            initializer. dtype: of the Parameters.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or inputs that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.InstanceNorm2d(3)(ms.ops.ones((2, 3, 4, 4))).shape
        (2, 3, 4, 4)
    """


class InstanceNorm3d(_InstanceNorm):
    """Normalisation of every channel of (N, C, D, H, W) (mirrors `mindspore.nn.InstanceNorm3d`).

    Arguments and errors are those of `InstanceNorm2d`.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.InstanceNorm3d(3)(ms.ops.ones((2, 3, 2, 4, 4))).shape
        (2, 3, 2, 4, 4)
    """

    _rank = 5
