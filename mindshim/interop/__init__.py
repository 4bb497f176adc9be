"""Bridges from mindshim to what surrounds it. So far: notebooks."""
