"""mindshim: MindSpore's API on JAX."""

from __future__ import annotations

from mindshim import _core as _core
from mindshim.common.tensor import Tensor as Tensor
from mindshim.common.tensor import is_tensor as is_tensor
from mindshim.common.tensor import tensor as tensor
from mindshim.common import dtype as dtype
from mindshim.common.dtype import *  # noqa: F403
from mindshim import ops as ops
from mindshim.common.api import jit as jit
from mindshim.common.api import jit_class as jit_class
from mindshim.common.api import ms_memory_recycle as ms_memory_recycle
from mindshim.ops.function.forward_grad import jacfwd as jacfwd
from mindshim.ops.function.forward_grad import jacrev as jacrev
from mindshim.ops.function.forward_grad import jvp as jvp
from mindshim.ops.function.forward_grad import vjp as vjp
from mindshim.ops.function.grad import get_grad as get_grad
from mindshim.ops.function.grad import grad as grad
from mindshim.ops.function.grad import value_and_grad as value_and_grad
from mindshim.ops.function.vmap import vmap as vmap
