"""COOTensor, CSRTensor and RowTensor; printed text and results as recorded from MindSpore 2.10."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import COOTensor, CSRTensor, RowTensor, Tensor, ops


@pytest.fixture
def coo():
    return COOTensor(Tensor([[0, 1], [1, 2]]), Tensor([1.0, 2.0]), (3, 4))


@pytest.fixture
def csr():
    return CSRTensor(Tensor([0, 1, 2], ms.int32), Tensor([1, 2], ms.int32), Tensor([1.0, 2.0]), (2, 4))


def test_attributes(coo, csr):
    assert (coo.shape, coo.dtype, coo.size, coo.ndim, coo.itemsize) == ((3, 4), ms.float32, 2, 2, 4)
    assert (csr.shape, csr.dtype, csr.size, csr.ndim, csr.itemsize) == ((2, 4), ms.float32, 2, 2, 4)
    indices, values, shape = coo.to_tuple()
    assert indices is coo.indices and values is coo.values and shape == (3, 4)
    assert [type(part).__name__ for part in csr.to_tuple()] == ["Tensor", "Tensor", "Tensor", "tuple"]


def test_repr(coo, csr):
    assert repr(coo) == (
        "COOTensor(shape=[3, 4], dtype=Float32, indices=Tensor(shape=[2, 2], dtype=Int64, value=\n[[0 1]\n [1 2]]), "
        "values=Tensor(shape=[2], dtype=Float32, value=[ 1.00000000e+00  2.00000000e+00]))"
    )
    assert str(csr) == (
        "CSRTensor(shape=[2, 4], dtype=Float32, indptr=Tensor(shape=[3], dtype=Int32, value=[0 1 2]), "
        "indices=Tensor(shape=[2], dtype=Int32, value=[1 2]), "
        "values=Tensor(shape=[2], dtype=Float32, value=[ 1.00000000e+00  2.00000000e+00]))"
    )
    row = RowTensor(Tensor([0, 2], ms.int32), Tensor([[1.0, 2.0], [3.0, 4.0]]), (3, 2))
    assert repr(row) == (
        "RowTensor(shape=[3, 2], dtype=Float32, indices=Tensor(shape=[2], dtype=Int32, value=[0 2]), "
        "values=Tensor(shape=[2, 2], dtype=Float32, value=\n[[ 1.00000000e+00  2.00000000e+00]\n"
        " [ 3.00000000e+00  4.00000000e+00]]))"
    )
    assert row.dense_shape == (3, 2) and not hasattr(row, "dtype")


def test_conversions(coo, csr):
    dense = np.zeros((3, 4), np.float32)
    dense[0, 1], dense[1, 2] = 1, 2
    np.testing.assert_array_equal(coo.to_dense().asnumpy(), dense)
    np.testing.assert_array_equal(csr.to_dense().asnumpy(), dense[:2])
    np.testing.assert_array_equal(coo.to_csr().indptr.asnumpy(), [0, 1, 2, 2])
    turned = COOTensor(Tensor([[1, 2], [0, 3], [1, 0]]), Tensor([2.0, 1.0, 4.0]), (3, 4)).to_csr()
    np.testing.assert_array_equal(turned.indptr.asnumpy(), [0, 1, 3, 3])
    np.testing.assert_array_equal(turned.to_dense().asnumpy()[:2], [[0, 0, 0, 1], [4, 0, 2, 0]])
    np.testing.assert_array_equal(csr.to_coo().indices.asnumpy(), [[0, 1], [1, 2]])
    again = Tensor(dense).to_csr()
    assert again.indptr.dtype is ms.int32
    np.testing.assert_array_equal(again.to_dense().asnumpy(), dense)
    np.testing.assert_array_equal(Tensor(dense).to_coo().to_dense().asnumpy(), dense)


def test_sums(coo):
    other = COOTensor(Tensor([[1, 2], [2, 3]]), Tensor([5.0, -2.0]), (3, 4))
    total = coo + other
    np.testing.assert_array_equal(total.indices.asnumpy(), [[0, 1], [1, 2], [2, 3]])
    np.testing.assert_array_equal(total.values.asnumpy(), [1, 7, -2])
    np.testing.assert_array_equal((coo - other).values.asnumpy(), [1, -3, 2])
    np.testing.assert_array_equal(coo.add(other, Tensor(8.0)).values.asnumpy(), [1, -2])
    np.testing.assert_array_equal((Tensor(np.ones((3, 4), np.float32)) + coo).asnumpy(), coo.to_dense().asnumpy() + 1)
    np.testing.assert_array_equal(ops.coo_concat((coo, other)).indices.asnumpy(), [[0, 1], [1, 2], [4, 2], [5, 3]])
    with pytest.raises(IndexError):
        ops.coo_concat((coo, coo, coo), 2)
    with pytest.raises(RuntimeError):
        ops.coo_concat((coo, COOTensor(Tensor([[0, 0]]), Tensor([1.0]), (3, 9))))
    joined = ops.coo_concat((coo, other), 1)
    assert joined.shape == (3, 8)
    np.testing.assert_array_equal(joined.indices.asnumpy(), [[0, 1], [1, 2], [1, 6], [2, 7]])
    twice = COOTensor(Tensor([[1, 1], [0, 1], [1, 1]]), Tensor([1.0, 2.0, 3.0]), (3, 4)).coalesce()
    np.testing.assert_array_equal(twice.indices.asnumpy(), [[0, 1], [1, 1]])
    np.testing.assert_array_equal(twice.values.asnumpy(), [2, 4])


def test_products(csr):
    dense = csr.to_dense().asnumpy()
    matrix = np.arange(12, dtype=np.float32).reshape(4, 3)
    np.testing.assert_array_equal(csr.mm(Tensor(matrix)).asnumpy(), dense @ matrix)
    np.testing.assert_array_equal(csr.mv(Tensor(matrix[:, :1])).asnumpy(), dense @ matrix[:, :1])
    np.testing.assert_array_equal(csr.sum(1).asnumpy(), dense.sum(1, keepdims=True))
    np.testing.assert_array_equal((csr * 2).asnumpy(), [2, 4])
    np.testing.assert_array_equal((csr * Tensor([[2.0], [3.0]])).values.asnumpy(), [2, 6])
    np.testing.assert_array_equal(csr.add(csr, Tensor(2.0), Tensor(3.0)).values.asnumpy(), [5, 10])
    np.testing.assert_array_equal((csr - csr).values.asnumpy(), [0, 0])
    square = CSRTensor(Tensor([0, 1, 2]), Tensor([1, 0]), Tensor([2.0, 3.0]), (2, 2))
    np.testing.assert_array_equal(square.mm(square).to_dense().asnumpy(), [[6, 0], [0, 6]])
    np.testing.assert_array_equal(ops.csr_softmax(csr, ms.float32).values.asnumpy(), [1, 1])


@pytest.mark.parametrize("name", ["sin", "relu6", "isnan", "inv", "softsign", "square"])
def test_elementwise(coo, csr, name):
    plain = getattr(ops, {"inv": "reciprocal"}.get(name, name))
    for kind, x in (("coo", coo), ("csr", csr)):
        out = getattr(ops, f"{kind}_{name}")(x)
        assert type(out) is type(x) and out.shape == x.shape
        np.testing.assert_array_equal(out.values.asnumpy(), plain(x.values).asnumpy())
        with pytest.raises(TypeError):
            getattr(ops, f"{kind}_{name}")(x.values)
    np.testing.assert_array_equal((-coo).abs().values.asnumpy(), [1, 2])
    assert csr.astype(ms.float16).dtype is ms.float16


def test_gradient_and_jit(coo):
    def f(indices, values):
        return COOTensor(indices, values * values, (3, 4)).to_dense().sum()

    grad = ms.grad(f, 1)
    np.testing.assert_array_equal(grad(coo.indices, coo.values).asnumpy(), [2, 4])
    np.testing.assert_array_equal(ms.jit(grad)(coo.indices, coo.values).asnumpy(), [2, 4])
    doubled = ms.jit(lambda x: x.with_values(x.values * 2))(coo)
    assert isinstance(doubled, COOTensor)
    np.testing.assert_array_equal(doubled.values.asnumpy(), [2, 4])


@pytest.mark.parametrize(
    ("shape", "error"),
    [([3, 4], TypeError), ((3.0, 4), TypeError), ((3,), ValueError), ((0, 4), ValueError), ((2, 2, 2), ValueError)],
)
def test_bad_shapes(coo, shape, error):
    with pytest.raises(error, match="COOTensor"):
        COOTensor(coo.indices, coo.values, shape)


def test_bad_parts(coo, csr):
    with pytest.raises(ValueError, match="same length"):
        COOTensor(coo.indices, Tensor([1.0]), (3, 4))
    with pytest.raises(TypeError, match="dtype"):
        COOTensor(Tensor([[0.0, 1.0]]), Tensor([1.0]), (3, 4))
    with pytest.raises(TypeError):
        COOTensor(coo_tensor=csr)
    with pytest.raises(ValueError, match="indptr"):
        CSRTensor(csr.indptr, csr.indices, csr.values, (3, 4))
    with pytest.raises(ValueError, match="same shape"):
        coo * Tensor([[1.0]])
    assert CSRTensor(csr_tensor=csr).shape == csr.shape


@pytest.mark.parametrize("wrap", [ms.jit, lambda fn: fn])
def test_gradients_through_sparse_tensors(coo, csr, wrap):
    """Sparse results and arguments are differentiated by their values; where they are has no gradient."""
    every = ms.ops.GradOperation(get_all=True)
    for fn, shown in (
        (lambda x: x, 1), (lambda x: x.indptr, 0), (lambda x: x.abs(), 1), (lambda x: x.to_coo(), 1),
        (lambda x: x.to_tuple(), 1), (lambda x: x.dtype, 0), (lambda x: x.to_dense(), 1),
    ):  # fmt: skip
        grads = every(wrap(lambda *parts, fn=fn: fn(CSRTensor(*parts))))(csr.indptr, csr.indices, csr.values, csr.shape)
        assert [g.asnumpy().tolist() for g in grads[:2]] == [[0] * g.size for g in grads[:2]]
        assert grads[2].asnumpy().tolist() == [shown] * csr.values.size
    grad = ms.grad(wrap(lambda x: (x.to_dense() ** 2).sum()))(csr)
    assert isinstance(grad, CSRTensor)
    np.testing.assert_array_equal(grad.to_dense().asnumpy(), 2 * csr.to_dense().asnumpy())
    weighted = ms.grad(wrap(lambda dense: dense.to_csr()), sens_param=True)
    np.testing.assert_array_equal(weighted(csr.to_dense(), csr).asnumpy(), csr.to_dense().asnumpy())


def test_sparse_tensors_among_operators(csr):
    assert ms.ops.dtype(csr) is csr.dtype
    dense = Tensor(np.full(csr.shape, 3.0, np.float32))
    np.testing.assert_array_equal((dense * csr).values.asnumpy(), 3 * csr.values.asnumpy())
    shape, batch = Tensor([2, *csr.shape], ms.int32), Tensor([0, csr.size, 2 * csr.size], ms.int32)
    parts = (shape, batch, *(ms.ops.concat([t, t]) for t in (csr.indptr, csr.indices, csr.values)))
    out = ms.ops.SparseMatrixAdd()(*parts, *parts, Tensor(1.0), Tensor(-3.0))
    np.testing.assert_array_equal(out[4].asnumpy(), -2 * parts[4].asnumpy())
    np.testing.assert_array_equal(out[2].asnumpy(), parts[2].asnumpy())
    with pytest.raises(ValueError, match="dense shapes should be same"):
        ms.ops.SparseMatrixAdd()(*parts, shape + 1, *parts[1:], Tensor(1.0), Tensor(-3.0))
