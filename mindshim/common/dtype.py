"""`mindspore.common.dtype`: the dtype objects and conversions between them, NumPy's and Python's."""

from __future__ import annotations

import builtins as _builtins
import enum as _enum
from typing import Any

import ml_dtypes as _ml_dtypes
import numpy as np

from mindshim._core import dtypes as typing
from mindshim._core.dtypes import BFloat as BFloat
from mindshim._core.dtypes import Bool as Bool
from mindshim._core.dtypes import Complex as Complex
from mindshim._core.dtypes import CSRTensorType as CSRTensorType
from mindshim._core.dtypes import Dict as Dict
from mindshim._core.dtypes import Float as Float
from mindshim._core.dtypes import Function as FunctionType  # noqa: F401
from mindshim._core.dtypes import Int as Int
from mindshim._core.dtypes import List as List
from mindshim._core.dtypes import Slice as Slice
from mindshim._core.dtypes import String as String
from mindshim._core.dtypes import TensorType as TensorType
from mindshim._core.dtypes import Tuple as Tuple
from mindshim._core.dtypes import Type as Type
from mindshim._core.dtypes import TypeNone as NoneType  # noqa: F401
from mindshim._core.dtypes import UInt as UInt
from mindshim._core.dtypes import _null as _null
from mindshim._core.dtypes import (  # noqa: F401 - some are only re-exported
    all_types,
    bfloat16,
    bool_,
    complex64,
    complex128,
    coo_tensor,
    csr_tensor,
    float8_e4m3fn,
    float8_e5m2,
    float16,
    float32,
    float64,
    float_,
    function,
    hifloat8,
    index_slices,
    int8,
    int16,
    int32,
    int64,
    int_,
    list_,
    number,
    qint4x2,
    string,
    tensor_type,
    tuple_,
    type_none,
    type_type,
    uint,
    uint8,
    uint16,
    uint32,
    uint64,
)

bool = bool_
byte, short, intc, int, long, intp = int8, int16, int32, int32, int64, int64
ubyte, ushort, uintc, uintp = uint8, uint16, uint32, uint64
half, single, float, double = float16, float32, float32, float64
cfloat, cdouble = complex64, complex128

int_type = (int8, int16, int32, int64)
uint_type = (uint8, uint16, uint32, uint64)
float_type = typing.floats
complex_type = (complex64, complex128)
signed_type = (*int_type, float16, float32, float64, bfloat16, complex64, complex128, qint4x2, float8_e4m3fn,
               float8_e5m2, hifloat8)  # fmt: skip
number_type = (*int_type, *uint_type, float16, float32, float64, bfloat16, complex64, complex128, qint4x2,
               float8_e4m3fn, float8_e5m2, hifloat8)  # fmt: skip
np_bfloat16 = _ml_dtypes.bfloat16


class QuantDtype(_enum.Enum):
    """Bit widths of quantised numbers (mirrors `mindspore.QuantDtype`).

    Examples:
        >>> import mindshim as ms
        >>> ms.QuantDtype.INT8.name
        'INT8'
    """

    INT1 = 0
    INT2 = 1
    INT3 = 2
    INT4 = 3
    INT5 = 4
    INT6 = 5
    INT7 = 6
    INT8 = 7
    INT9 = 8
    INT10 = 9
    INT11 = 10
    INT12 = 11
    INT13 = 12
    INT14 = 13
    INT15 = 14
    INT16 = 15
    UINT1 = 100
    UINT2 = 101
    UINT3 = 102
    UINT4 = 103
    UINT5 = 104
    UINT6 = 105
    UINT7 = 106
    UINT8 = 107
    UINT9 = 108
    UINT10 = 109
    UINT11 = 110
    UINT12 = 111
    UINT13 = 112
    UINT14 = 113
    UINT15 = 114
    UINT16 = 115

    def __str__(self) -> str:
        return self.name


_PYTHON = {
    list: list_, tuple: tuple_, type(None): type_none, _builtins.bool: bool_, _builtins.int: int64,
    _builtins.float: float64, complex: complex128, str: string, np.bool_: bool_, np.str_: string, np.int8: int8,
    np.int16: int16, np.int32: int32, np.int64: int64, np.uint8: uint8, np.uint16: uint16, np.uint32: uint32,
    np.uint64: uint64, np.float16: float16, np.float32: float32, np.float64: float64,
}  # fmt: skip
_simple_types = _PYTHON
_TO_PYTHON: dict[Type, type] = {
    **dict.fromkeys((bool_,), _builtins.bool),
    **dict.fromkeys((*int_type, *uint_type, int_, uint), _builtins.int),
    **dict.fromkeys((float16, float32, float64, bfloat16, float_), _builtins.float),
    **dict.fromkeys((complex64, complex128), complex),
    list_: list, tuple_: tuple, string: str, type_none: type(None),
}  # fmt: skip


def pytype_to_dtype(obj: Any) -> Type:
    """The dtype of a Python or NumPy type: `float` is float64, `int` int64 (mirrors `mindspore.pytype_to_dtype`).

    Raises:
        NotImplementedError: for a type with no counterpart.

    Examples:
        >>> import mindshim as ms
        >>> ms.pytype_to_dtype(type(1.5))
        mindspore.float64
    """
    if isinstance(obj, np.dtype):
        obj = obj.type
    if isinstance(obj, Type):
        return obj
    found = _PYTHON.get(obj) if isinstance(obj, type) else None
    if found is None:
        raise NotImplementedError(f"The python type {obj} cannot be converted to MindSpore type.")
    return found


def get_py_obj_dtype(obj: Any) -> Type:
    """The dtype of a Python object or type (mirrors `mindspore.get_py_obj_dtype`).

    Raises:
        TypeError: for types with no counterpart.

    Examples:
        >>> import mindshim as ms
        >>> ms.get_py_obj_dtype(1.0)
        mindspore.float64
    """
    from mindshim._core.tensor import Tensor

    if isinstance(obj, Tensor):
        return TensorType(obj.dtype)
    if hasattr(obj, "__code__"):
        return function
    if isinstance(obj, (Type, type)) and not isinstance(obj, type):
        return type_type
    return pytype_to_dtype(obj if isinstance(obj, type) else type(obj))


def dtype_to_nptype(type_: Type) -> Any:
    """The NumPy scalar type of a dtype (mirrors `mindspore.dtype_to_nptype`).

    Raises:
        KeyError: for a dtype without one.

    Examples:
        >>> import mindshim as ms
        >>> ms.dtype_to_nptype(ms.int8)
        <class 'numpy.int8'>
    """
    if type_ is qint4x2:
        return np.int8
    if getattr(type_, "np", None) is None:
        raise KeyError(type_)
    return typing.to_np(type_).type


def dtype_to_pytype(type_: Type) -> type:
    """The Python type of a dtype (mirrors `mindspore.dtype_to_pytype`).

    Raises:
        KeyError: for a dtype without one.

    Examples:
        >>> import mindshim as ms
        >>> ms.dtype_to_pytype(ms.int8)
        <class 'int'>
    """
    return _TO_PYTHON[type_]


def type_size_in_bytes(dtype: Type) -> Any:
    """Bytes of one element of `dtype`; 1 for an unspecific number, 0 for what is no number."""
    if not isinstance(dtype, Type):
        raise TypeError("The argument `dtype` must be instance of dtype.Type.")
    if dtype.np is None:
        return _builtins.int(isinstance(dtype, typing.Number))
    return dtype.np.itemsize


def _issubclass_(type_: Any, dtype: Any) -> Any:
    return isinstance(type_, dtype if isinstance(dtype, type) else type(dtype))


_dtype_to_nptype = dtype_to_nptype
_dtype_to_pytype = dtype_to_pytype
_pytype_to_dtype = pytype_to_dtype
_get_py_obj_dtype = get_py_obj_dtype

__all__ = [
    "Int", "QuantDtype", "TensorType", "Type", "_null", "bfloat16", "bool_", "byte", "cdouble", "cfloat", "complex128",
    "complex64", "double", "dtype_to_nptype", "dtype_to_pytype", "float16", "float32", "float64", "float8_e4m3fn",
    "float8_e5m2", "float_", "get_py_obj_dtype", "half", "hifloat8", "int16", "int32", "int64", "int8", "int_", "intc",
    "intp", "list_", "long", "number", "pytype_to_dtype", "qint4x2", "short", "single", "string", "tensor_type",
    "tuple_", "type_none", "ubyte", "uint", "uint16", "uint32", "uint64", "uint8", "uintc", "uintp", "ushort",
]  # fmt: skip
