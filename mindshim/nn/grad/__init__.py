"""Derivatives as Cells (mirrors `mindspore.nn.grad`)."""

from mindshim.nn.grad.cell_grad import Jvp as Jvp
from mindshim.nn.grad.cell_grad import Vjp as Vjp

__all__ = ["Jvp", "Vjp"]
