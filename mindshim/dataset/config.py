"""Settings of the pipeline (mirrors `mindspore.dataset.config`)."""

from __future__ import annotations

_SETTINGS = {"seed": 5489, "num_parallel_workers": 8}


def set_seed(seed: int) -> None:
    """The seed of every shuffle and random operation from now on.

    Raises:
        TypeError: if it is no int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.config.set_seed(1)
        >>> ds.config.get_seed()
        1
    """
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise TypeError(f"seed isn't of type int, but got {type(seed).__name__}.")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed given is not within the required range [0, 2**32 - 1], but got {seed}.")
    _SETTINGS["seed"] = seed


def get_seed() -> int:
    """The seed; that of `mindspore.set_seed` if none was set here."""
    from mindshim.common.seed import get_seed as general

    if _SETTINGS["seed"] == 5489 and general() is not None:
        return int(general())  # type: ignore[arg-type]
    return _SETTINGS["seed"]


def set_num_parallel_workers(num: int) -> None:
    """Accepted; the pipeline runs in the calling thread."""
    if isinstance(num, bool) or not isinstance(num, int) or num <= 0:
        raise ValueError(f"Number of parallel workers given is not within the required range, but got {num!r}.")
    _SETTINGS["num_parallel_workers"] = num


def get_num_parallel_workers() -> int:
    """What `set_num_parallel_workers` was given, 8 by default."""
    return _SETTINGS["num_parallel_workers"]
