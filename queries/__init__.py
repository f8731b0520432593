"""Saved questions: Cypher files with typed parameters, the runner, and the codebook of topics."""
