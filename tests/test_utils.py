"""`mindshim.utils`: checks around a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim.utils.runtime_execution_order_check import RankFolderParser, modify_execute_orders, parse_and_validate

_COLUMNS = (
    "index,group,comm_rank,primitive,src_rank,dest_rank,root_rank,input_shape,input_type,output_shape,output_type,input_size,output_size"
)


def _write(folder: Path, rank: int, rows: list[str]) -> None:
    path = folder / f"rank_{rank}" / "execute_order"
    path.mkdir(parents=True)
    (path / "comm_execute_order.csv").write_text("\n".join([_COLUMNS, *rows]) + "\n")


def test_orders_of_communication_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    monkeypatch.setattr(ms.log, "error", lambda text, *args: lines.append(text))
    gather, reduce = "1,g,0 1,AllGather,,,,2,f,4,f,8,16", "2,g,0 1,AllReduce,,,,2,f,2,f,8,8"
    _write(tmp_path, 0, [gather, reduce])
    _write(tmp_path, 1, [reduce, gather, "3,g,0 1,Send,1,0,,2,f,,f,8,8"])
    ms.utils.runtime_execution_order_check(str(tmp_path))
    assert lines == [
        "Rank 1 has Send_Receive_g_(1)->(0)_2_1th, but rank 0 has not.",
        "These operations wait for each other: AllGather_g_(0,1)_1th -> AllReduce_g_(0,1)_1th -> AllGather_g_(0,1)_1th. "
        "The ranks ask for: 0 AllGather_g_(0,1)_1th -> AllReduce_g_(0,1)_1th; 1 AllReduce_g_(0,1)_1th -> AllGather_g_(0,1)_1th.",
    ]
    lines.clear()
    names = modify_execute_orders(RankFolderParser([str(tmp_path / "rank_0")]).parse())
    assert not parse_and_validate(names, all_rank=False)
    assert len(parse_and_validate(names)) == 2


def test_dlpack_shares_values_and_is_taken_once() -> None:
    x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
    capsule = ms.utils.to_dlpack(x)
    np.testing.assert_array_equal(ms.utils.from_dlpack(capsule).asnumpy(), x.asnumpy())
    with pytest.raises(RuntimeError, match="from_dlpack"):
        ms.utils.from_dlpack(capsule)
    with pytest.raises(TypeError, match="to_dlpack"):
        ms.utils.to_dlpack(3)  # type: ignore[arg-type]


def test_calls_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="start"):
        ms.utils.comm_exec_order_check("begin")
    with pytest.raises(TypeError, match="string"):
        ms.utils.comm_exec_order_check(1)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="not supported"):
        ms.utils.stress_detect("hccs")
    assert ms.utils.stress_detect("other") == 1
    with pytest.raises(ValueError, match="does not exist"):
        ms.utils.runtime_execution_order_check("/nonexistent")
