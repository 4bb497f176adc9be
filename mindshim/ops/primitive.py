"""Primitive: operators as objects, `ops.ReduceSum(keep_dims=True)(x, axis)`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mindshim._core import dispatch, faces
from mindshim._core.operators import _MISSING, Kernel, bind
from mindshim._core.tensor import Tensor


class Primitive:
    """Base class of operator objects (mirrors `mindspore.ops.Primitive`).

    Subclass it and define `__call__` for an operator of your own, or use the ready ones in `mindshim.ops`.

    Args:
        name: the operator's name.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ReduceSum(keep_dims=True)(ms.Tensor([[1.0, 2.0]]), 1)
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 3.00000000e+00]])
    """

    _repr_ignore_list: tuple[str, ...] = ("input_names", "output_names")
    #: What the operator does besides giving results: it writes into memory, draws random numbers or prints.
    _effect = ""

    def __init__(self, name: str) -> None:
        self.name = name
        self.attrs: dict[str, Any] = {}
        self.init_attrs: dict[str, Any] = {"name": name}
        self.instance_name = ""
        self.const_value = False
        self._update_parameter = False

    if TYPE_CHECKING:
        # `prim_attr_register` makes an attribute of every constructor argument.
        def __getattr__(self, name: str) -> Any: ...

    def __call__(self, *args: Any) -> Any:
        """Run the operator of this name; a subclass that has no `__call__` gives it those of its attributes that it takes."""
        made = faces.find("ops", self.name)
        if isinstance(made, type) and not isinstance(self, made):
            attrs = self.attrs
            if type(self) is not Primitive:
                # What is set on the object stays, also where its constructor calls this one's.
                known = inspect.signature(made).parameters
                attrs = {k: v for k, v in {**vars(self), **attrs}.items() if k in known}
            return made(**attrs)(*args)
        raise NotImplementedError(
            f"Operator '{self.name}' is invalid, or has no implementation here: define `__call__` in a subclass, or use "
            f"mindspore.ops.Custom with a Python function."
        )

    def add_prim_attr(self, name: str, value: Any) -> Primitive:
        """Set an attribute on the operator and return it.

        Examples:
            >>> from mindshim import ops
            >>> ops.ReLU().add_prim_attr("mine", 3).attrs["mine"]
            3
        """
        self.__dict__[name] = value
        self.attrs[name] = value
        return self

    def del_prim_attr(self, name: str) -> Primitive:
        """Remove an attribute set by `add_prim_attr` and return the operator.

        Examples:
            >>> from mindshim import ops
            >>> relu = ops.ReLU().add_prim_attr("mine", 3).del_prim_attr("mine")
            >>> "mine" in relu.attrs
            False
        """
        if name in self.__dict__ and name in self.attrs:
            del self.__dict__[name]
            del self.attrs[name]
        return self

    def init_prim_io_names(self, inputs: Any, outputs: Any) -> None:
        """Name the inputs and outputs (kept as attributes).

        Examples:
            >>> from mindshim import ops
            >>> relu = ops.ReLU()
            >>> relu.init_prim_io_names(["x"], ["y"])
        """
        self.add_prim_attr("input_names", list(inputs))
        self.add_prim_attr("output_names", list(outputs))

    def set_prim_instance_name(self, instance_name: str) -> Primitive:
        """Set the instance's name and return the operator.

        Examples:
            >>> from mindshim import ops
            >>> ops.ReLU().set_prim_instance_name("first").instance_name
            'first'
        """
        self.instance_name = instance_name
        return self

    def set_user_data(self, key: str, value: Any) -> None:
        """Keep something with the operator, for `get_user_data`."""
        self.__dict__.setdefault("_user_data", {})[key] = value

    def get_user_data(self, key: str) -> Any:
        """What `set_user_data` kept, or None."""
        return self.__dict__.get("_user_data", {}).get(key)

    def set_device(self, device_target: str) -> Primitive:
        """Name the platform to run on; recorded only, JAX places the computation.

        Examples:
            >>> from mindshim import ops
            >>> relu = ops.ReLU().set_device("CPU")
            >>> relu.name
            'ReLU'
        """
        return self.add_prim_attr("primitive_target", device_target)

    def set_stage(self, stage: int) -> Primitive:
        """Name the pipeline stage; recorded only.

        Examples:
            >>> from mindshim import ops
            >>> ops.ReLU().set_stage(0).name
            'ReLU'
        """
        return self.add_prim_attr("stage", stage)

    def shard(self, in_strategy: Any = None, out_strategy: Any = None) -> Primitive:
        """Record how the operator is to be split over devices and return it.

        Examples:
            >>> from mindshim import ops
            >>> ops.ReLU().shard(((1, 1),)).name
            'ReLU'
        """
        if in_strategy is not None and not isinstance(in_strategy, tuple):
            raise TypeError(f"in_strategy must be tuple type, but got:{type(in_strategy)}")
        self.add_prim_attr("in_strategy", in_strategy)
        return self.add_prim_attr("out_strategy", out_strategy)

    def recompute(self, mode: bool = True) -> Primitive:
        """Ask that the operator be recomputed in the backward pass; recorded (the compiler decides here).

        Examples:
            >>> from mindshim import ops
            >>> ops.ReLU().recompute().name
            'ReLU'
        """
        if not isinstance(mode, bool):
            raise TypeError(f"For 'Primitive.recompute', the 'mode' must be bool, but got {type(mode).__name__}.")
        return self.add_prim_attr("recompute", mode)

    def place(self, role: str, rank_id: int) -> None:
        """Placing operators on roles of a parameter server is not supported."""
        raise NotImplementedError(
            "Primitive.place: there is no parameter server here; use mindspore.communication and one process per device."
        )

    def check_elim(self, *args: Any) -> tuple[bool, Any]:
        """Whether the operator can be folded away: never here.

        Examples:
            >>> from mindshim import ops
            >>> ops.ReLU().check_elim()
            (False, None)
        """
        return (False, None)

    @property
    def update_parameter(self) -> bool:
        """Whether the operator writes into its inputs without saying so; False for all operators here."""
        return self._update_parameter

    def __repr__(self) -> str:
        attrs = {**self._shown_attrs(), **({self._effect: True} if self._effect else {})}
        shown = ", ".join(f"{k}={v}" for k, v in attrs.items() if k not in self._repr_ignore_list)
        return f"Prim[{self.name}]<{shown}>" if shown else f"Prim[{self.name}]"

    def _shown_attrs(self) -> dict[str, Any]:
        return self.attrs

    def __deepcopy__(self, memo: Any) -> Primitive:
        out = type(self).__new__(type(self))
        out.__dict__.update(self.__dict__)
        out.attrs = dict(self.attrs)
        return out


class PrimitiveWithCheck(Primitive):
    """A Primitive whose subclass checks its inputs in `__check__` (mirrors `mindspore.ops.PrimitiveWithCheck`)."""

    def __check__(self, *args: Any) -> None:
        """Check the inputs; overridden by subclasses."""

    def check_shape(self, *args: Any) -> None:
        """Check the input shapes; overridden by subclasses."""

    def check_dtype(self, *args: Any) -> None:
        """Check the input dtypes; overridden by subclasses."""


class PrimitiveWithInfer(Primitive):
    """A Primitive whose subclass infers output shape and dtype (mirrors `mindspore.ops.PrimitiveWithInfer`)."""

    def infer_shape(self, *args: Any) -> Any:
        """The output shape; overridden by subclasses."""
        return None

    def infer_dtype(self, *args: Any) -> Any:
        """The output dtype; overridden by subclasses."""
        return None

    def infer_value(self, *args: Any) -> Any:
        """The output value if it is constant; overridden by subclasses."""
        return None

    def __call__(self, *args: Any) -> Any:
        """What is inferred of operators of a program's own is checked before the call, with the errors of their functions."""
        if not isinstance(faces.find("ops", self.name), type):
            for infer, what in ((self.infer_shape, "shape"), (self.infer_dtype, "dtype")):
                infer(*(_inferred(a, what) for a in args))
        return super().__call__(*args)


def _inferred(value: Any, what: str) -> Any:
    if isinstance(value, Tensor):
        return list(value.shape) if what == "shape" else value.dtype
    return None if what == "shape" else type(value)


#: Operators whose attribute `axis` holds several.
_AXES = frozenset(("Softmax", "Squeeze"))


class KernelPrimitive(Primitive):
    """A Primitive made from a kernel's declaration; its class attributes say how."""

    _kernel: Kernel
    _attr_params: faces.Parameters
    _call_params: faces.Parameters
    _arrange: Callable[[Any], tuple[Any, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        p = self._attr_params
        cls = type(self).__name__
        values = bind(p.names, p.defaults, p.n_positional, args, kwargs, f"{cls}.__init__")
        super().__init__(cls)
        self._attr_values = values
        self.__dict__.update(zip(p.names, values, strict=True))
        self.init_attrs.update(zip(p.names, values, strict=True))

    def _shown_attrs(self) -> dict[str, Any]:
        # An axis is a tuple where several are possible, as in the real one's attributes.
        own = dict(zip(self._attr_params.names, self._attr_values, strict=True))
        if type(self).__name__ in _AXES and isinstance(own.get("axis"), int):
            own["axis"] = (own["axis"],)
        return {**own, **self.attrs}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        p = self._call_params
        if kwargs or len(args) != len(p.names):
            args = bind(p.names, p.defaults, p.n_positional, args, kwargs, type(self).__name__)
        return dispatch.apply(self._kernel, self._arrange((*self._attr_values, *args)))


class PlainPrimitive(KernelPrimitive):
    """A KernelPrimitive without attributes whose inputs are the kernel's own."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        k = self._kernel
        if not kwargs and len(args) == len(k.kinds) and k.fast is not None:
            if len(args) == 2:
                return k.binary(*args)
            if len(args) == 1:
                return k.unary(args[0])
        return super().__call__(*args, **kwargs)


def takes_tensors(name: str, *inputs: str) -> None:
    """Make the Primitive `name` refuse Python numbers for `inputs`, which other spellings of its kernel take."""
    primitive = faces.FACES["ops"][name]
    plain = primitive.__call__

    def call(self: KernelPrimitive, *args: Any, **kwargs: Any) -> Any:
        p = self._call_params
        given = bind(p.names, p.defaults, p.n_positional, args, kwargs, name)
        for want in inputs:
            value = given[p.names.index(want)]
            if not isinstance(value, Tensor):
                raise TypeError(f"For '{name}', the input '{want}' must be a Tensor, but got {type(value).__name__}.")
        return plain(self, *given)

    primitive.__call__ = call


def declare_primitive(k: Kernel, name: str, attrs: str, call: str | None, fixed: dict[str, Any], to: dict[str, str]) -> type:
    """The Primitive class of a kernel."""
    attr_params = faces.parse(attrs)
    if call is None:
        taken = {to.get(n, n) for n in attr_params.names} | set(fixed)
        keep = [i for i, n in enumerate(k.names) if n not in taken and k.kinds[i] != 2]
        call_params = faces.Parameters(tuple(k.names[i] for i in keep), tuple(k.defaults[i] for i in keep), len(keep))
    else:
        call_params = faces.parse(call)
    names = (*attr_params.names, *call_params.names)
    arrange = faces._arranger(k, names, to, fixed)
    plain = arrange is None and not attr_params.names
    body = {
        "__doc__": k.fn.__doc__,
        "__module__": "mindshim.ops.operations",
        "_kernel": k,
        "_attr_params": attr_params,
        "_call_params": call_params,
        "_arrange": staticmethod(arrange or tuple),
        "__signature__": attr_params.signature(),
    }
    return type(name, (PlainPrimitive if plain else KernelPrimitive,), body)


def prim_attr_register(fn: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator for a Primitive subclass's `__init__`: its arguments become the operator's attributes."""
    signature = inspect.signature(fn)

    def init(self: Any, *args: Any, **kwargs: Any) -> Any:
        class_name = type(self).__name__
        if hasattr(type(self), "substitute_name"):
            class_name = type(self).substitute_name
        Primitive.__init__(self, class_name)
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        values = dict(bound.arguments)
        values.pop(next(iter(values)))
        for key, value in values.items():
            self.add_prim_attr(key, value)
        self.init_attrs.update(values)
        return fn(self, *args, **kwargs)

    init.__name__ = fn.__name__
    init.__doc__ = fn.__doc__
    init.__wrapped__ = fn  # type: ignore[attr-defined]
    return init


def constexpr(fn: Any = None, get_instance: bool = True, name: str | None = None, reuse_result: bool = True, check: bool = True) -> Any:
    """Mark a function as computed at compile time from constants (mirrors `mindspore.ops.constexpr`).

    Here it is the function itself: traced functions run ordinary Python on constants anyway.

    Examples:
        >>> import mindshim as ms
        >>> @ms.ops.constexpr
        ... def double(n):
        ...     return 2 * n
        >>> double(4)
        8
    """

    def decorate(f: Callable[..., Any]) -> Any:
        if get_instance:
            return f

        class Factory:
            """Builds the callable, as MindSpore does with `get_instance=False`."""

            def __call__(self, *args: Any, **kwargs: Any) -> Any:
                return f(*args, **kwargs)

        return Factory

    return decorate if fn is None else decorate(fn)


_primexpr = constexpr


def is_tensor(x: Any) -> bool:
    """Whether `x` is a Tensor."""
    return isinstance(x, Tensor)


__all__ = ["Primitive", "PrimitiveWithCheck", "PrimitiveWithInfer", "constexpr", "prim_attr_register", "_MISSING"]
