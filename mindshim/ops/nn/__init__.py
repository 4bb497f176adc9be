"""Operators of neural networks: activations, convolution, pooling, normalisation, dropout, losses, recurrences."""
