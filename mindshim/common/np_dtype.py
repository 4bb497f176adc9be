"""NumPy dtypes that NumPy itself does not have (mirrors `mindspore.common.np_dtype`)."""

from __future__ import annotations

import ml_dtypes

bfloat16 = ml_dtypes.bfloat16
float8_e4m3fn = ml_dtypes.float8_e4m3fn
float8_e5m2 = ml_dtypes.float8_e5m2
