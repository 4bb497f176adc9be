"""mindshim: MindSpore's API on JAX."""

from __future__ import annotations

from mindshim import _core as _core
from mindshim.common.tensor import Tensor as Tensor
from mindshim.common.tensor import is_tensor as is_tensor
from mindshim.common.tensor import tensor as tensor
from mindshim.common import dtype as dtype
from mindshim.common.dtype import *  # noqa: F403
from mindshim import ops as ops
from mindshim.ops.function.grad import grad as grad, value_and_grad as value_and_grad, get_grad as get_grad
