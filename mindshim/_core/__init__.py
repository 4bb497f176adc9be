"""The engine: dtypes, tensors, operator dispatch, the gradient tape, state capture and compilation.

Nothing in here knows a particular operator, layer or file format; everything public is re-exported elsewhere.
"""

from mindshim._core import runtime as runtime
