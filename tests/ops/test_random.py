"""Random streams: what repeats, what does not, and whether the numbers are distributed as they should be."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, mint, ops


def values(t) -> list:
    return t.asnumpy().tolist()


DRAWS = {
    "randn": lambda: ops.randn(4),
    "rand with a seed": lambda: ops.rand(4, seed=3),
    "randint": lambda: ops.randint(0, 1000, (4,)),
    "randperm": lambda: ops.randperm(50),
    "multinomial": lambda: ops.multinomial(ops.ones(20), 8),
    "mint": lambda: mint.randn(4),
}


@pytest.mark.parametrize("name", DRAWS)
def test_the_sequence_repeats_after_set_seed(name: str) -> None:
    draw = DRAWS[name]
    ms.set_seed(5)
    first = [values(draw()) for _ in range(3)]
    ms.set_seed(5)
    again = [values(draw()) for _ in range(3)]
    ms.set_seed(6)
    assert first == again
    assert first[0] != first[1] != first[2] and values(draw()) != first[0]


def test_a_compiled_function_draws_anew_at_each_call() -> None:
    f = ms.jit(lambda x: x + ops.randn(3), fullgraph=True)
    ms.set_seed(1)
    a, b = values(f(Tensor([0.0, 0.0, 0.0]))), values(f(Tensor([0.0, 0.0, 0.0])))
    ms.set_seed(1)
    assert a != b and values(ops.randn(3)) == pytest.approx(a)


def test_operator_objects_with_seeds() -> None:
    """Two objects with the same seeds draw the same; one object goes on."""
    one, two = ops.StandardNormal(3, 4), ops.StandardNormal(3, 4)
    first = values(one((3,)))
    assert values(two((3,))) == first and values(one((3,))) != first
    assert values(ops.StandardNormal(3, 5)((3,))) != first


def test_an_operator_object_made_inside_a_compiled_function() -> None:
    f = ms.jit(lambda x: x + ops.StandardNormal(3, 4)((2,)), fullgraph=True)
    zero = Tensor([0.0, 0.0])
    assert values(f(zero)) == values(f(zero)) == pytest.approx(values(ops.StandardNormal(3, 4)((2,))))


def test_generators() -> None:
    g = ms.Generator()
    assert g.initial_seed() == 0 and g.manual_seed(5) is g and g.initial_seed() == 5
    assert values(g.get_state()) == [5] + [0] * 15 and str(g.get_state().dtype) == "UInt8"
    state = g.get_state()
    a = values(mint.randn(3, generator=g))
    assert values(mint.randn(3, generator=g)) != a
    g.set_state(state)
    assert values(mint.randn(3, generator=g)) == a


def test_generator_errors() -> None:
    g = ms.Generator()
    with pytest.raises(TypeError):
        g.manual_seed("a")  # type: ignore[arg-type]
    for bad in (Tensor([1]), [1]):
        with pytest.raises(RuntimeError):
            g.set_state(bad)


def test_the_default_stream() -> None:
    assert ms.manual_seed(3) is ms.default_generator and ms.initial_seed() == 3
    state = ms.get_rng_state()
    a = values(ops.randn(2))
    ms.set_rng_state(state)
    assert values(ops.randn(2)) == a
    assert isinstance(ms.seed(), int)


N = 20000


@pytest.mark.parametrize(
    ("draw", "mean", "std"),
    [
        (lambda: ops.rand(N), 0.5, 12**-0.5),
        (lambda: ops.randn(N), 0, 1),
        (lambda: ops.normal((N,), 3.0, 2.0), 3, 2),
        (lambda: ops.uniform((N,), Tensor(1.0), Tensor(5.0)), 3, 4 / 12**0.5),
        (lambda: ops.randint(0, 10, (N,)), 4.5, 99**0.5 / 12**0.5),
        (lambda: ops.bernoulli(ops.zeros(N), 0.3), 0.3, 0.21**0.5),
        (lambda: ops.laplace((N,), Tensor(1.0), Tensor(2.0)), 1, 8**0.5),
        (lambda: ops.gamma((N,), Tensor([4.0]), Tensor([0.5])), 2, 1),
        (lambda: ops.poisson((N,), Tensor([4.0])), 4, 2),
        (lambda: ops.multinomial(Tensor([1.0, 2.0, 1.0]), N), 1, 0.5**0.5),
        (lambda: ops.TruncatedNormal()(Tensor([N])), 0, 0.88),
        (lambda: ops.zeros(N).exponential_(0.5), 2, 2),
    ],
)
def test_moments(draw, mean: float, std: float) -> None:
    ms.set_seed(11)
    array = draw().asnumpy().astype(np.float64)
    assert abs(array.mean() - mean) < 5 * std / N**0.5
    assert abs(array.std() - std) < 0.05 * std


def test_draws_without_replacement_differ() -> None:
    ms.set_seed(2)
    for _ in range(5):
        assert sorted(values(ops.multinomial(Tensor([1.0, 2.0, 3.0, 4.0]), 4, False))) == [0, 1, 2, 3]


def test_choices_are_where_the_mask_holds() -> None:
    mask = Tensor([[True, False, True], [False, True, True]])
    index, real = ops.RandomChoiceWithMask(count=6)(mask)
    assert values(real) == [True] * 4 + [False] * 2
    found = {tuple(i) for i in values(index)[:4]}
    assert found == {(0, 0), (0, 2), (1, 1), (1, 2)} and values(index)[4:] == [[0, 0]] * 2


def test_the_mean_has_a_gradient() -> None:
    out = ms.grad(lambda m: ops.normal((5,), m, 1.0))(Tensor(2.0))
    assert values(out) == 5.0
