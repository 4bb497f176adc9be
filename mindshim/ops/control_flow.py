"""Loops as operators: over a range, while a condition holds, over a sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jax import lax
from jax.core import Tracer

from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register


def _check_function(op: str, name: str, value: Any) -> None:
    if not callable(value):
        raise TypeError(
            f"For '{op}', the type of '{name}' should be one of '['function', 'method']', but got type "
            f"'{type(value).__name__}'."
        )


@face("ops.ForiLoop")
class ForiLoop(Primitive):
    """`v = loop_func(i, v)` for i from `lower` to below `upper` (mirrors `mindspore.ops.ForiLoop`).

    Inputs:
        lower, upper: ints or Tensors of one. loop_func: takes the index and the value, returns the new value.
        init_val: the first value. unroll: accepted; the result is the same.

    Raises:
        TypeError: if the bounds are no ints or `loop_func` no function.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ForiLoop()(0, 4, lambda i, v: v + i, ms.Tensor(1.0))
        Tensor(shape=[], dtype=Float32, value= 7)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(  # type: ignore[override]
        self, lower: Any, upper: Any, loop_func: Callable[..., Any], init_val: Any, unroll: bool = True
    ) -> Any:
        for name, bound in (("lower", lower), ("upper", upper)):
            if isinstance(bound, bool) or not isinstance(bound, (int, Tensor)):
                raise TypeError(
                    f"For 'ForiLoop', the type of '{name}' should be one of '['int', 'Tensor']', but got type "
                    f"'{type(bound).__name__}'."
                )
        _check_function("ForiLoop", "loop_func", loop_func)
        value = init_val
        for i in range(int(lower), int(upper)):
            value = loop_func(i, value)
        return value


def _traced(value: Any) -> bool:
    return isinstance(value, Tensor) and isinstance(value._data, Tracer)


def _leaves(value: Any) -> tuple[list[Any], Callable[[Any], Any]]:
    """The arrays of a value made of Tensors, tuples and lists, and how to build it again."""
    if isinstance(value, (tuple, list)):
        parts = [_leaves(v) for v in value]
        counts = [len(p[0]) for p in parts]

        def rebuild(arrays: Any) -> Any:
            out, at = [], 0
            for (_, make), n in zip(parts, counts, strict=True):
                out.append(make(arrays[at : at + n]))
                at += n
            return type(value)(out)

        return [a for p in parts for a in p[0]], rebuild
    array = value._data if isinstance(value, Tensor) else Tensor(value)._data
    return [array], lambda arrays: Tensor._wrap(arrays[0])


@face("ops.WhileLoop")
class WhileLoop(Primitive):
    """`v = loop_func(v)` while `cond_func(v)` holds (mirrors `mindspore.ops.WhileLoop`).

    Inside a compiled function the loop stays a loop: Tensors keep shape and dtype, and there is no gradient through it.

    Inputs:
        cond_func: takes the value, returns a bool or a Tensor of one. loop_func: returns the new value.
        init_val: the first value.

    Raises:
        TypeError: if `cond_func` or `loop_func` is no function.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.WhileLoop()(lambda v: v < 10, lambda v: v * 2, ms.Tensor(1.0))
        Tensor(shape=[], dtype=Float32, value= 16)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(  # type: ignore[override]
        self, cond_func: Callable[..., Any], loop_func: Callable[..., Any], init_val: Any
    ) -> Any:
        _check_function("WhileLoop", "cond_func", cond_func)
        _check_function("WhileLoop", "loop_func", loop_func)
        value, go = init_val, cond_func(init_val)
        if _traced(go):
            arrays, rebuild = _leaves(init_val)

            def condition(state: Any) -> Any:
                return cond_func(rebuild(state))._data.reshape(())

            def body(state: Any) -> Any:
                new, _ = _leaves(loop_func(rebuild(state)))
                return [n.astype(a.dtype) for n, a in zip(new, state, strict=True)]

            return rebuild(lax.while_loop(condition, body, arrays))
        while go:
            value = loop_func(value)
            go = cond_func(value)
        return value


@face("ops.Scan")
class Scan(Primitive):
    """`carry, y = loop_func(carry, x)` for each x, the ys in a list (mirrors `mindspore.ops.Scan`).

    Inputs:
        loop_func: takes the carried value and an element. init: the first carried value.
        xs: the elements, a list, a tuple or a Tensor; None with `length`. length: how many. unroll: accepted.

    Raises:
        TypeError: if `loop_func` is no function. ValueError: if neither `xs` nor `length` is given.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Scan()(lambda c, x: (c + x, c * x), 1, [2, 3])
        (6, [2, 9])
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(  # type: ignore[override]
        self, loop_func: Callable[..., Any], init: Any, xs: Any, length: int | None = None, unroll: bool = True
    ) -> Any:
        _check_function("Scan", "loop_func", loop_func)
        if xs is None:
            if length is None:
                raise ValueError("For 'Scan', either 'xs' or 'length' must be given.")
            xs = [None] * length
        carry, ys = init, []
        for x in xs:
            carry, y = loop_func(carry, x)
            ys.append(y)
        return carry, ys


_WHY = (
    "is a node of MindSpore's dataflow graphs and cannot be called, there as here; use Python's `if` (compiled "
    "functions take it too), or ops.select for values."
)


@face("ops.GeSwitch")
class GeSwitch(Primitive):
    """A switch that passes data on to one of two outputs, in dataflow graphs (mirrors `mindspore.ops.GeSwitch`).

    Like MindSpore's it can be made, and raises when it is called.

    Raises:
        NotImplementedError: when called.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.GeSwitch()
        Prim[GeSwitch]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, data: Any, pred: Any) -> Any:  # type: ignore[override]
        raise NotImplementedError(f"GeSwitch {_WHY}")


@face("ops.Merge")
class Merge(Primitive):
    """A joint that passes on the input that has arrived, in dataflow graphs (mirrors `mindspore.ops.Merge`).

    Like MindSpore's it can be made, and raises when it is called.

    Raises:
        NotImplementedError: when called.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Merge()
        Prim[Merge]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, inputs: Any) -> Any:  # type: ignore[override]
        raise NotImplementedError(f"Merge {_WHY}")
