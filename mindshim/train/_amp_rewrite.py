"""Mixed precision in the code of a network: casts around the operators of a `rewrite.SymbolTree`."""

from __future__ import annotations

from typing import Any

from mindshim._core import precision
from mindshim.common import dtype as mstype
from mindshim.rewrite import Node, NodeType, ScopedValue, SymbolTree
from mindshim.rewrite.api.scoped_value import ValueType


def amp_cast(x: Any, dtype: Any) -> Any:
    """`x` with its floating Tensors cast to `dtype`; what is no Tensor stays."""
    return precision.cast(x, dtype)


def _insert_cast_for_operators(stree: SymbolTree, dtype: Any, force_cast: bool, *, white_list: Any = None, black_list: Any = None) -> None:
    """Let the operators of a tree compute in `dtype` and give float32.

    Args:
        stree: the tree, which is changed. dtype: float16 or bfloat16. force_cast: whether all operators do.
        white_list: classes of those that do, and of Cells all of whose operators do. black_list: classes of those that
            do not, instead. One of the two is given.
    """
    for node in stree.all_nodes(subtree_nodes=False):
        kind = node.get_instance_type()
        listed = kind in white_list if white_list is not None else kind not in (black_list or ())
        if node.get_node_type() is NodeType.Tree:
            force = force_cast or (white_list is not None and listed)
            _insert_cast_for_operators(node.get_sub_tree(), dtype, force, white_list=white_list, black_list=black_list)
        elif node.get_node_type() is NodeType.CallPrimitive and (force_cast or listed):
            _cast_around(stree, node, dtype)


def _cast_around(stree: SymbolTree, node: Node, dtype: Any) -> None:
    statement = node.get_handler()
    givers = statement.providers()
    for i, (_, value) in enumerate(statement.values()):
        if value.type is not ValueType.NamingValue:
            continue
        alone = i in givers and not value.scope and _reads(givers[i][0], value) == 1
        # What others read as well, or what was given elsewhere, keeps its dtype.
        name = value.value if alone else stree.unique_name(f"{value.value}_var")
        stree.insert(stree.before(node), _cast(name, value, dtype))
        node.set_arg(i, name)
    for value in node.get_targets():
        stree.insert(stree.after(node), _cast(value.value, value, mstype.float32))


def _reads(giver: Any, value: ScopedValue) -> int:
    """How often the variable that a statement gives is read before it is given again."""
    count = 0
    for s in giver.block.statements[giver.block.statements.index(giver) + 1 :]:
        count += s.reads(value.value)
        if value in s.targets:
            break
    return count


def _cast(target: str, value: ScopedValue, dtype: Any) -> Node:
    return Node.create_call_function(amp_cast, [target], [value, ScopedValue.create_variable_value(dtype)])


def _remove_duplicated_cast(stree: SymbolTree, dtype: Any) -> None:
    """Remove casts to float32 whose only use is a cast back to `dtype`, together with those."""
    for node in stree.all_nodes():
        tree = node.get_symbol_tree()
        users = node.get_users()
        if tree is None or not _is_cast(node, mstype.float32) or len(users) != 1 or not _is_cast(users[0], dtype):
            continue
        back = users[0].get_handler()
        for user, index in back.users().get(0, ()):
            Node(user).set_arg(index, node.get_args()[0])
        tree.erase(users[0])
        tree.erase(node)


def _is_cast(node: Node, dtype: Any) -> bool:
    return node.get_instance_type() is amp_cast and str(node.get_args()[1]) == repr(dtype)


amp_cast.__module__ = "mindshim.train.amp"
