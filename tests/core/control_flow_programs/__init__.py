"""Small programs with control flow on Tensor values: those of all files here, by name."""

from __future__ import annotations

from . import branches as branches
from . import builtin_functions as builtin_functions
from . import expressions as expressions
from . import for_loops as for_loops
from . import objects as objects
from . import syntax as syntax
from . import while_loops as while_loops
from .case import CASES as CASES
