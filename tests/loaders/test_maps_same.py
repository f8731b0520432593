"""Tables of accounts that somebody says are one."""

import pytest

from loaders.mapping.same_reader import LONGEST_REASON
from tests.loaders.conftest import Read

HEADER = "account,same_as,reason,stated_by,stated_at\n"


def test_two_accounts_that_somebody_says_are_one(read: Read) -> None:
    found = read(HEADER + "x:@Ben,telegram:1234,the same phone number in both bios,Ana,2024-05-01\n")

    (link,) = found.relationships("SAME_AS")
    assert (link.start.key, link.end.key) == ("x:@ben", "telegram:1234")
    assert link.properties == {"reason": "stated by Ana: the same phone number in both bios"}
    assert found.nodes("Account").keys() == {"telegram:1234", "x:@ben"}


@pytest.mark.parametrize(
    ("one", "other", "keys"),
    [
        ("x:5400", "x:@5400", ("x:@5400", "x:5400")),
        ("https://x.com/Ann", "Telegram:@Canal", ("x:@ann", "telegram:@canal")),
        ("forum:77", "x:12345", ("x:12345", "forum:77")),
    ],
)
def test_how_accounts_are_written(read: Read, one: str, other: str, keys: tuple[str, str]) -> None:
    assert read(f"{HEADER}{one},{other},why,Ana,\n").edges("SAME_AS") == [keys]
    # said the other way round it is the same statement
    assert read(f"{HEADER}{other},{one},why,Ana,\n").edges("SAME_AS") == [keys]


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        ("x:1,x:2,,Ana", "no_reason", "reason"),
        ("x:1,x:2,why,", "no_stated_by", "stated_by"),
        ("x:1,,why,Ana", "no_account", "same_as"),
        ("x:1,x:1,why,Ana", "one_account", "same_as"),
        ("ann,x:1,why,Ana", "bad_account", "account"),
        ("x:,x:1,why,Ana", "bad_account", "account"),
        ("x:1,x:@a b,why,Ana", "bad_account", "same_as"),
        ("https://x.com/ann/status/1,x:1,why,Ana", "bad_account", "account"),
        ("x:1,x:1.2345E+18,why,Ana", "id_damaged", "same_as"),
        (f"x:1,x:2,{'y' * LONGEST_REASON},Ana", "too_long", "reason"),
    ],
)
def test_what_cannot_be_stated(read: Read, row: str, reason: str, column: str) -> None:
    found = read(f"{HEADER}{row},\n")
    assert [(r.reason, r.column) for r in found.rejects] == [(reason, column)]
    assert not found.rows


def test_a_bar_cannot_forge_another_key(read: Read) -> None:
    (link,) = read(HEADER + '"x:1","x:2","a|b\nc","Ana|Ben"\n').relationships("SAME_AS")
    assert link.properties["reason"] == "stated by Ana/Ben: a/b c"
