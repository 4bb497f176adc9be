"""`recompute`: run a block whose activations need not be kept."""

from __future__ import annotations

from typing import Any


def recompute(
    block: Any, *args: Any, use_reentrant: bool = True, output_recompute: bool = False, early_stop: bool = True,
    context_fn: Any = None, **kwargs: Any,
) -> Any:  # fmt: skip
    """Run a Cell and compute its activations again in the backward pass (mirrors `mindspore.recompute`).

    The values are those of `block(*args, **kwargs)`. Every operator's backward step computes what it needs again
    anyway, so nothing more is done.

    Args:
        block: the Cell. args, kwargs: its arguments. use_reentrant, output_recompute, early_stop, context_fn: accepted.

    Raises:
        TypeError: if `block` is not a Cell.

    Examples:
        >>> import mindshim as ms
        >>> ms.recompute(ms.nn.ReLU(), ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00])
    """
    from mindshim.nn.cell import Cell

    if not isinstance(block, Cell):
        raise TypeError(f"Recompute function now only support block which inherited from Cell, but got {type(block)}.")
    return block(*args, **kwargs)
