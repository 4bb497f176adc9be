"""Operators of the user's own: a Python function of NumPy arrays, or a compiled C function, called from the program."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax import lax
from jax.core import Tracer
from jax.experimental import io_callback

from mindshim._core import dtypes, tape
from mindshim._core.faces import face
from mindshim._core.operators import Arrays, kernel
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive


@kernel("PyFunc", differentiable=False, amp=False)
def _py_func(inputs: Arrays, fn: Any, shapes: tuple[Any, ...], types: tuple[Any, ...]) -> Any:
    """`fn` of NumPy arrays; its results must have the shapes and dtypes that were announced."""
    wanted = tuple(jax.ShapeDtypeStruct(s, t.np) for s, t in zip(shapes, types, strict=True))
    call = functools.partial(_call, fn, shapes, types)
    return tuple(io_callback(call, wanted, *[lax.stop_gradient(x) for x in inputs], ordered=False))


def _call(fn: Any, shapes: tuple[Any, ...], types: tuple[Any, ...], *arrays: Any) -> tuple[np.ndarray, ...]:
    out = fn(*[np.asarray(a) for a in arrays])
    out = () if out is None or not shapes else out if isinstance(out, (tuple, list)) else (out,)
    if len(out) != len(shapes):
        raise ValueError(f"For 'PyFunc', the function must return {len(shapes)} arrays, but returned {len(out)}.")
    results = []
    for array, shape, dtype in zip(map(np.asarray, out), shapes, types, strict=True):
        if array.shape != shape:
            raise ValueError(f"For 'PyFunc', the result must have the shape {shape}, but got {array.shape}.")
        results.append(array.astype(dtype.np))
    return tuple(results)


@face("ops.PyFunc")
class PyFunc(Primitive):
    """A Python function of NumPy arrays as an operator (mirrors `ops.operations.other_ops.PyFunc`).

    Args:
        fn: the function; it returns one array or a tuple of arrays.
        in_types, in_shapes: dtypes and shapes of the inputs. out_types, out_shapes: those of the results.
        stateful: kept; the function is called whenever the operator runs.

    Returns:
        Of a call: a tuple of Tensors.

    Examples:
        >>> import mindshim as ms
        >>> op = ms.ops.PyFunc(lambda x, y: x + y, [ms.float32] * 2, [(2,)] * 2, [ms.float32], [(2,)])
        >>> print(op(ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0]))[0])
        [4. 6.]
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        in_types: Any,
        in_shapes: Any,
        out_types: Any,
        out_shapes: Any,
        stateful: bool = True,
    ) -> None:
        super().__init__("PyFunc")
        if not callable(fn):
            raise TypeError(f"For 'PyFunc', the 'fn' must be callable, but got {type(fn).__name__}.")
        self.fn = fn
        self._spec = _results(out_shapes, out_types)[:2]

    def __call__(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        return run_python(self.fn, inputs, self._spec)


def run_python(fn: Any, inputs: tuple[Any, ...], spec: Any) -> tuple[Tensor, ...]:
    """Call `fn` with NumPy arrays of `inputs`, now or when the compiled program runs; `spec` is (shapes, dtypes)."""
    tensors = tuple(x if isinstance(x, Tensor) else Tensor(x) for x in inputs)
    if S.scope is None and not any(isinstance(x._data, Tracer) for x in tensors):
        # Called directly, what the function raises reaches the caller as it is.
        return tuple(Tensor(out) for out in _call(fn, *spec, *[x.asnumpy() for x in tensors]))
    out = _py_func(tensors, fn, *spec)
    return out if isinstance(out, tuple) else (out,)


def _results(shapes: Any, types: Any) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
    """Shapes and dtypes of the results, and whether there is just one, given as such."""
    single = isinstance(types, dtypes.Type)
    types = (types,) if single else tuple(types)
    shapes = tuple(shapes)
    if single and (not shapes or not isinstance(shapes[0], (tuple, list))):
        shapes = (shapes,)
    shapes = tuple(tuple(int(n) for n in s) for s in shapes)
    if len(shapes) != len(types):
        raise ValueError(f"For 'Custom', there are {len(shapes)} output shapes but {len(types)} output dtypes.")
    return shapes, types, single


@functools.lru_cache
def _compiled(path: str, name: str) -> Any:
    """A function of a shared library that takes MindSpore's arguments of an ahead-of-time operator."""
    if not Path(path).exists():
        raise ValueError(f"For 'Custom', the file {path} does not exist.")
    function = getattr(ctypes.CDLL(str(Path(path).resolve())), name)
    function.restype = ctypes.c_int
    return function


def _ahead_of_time(where: str, shapes: tuple[Any, ...], types: tuple[Any, ...]) -> Callable[..., Any]:
    path, _, name = where.rpartition(":")
    function = _compiled(path, name)

    def call(*arrays: np.ndarray) -> Any:
        outs = [np.empty(s, t.np) for s, t in zip(shapes, types, strict=True)]
        every = [np.ascontiguousarray(a) for a in arrays] + outs
        n = len(every)
        params = (ctypes.c_void_p * n)(*[a.ctypes.data for a in every])
        ranks = (ctypes.c_int * n)(*[a.ndim for a in every])
        sizes = [(ctypes.c_int64 * max(a.ndim, 1))(*a.shape) for a in every]
        places = (ctypes.POINTER(ctypes.c_int64) * n)(*[ctypes.cast(s, ctypes.POINTER(ctypes.c_int64)) for s in sizes])
        names = (ctypes.c_char_p * n)(*[a.dtype.name.encode() for a in every])
        status = function(n, params, ranks, places, names, None, None)
        if status:
            raise RuntimeError(f"For 'Custom', the function {name} in {path} returned {status}.")
        return tuple(outs)

    return call


@face("ops.Custom")
class Custom(Primitive):
    """An operator of the user's own (mirrors `mindspore.ops.Custom`).

    Args:
        func: a Python function of NumPy arrays (`func_type` "pyfunc"), one marked by `ops.kernel` ("hybrid"; shapes
            and dtypes of its results need not be given), or "library.so:function" ("aot"), a C function
            `int f(int n, void **data, int *ranks, int64_t **shapes, const char **dtypes, void *stream, void *extra)`.
        out_shape: the shape of the result or shapes of the results, or a function of the inputs' shapes.
        out_dtype: the dtype of the result or dtypes of the results, or a function of the inputs' dtypes.
        func_type: "pyfunc", "hybrid" or "aot".
        bprop: a function of inputs, output and the output's gradient that gives the inputs' gradients.
        reg_info: kept; it describes the operator to other platforms' compilers.

    Returns:
        Of a call: a Tensor if `out_dtype` is one dtype, else a tuple of Tensors.

    Raises:
        ValueError: for another `func_type`, or if shapes and dtypes do not fit together.
        NotImplementedError: for the function types of other compilers ("akg", "tbe", "aicpu", "julia").

    Examples:
        >>> import mindshim as ms
        >>> square = ms.ops.Custom(lambda x: x * x, lambda s: s, lambda t: t, "pyfunc")
        >>> print(square(ms.Tensor([3.0])))
        [9.]
    """

    def __init__(
        self,
        func: Any,
        out_shape: Any = None,
        out_dtype: Any = None,
        func_type: str = "pyfunc",
        bprop: Any = None,
        reg_info: Any = None,
    ) -> None:
        super().__init__("Custom")
        if func_type in ("akg", "tbe", "aicpu", "julia"):
            raise NotImplementedError(
                f"Custom(func_type={func_type!r}) needs a compiler of another platform; use 'pyfunc' with a Python "
                f"function of NumPy arrays, or 'aot' with a shared library."
            )
        if func_type not in ("pyfunc", "hybrid", "aot"):
            raise ValueError(f"For 'Custom', the 'func_type' must be 'pyfunc', 'hybrid' or 'aot', but got {func_type!r}.")
        if func_type == "hybrid" and not getattr(func, "ms_kernel_flag", False):
            raise TypeError(f"For 'Custom', the 'func' of type 'hybrid' must be a function decorated by kernel, but got {func!r}.")
        if func_type == "pyfunc" and not callable(func):
            raise TypeError(
                f"For 'Custom', the 'func' of type 'pyfunc' must be callable, but got {type(func).__name__}."
            )
        if func_type == "aot" and not isinstance(func, str):
            raise TypeError(f"For 'Custom', 'func' must be of type str for the type 'aot', but got {type(func).__name__}.")
        if func_type == "aot" and ":" not in str(func) and out_shape is None:
            raise TypeError(f"For 'Custom', 'func' should be like 'file_name:func_name' for the type 'aot', but got {func!r}.")
        self.func, self.func_type, self.bprop, self.reg_info = func, func_type, bprop, reg_info
        self.out_shape, self.out_dtype = out_shape, out_dtype
        self._functions: dict[Any, Any] = {}

    def _spec(self, inputs: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
        shapes, types = self.out_shape, self.out_dtype
        tensors = [x for x in inputs if isinstance(x, Tensor)]
        if self.func_type == "hybrid" and (shapes is None or types is None):
            return self._tried(tuple((x.shape, x.dtype) for x in tensors))
        shapes = shapes(*[x.shape for x in tensors]) if callable(shapes) else shapes
        types = types(*[x.dtype for x in tensors]) if callable(types) and not isinstance(types, dtypes.Type) else types
        if shapes is None or types is None:
            if not tensors:
                raise ValueError("For 'Custom', 'out_shape' and 'out_dtype' must be given.")
            shapes = tensors[0].shape if shapes is None else shapes
            types = tensors[0].dtype if types is None else types
        return _results(shapes, types)

    def _tried(self, given: Any) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
        """What the function makes of arrays of zeros: such functions say the shapes of their results themselves."""
        found = self._functions.get(given)
        if found is None:
            function: Any = self.func
            out = function(*[np.zeros(shape, dtype.np) for shape, dtype in given])
            outs: tuple[Any, ...] = tuple(out) if isinstance(out, (tuple, list)) else (out,)
            shapes, types = tuple(o.shape for o in outs), tuple(dtypes.from_np(o.dtype) for o in outs)
            found = self._functions[given] = (shapes, types, outs[0] is out)
        return found

    def __call__(self, *inputs: Any) -> Any:
        if self.func_type == "aot" and ":" not in str(self.func):
            raise NotImplementedError(
                f"Custom({self.func!r}, func_type='aot') names an operator of the Ascend libraries; use 'file_name:func_name' with "
                f"a shared library, or 'pyfunc' with a Python function of NumPy arrays."
            )
        shapes, types, single = self._spec(inputs)
        fn = self.func
        if self.func_type == "aot":
            fn = self._functions.get((shapes, types))
            if fn is None:
                fn = self._functions[shapes, types] = _ahead_of_time(str(self.func), shapes, types)

        def forward(*args: Any) -> Any:
            out = run_python(fn, args, (shapes, types))
            return out[0] if single else out

        if self.bprop is None:
            return forward(*inputs)
        bprop = self.bprop

        def backward(args: Any, output: Any, cotangents: tuple[Tensor, ...]) -> tuple[Any, ...]:
            grads = bprop(*args, output, cotangents[0] if isinstance(output, Tensor) else cotangents)
            return tuple(grads) if isinstance(grads, (tuple, list)) else (grads,)

        return tape.custom_call(forward, backward, inputs, "Custom")
