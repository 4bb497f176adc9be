"""Program: one compiled forward function and the backward functions derived from it.

A kernel with its static arguments is a program, a jitted user function is one, and so is the backward step of a
program, which is why gradients nest.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core.promotion import is_inexact

_FLOAT0 = jax.dtypes.float0


class Program:
    """A pure function of flat arrays; `run(*leaves)` executes it compiled and returns an array or a tuple."""

    __slots__ = (
        "_backwards", "_donating", "adds", "alone", "differentiable", "flat", "forwards", "int_grad", "keeps", "many", "name", "pull",
        "run", "vjp",
    )  # fmt: skip

    def __init__(
        self,
        flat: Callable[..., Any],
        name: str,
        *,
        differentiable: bool = True,
        int_grad: bool = True,
        vjp: Any = None,
        run: Callable[..., Any] | None = None,
        adds: bool = False,
        keeps: bool = False,
        many: bool = True,
        alone: Callable[..., Any] | None = None,
        pull: Callable[..., dict[int, Any]] | None = None,
    ) -> None:
        self.flat = flat
        self.name = name
        self.differentiable = differentiable
        self.int_grad = int_grad
        self.vjp = vjp
        #: The gradient of an operand of the output's shape and dtype is the cotangent itself: there is nothing to run.
        self.adds = adds
        #: In a gradient the forward pass keeps its residuals (see `residuals`).
        self.keeps = keeps and vjp is None
        #: Whether it gives a tuple; known where it keeps.
        self.many = many
        self.forwards: dict[Any, Any] = {}
        # inline: inside an outer trace the kernel's operations appear directly, so XLA sees one flat program.
        self.run = run if run is not None else jax.jit(flat, inline=True)
        #: What PyNative runs, where no trace is under way.
        self.alone = self.run if alone is None else jax.jit(alone, inline=True)
        #: What PyNative on a CPU has for gradients: those of some leaves, by their places, from (leaves, cotangents or None).
        self.pull = pull
        self._backwards: dict[Any, Program] = {}
        self._donating: Callable[..., Any] | None = None

    def donating(self, where: Callable[[], tuple[int, ...]]) -> Callable[..., Any]:
        """`run` of two lists: the leaves at `where()`, whose buffers it takes over, and the others. The same at every call."""
        if self._donating is None:
            flat, at = self.flat, where()

            def of_lists(taken: list[Any], kept: list[Any]) -> Any:
                leaves: list[Any] = [None] * (len(taken) + len(kept))
                for i, leaf in zip(at, taken, strict=True):
                    leaves[i] = leaf
                others = iter(kept)
                return flat(*[next(others) if leaf is None else leaf for leaf in leaves])

            of_lists.__name__ = of_lists.__qualname__ = self.name
            self._donating = jax.jit(of_lists, donate_argnums=0)
        return self._donating

    def backward(self, mask: tuple[bool, ...], present: tuple[bool, ...]) -> Program:
        """The program `(leaves…, cotangents…) -> gradients` for the inputs in `mask`.

        `present` says which outputs have a cotangent; the others count as zero. The forward computation is repeated
        inside; XLA removes what the gradient does not need.
        """
        key = (mask, present)
        found = self._backwards.get(key)
        if found is None:
            flat = _backward_function(self, mask, present)
            alone = _pulled(self, mask, present, flat) if self.pull is not None and jax.default_backend() == "cpu" else None
            # Only the values are PyNative's: a gradient of this gradient is that of `flat`.
            found = self._backwards[key] = Program(flat, self.name + "Grad", int_grad=self.int_grad, alone=alone)
        return found


#: How many backward functions are being traced: inside, a bool operand that is differentiated comes as a float.
differentiating = 0


def as_mask(x: Any) -> Any:
    """A bool array again, of one that comes as a float because it is differentiated."""
    return x != 0 if differentiating and x.dtype != np.bool_ else x


def _differentiable(x: Any) -> Any:
    """Integers and bools as floats: MindSpore differentiates through them, JAX does not."""
    dtype = jnp.result_type(x) if not hasattr(x, "dtype") else x.dtype
    if is_inexact(dtype):
        return x
    return jnp.asarray(x).astype(np.float64 if dtype.itemsize >= 4 else np.float32)


def of_some(flat: Callable[..., Any], leaves: Any, where: list[int]) -> Callable[..., tuple[Any, ...]]:
    """`flat` as a function of the leaves at `where` alone, to be differentiated."""

    def of_inputs(*primals: Any) -> tuple[Any, ...]:
        full = list(leaves)
        for i, p in zip(where, primals, strict=True):
            full[i] = p
        global differentiating
        differentiating += 1
        try:
            out = flat(*full)
        finally:
            differentiating -= 1
        return out if isinstance(out, tuple) else (out,)

    return of_inputs


def _backward_function(program: Program, mask: tuple[bool, ...], present: tuple[bool, ...]) -> Callable[..., Any]:
    where = [i for i, m in enumerate(mask) if m]
    n = len(mask)

    def backward(*args: Any) -> tuple[Any, ...]:
        leaves, given = args[:n], list(args[n:])
        if program.vjp is not None:
            grads = program.vjp(leaves, given)
            return tuple(_restore(grads[i], leaves[i]) for i in where)

        moving, outs, vjp = _pull_back(program.flat, leaves, where)
        cotangents = []
        for out, has in zip(outs, present, strict=True):
            ct = given.pop(0) if has else None
            cotangents.append(_cotangent(ct, out))
        grads = dict(zip(moving, vjp(tuple(cotangents)), strict=True))
        return tuple(_restore(_conj(grads[i]), leaves[i]) if i in grads else jnp.zeros_like(leaves[i]) for i in where)

    backward.__name__ = backward.__qualname__ = program.name + "Grad"
    return backward


def _pulled(program: Program, mask: tuple[bool, ...], present: tuple[bool, ...], plain: Callable[..., Any]) -> Callable[..., Any]:
    """`plain`, the backward function, with the gradients that the program's `pull` gives in the place of its own."""
    where = [i for i, m in enumerate(mask) if m]
    n = len(mask)

    def backward(*args: Any) -> tuple[Any, ...]:
        leaves, given = args[:n], iter(args[n:])
        found = program.pull(leaves, [next(given) if has else None for has in present])  # type: ignore[misc]
        grads = [None] * len(where) if all(i in found for i in where) else plain(*args)
        return tuple([_restore(found[i], leaves[i]) if i in found else g for i, g in zip(where, grads, strict=True)])

    backward.__name__ = backward.__qualname__ = program.name + "Grad"
    return backward


def _pull_back(flat: Callable[..., Any], leaves: Any, where: list[int]) -> tuple[Any, Any, Any]:
    """Which of the leaves at `where` can be differentiated by, the outputs, and the function from their cotangents.

    An operand that must be an integer (an index, a size) does not come as a float: its gradient is zero, and that of
    the others is what it is.
    """
    whole = [i for i in where if not is_inexact(leaves[i].dtype)]
    fixed_sets = [c for n in range(len(whole) + 1) for c in itertools.combinations(whole, n)] if len(whole) < 4 else [(), tuple(whole)]
    for fixed in fixed_sets:
        moving = [i for i in where if i not in fixed]
        try:
            return moving, *jax.vjp(of_some(flat, leaves, moving), *[_differentiable(leaves[i]) for i in moving])
        except (TypeError, ValueError, IndexError):
            if len(fixed) == len(whole):
                raise
    raise AssertionError


def _conj(x: Any) -> Any:
    # MindSpore's complex gradient is the conjugate of JAX's.
    return jnp.conj(x) if jnp.iscomplexobj(x) else x


def _cotangent(ct: Any, out: Any) -> Any:
    if not is_inexact(out.dtype):
        return np.zeros(out.shape, _FLOAT0)
    if ct is None:
        return jnp.zeros(out.shape, out.dtype)
    ct = _conj(ct)
    if ct.dtype != out.dtype:
        ct = ct.real if ct.dtype.kind == "c" and out.dtype.kind != "c" else ct
        ct = ct.astype(out.dtype)
    return jnp.broadcast_to(ct, out.shape) if ct.shape != out.shape else ct


def _restore(grad: Any, leaf: Any) -> Any:
    dtype = leaf.dtype if hasattr(leaf, "dtype") else jnp.result_type(leaf)
    if grad.dtype == dtype:
        return grad
    if grad.dtype.kind == "c" and dtype.kind != "c":
        grad = grad.real
    if dtype.kind == "u" and is_inexact(grad.dtype):
        # Negative numbers wrap around; a float becomes 0 at once.
        grad = grad.astype(np.int64)
    return grad.astype(dtype)
