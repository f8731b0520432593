"""The graph: its schema, its keys, the engines it stands on, writing and reading."""
