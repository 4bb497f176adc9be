"""Cell, the base of every network and layer (mirrors `mindspore.nn.Cell`).

A Cell is an ordinary Python object. Parameters and child Cells live in `_params` and `_cells`, and are instance
attributes at the same time; `_version` counts the changes that a compiled program may not have seen.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.common.parameter import (
    Parameter,
    ParameterTuple,
    _is_parameter_generated,
)
from mindshim.nn._cell.compiling import CellCompiling
from mindshim.nn._cell.hooks import CellHooks
from mindshim.nn._cell.members import Members, bump
from mindshim.nn._cell.names import CellNames
from mindshim.nn._cell.parallel import CellParallel
from mindshim.nn._cell.state import CellState

_created = itertools.count(1)
_MISSING = object()
_SCALARS = (bool, int, float, str, type(None))


class Cell(CellHooks, CellState, CellCompiling, CellParallel, CellNames):
    """The base of every network and layer (mirrors `mindspore.nn.Cell`).

    A subclass calls `super().__init__()`, sets its Parameters and child Cells as attributes, and defines
    `construct`; calling the Cell calls `construct`. A `bprop(self, *inputs, out, dout)` replaces its gradient.

    Args:
        auto_prefix: whether the names of Parameters in children get the child's attribute name in front.
            Default: True.
        flags: attributes to set, as by `add_flags`. Default: None.

    Raises:
        AttributeError: when called without `construct` being defined.

    Examples:
        >>> import mindshim as ms
        >>> class Scale(ms.nn.Cell):
        ...     def __init__(self):
        ...         super().__init__()
        ...         self.w = ms.Parameter(ms.Tensor([2.0, 3.0]))
        ...     def construct(self, x):
        ...         return x * self.w
        >>> net = Scale()
        >>> print(net(ms.Tensor([1.0, 1.0])))
        [2. 3.]
        >>> net.trainable_params()
        [Parameter (name=w, shape=(2,), dtype=Float32, requires_grad=True)]
    """

    global_cells: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
    total_instance_count = 0

    _version = 0

    def __init__(self, auto_prefix: bool = True, flags: Any = None) -> None:
        have = self.__dict__
        if have:
            have.pop("_special", None)
        have["_params"] = Members(self)
        have["_cells"] = Members(self)
        have["_buffers"] = {}
        have["_auto_prefix"] = auto_prefix
        have["_version"] = 0
        have["_create_time"] = next(_created)
        if hasattr(type(self), "bprop"):
            have["has_bprop"] = True
            have["_special"] = True
        if flags:
            self.add_flags(**flags)

    # -- calling -----------------------------------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        scope = S.scope
        if scope is not None:
            scope.cell_called(self)
            if not self._special:
                return scope.inside(self.construct)(*args, **kwargs)
        elif S.graph_mode:
            from mindshim._core.graph_cells import call_cell

            return call_cell(self, args, kwargs)
        if self._special:
            return self._call_special(args, kwargs)
        return self.construct(*args, **kwargs)

    def construct(self, *args: Any, **kwargs: Any) -> Any:
        """What the Cell computes; a subclass defines it (mirrors `Cell.construct`).

        Raises:
            AttributeError: if the subclass does not.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> class Double(nn.Cell):
            ...     def construct(self, x):
            ...         return x * 2
            >>> print(Double()(ms.Tensor([1.0, 2.0])))
            [2. 4.]
        """
        raise AttributeError("For 'Cell', the method 'construct' is not defined.")

    # -- attributes --------------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"The '{type(self).__name__}' object has no attribute '{name}'.")

    def __setattr__(self, name: str, value: Any) -> None:
        have = self.__dict__
        params = have.get("_params")
        if params is None:
            self._before_init(name, value)
            return
        if isinstance(value, Tensor):
            if isinstance(value, Parameter):
                self._set_parameter(name, value)
                return
            if "_is_buffer" in value.__dict__ and name not in have["_buffers"]:
                if name not in params and name not in have["_cells"]:
                    have.pop(name, None)
                self.register_buffer(name, value)
                return
            held = params.get(name)
            if held is not None:
                held.set_data(value)
                return
        elif isinstance(value, Cell):
            self._set_child(name, value)
            return
        elif isinstance(value, (list, tuple)) and value and all(isinstance(v, Parameter) for v in value):
            if isinstance(value, ParameterTuple):
                self._adopt_tuple(value)
            else:
                self._check_listed(value)
            have[name] = value
            bump(self)
            return
        if name in params:
            if value is not None:
                raise TypeError(
                    f"Parameter '{name}' already exists in network, can not assign this type: '{type(value)}' "
                    "as a parameter."
                )
            params[name] = None
        elif name in have["_cells"]:
            if value is not None:
                raise TypeError(
                    f"Sub cell '{name}' already exists in network, can not assign this type: '{type(value)}' as a cell."
                )
            have["_cells"][name] = None
        elif name in have["_buffers"]:
            self._set_buffer(name, value)
        else:
            self._set_plain(name, value)

    def _set_plain(self, name: str, value: Any) -> None:
        have = self.__dict__
        before = have.get(name, _MISSING)
        if S.scope is not None and isinstance(value, Tensor):
            # A traced run undoes this; the compiled call repeats it.
            S.scope.attr_write(self, name, value)
            object.__setattr__(self, name, value)
            return
        object.__setattr__(self, name, value)
        if before is value:
            return
        if name == "training":
            S.epoch += 1
        elif not (type(before) is type(value) and isinstance(value, _SCALARS) and before == value):
            bump(self)

    def _set_parameter(self, name: str, value: Parameter) -> None:
        have = self.__dict__
        if name in have and name not in have["_params"] and name not in have["_cells"] and name not in have["_buffers"]:
            before = have.pop(name)
            try:
                self.insert_param_to_cell(name, value)
            except Exception:
                have[name] = before
                raise
            return
        self.insert_param_to_cell(name, value)

    def _set_child(self, name: str, value: Cell) -> None:
        have = self.__dict__
        if name in have["_params"] or name in have["_buffers"]:
            raise KeyError(
                f"For 'insert_child_to_cell', the {name} child cell already exists in the network. "
                "Cannot insert another child cell with the same name."
            )
        if have["_auto_prefix"]:
            value.update_parameters_name(name + ".")
        have["_params"].pop(name, None)
        if name not in have["_cells"]:
            have.pop(name, None)
        have["_cells"][name] = value

    def _adopt_tuple(self, value: ParameterTuple) -> None:
        have = self.__dict__
        for p in value:
            if _is_parameter_generated(p.name):
                number = have["_tuple_names"] = have.get("_tuple_names", 0) + 1
                p.name = f"Parameter${number}"
            self.insert_param_to_cell(p.name, p, check_name_contain_dot=False)

    def _check_listed(self, value: Any) -> None:
        names = dict(self.__dict__.get("_listed", ()))
        for p in value:
            if names.setdefault(p.name, p) is not p:
                raise ValueError(
                    f"The value {value} , its name '{p.name}' already exists. "
                    "Please set a unique name for the parameter."
                )
        self.__dict__["_listed"] = names

    def _before_init(self, name: str, value: Any) -> None:
        """Plain values may be kept before `super().__init__()`; what the Cell must know of may not."""
        if isinstance(value, Parameter):
            raise AttributeError("For 'insert_param_to_cell', please call Cell.__init__() firstly.")
        if isinstance(value, Cell):
            raise AttributeError(f"The '{type(self).__name__}' object has no attribute '_auto_prefix'.")
        if isinstance(value, (list, tuple)) and value and all(isinstance(v, Parameter) for v in value):
            raise AttributeError(f"The '{type(self).__name__}' object must be initialized by Cell.__init__() before it is given Parameters.")
        # A call then takes the long way, where it is refused.
        self.__dict__.update({name: value, "_special": True})

    def __delattr__(self, name: str) -> None:
        have = self.__dict__
        for members in (have.get("_params"), have.get("_cells")):
            if members is not None and name in members:
                del members[name]
                return
        if name in have.get("_buffers", ()):
            del have["_buffers"][name]
            if name in self._transient:
                self._transient.discard(name)
        object.__delattr__(self, name)
        bump(self)

    def insert_param_to_cell(
        self, param_name: str, param: Parameter | None, check_name_contain_dot: bool = True
    ) -> None:
        """Add a Parameter under a name (mirrors `Cell.insert_param_to_cell`).

        Args:
            param_name: the attribute's name; a Parameter that has no name of its own gets it.
            param: the Parameter, or None.
            check_name_contain_dot: refuse a name with a dot. Default: True.

        Raises:
            KeyError: for an empty name, a name with a dot, or one that another attribute has.
            AttributeError: before `Cell.__init__` has run.
            TypeError: if `param` is neither a Parameter nor None.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Cell()
            >>> net.insert_param_to_cell("w", ms.Parameter(ms.Tensor([1.0]), name="w"))
            >>> print(net.w.asnumpy())
            [1.]
        """
        if not param_name:
            raise KeyError("For 'insert_param_to_cell', the argument 'param_name' should not be None.")
        if check_name_contain_dot and "." in param_name:
            raise KeyError("For 'insert_param_to_cell', the argument 'param_name' should not contain'.' ")
        params = self.__dict__.get("_params")
        if params is None:
            raise AttributeError("For 'insert_param_to_cell', please call Cell.__init__() firstly.")
        if param_name not in params and hasattr(self, param_name):
            raise KeyError(
                f"For 'insert_param_to_cell', the {param_name} parameter already exists in the network. "
                "Cannot insert another parameter with the same name."
            )
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                "For 'insert_param_to_cell', the argument 'param' must be 'Parameter' if not None, "
                f"but got {type(param)}."
            )
        if param is not None and _is_parameter_generated(param.name):
            param.name = param_name
        params[param_name] = param

    def insert_child_to_cell(self, child_name: str, child_cell: Cell | None) -> None:
        """Add a child Cell under a name; the names of its Parameters stay (mirrors `Cell.insert_child_to_cell`).

        Raises:
            TypeError: if the name is not a string or `child_cell` is neither a Cell nor None.
            KeyError: for an empty name, a name with a dot, or one that another attribute has.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Cell()
            >>> net.insert_child_to_cell("part", nn.Cell())
            >>> [name for name, _ in net.cells_and_names()]
            ['', 'part']
        """
        if not isinstance(child_name, str):
            raise TypeError(
                "For 'insert_child_to_cell', the type of parameter 'child_name' must be str, "
                f"but got {type(child_name)}."
            )
        if not child_name or "." in child_name:
            raise KeyError(
                "For 'insert_child_to_cell', the parameter 'child_name' can not be None and can not contain '.' "
            )
        cells = self._cells
        if child_name not in cells and hasattr(self, child_name):
            raise KeyError(
                f"For 'insert_child_to_cell', the {child_name} child cell already exists in the network. "
                "Cannot insert another child cell with the same name."
            )
        if child_cell is not None and not isinstance(child_cell, Cell):
            raise TypeError(
                "For 'insert_child_to_cell', the argument 'child_cell' must be 'Cell' if not None, "
                f"but got type {type(child_cell)}."
            )
        cells[child_name] = child_cell

    # -- walking -----------------------------------------------------------------------------------------------

    # -- text --------------------------------------------------------------------------------------------------

    def extend_repr(self) -> str:
        """What a subclass adds to its printed form (mirrors `Cell.extend_repr`).

        Examples:
            >>> from mindshim import nn
            >>> print(nn.Dense(2, 1))
            Dense(input_channels=2, output_channels=1, has_bias=True)
        """
        return ""

    def __repr__(self) -> str:
        extra = self.extend_repr()
        lines = extra.split("\n") if extra else []
        children = [f"({name}): " + repr(cell).replace("\n", "\n  ") for name, cell in self._cells.items()]
        if not children and len(lines) <= 1:
            return f"{type(self).__name__}({extra})"
        return f"{type(self).__name__}(\n  " + "\n  ".join(lines + children) + "\n)"

    # -- copies and pickling -----------------------------------------------------------------------------------

    def __getstate__(self) -> dict[str, Any]:
        have = dict(self.__dict__)
        for kind in ("_params", "_cells"):
            entries = have.get(kind, {})
            for name, value in entries.items():
                if have.get(name) is value:
                    del have[name]
            have[kind] = OrderedDict(entries)
        return have

    def __setstate__(self, state: dict[str, Any]) -> None:
        have = self.__dict__
        have.update({k: v for k, v in state.items() if k not in ("_params", "_cells")})
        have["_params"] = Members(self, state["_params"].items())
        have["_cells"] = Members(self, state["_cells"].items())
        have["_create_time"] = next(_created)
        for kind in ("_forward_pre_hooks", "_forward_hooks", "_backward_pre_hooks", "_backward_hooks"):
            hooks = have.get(kind)
            if hooks:
                from mindshim.nn._cell.hooks import _Notify

                hooks.changed = _Notify(self)

    def __hash__(self) -> int:
        return id(self)


class GraphCell(Cell):
    """A network of a graph that `load` has read (mirrors `mindspore.nn.GraphCell`).

    It has the Parameters that the file holds, and needs none of the network's Python. It runs in PyNative mode and as part of
    compiled functions. A graph that was exported in training mode updates its statistics, and its random operators draw from
    this process's random state at every call.

    Args:
        graph: what `mindspore.load` returned. params_init: values for some of the Parameters, by name; other names have no
            effect. obf_random_seed: must be None.

    Inputs:
        The Tensors that the graph was exported for, of those shapes and dtypes. Arguments that were no Tensors then are
        constants of the graph, and left out.

    Raises:
        TypeError: if `graph` is no graph, or `params_init` no dict from str to Tensor. ValueError: for an initial value of
            another shape or dtype. NotImplementedError: for `obf_random_seed`. RuntimeError: when called, for inputs that are
            not as the graph was exported for, or on a platform that it was not exported for.

    Examples:
        >>> import mindshim as ms
        >>> import os, tempfile
        >>> from mindshim import nn
        >>> path = os.path.join(tempfile.mkdtemp(), "net")
        >>> net = nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> ms.export(net, ms.Tensor([[1.0, 2.0]]), file_name=path, file_format="STABLEHLO")
        >>> again = nn.GraphCell(ms.load(path + ".stablehlo"))
        >>> again(ms.Tensor([[3.0, 4.0]])).asnumpy()
        array([[7.]], dtype=float32)
        >>> list(again.parameters_dict())
        ['weight', 'bias']
    """

    def __init__(self, graph: Any, params_init: Any = None, obf_random_seed: Any = None) -> None:
        super().__init__()
        from mindshim._core import exported

        if obf_random_seed is not None:
            raise NotImplementedError("For 'GraphCell', 'obf_random_seed' is not supported: graphs are not obfuscated here.")
        if not isinstance(graph, exported.FuncGraph):
            raise TypeError(f"For 'GraphCell', the argument 'graph' must be a FuncGraph that 'load' has read, but got type {type(graph)}.")
        given = {} if params_init is None else params_init
        if not isinstance(given, dict):
            raise TypeError(f"For 'GraphCell', the argument 'params_init' must be a dict, but got {type(given)}.")
        for name, value in given.items():
            if not isinstance(name, str) or not isinstance(value, Tensor):
                raise TypeError(
                    "For 'GraphCell', the key of the 'params_init' must be str, and the value must be Tensor or Parameter, but got the "
                    f"key type: {type(name)}, and the value type: {type(value)}"
                )
        self.graph = graph
        held: list[Any] = []
        for h in graph.held:
            value = Tensor(h.value)
            if not h.parameter:
                held.append(value)
                continue
            if h.name in given:
                value = Tensor(given[h.name]._data)
                if (value.shape, value.dtype.np) != (h.value.shape, h.value.dtype):
                    raise ValueError(
                        "For 'GraphCell', Only support update parameter by Tensor or Parameter with same shape and dtype as it, but "
                        f"'{h.name}' is {h.value.dtype.name}{h.value.shape}, and the value in 'params_init' {value.dtype}{value.shape}."
                    )
            held.append(Parameter(value, name=h.name, requires_grad=h.requires_grad))
            self.insert_param_to_cell(h.name, held[-1], check_name_contain_dot=False)
        # Past `__setattr__`: the Parameters have their places already, and the other Tensors are nobody's business.
        self.__dict__["_held"] = held
        self.__dict__["_streams"] = graph.own_streams()

    def construct(self, *inputs: Any, **kwargs: Any) -> Any:
        """What the graph computes."""
        from mindshim._core import exported

        if kwargs:
            raise RuntimeError(f"For 'GraphCell', the inputs have no names, but got the keywords {list(kwargs)}.")
        return exported.run(self.graph, inputs, self._held, self._streams)
