"""Names of operators that programs ask for by constant (mirrors `mindspore.ops._constants`)."""

from __future__ import annotations

kScalarPow = "ScalarPow"
kScalarTrunc = "ScalarTrunc"
kScalarFloor = "ScalarFloor"
kScalarUadd = "ScalarUadd"
kScalarUsub = "ScalarUsub"
kTupleGetItem = "TupleGetItem"
kMakeTuple = "MakeTuple"
kGather = "Gather"
