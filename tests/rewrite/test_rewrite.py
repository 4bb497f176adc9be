"""Trees of networks against the records of the real MindSpore."""

import numpy as np
import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("rewrite")
RECORD = recorded.record("rewrite")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    # The code of networks is written to a folder.
    monkeypatch.chdir(tmp_path)


def test_the_record_is_of_these_cases():
    assert list(RECORD) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_as_recorded(name):
    mine = recorded.run(ms, CASES[name])
    assert recorded.same(mine, RECORD[name]), f"{mine}\nfor\n{RECORD[name]}"


def scaled(x, k=2.0):
    return x * k


class Parent(ms.nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = ms.nn.Dense(3, 3, weight_init="ones", bias_init="zeros")

    def construct(self, x):
        return self.twice(self.fc(x))

    def twice(self, x):
        x = scaled(x)
        return scaled(x, k=self.fc.weight.shape[0])


class Child(Parent):
    """`construct` and a method of its own, in terms of the parent's."""

    def construct(self, x):
        x = super().construct(x)
        return self.shifted(x, 1)

    def shifted(self, x, by):
        return self.twice(x) + by


X = ms.Tensor([[1.0, -2.0, 3.0]])


@pytest.mark.parametrize("kind", [Parent, Child])
def test_inherited_methods_and_functions_called_twice(kind):
    net = kind()
    tree = ms.rewrite.SymbolTree.create(net)
    new = tree.get_network()
    assert new(X).asnumpy().tolist() == net(X).asnumpy().tolist()
    assert [p is q for p, q in zip(new.get_parameters(), net.get_parameters(), strict=True)] == [True, True]
    assert isinstance(new, kind) and type(new) is not kind


def test_a_changed_method_counts_wherever_it_is_called_and_the_original_stays():
    net = Child()
    before = net(X).asnumpy()
    tree = ms.rewrite.SymbolTree.create(net)
    shifted = tree.get_node("binop_add")
    shifted.set_arg(1, "x")
    new = tree.get_network()
    parents = Parent()(X).asnumpy()
    assert np.allclose(new(X).asnumpy(), parents * 6 + parents)
    assert net(X).asnumpy().tolist() == before.tolist()


def test_a_rewritten_network_compiles_and_has_gradients():
    tree = ms.rewrite.SymbolTree.create(Parent())
    relu = ms.rewrite.Node.create_call_cell(ms.nn.ReLU(), ["x"], [ms.rewrite.ScopedValue.create_naming_value("x")], name="relu")
    tree.insert(tree.after("input_x"), relu)
    net = tree.get_network()
    compiled = ms.jit(net, fullgraph=True)
    assert compiled(X).asnumpy().tolist() == net(X).asnumpy().tolist() == [[24.0] * 3]
    assert ms.grad(net)(X).asnumpy().tolist() == [[18.0, 0.0, 18.0]]


def test_a_local_class_and_its_surroundings():
    factor = ms.Tensor([5.0])

    class Local(ms.nn.Cell):
        def construct(self, x):
            return ms.ops.abs(x) * factor

    tree = ms.rewrite.SymbolTree.create(Local())
    tree.erase("abs")
    tree.get_node("binop_mult").set_arg(0, "x")
    assert tree.get_network()(X).asnumpy().tolist() == [[5.0, -10.0, 15.0]]


def test_cells_of_a_sequence_change_in_the_new_network_only():
    net = ms.nn.SequentialCell(Parent(), ms.nn.ReLU())

    class Outer(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.seq = net

        def construct(self, x):
            return self.seq(x)

    tree = ms.rewrite.SymbolTree.create(Outer())
    inner = next(n for n in tree.nodes(True) if n.get_node_type() is ms.rewrite.NodeType.Tree).get_sub_tree()
    inner.get_node("twice").set_arg(0, "x")
    inner.erase("fc")
    assert tree.get_network()(X).asnumpy().tolist() == [[6.0, 0.0, 18.0]]
    assert net(X).asnumpy().tolist() == [[12.0] * 3]
    assert [n.get_name() for n in tree.nodes(True)][:3] == ["input_x", "seq", "return"]


def test_the_file_of_the_source(tmp_path):
    tree = ms.rewrite.SymbolTree.create(Parent())
    tree.get_network()
    (file,) = (tmp_path / "rewritten_network").iterdir()
    assert file.read_text() == tree.get_code() and "class ParentOpt(Parent):" in tree.get_code()
    tree.set_saved_file_name("net")
    tree.save_network_to_file()
    assert tree.get_saved_file_name() == "net.py" and (tmp_path / "net.py").read_text() == tree.get_code()


def test_without_a_source():
    space = {"Cell": ms.nn.Cell}
    exec("class Typed(Cell):\n    def construct(self, x):\n        return x", space)
    with pytest.raises(ValueError, match="the source of Typed.construct is not available"):
        ms.rewrite.SymbolTree.create(space["Typed"]())


def test_a_node_is_inserted_once_and_where_it_can_be():
    tree = ms.rewrite.SymbolTree.create(Parent())
    x = ms.rewrite.ScopedValue.create_naming_value("x")
    node = ms.rewrite.Node.create_call_cell(ms.nn.ReLU(), ["x"], [x])
    tree.insert(tree.before("fc"), node)
    other = ms.rewrite.Node.create_call_cell(ms.nn.ReLU(), ["x"], [x])
    for wrong in (lambda: tree.insert(tree.before("fc"), node), lambda: tree.insert(tree.after("return_2"), other)):
        with pytest.raises(RuntimeError):
            wrong()
    elsewhere = ms.rewrite.SymbolTree.create(Parent())
    with pytest.raises(ValueError, match="is not in this tree"):
        tree.insert(elsewhere.before("fc"), other)
    with pytest.raises(TypeError, match="cannot be written in source code"):
        node.set_arg(0, ms.rewrite.ScopedValue.create_variable_value(ms.Tensor([1.0])))
    assert [n.get_name() for n in tree.nodes()] == ["input_x", "ReLU", "fc", "twice", "return_2"]


def test_casts_of_mixed_precision_in_code():
    """Operators of the white list, and all those of its layers, compute in float16."""
    from mindshim.train import amp

    class Net(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.conv = ms.nn.Conv2d(1, 1, 2, weight_init="ones", has_bias=True, bias_init="ones")
            self.fc = ms.nn.Dense(4, 4, weight_init="ones", bias_init="ones")
            self.relu = ms.ops.ReLU()
            self.abs = ms.ops.Abs()

        def construct(self, x):
            x = self.conv(x)
            y = self.relu(x)
            y = self.relu(y)
            z = self.abs(x)
            return self.fc(y + z)

    namespace = ms.rewrite.common.namespace
    namespace._ms_cells_to_subtree = True
    try:
        net = Net()
        tree = ms.rewrite.SymbolTree.create(net)
    finally:
        namespace._ms_cells_to_subtree = False
    amp._insert_cast_for_operators(tree, ms.float16, False, white_list=amp.AMP_WHITE_LIST)
    assert tree.get_code().count("amp_cast") == 6 + 4 + 12 + 3
    amp._remove_duplicated_cast(tree, ms.float16)
    code = tree.get_code()
    assert "    y = self.relu(x_var)\n        y = self.relu(y)\n        y = amp_cast(y, mindspore.float32)\n" in code
    assert "    weight_var = amp_cast(self.weight, mindspore.float16)\n        output = self.conv2d(x, weight_var)\n" in code
    x = ms.ops.ones((1, 1, 4, 4))
    new = tree.get_network()
    assert new(x).dtype == ms.float32
    assert np.allclose(new(x).asnumpy(), net(x).asnumpy(), rtol=1e-2)
    assert new(x + 0.0001).asnumpy().tolist() == new(x).asnumpy().tolist() != net(x + 0.0001).asnumpy().tolist()
