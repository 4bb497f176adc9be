"""Declaring an operator: one pure JAX function, and how arguments reach it.

    @kernel("Add")
    def add(input: Array | Number, other: Array | Number) -> Array:
        a, b = operands("Add", input, other)
        return a + b

Parameters annotated `Array` are Tensors, `Array | Number` Tensors or Python numbers, `Number` is meant for numbers (that
differ from call to call), `Arrays` for sequences of Tensors: these are dynamic. Everything else is static: hashed into
the compile key. The function runs only while it is being traced for compilation, so
checks of shapes and dtypes in its body cost nothing per call.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from mindshim._core import dispatch, dtypes, eviction
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

#: A dynamic operand: a Tensor; inside the kernel a jax.Array.
Array = jax.Array | Any
#: A dynamic operand that may be a Python number.
Number = jax.Array | Any
#: A sequence of dynamic operands.
Arrays = tuple | list

ARRAY, ARRAYS, STATIC = 0, 1, 2
_KINDS = {"Array": ARRAY, "Number": ARRAY, "Arrays": ARRAYS}
_MISSING: Any = object()

REGISTRY: dict[str, Kernel] = {}


def _forget_programs() -> None:
    for declared in list(REGISTRY.values()):
        declared.programs.clear()


eviction.on_release.append(_forget_programs)


def _check_statics(op: str, names: list[str], values: Any) -> None:
    """TypeError for a `dtype` that is none, or a flag such as `keepdim` that is not a bool."""
    for name, value in zip(names, values, strict=True):
        if name == "dtype" and value is not None and not isinstance(value, dtypes.Type):
            raise TypeError(f"For '{op}', the argument 'dtype' must be a mindspore dtype or None, but got {type(value).__name__}.")
        if name in ("keepdim", "keepdims", "keep_dims") and not isinstance(value, bool):
            raise TypeError(f"For '{op}', the argument '{name}' must be bool, but got {type(value).__name__}.")


def types_within(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The types of `values`, in nested tuples too: True, 1 and 1.0 are one key of a dictionary, but not one argument."""
    types = tuple(map(type, values))
    return (types, *[types_within(v) for v in values if type(v) is tuple]) if tuple in types else types


class Kernel:
    """An operator: its mathematics, its name in messages, and the compiled programs made from it."""

    def __init__(
        self, fn: Callable[..., Any], name: str, *, differentiable: bool, view: bool, amp: bool, vjp: Any,
        int_grad: bool, adds: bool, keeps: bool,
    ) -> None:  # fmt: skip
        self.fn = fn
        self.name = name
        self.differentiable = differentiable
        self.int_grad = int_grad
        self.view = view
        self.amp = amp
        self.vjp = vjp
        self.adds = adds
        self.keeps = keeps
        code = fn.__code__
        self.names: tuple[str, ...] = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        annotations = fn.__annotations__
        said = [annotations.get(n, "").split(" | ") for n in self.names]
        self.kinds: tuple[int, ...] = tuple(_KINDS.get(parts[0], STATIC) for parts in said)
        self.optional: tuple[bool, ...] = tuple("None" in parts for parts in said)
        #: Which parameters take Python numbers as well as Tensors.
        self.numbers: tuple[bool, ...] = tuple("Number" in parts for parts in said)
        defaults = fn.__defaults__ or ()
        self.n_positional = code.co_argcount
        required = code.co_argcount - len(defaults)
        values = [_MISSING] * required + list(defaults)
        kwonly = fn.__kwdefaults__ or {}
        values += [kwonly.get(n, _MISSING) for n in self.names[code.co_argcount :]]
        self.defaults: tuple[Any, ...] = tuple(values)
        self.programs: dict[Any, Program] = {}
        # Operators of one or two arrays and nothing else take a shorter way.
        #: What looks at the values of the arguments in PyNative, after each call; see `look_at_values`.
        self.look: Callable[..., None] | None = None
        #: The same mathematics for PyNative on a CPU; see `in_pynative`.
        self.alone: Callable[..., Any] | None = None
        #: Its gradients there; see `gradient_in_pynative`.
        self.gradient: Callable[..., dict[str, Any]] | None = None
        self.plain = all(k == ARRAY for k in self.kinds) and not annotations.get("return", "").startswith("tuple")
        self.fast: Any = None
        if self.plain and not view:
            n = len(self.kinds)
            self.fast = self.program((1,) * n, ()).run

    def program(self, spec: tuple[Any, ...], statics: tuple[Any, ...]) -> Program:
        """The compiled program for an argument structure and static values.

        `spec` has, per dynamic parameter, 1 for an array, 0 for None, and `(n,)` for a sequence of n arrays.
        """
        key = (spec, statics, types_within(statics))
        found = self.programs.get(key)
        if found is None:
            found = self.programs[key] = self._build(spec, statics)
        return found

    def _build(self, spec: tuple[Any, ...], statics: tuple[Any, ...]) -> Program:
        # Once per combination of static arguments, so a call that is known costs nothing.
        _check_statics(self.name, [n for n, kind in zip(self.names, self.kinds, strict=True) if kind == STATIC], statics)
        vjp = self.vjp and (lambda *a: self.vjp(*a, *statics))
        many = self.fn.__annotations__.get("return", "").startswith("tuple")
        alone = self._flat(self._on_cpu, spec, statics) if self.alone is not None else None
        return Program(
            self._flat(self.fn, spec, statics), self.name, differentiable=self.differentiable, int_grad=self.int_grad, vjp=vjp,
            adds=self.adds, keeps=self.keeps, many=many, alone=alone, pull=self._pull(spec, statics),
        )  # fmt: skip

    def _pull(self, spec: tuple[Any, ...], statics: tuple[Any, ...]) -> Callable[..., dict[int, Any]] | None:
        """`gradient` as a function of the arrays and cotangents, its results by the places of the arrays."""
        gradient = self.gradient
        if gradient is None:
            return None
        dynamic = [n for n, kind in zip(self.names, self.kinds, strict=True) if kind != STATIC]
        places, at = {}, 0
        for name, part in zip(dynamic, spec, strict=True):
            places[name] = at
            at += part if isinstance(part, int) else part[0]

        def pull(leaves: Any, given: Any) -> dict[int, Any]:
            found = self._flat(functools.partial(gradient, given), spec, statics)(*leaves)
            return {places[name]: grad for name, grad in found.items()}

        return pull

    def _flat(self, fn: Callable[..., Any], spec: tuple[Any, ...], statics: tuple[Any, ...]) -> Callable[..., Any]:
        """`fn` as a function of the arrays alone."""
        kinds, n_positional = self.kinds, self.n_positional
        kw_names = self.names[n_positional:]

        def flat(*leaves: Any) -> Any:
            args, at, s, d = [], 0, 0, 0
            for kind in kinds:
                if kind == STATIC:
                    args.append(statics[s])
                    s += 1
                    continue
                part = spec[d]
                d += 1
                if part == 0:
                    args.append(None)
                elif part == 1:
                    args.append(leaves[at])
                    at += 1
                else:
                    args.append(leaves[at : at + part[0]])
                    at += part[0]
            return fn(*args[:n_positional], **dict(zip(kw_names, args[n_positional:], strict=True)))

        flat.__name__ = flat.__qualname__ = self.name
        return flat

    def in_pynative(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        """Have PyNative on a CPU run `fn`, of the same signature, which computes the same as MindSpore rounds it there.

        Compiled functions, other devices and gradients stay with the kernel itself. A decorator of `fn`.
        """
        self.alone = fn
        self._make_anew()
        return fn

    def _make_anew(self) -> None:
        """Programs that were made before all was said about the kernel."""
        self.programs.clear()
        if self.fast is not None:
            self.fast = self.program((1,) * len(self.kinds), ()).alone

    def _on_cpu(self, *args: Any, **kwargs: Any) -> Any:
        # Asked where it is traced: at import nobody has said yet which devices there are.
        fn = self.alone if jax.default_backend() == "cpu" else self.fn
        return fn(*args, **kwargs)  # type: ignore[misc]

    def gradient_in_pynative(self, fn: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        """Have gradients in PyNative on a CPU be those of `fn`, as MindSpore rounds them there.

        `fn(cotangents, *args)` gets a cotangent or None per output and the kernel's arguments, and returns gradients by
        the names of the Tensors they are for; the others, and the gradients of these, are the kernel's. A decorator.
        """
        self.gradient = fn
        self._make_anew()
        return fn

    def look_at_values(self, look: Callable[..., None]) -> None:
        """Have `look(*args)` called in PyNative, after each call: it raises what only the values tell is wrong.

        To be said before the operator's faces are declared, which have a shorter way past it otherwise.
        """
        self.look, self.fast = look, None

    if TYPE_CHECKING:
        # `faces` adds these.
        def face(self, path: str, params: str | None = None, *, fixed: dict[str, Any] | None = None, **to: str) -> Kernel: ...
        def primitive(
            self, name: str, attrs: str = "", *, call: str | None = None, fixed: dict[str, Any] | None = None, **to: str
        ) -> Kernel: ...

    def bind(self, args: tuple[Any, ...], kwargs: dict[str, Any], name: str = "") -> tuple[Any, ...]:
        """Positional and keyword arguments in the order of `names`, defaults filled in; TypeError as Python's."""
        return bind(self.names, self.defaults, self.n_positional, args, kwargs, name or self.fn.__name__)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs or len(args) != len(self.names):
            args = self.bind(args, kwargs)
        return dispatch.apply(self, args)

    def unary(self, x: Any) -> Any:
        """The operator of a single Tensor, by the shortest way."""
        if S.mode == 0 and isinstance(x, Tensor):
            try:
                return Tensor._wrap(self.fast(x._data))
            except Exception as error:
                dispatch.fail(self, (x,), error)
        return dispatch.apply(self, (x,))

    def binary(self, x: Any, y: Any) -> Any:
        """The operator of two Tensors, by the shortest way."""
        if S.mode == 0 and isinstance(x, Tensor) and isinstance(y, Tensor):
            try:
                return Tensor._wrap(self.fast(x._data, y._data))
            except Exception as error:
                dispatch.fail(self, (x, y), error)
        return dispatch.apply(self, (x, y))

    def __repr__(self) -> str:
        return f"<kernel {self.name}>"


def bind(
    names: tuple[str, ...],
    defaults: tuple[Any, ...],
    n_positional: int,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    title: str,
) -> tuple[Any, ...]:
    """Arrange call arguments in the order of `names`; the TypeErrors are Python's own."""
    given = len(args)
    if given > n_positional:
        # A method's own object is not counted, as MindSpore words it.
        own = 1 if title.startswith("Tensor.") else 0
        takes, came = n_positional - own, given - own
        raise TypeError(
            f"{title.removeprefix('Tensor.')}() takes {takes} positional argument{'s' if takes != 1 else ''} "
            f"but {came} {'were' if came != 1 else 'was'} given"
        )
    out = list(args)
    out.extend(defaults[given:])
    for key, value in kwargs.items():
        try:
            at = names.index(key)
        except ValueError:
            raise TypeError(f"{title.removeprefix('Tensor.')}() got an unexpected keyword argument '{key}'") from None
        if at < given:
            raise TypeError(f"{title}() got multiple values for argument '{key}'")
        out[at] = value
    missing = [n for n, v in zip(names, out, strict=True) if v is _MISSING]
    if missing:
        listed = " and ".join(f"'{n}'" for n in missing)
        raise TypeError(
            f"{title}() missing {len(missing)} required positional argument{'s' if len(missing) > 1 else ''}: {listed}"
        )
    return tuple(out)


def kernel(
    name: str,
    *,
    differentiable: bool = True,
    view: bool = False,
    amp: bool = True,
    vjp: Any = None,
    int_grad: bool = True,
    adds: bool = False,
    keeps: bool = False,
) -> Callable[[Callable[..., Any]], Kernel]:
    """Declare an operator.

    Args:
        name: its MindSpore Primitive name, used in error messages; unique.
        differentiable: False for operators whose output has no gradient (argmax, comparisons, random bits).
        view: the result aliases the first operand: writing to either is seen by the other.
        amp: whether a `to_float` policy casts its float inputs.
        vjp: a hand-written backward rule `(leaves, cotangents, *statics) -> gradients`, for the few operators
            whose MindSpore gradient is not the mathematical one.
        int_grad: whether integer inputs have integer gradients, as MindSpore gives them.
        adds: the output is the sum of the operands: the gradient of each is the cotangent itself where shapes agree.
        keeps: in a gradient the forward pass keeps what the backward pass needs; for operators with loops.
    """

    def declare(fn: Callable[..., Any]) -> Kernel:
        if name in REGISTRY:
            raise RuntimeError(f"two kernels are called {name!r}")
        k = Kernel(fn, name, differentiable=differentiable, view=view, amp=amp, vjp=vjp, int_grad=int_grad, adds=adds, keeps=keeps)
        REGISTRY[name] = k
        return k

    return declare


def freeze(value: Any) -> Any:
    """A static argument as a hashable value: lists become tuples, integer Tensors and NumPy scalars Python numbers."""
    if isinstance(value, (list, tuple)):
        return tuple(freeze(v) for v in value)
    if isinstance(value, Tensor):
        return freeze(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return freeze(value.tolist())
    if isinstance(value, slice):
        return ("slice", freeze(value.start), freeze(value.stop), freeze(value.step))
    return value
