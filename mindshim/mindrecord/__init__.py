"""MindRecord files: rows of named fields, read and written (mirrors `mindspore.mindrecord`)."""

import enum

from mindshim.mindrecord.common.exceptions import *  # noqa: F403
from mindshim.mindrecord.config import set_dec_mode as set_dec_mode
from mindshim.mindrecord.config import set_enc_key as set_enc_key
from mindshim.mindrecord.config import set_enc_mode as set_enc_mode
from mindshim.mindrecord.filereader import FileReader as FileReader
from mindshim.mindrecord.filewriter import FileWriter as FileWriter
from mindshim.mindrecord.mindpage import MindPage as MindPage
from mindshim.mindrecord.tools.cifar10_to_mr import Cifar10ToMR as Cifar10ToMR
from mindshim.mindrecord.tools.cifar100_to_mr import Cifar100ToMR as Cifar100ToMR
from mindshim.mindrecord.tools.csv_to_mr import CsvToMR as CsvToMR
from mindshim.mindrecord.tools.imagenet_to_mr import ImageNetToMR as ImageNetToMR
from mindshim.mindrecord.tools.mnist_to_mr import MnistToMR as MnistToMR
from mindshim.mindrecord.tools.tfrecord_to_mr import TFRecordToMR as TFRecordToMR


class MSRStatus(enum.Enum):
    """How an operation on files went."""

    SUCCESS = 0
    FAILED = 1

    def __str__(self) -> str:
        return f"MSRStatus.{self.name}"


SUCCESS, FAILED = MSRStatus.SUCCESS, MSRStatus.FAILED
