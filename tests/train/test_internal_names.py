"""Names inside of `train`, `parallel`, `common` and `numpy` that programs import, as the real MindSpore behaves."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim.common._register_for_tensor import tensor_operator_registry
from mindshim.common._stub_tensor import StubTensor
from mindshim.nn.layer.conv import _check_input_3d
from mindshim.nn.wrap.loss_scale import grad_scale, shard_grad_scale
from mindshim.numpy import utils_const
from mindshim.parallel import _cost_model_context
from mindshim.train import serialization
from mindshim.train.checkpoint_pb2 import Checkpoint
from mindshim.train.model import _StepSync, _transfer_tensor_to_tuple


def param(value, name="w", **options):
    return ms.Parameter(ms.Tensor(value, ms.float32), name, **options)


def test_slices_are_merged():
    merged = ms.merge_sliced_parameter([param([[1, 2]], requires_grad=False), param([[3, 4], [5, 6]])])
    assert merged.asnumpy().tolist() == [[1, 2], [3, 4], [5, 6]]
    assert merged.name == "w" and not merged.requires_grad and merged.dtype == ms.float32
    assert serialization.merge_sliced_parameter is ms.merge_sliced_parameter


@pytest.mark.parametrize(
    ("slices", "strategy", "error"),
    [(3, None, TypeError), ([], None, ValueError), ([param([1.0]), 3], None, TypeError), ([param([1.0])], 3, TypeError),
     ([param([[1.0]]), param([1.0])], None, ValueError), ([param([1.0]), param([1.0], "v")], None, ValueError),
     ([param(1.0)], None, ValueError), ([param([1.0])], {"v": 1}, KeyError), ([param([1.0])], {"w": 1}, NotImplementedError)],
)  # fmt: skip
def test_slices_that_can_not_be_merged(slices, strategy, error):
    with pytest.raises(error, match="merge_sliced_parameter"):
        ms.merge_sliced_parameter(slices, strategy)


def test_one_parameter_is_given_the_value_of_another():
    w = param([1.0])
    serialization._update_param(w, ms.Parameter(ms.Tensor([2.0], ms.float16)), False)
    assert w.asnumpy().tolist() == [2.0] and w.dtype == ms.float32
    with pytest.raises(RuntimeError, match="same shape"):
        serialization._update_param(w, param([1.0, 2.0]), False)
    with pytest.raises(RuntimeError, match="same type"):
        serialization._update_param(w, ms.Parameter(ms.Tensor([2.0], ms.float16)), True)


def test_a_checkpoint_is_read_as_a_message(tmp_path):
    file = str(tmp_path / "net.ckpt")
    ms.save_checkpoint([{"name": "a", "data": ms.Tensor([[1.0, 2.0]])}, {"name": "b", "data": ms.Tensor(3)}], file)
    message = Checkpoint()
    with open(file, "rb") as f:
        message.ParseFromString(f.read())
    a, b = message.value
    assert (a.tag, list(a.tensor.dims), a.tensor.tensor_type, b.tag) == ("a", [1, 2], "Float32", "b")
    kind = serialization.tensor_to_np_type(a.tensor.tensor_type)
    assert np.frombuffer(a.tensor.tensor_content, kind).tolist() == [1.0, 2.0]
    assert serialization.tensor_to_ms_type["BFloat16"] == ms.bfloat16 and serialization.tensor_to_np_type("X") is None


def test_settings_of_the_cost_model():
    with pytest.raises(ValueError, match="foo"):
        _cost_model_context.set_cost_model_context(costmodel_beta=1.0, foo=1)
    with pytest.raises(TypeError, match="costmodel_beta"):
        _cost_model_context.set_cost_model_context(costmodel_beta=1)
    with pytest.raises(RuntimeError, match="positive"):
        _cost_model_context.set_cost_model_context(device_memory_capacity=-1.0)
    assert _cost_model_context.get_cost_model_context("costmodel_beta") == 400.0
    _cost_model_context._set_multi_subgraphs()
    assert _cost_model_context._get_multi_subgraphs()
    _cost_model_context._set_multi_subgraphs(False)


@pytest.mark.parametrize(("function", "wanted"), [(grad_scale, [4.0, 3.0]), (shard_grad_scale, [0.5, 1.0])])
def test_accumulated_gradients_are_unscaled_and_cleared(function, wanted):
    grads, sums = (ms.Tensor([1.0, 2.0]),), (param([8.0, 6.0]),)
    (out,) = ms.ops.HyperMap()(ms.ops.partial(function, ms.Tensor(2.0)), grads, sums)
    assert out.asnumpy().tolist() == wanted and sums[0].asnumpy().tolist() == [0.0, 0.0]


def test_small_helpers():
    assert not isinstance(ms.Tensor(1), StubTensor)
    assert tensor_operator_registry.get("cast")(ms.Tensor(1), ms.float16).dtype == ms.float16
    tensor_operator_registry.register("of_a_test", 3)
    assert tensor_operator_registry.get("of_a_test") == 3
    with pytest.raises(AttributeError, match="no_such_operator"):
        tensor_operator_registry.get("no_such_operator")
    with pytest.raises(ValueError, match="For 'Net', the dimension of input must be 3d, but got 2"):
        _check_input_3d((1, 2), "Net")
    with pytest.raises(ValueError, match="a1"):
        utils_const._raise_value_error("a", 1)
    assert _transfer_tensor_to_tuple((1,)) == (1,) and isinstance(_transfer_tensor_to_tuple(ms.Tensor(1)), tuple)
    assert isinstance(_StepSync(), ms.train.Callback)
    assert ms.numpy.fft.fft(ms.Tensor([1.0, 2.0]), 4, axis=0).shape == (4,)
    assert ms.numpy.fft.fftshift(ms.numpy.fft.fftfreq(4), axes=0).asnumpy().tolist() == [-0.5, -0.25, 0.0, 0.25]


def test_shapes_that_broadcast():
    from mindshim.ops._utils import get_broadcast_shape

    pairs = [((2, 3), (3,)), ([2, 1], [1, 3]), ((2, 3), (2, 3)), ((-1, 3), (3,)), ((-1,), (1,)), ((-1,), (2,))]
    assert [get_broadcast_shape(*pair, "X") for pair in pairs] == [[2, 3], [2, 3], (2, 3), [-1, 3], [-1], [2]]
    with pytest.raises(ValueError, match=r"For 'X', a.shape and b.shape need to broadcast. The value of a.shape\[-1\]"):
        get_broadcast_shape((2,), (3,), "X", "a", "b")


def test_there_are_no_parameter_servers():
    x = ms.Tensor([1.0])
    for call in (lambda: ms.ops.Push()((x,), (1,)), lambda: ms.ops.Pull()(x, x)):
        with pytest.raises(NotImplementedError, match="parameter servers"):
            call()
