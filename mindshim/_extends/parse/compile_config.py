"""Switches of MindSpore's compiler that programs set for themselves. XLA has none of them: they are kept and mean nothing."""

from __future__ import annotations

AUTO_PASSES_OPTIMIZE_PATH = ""
CHECK_BPROP = ""
ENABLE_DDE = ""
ENABLE_RECOMPUTE_BEFORE_INLINE = ""
FALLBACK_FORCE_ANY = ""
FALLBACK_SUPPORT_LIST_DICT_INPLACE = ""
FOR_HALF_UNROLL = ""
GRAD_FOR_SCALAR = ""
GREED_PARSE = ""
IF_PARALLEL_CALL = ""
JIT_ENABLE_AUGASSIGN_INPLACE = "1"
PRE_LIFT = ""
RECURSIVE_EVAL = ""
SINGLE_EVAL = ""
