"""`SummaryCollector` and `SummaryLandscape`: what they write, read back."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim.train.callback import _landscape


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """(number, value) of a message's fields."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            yield key >> 3, varint()
            continue
        size = {1: 8, 5: 4}.get(kind) or varint()
        payload = data[at : at + size]
        at += size
        yield key >> 3, struct.unpack("<d" if kind == 1 else "<f", payload)[0] if kind in (1, 5) else payload


def _events(path: Path) -> list[dict[int, Any]]:
    data, out, at = path.read_bytes(), [], 0
    while at < len(data):
        (size,) = struct.unpack("<Q", data[at : at + 8])
        out.append(dict(_fields(data[at + 12 : at + 12 + size])))
        at += size + 16
    return out


def _train(folder: Path, epochs: int = 2, **settings: Any) -> tuple[ms.train.Model, Any]:
    ms.set_seed(1)
    rng = np.random.RandomState(0)
    x, y = rng.rand(28, 1, 2, 2).astype("f4"), rng.rand(28, 1).astype("f4")
    data = ms.dataset.NumpySlicesDataset((x, y), ["x", "y"], shuffle=False).batch(4)
    net = ms.nn.SequentialCell(ms.nn.Flatten(), ms.nn.Dense(4, 1))
    model = ms.train.Model(net, ms.nn.MSELoss(), ms.nn.Momentum(net.trainable_params(), 0.01, 0.9), metrics={"mae"})
    collector = ms.SummaryCollector(str(folder), collect_freq=3, **settings)
    model.train(epochs, data, callbacks=[collector])
    model.eval(data, callbacks=[collector])
    return model, data


def test_collects_what_the_real_one_does(tmp_path: Path) -> None:
    _train(tmp_path, custom_lineage_data={"a": 1, "b": "x"})
    (file,) = tmp_path.glob("*_MS")
    first, *events = _events(file)
    assert first[3] == b"MindSpore.Event:1"
    assert [event[2] for event in events] == [1, 3, 6, 9, 12]
    for event in events:
        tags = [dict(_fields(value))[1] for number, value in _fields(event[5]) if number == 1]
        assert tags == [b"input_data/auto", b"loss/auto", b"1.weight/auto", b"1.bias/auto"]
    lineage = [event for path in sorted(tmp_path.glob("*_lineage")) for event in _events(path)]
    told = {number: event[number] for event in lineage for number in event if number in (6, 7, 10)}
    train = dict(_fields(told[6]))
    hyper = dict(_fields(train[1]))
    assert (hyper[1], hyper[3], hyper[4], hyper[5], hyper[8]) == (b"Momentum", b"MSELoss", 2, b"stand_alone", 4)
    assert dict(_fields(train[2])) == {2: 28} and dict(_fields(train[3]))[1] == b"SequentialCell"
    assert list(json.loads(dict(_fields(told[7]))[2])) == ["mae"]
    assert [dict(_fields(value)) for _, value in _fields(told[10])][1] == {4: b"\n\x01b\x12\x01x"}
    assert len(list((tmp_path / "ckpt_dir").glob("*.ckpt"))) == 14


def test_only_what_is_asked_for(tmp_path: Path) -> None:
    _train(tmp_path, keep_default_action=False, collect_specified_data={"histogram_regular": "1.bias", "collect_metric": True})
    (file,) = tmp_path.glob("*_MS")
    assert not (tmp_path / "ckpt_dir").exists() and not list(tmp_path.glob("*_lineage"))
    tags = [dict(_fields(value))[1] for number, value in _fields(_events(file)[1][5]) if number == 1]
    assert tags == [b"loss/auto", b"1.bias/auto"]


def test_landscape_around_the_way_of_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"landscape_size": 3, "unit": "epoch", "intervals": [[1, 2, 3]]}
    _train(tmp_path, 3, collect_specified_data={"collect_landscape": wanted})
    seen: list[dict[str, np.ndarray]] = []
    path = _landscape._train_landscape
    monkeypatch.setattr(_landscape, "_train_landscape", lambda surface, ways, *rest: (seen.extend(ways), path(surface, ways, *rest))[1])

    def parts() -> tuple[Any, ...]:
        net = ms.nn.SequentialCell(ms.nn.Flatten(), ms.nn.Dense(4, 1))
        rng = np.random.RandomState(0)
        x, y = rng.rand(28, 1, 2, 2).astype("f4"), rng.rand(28, 1).astype("f4")
        metrics = {"Loss": ms.train.Loss()}
        data = ms.dataset.NumpySlicesDataset((x, y), ["x", "y"], shuffle=False).batch(4)
        return ms.train.Model(net, ms.nn.MSELoss(), metrics=metrics), net, data, metrics

    landscape = ms.SummaryLandscape(str(tmp_path))
    landscape.gen_landscapes_with_multi_process(parts, device_ids=[0])
    values = [
        dict(_fields(value)) for p in sorted(tmp_path.glob("*_MS")) for event in _events(p) if 5 in event
        for number, value in _fields(event[5]) if number == 1 and b"landscape" in value
    ]  # fmt: skip
    assert [value[1] for value in values] == [b"landscape_[1, 3]", b"landscape_[3]"]
    way = dict(_fields(dict(_fields(values[0][10]))[2]))
    x, y, z = (np.frombuffer(dict(_fields(v))[3], "<f4") for _, v in _fields(way[2]))
    # The way's points are as far from its end as the parameters were.
    distances = [np.sqrt(sum(((a[n] - seen[-1][n]) ** 2).sum() for n in a)) for a in seen]
    np.testing.assert_allclose(np.hypot(x, y), distances, rtol=1e-4, atol=1e-6)
    assert z[2] < z[0]
    landscape.clean_ckpt()
    assert not (tmp_path / "ckpt_dir").exists()


def test_two_collectors_are_refused(tmp_path: Path) -> None:
    one = ms.SummaryCollector(str(tmp_path))
    with pytest.raises(ValueError, match="more than one SummaryCollector"):
        one._check_callbacks(type("Params", (), {"list_callback": [one, ms.SummaryCollector(str(tmp_path))]}))
    with pytest.raises(TypeError, match="valid type of \\['int'\\], but got bool"):
        ms.SummaryCollector(str(tmp_path), collect_freq=True)
    with pytest.raises(ValueError, match="landscape_size"):
        ms.SummaryCollector(str(tmp_path), collect_specified_data={"collect_landscape": {"landscape_size": 2}})
    with pytest.raises(FileNotFoundError, match="train_metadata"):
        ms.SummaryLandscape(str(tmp_path)).gen_landscapes_with_multi_process(lambda: None, device_ids=[0])
