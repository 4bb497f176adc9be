"""Declaring many faces of a kernel at once, and kernels that come in tables.

    spell(exp, "ops.exp mint.exp Tensor.exp ops.Exp")
    spell(sqrt, "ops.sqrt(x) ops.Sqrt(x) Tensor.sqrt")

A lower-case name is a function, a capitalised one a Primitive class, `Tensor.name` a method. Names in brackets stand
for the kernel's parameters in order, with the kernel's defaults.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mindshim._core import faces
from mindshim._core.operators import _MISSING, Array, Kernel, kernel
from mindshim._core.promotion import is_complex, is_float, is_inexact, operands
from mindshim._core.tensor import Tensor


def spell(k: Kernel, text: str) -> Kernel:
    """Declare the faces listed in `text`; functions with the same parameters are one object."""
    made: dict[Any, Any] = {}
    for path, names in re.findall(r"([\w.]+)(?:\(([^)]*)\))?", text):
        last = path.rpartition(".")[2]
        if last[0].isupper() and not path.startswith("Tensor."):
            to = dict(zip(_split(names), k.names, strict=False)) if names else {}
            call = _shown(k, names, 0) if names else None
            k.primitive(last, call=call, **to)  # type: ignore[attr-defined]
            continue
        method = path.startswith("Tensor.")
        key = (method, names)
        if key in made:
            faces.register(path, made[key])
            continue
        to = dict(zip(_split(names), k.names[method:], strict=False)) if names else {}
        made[key] = faces.declare(k, path, _shown(k, names, int(method)) if names else None, {}, to)
    return k


def _split(names: str) -> list[str]:
    return [n.strip() for n in names.split(",") if n.strip() and n.strip() != "*"]


def _shown(k: Kernel, names: str, skip: int) -> str:
    at, parts = skip, []
    for name in (n.strip() for n in names.split(",")):
        if name == "*":
            parts.append(name)
            continue
        default = k.defaults[at]
        parts.append(name if default is _MISSING else f"{name}={default!r}")
        at += 1
    return ", ".join(parts)


def in_place(names: str) -> None:
    """Give Tensor the in-place form of methods it has: `name_` computes `name` and keeps shape and dtype."""
    for name in names.split():
        faces.register(f"Tensor.{name}_", _in_place(name))


def _in_place(name: str) -> Callable[..., Any]:
    compute = getattr(Tensor, name)

    def method(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        return write(self, compute(self, *args, **kwargs), name + "_")

    method.__name__ = name + "_"
    method.__qualname__ = f"Tensor.{name}_"
    method.__doc__ = f"`Tensor.{name}`, written into the Tensor itself; ValueError if the shape would change."
    method.__signature__ = faces.inspect.signature(compute)  # type: ignore[attr-defined]
    return method


def write(target: Tensor, value: Tensor, name: str) -> Tensor:
    """Put `value` into `target`, converted to its dtype; ValueError if the shapes differ."""
    if value.shape != target.shape:
        raise ValueError(
            f"For 'Tensor.{name}', the result's shape must be the Tensor's own, {target.shape}, but got {value.shape}."
        )
    if value.dtype is not target.dtype:
        value = value.astype(target.dtype)
    return target._rebind(value)


#: rule -> (test, what is accepted)
_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "float": (is_inexact, "float16, bfloat16, float32, float64, complex64 or complex128"),
    "real": (is_float, "float16, bfloat16, float32 or float64"),
    "ieee": (lambda d: is_float(d) and d.name != "bfloat16", "float16, float32 or float64"),
    "number": (lambda d: d.kind != "b", "a number type"),
    "real number": (lambda d: is_float(d) or d.kind in "iu", "a real number type"),
    "any": (lambda d: True, "any type"),
    "not complex": (lambda d: not is_complex(d), "a bool or real number type"),
    "signed": (lambda d: d.kind != "b" and d.kind != "u", "a signed number type"),
    "integer": (lambda d: d.kind in "iub", "bool or an integer type"),
    "to float": (lambda d: True, "any number type; integers and bools give float32"),
    "complex": (is_complex, "complex64 or complex128"),
}


def checked(op: str, x: Any, rule: str = "any") -> Any:
    """`x` as a strongly typed array; TypeError if its dtype breaks `rule`; "to float" converts integers to float32."""
    (x,) = operands(op, x)
    test, wanted = _RULES[rule]
    if not test(x.dtype):
        raise TypeError(f"For '{op}', the dtype of 'input' must be {wanted}, but got {x.dtype.name}.")
    if rule == "to float" and not is_inexact(x.dtype):
        return x.astype("float32")
    return x


def unary(
    name: str,
    spellings: str,
    fn: Callable[[Any], Any],
    rule: str,
    summary: str,
    example: str,
    printed: str,
    **flags: Any,
) -> Kernel:
    """A kernel of one Tensor, element by element, with its docstring and faces."""

    def body(input: Array) -> Array:
        return fn(checked(name, input, rule))

    body.__annotations__ = {"input": "Array"}
    path = spellings.split()[0].partition("(")[0]
    body.__name__ = path.rpartition(".")[2].lower()
    call = f"ms.{path}({example})" if path[4].islower() else f"ms.{path}()({example})"
    body.__doc__ = f"""{summary}, element by element (mirrors `mindspore.{path}`).

    Args:
        input: a Tensor of {_RULES[rule][1]}.

    Raises:
        TypeError: for other dtypes, or if `input` is neither a Tensor nor a number.

    Examples:
        >>> import mindshim as ms
        >>> {call}
        {printed}
    """
    return spell(kernel(name, **flags)(body), spellings)


