"""What layers, losses and optimizers do with arguments that do not fit: accept them, or refuse them, and how.

The good calls are the lines below, `layer <- inputs` as in `tests/nn/layer/cases.py`. Arguments of the constructor are
replaced one at a time by each of `VALUES`, inputs of the call by each of `INPUTS`. A row of the record says what comes of it,
one letter for each: "." for a result, else the kind of exception.

Nothing here imports either package.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from tests.nn.layer import cases

#: What stands in the place of an argument, in the order of a row's letters.
VALUES: dict[str, Any] = {
    "0": 0, "-1": -1, "1.5": 1.5, "True": True, "'x'": "x", "None": None, "[]": [], "(1, 2)": (1, 2), "array": np.ones(2, np.float32),
}  # fmt: skip


def _no_rank(x: np.ndarray) -> np.ndarray:
    return x.reshape(-1)[0]


def _rank_less(x: np.ndarray) -> np.ndarray:
    return x[0] if x.ndim else x


def _rank_more(x: np.ndarray) -> np.ndarray:
    return x[None]


def _last_longer(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x, x], -1) if x.ndim else x


def _second_longer(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x, x[:, :1]], 1) if x.ndim > 1 else x


def _int(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float32 if x.dtype.kind in "iu" else np.int32)


def _half(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float16)


def _bool(x: np.ndarray) -> np.ndarray:
    return x.astype(bool)


#: What stands in the place of an input: something else, or the Tensor changed.
INPUTS: dict[str, Any] = {
    "int": lambda x: 2, "str": lambda x: "x", "None": lambda x: None, "list": lambda x: [1.0, 2.0], "array": lambda x: x,
    "no rank": _no_rank, "rank less": _rank_less, "rank more": _rank_more, "last longer": _last_longer,
    "second longer": _second_longer, "other kind": _int, "float16": _half, "bool": _bool,
}  # fmt: skip

CALLS = """
Dense(2, 3) <- f(2, 2)
Conv1d(2, 3, 2) <- f(1, 2, 4)
Conv2d(2, 3, 2) <- f(1, 2, 4, 4)
Conv3d(2, 3, 2) <- f(1, 2, 3, 3, 3)
Conv1dTranspose(2, 3, 2) <- f(1, 2, 4)
Conv2dTranspose(2, 3, 2) <- f(1, 2, 3, 3)
Conv3dTranspose(2, 3, 2) <- f(1, 2, 2, 2, 2)
BatchNorm1d(3) <- f(2, 3)
BatchNorm2d(3) <- f(2, 3, 2, 2)
BatchNorm3d(3) <- f(2, 3, 1, 2, 2)
InstanceNorm1d(3) <- f(2, 3, 4)
InstanceNorm2d(3) <- f(2, 3, 2, 2)
InstanceNorm3d(3) <- f(2, 3, 1, 2, 2)
GroupNorm(2, 4) <- f(2, 4, 2, 2)
LayerNorm((3,)) <- f(2, 3)
SyncBatchNorm(3) <- f(2, 3, 2, 2)
LRN() <- f(1, 4, 2, 2)
AvgPool1d() <- f(1, 2, 4)
AvgPool2d() <- f(1, 2, 3, 3)
AvgPool3d() <- f(1, 2, 3, 3, 2)
MaxPool1d() <- f(1, 2, 4)
MaxPool2d() <- f(1, 2, 3, 3)
MaxPool3d() <- f(1, 2, 3, 3, 2)
AdaptiveAvgPool1d(2) <- f(1, 2, 4)
AdaptiveAvgPool2d(2) <- f(1, 2, 4, 4)
AdaptiveAvgPool3d(2) <- f(1, 2, 3, 2, 2)
AdaptiveMaxPool1d(2) <- f(1, 2, 4)
AdaptiveMaxPool2d(2) <- f(1, 2, 4, 4)
AdaptiveMaxPool3d(2) <- f(1, 2, 3, 2, 2)
LPPool1d(2, 2) <- a(1, 2, 4)
LPPool2d(2, 2) <- a(1, 2, 4, 4)
MaxUnpool1d(2) <- f(1, 1, 2), ms.Tensor([[[1, 2]]])
MaxUnpool2d(2) <- f(1, 1, 1, 2), ms.Tensor([[[[1, 6]]]])
FractionalMaxPool2d(2, output_size=2) <- f(1, 1, 5, 5)
FractionalMaxPool3d(2, output_size=2) <- f(1, 1, 4, 4, 3)
Embedding(5, 3) <- i(5, 2, 2)
EmbeddingLookup(5, 3) <- i(5, 2, 2)
MultiFieldEmbeddingLookup(5, 2, field_size=2) <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
OneHot(depth=3) <- i(3, 2)
Dropout(p=0.5) <- f(2, 3)
Dropout1d(p=0.5) <- f(2, 3, 4)
Dropout2d(p=0.5) <- f(2, 3, 1, 2)
Dropout3d(p=0.5) <- f(1, 2, 1, 2, 2)
Flatten() <- f(2, 3, 4)
Unflatten(1, (2, 3)) <- f(2, 6)
Identity() <- f(2, 3)
Upsample(size=(4, 4)) <- f(1, 2, 2, 2)
Unfold([1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 3)
Tril() <- f(3, 3)
Triu() <- f(3, 3)
BiDense(2, 3, 4) <- f(5, 2), f(5, 3)
PixelShuffle(2) <- f(1, 8, 1, 2)
PixelUnshuffle(2) <- f(1, 2, 2, 4)
ChannelShuffle(2) <- f(1, 4, 1, 2)
ConstantPad1d(1, 0.5) <- f(1, 2, 3)
ConstantPad2d(1, 0.5) <- f(1, 1, 3, 3)
ConstantPad3d(1, 0.5) <- f(1, 1, 1, 2, 2)
Pad(((1, 1), (1, 1))) <- f(2, 3)
ReflectionPad1d(1) <- f(1, 2, 4)
ReflectionPad2d(1) <- f(1, 2, 3, 3)
ReflectionPad3d(1) <- f(1, 1, 2, 2, 2)
ReplicationPad1d(1) <- f(1, 2, 4)
ReplicationPad2d(1) <- f(1, 2, 3, 3)
ReplicationPad3d(1) <- f(1, 1, 2, 2, 2)
ZeroPad2d(1) <- f(1, 1, 3, 3)
CELU() <- f(2, 3)
ELU() <- f(2, 3)
FastGelu() <- f(2, 3)
GELU() <- f(2, 3)
GLU() <- f(2, 4)
HShrink() <- f(2, 3)
HSigmoid() <- f(2, 3)
HSwish() <- f(2, 3)
Hardtanh() <- f(2, 3)
LeakyReLU() <- f(2, 3)
LogSigmoid() <- f(2, 3)
LogSoftmax() <- f(2, 3)
Mish() <- f(2, 3)
PReLU(3) <- f(2, 3)
RReLU() <- f(2, 3)
ReLU() <- f(2, 3)
ReLU6() <- f(2, 3)
SeLU() <- f(2, 3)
SiLU() <- f(2, 3)
Sigmoid() <- f(2, 3)
SoftShrink() <- f(2, 3)
Softmax() <- f(2, 3)
Softmax2d() <- f(1, 3, 1, 2)
Softmin() <- f(2, 3)
Softsign() <- f(2, 3)
Tanh() <- f(2, 3)
Tanhshrink() <- f(2, 3)
Threshold(0.1, 20.0) <- f(2, 3)
RNN(2, 3) <- f(3, 1, 2)
GRU(2, 3) <- f(3, 1, 2)
LSTM(2, 3) <- f(3, 1, 2)
RNNCell(2, 3) <- f(1, 2), f(1, 3)
GRUCell(2, 3) <- f(1, 2), f(1, 3)
LSTMCell(2, 3) <- f(1, 2), (f(1, 3), f(1, 3))
MultiheadAttention(4, 2) <- f(3, 2, 4), f(3, 2, 4), f(3, 2, 4)
TransformerEncoderLayer(4, 2, 3) <- f(3, 2, 4)
TransformerDecoderLayer(4, 2, 3) <- f(3, 2, 4), f(2, 2, 4)
Moments(0) <- f(2, 3)
Norm() <- f(2, 3, 2)
ClipByNorm() <- f(2, 3), f(2, 1)
L1Regularizer(0.5) <- f(2, 3)
ReduceLogSumExp(1) <- f(2, 3, 2)
Range(1, 5, 1) <- *()
ImageGradients() <- f(1, 2, 2, 3)
CentralCrop(0.5) <- f(1, 4, 4)
L1Loss() <- f(2, 3), f(2, 3)
MSELoss() <- f(2, 3), f(2, 3)
RMSELoss() <- f(2, 3), f(2, 3)
MAELoss() <- f(2, 3), f(2, 3)
SmoothL1Loss() <- f(2, 3), f(2, 3)
HuberLoss() <- f(2, 3), f(2, 3)
SoftMarginLoss() <- f(2, 3), f(2, 3)
SoftmaxCrossEntropyWithLogits() <- f(2, 3), f(2, 3)
SoftmaxCrossEntropyWithLogits(sparse=True) <- f(2, 3), i(3, 2)
CrossEntropyLoss() <- f(2, 3), i(3, 2)
NLLLoss() <- f(2, 3), i(3, 2)
BCELoss() <- a(2, 3) / 4, a(2, 3) / 4
BCEWithLogitsLoss() <- f(2, 3), a(2, 3) / 4
KLDivLoss() <- f(2, 3), a(2, 3)
CTCLoss() <- f(4, 1, 3), i(2, 1, 2) + 1, ms.Tensor([4]), ms.Tensor([2])
CosineEmbeddingLoss() <- f(2, 3), f(2, 3), ms.Tensor([1, -1])
DiceLoss() <- a(2, 3) / 4, a(2, 3) / 4
MultiClassDiceLoss() <- a(2, 3) / 4, a(2, 3) / 4
FocalLoss() <- f(2, 3), i(3, 2, 1)
GaussianNLLLoss() <- f(2, 3), f(2, 3), a(2, 3)
HingeEmbeddingLoss() <- f(2, 3), f(2, 3)
MarginRankingLoss() <- f(3), f(3), f(3)
MultiLabelSoftMarginLoss() <- f(2, 3), f(2, 3)
MultiMarginLoss() <- f(2, 3), ms.Tensor([1, 0])
MultilabelMarginLoss() <- f(2, 3), i(3, 2, 3)
PoissonNLLLoss() <- f(2, 3), f(2, 3)
TripletMarginLoss() <- f(2, 3), f(2, 3), f(2, 3), 1.0
SampledSoftmaxLoss(num_sampled=4, num_classes=7) <- f(7, 3), f(7), ms.Tensor([[0], [1]]), f(2, 3)
CosineDecayLR(0.01, 0.1, 10) <- ms.Tensor(2, ms.int32)
ExponentialDecayLR(0.1, 0.9, 4) <- ms.Tensor(2, ms.int32)
InverseDecayLR(0.1, 0.9, 4) <- ms.Tensor(2, ms.int32)
NaturalExpDecayLR(0.1, 0.9, 4) <- ms.Tensor(2, ms.int32)
PolynomialDecayLR(0.1, 0.01, 4, 0.5) <- ms.Tensor(2, ms.int32)
WarmUpLR(0.1, 4) <- ms.Tensor(2, ms.int32)
SequentialCell(ReLU()) <- f(2, 3)
TimeDistributed(ReLU(), 1, 2) <- f(2, 3, 2)
"""
CALLS = [line for line in CALLS.split("\n") if line]
OPTIMIZERS = [
    "ASGD", "AdaFactor", "AdaMax", "Adadelta", "Adagrad", "Adam", "AdamOffload", "AdamWeightDecay", "FTRL", "Lamb", "LazyAdam", "Momentum",
    "ProximalAdagrad", "RMSProp", "Rprop", "SGD",
]  # fmt: skip
#: Gradients that do not fit the two parameters (float32, shapes (2, 3) and (3,)).
GRADIENTS: dict[str, Any] = {
    "one less": lambda t, a, b: (a,), "one more": lambda t, a, b: (a, b, b), "none": lambda t, a, b: (), "a Tensor": lambda t, a, b: a,
    "None": lambda t, a, b: None, "an int": lambda t, a, b: (a, 1), "a None": lambda t, a, b: (a, None), "an array": lambda t, a, b: (a, b.asnumpy()),
    "a list": lambda t, a, b: [a, b], "other shape": lambda t, a, b: (a, t(np.ones(4, np.float32))), "swapped": lambda t, a, b: (b, a),
    "rank more": lambda t, a, b: (a, t(b.asnumpy()[None])), "no rank": lambda t, a, b: (a, t(np.float32(1))),
    "float16": lambda t, a, b: (a, t(b.asnumpy().astype(np.float16))), "int32": lambda t, a, b: (a, t(b.asnumpy().astype(np.int32))),
    "bool": lambda t, a, b: (a, t(b.asnumpy().astype(bool))), "float64": lambda t, a, b: (a, t(b.asnumpy().astype(np.float64))),
}  # fmt: skip
_LETTERS = {
    "TypeError": "T", "ValueError": "V", "AttributeError": "A", "RuntimeError": "R", "IndexError": "I", "NotImplementedError": "N", "KeyError": "K",
    "ZeroDivisionError": "Z",
}  # fmt: skip


def letter(call: Any) -> str:
    """What comes of a call: "." or the letter of its exception."""
    try:
        call()
    except Exception as error:
        if "Kernel select failed" in str(error) or "unregistered" in str(error).lower():
            return "-"
        return _LETTERS.get(type(error).__name__, "?")
    return "."


def _wait(out: Any) -> None:
    for t in out if isinstance(out, (tuple, list)) else [out]:
        if isinstance(t, (tuple, list)):
            _wait(t)
        elif hasattr(t, "asnumpy"):
            t.asnumpy()


def signature(cls: Any) -> list[str]:
    """Names of the constructor's arguments; some optimizers of the real one hide theirs in a function of any arguments."""
    found = inspect.signature(cls.__init__).parameters.values()
    return [p.name for p in found if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)][1:]


def layer_rows(ms: Any, line: str) -> dict[str, str]:
    """The rows of one good call: what each argument, then each input, may not be."""
    head, _, tail = line.partition(" <- ")
    name, _, arguments = head.partition("(")
    cls = getattr(ms.nn, name, None)
    args, kwargs = cases.inputs(ms, arguments[:-1])
    good, _ = cases.inputs(ms, tail)
    wanted = signature(cls) if name not in ("SequentialCell",) else []
    rows = {}
    for at, argument in enumerate(wanted):
        found = ""
        for value in VALUES.values():
            a, k = list(args), dict(kwargs)
            if at < len(a):
                a[at] = value
            else:
                k[argument] = value
            found += letter(lambda a=a, k=k: _wait(cls(*a, **k)(*good)))
        rows[argument] = found
    net = cls(*args, **kwargs)
    for at in range(len(good)):
        found = ""
        for change in INPUTS.values():
            given = list(good)
            given[at] = _changed(ms, change, good[at])
            found += letter(lambda given=given: _wait(net(*given)))
        rows[f"input {at}"] = found
    rows["no input"] = letter(lambda: _wait(net()))
    rows["one input more"] = letter(lambda: _wait(net(*good, 1)))
    return rows


def _changed(ms: Any, change: Any, good: Any) -> Any:
    if isinstance(good, tuple):
        good = good[0]
    x = good.asnumpy() if isinstance(good, ms.Tensor) else np.float32(good)
    new = change(np.asarray(x))
    return ms.Tensor(np.asarray(new)) if isinstance(new, (np.ndarray, np.generic)) and change is not INPUTS["array"] else new


def parameters(ms: Any) -> list[Any]:
    return [ms.Parameter(ms.Tensor(np.ones(s, np.float32)), name=n) for n, s in (("w", (2, 3)), ("b", (3,)))]


def optimizer_rows(ms: Any, name: str) -> dict[str, str]:
    """The rows of one optimizer of `nn`: what its arguments, its parameters' groups and its gradients may not be."""
    cls = getattr(ms.nn, name)
    first = {"Momentum": {"learning_rate": 0.1, "momentum": 0.9}, "Lamb": {"learning_rate": 0.1}}.get(name, {})
    grads = tuple(ms.Tensor(np.ones(s, np.float32)) for s in ((2, 3), (3,)))

    def step(params: Any, **given: Any) -> None:
        run(cls(params, **{**first, **given}), grads)

    def run(optimizer: Any, gradients: Any) -> None:
        optimizer(gradients)
        # The real one computes on another thread: what goes wrong there is told when the values are asked for.
        _wait(list(optimizer.get_parameters()))

    rows = {}
    for argument in signature(cls):
        if argument == "params":
            rows[argument] = "".join(letter(lambda v=v: step(v)) for v in VALUES.values())
        else:
            rows[argument] = "".join(letter(lambda a=argument, v=v: step(parameters(ms), **{a: v})) for v in VALUES.values())
    for key in ("params", "lr", "weight_decay", "grad_centralization", "order_params"):
        found = ""
        for v in VALUES.values():
            w, b = parameters(ms)
            groups: list[Any] = [{"params": [w]}, {"params": [b]}]
            if key == "order_params":
                groups.append({key: v})
            else:
                groups[0][key] = v
            found += letter(lambda g=groups: step(g))
        rows[f"group {key}"] = found
    rows["gradients"] = "".join(letter(lambda g=g: run(cls(parameters(ms), **first), g(ms.Tensor, *grads))) for g in GRADIENTS.values())
    w, b = parameters(ms)
    twin = ms.Parameter(ms.Tensor([1.0]), name="w")
    given: list[Any] = [
        [w, w], [w, twin], [{"params": [w]}, {"params": [w]}], [{"params": [w]}, b], [w, {"params": [b]}], [{}], [{"params": [w], "x": 1}],
        [{"lr": 0.1}], [{"params": [w, b]}, {"order_params": [w]}], [{"params": [w]}, {"order_params": [w, b]}], [w, ms.Tensor([1.0])], (w, b), {"params": [w]},
    ]  # fmt: skip
    rows["list of parameters"] = "".join(letter(lambda p=p: cls(p, **first)) for p in given)
    return rows


def rows(ms: Any, line: str) -> dict[str, str]:
    return layer_rows(ms, line) if " <- " in line else optimizer_rows(ms, line)
