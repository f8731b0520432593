"""What a command of the shell came to."""

from collections.abc import Callable
from typing import NamedTuple


class Done(NamedTuple):
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]
