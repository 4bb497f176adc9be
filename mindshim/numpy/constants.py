"""Mathematical constants."""

import math

pi = math.pi
e = math.e
euler_gamma = 0.5772156649015329
inf = math.inf
nan = math.nan
newaxis = None
PINF = inf
NINF = -inf
numeric_types = [
    "int_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float_", "float16", "float32",
    "float64", "bool_",
]  # fmt: skip
