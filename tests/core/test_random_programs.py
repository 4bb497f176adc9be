"""Random control flow: compiled it gives and changes what PyNative does, and has its gradients. MINDSHIM_FUZZ=500 tries more."""

from __future__ import annotations

import linecache
import os

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, ops
from mindshim._core import compile as compiled
from tests.core.random_programs import source

CALLS = (([1.0, 2.0], [3.0, -1.0]), ([-1.0, -2.0], [1.0, 1.0]), ([0.5, 3.0], [-2.0, 0.0]), ([-3.0, 1.0], [4.0, 4.0]), ([1.0, 2.0], [3.0, -1.0]))


class State:
    def __init__(self):
        self.w = Parameter(Tensor([0.0]), name="w")
        self.count = 0


def plain(value):
    if isinstance(value, Tensor):
        return [str(value.dtype), value.shape, (np.round(value.asnumpy().astype(float), 4) + 0.0).tolist()]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(plain, value)]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def leaves(value):
    if isinstance(value, Tensor):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [t for p in parts for t in leaves(p)]


def call(fn, inputs, state):
    x, y = (Tensor(v, ms.float32) for v in inputs)
    try:
        return [plain(fn(x, y, state)), plain(x), plain(state.w), state.count]
    except Exception as error:
        return type(error).__name__


def gradient(fn, inputs):
    state = State()

    def loss(x, y):
        return sum(((t * t).sum() for t in leaves(fn(x, y, state)) if t.dtype == ms.float32), x.sum() * 0)

    try:
        return plain(ms.grad(loss, (0, 1))(*[Tensor(v, ms.float32) for v in inputs]))
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize("seed", range(int(os.environ.get("MINDSHIM_FUZZ", "12"))))
def test_compiled_as_pynative(seed, monkeypatch):
    monkeypatch.setattr(compiled, "explain_fallback", lambda *_: None)
    text, file = source(seed), f"<random program {seed}>"
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    space = {"ops": ops}
    exec(compile(text, file, "exec"), space)
    program = space["program"]
    fast, ours, theirs = ms.jit(program, capture_mode="bytecode"), State(), State()
    for inputs in CALLS:
        wanted, found = call(program, inputs, theirs), call(fast, inputs, ours)
        assert found == wanted, text
        if isinstance(wanted, str):
            # What an error leaves changed is not the same.
            ours.w, ours.count = Tensor(theirs.w.asnumpy()), theirs.count
        elif "x[0] =" not in text:
            assert gradient(fast, inputs) == gradient(program, inputs), text
