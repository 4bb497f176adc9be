"""mindshim: MindSpore's API on JAX."""

from __future__ import annotations

from mindshim import _core as _core
from mindshim.common.tensor import Tensor as Tensor
from mindshim.common.tensor import from_numpy as from_numpy
from mindshim.common.tensor import is_tensor as is_tensor
from mindshim.common.tensor import tensor as tensor
from mindshim.common import dtype as dtype
from mindshim.common.dtype import *  # noqa: F403
from mindshim.common.dtype import bool as bool
from mindshim.common.dtype import float as float
from mindshim.common.dtype import int as int
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
from mindshim import context as context
from mindshim import log as log
from mindshim import mint as mint
from mindshim import nn as nn
from mindshim import version as version
from mindshim.common.dump import set_dump as set_dump
from mindshim.common.api import set_recursion_limit as set_recursion_limit
from mindshim.common.lazy_inline import lazy_inline as lazy_inline
from mindshim.common.lazy_inline import no_inline as no_inline
from mindshim.common.swapping import swap_tensors as swap_tensors
from mindshim.ops.primitive import constexpr as constexpr
from mindshim.train.export import export as export
from mindshim.common.jit_config import JitConfig as JitConfig
from mindshim.common.recompute import recompute as recompute
from mindshim.common.mutable import mutable as mutable
from mindshim.common.sparse_tensor import COOTensor as COOTensor
from mindshim.common.sparse_tensor import CSRTensor as CSRTensor
from mindshim.common.sparse_tensor import RowTensor as RowTensor
from mindshim.common.sparse_tensor import SparseTensor as SparseTensor
from mindshim.common.parameter import Parameter as Parameter
from mindshim.common.parameter import ParameterTuple as ParameterTuple
from mindshim.common.generator import Generator as Generator
from mindshim.common.generator import default_generator as default_generator
from mindshim.common.generator import get_rng_state as get_rng_state
from mindshim.common.generator import initial_seed as initial_seed
from mindshim.common.generator import manual_seed as manual_seed
from mindshim.common.generator import seed as seed
from mindshim.common.generator import set_rng_state as set_rng_state
from mindshim.common.seed import get_seed as get_seed
from mindshim.common.seed import set_seed as set_seed
from mindshim.context import COMPATIBLE as COMPATIBLE
from mindshim.context import GRAPH_MODE as GRAPH_MODE
from mindshim.context import LAX as LAX
from mindshim.context import PYNATIVE_MODE as PYNATIVE_MODE
from mindshim.context import STRICT as STRICT
from mindshim.context import ParallelMode as ParallelMode
from mindshim.context import get_auto_parallel_context as get_auto_parallel_context
from mindshim.context import get_context as get_context
from mindshim.context import get_ps_context as get_ps_context
from mindshim.context import reset_auto_parallel_context as reset_auto_parallel_context
from mindshim.context import reset_ps_context as reset_ps_context
from mindshim.context import set_auto_parallel_context as set_auto_parallel_context
from mindshim.context import set_context as set_context
from mindshim.context import set_ps_context as set_ps_context
from mindshim.device_manager import get_current_device as get_current_device
from mindshim.device_manager import set_deterministic as set_deterministic
from mindshim.device_manager import set_device as set_device
from mindshim.interop.notebook import load_ipython_extension as load_ipython_extension
from mindshim.interop.notebook import unload_ipython_extension as unload_ipython_extension
from mindshim.log import get_level as get_level
from mindshim.log import get_log_config as get_log_config
from mindshim.redirect import install as install
from mindshim.redirect import uninstall as uninstall
from mindshim.run_check import run_check as run_check
from mindshim.version import __shim_version__ as __shim_version__
from mindshim.version import __version__ as __version__

# The dtypes named like Python's own types stay out of `from mindshim import *`.
__all__ = [name for name in globals() if name[0] != "_" and name not in ("bool", "float", "int")]
from mindshim.common._grad_function import _Function as _Function
from mindshim.common._grad_function import _no_grad as _no_grad
from mindshim import amp as amp
from mindshim import communication as communication
from mindshim import train as train
from mindshim.amp import DynamicLossScaleManager as DynamicLossScaleManager
from mindshim.amp import FixedLossScaleManager as FixedLossScaleManager
from mindshim.amp import LossScaleManager as LossScaleManager
from mindshim.train.serialization import load_checkpoint as load_checkpoint
from mindshim.train.serialization import load_param_into_net as load_param_into_net
from mindshim.train.serialization import save_checkpoint as save_checkpoint

_LAZY = ("dataset", "numpy", "experimental", "scipy", "hal", "runtime", "mindrecord", "profiler", "parallel", "rewrite")


def __getattr__(name: str) -> object:
    # Large parts that many programs never touch are imported when they are first named.
    if name in _LAZY:
        import importlib

        try:
            return importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
