"""Trees of networks: their nodes, tables and code, before and after changes. Nothing here imports either package.

The real MindSpore prints tables if the package `tabulate` is installed.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

_NETWORKS = Path(__file__).parents[1] / "golden" / "rewrite_networks.py"


def network(ms: Any, name: str) -> Any:
    """A network of `golden/rewrite_networks.py` on a package."""
    if ms.__name__ == "mindspore":
        sys.path.insert(0, str(_NETWORKS.parent))
        return getattr(importlib.import_module("rewrite_networks"), name)()
    if "rewrite_networks" not in sys.modules:
        file = Path(tempfile.mkdtemp()) / "rewrite_networks.py"
        file.write_text(_NETWORKS.read_text().replace("from mindspore import", f"from {ms.__name__} import"))
        spec = importlib.util.spec_from_file_location("rewrite_networks", file)
        sys.modules["rewrite_networks"] = module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
        spec.loader.exec_module(module)  # type: ignore[union-attr]
    return getattr(sys.modules["rewrite_networks"], name)()


def _tree(ms: Any, name: str) -> Any:
    return ms.rewrite.SymbolTree.create(network(ms, name))


def _table(tree: Any, all_nodes: bool = False) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        tree.print_node_tabulate(all_nodes)
    return _plain(out.getvalue())


def _plain(text: str) -> str:
    """The real one numbers what it writes, process by process, and the width of columns goes with it."""
    text = re.sub(r"\b(\w+Opt|scaled)_\d+", r"\1", text)
    return re.sub(r" {2,}", "  ", re.sub(r"-+", "-", text))


def _construct(tree: Any, name: str) -> str:
    """The code of a class from its `construct` on; what comes before names files and packages."""
    text = tree.get_code()
    return _plain(text[text.index("    def construct", text.index(f"class {name}Opt")) :])


def _image(ms: Any) -> Any:
    return ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6) / 36)


def _named(ms: Any, name: str, scope: str = "") -> Any:
    return ms.rewrite.ScopedValue.create_naming_value(name, scope)


def _call(ms: Any, cell: Any, target: str, name: str = "") -> Any:
    return ms.rewrite.Node.create_call_cell(cell, [target], [_named(ms, "x")], name=name)


def _nodes(name: str, all_nodes: bool) -> Any:
    def case(ms: Any) -> Any:
        rows = []
        for n in _tree(ms, name).nodes(all_nodes):
            kind = n.get_instance_type()
            kwargs = {k: str(v) for k, v in n.get_kwargs().items()}
            named = [n.get_name(), str(n.get_node_type()), str(n.get_targets()), str(n.get_args()), kwargs, kind.__name__]
            named = [_plain(v) if isinstance(v, str) else v for v in named]
            rows.append([*named, [i.get_name() for i in n.get_inputs()], [u.get_name() for u in n.get_users()]])
        return rows

    return case


def _erase(ms: Any) -> Any:
    tree = _tree(ms, "Le")
    gone = tree.erase("relu")
    net = tree.get_network()
    return gone.get_name(), _construct(tree, "Le"), _table(tree), net(_image(ms)), [p.name for p in net.get_parameters()]


def _insert(ms: Any) -> Any:
    tree = _tree(ms, "Le")
    first = tree.insert(tree.after("conv1"), _call(ms, ms.nn.Tanh(), "x", "tanh"))
    other = _call(ms, ms.nn.Sigmoid(), "y")
    unplaced = other.get_symbol_tree()
    second = tree.insert(tree.before(tree.get_node("flatten")), other)
    tree.get_node("flatten").set_arg(0, "y")
    net = tree.get_network()
    names = [first.get_name(), second.get_name(), unplaced is None, other.get_symbol_tree() is None]
    return names, _construct(tree, "Le"), _table(tree), net(_image(ms)), [name for name, _ in net.cells_and_names()]


def _replace(ms: Any) -> Any:
    tree = _tree(ms, "Le")
    ops_abs = ms.rewrite.Node.create_call_function(ms.ops.abs, ["x"], [_named(ms, "x")])
    pool = _call(ms, ms.nn.AvgPool2d(2, 2), "x", "pool")
    last = tree.replace(tree.get_node("pool"), [ops_abs, pool])
    return last.get_name(), _construct(tree, "Le"), _table(tree), tree.get_network()(_image(ms))


def _arguments(ms: Any) -> Any:
    tree = _tree(ms, "Le")
    node = tree.insert(tree.before("relu_1"), _call(ms, ms.nn.Tanh(), "t"))
    tree.get_node("relu_1").set_arg_by_node(0, node)
    tree.get_node("binop_add").set_arg_by_node(0, tree.get_node("split"), 1)
    tree.get_node("binop_add").set_arg(1, ms.rewrite.ScopedValue.create_variable_value(2.5))
    return _construct(tree, "Le"), tree.get_network()(_image(ms))


def _below(ms: Any) -> Any:
    """A network within a network."""
    tree = _tree(ms, "Whole")
    sub = tree.get_node("sub").get_sub_tree()
    sub.insert(sub.after("fc"), ms.rewrite.Node.create_call_cell(ms.nn.Tanh(), ["fc_var"], [_named(ms, "fc_var")], name="tanh"))
    branch = next(n for n in tree.nodes(True) if n.get_name() == "relu_1")
    net = tree.get_network()
    x = ms.Tensor(np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3))
    return branch.get_name(), _construct(sub, "Sub"), [*net(x)][:5], [p.name for p in net.get_parameters()]


def _names(ms: Any) -> Any:
    tree = _tree(ms, "Le")
    return [tree.unique_name("x"), tree.unique_name("x"), tree.unique_name(), tree.unique_name("fresh"), tree.unique_name("fresh")]


def _values(ms: Any) -> Any:
    make = ms.rewrite.ScopedValue
    variables = [make.create_variable_value(v) for v in (1, "a", 1.5, None, True, (1, 2), [1, "a"], {"a": 1}, ms.float32)]
    named = [_named(ms, "x"), _named(ms, "x", "self"), make(ms.rewrite.ValueType.NamingValue, "self", "q"), *make.create_name_values(["a", "b"], ["self", ""])]
    return [[v.type.name, v.scope, str(v)] for v in [*variables, *named]], named[0] == _named(ms, "x"), named[0] == named[1]


def _enumerations(ms: Any) -> Any:
    return [f"{e}={e.value}" for e in [*ms.rewrite.NodeType, *ms.rewrite.ValueType]]


def _wrong(what: str) -> Any:
    def case(ms: Any) -> Any:
        rewrite = ms.rewrite
        tree = _tree(ms, "Le")
        known = dict(ms=ms, tree=tree, Node=rewrite.Node, SymbolTree=rewrite.SymbolTree, x=_named(ms, "x"), ReLU=ms.nn.ReLU(), Values=rewrite.ScopedValue)
        return re.sub(r"\W", "", str(eval(what, known)))  # noqa: S307

    return case


_WRONG = """
SymbolTree.create('a')
tree.get_node(1)
tree.get_node('missing')
tree.erase('missing')
tree.erase('input_x')
tree.erase(1)
tree.before('missing')
tree.insert('a', Node.create_call_cell(ReLU, ['x'], [x]))
tree.insert(tree.after('conv1'), 'a')
tree.insert(tree.before('input_x'), Node.create_call_cell(ReLU, ['x'], [x]))
tree.replace('conv1', [Node.create_call_cell(ReLU, ['x'], [x])])
tree.replace(tree.get_node('conv1'), ['a'])
tree.unique_name(1)
tree.print_node_tabulate(1)
list(tree.nodes('a'))
tree.get_node('conv1').set_arg(3, 'y')
tree.get_node('conv1').set_arg('a', 'y')
tree.get_node('conv1').set_arg(0, 3)
tree.get_node('conv1').set_arg_by_node(0, 'a')
tree.get_node('conv1').set_arg_by_node(0, tree.get_node('split'))
tree.get_node('conv1').set_arg_by_node(0, tree.get_node('split'), 5)
tree.get_node('conv1').set_arg_by_node(5, tree.get_node('relu'))
tree.get_node('conv1').get_sub_tree()
Node.create_call_cell('a', ['x'])
Node.create_call_cell(ReLU, 'x')
Node.create_call_cell(ReLU, ['x'], ['x'])
Node.create_call_cell(ReLU, ['x'], [x], {'a': 1})
Node.create_call_cell(ReLU, ['x'], [x], name=3)
Node.create_call_function('a', ['x'])
Values.create_naming_value(1)
Values.create_name_values(['a', 'b'], ['self'])
Values.create_name_values('a')
"""

CASES: dict[str, Any] = {
    "nodes of Le": _nodes("Le", False),
    "nodes of Whole": _nodes("Whole", False),
    "table of Le": lambda ms: _table(_tree(ms, "Le")),
    "table of Whole": lambda ms: _table(_tree(ms, "Whole")),
    "code of Le": lambda ms: _construct(_tree(ms, "Le"), "Le"),
    "code of Whole": lambda ms: _construct(_tree(ms, "Whole"), "Whole"),
    "nodes of Kept": _nodes("Kept", False),
    "code of Kept": lambda ms: _construct(_tree(ms, "Kept"), "Kept"),
    "result of Kept": lambda ms: _tree(ms, "Kept").get_network()(ms.Tensor([[2.0, 3.0, 4.0]])),
    "erase": _erase,
    "insert": _insert,
    "replace": _replace,
    "arguments": _arguments,
    "below": _below,
    "names": _names,
    "values": _values,
    "enumerations": _enumerations,
    **{what: _wrong(what) for what in _WRONG.split("\n") if what},
}
