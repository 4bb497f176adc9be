"""Small programs with control flow on Tensor values, for the real MindSpore (which recorded them) and for mindshim.

`case(function, arguments, …)`: each tuple of arguments is one call. `falls_back` says why a program is not compiled here.
"""

from __future__ import annotations

import importlib
import os

ms = importlib.import_module(os.environ.get("CONTROL_FLOW_PACKAGE", "mindshim"))
nn, ops, Tensor, Parameter = ms.nn, ms.ops, ms.Tensor, ms.Parameter

CASES = {}


def F(*values):
    return Tensor(list(values), ms.float32)


def f(value):
    return Tensor(value, ms.float32)


def i(value):
    return Tensor(value, ms.int64)


def case(program, *calls, falls_back="", grad=True, raises=False):
    """`grad`: whether the gradient by the first argument is compared too."""
    name = program.__name__
    assert name not in CASES
    CASES[name] = (program, calls, falls_back, grad, raises)


UP_DOWN = (F(1, 2),), (F(-1, -2),), (F(-10, 3),)


# -- if ------------------------------------------------------------------------------------------------------------


def if_else(x):
    if x.sum() > 0:
        y = x * 2
    else:
        y = x - 1
    return y


def if_only(x):
    if x.sum() > 0:
        x = x * 2
    return x


def if_elif(x):
    if x.sum() > 0:
        y = x * 2
    elif x.sum() < -5:
        y = x * x
    else:
        y = -x
    return y


def if_early_return(x):
    if x.sum() > 0:
        return x * 3
    return x / 2


def if_return_both(x):
    if x.sum() > 0:
        return x * 3
    else:
        return x * x


def if_nested(x):
    if x.sum() > 0:
        if x.max() > 1.5:
            y = x * 2
        else:
            y = x * 3
    else:
        y = x
    return y


def if_nested_return(x):
    if x.sum() < 0:
        if x.max() > 2:
            return x * 5
        x = x - 1
    else:
        x = x + 1
    return x * x


def if_returns_in_sequence(x):
    if x.sum() > 100:
        return x
    if x.max() > 2.5:
        return x * 2
    if x.min() < -1.5:
        return x * 3
    return x * 4


def if_two_variables(x):
    if x.sum() > 0:
        a, b = x * 2, x + 1
    else:
        a, b = x - 1, x * x
    return a * b


def if_swap(x):
    a, b = x, x * 2
    if x.sum() > 0:
        a, b = b, a
    return a - b


def if_local_temporary(x):
    if x.sum() > 0:
        t = x * 2
        y = t + 1
    else:
        y = x
    return y


def if_size_one_condition(x):
    if x[:1] > 0:
        return x * 2
    return x


def if_bool_tensor(x, c):
    if c:
        return x * 2
    return x - 1


def if_int_tensor(x, c):
    if c:
        return x * 2
    return x - 1


def if_equal(x):
    if x[0] == 1:
        return x * 2
    return x - 1


def if_tuple_result(x):
    if x.sum() > 0:
        return x, x * 2
    return x * 3, x


def if_list_result(x):
    if x.sum() > 0:
        return [x, x * 2]
    return [x * 3, x]


def if_dict_result(x):
    if x.sum() > 0:
        d = {"a": x * 2, "b": x}
    else:
        d = {"a": x, "b": x - 1}
    return d["a"] * d["b"]


def if_number_result(x):
    if x.sum() > 0:
        return 1
    return 2


def if_float_number(x):
    if x.sum() > 0:
        k = 0.5
    else:
        k = 2.0
    return x * k


def if_int_number_then_tensor(x):
    if x.sum() > 0:
        n = 3
    else:
        n = 4
    return x * n + n


def if_int_arithmetic(x):
    n = 2
    if x.sum() > 0:
        n = n * 3 + 1
    return x * n, n


def if_flag(x):
    flag = False
    if x.sum() > 0:
        flag = True
    if flag:
        return x * 2
    return x - 1


def if_flag_not(x):
    done = x.sum() > 0
    if not done:
        x = x * 3
    return x


def if_string_in_one(x):
    if x.sum() > 0:
        name = "up"
    else:
        name = "down"
    return x * 2, name


def if_none_or_tensor(x):
    y = None
    if x.sum() > 0:
        y = x * 2
    if y is None:
        return x - 1
    return y


def if_shapes_differ(x):
    if x.sum() > 0:
        return x[:1]
    return x


def if_dtypes_differ(x):
    if x.sum() > 0:
        return x
    return x.astype(ms.float16)


def if_only_one_sets(x):
    if x.sum() > 0:
        y = x * 2
    if x.sum() > 0:
        return y
    return x


def if_int_or_tensor(x):
    y = 0
    if x.sum() > 0:
        y = x * 2
    return x + y


def if_missing_return(x):
    if x.sum() > 0:
        return x * 2


def if_pass(x):
    if x.sum() > 0:
        pass
    else:
        x = x + 1
    return x


def if_constant(x, n):
    if n > 2:
        return x * 2
    return x[:1]


def if_constant_inside_tensor(x, n):
    if x.sum() > 0:
        if n == 1:
            x = x + 1
        else:
            x = x * n
    return x


def if_after_if(x):
    if x.sum() > 0:
        x = x + 1
    if x.sum() > 4:
        x = x * 2
    if x.sum() < -4:
        x = x * 3
    return x


def if_deep(x):
    if x[0] > 0:
        if x[1] > 0:
            if x[0] > x[1]:
                y = x * 2
            else:
                y = x * 3
        elif x[0] > 1:
            y = x * 5
        else:
            y = x * 7
    else:
        y = x * 11
    return y


def if_many_elifs(x):
    s = x.sum()
    if s > 10:
        k = x * 1
    elif s > 5:
        k = x * 2
    elif s > 2:
        k = x * 3
    elif s > 0:
        k = x * 4
    elif s > -2:
        k = x * 5
    else:
        k = x * 6
    return k + s


for program in (
    if_else, if_only, if_elif, if_early_return, if_return_both, if_nested, if_nested_return, if_returns_in_sequence,
    if_two_variables, if_swap, if_local_temporary, if_size_one_condition, if_tuple_result, if_list_result, if_dict_result,
    if_float_number, if_int_number_then_tensor, if_flag, if_flag_not, if_pass, if_after_if, if_deep, if_many_elifs,
    if_equal,
):  # fmt: skip
    case(program, *UP_DOWN)
case(if_bool_tensor, (F(1, 2), Tensor(True)), (F(1, 2), Tensor(False)))
case(if_int_tensor, (F(1, 2), i(3)), (F(1, 2), i(0)))
case(if_number_result, *UP_DOWN, grad=False)
case(if_int_arithmetic, *UP_DOWN, grad=False)
case(if_string_in_one, *UP_DOWN, falls_back="'name' is str", grad=False)
case(if_none_or_tensor, *UP_DOWN, falls_back="NoneType")
case(if_shapes_differ, *UP_DOWN, falls_back="shape")
case(if_dtypes_differ, *UP_DOWN, falls_back="Float16")
case(if_only_one_sets, *UP_DOWN, falls_back="'y' is")
case(if_int_or_tensor, *UP_DOWN, falls_back="'y' is")
case(if_missing_return, *UP_DOWN, falls_back="nothing on the other", grad=False)
case(if_constant, (F(1, 2), 1), (F(1, 2), 3))
case(if_constant_inside_tensor, (F(1, 2), 1), (F(1, 2), 3), (F(-1, -2), 3))


# -- expressions ---------------------------------------------------------------------------------------------------


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


# -- while ---------------------------------------------------------------------------------------------------------


def while_tensor(x):
    while x.sum() < 100:
        x = x * 2
    return x


def while_counter(x, n):
    k = 0
    while k < n:
        x = x + k
        k += 1
    return x


def while_counter_returned(x, n):
    k = 0
    while k < n:
        x = x * 2
        k = k + 2
    return x, k


def while_tensor_counter(x, n):
    k = i(0)
    while k < n:
        x = x + k
        k = k + 1
    return x


def while_break(x, n):
    k = 0
    while k < n:
        if x.sum() > 20:
            break
        x = x * 2
        k += 1
    return x, k


def while_continue(x, n):
    k = 0
    while k < n:
        k += 1
        if x.sum() > 20:
            continue
        x = x * 2
    return x, k


def while_return(x, n):
    k = 0
    while k < n:
        if x.sum() > 20:
            return x
        x = x * 2
        k += 1
    return -x


def while_true(x):
    while True:
        x = x * 2
        if x.sum() > 50:
            break
    return x


def while_true_return(x):
    while True:
        x = x * 2
        if x.sum() > 50:
            return x


def while_nested(x, n):
    k = 0
    while k < n:
        j = 0
        while j < k:
            x = x + j
            j += 1
        k += 1
    return x


def while_nested_break(x, n):
    k = 0
    while k < n:
        j = 0
        while True:
            j += 1
            x = x + 1
            if j >= k:
                break
        k += 1
    return x


def while_else(x, n):
    k = 0
    while k < n:
        if x.sum() > 20:
            break
        x = x * 2
        k += 1
    else:
        x = x - 1
    return x


def while_and(x, n):
    k = 0
    while k < n and x.sum() < 20:
        x = x * 2
        k += 1
    return x


def while_constant(x):
    k = 0
    while k < 3:
        x = x * 2
        k += 1
    return x


def while_constant_if(x):
    k = 0
    while k < 3:
        if x.sum() > 8:
            x = x - 1
        else:
            x = x * 2
        k += 1
    return x


def while_if_inside(x, n):
    k = 0
    while k < n:
        if x.sum() > 8:
            x = x - 5
        else:
            x = x * 2
        k += 1
    return x


def while_list_carried(x, n):
    items = [x, x * 2]
    k = 0
    while k < n:
        items = [items[1], items[0] + items[1]]
        k += 1
    return items


def while_tuple_carried(x, n):
    pair = (x, x * 2)
    k = 0
    while k < n:
        pair = (pair[1], pair[0] + pair[1])
        k += 1
    return pair[0]


def while_list_item(x, n):
    items = [x, x * 2]
    k = 0
    while k < n:
        items[0] = items[0] + items[1]
        k += 1
    return items[0]


def while_dict_item(x, n):
    state = {"a": x, "n": 0}
    while state["n"] < n:
        state["a"] = state["a"] * 2
        state["n"] += 1
    return state["a"]


def while_list_grows(x, n):
    items = []
    k = 0
    while k < n:
        items.append(x * k)
        k += 1
    return items


def while_setitem(x, n):
    y = ops.zeros((4,), ms.float32)
    k = 0
    while k < n:
        y[k] = x.sum() + k
        k += 1
    return y


def while_index(x, n):
    total = f(0.0)
    k = 0
    while k < n:
        total = total + x[k]
        k += 1
    return total


def while_gcd(a, b):
    while b != 0:
        a, b = b, a % b
    return a


def while_collatz(n):
    steps = 0
    while n != 1:
        if n % 2 == 0:
            n = n // 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps


def while_newton(x):
    guess = x
    while ops.abs(guess * guess - x).max() > 1e-3:
        guess = 0.5 * (guess + x / guess)
    return guess


def while_float_number(x, n):
    k = 0
    rate = 1.0
    while k < n:
        x = x * rate
        rate = rate * 0.5
        k += 1
    return x, rate


def while_not_entered(x):
    while x.sum() > 1e6:
        x = x / 2
    return x


def while_starts_as_int(x, n):
    total = 0
    k = 0
    while k < n:
        total = total + x
        k += 1
    return total


def while_shape_changes(x, n):
    k = 0
    while k < n:
        x = ops.concat((x, x))
        k += 1
    return x


def while_temporary(x, n):
    k = 0
    while k < n:
        t = x * 2
        x = t - 1
        k += 1
    return x


def while_temporary_used_after(x, n):
    k = 0
    while k < n:
        t = x * k
        k += 1
    return t


def while_unpacks(x, n):
    a, b, k = x, x + 1, 0
    while k < n:
        a, b, k = b, a * 0.5 + b, k + 1
    return a, b


def while_two_flags(x, n):
    k, up, down = 0, False, False
    while k < n:
        if x.sum() > 20:
            up = True
        if x.sum() < 2:
            down = True
        x = x * 2
        k += 1
    return x, up, down


N = (F(1, 2), i(4)), (F(5, 6), i(4)), (F(1, 2), i(0))
for program in (
    while_counter, while_tensor_counter, while_nested, while_else, while_and, while_if_inside, while_list_carried,
    while_tuple_carried, while_list_item, while_dict_item, while_temporary, while_unpacks, while_return, while_setitem,
):  # fmt: skip
    case(program, *N, grad=program in (while_counter, while_return, while_list_item))
for program in (while_counter_returned, while_break, while_continue, while_float_number, while_two_flags):
    case(program, *N, grad=False)
case(while_nested_break, (F(1, 2), i(3)))
case(while_tensor, (F(1, 2),), (F(100, 2),))
for program in (while_true, while_true_return):
    case(program, (F(1, 2),), (F(30, 2),), grad=program is while_true)
case(while_constant, *UP_DOWN)
case(while_constant_if, *UP_DOWN)
case(while_list_grows, *N, falls_back="list", grad=False)
case(while_index, (F(1, 2, 3), i(2)), (F(1, 2, 3), i(0)))
case(while_gcd, (i(48), i(18)), (i(7), i(3)), grad=False)
case(while_collatz, (i(6),), (i(1),), (i(27),), grad=False)
case(while_newton, (F(2, 9),), grad=False)
case(while_not_entered, (F(1, 2),))
case(while_starts_as_int, *N, falls_back="'total' is", grad=False)
case(while_shape_changes, (F(1, 2), i(2)), falls_back="'x' is")
case(while_temporary_used_after, (F(1, 2), i(2)), falls_back="'t' has a value only if")


# -- for -----------------------------------------------------------------------------------------------------------


def for_range(x):
    for k in range(4):
        x = x * k + 1
    return x


def for_range_argument(x, n):
    for k in range(n):
        x = x + k
    return x


def for_range_tensor(x, n):
    for k in range(n):
        x = x + k
    return x


def for_range_tensor_bounds(x, n):
    for k in range(1, n, 2):
        x = x * k
    return x


def for_range_tensor_down(x, n):
    for k in range(n, 0, -1):
        x = x + k
    return x


def for_range_tensor_if(x, n):
    for k in range(n):
        if x.sum() > 8:
            x = x - k
        else:
            x = x * 2
    return x


def for_range_tensor_break(x, n):
    for k in range(n):
        if x.sum() > 8:
            break
        x = x * 2 + k
    return x


def for_range_tensor_return(x, n):
    for k in range(n):
        if x.sum() > 8:
            return x * k
        x = x * 2
    return -x


def for_tensor_rows(x):
    total = f(0.0)
    for row in x:
        total = total + row * row
    return total


def for_list(x):
    for v in [1, 2.5, x, 3]:
        x = x * v
    return x


def for_tuple_of_tensors(x):
    y = x
    for a, b in ((x, x * 2), (x + 1, x)):
        y = y + a * b
    return y


def for_enumerate(x):
    y = x
    for k, v in enumerate((x, x * 2, x * 3)):
        y = y + k * v
    return y


def for_zip(x):
    y = x
    for a, b in zip((x, x * 2), [3, 4], strict=True):
        y = y + a * b
    return y


def for_dict(x):
    y = x
    for k, v in {"a": x, "b": x * 2}.items():
        y = y + v * len(k)
    return y


def for_if(x):
    for k in range(3):
        if x.sum() > 5:
            x = x - k
        else:
            x = x * 2
    return x


def for_break(x):
    for k in range(5):  # noqa: B007
        if x.sum() > 10:
            break
        x = x * 2
    return x, k


def for_break_value(x):
    for _ in range(5):
        if x.sum() > 10:
            break
        x = x * 2
    return x


def for_continue(x):
    y = x
    for k in range(5):
        if (x.sum() + k) % 2 > 0.5:
            continue
        y = y + k
    return y


def for_return(x):
    for k in range(5):
        if x.sum() > 10:
            return x * k
        x = x * 2
    return x - 1


def for_else(x):
    for _ in range(3):
        if x.sum() > 10:
            break
        x = x * 2
    else:
        x = x - 100
    return x


def for_nested(x):
    for a in range(3):
        for b in range(a):
            if x.sum() < 20:
                x = x + a * b
            else:
                x = x - b
    return x


def for_nested_break(x):
    for _ in range(3):
        for b in range(3):
            if x.sum() > 10:
                break
            x = x + b
        x = x * 1.5
    return x


def for_while(x, n):
    for k in range(3):
        j = 0
        while j < n:
            x = x + k
            j += 1
    return x


def while_for(x, n):
    j = 0
    while j < n:
        for k in range(3):
            x = x + k * j
        j += 1
    return x


def for_long(x):
    for k in range(100):
        if x.sum() > 5:
            x = x * 0.5
        else:
            x = x + k * 0.1
    return x


def for_long_rows(x, rows):
    for row in rows:
        x = x * 0.9 + row
    return x


def for_long_break(x):
    for k in range(64):
        if x.sum() > 50:
            break
        x = x + k
    return x


def for_long_return(x):
    for k in range(64):
        if x.sum() > 50:
            return x * 2
        x = x + k
    return x


def for_long_list(x):
    out = []
    for k in range(40):
        out.append(x * k)
    return out[3] + out[39]


def for_long_setitem(x):
    y = ops.zeros((50,), ms.float32)
    for k in range(50):
        y[k] = x.sum() * k
    return y


def for_long_last(x):
    for k in range(50):
        t = x * k
    return t + k


def for_long_int_total(x):
    total = 0
    for k in range(50):
        total += k
    return x * total


def for_long_nested(x):
    for _a in range(40):
        for b in range(3):
            if x.sum() > 10:
                x = x * 0.5
            x = x + b
    return x


def comprehension(x):
    parts = [x * k for k in range(3)]
    return parts[0] + parts[1] * parts[2]


def comprehension_if(x):
    parts = [x * k if x.sum() > 0 else x - k for k in range(3) if k != 1]
    return parts[0] + parts[1]


def list_append_constant(x):
    out = []
    for k in range(3):
        out.append(x * k)
    return out


for program in (
    for_range, for_list, for_tuple_of_tensors, for_enumerate, for_zip, for_dict, for_if, for_break_value, for_continue,
    for_return, for_else, for_nested, for_nested_break, for_long, for_long_break, for_long_return, for_long_list,
    for_long_last, for_long_int_total, for_long_nested, comprehension, comprehension_if, list_append_constant,
):  # fmt: skip
    case(program, *UP_DOWN)
case(for_break, *UP_DOWN, grad=False)
case(for_long_setitem, *UP_DOWN, grad=False)
case(for_tensor_rows, (F(1, 2, 3),), (F(),))
case(for_long_rows, (F(1, 2), ops.ones((40, 2), ms.float32)))
case(for_range_argument, (F(1, 2), 3), (F(1, 2), 0))
for program in (for_range_tensor, for_range_tensor_bounds, for_range_tensor_down, for_range_tensor_if, for_range_tensor_break,
                for_range_tensor_return, for_while, while_for):  # fmt: skip
    case(program, *N, grad=program is for_range_tensor)


# -- objects, state, functions -------------------------------------------------------------------------------------


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
case(closure_nonlocal, *UP_DOWN, falls_back="in place")
case(append_one, *UP_DOWN, falls_back="list", grad=False)
case(setitem_after_choice, *UP_DOWN, falls_back="in place", grad=False)
case(float_of_tensor, *UP_DOWN, falls_back="float")
case(numpy_in_branch, *UP_DOWN, falls_back="Array", grad=False)
case(recursion_by_value, (F(1, 2),), (F(4, 9),), falls_back="calls itself")
case(recursion, (F(1, 2), 3), (F(-1, -2), 3))
case(raise_in_branch, (F(1, 2),), (F(-1, -2),), raises=True)
case(raise_in_loop, (F(1, 2),), (F(10, 2),), raises=True)
case(raise_in_while, (F(1, 2), i(1)), (F(1, 2), i(5)), raises=True)
