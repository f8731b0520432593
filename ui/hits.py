"""Why a node is in an answer: the rows about it, and what of the picture they speak of."""

from dataclasses import dataclass

from attribution.answers import Answer
from graph.records import Ref
from queries.result import Row, refs_in
from ui.words import plural

MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that is about a node."""

    title: str
    """What it comes to, in one line."""
    because: str
    caveat: str
    things: tuple[Ref, ...]
    """What is shared, as far as the row names it, in its order."""


def hits(answer: Answer, ref: Ref) -> tuple[list[Hit], int]:
    """The first rows that are about the node, and how many there are.

    A row is about what it names alone, or among those who share its one thing; not about a member that it names beside.
    """
    members = frozenset().union(*answer.result.members.values())
    found = [row for row in answer.result.rows if _about(answer, row, ref, ref in members)]
    return [_hit(answer, row, ref) for row in found[:MOST_ROWS]], len(found)


def _about(answer: Answer, row: Row, ref: Ref, member: bool) -> bool:
    query = answer.result.query
    alone = [c for c in query.nodes if not isinstance(row.get(c), list | tuple)]
    if any(ref in refs_in(query, row, column) for column in alone):
        return True
    # of the members that it shares with, a row names only some
    if member and any(query.nodes[column] == "Account" for column in alone):
        return False
    return any(ref in refs_in(query, row, column) for column in query.nodes if column not in alone)


def _hit(answer: Answer, row: Row, ref: Ref) -> Hit:
    query, titles = answer.result.query, " and ".join(answer.result.members)
    listed = [column for column in query.nodes if isinstance(row.get(column), list | tuple)]
    things = tuple(one for c in listed for one in refs_in(query, row, c) if one.label != "Account" and one != ref)
    title = "In the answer"
    objects, members = row.get("objects"), row.get("set_accounts")
    if titles and things and isinstance(objects, int) and isinstance(members, int):
        title = f"Shared with {titles}: {plural(objects, 'thing')}, with {plural(members, 'member')}"
    return Hit(title, str(row.get("because") or ""), str(row.get("caveat") or ""), things)
