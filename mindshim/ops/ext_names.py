"""The `_ext` spellings: upstream's generated modules keep the functions of `mint` under these names too."""

from __future__ import annotations

from typing import Any

from mindshim._core.faces import face, find, register
from mindshim._core.tensor import Tensor

#: namespace -> the functions in it that upstream also calls `name_ext`
_NAMES = {
    "mint": (
        "acos acosh addbmm addcmul addmm addmv amax amin arange arccos arccosh arcsin arcsinh arctan2 arctan argmax "
        "argmin argsort asin asinh atan2 atan baddbmm bernoulli bincount bitwise_and bitwise_or bitwise_xor bmm chunk "
        "cummin cumsum diag diff einsum flatten float_power frac full full_like gather histc index_select inverse "
        "isneginf linspace log10 log2 logaddexp logsumexp matmul max mean median meshgrid min mm mul multinomial norm "
        "normal ones_like outer pow prod rand rand_like randint randint_like randn randn_like randperm remainder "
        "repeat_interleave scatter_add sort split stack std std_mean sum t topk trace tril unbind unique "
        "var var_mean zeros_like"
    ),
    "mint.nn.functional": (
        "adaptive_avg_pool2d adaptive_avg_pool3d avg_pool1d avg_pool2d avg_pool3d batch_norm conv2d cross_entropy "
        "dropout2d dropout elu fold glu interpolate kl_div l1_loss leaky_relu log_softmax logsigmoid max_pool2d "
        "max_unpool2d mish mse_loss nll_loss pad selu softplus unfold"
    ),
    "ops": "gather_nd index_fill matrix_norm",
}

for _space, _list in _NAMES.items():
    for _name in _list.split():
        register(f"ops.{_name}_ext", find(_space, _name))


@face("ops.one_hot_ext")
def one_hot_ext(tensor: Tensor, num_classes: int) -> Tensor:
    """One-hot codes (mirrors `mindspore.ops.one_hot_ext`; see `mint.nn.functional.one_hot`)."""
    return find("mint.nn.functional", "one_hot")(tensor, num_classes)


@face("ops.softmax_ext")
def softmax_ext(input: Tensor, dim: int | None = None, dtype: Any = None) -> Tensor:
    """exp(x) divided by its sum (mirrors `mindspore.ops.softmax_ext`; see `mint.nn.functional.softmax`).

    Without `dim` along axis 0 of Tensors of one or three axes, else along axis 1.
    """
    if dim is None and isinstance(input, Tensor):
        dim = 0 if input.ndim in (0, 1, 3) else 1
    return find("mint", "softmax")(input, dim, dtype=dtype)


@face("ops.isnan_ext")
def isnan_ext(tensor: Tensor) -> Tensor:
    """Whether each element is NaN (mirrors `mindspore.ops.isnan_ext`; see `ops.isnan`)."""
    return find("ops", "isnan")(tensor)
