"""Stating that two accounts are one: a row of a small table that the case keeps and loads, so that it is dropped like any file."""

import csv
import hashlib
import io
import re
from datetime import UTC, datetime

from attribution.errors import CaseError
from attribution.loading import Recognised
from attribution.maps import read_map
from graph.records import Ref, Relationship
from graph.subgraph import Edge, relationship_key
from loaders.base import Options, Reject, Row
from loaders.catalogue import by_name
from store.analyst_words import checked_text
from store.folder import CaseFolder, replace_file
from store.manifest import Dataset
from store.resolve import Reader

MAP = "same-accounts"
_NAME = re.compile(r"same-[0-9a-f]{12}\.csv")
_COLUMNS = ("account", "same_as", "reason", "stated_by", "stated_at")


def two_accounts(one: Ref | str, other: Ref | str) -> tuple[Ref, Ref]:
    """Two accounts, in order; CaseError for what are none."""
    named = {_account(given) for given in (one, other)}
    if len(named) != 2:
        raise CaseError(f"{one} and {other}: are not two accounts; name two")
    first, second = sorted(named)
    return first, second


def statement(reader: Reader, accounts: tuple[Ref, Ref], *, why: str, by: str, at: int) -> tuple[Recognised, Options]:
    """The table that says that two accounts are one, signed `by`, kept in the case folder, and how it is loaded.

    CaseError for what cannot be written in such a table, or is stated already.
    """
    one, other = accounts
    written = io.StringIO()
    when = datetime.fromtimestamp(at // 1000, UTC).isoformat()
    csv.writer(written, lineterminator="\n").writerows(
        [_COLUMNS, (one.key, other.key, checked_text("reason", why), by, when)]
    )
    content = written.getvalue().encode()
    home = reader.folder.statements
    home.mkdir(exist_ok=True)
    path = home / f"same-{hashlib.sha256(content).hexdigest()[:12]}.csv"
    fresh = not path.exists()
    replace_file(path, content)
    table, _, _ = read_map(MAP)
    said = Recognised(path, by_name("mapped-csv")), Options(map=table)
    try:
        _check(reader, said, {one, other})
    except CaseError:
        # the same said within the same second is the same file
        if fresh:
            path.unlink()
        raise
    return said


def own(reader: Reader, link: Edge) -> tuple[Dataset, ...]:
    """The files of the case that hold this one statement and nothing else; none where a larger table states it."""
    found = [d for d in reader.datasets if d.id in link.datasets]
    alone = all(_NAME.fullmatch(d.name) and d.counts.loaded + d.counts.merged == 1 for d in found)
    return tuple(found) if alone else ()


def forget(folder: CaseFolder, dropped: Dataset) -> None:
    """Remove the table of a statement that was dropped: nothing of it stays, nor goes to a colleague."""
    if _NAME.fullmatch(dropped.name):
        (folder.statements / dropped.name).unlink(missing_ok=True)


def _account(given: Ref | str) -> Ref:
    try:
        ref = given if isinstance(given, Ref) else Ref.parse(given)
    except ValueError as error:
        raise CaseError(f"{given!s:.120}: is no account; write Account/key") from error
    if ref.label != "Account":
        raise CaseError(f"{ref!s:.120}: is a {ref.label}; only of accounts can be stated that they are one")
    return ref


def _check(reader: Reader, said: tuple[Recognised, Options], accounts: set[Ref]) -> None:
    """CaseError where the loader does not read what was meant, or the case holds it."""
    found, options = said
    (outcome,) = found.loader.read(found.path, options)
    names = " and ".join(sorted(one.key for one in accounts))
    if isinstance(outcome, Reject):
        raise CaseError(f"{names}: cannot be stated to be one ({outcome.mend})")
    assert isinstance(outcome, Row)
    (link,) = (one for one in outcome.records if isinstance(one, Relationship))
    if {link.start, link.end} != accounts:
        raise CaseError(f"{names}: cannot be stated to be one; such keys are written {link.start.key}, {link.end.key}")
    key = relationship_key(link.type, link.start, link.end, link.properties)
    if reader.sql('SELECT 1 FROM "SAME_AS" WHERE _key = $key LIMIT 1', ("SAME_AS",), {"key": key}):
        raise CaseError(f"{names}: are stated to be one already, by the same person for the same reason")
