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
        block: the Cell; with `use_reentrant=False` a function too. args, kwargs: its arguments. use_reentrant, output_recompute,
            early_stop: accepted. context_fn: accepted with `use_reentrant=False`.

    Raises:
        TypeError: if `block` is not a Cell, with `use_reentrant`. ValueError: for `context_fn` with `use_reentrant`.

    Examples:
        >>> import mindshim as ms
        >>> ms.recompute(ms.nn.ReLU(), ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00])
    """
    from mindshim.nn.cell import Cell

    if use_reentrant:
        if not isinstance(block, Cell):
            raise TypeError(
                "Recompute function now only support block which inherited from Cell when use_reentrant=True! "
                f"The block is a {type(block).__name__}."
            )
        if context_fn is not None:
            raise ValueError("context_fn is only supported when use_reentrant=False.")
    return block(*args, **kwargs)
