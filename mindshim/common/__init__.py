"""Tensors, Parameters, dtypes, seeds and compilation (mirrors `mindspore.common`)."""

from __future__ import annotations

from mindshim.common import dtype as dtype
from mindshim.common.dtype import *  # noqa: F403
from mindshim.common.parameter import Parameter as Parameter
from mindshim.common.parameter import ParameterTuple as ParameterTuple
from mindshim.common.seed import get_seed as get_seed
from mindshim.common.seed import set_seed as set_seed
from mindshim.common.tensor import Tensor as Tensor
