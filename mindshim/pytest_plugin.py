"""`pytest -p mindshim.pytest_plugin`: tests, and their conftest files, whose imports say `mindspore` run on mindshim."""

from __future__ import annotations

import os

import pytest

from mindshim import redirect

_NAME = "mindshim.pytest_plugin"


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Redirect before the first conftest file is imported; back to what was there when the run is over."""
    if not redirect.is_installed():
        try:
            redirect.install()
        except RuntimeError as error:
            raise pytest.UsageError(str(error)) from None
        early_config.add_cleanup(redirect.uninstall)
    # pytest-xdist starts its workers without our `-p`, until after they have read the conftest files. This variable
    # they read before.
    before = os.environ.get("PYTEST_PLUGINS")
    if _NAME not in (before or "").split(","):
        os.environ["PYTEST_PLUGINS"] = f"{before},{_NAME}" if before else _NAME
        early_config.add_cleanup(lambda: _restore(before))


def _restore(before: str | None) -> None:
    if before is None:
        os.environ.pop("PYTEST_PLUGINS", None)
    else:
        os.environ["PYTEST_PLUGINS"] = before
