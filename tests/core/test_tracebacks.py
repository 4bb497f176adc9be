"""Which frames an uncaught error shows."""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path

import jax
import pytest

import mindshim
from mindshim._core import tracebacks
from mindshim._core.tracebacks import filter_exception, filter_traceback, install_excepthook, remove_excepthook


def failing_add() -> ValueError:
    with pytest.raises(ValueError, match="For 'Add'") as caught:
        mindshim.Tensor([1.0, 2.0]) + mindshim.Tensor([1.0, 2.0, 3.0])
    return caught.value


def files(tb) -> set[str]:
    return {frame.filename for frame in traceback.extract_tb(tb)}


def test_only_the_frames_of_the_program_are_left():
    error = failing_add()
    assert len(files(error.__traceback__)) > 1
    assert files(filter_traceback(error.__traceback__)) == {__file__}


def test_frames_keep_their_lines():
    error = failing_add()
    first = traceback.extract_tb(error.__traceback__)[0]
    (left,) = traceback.extract_tb(filter_traceback(error.__traceback__))
    assert (left.lineno, left.name, left.line) == (first.lineno, first.name, first.line)


def test_full_tracebacks_on_demand(monkeypatch):
    monkeypatch.setenv("MINDSHIM_TRACEBACK", "full")
    error = failing_add()
    before = error.__traceback__
    assert filter_traceback(before) is before
    filter_exception(error)
    assert error.__traceback__ is before


def test_a_traceback_without_any_frame_of_the_program_stays_whole(monkeypatch):
    monkeypatch.setattr(tracebacks, "_HIDDEN", (str(Path(__file__).parents[2]), str(Path(mindshim.__file__).parent)))
    tb = failing_add().__traceback__
    assert filter_traceback(tb) is tb


def test_frames_of_jax_are_hidden():
    with pytest.raises(TypeError) as caught:
        jax.lax.add(1.0, "text")
    assert any("jax" in name for name in files(caught.value.__traceback__))
    filter_exception(caught.value)
    assert files(caught.value.__traceback__) == {__file__}
    assert not any("JAX has removed" in note for note in getattr(caught.value, "__notes__", []))


def test_causes_contexts_groups_and_circles():
    cause, context, member = failing_add(), failing_add(), failing_add()
    context.add_note("kept")
    group = ExceptionGroup("group", [member])
    group.__cause__, cause.__context__, context.__context__ = cause, context, group
    filter_exception(group)
    for error in (cause, context, member):
        assert files(error.__traceback__) == {__file__}
    assert "kept" in context.__notes__


@pytest.fixture
def seen(monkeypatch):
    """What the hooks of the program, installed before ours, are called with."""
    calls = []
    monkeypatch.setattr(sys, "excepthook", lambda *args: calls.append(args))
    monkeypatch.setattr(threading, "excepthook", lambda args: calls.append(tuple(args)[:3]))
    yield calls
    remove_excepthook()


def test_the_hooks_of_the_program_get_the_short_traceback(seen):
    install_excepthook()
    install_excepthook()
    error = failing_add()
    sys.excepthook(ValueError, error, error.__traceback__)
    thread = threading.Thread(target=lambda: mindshim.Tensor([1.0, 2.0]) + mindshim.Tensor([1.0, 2.0, 3.0]))
    thread.start()
    thread.join()
    threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))
    assert [kind for kind, _, _ in seen] == [ValueError, ValueError, SystemExit]
    assert files(seen[0][2]) == files(seen[0][1].__traceback__) == {__file__}
    assert files(seen[1][2]) == {__file__, threading.__file__}


def test_removing_our_hooks_restores_those_before_but_not_over_later_ones(seen):
    before = sys.excepthook, threading.excepthook
    install_excepthook()
    remove_excepthook()
    assert (sys.excepthook, threading.excepthook) == before

    install_excepthook()
    sys.excepthook = later = print
    remove_excepthook()
    assert (sys.excepthook, threading.excepthook) == (later, before[1])


def test_a_hook_put_over_ours_may_call_it_even_after_another_installation(seen):
    install_excepthook()
    ours = sys.excepthook
    sys.excepthook = lambda *args: ours(*args)
    remove_excepthook()
    install_excepthook()
    error = failing_add()
    sys.excepthook(ValueError, error, error.__traceback__)
    assert len(seen) == 1
