"""The operators under `mindspore.ops.function.nn_func`: those of `mindshim.ops`, and what programs take from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mindshim._core import faces as _faces
from mindshim._core import lazy as _lazy
from mindshim.ops._primitive_cache import _get_cache_prim as _get_cache_prim

if TYPE_CHECKING:
    from mindshim._core.tensor import Tensor
    from mindshim.ops.function.attention import multi_head_attention_forward as multi_head_attention_forward

_found, __dir__, __all__ = _faces.module_faces(__name__, "ops")


def _innner_log_softmax(inputs: Tensor, axis: int) -> Tensor:
    """`log_softmax`, under the name that MindSpore spells so.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.function.nn_func import _innner_log_softmax
        >>> _innner_log_softmax(ms.Tensor([[1.0, 1.0]]), 1)
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[-6.93147182e-01, -6.93147182e-01]])
    """
    return _faces.find("ops", "log_softmax")(inputs, axis)


def __getattr__(name: str) -> Any:
    if name == "multi_head_attention_forward":
        return getattr(_lazy.load("mindshim.ops.function.attention"), name)
    return _found(name)
