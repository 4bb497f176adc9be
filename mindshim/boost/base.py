"""Groups of Parameters for an optimizer that takes some of them."""

from __future__ import annotations

from typing import Any


class ParameterProcess:
    """Groups of Parameters (mirrors `mindspore.boost.ParameterProcess`).

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 3)
        >>> groups = ms.boost.ParameterProcess.generate_group_params(net.trainable_params()[:1], net.trainable_params())
        >>> [p.name for p in groups[0]["params"]]
        ['weight']
    """

    def assign_parameter_group(self, parameters: Any, split_point: list[int] | None = None) -> Any:
        """The Parameters, of which MindSpore marks those whose gradients travel together; here none travel."""
        return parameters

    @staticmethod
    def generate_group_params(parameters: Any, origin_params: Any) -> list[dict[str, Any]]:
        """What is left of an optimizer's groups if it only takes some Parameters.

        Args:
            parameters: those it takes. origin_params: its Parameters, or its groups, as dicts.

        Returns:
            The groups, with only those Parameters.
        """
        if not origin_params or not isinstance(origin_params[0], dict):
            return [{"params": parameters}]
        names = {p.name for p in parameters}
        out = []
        for group in origin_params:
            key = "order_params" if "order_params" in group else "params"
            out.append({**group, key: [p for p in group[key] if p.name in names]})
        return out
