"""Higher-order operators: gradients as objects, maps over structures."""

from mindshim.ops.composite.base import GradOperation as GradOperation
