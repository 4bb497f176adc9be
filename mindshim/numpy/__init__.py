"""NumPy-like functions on Tensors (mirrors `mindspore.numpy`): NumPy's names and arguments, MindSpore's dtypes."""

from __future__ import annotations

from mindshim._core.dtypes import bool_ as bool_
from mindshim._core.dtypes import float16 as float16
from mindshim._core.dtypes import float32 as float32
from mindshim._core.dtypes import float32 as float_
from mindshim._core.dtypes import float64 as float64
from mindshim._core.dtypes import int8 as int8
from mindshim._core.dtypes import int16 as int16
from mindshim._core.dtypes import int32 as int32
from mindshim._core.dtypes import int32 as int_
from mindshim._core.dtypes import int64 as int64
from mindshim._core.dtypes import uint8 as uint8
from mindshim._core.dtypes import uint16 as uint16
from mindshim._core.dtypes import uint32 as uint
from mindshim._core.dtypes import uint32 as uint32
from mindshim._core.dtypes import uint64 as uint64
from mindshim.numpy import fft as fft
from mindshim.numpy.array_creations import *  # noqa: F403
from mindshim.numpy.axes import *  # noqa: F403
from mindshim.numpy.choices import *  # noqa: F403
from mindshim.numpy.comparing import *  # noqa: F403
from mindshim.numpy.constants import NINF as NINF
from mindshim.numpy.constants import PINF as PINF
from mindshim.numpy.constants import e as e
from mindshim.numpy.constants import euler_gamma as euler_gamma
from mindshim.numpy.constants import inf as inf
from mindshim.numpy.constants import nan as nan
from mindshim.numpy.constants import newaxis as newaxis
from mindshim.numpy.constants import numeric_types as numeric_types
from mindshim.numpy.constants import pi as pi
from mindshim.numpy.elementwise import *  # noqa: F403
from mindshim.numpy.histograms import *  # noqa: F403
from mindshim.numpy.index_arrays import *  # noqa: F403
from mindshim.numpy.joining import *  # noqa: F403
from mindshim.numpy.matrices import *  # noqa: F403
from mindshim.numpy.nan_reductions import *  # noqa: F403
from mindshim.numpy.padding import *  # noqa: F403
from mindshim.numpy.picking import *  # noqa: F403
from mindshim.numpy.polynomials import *  # noqa: F403
from mindshim.numpy.products import *  # noqa: F403
from mindshim.numpy.rearranging import *  # noqa: F403
from mindshim.numpy.reductions import *  # noqa: F403
from mindshim.numpy.rounding import *  # noqa: F403
from mindshim.numpy.signals import *  # noqa: F403
from mindshim.numpy.windows import *  # noqa: F403
