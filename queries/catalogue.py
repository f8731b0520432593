"""The catalogue: every query that ships with the project, by id."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from queries.errors import QueryError, mend
from queries.frontmatter import Query, read_query

LIBRARY = Path(__file__).parent / "library"


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Query]:
    """Every query of the library by id, in the order of ids; QueryError if a file is wrong."""
    return MappingProxyType(read_folder(LIBRARY))


def read_folder(folder: Path) -> dict[str, Query]:
    """The queries in the .cypher files of a folder, by id."""
    return {query.id: query for query in (read_query(path) for path in sorted(folder.glob("*.cypher")))}


def query_of(id_: str) -> Query:
    """The query with this id; QueryError names the one that was probably meant."""
    found = catalogue().get(id_)
    if found is None:
        raise QueryError(f"query {id_[:80]!r}: is unknown; {mend(id_, catalogue(), 'there are none')}")
    return found
