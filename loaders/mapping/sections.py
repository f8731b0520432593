"""One TOML table of a map being read: typed access, and a complaint about what nobody asked for."""

import difflib
from collections.abc import Mapping

from loaders.mapping.model import Columns, MapError, folded


class Section:
    """One TOML table being read: typed access, and a complaint about what nobody asked for."""

    def __init__(self, where: str, given: Mapping[str, object], named: list[tuple[str, Columns]] | None = None) -> None:
        self._where = where
        self._given = given
        self._known: set[str] = set()
        self.named: list[tuple[str, Columns]] = [] if named is None else named
        """Every target read so far, here and in the sections below, with its columns."""

    def _get(self, key: str) -> object:
        self._known.add(key)
        return self._given.get(key)

    def _path(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def wrong(self, key: str, value: object, expected: str) -> MapError:
        """The complaint about a value of the wrong kind."""
        what, _, example = expected.partition(", as in ")
        mend = f"write it like {example}" if example else "correct it, or leave it out"
        return MapError(f"{self._path(key)}: {value!r} is not {what}; {mend}")

    def text(self, key: str) -> str | None:
        """A text, or None."""
        value = self._get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, value, 'a text in quotes, as in "name"')
        return value

    def needed(self, key: str) -> Columns:
        """Column names; MapError if there are none."""
        columns = self.columns(key)
        if not columns:
            raise MapError(f"{self._path(key)}: missing; name the column that holds it")
        return columns

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, value, "true or false")
        return bool(value)

    def words(self, key: str) -> tuple[str, ...] | None:
        """A list of texts, or None."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, value, 'a list of texts, as in ["a", "b"]')
        return tuple(value)

    def columns(self, key: str) -> Columns:
        """Column names, folded; none where it is not said."""
        value = self._get(key)
        if value is None:
            return ()
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(one, str) and one.strip() for one in names):
            raise self.wrong(
                key, value, 'a column name or a list of them, as in "Final Link" or ["Final Link", "Link"]'
            )
        columns = tuple(folded(one) for one in names)
        self.named.append((self._path(key), columns))
        return columns

    def mapping(self, key: str) -> Mapping[str, object]:
        """An inline table; empty where it is not said."""
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.wrong(key, value, "a table, as in { a = 1 }")
        return value

    def table(self, key: str, *, needed: bool = False) -> "Section | None":
        """A section below, or None."""
        value = self._get(key)
        if value is None:
            if needed:
                raise MapError(f"{self._path(key)}: missing; add a section [{self._path(key)}]")
            return None
        if not isinstance(value, Mapping):
            raise self.wrong(key, value, f"a section [{self._path(key)}]")
        return Section(self._path(key), value, self.named)

    def tables(self, key: str) -> "list[Section]":
        """The sections of that name below, one or more."""
        value = self._get(key)
        if value is None:
            return []
        parts = value if isinstance(value, list) else [value]
        sections = [Section(self._path(key), one, self.named) for one in parts if isinstance(one, Mapping)]
        if len(sections) != len(parts):
            raise self.wrong(key, value, f"a section [[{self._path(key)}]]")
        return sections

    def value(self, key: str) -> object:
        """What stands under the key, unread."""
        return self._get(key)

    def done(self) -> None:
        """Complain about what nobody asked for."""
        for key in self._given:
            if key not in self._known:
                near = difflib.get_close_matches(key, self._known, n=1, cutoff=0.5)
                known = ", ".join(sorted(self._known))
                hint = f"did you mean {near[0]}?" if near else f"it is none of {known}"
                raise MapError(f"{self._path(key)}: unknown target with value {self._given[key]!r}; {hint}")
