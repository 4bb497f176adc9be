"""A world of one process."""

import pytest

import mindshim as ms
from mindshim import communication as c


@pytest.fixture(autouse=True)
def released():
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
    with pytest.raises(ValueError):
        c.create_group("h", [0, 1])


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
