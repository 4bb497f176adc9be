"""Managers of the loss scale of a `Model` (mirrors `mindspore.train.loss_scale_manager`)."""

from __future__ import annotations

from typing import Any

from mindshim.nn.wrap.loss_scale import DynamicLossScaleUpdateCell, FixedLossScaleUpdateCell


class LossScaleManager:
    """Base class of the managers (mirrors `mindspore.amp.LossScaleManager`).

    Examples:
        >>> import mindshim as ms
        >>> class Still(ms.amp.LossScaleManager):
        ...     def get_loss_scale(self):
        ...         return 4.0
        ...     def update_loss_scale(self, overflow):
        ...         pass
        ...     def get_update_cell(self):
        ...         return None
        >>> Still().get_loss_scale()
        4.0
    """

    def get_loss_scale(self) -> float:
        """The loss scale now.

        Examples:
            >>> import mindshim as ms
            >>> class Still(ms.amp.LossScaleManager):
            ...     def get_loss_scale(self):
            ...         return 4.0
            ...     def update_loss_scale(self, overflow):
            ...         pass
            ...     def get_update_cell(self):
            ...         return None
            >>> Still().get_loss_scale()
            4.0
        """
        raise NotImplementedError("LossScaleManager.get_loss_scale: a subclass gives the loss scale.")

    def update_loss_scale(self, overflow: bool) -> None:
        """Take notice of a step that overflowed, or did not.

        Examples:
            >>> import mindshim as ms
            >>> class Still(ms.amp.LossScaleManager):
            ...     def get_loss_scale(self):
            ...         return 4.0
            ...     def update_loss_scale(self, overflow):
            ...         pass
            ...     def get_update_cell(self):
            ...         return None
            >>> Still().update_loss_scale(True)
            >>> Still().get_loss_scale()
            4.0
        """
        raise NotImplementedError("LossScaleManager.update_loss_scale: a subclass updates the loss scale.")

    def get_update_cell(self) -> Any:
        """The Cell that updates the scale in a training step; None if there is none.

        Examples:
            >>> import mindshim as ms
            >>> class Still(ms.amp.LossScaleManager):
            ...     def get_loss_scale(self):
            ...         return 4.0
            ...     def update_loss_scale(self, overflow):
            ...         pass
            ...     def get_update_cell(self):
            ...         return None
            >>> print(Still().get_update_cell())
            None
        """
        raise NotImplementedError("LossScaleManager.get_update_cell: a subclass gives the update Cell.")


class FixedLossScaleManager(LossScaleManager):
    """A loss scale that stays (mirrors `mindspore.amp.FixedLossScaleManager`).

    Args:
        loss_scale: the scale. drop_overflow_update: leave out the steps whose gradients overflow.

    Raises:
        ValueError: if `loss_scale` is less than 1.

    Examples:
        >>> import mindshim as ms
        >>> ms.amp.FixedLossScaleManager(1024.0).get_loss_scale()
        1024.0
    """

    def __init__(self, loss_scale: float = 128.0, drop_overflow_update: bool = True) -> None:
        if loss_scale < 1:
            raise ValueError(f"The argument 'loss_scale' must be >= 1, but got {loss_scale}")
        self._loss_scale = loss_scale
        self._drop_overflow_update = drop_overflow_update

    def get_loss_scale(self) -> float:
        return self._loss_scale

    def get_drop_overflow_update(self) -> bool:
        """Whether the steps whose gradients overflow are left out.

        Examples:
            >>> import mindshim as ms
            >>> manager = ms.amp.FixedLossScaleManager(1024.0)
            >>> manager.get_drop_overflow_update()
            True
        """
        return self._drop_overflow_update

    def update_loss_scale(self, overflow: bool) -> None:
        """Nothing: the scale stays.

        Examples:
            >>> import mindshim as ms
            >>> manager = ms.amp.FixedLossScaleManager(1024.0)
            >>> manager.update_loss_scale(True)
            >>> manager.get_loss_scale()
            1024.0
        """

    def get_update_cell(self) -> Any:
        return FixedLossScaleUpdateCell(self._loss_scale) if self._drop_overflow_update else None


class DynamicLossScaleManager(LossScaleManager):
    """A loss scale that falls on overflow and grows after quiet steps (mirrors `mindspore.amp.DynamicLossScaleManager`).

    Args:
        init_loss_scale: the scale to start with. scale_factor: the factor of each change.
        scale_window: the steps without overflow after which it grows.

    Raises:
        ValueError: for values out of range.

    Examples:
        >>> import mindshim as ms
        >>> manager = ms.amp.DynamicLossScaleManager(8, 2, 2)
        >>> manager.update_loss_scale(True)
        >>> manager.get_loss_scale()
        4.0
    """

    def __init__(self, init_loss_scale: float = 2**24, scale_factor: int = 2, scale_window: int = 2000) -> None:
        if init_loss_scale < 1.0:
            raise ValueError(f"The argument 'init_loss_scale' must be > 1, but got {init_loss_scale}")
        self.loss_scale = init_loss_scale
        if scale_window < 1 or not isinstance(scale_window, int):
            raise ValueError(
                f"For 'DynamicLossScaleManager', the 'scale_window' must be int and must > 0, but got '{scale_window}' "
                f"with type '{type(scale_window).__name__}'."
            )
        self.scale_window = scale_window
        if scale_factor <= 0:
            raise ValueError(f"The argument 'scale_factor' must be > 0, but got {scale_factor}")
        self.scale_factor = scale_factor
        self.increase_ratio = scale_factor
        self.decrease_ratio = 1 / scale_factor
        self.cur_iter = 1
        self.last_overflow_iter = 0
        self.bad_step_max = 1000
        self.bad_step = 0

    def get_loss_scale(self) -> float:
        return self.loss_scale

    def update_loss_scale(self, overflow: bool) -> None:
        if overflow:
            self.loss_scale = max(self.loss_scale * self.decrease_ratio, 1)
            self.last_overflow_iter = self.cur_iter
            self.bad_step += 1
            if self.bad_step > self.bad_step_max:
                raise RuntimeError("Dynamic loss scale Continuous overflow (1000 times), has exceeded maximum threshold.")
        else:
            self.bad_step = 0
            if (self.cur_iter - self.last_overflow_iter) % self.scale_window == 0:
                self.loss_scale *= self.increase_ratio
        self.cur_iter += 1

    def get_drop_overflow_update(self) -> bool:
        """Whether the steps whose gradients overflow are left out: always.

        Examples:
            >>> import mindshim as ms
            >>> manager = ms.amp.DynamicLossScaleManager(8, 2, 2)
            >>> manager.get_drop_overflow_update()
            True
        """
        return True

    def get_update_cell(self) -> Any:
        return DynamicLossScaleUpdateCell(self.loss_scale, self.scale_factor, self.scale_window)
