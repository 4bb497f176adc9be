"""Operators that records cannot check: random samplers, losses without a kernel, files, what refuses to work."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, ops


def test_samples_follow_their_law() -> None:
    true = Tensor([[0], [3], [8]])
    ms.set_seed(1)
    for law, op in (
        ("uniform", lambda n, u: ops.uniform_candidate_sampler(true, 1, n, u, 9)),
        ("log", lambda n, u: ops.log_uniform_candidate_sampler(true, 1, n, u, 9)),
    ):
        k = np.arange(9)
        p = np.full(9, 1 / 9) if law == "uniform" else np.log((k + 2) / (k + 1)) / np.log(10)
        drawn, true_count, drawn_count = (x.asnumpy() for x in op(40000, False))
        assert np.abs(np.bincount(drawn, minlength=9) / 40000 - p).max() < 0.01
        np.testing.assert_allclose(true_count, 40000 * p[[0, 3, 8], None], rtol=1e-5)
        np.testing.assert_allclose(drawn_count, 40000 * p[drawn], rtol=1e-5)

        rows = [[x.asnumpy() for x in op(4, True)] for _ in range(400)]
        assert all(len(set(row[0].tolist())) == 4 for row in rows)
        first = np.bincount([row[0][0] for row in rows], minlength=9) / 400
        assert np.abs(first - p).max() < 0.08
        # The counts are 1 - (1 - p) ** draws for a whole number of draws, at least as many as classes.
        draws = np.array([np.log1p(-row[1][0, 0].astype(float)) / np.log1p(-p[0]) for row in rows])
        assert np.abs(draws - draws.round()).max() < 0.02 and draws.min() > 3.9
        if law == "uniform":
            # The expected number of draws for 4 distinct ones of 9.
            assert abs(draws.mean() - 9 * (1 / 9 + 1 / 8 + 1 / 7 + 1 / 6)) < 0.3


def test_samplers_avoid_hits_and_repeat_with_a_seed() -> None:
    true = Tensor([[1], [3]])
    for unique in (True, False):
        drawn = ops.uniform_candidate_sampler(true, 1, 5, unique, 7, 0, True)[0].asnumpy()
        assert not {1, 3} & set(drawn.tolist())
    with pytest.raises(ValueError, match="only 2 to sample 3 from"):
        ops.uniform_candidate_sampler(true, 1, 3, True, 4, 0, True)

    def three() -> list[list[int]]:
        op = ops.UniformCandidateSampler(1, 3, False, 100, 7)
        return [op(true)[0].tolist() for _ in range(3)]

    rows = three()
    assert rows == three()
    assert rows[0] != rows[1]


def test_transducer_loss_sums_all_alignments() -> None:
    rng = np.random.default_rng(3)
    acts = rng.normal(size=(2, 4, 3, 5)).astype(np.float32)
    labels, steps, lengths = [[1, 2], [3, 0]], [4, 3], [2, 1]

    def brute(b: int) -> float:
        logp = acts[b] - np.log(np.exp(acts[b]).sum(-1, keepdims=True))
        total = []
        # Where in the sequence of steps and labels the labels stand; the last is always a step.
        for at in itertools.combinations(range(steps[b] + lengths[b] - 1), lengths[b]):
            t = u = 0
            score = 0.0
            for i in range(steps[b] + lengths[b]):
                if i in at:
                    score += logp[t, u, labels[b][u]]
                    u += 1
                else:
                    score += logp[t, u, 0]
                    t += 1
            total.append(score)
        return -float(np.log(np.exp(total).sum()))

    given = (Tensor(labels, ms.int32), Tensor(steps, ms.int32), Tensor(lengths, ms.int32))
    costs, grads = ops.RNNTLoss()(Tensor(acts), *given)
    np.testing.assert_allclose(costs.asnumpy(), [brute(0), brute(1)], rtol=1e-5)
    found = ops.grad(lambda a: ops.RNNTLoss()(a, *given)[0])(Tensor(acts))
    np.testing.assert_allclose(found.asnumpy(), grads.asnumpy(), atol=1e-6)
    b, t, u, v = 0, 1, 1, 2
    nudged = [0.0, 0.0]
    for i, sign in enumerate((1, -1)):
        acts[b, t, u, v] += sign * 1e-2
        nudged[i] = brute(b)
        acts[b, t, u, v] -= sign * 1e-2
    assert abs((nudged[0] - nudged[1]) / 2e-2 - grads.asnumpy()[b, t, u, v]) < 1e-3


def test_rotated_rectangles_overlap_as_counted_points_say() -> None:
    rng = np.random.default_rng(0)

    def some(n: int) -> np.ndarray:
        return np.concatenate([rng.uniform(-1, 1, (n, 2)), rng.uniform(0.5, 3, (n, 2)), rng.uniform(-180, 180, (n, 1))], 1)

    boxes = some(5).astype(np.float32)
    queries = np.concatenate([boxes, some(4).astype(np.float32)])
    grid = np.stack(np.meshgrid(*[(np.arange(800) + 0.5) / 100 - 4] * 2), -1).reshape(-1, 2)

    def inside(box: np.ndarray) -> np.ndarray:
        turn = np.deg2rad(box[4])
        d = grid - box[:2]
        x, y = d[:, 0] * np.cos(turn) + d[:, 1] * np.sin(turn), d[:, 1] * np.cos(turn) - d[:, 0] * np.sin(turn)
        return (np.abs(x) <= box[2] / 2) & (np.abs(y) <= box[3] / 2)

    a, b = [inside(x) for x in boxes], [inside(x) for x in queries]
    iou = np.array([[(p & q).sum() / (p | q).sum() for q in b] for p in a])
    iof = np.array([[(p & q).sum() / p.sum() for q in b] for p in a])
    one, other = Tensor(boxes[None]), Tensor(queries[None])
    found = ops.rotated_iou(one, other).asnumpy()[0]
    np.testing.assert_allclose(found, iou, atol=0.02)
    np.testing.assert_allclose(np.diag(found[:, :5]), 1, atol=1e-5)
    np.testing.assert_allclose(ops.rotated_iou(one, other, mode=1).asnumpy()[0], iof, atol=0.02)
    with pytest.raises(NotImplementedError, match="diagonal"):
        ops.rotated_iou(one, one, is_cross=False)


def test_dumps_are_numbered_files(tmp_path: Path) -> None:
    where = str(tmp_path / "deep" / "x.npy")
    ops.tensordump(where, Tensor([1.0, 2.0]))
    ops.TensorDump("in")(where, Tensor([1, 2], ms.int32))
    ops.tensordump(where, Tensor([1.5], ms.bfloat16))

    @ms.jit
    def fn(x: Tensor) -> Tensor:
        ops.tensordump(where, x * 3)
        return x + 1

    fn(Tensor([1.0])).asnumpy()
    import jax

    jax.effects_barrier()
    files = {p.name.rpartition("_")[0]: p for p in sorted((tmp_path / "deep").iterdir(), key=lambda p: p.stat().st_mtime_ns)}
    assert set(files) == {"x_float32", "x_in_int32", "x_bfloat16"}
    assert np.load(files["x_float32"]).tolist() == [3.0]
    assert np.load(files["x_bfloat16"]).dtype == np.float32
    numbers = sorted(int(p.stem.rpartition("_")[2]) for p in (tmp_path / "deep").iterdir())
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    for wrong, kind in (((1, Tensor(1)), TypeError), (("a", 1), TypeError), (("a", Tensor(1), "x"), ValueError)):
        with pytest.raises(kind):
            ops.tensordump(*wrong)
    with pytest.raises(ValueError):
        ops.TensorDump("all")


def test_morph_is_its_function_in_compiled_code() -> None:
    def nothing(*args: object) -> object:
        return args[0]

    def triple(x: Tensor, y: Tensor) -> Tensor:
        return x * y * 3

    plain = ops.Morph(triple, nothing, nothing)
    own = ops.Morph(triple, nothing, nothing, lambda x, y, out, dout: (dout * 7, dout * 8))
    x, y = Tensor([2.0]), Tensor([5.0])
    assert ms.jit(lambda a, b: plain(a, b))(x, y).tolist() == [30.0]
    assert ms.jit(ops.grad(lambda a, b: plain(a, y=b)))(x, y).tolist() == [15.0]
    assert [g.tolist() for g in ms.jit(ops.grad(lambda a, b: own(a, b), (0, 1)))(x, y)] == [[7.0], [8.0]]
    with pytest.raises(RuntimeError, match="only supported in GRAPH_MODE"):
        plain(x, y)


def test_kernels_written_by_element() -> None:
    @ops.kernel(compile_attrs={"level": 1})
    def product(a, b):  # type: ignore[no-untyped-def]  # noqa: ANN001
        c = output_tensor((a.shape[0], b.shape[1]), a.dtype)  # type: ignore[name-defined]  # noqa: F821
        with block_realize(c):  # type: ignore[name-defined]  # noqa: F821
            for i, j in grid((a.shape[0], b.shape[1])):  # type: ignore[name-defined]  # noqa: F821
                for k in parallel(a.shape[1]):  # type: ignore[name-defined]  # noqa: F821
                    c[i, j] = c[i, j] + sqrt(a[i, k] * b[k, j])  # type: ignore[name-defined]  # noqa: F821
        return c

    a = np.array([[1.0, 4.0], [9.0, 16.0]], np.float32)
    want = np.sqrt(a) @ np.sqrt(a)
    np.testing.assert_allclose(product(a, a), want)
    assert product.compile_attrs == {"level": 1}
    np.testing.assert_allclose(ops.Custom(product, func_type="hybrid")(Tensor(a), Tensor(a)).asnumpy(), want)
    with pytest.raises(TypeError, match="decorated by kernel"):
        ops.Custom(lambda x: x, func_type="hybrid")
    with pytest.raises(TypeError):
        ops.kernel(3)


def test_what_needs_another_platform_says_so() -> None:
    builder = ops.CustomOpBuilder("mine", ["a.cpp"], "CPU", include_paths="inc", ldflags="-lm", debug_mode=True)
    assert builder.get_sources() == ["a.cpp"]
    assert builder.get_include_paths() == [str(Path("inc").absolute())]
    assert builder.get_ldflags()[-1] == "-lm" and "-g" in builder.get_cflags()
    for call in (builder.build, builder.load):
        with pytest.raises(NotImplementedError, match="ops.Custom"):
            call()
    with pytest.raises(NotImplementedError, match="create_tuple_iterator"):
        ops.GetNext([ms.float32], [[1]], 1, "queue")()
    with pytest.raises(TypeError):
        ops.GetNext(1, [[1]], 1, "queue")
    assert ops.Add().update_parameter is False
    assert ops.get_vm_impl_fn("Add") is None
