"""The syntax that MindSpore's documentation of compiled functions lists, and what it says that it leaves out."""

from __future__ import annotations

import contextlib
import dataclasses

from .case import UP_DOWN, F, Tensor, case, ms, ops
from .objects import Box, helper

GLOBAL_LIST = [1, 2, 3]
GLOBAL_TENSOR = Tensor([10.0, 20.0], ms.float32)


def numbers(x):
    return 7 // 2, 7 % 3, -7 // 2, 2**3, 7 / 2, 5 & 3, 5 | 3, 5 ^ 3, 1 << 3, 16 >> 2, -3, +2, not 0, x


def number_with_tensor(x):
    return 2 + x, 2 - x, x / 2, 2 / x, x // 2, x % 2, 2**x, x**2, -x, +x


def augmented_numbers(x):
    a, b = 5, 5
    a += 2
    a -= 1
    a *= 3
    a //= 2
    a %= 5
    a **= 2
    b &= 6
    b |= 1
    b ^= 2
    b <<= 3
    b >>= 1
    return a, b, x


def augmented_tensor(x):
    y = x + 0
    y += 1
    y -= 3
    y *= 2
    y /= 4
    y **= 2
    return y


def bool_tensor_operators(x):
    p, q = x > 0, x < 2
    return p & q, p | q, p ^ q, ~p, p == q, p != q


def matmul_operator(x):
    return x @ x


def strings(x):
    a, b = "Hello!", "MindSpore"
    return a[0], b[4:9], a + b, b * 2, "H" in a, "z" not in a, "My name is %s!" % b, "{} is {}".format("s", str(3)), x  # noqa: UP031, UP032


def string_methods(x):
    return "a,b".split(","), "-".join(["x", "y"]), "aB".upper(), "aB".lower(), "  s ".strip(), "abc".replace("b", "z"), "abc".startswith("ab"), "abc".find("c"), x


def f_string(x):
    k = 3
    return f"{k} and {k + 1:03d}, {'s'!r}", x


def list_of_everything(x):
    a = [1, "2", (3, None), [x, x * 2]]
    return a, a[3][0], a[1:3], a[-1][1], a[::-1][0]


def list_items(x):
    a = [[0, 1], 2, 3, 4]
    a[1], a[2], a[3] = 10, "ok", x
    a[0][1] = 88
    return a


def list_slice_assigned(x):
    a = [1, 2, 3, 4]
    a[1:3] = [x]
    return a


def list_methods(x):
    a = [1, 2, 3]
    a.append(4)
    a.extend((5, "a"))
    a.insert(0, 7)
    b = a.pop()
    a.insert(0, x)
    a.reverse()
    return a, b, a.index(4), a[:3].count(4), len(a)


def list_cleared(x):
    a = [1, 2]
    a.clear()
    b = [3, x]
    c = b.copy()
    c.append(4)
    return a, b, c


def list_extended_by_tensor(x):
    a = [1]
    a.extend(x)
    return a


def list_operators(x):
    return [1] + [2, x], [1, 2] * 2, (1, 2) + (3,), (1,) * 3, [1, 2] == [1, 2], (1, 2) != (1, 3), (1, 2) < (1, 3)


def list_deleted_item(x):
    a = [1, x, 3]
    del a[0]
    return a


def unpacking(x):
    first, *rest = [x, x * 2, x * 3]
    (a, b), c = (1, 2), 3
    return first + rest[0] + rest[1] * a * b * c, [*rest, first], {**{"p": x}, "q": 1}


def swap(x):
    a, b = x, x * 2
    a, b = b, a
    if x.sum() > 0:
        a, b = b, a
    return a - b * 3


def dict_methods(x):
    d = {"a": x, "b": 2}
    d.update({"b": 3, "c": x * 2})
    keys, values, items = list(d.keys()), list(d.values()), list(d.items())
    return keys, values[0] + values[2], items[1], d.get("a"), d.get("z"), d.get("z", 4), "a" in d, "z" in d, len(d)


def dict_loop(x):
    total = x
    for key, value in {"a": x, "b": x * 2}.items():
        if key == "b":
            total = total + value
        else:
            total = total * value
    for key in {"c": 1}:
        total = total + len(key)
    return total


def dict_changed(x):
    d = {"a": x, 1: "one", (1, 2): "pair"}
    d["b"] = x * 2
    d["a"] = 3
    d.pop(1)
    del d["b"]
    d.setdefault("e", 5)
    return d["a"], d[(1, 2)], d["e"], len(d), dict.fromkeys(["k", "l"], 0)


def sets(x):
    s = {1, 2, 3}
    s.add(4)
    return x * len(s), 3 in s, sorted(s | {9}), sorted(k * 2 for k in s), sorted({k % 2 for k in s})


def none_values(x):
    y = None
    if y is None and x is not None:
        return 1, "a", None, x
    return x


def returns_nothing(x):
    y = x * 2  # noqa: F841


def bare_return(x):
    if len(x) == 2:
        return
    return x  # noqa: RET502


def is_identity(x):
    return True is True, None is not None, x is x, x is None


def in_membership(x):
    return 1 in (1, 2), "a" in ["b"], 3 not in {"a": 1}, x[0] in (1, 2)


def membership_of_tensor(x):
    if x[0] in (1, 5):
        return x * 2
    return x


def comparisons_of_sequences(x):
    return "a" == "a", (1, 2) == (1, 2), [1] != [2], ms.float32 == ms.float32, None == None, x  # noqa: E711


def conditions_of_constants(x):
    a = 1 if [] else 2
    b = "yes" if "s" else "no"
    c = [] or {} or 3
    d = 1 and "z" and 0
    return a, b, c, d, not (), not "a", x


def list_comprehension(x):
    return [k * x for k in range(4) if k % 2], [v + 1 for v in (x, -x)], [[a * b for a in range(2)] for b in range(2)]


def comprehension_over_tensor(x):
    return [row * 2 for row in x]


def comprehension_with_tensor_value(x):
    return sum([v * 2 if v > 0 else v for v in x])


def comprehension_with_tensor_filter(x):
    return sum([v for v in x if v > 0])


def two_loops_in_comprehension(x):
    return [a * b * x for a in (1, 2) for b in (3, 4) if a != b - 2]


def dict_comprehension(x):
    return {str(k): k * x for k in range(3) if k}, {k: v for k, v in zip("ab", (1, x))}  # noqa: B905, C416


def generator_expression(x):
    return sum(k * x for k in range(4)), tuple(v * 2 for v in (x, x + 1))


def generator_function(x):
    def three():
        yield x
        yield x * 2
        yield x * 3

    total = x * 0
    for v in three():
        total = total + v
    return total


def walrus(x):
    if (y := x.sum()) > 0:
        return x * y
    return x - y


def with_block(x):
    with contextlib.nullcontext(3) as k:
        y = x * k
    return y


class Doubling:
    def __enter__(self):
        return 2

    def __exit__(self, *error):
        return False


def with_object(x):
    with Doubling() as k:
        if x.sum() > 0:
            x = x * k
    return x + 1


def try_finally(x):
    trail = []
    try:
        y = x * 2
        trail.append("try")
    finally:
        trail.append("finally")
    return y, trail


def try_except(x):
    try:
        y = {"a": x}["b"]
    except KeyError as error:
        y = x * len(str(error))
    else:
        y = x
    return y


def try_with_branch(x):
    try:
        if x.sum() > 0:
            y = x * 2
        else:
            y = x - 1
    except ValueError:
        y = x
    return y


def try_return(x):
    try:
        return x * 2
    finally:
        x = x * 3


def try_catches_raise_of_a_value(x):
    try:
        if x.sum() > 0:
            raise ValueError("positive")
        y = x * 2
    except ValueError:
        y = x - 1
    return y


def match_statement(x, k):
    match k:
        case 0:
            y = x
        case 1 | 2:
            y = x * 2
        case (a, b):
            y = x * a + b
        case {"scale": s}:
            y = x * s
        case _:
            y = -x
    return y


def match_with_branch(x, k):
    match k:
        case "up" if len(k) == 2:
            if x.sum() > 0:
                x = x * 2
        case _:
            x = x - 1
    return x


def annotated(x):
    y: int = 2
    z: Tensor
    z = x * y
    return z


def pass_and_ellipsis(x):
    if x.sum() > 0:
        pass
    else:
        ...
    for _ in range(2):
        pass
    return x


def deleted_variable(x):
    y = x * 2
    z = y + 1
    del y
    return z


def delete_in_branch(x):
    d = {"a": x, "b": x * 2}
    if x.sum() > 0:
        del d["a"]
    else:
        d.pop("b")
        d["b"] = d.pop("a")
    return d["b"]


def nonlocal_counter(x):
    count = 0

    def up(v):
        nonlocal count
        count += 1
        return v * count

    return up(x) + up(x) + count


def nested_functions(x):
    def outer(a):
        b = a * 2

        def inner(c):
            if c.sum() > 0:
                return c + b
            return c - b

        return inner(a) + inner(b)

    return outer(x)


def closure_in_a_loop(x):
    fs = [lambda v, k=k: v * k for k in range(1, 4)]
    return sum([g(x) for g in fs])


def decorated_inner(x):
    def twice(fn):
        def run(v):
            return fn(fn(v))

        return run

    @twice
    def grow(v):
        return v * 2 if v.sum() > 0 else v - 1

    return grow(x)


def default_arguments(x):
    def g(a, b=2, *args, c=3, **kwargs):
        return a * b + c + sum(args) + sum(kwargs.values())

    return g(x), g(x, 3), g(x, 3, 4, 5, c=6, d=7), g(*(x, 1), **{"c": 2})


def recursion_of_static_depth(x, n):
    return x if n <= 1 else recursion_of_static_depth(x * 2, n - 1) + recursion_of_static_depth(x, n - 2)


def class_inside(x):
    class Local:
        def __init__(self, v):
            self.v = v

        def grow(self):
            self.v = self.v * 2 if self.v.sum() > 0 else self.v - 1
            return self

    return Local(x).grow().grow().v


@dataclasses.dataclass
class Pair:
    left: Tensor
    right: int = 3


def dataclass_object(x):
    p = Pair(x)
    if x.sum() > 0:
        p.left = p.left * 2
        p.right = 4
    return p.left * p.right


def object_with_operators(x):
    class Money:
        def __init__(self, v):
            self.v = v

        def __add__(self, other):
            return Money(self.v + other.v)

        def __getitem__(self, k):
            return self.v[k]

        def __len__(self):
            return 7

        def __call__(self, k):
            return self.v * k

    m = Money(x) + Money(x * 2)
    return m[0] * len(m) + m(3)


def import_inside(x):
    import math
    from functools import reduce

    return reduce(lambda a, b: a + b, [x, x]) * math.ceil(1.5)


def global_list_read(x):
    return x * GLOBAL_LIST[1], len(GLOBAL_LIST)


def global_tensor_read(x):
    if x.sum() > 0:
        return x + GLOBAL_TENSOR
    return x * GLOBAL_TENSOR


def early_return_in_nested_loops(x):
    for a in range(3):
        for b in range(3):
            if a * b == 2:
                return x * (a + b)
            if x.sum() > 50:
                return x - a
            x = x + b
    return x


def while_with_static_condition(x):
    k = 0
    while k < 3:
        k += 1
        if k == 2:
            continue
        x = x * k
    return x


def while_true_break(x):
    k = 0
    while True:
        x = x * 2
        k += 1
        if k > 2:
            break
    return x


def for_over_string(x):
    out = ""
    for c in "abc":
        out = c + out
    return x, out


def for_over_dict_of_tensors(x):
    total = x * 0
    d = {"a": x, "b": x * 2}
    for k in d:
        if d[k].sum() > 3:
            total = total + d[k]
    return total


def for_over_nothing(x):
    for _ in []:
        x = x * 2
    for _ in range(0):
        x = x * 2
    return x


def append_in_loop(x):
    out = []
    for k in range(3):
        out.append(x * k)
    return ops.stack(out)


def append_under_a_condition_in_a_loop(x):
    out = []
    for k in range(3):
        if x.sum() > k:
            out.append(x * k)
    return sum(out, x * 0)


def raise_with_tensor_in_message(x):
    if x.sum() < 0:
        raise ValueError(f"the sum is negative: {x.shape}")
    return x


def raise_constant(x, k):
    if k > 2:
        raise KeyError("too large", k)
    return x * k


def raise_custom(x):
    if x.sum() < 0:
        raise NotImplementedError
    return x


def assert_membership(x, k):
    assert k in [2, 3, 4]
    return x * k


def tensor_made_inside(x):
    a = Tensor([1.0, 2.0], ms.float32)
    b = ms.tensor([[1, 2], [3, 4]])
    return x + a, b + b, Tensor(3) + 1


def tensor_attributes(x):
    return x.shape, x.dtype == ms.float32, x.ndim, x.size, x.T, x.itemsize


def tensor_indexing(x):
    y = ops.stack([x, x * 2, x * 3])
    return y[0], y[-1, 1], y[1:], y[..., 0], y[:, None].shape, y[::2], y[Tensor([0, 2])]


def tensor_item_assigned(x):
    y = ops.stack([x, x * 2])
    y[0] = 5.0
    y[1, 0] = x[1]
    y[:, 1] += 10
    return y


def tensor_unpacked(x):
    a, b = x
    return a * 3 - b


def tensor_star(x):
    return ops.stack([*x, *x[:1]])


def mutable_inside(x):
    k = ms.mutable(3)
    return x * k, k > 1


def sequence_of_shapes(x):
    a, *_ = x.shape
    return ops.reshape(x, (a, 1)) * a, x.shape[0] * 2, x.shape + (1,)


def attribute_of_object_of_object(x):
    box = Box(Box(x))
    box.value.value = box.value.value * 2
    if x.sum() > 0:
        box.value.count = 5
    return box.value.value + box.value.count


def conditional_call(x):
    g = ops.relu if x.shape[0] > 1 else ops.abs
    return (helper if len(x) > 3 else g)(x)


def function_chosen_by_tensor(x):
    g = ops.exp if x.sum() > 0 else ops.abs
    return g(x)


def loop_over_functions(x):
    for g in (ops.abs, lambda v: v * 2, helper):
        x = g(x)
    return x


for program in (
    numbers, augmented_numbers, strings, string_methods, f_string, list_of_everything, list_items, list_slice_assigned, list_methods, list_cleared,
    list_extended_by_tensor, list_operators, list_deleted_item, dict_methods, dict_changed, sets, none_values, returns_nothing, bare_return,
    is_identity, in_membership, comparisons_of_sequences, conditions_of_constants, tensor_made_inside, tensor_attributes, for_over_string, mutable_inside,
    sequence_of_shapes, list_comprehension, comprehension_over_tensor, dict_comprehension, two_loops_in_comprehension, tensor_indexing, tensor_item_assigned,
    bool_tensor_operators, global_list_read, unpacking,
):  # fmt: skip
    case(program, (F(1, 2),), grad=False)
for program in (
    number_with_tensor, augmented_tensor, matmul_operator, swap, dict_loop, membership_of_tensor, comprehension_with_tensor_value,
    generator_expression, generator_function, with_block, with_object, try_finally, try_except, try_with_branch, try_return,
    try_catches_raise_of_a_value, annotated, pass_and_ellipsis, deleted_variable, delete_in_branch, nonlocal_counter, nested_functions, closure_in_a_loop, decorated_inner,
    default_arguments, dataclass_object, object_with_operators, import_inside, global_tensor_read, early_return_in_nested_loops,
    while_with_static_condition, while_true_break, for_over_dict_of_tensors, for_over_nothing, append_in_loop,
    tensor_unpacked, tensor_star, attribute_of_object_of_object, conditional_call, loop_over_functions,
):  # fmt: skip
    case(program, *UP_DOWN)
case(raise_with_tensor_in_message, *UP_DOWN, raises=True, grad=False)
case(raise_custom, *UP_DOWN, raises=True, grad=False)
case(raise_constant, (F(1, 2), 1), (F(1, 2), 3), raises=True, grad=False)
case(assert_membership, (F(1, 2), 2), (F(1, 2), 5), raises=True, grad=False)
case(match_statement, *[(F(1, 2), k) for k in (0, 2, (3, 4), {"scale": 5}, "other")])
case(match_with_branch, (F(1, 2), "up"), (F(-1, -2), "up"), (F(1, 2), "down"))
case(recursion_of_static_depth, (F(1, 2), 4), (F(1, 2), 1))
case(comprehension_with_tensor_filter, *UP_DOWN, falls_back="array")
case(walrus, *UP_DOWN, falls_back="array")
case(class_inside, *UP_DOWN, falls_back="array")
case(append_under_a_condition_in_a_loop, *UP_DOWN, paths=True)
case(function_chosen_by_tensor, *UP_DOWN, paths=True)
