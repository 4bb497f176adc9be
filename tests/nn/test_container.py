"""SequentialCell, CellList, CellDict: members, names after each change, errors."""

from __future__ import annotations

from collections import OrderedDict

import pytest

import mindshim as ms
from mindshim import Tensor, nn
from tests.nn.cells import Act, Leaf, X, names


def leaf():
    return Leaf(has_bias=False)


class Holder(nn.Cell):
    def __init__(self, *cells):
        super().__init__()
        self.ls = nn.CellList(*cells)
        self.sq = nn.SequentialCell()


def test_sequential():
    s = nn.SequentialCell(leaf(), Act())
    assert (len(s), s[-1], s[True], list(s)) == (2, s[1], s[1], [s[0], s[1]])
    assert type(s[0:1]) is nn.SequentialCell
    assert s(X).asnumpy().tolist() == [1, 2]
    assert nn.SequentialCell()(X) is X
    s[0] = Act()
    s[-1] = leaf()
    s.append(leaf())
    assert names(s) == ["1.weight", "2.weight"]
    assert s.cell_list == list(s)
    del s[0]
    assert (names(s), list(s._cells)) == (["0.weight", "1.weight"], ["0", "1"])
    del s[-1]
    del s[0:1]
    assert (repr(s), list(s)) == ("SequentialCell()", [])
    with pytest.raises(TypeError):
        nn.SequentialCell(Act())(X, 1)


def test_sequential_of_named_cells():
    s = nn.SequentialCell(OrderedDict(a=leaf(), b=leaf()))
    s.append(leaf())
    assert (names(s), list(s._cells), s.a is s[0]) == (["a.weight", "b.weight", "2.weight"], ["a", "b", "2"], True)
    del s[0]
    assert (names(s), list(s._cells)) == (["b.weight", "1.weight"], ["b", "1"])
    s[0] = leaf()
    assert names(s) == ["b.weight", "1.weight"]


@pytest.mark.parametrize("bad", [3, (Act(),), {"a": Act()}, None])
def test_sequential_arguments(bad):
    with pytest.raises(TypeError, match=r"For 'SequentialCell', the 'args\[0\]' must be Cell, list or orderedDict"):
        nn.SequentialCell(bad)


def test_sequential_errors():
    s = nn.SequentialCell(Act(), Act())
    for call, error, text in [
        (lambda: s[5], IndexError, r"must be a number in range \[-2, 2\), but got 5"),
        (lambda: s["a"], TypeError, "the type of 'index' must be int, but got str"),
        (lambda: s.__setitem__(0, 3), TypeError, "each cell must be subclass of Cell, but got int"),
        (lambda: s.__setitem__(5, Act()), IndexError, "range"),
        (lambda: s.__delitem__(10), IndexError, "range"),
        (lambda: s.__delitem__("a"), TypeError, "must be int type or slice type"),
        (lambda: s.append(3), TypeError, "each cell must be subclass of Cell"),
        (lambda: nn.SequentialCell([3]), TypeError, "must be 'Cell' if not None"),
        (lambda: nn.SequentialCell(Act(), 3), TypeError, "must be 'Cell' if not None"),
    ]:
        with pytest.raises(error, match=text):
            call()
    assert len(s) == 2


def test_names_in_a_parent():
    z = Holder([leaf(), nn.SequentialCell(leaf())])
    assert names(z) == ["ls.0.weight", "ls.1.0.weight"]
    z.ls.append(leaf())
    z.ls[0] = leaf()
    z.ls[1].append(leaf())
    assert names(z) == ["ls.0.weight", "ls.1.0.weight", "ls.1.1.weight", "ls.2.weight"]
    z.ls.insert(0, leaf())
    assert names(z) == ["ls.0.weight", "ls.1.weight", "ls.2.0.weight", "ls.2.1.weight", "ls.3.weight"]
    del z.ls[0]
    assert names(z) == ["ls.0.weight", "ls.1.0.weight", "ls.1.1.weight", "ls.2.weight"]
    z.sq = nn.SequentialCell(leaf(), leaf(), leaf())
    z.sq[1] = leaf()
    del z.sq[0]
    z.sq.append(leaf())
    assert names(z)[-3:] == ["sq.0.weight", "sq.1.weight", "sq.2.weight"]
    z.update_parameters_name("net.")
    z.ls.append(leaf())
    assert [n for n in names(z) if n.startswith("net.ls.3")] == ["net.ls.3.weight"]


def test_filled_after_being_attached():
    z = Holder()
    z.ls.append(leaf())
    z.ls.append(leaf())
    z.sq.append(leaf())
    assert names(z) == ["0.weight", "1.weight", "0.weight"]
    assert names(nn.CellList([z])) == ["0.ls.0.weight", "0.ls.1.weight", "0.sq.0.weight"]


def test_slices_rename():
    z = Holder([leaf(), leaf(), leaf()])
    part = z.ls[1:]
    assert (type(part), names(part)) == (nn.CellList, ["0.weight", "1.weight"])
    s = nn.SequentialCell(leaf(), leaf(), leaf())
    assert names(s[1:]) == ["1.weight", "2.weight"]


def test_cell_list():
    cells = nn.CellList([leaf(), Act()])
    assert (len(cells), cells[-1], list(cells)) == (2, cells[1], [cells[0], cells[1]])
    assert cells.extend([leaf()]) is cells
    cells.insert(0, leaf())
    cells.insert(-1, Act())
    assert [type(c).__name__ for c in cells] == ["Leaf", "Leaf", "Act", "Act", "Leaf"]
    assert names(cells) == ["0.weight", "1.weight", "4.weight"]
    cells += [leaf()]
    assert (type(cells), len(cells)) == (nn.CellList, 6)
    del cells[0:2]
    assert names(cells) == ["2.weight", "3.weight"]
    shared = leaf()
    assert names(nn.CellList([shared, shared])) == ["1.weight"]
    assert names(nn.CellList([leaf()], auto_prefix=False)) == ["weight"]
    assert len(nn.CellList()) == 0
    with pytest.raises(NotImplementedError):
        cells(X)


def test_cell_list_subclass_may_be_called():
    class Sum(nn.CellList):
        def construct(self, x):
            total = x
            for cell in self:
                total = total + cell(x)
            return total

    assert Sum([leaf(), leaf()])(X).asnumpy().tolist() == [3, 6]


def test_cell_list_errors():
    cells = nn.CellList([Act(), Act()])
    for call, error, text in [
        (lambda: cells.extend(Act()), TypeError, "should be instance of list, but got Act"),
        (lambda: cells.extend((Act(),)), TypeError, "should be instance of list, but got tuple"),
        (lambda: cells.extend([3]), TypeError, "each cell must be subclass of Cell, but got int"),
        (lambda: cells.append(3), TypeError, "each cell must be subclass of Cell"),
        (lambda: cells.insert(100, Act()), IndexError, r"range \[-2, 2\], but got 100"),
        (lambda: cells.insert("a", Act()), TypeError, "the type of 'index' must be int, but got str"),
        (lambda: cells["a"], TypeError, "must be int or slice, but got str"),
        (lambda: cells[100], IndexError, r"range \[-2, 2\), but got 100"),
        (lambda: cells.__setitem__(0, 3), TypeError, "subclass of Cell"),
        (lambda: cells.__delitem__(100), IndexError, "range"),
        (lambda: nn.CellList(Act()), TypeError, "instance of list"),
        (lambda: nn.CellList(Act() for _ in range(2)), TypeError, "instance of list, but got generator"),
        (lambda: cells + cells, TypeError, "unsupported operand"),
    ]:
        with pytest.raises(error, match=text):
            call()
    assert len(cells) == 2


def test_cell_dict():
    d = nn.CellDict([["a", leaf()], ["b", Act()]])
    assert (len(d), list(d), "a" in d, 3 in d) == (2, ["a", "b"], True, False)
    assert list(d.items()) == [("a", d["a"]), ("b", d["b"])]
    d["c"] = leaf()
    d.update({"e": leaf()})
    assert names(d) == ["a.weight", "c.weight", "e.weight"]
    b = d["b"]
    assert d.pop("b") is b
    del d["a"]
    assert list(d.keys()) == ["c", "e"]
    d.clear()
    assert (len(d), repr(d)) == (0, "CellDict()")
    z = nn.Cell()
    z.d = nn.CellDict({"a": leaf()})
    z.d["b"] = leaf()
    assert names(z) == ["d.a.weight", "d.b.weight"]
    assert names(nn.CellDict({"a": leaf()}, auto_prefix=False)) == ["weight"]
    with pytest.raises(NotImplementedError):
        d(X)


@pytest.mark.parametrize(
    ("given", "error", "text"),
    [(3, TypeError, "should be called with an iterable of key-value pairs, but got int"),
     ([3], TypeError, "element #0 should be Iterable; but got int"),
     ([["a"]], ValueError, "element #0, length should be 2; but has length 1"),
     ([["a", 3]], TypeError, "the type of cell should be Cell, but got int"),
     ([[3, Act()]], TypeError, "the type of key should be string but got int"),
     ({"": Act()}, KeyError, "empty string"), ({"a.b": Act()}, KeyError, "contain"),
     ({"keys": Act()}, KeyError, "can not be same with the attributes of Cell, but got key keys"),
     ({"a": None}, TypeError, "cell can not be None"), ({" a": Act()}, ValueError, "is illegal")],
)  # fmt: skip
def test_cell_dict_errors(given, error, text):
    with pytest.raises(error, match=text):
        nn.CellDict(given)


def test_missing_key():
    for call in (lambda d: d["zz"], lambda d: d.pop("zz"), lambda d: d.__delitem__("zz")):
        with pytest.raises(KeyError, match="zz"):
            call(nn.CellDict())


def test_containers_in_compiled_calls():
    import mindshim as ms

    s = nn.SequentialCell(leaf(), leaf())
    f = ms.jit(lambda x: s(x))
    assert f(X).asnumpy().tolist() == [1, 2]
    s[0].weight = Tensor([3.0, 3.0])
    s.append(leaf())
    s[2].weight = Tensor([2.0, 2.0])
    assert f(X).asnumpy().tolist() == [6, 12]


def test_names_of_appended_cells_follow_the_first_childs_last_key():
    """A child with a "0" of its own is taken for the container, as the real MindSpore does; checkpoints have the names."""

    class Block(nn.Cell):
        def __init__(self):
            super().__init__()
            self.m = nn.SequentialCell(nn.LayerNorm((3,)), nn.Dense(2, 3))

    cells = nn.SequentialCell()
    cells.append(Block())
    cells.append(Block())
    assert [p.name for p in cells.trainable_params()][::2] == ["0.m.0.gamma", "0.m.1.weight", "0.m.1.m.0.gamma", "0.m.1.m.1.weight"]


def test_containers_within_containers():
    kept, listed, row = nn.CellDict({"a": Act()}), nn.CellList([Act()]), nn.SequentialCell([Act()])
    assert len(nn.CellList([listed, row])) == 2
    assert len(nn.SequentialCell([kept, listed])) == 2
    for refused in (
        lambda: nn.CellList([kept]), lambda: nn.CellDict({"a": kept}), lambda: nn.CellDict({"a": listed}), lambda: nn.CellDict({"a": row}),
    ):  # fmt: skip
        with pytest.raises(TypeError, match="the type of cell can not be CellDict"):
            refused()


def test_a_cell_chosen_by_a_tensor_in_compiled_functions():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = nn.CellList([nn.ReLU(), nn.Tanh()])

        def construct(self, x, i):
            return self.layers[i](x)

    net = Net()
    for i, expected in ((0, 2.0), (1, 0.9640276)):
        assert ms.jit(net)(ms.Tensor([2.0]), ms.Tensor(i)).item() == pytest.approx(expected)
    with pytest.raises(TypeError, match="the type of 'index' must be int"):
        net(ms.Tensor([2.0]), ms.Tensor(0))
