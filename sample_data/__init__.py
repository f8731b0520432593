"""A synthetic campaign on several platforms, its generator and its planted answers."""
