"""Errors of compiled functions have the types and the key sentences that the real MindSpore's compiler gave for these programs."""

from __future__ import annotations

import sys

import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn, ops
from mindshim.ops import functional as F

PROGRAMS = []


def says(kind, sentence, *arguments):
    def note(program):
        PROGRAMS.append(pytest.param(program, arguments, kind, sentence, id=program.__name__))
        return program

    return note


X = Tensor(2, ms.int32)


@says(ValueError, "The divisor could not be zero.", X)
def divided_by_zero(x):
    return x + 5 / 0


@says(ValueError, "The divisor could not be zero.", X, 0)
def divided_by_a_zero_argument(x, n):
    return x + 5 // n


@says(ValueError, "Cannot perform modulo operation on zero.", X)
def modulo_zero(x):
    return x + 5 % 0


@says(NameError, "The name 'no_such_other_name' is not defined, or not supported in graph mode.", Tensor([1, 2, 3], ms.float32))
def name_behind_another_error(x):
    if x > 0:
        x = x + no_such_other_name  # noqa: F821  # pyright: ignore[reportUndefinedVariable]
    return x


@says(RuntimeError, "For 'make_range', the input size should within [1, 3] but got0", X)
def range_of_nothing(x):
    for _ in range():
        x = x + 1
    return x


@says(RuntimeError, "For 'range', the argument 'step' could not be 0.", X)
def range_without_step(x):
    for _ in range(1, 2, 0):
        x = x + 1
    return x


@says(TypeError, "For 'make_range', the 1th input should be a int scalar but got AbstractScalar", X)
def range_of_float(x):
    for _ in range(0, 2.0):
        x = x + 1
    return x


@says(RuntimeError, "Integer overflow error occurred when traversing the range.", X)
def range_beyond_64_bits(x):
    for _ in range(sys.maxsize - 1, sys.maxsize, 3):
        x = x + 1
    return x


@says(TypeError, "Slice indices must be integers or bool.", Tensor([1, 2, 3]))
def sliced_by_float(x):
    return x[1.5:]


@says(TypeError, "Slice indices must be integers or bool.", X)
def list_sliced_by_float(x):
    return [x, x][1.5:]


@says(ValueError, "Slice step cannot be zero.", X)
def tuple_sliced_without_step(x):
    return (x, x)[::0]


@says(TypeError, "isinstance() arg 2 must be a type or tuple of types", X)
def isinstance_of_a_number(x):
    return isinstance(x, 1)


@says(ValueError, "The key b does not exist in the dict", X)
def missing_key(x):
    return {"a": x}["b"]


@says(IndexError, "The pop index out of range.", X)
def popped_too_far(x):
    return [x].pop(7)


@says(ValueError, "shift count must be a non-negative integer", X)
def shifted_by_a_negative(x):
    return x + (1 << -1)


@says(ValueError, "The object is not callable. Please check code", X)
def number_called(x):
    n = 5
    return n(x)


@says(ValueError, "Only tensor which shape is () or (1,) can be converted to bool, but got tensor shape is (2, 2)", Tensor([[1, 2], [3, 4]]))
def many_values_as_condition(x):
    return x and x


@says(ValueError, "The truth value of an array with more than one element is ambiguous.", Tensor([1, 2]))
def many_values_as_bool(x):
    return bool(x)


@says(NameError, "The name 'no_such_name' is not defined, or not supported in graph mode.", X)
def name_of_nothing(x):
    return x + no_such_name  # noqa: F821


@says(UnboundLocalError, "The local variable 'y' is not defined in false branch, but defined in true branch.", X)
def without_value_in_false_branch(x):
    if x > 5:
        y = 3
    return x + y


@says(UnboundLocalError, "        y = x + 3", X)
def the_lines_before_are_quoted(x):
    if x > 5:
        y = x + 3
    return y


@says(UnboundLocalError, "The local variable 'y' is not defined in true branch, but defined in false branch.", X, 3)
def without_value_in_true_branch(x, n):
    if n > 2:
        pass
    else:
        y = 3
    return x + y


@says(UnboundLocalError, "The local variable 'y' defined in the 'while' loop body cannot be used outside of the loop body.", X)
def without_value_if_while_does_not_run(x):
    while x > 5:
        y = 3
        x = x - 1
    return x + y


@says(UnboundLocalError, "return x + y", X)
def the_line_is_quoted(x):
    for _ in range(0):
        y = x
    return x + y


@says(TypeError, "arguments_are_missing.<locals>.g() missing 1 required positional argument: 'a'", X)
def arguments_are_missing(x):
    def g(a, b=2):
        return a + b

    return x + g()


@says(RuntimeError, "Got an unexpected keyword argument 'c'", X)
def keyword_that_is_not_there(x):
    def g(a, b=2):
        return a + b

    return g(x, c=x)


@says(TypeError, "got an unexpected keyword argument 'a'", X)
def method_of_a_keyword_that_is_not_there(x):
    return x.divide(a=x)


@says(RuntimeError, "Got an unexpected keyword argument 'x'", X)
def operator_of_a_keyword_that_is_not_there(x):
    return ops.Softmax()(x=x)


@says(RuntimeError, "For 'S_Prim_Mod', the size of input should be 2, but got 1", X)
def operator_of_too_few(x):
    return ops.Mod()(x)


@says(TypeError, "For Operator[Abs], the number of inputs should be less than or equal to 1, but got 2", X)
def operator_of_too_many(x):
    return ops.Abs()(x, x)


@says(RuntimeError, "The inputs of 'tuple_div' operator should be divisible", X)
def tuple_div_with_a_rest(x):
    return F.tuple_div((4, 8), (2, 3))


@says(RuntimeError, "The Typeof operator must requires 1 argument, but the size of arguments is 2.", X)
def types_of_two(x):
    return F.typeof(x, x)


@says(TypeError, "For 'enumerate', the 'start' should be a const int number, but got 1.5.", X)
def enumerated_from_a_float(x):
    return enumerate([x], 1.5)


@says(TypeError, "For 'enumerate', the 'first input' should be tuple or list or tensor, but got <class 'int'>", X)
def number_enumerated(x):
    return enumerate(5)


@says(IndexError, "The pop index out of range.", X)
def popped_from_nothing(x):
    return [].pop()


@says(RuntimeError, "The Map operator must have at least two arguments.", X)
def map_of_nothing(x):
    return map(lambda v: v)


@says(RuntimeError, "Map can only be applied to list, tuple", X)
def map_of_a_number(x):
    return map(lambda v: v, 5)


@says(RuntimeError, "key only supports string, number, type, none, constant tensor and tuple, but got", X)
def list_as_key(x):
    return {[1]: x}


@pytest.mark.parametrize(("program", "arguments", "kind", "sentence"), PROGRAMS)
def test_error_of_a_compiled_function(program, arguments, kind, sentence):
    with pytest.raises(kind) as found:
        ms.jit(program)(*arguments)
    assert type(found.value) is kind
    assert sentence in str(found.value)


def test_what_the_program_raises_itself_is_left_alone():
    @ms.jit
    def explicit(x):
        raise ZeroDivisionError("my own")

    @ms.jit
    def handled(x):
        try:
            return x / (1 // 0)
        except ZeroDivisionError:
            return x + 1

    with pytest.raises(ZeroDivisionError, match="my own"):
        explicit(X)
    assert handled(X).asnumpy() == 3


def test_a_list_in_itself():
    data = [X]
    data.append(data)
    assert ms.jit(lambda d: d[1][0] + 1)(data) == 3
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        with pytest.raises(RuntimeError, match="Detect recursion when converting python object."):
            ms.jit(lambda d: d[0])(data)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def test_two_parameters_of_one_name_are_refused_as_mindspore_does():
    def weight(value):
        return Parameter(Tensor([value]), name="w")

    first, second = weight(1.0), weight(2.0)

    @ms.jit
    def both(x):
        return x * first + second

    @ms.jit
    def given(x, p):
        return x * first + p

    x = Tensor([3.0])
    with pytest.raises(RuntimeError, match="its name 'w' already exists. Please set a unique name for the parameter."):
        both(x)
    with pytest.raises(ValueError, match="its name 'w' already exists"):
        given(x, second)
    assert given(x, first).asnumpy() == 4
    second.name = "v"
    assert both(x).asnumpy() == 5

    class Pair(nn.Cell):
        """The Parameters of one Cell get names of their own."""

        def __init__(self):
            super().__init__()
            self.p, self.q = weight(1.0), weight(2.0)

        def construct(self, x):
            return x * self.p + self.q

    assert ms.jit(Pair())(x).asnumpy() == 5


def test_arguments_and_results_are_no_deeper_than_six():
    @ms.jit
    def of(x, depth):
        inside = [x] if depth % 2 else {"a": x, "b": 1}
        for _ in range(depth - 1):
            inside = (inside, 1)
        return inside

    @ms.jit
    def inner(x, parts):
        while not isinstance(parts, int):
            parts = parts[0]
        return x * parts

    x = Tensor([2.0])
    for depth in (5, 6):
        found = of(x, depth)
        assert isinstance(found, tuple) and found[1] == 1
    assert inner(x, [[[[[[3]]]]]]).asnumpy() == 6
    for depth in (7, 8):
        with pytest.raises(RuntimeError, match="List, tuple and dict nesting is not allowed more than 6 levels."):
            of(x, depth)
    with pytest.raises(RuntimeError, match="List, tuple and dict nesting is not allowed more than 6 levels."):
        inner(x, [[[[[[[3]]]]]]])


def test_compiling_without_running(monkeypatch):
    """MS_DEV_PRECOMPILE_ONLY: the errors of the compiler, and no value, even of what would not end."""
    total = Parameter(Tensor([0.0]), name="total")

    @ms.jit
    def endless(x, i):
        ops.assign_add(total, x)
        while i < 3:
            x = x + 1
        return x

    @ms.jit
    def wrong(x):
        return ops.concat((x, x), 7)

    monkeypatch.setenv("MS_DEV_PRECOMPILE_ONLY", "1")
    for _ in range(2):
        assert endless(Tensor([1.0]), Tensor(0)) is None
    assert total.asnumpy() == 0
    with pytest.raises(ValueError):
        wrong(Tensor([1.0]))
    monkeypatch.delenv("MS_DEV_PRECOMPILE_ONLY")
    assert endless(Tensor([1.0]), Tensor(3)).asnumpy() == 1 and total.asnumpy() == 1
