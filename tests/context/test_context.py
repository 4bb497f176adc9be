"""set_context and its relatives: defaults, checks, messages."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import context
from mindshim._core.state import S


@pytest.fixture(autouse=True)
def untouched():
    kept = dict(context._set)
    yield
    context._set.clear()
    context._set.update(kept)
    S.graph_mode = False
    ms.reset_auto_parallel_context()
    ms.reset_ps_context()


DEFAULTS = {
    "mode": 1, "device_target": "CPU", "device_id": 0, "save_graphs": 0, "save_graphs_path": ".",
    "enable_graph_kernel": False, "reserve_class_name_in_scope": True, "enable_reduce_precision": True,
    "max_call_depth": 1000, "max_device_memory": 1024.0, "deterministic": "OFF", "pynative_synchronize": False,
    "enable_compile_cache": None, "compile_cache_path": "", "jit_syntax_level": 2, "jit_config": {},
    "memory_optimize_level": 0, "op_timeout": 900, "mempool_block_size": 1.0, "check_bprop": False,
    "print_file_path": "", "env_config_path": "", "graph_kernel_flags": "", "inter_op_parallel_num": 0,
    "variable_memory_max_size": "0", "ascend_config": {}, "gpu_config": {}, "aoe_tune_mode": "", "aoe_config": {},
    "support_binary": False, "debug_level": 0, "infer_boost": "off", "exec_order": "bfs",
}  # fmt: skip


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults(name):
    assert ms.get_context(name) == DEFAULTS[name]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("mode", 0, 0), ("save_graphs", True, 2), ("save_graphs", 1, 1), ("max_call_depth", 2000, 2000),
     ("deterministic", "ON", "ON"), ("jit_config", {"jit_level": "O1"}, {"jit_level": "O1"}),
     ("memory_optimize_level", "O1", 1), ("runtime_num_threads", 2, 2), ("max_device_memory", "2GB", 1024.0),
     ("ascend_config", {"precision_mode": "x"}, {}), ("jit_syntax_level", ms.STRICT, 0),
     ("enable_compile_cache", True, True), ("grad_for_scalar", True, True)],
)  # fmt: skip
def test_set(name, value, shown):
    assert ms.set_context(**{name: value}) is None
    assert ms.get_context(name) == shown


@pytest.mark.parametrize(
    ("settings", "error", "text"),
    [({"nope": 1}, ValueError, "For 'context.set_context', the keyword argument nope is not recognized!"),
     ({"mode": "a"}, TypeError, "The parameter 'mode' must be <class 'int'>, but got <class 'str'>"),
     ({"mode": 3}, ValueError, r"should be context.GRAPH_MODE \(0\) or context.PYNATIVE_MODE \(1\), but got 3."),
     ({"device_target": "ABC"}, ValueError, r"must be one of \['CPU', 'GPU', 'Ascend', 'Davinci'\], but got ABC."),
     ({"device_target": 3}, TypeError, "The parameter 'device_target' must be <class 'str'>"),
     ({"device_id": -1}, ValueError, r"must be in range \[0, 4095\], but got -1."),
     ({"save_graphs": 5}, ValueError, "value for save_graphs should be 0-3 but got '5'"),
     ({"save_graphs": "a"}, TypeError, r"must be \(<class 'bool'>, <class 'int'>\), but got <class 'str'>"),
     ({"max_call_depth": 0}, ValueError, "must be greater than 0, but got 0"),
     ({"deterministic": "x"}, ValueError, r"must be one of \['ON', 'OFF'\], but got x."),
     ({"pynative_synchronize": 1}, TypeError, "<class 'bool'>, but got <class 'int'>"),
     ({"jit_config": {"jit_level": "O9"}}, ValueError, r"must be one of \['O0', 'O1', 'O2'\], but got O9."),
     ({"jit_config": {"a": "b"}}, ValueError, "the key of argument 'jit_config' must be one of"),
     ({"jit_syntax_level": 5}, ValueError, "should be context.STRICT or context.LAX, but got 5."),
     ({"memory_optimize_level": "O2"}, ValueError, r"must be one of \['O0', 'O1'\], but got O2."),
     ({"runtime_num_threads": -1}, ValueError, "The num of thread must bigger than or equal to 0."),
     ({"op_timeout": -5}, ValueError, "The num of op exe timeout must bigger than or equal to 0."),
     ({"env_config_path": "/none.json"}, ValueError, "is not exists"),
     ({"host_scheduling_max_threshold": 5}, ValueError, "through parameter ascend_config"),
     ({"exec_order": "xx"}, ValueError, r"must be one of \['bfs', 'dfs'\], but got xx."),
     ({"mode": 0, "device_id": -1}, ValueError, "device_id")],
)  # fmt: skip
def test_refused_without_a_trace(settings, error, text):
    before = {name: ms.get_context(name) for name in DEFAULTS}
    with pytest.raises(error, match=text):
        ms.set_context(**settings)
    assert {name: ms.get_context(name) for name in DEFAULTS} == before
    assert not S.graph_mode


def test_other_errors():
    with pytest.raises(TypeError):
        ms.set_context(1)
    with pytest.raises(ValueError, match="For 'context.get_context', the argument nope is not recognized!"):
        ms.get_context("nope")
    with pytest.raises(TypeError):
        ms.get_context(3)


def test_mode_switches_the_engine():
    ms.set_context(mode=ms.GRAPH_MODE)
    assert S.graph_mode
    ms.set_context(mode=ms.PYNATIVE_MODE)
    assert not S.graph_mode
    assert (ms.GRAPH_MODE, ms.PYNATIVE_MODE, ms.STRICT, ms.COMPATIBLE, ms.LAX) == (0, 1, 0, 1, 2)


def test_absent_device(monkeypatch):
    if ms.get_context("device_target") != "CPU":
        pytest.skip("this machine has an accelerator")
    for call in (lambda: ms.set_context(device_target="GPU"), lambda: ms.set_device("Ascend")):
        with pytest.raises(RuntimeError, match=r"Unsupported device target (GPU|Ascend)\. This process only supports"):
            call()
    monkeypatch.setenv("MINDSHIM_ANY_DEVICE", "1")
    ms.set_context(device_target="Ascend")
    assert ms.get_context("device_target") == "CPU"


def test_device():
    ms.set_device("CPU", 0)
    assert repr(ms.get_current_device()) == "('CPU', 0)"
    assert ms.get_current_device().device_target == "CPU"
    for args, error in [(("abc",), ValueError), ((3,), TypeError), (("CPU", -1), ValueError), (("CPU", "a"), TypeError)]:
        with pytest.raises(error):
            ms.set_device(*args)
    with pytest.raises(TypeError, match="The parameter 'deterministic' must be <class 'bool'>"):
        ms.set_deterministic(1)


def test_auto_parallel():
    get = ms.get_auto_parallel_context
    assert [get(k) for k in ("parallel_mode", "device_num", "gradients_mean", "global_rank", "pipeline_stages")] == [
        "stand_alone", 1, False, 0, 1,
    ]  # fmt: skip
    ms.set_auto_parallel_context(parallel_mode="data_parallel", device_num=4, global_rank=2, gradients_mean=True)
    assert [get(k) for k in ("parallel_mode", "device_num", "gradients_mean")] == ["data_parallel", 4, True]
    ms.set_auto_parallel_context(dataset_strategy="full_batch")
    assert get("full_batch") is True
    ms.set_auto_parallel_context(dataset_strategy=((1, 8),))
    assert get("dataset_strategy") == [[1, 8]]
    ms.set_auto_parallel_context(search_mode="sharding_propagation", parallel_optimizer_config={"x": 1})
    assert get("auto_parallel_search_mode") == "sharding_propagation"
    ms.reset_auto_parallel_context()
    assert [get("parallel_mode"), get("device_num")] == ["stand_alone", 1]
    assert ms.ParallelMode.MODE_LIST[0] == ms.ParallelMode.STAND_ALONE == "stand_alone"


@pytest.mark.parametrize(
    ("settings", "error", "text"),
    [({"nope": 1}, ValueError, "Set context keyword nope is not recognized!"),
     ({"parallel_mode": "x"}, ValueError, "only support 'stand_alone', 'data_parallel', 'hybrid_parallel'"),
     ({"device_num": 0}, ValueError, "'device_num' must be a positive integer"),
     ({"device_num": "a"}, TypeError, "The parameter 'device_num' must be <class 'int'>, but got <class 'str'>"),
     ({"global_rank": 5000}, ValueError, r"must be in \[0, 4095\]"),
     ({"gradients_mean": 1}, TypeError, "<class 'bool'>"),
     ({"pipeline_stages": 0}, ValueError, "should be greater or equal 1"),
     ({"dataset_strategy": "x"}, ValueError, "must be 'full_batch' or 'data_parallel'"),
     ({"dataset_strategy": 3}, TypeError, "must be str or tuple type"),
     ({"search_mode": "x"}, ValueError, "'recursive_programming', 'dynamic_programming'"),
     ({"comm_fusion": 3}, TypeError, "<class 'dict'>")],
)  # fmt: skip
def test_auto_parallel_errors(settings, error, text):
    with pytest.raises(error, match=text):
        ms.set_auto_parallel_context(**settings)
    with pytest.raises(ValueError, match="Get context keyword nope is not recognized!"):
        ms.get_auto_parallel_context("nope")


def test_parameter_server():
    ms.set_ps_context(enable_ps=False)
    assert ms.get_ps_context("enable_ps") is False
    with pytest.raises(ValueError, match="Set PS context keyword nope is not recognized!"):
        ms.set_ps_context(nope=1)
    with pytest.raises(NotImplementedError):
        ms.set_ps_context(enable_ps=True)


def test_run_check(capsys):
    assert ms.run_check() is None
    assert capsys.readouterr().out.splitlines() == [
        "MindSpore version:  2.10.0",
        "The result of multiplication calculation is correct, MindSpore has been installed on platform "
        f"[{ms.get_context('device_target')}] successfully!",
    ]
    assert (ms.__version__, ms.version.__version__) == ("2.10.0", "2.10.0")


def test_the_folder_for_graphs_is_made(tmp_path):
    ms.set_context(save_graphs_path=str(tmp_path / "graphs"))
    assert (tmp_path / "graphs").is_dir()
    assert ms.get_context("save_graphs_path") == str((tmp_path / "graphs").resolve())
