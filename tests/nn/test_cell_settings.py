"""Flags, training mode, and the properties that only checks and keeps."""

from __future__ import annotations

from collections import OrderedDict

import pytest

import mindshim as ms
from mindshim import nn
from mindshim._extends import cell_attr_register
from tests.nn.cells import Act, Leaf, Net, X


def test_training():
    m = Net()
    assert (m.training, m.phase, m.requires_grad) == (False, "train", False)
    assert m.set_train() is m
    assert (m.training, m.fc.training, m.phase) == (True, True, "train")
    assert m.get_flags() == m.fc.get_flags() == {"training": True}
    m.set_train(False)
    assert (m.fc.training, m.phase, m.fc.phase) == (False, "predict", "train")
    assert m.set_train(1).training == 1
    assert (m.set_train("a").training, m.phase) == ("a", "train")
    m.fc = Leaf()
    assert m.fc.training is False
    m.training = False
    assert (m.training, m.set_grad() is m, m.requires_grad, m.fc.requires_grad) == (False, True, True, False)


def test_flags():
    m = Net()
    assert (m.get_flags(), m.add_flags(a=1, b=False) is m, m.get_flags(), m.a) == ({"a": 1, "b": False}, True,
                                                                                  {"a": 1, "b": False}, 1)  # fmt: skip
    assert m.add_flags_recursive(q=2).fc.q == 2
    assert m.add_flags(fp16=True)(X).dtype is ms.float16
    assert m.add_flags(fp16=False)(X).dtype is ms.float32


@pytest.mark.parametrize(
    ("name", "value", "error", "text"),
    [("phase", 3, TypeError, "'phase' must be string type, but got type <class 'int'>."),
     ("bprop_debug", 3, TypeError, "'bprop_debug' must be bool type"),
     ("pipeline_stage", -1, ValueError, "'pipeline_stage' can not be less than 0, but got -1"),
     ("pipeline_stage", "a", TypeError, "'pipeline_stage' must be int type, but got type : <class 'str'>"),
     ("pipeline_stage", True, TypeError, "'pipeline_stage' must be int type"),
     ("parameter_layout_dict", 3, TypeError, "must be dict type"),
     ("parallel_parameter_name_list", 3, TypeError, "must be list type"),
     ("parallel_parameter_merge_net_dict", 3, TypeError, "must be dict type")],
)  # fmt: skip
def test_checked_properties(name, value, error, text):
    with pytest.raises(error, match=text):
        setattr(Net(), name, value)


def test_kept_properties():
    m = Net()
    m.phase, m.bprop_debug, m.pipeline_stage, m.parameter_layout_dict = "abc", True, 1, {"a": 1}
    assert (m.phase, m.bprop_debug, m.pipeline_stage, m.parameter_layout_dict) == ("abc", True, 1, {"a": 1})
    assert (m.cls_name, m.cell_type, m.create_time > 0, m.compile_cache) == ("Net", None, True, set())
    m.update_cell_type("kind")
    assert (m.cell_type, m.cls_name) == ("kind", "Net")
    for name in ("cell_init_args", "pipeline_segment"):
        with pytest.raises(AttributeError, match=f"The 'Net' object has no attribute '{name}'."):
            getattr(m, name)


def test_for_clusters():
    m = Net()
    assert m.set_comm_fusion(2) is m
    assert (m.w.comm_fusion, m.fc.weight.comm_fusion) == (2, 2)
    m.set_comm_fusion(3, recurse=False)
    assert (m.w.comm_fusion, m.fc.weight.comm_fusion) == (3, 2)
    for bad, error in ((-1, ValueError), ("a", TypeError)):
        with pytest.raises(error):
            m.set_comm_fusion(bad)
    assert m.set_broadcast_flag() is m
    assert list(m.parameters_broadcast_dict()) == ["w", "fc.weight", "fc.bias"]
    assert m.shard(((1, 1),)) is m.offload() is m.set_data_parallel() is m.remove_redundant_parameters() is None
    with pytest.raises(ValueError, match="must be 'less_bn', but got zz"):
        m.set_boost("zz")


def test_recompute_and_inputs():
    m = Net()
    assert m.recompute() is None
    assert m.recompute(mp_comm_recompute=False) is None
    with pytest.raises(ValueError, match="keyword 'nope' is not recognized"):
        m.recompute(nope=1)
    assert m.get_inputs() is None
    m.set_inputs(X)
    assert m.get_inputs() == (X,)
    with pytest.raises(ValueError, match=r"valid key is \['x'\], but got y"):
        m.set_inputs(y=X)
    assert m(X).shape == (2,)


def test_cell_attr_register():
    class A(nn.Cell):
        @cell_attr_register
        def __init__(self, a, b=2):
            super().__init__()

    class B(nn.Cell):
        @cell_attr_register(attrs=["a"])
        def __init__(self, a, b=2):
            super().__init__()

    assert A(1, b=5).cell_init_args == "Adict_values([1, 5])"
    assert B(1, b=5).cell_init_args == "Bdict_values([1])"


def test_default_members():
    m = Act()
    assert (m._params, m._cells) == (OrderedDict(), OrderedDict())
    assert repr(m._params) == "OrderedDict()"
