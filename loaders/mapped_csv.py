"""Any table, read by a map of its columns; the shipped maps are recognised by their headers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from loaders.base import LoadError, Options, Outcome, Piece, Sample
from loaders.mapping.model import MapError, TableMap
from loaders.mapping.reading import read_rows, read_table, table_pieces
from loaders.mapping.recognition import map_for
from loaders.mapping.table import first_line
from loaders.mapping.toml import table_map
from loaders.opening import sample

_MAPS = Path(__file__).parent / "maps"


@cache
def shipped_maps() -> Mapping[str, TableMap]:
    """The maps that ship with the loaders, by name."""
    found = (table_map(tomllib.loads(path.read_text("utf-8"))) for path in sorted(_MAPS.glob("*.toml")))
    return MappingProxyType({one.name: one for one in found})


class MappedCsv:
    """Tables (CSV, TSV, semicolons) of posts, handles, site fingerprints or statements."""

    name = "mapped-csv"
    title = (
        "Tables read by a column map: CooRTweet, CrowdTangle, 4CAT, Information Laundromat, lists, statements, your own"
    )
    version = "3"

    def recognise(self, sample: Sample) -> bool:
        """Whether the header is that of a shipped map, or every line is a URL or an @handle."""
        return map_for(sample, shipped_maps()) is not None

    def read(self, path: Path, options: Options) -> Iterator[Outcome]:
        """Every row but the header's, by the map given, else by the shipped one that knows the table."""
        table, strict = _map_of(path, options)
        yield from read_table(path, table, options, strict=strict)

    def pieces(self, path: Path, options: Options) -> Iterator[Piece] | None:
        """Stretches of rows of a table of posts; None for the others, whose rows wait for each other."""
        table, strict = _map_of(path, options)
        found = table_pieces(path, table, options, strict=strict)
        # a shipped map is sent by name
        return found and (replace(piece, content=(table.name, piece)) for piece in found)

    def read_piece(self, piece: Piece, options: Options) -> Iterator[Outcome]:
        """Every row of the stretch."""
        name, rows = piece.content
        table = shipped_maps()[name] if options.map is None else table_map(options.map)
        return read_rows(rows, table, options)


def _map_of(path: Path, options: Options) -> tuple[TableMap, bool]:
    """The map of the table, and whether every column that it names must be there."""
    if options.map is not None:
        table = _given(path, options.map)
        # a shipped map names what some versions of a format lack; an analyst means the file at hand
        return table, table not in shipped_maps().values()
    beginning = sample(path)
    known = map_for(beginning, shipped_maps())
    if known is None and "set" in options.extra:
        known = shipped_maps()["handles"]
    if known is None:
        line = first_line(beginning.text())
        raise LoadError(
            f"{path.name}: no shipped map knows the table that begins {line[:120]!r}; say how its columns are read (--map)"
        )
    return known, False


def _given(path: Path, given: Mapping[str, object]) -> TableMap:
    try:
        return table_map(given)
    except MapError as error:
        name = given.get("name")
        raise LoadError(f"{path.name}: map {str(name)[:80] if name else 'given'}: {error}") from error
