"""Exported graphs: what a file holds, what runs without the source, what is refused; and that a failed save changes nothing."""

from __future__ import annotations

import copy
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops
from mindshim.train import _ckpt_format
from tests.benchmarks.lenet import LeNet5
from tests.benchmarks.networks import Encoder

X = np.arange(6, dtype=np.float32).reshape(2, 3)


@pytest.fixture
def exported(tmp_path):
    """Export to a file, load it, and give the Cell of it."""

    def cell(net, *inputs, **options):
        path = str(tmp_path / "net.stablehlo")
        ms.export(net, *inputs, file_name=path, file_format="STABLEHLO", **options)
        return nn.GraphCell(ms.load(path))

    return cell


class Noisy(nn.Cell):
    """Has statistics, and random numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.dense, self.norm, self.drop = nn.Dense(3, 2), nn.BatchNorm1d(2), nn.Dropout(p=0.5)

    def construct(self, x):
        return self.drop(self.norm(self.dense(x)))


def test_a_fresh_process_runs_it_in_every_mode(tmp_path, run_python):
    net = LeNet5()
    x = np.random.default_rng(0).standard_normal((3, 1, 32, 32)).astype(np.float32)
    want = net(Tensor(x)).asnumpy()
    np.save(tmp_path / "x.npy", x)
    ms.export(net, Tensor(shape=[None, 1, 32, 32], dtype=ms.float32), file_name=str(tmp_path / "new" / "lenet"), file_format="STABLEHLO")
    program = """
import numpy as np, mindshim as ms
from mindshim import nn, Tensor
x = Tensor(np.load("x.npy"))
net = nn.GraphCell(ms.load("new/lenet.stablehlo"))
results = [net(x), ms.jit(lambda x: net(x))(x), net(x[:2])]
ms.set_context(mode=ms.GRAPH_MODE)
results.append(net(x))
np.savez("out.npz", *[r.asnumpy() for r in results])
"""
    done = run_python("-c", program)
    assert done.returncode == 0, done.stderr
    with np.load(tmp_path / "out.npz") as found:
        for name, rows in (("arr_0", 3), ("arr_1", 3), ("arr_2", 2), ("arr_3", 3)):
            np.testing.assert_allclose(found[name], want[:rows], rtol=1e-5, atol=1e-6)


def test_inputs_and_outputs_keep_their_structure(exported):
    x = Tensor(X)

    def fn(pair, by, named):
        return {"a": pair[0] * by, "b": [pair[1][0] + named["k"], (2, None, "s", ms.float32, 1.5, 1 + 2j)]}, (), named["k"].sum() > 3

    want = fn((x, [x, 7]), 2, {"k": x})
    # What is no Tensor is a constant of the graph.
    got = exported(fn, (x, [x, 7]), 2, {"k": x})((x, [x, 7]), {"k": x})
    assert repr(got) == repr(want)


def test_sequences_marked_mutable(exported):
    pair = ms.mutable([Tensor(X), Tensor(X)])
    graph = exported(lambda x: x[0] + x[1], pair)
    for x in (pair, list(pair), tuple(pair)):
        assert np.array_equal(graph(x).asnumpy(), 2 * X)
    with pytest.raises(NotImplementedError, match="dynamic length"):
        exported(lambda x: x[0], ms.mutable([Tensor(X)], dynamic_len=True))


@pytest.mark.parametrize("dtype", ["bool_", "int8", "uint16", "int64", "float16", "bfloat16", "float64", "complex64"])
def test_every_dtype(exported, dtype):
    x, p = ops.ones((2, 0, 1), getattr(ms, dtype)), ms.Parameter(Tensor([1, 0]).astype(getattr(ms, dtype)), name="p")
    flat, value = exported(lambda x: (x.reshape(-1), p), x)(x)
    assert (flat.shape, flat.dtype) == ((0,), x.dtype)
    assert value.dtype == x.dtype and (value == p).all()


def test_training_mode_has_statistics_and_random_numbers(exported):
    net, x = Noisy().set_train(), Tensor(X)
    graph = exported(net, x)
    ms.set_seed(3)
    want = [net(x).asnumpy() for _ in range(3)]
    ms.set_seed(3)

    def same(run):
        # A graph adds a batch's statistics in another order than PyNative.
        return all(np.allclose(run(x).asnumpy(), w, rtol=1e-5, atol=1e-5) for w in want)

    assert same(graph)
    assert len({w.tobytes() for w in want}) > 1
    mean = graph.parameters_dict()["norm.moving_mean"]
    np.testing.assert_allclose(mean.asnumpy(), net.norm.moving_mean.asnumpy(), rtol=1e-5, atol=1e-6)
    # Compiled it does the same: Parameters and random state are those of the graph's Cell.
    step = ms.jit(lambda x: graph(x))
    ms.set_seed(3)
    assert same(step)
    assert not np.array_equal(mean.asnumpy(), net.norm.moving_mean.asnumpy())
    assert all(p.requires_grad == net.parameters_dict()[p.name].requires_grad for p in graph.get_parameters())


def test_prediction_mode_changes_nothing(exported):
    net, x = Noisy().set_train(False), Tensor(X)
    graph = exported(net, x)
    assert np.array_equal(graph(x).asnumpy(), net(x).asnumpy())
    assert not graph.graph.streams and all(h.written is None for h in graph.graph.held)


def test_a_training_step_trains(exported):
    net = nn.Dense(3, 1)
    step = nn.TrainOneStepCell(nn.WithLossCell(net, nn.MSELoss()), nn.Adam(net.trainable_params(), 0.1)).set_train()
    x, y = Tensor(X), Tensor(np.ones((2, 1), np.float32))
    graph = exported(step, x, y)
    np.testing.assert_allclose([graph(x, y).item() for _ in range(3)], [step(x, y).item() for _ in range(3)], rtol=1e-5)


def test_other_state_goes_on(exported):
    generator = ms.Generator()
    generator.manual_seed(5)
    x = Tensor(X)

    class Recurrent(nn.Cell):
        def __init__(self) -> None:
            super().__init__()
            self.h, self.seen = Tensor(np.zeros((2, 3), np.float32)), None

        def construct(self, x):
            self.h = self.h + x
            self.seen = x
            return self.h + ms.mint.normal(0.0, 1.0, (2, 3), generator=generator)

    net = Recurrent()
    graph = exported(net, x)
    np.testing.assert_allclose([graph(x).asnumpy() for _ in range(2)], [net(x).asnumpy() for _ in range(2)], rtol=1e-6)


def test_what_a_call_changes(exported):
    class Last(nn.Cell):
        def __init__(self) -> None:
            super().__init__()
            self.last = Tensor(np.zeros((2, 3), np.float32))

        def construct(self, x):
            before, self.last = self.last, x
            return before + 1

    graph = exported(Last(), Tensor(X))
    assert np.array_equal(graph(Tensor(X)).asnumpy(), np.ones((2, 3))) and np.array_equal(graph(Tensor(X)).asnumpy(), X + 1)

    def in_place(x):
        x[0] = 7
        return x.sum()

    x = Tensor(X)
    assert exported(in_place, x)(x).item() == 33 and x.asnumpy().tolist() == [[7, 7, 7], [3, 4, 5]]
    seen = []

    def kept(x):
        seen.append(x)
        return x

    with pytest.raises(RuntimeError, match="a call changes a list that it finds"):
        exported(kept, Tensor(X))


def test_parameters_are_those_of_the_cell(exported, tmp_path):
    net, x = nn.Dense(3, 2), Tensor(X)
    graph = exported(net, x)
    assert list(graph.parameters_dict()) == ["weight", "bias"]
    ms.save_checkpoint(nn.Dense(3, 2, weight_init="ones", bias_init="ones"), str(tmp_path / "other.ckpt"))
    ms.load_param_into_net(graph, ms.load_checkpoint(str(tmp_path / "other.ckpt")))
    assert graph(x).asnumpy().tolist() == [[4, 4], [13, 13]]
    given = nn.GraphCell(graph.graph, params_init={"weight": ops.zeros((2, 3)), "other": x})
    assert np.array_equal(given(x).asnumpy(), np.broadcast_to(net.bias.asnumpy(), (2, 2)))


def test_copies(exported):
    net, x = Noisy().set_train(), Tensor(X)
    graph = exported(net, x)
    for other in (copy.deepcopy(graph), pickle.loads(pickle.dumps(graph))):
        ms.set_seed(3)
        want = graph(x).asnumpy()
        # The random state is the process's, for the copy too; the statistics are its own.
        assert not np.array_equal(other.parameters_dict()["norm.moving_mean"].asnumpy(), graph.parameters_dict()["norm.moving_mean"].asnumpy())
        ms.set_seed(3)
        assert np.array_equal(other(x).asnumpy(), want)


def test_gradients(exported):
    net, x = nn.Dense(3, 2), Tensor(X)
    with pytest.raises(RuntimeError, match="differentiable=True"):
        ms.grad(exported(net, x))(x)
    graph = exported(net, x, differentiable=True)
    for of in (lambda f: f, ms.jit):
        assert np.array_equal(of(ms.grad(graph))(x).asnumpy(), ms.grad(net)(x).asnumpy())
    weights = ms.grad(graph, None, graph.trainable_params())(x)
    assert [g.shape for g in weights] == [(2, 3), (2,)]


def test_printing_is_left_out(exported, capfd):
    def fn(x):
        print("value", x, f"{x}")
        return x + 1

    graph = exported(fn, Tensor(X))
    assert "what it prints, logs or records is left out" in capfd.readouterr().err
    graph(Tensor(X))
    assert capfd.readouterr().out == ""


def test_an_assert_is_kept(exported):
    def fn(x):
        assert x.sum() > 0
        return x + 1

    graph = exported(fn, Tensor(X))
    for run in (graph, ms.jit(lambda x: graph(x))):
        assert run(Tensor(X)).shape == (2, 3)
        with pytest.raises(RuntimeError, match="'fn' came to an assert or raise"):
            run(Tensor(-X))


@pytest.mark.parametrize(
    "args, message",
    [((), "takes 1, but got 0"), ((X, X), "takes 1, but got 2"), ((X[:1],), r"shape \(2, 3\), but got Tensor\[Float32\]\(1, 3\)"),
     ((X.astype(np.int32),), "Tensor of Float32 and shape"), ((X[0],), "shape"), (("text",), "but got str 'text'")],
)  # fmt: skip
def test_inputs_that_do_not_fit(exported, args, message):
    net = Noisy().set_train()
    graph = exported(net, Tensor(X))
    before = graph.parameters_dict()["norm.moving_mean"].asnumpy()
    args = [Tensor(a) if isinstance(a, np.ndarray) else a for a in args]
    for run in (graph, ms.jit(lambda *a: graph(*a))):
        with pytest.raises(RuntimeError, match=message):
            run(*args)
    assert np.array_equal(graph.parameters_dict()["norm.moving_mean"].asnumpy(), before)


def _of(*shape):
    return Tensor(shape=shape, dtype=ms.float32)


TABLE = Tensor(np.random.default_rng(1).standard_normal((1, 8, 3)).astype(np.float32))


def _table(x):
    return x + TABLE[:, : x.shape[1]]


def _written(x):
    x = x + 0
    x[:, -1:] = 3
    return x * ops.arange(x.shape[0]).expand_dims(1) / x.shape[0]


@pytest.mark.parametrize(
    "net, inputs, names, shapes",
    [
        (Encoder(8, 2), (_of(None, None, 8),), [("n0", "n1", 8)], [((2, 5, 8),), ((1, 3, 8),)]),
        (nn.BatchNorm2d(3).set_train(), (_of(None, 3, 4, 4),), [("n0", 3, 4, 4)], [((2, 3, 4, 4),), ((5, 3, 4, 4),)]),
        (nn.Conv2d(3, 2, 3, 2, pad_mode="valid"), (_of(None, 3, None, None),), [("n0", 3, "n1", "n2")], [((2, 3, 9, 7),), ((1, 3, 6, 6),)]),
        (lambda x, y: ops.matmul(x, y), (_of(None, 3), _of(3, None)), [("n0", 3), (3, "n1")], [((2, 3), (3, 4))]),
        # The lengths of one axis are the same where the network needs that.
        (lambda x, y: x + y, (_of(None, 3), _of(None, 3)), [("n0", 3), ("n0", 3)], [((2, 3), (2, 3)), ((1, 3), (1, 3))]),
        (lambda x: (x.var(0), x[1:-1], x[-2:], x[: x.shape[0] // 2 + 1]), (_of(None, 3),), [("n0", 3)], [((2, 3),), ((5, 3),)]),
        (_written, (_of(None, 3),), [("n0", 3)], [((2, 3),), ((4, 3),)]),
        (_table, (_of(None, ms.Symbol(max=8), 3),), [("n0", "n1", 3)], [((2, 8, 3),), ((3, 1, 3),)]),
        (lambda x: (x.shape, [x.size, {"n": x.shape[0] * 2}], x), (_of(None, 3),), [("n0", 3)], [((2, 3),), ((4, 3),)]),
        (lambda x: x.reshape(2, -1), (_of(ms.Symbol(divisor=2, remainder=0), 3),), [("2*n0", 3)], [((2, 3),), ((6, 3),)]),
    ],
)  # fmt: skip
def test_unknown_lengths(exported, net, inputs, names, shapes):
    graph = exported(net, *inputs)
    assert [i.shape for i in graph.graph.inputs] == names
    rng = np.random.default_rng(0)
    for given in shapes:
        x = [Tensor(rng.standard_normal(shape).astype(np.float32)) for shape in given]
        got, want = graph(*x), net(*x)
        for g, w in zip(*((v,) if isinstance(v, Tensor) else v for v in (got, want)), strict=True):
            if isinstance(w, Tensor):
                np.testing.assert_allclose(g.asnumpy(), w.asnumpy(), rtol=2e-5, atol=1e-6)
            else:
                assert repr(g) == repr(w)


def test_lengths_that_do_not_fit(exported):
    pair = exported(lambda x, y: x + y, _of(None, 3), _of(None, 3))
    with pytest.raises(RuntimeError, match="length n0 must be the same wherever it stands, but got 2 in Tensor 0 and 4 in Tensor 1"):
        pair(ops.ones((2, 3)), ops.ones((4, 3)))
    limited = exported(_table, _of(None, ms.Symbol(max=8), 3))
    even = exported(lambda x: x.reshape(2, -1), _of(ms.Symbol(divisor=2), 3))
    for graph, x, message in (
        (limited, ops.ones((2, 9, 3)), "must be n1 and between 1 and 8, with n1 at least 1, but got 9"),
        (even, ops.ones((3, 3)), r"must be 2\*n0, with n0 at least 1, but got 3"), (even, ops.zeros((0, 3)), "but got 0"),
    ):  # fmt: skip
        for run in (graph, ms.jit(graph)):
            with pytest.raises(RuntimeError, match=message):
                run(x)
    same = ms.Symbol(unique=True)
    assert [i.shape for i in exported(lambda x, y: x @ y, _of(2, same), _of(same, 2)).graph.inputs] == [(2, "n0"), ("n0", 2)]


def test_declared_inputs_come_first(exported):
    net = nn.Dense(3, 2)
    net.set_inputs(_of(None, 3))
    assert exported(net, ops.ones((2, 3)))(ops.ones((5, 3))).shape == (5, 2)


def _of_one(x):
    return x * 2 if x.shape[0] == 1 else x


@pytest.mark.parametrize(
    "net, message",
    [(lambda x: x.reshape(2, -1), "the shape .* is invalid for an input of size|Symbolic dimension comparison|unknown length"),
     (lambda x: x.squeeze(0), "For 'Squeeze', .* depends on whether an unknown length is 1"),
     (_of_one, r"depends on whether an unknown length is 1, at .*test_export.py:\d+"),
     (lambda x: x if x.shape in ((4, 3), (5, 3)) else x + 1, "depends on whether an unknown length is 4"),
     (lambda x: x if x.shape[0] > 4 else x + 1, "inconclusive")],
)  # fmt: skip
def test_what_depends_on_an_unknown_length(tmp_path, net, message):
    with pytest.raises(RuntimeError, match=f"no form for inputs of unknown lengths: .*({message}).* say with 'Symbol's"):
        ms.export(net, _of(None, 3), file_name=str(tmp_path / "x"), file_format="STABLEHLO")
    assert net(Tensor(X)) is not None


def test_a_platform_that_it_was_not_exported_for(exported):
    graph = exported(nn.ReLU(), Tensor(X))
    assert graph.graph.exported.platforms == ("cpu", "cuda", "tpu")
    with pytest.raises(RuntimeError, match="was exported for tpu, but this process computes on cpu"):
        exported(nn.ReLU(), Tensor(X), platforms=["tpu"])(Tensor(X))


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "net.stablehlo"
    ms.export(nn.Dense(3, 2), Tensor(X), file_name=str(path), file_format="STABLEHLO")
    before = path.read_bytes()

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(_ckpt_format, "encode", full)
    with pytest.raises(OSError, match="No space left"):
        ms.export(nn.Dense(3, 4), Tensor(X), file_name=str(path), file_format="STABLEHLO")
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
    monkeypatch.undo()
    with pytest.raises(TypeError, match="gives a .*ndarray"):
        ms.export(lambda x: (x, np.ones(2)), Tensor(X), file_name=str(path), file_format="STABLEHLO")
    assert path.read_bytes() == before
    ms.export(nn.Dense(3, 4), Tensor(X), file_name=str(path), file_format="STABLEHLO")
    assert path.read_bytes() != before


def test_a_damaged_file(tmp_path):
    path, bad = tmp_path / "net.stablehlo", tmp_path / "bad.stablehlo"
    ms.export(nn.Dense(3, 2), Tensor(X), file_name=str(path), file_format="STABLEHLO")
    whole = path.read_bytes()
    at = whole.index(nn.Dense(3, 2).weight.name.encode()) + 40
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("something", "else")
    for content in (b"", b"junk", whole[:-10], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], other.read_bytes()):
        bad.write_bytes(content)
        with pytest.raises(RuntimeError, match="is damaged, or holds no graph"):
            ms.load(str(bad))


class Counter(nn.Cell):
    """Counts its calls in Python."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def construct(self, x):
        self.calls = self.calls + 1
        return x


@pytest.mark.parametrize(
    "net, inputs, error, message",
    [(3, (X,), RuntimeError, "fn 3 is not function or method"),
     (nn.ReLU(), (), TypeError, "construct"),
     (nn.ReLU(), (np.ones(3),), TypeError, "but got <class 'numpy.ndarray'>"),
     (lambda x: Tensor(x.asnumpy()), (X,), RuntimeError, "can't be compiled as a whole: .*test_export.py"),
     (lambda x: f"{x}", (X,), RuntimeError, "a text made of a Tensor's value is a result"),
     (Counter(), (X,), RuntimeError, "changes the attribute 'calls' of Counter from 0 to 1"),
     (nn.ReLU(), (Tensor(dtype=ms.float32),), ValueError, "number of dimensions of each input must be known")],
)  # fmt: skip
def test_what_has_no_graph(tmp_path, net, inputs, error, message):
    given = [Tensor(i) if i is X else i for i in inputs]
    with pytest.raises(error, match=message):
        ms.export(net, *given, file_name=str(tmp_path / "net"), file_format="STABLEHLO")
    assert not list(tmp_path.iterdir())


def test_onnx():
    assert ms.onnx.export.__module__ == "mindshim.onnx.onnx_export"
    for net, file, error in ((abs, "x", ValueError), (nn.ReLU(), 3, TypeError), (nn.ReLU(), "?", ValueError), (nn.ReLU(), "x", NotImplementedError)):
        with pytest.raises(error):
            ms.onnx.export(net, Tensor(X), file_name=file)
    with pytest.raises(ValueError, match="only support nn.Cell"):
        ms.export(abs, Tensor(X), file_name="x", file_format="ONNX")


def test_arguments(tmp_path):
    net, x, file = nn.ReLU(), Tensor(X), str(tmp_path / "net")
    for format, error in (("mindir", ValueError), (3, ValueError), ("MINDIR", NotImplementedError), ("ONNX", NotImplementedError)):
        with pytest.raises(error, match="STABLEHLO"):
            ms.export(net, x, file_name=file, file_format=format)
    for options, error in (
        ({"enc_key": b"0"}, ValueError), ({"enc_key": b"0" * 16, "enc_mode": "X"}, ValueError), ({"enc_key": 3}, TypeError), ({"custom_func": print}, ValueError), ({"dataset": 1}, NotImplementedError),
        ({"platforms": ["gpu"]}, ValueError), ({"obf_func": 1}, NotImplementedError), ({"file_name": 3}, TypeError),
        ({"file_name": "a?"}, ValueError),
    ):  # fmt: skip
        with pytest.raises(error):
            ms.export(net, x, **{"file_name": file, "file_format": "STABLEHLO", **options})
    (tmp_path / "x.mindir").touch()
    for name, error in (
        (3, ValueError), ("net", ValueError), (str(tmp_path / "no.stablehlo"), ValueError), (str(tmp_path / "x.mindir"), NotImplementedError),
    ):  # fmt: skip
        with pytest.raises(error):
            ms.load(name)
    ms.export(net, x, file_name=file, file_format="STABLEHLO")
    graph = ms.load(file + ".stablehlo")
    for args, error in (
        ((3,), TypeError), ((graph, 3), TypeError), ((graph, {"a": 3}), TypeError), ((graph, None, 1), NotImplementedError),
    ):  # fmt: skip
        with pytest.raises(error):
            nn.GraphCell(*args)
    with pytest.raises(RuntimeError, match="the inputs have no names"):
        nn.GraphCell(graph)(x=x)


def test_encrypted(exported, tmp_path):
    net, x, key, file = nn.Dense(3, 2), Tensor(X), b"0123456789ABCDEF", str(tmp_path / "net.stablehlo")
    want = net(x).asnumpy()
    for mode in ("AES-GCM", "AES-CBC", "SM4-CBC"):
        ms.export(net, x, file_name=file, file_format="STABLEHLO", enc_key=key, enc_mode=mode)
        assert np.array_equal(nn.GraphCell(ms.load(file, dec_key=key, dec_mode=mode))(x).asnumpy(), want)
        for other in ({}, {"dec_key": key[::-1], "dec_mode": mode}, {"dec_key": key, "dec_mode": "AES-GCM" if mode != "AES-GCM" else "AES-CBC"}):
            with pytest.raises(RuntimeError, match="damaged|decrypt failed"):
                ms.load(file, **other)
    ms.export(net, x, file_name=file, file_format="STABLEHLO", enc_key=key, enc_mode=lambda content, key: key + content)
    graph = ms.load(file, dec_key=key, dec_mode=lambda name, key: Path(name).read_bytes().removeprefix(key))
    assert np.array_equal(nn.GraphCell(graph)(x).asnumpy(), want)
