"""Summaries of training: values of each step in a file (mirrors `mindspore.train.summary`)."""

from mindshim.train.summary.summary_record import SummaryRecord as SummaryRecord

__all__ = ["SummaryRecord"]
