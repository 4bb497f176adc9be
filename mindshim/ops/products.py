"""Products of matrices and tensors."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp

from mindshim._core.faces import face
from mindshim._core.operators import Array, Arrays, Kernel, Number, kernel
from mindshim._core.promotion import BOOL, I64, convert, is_inexact, operands, result_type
from mindshim._core.tensor import Tensor
from mindshim.ops.arithmetic import mul
from mindshim.ops.reduction import axes_of
from mindshim.ops.spellings import in_place, spell


def _pair(op: str, x: Any, y: Any, bool_ok: bool = False) -> tuple[Any, Any]:
    """Two Tensors of one dtype: products of matrices do not promote."""
    for value in (x, y):
        if getattr(value, "weak_type", False) or not hasattr(value, "dtype"):
            raise TypeError(f"For '{op}', both inputs must be Tensors, but got a Python number.")
    if x.dtype != y.dtype:
        raise TypeError(f"For '{op}', the inputs must have the same dtype, but got {x.dtype.name} and {y.dtype.name}.")
    if x.dtype == BOOL and not bool_ok:
        raise TypeError(f"For '{op}', the inputs must be a number type, but got Bool.")
    return x, y


def _inner(op: str, x: Any, y: Any, a: int, b: int) -> None:
    if x.shape[a] != y.shape[b]:
        raise ValueError(
            f"For '{op}', the inner dimensions must be equal, but got {x.shape[a]} and {y.shape[b]} "
            f"of shapes {x.shape} and {y.shape}."
        )


def _matmul(op: str, x: Any, y: Any) -> Any:
    if x.ndim == 0 or y.ndim == 0:
        raise ValueError(f"For '{op}', the inputs must have at least one dimension, but got shapes {x.shape} and {y.shape}.")
    _inner(op, x, y, -1, 0 if y.ndim == 1 else -2)
    try:
        jnp.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    except ValueError:
        # The real one says so with either of the two.
        raise (RuntimeError if op == "MatMul" else ValueError)(
            f"For '{op}', the batch dimensions must broadcast, but got shapes {x.shape} and {y.shape}."
        ) from None
    return jnp.matmul(x, y, preferred_element_type=x.dtype)


@kernel("MatMulExt")
def matmul(input: Array, other: Array) -> Array:
    """The matrix product, by NumPy's rules for every rank (mirrors `mindspore.ops.matmul` and `@`).

    Args:
        input, other: Tensors of one dtype with at least one dimension; a 1-d one is a row or a column, leading
            dimensions are batches and broadcast.

    Raises:
        TypeError: if the dtypes differ or an input is not a Tensor. ValueError: if the inner dimensions differ.
        RuntimeError: if the batch dimensions do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.matmul(ms.Tensor([[1.0, 2.0]]), ms.Tensor([3.0, 4.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.10000000e+01])
    """
    return _matmul("MatMul", *_pair("MatMul", input, other))


spell(matmul, "ops.matmul mint.matmul Tensor.matmul(tensor2)")


def _at(self: Tensor, other: Any) -> Any:
    if not isinstance(other, Tensor):
        raise TypeError(f"For 'MatMul', both inputs must be Tensors, but got {type(other).__name__}.")
    return matmul.binary(self, other)


def _rat(self: Tensor, other: Any) -> Any:
    raise TypeError(f"For 'MatMul', both inputs must be Tensors, but got {type(other).__name__}.")


Tensor.__matmul__ = _at  # type: ignore[attr-defined]
Tensor.__rmatmul__ = _rat  # type: ignore[attr-defined]


def _turned(x: Any, turn: bool) -> Any:
    return jnp.swapaxes(x, -1, -2) if turn else x


@kernel("MatMul")
def matmul2d(input: Array, mat2: Array, transpose_a: bool = False, transpose_b: bool = False) -> Array:
    """The product of two matrices, either one transposed on request (mirrors `mindspore.ops.MatMul`).

    Args:
        transpose_a, transpose_b: whether to transpose the first or second matrix.

    Inputs:
        input, mat2: 2-d Tensors of one dtype.

    Raises:
        TypeError: if the dtypes differ. ValueError: if an input is not 2-d or the inner dimensions differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MatMul(transpose_b=True)(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[3.0, 4.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 1.10000000e+01]])
    """
    x, y = _pair("MatMul", input, mat2)
    if x.ndim != 2 or y.ndim != 2:
        raise ValueError(f"For 'MatMul', both inputs must be 2-d, but got shapes {x.shape} and {y.shape}.")
    return _matmul("MatMul", _turned(x, transpose_a), _turned(y, transpose_b))


matmul2d.primitive("MatMul", "transpose_a=False, transpose_b=False", call="input, mat2")  # type: ignore[attr-defined]
for _path in ("ops.mm", "mint.mm"):
    matmul2d.face(_path, "input, mat2")  # type: ignore[attr-defined]
matmul2d.face("Tensor.mm", "mat2")  # type: ignore[attr-defined]


@kernel("BatchMatMul")
def batch_matmul(x: Array, y: Array, transpose_a: bool = False, transpose_b: bool = False) -> Array:
    """Matrix products over leading batch dimensions, which broadcast (mirrors `mindspore.ops.BatchMatMul`).

    Args:
        transpose_a, transpose_b: whether to transpose the last two dimensions of the first or second input.

    Inputs:
        x, y: Tensors of one dtype with at least two dimensions.

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.BatchMatMul()(ms.ops.ones((2, 1, 3)), ms.ops.ones((2, 3, 1))).shape
        (2, 1, 1)
    """
    a, b = _pair("BatchMatMul", x, y)
    if a.ndim < 2 or b.ndim < 2:
        raise ValueError(f"For 'BatchMatMul', both inputs must have 2 dimensions or more, but got shapes {a.shape} and {b.shape}.")
    return _matmul("BatchMatMul", _turned(a, transpose_a), _turned(b, transpose_b))


batch_matmul.primitive("BatchMatMul", "transpose_a=False, transpose_b=False", call="x, y")  # type: ignore[attr-defined]
batch_matmul.face("ops.bmm", "input_x, mat2", input_x="x", mat2="y")  # type: ignore[attr-defined]
batch_matmul.face("mint.bmm", "input, mat2", input="x", mat2="y")  # type: ignore[attr-defined]
batch_matmul.face("Tensor.bmm", "mat2", mat2="y")  # type: ignore[attr-defined]


@kernel("Mv")
def mv(mat: Array, vec: Array) -> Array:
    """The product of a matrix (N, M) and a vector (M,) (mirrors `mindspore.ops.mv`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.mv(ms.Tensor([[1.0, 2.0]]), ms.Tensor([3.0, 4.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.10000000e+01])
    """
    x, y = _pair("Mv", mat, vec)
    if x.ndim != 2 or y.ndim != 1:
        raise ValueError(f"For 'Mv', a matrix and a vector are needed, but got shapes {x.shape} and {y.shape}.")
    return _matmul("Mv", x, y)


spell(mv, "ops.mv mint.mv(input, vec)")


@kernel("Dot")
def dot(input: Array, other: Array) -> Array:
    """Sum over the last dimension of `input` and the last but one of `other` (mirrors `mindspore.ops.dot`).

    Raises:
        TypeError: if the dtypes differ. ValueError: if an input has fewer than 2 dimensions or they do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dot(ms.ops.ones((2, 3)), ms.ops.ones((1, 3, 2))).shape
        (2, 1, 2)
    """
    x, y = _pair("Dot", input, other)
    if x.ndim < 2 or y.ndim < 2:
        raise ValueError(f"For 'dot', both inputs must have 2 dimensions or more, but got shapes {x.shape} and {y.shape}.")
    _inner("dot", x, y, -1, -2)
    return jnp.tensordot(x, y, axes=((x.ndim - 1,), (y.ndim - 2,)), preferred_element_type=x.dtype)


spell(dot, "ops.dot Tensor.dot")


@face("mint.dot")
def mint_dot(input: Tensor, other: Tensor) -> Tensor:
    """The inner product of two vectors (mirrors `mindspore.mint.dot`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(mint.dot(x, x))
        14.0
    """
    if input.ndim != 1 or other.ndim != 1:
        raise ValueError(f"For 'dot', both inputs must be 1-d, but got shapes {input.shape} and {other.shape}.")
    return matmul.binary(input, other)


@kernel("TensorDot")
def tensor_dot(x1: Array, x2: Array, axes: Any) -> Array:
    """The sum of products over `axes` of two Tensors (mirrors `mindspore.ops.tensor_dot`).

    Args:
        x1, x2: Tensors of one dtype.
        axes: a number n (the last n dimensions of `x1` with the first n of `x2`), or two ints or sequences of
            ints: the dimensions of each.

    Raises:
        TypeError: if the dtypes differ. ValueError: if the dimensions do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.tensor_dot(ms.ops.ones((2, 3)), ms.ops.ones((3, 4)), 1).shape
        (2, 4)
    """
    x, y = _pair("tensor_dot", x1, x2)
    if isinstance(axes, int):
        if axes > min(x.ndim, y.ndim) or axes < 0:
            raise ValueError(f"For 'tensor_dot', 'axes' must be in [0, {min(x.ndim, y.ndim)}], but got {axes}.")
        pair = (tuple(range(x.ndim - axes, x.ndim)), tuple(range(axes)))
    else:
        if len(axes) != 2:
            raise ValueError(f"For 'tensor_dot', 'axes' must be an int or two sequences, but got {axes!r}.")
        pair = tuple(tuple(a % n for a in ((v,) if isinstance(v, int) else v)) for v, n in zip(axes, (x.ndim, y.ndim), strict=True))
    sizes = [x.shape[a] for a in pair[0]], [y.shape[a] for a in pair[1]]
    if sizes[0] == sizes[1]:
        return jnp.tensordot(x, y, axes=pair, preferred_element_type=x.dtype)
    # Sizes in the opposite order will do too: the elements are paired in the order in which they lie.
    both = zip(*sizes, sizes[1][::-1], strict=True) if len(sizes[0]) == len(sizes[1]) else [(1, 0, 0)]
    if math.prod(sizes[0]) != math.prod(sizes[1]) or any(a not in (b, c) for a, b, c in both):
        raise ValueError(f"For 'tensor_dot', the dimensions {axes!r} of shapes {x.shape} and {y.shape} do not fit.")
    free = [tuple(a for a in range(v.ndim) if a not in used) for v, used in zip((x, y), pair, strict=True)]
    left = x.transpose(*free[0], *pair[0]).reshape(*(x.shape[a] for a in free[0]), -1)
    right = y.transpose(*pair[1], *free[1]).reshape(-1, *(y.shape[a] for a in free[1]))
    return jnp.tensordot(left, right, 1, preferred_element_type=x.dtype)


spell(tensor_dot, "ops.tensor_dot")


@kernel("Inner")
def inner(input: Array, other: Array) -> Array:
    """The sum of products over the last dimension of each (mirrors `mindspore.ops.inner`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.inner(ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0]))
        Tensor(shape=[], dtype=Float32, value= 11)
    """
    x, y = _pair("inner", input, other)
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    _inner("inner", x, y, -1, -1)
    return jnp.tensordot(x, y, axes=((x.ndim - 1,), (y.ndim - 1,)), preferred_element_type=x.dtype)


spell(inner, "ops.inner Tensor.inner")


@kernel("Ger")
def ger(input: Array, vec2: Array) -> Array:
    """The products of all pairs of elements of two vectors: shape (N, M) (mirrors `mindspore.ops.ger`).

    Raises:
        ValueError: if an input is not 1-d.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.ger(ms.Tensor([1, 2]), ms.Tensor([3])))
        [[3]
         [6]]
    """
    if jnp.ndim(input) != 1 or jnp.ndim(vec2) != 1:
        raise ValueError(f"For 'Ger', both inputs must be 1-d, but got shapes {jnp.shape(input)} and {jnp.shape(vec2)}.")
    return outer.fn(input, vec2)


spell(ger, "ops.ger Tensor.ger ops.Ger(x1, x2) mint.outer")


@kernel("Outer")
def outer(input: Array, vec2: Array) -> Array:
    """The products of all pairs of elements of two vectors: shape (N, M) (mirrors `mindspore.ops.outer`).

    An `input` of another rank is flattened; `vec2` of another rank is broadcast against it as a column.

    Raises:
        ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.outer(ms.Tensor([1, 2]), ms.Tensor([3]))
        Tensor(shape=[2, 1], dtype=Int64, value=
        [[3],
         [6]])
    """
    return mul.fn(input.reshape(-1, 1), vec2)


spell(outer, "ops.outer Tensor.outer")


#: Arguments, and what is printed with an alpha of 2.
_EXAMPLES = {
    "addmm": ("ms.Tensor([[1.0]]), ms.Tensor([[1.0, 2.0]]), ms.Tensor([[3.0], [4.0]])", "[[23.]]"),
    "addmv": ("ms.Tensor([1.0]), ms.Tensor([[1.0, 2.0]]), ms.Tensor([3.0, 4.0])", "[23.]"),
    "addr": ("ms.Tensor([[1.0, 1.0]]), ms.Tensor([2.0]), ms.Tensor([3.0, 4.0])", "[[13. 17.]]"),
    "baddbmm": ("ms.Tensor([[[1.0]]]), ms.Tensor([[[1.0, 2.0]]]), ms.Tensor([[[3.0], [4.0]]])", "[[[23.]]]"),
    "addbmm": ("ms.Tensor([[1.0]]), ms.Tensor([[[1.0, 2.0]]]), ms.Tensor([[[3.0], [4.0]]])", "[[23.]]"),
}


def _added(name: str, last: tuple[str, str], mm: Any, summary: str, spellings: tuple[str, ...], sum_batch: bool = False) -> Kernel:
    """beta * input + alpha * product, with its docstring and faces."""

    def body(input: Array, a: Array, b: Array, beta: Number = 1, alpha: Number = 1) -> Array:
        x, y = _pair(name, a, b)
        product = mm(x, y)
        if sum_batch:
            product = jnp.sum(product, axis=0, dtype=product.dtype)
        start = operands(name, input)[0]
        if start.dtype != product.dtype:
            raise TypeError(f"For '{name}', the inputs must have the same dtype, but got {start.dtype.name} and {product.dtype.name}.")
        return convert(beta, product.dtype) * start + convert(alpha, product.dtype) * product

    lower = name.lower()
    example, printed = _EXAMPLES[lower]
    body.__annotations__ = {"input": "Array", "a": "Array", "b": "Array", "beta": "Number", "alpha": "Number"}
    body.__name__ = lower
    body.__doc__ = f"""beta * input + alpha * {summary} (mirrors `mindspore.ops.{lower}`).

    Args:
        input: the Tensor to add to; it broadcasts. {last[0]}, {last[1]}: the factors, of the same dtype.
        beta, alpha: numbers.

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.{lower}({example}, alpha=2))
        {printed}
    """
    k = kernel(name)(body)
    for path in spellings:
        first = "x, " if path == "ops.addr" else "input, " if not path.startswith("Tensor") else ""
        star = "" if path in ("Tensor.addr", "ops.baddbmm") else "*, "
        k.face(path, f"{first}{last[0]}, {last[1]}, {star}beta=1, alpha=1", x="input", **{last[0]: "a", last[1]: "b"})  # type: ignore[attr-defined]
    return k


addmm = _added("Addmm", ("mat1", "mat2"), lambda x, y: _matmul("Addmm", x, y), "mat1 @ mat2", ("ops.addmm", "mint.addmm", "Tensor.addmm"))
in_place("addmm")
addmv = _added("Addmv", ("mat", "vec"), lambda x, y: _matmul("Addmv", x, y), "mat @ vec", ("ops.addmv", "mint.addmv", "Tensor.addmv"))
addr = _added("Addr", ("vec1", "vec2"), lambda x, y: x[:, None] * y[None, :], "the outer product of two vectors", ("ops.addr", "Tensor.addr"))
_B = ("batch1", "batch2")
baddbmm = _added("Baddbmm", _B, lambda x, y: _matmul("Baddbmm", x, y), "the batched product", ("ops.baddbmm", "mint.baddbmm", "Tensor.baddbmm"))
addbmm = _added("Addbmm", _B, lambda x, y: _matmul("Addbmm", x, y), "the sum of the batched products", ("ops.addbmm", "mint.addbmm", "Tensor.addbmm"), True)


@kernel("Einsum")
def einsum_kernel(operands_: Arrays, equation: str = "") -> Array:
    """Sums of products written as index letters (mirrors `mindspore.ops.einsum`)."""
    dtype = result_type(*operands_, op="Einsum")
    return jnp.einsum(equation, *(convert(x, dtype) for x in operands_), preferred_element_type=dtype)


@face("ops.einsum", "mint.einsum")
def einsum(equation: str, *operands: Any) -> Tensor:
    """Sums of products of Tensors written as index letters (mirrors `mindspore.ops.einsum`).

    Args:
        equation: for example "ij,jk->ik"; "..." stands for leading dimensions. operands: Tensors, of which the
            wider dtype counts.

    Raises:
        TypeError: if `equation` is not a str. ValueError: if it does not fit the operands.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.einsum("i,i->", ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0]))
        Tensor(shape=[], dtype=Float32, value= 11)
    """
    if not isinstance(equation, str):
        raise TypeError(f"For 'einsum', the equation must be a str, but got {type(equation).__name__}.")
    if len(operands) == 1 and isinstance(operands[0], (tuple, list)):
        operands = tuple(operands[0])
    try:
        return einsum_kernel(operands, equation)
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"For 'einsum', the equation '{equation}' does not fit the operands: {error}") from None


einsum_kernel.primitive("Einsum", "equation", call="x", x="operands_")  # type: ignore[attr-defined]


@kernel("Kron")
def kron(input: Array, other: Array) -> Array:
    """The Kronecker product (mirrors `mindspore.ops.kron`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.kron(ms.Tensor([1, 2]), ms.Tensor([1, 10]))
        Tensor(shape=[4], dtype=Int64, value= [ 1, 10,  2, 20])
    """
    # Kronecker factors need not broadcast, only promote.
    dtype = result_type(input, other, op="Kron")
    a, b = convert(input, dtype), convert(other, dtype)
    ndim = max(a.ndim, b.ndim)
    a = a.reshape((1,) * (ndim - a.ndim) + a.shape)
    b = b.reshape((1,) * (ndim - b.ndim) + b.shape)
    left = a.reshape(sum(((n, 1) for n in a.shape), ()))
    right = b.reshape(sum(((1, n) for n in b.shape), ()))
    product = left & right if a.dtype == BOOL else left * right
    return product.reshape(tuple(m * n for m, n in zip(a.shape, b.shape, strict=True)))


spell(kron, "ops.kron")


@kernel("Cross")
def cross(input: Array, other: Array, dim: int | None = None) -> Array:
    """The cross product of vectors of size 3 along `dim` (mirrors `mindspore.ops.cross`).

    Args:
        input, other: Tensors; the result has the dtype of `input`. dim: the dimension of size 3; the first such one if None.

    Raises:
        TypeError: for bools. ValueError: if the dimension does not have size 3.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cross(ms.Tensor([1.0, 0.0, 0.0]), ms.Tensor([0.0, 1.0, 0.0]))
        Tensor(shape=[3], dtype=Float32, value= [ 0.00000000e+00,  0.00000000e+00,  1.00000000e+00])
    """
    if input.dtype == BOOL or other.dtype == BOOL:
        raise TypeError(f"For 'Cross', the inputs must be of number types, but got {input.dtype} and {other.dtype}.")
    x, y = jnp.broadcast_arrays(input, convert(other, input.dtype))
    if dim is None or dim == -65530:
        at = next((i for i, n in enumerate(x.shape) if n == 3), None)
    else:
        at = axes_of("Cross", dim, x.ndim)[0]
    if at is None or x.shape[at] != 3:
        raise ValueError(f"For 'Cross', the dimension {dim} must have size 3, but got shape {x.shape}.")
    return jnp.cross(x, y, axis=at)


spell(cross, "ops.cross mint.cross Tensor.cross")
cross.primitive("Cross", "dim=-65530", call="input, other")  # type: ignore[attr-defined]


@kernel("VecDot")
def vecdot(x: Array, y: Array, axis: int = -1) -> Array:
    """The sum of conj(x) * y along `axis`, with broadcasting, int64 for integers (mirrors `mindspore.ops.vecdot`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.vecdot(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[3.0, 4.0]]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.10000000e+01])
    """
    a, b = operands("vecdot", x, y)
    # Products of integers wrap in their own dtype before they are summed.
    total = a.dtype if is_inexact(a.dtype) else I64
    products = a & b if a.dtype == BOOL else jnp.conj(a) * b if a.dtype.kind == "c" else a * b
    return jnp.sum(products, axis=axis, dtype=total)


vecdot.face("ops.vecdot", "x, y, *, axis=-1")  # type: ignore[attr-defined]


@kernel("BatchDot")
def batch_dot(x1: Array, x2: Array, axes: Any = None) -> Array:
    """The dot product over one dimension of each input, batch by batch (mirrors `mindspore.ops.batch_dot`).

    Args:
        x1, x2: Tensors of two dimensions or more with the same first one.
        axes: the dimensions to sum, an int or a pair; the last of `x1` and the last but one of `x2` if None.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.batch_dot(ms.ops.ones((2, 3, 4)), ms.ops.ones((2, 4, 5))).shape
        (2, 3, 5)
    """
    a, b = _pair("batch_dot", x1, x2)
    if a.ndim < 2 or b.ndim < 2 or a.shape[0] != b.shape[0]:
        raise ValueError(f"For 'batch_dot', the batches must be equal, but got shapes {a.shape} and {b.shape}.")
    if axes is None:
        axes = (a.ndim - 1, max(b.ndim - 2, 1))
    elif isinstance(axes, int):
        axes = (axes, axes)
    i, j = axes[0] % a.ndim, axes[1] % b.ndim
    _inner("batch_dot", a, b, i, j)
    letters = "abcdefghijklmnopqrstuvwxyz"
    left = "Z" + letters[: a.ndim - 1]
    right = "Z" + letters[a.ndim - 1 : a.ndim + b.ndim - 2]
    left = left[:i] + "Y" + left[i + 1 :]
    right = right[:j] + "Y" + right[j + 1 :]
    out = "Z" + left.replace("Y", "")[1:] + right.replace("Y", "")[1:]
    result = jnp.einsum(f"{left},{right}->{out}", a, b, preferred_element_type=a.dtype)
    return result[:, None] if result.ndim == 1 else result


spell(batch_dot, "ops.batch_dot")
