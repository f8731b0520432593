"""Tables of accounts that somebody says are one: which two, why, and who says so."""

from collections.abc import Iterator, Mapping

from graph.canonical import CanonicalError, DamagedIdError
from graph.canonical.accounts import by_id
from graph.facts import Facts
from graph.records import Ref
from loaders.base import Outcome, Row
from loaders.mapping.ids import DAMAGED_MEND, id_of
from loaders.mapping.members import placed
from loaders.mapping.model import Columns, TableMap
from loaders.mapping.platforms import platform_name
from loaders.mapping.record import Found, Record, UnusableError

LONGEST_REASON = 500
_STATED = "stated by "
_MEND = "write an account as platform:id, platform:@handle or its profile URL"


class SameReader:
    """Statements that two accounts are one, row by row."""

    def __init__(self, table: TableMap) -> None:
        assert table.same is not None
        self._columns = table.same

    def outcomes(self, record: Record) -> Iterator[Outcome]:
        """What the row gives: one outcome."""
        facts = Facts(text_ids=True)
        try:
            self._say(facts, record)
        except UnusableError as unusable:
            yield unusable.at(record.location)
            return
        yield Row(record.location, facts.records())

    def rest(self) -> Iterator[Outcome]:
        """Nothing: no row waits for another."""
        return iter(())

    def _say(self, facts: Facts, record: Record) -> None:
        columns = self._columns
        who = _words(record, columns.stated_by, "no_stated_by", "say who says so")
        why = _words(record, columns.reason, "no_reason", "say why the two are one; a like display name is no reason")
        if len(who) + len(why) > LONGEST_REASON:
            column = record.header.name(columns.reason)
            raise UnusableError(column, why, "too_long", f"say it in {LONGEST_REASON} characters, the name among them")
        one, other = (_account(facts, record, names) for names in (columns.account, columns.same_as))
        if one == other:
            raise UnusableError(record.header.name(columns.same_as), other.key, "one_account", "name two accounts")
        # the first of them stands for both
        end, start = sorted((one, other), key=lambda ref: by_id(ref.key))
        facts.link("SAME_AS", start, end, {"reason": f"{_STATED}{who}: {why}"})


def is_stated(properties: Mapping[str, object]) -> bool:
    """Whether a SAME_AS with these properties is somebody's statement, and not what the data show."""
    return str(properties.get("reason", "")).startswith(_STATED)


def _words(record: Record, columns: Columns, reason: str, mend: str) -> str:
    found = record.found(columns)
    # a reason is part of the link's key, whose parts are told apart by bars
    words = " ".join(found[1].replace("\0", " ").replace("|", "/").split()) if found is not None else ""
    if not words:
        raise UnusableError(record.header.name(columns), "", reason, mend)
    return words


def _account(facts: Facts, record: Record, columns: Columns) -> Ref:
    found = record.found(columns)
    if found is None:
        raise UnusableError(record.header.name(columns), "", "no_account", _MEND)
    column, value = found
    try:
        return _placed(facts, value) if "://" in value else _named(facts, found)
    except DamagedIdError as error:
        raise UnusableError(column, value, "id_damaged", DAMAGED_MEND) from error
    except (CanonicalError, ValueError) as error:
        raise UnusableError(column, value, "bad_account", f"{error}; {_MEND}") from error


def _placed(facts: Facts, value: str) -> Ref:
    ref = placed(facts, value)
    if ref.label != "Account":
        raise ValueError("it is no profile's address")
    return ref


def _named(facts: Facts, found: Found) -> Ref:
    platform, colon, name = id_of(found).partition(":")
    if not colon or not name.strip():
        raise ValueError("it names no platform and account")
    if name.startswith("@"):
        return facts.account(platform_name(platform), handle=name)
    return facts.account(platform_name(platform), id=name)
