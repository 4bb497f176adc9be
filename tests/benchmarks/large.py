"""Large inputs: operators in PyNative mode against the best formulation in JAX that is known, jitted."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim import Tensor, jit, ops
from tests.benchmarks.timing import interleaved, show

RNG = np.random.default_rng(0)


def _draw(*shape: int) -> Any:
    return RNG.standard_normal(shape).astype(np.float32)


def _layer_norm(x: Any, g: Any, b: Any) -> Any:
    mean = x.mean(-1, keepdims=True)
    d = x - mean
    return d * jax.lax.rsqrt((d * d).mean(-1, keepdims=True) + np.float32(1e-5)) * g + b


def _attention(q: Any, k: Any, v: Any) -> Any:
    scores = jnp.einsum("bhqd,bhkd->bhqk", q, k) * np.float32(q.shape[-1] ** -0.5)
    return jnp.einsum("bhqk,bhkd->bhqd", jax.nn.softmax(scores), v)


def _sort(x: Any) -> Any:
    return jax.lax.sort((x, jax.lax.broadcasted_iota("int32", x.shape, 1)), num_keys=1)


def main() -> None:
    """Print the table."""

    def attention(q: Any, k: Any, v: Any) -> Any:
        scores = ops.matmul(q, k.swapaxes(-1, -2)) * q.shape[-1] ** -0.5
        return ops.matmul(ops.softmax(scores, -1), v)

    rows = {
        "conv2d 8x64x56x56, 3x3": (
            (_draw(8, 64, 56, 56), _draw(64, 64, 3, 3)),
            lambda x, w: jax.lax.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=("NCHW", "OIHW", "NCHW")),
            lambda x, w: ops.conv2d(x, w, pad_mode="same"),
        ),
        "attention 4x8x256x64": (
            (_draw(4, 8, 256, 64),) * 3, _attention,
            lambda q, k, v: ops.flash_attention_score(q, k, v, 8, scalar_value=0.125, input_layout="BNSD"),
        ),
        "attention 4x8x256x64, written out": ((_draw(4, 8, 256, 64),) * 3, _attention, attention),
        "attention 4x8x256x64, written out, ms.jit": ((_draw(4, 8, 256, 64),) * 3, _attention, jit(attention)),
        "layer norm 4096x1024": (
            (_draw(4096, 1024), _draw(1024), _draw(1024)), _layer_norm, lambda x, g, b: ops.layer_norm(x, (1024,), g, b),
        ),
        "bilinear resize 8x16x128x128 to 256": (
            (_draw(8, 16, 128, 128),),
            lambda x: jax.image.resize(x, (8, 16, 256, 256), "bilinear"),
            lambda x: ops.interpolate(x, size=(256, 256), mode="bilinear"),
        ),
        "scatter add of 100,000 rows into 10,000x64": (
            (_draw(10000, 64), RNG.integers(0, 10000, (100000, 1)).astype(np.int32), _draw(100000, 64)),
            lambda x, i, u: x.at[i[:, 0]].add(u),
            ops.tensor_scatter_add,
        ),
        "gather of 100,000 rows of 64": (
            (_draw(10000, 64), RNG.integers(0, 10000, 100000).astype(np.int32)),
            lambda x, i: jnp.take(x, i, 0, mode="clip"),
            lambda x, i: ops.gather(x, i, 0),
        ),
        "sort 1000x1000": ((_draw(1000, 1000),), _sort, lambda x: ops.sort(x)[0]),
        "topk 1000x1000, 10": ((_draw(1000, 1000),), lambda x: jax.lax.top_k(x, 10), lambda x: ops.topk(x, 10)[0]),
        "softmax 4096x1024": ((_draw(4096, 1024),), lambda x: jax.nn.softmax(x), lambda x: ops.softmax(x, -1)),
        "matmul 1024x1024": ((_draw(1024, 1024),) * 2, jnp.matmul, ops.matmul),
    }  # fmt: skip
    for name, (arrays, raw, mine) in rows.items():
        given, tensors, jitted = [jnp.asarray(a) for a in arrays], [Tensor(a) for a in arrays], jax.jit(raw)
        np.testing.assert_allclose(mine(*tensors).asnumpy(), jax.tree.leaves(jitted(*given))[0], rtol=1e-3, atol=1e-3)
        cases = {
            "jax.jit": lambda jitted=jitted, given=given: jax.block_until_ready(jitted(*given)),
            "mindshim": lambda mine=mine, tensors=tensors: mine(*tensors).jax().block_until_ready(),
        }
        print(name)
        show(interleaved(cases, rounds=9, calls=3, warmup=2), "jax.jit")


if __name__ == "__main__":
    main()
