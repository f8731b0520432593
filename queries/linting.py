"""Looks over the text of a query as a console would not: front matter, parameters, order, limit, reading only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.checking import check
from queries.cyphertext import bare, order_and_limit, returned_columns
from queries.errors import QueryError
from queries.frontmatter import Query, parse_query

_DIRECTION = re.compile(r"\s+(?:ASC|ASCENDING|DESC|DESCENDING)\s*\Z", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z_]\w*\.id\Z")
# what a browser counts exactly, and times that a form offers, in epoch milliseconds
_MOST = 2**53 - 1
_EARLIEST, _LATEST = 946_684_800_000, 4_102_444_800_000


@dataclass(frozen=True, slots=True)
class Linted:
    """What a text says of itself."""

    query: Query | None
    """The query, where its front matter can be read."""
    wrong: tuple[str, ...] = ()
    """What has to be mended, a line each."""
    unseen: tuple[str, ...] = ()
    """What cannot be told from the text: look yourself."""

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return self.query is not None and not self.wrong


def linted(text: str, file: str) -> Linted:
    """What is wrong with the text of a file of this name; never an error."""
    try:
        query = parse_query(text, file)
    except QueryError as error:
        return Linted(None, (str(error),))
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        # values that the front matter's reader did not foresee
        return Linted(None, (f"{file}: the front matter cannot be read ({type(error).__name__}: {str(error)[:120]})",))
    return Linted(query, (*check(query), *_bounds(query)), tuple(order_unseen(query)))


def _bounds(query: Query) -> list[str]:
    """What no form could ask for."""
    found = []
    for parameter in query.parameters.values():
        low, high, type_ = parameter.minimum, parameter.maximum, parameter.type
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            found.append(f"{query.file}: parameter {parameter.name}: minimum is above maximum; exchange them")
        given = [parameter.parse(parameter.default) if parameter.default is not None else None, low, high]
        most, least = (_LATEST, _EARLIEST) if type_ == "time" else (_MOST, -_MOST)
        if any(isinstance(one, int | float) and not least <= one <= most for one in given):
            span = "between the years 2000 and 2100" if type_ == "time" else f"between -{_MOST} and {_MOST}"
            found.append(f"{query.file}: parameter {parameter.name}: cannot be asked for in a form; stay {span}")
    return found


def order_unseen(query: Query) -> list[str]:
    """A line where the text does not show that no two rows stand alike in ORDER BY.

    It does where ORDER BY ends in a key: a column of [nodes] (or the first node of one), or a node's `.id`. That such
    a key stands in one row only is the author's to know; a run over a case compares the rows that it gives.
    """
    ending = order_and_limit(query.cypher)
    if ending is None or not ending[0]:
        return []
    last = _plain(ending[0][-1])
    if _KEY.search(last) or last.removesuffix("[0]") in query.nodes:
        return []
    return [
        f"{query.file}: ORDER BY ends with {last}, which is not seen to be a key: rows that are alike in it would come "
        "in any order; end it with a column of [nodes] or with a node's .id, unless no two rows can be alike"
    ]


def alike(query: Query, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line where two of the rows stand alike in ORDER BY, as far as its columns are returned."""
    ending = order_and_limit(query.cypher)
    columns = returned_columns(query.cypher)
    ordered = [_plain(one) for one in ending[0]] if ending is not None else []
    if not ordered or any(one not in columns for one in ordered):
        return []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        before = seen.setdefault(repr([row.get(one) for one in ordered]), number)
        if before != number:
            return [
                f"{query.file}: rows {before} and {number} of this case are alike in ORDER BY {', '.join(ordered)}; "
                "add what tells them apart, a key at the end"
            ]
    return []


def _plain(item: str) -> str:
    return _DIRECTION.sub("", " ".join(bare(item).split()))
