"""The public spellings of an operator, declared beside its kernel.

    add.face("ops.add")                                             # the kernel's own parameters
    sum_.face("Tensor.sum", "axis=None, dtype=None, keepdims=False", axis="dim", keepdims="keepdim")
    sum_.primitive("ReduceSum", "keep_dims=False", call="x, axis=()", keep_dims="keepdim", x="input", axis="dim")

A parameter string is what the user sees; keyword arguments say which kernel parameter a face parameter stands for
(the same name by default). Kernel parameters that no face parameter reaches keep their defaults, or a value given
in `fixed`. Spellings that need Python of their own are ordinary functions marked with `@face("ops.max")`.
"""

from __future__ import annotations

import contextlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

from mindshim._core import dispatch, dtypes, lazy
from mindshim._core.face_index import INDEX
from mindshim._core.operators import _MISSING, Kernel, bind
from mindshim._core.tensor import Tensor

#: namespace -> name -> function or class, for example FACES["ops"]["add"]
FACES: dict[str, dict[str, Any]] = {}

_EMPTY = inspect.Parameter.empty
_POSITIONAL = inspect.Parameter.POSITIONAL_OR_KEYWORD
_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_DEFAULT_NAMES = {"mstype": dtypes, "inf": float("inf")}


class Parameters:
    """A parsed parameter string: names, defaults, and how many may be positional."""

    __slots__ = ("defaults", "n_positional", "names")

    def __init__(self, names: tuple[str, ...], defaults: tuple[Any, ...], n_positional: int) -> None:
        self.names = names
        self.defaults = defaults
        self.n_positional = n_positional

    def signature(self, self_name: str | None = None) -> inspect.Signature:
        """The same as an `inspect.Signature`."""
        out = [] if self_name is None else [inspect.Parameter(self_name, _POSITIONAL)]
        for i, (name, default) in enumerate(zip(self.names, self.defaults, strict=True)):
            kind = _POSITIONAL if i < self.n_positional else _KEYWORD
            out.append(inspect.Parameter(name, kind, default=_EMPTY if default is _MISSING else default))
        return inspect.Signature(out)


def parse(text: str) -> Parameters:
    """Parse `"x, axis=None, *, dtype=None"`."""
    names: list[str] = []
    defaults: list[Any] = []
    n_positional = -1
    for part in _split(text):
        if part == "*":
            n_positional = len(names)
            continue
        name, eq, default = part.partition("=")
        names.append(name.strip())
        defaults.append(eval(default, {"__builtins__": {}}, _DEFAULT_NAMES) if eq else _MISSING)  # noqa: S307
    return Parameters(tuple(names), tuple(defaults), len(names) if n_positional < 0 else n_positional)


def _split(text: str) -> list[str]:
    parts, depth, at = [], 0, 0
    for i, c in enumerate(text):
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == "," and depth == 0:
            parts.append(text[at:i].strip())
            at = i + 1
    last = text[at:].strip()
    if last:
        parts.append(last)
    return parts


def _own_parameters(k: Kernel) -> Parameters:
    return Parameters(k.names, k.defaults, k.n_positional)


def _arranger(k: Kernel, names: tuple[str, ...], to: dict[str, str], fixed: dict[str, Any]) -> Callable[[Any], Any] | None:
    """A function from face arguments to kernel arguments, or None when they are the same."""
    if not fixed and not to and names == k.names:
        return None
    source: list[int] = []
    constants: list[Any] = []
    reached = [to.get(n, n) for n in names]
    for r in reached:
        if r not in k.names:
            raise RuntimeError(f"kernel {k.name} has no parameter {r!r}")
    for name, default in zip(k.names, k.defaults, strict=True):
        if name in reached:
            source.append(reached.index(name))
            constants.append(None)
        else:
            source.append(-1)
            constants.append(fixed.get(name, default))
    pairs = tuple(zip(source, constants, strict=True))

    def arrange(args: Any) -> tuple[Any, ...]:
        return tuple([args[i] if i >= 0 else c for i, c in pairs])

    return arrange


def register(path: str, obj: Any) -> Any:
    """Put `obj` under a path such as `ops.add`, `Tensor.add`, `mint.nn.functional.relu`."""
    namespace, _, name = path.rpartition(".")
    table = FACES.setdefault(namespace, {})
    if name in table:
        raise RuntimeError(f"the face {path!r} is declared twice")
    table[name] = obj
    if namespace == "Tensor":
        setattr(Tensor, name, obj)
    return obj


#: namespace -> name -> the file that declares it
_WHERE: dict[str, dict[str, str]] = {}
for _file, _spaces in INDEX.items():
    for _space, _names in _spaces.items():
        _WHERE.setdefault(_space, {}).update(dict.fromkeys(_names.split(), _file))


def load_all() -> None:
    """Import every file that declares operators."""
    from mindshim import ops

    for module in pkgutil.walk_packages(ops.__path__, "mindshim.ops."):
        lazy.load(module.name)


def find(namespace: str, name: str) -> Any:
    """A face, whose file is imported if need be; None if there is none."""
    table = FACES.setdefault(namespace, {})
    found = table.get(name)
    if found is None:
        where = _WHERE.get(namespace, {}).get(name)
        if where is not None:
            lazy.load(where)
        elif name[0] != "_" and name not in _unknown:
            _unknown.add(name)
            # Perhaps a face that the index does not know yet.
            load_all()
        found = table.get(name)
    return found


_unknown: set[str] = set()


def module_faces(module: str, namespace: str, wanted: Callable[[str], bool] = lambda name: True) -> Any:
    """`__getattr__`, `__dir__` and `__all__` for a module that offers the faces of a namespace."""

    submodules: list[str] = []

    def getattr_(name: str) -> Any:
        if not submodules:
            path = sys.modules[module].__dict__.get("__path__", [])
            submodules.extend(["", *(m.name for m in pkgutil.iter_modules(path))])
        if name in submodules and name:
            return lazy.load(f"{module}.{name}")
        if name not in _WHERE.get(namespace, {}) and name not in FACES.get(namespace, {}):
            # Before all files are imported to look for the name.
            with contextlib.suppress(AttributeError):
                return lazy.missing(module, name)
        found = find(namespace, name) if name[:2] != "__" and wanted(name) else None
        if found is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        sys.modules[module].__dict__[name] = found
        return found

    names = [n for n in _WHERE.get(namespace, {}) if wanted(n)]

    def dir_() -> list[str]:
        return sorted({*sys.modules[module].__dict__, *names, *filter(wanted, FACES.get(namespace, {}))})

    return getattr_, dir_, [n for n in names if n[0] != "_"]


def operator_object(module: str, name: str) -> Any:
    """What MindSpore calls `reduce_sum_op`: the Primitive `ReduceSum`, made without arguments."""
    plain = name.removesuffix("_op").replace("_", "")
    for primitive in _WHERE.get("ops", {}):
        if primitive[0].isupper() and primitive.lower() == plain:
            made = sys.modules[module].__dict__[name] = find("ops", primitive)()
            return made
    raise AttributeError(f"module {module!r} has no attribute {name!r}")


def _stub(name: str, where: str) -> Callable[..., Any]:
    """A special method of Tensor that imports the file of the real one, which takes its place."""

    def method(self: Tensor, *args: Any) -> Any:
        lazy.load(where)
        return getattr(type(self), name)(self, *args)

    method.__name__ = name
    return method


for _name, _file in _WHERE.get("Tensor", {}).items():
    if _name.startswith("__"):
        setattr(Tensor, _name, _stub(_name, _file))


def face(*paths: str) -> Callable[[Any], Any]:
    """Mark an ordinary function (or class) as the public object at `paths`."""

    def mark(obj: Any) -> Any:
        for path in paths:
            register(path, obj)
        return obj

    return mark


def declare(k: Kernel, path: str, params: str | None, fixed: dict[str, Any], to: dict[str, str]) -> Any:
    """Make and register a function face of `k`."""
    name = path.rpartition(".")[2]
    method = path.startswith("Tensor.")
    if params is None:
        shown = _own_parameters(k)
        if method:
            shown = Parameters(shown.names[1:], shown.defaults[1:], shown.n_positional - 1)
    else:
        shown = parse(params)
    names = (k.names[0], *shown.names) if method else shown.names
    defaults = (_MISSING, *shown.defaults) if method else shown.defaults
    n_positional = shown.n_positional + method
    arrange = _arranger(k, names, to, fixed)
    function = _function(k, f"Tensor.{name}" if method else name, names, defaults, n_positional, arrange)
    function.__name__ = name
    function.__qualname__ = f"Tensor.{name}" if method else name
    function.__module__ = "mindshim.common.tensor" if method else f"mindshim.{path.rpartition('.')[0]}"
    function.__doc__ = k.fn.__doc__
    function.__signature__ = shown.signature("self" if method else None)
    function.kernel = k
    return register(path, function)


def _function(k: Kernel, name: str, names: Any, defaults: Any, n_positional: int, arrange: Any) -> Any:
    count = len(names)
    apply = dispatch.apply
    if arrange is None and k.fast is not None and count == 1:
        unary = k.unary

        def one(*args: Any, **kwargs: Any) -> Any:
            if len(args) == 1 and not kwargs:
                return unary(args[0])
            return unary(*bind(names, defaults, n_positional, args, kwargs, name))

        return one
    if arrange is None and k.fast is not None and count == 2:
        binary = k.binary

        def two(*args: Any, **kwargs: Any) -> Any:
            if len(args) == 2 and not kwargs:
                return binary(*args)
            return binary(*bind(names, defaults, n_positional, args, kwargs, name))

        return two

    def many(*args: Any, **kwargs: Any) -> Any:
        if kwargs or len(args) != count:
            args = bind(names, defaults, n_positional, args, kwargs, name)
        elif n_positional != count:
            args = bind(names, defaults, n_positional, args, kwargs, name)
        return apply(k, args if arrange is None else arrange(args))

    return many


def _kernel_face(self: Kernel, path: str, params: str | None = None, *, fixed: dict[str, Any] | None = None, **to: str) -> Kernel:
    declare(self, path, params, fixed or {}, to)
    return self


def _kernel_primitive(
    self: Kernel,
    name: str,
    attrs: str = "",
    *,
    call: str | None = None,
    fixed: dict[str, Any] | None = None,
    **to: str,
) -> Kernel:
    from mindshim.ops.primitive import declare_primitive

    register(f"ops.{name}", declare_primitive(self, name, attrs, call, fixed or {}, to))
    return self


Kernel.face = _kernel_face  # type: ignore[attr-defined]
Kernel.primitive = _kernel_primitive  # type: ignore[attr-defined]
