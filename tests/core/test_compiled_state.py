"""What compiled functions change outside: attributes, globals, lists, dicts, arguments. As in PyNative, where the real MindSpore often isn't."""

from __future__ import annotations

import types

import pytest

import mindshim as ms
from mindshim import Tensor, nn
from mindshim._core import compile as compiled

COUNT, STATE = 0, Tensor([1.0])
ITEMS, TABLE, NESTED = [1, 2, 3], {"a": 1}, [[1], [2]]
MODULE = types.ModuleType("a_module")


class Namespace:
    k = 0
    t = Tensor([0.0])


class Owner:
    def __init__(self):
        self.items, self.table, self.t = [1], {}, None

    def grow(self, by):
        self.t = by if self.t is None else self.t + by
        return self.t


OWNER = Owner()


def reset():
    global COUNT, STATE, OWNER
    COUNT, STATE, OWNER = 0, Tensor([1.0]), Owner()
    Namespace.k, Namespace.t, MODULE.n = 0, Tensor([0.0]), 0
    ITEMS[:], NESTED[:] = [1, 2, 3], [[1], [2]]
    TABLE.clear()
    TABLE["a"] = 1


def shown(value):
    if isinstance(value, Tensor):
        return ["Tensor", str(value.dtype), value.asnumpy().tolist()]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(shown, value)]
    if isinstance(value, dict):
        return {k: shown(v) for k, v in value.items()}
    return value


def everything():
    owner = shown([OWNER.items, OWNER.table, OWNER.t])
    return shown([COUNT, STATE, Namespace.k, Namespace.t, MODULE.n, ITEMS, TABLE, NESTED]), owner


def global_counter(x):
    global COUNT
    COUNT = COUNT + 1
    return x * COUNT


def global_tensor(x):
    global STATE
    STATE = STATE + x
    return STATE * 2


def global_in_a_branch(x):
    global COUNT, STATE
    if x.sum() > 1.5:
        STATE = x + 1
        COUNT = 3
    else:
        COUNT = 4
    return x * COUNT + STATE


def global_in_a_loop(x):
    global STATE
    while STATE.sum() < 20:
        STATE = STATE * 2 + x
    return STATE


def global_in_a_function_inside(x):
    def keep(v):
        global STATE
        STATE = v

    keep(x * 3)
    return x


def class_attributes(x):
    Namespace.k = 7
    Namespace.t = Namespace.t + x
    return x * Namespace.k


def class_attribute_in_a_branch(x):
    if x.sum() > 1.5:
        Namespace.t = x
    return x + Namespace.t


def module_attribute(x):
    MODULE.n = 5
    return x * MODULE.n


def attribute_replaced(x):
    return OWNER.grow(x) * 2


def append(x):
    ITEMS.append(x * 2)
    return x * len(ITEMS)


def append_the_argument(x):
    OWNER.items.clear()
    OWNER.items.append(x)
    return OWNER.items


def reverse(x):
    ITEMS.reverse()
    return ITEMS


def pop_and_push(x):
    last = ITEMS.pop()
    ITEMS.insert(0, last)
    return x * last


def item_assigned(x):
    ITEMS[0] = x + 1
    return ITEMS[0] * 2


def slice_assigned_in_a_branch(x):
    if x.sum() > 1.5:
        ITEMS[1:] = [x, x * 2]
    else:
        ITEMS[1:] = [x * 3, x * 4]
    return x


def table_item(x):
    TABLE["b"] = x * 2
    return TABLE["b"]


def table_sum(x):
    TABLE["b"] = TABLE.get("b", 0) + x
    return TABLE["b"]


def table_of_an_object(x):
    OWNER.table["k"] = x
    OWNER.table.update(n=(x, x * 2))
    return OWNER.table["n"][1]


def nested(x):
    NESTED[0][0] = x
    NESTED[1] = [x * 2]
    return NESTED


def untouched(x):
    return ITEMS, TABLE, [x]


def made_inside(x):
    mine, table = [x], {"a": [x * 2]}
    mine.append(x * 3)
    table["a"].append(mine)
    return mine, table


PROGRAMS = {
    f.__name__: f
    for f in (
        global_counter, global_tensor, global_in_a_branch, global_in_a_loop, global_in_a_function_inside, class_attributes, class_attribute_in_a_branch,
        module_attribute, attribute_replaced, append, append_the_argument, reverse, pop_and_push, item_assigned, slice_assigned_in_a_branch, table_item,
        table_sum, table_of_an_object, nested, untouched, made_inside,
    )
}  # fmt: skip
#: Those that only PyNative can do, since each call needs a program of its own, and those that it may do.
CHANGING = {"global_counter", "append", "pop_and_push", "nested"}
EITHER = {"reverse"}


@pytest.fixture
def reasons(monkeypatch):
    """Why functions were not compiled."""
    found = []
    monkeypatch.setattr(compiled, "explain_fallback", lambda fn, error: found.append(str(error)))
    return found


def run(fn, check=None):
    reset()
    out = []
    for v in (1.0, 2.0, 1.0, 3.0):
        x = Tensor([v])
        made = fn(x)
        same = [made is c for c in (ITEMS, TABLE, NESTED, OWNER.items, x)]
        parts = [[p is c for c in (ITEMS, TABLE, NESTED, x)] for p in made] if isinstance(made, (list, tuple)) else []
        kept = [OWNER.t is x, x in [i for i in OWNER.items if i is x], OWNER.table.get("k") is x, STATE is x]
        out.append((shown(made), same, parts, kept, everything()))
    return out


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_changed_outside_is_what_pynative_changes(name, reasons):
    fn = PROGRAMS[name]
    assert run(ms.jit(fn)) == run(fn)
    assert name in EITHER or bool(reasons) is (name in CHANGING), reasons
    assert all("at each call" in r for r in reasons)


def test_an_earlier_value_of_an_attribute_stays_what_it_was():
    reset()
    fast, seen = ms.jit(attribute_replaced), []
    for v in (1.0, 2.0, 3.0):
        fast(Tensor([v]))
        seen.append(OWNER.t)
    assert [t.asnumpy().tolist() for t in seen] == [[1], [3], [6]]


def test_a_tensor_in_two_places_is_told_apart():
    """The program reads what each of them holds at the call."""
    other = Owner()

    @ms.jit
    def f(x):
        OWNER.t = OWNER.t + x
        return OWNER.t * 10 + other.t

    reset()
    OWNER.t = other.t = Tensor([1.0])
    assert f(Tensor([1.0])).asnumpy() == 21
    assert f(Tensor([1.0])).asnumpy() == 31 and other.t.asnumpy() == 1


def test_variables_of_a_function_around(reasons):
    def make(wrap):
        total, n = Tensor([0.0]), 0

        @wrap
        def f(x):
            nonlocal total, n
            total = total + x
            if x.sum() > 1.5:
                n = 2
            else:
                n = 3
            return total * n

        return lambda x: (shown(f(x)), shown(total), n)

    fast, plain = make(ms.jit), make(lambda f: f)
    for v in (1.0, 2.0, 1.0):
        assert fast(Tensor([v])) == plain(Tensor([v]))


# -- arguments -----------------------------------------------------------------------------------------------------


def augmented(x):
    x += 1
    return x * 2


def item(x):
    x[0] = 9.0
    return x * 2


def method(x):
    x.add_(1)
    return x * 2


def view(x):
    part = x[:1]
    part[0] = x.sum()
    return x * 2


def in_a_branch(x):
    if x.sum() > 4:
        x[0] = 0.0
    else:
        x[1] = x[0] * 5
    return x * 2


def in_a_loop(x):
    for k in range(40):
        x[k % 2] = x.sum() / 2
    return x * 2


def list_append(values):
    values.append(values[0] * 2)
    return len(values)


def list_item(values):
    values[0] = values[0] + 1
    return values


def list_reversed(values):
    values.reverse()
    return values


def list_extended(values):
    values.extend([Tensor([1.0]), 5])
    return values[-2]


def list_element_written(values):
    values[0][0] = 7.0
    return values[0] * 2


def list_popped(values):
    return values.pop()


def list_inside(values):
    (inner,) = values[2:]
    inner.append(values[1])
    return inner


def table_changed(table):
    table["z"] = table["a"] * 3
    table.update({"n": [table["a"], 5]})
    del table["b"]
    return table


@pytest.mark.parametrize("fn", [augmented, item, method, view, in_a_branch, in_a_loop])
def test_a_tensor_argument_that_is_written(fn, reasons):
    def calls(fn):
        x, out = Tensor([1.0, 2.0]), []
        base = Tensor([1.0, 2.0, 3.0])
        part = base[1:]
        for _ in range(3):
            out += [shown(fn(x)), shown(x)]
        out += [shown(fn(part)), shown(part), shown(base)]
        return out

    assert calls(ms.jit(fn)) == calls(fn)
    assert not reasons


def test_a_tensor_that_is_written_and_has_two_names():
    def f(x, y):
        x[0] = 9.0
        return y * 2

    for fn in (f, ms.jit(f)):
        x = Tensor([1.0, 2.0])
        assert fn(x, x).asnumpy().tolist() == [18, 4]
        x = Tensor([1.0, 2.0])
        assert fn(x, x[:1]).asnumpy().tolist() == [18]
        assert fn(x, Tensor([1.0])).asnumpy().tolist() == [2]


def test_gradients_through_a_written_argument():
    def f(x):
        y = x * 1
        helper(y)
        return (y * y).sum()

    def helper(y):
        y[0] = y[1] * 3
        return y

    x = Tensor([1.0, 2.0])
    expected = ms.grad(f)(x).asnumpy().tolist()
    assert ms.grad(ms.jit(f))(x).asnumpy().tolist() == expected == [0, 40]
    inner = ms.jit(helper)

    def g(x):
        y = x * 1
        inner(y)
        return (y * y).sum()

    assert ms.grad(g)(x).asnumpy().tolist() == expected


LISTS = (list_append, list_item, list_reversed, list_extended, list_element_written, list_popped, list_inside)


@pytest.mark.parametrize("fn", [*LISTS, table_changed])
def test_a_list_or_dict_argument_that_is_changed(fn, reasons):
    def calls(run):
        out = []
        for _ in range(2):
            x = Tensor([1.0])
            given = {"a": x, "b": 1} if fn is table_changed else [x, 2, [x, 3]]
            made = run(given)
            values = list(given.values()) if isinstance(given, dict) else given
            out += [shown(made), shown(given), made is given, [v is x for v in values], made is values[-1], shown(x)]
        return out

    assert calls(ms.jit(fn)) == calls(fn)
    assert not reasons


def test_in_graph_mode_too(reasons):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.cache, self.dense = {}, nn.Dense(1, 1)

        def construct(self, x, states):
            states["last"] = self.dense(x)
            self.cache["x"] = x
            x[0] = 0.0
            return states["last"]

    net, states, x = Net(), {}, Tensor([[3.0]])
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        for _ in range(2):
            out = net(x, states)
            assert states["last"].asnumpy() == out.asnumpy() and net.cache["x"] is x and x.asnumpy() == 0
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    assert not reasons


FACTOR, SHIFT = 2, Tensor([1.0])


def test_globals_that_were_rebound_are_seen(reasons):
    global FACTOR, SHIFT

    def helper(x):
        return x * FACTOR

    fast = ms.jit(lambda x: helper(x) + SHIFT)
    assert fast(Tensor([1.0])).asnumpy() == 3
    FACTOR = 3
    assert fast(Tensor([1.0])).asnumpy() == 4
    SHIFT = Tensor([10.0])
    assert fast(Tensor([1.0])).asnumpy() == 13
    assert not reasons


def test_a_global_that_is_rebound_before_each_call(reasons):
    global FACTOR
    fast = ms.jit(lambda x: x * FACTOR)
    for k in range(8):
        FACTOR = k
        assert fast(Tensor([1.0])).asnumpy() == k
    assert reasons == ["the global 'FACTOR' has another value at each call"]
