"""Decoding of connectionist temporal classification: the best class of every step."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register


def _decode(inputs: Any, sequence_length: Any, merge_repeated: Any) -> Any:
    op = "CTCGreedyDecoder"
    if not isinstance(inputs, Tensor) or inputs.dtype not in (dtypes.float32, dtypes.float64):
        raise TypeError(f"For '{op}', the 'inputs' must be a float32 or float64 Tensor, but got {inputs!r:.60}.")
    if not isinstance(sequence_length, Tensor) or sequence_length.dtype is not dtypes.int32:
        raise TypeError(f"For '{op}', the 'sequence_length' must be an int32 Tensor, but got {sequence_length!r:.60}.")
    if not isinstance(merge_repeated, bool):
        raise TypeError(f"For '{op}', the 'merge_repeated' must be bool, but got {type(merge_repeated).__name__}.")
    scores, lengths = inputs.asnumpy(), sequence_length.asnumpy()
    if scores.ndim != 3 or lengths.shape != scores.shape[1:2]:
        raise ValueError(f"For '{op}', the shapes {scores.shape} and {lengths.shape} do not fit.")
    steps, batch, classes = scores.shape
    if batch and lengths.max() > steps:
        raise RuntimeError(f"For '{op}', the 'sequence_length' should be less than {steps + 1}, but got {lengths}.")
    lengths = np.maximum(lengths, 0)
    best = scores.argmax(axis=2)
    places, values = [], []
    totals = np.zeros((batch, 1), scores.dtype)
    longest = 0
    for b in range(batch):
        path = best[: lengths[b], b]
        totals[b, 0] = -scores[np.arange(len(path)), b, path].sum()
        before = -1
        kept = []
        for c in path:
            # The last class is the blank.
            if c != classes - 1 and not (merge_repeated and c == before):
                kept.append(int(c))
            before = c
        places += [(b, i) for i in range(len(kept))]
        values += kept
        longest = max(longest, len(kept))
    indices = np.array(places, np.int64).reshape(-1, 2)
    return tuple(Tensor(a) for a in (indices, np.array(values, np.int64), np.array([batch, longest], np.int64), totals))


@face("ops.ctc_greedy_decoder")
def ctc_greedy_decoder(inputs: Tensor, sequence_length: Tensor, merge_repeated: bool = True) -> Any:
    """The best class of every step, blanks left out (mirrors `mindspore.ops.ctc_greedy_decoder`).

    The size of the results depends on values, so it cannot be compiled.

    Args:
        inputs: scores, a float32 or float64 Tensor of shape (steps, batch, classes); the last class is the blank.
        sequence_length: int32, how many steps each sequence has. merge_repeated: whether repetitions count once.

    Returns:
        Positions (n, 2), classes (n,), the shape (batch, longest), and minus the sum of the scores, (batch, 1).

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit. RuntimeError: for lengths out of range.

    Examples:
        >>> import mindshim as ms
        >>> scores = ms.Tensor([[[0.6, 0.4, 0.0]], [[0.1, 0.8, 0.1]]])
        >>> ms.ops.ctc_greedy_decoder(scores, ms.Tensor([2], ms.int32))[1]
        Tensor(shape=[2], dtype=Int64, value= [0, 1])
    """
    return _decode(inputs, sequence_length, merge_repeated)


@face("ops.CTCGreedyDecoder")
class CTCGreedyDecoder(Primitive):
    """The best class of every step (mirrors `mindspore.ops.CTCGreedyDecoder`); see `ops.ctc_greedy_decoder`.

    Args:
        merge_repeated: whether repetitions count once.

    Examples:
        >>> import mindshim as ms
        >>> scores = ms.Tensor([[[0.6, 0.4, 0.0]], [[0.1, 0.8, 0.1]]])
        >>> ms.ops.CTCGreedyDecoder()(scores, ms.Tensor([2], ms.int32))[1]
        Tensor(shape=[2], dtype=Int64, value= [0, 1])
    """

    @prim_attr_register
    def __init__(self, merge_repeated: bool = True) -> None:
        pass

    def __call__(self, inputs: Tensor, sequence_length: Tensor) -> Any:  # type: ignore[override]
        return _decode(inputs, sequence_length, self.merge_repeated)
