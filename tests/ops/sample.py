"""Sample calls of operators, written once and run on mindshim and on the real MindSpore.

    SAMPLES = [
        S("ops.add", f32(3, 4), f32(4)),                     # arrays of fixed pseudo-random values
        S("ops.ReduceSum", f32(3, 4), 1, init=(True,)),      # `init`, `attrs`: constructor arguments
        S("Tensor.sum", f32(2, 3), axis=1),                  # the method of the first argument
        S("ops.log", f32([1.0, 2.0])),                       # a list gives the values
        S("ops.cast", f32(3), dtype("int32")),
        S("ops.concat", [f32(2), f32(3)]),
        S("operator.add", 2, f32(3)),                        # Python's operator module, builtins
        S("ops.add", f32(2), f32(3), raises="ValueError"),
    ]

Nothing here imports either package: functions take the module as `ms`.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import itertools
import operator
import zlib
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "samples"
GOLDEN = Path(__file__).parents[1] / "golden"
_FLOATS = ("float16", "bfloat16", "float32", "float64")


class Array:
    """A Tensor argument: explicit values, or `shape` filled from a fixed stream over [low, high)."""

    def __init__(self, dtype: str, shape: tuple[Any, ...], low: Any, high: Any, parameter: bool = False) -> None:
        self.dtype = dtype
        self.parameter = parameter
        self.values = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else None
        self.shape = shape
        self.low, self.high = low, high

    def __repr__(self) -> str:
        inside = repr(self.values) if self.values is not None else ",".join(map(str, self.shape))
        if self.values is None and (self.low, self.high) != _RANGES[self.dtype[:3]]:
            inside += f";{self.low}..{self.high}"
        text = f"{self.dtype}({inside})"
        return f"param({text})" if self.parameter else text

    def numpy(self, position: int) -> np.ndarray:
        """The values; `position` tells apart the equal-shaped arguments of one call."""
        kind = "float32" if self.dtype == "bfloat16" else self.dtype
        if self.values is not None:
            return np.array(self.values, kind)
        rng = np.random.Generator(np.random.PCG64([position, *self.shape]))
        if self.dtype == "bool":
            return rng.integers(0, 2, self.shape).astype(bool)
        if "int" in self.dtype:
            return rng.integers(self.low, self.high, self.shape).astype(kind)
        real = rng.uniform(self.low, self.high, self.shape)
        if "complex" in self.dtype:
            return (real + 1j * rng.uniform(self.low, self.high, self.shape)).astype(kind)
        return real.astype(kind)

    def tensor(self, ms: Any, position: int, dtype: str | None = None, values: Any = None) -> Any:
        """The Tensor (or Parameter), optionally as another dtype or with other values."""
        array = self.numpy(position) if values is None else values
        if dtype is not None:
            array = array.astype(dtype)
        t = ms.Tensor(array)
        if self.dtype == "bfloat16" and dtype is None:
            t = ms.Tensor(array, ms.bfloat16)
        return ms.Parameter(t, name=f"p{next(_number)}") if self.parameter else t


#: Parameters of one compiled function have names of their own.
_number = itertools.count()
_RANGES: dict[str, tuple[Any, Any]] = {"flo": (-2.0, 2.0), "bfl": (-2.0, 2.0), "com": (-2.0, 2.0), "boo": (0, 2)}
_RANGES.update({"int": (-5, 6), "uin": (0, 9)})


def _maker(name: str) -> Any:
    low, high = _RANGES[name[:3]]

    def make(*shape: Any, low: Any = low, high: Any = high) -> Array:
        return Array(name, shape, low, high)

    return make


f16, bf16, f32, f64 = map(_maker, _FLOATS)
i8, i16, i32, i64 = map(_maker, ("int8", "int16", "int32", "int64"))
u8, u16, u32, u64 = map(_maker, ("uint8", "uint16", "uint32", "uint64"))
b1, c64, c128 = map(_maker, ("bool", "complex64", "complex128"))


def param(array: Array) -> Array:
    """The same array as a Parameter (for operators that write into one)."""
    return Array(array.dtype, array.shape, array.low, array.high, parameter=True)


class Named:
    """An attribute of the package, such as a dtype: `dtype("float32")`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __repr__(self) -> str:
        return self.path


def dtype(name: str) -> Named:
    """A MindSpore dtype by name."""
    return Named(name)


class Made:
    """An argument that is made by calling the object at a path: `Made("COOTensor", i64(2, 2), f32(2), (3, 4))`."""

    def __init__(self, path: str, *args: Any) -> None:
        self.path, self.args = path, args

    def __repr__(self) -> str:
        return f"{self.path}({', '.join(map(repr, self.args))})"


class S:
    """One call of the object at `path`.

    Args:
        init, attrs: constructor arguments, when `path` is a class (Primitive or Cell).
        kw: keyword arguments of the call whose names are taken by the options below; others are given directly.
        tol: relative and absolute tolerance, where the defaults for the dtype do not fit.
        grad: False leaves the gradient out. fd: False leaves finite differences out (kinks, ties).
        jit: False for results whose shape depends on values.
        vmap: False where a batch can't be mapped over, such as an index that must be known.
        golden: False when the real MindSpore is not to be followed; say `why`.
        random: only dtype and shape are compared.
        raises: the name of the exception both must raise.
    """

    def __init__(
        self,
        path: str,
        *args: Any,
        init: tuple[Any, ...] = (),
        attrs: dict[str, Any] | None = None,
        kw: dict[str, Any] | None = None,
        tol: float | None = None,
        grad: bool = True,
        fd: bool = True,
        jit: bool = True,
        vmap: bool = True,
        golden: bool = True,
        why: str = "",
        random: bool = False,
        raises: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.path, self.args, self.kwargs = path, args, {**kwargs, **(kw or {})}
        self.init, self.attrs = init, attrs or {}
        self.tol, self.golden, self.why, self.random, self.raises = tol, golden, why, random, raises
        self.jit = jit and raises is None
        self.vmap = vmap
        in_place = path.startswith("Tensor.") and path.endswith("_") and not path.endswith("__")
        self.in_place = in_place
        self.grad = grad and not random and raises is None and not in_place
        self.fd = fd and self.grad
        if not golden and not why:
            raise ValueError(f"{path}: golden=False needs a reason in `why`")

    @property
    def key(self) -> str:
        """What identifies the call in the golden files."""
        parts = [repr(a) for a in self.args] + [f"{k}={v!r}" for k, v in self.kwargs.items()]
        made = [repr(a) for a in self.init] + [f"{k}={v!r}" for k, v in self.attrs.items()]
        return f"{self.path}{'[' + ', '.join(made) + ']' if made else ''}({', '.join(parts)})"

    def __repr__(self) -> str:
        return self.key

    def arrays(self) -> list[Array]:
        """The Tensor arguments in order."""
        found: list[Array] = []

        def walk(x: Any) -> None:
            if isinstance(x, Array):
                found.append(x)
            elif isinstance(x, (list, tuple)):
                for v in x:
                    walk(v)
            elif isinstance(x, dict):
                walk(list(x.values()))
            elif isinstance(x, Made):
                walk(x.args)

        walk([self.init, self.attrs, self.args, self.kwargs])
        return found

    def float_positions(self) -> list[int]:
        """Which of `arrays()` a gradient is taken for."""
        return [i for i, a in enumerate(self.arrays()) if a.dtype in _FLOATS and not a.parameter]

    def tensors(self, ms: Any) -> list[Any]:
        """Fresh Tensors for `arrays()`."""
        return [a.tensor(ms, i) for i, a in enumerate(self.arrays())]

    def call(self, ms: Any, tensors: list[Any]) -> Any:
        """Make the call with `tensors` in place of `arrays()`."""
        rest = iter(tensors)

        def fill(x: Any) -> Any:
            if isinstance(x, Array):
                return next(rest)
            if isinstance(x, Named):
                return resolve(ms, x.path)
            if isinstance(x, Made):
                return resolve(ms, x.path)(*fill(x.args))
            if isinstance(x, (list, tuple)):
                return type(x)(fill(v) for v in x)
            if isinstance(x, dict):
                return {k: fill(v) for k, v in x.items()}
            return x

        init, attrs, args, kwargs = fill(self.init), fill(self.attrs), fill(self.args), fill(self.kwargs)
        if self.path.startswith("Tensor."):
            member = getattr(args[0], self.path[7:])
            out = member(*args[1:], **kwargs) if callable(member) else member
        else:
            target = resolve(ms, self.path)
            if isinstance(target, type):
                target = target(*init, **attrs)
            out = target(*args, **kwargs)
        return (out, args[0]) if self.in_place else out

    def gradient(self, ms: Any, outs: list[Any], tensors: list[Any] | None = None) -> list[Any] | None:
        """Gradients for `float_positions()` under a fixed cotangent; the forward results are appended to `outs`."""
        where = self.float_positions()
        tensors = self.tensors(ms) if tensors is None else tensors
        if not where:
            return None

        def fn(*inputs: Any) -> Any:
            full = list(tensors)
            for i, x in zip(where, inputs, strict=True):
                full[i] = x
            out = self.call(ms, full)
            outs.append(out)
            floats = [t for t in leaves(ms, out) if str(t.dtype).lower() in _FLOATS]
            return tuple(floats) if len(floats) != 1 else floats[0]

        if not outs:
            first = self.call(ms, tensors)
        else:
            first = outs.pop()
        floats = [t for t in leaves(ms, first) if str(t.dtype).lower() in _FLOATS]
        if not floats:
            return None
        sens = tuple(cotangent(ms, t, i) for i, t in enumerate(floats))
        op = ms.ops.GradOperation(get_all=True, sens_param=True)
        return list(op(fn)(*[tensors[i] for i in where], sens if len(sens) > 1 else sens[0]))


def cotangent_values(shape: tuple[int, ...], position: int) -> np.ndarray:
    """The fixed cotangent of output number `position`."""
    rng = np.random.Generator(np.random.PCG64([77, position, *shape]))
    return rng.uniform(0.5, 1.5, shape)


def cotangent(ms: Any, t: Any, position: int) -> Any:
    """The fixed cotangent as a Tensor of `t`'s shape and dtype."""
    return ms.Tensor(cotangent_values(tuple(t.shape), position).astype(np.float32), ms.float32).astype(t.dtype)


#: Where MindSpore keeps operators that `ops` doesn't list.
_UNLISTED = (
    "auto_generate", "function.math_func", "function.nn_func", "function.array_func", "function.random_func",
    "function.sparse_func", "operations.nn_ops", "operations._inner_ops", "operations.linalg_ops", "operations.sparse_ops",
    "operations.array_ops", "operations.math_ops", "operations.random_ops", "operations._grad_ops",
)  # fmt: skip


def resolve(ms: Any, path: str) -> Any:
    """The object at a dotted path inside the package, `operator` or `builtins`."""
    head, _, rest = path.partition(".")
    if head in ("operator", "builtins") and rest:
        return getattr({"operator": operator, "builtins": builtins}[head], rest)
    found = ms
    for part in path.split("."):
        try:
            found = getattr(found, part)
        except AttributeError:
            found = _unlisted(ms, part) if found is ms.ops else importlib.import_module(f"{found.__name__}.{part}")
    return found


def _unlisted(ms: Any, name: str) -> Any:
    for module in (importlib.import_module(f"{ms.__name__}.ops.{m}") for m in _UNLISTED):
        if hasattr(module, name):
            return getattr(module, name)
    raise ModuleNotFoundError(f"No module named '{ms.__name__}.ops.{name}'")


def leaves(ms: Any, out: Any) -> list[Any]:
    """The Tensors in a result, in order."""
    if isinstance(out, ms.Tensor):
        return [out]
    if isinstance(out, (tuple, list)):
        return [t for v in out for t in leaves(ms, v)]
    return []


#: What a sparse Tensor is made of.
_SPARSE = {
    "COOTensor": ("indices", "values", "shape"), "CSRTensor": ("indptr", "indices", "values", "shape"),
    "RowTensorInner": ("indices", "values", "dense_shape"),
}  # fmt: skip


def describe(ms: Any, out: Any) -> Any:
    """A result as JSON data: `{dtype, shape, values}` for a Tensor."""
    if isinstance(out, ms.Tensor):
        name = str(out.dtype)
        array = out.astype(ms.float32).asnumpy() if name == "BFloat16" else out.asnumpy()
        values = array.reshape(-1)
        if array.dtype.kind == "c":
            values = values.view(array.real.dtype)
        if array.dtype in (np.float32, np.float16):
            flat = [float(str(v)) for v in values]
        else:
            flat = values.tolist()
        return {"dtype": name, "shape": list(array.shape), "values": flat}
    if type(out).__name__ in _SPARSE:
        return [type(out).__name__, *[describe(ms, getattr(out, part)) for part in _SPARSE[type(out).__name__]]]
    if isinstance(out, (tuple, list)):
        return [type(out).__name__ if type(out) in (tuple, list) else "tuple", *[describe(ms, v) for v in out]]
    if out is None or isinstance(out, (bool, int, float, str)):
        return {"python": out}
    return {"python": str(out)}


def load(family: str) -> list[S]:
    """The samples of one family."""
    spec = importlib.util.spec_from_file_location(f"ops_samples_{family}", FOLDER / f"{family}.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    seen: dict[str, S] = {}
    for s in module.SAMPLES:
        if s.key in seen:
            raise ValueError(f"{family}: the sample {s.key} is there twice")
        seen[s.key] = s
    return module.SAMPLES


def families() -> list[str]:
    """The names of the sample files."""
    return sorted(p.stem for p in FOLDER.glob("*.py"))


def fingerprint(sample: S) -> int:
    """Changes when the sample's input values do."""
    data = b"".join(a.numpy(i).tobytes() for i, a in enumerate(sample.arrays()))
    return zlib.crc32(data)
