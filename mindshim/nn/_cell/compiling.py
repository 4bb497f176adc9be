"""How a Cell is compiled: its programs, what its inputs are declared to be, and settings of MindSpore's compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core.parts import part_of
from mindshim._core.tensor import Tensor
from mindshim.nn._cell.checks import need
from mindshim.nn._cell.members import bump
from mindshim.nn._cell.walking import CellWalking


@part_of("Cell", "mindshim.nn.cell")
class CellCompiling(CellWalking):
    """The part of Cell that is about compiling it."""

    #: False for containers, whose Cells are called instead.
    _is_called = True

    construct: Callable[..., Any]

    is_top_cell = False
    arguments_key = ""
    grad_ops_label = False
    _compile_phase: Any = None
    _bprop_debug = False
    _dynamic_shape_inputs: Any = None
    _jit_config: Any = None

    def compile(self, *args: Any, **kwargs: Any) -> None:
        """Compile the Cell for these inputs as GRAPH_MODE would, without running it (mirrors `Cell.compile`).

        A call in GRAPH_MODE, and `compile_and_run`, then find the program. What cannot be compiled is told of, with the line.
        Where a shape is not known, nothing can be compiled yet: programs are made for the shapes that come.

        Raises:
            TypeError: if the inputs do not fit `construct`.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.compile(ms.Tensor([[1.0, 2.0]]))
        """
        from mindshim._core import declared
        from mindshim._core.graph_cells import graph_cell

        if any(isinstance(a, Tensor) and declared.is_dynamic(a) for a in (*args, *kwargs.values())):
            self.check_inputs(args, kwargs)
            return
        graph_cell(self).prepare(args, kwargs)

    def compile_and_run(self, *args: Any, **kwargs: Any) -> Any:
        """Compile the Cell for these inputs and run it (mirrors `Cell.compile_and_run`).

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.ReLU()
            >>> print(net.compile_and_run(ms.Tensor([-1.0, 2.0])))
            [0. 2.]
        """
        from mindshim._core.graph_cells import call_cell

        return call_cell(self, args, kwargs)

    def run_construct(self, cast_inputs: Any, kwargs: Any) -> Any:
        """Call `construct(*cast_inputs, **kwargs)`.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.ReLU()
            >>> print(net.run_construct((ms.Tensor([-1.0, 2.0]),), {}))
            [0. 2.]
        """
        return self.construct(*cast_inputs, **kwargs)

    def get_func_graph_proto(self) -> None:
        """None: there is no MindSpore graph of a Cell here.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.get_func_graph_proto() is None
            True
        """
        return None

    # -- declared inputs -------------------------------------------------------------------------------------------------

    def set_inputs(self, *inputs: Any, **kwargs: Any) -> None:
        """Declare inputs, possibly with unknown dimensions (mirrors `Cell.set_inputs`).

        Programs are compiled for the shapes that come. Calls in GRAPH_MODE, and of the Cell or its `construct` under `jit`, are
        checked against the declaration: -1, None and `Symbol`s in shapes stand for what may vary, everything else must be as
        declared.

        Args:
            inputs: for each positional argument a Tensor, usually `Tensor(shape=[None, 3], dtype=...)`, or a value that is the same at
                each call. kwargs: the same by name, for some of the arguments.

        Raises:
            ValueError: for both positional and keyword inputs, or an unknown keyword; in a call, for another shape, length or value.
            TypeError: for a keyword if `construct` has variable or keyword-only arguments; in a call, for another dtype or kind.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_inputs(ms.Tensor(shape=[None, 2], dtype=ms.float32))
            >>> net.get_inputs()[0].shape
            (-1, 2)
        """
        if inputs and kwargs:
            raise ValueError(f"For Cell, set_inputs should only set inputs or kwargs(inputs: {inputs}, kwargs: {kwargs})!")
        if kwargs:
            import inspect

            parameters = inspect.signature(self.construct).parameters
            if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD, p.KEYWORD_ONLY) for p in parameters.values()):
                raise TypeError("Dynamic arguments is not accepted for VAR_POSITIONAL or VAR_KEYWORD parameters!")
            for name in kwargs:
                if name not in parameters:
                    raise ValueError(f"For dict mode, valid key is {list(parameters)}, but got {name}!")
        self.__dict__["_dynamic_shape_inputs"] = tuple(kwargs.values()) if kwargs else inputs
        self.__dict__["_declared"] = kwargs or inputs
        bump(self)

    def check_inputs(self, args: Any, kwargs: Any) -> None:
        """Refuse arguments that are not as `set_inputs` declared."""
        if (known := self.__dict__.get("_declared")) is not None:
            from mindshim._core import declared

            declared.check_inputs(known, self.construct, args, kwargs)

    def get_inputs(self) -> Any:
        """What `set_inputs` declared, or None (mirrors `Cell.get_inputs`).

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_inputs(ms.Tensor(shape=[None, 2], dtype=ms.float32))
            >>> net.get_inputs()[0].shape
            (-1, 2)
        """
        return self._dynamic_shape_inputs

    # -- settings --------------------------------------------------------------------------------------------------------

    def set_jit_config(self, jit_config: Any) -> None:
        """Set how the Cell is compiled in GRAPH_MODE (mirrors `Cell.set_jit_config`).

        It is kept, once; XLA compiles alike under all settings.

        Raises:
            AttributeError: if it is no `JitConfig`.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_jit_config(ms.JitConfig(jit_level="O1"))
            >>> net.jit_config_dict
            {'jit_level': 'O1', 'exc_mode': 'auto', 'jit_syntax_level': '', 'debug_level': 'RELEASE', 'infer_boost': 'off', 'backend': 'ms_backend'}
        """
        given = jit_config.jit_config_dict
        if self._jit_config is not None:
            from mindshim import log

            log.warning("For Cell, the jit config %s stays: it is set once, and %s is not taken.", self.jit_config_dict, given)
            return
        self.__dict__["_jit_config"] = jit_config

    @property
    def jit_config_dict(self) -> dict[str, Any]:
        """The settings that `set_jit_config` took."""
        return {} if self._jit_config is None else dict(getattr(self._jit_config, "jit_config_dict", {}))

    def recompute(
        self,
        *,
        use_reentrant: bool = True,
        output_recompute: bool = False,
        early_stop: bool = True,
        context_fn: Any = None,
        **kwargs: Any,
    ) -> None:
        """Ask for activations to be computed again in the backward pass (mirrors `Cell.recompute`).

        The values are the same either way. The gradient keeps of the Cell only what it reads and gives, and computes the rest
        again, as `mindspore.recompute` says: less memory for more time. Cells in it may be recomputed too. A CellList or
        CellDict asks it of its Cells.

        Args:
            use_reentrant, early_stop: accepted. output_recompute: accepted; the outputs are kept. context_fn: with
                `use_reentrant=False`, gives PyNative two context managers, one for each time that the Cell runs.
            mp_comm_recompute, parallel_optimizer_comm_recompute, recompute_slice_activation: accepted; communication is
                recomputed with the rest.

        Raises:
            ValueError: for an unknown keyword, or `context_fn` with `use_reentrant`. TypeError: for a setting that is no bool.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.recompute()
        """
        known = ("mp_comm_recompute", "parallel_optimizer_comm_recompute", "recompute_slice_activation")
        if context_fn is not None and use_reentrant and output_recompute is not True:
            raise ValueError("context_fn is only supported when use_reentrant=False.")
        if not isinstance(output_recompute, bool):
            raise TypeError(f"The input value must be a bool, but got {type(output_recompute).__name__}.")
        for name in kwargs:
            if name in known[:2] and not isinstance(kwargs[name], bool):
                raise TypeError(f"The parameter '{name}' must be <class 'bool'>, but got {type(kwargs[name])}")
            if name not in known:
                raise ValueError(
                    f"For 'recompute', keyword '{name}' is not recognized! the key kwargs must be "
                    "'mp_comm_recompute', 'parallel_optimizer_comm_recompute', 'recompute_slice_activation'"
                )
        self.__dict__["_has_config_recompute"] = self.__dict__["_recomputes"] = True
        self.__dict__["_recompute_context"] = context_fn
        self._update_special()  # type: ignore[attr-defined]
        if not self._is_called:
            for cell in self.cells():
                cell.recompute(use_reentrant=use_reentrant, output_recompute=output_recompute, context_fn=context_fn)
        for _, cell in self.cells_and_names():
            scope = cell._scope or ""
            cell.__dict__["_scope"] = scope if scope.startswith("recompute_") else f"recompute_{scope}"

    @property
    def bprop_debug(self) -> bool:
        """Kept for MindSpore's debugging of `bprop`; has no effect.

        Raises:
            TypeError: when set to something that is not a bool.
        """
        return self._bprop_debug

    @bprop_debug.setter
    def bprop_debug(self, value: bool) -> None:
        self.__dict__["_bprop_debug"] = need(value, bool, "bprop_debug")

    # -- what is kept ----------------------------------------------------------------------------------------------------

    @property
    def compile_phase(self) -> Any:
        """The phase of the last compilation, or None."""
        return self._compile_phase

    @compile_phase.setter
    def compile_phase(self, value: Any) -> None:
        self.__dict__["_compile_phase"] = value

    @property
    def compile_cache(self) -> set[str]:
        """The phases that were compiled (none are kept here)."""
        return set()

    @property
    def phase_cache(self) -> dict[str, str]:
        """The phase of each compilation (none are kept here)."""
        return {}

    @property
    def compiled(self) -> bool:
        """Whether a graph is kept in the Cell; compiled programs live in mindshim's own cache."""
        return False
