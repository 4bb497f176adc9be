"""Conditional expressions, `and`, `or`, `not`, chained comparisons, `assert`."""

from __future__ import annotations

from .case import UP_DOWN, F, case, ops


def ternary(x):
    return x * 2 if x.sum() > 0 else x - 1


def ternary_nested(x):
    return x * 2 if x.sum() > 0 else x - 1 if x.min() < -1.5 else x * x


def ternary_number(x):
    k = 2 if x.sum() > 0 else 3
    return x * k


def and_condition(x):
    if x[0] > 0 and x[1] > 1.5:
        return x * 2
    return x - 1


def or_condition(x):
    if x[0] > 0 or x[1] > 1.5:
        return x * 2
    return x - 1


def not_condition(x):
    if not x.sum() > 0:
        return x * 2
    return x - 1


def mixed_condition(x):
    if (x[0] > 0 and not x[1] > 5) or x.min() < -5:
        return x * 2
    return x - 1


def and_with_constant(x, flag):
    if flag and x.sum() > 0:
        return x * 2
    return x - 1


def constant_and(x, flag):
    if x.sum() > 0 and flag:
        return x * 2
    return x - 1


def or_with_constant(x, flag):
    if flag or x.sum() > 0:
        return x * 2
    return x - 1


def three_ands(x):
    if x[0] > -20 and x[1] > -20 and x.sum() > 0:
        return x * 2
    return x - 1


def comparison_chain(x):
    if 0 < x.sum() < 5:
        return x * 2
    return x - 1


def comparison_chain_long(x):
    if -20 < x[0] < x[1] < 5:
        return x * 2
    return x - 1


def and_value(x):
    a = x[0] > 0
    b = x[1] > 0
    c = a and b
    return ops.logical_or(c, x.sum() < -5)


def or_value(x):
    a = x[0] > 0
    b = x[1] > 0
    c = a or b
    return ops.logical_and(c, x.sum() < 5)


def not_value(x):
    c = not x.sum() > 0
    if c:
        return x * 2
    return x


def short_circuit_guards(x, n):
    if n > 0 and x.sum() / n > 1:
        return x * 2
    return x


def lambda_ternary(x):
    g = lambda v: v * 2 if v.sum() > 0 else v - 1  # noqa: E731
    return g(x) + g(-x)


def assert_holds(x):
    assert x.sum() > -100, "too small"
    return x * 2


def assert_fails(x):
    assert x.sum() > 0, "not positive"
    return x * 2


def is_and_in(x, k):
    if k is None or k in (1, 2):
        return x * 2
    return x


def isinstance_constant(x, k):
    if isinstance(k, int) and x.sum() > 0:
        return x * k
    return x


for program in (
    ternary, ternary_nested, ternary_number, and_condition, or_condition, not_condition, mixed_condition, three_ands,
    comparison_chain, comparison_chain_long, not_value, lambda_ternary, assert_holds,
):  # fmt: skip
    case(program, *UP_DOWN)
case(and_value, *UP_DOWN, grad=False)
case(or_value, *UP_DOWN, grad=False)
for program in (and_with_constant, constant_and, or_with_constant):
    case(program, (F(1, 2), True), (F(1, 2), False), (F(-1, 0), True), (F(-1, 0), False))
case(short_circuit_guards, (F(1, 2), 2), (F(1, 2), 0))
case(assert_fails, (F(1, 2),), (F(-1, -2),), raises=True)
case(is_and_in, (F(1, 2), None), (F(1, 2), 2), (F(1, 2), 5))
case(isinstance_constant, (F(1, 2), 3), (F(1, 2), 3.0), (F(-1, 2), 3))
