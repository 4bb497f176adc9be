"""What an exception in a compiled function leaves behind: Parameters, attributes, random state and caches as they were."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn, ops
from mindshim._core.state import S


class Wrong(Exception):
    """Raised by the programs."""


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([1.0, 2.0]), name="w")
        self.count = Parameter(Tensor(0, ms.int32), name="count", requires_grad=False)
        self.last = Tensor([0.0])
        self.calls = 0
        self.trail = []
        self.kept = {"n": 0}

    def change(self, x):
        self.w += x
        ops.assign_add(self.count, Tensor(1, ms.int32))
        self.last = x * 2
        self.calls = self.calls + 1
        self.trail.append(1)
        self.kept["n"] = self.calls
        return x + ops.standard_normal((2,))

    def held(self):
        return (
            self.w.asnumpy().tolist(), int(self.count), self.last.asnumpy().tolist(), self.calls, list(self.trail), dict(self.kept),
            [type(v).__name__ for v in (self.w, self.count, self.last)],
        )  # fmt: skip


def at_rest():
    return S.scope is None and S.tape is None and not S.falling_back and not S.graph_mode


def random_next():
    """The next random number; the state of before is put back."""
    state = ms.get_rng_state()
    found = ops.standard_normal((2,)).asnumpy().tolist()
    ms.set_rng_state(state)
    return found


X = Tensor([1.0, 2.0])


def shape_error(net, x):
    return ops.concat((net.change(x), x.reshape(2, 1)), 0)


def users_error(net, x):
    net.change(x)
    raise Wrong("mine")


def error_in_a_branch(net, x):
    x = net.change(x)
    if x.sum() > 1e6:
        x = net.change(x)
    else:
        x = net.change(x)
        raise Wrong("mine")
    raise Wrong("mine")


def error_in_a_loop(net, x):
    for k in range(3):
        x = net.change(x)
        if k == 1:
            raise Wrong("mine")
    return x


def error_in_a_gradient(net, x):
    def loss(v):
        v = net.change(v)
        return v.sum() + ops.matmul(v.reshape(1, 2), v.reshape(1, 2))

    return ms.grad(loss)(x)


def users_error_in_a_gradient(net, x):
    def loss(v):
        net.change(v)
        raise Wrong("mine")

    return ms.value_and_grad(loss)(x)


def error_in_vmap(net, x):
    def row(v):
        raise Wrong("mine")

    net.change(x)
    return ops.vmap(row)(x)


def undefined_name(net, x):
    net.change(x)
    return x + nothing_of_that_name  # noqa: F821


TRACED = [shape_error, users_error, error_in_a_branch, error_in_a_loop, error_in_a_gradient, users_error_in_a_gradient, error_in_vmap, undefined_name]


@pytest.mark.parametrize("program", TRACED)
def test_an_error_while_it_is_traced_changes_nothing(program):
    net = Net()
    ms.set_seed(5)
    before, numbers = net.held(), random_next()
    fast = ms.jit(program)
    for _ in range(2):
        with pytest.raises(Exception) as caught:
            fast(net, X)
        assert "racer" not in str(caught.value)
        assert net.held() == before and random_next() == numbers and at_rest()
    # The next call is that of a function that was never called before.
    other = Net()
    ms.set_seed(5)
    step = ms.jit(lambda n, x: n.change(x))
    expected = Net().change(X).asnumpy().tolist()
    ms.set_seed(5)
    assert step(net, X).asnumpy().tolist() == pytest.approx(expected)
    assert net.calls == 1 and other.calls == 0


def failing_assert(net, x):
    x = net.change(x)
    assert x.sum() < 0, "mine"
    return net.change(x)


def raise_by_value(net, x):
    x = net.change(x)
    if x.sum() > 0:
        net.change(x)
        raise Wrong("mine")
    return net.change(x)


def raise_in_a_loop(net, x):
    for _ in range(3):
        x = net.change(x)
        if x.sum() > 5:
            raise Wrong("mine")
    return x


def raise_in_a_gradient(net, x):
    def loss(v):
        v = net.change(v)
        if v.sum() > 0:
            raise Wrong("mine")
        return v.sum()

    return ms.grad(loss)(x)


def index_by_value(net, x):
    net.change(x)
    return [x, x * 2][x.sum().astype(ms.int32)]


RUN = [failing_assert, raise_by_value, raise_in_a_loop, raise_in_a_gradient, index_by_value]


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("program", RUN)
def test_an_error_at_run_time_leaves_what_pynative_leaves(program, graph):
    def run(fn):
        net, out = Net(), []
        ms.set_seed(7)
        for k in range(2):
            with pytest.raises((Wrong, AssertionError, IndexError)) as caught:
                fn(net, X + 20 + k)
            out.append((type(caught.value), str(caught.value), net.held(), random_next()))
            assert S.scope is None and S.tape is None and not S.falling_back
        return out

    expected = run(program)
    if not graph:
        assert run(ms.jit(program)) == expected
        return
    ms.set_context(mode=ms.GRAPH_MODE)
    try:

        class Whole(nn.Cell):
            def __init__(self, net):
                super().__init__()
                self.net = net

            def construct(self, x):
                return program(self.net, x)

        cells = {}
        found = run(lambda net, x: cells.setdefault(id(net), Whole(net))(x))
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    # The Parameters of a Cell in another have longer names, but their values are those.
    assert found == expected


def trained(net, error_at, jitted):
    """Three steps of an optimizer; `error_at` says where an error is raised, once."""
    optimizer = nn.Adam(net.trainable_params(), 0.1)

    def loss(x, y):
        if error_at == "trace":
            raise Wrong("mine")
        out = ((net(x) - y) ** 2).mean()
        if error_at == "run" and out > 100:
            raise Wrong("mine")
        return out

    gradient = ms.value_and_grad(loss, None, optimizer.parameters)

    def step(x, y):
        value, grads = gradient(x, y)
        if error_at == "between":
            raise Wrong("mine")
        optimizer(grads)
        if error_at == "shapes":
            ops.concat((x, y.reshape(-1)), 1)
        return value

    return optimizer, (ms.jit(step) if jitted else step)


@pytest.mark.parametrize("error_at", ["trace", "run", "between", "shapes"])
def test_an_error_in_a_training_step(error_at):
    def state(net, optimizer):
        return [p.asnumpy().tolist() for p in (*net.get_parameters(), *optimizer.get_parameters())]

    def run(jitted):
        ms.set_seed(1)
        net = nn.Dense(2, 1)
        optimizer, step = trained(net, error_at, jitted)
        good, bad = (X.reshape(1, 2), Tensor([[1.0]])), (X.reshape(1, 2), Tensor([[1000.0]]))
        before = state(net, optimizer)
        with pytest.raises((Wrong, ValueError)):
            step(*bad)
        assert at_rest()
        after = state(net, optimizer)
        if error_at == "run":
            step(*good)
            return before, after, state(net, optimizer)
        return before, after, None

    fast, slow = run(True), run(False)
    if error_at == "shapes":
        # Found when it is compiled, before anything has happened.
        assert fast[0] == fast[1] and slow[0] != slow[1]
        return
    assert fast[0] == fast[1] == slow[1]
    if error_at == "run":
        assert all(a == pytest.approx(b, rel=1e-4) for x, y in zip(fast[2], slow[2], strict=True) for a, b in zip(flat(x), flat(y), strict=True))


def flat(value):
    return [v for part in value for v in flat(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("where", ["forward", "forward pre", "backward", "tensor"])
def test_an_error_in_a_hook(where):
    """A hook that is traced with the function ends the compilation, before anything has happened."""

    def wrong(*_):
        raise Wrong("mine")

    def run(jitted):
        net, layer = Net(), nn.Dense(2, 2, weight_init="ones")
        before = net.held()
        {
            "forward": layer.register_forward_hook, "forward pre": layer.register_forward_pre_hook, "backward": layer.register_backward_hook,
            "tensor": layer.weight.register_hook,
        }[where](wrong)  # fmt: skip

        def loss(x):
            x = net.change(x).reshape(1, 2)
            return layer(x).sum()

        gradient = ms.value_and_grad(loss, None, layer.trainable_params())
        fast = ms.jit(gradient) if jitted == "all" else ms.value_and_grad(ms.jit(loss), None, layer.trainable_params()) if jitted else gradient
        ms.set_seed(3)
        numbers = random_next()
        with pytest.raises(Wrong):
            fast(X)
        assert at_rest()
        return net.held() == before and random_next() == numbers

    assert not run("")
    assert run("all")
    if where != "backward":
        # A backward hook of a Cell is no part of a compiled forward pass; that of a Parameter runs after it.
        assert run("inside") is (where != "tensor")


def test_a_failed_call_does_not_grow_the_cache():
    @ms.jit
    def f(x):
        assert x.sum() < 0
        return x * 2

    for _ in range(3):
        with pytest.raises(AssertionError):
            f(X)
    assert f(-X).asnumpy().tolist() == [-2, -4]
    assert [len(e) for e in f._cache.values()] == [1]
