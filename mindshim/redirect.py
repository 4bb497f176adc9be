"""Redirection: after `install()`, `import mindspore` means mindshim.

A finder at the front of `sys.meta_path` answers every import of `mindspore` and `mindspore.a.b` with the module
`mindshim` or `mindshim.a.b` itself, so there is one set of modules and classes under two names: `isinstance`, pickles
and monkey-patching agree whichever name was imported. A module keeps its own `__name__` and `__spec__`, hence
`importlib.reload` and `python -m` see what they always saw.

Worker processes. A forked one inherits everything. A spawned one starts from nothing, and imports the program's main
module, with its `import mindspore`, before the first line of ours could run. Two ways to be there earlier were open:
a `.pth` file in site-packages, which would run at every start of that Python whether or not it has to do with
mindshim, and is not there at all in a checkout on `PYTHONPATH`; or the data that `multiprocessing` itself sends ahead
of the main module. We take the second: it touches nobody who didn't ask, and works however mindshim was installed.
Processes that are started in another way (`subprocess`, joblib's loky) are new programs, and need a
`python -m mindshim` or an `install()` of their own.
"""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from mindshim._core.tracebacks import install_excepthook, remove_excepthook
from mindshim.compat import names, numpy1

_ALIAS = "mindspore"
_OWN = "mindshim"


def _has_root(name: str, root: str) -> bool:
    return name == root or name.startswith(root + ".")


class _AliasLoader(Loader):
    """Hands the import system a module that exists already."""

    def __init__(self, own_name: str) -> None:
        self._own_name = own_name
        self._own_spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._own_name)
        # The import system is about to write the alias's spec over the module's own one.
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._own_spec
        _alias_loaded_modules()


class _EarlierLoader(Loader):
    """Makes a module that only earlier versions had."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return names.load(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        _alias_loaded_modules()


class _AliasFinder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not _has_root(fullname, _ALIAS):
            gone = _has_root(fullname, _OWN) and names.exists(fullname)
            return ModuleSpec(fullname, _EarlierLoader(), is_package=names.is_package(fullname)) if gone else None
        own_name = _OWN + fullname[len(_ALIAS) :]
        own = importlib.util.find_spec(own_name)
        if own is None:
            return None  # nobody else finds it either: the import system raises its ordinary ModuleNotFoundError
        is_package = own.submodule_search_locations is not None
        return ModuleSpec(fullname, _AliasLoader(own_name), origin=own.origin, is_package=is_package)


def _alias_loaded_modules() -> None:
    """Enter the modules of mindshim that are loaded by now under their second name too.

    An import that goes through the finder ends with the import system setting the submodule as an attribute of its
    package. For a module that came along with its package that could undo what the package has since put there: a
    package whose `__init__` replaced its submodule `grad` by the function. A name found in `sys.modules` is never set
    again.
    """
    for name, module in list(sys.modules.items()):
        if _has_root(name, _OWN) and not getattr(getattr(module, "__spec__", None), "_initializing", False):
            sys.modules.setdefault(_ALIAS + name[len(_OWN) :], module)
    _name_loaded_classes()


def _aliases() -> dict[str, bool]:
    """Every loaded name under `mindspore`, and whether it is one of ours."""
    found = {name: module for name, module in sys.modules.items() if _has_root(name, _ALIAS)}
    return {name: module is sys.modules.get(_OWN + name[len(_ALIAS) :]) for name, module in found.items()}


class _InstallInWorker:
    """Unpickles, in a worker process, to a call of `install()`."""

    def __init__(self, path: list[str]) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # `exec` can be unpickled where mindshim can't be imported yet: only now does the worker get our `sys.path`
        # (multiprocessing sets the same one a moment later).
        code = f"import sys; sys.path[:] = {self._path!r}; import mindshim.redirect as r; r.install()"
        return exec, (code, {})


class _Workers:
    """Makes processes started by `multiprocessing` (and `concurrent.futures`) redirect before they do anything else."""

    def __init__(self) -> None:
        self._inner: Callable[[str], dict[str, Any]] | None = None
        self._forkserver_preload: list[str] = []

    def get_preparation_data(self, name: str) -> dict[str, Any]:
        assert self._inner is not None
        data = self._inner(name)
        if is_installed():
            data["mindshim"] = _InstallInWorker(data.get("sys_path", sys.path))
        return data

    def hook(self) -> None:
        import multiprocessing.spawn as spawn

        if self._inner is None:
            self._inner, spawn.get_preparation_data = spawn.get_preparation_data, self.get_preparation_data
        # The fork server would import the main module by itself, without that data, and fork with JAX loaded. Its
        # children get the data, so they can import the main module like spawned ones.
        if "forkserver" in multiprocessing.get_all_start_methods():
            from multiprocessing import forkserver

            self._forkserver_preload = list(forkserver._forkserver._preload_modules)  # type: ignore[attr-defined]
            forkserver.set_forkserver_preload([m for m in self._forkserver_preload if m != "__main__"])

    def unhook(self) -> None:
        import multiprocessing.spawn as spawn

        # Somebody else may have wrapped our function since: then it stays, and adds nothing any more.
        if self._inner is not None and spawn.get_preparation_data == self.get_preparation_data:
            spawn.get_preparation_data, self._inner = self._inner, None
        if "forkserver" in multiprocessing.get_all_start_methods():
            from multiprocessing import forkserver

            forkserver.set_forkserver_preload(self._forkserver_preload)


#: Classes that programs print; the name of their module is what MindSpore's would be, while the redirection lasts.
_PRINTED = (("common.tensor", "Tensor"), ("common.parameter", "Parameter"))
#: Modules whose public classes programs print too: named when they are loaded, since not every program needs them.
_PRINTED_LATER = ("common.initializer", "dataset.engine.datasets_user_defined", "dataset.engine.datasets_vision")
_modules_before: dict[type, str] = {}


def _name_class(cls: type, module: str) -> None:
    if cls not in _modules_before:
        _modules_before[cls] = cls.__module__
        cls.__module__ = f"{_ALIAS}.{module}"


def _name_classes() -> None:
    for module, name in _PRINTED:
        _name_class(getattr(importlib.import_module(f"{_OWN}.{module}"), name), module)
    _name_loaded_classes()


def _name_loaded_classes() -> None:
    for module in _PRINTED_LATER:
        loaded = sys.modules.get(f"{_OWN}.{module}")
        for name, cls in list(vars(loaded).items()) if loaded is not None else ():
            inside = isinstance(cls, type) and _has_root(cls.__module__, f"{_OWN}.{module.rsplit('.', 1)[0]}")
            if inside and not name.startswith("_"):
                _name_class(cls, module)


def _rename_classes() -> None:
    while _modules_before:
        cls, before = _modules_before.popitem()
        cls.__module__ = before


_finder = _AliasFinder()
_workers = _Workers()


def is_installed() -> bool:
    """Whether `import mindspore` currently means mindshim."""
    return _finder in sys.meta_path


def install() -> None:
    """Make `import mindspore` mean mindshim, in this process and in the worker processes it starts.

    `numpy` has the names again that NumPy 2 removed (`np.float_`, `np.Inf`): programs for MindSpore, which needs NumPy 1,
    use them; its scalars' repr is the bare number. `type(tensor)` prints as `<class 'mindspore.common.tensor.Tensor'>`. Uncaught errors are reported without the frames of the engine from then on (`MINDSHIM_TRACEBACK=full` shows them).
    Calling it again does nothing.

    Raises:
        RuntimeError: the real mindspore, or anything else of that name, is already imported. Nothing has changed then.
            (Not an ImportError, which `try: import mindspore` blocks around the call would swallow.)

    >>> import mindshim.redirect
    >>> mindshim.redirect.install()
    >>> import mindspore.redirect
    >>> mindspore.redirect is mindshim.redirect
    True
    >>> mindshim.redirect.uninstall()
    """
    if is_installed():
        return
    foreign = sorted(name for name, ours in _aliases().items() if not ours)
    if foreign:
        where = getattr(sys.modules[foreign[0]], "__file__", None) or "no file"
        raise RuntimeError(
            f"mindshim.install(): '{foreign[0]}' is already imported ({where}): its classes and mindshim's would mix. "
            "Call install() before the first 'import mindspore', or run the program with 'python -m mindshim'."
        )
    sys.meta_path.insert(0, _finder)
    _workers.hook()
    numpy1.add()
    _name_classes()
    install_excepthook()


def uninstall() -> None:
    """Undo `install()`: the next `import mindspore` finds the real one, or nothing.

    Names that the program has bound by then keep their objects. Without an `install()` before, nothing happens.
    """
    if not is_installed():
        return
    sys.meta_path.remove(_finder)
    _workers.unhook()
    numpy1.remove()
    _rename_classes()
    remove_excepthook()
    for name, ours in _aliases().items():
        if ours:
            del sys.modules[name]
