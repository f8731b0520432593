"""Stating that two accounts are one: a row of a small table that the case keeps and loads, so that it is dropped like any file."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from attribution.errors import CaseError
from attribution.loading import Recognised
from attribution.maps import read_map
from graph.records import Ref, Relationship
from loaders.base import Options, Reject, Row
from loaders.catalogue import by_name
from store.analyst_words import checked_text, signature
from store.folder import CaseFolder, replace_file

MAP = "same-accounts"
_COLUMNS = ("account", "same_as", "reason", "stated_by", "stated_at")


def statement(
    folder: CaseFolder, accounts: Sequence[Ref | str], *, why: str, by: str, at: int
) -> tuple[Recognised, Options]:
    """The table that says that two accounts are one, kept in the case folder, and how it is loaded.

    CaseError for what are not two accounts, or cannot be written in such a table.
    """
    named = {_account(given) for given in accounts}
    if len(named) != 2:
        raise CaseError(f"{' and '.join(map(str, accounts))}: are not two accounts; name two")
    one, other = sorted(named)
    written = io.StringIO()
    when = datetime.fromtimestamp(at // 1000, UTC).isoformat()
    csv.writer(written, lineterminator="\n").writerows(
        [_COLUMNS, (one.key, other.key, checked_text("reason", why), signature(by), when)]
    )
    content = written.getvalue().encode()
    home = folder.root / "statements"
    home.mkdir(exist_ok=True)
    path = home / f"same-{hashlib.sha256(content).hexdigest()[:12]}.csv"
    replace_file(path, content)
    table, _, _ = read_map(MAP)
    said = Recognised(path, by_name("mapped-csv")), Options(map=table)
    _check(said, named)
    return said


def _account(given: Ref | str) -> Ref:
    try:
        ref = given if isinstance(given, Ref) else Ref.parse(given)
    except ValueError as error:
        raise CaseError(f"{given!s:.120}: is no account; write Account/key") from error
    if ref.label != "Account":
        raise CaseError(f"{ref!s:.120}: is a {ref.label}; only of accounts can be stated that they are one")
    return ref


def _check(said: tuple[Recognised, Options], accounts: set[Ref]) -> None:
    """CaseError, and no file left, where the loader does not read what was meant."""
    found, options = said
    (outcome,) = found.loader.read(found.path, options)
    if isinstance(outcome, Row) and any(
        isinstance(one, Relationship) and {one.start, one.end} == accounts for one in outcome.records
    ):
        return
    found.path.unlink()
    mend = outcome.mend if isinstance(outcome, Reject) else "write a table of your own for the map same-accounts"
    raise CaseError(f"{' and '.join(sorted(one.key for one in accounts))}: cannot be stated to be one ({mend})")
