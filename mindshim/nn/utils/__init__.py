"""Tools around Cells (mirrors `mindspore.nn.utils`)."""

from __future__ import annotations

from mindshim.nn.utils.init import no_init_parameters as no_init_parameters

__all__ = ["no_init_parameters"]
