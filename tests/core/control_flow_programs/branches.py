"""`if`, `elif`, `else`, early returns."""

from __future__ import annotations

from .case import UP_DOWN, F, Tensor, case, i, ms


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
case(if_string_in_one, *UP_DOWN, paths=True, grad=False)
case(if_none_or_tensor, *UP_DOWN, paths=True)
case(if_shapes_differ, *UP_DOWN, paths=True)
case(if_dtypes_differ, *UP_DOWN, paths=True)
case(if_only_one_sets, *UP_DOWN, paths=True)
case(if_int_or_tensor, *UP_DOWN, paths=True)
case(if_missing_return, *UP_DOWN, paths=True, grad=False)
case(if_constant, (F(1, 2), 1), (F(1, 2), 3))
case(if_constant_inside_tensor, (F(1, 2), 1), (F(1, 2), 3), (F(-1, -2), 3))
