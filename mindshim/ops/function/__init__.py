"""Operator functions by family, under MindSpore's module path."""
