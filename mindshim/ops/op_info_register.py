"""Descriptions of operators for other platforms' compilers: kept as plain dicts, which nothing here reads.

Programs build them beside `ops.Custom`; they work so that such programs run.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable
from typing import Any

from mindshim._core.faces import face

_TYPES = {
    "None": "", "BOOL": "bool", "I8": "int8", "U8": "uint8", "I16": "int16", "U16": "uint16", "I32": "int32",
    "U32": "uint32", "I64": "int64", "U64": "uint64", "F16": "float16", "F32": "float32", "F64": "float64",
    "BF16": "bfloat16", "C64": "complex64", "C128": "complex128",
}  # fmt: skip
_FORMATS = {
    "None": "", "Default": "DefaultFormat", "5HD": "NC1HWC0", "FracZ": "FRACTAL_Z", "FracNZ": "FRACTAL_NZ",
    "C1HWNCoC0": "C1HWNCoC0", "NCHW": "NCHW", "NHWC": "NHWC", "HWCN": "HWCN", "NDHWC": "NDHWC",
    "ChannelLast": "ChannelLast", "NCDHW": "NCDHW", "NDC1HWC0": "NDC1HWC0", "NC1HWC0": "NC1HWC0", "DHWCN": "DHWCN",
    "FRACTAL_Z_3D": "FRACTAL_Z_3D", "FracZNLSTM": "FRACTAL_ZN_LSTM", "FracZNRNN": "FRACTAL_ZN_RNN",
    "ND_RNNBIAS": "ND_RNN_BIAS",
}  # fmt: skip


@face("ops.DataType")
class DataType:
    """Pairs of dtype and layout, such as `DataType.F32_Default` (mirrors `mindspore.ops.DataType`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DataType.F32_Default
        ('float32', 'DefaultFormat')
    """

    F32_Default = ("float32", "DefaultFormat")


for _type, _dtype in _TYPES.items():
    for _format, _layout in _FORMATS.items():
        setattr(DataType, f"{_type}_{_format}", (_dtype, _layout))
    for _word in ("Tuple", "List"):
        setattr(DataType, f"{_type}_Default_{_word}", (_dtype, "DefaultFormat", _word.lower()))


def _value(name: str, value: Any, kind: type, op: str) -> Any:
    if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise TypeError(f"For '{op}', the '{name}' must be {kind.__name__}, but got {type(value).__name__}.")
    return value


class RegOp:
    """The base of the descriptions (mirrors `mindspore.ops.op_info_register.RegOp`).

    Args:
        op_name: the operator's name.

    Raises:
        TypeError: if it is not a str.

    Examples:
        >>> from mindshim.ops.op_info_register import RegOp
        >>> RegOp("Add").fusion_type("ELEMWISE").get_op_info()["fusion_type"]
        'ELEMWISE'
    """

    def __init__(self, op_name: str = "") -> None:
        if not isinstance(op_name, str):
            raise TypeError(f"op name value must be string, but got {type(op_name)}")
        if not op_name:
            raise ValueError("op name is empty")
        self.op_name = op_name
        self.inputs: list[dict[str, Any]] = []
        self.outputs: list[dict[str, Any]] = []
        self.attr_: list[dict[str, Any]] = []
        self.fusion_type_ = ""
        self.dtype_format_: list[Any] = []
        self.more: dict[str, Any] = {}

    def _port(self, where: list[dict[str, Any]], **given: Any) -> Any:
        kinds = {"index": int, "name": str, "paramType": str, "needCompile": bool, "shape": str, "valueDepend": str}
        row = {k: v for k, v in given.items() if v is not None}
        where.append({k: _value(k, v, kinds.get(k, object), self.op_name) for k, v in row.items()})
        return self

    def input(self, index: Any = None, name: Any = None, param_type: Any = None, **kwargs: Any) -> Any:
        """Describe an input; returns the description."""
        return self._port(self.inputs, index=index, name=name, paramType=param_type, **kwargs)

    def output(self, index: Any = None, name: Any = None, param_type: Any = None, **kwargs: Any) -> Any:
        """Describe an output; returns the description."""
        return self._port(self.outputs, index=index, name=name, paramType=param_type, **kwargs)

    def attr(self, name: Any = None, value_type: Any = None, value: Any = None, **kwargs: Any) -> Any:
        """Describe an attribute; returns the description."""
        return self._port(self.attr_, name=name, type=value_type, value=value, **kwargs)

    def fusion_type(self, fusion_type: str) -> Any:
        """Name the kind of fusion; returns the description."""
        self.fusion_type_ = _value("fusion_type", fusion_type, str, self.op_name)
        return self

    def dtype_format(self, *args: Any) -> Any:
        """One combination of dtypes and layouts of inputs and outputs; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> t = ms.ops.DataType.F32_Default
            >>> info = ms.ops.CustomRegOp("square").input(0, "x").output(0, "y").dtype_format(t, t).get_op_info()
            >>> len(info["dtype_format"])
            1
        """
        if len(args) != len(self.inputs) + len(self.outputs):
            raise ValueError(
                f"input size add output size must be equal to dtype format size, but got input size: {len(self.inputs)}, "
                f"output size: {len(self.outputs)}, dtype format size: {len(args)}."
            )
        self.dtype_format_.append(tuple(args))
        return self

    def get_op_info(self) -> dict[str, Any]:
        """The description as a dict.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.CustomRegOp("square").get_op_info()["op_name"]
            'square'
        """
        return {
            "op_name": self.op_name, "inputs": self.inputs, "outputs": self.outputs, "attr": self.attr_,
            "fusion_type": self.fusion_type_, "dtype_format": self.dtype_format_, **self.more,
        }  # fmt: skip

    def _keep(self, **more: Any) -> Any:
        self.more.update(more)
        return self


@face("ops.CustomRegOp")
class CustomRegOp(RegOp):
    """The description of an `ops.Custom` operator (mirrors `mindspore.ops.CustomRegOp`).

    Args:
        op_name: the operator's name.

    Examples:
        >>> import mindshim as ms
        >>> t = ms.ops.DataType.F32_Default
        >>> info = ms.ops.CustomRegOp("square").input(0, "x").output(0, "y").dtype_format(t, t).target("CPU").get_op_info()
        >>> info["inputs"], info["target"]
        ([{'index': 0, 'name': 'x', 'paramType': 'required'}], 'CPU')
    """

    def __init__(self, op_name: str = "Custom") -> None:
        super().__init__(op_name)
        self.more["target"] = "UnKnown"

    def input(self, index: Any = None, name: Any = None, param_type: Any = "required", **kwargs: Any) -> CustomRegOp:
        """Describe an input; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> info = ms.ops.CustomRegOp("square").input(0, "x").get_op_info()
            >>> info["inputs"][0]["name"]
            'x'
        """
        return super().input(index, name, param_type, **kwargs)

    def output(self, index: Any = None, name: Any = None, param_type: Any = "required", **kwargs: Any) -> CustomRegOp:
        """Describe an output; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> info = ms.ops.CustomRegOp("square").output(0, "x").get_op_info()
            >>> info["outputs"][0]["name"]
            'x'
        """
        return super().output(index, name, param_type, **kwargs)

    def attr(  # type: ignore[override]
        self, name: Any = None, param_type: Any = None, value_type: Any = None, default_value: Any = None, **kwargs: Any
    ) -> CustomRegOp:
        """Describe an attribute; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> info = ms.ops.CustomRegOp("square").attr("axis", "required", "int").get_op_info()
            >>> info["attr"][0]["name"]
            'axis'
        """
        return self._port(
            self.attr_, name=name, paramType=param_type, type=value_type, defaultValue=default_value, **kwargs
        )

    def target(self, target: str | None = None) -> CustomRegOp:
        """Name the platform; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.CustomRegOp("square").target("CPU").get_op_info()["target"]
            'CPU'
        """
        return self._keep(target=_value("target", target, str, self.op_name))


class CpuRegOp(RegOp):
    """The description of a CPU operator (mirrors `mindspore.ops.op_info_register.CpuRegOp`).

    Examples:
        >>> from mindshim.ops.op_info_register import CpuRegOp
        >>> CpuRegOp("Add").get_op_info()["imply_type"]
        'CPU'
    """

    def __init__(self, op_name: str) -> None:
        super().__init__(op_name)
        self.more["imply_type"] = "CPU"


@face("ops.AiCPURegOp")
class AiCPURegOp(CpuRegOp):
    """The description of an AiCPU operator (mirrors `mindspore.ops.AiCPURegOp`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.AiCPURegOp("Add").get_op_info()["imply_type"]
        'AiCPU'
    """

    def __init__(self, op_name: str) -> None:
        super().__init__(op_name)
        self.more["imply_type"] = "AiCPU"


@face("ops.TBERegOp")
class TBERegOp(RegOp):
    """The description of a TBE operator (mirrors `mindspore.ops.TBERegOp`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.TBERegOp("Add").kernel_name("add").get_op_info()["kernel"]
        'add'
    """

    def __init__(self, op_name: str) -> None:
        super().__init__(op_name)
        self.more["imply_type"] = "TBE"
        self.more.update({key: copy.copy(value) for _, _, key, value in _SETTINGS.values()})

    def input(self, index=None, name=None, need_compile=None, param_type=None, shape=None, value_depend=None, **kwargs):  # type: ignore[no-untyped-def]
        """Describe an input; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> info = ms.ops.TBERegOp("Add").input(0, "x").get_op_info()
            >>> info["inputs"][0]["name"]
            'x'
        """
        return self._port(
            self.inputs, index=index, name=name, needCompile=need_compile, paramType=param_type, shape=shape,
            valueDepend=value_depend, **kwargs,
        )  # fmt: skip

    def output(self, index=None, name=None, need_compile=None, param_type=None, shape=None, **kwargs):  # type: ignore[no-untyped-def]
        """Describe an output; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> info = ms.ops.TBERegOp("Add").output(0, "x").get_op_info()
            >>> info["outputs"][0]["name"]
            'x'
        """
        return self._port(
            self.outputs, index=index, name=name, needCompile=need_compile, paramType=param_type, shape=shape, **kwargs
        )

    def attr(  # type: ignore[override]
        self,
        name: Any = None,
        param_type: Any = None,
        value_type: Any = None,
        value: Any = None,
        default_value: Any = None,
        **kwargs: Any,
    ) -> TBERegOp:
        """Describe an attribute; returns the description.

        Examples:
            >>> import mindshim as ms
            >>> info = ms.ops.TBERegOp("Add").attr("axis", "required", "int", "all").get_op_info()
            >>> info["attr"][0]["name"]
            'axis'
        """
        return self._port(
            self.attr_,
            name=name,
            paramType=param_type,
            type=value_type,
            value=value,
            defaultValue=default_value,
            **kwargs,
        )


#: method: (its parameter, the parameter's default, the key in the description, the value there if it is not called)
_SETTINGS: dict[str, tuple[str, Any, str, Any]] = {
    "async_flag": ("async_flag", False, "async_flag", False),
    "binfile_name": ("binfile_name", None, "binfile", ""),
    "compute_cost": ("compute_cost", 10, "compute_cost", 10),
    "kernel_name": ("kernel_name", None, "kernel", ""),
    "partial_flag": ("partial_flag", True, "partial_flag", False),
    "reshape_type": ("reshape_type", None, "reshape_type", ""),
    "dynamic_rank_support": ("dynamic_rank_support", None, "dynamicRankSupport", False),
    "dynamic_shape": ("dynamic_shape", False, "dynamicShapeSupport", False),
    "dynamic_compile_static": ("dynamic_compile_static", False, "dynamicCompileStatic", False),
    "need_check_supported": ("need_check_supported", False, "needCheckSupport", False),
    "is_dynamic_format": ("is_dynamic_format", False, "dynamicFormat", False),
    "op_pattern": ("pattern", None, "op_pattern", ""),
    "real_input_index": ("real_input_index", None, "real_input_index", []),
    "input_to_attr_index": ("input_to_attr_index", None, "input_to_attr_index", []),
    "unknown_shape_formats": ("unknown_shape_formats", None, "unknown_shape_formats", []),
}


def _setting(name: str, parameter: str, default: Any, key: str) -> None:
    def method(self: TBERegOp, *args: Any, **kwargs: Any) -> TBERegOp:
        given = args[0] if args else kwargs.get(parameter, default)
        return self._keep(**{key: given})

    method.__name__ = name
    method.__qualname__ = f"TBERegOp.{name}"
    method.__doc__ = f"""Keep `{parameter}` in the description and return it.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.TBERegOp("Add").{name}(None).get_op_info()["{key}"] is None
            True
        """
    setattr(TBERegOp, name, method)


for _name, (_parameter, _default, _key, _) in _SETTINGS.items():
    _setting(_name, _parameter, _default, _key)


def op_info_register(op_info: Any) -> Callable[[Any], Any]:
    """Decorator for a function that describes an operator (mirrors `mindspore.ops.op_info_register`).

    Raises:
        TypeError: if `op_info` is neither a str nor a dict.

    Examples:
        >>> from mindshim.ops.op_info_register import op_info_register
        >>> @op_info_register('{"op_name": "Add"}')
        ... def describe():
        ...     return 1
        >>> describe()
        1
    """
    info = json.loads(op_info) if isinstance(op_info, str) else op_info
    if not isinstance(info, dict):
        raise TypeError(f"For 'op_info_register', the 'op_info' must be str or dict, but got {type(op_info).__name__}.")
    return lambda fn: fn


@face("ops.custom_info_register")
def custom_info_register(*reg_info: Any) -> Callable[[Any], Any]:
    """Decorator that ties descriptions to a function (mirrors `mindspore.ops.custom_info_register`).

    Examples:
        >>> import mindshim as ms
        >>> @ms.ops.custom_info_register({"op_name": "double"})
        ... def double(x):
        ...     return 2 * x
        >>> double(2)
        4
    """

    def decorator(fn: Any) -> Any:
        fn.reg_info = reg_info

        @functools.wraps(fn)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return fn(*args, **kwargs)

        return wrapper

    return decorator
