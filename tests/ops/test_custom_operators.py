"""Operators of the user's own: Python functions, compiled functions, their gradients."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim import ops

X, Y = ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 5.0])


def test_results_as_announced() -> None:
    one = ops.Custom(lambda x, y: x - y, (2,), ms.float32)
    assert one(X, Y).asnumpy().tolist() == [-2.0, -3.0]
    listed = ops.Custom(lambda x, y: x - y, ((2,),), (ms.float16,))(X, Y)
    assert isinstance(listed, tuple) and listed[0].dtype is ms.float16
    several = ops.Custom(lambda x, y: (x + y, x[:1]), lambda x, y: (x, (1,)), lambda x, y: (x, y))(X, Y)
    assert [t.asnumpy().tolist() for t in several] == [[4.0, 7.0], [1.0]]


def test_under_jit_and_without_results() -> None:
    seen: list[Any] = []
    watch = ops.Custom(lambda x: seen.append(x.copy()), (), ())

    @ms.jit
    def f(x: ms.Tensor) -> ms.Tensor:
        watch(x)
        return ops.Custom(lambda v: v * 2, (2,), ms.float32)(x) + 1

    assert f(X).asnumpy().tolist() == [3.0, 5.0]
    assert [s.tolist() for s in seen] == [[1.0, 2.0]]


def test_bprop_is_the_gradient() -> None:
    cube = ops.Custom(lambda x: x**3, lambda s: s, lambda t: t, "pyfunc", bprop=lambda x, out, dout: (3 * x * x * dout,))
    assert ms.grad(cube)(X).asnumpy().tolist() == [3.0, 12.0]
    assert ms.grad(ms.jit(lambda x: cube(x) * 2))(X).asnumpy().tolist() == [6.0, 24.0]


def test_without_bprop_there_is_no_gradient() -> None:
    double = ops.Custom(lambda x: 2 * x, (2,), ms.float32)
    assert ms.grad(lambda x: double(x) + 3 * x)(X).asnumpy().tolist() == [3.0, 3.0]


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_compiled_function(tmp_path: Path) -> None:
    source, library = tmp_path / "add.c", tmp_path / "add.so"
    source.write_text(
        "#include <stdint.h>\n"
        "int add(int n, void **p, int *ranks, int64_t **shapes, const char **types, void *stream, void *extra) {\n"
        "  if (n != 3) return 1;\n"
        "  for (int64_t i = 0; i < shapes[0][0]; ++i)\n"
        "    ((float *)p[2])[i] = ((float *)p[0])[i] + ((float *)p[1])[i];\n"
        "  return 0;\n}\n"
    )
    subprocess.run(["cc", "--shared", "-fPIC", "-o", str(library), str(source)], check=True)
    add = ops.Custom(f"{library}:add", lambda x, y: x, lambda x, y: x, "aot")
    assert add(X, Y).asnumpy().tolist() == [4.0, 7.0]
    with pytest.raises(Exception, match="returned 1"):
        ops.Custom(f"{library}:add", lambda x: x, lambda x: x, "aot")(X).asnumpy()


def test_what_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="aot"):
        ops.Custom(lambda x: x, (2,), ms.float32, "akg")
    with pytest.raises(ValueError, match="func_type"):
        ops.Custom(lambda x: x, (2,), ms.float32, "other")
    with pytest.raises(TypeError, match="callable"):
        ops.Custom("lib.so:f", (2,), ms.float32, "pyfunc")
    with pytest.raises(ValueError, match="does not exist"):
        ops.Custom("nowhere.so:f", (2,), ms.float32, "aot")(X)
    with pytest.raises(TypeError, match="'func' must be of type str"):
        ops.Custom(None, (2,), ms.float32, "aot")
    with pytest.raises(TypeError, match="should be like 'file_name:func_name'"):
        ops.Custom("nowhere", None, ms.float32, "aot")
    with pytest.raises(NotImplementedError, match="Ascend"):
        ops.Custom("aclnnAdd", (2,), ms.float32, "aot")(X)
    with pytest.raises(Exception, match="shape"):
        ops.Custom(lambda x: x[:1], (2,), ms.float32)(X).asnumpy()


def test_py_func() -> None:
    op = ops.PyFunc(lambda x: (x + 1, np.int32(x.size)), [ms.float32], [(2,)], [ms.float32, ms.int32], [(2,), ()])
    out, size = op(X)
    assert out.asnumpy().tolist() == [2.0, 3.0] and size.item() == 2


def test_descriptions() -> None:
    t = ops.DataType.F16_Default
    info = ops.CustomRegOp("sq").input(0, "x").output(0, "y").attr("a", "required", "all", value=1).dtype_format(t, t)
    assert info.get_op_info() == {
        "op_name": "sq",
        "inputs": [{"index": 0, "name": "x", "paramType": "required"}],
        "outputs": [{"index": 0, "name": "y", "paramType": "required"}],
        "attr": [{"name": "a", "paramType": "required", "type": "all", "value": 1}],
        "fusion_type": "",
        "dtype_format": [(("float16", "DefaultFormat"), ("float16", "DefaultFormat"))],
        "target": "UnKnown",
    }
    with pytest.raises(ValueError, match="dtype format size"):
        info.dtype_format(t)
