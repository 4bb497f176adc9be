"""Bridges from mindshim to what surrounds it: notebooks and, in time, JAX programs and the weights of other frameworks."""
