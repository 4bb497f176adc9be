"""dtype objects and the conversions between them, Python's types and NumPy's; as recorded from MindSpore 2.10."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import mindshim as ms
from mindshim.common import dtype as mstype


@pytest.mark.parametrize(
    ("python", "dtype"),
    [(int, "int64"), (float, "float64"), (bool, "bool"), (complex, "complex128"), (str, "string_"), (list, "list_"),
     (np.float32, "float32"), (np.bool_, "bool"), (type(None), "type_none")],
)  # fmt: skip
def test_from_python(python, dtype):
    assert repr(ms.pytype_to_dtype(python)) == f"mindspore.{dtype}"


@pytest.mark.parametrize("python", [dict, object, slice, bytes, np.complex64])
def test_types_without_a_dtype(python):
    with pytest.raises(NotImplementedError, match="cannot be converted"):
        ms.pytype_to_dtype(python)


def test_to_numpy_and_python():
    assert ms.dtype_to_nptype(ms.int8) is np.int8 and ms.dtype_to_pytype(ms.float16) is float
    for dtype in (ms.string, ms.number, ms.tensor_type, ms.list_):
        with pytest.raises(KeyError):
            ms.dtype_to_nptype(dtype)
    sizes = [mstype.type_size_in_bytes(d) for d in (ms.bool_, ms.float64, ms.complex64, ms.string, ms.number)]
    assert sizes == [1, 8, 8, 0, 1]


def test_of_objects():
    assert repr(ms.get_py_obj_dtype(ms.Tensor(1))) == "mindspore.tensor[int64]"
    assert ms.get_py_obj_dtype(1.5) is ms.float64 and ms.get_py_obj_dtype(lambda: 0) is mstype.function


def test_identity():
    assert ms.float32 is mstype.float32 and ms.float32 != ms.float_ and ms.float32 != "float32"
    assert pickle.loads(pickle.dumps(ms.bfloat16)) is ms.bfloat16
    assert (repr(ms.bool_), str(ms.float32)) == ("mindspore.bool", "Float32")
    assert ms.bool is ms.bool_ and ms.int is ms.int32 and ms.float is ms.float32 and ms.long is ms.int64
    assert not {"bool", "int", "float"} & set(ms.__all__)


def test_quantized():
    assert (ms.QuantDtype.INT8.value, str(ms.QuantDtype.INT8), len(ms.QuantDtype)) == (7, "INT8", 32)
