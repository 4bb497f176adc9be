"""The kinds of nodes (mirrors `mindspore.rewrite.NodeType`)."""

from __future__ import annotations

from enum import Enum


class NodeType(Enum):
    """What a `Node` does (mirrors `mindspore.rewrite.NodeType`).

    - Unknown: not said.
    - CallCell, CallPrimitive, CallFunction: a call of a layer, of an operator object, of a function or method.
    - CallModule: a call of a module.
    - CallMethod: an assignment that calls nothing: of a name, attribute, constant, tuple, list, dict or element.
    - Python: a statement that is kept as it is.
    - Input, Output: a parameter of the function, its `return`.
    - Tree: a call of a network whose `construct` is a `SymbolTree` of its own.
    - CellContainer: a call of a SequentialCell, or a CellList.
    - MathOps: an operator of Python: arithmetic, comparison, logic.
    - ControlFlow: `if`, `else`, `for`, `while`.

    Examples:
        >>> import mindshim as ms
        >>> ms.rewrite.NodeType.CallCell
        <NodeType.CallCell: 1>
    """

    Unknown = 0
    CallCell = 1
    CallPrimitive = 2
    CallModule = 3
    CallFunction = 4
    CallMethod = 5
    Python = 6
    Input = 7
    Output = 8
    Tree = 9
    CellContainer = 10
    MathOps = 11
    ControlFlow = 12
