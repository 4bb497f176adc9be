"""Cases of training that run alike on mindshim and on the real MindSpore: what is printed, told and written."""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from typing import Any

import numpy as np

CASES: dict[str, Any] = {}


def case(function: Any) -> Any:
    CASES[function.__name__] = function
    return function


def dataset(ms: Any, rows: int = 6, batch: int = 2) -> Any:
    x = np.arange(rows * 3).reshape(rows, 3).astype(np.float32) / 10
    return ms.dataset.NumpySlicesDataset({"x": x, "y": x.sum(1, keepdims=True)}, shuffle=False).batch(batch)


def model(ms: Any, lr: Any = 0.01, metrics: Any = None, **kwargs: Any) -> Any:
    net = ms.nn.Dense(3, 1, weight_init="zeros", bias_init="zeros")
    optimizer = ms.nn.Momentum(net.trainable_params(), lr, 0.9)
    return ms.train.Model(net, ms.nn.MSELoss(), optimizer, metrics=metrics, **kwargs)


def mae(ms: Any) -> dict[str, Any]:
    """The mean absolute error, as a metric."""

    class Error(ms.train.Metric):
        def clear(self) -> None:
            self.sum, self.n = 0.0, 0

        def update(self, *inputs: Any) -> None:
            self.sum += float(np.abs(inputs[0].asnumpy() - inputs[1].asnumpy()).sum())
            self.n += inputs[0].size

        def eval(self) -> float:
            return self.sum / self.n

    return {"mae": Error()}


def printed(run: Any) -> str:
    """What is printed; times left out, numbers to four places."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run()
    text = re.sub(r"\d+\.\d+ ms", "T ms", out.getvalue())
    return re.sub(r"\d+\.\d{4}\d*", lambda m: f"{float(m[0]):.4f}", text)


def messages(*calls: Any) -> list[str]:
    """The types of what calls raise."""
    out = []
    for call in calls:
        try:
            call()
            out.append("nothing")
        except Exception as error:
            out.append(type(error).__name__)
    return out


def recorder(ms: Any, told: list[Any]) -> Any:
    """A callback that keeps every moment with some of the facts."""

    class Recorder(ms.train.Callback):
        pass

    def teller(name: str) -> Any:
        def tell(self: Any, run_context: Any) -> None:
            facts = run_context.original_args()
            told.append([name, *(facts.get(key) for key in ("mode", "cur_epoch_num", "cur_step_num", "batch_num", "epoch_num"))])
            if name.endswith("_begin") and "step" not in name:
                told[-1].append(sorted(set(facts) - {"eval_network"}))
                told[-1].append([type(c).__name__ for c in facts.list_callback if type(c).__name__[0] != "_"])

        return tell

    for kind in ("train", "eval"):
        for moment in ("begin", "end", "epoch_begin", "epoch_end", "step_begin", "step_end"):
            setattr(Recorder, f"on_{kind}_{moment}", teller(f"on_{kind}_{moment}"))
    return Recorder()


@case
def told_in_fit(ms: Any) -> Any:
    told: list[Any] = []
    history = ms.train.History()
    m = model(ms, metrics={**mae(ms), "loss": ms.train.Loss()})
    callbacks = [recorder(ms, told), ms.train.LossMonitor(2), ms.train.TimeMonitor(data_time=True), history]
    text = printed(lambda: m.fit(2, dataset(ms), dataset(ms), callbacks=callbacks))
    return told, text, history.history, history.epoch


@case
def told_in_train_and_eval(ms: Any) -> Any:
    told: list[Any] = []
    m = model(ms, metrics=mae(ms))
    recorded = recorder(ms, told)
    text = printed(lambda: m.train(3, dataset(ms), [recorded, ms.train.LossMonitor(2)], initial_epoch=1))
    results = m.eval(dataset(ms), recorded)
    text += printed(lambda: m.eval(dataset(ms), [ms.train.TimeMonitor()]))
    names = [type(n).__name__ for n in (m.train_network, m.eval_network, m.predict_network)]
    return told, text, results, names, m.predict(ms.Tensor(np.ones((1, 3), np.float32)))


@case
def frequencies(ms: Any) -> Any:
    out = []
    for frequency in (2, [1, 3], [7]):
        told: list[Any] = []
        model(ms, metrics=mae(ms)).fit(4, dataset(ms), dataset(ms), valid_frequency=frequency, callbacks=recorder(ms, told))
        out.append([t[2] for t in told if t[0] == "on_eval_end"])
    return out


@case
def loss_monitor(ms: Any) -> Any:
    m = model(ms)
    monitor = ms.train.LossMonitor(4)
    text = printed(lambda: [m.train(2, dataset(ms), monitor), m.train(3, dataset(ms), monitor), m.train(1, dataset(ms), ms.train.LossMonitor(0))])

    def nan() -> None:
        model(ms, lr=1e30).train(3, dataset(ms), ms.train.LossMonitor(0))

    return text, messages(nan, lambda: ms.train.LossMonitor(-1), lambda: ms.train.LossMonitor("1"), lambda: ms.train.LossMonitor(True))


@case
def time_monitor(ms: Any) -> Any:
    timer = ms.train.TimeMonitor(data_size=5)
    facts = ms.train.RunContext(ms.train.callback._InternalCallbackParam(mode="eval", batch_num=0))
    text = printed(lambda: [timer.epoch_begin(facts), timer.epoch_end(facts)])
    bare = ms.train.TimeMonitor()
    return text, messages(lambda: bare.epoch_end(facts), lambda: ms.train.TimeMonitor(data_time=1))


@case
def refused(ms: Any) -> Any:
    nn, Model, ds = ms.nn, ms.train.Model, ms.dataset
    m, net = model(ms, metrics=mae(ms)), nn.Dense(3, 1)
    one = ds.NumpySlicesDataset({"x": np.ones((2, 3), np.float32)})

    class Old(ms.train.Callback):
        def step_end(self, run_context: Any) -> None:
            pass

    return messages(
        lambda: m.train(0, dataset(ms)), lambda: m.train("a", dataset(ms)), lambda: m.train(1, dataset(ms), initial_epoch=1),
        lambda: m.train(1, dataset(ms), callbacks=[3]), lambda: m.train(1, dataset(ms), callbacks=3),
        lambda: m.train(1, dataset(ms), sink_size=0), lambda: m.train(1, dataset(ms), dataset_sink_mode=1),
        lambda: m.fit(1, dataset(ms), dataset(ms), valid_frequency="a"), lambda: m.fit(1, dataset(ms), 3),
        lambda: m.fit(1, dataset(ms), dataset(ms), callbacks=Old()), lambda: m.train(1, dataset(ms), callbacks=Old()),
        lambda: model(ms).fit(1, dataset(ms), dataset(ms)),
        lambda: Model(3), lambda: Model(net, metrics={"acc"}), lambda: Model(net, foo=1),
        lambda: Model(net, nn.MSELoss()).eval(dataset(ms)), lambda: Model(net, amp_level="O2"),
        lambda: Model(net, nn.MSELoss(), metrics=3), lambda: Model(net, nn.MSELoss(), loss_scale_manager=3),
        lambda: Model(net, nn.MSELoss(), metrics=mae(ms), eval_network=net, eval_indexes=[0]),
        lambda: m.predict(np.ones(3)), lambda: m.predict(ms.Tensor(np.zeros((0, 3), np.float32))), lambda: m.build(dataset(ms)),
        lambda: m.infer_predict_layout(ms.Tensor(np.ones((1, 3), np.float32))), lambda: m.infer_train_layout(dataset(ms)),
        lambda: m.train(1, one), lambda: Model(net).train(1, dataset(ms)),
        lambda: m.predict(ms.Tensor(np.ones((1, 3), np.float32)), backend="x"),
    )  # fmt: skip


@case
def a_dataset_of_another_model(ms: Any) -> Any:
    data = dataset(ms)
    first, second = model(ms), model(ms)
    return messages(lambda: first.train(1, data), lambda: first.train(1, data), lambda: second.train(1, data))


@case
def an_own_evaluation(ms: Any) -> Any:
    class Net(ms.nn.Cell):
        def construct(self, x: Any, y: Any) -> Any:
            return y, x.sum(), x * 0 + 1, x * 0

    class Count(ms.train.Metric):
        def clear(self) -> None:
            self.n = 0

        def update(self, *inputs: Any) -> None:
            self.n += len(inputs)

        def eval(self) -> int:
            return self.n

    net = ms.nn.Dense(3, 1)
    out = []
    for indexes in (None, [1, 2, 3]):
        m = ms.train.Model(net, eval_network=Net(), eval_indexes=indexes, metrics={"n": Count()})
        out.append(m.eval(dataset(ms)))
    return out


@case
def a_loss_scale(ms: Any) -> Any:
    out = []
    for manager in (ms.FixedLossScaleManager(8.0, False), None):
        told: list[Any] = []
        m = model(ms, loss_scale_manager=manager)
        keep = ms.train.LambdaCallback(on_train_step_end=lambda c: told.append(c.original_args().net_outputs))  # noqa: B023
        m.train(2, dataset(ms), keep)
        out.append([told[-1], type(m.train_network).__name__])
    return out


@case
def learning_rates(ms: Any) -> Any:
    told: list[Any] = []

    def halve(lr: float, step: int) -> float:
        told.append([lr, step])
        return lr / 2 if step % 2 == 0 else lr

    m = model(ms, lr=0.1)
    m.train(2, dataset(ms), ms.train.LearningRateScheduler(halve))
    return told, m._optimizer.learning_rate


@case
def early_stopping(ms: Any) -> Any:
    out = []
    for kwargs in (
        {}, {"patience": 2, "verbose": True, "restore_best_weights": True}, {"monitor": "mae", "min_delta": 10.0, "verbose": True},
        {"monitor": "loss", "patience": 1, "verbose": True, "mode": "max"}, {"monitor": "nothing"}, {"baseline": 3.0, "patience": 2},
    ):  # fmt: skip
        told: list[Any] = []
        m = model(ms, lr=0.1, metrics=mae(ms))
        stop = ms.train.EarlyStopping(**kwargs)
        text = printed(lambda: m.fit(6, dataset(ms), dataset(ms), callbacks=[stop, recorder(ms, told)]))  # noqa: B023
        out.append([text, told[-1][2:4], stop.stopped_epoch, stop.wait, m.predict_network.weight])
    train = ms.train
    bad = messages(
        lambda: train.EarlyStopping(3), lambda: train.EarlyStopping(min_delta="a"), lambda: train.EarlyStopping(patience=-1),
        lambda: train.EarlyStopping(verbose=1), lambda: train.EarlyStopping(mode="x"), lambda: train.EarlyStopping(mode=3),
    )  # fmt: skip
    return out, bad


@case
def plateaus(ms: Any) -> Any:
    out = []
    for kwargs in (
        {"patience": 1, "verbose": True}, {"patience": 1, "factor": 0.5, "cooldown": 1, "verbose": True, "min_delta": 100.0},
        {"monitor": "loss", "mode": "max", "patience": 2, "min_lr": 0.02, "verbose": True}, {"monitor": "nothing"},
    ):  # fmt: skip
        m = model(ms, lr=0.1, metrics=mae(ms))
        reduce = ms.train.ReduceLROnPlateau(**kwargs)
        text = printed(lambda: m.fit(6, dataset(ms), dataset(ms), callbacks=reduce))  # noqa: B023
        out.append([text, m._optimizer.learning_rate, reduce.wait, reduce.cooldown_counter])
    reduce = ms.train.ReduceLROnPlateau
    bad = messages(
        lambda: reduce(3), lambda: reduce(factor=2.0), lambda: reduce(patience=-1), lambda: reduce(cooldown=-1),
        lambda: reduce(mode="x"), lambda: reduce(min_lr="a"),
        lambda: model(ms, lr=ms.nn.ExponentialDecayLR(0.1, 0.9, 2)).train(1, dataset(ms), reduce("loss")),
    )  # fmt: skip
    return out, bad


def files(folder: str) -> list[str]:
    """The files of a folder with what they hold. Those of graphs are left out: mindshim writes none."""
    return sorted(name for name in os.listdir(folder) if not name.endswith("-graph.meta"))


@case
def checkpoints(ms: Any) -> Any:
    train, folder, out = ms.train, tempfile.mkdtemp(), []
    m = model(ms)
    config = train.CheckpointConfig(
        save_checkpoint_steps=2, keep_checkpoint_max=2, append_info=["epoch_num", "step_num", {"lr": 0.1, "note": "a"}]
    )
    saver = train.ModelCheckpoint("net", folder, config)
    m.train(2, dataset(ms), saver)
    out.append([files(folder), os.path.basename(saver.latest_ckpt_file_name), ms.load_checkpoint(saver.latest_ckpt_file_name)])
    for prefix in ("net", "ne", "net", "net_1"):
        saver = train.ModelCheckpoint(prefix, folder, train.CheckpointConfig(4, saved_network=m.predict_network))
        m.train(1, dataset(ms), [saver])
        out.append([files(folder), list(ms.load_checkpoint(saver.latest_ckpt_file_name))])
    saver = train.ModelCheckpoint(lambda p: f"e{p.cur_epoch_num}", lambda p: f"{folder}/sub")
    m.train(2, dataset(ms), saver)
    out.append([files(f"{folder}/sub"), saver.latest_ckpt_file_name[len(folder) :]])
    folder = tempfile.mkdtemp()
    m.train(1, dataset(ms), train.ModelCheckpoint("s", folder, train.CheckpointConfig(format="safetensors", async_save=True)))
    out.append(files(folder))

    class Fail(train.Callback):
        def on_train_step_end(self, run_context: Any) -> None:
            if run_context.original_args().cur_step_num == 2:
                raise KeyError("for the test")

    for _ in range(2):
        saver = train.ModelCheckpoint("x", folder, train.CheckpointConfig(exception_save=True, append_info=["step_num"]))
        out.append(messages(lambda: m.train(1, dataset(ms), callbacks=[saver, Fail()])))  # noqa: B023
        out.append(files(folder))
    saver = train.ModelCheckpoint("m", folder, train.CheckpointConfig(0, 100, 0, 5))
    m.train(2, dataset(ms), saver)
    return [*out, files(folder), config.get_checkpoint_policy()["save_checkpoint_steps"]]


@case
def checkpoint_arguments(ms: Any) -> Any:
    config, folder = ms.train.CheckpointConfig, tempfile.mkdtemp()
    bad = [
        {"save_checkpoint_steps": 0, "keep_checkpoint_max": 0}, {"save_checkpoint_steps": -1}, {"saved_network": 3},
        {"append_info": 3}, {"append_info": ["x"]}, {"append_info": [3]}, {"append_info": [{}, {}]}, {"append_info": [{"a": [1]}]},
        {"format": "x"}, {"format": "safetensors", "crc_check": True}, {"integrated_save": 1}, {"async_save": "p"}, {"async_save": 3},
        {"enc_key": 3}, {"remove_redundancy": 3}, {"exception_save": 3},
    ]  # fmt: skip
    policies = [config().get_checkpoint_policy(), config(0, 5, 0, 5).get_checkpoint_policy(), config(None, 5, None).get_checkpoint_policy()]
    save = ms.train.ModelCheckpoint
    return (
        messages(*(lambda kwargs=kwargs: config(**kwargs) for kwargs in bad)), policies,
        messages(lambda: save("a/b"), lambda: save(3), lambda: save("a", 3), lambda: save("a", folder, 3), lambda: save("a", "")),
    )  # fmt: skip


@case
def backups(ms: Any) -> Any:
    train, folder = ms.train, tempfile.mkdtemp()
    m = model(ms)
    m.train(1, dataset(ms), train.BackupAndRestore(folder, delete_checkpoint=False))
    before = m.predict_network.weight.asnumpy().copy()
    m.train(1, dataset(ms))
    out = [files(folder)]
    check = train.LambdaCallback(on_train_epoch_begin=lambda c: out.append(bool((m.predict_network.weight.asnumpy() == before).all())))
    m.train(2, dataset(ms), [train.BackupAndRestore(folder, 2), check])
    return [*out[:2], files(folder), messages(lambda: train.BackupAndRestore(folder, 0), lambda: train.BackupAndRestore(folder, "a"))]


@case
def utilization(ms: Any) -> Any:
    collector, m = ms.train.FlopsUtilizationCollector, model(ms, metrics=mae(ms))
    eager = messages(lambda: m.train(1, dataset(ms), collector(3)))
    ms.set_context(mode=ms.GRAPH_MODE)
    text = printed(lambda: [m.train(1, dataset(ms), collector(3, 1e12)), m.eval(dataset(ms), collector(3, 1e12, False))])
    ms.set_context(mode=ms.PYNATIVE_MODE)
    return eager, re.sub(r"[\d.]+%", "P%", text)


@case
def lambdas_and_contexts(ms: Any) -> Any:
    told: list[str] = []
    names = [f"on_{k}_{m}" for k in ("train", "eval") for m in ("begin", "end", "epoch_begin", "epoch_end", "step_begin", "step_end")]
    every = {name: (lambda c, name=name: told.append(name)) for name in names}
    model(ms, metrics=mae(ms)).fit(1, dataset(ms, 2), dataset(ms, 2), callbacks=ms.train.LambdaCallback(**every))

    class Enter(ms.train.Callback):
        def __enter__(self) -> Any:
            told.append("enter")
            return self

        def __exit__(self, *err: Any) -> None:
            told.append("exit")

        def on_train_step_end(self, run_context: Any) -> None:
            run_context.request_stop()

        def on_train_end(self, run_context: Any) -> None:
            told.append(f"end at {run_context.original_args().cur_step_num}")

    model(ms).train(3, dataset(ms), [Enter()])
    context = ms.train.RunContext({"a": 1})
    manager = ms.train.callback._CallbackManager
    return told, context.get_stop_requested(), messages(lambda: ms.train.RunContext(3), lambda: manager((1,)), lambda: manager([1]))
