"""Small programs with control flow on Tensor values, for the real MindSpore (which recorded them) and for mindshim.

`case(function, arguments, …)`: each tuple of arguments is one call. `falls_back` says why a program is not compiled here;
`paths` that each path through it is a program of its own, for their outcomes have no common form.
"""

from __future__ import annotations

import importlib
import os

ms = importlib.import_module(os.environ.get("CONTROL_FLOW_PACKAGE", "mindshim"))
nn, ops, Tensor, Parameter = ms.nn, ms.ops, ms.Tensor, ms.Parameter

CASES = {}


def F(*values):
    return Tensor(list(values), ms.float32)


def f(value):
    return Tensor(value, ms.float32)


def i(value):
    return Tensor(value, ms.int64)


def case(program, *calls, falls_back="", grad=True, raises=False, paths=False):
    """`grad`: whether the gradient by the first argument is compared too."""
    name = program.__name__
    assert name not in CASES
    CASES[name] = (program, calls, falls_back, grad, raises, paths)


UP_DOWN = (F(1, 2),), (F(-1, -2),), (F(-10, 3),)
N = (F(1, 2), i(4)), (F(5, 6), i(4)), (F(1, 2), i(0))
