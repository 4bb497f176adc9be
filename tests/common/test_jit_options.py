"""The options of `jit` and its relatives: what is refused, with the real MindSpore's exceptions and key sentences."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import JitConfig, Tensor, nn
from mindshim.common import api

A = Tensor([1.0, 2.0])


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"capture_mode": "PSJit"}, ValueError, r"the 'capture_mode' must be str and must be in '\['ast', 'bytecode', 'trace'\]', but got 'PSJit'"),
        ({"capture_mode": None}, ValueError, "but got 'None'"),
        ({"jit_level": "o0"}, ValueError, "the 'jit_level' must be str and must be in"),
        ({"jit_level": ""}, ValueError, "but got ''"),
        ({"dynamic": 2}, ValueError, r"the 'dynamic' must be in range of \[0, 1\], but got 2 with type 'int'"),
        ({"dynamic": True}, TypeError, "the 'dynamic' must be 'int',  but got 'bool'"),
        ({"dynamic": None}, TypeError, "but got 'NoneType'"),
        ({"fullgraph": 1}, TypeError, "the 'fullgraph' must be a bool, but got int"),
        ({"backend": "ge"}, RuntimeError, "Invalid backend name: ge"),
        ({"disable_format_transform": 1}, TypeError, "the type of 'disable_format_transform' must be bool"),
        ({"exec_order": "x"}, ValueError, r"the value of 'exec_order' must be one of \['bfs', 'dfs'\], but got 'x'"),
        ({"ge_options": 1}, TypeError, "the type of 'ge_options' must be dict"),
        ({"ge_options": {"x": {}}}, ValueError, r"must be one of \['global', 'session'\], but got 'x'"),
        ({"infer_boost": "x"}, ValueError, "the value of 'infer_boost' must be one of"),
    ],
)
def test_options_of_jit_that_are_refused(options, error, says):
    with pytest.raises(error, match=says):
        ms.jit(lambda x: x, **options)


def test_options_of_jit_that_are_taken():
    for options in (
        {"capture_mode": "trace", "jit_level": "O2", "backend": "GE", "dynamic": 1}, {"backend": "ms_backend", "exec_order": "dfs"},
        {"disable_format_transform": True, "ge_options": {"global": {}}, "infer_boost": "on"}, {"input_signature": A, "hash_args": 1, "mode": "PSJit"},
    ):  # fmt: skip
        assert ms.jit(lambda x: x + 1, **options)(A)[0] == 2


def test_jit_config():
    assert JitConfig(jit_level="O2").jit_config_dict["backend"] == "GE"
    assert JitConfig(jit_level="O1", mine=3).jit_config_dict["mine"] == 3
    for name in ("jit_level", "exc_mode", "jit_syntax_level", "debug_level", "infer_boost"):
        with pytest.raises(ValueError, match=f"For '{name}' must be one of"):
            JitConfig(**{name: "x"})
    inner = nn.ReLU()
    net = nn.SequentialCell(inner)
    net.set_jit_config(JitConfig(jit_level="O1"))
    net.set_jit_config(JitConfig(jit_level="O0"))
    assert net.jit_config_dict["jit_level"] == "O1"
    assert inner.jit_config_dict == {}
    for wrong in (3, None, {"jit_level": "O1"}):
        with pytest.raises(AttributeError, match="jit_config_dict"):
            nn.ReLU().set_jit_config(wrong)


def test_jit_class_and_marks():
    with pytest.raises(TypeError, match="can only be used for class type"):
        ms.jit_class(len)
    with pytest.raises(TypeError, match="cannot be used for nn.Cell"):
        ms.jit_class(nn.ReLU)
    assert api._no_recursive(nn.ReLU) is nn.ReLU
    with pytest.raises(TypeError, match="is used for callable object, but got 3"):
        api._no_recursive(3)
    assert ms.jit(api.jit_forbidden_register(lambda x: x + api._run_in_jit()))(A)[0] == 2
    assert not api._run_in_jit()
    with pytest.raises(TypeError, match="must be int and must > 0, but got 'True' with type 'bool'"):
        ms.set_recursion_limit(True)
    with pytest.raises(NotImplementedError, match="cost_analysis"):
        ms.flops_collection()


@pytest.mark.parametrize(
    ("options", "says"),
    [({"attrs": 3}, "attrs must be list or string"), ({"attrs": [3]}, "attr must be a string"), ({"policy": "x"}, "policy must be None or 'front'")],
)
def test_lazy_inline_refuses(options, says):
    with pytest.raises(ValueError, match=says):
        ms.lazy_inline(**options)
    with pytest.raises(ValueError, match="should decorate the __init__ function, not the function: foo"):

        @ms.lazy_inline(attrs=["a"], policy="front")
        def foo(self):
            pass


def test_modules_of_inlining():
    from mindshim.common import lazy_inline, no_inline

    class Net(nn.Cell):
        @lazy_inline
        def __init__(self):
            super().__init__()

    assert isinstance(Net(), nn.Cell)
    assert lazy_inline.lazy_inline is ms.lazy_inline
    assert no_inline.no_inline is ms.no_inline


def test_recompute_refuses():
    net = nn.ReLU()
    for options, error, says in (
        ({"output_recompute": 1}, TypeError, "must be a bool, but got int"), ({"context_fn": 1}, ValueError, "only supported when use_reentrant=False"),
        ({"mp_comm_recompute": 3}, TypeError, "The parameter 'mp_comm_recompute' must be <class 'bool'>"),
        ({"parallel_optimizer_comm_recompute": 3}, TypeError, "must be <class 'bool'>"),
    ):  # fmt: skip
        with pytest.raises(error, match=says):
            net.recompute(**options)
    with pytest.raises(TypeError, match="inherited from Cell when use_reentrant=True"):
        ms.recompute(lambda x: x, A)
    with pytest.raises(ValueError, match="only supported when use_reentrant=False"):
        ms.recompute(net, A, context_fn=1)
    assert ms.recompute(lambda x, y: x * y, A, y=3, use_reentrant=False)[1] == 6


def test_phases():
    class Add(nn.Cell):
        def construct(self, x, n):
            return x + n

    net, other = Add(), Add()
    graph, function = api._CellGraphExecutor(), api._JitExecutor(net.construct, 0)
    for name_of in (lambda *a: graph.compile(net, *a)[0], lambda *a: function.compile("construct", *a)):
        assert name_of(A, 1) == name_of(A + 1, 1)
        assert name_of(A, 1) != name_of(A, 2)
        assert name_of(A, 1) != name_of(A[:1], 1)
        assert name_of(A, ms.mutable(1)) == name_of(A, ms.mutable(2)) != name_of(A, ms.mutable(1.5))
        assert name_of(Tensor([1.0], const_arg=True), 1) != name_of(Tensor([1.0], const_arg=True), 1)
    assert graph.compile(net, A, 1) != graph.compile(other, A, 1)
    assert function(A, 1)[0] == graph(net, A, 1)[0] == 2
