"""`install()`: one set of modules under two names, in this process and in workers."""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import multiprocessing.spawn
import pickle
import sys
import threading
from multiprocessing import forkserver
from types import ModuleType

import pytest

import mindshim
from mindshim import redirect


@pytest.fixture
def installed():
    redirect.install()
    yield
    redirect.uninstall()


def test_modules_and_classes_are_the_same_objects(installed):
    import mindspore as ms
    import mindspore.ops as ops
    from mindspore.common.tensor import Tensor

    assert ms is mindshim
    assert ops is mindshim.ops
    assert Tensor is mindshim.Tensor
    assert sys.modules["mindspore.common.tensor"] is sys.modules["mindshim.common.tensor"]


def test_tensors_types_print_as_those_of_mindspore():
    redirect.install()
    try:
        printed = [str(type(x)) for x in (mindshim.Tensor(1), mindshim.Parameter(mindshim.Tensor(1)))]
        copies = [pickle.loads(pickle.dumps(c)) for c in (mindshim.Tensor, mindshim.Parameter)]
    finally:
        redirect.uninstall()
    assert printed == ["<class 'mindspore.common.tensor.Tensor'>", "<class 'mindspore.common.parameter.Parameter'>"]
    assert copies == [mindshim.Tensor, mindshim.Parameter]
    assert mindshim.Tensor.__module__.startswith("mindshim.")


def test_classes_that_programs_print_have_mindspores_path():
    redirect.install()
    try:
        import mindspore.dataset as ds
        from mindspore.common.initializer import HeUniform

        printed = [str(c) for c in (HeUniform, ds.MnistDataset, ds.NumpySlicesDataset)]
        assert [pickle.loads(pickle.dumps(c)) for c in (HeUniform, ds.MnistDataset)] == [HeUniform, ds.MnistDataset]
    finally:
        redirect.uninstall()
    assert printed == [
        "<class 'mindspore.common.initializer.HeUniform'>",
        "<class 'mindspore.dataset.engine.datasets_vision.MnistDataset'>",
        "<class 'mindspore.dataset.engine.datasets_user_defined.NumpySlicesDataset'>",
    ]
    assert HeUniform.__module__.startswith("mindshim.") and ds.MnistDataset.__module__.startswith("mindshim.")


def test_modules_keep_their_names_and_specs(installed):
    import mindspore.ops.composite as composite

    assert composite.__name__ == "mindshim.ops.composite"
    assert composite.__spec__.name == "mindshim.ops.composite"
    assert composite.__package__ == "mindshim.ops.composite"
    assert importlib.util.find_spec("mindspore.ops.composite").origin == composite.__file__


def package_on_path(folder, monkeypatch, files):
    """A subpackage `mindshim.probe`, made of `files`, that no other test imports."""
    probe = folder / "probe"
    for name, source in files.items():
        (probe / name).parent.mkdir(parents=True, exist_ok=True)
        (probe / name).write_text(source)
    monkeypatch.setattr(mindshim, "__path__", [*mindshim.__path__, str(folder)])


@pytest.fixture
def forget_probe():
    yield
    for name in [n for n in sys.modules if ".probe" in n]:
        del sys.modules[name]
    vars(mindshim).pop("probe", None)


def test_submodules_load_when_asked_for(tmp_path, monkeypatch, installed, forget_probe):
    package_on_path(tmp_path, monkeypatch, {"__init__.py": "", "late.py": "value = [1]"})
    import mindspore

    assert "mindshim.probe" not in sys.modules
    assert importlib.util.find_spec("mindspore.probe").name == "mindspore.probe"
    assert "mindshim.probe" not in sys.modules
    late = importlib.import_module("mindspore.probe.late")
    assert late is importlib.import_module("mindshim.probe.late")
    assert mindspore.probe.late is late


def test_reload_runs_the_module_again_in_place(tmp_path, monkeypatch, installed, forget_probe):
    package_on_path(tmp_path, monkeypatch, {"__init__.py": "value = []"})
    probe = importlib.import_module("mindspore.probe")
    first = probe.value
    assert importlib.reload(probe) is probe
    assert probe.value == [] and probe.value is not first
    assert sys.modules["mindspore.probe"] is probe


def test_a_function_that_replaced_its_submodule_stays(tmp_path, monkeypatch, installed, forget_probe):
    files = {"__init__.py": "from mindshim.probe.grad import grad", "grad.py": "def grad(): return 'called'"}
    package_on_path(tmp_path, monkeypatch, files)
    import mindspore
    from mindspore.probe.grad import grad

    assert mindspore.probe.grad is grad
    assert grad() == "called"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mindspore.nope", "No module named 'mindspore.nope'"),
        ("mindspore.ops.nope", "No module named 'mindspore.ops.nope'"),
        ("mindspore.redirect.x", "No module named 'mindspore.redirect.x'; 'mindspore.redirect' is not a package"),
    ],
)
def test_unknown_submodules_raise_the_ordinary_error(installed, name, message):
    with pytest.raises(ModuleNotFoundError) as caught:
        importlib.import_module(name)
    assert str(caught.value) == message
    assert caught.value.name == name
    assert name not in sys.modules


def test_an_error_inside_a_module_comes_out_unchanged(tmp_path, monkeypatch, installed, forget_probe):
    package_on_path(tmp_path, monkeypatch, {"__init__.py": "import nothing_of_that_name"})
    with pytest.raises(ModuleNotFoundError, match="No module named 'nothing_of_that_name'"):
        importlib.import_module("mindspore.probe")
    assert "mindspore.probe" not in sys.modules
    assert "mindshim.probe" not in sys.modules


def test_other_names_are_left_alone(installed):
    with pytest.raises(ModuleNotFoundError, match="No module named 'mindspore_gl'"):
        importlib.import_module("mindspore_gl")


def test_pickles_work_under_both_names(installed):
    import mindspore

    dtype = mindspore.float32
    assert pickle.loads(pickle.dumps(dtype)) is dtype
    # As a pickle of the real MindSpore names it (protocol 0, where a name is plain text).
    assert pickle.loads(b"cmindspore.redirect\ninstall\n.") is redirect.install


def test_install_refuses_beside_the_real_one(monkeypatch):
    real = ModuleType("mindspore")
    real.__file__ = "/site-packages/mindspore/__init__.py"
    monkeypatch.setitem(sys.modules, "mindspore", real)
    before = list(sys.meta_path)
    with pytest.raises(RuntimeError, match=r"'mindspore' is already imported \(/site-packages/mindspore/__init__.py\)"):
        redirect.install()
    assert sys.meta_path == before
    assert not redirect.is_installed()
    redirect.uninstall()
    assert sys.modules["mindspore"] is real


def test_install_twice_is_install_once():
    before = list(sys.meta_path)
    redirect.install()
    redirect.install()
    assert len(sys.meta_path) == len(before) + 1
    redirect.uninstall()
    assert sys.meta_path == before


def test_uninstall_restores_everything():
    finders, preparation = list(sys.meta_path), multiprocessing.spawn.get_preparation_data
    hooks = sys.excepthook, threading.excepthook
    preload = list(forkserver._forkserver._preload_modules)
    redirect.install()
    importlib.import_module("mindspore.ops")
    assert multiprocessing.spawn.get_preparation_data is not preparation
    redirect.uninstall()
    redirect.uninstall()
    assert sys.meta_path == finders
    assert multiprocessing.spawn.get_preparation_data is preparation
    assert forkserver._forkserver._preload_modules == preload
    assert (sys.excepthook, threading.excepthook) == hooks
    assert not [name for name in sys.modules if name.split(".")[0] == "mindspore"]
    assert importlib.import_module("mindshim.ops") is mindshim.ops


def test_a_wrapper_put_around_ours_survives_uninstall(monkeypatch):
    monkeypatch.setattr(multiprocessing.spawn, "get_preparation_data", multiprocessing.spawn.get_preparation_data)
    redirect.install()
    ours = multiprocessing.spawn.get_preparation_data
    assert "mindshim" in ours("worker")

    def wrapper(name):
        return ours(name)

    multiprocessing.spawn.get_preparation_data = wrapper
    redirect.uninstall()
    assert multiprocessing.spawn.get_preparation_data is wrapper
    assert "mindshim" not in wrapper("worker")
    multiprocessing.spawn.get_preparation_data = ours
    redirect.install()
    redirect.uninstall()


WORKERS = """
import multiprocessing, sys
{before}
import mindspore as ms

def work(x):
    import mindspore.ops
    return type(x).__module__, mindspore.ops.__name__, "mindshim" in ms.__name__, __name__

if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor
    method = sys.argv[1]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        print(pool.submit(work, ms.float32).result())
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
@pytest.mark.parametrize("way", ["launcher", "install"])
def test_worker_processes_inherit_the_redirection(tmp_path, run_python, method, way):
    before = "import mindshim; import mindshim.redirect; mindshim.redirect.install()" if way == "install" else ""
    (tmp_path / "program.py").write_text(WORKERS.format(before=before))
    (tmp_path / "mindspore.py").write_text("raise AssertionError('this is what it would be without the redirection')")
    launcher = ["-m", "mindshim"] if way == "launcher" else []
    # JAX warns of a fork when it has threads already; here it has none.
    done = run_python("-W", "error::RuntimeWarning", *launcher, "program.py", method)
    name = "__main__" if method == "fork" else "__mp_main__"
    assert done.stderr == ""
    assert done.stdout.strip().endswith(f"'mindshim.ops', True, '{name}')")


def test_a_spawned_worker_finds_mindshim_through_the_parents_path(tmp_path, run_python):
    from tests.conftest import ROOT

    before = f"sys.path.insert(0, {str(ROOT)!r}); import mindshim.redirect; mindshim.redirect.install()"
    source = WORKERS.format(before="").replace("import mindspore as ms", "", 1)
    source = source.replace('if __name__ == "__main__":', f'if __name__ == "__main__":\n    {before}', 1)
    source = source.replace("ms.float32", "1.5").replace('"mindshim" in ms.__name__', "True")
    (tmp_path / "program.py").write_text(source)
    done = run_python("program.py", "spawn", env={"PYTHONPATH": ""})
    assert (done.stderr, done.stdout) == ("", "('builtins', 'mindshim.ops', True, '__mp_main__')\n")


def test_numpy_has_its_removed_names_meanwhile():
    import numpy as np

    before = dict(vars(np))
    redirect.install()
    assert np.NINF == -np.inf and np.float_ is np.float64  # type: ignore[attr-defined]
    assert np.asfarray([1], int).dtype == np.float64  # type: ignore[attr-defined]
    assert np.in1d([[1, 2]], [2]).tolist() == [False, True]  # type: ignore[attr-defined]
    assert np.find_common_type([np.float32], [np.float64]) is np.dtype("float32")  # type: ignore[attr-defined]
    assert np.find_common_type([np.int32], [np.float64]) is np.dtype("float64")  # type: ignore[attr-defined]
    assert all(vars(np)[name] is value for name, value in before.items())
    redirect.uninstall()
    assert vars(np) == before


def test_scalars_print_as_in_numpy_1():
    import numpy as np

    before = np.get_printoptions()
    redirect.install()
    assert str({"MAE": np.float64(0.25), "n": [np.int64(3)]}) == "{'MAE': 0.25, 'n': [3]}"
    redirect.uninstall()
    assert np.get_printoptions() == before
    with np.printoptions(legacy="1.13"):  # somebody's choice stays
        redirect.install()
        redirect.uninstall()
        assert np.get_printoptions()["legacy"] == "1.13"
