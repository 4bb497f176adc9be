"""Settings of the pipeline, and the paths by which programs import its names."""

import inspect

import pytest

import mindshim.dataset as ds


# Defaults and errors as MindSpore 2.10 has them.
@pytest.mark.parametrize(
    ("name", "argument", "default", "good", "bad", "error"),
    [
        ("prefetch_size", "size", 16, 4, 0, ValueError), ("prefetch_size", "size", 16, 4, True, TypeError),
        ("monitor_sampling_interval", "interval", 1000, 5, -1, ValueError), ("callback_timeout", "timeout", 60, 5, "a", TypeError),
        ("multiprocessing_timeout_interval", "interval", 300, 5, 0, ValueError), ("autotune_interval", "interval", 0, 0, -1, ValueError),
        ("enable_shared_mem", "enable", True, False, 1, TypeError), ("numa_enable", "numa_enable", False, True, 0, TypeError),
        ("auto_offload", "offload", False, True, "a", TypeError), ("fast_recovery", "fast_recovery", True, False, 1, TypeError),
        ("dynamic_shape", "is_dynamic", False, True, 1, TypeError), ("auto_num_workers", "enable", False, True, 1, TypeError),
        ("enable_watchdog", "enable", True, False, 1, TypeError),
    ],
)  # fmt: skip
def test_settings_are_checked_and_kept(name, argument, default, good, bad, error):
    change, get = getattr(ds.config, f"set_{name}"), getattr(ds.config, f"get_{name}")
    assert get() == default and list(inspect.signature(change).parameters) == [argument]
    try:
        with pytest.raises(error):
            change(bad)
        assert get() == default
        change(**{argument: good})
        assert get() == good
    finally:
        change(default)


def test_the_files_names_of_mindspore():
    from mindshim.dataset import engine
    from mindshim.dataset.engine import GeneratorDataset, ImageFolderDataset
    from mindshim.dataset.transforms.transforms import Compose
    from mindshim.dataset.vision.transforms import Resize

    assert GeneratorDataset is ds.GeneratorDataset and ImageFolderDataset is ds.ImageFolderDataset
    assert Compose is ds.transforms.Compose and Resize is ds.vision.Resize
    assert not hasattr(engine, "no_such_name")


def test_autotune_is_kept_and_says_that_it_writes_no_file():
    assert ds.config.get_enable_autotune() is False
    try:
        for bad in ((1,), (True, 1)):
            with pytest.raises(TypeError):
                ds.config.set_enable_autotune(*bad)
        assert ds.config.get_enable_autotune() is False
        with pytest.warns(UserWarning, match="no file"):
            ds.config.set_enable_autotune(True, "tuned")
        assert ds.config.get_enable_autotune() is True
    finally:
        ds.config.set_enable_autotune(False)
