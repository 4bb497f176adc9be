"""The names of `mindshim.mint.distributed` by another path (mirrors `mindspore.mint.distributed.distributed`)."""

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
