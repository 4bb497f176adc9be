"""Processes that work together, with functions that write into their Tensors (mirrors `mindspore.mint.distributed`)."""

from __future__ import annotations

from mindshim.mint.distributed.collectives import P2POp as P2POp
from mindshim.mint.distributed.collectives import all_gather as all_gather
from mindshim.mint.distributed.collectives import all_gather_into_tensor as all_gather_into_tensor
from mindshim.mint.distributed.collectives import all_gather_into_tensor_uneven as all_gather_into_tensor_uneven
from mindshim.mint.distributed.collectives import all_reduce as all_reduce
from mindshim.mint.distributed.collectives import all_to_all as all_to_all
from mindshim.mint.distributed.collectives import all_to_all_single as all_to_all_single
from mindshim.mint.distributed.collectives import barrier as barrier
from mindshim.mint.distributed.collectives import batch_isend_irecv as batch_isend_irecv
from mindshim.mint.distributed.collectives import broadcast as broadcast
from mindshim.mint.distributed.collectives import gather as gather
from mindshim.mint.distributed.collectives import irecv as irecv
from mindshim.mint.distributed.collectives import isend as isend
from mindshim.mint.distributed.collectives import recv as recv
from mindshim.mint.distributed.collectives import reduce as reduce
from mindshim.mint.distributed.collectives import reduce_scatter as reduce_scatter
from mindshim.mint.distributed.collectives import reduce_scatter_tensor as reduce_scatter_tensor
from mindshim.mint.distributed.collectives import reduce_scatter_tensor_uneven as reduce_scatter_tensor_uneven
from mindshim.mint.distributed.collectives import scatter as scatter
from mindshim.mint.distributed.collectives import send as send
from mindshim.mint.distributed.groups import destroy_process_group as destroy_process_group
from mindshim.mint.distributed.groups import get_backend as get_backend
from mindshim.mint.distributed.groups import get_global_rank as get_global_rank
from mindshim.mint.distributed.groups import get_group_rank as get_group_rank
from mindshim.mint.distributed.groups import get_process_group_ranks as get_process_group_ranks
from mindshim.mint.distributed.groups import get_rank as get_rank
from mindshim.mint.distributed.groups import get_world_size as get_world_size
from mindshim.mint.distributed.groups import init_process_group as init_process_group
from mindshim.mint.distributed.groups import is_available as is_available
from mindshim.mint.distributed.groups import is_initialized as is_initialized
from mindshim.mint.distributed.groups import new_group as new_group
from mindshim.mint.distributed.objects import all_gather_object as all_gather_object
from mindshim.mint.distributed.objects import broadcast_object_list as broadcast_object_list
from mindshim.mint.distributed.objects import gather_object as gather_object
from mindshim.mint.distributed.objects import recv_object_list as recv_object_list
from mindshim.mint.distributed.objects import scatter_object_list as scatter_object_list
from mindshim.mint.distributed.objects import send_object_list as send_object_list
from mindshim.mint.distributed.store import TCPStore as TCPStore

__all__ = [
    "P2POp", "TCPStore", "all_gather", "all_gather_into_tensor", "all_gather_into_tensor_uneven", "all_gather_object",
    "all_reduce", "all_to_all", "all_to_all_single", "barrier", "batch_isend_irecv", "broadcast",
    "broadcast_object_list", "destroy_process_group", "gather", "gather_object", "get_backend", "get_global_rank",
    "get_group_rank", "get_process_group_ranks", "get_rank", "get_world_size", "init_process_group", "irecv",
    "is_available", "is_initialized", "isend", "new_group", "recv", "recv_object_list", "reduce", "reduce_scatter",
    "reduce_scatter_tensor", "reduce_scatter_tensor_uneven", "scatter", "scatter_object_list", "send",
    "send_object_list",
]  # fmt: skip
