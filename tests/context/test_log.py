"""The log's format, levels and files, in fresh processes: the environment decides at the first line."""

from __future__ import annotations

import re

import pytest

import mindshim as ms
from mindshim import log
from mindshim.log import _LogActionOnce

LINES = """
from mindshim import log
log.debug("d %s", 1)
log.info("i")
log.warning("w %d", 2)
log.error("e")
log.critical("c")
print(log.get_level())
"""


@pytest.mark.parametrize(("level", "shown"), [(None, "wec"), ("0", "diwec"), ("3", "ec"), ("4", "c"), ("", "wec")])
def test_levels(run_python, tmp_path, level, shown):
    script = tmp_path / "some.py"
    script.write_text(LINES)
    env = {} if level is None else {"GLOG_v": level}
    done = run_python(str(script), env=env)
    assert done.stdout.strip() == (level or "2")
    lines = [line for line in done.stderr.splitlines() if " ME(" in line]
    assert [re.sub(r".*\] ", "", line)[0] for line in lines] == list(shown)


def test_format(run_python, tmp_path):
    script = tmp_path / "some.py"
    script.write_text(LINES)
    line = run_python(str(script)).stderr.splitlines()[0]
    wanted = r"\[WARNING\] ME\(\d+:\d+,MainProcess\):\d{4}-\d\d-\d\d-\d\d:\d\d:\d\d\.\d{3}\.000 \[.*some\.py:5\] w 2"
    assert re.fullmatch(wanted, line), line


def test_files(run_python, tmp_path):
    env = {"GLOG_logtostderr": "0", "GLOG_log_dir": str(tmp_path / "logs"), "GLOG_stderrthreshold": "3", "RANK_ID": "1"}
    code = "from mindshim import log; log.warning('w'); log.error('e'); print(log.get_log_config())"
    done = run_python("-c", code, env=env)
    assert [line[:7] for line in done.stderr.splitlines() if " ME(" in line] == ["[ERROR]"]
    (file,) = (tmp_path / "logs" / "rank_1" / "logs").iterdir()
    assert re.fullmatch(r"mindspore\.log\.\d+", file.name)
    assert [line.split("]")[0] for line in file.read_text().splitlines()] == ["[WARNING", "[ERROR"]
    for part in ("'GLOG_v': '2'", "'logger_maxBytes': 52428800", "'logger_backupCount': 30"):
        assert part in done.stdout


@pytest.mark.parametrize(
    ("env", "text"),
    [({"GLOG_v": "9"}, "Incorrect log level"), ({"GLOG_logtostderr": "3"}, "GLOG_logtostderr must be 0 or 1, but got 3"),
     ({"GLOG_logtostderr": "0", "GLOG_log_dir": ""}, "GLOG_log_dir must be set, but got it empty")],
)  # fmt: skip
def test_bad_environment(monkeypatch, env, text):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=text):
        log._read_config()


def test_config():
    assert ms.get_level() == log.get_level() == ms.get_log_config()["GLOG_v"]


def test_log_action_once(capsys):
    class Worker:
        @_LogActionOnce(logger=log, key="test_log_action_once")
        def work(self):
            log.warning("once")
            return 3

    @_LogActionOnce(logger=log, key="test_never", no_warning=True)
    def silent():
        log.warning("never")
        return 1

    assert (Worker().work(), Worker().work(), silent(), silent()) == (3, 3, 1, 1)
    err = capsys.readouterr().err
    assert (err.count("once"), err.count("never")) == (1, 0)
