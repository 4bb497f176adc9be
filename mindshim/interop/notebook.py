"""`%load_ext mindshim`: the redirection, and short tracebacks, in IPython and Jupyter."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from mindshim import redirect
from mindshim._core.tracebacks import filter_exception

_installed_handler: Any = None


def _show_short(shell: Any, kind: type[BaseException], error: BaseException, tb: TracebackType, tb_offset: Any = None):
    filter_exception(error)
    # IPython counts the frames of its own to skip (`tb_offset`) from the top, where the filter leaves everything.
    shell.showtraceback((kind, error, error.__traceback__), tb_offset=tb_offset)


def load_ipython_extension(shell: Any) -> None:
    """Called by `%load_ext mindshim`: from here on, `import mindspore` in the notebook means mindshim.

    Tracebacks leave the frames of the engine out (`MINDSHIM_TRACEBACK=full` shows them), unless the notebook has a
    handler of its own for exceptions.

    Raises:
        RuntimeError: the real mindspore is already imported in this kernel.
    """
    global _installed_handler
    redirect.install()
    if not shell.custom_exceptions:
        shell.set_custom_exc((Exception,), _show_short)
        _installed_handler = shell.CustomTB


def unload_ipython_extension(shell: Any) -> None:
    """Called by `%unload_ext mindshim`: undo what `%load_ext mindshim` did."""
    global _installed_handler
    if _installed_handler is not None and shell.CustomTB == _installed_handler:
        shell.set_custom_exc((), None)
    _installed_handler = None
    redirect.uninstall()
