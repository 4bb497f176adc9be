"""Tensors, Parameters, dtypes, seeds and compilation (mirrors `mindspore.common`)."""

from __future__ import annotations

from mindshim.common import dtype as dtype
from mindshim.common.dtype import *  # noqa: F403
from mindshim.common.dtype import bool as bool
from mindshim.common.dtype import float as float
from mindshim.common.dtype import int as int
from mindshim.common.api import jit as jit
from mindshim.common.api import jit_class as jit_class
from mindshim.common.jit_config import JitConfig as JitConfig
from mindshim.common.recompute import recompute as recompute
from mindshim.common.dump import set_dump as set_dump
from mindshim.common._grad_function import _Function as _Function
from mindshim.common._grad_function import _no_grad as _no_grad
from mindshim.common.generator import Generator as Generator
from mindshim.common.generator import default_generator as default_generator
from mindshim.common.generator import get_rng_state as get_rng_state
from mindshim.common.generator import initial_seed as initial_seed
from mindshim.common.generator import manual_seed as manual_seed
from mindshim.common.generator import set_rng_state as set_rng_state
from mindshim.common.mutable import mutable as mutable
from mindshim.common.parameter import Parameter as Parameter
from mindshim.common.parameter import ParameterTuple as ParameterTuple
from mindshim.common.seed import get_seed as get_seed
from mindshim.common.seed import set_seed as set_seed
from mindshim.common.sparse_tensor import COOTensor as COOTensor
from mindshim.common.sparse_tensor import CSRTensor as CSRTensor
from mindshim.common.sparse_tensor import RowTensor as RowTensor
from mindshim.common.sparse_tensor import SparseTensor as SparseTensor
from mindshim.common.tensor import Tensor as Tensor
from mindshim.common.tensor import from_numpy as from_numpy
from mindshim.common.tensor import is_tensor as is_tensor
from mindshim.common.tensor import tensor as tensor

# The dtypes named like Python's own types stay out of `from mindshim.common import *`.
__all__ = [name for name in globals() if name[0] != "_" and name not in ("bool", "float", "int")]
