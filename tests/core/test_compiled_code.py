"""`get_code_extra` says what a function was compiled to."""

from __future__ import annotations

import mindshim as ms
from mindshim import Tensor, nn
from mindshim._c_expression import get_code_extra, jit_mode_pi_disable, jit_mode_pi_enable, update_pijit_default_config
from mindshim.common._pijit_context import PIJitCaptureContext

X = Tensor([1.0, 2.0])


def plain(x):
    return x + 1


def of_a_value(x):
    return x + x.asnumpy().sum()


class Net(nn.Cell):
    @ms.jit(capture_mode="bytecode")
    def construct(self, x):
        return x * 2


def test_programs_and_calls_are_counted():
    assert get_code_extra(plain) is None and get_code_extra(len) is None
    compiled = PIJitCaptureContext()(plain)
    for _ in range(3):
        compiled(X)
    found = get_code_extra(plain)
    assert found["stat"] == "GRAPH_CALLABLE" and found["compile_count_"] == 1 and found["break_count_"] == 0
    assert found["code"]["call_count_"] == 3 and found["code"]["phase_"]
    compiled(Tensor([1.0, 2.0, 3.0]))
    assert get_code_extra(compiled)["compile_count_"] == 2
    del compiled
    assert get_code_extra(plain.__code__)["code"]["call_count_"] == 1


def test_a_function_that_runs_in_pynative():
    ms.jit(of_a_value)(X)
    found = get_code_extra(of_a_value)
    assert found["break_count_"] == 1 and "phase_" not in found["code"]


def test_methods():
    assert jit_mode_pi_enable() is jit_mode_pi_disable() is update_pijit_default_config(loop_unrolling=True) is None
    with PIJitCaptureContext(fullgraph=True):
        Net()(X)
    assert get_code_extra(Net.construct)["break_count_"] == 0
