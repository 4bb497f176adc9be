"""THOR: gradients preconditioned by the inverse covariances of a layer's inputs and gradients (mirrors `mindspore.nn.optim.thor`)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim import _checkparam as check
from mindshim import context, ops
from mindshim.common import dtype as mstype
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.normalization import LayerNorm
from mindshim.nn.layer.thor_layer import Conv2dThor, DenseThor, EmbeddingLookupThor, EmbeddingThor
from mindshim.nn.optim.optimizer import Optimizer

#: The inverses are those of blocks of this size along the diagonal.
SPLIT = 128


def _every(parameter: Any) -> bool:
    """The Parameters that the weight decays of: all."""
    return True


def thor(
    net: Cell, learning_rate: Tensor, damping: Tensor, momentum: float, weight_decay: float = 0.0, loss_scale: float = 1.0,
    batch_size: int = 32, use_nesterov: bool = False, decay_filter: Callable[[Any], Any] = _every, split_indices: Any = None,
    enable_clip_grad: bool = False, frequency: int = 100,
) -> Optimizer:  # fmt: skip
    """An optimizer of the second order for a network, whose layers are exchanged for it (mirrors `mindspore.nn.thor`).

    For a weight W of a layer Dense or Conv2d, the covariance A of its inputs and G of the gradients of its outputs, the gradient is
    `(G + λI)^-1 ∇W (A + λI)^-1`, where λ is the square root of the damping. It then takes a step of momentum.

    Args:
        net: the network; its Dense, Conv2d, Embedding and EmbeddingLookup become layers that keep A and G.
        learning_rate: a Tensor, a number for each step. damping: a Tensor, a number for each step that updates A and G.
        momentum: at least 0. weight_decay: of the Parameters for which `decay_filter` is true. loss_scale: what the loss is
            multiplied by. batch_size: of the data. use_nesterov: look ahead. split_indices: how messages of several devices are
            put together; kept. enable_clip_grad: shorten every gradient to a norm of 1.
        frequency: in a `Model` that `ConvertModelUtils` made, A and G are updated once in so many steps.

    Raises:
        TypeError: for arguments of other types. ValueError: if `frequency` is below 2, `momentum` or `weight_decay` negative.
        NotImplementedError: for `split_indices` with several devices.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.SequentialCell(ms.nn.Dense(3, 2, weight_init="ones"))
        >>> rates = ms.Tensor([0.1, 0.1])
        >>> optimizer = ms.nn.thor(net, rates, rates, momentum=0.9, batch_size=4)
        >>> step = ms.nn.TrainOneStepCell(ms.nn.WithLossCell(net, ms.nn.MSELoss()), optimizer)
        >>> before = step(ms.ops.ones((4, 3)), ms.ops.zeros((4, 2)))
        >>> type(net[0]).__name__, bool(step(ms.ops.ones((4, 3)), ms.ops.zeros((4, 2))) < before)
        ('DenseThor', True)
    """
    from mindshim.train.train_thor.convert_utils import ConvertNetUtils

    ConvertNetUtils().convert_to_thor_net(net)
    return ThorGpu(
        net, learning_rate, damping, momentum, weight_decay, loss_scale, batch_size, use_nesterov, decay_filter, split_indices,
        enable_clip_grad, frequency,
    )  # fmt: skip


class _Layer:
    """A weight that is preconditioned: its layer, and the Parameters of the inverses."""

    def __init__(self, cell: Any, weight: Parameter, number: int) -> None:
        self.conv = isinstance(cell, Conv2dThor)
        self.embedding = isinstance(cell, (EmbeddingThor, EmbeddingLookupThor))
        self.a, self.g = (cell.matrix_a_cov, cell.matrix_g_cov) if self.conv else (cell.matrix_a, cell.matrix_g)
        self.cell = cell
        if self.embedding:
            shapes: Any = (weight.shape[:1], (weight.shape[1],) * 2)
        else:
            out, ins = weight.shape[0], math.prod(weight.shape[1:])
            rows, columns, r, c = -(-out // SPLIT), -(-ins // SPLIT), min(out, SPLIT), min(ins, SPLIT)
            shapes = ((rows, columns, c, c), (rows, r, r))
        self.a_inverse, self.g_inverse = (
            Parameter(Tensor(np.zeros(shape, np.float32)), name=f"matrix_{letter}_inv_{number}", requires_grad=False)
            for letter, shape in zip("ag", shapes, strict=True)
        )


class ThorGpu(Optimizer):
    """The optimizer that `nn.thor` makes (mirrors `mindspore.nn.optim.thor.ThorGpu`).

    While the flag `thor` is set, which it is unless a `Model` clears it, each step computes the inverses anew.

    Args:
        net: a network whose layers are those for THOR. The others are as of `nn.thor`.

    Raises:
        TypeError, ValueError: as of `nn.thor`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.optim.thor import ThorGpu
        >>> net = ms.nn.DenseThor(3, 2)
        >>> ThorGpu(net, ms.Tensor([0.1]), ms.Tensor([0.1]), 0.9, frequency=4).get_frequency()
        4
    """

    def __init__(
        self, net: Cell, learning_rate: Tensor, damping: Tensor, momentum: float, weight_decay: float = 0.0, loss_scale: float = 1.0,
        batch_size: int = 32, use_nesterov: bool = False, decay_filter: Callable[[Any], Any] = _every, split_indices: Any = None,
        enable_clip_grad: bool = False, frequency: int = 100,
    ) -> None:  # fmt: skip
        check.check_value_type("learning rate", learning_rate, [Tensor], type(self).__name__)
        check.check_value_type("damping", damping, [Tensor], type(self).__name__)
        check.check_value_type("momentum", momentum, [float], type(self).__name__)
        check.check_value_type("frequency", frequency, [int], type(self).__name__)
        if momentum < 0.0:
            raise ValueError(f"For 'thor', the argument 'momentum' must be at least 0.0, but got 'momentum' {momentum}.")
        if frequency < 2:
            raise ValueError(f"For 'thor', the argument 'frequency' must be at least 2, but got 'frequency' {frequency}.")
        if context.get_auto_parallel_context("parallel_mode") != "stand_alone":
            raise NotImplementedError(
                "nn.thor: covariances are not averaged over several devices yet; train on one, or use nn.Momentum with "
                "nn.DistributedGradReducer."
            )
        params = [p for p in net.get_parameters() if p.requires_grad]
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        self.thor = True
        self.net, self.damping, self.frequency = net, damping, frequency
        self.enable_clip_grad = enable_clip_grad
        self.use_nesterov = check.check_bool(use_nesterov)
        self.params = self._parameters
        self.momentum = Parameter(Tensor(momentum, mstype.float32), name="momentum")
        self.moments = self.params.clone(prefix="moments", init="zeros")
        # They are saved with the optimizer too.
        self.matrix_a_cov, self.matrix_g_cov, self.a_normalizer, self.g_normalizer = (
            ParameterTuple(p for p in net.get_parameters() if name in p.name)
            for name in ("matrix_a", "matrix_g", "a_normalizer", "g_normalizer")
        )
        self.cov_step = Parameter(Tensor([0], mstype.int32), name="cov_step", requires_grad=False)
        self.batch_size = float(batch_size)
        self._g_scale = batch_size * batch_size / (loss_scale * loss_scale)
        self._decay, self._decays = weight_decay, tuple(bool(decay_filter(p)) for p in params)
        self.opt = ops.ApplyMomentum(use_nesterov=self.use_nesterov)
        self.cholesky, self.whole_cholesky = ops.CholeskyTrsm(SPLIT), ops.CholeskyTrsm()
        self.update_gradient = ops.UpdateThorGradient(SPLIT)
        self._layers, self._norms = self._found(params)
        kept = [layer for layer in self._layers if layer is not None]
        self.matrix_a = ParameterTuple(layer.a_inverse for layer in kept)
        self.matrix_g = ParameterTuple(layer.g_inverse for layer in kept)

    def get_frequency(self) -> int:
        """Once in how many steps the covariances are updated.

        Examples:
            >>> import mindshim as ms
            >>> ms.nn.thor(ms.nn.Dense(3, 2), ms.Tensor([0.1]), ms.Tensor([0.1]), 0.9).get_frequency()
            100
        """
        return self.frequency

    def _found(self, params: list[Parameter]) -> tuple[list[Any], list[bool]]:
        """For each Parameter the layer whose weight it is, if it is preconditioned, and whether it is a LayerNorm's."""
        weights: dict[int, Any] = {}
        norms: set[int] = set()
        for _, cell in self.net.cells_and_names():
            if isinstance(cell, (DenseThor, Conv2dThor)):
                weights[id(cell.weight)] = cell
            elif isinstance(cell, (EmbeddingThor, EmbeddingLookupThor)):
                weights[id(cell.embedding_table)] = cell
            elif isinstance(cell, LayerNorm):
                norms.update(map(id, cell.get_parameters(expand=False)))
        layers: list[Any] = []
        count = 0
        for p in params:
            cell = weights.get(id(p))
            layers.append(None if cell is None else _Layer(cell, p, count))
            count += cell is not None
        return layers, [id(p) in norms for p in params]

    def _invert(self, layer: _Layer, damping: Tensor) -> None:
        """Compute a layer's inverses anew."""
        cell, scale = layer.cell, 1.0
        damping_a = damping_g = damping
        if layer.conv:
            damping_a, damping_g = damping / cell.a_normalizer, damping / cell.g_normalizer
            scale = ops.sqrt(1.0 / cell.a_normalizer)
        g = layer.g * self._g_scale + ops.sqrt(damping_g) * ops.eye(layer.g.shape[0], layer.g.shape[1], mstype.float32)
        if layer.embedding:
            ops.assign(layer.a_inverse, 1.0 / (layer.a / self.batch_size + ops.sqrt(damping_a)))
            factor = self.whole_cholesky(g)
            ops.assign(layer.g_inverse, ops.matmul(factor.T, factor))
            return
        a = layer.a + ops.sqrt(damping_a) * ops.eye(layer.a.shape[0], layer.a.shape[1], mstype.float32)
        for factor, inverse in ((self.cholesky(a), layer.a_inverse), (self.cholesky(g), layer.g_inverse)):
            product = ops.matmul(factor.swapaxes(1, 2), factor) * scale
            ops.assign(inverse, ops.broadcast_to(product, inverse.shape))

    def _preconditioned(self, layer: _Layer, g: Tensor) -> Tensor:
        wide = g.astype(mstype.float32)
        if layer.embedding:
            return ops.matmul(layer.a_inverse.expand_dims(1) * wide, layer.g_inverse)
        flat = wide.reshape(wide.shape[0], -1)
        return self.update_gradient(layer.g_inverse, flat, layer.a_inverse).reshape(g.shape)

    def construct(self, gradients: Any) -> Any:
        """Update the Parameters with a tuple of gradients."""
        gradients = self.scale_grad(gradients)
        damping = ops.gather(self.damping, self.cov_step, 0).astype(mstype.float32)
        found = []
        for p, g, layer, of_norm, decays in zip(self.params, gradients, self._layers, self._norms, self._decays, strict=True):
            if layer is not None:
                if self.thor:
                    self._invert(layer, damping)
                g = self._preconditioned(layer, g)
            elif of_norm:
                g = g / (g * g / self.batch_size + ops.sqrt(damping))
            if self._decay > 0 and decays:
                g = g + p * self._decay
            found.append(ops.clip_by_norm(g, 1.0) if self.enable_clip_grad else g)
        ops.assign(self.cov_step, self.cov_step + 1)
        rates: Any = self.get_lr()
        self.assignadd(self.global_step, self.global_step_increase_tensor)
        return tuple(
            ops.depend(True, self.opt(p, m, rates, g, self.momentum))
            for p, m, g in zip(self.params, self.moments, found, strict=True)
        )


class ThorAscend(Optimizer):
    """THOR with the operators of Ascend devices (mirrors `mindspore.nn.optim.thor.ThorAscend`); it can't be made.

    Raises:
        NotImplementedError: always.

    Examples:
        >>> from mindshim.nn.optim.thor import ThorAscend
        >>> try:
        ...     ThorAscend(None, None, None, 0.9)
        ... except NotImplementedError as error:
        ...     print(error)
        nn.ThorAscend: its operators are those of Ascend devices alone; use nn.thor, which computes the same on all others.
    """

    def __init__(
        self, net: Any, learning_rate: Any, damping: Any, momentum: float, weight_decay: float = 0.0, loss_scale: float = 1.0,
        batch_size: int = 32, decay_filter: Callable[[Any], Any] = _every, split_indices: Any = None, enable_clip_grad: bool = False,
        frequency: int = 100,
    ) -> None:  # fmt: skip
        raise NotImplementedError(
            "nn.ThorAscend: its operators are those of Ascend devices alone; use nn.thor, which computes the same on all others."
        )
