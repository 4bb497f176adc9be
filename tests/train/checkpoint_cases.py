"""Cases of checkpoint files that run alike on mindshim and on the real MindSpore."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

CASES: dict[str, Any] = {}


def case(function: Any) -> Any:
    CASES[function.__name__] = function
    return function


def tries(*calls: Any) -> list[Any]:
    """What calls return, or the types of what they raise."""
    out = []
    for call in calls:
        try:
            out.append(call())
        except Exception as error:
            out.append(f"raises {type(error).__name__}")
    return out


def parameter(ms: Any, value: Any, name: str = "x", dtype: Any = None) -> Any:
    return ms.Parameter(ms.Tensor(np.array(value, dtype)), name=name)


def network(ms: Any, shape: Any = (2,), dtype: str = "float32") -> Any:
    class Net(ms.nn.Cell):
        def __init__(self) -> None:
            super().__init__()
            self.a = ms.Parameter(ms.ops.zeros(shape, getattr(ms, dtype)), name="a")
            self.b = ms.Parameter(ms.ops.zeros((1,), ms.int32), name="b")

    return Net()


@case
def what_can_be_saved(ms: Any) -> Any:
    folder = tempfile.mkdtemp()
    file = f"{folder}/a.ckpt"
    one = parameter(ms, [1.0], dtype="f4")

    def saved(thing: Any, **kwargs: Any) -> Any:
        ms.save_checkpoint(thing, file, **kwargs)
        return ms.load_checkpoint(file)

    return tries(
        lambda: saved([parameter(ms, [1, 2], "a"), parameter(ms, 3.0, "b")]),
        lambda: saved({"a": one, "s": "text", "n": np.ones(2)}), lambda: saved({1: one}), lambda: saved([3]), lambda: saved([]),
        lambda: saved([{"name": "a"}]), lambda: saved([{"name": "a", "data": 3}]), lambda: saved([{"name": 1, "data": one}]), lambda: saved(3),
        lambda: saved([{"name": "a", "data": one}], choice_func=lambda name: name == "b"),
        lambda: saved([one], append_dict={"a": 1, "b": 2.5, "c": True, "d": "text", "e": one}), lambda: saved([one], append_dict=3),
        lambda: saved([one], append_dict={"a": [1]}), lambda: saved([one], append_dict={1: 1}), lambda: saved([one], crc_check=1),
        lambda: saved([one], integrated_save=1), lambda: saved([one], enc_key=1), lambda: saved([one], async_save=3),
        lambda: saved([one], format="x"), lambda: saved([one], remove_redundancy=3), lambda: ms.save_checkpoint([one], folder),
        lambda: ms.save_checkpoint([one], 3), lambda: ms.save_checkpoint([one], f"{folder}/no/a.ckpt"),
        lambda: ms.save_checkpoint([one], f"{folder}/a", format="safetensors", enc_key=b"0" * 16),
    )  # fmt: skip


@case
def what_can_be_loaded(ms: Any) -> Any:
    folder = tempfile.mkdtemp()
    file = f"{folder}/a.ckpt"
    ms.save_checkpoint([parameter(ms, [1.0, 2.0], "net.a", "f4"), parameter(ms, [3], "net.b"), parameter(ms, [4], "c")], file)
    load = ms.load_checkpoint
    return tries(
        lambda: load(file), lambda: list(load(file, specify_prefix="net")), lambda: list(load(file, filter_prefix=["net.b", "c"])),
        lambda: list(load(file, specify_prefix="net", filter_prefix="net.b")), lambda: list(load(file, choice_func=lambda name: name == "c")),
        lambda: list(load(file, specify_prefix="net", choice_func=lambda name: name == "c")), lambda: load(file, specify_prefix="no"),
        lambda: load(file, filter_prefix=""), lambda: load(file, filter_prefix=[]), lambda: load(file, specify_prefix=3),
        lambda: load(file, specify_prefix=["a", 3]), lambda: load(3), lambda: load(file, format="x"), lambda: load(file, format="safetensors"),
        lambda: load(file, remove_redundancy="a"), lambda: load(file, dec_key=3), lambda: load(file, crc_check=3), lambda: load(f"{folder}/b.ckpt"),
        lambda: load(io.BytesIO(b"")), lambda: list(ms.load_checkpoint_async(file).result()),
        lambda: ms.load_checkpoint_async(f"{folder}/b.ckpt").result(), lambda: ms.async_ckpt_thread_status(),
    )  # fmt: skip


@case
def check_sums(ms: Any) -> Any:
    folder, out = tempfile.mkdtemp(), []
    values = [parameter(ms, [1.0, 2.0], "b", "f4"), parameter(ms, [3], "a")]
    for kind in ("ckpt", "safetensors"):
        file = f"{folder}/a.{kind}"
        ms.save_checkpoint(values, file, crc_check=True, format=kind)
        content = Path(file).read_bytes()
        # The metadata of safetensors come in any order.
        out.append(content.hex() if kind == "ckpt" else len(content))
        out.append([ms.load_checkpoint(file, crc_check=True, format=kind)["b"].asnumpy().tolist(), list(ms.load_checkpoint(file, format=kind))])
        if kind == "safetensors":
            out.append(list(ms.load_checkpoint(io.BytesIO(content), format=kind)))
        # The first value's last byte.
        at = 27 if kind == "ckpt" else len(content) - 1
        os.chmod(file, 0o600)
        Path(file).write_bytes(content[:at] + b"\1" + content[at + 1 :])
        out += tries(lambda: ms.load_checkpoint(file, crc_check=True, format=kind), lambda: list(ms.load_checkpoint(file, format=kind)))  # noqa: B023
        os.remove(file)
        ms.save_checkpoint(values, file, format=kind)
        out.append(list(ms.load_checkpoint(file, crc_check=True, format=kind)))
    return out


@case
def into_a_network(ms: Any) -> Any:
    found = {"net.a": parameter(ms, [1.0, 2.0], "net.a", "f4"), "net.b": parameter(ms, [3], "net.b"), "c": parameter(ms, [4], "c")}
    load, out = ms.load_param_into_net, []
    for strict in (False, True):
        net = network(ms)
        out.append([load(net, found, strict), net.a, net.b])
    net = network(ms)
    out += tries(
        lambda: load(3, found), lambda: load(net, 3), lambda: load(net, found, 3), lambda: load(net, found, remove_redundancy=3),
        lambda: load(net, found, remove_redundancy=True), lambda: load(net, {"a": ms.Tensor([1.0, 2.0])}),
        lambda: load(net, {3: found["c"]}), lambda: load(net, {"a": "text"}), lambda: load(net, {}),
    )  # fmt: skip
    return out


@case
def shapes_and_dtypes(ms: Any) -> Any:
    out = []
    for shape, value in (((1,), 1.0), ((2,), [[1.0, 2.0]]), ((2, 1), [1.0, 2.0]), ((2,), [1.0])):
        net = network(ms, shape)
        out.append([*tries(lambda: ms.load_param_into_net(net, {"a": parameter(ms, value, "a", "f4")})), net.a])  # noqa: B023
    for dtype, source in (
        ("float32", "i8"), ("float32", "f2"), ("float16", "f8"), ("float32", "i4"), ("bfloat16", "f4"), ("int64", "i4"), ("int8", "i8"),
        ("uint8", "i4"), ("bool_", "i4"), ("int32", "f4"),
    ):  # fmt: skip
        for strict in (False, True):
            net = network(ms, (2,), dtype)
            out.append([*tries(lambda: ms.load_param_into_net(net, {"a": parameter(ms, [1, 2], "a", source)}, strict)), net.a])  # noqa: B023
    return out


@case
def conversions(ms: Any) -> Any:
    folder = tempfile.mkdtemp()
    file = f"{folder}/a.ckpt"
    ms.save_checkpoint([parameter(ms, [1.0], "b", "f4"), parameter(ms, [3], "a")], file)
    to, back = ms.ckpt_to_safetensors, ms.safetensors_to_ckpt
    out = tries(lambda: to(file, f"{folder}/out"), lambda: back(f"{folder}/out/a.safetensors", name_map={"b": "B"}))
    out += [sorted(os.listdir(f"{folder}/out")), ms.load_checkpoint(f"{folder}/out/a.ckpt")]
    out += tries(
        lambda: to(folder), lambda: to(f"{folder}/no"), lambda: to(file, f"{folder}/x.y"), lambda: to(file, name_map=3),
        lambda: to(file, file_name_regex="zz"), lambda: to(f"{folder}/out/a.safetensors"),
    )  # fmt: skip
    for i in range(2):
        os.makedirs(f"{folder}/c/rank_{i}")
        for name in "pq":
            ms.save_checkpoint([parameter(ms, [1.0])], f"{folder}/c/rank_{i}/{name}.ckpt")
    to(f"{folder}/c", f"{folder}/e", file_name_regex="q")
    out.append(sorted(os.path.join(root, f)[len(folder) :] for root, _, files in os.walk(f"{folder}/e") for f in files))
    own = f"{folder}/c/rank_0/q.ckpt"
    out += tries(lambda: ms.get_ckpt_path_with_strategy(own, "no") == own)
    return out


@case
def graphs(ms: Any) -> Any:
    net = network(ms)
    return tries(
        lambda: ms.export(net, file_name="x", file_format="Q"), lambda: ms.load("x"), lambda: ms.load(3), lambda: ms.load("x.mindir"),
        lambda: ms.export(net, file_name="a", file_format="MINDIR", obf_func=3), lambda: ms.export_split_mindir("x.mindir"),
    )  # fmt: skip
