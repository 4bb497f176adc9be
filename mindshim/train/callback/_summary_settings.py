"""What `SummaryCollector` and `SummaryLandscape` may be asked for, checked."""

from __future__ import annotations

import re
from typing import Any

_WHO = 'For "SummaryCollector", '

DEFAULT_SPECIFIED_DATA: dict[str, Any] = {
    "collect_metric": True, "collect_graph": True, "collect_train_lineage": True, "collect_eval_lineage": True,
    "collect_input_data": True, "collect_dataset_graph": True, "histogram_regular": None,
    "collect_landscape": {
        "landscape_size": 40, "unit": "step", "num_samples": 2048, "create_landscape": {"train": True, "result": True},
        "intervals": [[1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]],
    },
}  # fmt: skip
_LANDSCAPE_TYPES: dict[str, type] = {"landscape_size": int, "unit": str, "num_samples": int, "create_landscape": dict, "intervals": list}


def check_type(name: str, value: Any, *kinds: type) -> None:
    """Raises TypeError unless the value has one of the types; a bool is no int."""
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        wanted = [kind.__name__ for kind in kinds]
        raise TypeError(f"For `{name}` the type should be a valid type of {wanted}, but got {type(value).__name__}.")


def check_positive(name: str, value: Any) -> None:
    """Raises TypeError unless the value is an int, ValueError unless it is positive."""
    check_type(name, value, int)
    if value <= 0:
        raise ValueError(f"{_WHO}the value of `{name}` should be greater than 0, but got `{value}`.")


def check_keys(name: str, given: Any, known: Any) -> None:
    """Raises ValueError if there are keys that nobody knows."""
    strange = set(given) - set(known)
    if strange:
        raise ValueError(f"{_WHO}the keys {strange} of `{name}` are unsupported, expect the follow keys: {list(known)}")


def check_specified_data(data: Any) -> dict[str, Any]:
    """`collect_specified_data`, if it is right."""
    check_type("collect_specified_data", data, dict, type(None))
    for name in data or {}:
        check_type(name, name, str)
    check_keys("collect_specified_data", data or {}, DEFAULT_SPECIFIED_DATA)
    for name, value in (data or {}).items():
        if name == "histogram_regular":
            check_type(name, value, str, type(None))
            _check_regular(value)
        elif name == "collect_landscape":
            check_type(name, value, dict, type(None))
            check_landscape(value or {})
        else:
            check_type(name, value, bool)
    return dict(data or {})


def _check_regular(value: str | None) -> None:
    try:
        re.compile(value or "")
    except re.error as error:
        raise ValueError(
            f"For `collect_specified_data`, the value of `histogram_regular` is not a valid regular expression. Detail: {error}."
        ) from None


def check_landscape(settings: dict[str, Any]) -> None:
    """Raises unless the settings of a landscape are right."""
    check_keys("collect_landscape", settings, DEFAULT_SPECIFIED_DATA["collect_landscape"])
    for name, value in settings.items():
        check_type(name, value, _LANDSCAPE_TYPES[name])
    size, unit = settings.get("landscape_size", 40), settings.get("unit", "step")
    if not 3 <= size <= 256:
        raise ValueError(
            f'{_WHO}the "landscape_size" in collect_specified_data should be less than 256 and more than 3, but got the: {size}'
        )
    if unit not in ("step", "epoch"):
        raise ValueError(f"{_WHO}unit in collect_specified_data should be step or epoch, but got the: {unit}.")
    if "num_samples" in settings:
        check_positive("num_samples", settings["num_samples"])
    for name, value in settings.get("create_landscape", {}).items():
        if name not in ("train", "result"):
            raise ValueError(f'{_WHO}the key to create landscape should be in ["train", "result"], but got the: {name}.')
        check_type(name, value, bool)
    for interval in settings.get("intervals", []):
        _check_interval(interval)


def _check_interval(interval: Any) -> None:
    check_type("each interval in intervals", interval, list)
    for moment in interval:
        if not isinstance(moment, int):
            raise TypeError(f'{_WHO}the value of each list in "intervals" should be int, but got the: {type(moment)}')
    if len(interval) < 3:
        raise ValueError(f'{_WHO}the length of each list in "intervals" should not be less than three, but got the: {interval}')


def check_custom_lineage(data: Any) -> None:
    """Raises TypeError unless it is None or a dict from str to int, float or str."""
    check_type("custom_lineage_data", data, dict, type(None))
    for name, value in (data or {}).items():
        check_type(f"custom_lineage_data -> {name}", name, str)
        check_type(f"the value of custom_lineage_data -> {name}", value, int, str, float)
