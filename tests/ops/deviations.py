"""Where MindSpore 2.10 on the CPU is wrong and mindshim right: what is called, what is right, and why.

`tests/golden/record_cases.py deviations` keeps what the real one gives; `test_deviations.py` checks both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

INF, NAN = float("inf"), float("nan")
#: name -> (call, right values, why they are right)
TABLE: dict[str, tuple[Callable[[Any], Any], Any, str]] = {}


def wrong(right: Any, why: str) -> Callable[[Any], Any]:
    """Enter a call and what it should give (nested lists; None: an exception, as there is no value)."""

    def enter(call: Any) -> Any:
        TABLE[call.__name__] = (call, right, why)
        return call

    return enter


def _after_two_steps(ms: Any, optimizer: str, **options: Any) -> Any:
    p = ms.Parameter(ms.Tensor([1.0, -2.0]), name="p")
    step = getattr(ms.nn, optimizer)([p], learning_rate=0.1, **options)
    for _ in range(2):
        step((ms.Tensor([0.5, -0.5]),))
    return p.value()


# -- dtypes and values ---------------------------------------------------------------------------------------------


@wrong([1.5, 1.5], "the fill value decides the dtype, as documented; the real one truncates it to int64")
def full_of_a_float(ms: Any) -> Any:
    return ms.ops.full((2,), 1.5)


@wrong([True, True], "likewise")
def full_of_a_bool(ms: Any) -> Any:
    return ms.ops.full((2,), True)


@wrong([NAN, NAN], "a NaN operand gives NaN; the real one loses it when it is the first")
def maximum_of_nan(ms: Any) -> Any:
    return ms.ops.maximum(ms.Tensor([NAN, 1.0]), ms.Tensor([1.0, NAN]))


@wrong([NAN, NAN], "likewise")
def minimum_of_nan(ms: Any) -> Any:
    return ms.ops.minimum(ms.Tensor([NAN, 1.0]), ms.Tensor([1.0, NAN]))


@wrong(NAN, "as NumPy, and as `maximum`")
def amax_of_nan(ms: Any) -> Any:
    return ms.ops.amax(ms.Tensor([1.0, NAN, 2.0]))


@wrong([NAN, 1.0], "likewise")
def clamp_of_nan(ms: Any) -> Any:
    return ms.ops.clamp(ms.Tensor([NAN, 2.0]), 0.0, 1.0)


@wrong(1, "NaN counts as the largest, as in NumPy")
def argmax_of_nan(ms: Any) -> Any:
    return ms.ops.argmax(ms.Tensor([1.0, NAN, 2.0]))


@wrong([0.0, 1.0, NAN], "NaN comes last, as in NumPy; in the real one the order is broken by it")
def sort_of_nan(ms: Any) -> Any:
    return ms.ops.sort(ms.Tensor([NAN, 1.0, 0.0]))[0]


@wrong([float(np.finfo(np.float32).max), 1.40129846e-45], "the next number below infinity, and above zero")
def nextafter_at_the_ends(ms: Any) -> Any:
    return ms.ops.nextafter(ms.Tensor([INF, 0.0]), ms.Tensor([1.0, 1.0]))


@wrong([0.0, NAN], "0 where the first operand is 0, as documented, but for NaN")
def xlogy_of_zero(ms: Any) -> Any:
    return ms.ops.xlogy(ms.Tensor([0.0, 0.0]), ms.Tensor([0.0, NAN]))


@wrong([-200.0, 0.0], "x for large negative x; the real one takes the logarithm of a sigmoid that is 0 by then")
def logsigmoid_far_below(ms: Any) -> Any:
    return ms.ops.logsigmoid(ms.Tensor([-200.0, 200.0]))


@wrong([7.0, INF], "the remainder by infinity is the number itself, with the sign of the divisor, as in Python")
def remainder_by_infinity(ms: Any) -> Any:
    return ms.ops.remainder(ms.Tensor([7.0, -7.0]), ms.Tensor([INF, INF]))


@wrong(100, "the sum does not overflow on the way to the mean")
def mean_of_small_integers(ms: Any) -> Any:
    return ms.ops.mean(ms.Tensor([100, 100], ms.int8))


@wrong(NAN, "the mean of nothing is undefined")
def mean_of_nothing(ms: Any) -> Any:
    return ms.ops.mean(ms.Tensor(np.zeros(0, np.float32)))


@wrong(0.0, "the norm of nothing is 0; the real one reads what lies in memory")
def norm_of_nothing(ms: Any) -> Any:
    return ms.ops.norm(ms.Tensor(np.zeros(0, np.float32)))


@wrong(None, "there is no largest of no elements; the real one reads what lies in memory")
def amax_of_nothing(ms: Any) -> Any:
    return ms.ops.amax(ms.Tensor(np.zeros(0, np.float32)))


@wrong(-INF, "the logarithm of an empty sum")
def logsumexp_of_nothing(ms: Any) -> Any:
    return ms.ops.logsumexp(ms.Tensor(np.zeros(0, np.float32)), 0)


@wrong([], "slices that begin before the first element and go down are empty")
def slice_from_before_the_beginning(ms: Any) -> Any:
    return ms.Tensor(np.arange(3))[-5::-1]


@wrong([2, 1, 0], "slices that end before the first element reach it")
def slice_to_before_the_beginning(ms: Any) -> Any:
    return ms.Tensor(np.arange(3))[:-9:-1]


@wrong(False, "two permutations differ; the real one draws the same again")
def randperm_twice(ms: Any) -> Any:
    ms.set_seed(3)
    return bool((ms.ops.randperm(20) == ms.ops.randperm(20)).all())


# -- gradients -----------------------------------------------------------------------------------------------------


@wrong([[0.0, 0.0], [6.0, 8.0]], "what is overwritten through a view has no part in the result")
def gradient_after_a_write_through_view(ms: Any) -> Any:
    def fn(x: Any) -> Any:
        y = x * 1.0
        y.view(-1)[0:2] = 0.0
        return (y * y).sum()

    return ms.grad(fn)(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]))


@wrong([[0.0, 8.0], [18.0, 32.0]], "likewise")
def gradient_after_a_write_through_reshape(ms: Any) -> Any:
    def fn(x: Any) -> Any:
        y = x * x
        y.reshape(-1)[0] = 10.0
        return (y * ms.Tensor([[1.0, 2.0], [3.0, 4.0]])).sum()

    return ms.grad(fn)(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]))


@wrong([2.0, 12.0, 6.0], "an element tripled in place through a view has three times the derivative")
def gradient_after_in_place_methods(ms: Any) -> Any:
    def fn(x: Any) -> Any:
        y = x * x
        y.add_(1.0)
        y[1].mul_(3.0)
        return y.sum()

    return ms.grad(fn)(ms.Tensor([1.0, 2.0, 3.0]))


@wrong([9.0, 0.0, 0.0], "the products beside a zero; the real one divides by it")
def gradient_of_cumprod_at_zero(ms: Any) -> Any:
    return ms.grad(lambda x: ms.ops.cumprod(x, 0))(ms.Tensor([0.0, 2.0, 3.0]))


# -- optimizers and compiled functions -----------------------------------------------------------------------------


@wrong([0.299509317, -0.764986873], "the proximal step goes by the sign of z; the real one takes +1 always (where l1 > 0)")
def ftrl_sign(ms: Any) -> Any:
    return _after_two_steps(ms, "FTRL", l1=0.1)


@wrong([0.7695, -1.7695], "the step is g + m v; the real one forgets `use_nesterov`")
def momentum_nesterov(ms: Any) -> Any:
    return _after_two_steps(ms, "Momentum", momentum=0.9, use_nesterov=True)


@wrong([20.0], "a compiled function sees a Parameter's new value")
def set_data_after_compilation(ms: Any) -> Any:
    p = ms.Parameter(ms.Tensor([1.0]), name="p")

    @ms.jit
    def scaled(x: Any) -> Any:
        return x * p

    scaled(ms.Tensor([2.0]))
    p.set_data(ms.Tensor([10.0]))
    return scaled(ms.Tensor([2.0]))


CASES = {name: call for name, (call, _, _) in TABLE.items()}
