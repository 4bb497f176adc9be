"""Layouts, AutoParallel and the functions for checkpoints of several devices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim.parallel.auto_parallel import AutoParallel


def test_layout_tells_the_axes_of_the_grid() -> None:
    layout = ms.Layout((2, 2, 2), ("dp", "sp", "mp"))
    with pytest.raises(ValueError, match="tensor_map"):
        layout.to_dict()
    assert layout("None", ("dp", "mp")).to_dict() == {
        "device_matrix": (2, 2, 2), "tensor_map": (-1, (2, 0)), "interleaved_parallel": False, "alias_name": ("dp", "sp", "mp"),
        "rank_list": [0, 1, 2, 3, 4, 5, 6, 7],
    }  # fmt: skip
    virtual = ms.Layout((2, 2), ("b", "interleaved_parallel"), [3, 2, 1, 0])("interleaved_parallel").to_dict()
    assert (virtual["tensor_map"], virtual["interleaved_parallel"], virtual["rank_list"]) == ((0,), True, [3, 2, 1, 0])


# What the real Layout says, in the words after the class.
@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((2, ("a",)), TypeError, "device_matrix must be tuple type, but got:<class 'int'>"),
        (((2,), ("a", "b")), ValueError, "device_matrix length should be equal to alias_name length"),
        (((2, 3), ("a", "a")), ValueError, r"Each element of alias_name \('a', 'a'\) should be different"),
        (((2,), ("",)), ValueError, "can not be empty"),
        (((2,), ("None",)), ValueError, "no sharding"),
        (((2.0,), ("a",)), TypeError, "must be int type, but got:<class 'float'>"),
        (((2, 2), ("interleaved_parallel", "b")), ValueError, "it should be at the last dim"),
        (((2, 2), ("a", "b"), (3, 1, 0, 2)), TypeError, "The rank_list should be a list, but got tuple"),
        (((2, 2), ("a", "b"), [3, 1, 0]), ValueError, "but got 3 and 4"),
    ],
)
def test_layouts_that_are_refused(arguments: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ms.Layout(*arguments)
    with pytest.raises(ValueError, match=r"The axis x is not found in \('a',\)"):
        ms.Layout((2,), ("a",))("x")
    with pytest.raises(ValueError, match="more than one"):
        ms.Layout((2,), ("a",))("a", "a")


def test_auto_parallel_checks_its_settings_and_runs_the_network() -> None:
    net = ms.nn.Dense(2, 3)
    auto = AutoParallel(net, "recursive_programming")
    assert [p.name for p in auto.get_parameters()] == ["weight", "bias"] and auto.network is net
    x = ms.Tensor(np.ones((1, 2), np.float32))
    auto.hsdp(2, 64, "level2")
    auto.pipeline(1, scheduler="gpipe")
    auto.dataset_strategy((ms.Layout((1,), ("dp",))("dp"), (1, 2)))
    np.testing.assert_array_equal(auto(x).asnumpy(), net(x).asnumpy())
    refused: list[tuple[Any, type[Exception], str]] = [
        (lambda: AutoParallel(net, "x"), ValueError, "but got the value : x"),
        (lambda: auto.pipeline(0), ValueError, "larger than zero"),
        (lambda: auto.pipeline(2, 3), TypeError, "'output_broadcast' must be bool type"),  # type: ignore[arg-type]
        (lambda: auto.pipeline(2, scheduler="x"), ValueError, "zero_bubble_v"),
        (lambda: auto.hsdp(0), ValueError, "shard_size must be a positive integer or -1, but got 0"),
        (lambda: auto.hsdp(2, 64, "x"), ValueError, "Optimizer level should in"),
        (lambda: auto.dataset_strategy("x"), ValueError, "'full_batch' or 'data_parallel'"),
        (lambda: auto.dataset_strategy(((1, "a"),)), TypeError, "must be int type"),
        (lambda: auto.save_operator_strategy_file("x"), KeyError, "absolute path"),
        (lambda: auto.set_group_ckpt_save_file(3), TypeError, "'file_path' must be str"),  # type: ignore[arg-type]
        (lambda: auto.transformer_opt("missing"), ValueError, "does not exist"),
    ]
    for call, error, words in refused:
        with pytest.raises(error, match=words):
            call()


def test_micro_batches_add_up_and_stages_are_kept() -> None:
    net = ms.nn.SequentialCell(ms.nn.Dense(2, 3), ms.nn.Dense(3, 1))
    x = ms.Tensor(np.arange(8, dtype=np.float32).reshape(4, 2))
    whole = net(x).asnumpy()
    for cell in (ms.parallel.nn.Pipeline(net, 2, {"0": 0, "1": 1}), ms.parallel.nn.GradAccumulation(net, 2)):
        np.testing.assert_allclose(cell(x).asnumpy(), whole[:2] + whole[2:], rtol=1e-5)
        assert [p.name for p in cell.get_parameters()] == [p.name for p in net.get_parameters()]
    assert [cell.pipeline_stage for cell in (net[0], net[1])] == [0, 1]
    with pytest.raises(KeyError, match="zz"):
        ms.parallel.nn.Pipeline(net, 2, {"zz": 1})


def test_shard_is_the_function_whoever_imports_the_module() -> None:
    import mindshim.parallel.shard  # noqa: F401

    assert callable(ms.parallel.shard) and ms.parallel.shard is ms.shard
    x = ms.Tensor([1, 2])
    assert ms.parallel.function.reshard(x, ms.Layout((2,), ("a",))("a")) is x


def test_whole_checkpoints_are_loaded_and_slices_refused(tmp_path: Path) -> None:
    net, other = ms.nn.Dense(2, 3), ms.nn.Dense(2, 3)
    ms.save_checkpoint(net, str(tmp_path / "a.ckpt"))
    assert ms.load_segmented_checkpoints(str(tmp_path), other).keys() == {"weight", "bias"}
    np.testing.assert_array_equal(other.weight.asnumpy(), net.weight.asnumpy())
    assert ms.load_distributed_checkpoint(ms.nn.Dense(2, 3), [str(tmp_path / "a.ckpt")]) == ([], [])
    with pytest.raises(NotImplementedError, match="strategies"):
        ms.load_distributed_checkpoint(net, [str(tmp_path / "a.ckpt")] * 2)
    with pytest.raises(ValueError, match="isinstance"):
        ms.load_distributed_checkpoint(3, [])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a directory"):
        ms.load_segmented_checkpoints(str(tmp_path / "missing"))
