"""Encrypted checkpoints: the real MindSpore's files are read, ours have its form, and wrong keys and damage are told."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim.train import _cipher

KEY = b"0123456789ABCDEF0123456789ABCDEF"
#: By mode and length of the key: {'x': [1.0], 'y': 0 to 19} as the real one wrote it.
REAL = {
    ("AES-GCM", 16): (
        "d85e3a7f3bf00227e31650a6fc75d1df28daad0c9400000010000000720173ad86be0c774bc772fd876fd41b7c000000825bd9430def0a63"
        "28f2433a1dad83bc55b4c6283884edd4a5e026fe5ac0e5fb59100bc0400db78d2870926670967da32678157a3efd19d13ab85d39f7c7c7a0"
        "c5f96cc767d2c8f1098531ca4172470ec31e084a81d98137984a59cd3bff15438d860703b22d98df94457282e61c6d204648d7de84478340"
        "f13097c1"
    ),
    ("AES-CBC", 32): (
        "d95e3a7f9800000010000000be2d0694e8e20c919397acb940a8aeaa8000000015896724c0e82a269914d3bd36cdaf5dd1679c6cde544b98"
        "ae2186ce83d1f0182a4332a5f55ae9046b67784c053d0f54f11ec7bc2780778c25942cc9ead68a1378b7207c0d1572e2bc2ee08c2cf38bc3"
        "8f62fb794c2519341fa81a75911b47065ce7822a238c7849aa00d18f57b85a347166aa249be2d275d9517f21e8ea87ec"
    ),
    ("SM4-CBC", 16): (
        "da5e3a7f98000000100000007f4e83308fe1178f00436b228e35b66180000000df6b3465c1b2dd4f1203a5e1db69eac91ca7f69831ef6231"
        "b4cc07d410c3d207b3ab3a12f7aae0722233f1757accb01fe48ab1a55e99ddba13336589add4e9d6faca743936a1e012abbade7476bbf66c"
        "a47f39311e8c95e9d55bd7020f55fbd95e52ccc0b52431a89273b18413b0d7ace41684e59c60169859c6bf2245d9b808"
    ),
}


@pytest.mark.parametrize("mode, length", REAL)
def test_files_of_the_real_one(tmp_path, mode, length):
    path = tmp_path / "x.ckpt"
    content = bytes.fromhex(REAL[mode, length])
    # With `crc_check` the real one adds an empty check sum.
    for end in (b"", b"crc_num" + bytes(10)):
        path.write_bytes(content + end)
        found = ms.load_checkpoint(str(path), dec_key=KEY[:length], dec_mode=mode)
        assert found["x"].asnumpy().tolist() == [1.0] and np.array_equal(found["y"].asnumpy(), np.arange(20))


@pytest.mark.parametrize("mode, length", [("AES-GCM", 16), ("AES-GCM", 24), ("AES-GCM", 32), ("AES-CBC", 24), ("SM4-CBC", 16)])
def test_what_is_saved_is_loaded(tmp_path, monkeypatch, mode, length):
    monkeypatch.setattr(_cipher, "_BLOCK", 64)
    path, key = str(tmp_path / "x.ckpt"), KEY[:length]
    x = ms.Tensor(np.arange(50, dtype=np.float32))
    ms.save_checkpoint([{"name": "x", "data": x}], path, enc_key=key, enc_mode=mode, crc_check=True)
    assert np.array_equal(ms.load_checkpoint(path, dec_key=key, dec_mode=mode, crc_check=True)["x"].asnumpy(), x.asnumpy())
    content = (tmp_path / "x.ckpt").read_bytes()
    # Each block is named, and no two are alike.
    assert content.count(content[:4]) == 4
    ms.save_checkpoint([{"name": "x", "data": x}], path, enc_key=key, enc_mode=mode)
    assert (tmp_path / "x.ckpt").read_bytes()[:200] != content[:200]


def test_what_does_not_fit(tmp_path):
    path, plain = tmp_path / "x.ckpt", tmp_path / "plain.ckpt"
    ms.save_checkpoint([{"name": "x", "data": ms.Tensor([1.0])}], str(plain))
    for (mode, length), text in REAL.items():
        content, key = bytes.fromhex(text), KEY[:length]
        path.write_bytes(content)
        other = "AES-CBC" if mode == "AES-GCM" else "AES-GCM"
        for given, message in (
            ({}, "it is encrypted"), ({"dec_key": key[::-1], "dec_mode": mode}, "another"), ({"dec_key": key, "dec_mode": other}, "not encrypted with"),
        ):  # fmt: skip
            with pytest.raises(ValueError, match=message):
                ms.load_checkpoint(str(path), **given)
        for bad in (content[:-1], content[:30], content[:5]):
            path.write_bytes(bad)
            with pytest.raises(ValueError, match="too early"):
                ms.load_checkpoint(str(path), dec_key=key, dec_mode=mode)
    damaged = bytearray.fromhex(REAL["AES-GCM", 16])
    damaged[-1] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match="damaged"):
        ms.load_checkpoint(str(path), dec_key=KEY[:16])
    with pytest.raises(ValueError, match="it is not encrypted, but a 'dec_key'"):
        ms.load_checkpoint(str(plain), dec_key=KEY)


@pytest.mark.parametrize("key, mode", [(b"short", "AES-GCM"), (KEY, "SM4-CBC"), (b"", "AES-CBC"), (KEY, "AES")])
def test_no_such_key_or_mode(tmp_path, key, mode):
    path = str(tmp_path / "x.ckpt")
    with pytest.raises(ValueError, match="'enc_key' must have|'enc_mode' must be one of"):
        ms.save_checkpoint([{"name": "x", "data": ms.Tensor([1.0])}], path, enc_key=key, enc_mode=mode)
    assert not list(tmp_path.iterdir())
    ms.save_checkpoint([{"name": "x", "data": ms.Tensor([1.0])}], path)
    with pytest.raises(ValueError, match="'dec_key' must have|'dec_mode' must be one of"):
        ms.load_checkpoint(path, dec_key=key, dec_mode=mode)
