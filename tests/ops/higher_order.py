"""Operators that take functions, and those that only describe something: cases, run on mindshim and on the real MindSpore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CASES: dict[str, Callable[[Any], Any]] = {}


def case(call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Enter a case by the name of the function."""
    CASES[call.__name__] = call
    return call


def cube(x: Any) -> Any:
    return x * x * x


def product(x: Any, y: Any) -> Any:
    return x * y, x + y


def two(ms: Any) -> tuple[Any, Any]:
    return ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, -1.0])


# -- derivatives ---------------------------------------------------------------------------------------------------


@case
def grad(ms: Any) -> Any:
    return ms.ops.grad(cube)(two(ms)[0]), ms.ops.grad(product, (0, 1))(*two(ms)), ms.ops.grad(product, 1, has_aux=True)(*two(ms))


@case
def grad_position(ms: Any) -> Any:
    return ms.ops.grad(cube, 1.5)(two(ms)[0])


@case
def grad_of_no_function(ms: Any) -> Any:
    return ms.ops.grad(3)(two(ms)[0])


@case
def value_and_grad(ms: Any) -> Any:
    return ms.ops.value_and_grad(cube)(two(ms)[0]), ms.ops.value_and_grad(product, (0, 1))(*two(ms))


@case
def get_grad(ms: Any) -> Any:
    gradients = ms.ops.grad(product, (0, 1), return_ids=True)(*two(ms))
    return ms.ops.get_grad(gradients, 0), ms.ops.get_grad(gradients, 1)


@case
def get_grad_of_another(ms: Any) -> Any:
    return ms.ops.get_grad(ms.ops.grad(product, (0, 1), return_ids=True)(*two(ms)), 5)


@case
def GradOperation(ms: Any) -> Any:
    sens = (ms.Tensor([1.0, 1.0]), ms.Tensor([0.5, 2.0]))
    return ms.ops.GradOperation(get_all=True, sens_param=True)(product)(*two(ms), sens), ms.ops.GradOperation()(cube)(two(ms)[0])


@case
def GradOperation_get_all(ms: Any) -> Any:
    return ms.ops.GradOperation(get_all=1)


@case
def vjp(ms: Any) -> Any:
    out, pull = ms.ops.vjp(product, *two(ms))
    return out, pull(ms.Tensor([1.0, 1.0]), ms.Tensor([0.5, 2.0]))


@case
def jvp(ms: Any) -> Any:
    return ms.ops.jvp(product, two(ms), (ms.Tensor([1.0, 0.0]), ms.Tensor([0.5, 2.0])))


@case
def jvp_of_another_shape(ms: Any) -> Any:
    return ms.ops.jvp(cube, two(ms)[0], ms.Tensor([1.0, 0.0, 0.0]))


@case
def jacfwd(ms: Any) -> Any:
    return ms.ops.jacfwd(cube)(two(ms)[0])


@case
def jacrev(ms: Any) -> Any:
    return ms.ops.jacrev(cube)(two(ms)[0])


@case
def jet(ms: Any) -> Any:
    return ms.ops.jet(cube, ms.Tensor([2.0]), ms.Tensor([[1.0], [0.0], [0.0]]))


@case
def derivative(ms: Any) -> Any:
    return ms.ops.derivative(cube, ms.Tensor([2.0]), 2)


@case
def derivative_of_order_zero(ms: Any) -> Any:
    return ms.ops.derivative(cube, ms.Tensor([2.0]), 0)


@case
def linearize(ms: Any) -> Any:
    out, push = ms.ops.linearize(cube, two(ms)[0])
    return out, push(ms.Tensor([1.0, 3.0]))


@case
def vmap(ms: Any) -> Any:
    return ms.ops.vmap(product, in_axes=(0, None))(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), ms.Tensor([1.0, -1.0]))


@case
def vmap_of_axes(ms: Any) -> Any:
    return ms.ops.vmap(product, in_axes=(0,))(*two(ms))


@case
def InsertGradientOf(ms: Any) -> Any:
    def clipped(dx: Any) -> Any:
        return ms.ops.clip_by_value(dx, ms.Tensor(-1.0), ms.Tensor(1.0))

    clip = ms.ops.InsertGradientOf(clipped)

    def fn(x: Any) -> Any:
        return clip(x * x)

    return ms.ops.grad(fn)(two(ms)[0]), clip(two(ms)[0])


@case
def HookBackward(ms: Any) -> Any:
    seen: list[Any] = []

    def doubled(dx: Any) -> Any:
        seen.append(dx[0])
        return dx[0] * 2

    hook = ms.ops.HookBackward(doubled)

    def fn(x: Any) -> Any:
        return hook(x * x) * 2.0

    return ms.ops.grad(fn)(two(ms)[0]), seen[0]


@case
def HookBackward_of_no_function(ms: Any) -> Any:
    return ms.ops.HookBackward(3)


# -- functions over structures -------------------------------------------------------------------------------------


@case
def HyperMap(ms: Any) -> Any:
    x, y = two(ms)
    return ms.ops.HyperMap()(ms.ops.Add(), ((x, y), x), ((y, y), y))


@case
def Map(ms: Any) -> Any:
    x, y = two(ms)
    return ms.ops.Map()(ms.ops.Add(), (x, y), (y, y)), ms.ops.Map()(ms.ops.Neg(), [x])


@case
def MultitypeFuncGraph(ms: Any) -> Any:
    add = ms.ops.MultitypeFuncGraph("add")

    @add.register("Number", "Number")
    def add_numbers(x: Any, y: Any) -> Any:
        return x + y

    @add.register("Tensor", "Tensor")
    def add_tensors(x: Any, y: Any) -> Any:
        return x * y

    return add(1, 2), add(*two(ms))


@case
def MultitypeFuncGraph_of_unknown_types(ms: Any) -> Any:
    return ms.ops.MultitypeFuncGraph("add")(1, 2)


@case
def Partial(ms: Any) -> Any:
    return ms.ops.Partial()(ms.ops.add, two(ms)[0])(two(ms)[1]), ms.ops.partial(ms.ops.add, two(ms)[0])(two(ms)[1])


@case
def Merge(ms: Any) -> Any:
    return ms.ops.Merge()(two(ms))


@case
def GeSwitch(ms: Any) -> Any:
    return ms.ops.GeSwitch()(two(ms)[0], ms.Tensor(True))


# -- descriptions --------------------------------------------------------------------------------------------------


@case
def Send(ms: Any) -> Any:
    return str(ms.ops.Send(0, 0))


@case
def Receive(ms: Any) -> Any:
    return str(ms.ops.Receive(0, 0, [1], ms.float32))


@case
def Barrier(ms: Any) -> Any:
    return str(ms.ops.Barrier())


@case
def ReduceOp(ms: Any) -> Any:
    return ms.ops.ReduceOp.SUM, ms.ops.ReduceOp.MAX, ms.ops.ReduceOp.MIN, ms.ops.ReduceOp.PROD


@case
def DataType(ms: Any) -> Any:
    return ms.ops.DataType.F32_Default, ms.ops.DataType.I8_NCHW


@case
def AiCPURegOp(ms: Any) -> Any:
    return ms.ops.AiCPURegOp("Add").input(0, "x", "required").dtype_format(ms.ops.DataType.F32_Default).get_op_info()


@case
def TBERegOp(ms: Any) -> Any:
    return ms.ops.TBERegOp("Add").fusion_type("OPAQUE").attr("a", "required", "int", "all").kernel_name("k").dynamic_shape(True).op_pattern("broadcast").get_op_info()


@case
def CustomRegOp(ms: Any) -> Any:
    return ms.ops.CustomRegOp("Add").input(0, "x").output(0, "y").target("GPU").get_op_info()


@case
def custom_info_register(ms: Any) -> Any:
    info = ms.ops.CustomRegOp("Add").input(0, "x").output(0, "y").target("GPU").get_op_info()
    return ms.ops.custom_info_register(info)(cube)(two(ms)[0])


@case
def storage(ms: Any) -> Any:
    return len(two(ms)[0].untyped_storage()), two(ms)[0].storage().size()


@case
def tail(ms: Any) -> Any:
    def fn(x: Any) -> Any:
        return ms.ops.tail((x, x * 2, x * 3))

    return ms.jit(fn)(two(ms)[0])
