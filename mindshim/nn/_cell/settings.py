"""A Cell's flags: training, gradients, precision, and what only MindSpore's graph compiler or a cluster uses."""

from __future__ import annotations

import enum
from collections import OrderedDict
from typing import Any

from mindshim._core import dtypes
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.nn._cell.members import bump


class MixedPrecisionType(enum.Enum):
    """The precision that `to_float` asked for."""

    NOTSET = 0
    FP16 = 1
    FP32 = 2
    AUTO = 3
    BF16 = 4


_PRECISION = {
    "fp16": (dtypes.float16, MixedPrecisionType.FP16),
    "fp32": (dtypes.float32, MixedPrecisionType.FP32),
    "bf16": (dtypes.bfloat16, MixedPrecisionType.BF16),
}


def _need(value: Any, kind: type, name: str, colon: str = "") -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(
            f"For 'Cell', the property '{name}' must be {'string' if kind is str else kind.__name__} type, "
            f"but got type {colon}{type(value)}" + ("" if colon else ".")
        )
    return value


class CellSettings:
    """The part of Cell that holds flags."""

    #: False for containers, whose Cells are called instead.
    _is_called = True

    IGNORE_LIST = [
        "_scope", "_cell_init_args", "_auto_prefix", "_cells", "_params", "_create_time", "_func_graph_flags",
        "_parameter_layout_dict", "_params_list", "_phase", "_bprop_debug", "_forward_pre_hook", "_forward_hook",
        "_backward_pre_hook", "_backward_hook", "_cell_backward_pre_hook", "_cell_backward_hook", "_param_prefix",
        "requires_grad", "cell_type", "_in_strategy", "_out_strategy",
    ]  # fmt: skip

    training: Any = False
    requires_grad: Any = False
    is_top_cell = False
    cell_type: Any = None
    arguments_key = ""
    grad_ops_label = False
    _param_prefix = ""
    _phase = "train"
    _compile_phase: Any = None
    _bprop_debug = False
    _scope: Any = None
    _mixed = MixedPrecisionType.NOTSET
    # What `auto_mixed_precision` has made of the Cell.
    _amp_level = ""
    _dynamic_shape_inputs: Any = None
    _jit_config: Any = None
    _func_graph_flags: Any = None

    # -- flags -------------------------------------------------------------------------------------------------

    def add_flags(self, **flags: Any) -> Any:
        """Set flags, which become attributes too, and return the Cell (mirrors `Cell.add_flags`).

        Examples:
            >>> import mindshim as ms
            >>> ms.nn.Cell().add_flags(k=1).get_flags()
            {'k': 1}
        """
        have = self.__dict__
        known = have.get("_func_graph_flags")
        if known is None:
            known = have["_func_graph_flags"] = {}
        changed = False
        for name, value in flags.items():
            if name == "training":
                if self.training is not value:
                    S.epoch += 1
            elif have.get(name, self) is not value:
                changed = True
            have[name] = known[name] = value
        if changed:
            for name in flags:
                if name in _PRECISION:
                    self._set_precision(flags)
                    break
            bump(self)
        return self

    def _set_precision(self, flags: dict[str, Any]) -> None:
        on = [name for name in _PRECISION if flags.get(name)]
        have = self.__dict__
        have["_amp"], have["_mixed"] = _PRECISION[on[-1]] if on else (None, MixedPrecisionType.NOTSET)
        self._update_special()  # type: ignore[attr-defined]

    def add_flags_recursive(self, **flags: Any) -> Any:
        """Set flags on this Cell and all below it, and return it (mirrors `Cell.add_flags_recursive`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.add_flags_recursive(training=True)[0].training
            True
        """
        self.add_flags(**flags)
        for cell in self.cells():  # type: ignore[attr-defined]
            cell.add_flags_recursive(**flags)
        return self

    def get_flags(self) -> dict[str, Any]:
        """The flags that were set on this Cell (mirrors `Cell.get_flags`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.add_flags(mine=3).get_flags()["mine"]
            3
        """
        flags = self._func_graph_flags
        if flags is None:
            flags = self.__dict__["_func_graph_flags"] = {}
        return flags

    def set_train(self, mode: bool = True) -> Any:
        """Switch this Cell and all below it to training or evaluation, and return it (mirrors `Cell.set_train`).

        Args:
            mode: True for training. Default: True.

        Examples:
            >>> import mindshim as ms
            >>> ms.nn.Cell().set_train().training
            True
        """
        self.__dict__["_phase"] = "train" if mode else "predict"
        self.add_flags_recursive(training=mode)
        return self

    def set_grad(self, requires_grad: bool = True) -> Any:
        """Note that gradients of this Cell will be taken, and return it (mirrors `Cell.set_grad`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_grad() is net
            True
        """
        self.__dict__["requires_grad"] = requires_grad
        return self

    def to_float(self, dst_type: Any) -> Any:
        """Compute this Cell and all below it in another precision, and return it (mirrors `Cell.to_float`).

        Operators inside cast their floating inputs; Parameters keep their dtype.

        Args:
            dst_type: float16, float32 or bfloat16.

        Raises:
            ValueError: for another dtype.

        Examples:
            >>> import mindshim as ms
            >>> class Net(ms.nn.Cell):
            ...     def construct(self, x):
            ...         return x + x
            >>> Net().to_float(ms.float16)(ms.Tensor([1.0])).dtype
            mindspore.float16
        """
        if dst_type not in (dtypes.float16, dtypes.float32, dtypes.bfloat16):
            raise ValueError(
                "For 'to_float', the argument 'dst_type' must be mstype.float32, mstype.float16 or mstype.bfloat16, "
                f"but got type: {type(dst_type)} and value: {dst_type}."
            )
        return self.add_flags_recursive(
            fp16=dst_type == dtypes.float16, fp32=dst_type == dtypes.float32, bf16=dst_type == dtypes.bfloat16
        )

    def get_mixed_precision_type(self) -> MixedPrecisionType:
        """The precision that `to_float` set."""
        return self._mixed

    def set_mixed_precision_type(self, arg0: MixedPrecisionType) -> None:
        """Set the precision as `to_float` does, on this Cell alone."""
        if not isinstance(arg0, MixedPrecisionType):
            raise TypeError(f"set_mixed_precision_type(): expected a MixedPrecisionType, but got {type(arg0)}.")
        self._set_precision({name: True for name, (_, kind) in _PRECISION.items() if kind is arg0})

    def cast_inputs(self, inputs: Any, dst_type: Any) -> Any:
        """The floating Tensors of `inputs` in another dtype, as a tuple.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> x = net.cast_inputs((ms.Tensor([1.0]),), ms.float16)[0]
            >>> x.dtype
            mindspore.float16
        """
        given = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
        return tuple(
            x.astype(dst_type) if isinstance(x, Tensor) and dtypes.to_np(x.dtype).kind == "f" else x for x in given
        )

    # -- properties --------------------------------------------------------------------------------------------

    @property
    def cls_name(self) -> str:
        """The class's name."""
        return type(self).__name__

    @property
    def _cell_tag(self) -> str:
        module = type(self).__module__
        return f"{module}.{type(self).__qualname__}" if module != "builtins" else type(self).__qualname__

    @property
    def _primitives(self) -> OrderedDict[str, Any]:
        """The operators that are attributes, by name."""
        from mindshim.ops.primitive import Primitive

        return OrderedDict((k, v) for k, v in self.__dict__.items() if isinstance(v, Primitive))

    @property
    def create_time(self) -> int:
        """A number that grows with each Cell made."""
        return self.__dict__["_create_time"]

    @property
    def param_prefix(self) -> str:
        """The path that `update_cell_prefix` found; '' before."""
        return self._param_prefix

    @property
    def phase(self) -> str:
        """'train' or 'predict', as `set_train` says, or what was assigned.

        Raises:
            TypeError: when set to something that is not a string.
        """
        return self._phase

    @phase.setter
    def phase(self, value: str) -> None:
        self.__dict__["_phase"] = _need(value, str, "phase")

    @property
    def compile_phase(self) -> Any:
        """The phase of the last compilation, or None."""
        return self._compile_phase

    @compile_phase.setter
    def compile_phase(self, value: Any) -> None:
        self.__dict__["_compile_phase"] = value

    @property
    def bprop_debug(self) -> bool:
        """Kept for MindSpore's debugging of `bprop`; has no effect.

        Raises:
            TypeError: when set to something that is not a bool.
        """
        return self._bprop_debug

    @bprop_debug.setter
    def bprop_debug(self, value: bool) -> None:
        self.__dict__["_bprop_debug"] = _need(value, bool, "bprop_debug")

    @property
    def cell_init_args(self) -> Any:
        """The arguments that `cell_attr_register` kept."""
        return self._given("cell_init_args")

    @cell_init_args.setter
    def cell_init_args(self, value: Any) -> None:
        self.__dict__["_cell_init_args"] = value

    @property
    def pipeline_stage(self) -> int:
        """The pipeline stage that was assigned.

        Raises:
            TypeError: when set to something that is not an int.
            ValueError: when set to a negative number.
        """
        return self._given("pipeline_stage")

    @pipeline_stage.setter
    def pipeline_stage(self, value: int) -> None:
        _need(value, int, "pipeline_stage", ": ")
        if value < 0:
            raise ValueError(f"For 'Cell', the property 'pipeline_stage' can not be less than 0, but got {value}")
        self.__dict__["_pipeline_stage"] = value
        for p in self.get_parameters():  # type: ignore[attr-defined]
            p.add_pipeline_stage(value)

    @property
    def pipeline_segment(self) -> int:
        """The pipeline segment that was assigned."""
        return self._given("pipeline_segment")

    @pipeline_segment.setter
    def pipeline_segment(self, value: int) -> None:
        self.__dict__["_pipeline_segment"] = value

    def _given(self, name: str) -> Any:
        have = self.__dict__
        if "_" + name not in have:
            raise AttributeError(f"The '{type(self).__name__}' object has no attribute '{name}'.")
        return have["_" + name]

    @property
    def parameter_layout_dict(self) -> dict[str, Any]:
        """The layout of each Parameter on a cluster; empty on one device.

        Raises:
            TypeError: when set to something that is not a dict.
        """
        return self.__dict__.setdefault("_parameter_layout_dict", {})

    @parameter_layout_dict.setter
    def parameter_layout_dict(self, value: dict[str, Any]) -> None:
        self.__dict__["_parameter_layout_dict"] = _need(value, dict, "parameter_layout_dict")

    @property
    def parallel_parameter_name_list(self) -> list[str]:
        """The Parameters that are spread over a cluster; empty on one device.

        Raises:
            TypeError: when set to something that is not a list.
        """
        return self.__dict__.setdefault("_parallel_parameter_name_list", [])

    @parallel_parameter_name_list.setter
    def parallel_parameter_name_list(self, value: list[str]) -> None:
        self.__dict__["_parallel_parameter_name_list"] = _need(value, list, "parallel_parameter_name_list")

    @property
    def parallel_parameter_merge_net_dict(self) -> dict[str, Any]:
        """The nets that merge the Parameters of a cluster; empty on one device.

        Raises:
            TypeError: when set to something that is not a dict.
        """
        return self.__dict__.setdefault("_parallel_parameter_merge_net_dict", {})

    @parallel_parameter_merge_net_dict.setter
    def parallel_parameter_merge_net_dict(self, value: dict[str, Any]) -> None:
        self.__dict__["_parallel_parameter_merge_net_dict"] = _need(value, dict, "parallel_parameter_merge_net_dict")

    @property
    def jit_config_dict(self) -> dict[str, Any]:
        """The settings that `set_jit_config` took."""
        return {} if self._jit_config is None else dict(getattr(self._jit_config, "jit_config_dict", {}))

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

    @property
    def exist_names(self) -> set[str]:
        """The names of Parameters that lists in attributes hold."""
        return {"", *self.__dict__.get("_listed", ())}

    @property
    def exist_objs(self) -> set[int]:
        """The identities of Parameters that lists in attributes hold."""
        return {id(p) for p in self.__dict__.get("_listed", {}).values()}

    # -- compiling ---------------------------------------------------------------------------------------------

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
        from mindshim._core import compile, declared

        if any(isinstance(a, Tensor) and declared.is_dynamic(a) for a in (*args, *kwargs.values())):
            self.check_inputs(args, kwargs)
            return
        compile.graph_cell(self).prepare(args, kwargs)

    def compile_and_run(self, *args: Any, **kwargs: Any) -> Any:
        """Compile the Cell for these inputs and run it (mirrors `Cell.compile_and_run`).

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.ReLU()
            >>> print(net.compile_and_run(ms.Tensor([-1.0, 2.0])))
            [0. 2.]
        """
        from mindshim._core.compile import call_cell

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
        return self.construct(*cast_inputs, **kwargs)  # type: ignore[attr-defined]

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

            parameters = inspect.signature(self.construct).parameters  # type: ignore[attr-defined]
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

            declared.check_inputs(known, self.construct, args, kwargs)  # type: ignore[attr-defined]

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
            for cell in self.cells():  # type: ignore[attr-defined]
                cell.recompute(use_reentrant=use_reentrant, output_recompute=output_recompute, context_fn=context_fn)
        for _, cell in self.cells_and_names():  # type: ignore[attr-defined]
            scope = cell._scope or ""
            cell.__dict__["_scope"] = scope if scope.startswith("recompute_") else f"recompute_{scope}"

    # -- clusters ----------------------------------------------------------------------------------------------

    def set_comm_fusion(self, fusion_type: int, recurse: bool = True) -> Any:
        """Set `comm_fusion` of all Parameters and return the Cell (mirrors `Cell.set_comm_fusion`).

        Raises:
            TypeError, ValueError: if `fusion_type` is not an int that is at least 0.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_comm_fusion(2).weight.comm_fusion
            2
        """
        from mindshim._checkparam import check_non_negative_int

        check_non_negative_int(fusion_type)
        for p in self.trainable_params(recurse):  # type: ignore[attr-defined]
            p.comm_fusion = fusion_type
        return self

    def set_data_parallel(self) -> None:
        """Kept for automatic parallel training; has no effect on one device.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_data_parallel()
        """

    def set_broadcast_flag(self, mode: bool = True) -> Any:
        """Kept for data parallel training: whether Parameters are broadcast at the start.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_broadcast_flag().get_flags()["broadcast_flag"]
            True
        """
        self.add_flags_recursive(broadcast_flag=mode)
        return self

    def set_boost(self, boost_type: str) -> Any:
        """Set the acceleration algorithm (mirrors `Cell.set_boost`).

        Raises:
            ValueError: unless `boost_type` is 'less_bn'.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_boost("less_bn") is net
            True
        """
        if boost_type != "less_bn":
            raise ValueError(f"For 'set_boost', the argument 'boost_type' must be 'less_bn', but got {boost_type}.")
        return self.add_flags_recursive(less_bn=True)

    def shard(self, in_strategy: Any, out_strategy: Any = None, parameter_plan: Any = None) -> None:
        """Declare how inputs and outputs are spread over devices; has no effect on one device.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.shard(((1, 1),))
        """
        self.__dict__["_in_strategy"], self.__dict__["_out_strategy"] = in_strategy, out_strategy

    def offload(self, backward_prefetch: Any = "Auto") -> None:
        """Ask for activations to be kept in host memory; has no effect on the values.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.offload()
        """

    def set_param_ps(self, recurse: bool = True, init_in_server: bool = False) -> None:
        """Keep the Parameters on a parameter server (mirrors `Cell.set_param_ps` of MindSpore 2.0).

        Raises:
            NotImplementedError: always: there is no parameter server here.
        """
        raise NotImplementedError(
            "Cell.set_param_ps is not supported: there is no parameter server here. Use data parallel training instead "
            "(set_auto_parallel_context(parallel_mode='data_parallel'))."
        )

    def flatten_weights(self, fusion_size: int = 0) -> None:
        """Ask for the Parameters in one piece of memory (mirrors `Cell.flatten_weights` of MindSpore 2.0); JAX places each itself.

        Raises:
            TypeError: if `fusion_size` is no int. ValueError: if it is negative.
        """
        _need(fusion_size, int, "flatten_weights", ": ")
        if fusion_size < 0:
            raise ValueError(f"For 'Cell.flatten_weights', the 'fusion_size' must be at least 0, but got {fusion_size}.")

    def remove_redundant_parameters(self) -> None:
        """Kept for clusters; there is nothing to remove on one device.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.remove_redundant_parameters()
        """

    def generate_scope(self) -> None:
        """Give every Cell below its scope name (mirrors `Cell.generate_scope`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.generate_scope()
            >>> net[0].get_scope()
            'Default/0-Dense'
        """
        self._scope_children("Default")

    def _scope_children(self, parent: str) -> None:
        for name, cell in self._cells.items():  # type: ignore[attr-defined]
            if cell is not None:
                cell.__dict__["_scope"] = f"{parent}/{name}-{cell.cls_name}"
                cell._scope_children(cell._scope)

    def get_scope(self) -> str | None:
        """The scope name that `generate_scope` gave, or None (mirrors `Cell.get_scope`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.generate_scope()
            >>> net[0].get_scope()
            'Default/0-Dense'
        """
        return self._scope

    def update_cell_type(self, cell_type: Any) -> None:
        """Set `cell_type`, a mark that MindSpore's passes read.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.update_cell_type("last")
            >>> net.cell_type
            'last'
        """
        self.__dict__["cell_type"] = cell_type

    def get_func_graph_proto(self) -> None:
        """None: there is no MindSpore graph of a Cell here.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.get_func_graph_proto() is None
            True
        """
        return None

    def _add_init_args(self, **args: Any) -> None:
        """Keep the arguments of `__init__` as text (used by `cell_attr_register`)."""
        if hasattr(self, "_cell_init_args"):
            self.__dict__["_cell_init_args"] += str({k: v for k, v in args.items() if k != "self"})

    def _add_attr(self, name: str, value: Any) -> None:
        if name and not name.startswith("_"):
            self.__dict__[name] = value
