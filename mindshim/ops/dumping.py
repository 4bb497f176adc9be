"""Tensors written to files while a program runs."""

from __future__ import annotations

import functools
import itertools
from pathlib import Path
from typing import Any

import numpy as np

from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.custom_operators import run_python
from mindshim.ops.primitive import Primitive, prim_attr_register

_numbers = itertools.count()
_MODES = ("in", "out")


def _save(where: str, mode: str, array: np.ndarray) -> None:
    path = Path(where)
    name = path.name.removesuffix(".npy")
    kind = array.dtype.name
    if kind == "bfloat16":
        array = array.astype(np.float32)
    if path.parent != Path("."):
        path.parent.mkdir(parents=True, exist_ok=True)
    middle = f"{name}_in" if mode == "in" else name
    np.save(path.with_name(f"{middle}_{kind}_{next(_numbers)}.npy"), array)


@face("ops.TensorDump")
class TensorDump(Primitive):
    """Writes a Tensor to a NumPy file whenever it is called (mirrors `mindspore.ops.TensorDump`).

    Args:
        input_output: 'out' or 'in', which of the parts of a Tensor that is split over devices; the name of the file
            says 'in'.

    Inputs:
        file: the name of the file, without the part `_<dtype>_<number>.npy` that is added. The numbers go up in a
            process. bfloat16 is written as float32. input_x: a Tensor.

    Raises:
        TypeError: if `file` is not a str or `input_x` not a Tensor. ValueError: for another `input_output`.

    Examples:
        >>> import os, tempfile
        >>> import mindshim as ms
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ms.ops.TensorDump()(os.path.join(folder, "x"), ms.Tensor([1.0, 2.0]))
        ...     print([name[:10] for name in os.listdir(folder)])
        ['x_float32_']
    """

    @prim_attr_register
    def __init__(self, input_output: str = "out") -> None:
        if input_output not in _MODES:
            raise ValueError(f"The 'input_output' argument should be one of ['in', 'out'], but got: {input_output}")

    def __call__(self, file: str, input_x: Tensor) -> None:  # type: ignore[override]
        if not isinstance(file, str):
            raise TypeError(f"For 'TensorDump', the type of 'file' should be 'str', but got type '{type(file).__name__}'.")
        if not isinstance(input_x, Tensor):
            raise TypeError(
                f"For 'TensorDump', the type of 'input_x' should be 'Tensor', but got type '{type(input_x).__name__}'."
            )
        # The function itself tells operators that are compiled apart: one for each file name.
        run_python(functools.partial(_save, file, self.input_output), (input_x,), ((), ()))


@face("ops.tensordump")
def tensordump(file_name: str, tensor: Tensor, mode: str = "out") -> None:
    """Write a Tensor to a NumPy file, also from compiled functions (mirrors `mindspore.ops.tensordump`).

    Args:
        file_name: the name of the file, without the part `_<dtype>_<number>.npy` that is added.
        tensor: a Tensor; bfloat16 is written as float32.
        mode: 'out' or 'in', see `TensorDump`.

    Raises:
        TypeError: if `file_name` is not a str or `tensor` not a Tensor. ValueError: for another `mode`.

    Examples:
        >>> import os, tempfile
        >>> import mindshim as ms
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     ms.ops.tensordump(os.path.join(folder, "x"), ms.Tensor([1, 2]))
        ...     print([name[:8] for name in os.listdir(folder)])
        ['x_int64_']
    """
    if not isinstance(file_name, str):
        raise TypeError(f"Parameter file_name should only be build_in str type but got: {type(file_name)}")
    if not isinstance(tensor, Tensor):
        raise TypeError(f"Parameter tensor should only be Tensor type, but got: {type(tensor)}")
    if mode not in _MODES:
        raise ValueError(f"Parameter mode should in ['out', 'in'], but got {mode}")
    TensorDump(mode)(file_name, tensor)


@face("ops.GetNext")
class GetNext(Primitive):
    """The next row of a queue of data on the device (mirrors `mindspore.ops.GetNext`); there is none here.

    It can be made, so that programs which describe one load; calling it is an error.

    Args:
        types, shapes: lists of the dtypes and shapes of a row. output_num: how many Tensors a row has.
        shared_name: the name of the queue.

    Raises:
        TypeError: if `types` or `shapes` is neither a list nor a tuple. NotImplementedError: when called.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.GetNext([ms.float32], [[2, 3]], 1, "queue").shared_name
        'queue'
    """

    @prim_attr_register
    def __init__(self, types: Any, shapes: Any, output_num: int, shared_name: str) -> None:
        for name, value in (("types", types), ("shapes", shapes)):
            if not isinstance(value, (list, tuple)):
                raise TypeError(
                    f"For 'GetNext', the type of '{name}' should be one of '['list', 'tuple']', but got type '{type(value).__name__}'."
                )

    def __call__(self, *args: Any) -> Any:
        raise NotImplementedError(
            f"GetNext reads the data queue {self.shared_name!r} of an Ascend or GPU device, and JAX devices have none; "
            f"iterate over the dataset instead: dataset.create_tuple_iterator()."
        )
