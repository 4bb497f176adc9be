"""`recompute`: run a block whose activations need not be kept."""

from __future__ import annotations

from typing import Any

from mindshim._core import effects, recomputed
from mindshim._core.state import S


def recompute(
    block: Any, *args: Any, use_reentrant: bool = True, output_recompute: bool = False, early_stop: bool = True,
    context_fn: Any = None, **kwargs: Any,
) -> Any:  # fmt: skip
    """Run a Cell and compute its activations again in the backward pass (mirrors `mindspore.recompute`).

    The values and gradients are those of `block(*args, **kwargs)`. The gradient keeps of the block only what it reads and gives,
    and computes the rest again when it needs it: less memory for more time. In PyNative the block's Python runs a second time,
    with the inputs, Parameters, attributes and random numbers of the first; what it changes of them it changes once. In compiled
    functions printing happens once too. A block that this cannot be done for keeps everything: one that reads Tensors from
    outside that are differentiated, or, in compiled functions, that has hooks for gradients.

    Args:
        block: the Cell; with `use_reentrant=False` or `output_recompute`, and in compiled functions, a function too. args,
            kwargs: its arguments. use_reentrant, early_stop: accepted. output_recompute: accepted; the outputs are kept.
            context_fn: with `use_reentrant=False`, gives PyNative two context managers, one for each time that the block runs.

    Raises:
        TypeError: if `block` is not a Cell, with `use_reentrant`. ValueError: for `context_fn` with `use_reentrant`.
        RuntimeError: in a compiled function, if `block` cannot be called; in PyNative's gradient, if the block does other steps
            when it runs again.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.SequentialCell(ms.nn.ReLU(), ms.nn.Tanh())
        >>> step = ms.jit(ms.grad(lambda x: ms.recompute(net, x).sum()))
        >>> step(ms.Tensor([-1.0, 0.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  0.00000000e+00])
    """
    from mindshim.nn.cell import Cell

    is_cell = isinstance(block, Cell)
    if effects.tracing():
        if not callable(block):
            raise RuntimeError(
                f"For 'RecomputeBlock', the first argument must be a func_graph, but got {block!r:.80} of type {type(block).__name__}."
            )
    elif use_reentrant and not output_recompute:
        if not is_cell:
            raise TypeError(
                "Recompute function now only support block which inherited from Cell when use_reentrant=True! "
                f"The block is a {type(block).__name__}."
            )
        if context_fn is not None:
            raise ValueError("context_fn is only supported when use_reentrant=False.")
    if is_cell and block._recomputes:
        return block(*args, **kwargs)
    return recomputed.call(lambda args, kwargs: _inside(block)(*args, **kwargs), args, kwargs, block, context_fn)


def _inside(block: Any) -> Any:
    return S.scope.inside(block) if effects.tracing() else block
