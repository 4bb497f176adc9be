"""`for` over ranges, Tensors and lists, and comprehensions."""

from __future__ import annotations

from .case import UP_DOWN, F, N, case, f, ms, ops


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
