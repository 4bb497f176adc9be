"""Networks (mirrors `mindspore.nn`): Cell, containers, layers, losses, optimizers and schedules."""

from __future__ import annotations

from mindshim.nn.cell import Cell as Cell
from mindshim.nn.cell import GraphCell as GraphCell
from mindshim.nn.layer.container import CellDict as CellDict
from mindshim.nn.layer.container import CellList as CellList
from mindshim.nn.layer.container import SequentialCell as SequentialCell
from mindshim.nn.utils.init import no_init_parameters as no_init_parameters
