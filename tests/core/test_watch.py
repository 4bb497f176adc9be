"""What is told of compiled functions: causes of compilations, reasons for PyNative, counts, and nothing while nobody asks."""

from __future__ import annotations

import linecache
import threading

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops
from mindshim._core import compile as compiled
from mindshim._core.watch import Watcher
from mindshim.tools.explain import explaining, table


@pytest.fixture
def watcher():
    found = Watcher()
    found.start()
    yield found
    found.stop()


def causes(watcher, name):
    return [c.cause for c in record(watcher, name).compilations]


def record(watcher, name):
    (found,) = [r for r in watcher.records.values() if r.name.replace("<locals>.", "").endswith(f".{name}") or r.name == name]
    return found


def test_the_argument_that_made_a_compilation_necessary(watcher):
    @ms.jit
    def f(x, n=1, options=None, *rest, flag=False):
        return x * n

    x = Tensor([1.0, 2.0])
    f(x)
    f(Tensor([1.0]))
    f(Tensor([1]))
    f(x, 2)
    f(x, 2, {"a": (3, x)})
    f(x, 2, {"a": (4, x)})
    f(x, 2, {"a": (4, x)}, x)
    f(x, 2, {"a": (4, x)}, x, flag=True)
    f(x, 2, np.array([1, 2]))
    f(x, 2, np.array([1, 3]))
    f(x, 2, len)
    f(x)
    assert causes(watcher, "f") == [
        "first call",
        "x: float32(2) -> float32(1)",
        "x: float32(1) -> int64(1)",
        "n: not given -> 2",
        "options: not given -> dict of 1; options['a']: not given -> tuple of 2; options['a'][0]: not given -> 3; and 1 more",
        "options['a'][0]: 3 -> 4",
        "rest[0]: not given -> float32(2)",
        "flag: not given -> True",
        "options: not given -> array [1 2]",
        "options: array [1 2] -> array [1 3]",
        "options: array [1 3] -> builtin_function_or_method len",
    ]
    found = record(watcher, "f")
    assert (found.calls, found.compiled_calls) == (12, 12)
    assert found.trace_seconds > 0 and found.compile_seconds > 0


def test_what_changed_outside(watcher):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = ms.Parameter(Tensor([1.0, 2.0]), name="w")
            self.k = 2

        def construct(self, x):
            return x * self.w * self.k

    net, decides = Net(), Tensor([2])

    @ms.jit
    def f(x):
        return ops.reshape(net(x), (int(decides), -1))

    x = Tensor([1.0, 2.0])
    f(x)
    net.set_train()
    f(x)
    net.k = 3
    f(x)
    net.w.requires_grad = False
    f(x)
    decides.assign_value(Tensor([1]))
    f(x)
    f(x)
    assert causes(watcher, "f") == [
        "first call",
        "Net.training: False -> True",
        "an attribute, member or hook of Net was changed",
        "requires_grad of w: True -> False",
        "a Tensor[Int64](1,) from outside whose value the program was compiled for: [2] -> [1]",
    ]


def test_a_learning_rate_that_varies_does_not_compile_again(watcher):
    net = nn.Dense(2, 1)
    schedule = nn.cosine_decay_lr(0.0, 0.1, 1000, 1000, 1)
    optimizer = nn.Momentum(net.trainable_params(), schedule, 0.9)
    loss = ms.value_and_grad(lambda x: net(x).sum(), None, optimizer.parameters)

    @ms.jit
    def step(x):
        value, gradients = loss(x)
        optimizer(gradients)
        return value

    by_hand = ms.jit(lambda x, rate: x - rate * x)
    x, rate = Tensor([[1.0, 2.0]]), Tensor(0.5)
    for i in range(1000):
        step(x)
        by_hand(x, Tensor(0.1 / (i + 1), ms.float32))
        by_hand(x, rate)
    assert causes(watcher, "step") == ["first call"]
    assert causes(watcher, "<lambda>") == ["first call"]
    assert int(optimizer.global_step) == 1000


def test_reasons_errors_methods_and_cells(watcher):
    @ms.jit
    def branchy(x):
        if float(x.asnumpy()) > 0:
            return x
        return x + 1

    for _ in range(3):
        branchy(Tensor(1.0))
    found = record(watcher, "branchy")
    assert (found.calls, found.compiled_calls, found.compilations) == (3, 0, [])
    (reason,) = found.refusals
    at = branchy.__wrapped__.__code__.co_firstlineno + 2
    assert reason.endswith(f"{__file__}:{at}: if float(x.asnumpy()) > 0:"), reason

    @ms.jit
    def wrong(x):
        y = x + 1
        raise KeyError(y.shape)

    for _ in range(2):
        with pytest.raises(KeyError):
            wrong(Tensor(1.0))
    assert [*record(watcher, "wrong").errors.values()] == [2]
    assert next(iter(record(watcher, "wrong").errors)).endswith(": raise KeyError(y.shape)")

    class Model:
        @ms.jit
        def run(self, x):
            return x + 1

    Model().run(Tensor(1))
    Model().run(Tensor(1))
    assert causes(watcher, "Model.run") == ["first call", "first call of another object"]

    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        net = nn.Dense(2, 1)
        net(Tensor([[1.0, 2.0]]))
        net(Tensor([[1.0, 2.0], [3.0, 4.0]]))
        ms.grad(net)(Tensor([[1.0, 2.0]]))
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    assert causes(watcher, "Dense") == ["first call", "x: float32(1, 2) -> float32(2, 2)"]
    text = table(list(watcher.records.values()))
    for piece in ("branchy", "in PyNative", "not compiled: ", "error: KeyError: ", "grad_Dense"):
        assert piece in text


def test_the_line_of_an_error_in_a_decorated_function():
    @ms.jit
    @(lambda f: f)
    def wrong(x):
        y = x + 1
        raise KeyError(y.shape)

    with pytest.raises(KeyError) as caught:
        wrong(Tensor(1.0))
    assert caught.traceback[-1].lineno == wrong.__wrapped__.__code__.co_firstlineno + 3


def test_threads_are_counted_each(watcher):
    @ms.jit
    def f(x):
        return x + 1

    f(Tensor([1.0]))
    threads = [threading.Thread(target=lambda: [f(Tensor([1.0])) for _ in range(50)]) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert (record(watcher, "f").calls, record(watcher, "f").compiled_calls) == (201, 201)


def test_nothing_is_left_behind():
    plain = compiled.JitFunction.__call__, compiled.Compiled.call
    with pytest.raises(ZeroDivisionError), explaining():
        assert compiled.JitFunction.__call__ is not plain[0]
        1 / 0  # noqa: B018
    assert (compiled.JitFunction.__call__, compiled.Compiled.call) == plain
    assert compiled.watcher is None


def test_explain_and_log_from_outside(tmp_path, run_python):
    program = tmp_path / "program.py"
    program.write_text(
        "import mindspore as ms, sys\n"
        "@ms.jit\ndef f(x):\n    return x + 1\n"
        "print(f(ms.Tensor([1.0])), f(ms.Tensor([1.0, 2.0])), sys.argv[1:])\n"
        "f(1 / 0)\n"
    )
    linecache.clearcache()
    done = run_python("-m", "mindshim", "explain", "program.py", "a", "-h", env={"MINDSHIM_LOG_COMPILES": "1"})
    assert done.returncode == 1
    assert done.stdout == "[2.] [2. 3.] ['a', '-h']\n"
    lines = done.stderr.splitlines()
    assert lines[0].startswith("mindshim: compiled 'f'") and lines[0].endswith(": first call")
    assert lines[1].endswith(": x: float32(1) -> float32(2)")
    assert lines[3].split()[:4] == ["function", "calls", "compiled", "in"]
    assert lines[4].split()[:4] == ["f", "2", "2", "0"] and lines[4].endswith("program.py:2")
    assert lines[5:7] == ["  compiled: first call", "  compiled: x: float32(1) -> float32(2)"]
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert run_python("-m", "mindshim", "explain").returncode == 2
