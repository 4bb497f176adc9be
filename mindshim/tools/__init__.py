"""Maintenance tools: `python -m mindshim.tools.stubs` writes the type stubs of generated names."""
