"""A world of one process."""

import pytest

import mindshim as ms
from mindshim import communication as c


@pytest.fixture(autouse=True)
def released():
    c.release()
    yield
    c.release()


def test_one_process():
    assert (c.get_rank(), c.get_group_size(), c.get_local_rank(), c.get_local_rank_size()) == (0, 1, 0, 1)
    with pytest.raises(RuntimeError, match="init"):
        c.create_group("g", [0])
    c.init()
    assert c.GlobalComm.INITED
    c.create_group("g", [0])
    assert c.get_process_group_ranks("g") == [0]
    c.destroy_group("g")
    with pytest.raises(RuntimeError, match="the world has the ranks"):
        c.create_group("h", [0, 1])
    with pytest.raises(RuntimeError, match="does not exist"):
        c.get_group_size("g")


def test_bad_arguments():
    with pytest.raises(RuntimeError, match="must be one of 'hccl', 'nccl' and 'mccl'"):
        c.init("xx")
    with pytest.raises(TypeError, match="must be a string"):
        c.init(1)
    with pytest.raises(TypeError, match="must be type of string"):
        c.get_rank(3)


def test_collectives_give_their_input():
    x = ms.Tensor([1.0, 2.0])
    out, handle = c.comm_func.all_reduce(x)
    assert out.asnumpy().tolist() == [1.0, 2.0] and out is not x and handle is None
    c.comm_func.barrier()


def test_launched_by_many(monkeypatch):
    monkeypatch.setenv("MS_WORKER_NUM", "8")
    with pytest.raises(NotImplementedError, match="8 processes have been started"):
        c.init()
    assert not c.GlobalComm.INITED


def test_functions_give_new_tensors_and_handles():
    f, x = c.comm_func, ms.Tensor([1.0, 2.0])
    for call in (f.all_reduce, f.all_gather_into_tensor, f.reduce_scatter_tensor):
        out, handle = call(x, async_op=True)
        handle.wait()
        assert out.asnumpy().tolist() == [1.0, 2.0] and out is not x
    for call in (f.broadcast, f.gather_into_tensor, f.scatter_tensor):
        assert call(x).asnumpy().tolist() == [1.0, 2.0]
        with pytest.raises(RuntimeError, match="doesn't contain the global rank 1"):
            call(x, 1)
        with pytest.raises(TypeError):
            call([1.0])
    with pytest.raises(TypeError, match="one of sum, prod, min, max"):
        f.all_reduce(x, "avg")
    with pytest.raises(RuntimeError, match="does not exist"):
        f.all_reduce(x, "sum", "nobody")
    for call in (f.send, f.recv, f.isend, f.irecv):
        with pytest.raises(ValueError, match="the same as the rank of the current process"):
            call(x, 0)
    with pytest.raises(ValueError, match="is to be received"):
        f.batch_isend_irecv([f.P2POp("isend", x, 0), f.P2POp("irecv", (3,), 0, recv_dtype=ms.float32)])
    grad = ms.grad(lambda v: f.all_reduce(v * v)[0] + f.all_to_all_single_with_output_shape((2,), v * v)[0])(x)
    assert grad.asnumpy().tolist() == [4.0, 8.0]


def test_a_graph_may_reduce():
    assert ms.jit(lambda v: c.comm_func.all_reduce(v * 2)[0])(ms.Tensor([1.0])).asnumpy().tolist() == [2.0]


def test_functions_that_write():
    d, x = ms.mint.distributed, ms.Tensor([1.0, 2.0])

    def zero(n=2, dtype=ms.float32):
        return ms.ops.zeros((n,), dtype)

    for call, args in ((d.all_gather_into_tensor, (x,)), (d.reduce_scatter_tensor, (x,)), (d.all_to_all_single, (x,)),
                       (d.scatter, ([x],)), (d.reduce_scatter, ([x],)), (d.reduce_scatter_tensor_uneven, (x, [2])),
                       (d.all_gather_into_tensor_uneven, (x, [2]))):  # fmt: skip
        out = zero()
        assert call(out, *args) is None and out.asnumpy().tolist() == [1.0, 2.0], call
        call(out, *args, async_op=True).wait()
        with pytest.raises((TypeError, ValueError)):
            call(zero(3), *args)
        with pytest.raises((TypeError, ValueError)):
            call(zero(2, ms.int32), *args)
    for bad in ([], [zero(), zero()], [zero(3)], [zero(2, ms.int32)], zero()):
        with pytest.raises(TypeError):
            d.all_gather(bad, x)
        with pytest.raises(TypeError):
            d.gather(x, bad)
    with pytest.raises(TypeError, match="sum, prod, min, max, avg"):
        d.all_reduce(x, "xx")
    with pytest.raises(TypeError, match="must be a bool"):
        d.all_reduce(x, async_op=1)

    def squared(v):
        w = v * v
        d.all_reduce(w)
        out = [zero()]
        d.all_gather(out, w)
        return out[0] * 3

    # As the real one's: 3 * 2 v.
    assert ms.grad(squared)(x).asnumpy().tolist() == [6.0, 12.0]


def test_groups_of_mint():
    d = ms.mint.distributed
    assert (d.get_rank(), d.get_world_size(), d.is_initialized(), d.get_backend("mccl_x")) == (0, 1, False, "mccl")
    assert d.new_group([0]) == ""  # not initialised: a warning
    d.init_process_group(init_method="tcp://127.0.0.1:1234", world_size=1, rank=0)
    # The name is the real one's.
    assert d.new_group([0]) == "hccl_1_b6589fc6ab0dc82cf12099d1c2d40ab994e8410c"
    assert d.new_group([0, 1]) == "" and d.new_group() == c.GlobalComm.WORLD_COMM_GROUP
    assert (d.get_rank("nobody"), d.get_world_size("nobody"), d.get_global_rank(None, 5)) == (-1, -1, 5)
    for call in (lambda: d.new_group((0,)), lambda: d.new_group([0], None, "nccl"), lambda: d.get_rank(1)):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(ValueError, match="Only support hccl"):
        d.init_process_group("mccl")
    with pytest.raises(RuntimeError, match="parse TCP URL"):
        d.init_process_group(init_method="file:x", world_size=1, rank=0)
    with pytest.raises(NotImplementedError, match="2 processes"):
        d.init_process_group(init_method="tcp://127.0.0.1:1234", world_size=2, rank=0)
    with pytest.raises(KeyError):
        d.destroy_process_group("nobody")
    d.destroy_process_group()
    assert not d.is_initialized()


def test_store():
    from datetime import timedelta

    d = ms.mint.distributed
    store = d.TCPStore("127.0.0.1", 0, 1, True, timedelta(seconds=0.2))
    other = d.TCPStore("127.0.0.1", store.port, 1, False, timedelta(seconds=5))
    store.set("a", "x")
    assert (other.get("a"), other.add("n", 3), store.add("n", 4), other.get("n")) == (b"x", 3, 7, b"7")
    assert other.delete_key("a") is True and store.delete_key("a") is False
    with pytest.raises(RuntimeError, match="get operation failed"):
        store.get("a")
    store.set("b", b"yy")
    with pytest.raises(RuntimeError, match="add operation failed"):
        store.add("b", 1)
    assert other.get("b") == b"yy"
    with pytest.raises(TypeError, match="'value' must be type of string or bytes"):
        store.set("k", 1)
    with pytest.raises(ValueError, match="port"):
        d.TCPStore("127.0.0.1", -1)
