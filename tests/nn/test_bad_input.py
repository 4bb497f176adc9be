"""Layers, losses and optimizers refuse what the real MindSpore refuses, with its kinds of exceptions (see `bad_input`)."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

import mindshim as ms
from tests.nn import bad_input

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "bad_input.json").read_text())
#: Computed here, refused there: numbers of another kind (True for 1, 0 for 0.0), dtypes that are promoted or cast, ranks that the
#: formula has a meaning for, where the real one lacks a kernel or looks at the Python type only.
TAKEN = """
AvgPool3d: input 0
MaxPool3d: input 0
FractionalMaxPool2d: return_indices
EmbeddingLookup: slice_mode
MultiFieldEmbeddingLookup: slice_mode
Dropout: dtype
Flatten: input 0
ReflectionPad3d: input 0
ReplicationPad1d: input 0
ReplicationPad2d: input 0
ReplicationPad3d: padding, input 0
GLU: axis
Hardtanh: max_val
LeakyReLU: alpha
LogSoftmax: axis, input 0
Softmax: axis, input 0
Softmin: axis, input 0
Tanhshrink: input 0
Threshold: threshold, value
RNNCell: input 0, input 1
GRUCell: input 0, input 1
LSTMCell: input 0
MultiheadAttention: num_heads, dropout, add_zero_attn
TransformerEncoderLayer: nhead, dropout
TransformerDecoderLayer: nhead, dropout, input 1
Norm: input 0
ClipByNorm: input 0, input 1
L1Regularizer: input 0
SmoothL1Loss: beta
SoftmaxCrossEntropyWithLogits/sparse: input 0
CrossEntropyLoss: label_smoothing
NLLLoss: ignore_index
BCEWithLogitsLoss: input 1
CTCLoss: input 0, input 1, input 2, input 3
FocalLoss: input 0, input 1
HingeEmbeddingLoss: margin
MarginRankingLoss: margin
MultiLabelSoftMarginLoss: input 0
MultiMarginLoss: input 0, input 1
MultilabelMarginLoss: input 0, input 1
PoissonNLLLoss: log_input, full, input 0
TripletMarginLoss: input 3
TimeDistributed: input 0
AdamOffload: gradients
Lamb: gradients
RMSProp: gradients
SGD: gradients
"""
#: Refused here, taken there: flags that are no bools and numbers that are bools, gradients in the wrong number, and what the real one
#: ignores or computes with by chance.
REFUSED = """
SyncBatchNorm: process_groups
AvgPool1d: ceil_mode, count_include_pad
AvgPool2d: ceil_mode, count_include_pad
MaxPool1d: dilation, return_indices, ceil_mode
MaxPool2d: dilation, return_indices, ceil_mode
MaxPool3d: dilation, return_indices, ceil_mode
AdaptiveAvgPool3d: input 0
AdaptiveMaxPool3d: output_size
LPPool1d: norm_type
LPPool2d: norm_type
MaxUnpool2d: stride
BiDense: input 1
ReflectionPad1d: padding
ReflectionPad2d: padding
ReflectionPad3d: padding
RReLU: input 0
MultiheadAttention: dtype
ImageGradients: input 0
SmoothL1Loss: beta
NLLLoss: input 0, input 1
MultiLabelSoftMarginLoss: weight, input 0, input 1
SampledSoftmaxLoss: input 2
TimeDistributed: time_axis, reshape_with_axis, input 0
ASGD: group weight_decay, gradients
AdaFactor: group lr, group weight_decay, gradients
AdaMax: group weight_decay
Adadelta: group weight_decay, gradients
Adagrad: group weight_decay
Adam: group weight_decay
AdamOffload: weight_decay, loss_scale, group weight_decay
AdamWeightDecay: weight_decay, group weight_decay
FTRL: group weight_decay
LazyAdam: group weight_decay
Momentum: group weight_decay
ProximalAdagrad: group weight_decay
RMSProp: group weight_decay
Rprop: group weight_decay, gradients
SGD: group weight_decay
"""
#: Refused by both, here as ValueError for a wrong value, or where the step that fails looks first.
OTHERWISE = """
Conv3d: input 0
MaxPool3d: input 0
AdaptiveMaxPool2d: output_size
AdaptiveMaxPool3d: input 0
MaxUnpool1d: kernel_size, stride, padding
MaxUnpool2d: kernel_size, stride, padding
FractionalMaxPool2d: kernel_size, output_size, return_indices
FractionalMaxPool3d: kernel_size, output_size, return_indices, input 0
Embedding: dtype
Upsample: size, recompute_scale_factor
LogSoftmax: axis
MultiheadAttention: kdim, vdim
CrossEntropyLoss: input 0, input 1
NLLLoss: ignore_index
CTCLoss: input 1, input 2, input 3
MultiMarginLoss: input 0
MultilabelMarginLoss: input 0
SampledSoftmaxLoss: input 1
TimeDistributed: time_axis, reshape_with_axis, input 0
ASGD: gradients
AdaFactor: gradients
Adadelta: gradients
AdamWeightDecay: gradients
Lamb: gradients
Momentum: gradients
RMSProp: gradients
"""


def _known(text: str) -> dict[str, set[str]]:
    return {name: set(rows.split(", ")) for name, _, rows in (line.partition(": ") for line in text.strip().split("\n"))}


KNOWN = {"taken": _known(TAKEN), "refused": _known(REFUSED), "otherwise": _known(OTHERWISE)}


def _difference(mine: str, real: str) -> str:
    """How an outcome differs from the recorded one, if it does.

    A TypeError of the real one is one here. Where it gives the error of some inner step (an attribute that a number does not
    have), a plain TypeError or ValueError is as good.
    """
    if mine == real or "-" in (mine, real):
        return ""
    if "." in (mine, real):
        return "taken" if mine == "." else "refused"
    return "" if real != "T" and mine in "TV" else "otherwise"


def _label(line: str) -> str:
    return line.partition("(")[0] + ("/sparse" if "sparse=True" in line else "")


def check(lines: list[str]) -> None:
    wrong, unused = [], set()
    for line in lines:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = bad_input.rows(ms, line)
        assert rows.keys() >= GOLDEN[line].keys()
        for row, real in GOLDEN[line].items():
            found = {_difference(m, r) for m, r in zip(rows[row], real, strict=True)}
            for kind, known in KNOWN.items():
                listed = row in known.get(_label(line), ())
                if kind in found and not listed:
                    wrong.append(f"{line}, {row}: {rows[row]} where MindSpore gives {real} ({kind})")
                if listed and kind not in found:
                    unused.add(f"{line}, {row}: {kind}")
    assert not wrong, "\n".join(wrong)
    assert not unused, f"these agree by now: {unused}"


def test_the_record_is_of_these_calls() -> None:
    assert set(GOLDEN) == {*bad_input.CALLS, *bad_input.OPTIMIZERS}


#: A layer of each kind: the others share their checks.
FEW = ("Conv2d(", "BatchNorm1d", "GroupNorm", "AvgPool1d", "MaxPool2d", "Embedding(", "PReLU", "GRUCell", "KLDivLoss", "NLLLoss", "Adam", "SGD")


def test_bad_input_of_some() -> None:
    lines = [line for line in GOLDEN if line.startswith(FEW) and not line.startswith(("AdamW", "AdamO"))]
    assert len(lines) == len(FEW)
    check(lines)


@pytest.mark.slow
@pytest.mark.parametrize("line", GOLDEN)
def test_bad_input(line: str) -> None:
    check([line])
