"""Trees of nodes (mirrors `mindspore.rewrite.SymbolTree`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mindshim import _checkparam as check
from mindshim.nn.cell import Cell
from mindshim.rewrite import _emit, _parse, _table
from mindshim.rewrite._model import Block, CellTree, Statement, distinct
from mindshim.rewrite.api.node import Node
from mindshim.rewrite.api.node_type import NodeType


class Position(NamedTuple):
    """A place between two nodes, from `SymbolTree.before` and `SymbolTree.after`."""

    statement: Statement
    is_before: bool


class SymbolTree:
    """The operations of a network, to be read and changed (mirrors `mindspore.rewrite.SymbolTree`).

    Made by `SymbolTree.create`, rather than by its constructor. Networks that the network calls are trees of their own;
    layers of `mindspore.nn` are single nodes.

    Args:
        handler: the tree of a Cell.

    Examples:
        Networks are read from their source files; the operations of one that comes with this package:

        >>> import mindshim as ms
        >>> from mindshim.rewrite import SymbolTree
        >>> tree = SymbolTree.create(ms.nn.MSELoss())
        >>> [node.get_name() for node in tree.nodes()][0]
        'input_logits'
        >>> tree.unique_name("logits")
        'logits_1'
    """

    def __init__(self, handler: Any) -> None:
        self._tree: CellTree = handler
        self._file_name = ""

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, SymbolTree) and self._tree is other._tree

    def __hash__(self) -> int:
        return id(self._tree)

    @classmethod
    def create(cls, network: Cell) -> SymbolTree:
        """The tree of a network.

        Raises:
            TypeError: if `network` is no Cell. ValueError: if the source of its `construct` is not available.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'softmin', 'return']
        """
        check.check_value_type("network", network, [Cell], "SymbolTree")
        return cls(_parse.read(network))

    def get_handler(self) -> Any:
        """The tree of the Cell."""
        return self._tree

    def get_origin_network(self) -> Cell:
        """The network that the tree was read from."""
        return self._tree.cell

    def nodes(self, all_nodes: bool = False) -> Iterator[Node]:
        """The nodes of `construct`, in order.

        Args:
            all_nodes: whether those of functions, branches, sequences and the trees below come as well. Default: False.

        Raises:
            TypeError: if `all_nodes` is no bool.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'softmin', 'return']
        """
        check.check_value_type("all_nodes", all_nodes, [bool], "nodes")
        yield from self.all_nodes() if all_nodes else (Node(s) for s in list(self._tree.root.statements))

    def all_nodes(self, subtree_nodes: bool = True) -> list[Node]:
        """The nodes of the tree with those of its functions, branches and sequences.

        Args:
            subtree_nodes: whether those of the trees below come as well. Default: True.
        """
        check.check_value_type("subtree_nodes", subtree_nodes, [bool], "all_nodes")
        trees = [self._tree, *(self._tree.nested()[::-1] if subtree_nodes else ())]
        return [Node(s) for tree in trees for s in tree.root.walk()]

    def get_node(self, node_name: str) -> Node | None:
        """The node of a name, None if there is none.

        Raises:
            TypeError: if `node_name` is no str.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> tree.get_node("softmin").get_node_type()
            <NodeType.CallFunction: 4>
        """
        check.check_value_type("node_name", node_name, [str], "SymbolTree")
        found = self._tree.find(node_name)
        return None if found is None else Node(found)

    def get_inputs(self) -> list[Node]:
        """The nodes of the parameters of `construct`."""
        return [Node(s) for s in self._tree.root.statements if s.kind is NodeType.Input]

    def before(self, node: Node | str) -> Any:
        """The place before a node, given itself or by its name, for `insert`.

        Raises:
            TypeError: if `node` is neither. RuntimeError: if it is not in this tree.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue, SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["x"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> _ = tree.insert(tree.before("softmin"), node)
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'relu', 'softmin', 'return']
        """
        return Position(self._own(node), True)

    def after(self, node: Node | str) -> Any:
        """The place after a node, given itself or by its name, for `insert`.

        Raises:
            TypeError: if `node` is neither. RuntimeError: if it is not in this tree.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue, SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["x"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> _ = tree.insert(tree.after("input_x"), node)
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'relu', 'softmin', 'return']
        """
        return Position(self._own(node), False)

    def insert(self, position: Any, node: Node) -> Node:
        """Insert a new node.

        Args:
            position: from `before` or `after`. node: from `Node.create_call_cell` or `Node.create_call_function`; its
                name changes if another node or attribute has it.

        Returns:
            The node.

        Raises:
            TypeError: for arguments of another type. ValueError: if `position` is not in this tree. RuntimeError: if it
                is before a parameter or after the `return`, or `node` is in a tree already.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue, SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["x"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> _ = tree.insert(tree.after("input_x"), node)
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'relu', 'softmin', 'return']
        """
        check.check_value_type("position", position, [Position], "SymbolTree")
        check.check_value_type("node", node, [Node], "SymbolTree")
        block = position.statement.block
        if block is None or block.tree is not self._tree:
            raise ValueError(f"For 'SymbolTree', the position at {position.statement.name} is not in this tree.")
        at = block.statements.index(position.statement) + (not position.is_before)
        self._insert(block, at, node.get_handler())
        return node

    def _insert(self, block: Block, at: int, statement: Statement) -> None:
        if statement.block is not None:
            raise RuntimeError(f"For 'SymbolTree', the node {statement.name} is in a tree already.")
        rows = block.statements
        if at < len(rows) and (rows[at].kind is NodeType.Input or rows[at].opening is not None) or at > 0 and rows[at - 1].kind is NodeType.Output:
            raise RuntimeError(f"For 'SymbolTree', the node {statement.name} can't be before a parameter or `else`, or after the `return`.")
        tree = self._tree
        call = statement.ast.value
        if statement.kind is NodeType.CallFunction:
            # A name that means something else here gets a number.
            if tree.bound.get(statement.name) is not statement.instance:
                others = tree.names | set(tree.bound) | {f.name for f in tree.functions.values()}
                bound = distinct(statement.name, others)
                tree.bound[bound] = statement.instance
                call.func = ast.Name(bound, ast.Load())
            statement.name = tree.node_name(statement.name)
        else:
            name = tree.node_name(statement.name)
            while hasattr(tree.cell, name):
                name = tree.node_name(statement.name)
            statement.name = name
            call.func = ast.Attribute(ast.Name("self", ast.Load()), name, ast.Load())
            tree.added[name] = statement.instance
            if statement.tree is not None:
                tree.children[f"self.{name}"] = statement.tree
        tree.names.update(str(t.value) for t in statement.targets)
        block.add(statement, at)
        tree.changed = True

    def erase(self, node: Node | str) -> Node:
        """Remove a node, given itself or by its name.

        Returns:
            The node.

        Raises:
            TypeError: if `node` is neither. RuntimeError: if it is not in this tree, or is a parameter.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue, SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["x"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> _ = tree.insert(tree.after("input_x"), node)
            >>> tree.erase("relu").get_name()
            'relu'
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'softmin', 'return']
        """
        statement = self._own(node)
        if statement.kind is NodeType.Input:
            raise RuntimeError(f"For 'SymbolTree', the parameter {statement.name} can't be erased.")
        block = statement.block
        assert block is not None
        block.statements = [s for s in block.statements if s is not statement and s.opening is not statement]
        statement.block = None
        self._tree.changed = True
        return Node(statement)

    def replace(self, old_node: Node, new_nodes: list[Node]) -> Node:
        """Put new nodes in the place of a node; what they take and give is the caller's affair.

        Returns:
            The last of the new nodes.

        Raises:
            TypeError: for arguments of another type. ValueError: if there is no new node. RuntimeError: as `insert` and `erase`.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import Node, ScopedValue, SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> node = Node.create_call_cell(ms.nn.ReLU(), targets=["softmin_var"], args=[ScopedValue.create_naming_value("x")], name="relu")
            >>> _ = tree.replace(tree.get_node("softmin"), [node])
            >>> [node.get_name() for node in tree.nodes()]
            ['input_x', 'relu', 'return']
        """
        check.check_value_type("old_node", old_node, [Node], "SymbolTree")
        check.check_element_type_of_iterable("new_nodes", new_nodes, [Node], "SymbolTree")
        if not new_nodes:
            raise ValueError("For 'SymbolTree', the 'new_nodes' must hold at least one node, but got none.")
        place = self.before(old_node)
        for node in new_nodes:
            self.insert(place, node)
        self.erase(old_node)
        return new_nodes[-1]

    def unique_name(self, name: str = "output") -> str:
        """`name`, with a number if it is a variable of this tree already.

        Raises:
            TypeError: if `name` is no str.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> tree.unique_name("x"), tree.unique_name("new")
            ('x_1', 'new')
        """
        check.check_value_type("name", name, [str], "SymbolTree")
        return self._tree.unique_name(name)

    def print_node_tabulate(self, all_nodes: bool = False) -> None:
        """Print the nodes: type, name, code, the node and target that gives each argument, the nodes that use each target.

        Args:
            all_nodes: whether those of functions, branches, sequences and the trees below come as well. Default: False.

        Raises:
            TypeError: if `all_nodes` is no bool.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> tree.print_node_tabulate()  # doctest: +NORMALIZE_WHITESPACE
            <BLANKLINE>
            [SoftminOpt]
            node type              name     codes                                    arg providers          target users
            ---------------------  -------  ---------------------------------------  ---------------------  -----------------------
            NodeType.Input         input_x  x                                        []                     [[0, [('softmin', 0)]]]
            NodeType.CallFunction  softmin  softmin_var = ops.softmin(x, self.axis)  [[0, ('input_x', 0)]]  [[0, [('return', 0)]]]
            NodeType.Output        return   return softmin_var                       [[0, ('softmin', 0)]]  []
        """
        check.check_value_type("all_nodes", all_nodes, [bool], "print_node_tabulate")
        print(_table.table(self._tree, f"{type(self._tree.cell).__name__}Opt", all_nodes))

    def dump(self) -> None:
        """Print the nodes."""
        self.print_node_tabulate()

    def get_code(self) -> str:
        """The source of the network as it is now.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> print(tree.get_code().splitlines()[-2].strip())
            return softmin_var
        """
        return _emit.Writing(self._tree).text

    def get_network(self) -> Cell:
        """A network that does what the nodes say, on the Parameters of the one that the tree was read from.

        Its source is written to a file in the folder `rewritten_network` of the current directory.

        Examples:
            >>> import mindshim as ms
            >>> import tempfile
            >>> import contextlib
            >>> from mindshim.rewrite import SymbolTree
            >>> tree = SymbolTree.create(ms.nn.Softmin())
            >>> with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            ...     net = tree.get_network()
            >>> print(net(ms.Tensor([0.0, 0.0])))
            [0.5 0.5]
        """
        file = Path("rewritten_network") / f"{type(self._tree.cell).__name__}Opt_{id(self._tree)}.py"
        return _emit.Writing(self._tree).network(file.absolute())

    def set_saved_file_name(self, file_name: str) -> None:
        """The file for `save_network_to_file`; `.py` is added if it is missing."""
        check.check_value_type("file_name", file_name, [str], "Saving network")
        self._file_name = file_name if file_name.endswith(".py") else file_name + ".py"

    def get_saved_file_name(self) -> str:
        """The file for `save_network_to_file`."""
        return self._file_name

    def save_network_to_file(self) -> None:
        """Write the source of the network to the file that `set_saved_file_name` named."""
        Path(self._file_name).write_text(self.get_code(), "utf-8")

    def _own(self, node: Any) -> Statement:
        check.check_value_type("node", node, [Node, str], "SymbolTree")
        statement = self._tree.find(node) if isinstance(node, str) else node.get_handler()
        if statement is None or statement.block is None or statement.block.tree is not self._tree:
            name = node if isinstance(node, str) else node.get_name()
            raise RuntimeError(f"For 'SymbolTree', the node {name} is not in this tree.")
        return statement
