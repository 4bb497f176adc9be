"""The Tensor class: making one, its attributes, its dealings with Python and NumPy; as recorded from MindSpore 2.10."""

from __future__ import annotations

import copy
import pickle

import ml_dtypes
import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor


@pytest.fixture
def x():
    return Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


# -- making one ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (1, ms.int64),
        (1.0, ms.float32),
        (True, ms.bool_),
        (1 + 2j, ms.complex128),
        ([], ms.float32),
        ([1, 2.5], ms.float32),
        ([1, True], ms.int64),
        (np.float64(1), ms.float64),
        ([np.float64(1), 2], ms.float32),
        ([np.ones(2), np.ones(2)], ms.float32),
        ([np.int32(1), 2], ms.int64),
        (np.ones(2, np.float16), ms.float16),
        ([Tensor(1), Tensor(2)], ms.int64),
        (1 << 63, ms.uint64),
    ],
)
def test_default_dtypes(data, dtype):
    assert Tensor(data).dtype is dtype


def test_casts_like_c():
    assert Tensor(2.5, ms.int32).item() == 2
    assert Tensor(300, ms.int8).item() == 44
    assert Tensor(-1, ms.uint8).item() == 255
    assert Tensor(1e10, ms.float16).item() == float("inf")


@pytest.mark.parametrize("data", [None, "a", "", {}, range(3), ["a"], [None], [[1, 2], [3]], np.array([1, "a"], "O")])
def test_data_that_is_not_numeric(data):
    with pytest.raises(TypeError, match="Tensor"):
        Tensor(data)


@pytest.mark.parametrize("dtype", ["float32", np.float32, float])
def test_dtype_must_be_one_of_mindspore(dtype):
    with pytest.raises(TypeError):
        Tensor([1], dtype)


def test_data_excludes_shape_and_init():
    with pytest.raises(ValueError):
        Tensor([1], shape=(1,))
    with pytest.raises(ValueError):
        Tensor([1], init="ones")
    with pytest.raises(TypeError, match="const_arg"):
        Tensor([1], const_arg=1)


def test_numpy_is_copied_and_tensors_share(x):
    array = np.zeros(2)
    t = Tensor(array)
    array[0] = 1
    assert t.tolist() == [0, 0]
    shared = Tensor(x)
    shared[0, 0] = 9
    assert x[0, 0].item() == 9 and shared is not x


def test_unknown_shape():
    t = Tensor(shape=(2, None), dtype=ms.float32)
    assert t.shape == (2, -1)
    assert repr(t) == "Tensor(shape=[2, -1], dtype=Float32, value=\n)"
    assert repr(Tensor(shape=[None], dtype=ms.float32)) == "Tensor(shape=[-1], dtype=Float32, value= )"


# -- copies and sharing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "shares"),
    [
        (lambda x: x.astype(ms.float32), True),
        (lambda x: x.float(), True),
        (lambda x: x.to(ms.float32), True),
        (lambda x: x.to("CPU"), True),
        (lambda x: x.type(ms.float32), True),
        (lambda x: x.data, True),
        (lambda x: x.move_to("CPU"), True),
        (lambda x: x.view(2, 3), True),
        (lambda x: x.to(ms.float32, copy=True), False),
        (lambda x: x.copy(), False),
        (lambda x: copy.copy(x), False),
        (lambda x: copy.deepcopy(x), False),
        (lambda x: pickle.loads(pickle.dumps(x)), False),
        (lambda x: x.T.contiguous().T, False),
        (lambda x: ms.Parameter(x), False),
    ],
)
def test_which_results_share_values(x, call, shares):
    y = call(x)
    y[0] = 9.0
    assert y is not x
    assert (x[0, 0].item() == 9) is shares


def test_nothing_to_convert(x):
    assert x.type_as(x) is x and x.contiguous() is x and x.value() is x
    assert ms.ops.cast(x, ms.float32) is x
    assert x.astype(ms.float32, copy=False) is x


def test_pickles_every_dtype():
    for dtype in (ms.bfloat16, ms.complex64, ms.bool_, ms.int8):
        t = Tensor([1, 0], dtype)
        again = pickle.loads(pickle.dumps(t))
        assert again.dtype is dtype and again.tolist() == t.tolist()


def test_copy_passes_gradients(x):
    assert ms.grad(lambda a: (a.copy() * 3).sum())(x).tolist() == [[3] * 3] * 2


def test_set(x):
    t = Tensor([1.0])
    assert t.set_(x) is t and t.shape == (2, 3)
    with pytest.raises(RuntimeError, match="Int64"):
        x.set_(Tensor([1]))


# -- layout --------------------------------------------------------------------------------------------------------


def test_strides(x):
    assert x.stride() == [3, 1] and x.stride(0) == 3 and x.strides == (12, 4)
    assert x.T.stride() == [1, 3] and not x.T.is_contiguous()
    assert x.T.contiguous().stride() == [2, 1]
    assert x[1:].storage_offset() == 3 and x[:, 1].stride() == [3]
    assert x[:, ::2].stride() == [3, 2]
    assert x.broadcast_to((2, 2, 3)).stride() == [0, 3, 1]
    assert x.expand_dims(1).stride() == [3, 3, 1] and x.expand_dims(1).is_contiguous()
    assert (x.T + 1).stride() == [2, 1]
    with pytest.raises(IndexError):
        x.stride(5)


def test_storage(x):
    storage = x.storage()
    assert storage.size() == storage.nbytes() == len(storage) == 24
    assert x[1].untyped_storage().nbytes() == 24
    assert storage.dtype is ms.float32 and storage.device == x.device
    other = Tensor(np.zeros((2, 3), np.float32))
    other.storage().copy_(storage)
    assert other.tolist() == x.tolist()


# -- Python --------------------------------------------------------------------------------------------------------


def test_comparison_with_other_things(x):
    for other in (None, "a", [1, 2], np.ones((2, 3)), np.float32(1)):
        assert (x == other) is False and (x != other) is True
    assert (x == 1).tolist() == [[True, False, False], [False] * 3]
    for other in (None, "a", [1]):
        with pytest.raises(TypeError):
            x < other  # noqa: B015
        if other != [1]:
            with pytest.raises(TypeError, match="Failed calling Add with"):
                x + other
    assert hash(x) == id(x) and 1 in x and 7 not in x and "a" not in x


def test_numbers_of_one_element():
    assert bool(Tensor([[0]])) is False and int(Tensor([1.5])) == 1 and float(Tensor([1.5])) == 1.5
    assert range(3)[Tensor(1)] == 1 and "%d" % Tensor(3) == "3"  # noqa: UP031
    with pytest.raises(ValueError, match="only one element, but got 2"):
        bool(Tensor([1, 2]))
    with pytest.raises(ValueError, match="only one element, but got 2"):
        Tensor([1, 2]).item()
    with pytest.raises(ValueError):
        int(Tensor([]))
    with pytest.raises(ValueError, match="integer"):
        [1, 2][Tensor(1.0)]
    with pytest.raises(TypeError, match="0-D"):
        len(Tensor(1))


def test_iteration(x):
    assert [row.tolist() for row in x] == x.tolist()
    with pytest.raises(TypeError):
        list(Tensor(1))


@pytest.mark.parametrize(
    ("args", "error"),
    [((), ValueError), ((9,), IndexError), (((0,), 1), IndexError), ((1.5, 2), TypeError), ((0, "a"), TypeError)],
)
def test_itemset_rejects(x, args, error):
    with pytest.raises(error):
        x.itemset(*args)


def test_itemset(x):
    assert x.itemset(4, 9).tolist() == [[1, 2, 3], [4, 9, 6]]
    assert x.itemset((0, 1), Tensor(7.0))[0, 1].item() == 7
    assert x[0, 1].item() == 2 and Tensor([3]).itemset(2.7).tolist() == [2]


def test_attributes_can_be_added_but_not_these(x):
    x.note = 3
    assert x.note == 3
    for name in ("dtype", "T", "ndim"):
        with pytest.raises(AttributeError):
            setattr(x, name, 1)
    x.data = Tensor([7])
    assert x.tolist() == [7]


# -- NumPy ---------------------------------------------------------------------------------------------------------


def test_numpy_functions_give_arrays(x):
    for value, expected in (
        (np.exp(x), np.exp(x.asnumpy())),
        (np.add(x, x), 2 * x.asnumpy()),
        (np.ones((2, 3), np.float32) + x, x.asnumpy() + 1),
        (np.float64(2) * x, 2 * x.asnumpy()),
        (np.eye(2, dtype=np.float32) @ x, x.asnumpy()),
        (np.concatenate([x, x]), np.concatenate([x.asnumpy()] * 2)),
        (np.float32(1) == x, x.asnumpy() == 1),
    ):
        assert isinstance(value, np.ndarray) and value.dtype == expected.dtype
        np.testing.assert_array_equal(value, expected)
    total = np.ones((2, 3))
    total += x
    np.testing.assert_array_equal(total, x.asnumpy() + 1)


def test_tensor_on_the_left(x):
    assert isinstance(x * np.float64(2), Tensor) and (x * np.float64(2)).dtype is ms.float32
    assert isinstance(x + np.int32(1), Tensor)
    with pytest.raises(TypeError, match="Failed calling Add with"):
        x + np.ones((2, 3))


def test_numpy_numbers_in_compiled_functions(x):
    scale = np.sqrt(4.0)
    out = ms.jit(lambda a: scale * a)(x)
    assert isinstance(out, Tensor) and out.dtype is ms.float32
    assert out[0, 0].item() == 2


def test_asnumpy_is_writable_and_apart(x):
    array = x.asnumpy()
    array[0, 0] = 9
    assert x[0, 0].item() == 1
    assert Tensor([1.5], ms.bfloat16).asnumpy().dtype == ml_dtypes.bfloat16


def test_dlpack(x):
    assert Tensor.from_dlpack(x.to_dlpack()).tolist() == x.tolist()
    with pytest.raises(RuntimeError):
        Tensor.from_dlpack(1)


def test_from_numpy():
    assert ms.from_numpy(np.array([1, 2], np.int8)).dtype is ms.int8
    with pytest.raises(TypeError, match="NumPy"):
        Tensor.from_numpy([1])


# -- gradients -----------------------------------------------------------------------------------------------------


def test_hooks():
    seen = []

    def f(x):
        y = x * 2
        y.register_hook(lambda g: seen.append(g.tolist()))
        assert len(y.hooks()) == 1
        return y * y

    assert ms.grad(f)(Tensor([1.0, 2.0])).tolist() == [8, 16]
    assert seen == [[4, 8]]
    x = Tensor([1.0])
    handle = x.register_hook(lambda g: g * 10)
    assert ms.grad(lambda a: a * a)(x).tolist() == [20]
    handle.remove()
    assert ms.grad(lambda a: a * a)(x).tolist() == [2]
    with pytest.raises(TypeError):
        x.register_hook(1)
    with pytest.raises(RuntimeError):
        ms.Parameter(x, requires_grad=False).register_hook(lambda g: g)


def test_constant_arguments_have_no_gradient_in_compiled_functions():
    def f(a, b):
        return a * b

    x, y = Tensor([1.0], const_arg=True), Tensor([2.0])
    both = ms.ops.GradOperation(get_all=True)
    assert ms.jit(lambda a, b: ms.ops.GradOperation()(f)(a, b))(x, y) == ()
    assert [g.tolist() for g in ms.jit(lambda a, b: both(f)(a, b))(x, y)] == [[1.0]]
    # PyNative does not know constants.
    assert ms.ops.GradOperation()(f)(x, y).tolist() == [2.0]
    assert [g.tolist() for g in both(f)(x, y)] == [[2.0], [1.0]]


def test_requires_grad_of_a_parameter():
    p = ms.Parameter(Tensor([1.0]))
    assert p.requires_grad_(False) is None and p.requires_grad is False
    assert Tensor([1.0]).requires_grad_() is None


# -- bad indices ---------------------------------------------------------------------------------------------------


def test_index_errors(x):
    i, j = Tensor([0, 1]), Tensor([0, 1, 0])
    for bad, error in (((i, j), ValueError), ((0, 0, 0), IndexError), ((slice(None),) * 3, IndexError)):
        with pytest.raises(error):
            x[bad]
        with pytest.raises(error):
            x[bad] = 1
    with pytest.raises(ValueError):
        x[Tensor([True, False, True])]
    with pytest.raises(ValueError):
        x[0][x > 1] = 1
    with pytest.raises(IndexError):
        x[0][x > 1]
