"""Checkpoint files: the bytes, what comes back, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import nn
from mindshim.train import _ckpt_format


def test_the_bytes_are_those_of_the_real_one(tmp_path):
    path = tmp_path / "x.ckpt"
    ms.save_checkpoint([{"name": "x", "data": ms.Tensor([1.0])}], str(path))
    assert path.read_bytes() == b"\x0a\x16\x0a\x01x\x12\x11\x08\x01\x12\x07Float32\x1a\x04\x00\x00\x80?"


@pytest.mark.parametrize("dtype", ["bool_", "int8", "int32", "int64", "uint8", "float16", "bfloat16", "float32", "float64"])
def test_every_dtype_comes_back(tmp_path, dtype):
    x = ms.Tensor([[1, 0, 2]]).astype(getattr(ms, dtype))
    ms.save_checkpoint([{"name": "x", "data": x}], str(tmp_path / "x"))
    y = ms.load_checkpoint(str(tmp_path / "x.ckpt"))["x"]
    assert isinstance(y, ms.Parameter) and y.dtype == x.dtype and (y == x).all()


def test_a_network_and_further_values(tmp_path):
    net, other = nn.Dense(3, 2), nn.Dense(3, 2)
    path = str(tmp_path / "net.ckpt")
    ms.save_checkpoint(net, path, append_dict={"epoch": 3, "lr": 0.5, "done": True, "note": "größer"})
    found = ms.load_checkpoint(path)
    assert list(found) == ["weight", "bias", "epoch", "lr", "done", "note"]
    assert (int(found["epoch"]), float(found["lr"]), bool(found["done"]), found["note"]) == (3, 0.5, True, "größer")
    assert ms.load_param_into_net(other, found) == ([], ["epoch", "lr", "done", "note"])
    assert np.array_equal(other.weight.asnumpy(), net.weight.asnumpy())


def test_slices_and_old_scalars(monkeypatch):
    monkeypatch.setattr(_ckpt_format, "SLICE", 8)
    data = b"".join(_ckpt_format.encode("x", np.arange(5, dtype=np.float32)))
    assert _ckpt_format.decode(data)["x"].tolist() == [0, 1, 2, 3, 4]
    old = _ckpt_format._value("s", (0,), "Int32", np.int32(7).tobytes())
    assert _ckpt_format.decode(old)["s"].shape == ()


def test_what_is_refused(tmp_path):
    path = tmp_path / "net.ckpt"
    ms.save_checkpoint(nn.Dense(3, 2), str(path))
    whole = path.read_bytes()
    path.chmod(0o600)
    for content in (whole[:-3], b"not a checkpoint", b""):
        path.write_bytes(content)
        with pytest.raises(ValueError):
            ms.load_checkpoint(str(path))
    for name in ("missing.ckpt", "net.txt"):
        with pytest.raises(ValueError):
            ms.load_checkpoint(str(tmp_path / name))
    with pytest.raises(FileNotFoundError):
        ms.save_checkpoint(nn.Dense(3, 2), str(tmp_path / "no" / "net.ckpt"))
    with pytest.raises(TypeError):
        ms.save_checkpoint(3, str(path))


def test_a_failed_load_changes_nothing():
    net = nn.Dense(3, 2)
    before = net.weight.asnumpy().copy()
    new = {"weight": ms.Parameter(ms.ops.ones((2, 3))), "bias": ms.Parameter(ms.ops.ones((5,)))}
    with pytest.raises(RuntimeError, match="same shape"):
        ms.load_param_into_net(net, new)
    assert np.array_equal(net.weight.asnumpy(), before)


def test_a_failed_save_leaves_the_old_file(tmp_path):
    path = tmp_path / "net.ckpt"
    ms.save_checkpoint(nn.Dense(3, 2), str(path))
    whole = path.read_bytes()
    with pytest.raises(TypeError):
        ms.save_checkpoint(nn.Dense(3, 2), str(path), append_dict={"x": [1]})
    assert path.read_bytes() == whole and list(tmp_path.iterdir()) == [path]
