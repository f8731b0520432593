"""Loaders: bytes in, one outcome for every input row out."""
