"""Buffers and state dicts of a Cell, and moving it between dtypes."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from mindshim._core import dtypes
from mindshim._core.parts import part_of
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.common.hook_handle import HookDict, HookHandle, check_hook
from mindshim.nn._cell.members import bump
from mindshim.nn._cell.walking import CellWalking

_EXTRA_STATE_KEY_SUFFIX = "_extra_state"


class _IncompatibleKeys(namedtuple("_IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    """What `load_state_dict` did not match."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return super().__repr__()

    __str__ = __repr__


def _quoted(keys: list[str]) -> str:
    return ", ".join(f'"{k}"' for k in keys)


@part_of("Cell", "mindshim.nn.cell")
class CellState(CellWalking):
    """The part of Cell that holds buffers and makes state dicts."""

    T_destination = TypeVar("T_destination", bound=dict[str, Any])

    _transient: Any = frozenset()
    _hooks_of_state: Any = None

    # -- buffers -----------------------------------------------------------------------------------------------

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Add a Tensor that is state but not trained (mirrors `Cell.register_buffer`).

        Args:
            name: the attribute's name.
            tensor: the Tensor, or None.
            persistent: whether `state_dict` contains it. Default: True.

        Raises:
            TypeError: for a name that is no string, or a value that is neither a Tensor nor None.
            KeyError: for an empty name, a name with a dot, or one that another attribute has.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.Cell()
            >>> net.register_buffer("step", ms.Tensor([0]))
            >>> [name for name, _ in net.named_buffers()]
            ['step']
        """
        buffers = self.__dict__["_buffers"]
        if not isinstance(name, str):
            raise TypeError(f"buffer name should be a string. But got this type: {type(name)}")
        if "." in name:
            raise KeyError('buffer name can\'t contain "."')
        if name == "":
            raise KeyError('buffer name can\'t be empty string ""')
        if hasattr(self, name) and name not in buffers:
            raise KeyError(f"attribute '{name}' already exists")
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{type(tensor)}' object to buffer '{name}' (mindspore Tensor or None required)"
            )
        if tensor is not None:
            tensor.__dict__["_is_buffer"] = True
        buffers[name] = self.__dict__[name] = tensor
        if persistent:
            if name in self._transient:
                self._transient.discard(name)
        else:
            self.__dict__.setdefault("_transient", set()).add(name)
        bump(self)

    def _set_buffer(self, name: str, value: Any) -> None:
        # Only what `register_buffer` or `Buffer` has marked takes the place of a buffer.
        if value is not None and not (isinstance(value, Tensor) and "_is_buffer" in value.__dict__):
            raise TypeError(
                f"Buffer '{name}' already exists in network, can not assign this type: '{type(value)}' as a buffer."
            )
        if S.scope is not None and value is not None:
            S.scope.attr_write(self, name, value)
        self.__dict__[name] = self.__dict__["_buffers"][name] = value
        bump(self)

    def get_buffer(self, target: str) -> Tensor:
        """The buffer at a path like `"bn.moving_mean"` (mirrors `Cell.get_buffer`).

        Raises:
            AttributeError: if there is none.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Cell()
            >>> net.register_buffer("seen", ms.Tensor([3]))
            >>> print(net.get_buffer("seen"))
            [3]
        """
        path, _, name = target.rpartition(".")
        cell: Any = self.get_sub_cell(path)
        if not hasattr(cell, name):
            raise AttributeError(f"{cell._get_name()} has no attribute `{name}`")
        if name not in cell._buffers:
            raise AttributeError(f"`{name}` is not a buffer")
        return getattr(cell, name)

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield `(path, buffer)` (mirrors `Cell.named_buffers`).

        Args:
            prefix: put in front of the paths. Default: ''.
            recurse: include those of children. Default: True.
            remove_duplicate: yield each buffer once. Default: True.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Cell()
            >>> net.register_buffer("seen", ms.Tensor([3]))
            >>> [name for name, _ in net.named_buffers()]
            ['seen']
        """
        seen: set[int] = set()
        cells = self.cells_and_names(name_prefix=prefix) if recurse else [(prefix, self)]
        for path, cell in cells:
            for name, tensor in list(cell.__dict__["_buffers"].items()):
                if tensor is None or (remove_duplicate and id(tensor) in seen):
                    continue
                seen.add(id(tensor))
                yield (f"{path}.{name}" if path else name), cell.__dict__.get(name, tensor)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """Yield the buffers (mirrors `Cell.buffers`).

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Cell()
            >>> net.register_buffer("seen", ms.Tensor([3]))
            >>> print(*net.buffers())
            [3]
        """
        for _, tensor in self.named_buffers(recurse=recurse):
            yield tensor

    # -- state dicts -------------------------------------------------------------------------------------------

    def get_extra_state(self) -> Any:
        """What a subclass adds to its state dict; it defines this together with `set_extra_state`.

        Raises:
            RuntimeError: unless the subclass defines it.

        Examples:
            >>> from mindshim import nn
            >>> class Counted(nn.Cell):
            ...     count = 0
            ...     def get_extra_state(self):
            ...         return {"count": self.count}
            ...     def set_extra_state(self, state):
            ...         self.count = state["count"]
            >>> list(Counted().state_dict())
            ['_extra_state']
        """
        raise RuntimeError("Reached a code path in Cell.get_extra_state() that should never be called.")

    def set_extra_state(self, state: Any) -> None:
        """Take back what `get_extra_state` returned.

        Raises:
            RuntimeError: unless the subclass defines it.

        Examples:
            >>> from mindshim import nn
            >>> class Counted(nn.Cell):
            ...     count = 0
            ...     def get_extra_state(self):
            ...         return {"count": self.count}
            ...     def set_extra_state(self, state):
            ...         self.count = state["count"]
            >>> net, other = Counted(), Counted()
            >>> other.count = 2
            >>> net.load_state_dict(other.state_dict())
            <All keys matched successfully>
            >>> net.count
            2
        """
        raise RuntimeError("Reached a code path in Cell.set_extra_state() that should never be called.")

    def _state_hook(self, kind: str, hook: Any) -> HookHandle:
        check_hook(hook)
        kinds = self.__dict__.get("_hooks_of_state")
        if kinds is None:
            kinds = self.__dict__["_hooks_of_state"] = {}
        hooks = kinds.setdefault(kind, HookDict())
        handle = HookHandle(hooks)
        hooks[handle.id] = hook
        return handle

    def _state_hooks(self, kind: str) -> list[Any]:
        return list((self._hooks_of_state or {}).get(kind, {}).values())

    def register_state_dict_pre_hook(self, hook: Any) -> HookHandle:
        """Call `hook(cell, prefix, keep_vars)` before `state_dict` collects; returns a handle with `remove()`.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> handle = net.register_state_dict_pre_hook(lambda cell, prefix, keep: print("reading", cell.cls_name))
            >>> len(net.state_dict())
            reading Dense
            2
        """
        return self._state_hook("save_pre", hook)

    def register_state_dict_post_hook(self, hook: Any) -> HookHandle:
        """Call `hook(cell, state_dict, prefix, local_metadata)` afterwards; returns a handle with `remove()`.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> handle = net.register_state_dict_post_hook(lambda cell, state, prefix, local: state.pop("bias"))
            >>> list(net.state_dict())
            ['weight']
        """
        return self._state_hook("save_post", hook)

    def register_load_state_dict_pre_hook(self, hook: Any) -> HookHandle:
        """Call `hook(cell, state_dict, prefix, local_metadata, strict, missing, unexpected, errors)` before loading.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> handle = net.register_load_state_dict_pre_hook(lambda cell, state, *rest: print(sorted(state)))
            >>> net.load_state_dict(net.state_dict())
            ['bias', 'weight']
            <All keys matched successfully>
        """
        return self._state_hook("load_pre", hook)

    def register_load_state_dict_post_hook(self, hook: Any) -> HookHandle:
        """Call `hook(cell, incompatible_keys)` after loading; returns a handle with `remove()`.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> handle = net.register_load_state_dict_post_hook(lambda cell, keys: print(keys.missing_keys))
            >>> net.load_state_dict(net.state_dict())
            []
            <All keys matched successfully>
        """
        return self._state_hook("load_post", hook)

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        for name, p in self._params.items():
            if p is not None:
                destination[prefix + name] = p
        for name in self.__dict__["_buffers"]:
            tensor = self.__dict__.get(name)
            if tensor is not None and name not in self._transient:
                destination[prefix + name] = tensor
        if type(self).get_extra_state is not CellState.get_extra_state:
            destination[prefix + _EXTRA_STATE_KEY_SUFFIX] = self.get_extra_state()

    def state_dict(self, *args: Any, destination: Any = None, prefix: str = "", keep_vars: bool = False) -> Any:
        """The Parameters and persistent buffers by path (mirrors `Cell.state_dict`).

        Args:
            destination: a dict to fill. Default: None, a new one.
            prefix: put in front of the paths. Default: ''.
            keep_vars: kept; the entries are the Parameters themselves either way.

        Examples:
            >>> import mindshim as ms
            >>> net = ms.nn.Cell()
            >>> net.w = ms.Parameter(ms.Tensor([1.0]))
            >>> list(net.state_dict())
            ['w']
        """
        if args:
            destination = args[0] if destination is None else destination
            prefix = args[1] if len(args) > 1 and not prefix else prefix
            keep_vars = args[2] if len(args) > 2 and keep_vars is False else keep_vars
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        local: dict[str, Any] = {}
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = local
        for hook in self._state_hooks("save_pre"):
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, cell in self._cells.items():
            if cell is not None:
                cell.state_dict(destination=destination, prefix=prefix + name + ".", keep_vars=keep_vars)
        for hook in self._state_hooks("save_post"):
            hook(self, destination, prefix, local)
        return destination

    def _load_from_state_dict(
        self, state_dict: Any, prefix: str, local_metadata: Any, strict: bool, missing_keys: list[str],
        unexpected_keys: list[str], error_msgs: list[str],
    ) -> None:  # fmt: skip
        for hook in self._state_hooks("load_pre"):
            hook(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
        own = [(n, p) for n, p in self._params.items() if p is not None]
        own += [(n, self.__dict__[n]) for n in self.__dict__["_buffers"] if n not in self._transient]
        for name, held in own:
            if held is None:
                continue
            key = prefix + name
            if key not in state_dict:
                if strict:
                    missing_keys.append(key)
                continue
            value = state_dict[key]
            if not isinstance(value, Tensor):
                error_msgs.append(
                    f'While copying the parameter named "{key}", expected Tensor or Tensor-like object from checkpoint '
                    f"but received {type(value)}"
                )
            elif value.shape != held.shape:
                error_msgs.append(
                    f"size mismatch for {key}: copying a param with shape {value.shape} from checkpoint, "
                    f"the shape in current model is {held.shape}."
                )
            else:
                held._assign_data((value if value.dtype is held.dtype else value.astype(held.dtype))._data)
        extra = prefix + _EXTRA_STATE_KEY_SUFFIX
        if type(self).set_extra_state is not CellState.set_extra_state:
            if extra in state_dict:
                self.set_extra_state(state_dict[extra])
            elif strict:
                missing_keys.append(extra)
        if strict:
            known = {n for n, _ in own} | set(self._cells) | {_EXTRA_STATE_KEY_SUFFIX}
            for key in state_dict:
                if key.startswith(prefix) and key[len(prefix) :].split(".", 1)[0] not in known:
                    unexpected_keys.append(key)

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True) -> Any:
        """Copy values from a state dict into this Cell (mirrors `Cell.load_state_dict`).

        Args:
            state_dict: values by path.
            strict: whether the paths must match exactly. Default: True.

        Returns:
            A named tuple `(missing_keys, unexpected_keys)`.

        Raises:
            TypeError: if `state_dict` is not a mapping.
            RuntimeError: for paths that do not match (strict), wrong shapes, or values that are not Tensors.

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> other = nn.Dense(2, 1)
            >>> net.load_state_dict(other.state_dict())
            <All keys matched successfully>
            >>> bool((net.weight == other.weight).all())
            True
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        missing: list[str] = []
        unexpected: list[str] = []
        errors: list[str] = []
        values = OrderedDict(state_dict)

        def load(cell: Any, prefix: str) -> None:
            cell._load_from_state_dict(values, prefix, {}, True, missing, unexpected, errors)
            for name, child in cell._cells.items():
                if child is not None:
                    load(child, prefix + name + ".")
            found = _IncompatibleKeys(missing, unexpected)
            for hook in cell._state_hooks("load_post"):
                hook(cell, found)

        load(self, "")
        if strict:
            if unexpected:
                errors.insert(0, f"Unexpected key(s) in state_dict: {_quoted(unexpected)}.")
            if missing:
                errors.insert(0, f"Missing key(s) in state_dict: {_quoted(missing)}.")
        if errors:
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t" + "\n\t".join(errors))
        return _IncompatibleKeys(missing, unexpected)

    # -- dtypes and devices ------------------------------------------------------------------------------------

    def to(self, *args: Any, **kwargs: Any) -> Any:
        """Convert floating Parameters and buffers in place and return the Cell (mirrors `Cell.to`).

        Called as `to(device, dtype)`, `to(dtype)` or `to(other)`, where `other` is a Tensor whose dtype is taken.
        The device is only checked: values stay on JAX's default device.

        Raises:
            TypeError: for other arguments, or a dtype that is neither floating nor complex.
            ValueError: for an unknown device.
        """
        device, dtype = None, None
        rest = list(args)
        if set(kwargs) - {"device", "dtype", "other", "non_blocking"} or len(rest) > 3:
            raise TypeError(f'Failed calling Cell.to with "Cell.to({", ".join(kwargs)})".')
        if rest and (rest[0] is None or isinstance(rest[0], str)):
            device = rest.pop(0)
        if rest and (rest[0] is None or isinstance(rest[0], dtypes.Type)):
            dtype = rest.pop(0)
        elif rest and isinstance(rest[0], Tensor):
            dtype = rest.pop(0).dtype
        if rest and isinstance(rest[0], bool):
            rest.pop(0)
        if rest:
            raise TypeError(f'Failed calling Cell.to with "Cell.to({", ".join(type(a).__name__ for a in args)})".')
        device = kwargs.get("device", device)
        dtype = kwargs.get("dtype", kwargs["other"].dtype if "other" in kwargs else dtype)
        if device is not None and device.split(":")[0].upper() not in ("CPU", "GPU", "ASCEND", "NPU", "TPU", "CUDA"):
            raise ValueError(f"Failed to convert the value \"{device}\" of input 'device' of 'to' to enum.")
        if dtype is not None:
            if dtypes.to_np(dtype).kind not in "fcV":
                raise TypeError(f"Cell.to only accepts floating point or complex dtypes, but got desired dtype={dtype}")
            self._convert(dtype)
        return self

    def _convert(self, dtype: Any) -> None:
        for tensor in [*self.get_parameters(), *self.buffers()]:
            if tensor.dtype.np.kind in "fcV" and tensor.dtype is not dtype:
                tensor.set_dtype(dtype)
        S.epoch += 1

    def to_empty(self, *, device: Any = None, recurse: bool = True) -> Any:
        """Give up the values of Parameters and buffers, which become zeros, and return the Cell."""
        import jax.numpy as jnp

        for tensor in [*self.get_parameters(recurse), *self.buffers(recurse)]:
            tensor._assign_data(jnp.zeros(tensor.shape, dtypes.to_np(tensor.dtype)))
        return self

    # -- not available -----------------------------------------------------------------------------------------

    def register_parameter_forward_hook(self, hook: Any) -> None:
        """Not supported: it changes Parameters on the way into MindSpore's operators.

        Raises:
            NotImplementedError: always. Use `register_forward_pre_hook` instead.
        """
        raise NotImplementedError(
            "Cell.register_parameter_forward_hook is not supported: Parameters go into operators directly. "
            "Use register_forward_pre_hook instead."
        )

    def register_saved_tensors_hooks(self, pack_hook: Any, unpack_hook: Any) -> None:
        """Not supported: the gradient tape keeps arrays by reference and packs nothing.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            "Cell.register_saved_tensors_hooks is not supported: the gradient tape keeps arrays by reference. "
            "Use register_forward_hook to look at intermediate values instead."
        )
