"""`mindspore.common.api`: `jit` and its relatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax

from mindshim._core import capture, lazy
from mindshim._core import skeleton as skeletons
from mindshim._core.compile import JitFunction
from mindshim._core.graph_cells import call_cell
from mindshim._core.state import S
from mindshim.common import _phases

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
    `and`, `or`, `not` and `assert` on the values of Tensors become part of the program. Where the outcomes of such a statement
    have no common form (another shape or type, a longer list, nothing), each path that calls take is a program of its own, which
    finds out whether a call is for it: up to 24 decisions on a path and 32 paths. A function that has no compiled form
    runs in PyNative and a warning says why, with the line, unless `fullgraph`; so does the gradient of a loop whose number of
    iterations only the program knows, and a call that comes to a `raise` which a Tensor's value decides.

    What a call changes outside is what PyNative changes: attributes, globals and variables of functions around, lists and dicts,
    arguments and their elements (`x[0] = 1`; `x += 1` makes another Tensor). MindSpore's compiled functions differ: there
    `x[0] = 1`, `append` and `update` change a copy, `global` does nothing, and `x += 1` changes the caller's Tensor. What needs a
    program of its own at each call, like a counter, runs in PyNative. Lists and dicts that a function only reads are taken as
    they were when it was compiled.

    Args:
        function: the function, method, Cell or class of Cells, also a `functools.partial`, staticmethod or classmethod; None when
            used as a decorator with options. Anything else comes back as it is.
        capture_mode: "ast", "bytecode" or "trace"; one mechanism serves all here. Under "ast" the rules of MindSpore's graphs
            hold: errors have its compiler's types and words, and functions and Cells are no results.
        jit_level: "O0", "O1" or "O2"; XLA optimises alike. (MindSpore takes "O2" on Ascend only.)
        dynamic: 0 or 1; programs are compiled for the shapes that come. See `enable_dynamic`.
        fullgraph: raise instead of falling back to PyNative. Dicts in results become tuples of their values, as in MindSpore.
        backend: "", "ms_backend" or "GE"; XLA is the backend under all of them.
        options: further options of MindSpore's backends, which have no effect: `disable_format_transform`, `exec_order` ("bfs" or
            "dfs"), `ge_options` (a dict of "global" and "session"), `infer_boost` ("on" or "off"), and others.

    Raises:
        ValueError: for other values of `capture_mode`, `jit_level`, `dynamic`, `exec_order`, `ge_options` or `infer_boost`.
        TypeError: if `dynamic` is no int, `fullgraph` or `disable_format_transform` no bool, or `ge_options` no dict.
        RuntimeError: for another backend.

    Examples:
        >>> import mindshim as ms
        >>> @ms.jit
        ... def f(x):
        ...     return x * x + 1
        >>> f(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  5.00000000e+00])
    """
    _check_options(capture_mode, jit_level, dynamic, fullgraph, backend, options)

    made_of = {"fullgraph": fullgraph, "of_source": capture_mode == "ast"}

    def wrap(fn: Any) -> Any:
        if isinstance(fn, type):
            if hasattr(fn, "construct"):
                # A class of Cells: the construct of each is compiled.
                fn.construct = JitFunction(fn.construct, **made_of)  # type: ignore[attr-defined]
            return fn
        if isinstance(fn, (staticmethod, classmethod)):
            return type(fn)(JitFunction(fn.__func__, **made_of))
        if not callable(fn):
            return fn
        if hasattr(fn, "construct"):
            cell: Any = fn
            own = cell.construct

            def construct(*args: Any, **kwargs: Any) -> Any:
                if cell.construct is not made:
                    return cell(*args, **kwargs)
                # It has taken the place of the Cell's own, and the Cell is what calls it.
                if S.scope is None:
                    return own(*args, **kwargs)
                S.scope.cell_called(cell)
                return S.scope.inside(own)(*args, **kwargs)

            construct.__name__ = construct.__qualname__ = type(cell).__name__
            made = JitFunction(construct, **made_of)
            made.source = type(cell).construct
            made.check = cell.check_inputs
            return made
        return JitFunction(fn, **made_of)

    return wrap if function is None else wrap(function)


def _check_options(
    capture_mode: Any, jit_level: Any, dynamic: Any, fullgraph: Any, backend: Any, options: dict[str, Any]
) -> None:  # fmt: skip
    """Refuse what `jit` does not take."""
    for name, value, known in (("capture_mode", capture_mode, _CAPTURE_MODES), ("jit_level", jit_level, _LEVELS)):
        if value not in known:
            raise ValueError(f"For 'jit', the '{name}' must be str and must be in '{list(known)}', but got '{value}'.")
    if isinstance(dynamic, bool) or not isinstance(dynamic, int):
        raise TypeError(f"For 'jit', the 'dynamic' must be 'int',  but got '{type(dynamic).__name__}'.")
    if dynamic not in (0, 1):
        raise ValueError(f"For 'jit', the 'dynamic' must be in range of [0, 1], but got {dynamic} with type 'int'.")
    if not isinstance(fullgraph, bool):
        raise TypeError(f"For 'jit', the 'fullgraph' must be a bool, but got {type(fullgraph).__name__}.")
    if backend not in ("", "ms_backend", "GE"):
        raise RuntimeError(f"Invalid backend name: {backend}, it must be '', 'ms_backend' or 'GE'; the programs are XLA's under all of them.")
    for name, kind in (("disable_format_transform", bool), ("ge_options", dict)):
        if name in options and not isinstance(options[name], kind):
            raise TypeError(f"For 'jit(options)', the type of '{name}' must be {kind.__name__}, but got {type(options[name])}.")
    for name, choices in (("exec_order", ["bfs", "dfs"]), ("infer_boost", ["on", "off"])):
        if name in options and options[name] not in choices:
            raise ValueError(f"For '{name}', the value of '{name}' must be one of {choices}, but got '{options[name]}'.")
    for key in options.get("ge_options", ()):
        if key not in ("global", "session"):
            raise ValueError(f"For 'ge_options', the key of 'ge_options' must be one of ['global', 'session'], but got '{key}'.")


def jit_class(cls: type) -> type:
    """Mark a plain class for use in compiled functions; nothing needs marking here (mirrors `mindspore.jit_class`).

    Raises:
        TypeError: if `cls` is not a class, or a class of Cells.

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
    if hasattr(cls, "construct"):
        raise TypeError(f"Decorator jit_class is used for user-defined classes and cannot be used for nn.Cell: {cls}.")
    cls.__ms_class__ = True  # type: ignore[attr-defined]
    return cls


#: What programs that copy Cells enter their `compile_cache` into; nothing is read from it.
cells_compile_cache: dict[int, set[str]] = {}


class _PyNativeExecutor:
    """The part of MindSpore's PyNative executor that programs call."""

    def sync(self) -> None:
        """Wait for everything that was launched."""
        jax.effects_barrier()

    def set_async_for_graph(self, flag: bool) -> None:
        """Accepted; JAX launches everything asynchronously."""

    def set_grad_flag(self, flag: bool) -> None:
        """Accepted; whether gradients are recorded follows from the gradient call alone."""

    def grad_flag(self) -> bool:
        """Whether a gradient is being recorded."""
        return S.tape is not None


_pynative_executor = _PyNativeExecutor()


class _CellGraphExecutor:
    """The part of MindSpore's graph executor that programs call."""

    def compile(self, obj: Any, *args: Any, phase: str = "predict", **kwargs: Any) -> tuple[str, bool]:
        """Compile a Cell for inputs like these, without running it; the name of that compilation, and that it was compiled.

        Raises:
            ValueError: if two of its Parameters have one name.
        """
        for name in ("do_convert", "jit_config_dict"):
            kwargs.pop(name, None)
        obj.check_names()
        obj.compile(*args, **kwargs)
        return _phases.name_of(obj, phase, args, kwargs), True

    def __call__(self, obj: Any, *args: Any, phase: str = "predict") -> Any:
        """Run a Cell, compiled."""
        return call_cell(obj, args, {})


class _JitExecutor:
    """A function as MindSpore's `jit` keeps it.

    Args:
        fn: the function. ms_create_time, input_signature, obj, jit_config, dynamic: accepted.
    """

    def __init__(
        self, fn: Any, ms_create_time: int, input_signature: Any = None, obj: Any = None, jit_config: Any = None, dynamic: int = 0
    ) -> None:  # fmt: skip
        self.fn = fn
        self._compiled = JitFunction(fn)

    def compile(self, method_name: str, *args: Any, **kwargs: Any) -> str:
        """Compile it for arguments like these, without running it; the name of that compilation."""
        tensors: list[Any] = []
        capture.trace(self.fn, skeletons.flatten((args, kwargs), tensors), [jax.ShapeDtypeStruct(t._data.shape, t._data.dtype) for t in tensors], checks=True)
        return _phases.name_of(self, method_name, args, kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it, compiled."""
        return self._compiled(*args, **kwargs)


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
    if isinstance(recursion_limit, bool):
        raise TypeError(f"The input value must be int and must > 0, but got '{recursion_limit}' with type 'bool'.")
    if not isinstance(recursion_limit, int):
        raise TypeError(f"The input value must be int, but got '{type(recursion_limit).__name__}'")
    if recursion_limit <= 0:
        raise ValueError(f"The input value must be int and must > 0, but got '{recursion_limit}' with type 'int'.")


def flops_collection(phase: str = "train") -> tuple[Any, ...]:
    """The floating point operations of a compiled network (mirrors `mindspore.flops_collection`).

    Raises:
        NotImplementedError: always: phases of MindSpore's compiler are not kept. JAX's `jax.jit(fn).lower(*arguments).cost_analysis()`
            has the number, with `mindshim.interop.jax.functionalize` for a Cell.
    """
    raise NotImplementedError(
        "flops_collection is not supported: there are no phases of MindSpore's graph compiler to ask. Use "
        "jax.jit(fn).lower(*arguments).cost_analysis()['flops'], with mindshim.interop.jax.functionalize for a Cell."
    )


def _no_recursive(callable_obj: Any) -> Any:
    """Mark what calls itself nowhere, for MindSpore's compiler; no effect here."""
    if not callable(callable_obj):
        raise TypeError(f"Decorator no_recursive is used for callable object, but got {callable_obj}.")
    return callable_obj


def _run_in_jit() -> bool:
    """Whether the program is being traced for a compiled function."""
    return S.scope is not None


def jit_forbidden_register(fn: Any) -> Any:
    """Mark a function as one that MindSpore's compiler refuses; it is traced as any other here."""
    return fn


__all__ = ["set_recursion_limit", "jit", "jit_class", "ms_memory_recycle"]
