"""What is drawn above all in a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """What is drawn above all, by id: a path that was found."""

    nodes: tuple[str, ...]
    edges: tuple[str, ...]
    title: str = "the path"
