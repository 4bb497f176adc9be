"""Assignment, gradient barriers and printing: what samples of values do not show."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn, ops


def both(fn, *inputs):
    """Gradients for all inputs, as Python numbers."""
    return [g.asnumpy().tolist() for g in ops.GradOperation(get_all=True)(fn)(*inputs)]


def test_assignment_keeps_an_input_an_input() -> None:
    """Recorded from MindSpore: what is computed after the assignment counts for the variable, not for the value."""
    assert both(lambda w, v: ops.assign(w, v) * w, Parameter(Tensor(3.0), name="w"), Tensor(2.0)) == [4.0, 0.0]
    assert both(lambda w, v: ops.assign_add(w, v) * w, Parameter(Tensor(3.0), name="w"), Tensor(2.0)) == [10.0, 5.0]


def test_assignment_in_a_gradient_stays() -> None:
    w = Parameter(Tensor(3.0), name="w")
    both(lambda v: ops.assign(w, v * 2), Tensor(2.0))
    assert w.asnumpy() == 4.0
    assert both(lambda v: (ops.assign(w, v * 2), w * v)[1], Tensor(2.0)) == [4.0]


class Writes(nn.Cell):
    """Writes to a Parameter in one of the ways there are, then uses it."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self.how = how
        self.w = Parameter(Tensor([0.0, 1.0, 2.0]), name="w")

    def construct(self, x: Tensor) -> Tensor:
        w, x = self.w, x * 2
        if self.how == "assign":
            ops.assign(w, w + x)
        elif self.how == "assign_add":
            ops.assign_add(w, x)
        elif self.how == "attribute":
            self.w = w + x
        elif self.how == "set_data":
            w.set_data(w + x)
        elif self.how == "index":
            w[:] = w + x
        elif self.how == "scatter":
            ops.ScatterAdd()(w, Tensor([0, 1, 2], ms.int32), x)
        return self.w * x


@pytest.mark.parametrize("how", ["assign", "assign_add", "attribute", "set_data", "index", "scatter"])
def test_no_gradient_flows_through_what_is_written_to_a_parameter(how: str) -> None:
    """Recorded from MindSpore: the Parameter counts with the value it has where it is used."""
    x = Tensor([1.0, 2.0, 3.0])
    assert ops.grad(Writes(how))(x).asnumpy().tolist() == [4.0, 10.0, 16.0]
    net = Writes(how)
    dx, dw = ops.grad(net, 0, net.trainable_params())(x)
    assert dx.asnumpy().tolist() == [4.0, 10.0, 16.0]
    assert dw[0].asnumpy().tolist() == [2.0, 4.0, 6.0]
    if how != "set_data":  # not to be compiled
        assert ops.grad(ms.jit(Writes(how)))(x).asnumpy().tolist() == [4.0, 10.0, 16.0]


def test_a_sum_written_to_a_tensor_counts_in_a_compiled_function() -> None:
    """Recorded from MindSpore."""
    add = ops.AssignAdd()

    @ms.jit
    def written_to_an_input(x, y):
        add(y, x)
        add(y, y * x)
        return y * y

    def written_to_a_result(x, y):
        z = y * 2
        ops.assign_sub(z, x * 3)
        return z * x

    assert both(written_to_an_input, Tensor([1.0]), Tensor([2.0])) == [[60.0], [24.0]]
    assert both(ms.jit(written_to_a_result), Tensor([1.0]), Tensor([2.0])) == [[-2.0], [2.0]]


def test_stop_gradient_cuts() -> None:
    assert both(lambda x: ops.stop_gradient(x * 2) * x, Tensor(3.0)) == [6.0]
    assert both(ms.jit(lambda x: ops.stop_gradient(x * 2) * x), Tensor(3.0)) == [6.0]
    second = ms.grad(ms.grad(lambda x: ops.stop_gradient(x) * x * x))
    assert second(Tensor(3.0)).asnumpy() == 6.0


def test_stop_gradient_shares_memory() -> None:
    x = Tensor([1.0, 2.0])
    y = ops.stop_gradient(x)
    y[0] = 9.0
    assert x.asnumpy().tolist() == [9.0, 2.0]


def test_stop_gradient_goes_into_sequences() -> None:
    out = ops.stop_gradient([Tensor(1.0), 2, "a"])
    assert isinstance(out, list) and out[1:] == [2, "a"]


def test_a_failed_assignment_changes_nothing() -> None:
    w = Parameter(Tensor([1.0, 2.0]), name="w")
    for bad, error in ((Tensor([1.0]), ValueError), (Tensor([1.0, 2.0], ms.float64), TypeError), ("a", TypeError)):
        with pytest.raises(error):
            ops.assign_add(w, bad)
        assert w.asnumpy().tolist() == [1.0, 2.0]


def test_assignment_in_a_compiled_function() -> None:
    w = Parameter(Tensor([1.0, 2.0]), name="w")
    step = ms.jit(lambda x: ops.depend(x, ops.assign_add(w, x)), fullgraph=True)
    for _ in range(3):
        step(Tensor([1.0, 1.0]))
    assert w.asnumpy().tolist() == [4.0, 5.0]


def test_print_in_a_compiled_function(capsys: pytest.CaptureFixture[str]) -> None:
    """It prints at each run, with the values of that run."""

    @ms.jit(fullgraph=True)
    def f(x):
        ops.Print()("x:", x)
        return x + 1

    for value in (1, 2):
        f(Tensor(value)).asnumpy()
    # Compiled functions of MindSpore show a number as such.
    assert capsys.readouterr().out == "x:\n1\nx:\n2\n"


def test_print_shows_text_and_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    ops.Print()(1, 2.5, "a", (1, 2), True, None)
    assert capsys.readouterr().out.split("\n") == ["1", "2.5", "a", "(1, 2)", "True", "None", ""]


def test_partial() -> None:
    assert ops.Partial()(pow, 2)(3) == 8
    assert ops.partial(pow, exp=2)(3) == 9
    with pytest.raises(TypeError):
        ops.partial(3)


def test_the_gradient_of_what_index_add_adds_goes_by_its_result() -> None:
    p = ms.Parameter(ms.Tensor([[0.0, 0.0], [0.0, 0.0]]), name="p")
    rows, weights, y = ms.Tensor([1], ms.int32), ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), ms.Tensor([[1.0, 1.0]])
    by_result = ms.grad(lambda v: (ops.index_add(p, rows, v, 0) * weights).sum(), 0, [p])(y)
    assert by_result[0].asnumpy().tolist() == [[3, 4]] and by_result[1][0].asnumpy().tolist() == [[1, 2], [3, 4]]
    assert p.asnumpy().tolist() == [[0, 0], [1, 1]]

    def by_parameter(v: ms.Tensor) -> ms.Tensor:
        ops.index_add(p, rows, v, 0)
        return (p * weights).sum()

    found = ms.grad(by_parameter, 0, [p])(y)
    assert found[0].asnumpy().tolist() == [[0, 0]] and found[1][0].asnumpy().tolist() == [[1, 2], [3, 4]]
