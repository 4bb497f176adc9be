"""MindRecord files: rows of named fields, read and written (mirrors `mindspore.mindrecord`)."""

import enum

from mindshim.mindrecord.common.exceptions import *  # noqa: F403
from mindshim.mindrecord.config import set_dec_mode as set_dec_mode
from mindshim.mindrecord.config import set_enc_key as set_enc_key
from mindshim.mindrecord.config import set_enc_mode as set_enc_mode
from mindshim.mindrecord.filereader import FileReader as FileReader
from mindshim.mindrecord.filewriter import FileWriter as FileWriter
from mindshim.mindrecord.mindpage import MindPage as MindPage


class MSRStatus(enum.Enum):
    """How an operation on files went."""

    SUCCESS = 0
    FAILED = 1

    def __str__(self) -> str:
        return f"MSRStatus.{self.name}"


SUCCESS, FAILED = MSRStatus.SUCCESS, MSRStatus.FAILED
