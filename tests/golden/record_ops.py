"""Record what the real MindSpore gives for the samples in tests/ops/samples.

    python tests/golden/record_ops.py [--all] [FAMILY ...]

Run by an interpreter that has the real MindSpore. Only samples without a record are run, unless `--all`. Each family
goes to `ops_<family>.json`, one line per sample: result, gradient, or the type of the exception. Samples run in a
child process, because some calls crash the real thing.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "ops"))

import sample as samples  # noqa: E402

TIMEOUT = 60


def record(ms: Any, s: Any) -> dict[str, Any]:
    """One sample's record."""
    row: dict[str, Any] = {"key": s.key, "inputs": samples.fingerprint(s)}
    try:
        out = s.call(ms, s.tensors(ms))
        row["out"] = samples.describe(ms, out)
    except Exception as error:
        row["error"] = type(error).__name__
        row["message"] = str(error).strip().split("\n")[0][:160]
        return row
    if s.grad and s.float_positions():
        try:
            grads = s.gradient(ms, [])
            row["grad"] = None if grads is None else [samples.describe(ms, g) for g in grads]
        except Exception as error:
            row["grad_error"] = type(error).__name__
            row["grad_message"] = str(error).strip().split("\n")[0][:160]
    return row


def worker(family: str, keys: list[str], pipe: Any) -> None:
    """Child process: record `keys` one after the other."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 2)
    import mindspore as ms

    ms.set_context(pynative_synchronize=True)
    wanted = set(keys)
    for s in samples.load(family):
        if s.key in wanted:
            pipe.send(record(ms, s))
    pipe.send(None)


def run(family: str, keys: list[str]) -> list[dict[str, Any]]:
    """Record `keys`, starting a new child after each crash."""
    rows: list[dict[str, Any]] = []
    context = multiprocessing.get_context("spawn")
    while keys:
        receive, send = context.Pipe(False)
        child = context.Process(target=worker, args=(family, keys, send))
        child.start()
        send.close()
        done = False
        try:
            while receive.poll(TIMEOUT):
                row = receive.recv()
                if row is None:
                    done = True
                    break
                rows.append(row)
                keys = keys[1:]
        except EOFError:
            pass
        child.terminate()
        child.join()
        if not done and keys:
            rows.append({"key": keys[0], "error": "crash", "message": "the process ended or hung"})
            keys = keys[1:]
        elif done:
            break
    return rows


def main(args: list[str]) -> None:
    """Record the families named, or every family."""
    everything = "--all" in args
    for family in [a for a in args if not a.startswith("-")] or samples.families():
        path = samples.GOLDEN / f"ops_{family}.json"
        known = {}
        if path.exists() and not everything:
            known = {row["key"]: row for row in json.loads(path.read_text())}
        wanted = [s for s in samples.load(family) if s.golden]
        missing = [
            s.key for s in wanted if s.key not in known or known[s.key].get("inputs") not in (None, samples.fingerprint(s))
        ]
        for row in run(family, missing):
            messages = [row.pop(k) for k in ("message", "grad_message") if k in row]
            known[row["key"]] = row
            if messages:
                print("  ", row["key"], row.get("error") or "gradient: " + row["grad_error"], *messages)
        lines = [json.dumps(known[s.key]) for s in wanted if s.key in known]
        path.write_text("[\n" + ",\n".join(lines) + "\n]\n")
        print(f"{family}: {len(missing)} recorded, {len(lines)} in all")


if __name__ == "__main__":
    main(sys.argv[1:])
