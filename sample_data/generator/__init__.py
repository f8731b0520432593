"""A synthetic campaign on several platforms, made from a seed: the files, and what was planted in them."""
