"""MindRecord files from other formats (mirrors `mindspore.mindrecord.tools`)."""
