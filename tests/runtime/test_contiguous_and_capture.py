"""Tensors in one piece of memory; settings of launches and of clusters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim.hal.contiguous_tensors_handle import combine_tensor_list_contiguous


def test_tensors_one_after_the_other() -> None:
    x, y = ms.Tensor([1.0, 2.0]), ms.Tensor([[3.0]])
    handle = combine_tensor_list_contiguous([x, y])
    np.testing.assert_array_equal(handle[1:].asnumpy(), [2, 3])
    assert handle[1].asnumpy() == np.array([2.0])
    np.testing.assert_array_equal(handle.slice_by_tensor_index().asnumpy(), [1, 2, 3])
    np.testing.assert_array_equal(handle.slice_by_tensor_index(1, 2).asnumpy(), [3])
    for start, end in ((1, 1), (0, 5)):
        with pytest.raises(ValueError, match="slice input error"):
            handle.slice_by_tensor_index(start, end)
    for bad in (x, [x, 3]):
        with pytest.raises(TypeError, match="input list must be"):
            combine_tensor_list_contiguous(bad)  # type: ignore[arg-type]


def test_what_clusters_and_other_devices_have() -> None:
    net: Any = ms.nn.Dense(2, 3)
    for call in (net.set_param_ps, net.weight.set_param_ps):
        with pytest.raises(NotImplementedError, match="parameter server"):
            call()
    # A Parameter may have this name, which was a method of Cell until MindSpore 2.0.
    net.place = ms.Parameter(ms.Tensor(0.0), name="place")
    with pytest.raises(ValueError, match="fusion_size"):
        net.flatten_weights(-1)
    ms.runtime.set_kernel_launch_capture(True, ["Add"])
    with pytest.raises(TypeError, match="op_capture_skip must be a list"):
        ms.runtime.set_kernel_launch_capture(True, "Add")  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="memory_replay"):
        ms.runtime.memory_replay("x.csv")


def test_cores_are_chosen_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from mindshim.runtime import executor

    monkeypatch.setattr(executor, "_affinity_given", False)
    with pytest.raises(RuntimeError, match=r"set in affinity_cpu_list:\['100000-100001'\] is not available"):
        ms.runtime.set_cpu_affinity(True, ["100000-100001"])
    ms.runtime.set_cpu_affinity(True, ["0-1"])
    with pytest.raises(RuntimeError, match="cannot be set repeatedly"):
        ms.runtime.set_cpu_affinity(False)
