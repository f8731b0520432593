"""Reads a table by its map: one outcome for every row but the header's."""

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from loaders.base import Blank, LoadError, Options, Outcome, Piece
from loaders.mapping.fingerprints_reader import FingerprintsReader
from loaders.mapping.handles_reader import HandlesReader
from loaders.mapping.model import OBJECTS, Columns, TableMap
from loaders.mapping.platforms import PlatformOf
from loaders.mapping.posts_reader import PostsReader
from loaders.mapping.record import Header, Record, UnusableError
from loaders.mapping.same_reader import SameReader
from loaders.mapping.statements_reader import StatementsReader
from loaders.mapping.table import Dialect, Row, Table, dialect_of, first_line, rows_in_cell
from loaders.opening import sample

_PIECE_ROWS = 10_000
_WHOLE_LINE = "\x1f"
"""A separator that no text holds: the line is one cell."""


class Reader(Protocol):
    """Rows of one table, in order."""

    def outcomes(self, record: Record) -> Iterator[Outcome]:
        """What is known by this row: its outcome, or those of rows that waited for it."""
        ...

    def rest(self) -> Iterator[Outcome]:
        """What still waited when the table ended."""
        ...


def read_table(path: Path, table: TableMap, options: Options, *, strict: bool) -> Iterator[Outcome]:
    """Every row in file order; `strict`: every column that the map names must be there, else LoadError."""
    reader = _reader(path.name, table, options)
    header, rows = _opened(path, table)
    for row in rows:
        if header is None and _says_something(row[1]):
            header = _checked(path, table, row[1], strict=strict)
        else:
            yield from _outcomes(reader, header, row)
    yield from reader.rest()


def table_pieces(path: Path, table: TableMap, options: Options, *, strict: bool) -> Iterator[Piece] | None:
    """The same table in pieces for `read_rows`; None for a kind of table whose rows wait for each other."""
    if table.kind != "posts":
        return None
    _reader(path.name, table, options)
    return _pieces(path, table, strict=strict)


def _pieces(path: Path, table: TableMap, *, strict: bool) -> Iterator[Piece]:
    header, rows = _opened(path, table)
    held: list[Row] = []
    size = 0
    # a table that nothing names the platform of is refused at its first row, not in the middle
    first = True
    for row in rows:
        cells = row[1]
        if header is None and _says_something(cells):
            header = _checked(path, table, cells, strict=strict)
            continue
        held.append(row)
        size += sum(map(len, cells)) + len(cells)
        if len(held) >= _PIECE_ROWS:
            yield Piece(held[0][0], (path.name, header, first, held), size)
            held, size, first = [], 0, False
    if held:
        yield Piece(held[0][0], (path.name, header, first, held), size)


def read_rows(piece: Piece, table: TableMap, options: Options) -> Iterator[Outcome]:
    """Every row of a piece."""
    name, header, first, rows = piece.content
    reader = _reader(name, table, options, platform_known=not first)
    for row in rows:
        yield from _outcomes(reader, header, row)


def _opened(path: Path, table: TableMap) -> tuple[Header | None, Iterator[Row]]:
    """The header, if it is not in the table, and the table's rows, the header's among them."""
    line = first_line(sample(path).text())
    if not line:
        raise LoadError(f"{path.name}: is empty; fetch or export it again")
    dialect, headless = _written(line, table)
    header = Header(_value_column(table), table.missing) if headless else None
    # the sample may end inside the header of a very wide table, the table itself does not
    return header, Table(path, dialect).rows()


def _checked(path: Path, table: TableMap, cells: list[str], *, strict: bool) -> Header:
    header = Header(cells, table.missing)
    _check(path, table, header, strict=strict)
    return header


def _says_something(cells: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def _outcomes(reader: Reader, header: Header | None, row: Row) -> Iterator[Outcome]:
    number, cells, swallowed = row
    location = str(number)
    if header is None or not _says_something(cells):
        yield Blank(location)
    elif swallowed:
        yield rows_in_cell(location, header.names, cells, swallowed)
    elif _runs_over(header, cells):
        yield _too_many(header, cells).at(location)
    else:
        yield from reader.outcomes(Record(header, cells, location))


def _reader(file: str, table: TableMap, options: Options, *, platform_known: bool = False) -> Reader:
    said = options.extra
    case = said.get("case", "case")
    platforms = PlatformOf(table.platform, said.get("platform"))
    if table.kind == "posts":
        object_as = said.get("object_as")
        if object_as is not None and object_as not in OBJECTS:
            raise LoadError(f"object_as: {object_as[:80]!r} is unknown; use one of {', '.join(OBJECTS)}")
        return PostsReader(table, platforms, object_as, file=file, platform_known=platform_known)
    if table.kind == "handles":
        name = said.get("set") or Path(file.removesuffix(".gz")).stem
        return HandlesReader(table, platforms, file=file, case=case, name=name, why=said.get("why"))
    if table.kind == "fingerprints":
        return FingerprintsReader(table)
    if table.kind == "same":
        return SameReader(table)
    return StatementsReader(table, platforms, case=case)


def _written(line: str, table: TableMap) -> tuple[Dialect, bool]:
    """How the table is written, and whether its first row is data already."""
    dialect = dialect_of(line, table.writing)
    if table.handles is None:
        return dialect, False
    cells = dialect.cells(line)
    header = Header(cells)
    columns = (*table.handles.value, *table.handles.id)
    headless = not any(header.has(name) for name in columns)
    if headless or len(cells) == 1:
        # one value a line: a comma in a URL separates nothing
        return Dialect(_WHOLE_LINE, table.writing.quote, table.writing.escape), headless
    return dialect, False


def _value_column(table: TableMap) -> list[str]:
    assert table.handles is not None
    return [table.handles.value[0] if table.handles.value else "value"]


def _runs_over(header: Header, cells: list[str]) -> bool:
    return len(cells) > len(header.names) and any(cell.strip() for cell in cells[len(header.names) :])


def _too_many(header: Header, cells: list[str]) -> UnusableError:
    beyond = next(cell for cell in cells[len(header.names) :] if cell.strip())
    mend = f"the row has {len(cells)} cells under {len(header.names)} columns: a separator in a value is not quoted"
    return UnusableError(header.names[-1], beyond, "too_many_cells", mend)


def _check(path: Path, table: TableMap, header: Header, *, strict: bool) -> None:
    """LoadError where the table lacks what the map lives by, or (strict) anything that it names."""
    wanted: dict[str, Columns] = {}
    for target, columns in table.named if strict else ():
        wanted[target] = (*wanted.get(target, ()), *columns)
    wanted |= _needed(table)
    for target, columns in wanted.items():
        if columns and not header.find(columns):
            names = " or ".join(repr(name) for name in columns)
            near = difflib.get_close_matches(columns[0], [name.casefold() for name in header.names], n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else "take it out of the map or name another column;"
            there = ", ".join(header.names)
            raise LoadError(
                f"{path.name}: map {table.name!r}: {target} is read from {names}, which the table does not have; "
                f"{hint} its columns are {there[:500]}"
            )


def _needed(table: TableMap) -> dict[str, Columns]:
    if table.posts is not None:
        posts = table.posts
        return {"post.id": (*posts.id, *(posts.url if posts.id_from_url else ()))}
    if table.fingerprints is not None:
        prints = table.fingerprints
        return {
            "fingerprints.type": prints.type,
            "fingerprints.content": prints.content,
            "fingerprints.domain": prints.domain,
        }
    if table.statements is not None:
        return {
            "statements.source": table.statements.source,
            "statements.text": table.statements.text,
            "statements.about": table.statements.about,
        }
    if table.same is not None:
        return {
            "same.account": table.same.account,
            "same.same_as": table.same.same_as,
            "same.reason": table.same.reason,
            "same.stated_by": table.same.stated_by,
        }
    return {}
