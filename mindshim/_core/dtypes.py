"""MindSpore's dtype objects and their NumPy counterparts.

Each dtype is a singleton: compared by identity, hashable, picklable, printed as MindSpore prints it
(`repr(float32)` is `mindspore.float32`, `str(float32)` is `Float32`).
"""

from __future__ import annotations

import builtins
from typing import Any

import ml_dtypes
import numpy as np


class Type:
    """Base of every MindSpore type object."""

    def __init__(self, attribute: str, title: str, np_dtype: Any = None) -> None:
        self.attribute = attribute
        self.title = title
        self.np = None if np_dtype is None else np.dtype(np_dtype)

    def __repr__(self) -> str:
        return f"mindspore.{self.attribute}"

    def __str__(self) -> str:
        return self.title

    def __reduce__(self) -> Any:
        return (_named, (self.attribute,))

    def __copy__(self) -> Type:
        return self

    def __deepcopy__(self, memo: Any) -> Type:
        return self


class Number(Type):
    """A type with arithmetic."""

    @property
    def bits(self) -> int:
        return 0 if self.np is None else self.np.itemsize * 8


class Bool(Number):
    """Truth values."""


class Int(Number):
    """Signed integers."""


class UInt(Number):
    """Unsigned integers."""


class Float(Number):
    """IEEE floating point numbers."""


class BFloat(Number):
    """The brain floating point format."""


class Complex(Number):
    """Complex numbers."""


class String(Type):
    """Text."""


class List(Type):
    """The type of a Python list."""


class Tuple(Type):
    """The type of a Python tuple."""


class Dict(Type):
    """The type of a Python dict."""


class Slice(Type):
    """The type of a Python slice."""


class Function(Type):
    """The type of a function."""


class TypeNone(Type):
    """The type of None."""


class TypeNull(Type):
    """The type of an absent value."""


class TypeAny(Type):
    """Any type."""


class TypeEllipsis(Type):
    """The type of Ellipsis."""


class TypeType(Type):
    """The type of a type."""


class TensorType(Type):
    """The type of a Tensor, optionally with its element type: `TensorType(float32)`."""

    def __init__(self, element: Type | None = None) -> None:
        super().__init__("tensor", "Tensor")
        self.element = element

    def element_type(self) -> Type | None:
        """The dtype of the elements."""
        return self.element

    def __repr__(self) -> str:
        return "mindspore.tensor" if self.element is None else f"mindspore.tensor[{self.element.attribute}]"

    def __str__(self) -> str:
        return "Tensor" if self.element is None else f"Tensor[{self.element}]"

    def __eq__(self, other: object) -> builtins.bool:
        return isinstance(other, TensorType) and self.element is other.element

    def __hash__(self) -> builtins.int:
        return hash((TensorType, id(self.element)))

    def __reduce__(self) -> Any:
        return (TensorType, (self.element,))


class RowTensorType(Type):
    """The type of a RowTensor."""


class COOTensorType(Type):
    """The type of a COOTensor."""


class CSRTensorType(Type):
    """The type of a CSRTensor."""


bool_ = Bool("bool", "Bool", np.bool_)
int8 = Int("int8", "Int8", np.int8)
int16 = Int("int16", "Int16", np.int16)
int32 = Int("int32", "Int32", np.int32)
int64 = Int("int64", "Int64", np.int64)
uint8 = UInt("uint8", "UInt8", np.uint8)
uint16 = UInt("uint16", "UInt16", np.uint16)
uint32 = UInt("uint32", "UInt32", np.uint32)
uint64 = UInt("uint64", "UInt64", np.uint64)
float16 = Float("float16", "Float16", np.float16)
float32 = Float("float32", "Float32", np.float32)
float64 = Float("float64", "Float64", np.float64)
bfloat16 = BFloat("bfloat16", "BFloat16", ml_dtypes.bfloat16)
complex64 = Complex("complex64", "Complex64", np.complex64)
complex128 = Complex("complex128", "Complex128", np.complex128)
float8_e4m3fn = Float("float8_e4m3fn", "Float8E4M3FN", ml_dtypes.float8_e4m3fn)
float8_e5m2 = Float("float8_e5m2", "Float8E5M2", ml_dtypes.float8_e5m2)
hifloat8 = Float("hifloat8", "HiFloat8")  # Ascend's own format; NumPy and JAX have no counterpart
qint4x2 = Int("int4", "Int4", ml_dtypes.int4)

int_ = Int("int", "Int")
uint = UInt("uint", "UInt")
float_ = Float("float", "Float")
number = Number("number", "Number")
string = String("string_", "String")
list_ = List("list_", "List")
tuple_ = Tuple("tuple_", "Tuple")
type_none = TypeNone("type_none", "None")
_null = TypeNull("Null", "Null")
function = Function("function", "Func")
type_type = TypeType("type_type", "TypeType")
tensor_type = TensorType()
index_slices = RowTensorType("RowTensor", "RowTensor")
coo_tensor = COOTensorType("COOTensor", "COOTensor")
csr_tensor = CSRTensorType("CSRTensor", "CSRTensor")

signed_integers = (int8, int16, int32, int64)
unsigned_integers = (uint8, uint16, uint32, uint64)
floats = (float16, float32, float64, bfloat16, float8_e4m3fn, float8_e5m2, hifloat8)
complexes = (complex64, complex128)
all_types = (bool_, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float16, float32, float64, bfloat16,
             complex64, complex128, qint4x2, float8_e4m3fn, float8_e5m2, hifloat8)  # fmt: skip

_BY_NAME = {t.attribute: t for t in (*all_types, int_, uint, float_, number, string, list_, tuple_, type_none, _null,
                                     function, type_type, index_slices, coo_tensor, csr_tensor)}  # fmt: skip
_BY_NAME["bool_"] = bool_
_BY_NP: dict[Any, Type] = {t.np: t for t in all_types if t.np is not None}


def _named(attribute: str) -> Type:
    return _BY_NAME[attribute]


def from_np(np_dtype: Any) -> Type:
    """The MindSpore dtype of a NumPy dtype; TypeError for one that no Tensor can have."""
    found = _BY_NP.get(np_dtype)
    if found is None:
        np_dtype = np.dtype(np_dtype)
        found = _BY_NP.get(np_dtype)
        if found is None:
            if np_dtype.kind in "US":
                return string
            raise TypeError(f"For 'Tensor', the numpy dtype {np_dtype} has no MindSpore counterpart.")
    return found


def to_np(dtype: Type) -> np.dtype:
    """The NumPy dtype of a MindSpore dtype."""
    np_dtype = getattr(dtype, "np", None)
    if np_dtype is None:
        raise TypeError(f"The dtype {dtype} has no NumPy counterpart.")
    return np_dtype


def is_float(np_dtype: Any) -> builtins.bool:
    """Whether a NumPy dtype is floating point (bfloat16 and float8 too)."""
    kind = np_dtype.kind
    return kind == "f" or (kind == "V" and np_dtype in _BY_NP and _BY_NP[np_dtype] in floats)


def is_inexact(np_dtype: Any) -> builtins.bool:
    """Whether a NumPy dtype is floating point or complex."""
    return np_dtype.kind == "c" or is_float(np_dtype)


# MindSpore's 64-bit integers are C's `long long` in NumPy, which prints its type where `long` does not.
_LONG_LONG = {"l": np.dtype("q"), "L": np.dtype("Q")} if np.dtype("l").itemsize == 8 else {}


def as_printed(array: np.ndarray) -> np.ndarray:
    """The array with the NumPy type that MindSpore's have, equal to its own: `array([1], dtype=int64)` when printed."""
    other = _LONG_LONG.get(array.dtype.char)
    return array if other is None else array.view(other)
