"""Datasets of image files: CIFAR's, and folders of one class each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from mindshim.dataset.engine.datasets import Row
from mindshim.dataset.engine.samplers import choose
from mindshim.dataset.engine.sources import _Indexed


def _folder(path: Any) -> Path:
    if not isinstance(path, (str, Path)):
        raise TypeError(f"Argument dataset_dir with value {path!r} is not of type [<class 'str'>], but got {type(path)}.")
    if not Path(path).is_dir():
        raise ValueError(f"The folder {path} does not exist or is not a directory or permission denied!")
    return Path(path)


class _Cifar(_Indexed):
    """Records of label bytes and 3 x 32 x 32 pixels."""

    _files: dict[str, list[str]] = {}
    _labels: tuple[str, ...] = ()

    def __init__(
        self, dataset_dir: Any, usage: str | None = None, num_samples: int | None = None, num_parallel_workers: int | None = None,
        shuffle: bool | None = None, sampler: Any = None, num_shards: int | None = None, shard_id: int | None = None,
        cache: Any = None,
    ) -> None:  # fmt: skip
        folder = _folder(dataset_dir)
        if usage not in (None, "train", "test", "all"):
            raise ValueError(f"Input usage is not within the valid set of ['train', 'test', 'all'], but got {usage!r}.")
        names = self._files["train"] * (usage != "test") + self._files["test"] * (usage != "train")
        found = [folder / name for name in names if (folder / name).is_file()]
        if not found:
            raise RuntimeError(f"Exception thrown from dataset pipeline. No {type(self).__name__} files were found in {dataset_dir}.")
        size = len(self._labels) + 3072
        records = np.concatenate([np.fromfile(path, np.uint8).reshape(-1, size) for path in found])
        super().__init__(["image", *self._labels], choose(shuffle, num_samples, num_shards, shard_id, sampler))
        self._records = records

    def _count(self) -> int:
        return len(self._records)

    def _classes_of_rows(self) -> Any:
        return self._records[:, len(self._labels) - 1]  # CIFAR-100's fine ones

    def _row(self, index: int) -> Row:
        record, labels = self._records[index], len(self._labels)
        image = record[labels:].reshape(3, 32, 32).transpose(1, 2, 0)
        # The file has the coarse label first, MindSpore's columns have it last.
        return (np.ascontiguousarray(image), *(np.asarray(v, np.uint32) for v in record[:labels][::-1]))


class Cifar10Dataset(_Cifar):
    """The images and labels of CIFAR-10's binary files (mirrors `mindspore.dataset.Cifar10Dataset`).

    Columns: `image`, uint8 (32, 32, 3), and `label`, uint32.

    Args:
        dataset_dir: the folder. usage: 'train', 'test' or 'all' (default). num_samples: at most so many rows.
        shuffle: True by default. sampler: instead of these. num_shards, shard_id: the part of the rows to give.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: if the files are not there.
    """

    _files = {"train": [f"data_batch_{i}.bin" for i in range(1, 6)], "test": ["test_batch.bin"]}
    _labels = ("label",)


class Cifar100Dataset(_Cifar):
    """The images and labels of CIFAR-100's binary files (mirrors `mindspore.dataset.Cifar100Dataset`).

    Columns: `image`, uint8 (32, 32, 3), `fine_label` and `coarse_label`, uint32. Arguments are those of Cifar10Dataset.
    """

    _files = {"train": ["train.bin"], "test": ["test.bin"]}
    _labels = ("fine_label", "coarse_label")


class ImageFolderDataset(_Indexed):
    """The files of a folder's subfolders, each of which is a class (mirrors `mindspore.dataset.ImageFolderDataset`).

    Columns: `image`, uint8, the bytes of the file or with `decode` (H, W, 3), and `label`, int32.

    Args:
        dataset_dir: the folder. extensions: of the files to take; None for '.jpg', '.jpeg', '.png' and '.bmp'.
        class_indexing: the label of each subfolder to take; None for 0, 1, … in the order of their names.
        decode: whether to decode the images. Default: False. num_samples, shuffle, sampler, num_shards, shard_id: see
            Cifar10Dataset.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: if there are no such files.
    """

    def __init__(
        self, dataset_dir: Any, num_samples: int | None = None, num_parallel_workers: int | None = None,
        shuffle: bool | None = None, sampler: Any = None, extensions: list[str] | None = None,
        class_indexing: dict[str, int] | None = None, decode: bool = False, num_shards: int | None = None,
        shard_id: int | None = None, cache: Any = None, decrypt: Any = None,
    ) -> None:  # fmt: skip
        folder = _folder(dataset_dir)
        if decrypt is not None:
            raise NotImplementedError("ImageFolderDataset: decrypt is not supported; decrypt the files first.")
        if class_indexing is not None and not isinstance(class_indexing, dict):
            raise TypeError(f"Argument class_indexing with value {class_indexing!r} is not of type [<class 'dict'>].")
        kinds = (".jpg", ".jpeg", ".png", ".bmp") if extensions is None else tuple(e.lower() for e in extensions)
        classes = sorted(p.name for p in folder.iterdir() if p.is_dir())
        self._classes = {name: i for i, name in enumerate(classes)} if class_indexing is None else dict(class_indexing)
        self._files = [
            (path, self._classes[name])
            for name in classes
            if name in self._classes
            for path in sorted((folder / name).iterdir())
            if path.suffix.lower() in kinds
        ]
        if not self._files:
            raise RuntimeError(f"Exception thrown from dataset pipeline. No image files were found in the folders of {dataset_dir}.")
        super().__init__(["image", "label"], choose(shuffle, num_samples, num_shards, shard_id, sampler))
        self._decode = bool(decode)

    def get_class_indexing(self) -> dict[str, int]:
        """The label of each class."""
        return dict(self._classes)

    def num_classes(self) -> int:
        """How many classes there are."""
        return len(self._classes)

    def _count(self) -> int:
        return len(self._files)

    def _classes_of_rows(self) -> Any:
        return [label for _, label in self._files]

    def _row(self, index: int) -> Row:
        from mindshim.dataset.vision import Decode

        path, label = self._files[index]
        data = np.fromfile(path, np.uint8)
        return Decode()(data) if self._decode else data, np.asarray(label, np.int32)
