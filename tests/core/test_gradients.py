"""Gradients of PyNative mode: structure of results, nesting, writes, integers, hooks."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, ops


def f(x, y, z):
    return x * z + y


X, Y, Z = Tensor([1.0, 2.0]), Tensor([3.0, 4.0]), Tensor([5.0, 6.0])


def values(result):
    if isinstance(result, (tuple, list)):
        return [values(r) for r in result]
    return result.asnumpy().tolist() if isinstance(result, Tensor) else result


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (0, [5, 6]),
        (1, [1, 1]),
        (True, [1, 1]),
        ((0,), [5, 6]),
        ((2,), [1, 2]),
        ((0, 1), [[5, 6], [1, 1]]),
        ((1, 0), [[1, 1], [5, 6]]),
        ((0, 1, 2), [[5, 6], [1, 1], [1, 2]]),
    ],
)
def test_positions(position, expected):
    assert values(ops.grad(f, position)(X, Y, Z)) == expected
    assert values(ms.jit(ops.grad(f, position))(X, Y, Z)) == expected
    assert values(ops.value_and_grad(f, position)(X, Y, Z)) == [[8, 16], expected]


@pytest.mark.parametrize(
    ("position", "error"),
    [(None, ValueError), ([0, 1], TypeError), ("a", TypeError), (1.0, TypeError), (-1, ValueError), ((0, 0), ValueError)],
)
def test_bad_positions(position, error):
    with pytest.raises(error):
        ops.grad(f, position)


def test_position_beyond_the_inputs():
    with pytest.raises(RuntimeError, match="Position index 3"):
        ops.grad(f, 3)(X, Y, Z)
    with pytest.raises(IndexError, match="Position index 3"):
        ms.jit(lambda x: ops.grad(f, (0, 3))(x, Y, Z))(X)


def test_nesting():
    def cube(x):
        return x * x * x

    first = ops.grad(cube)
    second = ops.grad(first)
    third = ops.grad(second)
    x = Tensor([1.0, 2.0])
    for g, expected in ((first, [3, 12]), (second, [6, 12]), (third, [6, 6])):
        assert values(g(x)) == expected
        assert values(ms.jit(g)(x)) == expected
        assert values(ops.grad(ms.jit(cube))(x)) == [3, 12]
    assert values(ms.vmap(second)(x)) == [6, 12]


def test_closure_of_an_outer_gradient():
    # d/dx [x * d/dy (x + y)] = 1: the inner gradient must not see the outer input as its own.
    def outer(x):
        return x * ops.grad(lambda y: x + y)(Tensor(1.0))

    assert values(ops.grad(outer)(Tensor(3.0))) == 1.0


def test_function_runs_once_with_concrete_values():
    calls = []

    def branchy(x):
        calls.append(float(x))
        return x * x if x > 0 else -x

    assert values(ops.grad(branchy)(Tensor(3.0))) == 6.0
    assert values(ops.grad(branchy)(Tensor(-3.0))) == -1.0
    assert calls == [3.0, -3.0]


def test_integer_and_cast_gradients():
    g = ops.grad(lambda x: x * x)(Tensor([1, 2]))
    assert g.dtype is ms.int64
    assert values(g) == [2, 4]
    assert values(ops.grad(lambda x: x.astype(ms.int32))(X)) == [1, 1]
    assert values(ops.grad(lambda x: x.astype(ms.float16) * 2)(X)) == [2, 2]


def test_half_with_float_keeps_the_input_dtype():
    x = Tensor([1.0, 2.0], ms.float16)
    g = ops.grad(lambda x: x * Y)(x)
    assert g.dtype is ms.float16
    assert values(g) == [3, 4]


def test_multiple_outputs_are_summed():
    assert values(ops.grad(lambda x: (x, [x * 2, {"a": x * 3}]))(X)) == [6, 6]


def test_unused_and_constant():
    assert values(ops.grad(lambda x, y: y * 2, (0, 1))(X, Y)) == [[0, 0], [2, 2]]
    assert values(ops.grad(lambda x: 3)(X)) == [0, 0]


def test_python_scalars_at_a_position():
    assert ops.grad(lambda x, k: x * k, 1)(X, 3.0) == ()
    assert values(ops.grad(lambda x, k: x * k, (0, 1))(X, 3.0)) == [3, 3]


def test_has_aux():
    g, aux = ops.grad(lambda x: (x * x, x + 1), has_aux=True)(X)
    assert values(g) == [2, 4]
    assert values(aux) == [[2, 3]]
    (out, extra), g = ops.value_and_grad(lambda x: (x * x, x + 1), has_aux=True)(X)
    assert values([out, extra, g]) == [[1, 4], [2, 3], [2, 4]]
    with pytest.raises(ValueError, match="has_aux"):
        ops.grad(lambda x: x, has_aux=True)(X)


def test_return_ids_and_get_grad():
    result = ops.grad(f, (0, 1), return_ids=True)(X, Y, Z)
    assert [r[0] for r in result] == [0, 1]
    assert values(ms.get_grad(result, 1)) == [1, 1]
    with pytest.raises(RuntimeError, match="Can not find"):
        ms.get_grad(result, 5)


def test_grad_operation():
    g = ops.GradOperation
    assert values(g()(f)(X, Y, Z)) == [5, 6]
    assert values(g(get_all=True)(f)(X, Y, Z)) == [[5, 6], [1, 1], [1, 2]]
    assert values(g(sens_param=True)(f)(X, Y, Z, Tensor([2.0, 3.0]))) == [10, 18]
    with pytest.raises(ValueError, match="shape of sens"):
        g(sens_param=True)(f)(X, Y, Z, Tensor([2.0]))
    with pytest.raises(TypeError):
        g(get_all=1)


def test_a_failing_function_leaves_no_recording_behind():
    def broken(x):
        _ = x * 2
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        ops.grad(broken)(X)
    assert values(ops.grad(lambda x: x * x)(X)) == [2, 4]
    assert X._ref is None


def test_escaped_tensors_keep_no_graph():
    kept = []

    def leaking(x):
        y = x * x
        kept.append(y)
        return y

    ops.grad(leaking)(X)
    (y,) = kept
    assert y._ref is None or y._ref[0].leaves is None
    assert values(ops.grad(lambda x: x * y)(X)) == [1, 4]


def test_hooks():
    seen = []

    def hooked(x):
        y = x * 2
        y.register_hook(lambda g: seen.append(values(g)) or g * 10)
        return y * 3

    assert values(ops.grad(hooked)(X)) == [60, 60]
    assert seen == [[3, 3]]
    assert values(ops.grad(lambda x: ops.HookBackward(lambda g: g[0] * 2)(x * 3))(X)) == [6, 6]
    assert values(ops.grad(lambda x: ops.InsertGradientOf(lambda g: g * 0)(x * 3))(X)) == [0, 0]


def test_transforms_of_each_other():
    x = Tensor([2.0, 3.0])
    a = Tensor([1.0, 2.0])
    g = ops.grad(lambda x: ms.vmap(lambda y: y * x * x)(a))
    for call in (g, ms.jit(g)):
        assert values(call(x)) == [12, 18]
    assert values(ops.grad(g)(x)) == [6, 6]
    assert values(ops.grad(lambda x: ms.jvp(lambda y: y * y * y, (x,), (a,))[1])(x)) == [12, 36]
    hessian = ms.jacfwd(ms.jacrev(lambda x: x * x * x))(a).asnumpy()
    assert hessian[0, 0, 0] == 6
    assert hessian[1, 1, 1] == 12
    assert np.count_nonzero(hessian) == 2


def test_vjp_can_be_pulled_again():
    value, pull = ms.vjp(lambda x, y: x * y, X, Y)
    assert values(value) == [3, 8]
    for _ in range(2):
        assert values(pull(Tensor([1.0, 10.0]))) == [[3, 40], [1, 20]]


def test_complex_gradient_is_mindspores():
    # abs: z / |z|, the conjugate of what JAX returns.
    z = Tensor(np.array([3 + 4j], np.complex64))
    g = ops.grad(lambda z: ops.abs(z))(z)
    np.testing.assert_allclose(g.asnumpy(), [0.6 + 0.8j], rtol=1e-6)


def test_grad_with_a_cotangent():
    def two(x, y):
        return x * y, x + y

    x, y = ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0])
    sens = (ms.Tensor([1.0, 10.0]), ms.Tensor([100.0, 0.0]))
    assert ops.grad(two, sens_param=True)(x, y, sens).asnumpy().tolist() == [103.0, 40.0]
    assert ops.grad(two, sens_param=True)(x, y, sens=sens).asnumpy().tolist() == [103.0, 40.0]
    assert ops.grad(two, has_aux=True, sens_param=True)(x, y, ms.Tensor([1.0, 2.0]))[0].asnumpy().tolist() == [3.0, 8.0]
    value, gradient = ms.value_and_grad(lambda x: x * x, sens_param=True)(x, ms.Tensor([1.0, 2.0]))
    assert value.asnumpy().tolist() == [1.0, 4.0] and gradient.asnumpy().tolist() == [2.0, 8.0]
    with pytest.raises(TypeError, match="sens_param"):
        ops.grad(two, sens_param=1)
    with pytest.raises(TypeError, match="sens"):
        ops.grad(two, sens_param=True)()


def test_a_parameter_that_is_the_output_takes_part():
    class Net(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.p = ms.Parameter(ms.Tensor([2.0]), name="p")

        def construct(self, x):
            return self.p

    (of_x,), (of_p,) = ms.ops.GradOperation(get_all=True, get_by_list=True)(Net())(ms.Tensor([3.0]))
    assert (float(of_x), float(of_p)) == (0.0, 1.0)


def test_a_sens_from_outside_is_an_input_of_the_compiled_gradient() -> None:
    sens, w = ms.Parameter(Tensor([1.0, 2.0]), name="sens"), ms.Parameter(Tensor([3.0, 4.0]), name="w")
    grad = ops.GradOperation(get_by_list=True, sens_param=True)

    @ms.jit(fullgraph=True)
    def gradient(x):
        return grad(lambda v: v + w, [w])(x, sens)[0]

    assert gradient(Tensor([0.0, 0.0])).asnumpy().tolist() == [1.0, 2.0]
    sens.set_data(Tensor([5.0, 6.0]))
    assert gradient(Tensor([0.0, 0.0])).asnumpy().tolist() == [5.0, 6.0]


def test_indices_among_what_an_operator_with_a_loop_is_differentiated_by():
    x, indices = Tensor(np.zeros((2, 1, 3), np.float32)), Tensor([[0, 0]])
    labels, lengths = Tensor([1], ms.int32), Tensor([2], ms.int32)
    loss = lambda *inputs: ms.ops.CTCLoss()(*inputs)[0]  # noqa: E731
    (alone,) = ms.ops.GradOperation(get_all=True)(lambda x: loss(x, indices, labels, lengths))(x)
    first, *others = ms.ops.GradOperation(get_all=True)(loss)(x, indices, labels, lengths)
    np.testing.assert_array_equal(first.asnumpy(), alone.asnumpy())
    assert np.abs(first.asnumpy()).max() > 0.1
    assert [g.dtype for g in others] == [ms.int64, ms.int32, ms.int32]
    assert not any(g.asnumpy().any() for g in others)


def test_hooks_and_compiled_gradients():
    """Hooks of arguments, of Parameters, and inside: also those given or taken away after the compilation."""
    double = lambda g: g * 2  # noqa: E731
    x = Tensor([1.0, 2.0])

    class Net(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = ms.Parameter(Tensor([3.0, 4.0]), name="w")

        def construct(self, x):
            return x * self.w

    net = Net()
    by_weight = ms.jit(ops.grad(net, None, net.trainable_params()))
    by_input = ms.jit(ops.grad(net))
    assert values(by_weight(x)) == [[1, 2]]
    handle = net.w.register_hook(double)
    assert values(by_weight(x)) == [[2, 4]]
    handle.remove()
    assert values(by_weight(x)) == [[1, 2]]
    assert values(by_input(x)) == [3, 4]
    x.register_hook(double)
    assert values(by_input(x)) == [6, 8]

    @ms.jit
    def inside(t):
        y = t * 3
        y.register_hook(double)
        return y

    assert values(ops.grad(inside)(Tensor([1.0]))) == [6]
    assert values(inside(Tensor([1.0]))) == [3]
    with pytest.raises(ValueError, match="Register hook for Parameter inside graph is not supported"):
        ms.jit(lambda t: net.w.register_hook(double) and t)(Tensor([1.0]))


def test_a_function_with_its_own_gradient():
    from mindshim.ops.function.grad.grad_func import custom_vjp

    @custom_vjp
    def f(x, y):
        return x * y, x + y

    x, y = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    both = ops.grad(lambda a, b: f(a, b), (0, 1))
    assert values(both(x, y)) == [[4, 5], [2, 3]]
    f.defbwd(lambda a, b, out, dout: (dout[0] * 10 + out[1], dout[1] * 100))
    for take in (both, ops.grad(f, (0, 1)), ms.jit(lambda a, b: ops.grad(f, (0, 1))(a, b))):
        assert values(take(x, y)) == [[14, 16], [100, 100]]
    assert values(f(x, y)) == [[3, 8], [4, 6]] and f.__name__ == "f"
    f.defbwd(lambda a, b, out, dout: dout[0])
    with pytest.raises(RuntimeError, match="must give 2 gradients, but gave 1"):
        both(x, y)
    with pytest.raises(TypeError, match="must be a function"):
        f.defbwd(1)


def test_a_backward_step_that_writes_a_parameter_in_a_compiled_function():
    class Counting(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.steps = ms.Parameter(0, name="steps", requires_grad=False)
            self.show = ops.InsertGradientOf(self.count)

        def count(self, dout):
            self.steps = self.steps + 1
            return dout

        def construct(self, x):
            return self.show(ops.relu(x) + self.steps * 0)

    net = Counting()
    both = ms.jit(lambda x: (net(x), ops.grad(net)(x)))
    for n in (1, 2):
        assert values(both(Tensor([1.0, -1.0]))) == [[1, 0], [1, 0]]
        assert int(net.steps) == n
    assert ops.composite.add_flags(net, predit=True) is net
