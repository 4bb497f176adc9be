"""Setting, replacing and deleting attributes of a Cell; calling it; copies."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref

import pytest

import mindshim as ms
from mindshim import Tensor, nn
from mindshim._core.state import S
from tests.nn.cells import Act, Leaf, Net, X, param


def test_tensor_is_written_into_the_parameter():
    m = Net()
    w = m.w
    m.w = Tensor([5, 6])
    assert m.w is w
    assert w.asnumpy().tolist() == [5.0, 6.0]
    m.w = Tensor([5.0, 6.0, 7.0])
    assert w.shape == (3,)


def test_parameter_is_replaced_in_place():
    m = Net()
    m.w = param([1.0], "zz")
    assert (m.w.name, list(m._params)) == ("zz", ["w"])
    m.w = None
    assert (m.w, list(m._params), list(m.get_parameters())) == (None, ["w"], list(m.fc.get_parameters()))
    m.w = param()
    assert m.w.name == "w"


@pytest.mark.parametrize(
    ("name", "value", "error", "text"),
    [("w", 3, TypeError, "Parameter 'w' already exists in network, can not assign this type: '<class 'int'>'"),
     ("w", "a", TypeError, "Parameter 'w' already exists"),
     ("w", Act(), KeyError, "the w child cell already exists in the network"),
     ("fc", 3, TypeError, "Sub cell 'fc' already exists in network"),
     ("fc", Tensor(1.0), TypeError, "Sub cell 'fc' already exists in network"),
     ("fc", param(), KeyError, "the fc parameter already exists in the network"),
     ("a.b", param(), KeyError, "should not contain")],
)  # fmt: skip
def test_refused(name, value, error, text):
    m = Net()
    before = (m.w, m.fc, list(m._params), list(m._cells))
    with pytest.raises(error, match=text):
        setattr(m, name, value)
    assert (m.w, m.fc, list(m._params), list(m._cells)) == before


def test_child_is_replaced_or_emptied():
    m = Net()
    m.fc = Act()
    assert (type(m.fc), list(m._cells)) == (Act, ["fc"])
    m.fc = None
    assert (m.fc, dict(m._cells), list(m.cells())) == (None, {"fc": None}, [])
    assert repr(m) == "Net(\n  (fc): None\n)"
    m.fc = Act()
    assert type(m.fc) is Act


@pytest.mark.parametrize("name", ["k", "t", "n"])
def test_plain_attribute_becomes_member(name):
    m = Net()
    setattr(m, name, param())
    assert (getattr(m, name).name, list(m._params)) == (name, ["w", name])
    m = Net()
    setattr(m, name, Act())
    assert list(m._cells) == ["fc", name]


def test_plain_tensor_is_rebound():
    m = Net()
    t = m.t
    m.t = Tensor([2.0])
    assert m.t is not t
    assert t.asnumpy().tolist() == [1.0]


def test_lists_are_not_collected_but_checked():
    m = Net()
    m.several = [param(), param()]
    m.pair = (param(name="q"),)
    m.mixed = [param(), 3]
    m.cells_list = [Act()]
    assert (list(m._params), list(m._cells)) == (["w"], ["fc"])
    with pytest.raises(ValueError, match="its name 'a' already exists"):
        m.bad = [param(name="a"), param(name="a")]
    assert not hasattr(m, "bad")


def test_delete_and_missing():
    m = Net()
    del m.w, m.fc, m.k
    assert (list(m._params), list(m._cells)) == ([], [])
    for name in ("w", "fc", "k", "nope"):
        with pytest.raises(AttributeError, match=f"The 'Net' object has no attribute '{name}'."):
            getattr(m, name)
    with pytest.raises(AttributeError):
        del m.nope


def test_members_written_directly():
    m = Net()
    m._cells["fc"] = new = Act()
    m._params["w2"] = p = param()
    assert m.fc is new
    assert m.w2 is p
    m._params.pop("w2")
    assert not hasattr(m, "w2")


@pytest.mark.parametrize(
    ("value", "text"),
    [(param(), "For 'insert_param_to_cell', please call Cell.__init__() firstly."),
     (Act(), "The 'Early' object has no attribute '_auto_prefix'.")],
)  # fmt: skip
def test_before_init(value, text):
    class Early(nn.Cell):
        def __init__(self):
            self.v = value

    with pytest.raises(AttributeError) as caught:
        Early()
    assert str(caught.value) == text


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE])
def test_values_before_init(mode):
    class Early(nn.Cell):
        def __init__(self, late=False):
            self.v = 3
            if late:
                super().__init__()

        def construct(self):
            return self.v

    assert Early().v == 3
    with pytest.raises(AttributeError, match="_cells"):
        repr(Early())
    before = ms.get_context("mode")
    ms.set_context(mode=mode)
    try:
        assert Early(late=True)() == 3
        with pytest.raises(AttributeError, match=r"super\(\).__init__\(\)"):
            Early()()
    finally:
        ms.set_context(mode=before)


def test_properties():
    class Prop(nn.Cell):
        @property
        def foo(self):
            return 3

        @property
        def bad(self):
            return self.nope

    assert Prop().foo == 3
    with pytest.raises(AttributeError):
        Prop().foo = 5
    with pytest.raises(AttributeError, match="The 'Prop' object has no attribute 'bad'."):
        _ = Prop().bad


def test_call():
    class Pair(nn.Cell):
        def construct(self, x, y=2):
            return x * y

    assert Pair()(3) == 6
    assert Pair()("a", y=3) == "aaa"
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Pair()()
    for call in (nn.Cell(), nn.Cell().construct):
        with pytest.raises(AttributeError, match="For 'Cell', the method 'construct' is not defined."):
            call(1)
    with pytest.raises(TypeError):
        nn.Cell(True, None, 1)
    assert nn.Cell(flags={"a": 1}).a == 1


def test_state_changes_in_construct():
    class Count(nn.Cell):
        def __init__(self):
            super().__init__()
            self.n = 0
            self.w = param([1.0])
            self.t = Tensor([0.0])

        def construct(self, x):
            self.n += 1
            self.w = self.w + x
            self.t = self.t + x
            return x

    for mode in (ms.PYNATIVE_MODE, ms.GRAPH_MODE):
        ms.set_context(mode=mode)
        try:
            c = Count()
            w = c.w
            c(Tensor([2.0]))
            c(Tensor([2.0]))
        finally:
            ms.set_context(mode=ms.PYNATIVE_MODE)
        assert c.w is w
        assert (w.asnumpy().tolist(), c.t.asnumpy().tolist()) == ([5.0], [4.0])


def test_versions():
    m = Net()
    m.fc(X)
    version, epoch = m._version, S.epoch
    m.w = Tensor([5.0, 6.0])
    m.k = 3
    m.set_train(False)
    assert (m._version, S.epoch) == (version, epoch)
    m.set_train()
    assert (m._version, S.epoch > epoch) == (version, True)
    for change in (lambda: setattr(m, "k", 4), lambda: setattr(m, "w", param()), lambda: setattr(m, "fc", Act()),
                   lambda: m.register_forward_hook(print).remove(), lambda: delattr(m, "k")):  # fmt: skip
        version, epoch = m._version, S.epoch
        change()
        assert m._version > version
        assert S.epoch > epoch


def test_graph_mode_sees_changes():
    class Scale(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = param([1.0, 1.0])
            self.k = 3

        def construct(self, x):
            y = x * self.k * self.w
            return y * 10 if self.training else y

    net = Scale()
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        assert net(X).asnumpy().tolist() == [3, 6]
        net.k = 4
        assert net(X).asnumpy().tolist() == [4, 8]
        net.set_train()
        assert net(X).asnumpy().tolist() == [40, 80]
        net.set_train(False)
        net.w.set_data(Tensor([2.0, 2.0]))
        assert net(X).asnumpy().tolist() == [8, 16]
        net.to_float(ms.float16)
        assert net(X).dtype is ms.float16
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def test_compile_leaves_state_alone():
    class Step(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = param([1.0, 1.0])

        def construct(self, x):
            self.w = self.w + x
            return x

    net = Step()
    assert net.compile(X) is None
    assert net.w.asnumpy().tolist() == [1, 1]
    assert net.compile_and_run(X).asnumpy().tolist() == [1, 2]
    assert net.w.asnumpy().tolist() == [2, 3]
    with pytest.raises(TypeError):
        net.compile()


@pytest.mark.parametrize("how", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_copies_are_independent(how):
    m = Net()
    m.fc.register_buffer("b", Tensor([1.0]))
    d = how(m)
    assert repr(d) == repr(m)
    assert [p.name for p in d.get_parameters()] == ["w", "fc.weight", "fc.bias"]
    assert d.fc is d._cells["fc"]
    assert d.fc is not m.fc
    assert d.fc.weight is not m.fc.weight
    d.w = Tensor([9.0, 9.0])
    d.fc.extra = Act()
    assert m.w.asnumpy().tolist() == [1, 2]
    assert not hasattr(m.fc, "extra")
    assert [n for n, _ in d.named_buffers()] == ["fc.b"]


def test_shallow_copy_shares_members():
    m = Net()
    d = copy.copy(m)
    assert (d.w is m.w, d.fc is m.fc, d == m, hash(m) == id(m)) == (True, True, False, True)
    d.new = Leaf()
    assert not hasattr(m, "new")


def test_a_dropped_cell_is_freed_at_once():
    gc.disable()
    try:
        m = Net()
        m.set_train()
        alive = weakref.ref(m)
        del m
        assert alive() is None
    finally:
        gc.enable()
