"""Building a network without filling its Parameters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mindshim.common import parameter


@contextmanager
def no_init_parameters() -> Iterator[None]:
    """Context in which Parameters made from initializers stay unfilled (mirrors `mindspore.nn.no_init_parameters`).

    `Cell.init_parameters_data()` fills them later; a checkpoint that is loaded first makes that unnecessary.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer
        >>> with ms.nn.no_init_parameters():
        ...     p = ms.Parameter(initializer("ones", [2]), name="w")
        >>> p.has_init, print(p.init_data().value())
        [1. 1.]
        (True, None)
    """
    before = parameter._fill_at_once
    parameter._fill_at_once = False
    try:
        yield
    finally:
        parameter._fill_at_once = before
