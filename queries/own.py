"""The analyst's own queries: files of the library's form in a folder beside a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from queries.catalogue import catalogue
from queries.errors import QueryError
from queries.frontmatter import Query
from queries.linting import linted

LONGEST = 200_000
"""Bytes of a file that is read."""
MOST = 500
"""Files of a folder that are read."""
RESERVED = ("lint",)
"""Ids that mean something else on the shell."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that is no query yet."""

    file: str
    lines: tuple[str, ...]
    """What is wrong, a line each with file, place and mend."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a folder of own queries holds: a broken file never hides the others."""

    queries: Mapping[str, Query] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()


def own_queries(folder: Path) -> Own:
    """The queries in the .cypher files of a folder, by id, and what is wrong with the rest; empty without a folder."""
    queries: dict[str, Query] = {}
    broken = []
    paths = sorted(folder.glob("*.cypher")) if folder.is_dir() else []
    for path in paths[:MOST]:
        query, lines = _looked_at(path)
        if query is not None and not lines:
            queries[query.id] = query
        else:
            broken.append(Broken(path.name, lines))
    for path in paths[MOST:]:
        broken.append(Broken(path.name, (f"{path.name}: is not read, the folder holds more than {MOST}; tidy it up",)))
    return Own(MappingProxyType(queries), tuple(broken))


def text_of(path: Path) -> str:
    """The text of a query's file; QueryError where it is none that is read."""
    try:
        if not path.exists():
            raise QueryError(f"{path}: there is no such file; check its name")
        if path.is_symlink() or not path.is_file():
            raise QueryError(f"{path.name}: is no file of its own; put a copy there")
        if path.stat().st_size > LONGEST:
            raise QueryError(f"{path.name}: is longer than {LONGEST:,} bytes; shorten it")
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise QueryError(f"{path.name}: cannot be read ({_why(error)}); save it as UTF-8") from error


def taken(id_: str, file: str, known: Iterable[str] | None = None) -> list[str]:
    """What is wrong with the id of an own query: the library's ids are the library's."""
    if id_ in RESERVED:
        return [f"{file}: id {id_!r} is a word of the command; give yours another, and the file the same name"]
    if id_ in (catalogue() if known is None else known):
        return [f"{file}: id {id_!r} is one of the library's; give yours another, and the file the same name"]
    return []


def _looked_at(path: Path) -> tuple[Query | None, tuple[str, ...]]:
    try:
        state = path.lstat()
    except OSError as error:
        return None, (f"{path.name}: cannot be read ({_why(error)}); save it as UTF-8",)
    return _read(path, state.st_mtime_ns, state.st_size, state.st_ino)


# a page asks at every click: the same file is read once
@lru_cache(maxsize=2 * MOST)
def _read(path: Path, *_state: int) -> tuple[Query | None, tuple[str, ...]]:
    try:
        found = linted(text_of(path), path.name)
    except QueryError as error:
        return None, (str(error),)
    more = taken(found.query.id, path.name) if found.query is not None else []
    return found.query, (*found.wrong, *more)


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
