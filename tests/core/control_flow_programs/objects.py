"""Lists, dicts, objects and Tensors that are changed; functions that are called; errors."""

from __future__ import annotations

from .case import UP_DOWN, F, Tensor, case, i, ops
from .for_loops import for_if


def append_both(x):
    out = []
    if x.sum() > 0:
        out.append(x * 2)
    else:
        out.append(x - 1)
    return out


def append_one(x):
    out = [x]
    if x.sum() > 0:
        out.append(x * 2)
    return out


def list_item(x):
    out = [x, x]
    if x.sum() > 0:
        out[0] = x * 2
    return out


def list_alias(x):
    out = [x, x]
    other = out
    if x.sum() > 0:
        out[0] = x * 2
    return other[0] + x


def list_pop(x):
    out = [x, x * 2, x * 3]
    if x.sum() > 0:
        a = out.pop()
    else:
        a = out.pop(0)
    return a + out[0]


def list_sort_of_constants(x):
    order = [3, 1, 2]
    if x.sum() > 0:
        order.sort()
    return x * order[0]


def list_augmented(x):
    out = [x]
    if x.sum() > 0:
        out += [x * 2]
    else:
        out += [x * 3]
    return out


def dict_item(x):
    d = {"a": x}
    if x.sum() > 0:
        d["a"] = x * 2
    return d["a"]


def dict_new_key(x):
    d = {"a": x}
    if x.sum() > 0:
        d["b"] = x * 2
    else:
        d["b"] = x - 1
    return d["a"] + d["b"]


def dict_update(x):
    d = {"a": x}
    if x.sum() > 0:
        d.update({"a": x * 5})
    return d["a"]


def nested_list_item(x):
    out = [[x, x], [x, x]]
    if x.sum() > 0:
        out[1][0] = x * 2
    return out[1][0] + out[0][1]


def setitem_in_branch(x):
    y = x * 1
    if x.sum() > 0:
        y[0] = 7.0
    return y


def setitem_both(x):
    y = x * 1
    if x.sum() > 0:
        y[0] = 7.0
    else:
        y[1] = x.sum() * 2
    return y * x


def setitem_after_choice(x):
    y = x * 1
    z = x * 2
    if x.sum() > 0:
        z = y
    z[0] = 9.0
    return y + z


def view_written(x):
    y = x * 1
    v = y[:1]
    if x.sum() > 0:
        v[0] = 5.0
    return y


def inplace_method(x):
    y = x * 1
    if x.sum() > 0:
        y.add_(1)
    return y


def augmented(x):
    y = x * 1
    if x.sum() > 0:
        y += 2
    else:
        y *= 3
    return y


def helper(x):
    if x.sum() > 0:
        return x * 2
    return x - 1


def calls_helper(x):
    return helper(x) + helper(-x)


def calls_helper_in_branch(x):
    if x.max() > 1:
        return helper(x - 2)
    return x


def inner_function(x):
    def double(v):
        if v.sum() > 0:
            return v * 2
        return v

    return double(x) + double(-x)


def closure_nonlocal(x):
    count = 0

    def up():
        nonlocal count
        count += 1

    if x.sum() > 0:
        up()
    else:
        up()
        up()
    return x * count


def recursion(x, n):
    if n == 0:
        return x
    if x.sum() > 0:
        x = x * 2
    return recursion(x, n - 1)


def recursion_by_value(x):
    if x.sum() > 100:
        return x
    return recursion_by_value(x * 2)


def keyword_arguments(x):
    def inner(v, *, scale=2, **rest):
        if v.sum() > 0:
            return v * scale + rest["shift"]
        return v

    return inner(x, shift=1)


def star_arguments(x):
    def inner(*values):
        total = values[0]
        for v in values[1:]:
            if v.sum() > 0:
                total = total + v
        return total

    return inner(x, x * 2, -x)


def map_function(x):
    out = list(map(helper, [x, -x]))
    return out[0] - out[1]


def raise_in_branch(x):
    if x.sum() < 0:
        raise ValueError("negative sum")
    return x * 2


def raise_in_loop(x):
    for k in range(3):
        if x.sum() > 10:
            raise RuntimeError("too big")
        x = x + k
    return x


def raise_in_while(x, n):
    k = 0
    while k < n:
        if x.sum() > 10:
            raise RuntimeError("too big")
        x = x * 2
        k += 1
    return x


def error_in_untaken_branch(x):
    if x.sum() > 1e9:
        return ops.concat((x, "a"))
    return x * 2


def inner_gradient(x):
    return ops.grad(helper)(x)


def inner_gradient_of_loop(x):
    return ops.grad(for_if)(x)


def gradient_in_branch(x):
    if x.sum() > 0:
        return ops.grad(lambda v: v * v)(x)
    return x


def float_of_tensor(x):
    if x.sum() > 0:
        return x * float(x[0])
    return x


def numpy_in_branch(x):
    if x.sum() > 0:
        return Tensor(x.asnumpy() * 2)
    return x


class Box:
    def __init__(self, value):
        self.value = value
        self.count = 0

    def bump(self, by):
        self.value = self.value + by
        self.count += 1


def object_attribute(x):
    box = Box(x)
    if x.sum() > 0:
        box.value = x * 2
    return box.value


def object_method(x):
    box = Box(x)
    if x.sum() > 0:
        box.bump(x)
    else:
        box.bump(1)
        box.bump(2)
    return box.value * box.count


for program in (
    append_both, list_item, list_alias, list_augmented, dict_item, dict_new_key, dict_update, nested_list_item, setitem_in_branch,
    setitem_both, view_written, inplace_method, augmented, calls_helper, calls_helper_in_branch, inner_function, keyword_arguments,
    star_arguments, map_function, object_attribute, object_method, list_pop, list_sort_of_constants, error_in_untaken_branch,
    inner_gradient, inner_gradient_of_loop, gradient_in_branch,
):  # fmt: skip
    case(program, *UP_DOWN, grad=program not in (setitem_in_branch, setitem_both, view_written, inplace_method))
case(closure_nonlocal, *UP_DOWN)
case(append_one, *UP_DOWN, paths=True, grad=False)
case(setitem_after_choice, *UP_DOWN, paths=True, grad=False)
case(float_of_tensor, *UP_DOWN)
case(numpy_in_branch, *UP_DOWN, falls_back="Array", grad=False)
case(recursion_by_value, (F(1, 2),), (F(4, 9),), paths=True)
case(recursion, (F(1, 2), 3), (F(-1, -2), 3))
case(raise_in_branch, (F(1, 2),), (F(-1, -2),), raises=True)
case(raise_in_loop, (F(1, 2),), (F(10, 2),), raises=True)
case(raise_in_while, (F(1, 2), i(1)), (F(1, 2), i(5)), raises=True)
