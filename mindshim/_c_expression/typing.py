"""The classes of dtype objects (mirrors `mindspore._c_expression.typing`)."""

from mindshim._core.dtypes import BFloat as BFloat
from mindshim._core.dtypes import Bool as Bool
from mindshim._core.dtypes import Complex as Complex
from mindshim._core.dtypes import COOTensorType as COOTensorType
from mindshim._core.dtypes import CSRTensorType as CSRTensorType
from mindshim._core.dtypes import Dict as Dict
from mindshim._core.dtypes import Float as Float
from mindshim._core.dtypes import Function as Function
from mindshim._core.dtypes import Int as Int
from mindshim._core.dtypes import List as List
from mindshim._core.dtypes import Number as Number
from mindshim._core.dtypes import RowTensorType as RowTensorType
from mindshim._core.dtypes import Slice as Slice
from mindshim._core.dtypes import String as String
from mindshim._core.dtypes import TensorType as TensorType
from mindshim._core.dtypes import Tuple as Tuple
from mindshim._core.dtypes import Type as Type
from mindshim._core.dtypes import TypeAny as TypeAny
from mindshim._core.dtypes import TypeEllipsis as TypeEllipsis
from mindshim._core.dtypes import TypeNone as TypeNone
from mindshim._core.dtypes import TypeNull as TypeNull
from mindshim._core.dtypes import TypeType as TypeType
from mindshim._core.dtypes import UInt as UInt
