"""Reading and changing the code of a network's `construct` (mirrors `mindspore.rewrite`).

A `SymbolTree` holds the statements of a network as `Node`s, one operation each; `get_network` gives a network that runs
the changed statements on the Parameters of the one it was made from.
"""

from __future__ import annotations

from mindshim.rewrite import common as common
from mindshim.rewrite.api.node import Node as Node
from mindshim.rewrite.api.node_type import NodeType as NodeType
from mindshim.rewrite.api.scoped_value import ScopedValue as ScopedValue
from mindshim.rewrite.api.scoped_value import ValueType as ValueType
from mindshim.rewrite.api.symbol_tree import SymbolTree as SymbolTree

__all__ = ["SymbolTree", "Node", "NodeType", "ScopedValue", "ValueType"]
