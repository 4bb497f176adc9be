"""Which parts of an image a network looks at."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.train.metrics.metric import Metric, rearrange_inputs


class OcclusionSensitivity(Metric):
    """How much a network's score falls when a part of the image is covered (mirrors `mindspore.train.OcclusionSensitivity`).

    Args:
        pad_val: what covers the part. Default: 0.0.
        margin: how far it reaches around each element, a number or a list with one for each axis. Default: 2.
        n_batch: how many covered images the network gets at once. Default: 128.
        b_box: the elements to look at: first and last of every axis but the batch's, -1 for the image's own. Default:
            None: all.

    Raises:
        TypeError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.OcclusionSensitivity(margin=1)
        >>> metric.update(ms.nn.Identity(), ms.Tensor([[1.0, 2.0, 3.0]]).asnumpy(), ms.Tensor(1))
        >>> print(metric.eval())
        [0. 2. 2.]
    """

    def __init__(self, pad_val: float = 0.0, margin: Any = 2, n_batch: int = 128, b_box: Any = None) -> None:
        super().__init__()
        self.pad_val = _checkparam.check_value_type("pad_val", pad_val, [float])
        self.margin = _checkparam.check_value_type("margin", margin, [int, list])
        self.n_batch = _checkparam.check_value_type("n_batch", n_batch, [int])
        self.b_box = b_box if b_box is None else _checkparam.check_value_type("b_box", b_box, [list])
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.OcclusionSensitivity(margin=1)
            >>> metric.update(ms.nn.Identity(), ms.Tensor([[1.0, 2.0, 3.0]]).asnumpy(), ms.Tensor(1))
            >>> metric.clear()
            >>> metric.update(ms.nn.Identity(), ms.Tensor([[1.0, 2.0, 3.0]]).asnumpy(), ms.Tensor(1))
            >>> print(metric.eval())
            [0. 2. 2.]
        """
        self._baseline: Any = 0
        self._sensitivity_im: Any = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Run a network on covered images; earlier results are forgotten.

        Args:
            inputs: the network, which gives scores of shape (N, C); an image of shape (1, ...); and the class.

        Raises:
            TypeError: if the network is not a Cell. ValueError: for another number of inputs or a `b_box` of another length.
            RuntimeError: for more than one image or class.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.OcclusionSensitivity(margin=1)
            >>> metric.update(ms.nn.Identity(), ms.Tensor([[1.0, 2.0, 3.0]]).asnumpy(), ms.Tensor(1))
            >>> print(metric.eval())
            [0. 2. 2.]
        """
        self._need(inputs, "classification model", "predicted value", "label")
        model = _checkparam.check_value_type("model", inputs[0], [Cell])
        image, label = self._convert_data(inputs[1]), self._convert_data(inputs[2])
        if image.shape[0] > 1:
            raise RuntimeError(
                "For 'OcclusionSensitivity.update', the shape at index 0 of the predicted value (input[1]) must be 1, "
                f"but got {image.shape[0]}."
            )
        if label.size != 1:
            raise RuntimeError(
                "For 'OcclusionSensitivity.update', the number of the label (input[2]) must be same as the batches, "
                f"but got the label number {label.size}, and batches 1."
            )
        class_index = int(label.reshape(()))
        shape = image.shape[1:]
        first, last = self._box(shape)
        margins = self.margin if isinstance(self.margin, list) else [self.margin] * len(shape)
        sizes = tuple(stop - start + 1 for start, stop in zip(first, last, strict=True))
        self._baseline = model(Tensor(image)).asnumpy()[0, class_index]
        scores: list[Any] = []
        images: list[np.ndarray] = []
        for offset in np.ndindex(*sizes):
            center = [start + o for start, o in zip(first, offset, strict=True)]
            part = tuple(slice(max(c - m, 0), c + m) for c, m in zip(center, margins, strict=True))
            covered = image[0].copy()
            covered[part] = self.pad_val
            images.append(covered)
            if len(images) == self.n_batch:
                scores.append(model(Tensor(np.stack(images))).asnumpy()[:, class_index])
                images = []
        if images:
            scores.append(model(Tensor(np.stack(images))).asnumpy()[:, class_index])
        self._sensitivity_im = np.concatenate(scores).reshape(sizes)
        self._is_update = True

    def _box(self, shape: tuple[int, ...]) -> tuple[list[int], list[int]]:
        """The first and the last position on every axis."""
        given = [-1, -1] * len(shape) if self.b_box is None else self.b_box
        if len(given) != 2 * len(shape):
            raise ValueError(
                "For 'OcclusionSensitivity', the bounding box must contain upper and lower for all dimensions (except batch "
                "number), and the length of 'b_box' must be twice as long as predicted value's (except batch number), "
                f"but got 'b_box' length {len(given)}, predicted value length (except batch number) {len(shape)}."
            )
        first = [max(v, 0) for v in given[::2]]
        last = [size - 1 if v < 0 else v for v, size in zip(given[1::2], shape, strict=True)]
        return first, last

    def eval(self) -> np.ndarray:
        """The score of the whole image minus that of each covered one, in the shape of the image or the box.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.OcclusionSensitivity(margin=1)
            >>> metric.update(ms.nn.Identity(), ms.Tensor([[1.0, 2.0, 3.0]]).asnumpy(), ms.Tensor(1))
            >>> print(metric.eval())
            [0. 2. 2.]
        """
        self._need_update(self._is_update)
        return self._baseline - np.squeeze(self._sensitivity_im)
