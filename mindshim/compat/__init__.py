"""Spellings of earlier versions that programs written for MindSpore use."""
