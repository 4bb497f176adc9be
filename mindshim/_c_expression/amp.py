"""Strategies of mixed precision (mirrors `mindspore._c_expression.amp`)."""

from __future__ import annotations

from mindshim._core.precision import PROMOTED
from mindshim._core.precision import AmpLevel as AmpLevel
from mindshim._core.precision import AmpStrategy as AmpStrategy
from mindshim._core.precision import PrimCastStrategy as PrimCastStrategy
from mindshim._core.precision import PrimCastStrategyInfo as PrimCastStrategyInfo
from mindshim._core.precision import create_amp_strategy as create_amp_strategy
from mindshim._core.precision import get_curr_amp_strategy as get_curr_amp_strategy
from mindshim._core.precision import get_prim_cast_strategy_info as get_prim_cast_strategy_info
from mindshim._core.precision import pop_amp_strategy as pop_amp_strategy
from mindshim._core.precision import push_amp_strategy as push_amp_strategy

AutoPromoteList = list(PROMOTED)
SetDtypeList: list[str] = []
SetDtypeOptList: list[str] = []
