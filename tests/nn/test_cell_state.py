"""Buffers, state dicts, `to`."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn
from mindshim.common.parameter import _Buffer
from tests.nn.cells import Act, Leaf, X, param


class State(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = Leaf()
        self.register_buffer("bb", Tensor([1.0]))
        self.register_buffer("temp", Tensor([2.0]), persistent=False)
        self.w = param()


def test_buffers():
    m = State()
    assert [n for n, _ in m.named_buffers()] == ["bb", "temp"]
    assert [n for n, _ in m.named_buffers("q")] == ["q.bb", "q.temp"]
    assert list(m.buffers()) == [m.bb, m.temp]
    assert m.get_buffer("bb") is m.bb
    assert [p for p, _ in m.parameters_and_names()] == ["w", "fc.weight", "fc.bias"]
    m.bb = _Buffer(Tensor([3.0]))
    assert m.get_buffer("bb").asnumpy().tolist() == [3]
    for name in ("bb", "temp"):
        for value in (Tensor([4.0]), m.bb + 1, 1.0, [1.0], np.ones(1)):
            with pytest.raises(TypeError, match=f"Buffer '{name}' already exists in network"):
                setattr(m, name, value)
        for value in (ms.Parameter(Tensor([4.0]), name="p"), nn.ReLU()):
            with pytest.raises(KeyError, match=f"the {name} (parameter|child cell) already exists"):
                setattr(m, name, value)
    assert m.bb.asnumpy().tolist() == [3]
    assert [n for n, _ in m.named_buffers()] == ["bb", "temp"]
    m.register_buffer("none", None)
    assert m.none is None
    assert "none" not in m.state_dict()
    del m.bb
    assert [n for n, _ in m.named_buffers()] == ["temp"]
    for name, text in [("zz", "State has no attribute `zz`"), ("w", "`w` is not a buffer")]:
        with pytest.raises(AttributeError, match=text):
            m.get_buffer(name)


@pytest.mark.parametrize(
    ("args", "error", "text"),
    [(("a.b", X), KeyError, "contain"), (("", X), KeyError, "empty"), ((3, X), TypeError, "should be a string"),
     (("construct", X), KeyError, "attribute 'construct' already exists"),
     (("q", 3), TypeError, "cannot assign '<class 'int'>' object to buffer 'q'")],
)  # fmt: skip
def test_bad_buffers(args, error, text):
    with pytest.raises(error, match=text):
        Act().register_buffer(*args)


def test_bad_value_for_a_buffer():
    with pytest.raises(TypeError, match="Buffer 'bb' already exists in network"):
        State().bb = 3


def test_buffers_are_written_by_compiled_calls():
    class Running(nn.Cell):
        def __init__(self):
            super().__init__()
            self.register_buffer("total", Tensor([0.0, 0.0]))

        def construct(self, x):
            ms.ops.assign_add(self.total, x)
            return self.total

    m = Running()
    f = ms.jit(lambda x: m(x))
    f(X)
    f(X)
    assert m.total.asnumpy().tolist() == m.get_buffer("total").asnumpy().tolist() == [2, 4]


def test_state_dict():
    m = State()
    sd = m.state_dict()
    assert list(sd) == ["w", "bb", "fc.weight", "fc.bias"]
    assert list(sd._metadata) == ["", "fc"]
    assert sd["w"] is m.w
    assert list(m.state_dict(prefix="p."))[0] == "p.w"
    assert repr(m.load_state_dict(sd)) == "<All keys matched successfully>"


def test_load_state_dict():
    m = State()
    missing, unexpected = m.load_state_dict({"w": Tensor([3.0, 4.0])}, strict=False)
    assert (missing, unexpected) == (["bb", "fc.weight", "fc.bias"], [])
    assert m.w.asnumpy().tolist() == [3, 4]
    sd = dict(m.state_dict())
    for given, strict, error, text in [
        ({"w": sd["w"]}, True, RuntimeError, r'Missing key\(s\) in state_dict: "bb", "fc.weight", "fc.bias".'),
        ({**sd, "z": X}, True, RuntimeError, r'Unexpected key\(s\) in state_dict: "z".'),
        ({"w": Tensor([3.0])}, False, RuntimeError, r"copying a param with shape \(1,\) from checkpoint"),
        ({**sd, "w": 3}, True, RuntimeError, "expected Tensor or Tensor-like object from checkpoint but received"),
        (3, True, TypeError, "Expected state_dict to be dict-like, got <class 'int'>."),
    ]:
        with pytest.raises(error, match=text):
            m.load_state_dict(given, strict)


def test_state_hooks_and_extra_state():
    class Extra(State):
        def get_extra_state(self):
            return {"n": 3}

        def set_extra_state(self, state):
            seen.append(state)

    seen: list = []
    m = Extra()
    handles = [m.register_state_dict_pre_hook(lambda *a: seen.append(len(a))),
               m.register_state_dict_post_hook(lambda *a: seen.append(len(a))),
               m.register_load_state_dict_pre_hook(lambda *a: seen.append(len(a))),
               m.register_load_state_dict_post_hook(lambda *a: seen.append(a[1]))]  # fmt: skip
    m.load_state_dict(m.state_dict())
    assert seen == [3, 4, 8, {"n": 3}, ([], [])]
    for handle in handles:
        handle.remove()
    m.state_dict()
    assert len(seen) == 5
    for call in (State().get_extra_state, lambda: State().set_extra_state(1)):
        with pytest.raises(RuntimeError, match="should never be called"):
            call()


def test_to():
    m = State()
    assert m.to(ms.float16) is m
    assert (m.w.dtype, m.fc.weight.dtype, m.bb.dtype) == (ms.float16,) * 3
    assert m.to("cpu", ms.float32).w.dtype is ms.float32
    assert m.to(device="CPU", dtype=ms.float64).w.dtype is ms.float64
    assert m.to(X).w.dtype is ms.float32
    assert m.to_empty(device="CPU") is m
    for args, kwargs in [((ms.int32,), {}), ((X, X), {}), ((), {"nope": 1})]:
        with pytest.raises(TypeError):
            m.to(*args, **kwargs)
    with pytest.raises(ValueError):
        m.to("moon")


def test_not_supported():
    for call in (lambda: Act().register_parameter_forward_hook(print),
                 lambda: Act().register_saved_tensors_hooks(print, print)):  # fmt: skip
        with pytest.raises(NotImplementedError, match="is not supported"):
            call()


def test_a_buffer_may_be_set_as_an_attribute():

    net = nn.Cell()
    net.a = _Buffer(ms.Tensor([1.0]))
    net.b = 3
    net.b = _Buffer(ms.Tensor(2), persistent=False)
    net.register_buffer("c", ms.Tensor(4))
    assert list(net.state_dict()) == ["a", "b", "c"] and isinstance(net.c, _Buffer) and not isinstance(ms.Tensor(1), _Buffer)
    assert type(net.a) is ms.Tensor
    net.child, net.p = nn.Cell(), ms.Parameter(ms.Tensor([1.0]))
    for name in ("child", "p"):
        with pytest.raises(KeyError, match="already exists"):
            setattr(net, name, _Buffer(ms.Tensor([1.0])))
    with pytest.raises(ValueError):
        _Buffer(None)
    with pytest.raises(TypeError):
        _Buffer(3)
