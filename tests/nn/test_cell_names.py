"""Names of Parameters, prefixes, and the order in which a Cell is walked."""

from __future__ import annotations

import pickle

import pytest

from mindshim import ParameterTuple, nn
from mindshim.common.api import _cell_graph_executor
from tests.nn.cells import Act, Deep, Leaf, Named, Net, names, param

PATHS = ["z", "a.v", "a.w", "a.pa", "a.pb", "fc.weight", "fc.bias",
         "seq.0.weight", "seq.0.bias", "seq.2.weight", "seq.2.bias"]  # fmt: skip


def test_own_names_and_prefixes():
    a = Named()
    assert (names(a), list(a._params)) == (["custom", "w", "pa", "pb"], ["v", "w", "pa", "pb"])
    b = Deep()
    assert [path for path, _ in b.parameters_and_names()] == PATHS
    assert names(b) == ["zz", *PATHS[1:]]
    assert [path for path, _ in b.parameters_and_names("pre")] == ["pre." + p for p in PATHS]
    assert [(path, p.name) for path, p in b.parameters_and_names(expand=False)] == [("z", "zz")]
    assert list(b.parameters_dict()) == names(b)
    assert list(b.parameters_dict(recurse=False)) == ["zz"]


def test_walking_cells():
    b = Deep()
    assert [p for p, _ in b.cells_and_names()] == ["", "a", "fc", "seq", "seq.0", "seq.1", "seq.2"]
    assert [p for p, _ in b.cells_and_names(name_prefix="pp")][:2] == ["pp", "pp.a"]
    assert list(b.name_cells()) == ["a", "fc", "seq"]
    assert list(b.cells()) == [b.a, b.fc, b.seq]
    order = []
    assert b.apply(lambda c: order.append(c.cls_name)) is b
    assert order == ["Named", "Leaf", "Leaf", "Act", "Leaf", "SequentialCell", "Deep"]
    with pytest.raises(TypeError):
        b.apply(3)
    assert b.get_sub_cell("seq.1") is b.seq[1]
    assert b.get_sub_cell("") is b
    with pytest.raises(AttributeError, match="Deep has no attribute `zz`"):
        b.get_sub_cell("zz")
    with pytest.raises(AttributeError, match="`z` is not an nn.Cell"):
        b.get_sub_cell("z")


def test_added_later_stays_unprefixed():
    b = Deep()
    b.a.extra = param()
    assert b.a.extra.name == "extra"


def test_update_names():
    b = Deep()
    assert (b.param_prefix, b.seq[0].param_prefix) == ("", "")
    b.update_cell_prefix()
    assert (b.a.param_prefix, b.seq[0].param_prefix) == ("a", "seq.0")
    b.update_parameters_name("pp.")
    assert names(b) == ["pp." + p for p in PATHS]
    b.update_parameters_name("qq.", recurse=False)
    assert names(b)[:2] == ["qq.z", "pp.a.v"]
    b.update_parameters_name("")
    assert names(b)[0] == "qq.z"
    for bad in (3, None):
        with pytest.raises(TypeError):
            b.update_parameters_name(bad)
    for bad in ("a b", "a/b."):
        with pytest.raises(ValueError, match="is illegal"):
            b.update_parameters_name(bad)


def test_without_auto_prefix():
    class Outer(nn.Cell):
        def __init__(self):
            super().__init__()
            self.inner = Deep(auto_prefix=False)

    inner = ["zz", "custom", "w", "pa", "pb", "weight", "bias", "0.weight", "0.bias", "2.weight", "2.bias"]
    assert names(Deep(auto_prefix=False)) == inner
    assert names(Outer()) == ["inner." + p for p in PATHS]


def test_shared():
    class SharedCell(nn.Cell):
        def __init__(self):
            super().__init__()
            self.c1 = Leaf()
            self.c2 = self.c1

    m = SharedCell()
    assert [(path, p.name) for path, p in m.parameters_and_names()] == [
        ("c1.weight", "c2.weight"),
        ("c1.bias", "c2.bias"),
    ]
    assert ([p for p, _ in m.cells_and_names()], list(m.name_cells())) == (["", "c1"], ["c1"])
    assert repr(m) == "SharedCell(\n  (c1): Leaf(n=2)\n  (c2): Leaf(n=2)\n)"

    class SharedWeight(nn.Cell):
        def __init__(self):
            super().__init__()
            self.e1, self.e2 = Leaf(), Leaf()
            self.e2.weight = self.e1.weight

    assert names(SharedWeight()) == ["e1.weight", "e1.bias", "e2.bias"]


def test_rewrapping_renames():
    leaf = Leaf(False)
    first = nn.SequentialCell(leaf)
    assert leaf.weight.name == "0.weight"
    nn.SequentialCell(first)
    assert leaf.weight.name == "0.0.weight"
    nn.SequentialCell(leaf)
    assert leaf.weight.name == "0.weight"


def test_tuples_of_unnamed_parameters():
    m = Net()
    m.p1 = ParameterTuple([param(), param()])
    m.p2 = ParameterTuple([param()])
    assert [p.name for p in (*m.p1, *m.p2)] == ["Parameter$1", "Parameter$2", "Parameter$3"]
    assert list(m._params) == ["w", "Parameter$1", "Parameter$2", "Parameter$3"]


def test_check_names():
    m = Net()
    m.check_names()
    m.w2 = param(name="w")
    with pytest.raises(ValueError, match="its name 'w' already exists"):
        m.check_names()
    assert names(m) == ["w", "w", "fc.weight", "fc.bias"]
    assert list(m.parameters_dict()) == ["w", "fc.weight", "fc.bias"]


def test_trainable():
    m = Net()
    m.w.requires_grad = False
    assert [p.name for p in m.trainable_params()] == ["fc.weight", "fc.bias"]
    assert [p.name for p in m.untrainable_params()] == ["w"]
    assert m.trainable_params(recurse=False) == []


def test_insert_param():
    m = Net()
    m.insert_param_to_cell("p1", param())
    m.insert_param_to_cell("none", None)
    m.insert_param_to_cell("a.b", param(), check_name_contain_dot=False)
    m.insert_param_to_cell("w", param())
    assert (m.p1.name, m.none, list(m._params)) == ("p1", None, ["w", "p1", "none", "a.b"])
    for args, error in [(("a.c", param()), KeyError), (("", param()), KeyError), (("fc", param()), KeyError),
                        (("construct", param()), KeyError), (("zz", 3), TypeError), ((3, param()), TypeError)]:  # fmt: skip
        with pytest.raises(error):
            m.insert_param_to_cell(*args)


def test_insert_child():
    m = Net()
    m.insert_child_to_cell("c1", Leaf())
    m.insert_child_to_cell("none", None)
    m.insert_child_to_cell("fc", Act())
    assert (m.c1.weight.name, m.none, type(m.fc), list(m._cells)) == ("weight", None, Act, ["fc", "c1", "none"])
    for args, error in [(("w", Act()), KeyError), (("training", Act()), KeyError), (("a.b", Act()), KeyError),
                        (("", Act()), KeyError), ((3, Act()), TypeError), (("zz", 3), TypeError)]:  # fmt: skip
        with pytest.raises(error):
            m.insert_child_to_cell(*args)


def test_init_parameters_data():
    with nn.no_init_parameters():
        m = Leaf()
    assert m.weight.has_init
    assert list(m.init_parameters_data()) == [m.weight, m.bias]
    assert m.weight.asnumpy().tolist() == [1, 1]


@pytest.mark.parametrize(
    ("extra", "children", "text"),
    [("", {}, "E()"), ("k=1", {}, "E(k=1)"), ("k=1\nv=2", {}, "E(\n  k=1\n  v=2\n)"),
     ("k=1", {"a": Act}, "E(\n  k=1\n  (a): Act()\n)"),
     ("k=1\nv=2", {"a": Act, "b": Leaf}, "E(\n  k=1\n  v=2\n  (a): Act()\n  (b): Leaf(n=2)\n)"),
     ("", {"s": lambda: nn.SequentialCell(Act())}, "E(\n  (s): SequentialCell(\n    (0): Act()\n  )\n)")],
)  # fmt: skip
def test_repr(extra, children, text):
    class E(nn.Cell):
        def extend_repr(self):
            return extra

    cell = E()
    for name, make in children.items():
        setattr(cell, name, make())
    assert repr(cell) == str(cell) == text


def test_scopes():
    m = Deep()
    m.generate_scope()
    assert (m.get_scope(), m.fc.get_scope()) == (None, "Default/fc-Leaf")
    assert m.seq[0].get_scope() == "Default/seq-SequentialCell/0-Leaf"


def test_the_executor_refuses_parameters_of_one_name():
    net = Leaf()
    net.again = param(name="weight")
    with pytest.raises(ValueError, match="its name 'weight' already exists"):
        _cell_graph_executor.compile(net)


def test_methods_are_those_of_cell():
    """Cell is written in parts, which messages, help and pickles do not show."""
    with pytest.raises(TypeError, match=r"^Cell\.add_flags\(\) takes 1 positional argument but 2 were given$"):
        nn.Cell().add_flags(1)
    for method in (nn.Cell.state_dict, nn.Cell.cells, nn.Cell.set_comm_fusion):
        assert pickle.loads(pickle.dumps(method)) is method
    assert nn.Cell.phase.fset.__qualname__ == "Cell.phase"
