"""`mindspore.common.api`: `jit` and its relatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import lazy
from mindshim._core.compile import JitFunction

__getattr__ = lazy.earlier(__name__)

_CAPTURE_MODES = ("ast", "bytecode", "trace")
_LEVELS = ("O0", "O1", "O2")


def jit(
    function: Callable[..., Any] | None = None,
    *,
    capture_mode: str = "ast",
    jit_level: str = "O0",
    dynamic: int = 0,
    fullgraph: bool = False,
    backend: str = "",
    **options: Any,
) -> Any:
    """Compile a function, method or Cell (mirrors `mindspore.jit`).

    The function is traced once per argument structure, shapes and dtypes, compiled by XLA as a whole and cached.
    Parameters it reads are inputs, Parameters it writes are updated when the call has succeeded. `if`, `while`, `for`,
    `and`, `or`, `not` and `assert` on the values of Tensors become part of the program. A function that has no compiled
    form runs in PyNative and a warning says why, with the line, unless `fullgraph`; so does the gradient of a loop whose
    number of iterations only the program knows, and a call that comes to a `raise` which a Tensor's value decides.

    Args:
        function: the function, method, Cell or class of Cells; None when used as a decorator with options.
        capture_mode: "ast", "bytecode" or "trace"; one mechanism serves all here.
        jit_level: "O0", "O1" or "O2"; XLA optimises alike.
        dynamic: 0 or 1; shapes are always compiled one by one.
        fullgraph: raise instead of falling back to PyNative.
        backend: "", "ms_backend" or "GE"; ignored, XLA is the backend.
        options: further backend options; ignored.

    Raises:
        ValueError: for other values of `capture_mode`, `jit_level` or `dynamic`.
        TypeError: if `fullgraph` is not bool.

    Examples:
        >>> import mindshim as ms
        >>> @ms.jit
        ... def f(x):
        ...     return x * x + 1
        >>> f(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  5.00000000e+00])
    """
    if capture_mode not in _CAPTURE_MODES and capture_mode not in ("PSJit", "PIJit"):
        raise ValueError(f"For 'jit', the parameter 'capture_mode' must be one of {_CAPTURE_MODES}, but got {capture_mode}.")
    if jit_level not in _LEVELS and jit_level != "":
        raise ValueError(f"For 'jit', the parameter 'jit_level' must be one of {list(_LEVELS)}, but got {jit_level}.")
    if dynamic not in (0, 1):
        raise ValueError(f"For 'jit', the parameter 'dynamic' must be 0 or 1, but got {dynamic}.")
    if not isinstance(fullgraph, bool):
        raise TypeError(f"For 'jit', the parameter 'fullgraph' must be bool, but got {type(fullgraph).__name__}.")

    def wrap(fn: Any) -> Any:
        if isinstance(fn, type) and hasattr(fn, "construct"):
            # A class of Cells: the construct of each is compiled.
            fn.construct = JitFunction(fn.construct, fullgraph=fullgraph)  # type: ignore[attr-defined]
            return fn
        if hasattr(fn, "construct"):
            cell: Any = fn

            def construct(*args: Any, **kwargs: Any) -> Any:
                return cell(*args, **kwargs)

            construct.__name__ = construct.__qualname__ = type(cell).__name__
            made = JitFunction(construct, fullgraph=fullgraph)
            made.source = type(cell).construct
            return made
        return JitFunction(fn, fullgraph=fullgraph)

    return wrap if function is None else wrap(function)


def jit_class(cls: type) -> type:
    """Mark a plain class for use in compiled functions; nothing needs marking here (mirrors `mindspore.jit_class`).

    Raises:
        TypeError: if `cls` is not a class.

    Examples:
        >>> import mindshim as ms
        >>> @ms.jit_class
        ... class Scale:
        ...     def by_two(self, x):
        ...         return x * 2
        >>> scale = Scale()
        >>> ms.jit(lambda x: scale.by_two(x))(ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 2.00000000e+00])
    """
    if not isinstance(cls, type):
        raise TypeError(f"Decorator jit_class can only be used for class type, but got {cls}.")
    cls.__ms_class__ = True  # type: ignore[attr-defined]
    return cls


class _PyNativeExecutor:
    """The part of MindSpore's PyNative executor that programs call."""

    def sync(self) -> None:
        """Wait for everything that was launched."""
        import jax

        jax.effects_barrier()

    def set_async_for_graph(self, flag: bool) -> None:
        """Accepted; JAX launches everything asynchronously."""

    def set_grad_flag(self, flag: bool) -> None:
        """Accepted; whether gradients are recorded follows from the gradient call alone."""

    def grad_flag(self) -> bool:
        """Whether a gradient is being recorded."""
        from mindshim._core.state import S

        return S.tape is not None


_pynative_executor = _PyNativeExecutor()


class _CellGraphExecutor:
    """The part of MindSpore's graph executor that programs call."""

    def compile(self, obj: Any, *args: Any, phase: str = "predict", **kwargs: Any) -> tuple[str, bool]:
        """Compile a Cell for inputs like these, without running it; the phase, and that it was compiled.

        Raises:
            ValueError: if two of its Parameters have one name.
        """
        for name in ("do_convert", "jit_config_dict"):
            kwargs.pop(name, None)
        obj.check_names()
        obj.compile(*args, **kwargs)
        return phase, True

    def __call__(self, obj: Any, *args: Any, phase: str = "predict") -> Any:
        """Run a Cell, compiled."""
        from mindshim._core import compile as compiler

        return compiler.call_cell(obj, args, {})


_cell_graph_executor = _CellGraphExecutor()


def ms_memory_recycle() -> None:
    """Free memory that nothing refers to any more (mirrors `mindspore.ms_memory_recycle`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ms_memory_recycle()
    """
    import gc

    gc.collect()


def set_recursion_limit(recursion_limit: int = 1000) -> None:
    """How deep MindSpore's graph compiler may recurse (mirrors `mindspore.set_recursion_limit`); no effect here.

    Raises:
        TypeError: if it is not an int. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_recursion_limit(1000)
    """
    if isinstance(recursion_limit, bool) or not isinstance(recursion_limit, int):
        raise TypeError(f"The input value must be int, but got '{type(recursion_limit).__name__}'")
    if recursion_limit <= 0:
        raise ValueError(f"The input value must be int and must > 0, but got '{recursion_limit}' with type 'int'.")


__all__ = ["set_recursion_limit", "jit", "jit_class", "ms_memory_recycle"]
