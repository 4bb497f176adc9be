"""What a run was made of, as the messages of a summary's file of lineages."""

from __future__ import annotations

import json
from typing import Any

from mindshim.train import _protobuf as pb


def train_message(
    optimizer: str, learning_rate: float, loss_function: str, epoch: int, parallel_mode: str, device_num: int, batch_size: int,
    dataset_path: str, dataset_size: int, network: str, loss: float | None, model_path: str, model_size: int,
) -> bytes:  # fmt: skip
    """How a network was trained."""
    hyper = [pb.message(1, optimizer), pb.single(2, learning_rate), pb.message(3, loss_function), pb.integer(4, epoch)]
    hyper += [pb.message(5, parallel_mode), pb.integer(6, device_num), pb.integer(8, batch_size)]
    algorithm = pb.message(1, network) + (b"" if loss is None else pb.single(2, loss))
    model = pb.message(3, model_path) + pb.integer(4, model_size)
    parts = (b"".join(hyper), _dataset(dataset_path, dataset_size), algorithm, model)
    return b"".join(pb.message(i, part) for i, part in enumerate(parts, 1))


def eval_message(metrics: dict[str, Any], dataset_path: str, dataset_size: int) -> bytes:
    """What a network was worth."""
    text = json.dumps({name: float(value) if _is_number(value) else str(value) for name, value in metrics.items()})
    return pb.message(2, text) + pb.message(3, _dataset(dataset_path, dataset_size))


def _dataset(path: str, size: int) -> bytes:
    return (pb.message(1, path) if path else b"") + pb.integer(2, size)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


#: type -> (field of its map, how it is written)
_MAPS: dict[type, Any] = {int: (3, pb.integer), str: (4, pb.message), float: (5, pb.double)}


def custom_message(data: dict[str, Any]) -> bytes:
    """What the user tells of a run: names with whole numbers, texts or real numbers."""
    out = []
    for name, value in data.items():
        field, write = next(_MAPS[kind] for kind in _MAPS if isinstance(value, kind))
        out.append(pb.message(1, pb.message(field, pb.message(1, name) + write(2, value))))
    return b"".join(out)


def dataset_graph_message(tree: dict[str, Any]) -> bytes:
    """The operations of a dataset, from the tree that `Dataset.to_json` gives."""
    children = b"".join(pb.message(1, dataset_graph_message(child)) for child in tree.get("children") or [])
    own = {name: value for name, value in tree.items() if name not in ("children", "operations", "sampler")}
    operations = b"".join(pb.message(3, pb.message(1, _parameters(op))) for op in tree.get("operations") or [] if isinstance(op, dict))
    sampler = tree.get("sampler")
    last = pb.message(4, pb.message(1, _parameters(sampler))) if isinstance(sampler, dict) else b""
    return children + pb.message(2, _parameters(own)) + operations + last


def _parameters(values: dict[str, Any]) -> bytes:
    """Names and values, in the map of their type."""
    out = []
    for name, value in values.items():
        if isinstance(value, bool):
            field, written = 3, pb.integer(2, value)
        elif isinstance(value, int):
            field, written = 4, pb.integer(2, value)
        elif isinstance(value, float):
            field, written = 5, pb.double(2, value)
        elif isinstance(value, (list, tuple)):
            field, written = 2, pb.message(2, b"".join(pb.message(1, str(item)) for item in value))
        else:
            field, written = 1, pb.message(2, str(value))
        out.append(pb.message(field, pb.message(1, name) + written))
    return b"".join(out)
