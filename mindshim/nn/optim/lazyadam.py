"""LazyAdam (mirrors `mindspore.nn.optim.lazyadam`)."""

from mindshim.nn.optim.adam import LazyAdam as LazyAdam

__all__ = ["LazyAdam"]
