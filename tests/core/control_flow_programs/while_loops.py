"""`while`, with `break`, `continue`, `return` and `else`."""

from __future__ import annotations

from .case import UP_DOWN, F, N, case, f, i, ms, ops


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
case(while_list_grows, *N, paths=True, grad=False)
case(while_index, (F(1, 2, 3), i(2)), (F(1, 2, 3), i(0)))
case(while_gcd, (i(48), i(18)), (i(7), i(3)), grad=False)
case(while_collatz, (i(6),), (i(1),), (i(27),), grad=False)
case(while_newton, (F(2, 9),), grad=False)
case(while_not_entered, (F(1, 2),))
case(while_starts_as_int, *N, paths=True, grad=False)
case(while_shape_changes, (F(1, 2), i(2)), paths=True)
case(while_temporary_used_after, (F(1, 2), i(2)), paths=True)
