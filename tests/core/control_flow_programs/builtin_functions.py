"""Python's built-in functions, as MindSpore's documentation of compiled functions lists them, and others that programs call."""

from __future__ import annotations

import functools
import math

import numpy as np

from .case import UP_DOWN, F, case, i, ms, nn, ops
from .objects import Box, helper


def int_of_constants(x):
    return x * int("12"), int(3.9), int("101", 2), int(True)


def int_of_tensor(x):
    return int(x[0]), x * 2


def float_and_bool_of_constants(x):
    return float("1.5"), float(2), bool(0), bool([]), bool("a"), x * float(True)


def bool_of_tensor(x):
    if bool(x.sum()):
        return x * 2
    return x - 1


def str_of_constants(x):
    return str(12), str(1.5), str((1, "a")), str(True), str(None), x


def tuple_and_list(x):
    return tuple([1, 2]), list((3, 4)), tuple("ab"), list({"a": 1}), list(range(3)), x


def tuple_of_tensor(x):
    a, b = tuple(x)
    return a * 2 + b


def list_of_tensor(x):
    rows = list(x)
    rows.append(x.sum())
    return rows[0] * rows[2]


def dict_made(x):
    return dict(a=x, b=1), dict([("c", 2)]), dict({"d": x * 2})


def getattr_of_objects(x):
    box = Box(x)
    return getattr(box, "value") * 2 + getattr(box, "missing", 5), getattr(box, "count")  # noqa: B009


def getattr_default_in_branch(x):
    box = Box(x)
    if x.sum() > 0:
        return x * getattr(box, "nothing", 3)
    return x * getattr(box, "count", 3)


def hasattr_of_objects(x):
    box = Box(x)
    if hasattr(box, "value") and not hasattr(box, "other"):
        return x * 2
    return x


def hasattr_of_tensor(x):
    return hasattr(x, "shape"), hasattr(x, "nothing"), x


def len_of_things(x):
    return len((1, 2)), len([]), len("abc"), len({"a": 1}), len(x), x * len(x)


def isinstance_of_things(x):
    return isinstance(x, ms.Tensor), isinstance((1,), tuple), isinstance("a", (int, str)), isinstance(1.0, int), isinstance(None, list), x


def all_and_any(x):
    return all([1, 2]), all([0, 1]), any((0, False)), any([0, "a"]), all([]), any([]), x


def all_of_tensors(x):
    if all([x[0] > 0, x[1] > 0]):
        return x * 2
    return x - 1


def any_of_tensors(x):
    if any([x[0] > 2, x[1] > 2]):
        return x * 2
    return x - 1


def any_of_generator(x):
    if any(v > 2 for v in x):
        return x * 2
    return x - 1


def round_of_numbers(x):
    return round(2.5), round(2.567, 2), round(-1.5), x


def round_of_tensor(x):
    return round(x * 1.3)


def max_and_min_of_numbers(x):
    return max(1, 3, 2), min([4, 2.5]), max((1, 2)), x * min(2, 3)


def max_of_tensors(x):
    return max(x[0], x[1]) * 2


def min_of_tensors(x):
    return min([x[0], x[1], x.sum()]) * 2


def max_of_tensor(x):
    return max(x), min(x * 2)


def sum_of_numbers(x):
    return sum([1, 2, 3]), sum((1.5, 2), 10), x


def sum_of_tensors(x):
    return sum([x, x * 2, x * 3]), sum(x), sum(x, 4)


def abs_of_things(x):
    return abs(-3), abs(-2.5), abs(x)


def map_of_lambda(x):
    return tuple(map(lambda a, b: a * b + x, (1, 2, 3), (4, 5, 6)))


def map_with_condition(x):
    return list(map(lambda v: v * 2 if v.sum() > 0 else v - 1, [x, -x, x * 3]))


def zip_of_things(x):
    total = x
    for a, b in zip((1, 2, 3), [x, x * 2]):  # noqa: B905
        total = total + a * b
    return total


def range_of_numbers(x):
    return tuple(range(4)), list(range(1, 8, 3)), tuple(range(5, 0, -2)), x


def enumerate_of_things(x):
    total = x
    for k, v in enumerate((x, x * 2), 3):
        total = total + k * v
    for k, row in enumerate(x):
        total = total + k * row
    return total


def pow_of_things(x):
    return pow(2, 3), pow(2, -1), pow(x, 2), pow(2, x)


def filter_of_numbers(x):
    return list(filter(lambda v: v % 2, [1, 2, 3, 4, 5])), x


def filter_of_tensors(x):
    kept = list(filter(lambda v: v.sum() > 0, [x, -x, x * 2]))
    return sum(kept, x * 0)


def reduce_of_tensors(x):
    return functools.reduce(lambda a, b: a * b + 1, [x, x + 1, x * 2])


def partial_of_function(x):
    def scale(a, b, c=1):
        return a * b + c

    return functools.partial(scale, x)(2) + functools.partial(scale, b=3, c=4)(x)


def type_of_things(x):
    if type(x) is ms.Tensor and int is int:
        return x * 2
    return x


def sorted_and_reversed(x):
    order = sorted([3, 1, 2], key=lambda v: -v)
    return list(reversed(order)), order, x * order[0]


def divmod_and_hash(x):
    q, r = divmod(7, 3)
    return x * q + r, chr(97), ord("b"), callable(helper), repr("a"), hex(17)


def math_functions(x):
    return x * math.sqrt(4.0) + math.floor(2.7), math.pi


def iterate_by_next(x):
    items = iter([x, x * 2])
    a = next(items)
    return a + next(items)


def numpy_constants(x):
    a = np.array([1.0, 2.0])
    a[0] += 1
    return x * ms.Tensor(a, ms.float32), int(a.sum())


def super_call(x):
    return _Child(2)(x)


class _Parent(nn.Cell):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale

    @property
    def double(self):
        return self.scale * 2

    @staticmethod
    def shift(v):
        return v + 1 if v.sum() > 0 else v - 1

    def construct(self, x):
        return x * self.scale


class _Child(_Parent):
    def construct(self, x):
        if x.sum() > 0:
            return super().construct(x) * self.double
        return self.shift(super().construct(x))


CELLS = nn.CellList([nn.ReLU(), nn.Sigmoid()])


def cells_by_number(x):
    return CELLS[0](x) + CELLS[-1](x)


def cells_in_a_loop(x):
    for cell in CELLS:
        if x.sum() > 0:
            x = cell(x)
    return x


def list_by_tensor(x, k):
    return [x, x * 2, x * 3][k]


def tuple_by_tensor(x, k):
    return (1, 2, 3)[k], x


def hyper_map_of_function(x):
    return ops.HyperMap()(ops.Abs(), (x, (-x, x * 2)))


for program in (
    float_and_bool_of_constants, int_of_constants, str_of_constants, tuple_and_list, dict_made, hasattr_of_tensor, isinstance_of_things, all_and_any,
    round_of_numbers, max_and_min_of_numbers, sum_of_numbers, range_of_numbers, filter_of_numbers, sorted_and_reversed, divmod_and_hash, math_functions,
    hyper_map_of_function, len_of_things,
):  # fmt: skip
    case(program, (F(1, 2),), grad=False)
for program in (
    tuple_of_tensor, list_of_tensor, getattr_of_objects, getattr_default_in_branch, hasattr_of_objects,
    abs_of_things, map_of_lambda, map_with_condition, zip_of_things, enumerate_of_things, pow_of_things,
    reduce_of_tensors, partial_of_function, type_of_things, iterate_by_next, numpy_constants, super_call, cells_by_number, cells_in_a_loop,
    sum_of_tensors,
):  # fmt: skip
    case(program, *UP_DOWN)
case(round_of_tensor, *UP_DOWN, grad=False)
case(int_of_tensor, *UP_DOWN, grad=False)
case(list_by_tensor, (F(1, 2), i(1)), (F(1, 2), i(-1)))
case(tuple_by_tensor, (F(1, 2), i(1)), (F(1, 2), i(-1)), grad=False)
for program in (bool_of_tensor, all_of_tensors, any_of_tensors, any_of_generator, max_of_tensors, min_of_tensors, max_of_tensor):
    case(program, *UP_DOWN)
case(filter_of_tensors, *UP_DOWN, falls_back="array")
