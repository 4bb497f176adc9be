"""Printing, logging and summaries inside compiled functions: when, how often, in which order, and in MindSpore's text."""

from __future__ import annotations

import logging
import threading

import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops
from mindshim._core import compile as compiled
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"


@pytest.fixture
def reasons(monkeypatch):
    """Why functions were not compiled."""
    found = []
    monkeypatch.setattr(compiled, "explain_fallback", lambda fn, error: found.append(str(error)))
    return found


def test_text_as_recorded(run_python):
    done = run_python("-m", "mindshim", str(GOLDEN / "printing_program.py"))
    assert done.stderr == ""
    assert done.stdout == (GOLDEN / "printing.txt").read_text()


def test_nothing_is_printed_before_the_call_is_known_to_be_good(capsys, reasons):
    @ms.jit
    def f(x):
        print("in", x)
        if x > 2:
            raise ValueError(f"{x} is too big")
        assert x > -2
        print("out", x)
        return x

    f(Tensor(1.0))
    assert capsys.readouterr().out == "in\n1\nout\n1\n"
    for bad, error in ((3.0, ValueError), (-3.0, AssertionError)):
        with pytest.raises(error):
            f(Tensor(bad))
        # Once, by PyNative.
        assert capsys.readouterr().out == f"in {bad}\n"
    f(Tensor(2.0))
    assert capsys.readouterr().out == "in\n2\nout\n2\n"
    assert not reasons


def test_text_of_a_value_that_is_not_printed_is_not_compiled(capsys, reasons):
    @ms.jit
    def returned(x):
        return f"value {x}"

    @ms.jit
    def compared(x):
        return x + 1 if str(x) == "1.0" else x

    @ms.jit
    def chosen(x):
        text = f"big {x}" if x > 2 else f"small {x}"
        print(text)
        return x

    assert returned(Tensor(1.0)) == "value 1.0"
    assert float(compared(Tensor(1.0))) == 2 and float(compared(Tensor(2.0))) == 2
    chosen(Tensor(3.0))
    chosen(Tensor(1.0))
    assert capsys.readouterr().out.splitlines()[-2:] == ["big 3.0", "small 1.0"]
    # The last is a program for each of its paths.
    assert len(reasons) == 2 and f"{__file__}:" in reasons[1]


def test_numbers_separators_and_files(capsys, reasons, tmp_path):
    path = tmp_path / "out.txt"
    file = path.open("w")

    @ms.jit
    def f(x):
        n = 0
        while x > 0:
            x = x - 1
            n += 1
            print(f"step {n:03d}", x, sep=": ", end=";\n")
        print(x, n, file=file, flush=True)
        return n

    assert f(Tensor(2.0)) == 2
    assert capsys.readouterr().out == "step 001: 1.0;\nstep 002: 0.0;\n"
    assert path.read_text() == "0.0 2\n"
    file.close()
    # What goes wrong while printing is raised by the call.
    with pytest.raises(ValueError, match="closed file"):
        f(Tensor(1.0))
    assert not reasons


def test_logging_has_the_place_of_the_call(caplog, reasons):
    logger = logging.getLogger("tests.effects")

    @ms.jit
    def f(x, verbose):
        if x > 1:
            logger.info("value %s, %.2f", x, x)
        logging.error("always")
        logger.log(logging.WARNING, f"{x}", extra={"more": 1})
        return x

    with caplog.at_level(logging.WARNING):
        f(Tensor(2.0), 1)
    with caplog.at_level(logging.INFO):
        f(Tensor(3.0), 1)
        f(Tensor(0.5), 1)
    said = [(r.levelname, r.getMessage()) for r in caplog.records if r.name in ("root", "tests.effects")]
    assert said == [
        ("ERROR", "always"), ("WARNING", "2.0"), ("INFO", "value 3.0, 3.00"), ("ERROR", "always"), ("WARNING", "3.0"),
        ("ERROR", "always"), ("WARNING", "0.5"),
    ]  # fmt: skip
    first = caplog.records[0]
    assert (first.pathname, first.funcName) == (__file__, "f")
    assert first.lineno == f.__wrapped__.__code__.co_firstlineno + 4
    assert not reasons


def test_long_loops_gradients_and_order(capsys, reasons):
    summary = ops.TensorSummary()

    @ms.jit
    def f(x):
        for i in range(40):
            if i % 20 == 0:
                print("at", i)
            x = x * 1.0
        ops.print_("sum", x)
        summary("x", x)
        print("end")
        return x.sum()

    x = Tensor([1.0, 2.0])
    value, gradient = ms.value_and_grad(f)(x)
    assert gradient.asnumpy().tolist() == [1, 1]
    text = "at\n0\nat\n20\nsum\nTensor(shape=[2], dtype=Float32, value=[ 1.00000000e+00  2.00000000e+00])\nend\n"
    assert capsys.readouterr().out == text
    ms.jit(ms.grad(f))(x)
    assert capsys.readouterr().out == text
    ms.vmap(lambda t: f(t))(Tensor([[1.0], [2.0]]))
    assert capsys.readouterr().out.count("end") >= 1
    assert not reasons


def test_summaries_in_branches(reasons, tmp_path):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.scalar = ops.ScalarSummary()

        def construct(self, x):
            if x.sum() > 1:
                self.scalar("big", x.sum())
            else:
                self.scalar("small", x.sum())
            return x

    from mindshim.ops import summaries

    net = ms.jit(Net())
    with ms.SummaryRecord(str(tmp_path)):
        net(Tensor([1.0, 2.0]))
        net(Tensor([0.5, 0.0]))
        assert [(kind, name, float(value)) for kind, name, value in summaries.take()] == [("Scalar", "big", 3.0), ("Scalar", "small", 0.5)]
    assert not reasons


def test_another_thread_prints_while_this_one_traces(capsys):
    go, done = threading.Event(), threading.Event()

    def other():
        go.wait(10)
        ms.ops.print_("other")
        done.set()

    thread = threading.Thread(target=other)
    thread.start()

    @ms.jit
    def f(x):
        go.set()
        done.wait(10)
        return x

    f(Tensor(1.0))
    thread.join()
    assert capsys.readouterr().out == "other\n"


def test_a_gradient_of_a_gradient_prints_once(capfd):
    def f(x):
        print("here")
        return x * x * x

    fast = ms.jit(f)
    for gradient in (ms.grad(ms.grad(fast)), ms.grad(ms.jit(ms.grad(f))), ms.jit(ms.grad(ms.grad(f))), ms.grad(fast)):
        for _ in range(2):
            gradient(ms.Tensor([5.0]))
            assert capfd.readouterr().out == "here\n"


def test_a_branch_prints_for_the_rows_of_a_batch_that_take_it(capsys):
    def branches(x):
        if x.sum() > 0:
            print("positive", x.sum())
            if x.sum() > 5:
                print("big")
            return x * 2
        print("negative", x.sum())
        return x

    def loop(x):
        while x.sum() < 5:
            x = x + 1
            print(x.sum())
        return x

    rows = Tensor([[1, 2], [-1, -2], [3, 3]])
    for transformed in (ops.vmap(branches), ms.jit(ops.vmap(branches))):
        assert transformed(rows).asnumpy().tolist() == [[2, 4], [-1, -2], [6, 6]]
        assert capsys.readouterr().out.split() == ["negative", "-3", "positive", "3", "positive", "6", "big"]
    assert ops.vmap(loop)(rows).asnumpy().tolist() == [[2, 3], [3, 2], [3, 3]]
    assert sorted(map(int, capsys.readouterr().out.split())) == [-1, 1, 3, 5, 5]
