"""Activation layers of `mint.nn`: MindSpore 2.10.0's printed names and, where its CPU runs them, its values (others: test_mint_results.py)."""

from typing import Any

import numpy as np
import pytest

import mindshim as ms
import mindshim.mint.nn as mint_nn

X = np.array([[-2.0, -0.5], [0.25, 7.0]], np.float32)

# Recorded from MindSpore 2.10.0 on the CPU: printed text, values at X.
RECORDED = {
    "SiLU()": ("SiLU()", [[-0.2384057343, -0.1887703240], [0.1405441463, 6.9936227798]]),
    "GLU()": ("GLU()", [[-0.7550813556], [0.2497722507]]),
    "Sigmoid()": ("Sigmoid()", [[0.1192028672, 0.3775406480], [0.5621765852, 0.9990890026]]),
    "Tanh()": ("Tanh()", [[-0.9640275836, -0.4621171653], [0.2449186742, 1.0]]),
    "Softmax(-1)": ("SoftmaxExt()", [[0.1824254543, 0.8175745010], [0.0011695081, 0.9988304973]]),
}

# MindSpore's CPU constructs and prints these but has no kernel for them.
ONLY_PRINTED = {
    "ReLU6()": "ReLU6()",
    "ELU(0.5)": "ELU()",
    "GELU()": "GELU()",
    "GELU('tanh')": "GELU()",
    "SELU()": "SELU()",
    "Mish()": "Mish()",
    "LogSigmoid()": "LogSigmoid()",
    "LogSoftmax(0)": "LogSoftmaxExt()",
    "Threshold(0.1, 20.0)": "Threshold()",
}


def _layer(spelling: str, module: object) -> Any:
    return eval(
        spelling,
        dict.fromkeys(("__builtins__",), {}) | {spelling.split("(")[0]: getattr(module, spelling.split("(")[0])},
    )


@pytest.mark.parametrize("spelling", RECORDED)
def test_recorded(spelling: str) -> None:
    printed, values = RECORDED[spelling]
    layer = _layer(spelling, mint_nn)
    assert repr(layer) == printed
    np.testing.assert_allclose(layer(ms.Tensor(X)).asnumpy(), values, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("spelling", ONLY_PRINTED)
def test_printed(spelling: str) -> None:
    assert repr(_layer(spelling, mint_nn)) == ONLY_PRINTED[spelling]
