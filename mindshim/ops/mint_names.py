"""Names that `mint` has beside those that are documented."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes as mstype
from mindshim._core.faces import face, find, register
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.spellings import write

#: namespace -> name in it -> where the function is that it is another name of
_SAME = {
    "mint": {
        "cdist_": "ops.cdist", "conv2d": "mint.nn.functional.conv2d", "dstack": "ops.dstack", "flatten_ext": "mint.flatten",
        "hstack": "ops.hstack", "softmax_ext": "ops.softmax_ext", "take": "ops.take",
    },
    "mint.nn.functional": {
        "adaptive_avg_pool3d_ext": "mint.nn.functional.adaptive_avg_pool3d", "adaptive_max_pool2d": "ops.adaptive_max_pool2d",
        "broadcast_to": "mint.broadcast_to", "clamp": "mint.clamp", "elu_ext": "mint.nn.functional.elu",
        "hardtanh_op": "mint.nn.functional.hardtanh", "inplace_elu": "mint.nn.functional.elu_", "norm_ext": "mint.norm",
        "sigmoid_": "ops.sigmoid_", "silu_func": "mint.nn.functional.silu", "soft_margin_loss": "ops.soft_margin_loss",
        "threshold_op": "mint.nn.functional.threshold",
    },
}  # fmt: skip

for _space, _names in _SAME.items():
    for _name, _path in _names.items():
        _of, _, _there = _path.rpartition(".")
        register(f"{_space}.{_name}", find(_of, _there))


@face("mint.item")
def item(input: Tensor) -> Any:
    """The only element, as a Python number (mirrors `mindspore.mint.item`).

    Raises:
        RuntimeError: if there are several.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.item(ms.Tensor([2.5]))
        2.5
    """
    require_tensors("item", input=input)
    return input.item()


@face("mint.addr_")
def addr_(input: Tensor, vec1: Tensor, vec2: Tensor, beta: float = 1, alpha: float = 1) -> Tensor:
    """`beta * input + alpha * the outer product`, written into the input (mirrors `mindspore.mint.addr_`).

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.addr_(ms.ops.zeros((1, 2)), ms.Tensor([2.0]), ms.Tensor([1.0, 3.0])))
        [[2. 6.]]
    """
    return write(input, find("ops", "addr")(input, vec1, vec2, beta=beta, alpha=alpha), "addr_")


@face("mint.nn.functional.inplace_silu")
def inplace_silu(input: Tensor) -> Tensor:
    """`silu`, written into the input (mirrors `mindspore.mint.nn.functional.inplace_silu`)."""
    return find("mint.nn.functional", "silu")(input, True)


@face("mint.npu_gelu")
def npu_gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """`mint.nn.functional.gelu` (mirrors `mindspore.mint.npu_gelu`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.npu_gelu(ms.Tensor([0.0, 1.0]), "tanh").round(decimals=3))
        [0.    0.841]
    """
    return find("mint.nn.functional", "gelu")(input, approximate=approximate)


@face("mint.conv_tbc")
def conv_tbc(input: Tensor, weight: Tensor, bias: Tensor, pad: int = 0) -> Tensor:
    """Convolution of sequences whose axes are time, batch, channels (mirrors `mindspore.mint.conv_tbc`).

    Args:
        input: shape (T, B, C_in). weight: shape (width of the window, C_in, C_out). bias: shape (C_out,).
        pad: zeros at both ends.

    Raises:
        TypeError: for no Tensors. ValueError: for other ranks, or sizes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.conv_tbc(ms.ops.ones((5, 2, 3)), ms.ops.ones((2, 3, 4)), ms.ops.zeros(4)).shape
        (4, 2, 4)
    """
    require_tensors("conv_tbc", input=input, weight=weight, bias=bias)
    for name, value, rank in (("input", input, 3), ("weight", weight, 3), ("bias", bias, 1)):
        if value.ndim != rank:
            raise ValueError(f"For 'conv_tbc', the '{name}' must have rank {rank}, but got shape {value.shape}.")
    conv1d = find("mint.nn.functional", "conv1d")
    return conv1d(input.permute(1, 2, 0), weight.permute(2, 1, 0), bias, 1, pad).permute(2, 0, 1)


def _by_channel(op: str, input: Tensor) -> tuple[list[int], tuple[int, ...]]:
    """The axes that statistics go over, and the shape of a channel's numbers beside the input."""
    require_tensors(op, input=input)
    if input.ndim < 2:
        raise ValueError(f"For '{op}', the 'input' must have at least 2 dimensions, but got shape {input.shape}.")
    return [0, *range(2, input.ndim)], (1, input.shape[1], *[1] * (input.ndim - 2))


@face("mint.batch_norm_stats")
def batch_norm_stats(input: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """The mean of each channel, and 1 over its standard deviation, in float32 (mirrors `mindspore.mint.batch_norm_stats`).

    Args:
        input: shape (N, C, …). eps: added to the variance.

    Raises:
        TypeError: if `input` is no Tensor. ValueError: if it has fewer than 2 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.batch_norm_stats(ms.Tensor([[1.0], [3.0]]), 0.0)
        (Tensor(shape=[1], dtype=Float32, value= [ 2.00000000e+00]), Tensor(shape=[1], dtype=Float32, value= [ 1.00000000e+00]))
    """
    axes, shape = _by_channel("batch_norm_stats", input)
    wide = input.astype(mstype.float32)
    mean = wide.mean(axes)
    return mean, ((wide - mean.reshape(shape)).square().mean(axes) + eps).rsqrt()


@face("mint.batch_norm_elemt")
def batch_norm_elemt(
    input: Tensor, weight: Tensor | None = None, bias: Tensor | None = None, mean: Tensor | None = None,
    invstd: Tensor | None = None, eps: float = 1e-5,
) -> Tensor:  # fmt: skip
    """`(input - mean) * invstd * weight + bias`, channel by channel (mirrors `mindspore.mint.batch_norm_elemt`).

    Args:
        input: shape (N, C, …). weight, bias, mean, invstd: shape (C,); None leaves that step out. eps: is in `invstd` already.

    Raises:
        TypeError: if `input` is no Tensor. ValueError: if it has fewer than 2 axes.

    Examples:
        >>> import mindshim as ms
        >>> two = ms.Tensor([2.0])
        >>> print(ms.mint.batch_norm_elemt(ms.Tensor([[1.0], [3.0]]), two, None, two, two))
        [[-4.]
         [ 4.]]
    """
    _, shape = _by_channel("batch_norm_elemt", input)
    out = input.astype(mstype.float32)
    if mean is not None:
        out = out - mean.reshape(shape)
    for factor in (invstd, weight):
        out = out if factor is None else out * factor.reshape(shape)
    if bias is not None:
        out = out + bias.reshape(shape)
    return out.astype(input.dtype)


@face("mint.batch_norm_gather_stats_with_counts")
def batch_norm_gather_stats_with_counts(
    input: Tensor, mean: Tensor, invstd: Tensor, running_mean: Tensor | None = None, running_var: Tensor | None = None,
    momentum: float = 0.1, eps: float = 1e-5, counts: Any = None,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """The statistics of several batches as one (mirrors `mindspore.mint.batch_norm_gather_stats_with_counts`).

    Args:
        input: a batch, for its rank. mean, invstd: of each batch, shape (batches, C), as `batch_norm_stats` gives them.
        running_mean, running_var: shape (C,), moved in place by `momentum`. eps: that is in `invstd`.
        counts: how many elements of a channel each batch has; None if they are equally many.

    Raises:
        TypeError: for no Tensors. ValueError: for an input of fewer than 2 axes.

    Examples:
        >>> import mindshim as ms
        >>> x, y = ms.Tensor([[1.0], [3.0]]), ms.Tensor([[5.0], [7.0]])
        >>> parts = zip(ms.mint.batch_norm_stats(x, 0.0), ms.mint.batch_norm_stats(y, 0.0))
        >>> mean, invstd = [ms.ops.stack(p) for p in parts]
        >>> m, s = ms.mint.batch_norm_gather_stats_with_counts(x, mean, invstd, eps=0.0, counts=ms.Tensor([2.0, 2.0]))
        >>> print(m, (1 / s**2).round())
        [4.] [5.]
    """
    axes, _ = _by_channel("batch_norm_gather_stats_with_counts", input)
    require_tensors("batch_norm_gather_stats_with_counts", mean=mean, invstd=invstd)
    if counts is None:
        size = 1
        for axis in axes:
            size *= input.shape[axis]
        counts = find("ops", "full")((mean.shape[0],), float(size), dtype=mean.dtype)
    share = counts.astype(mean.dtype).reshape((-1, 1))
    total = share.sum()
    together = (mean * share).sum(0) / total
    var = ((1 / invstd.square() - eps + (mean - together).square()) * share).sum(0) / total
    for kept, new in ((running_mean, together), (running_var, var * total / (total - 1))):
        if kept is not None:
            write(kept, (kept * (1 - momentum) + new * momentum).astype(kept.dtype), "batch_norm_gather_stats_with_counts")
    return together, (var + eps).rsqrt()
