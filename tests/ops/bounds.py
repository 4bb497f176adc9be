"""Calls with indices out of range, run on mindshim and on the real MindSpore."""

from __future__ import annotations

from typing import Any

import numpy as np

#: name -> the call, in Python
CALLS = {
    "gather": "ops.gather(x, i([0, 9]), 0)",
    "gather_from_the_end": "ops.gather(x, i([0, -1]), 0)",
    "gather_before_the_beginning": "ops.gather(x, i([0, -9]), 0)",
    "gather_of_axis_1": "ops.gather(x, i([3]), -1)",
    "Gather": "ops.Gather()(x, i([9]), 0)",
    "gather_nd": "ops.gather_nd(x, i([[0, 9]]))",
    "gather_nd_from_the_end": "ops.gather_nd(x, i([[0, -1]]))",
    "gather_elements": "ops.gather_elements(x, 1, i([[0, 3], [0, 0]]))",
    "gather_elements_from_the_end": "ops.gather_elements(x, 1, i([[0, -3], [0, 0]]))",
    "index_select": "x.index_select(0, i([0, 2]))",
    "index_select_from_the_end": "x.index_select(0, i([-1]))",
    "take_along_axis": "ms.numpy.take_along_axis(x, i([[9]]), 1)",
    "scatter_nd": "ops.scatter_nd(i([[3]]), v([1.0]), (3,))",
    "scatter_nd_from_the_end": "ops.scatter_nd(i([[-1]]), v([1.0]), (3,))",
    "tensor_scatter_update": "ops.TensorScatterUpdate()(x, i([[0, 9]]), v([1.0]))",
    "tensor_scatter_update_from_the_end": "ops.TensorScatterUpdate()(x, i([[0, -1]]), v([1.0]))",
    "tensor_scatter_add": "ops.tensor_scatter_add(x, i([[0, 9]]), v([1.0]))",
    "tensor_scatter_max": "ops.tensor_scatter_max(x, i([[0, -1]]), v([1.0]))",
    "tensor_scatter_elements": "ops.tensor_scatter_elements(x, i([[0, 9]]), v([[1.0, 2.0]]), 1)",
    "scatter_update": "ops.scatter_update(p(x), i([9]), v([[1.0, 2.0, 3.0]]))",
    "scatter_add": "ops.scatter_add(p(x), i([-1]), v([[1.0, 2.0, 3.0]]))",
    "scatter_div": "ops.scatter_div(p(x), i([9]), v([[1.0, 2.0, 3.0]]))",
    "scatter_nd_add": "ops.scatter_nd_add(p(x), i([[0, 9]]), v([1.0]))",
    "scatter_nd_update": "ops.scatter_nd_update(p(x), i([[0, 9]]), v([1.0]))",
    "scatter_nd_update_from_the_end": "ops.ScatterNdUpdate()(p(x), i([[-1]]), v([[1.0, 2.0, 3.0]]))",
    "scatter_nd_sub_from_the_end": "ops.ScatterNdSub()(p(x), i([[-1]]), v([[1.0, 2.0, 3.0]]))",
    "scatter_nd_mul_from_the_end": "ops.ScatterNdMul()(p(x), i([[-1]]), v([[1.0, 2.0, 3.0]]))",
    "scatter_nd_sub": "ops.scatter_nd_sub(p(x), i([[0], [2]]), v([[1.0, 2.0, 3.0]] * 2))",
    "scatter_nd_mul": "ops.scatter_nd_mul(p(x), i([[0], [2]]), v([[1.0, 2.0, 3.0]] * 2))",
    "scatter_nd_div": "ops.scatter_nd_div(p(x), i([[0], [2]]), v([[1.0, 2.0, 3.0]] * 2))",
    "scatter_nd_max": "ops.scatter_nd_max(p(x), i([[0], [2]]), v([[1.0, 2.0, 3.0]] * 2))",
    "scatter_nd_min": "ops.scatter_nd_min(p(x), i([[0], [2]]), v([[1.0, 2.0, 3.0]] * 2))",
    "tensor_scatter_sub": "ops.tensor_scatter_sub(x, i([[0, -1]]), v([1.0]))",
    "tensor_scatter_div": "ops.tensor_scatter_div(x, i([[0, -1]]), v([1.0]))",
    "index_add": "ops.index_add(p(x), i([9], ms.int32), v([[1.0, 2.0, 3.0]]), 0)",
    "index_fill": "ops.index_fill(x, 0, i([9], ms.int32), 1.0)",
    "index_fill_from_the_end": "ops.index_fill(x, 0, i([-1], ms.int32), 1.0)",
    "index_put": "x.index_put((i([9]),), v([1.0]))",
    "inplace_update": "ops.inplace_update(x, v([[1.0, 2.0, 3.0]]), 9)",
    "inplace_update_from_the_end": "ops.inplace_update(x, v([[1.0, 2.0, 3.0]]), -1)",
    "inplace_add": "ops.inplace_add(x, v([[1.0, 2.0, 3.0]]), (9,))",
    "inplace_add_from_the_end": "ops.inplace_add(x, v([[1.0, 2.0, 3.0]]), (-1,))",
    "unsorted_segment_sum": "ops.unsorted_segment_sum(x, i([0, 3], ms.int32), 3)",
    "unsorted_segment_max_of_dropped": "ops.unsorted_segment_max(x, i([0, -1], ms.int32), 3)",
    "sparse_segment_mean": "ops.sparse_segment_mean(x, i([0, 9], ms.int32), i([0, 0], ms.int32))",
    "nll_loss": "ops.nll_loss(x, i([0, 3], ms.int32))",
    "nll_loss_of_ignored": "ops.nll_loss(x, i([0, -100], ms.int32))",
    "cross_entropy": "ops.cross_entropy(x, i([0, 3], ms.int32))",
    "cross_entropy_from_the_end": "ops.cross_entropy(x, i([0, -1], ms.int32))",
    "cross_entropy_of_ignored": "ops.cross_entropy(x, i([0, 7], ms.int32), ignore_index=7)",
    "NLLLoss": "ops.NLLLoss()(x, i([0, -1], ms.int32), v([1.0, 1.0, 1.0]))",
    "CrossEntropyLoss": "ms.nn.CrossEntropyLoss()(x, i([0, 3], ms.int32))",
    "SparseSoftmaxCrossEntropyWithLogits": "ops.SparseSoftmaxCrossEntropyWithLogits()(x, i([0, 5], ms.int32))",
    "Embedding": "ms.nn.Embedding(3, 2)(i([0, 3], ms.int32))",
    "Embedding_from_the_end": 'ms.nn.Embedding(3, 2, embedding_table="ones")(i([0, -1], ms.int32))',
    "getitem": "x[i([0, 2])]",
    "setitem": "write(x, i([0, 2]))",
    "one_hot": "ops.one_hot(i([0, 9]), 3, v(1.0), v(0.0))",
}


def _case(text: str) -> Any:
    def call(ms: Any) -> Any:
        def write(x: Any, index: Any) -> Any:
            x[index] = 1.0
            return x

        names = {
            "ms": ms, "ops": ms.ops, "x": ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3)), "i": ms.Tensor, "v": ms.Tensor,
            "p": lambda x: ms.Parameter(x, name="p"), "write": write,
        }  # fmt: skip
        return eval(text, names)

    return call


CASES = {name: _case(text) for name, text in CALLS.items()}
