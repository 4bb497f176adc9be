"""`python -m mindshim SCRIPT.py ARGS…`: run a program whose imports say `mindspore`, exactly as `python` would.

The program finds what `python` itself would have given it: its own fresh `__main__` module (so its functions pickle,
and worker processes find them), `sys.argv`, `sys.path[0]`, exit codes, and tracebacks that start at its first line.
"""

from __future__ import annotations

import importlib.machinery
import io
import os
import pkgutil
import runpy
import sys
from collections.abc import Sequence
from types import ModuleType, TracebackType
from typing import Any

import mindshim
from mindshim import redirect

USAGE = """\
usage: python -m mindshim [-h | -V] [explain] (SCRIPT | -m MODULE | -c CODE | -) [ARGS ...]

Run a MindSpore program on JAX: in it, 'import mindspore' means mindshim.

  SCRIPT      a Python file, or a folder or zip file with a __main__.py
  -m MODULE   a module or package, as 'python -m MODULE' does
  -c CODE     a program given as a string
  -           a program read from standard input
  ARGS        the program's own arguments

  explain     when the program has ended, say on standard error what became of each function that `jit` or
              GRAPH_MODE compiles: why not compiled, how often compiled and because of what, and the seconds it took
              (a script of that name is run by ./explain)

  -h, --help     show this text
  -V, --version  show the versions of mindshim, JAX and Python, and the MindSpore API level

environment:
  MINDSHIM_TRACEBACK=full    show the frames of the engine and of JAX in tracebacks
  MINDSHIM_CACHE=off|FOLDER  don't keep compiled programs on disk, or keep them there
  MINDSHIM_LOG_COMPILES=1    tell of each compilation, and of its cause, as it happens
  MINDSHIM_ANY_DEVICE=1      use what this machine has when the program asks for a device that it hasn't
"""


class _UsageError(Exception):
    """The command line, not the program, is wrong. Carries what Python itself would say and its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class _NotFound(Exception):
    """There is no such module to run."""


def _version() -> str:
    import jax

    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"mindshim {mindshim.__shim_version__} (MindSpore API {mindshim.__version__}, "
        f"JAX {jax.__version__}, Python {python})"
    )


def _new_main(**attributes: Any) -> ModuleType:
    """A fresh `__main__`, with the attributes that the interpreter gives it, in place of this module."""
    main = ModuleType("__main__")
    main.__dict__.update({"__builtins__": sys.modules["builtins"], "__annotations__": {}, **attributes})
    sys.modules["__main__"] = main
    return main


def _set_path(entry: str) -> None:
    """Put `entry` where `python -m mindshim` has the working folder; with `-P` there is nothing in that place."""
    if not sys.flags.safe_path:
        sys.path[0] = entry


def _hide_launcher(error: BaseException) -> None:
    """Have `error`, on its way out of the interpreter, reported as if the program had been started by it.

    The error keeps travelling, so that exit status, `python -i` and Ctrl-C stay the interpreter's own business.
    """
    program_tb = error.__traceback__
    while program_tb is not None and program_tb.tb_frame.f_code.co_filename.startswith((__file__, "<frozen ")):
        program_tb = program_tb.tb_next
    hook = sys.excepthook

    def report(kind: type[BaseException], value: BaseException, tb: TracebackType | None) -> None:
        if value is error:
            value, tb = value.with_traceback(program_tb), program_tb
        hook(kind, value, tb)

    sys.excepthook = report


def _run_code(source: str, args: list[str]) -> None:
    sys.argv = ["-c", *args]
    _set_path("")
    main = _new_main(__spec__=None, __loader__=importlib.machinery.BuiltinImporter, __package__=None)
    exec(compile(source, "<string>", "exec", dont_inherit=True), main.__dict__)


def _run_stdin(args: list[str]) -> None:
    sys.argv = ["-", *args]
    _set_path("")
    source = sys.stdin.buffer.read()
    main = _new_main(__spec__=None, __loader__=importlib.machinery.BuiltinImporter, __package__=None)
    exec(compile(source, "<stdin>", "exec", dont_inherit=True), main.__dict__)


def _run_script(path: str, args: list[str]) -> None:
    sys.argv = [path, *args]
    where = os.path.join(os.getcwd(), path)  # Python makes it absolute and otherwise leaves it as it was typed
    if os.path.isdir(path) or pkgutil.get_importer(path).__class__.__name__ == "zipimporter":
        spec = importlib.machinery.PathFinder.find_spec("__main__", [where])
        if spec is None:
            raise _UsageError(f"{sys.executable}: can't find '__main__' module in {where!r}", 1)
        if sys.flags.safe_path:  # as in Python, such a path is there in any case
            sys.path.insert(0, where)
        _set_path(where)
        loader: Any = spec.loader
        _run_spec(spec, loader.get_code(spec.name))
        return
    try:
        with io.open_code(where) as file:
            content = file.read()
    except OSError as error:
        reason = f"[Errno {error.errno}] {error.strerror}"
        raise _UsageError(f"{sys.executable}: can't open file {where!r}: {reason}", 2) from None
    _set_path(os.path.dirname(os.path.realpath(path)))
    compiled = path.endswith(".pyc")
    kind = importlib.machinery.SourcelessFileLoader if compiled else importlib.machinery.SourceFileLoader
    loader = kind("__main__", where)
    main = _new_main(__spec__=None, __loader__=loader, __package__=None, __file__=where, __cached__=None)
    code: Any = loader.get_code("__main__") if compiled else compile(content, where, "exec", dont_inherit=True)
    exec(code, main.__dict__)


def _run_module(name: str, args: list[str]) -> None:
    sys.argv = ["-m", *args]  # what Python shows while it looks for the module
    if name == "mindspore" or name.startswith("mindspore."):
        name = "mindshim" + name[len("mindspore") :]  # the loader of a module knows it by its own name
    try:
        # Not a public function, but the one that pdb, trace and cProfile share; it knows what each Python version says.
        _, spec, code = runpy._get_module_details(name, _NotFound)  # type: ignore[attr-defined]
    except _NotFound as error:
        raise _UsageError(f"{sys.executable}: {error}", 1) from None
    sys.argv[0] = spec.origin
    _run_spec(spec, code)


def _run_spec(spec: importlib.machinery.ModuleSpec, code: Any) -> None:
    main = _new_main(
        __spec__=spec, __loader__=spec.loader, __package__=spec.parent, __file__=spec.origin, __cached__=spec.cached
    )
    exec(code, main.__dict__)


def main(args: Sequence[str]) -> None:
    """Do what the command line says. The program's exceptions, SystemExit too, come out of this function."""
    option, rest = (args[0], list(args[1:])) if args else ("--help", [])
    if option in ("-h", "--help"):
        print(USAGE, end="")
        return
    if option in ("-V", "--version"):
        print(_version())
        return
    if option == "explain":
        if not rest:
            raise _UsageError(f"explain: a program is missing\n{USAGE}", 2)
        from mindshim.tools.explain import explaining

        with explaining():
            main(rest)
        return
    redirect.install()
    if option[:2] in ("-m", "-c"):
        value = option[2:] or (rest.pop(0) if rest else "")
        if not value:
            raise _UsageError(f"Argument expected for the {option[:2]} option\n{USAGE}", 2)
        (_run_module if option[:2] == "-m" else _run_code)(value, rest)
    elif option == "-":
        _run_stdin(rest)
    elif option.startswith("-"):
        raise _UsageError(f"Unknown option: {option}\n{USAGE}", 2)
    else:
        _run_script(option, rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except _UsageError as _error:
        print(_error, file=sys.stderr)
        sys.exit(_error.status)
    except SystemExit:
        raise
    except BaseException as _error:
        _hide_launcher(_error)
        raise
