"""Processes that work together (mirrors `mindspore.communication`): here a world of one process."""

from __future__ import annotations

from mindshim.communication import comm_func as comm_func
from mindshim.communication import management as management
from mindshim.communication.management import HCCL_WORLD_COMM_GROUP as HCCL_WORLD_COMM_GROUP
from mindshim.communication.management import MCCL_WORLD_COMM_GROUP as MCCL_WORLD_COMM_GROUP
from mindshim.communication.management import NCCL_WORLD_COMM_GROUP as NCCL_WORLD_COMM_GROUP
from mindshim.communication.management import GlobalComm as GlobalComm
from mindshim.communication.management import create_group as create_group
from mindshim.communication.management import destroy_group as destroy_group
from mindshim.communication.management import get_comm_name as get_comm_name
from mindshim.communication.management import get_group_rank_from_world_rank as get_group_rank_from_world_rank
from mindshim.communication.management import get_group_size as get_group_size
from mindshim.communication.management import get_local_rank as get_local_rank
from mindshim.communication.management import get_local_rank_size as get_local_rank_size
from mindshim.communication.management import get_process_group_ranks as get_process_group_ranks
from mindshim.communication.management import get_rank as get_rank
from mindshim.communication.management import get_world_rank_from_group_rank as get_world_rank_from_group_rank
from mindshim.communication.management import init as init
from mindshim.communication.management import release as release
