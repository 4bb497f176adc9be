"""Something else in the place of a Tensor is accepted or refused as by the real MindSpore."""

from __future__ import annotations

import json

import sample as samples
import strictness

import mindshim as ms

_MOODY = "the real one answers otherwise when it is asked again"
_NDARRAY = "a NumPy array works there by chance; it is refused here like everywhere"
#: What is accepted or refused otherwise, and why, by path, number of the Tensor, and what stands in its place.
KNOWN = {
    "Tensor.choose 1 ndarray": "it is taken for a list of numbers",
    "Tensor.choose 2 ndarray": "it is taken for a list of numbers",
    "Tensor.scatter 2": _MOODY,
    "Tensor.select 1 int": "a number is tried as an axis first",
    "mint.max 0": "the largest of one number",
    "ops.CTCLossV2 3 tuple": _MOODY,
    "ops.ctc_loss 3 tuple": _MOODY,
    "ops.MaskedFill 2": "one kernel with ops.masked_fill, where a number is right",
    "ops.PadV3 2": _MOODY,
    "ops.RandomPoisson 1 bool": "a number may be the rate",
    "ops.random_poisson 1 bool": "a number may be the rate",
    "ops.addbmm 0": _MOODY,
    "ops.addmm 0": _MOODY,
    "ops.fill 0 int": "refused only beside a value of shape (1,)",
    "ops.fractional_max_pool2d 0 ndarray": "its shape is looked at first",
    "ops.scatter 2": _MOODY,
    "ops.tensor_scatter_elements 2": _MOODY,
    "ops.TensorScatterElements 2": _MOODY,
    "ops.ScatterAddWithAxis 2": "one kernel with ops.scatter",
    "ops.is_floating_point 0 ndarray": _NDARRAY,
    "ops.normal 0 ndarray": _NDARRAY,
    "ops.t 0 ndarray": _NDARRAY,
}


def _same(mine: str, real: str) -> bool:
    """Both accept, or both refuse; a TypeError of the real one is one here.

    Where the real one gives the error of some inner step (an attribute that a number does not have, a shape that it
    cannot have), a plain TypeError or ValueError is as good.
    """
    if "." in (mine, real):
        return mine == real
    return mine == "T" if real == "T" else mine in "TV" or mine == real


def test_others_than_tensors() -> None:
    record = json.loads((samples.GOLDEN / "strictness.json").read_text())
    calls = strictness.calls()
    wrong, unused = [], set(KNOWN)
    for path, row in record.items():
        s = calls.get(path)
        if s is None or s.key != row["key"]:
            continue
        for place in strictness.places(s):
            for name, mine, real in zip(strictness.OTHERS, strictness.row(ms, s, place), row[str(place)], strict=True):
                if not _same(mine, real):
                    known = [k for k in (f"{path} {place}", f"{path} {place} {name}") if k in KNOWN]
                    unused -= set(known)
                    if not known:
                        wrong.append(f"{s.key}, {name} as Tensor {place}: {mine} where MindSpore gives {real}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong)
    assert not unused, f"these agree by now: {unused}"
