"""What the parts of `mindshim.mindrecord` share (mirrors `mindspore.mindrecord.common`)."""
