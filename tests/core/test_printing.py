"""Tensors print as the real MindSpore prints them (golden/record_tensor_repr.py)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor
from mindshim.common.initializer import initializer
from tests.core import printed

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "tensor_repr.json"


def _short(text: str) -> str:
    return text if len(text) <= 160 else hashlib.sha1(text.encode()).hexdigest()


def test_many_tensors_print_as_recorded():
    expected = json.loads(GOLDEN.read_text())
    wrong = []
    for (array, dtype), row in zip(printed.arrays(len(expected)), expected, strict=True):
        tensor = Tensor(array, ms.bfloat16) if dtype == "bf16" else Tensor(array)
        if [_short(repr(tensor)), _short(str(tensor))] != row:
            wrong.append((array.shape, dtype, repr(tensor)[:200]))
    assert not wrong


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (1.5, "Tensor(shape=[], dtype=Float32, value= 1.5)"),
        (True, "Tensor(shape=[], dtype=Bool, value= True)"),
        ([True, False], "Tensor(shape=[2], dtype=Bool, value= [ True, False])"),
        ([1.0, 2.5], "Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.50000000e+00])"),
        ([[1, -2], [3, 4]], "Tensor(shape=[2, 2], dtype=Int64, value=\n[[ 1, -2],\n [ 3,  4]])"),
        ([], "Tensor(shape=[0], dtype=Float32, value= )"),
        (np.zeros((0, 3)), "Tensor(shape=[0, 3], dtype=Float64, value=\n)"),
        ([1 + 2j], "Tensor(shape=[1], dtype=Complex128, value= [1+2j])"),
        (np.array(["a", "bc"]), "Tensor(shape=[2], dtype=String, value= ['a', 'bc'])"),
        (np.array("abc"), "Tensor(shape=[], dtype=String, value= 'abc')"),
    ],
)
def test_repr(data, text):
    assert repr(Tensor(data)) == text


def test_full_last_line_is_followed_by_a_new_one():
    assert repr(Tensor(np.arange(24))).endswith("22, 23\n ])")
    assert repr(Tensor(np.arange(25))).endswith("22, 23, \n 24])")


def test_str_keeps_numpy_1_exponents():
    assert str(Tensor(np.float32(16777216))) == "16777216.0"
    assert str(Tensor(np.float32([1e6, 59169.0]))) == "[1000000.   59169.]"


def test_uninitialized():
    tensor = initializer("ones", (2,))
    assert str(tensor) == "Tensor(shape=[2], dtype=Float32, value=\n<uninitialized>)"


def test_format():
    assert f"{Tensor(2.0)}" == "2.0"
    assert "%.2f" % Tensor(1.5) == "1.50"  # noqa: UP031
    with pytest.raises(TypeError):
        f"{Tensor(2.0):.2f}"
