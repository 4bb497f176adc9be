"""No operator's mathematics is there twice: the public spellings of one name run one kernel, and break with it."""

from __future__ import annotations

import functools
import re
import warnings
from typing import Any

import jax
import pytest
import sample as samples
from sample import S

import mindshim as ms
from mindshim import ops
from mindshim._core import capture, faces
from mindshim._core import skeleton as skeletons
from mindshim._core.operators import REGISTRY

faces.load_all()

#: Names whose spellings do different things, or do it with other parts, and why.
DIFFERENT = {
    "add": "mint's has `alpha`",
    "sub": "mint's has `alpha`",
    "approximateequal": "the method broadcasts, and takes integers",
    "bincount": "numpy's takes its length beforehand, so that it compiles, and counts in float32",
    "choose": "numpy's chooses among arrays that broadcast, given as a list",
    "copy": "Tensor.copy_ writes into the Tensor",
    "cov": "numpy's has both kinds of variables and ddof; its weights are integers",
    "ctcloss": "ops.CTCLoss is the older operator: other layout, labels and blank",
    "diag": "mint's takes the diagonal too",
    "dot": "mint's is of vectors, ops.dot of any rank",
    "flatten": "ops.flatten has a `order`, ops.Flatten keeps the first axis, the others are views",
    "gather": "mint.gather is what ops calls gather_elements",
    "groupnorm": "the Primitive gives mean and deviation of the groups too",
    "identity": "ops.identity hands the Tensor on as it is",
    "inv": "ops.inv is the reciprocal, the others the inverse of a matrix",
    "invert": "Python's ~ is the logical not in MindSpore",
    "layernorm": "ops.LayerNorm gives mean and variance too, from begin_norm_axis on",
    "logspace": "numpy's has start and stop that are arrays, and an axis",
    "lstsq": "scipy's gives residuals, rank and singular values",
    "lusolve": "scipy's is given LAPACK's pivots",
    "matmul": "ops.MatMul is of matrices, with flags to transpose them",
    "matrixpower": "numpy's is of integers too",
    "max": "mint.max(a, b) is maximum, with an axis it gives places too",
    "mod": "ops.Mod truncates, Python's % floors",
    "multilabelmarginloss": "ops.MultilabelMarginLoss gives which labels are targets too",
    "nllloss": "ops.NLLLoss gives the total weight too, and is of two dimensions",
    "pad": "numpy's has NumPy's modes",
    "rint": "ops.Rint has a gradient of its own",
    "scatteradd": "ops.scatter_add writes rows into a Parameter",
    "scattermul": "ops.scatter_mul writes rows into a Parameter",
    "uniform": "the Primitive draws in the shape and dtype of a Tensor",
    "scattersub": "ops.ScatterSub writes rows into a Parameter",
    "softmaxcrossentropywithlogits": "the layer is given class numbers when `sparse`, as its sample is",
    "t": "`.T` reverses all axes, `t` is of matrices",
    "trace": "the method has an offset and axes",
    "transpose": "mint's swaps two axes",
    "unique": "the method sorts",
    "unravelindex": "numpy's clips what lies outside, counts in Fortran's order too, and gives a tuple",
    "vander": "numpy's is of integers too, and counts up as well",
}  # fmt: skip


class Uses:
    """Which kernels the samples of each public name run."""

    def __init__(self) -> None:
        self.current: set[str] = set()
        self.of: dict[str, set[str]] = {}
        #: The samples that run a kernel, one for each name.
        self.samples: dict[str, dict[str, S]] = {}

    def counted(self, name: str, function: Any) -> Any:
        def call(*args: Any) -> Any:
            self.current.add(name)
            return function(*args)

        return call

    def trace(self, s: S) -> None:
        """Run a sample on abstract values, without compiling anything; really run it where that can't be."""
        self.current.clear()
        inputs = s.tensors(ms)
        try:
            if not s.jit or s.in_place or any(a.parameter for a in s.arrays()):
                raise TypeError
            tensors: list[Any] = []
            skeleton = skeletons.flatten((tuple(inputs), {}), tensors)
            avals = [jax.ShapeDtypeStruct(t._data.shape, t._data.dtype) for t in tensors]
            capture.trace(lambda *args: s.call(ms, list(args)), skeleton, avals)
        except Exception:
            self.current.clear()
            try:
                s.call(ms, s.tensors(ms))
            except Exception:
                return  # test_samples.py tells of it
        self.of.setdefault(s.path, set()).update(self.current)
        for name in self.current:
            self.samples.setdefault(name, {}).setdefault(s.path, s)


@functools.cache
def uses() -> Uses:
    """What every sampled name runs."""
    found = Uses()
    kept = {k: (k.fast, k.program) for k in REGISTRY.values()}
    first: dict[str, list[S]] = {}
    for family in samples.families():
        for s in samples.load(family):
            if not s.raises:
                first.setdefault(s.path, []).append(s)
    try:
        for k in kept:
            k.fast = k.fast and found.counted(k.name, k.fast)
            k.program = found.counted(k.name, k.program)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for path_samples in first.values():
                for s in path_samples[:2]:
                    found.trace(s)
    finally:
        # What was there may be another test's own counting.
        for k, (fast, program) in kept.items():
            k.fast, k.program = fast, program
    return found


def _groups() -> dict[str, dict[str, set[str]]]:
    groups: dict[str, dict[str, set[str]]] = {}
    for path, kernels in uses().of.items():
        # Some are Python alone: facts about shapes, or work on values that no compiled program can do.
        # A distribution or bijector is not the operator of its name.
        if kernels and not path.startswith("nn.probability."):
            groups.setdefault(re.sub("[^a-z0-9]", "", path.rpartition(".")[2].lower()), {})[path] = kernels
    return {name: faces_ for name, faces_ in groups.items() if len(faces_) > 1}


def test_spellings_of_one_name_run_one_kernel() -> None:
    groups = _groups()
    assert len(groups) > 250
    twice = {
        name: {path: sorted(kernels) for path, kernels in spelled.items()}
        for name, spelled in groups.items()
        if not set.intersection(*spelled.values())
    }
    unexplained = {name: spelled for name, spelled in twice.items() if name not in DIFFERENT}
    assert not unexplained, "\n".join(f"{name}: {spelled}" for name, spelled in unexplained.items())
    gone = sorted(name for name in DIFFERENT if name in groups and name not in twice)
    assert not gone, f"these have one kernel now: {gone}"


@pytest.mark.parametrize("name", ["ReLU", "Softmax", "MatMulExt", "Roll", "Trapz", "LayerNormExt", "Conv2D"])
def test_removing_a_kernel_breaks_its_faces(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    k = REGISTRY[name]
    users = uses().samples[name]

    def removed(*_: Any) -> Any:
        raise RuntimeError("removed")

    monkeypatch.setattr(k, "fast", k.fast and removed)
    monkeypatch.setattr(k, "program", removed)
    for s in users.values():
        with pytest.raises(RuntimeError, match="removed"):
            s.call(ms, s.tensors(ms))



def test_relu_is_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand, for one that everybody uses."""
    k = REGISTRY["ReLU"]
    monkeypatch.setattr(k, "fast", lambda x: x * 0 + 7)
    x = ms.Tensor([-1.0, 2.0])
    for relu in (ops.relu, ops.ReLU(), ms.nn.ReLU(), ms.mint.nn.functional.relu, ms.ops.operations.ReLU()):
        assert relu(x).asnumpy().tolist() == [7.0, 7.0]
