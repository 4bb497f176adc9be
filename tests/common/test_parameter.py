"""Parameter and ParameterTuple, with what MindSpore 2.10 printed and raised."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, ParameterTuple, Tensor
from mindshim.common.initializer import initializer


def make(value=(1.0, 2.0), name="w", **settings):
    return Parameter(Tensor(list(value)), name=name, **settings)


def test_repr_type_and_identity():
    p = make()
    assert repr(p) == str(p) == f"{p}" == "Parameter (name=w, shape=(2,), dtype=Float32, requires_grad=True)"
    assert isinstance(p, Tensor)
    assert hash(p) == id(p)
    assert type(p + 1) is Tensor
    assert p.value().asnumpy().tolist() == [1, 2]
    assert type(p.value()) is type(p.data) is Tensor


@pytest.mark.parametrize(
    ("data", "dtype", "shape"),
    [(1, "Int32", ()), (1.5, "Float32", ()), ([1, 2], "Int64", (2,)), ([1.0, 2], "Float32", (2,)),
     (np.array([1.0]), "Float64", (1,)), (np.array([True]), "Bool", (1,)), ([], "Float32", (0,))],
)  # fmt: skip
def test_data(data, dtype, shape):
    p = Parameter(data)
    assert (str(p.dtype), p.shape) == (dtype, shape)


@pytest.mark.parametrize(
    ("args", "settings", "error", "text"),
    [((True,), {}, ValueError, "Parameter data can not be `bool`"),
     ((None,), {}, TypeError, "NoneType"),
     (("a",), {}, TypeError, "str"),
     (((1, 2),), {}, TypeError, r"must be in \['Tensor', 'int', 'float', 'numpy.ndarray', 'list'\]. But got type"),
     ((np.float32(1),), {}, TypeError, "numpy.float32"),
     ((1 + 2j,), {}, TypeError, "complex"),
     ((1.0, 3), {}, ValueError, "name should be 'string' or 'None', but got <class 'int'>"),
     ((1.0,), {"requires_grad": 1}, TypeError, "The argument `requires_grad` must be bool type"),
     ((1.0,), {"layerwise_parallel": 1}, TypeError, "The argument `layerwise_parallel` must be bool type."),
     ((1.0,), {"parallel_optimizer": 1}, TypeError, "The argument `parallel_optimizer` must be bool type."),
     ((1.0,), {"device": "Foo"}, ValueError, "Only 'CPU' and 'Remote' is supported"),
     ((), {}, TypeError, "default_input")],
)  # fmt: skip
def test_bad_arguments(args, settings, error, text):
    with pytest.raises(error, match=text):
        Parameter(*args, **settings)


def test_names():
    numbers = [int(Parameter(1.0, name=n).name.removeprefix("Parameter#")) for n in (None, "", "  ")]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    p = make(name="a.b")
    p.name = None
    assert p.name == f"Parameter#{numbers[-1] + 1}"
    with pytest.raises(ValueError, match="should be 'string' or 'None'"):
        p.name = 3
    with pytest.raises(ValueError, match="length"):
        p.name = "a" * 3000


def test_settings():
    p = make()
    shown = (p.layerwise_parallel, p.parallel_optimizer, p.comm_fusion, p.requires_aggr, p.unique, p.key, p.sliced)
    assert shown == (False, True, 1, True, False, -1, False)
    shown = (p.is_init, p.has_init, p.init_mode, p.cache_shape, p.cache_enable, p.inited_param, p.is_in_parallel)
    assert shown == (False, False, None, [], False, None, False)
    for name, value, error in [("requires_grad", 1, TypeError), ("layerwise_parallel", 1, TypeError),
                               ("comm_fusion", -1, ValueError), ("comm_fusion", True, TypeError),
                               ("comm_fusion", "a", TypeError), ("key", "a", TypeError),
                               ("cache_shape", 3, TypeError), ("cache_enable", 1, TypeError),
                               ("parallel_optimizer_comm_recompute", 1, TypeError)]:  # fmt: skip
        with pytest.raises(error):
            setattr(p, name, value)
    p.comm_fusion, p.cache_shape, p.foo = 2, [1], 3
    assert (p.comm_fusion, p.param_info.comm_fusion, p.foo) == (2, 2, 3)
    p.add_pipeline_stage(1)
    for stage in ("a", -1):
        with pytest.raises(TypeError, match="`stage` must be a positive number of int type"):
            p.add_pipeline_stage(stage)


def test_set_data():
    p = make()
    assert p.set_data(Tensor([3, 4])) is p
    assert (p.dtype, p.asnumpy().tolist()) == (ms.float32, [3.0, 4.0])
    assert p.set_data(Tensor([1.0, 2.0, 3.0])).shape == (3,)
    assert p.set_data(1.0).shape == ()
    assert p.set_data(2).dtype is ms.float32
    assert p.set_data(initializer("ones", [2])).asnumpy().tolist() == [1, 1]
    assert p.set_data(make([5.0], "zz")).name == "w"
    for bad in ([1.0], np.ones(2), None, "a", (1,)):
        with pytest.raises(TypeError, match="Parameter data must be"):
            p.set_data(bad)
    q = Parameter([1, 2])
    assert q.set_data(Tensor([1.5, 2.5])).asnumpy().tolist() == [1, 2]
    with pytest.raises(TypeError, match="Current dtype is Int64, and incoming is Float"):
        q.set_data(3.7)


def test_data_is_shared_and_rebinds():
    p = make()
    p.data.assign_value(Tensor([5.0, 6.0]))
    assert p.asnumpy().tolist() == [5, 6]
    p.data = Parameter(Tensor([7]), name="other")
    assert (p.name, p.dtype, p.asnumpy().tolist()) == ("w", ms.int64, [7])


def test_source_stays_independent():
    t = Tensor([1.0, 2.0])
    p, q = Parameter(t), make()
    r = Parameter(q)
    t.assign_value(Tensor([9.0, 9.0]))
    q.set_data(Tensor([9.0, 9.0]))
    assert p.asnumpy().tolist() == r.asnumpy().tolist() == [1, 2]


def test_clone():
    p = make(requires_grad=False, layerwise_parallel=True)
    p.comm_fusion = 3
    c = p.clone()
    assert (c.name, c.comm_fusion, c.layerwise_parallel, c.requires_grad) == ("w", 3, True, False)
    assert p.clone("zeros").asnumpy().tolist() == [0, 0]
    assert p.clone(2).asnumpy().tolist() == [2, 2]
    assert p.clone(Tensor([4.0, 5.0])).asnumpy().tolist() == [4, 5]
    with pytest.raises(ValueError, match="'nope' was not found"):
        p.clone("nope")
    c.set_data(Tensor([8.0, 8.0]))
    assert p.asnumpy().tolist() == [1, 2]


@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p)), lambda p: p.copy()])
def test_copies(how):
    p = make(requires_grad=False)
    p.foo = 3
    c = how(p)
    assert repr(c) == repr(p)
    assert type(c) is Parameter
    assert not hasattr(c, "foo")
    c.set_data(Tensor([9.0, 9.0]))
    assert p.asnumpy().tolist() == [1, 2]


def test_deepcopy_keeps_sharing():
    p = make()
    a, b = copy.deepcopy([p, p])
    assert a is b
    assert a is not p


def test_in_place_writes():
    p = make()
    assert p.assign_value(Tensor([1, 2, 3])) is p
    assert repr(p) == "Parameter (name=w, shape=(3,), dtype=Int64, requires_grad=True)"
    assert p.set_dtype(ms.float16) is ms.float16
    assert p.dtype is ms.float16


def test_no_init_parameters():
    with ms.nn.no_init_parameters():
        p = Parameter(initializer("ones", [2]), name="w")
    assert (p.has_init, p.shape, p.dtype) == (True, (2,), ms.float32)
    assert isinstance(p.init_mode, Tensor)
    assert p.init_data() is p
    assert (p.has_init, p.init_mode, p.asnumpy().tolist()) == (False, None, [1, 1])
    with ms.nn.no_init_parameters():
        q = Parameter(initializer("ones", [2]), name="w")
    q.set_data(Tensor([3.0, 4.0]))
    assert q.init_data().asnumpy().tolist() == [3, 4]


def test_tuple():
    a, b = make(name="a"), make(name="b")
    pair = ParameterTuple(p for p in (a, b))
    assert type(pair[0:1]) is tuple
    assert ParameterTuple([a, a])[1] is a
    cloned = pair.clone("x", "zeros")
    assert type(cloned) is type(copy.deepcopy(pair)) is ParameterTuple
    assert [(p.name, p.asnumpy().tolist()) for p in cloned] == [("x.a", [0, 0]), ("x.b", [0, 0])]
    with pytest.raises(ValueError, match="its name 'a' already exists"):
        ParameterTuple([a, make(name="a")])
    for bad in ([a, 1], {"a": a}, a, [Tensor(1.0)]):
        with pytest.raises(TypeError, match="input should be 'Parameter' collection"):
            ParameterTuple(bad)
    for bad in (3, None):
        with pytest.raises(TypeError, match="not iterable"):
            ParameterTuple(bad)
    with pytest.raises(TypeError):
        pair.clone(3)
    with pytest.raises(ValueError, match="is illegal"):
        pair.clone("")
