"""Builds one message out of the parser's events, within bounds."""

from typing import Any

_MOST_EVENTS = 200_000
_MOST_CHARACTERS = 8 << 20
_DEEPEST = 100


class Build:
    """An object or list under construction; what is too large or too deep becomes None."""

    def __init__(self, event: str) -> None:
        root: Any = {} if event == "start_map" else []
        self._root = root
        self._open: list[Any] = [root]
        self._names: list[str] = [""]
        self._depth = 1
        self._events = 0
        self._characters = 0
        self._dropped = False

    @property
    def result(self) -> object:
        """What was built, or None."""
        return None if self._dropped else self._root

    def drop(self) -> None:
        """Keep nothing, only find the end."""
        self._dropped, self._root, self._open = True, None, []

    def add(self, event: str, value: Any) -> bool:
        """Take one event; whether the root is complete with it."""
        if event in ("end_map", "end_array"):
            self._depth -= 1
            if not self._dropped:
                self._open.pop()
                self._names.pop()
            return self._depth == 0
        opens = event in ("start_map", "start_array")
        self._depth += opens
        self._events += 1
        if isinstance(value, str):
            self._characters += len(value)
        if self._dropped:
            return False
        if self._events > _MOST_EVENTS or self._characters > _MOST_CHARACTERS or self._depth > _DEEPEST:
            self.drop()
        elif event == "map_key":
            self._names[-1] = value
        elif opens:
            made: Any = {} if event == "start_map" else []
            self._put(made)
            self._open.append(made)
            self._names.append("")
        else:
            self._put(value)
        return False

    def _put(self, value: Any) -> None:
        held = self._open[-1]
        if isinstance(held, dict):
            held[self._names[-1]] = value
        else:
            held.append(value)
