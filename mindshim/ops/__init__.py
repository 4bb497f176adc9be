"""Operators (mirrors `mindspore.ops`): functions, Primitive classes and gradients."""

from __future__ import annotations

from mindshim._core import faces as _faces
from mindshim.ops import arithmetic as _arithmetic  # noqa: F401
from mindshim.ops import conversions as _conversions  # noqa: F401
from mindshim.ops import copying as _copying  # noqa: F401
from mindshim.ops import elementwise as _elementwise  # noqa: F401
from mindshim.ops import binary as _binary  # noqa: F401
from mindshim.ops import clipping as _clipping  # noqa: F401
from mindshim.ops import comparison as _comparison  # noqa: F401
from mindshim.ops import finite as _finite  # noqa: F401
from mindshim.ops import facts as _facts  # noqa: F401
from mindshim.ops import joining as _joining  # noqa: F401
from mindshim.ops import shape as _shape  # noqa: F401
from mindshim.ops import splitting as _splitting  # noqa: F401
from mindshim.ops import transposes as _transposes  # noqa: F401
from mindshim.ops import division as _division  # noqa: F401
from mindshim.ops import extremes as _extremes  # noqa: F401
from mindshim.ops import matmul as _matmul  # noqa: F401
from mindshim.ops import reduction as _reduction  # noqa: F401
from mindshim.ops import statistics as _statistics  # noqa: F401
from mindshim.ops.nn import ctc as _ctc  # noqa: F401
from mindshim.ops.nn import losses as _losses  # noqa: F401
from mindshim.ops.nn import cross_entropy as _cross_entropy  # noqa: F401
from mindshim.ops.nn import dense as _dense  # noqa: F401
from mindshim.ops.nn import dropout as _dropout  # noqa: F401
from mindshim.ops import norms as _norms  # noqa: F401
from mindshim.ops import linear_algebra as _linear_algebra  # noqa: F401
from mindshim.ops import factorisations as _factorisations  # noqa: F401
from mindshim.ops import orthogonal as _orthogonal  # noqa: F401
from mindshim.ops import spectral as _spectral  # noqa: F401
from mindshim.ops import rearranging as _rearranging  # noqa: F401
from mindshim.ops import unfolding as _unfolding  # noqa: F401
from mindshim.ops import sampling as _sampling  # noqa: F401
from mindshim.ops import boxes as _boxes  # noqa: F401
from mindshim.ops import regions as _regions  # noqa: F401
from mindshim.ops.nn import recurrent as _recurrent  # noqa: F401
from mindshim.ops import padding as _padding  # noqa: F401
from mindshim.ops import resizing as _resizing  # noqa: F401
from mindshim.ops import interpolation as _interpolation  # noqa: F401
from mindshim.ops.nn import normalization as _normalization  # noqa: F401
from mindshim.ops.nn import adaptive_pooling as _adaptive_pooling  # noqa: F401
from mindshim.ops.nn import pooling as _pooling  # noqa: F401
from mindshim.ops.nn import conv_transpose as _conv_transpose  # noqa: F401
from mindshim.ops.nn import conv as _conv  # noqa: F401
from mindshim.ops.nn import activations as _activations  # noqa: F401
from mindshim.ops.nn import softmax as _softmax  # noqa: F401
from mindshim.ops import creation as _creation  # noqa: F401
from mindshim.ops import ranges as _ranges  # noqa: F401
from mindshim.ops import diagonals as _diagonals  # noqa: F401
from mindshim.ops import selecting as _selecting  # noqa: F401
from mindshim.ops import gathering as _gathering  # noqa: F401
from mindshim.ops import counting as _counting  # noqa: F401
from mindshim.ops import scattering as _scattering  # noqa: F401
from mindshim.ops import segments as _segments  # noqa: F401
from mindshim.ops import indexed_updates as _indexed_updates  # noqa: F401
from mindshim.ops import sorting as _sorting  # noqa: F401
from mindshim.ops import cumulative as _cumulative  # noqa: F401
from mindshim.ops import repeating as _repeating  # noqa: F401
from mindshim.ops import state as _state  # noqa: F401
from mindshim.ops import random_ops as _random_ops  # noqa: F401
from mindshim.ops import distributions as _distributions  # noqa: F401
from mindshim.ops import truncated as _truncated  # noqa: F401
from mindshim.ops import float_status as _float_status  # noqa: F401
from mindshim.ops import summaries as _summaries  # noqa: F401
from mindshim.ops import window_functions as _window_functions  # noqa: F401
from mindshim.ops import control_flow as _control_flow  # noqa: F401
from mindshim.ops import ranks as _ranks  # noqa: F401
from mindshim.ops import special as _special  # noqa: F401
from mindshim.ops import further_spellings as _further_spellings  # noqa: F401
from mindshim.ops.nn import ctc_decoding as _ctc_decoding  # noqa: F401
from mindshim.ops import gradient_hooks as _gradient_hooks  # noqa: F401
from mindshim.ops.composite import base as _base  # noqa: F401
from mindshim.ops.composite import multitype as _multitype  # noqa: F401
from mindshim.ops.function import forward_grad as _forward_grad  # noqa: F401
from mindshim.ops.function import grad as _grad  # noqa: F401
from mindshim.ops.function import vmap as _vmap  # noqa: F401
from mindshim.ops import sparse as _sparse  # noqa: F401
from mindshim.ops.primitive import Primitive as Primitive
from mindshim.ops.primitive import PrimitiveWithCheck as PrimitiveWithCheck
from mindshim.ops.primitive import PrimitiveWithInfer as PrimitiveWithInfer
from mindshim.ops.primitive import constexpr as constexpr
from mindshim.ops.primitive import prim_attr_register as prim_attr_register

globals().update(_faces.FACES["ops"])

# These take what the families above have declared.
from mindshim.ops import functional as functional  # noqa: E402
from mindshim.ops import operations as operations  # noqa: E402
