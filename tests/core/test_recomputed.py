"""`recompute` in compiled functions: what a block computes is not kept for its gradient, and nothing else changes."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import nn, ops

X = ms.Tensor(np.random.RandomState(0).randn(256, 32).astype(np.float32))


class Block(nn.Cell):
    def __init__(self, width=32, hidden=128):
        super().__init__()
        self.up, self.down = nn.Dense(width, hidden), nn.Dense(hidden, width)
        self.norm, self.drop = nn.BatchNorm1d(hidden), nn.Dropout(p=0.3)

    def construct(self, x):
        return x + ops.tanh(self.down(self.drop(self.norm(ops.tanh(self.up(x))))))


def chain(recomputed, count=4, **options):
    ms.set_seed(1)
    np.random.seed(1)
    net = nn.SequentialCell(*[Block() for _ in range(count)]).set_train()
    for block in net if recomputed else ():
        block.recompute(**options)
    ms.set_seed(5)
    return net


def gradients(net, mode):
    """The loss, the gradients, what the Parameters hold then, and the compiled function."""

    def loss(x):
        return (net(x) ** 2).sum()

    if mode == "inside":
        run = ms.jit(ms.value_and_grad(loss, 0, net.trainable_params()), fullgraph=True)
        value, (by_x, by_weights) = run(X)
    else:
        run = ms.jit(loss, fullgraph=True)
        value, (by_x, by_weights) = ms.value_and_grad(run, 0, net.trainable_params())(X)
    arrays = [t.asnumpy() for t in (value, by_x, *by_weights, *net.get_parameters())]
    return arrays, next(iter(run._cache.values()))[0]


def temporary(entry):
    """How much memory the compiled program needs besides its inputs and outputs."""
    compiled = entry.run.lower(*entry._leaves([X], entry.traced.lifted)).compile()
    return compiled.memory_analysis().temp_size_in_bytes


def residuals(entry):
    """How much memory the forward pass keeps for the backward pass."""
    import jax

    (forward,) = entry.program.forwards.values()
    _, kept = forward.run(*entry._leaves([X], entry.traced.lifted))
    return sum(leaf.nbytes for leaf in jax.tree.leaves(kept))


@pytest.mark.parametrize("mode", ["inside", "outside"])
def test_less_memory_same_values(mode):
    """The gradient in the compiled function, and of it; statistics are updated once, dropout is the same one."""
    plain, whole = gradients(chain(False), mode)
    again, saving = gradients(chain(True, mp_comm_recompute=False), mode)
    for a, b in zip(plain, again, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-5, atol=2e-6 * max(1, np.abs(a).max()))
    measure = temporary if mode == "inside" else residuals
    assert measure(saving) < 0.4 * measure(whole)


class Noting(nn.Cell):
    def __init__(self):
        super().__init__()
        self.d, self.seen, self.count = nn.Dense(3, 3, weight_init="ones", bias_init="zeros"), ms.Tensor(0), ms.Parameter(ms.Tensor(0), requires_grad=False)

    def construct(self, x, scale=1.0):
        self.seen = x * 2
        self.count += 1
        print("sum", x.sum())
        y = self.d(x) * scale
        if y.sum() > 0:
            y = ops.sin(y)
            print("positive")
        out = [y]
        out.append(x)
        return {"y": out, "n": 3, "x": x, "pair": (y, y)}


@pytest.mark.parametrize("recomputed", [False, True])
def test_effects_happen_once(recomputed, capfd):
    """Prints, also in branches, attributes and Parameters; what the block gives keeps its structure and identity."""
    cell = Noting()
    if recomputed:
        cell.recompute()
    x = ms.Tensor([[1.0, 2.0, 3.0]])

    def loss(x):
        found = cell(x, scale=0.5)
        found["y"].append(1)
        assert found["x"] is x and found["pair"][0] is found["pair"][1] is found["y"][0] and found["n"] == 3
        return (found["y"][0] * found["y"][1]).sum()

    for run in (ms.jit(ms.grad(loss), fullgraph=True), ms.grad(ms.jit(loss, fullgraph=True))):
        by_x = run(x)
        assert capfd.readouterr().out.split("\n")[:-1] == ["sum", "6", "positive"]
        x_ = np.array([1.0, 2.0, 3.0])
        np.testing.assert_allclose(by_x.asnumpy()[0], np.sin(3.0) + 0.5 * np.cos(3.0) * x_.sum(), rtol=1e-5)
    assert cell.count == 2
    assert cell.seen.asnumpy().tolist() == [[2.0, 4.0, 6.0]]


def test_nested_functions_and_refusals():
    """Blocks in blocks, functions, GRAPH_MODE; blocks that can be no step of their own still have their gradients."""
    inner = nn.SequentialCell(nn.Tanh(), nn.Tanh())
    inner[0].recompute()
    inner.recompute()
    x = ms.Tensor([0.3, -0.2])
    want = (1 - np.tanh(np.tanh(x.asnumpy())) ** 2) * (1 - np.tanh(x.asnumpy()) ** 2)

    def f(x):
        return ms.recompute(inner, x).sum() + ms.recompute(ops.tanh, x).sum() - ops.tanh(x).sum()

    np.testing.assert_allclose(ms.jit(ms.grad(f), fullgraph=True)(x).asnumpy(), want, rtol=1e-5)
    with pytest.raises(RuntimeError, match="For 'RecomputeBlock', the first argument must be a func_graph, but got 3"):
        ms.jit(lambda x: ms.recompute(3, x))(x)

    class Hooked(nn.Cell):
        def construct(self, x):
            y = x * 2
            y.register_hook(lambda g: g * 3)
            return y

    cell = Hooked()
    cell.recompute()
    assert ms.grad(lambda x: cell(x).sum())(x).asnumpy().tolist() == [6.0, 6.0]
    assert ms.jit(ms.grad(lambda x: cell(x).sum()))(x).asnumpy().tolist() == [6.0, 6.0]
    # Forward derivatives, and gradients of gradients.
    np.testing.assert_allclose(ms.jvp(inner, x, ms.ops.ones_like(x))[1].asnumpy(), want, rtol=1e-5)
    tanh = nn.Tanh()
    tanh.recompute()
    t = np.tanh(x.asnumpy())
    twice = ms.jit(ms.grad(lambda x: ms.grad(lambda x: tanh(x).sum())(x).sum()))
    np.testing.assert_allclose(twice(x).asnumpy(), -2 * t * (1 - t * t), rtol=1e-5)
    blocks = nn.CellList([nn.Tanh(), nn.Tanh()])
    blocks.recompute()
    assert [c._recomputes for c in blocks] == [True, True] and not nn.CellList([nn.Tanh()])[0]._recomputes
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        np.testing.assert_allclose(ms.grad(inner)(x).asnumpy(), want, rtol=1e-5)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def test_random_numbers_in_nested_blocks():
    """Each block, and each branch, goes on where the one before it stopped; the masks are those without recompute."""
    found = []
    for recomputed in (False, True):
        net = nn.SequentialCell(nn.SequentialCell(nn.Dropout(p=0.5), nn.Tanh()), nn.Dropout(p=0.5)).set_train()
        if recomputed:
            net.recompute()
            net[0].recompute()

        def loss(x, net=net):
            if x.sum() > 0:
                if x.max() > 0.5:
                    x = net(x)
                x = net(x)
            return net(x).sum()

        ms.set_seed(3)
        value, by = ms.jit(ms.value_and_grad(loss), fullgraph=True)(ops.ones((20,)))
        found.append([t.asnumpy() for t in (value, by, ops.rand(2))])
        assert np.any(found[-1][1])
    for a, b in zip(*found, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


# -- PyNative -------------------------------------------------------------------------------------------------------


def saved():
    """The memory that the nodes on the tape hold, each array once."""
    from mindshim._core.state import S

    arrays = {id(a): a for node in S.tape.nodes for a in node.leaves or () if hasattr(a, "nbytes")}
    return sum(a.nbytes for a in arrays.values())


def test_pynative_keeps_less():
    """The values are bit-equal; what the tape holds at the end of the forward pass is a fraction."""
    found, held = [], []
    for recomputed in (False, True):
        net = chain(recomputed)

        def loss(x, net=net):
            out = (net(x) ** 2).sum()
            held.append(saved())
            return out

        value, (by_x, by_weights) = ms.value_and_grad(loss, 0, net.trainable_params())(X)
        found.append([t.asnumpy() for t in (value, by_x, *by_weights, *net.get_parameters(), ops.rand(3))])
    for a, b in zip(*found, strict=True):
        np.testing.assert_array_equal(a, b)
    assert held[1] < 0.25 * held[0]


class Counting(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale, self.inner = ms.Parameter(ms.Tensor(2.0)), nn.SequentialCell(nn.Tanh(), nn.Tanh())
        self.calls, self.kept, self.total = 0, ms.Tensor(0), ms.Parameter(ms.Tensor(0.0), requires_grad=False)
        self.inner.recompute()

    def construct(self, x, others=(), factor=1):
        self.calls += 1
        self.total += x.sum()
        self.kept = x * self.scale
        y = self.inner(self.kept) * self.total * factor
        return y + others[0] if others else y


def test_pynative_blocks():
    """Nested blocks, attributes and Parameters that are changed, kept values, arguments in tuples, vjp that is called twice."""
    x, other = ms.Tensor([0.3, -0.2]), ms.Tensor([1.0, 2.0])
    found = []
    for recomputed in (False, True):
        cell = Counting()
        if recomputed:
            cell.recompute()

        def loss(x, other, cell=cell):
            a = cell(x, (other * 3,), factor=2)
            b = cell(a)
            x += 1
            return (a * b + cell.kept).sum()

        by = ms.grad(loss, (0, 1), [cell.scale])(x.copy(), other)
        assert cell.calls == 2
        out, pull = ms.vjp(lambda x, cell=cell: cell(x) * 2, x)
        pulled = [pull(ms.Tensor([1.0, 1.0]))[0] for _ in range(2)]
        found.append([t.asnumpy() for t in (*by[0], *by[1], cell.total, cell.kept, out, *pulled)])
    for a, b in zip(*found, strict=True):
        np.testing.assert_array_equal(a, b)


def test_pynative_edges(capfd):
    """Whichever Parameters take part; values from outside the block; gradients of gradients; hooks; context managers; changes."""
    import contextlib

    x = ms.Tensor([0.3, -0.2])
    shared = [None]

    class Outside(nn.Cell):
        def construct(self, x):
            return ops.tanh(x * shared[0])

    cell = Outside()
    cell.recompute()

    def loss(x):
        shared[0] = x * 3
        return cell(x).sum()

    v = x.asnumpy()
    np.testing.assert_allclose(ms.grad(loss)(x).asnumpy(), 6 * v * (1 - np.tanh(3 * v * v) ** 2), rtol=1e-5)
    tanh = nn.SequentialCell(nn.Tanh())
    tanh.recompute(use_reentrant=False, context_fn=lambda: (contextlib.nullcontext(), contextlib.redirect_stdout(None)))
    tanh[0].register_backward_hook(lambda cell, inputs, outputs: (inputs[0] * 10,))
    np.testing.assert_allclose(ms.grad(lambda x: tanh(x).sum())(x).asnumpy(), 10 * (1 - np.tanh(v) ** 2), rtol=1e-5)
    plain = nn.SequentialCell(nn.Tanh())
    plain.recompute()
    twice = ms.grad(lambda x: ms.grad(lambda x: plain(x).sum())(x).sum())(x)
    np.testing.assert_allclose(twice.asnumpy(), -2 * np.tanh(v) * (1 - np.tanh(v) ** 2), rtol=1e-5)
    # Whichever Parameters take part, and a method as the block.
    found, held = [], []
    for recomputed in (False, True):
        net = chain(False, count=2)

        def run(x, net=net, recomputed=recomputed):
            out = ms.recompute(net.construct, x, use_reentrant=False) if recomputed else net(x)
            held.append(saved())
            return out.sum()

        found.append([t.asnumpy() for t in ops.GradOperation(get_by_list=True)(run)(X)])
        found[-1] += [t.asnumpy() for t in ms.vjp(run, X, weights=net.trainable_params())[1](ms.Tensor(1.0))[1]]
    assert len(found[1]) == 24
    for a, b in zip(*found, strict=True):
        np.testing.assert_array_equal(a, b)
    assert held[2] < 0.1 * held[0] and held[3] < 0.1 * held[1]
    answers = iter([True, False])

    def moody(x):
        return ops.tanh(x) if next(answers) else ops.exp(ops.exp(x))

    with pytest.raises(RuntimeError, match="did other steps when it ran again"):
        ms.grad(lambda x: ms.recompute(moody, x, use_reentrant=False).sum())(x)
    # A compiled function in the block draws the same numbers again.
    drop = nn.Dropout(p=0.5).set_train()
    run = ms.jit(lambda x: drop(x) * 2)
    ones = ops.ones((50,))
    value, by = ms.value_and_grad(lambda x: ms.recompute(run, x, use_reentrant=False).sum())(ones)
    assert by.sum() == value
