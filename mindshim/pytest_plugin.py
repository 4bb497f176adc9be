"""`pytest -p mindshim.pytest_plugin`: tests and conftest files that import `mindspore` get mindshim."""

from __future__ import annotations

import pytest

from mindshim import redirect


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Redirect before the first conftest file is imported, and until the run is over."""
    if redirect.is_installed():
        return
    try:
        redirect.install()
    except RuntimeError as error:
        raise pytest.UsageError(str(error)) from None
    early_config.add_cleanup(redirect.uninstall)
