from collections.abc import Callable

from attribution.identities import same_accounts
from graph.facts import Facts
from store.resolve import Reader

Stored = Callable[..., Reader]


def account(platform: str, id: str | None = None, handle: str | None = None, name: str | None = None) -> Facts:
    facts = Facts()
    facts.account(platform, id=id, handle=handle, properties={"name": name})
    return facts


def joined(reader: Reader) -> list[tuple[str, str]]:
    return [(r.start.key, r.end.key) for r, _ in same_accounts(reader)]


def test_a_handle_joins_the_one_id_that_had_it(stored: Stored) -> None:
    reader = stored([account("x", handle="Ana")], [account("x", id="7", handle="ana")])

    ((relationship, datasets),) = same_accounts(reader)

    assert (relationship.start.key, relationship.end.key) == ("x:@ana", "x:7")
    assert len(datasets) == 2


def test_a_handle_that_two_ids_had_joins_nothing(stored: Stored) -> None:
    reader = stored(
        [account("x", handle="ana"), account("x", id="7", handle="ana")], [account("x", id="8", handle="ana")]
    )
    assert joined(reader) == []


def test_a_renamed_account_is_found_under_both_handles(stored: Stored) -> None:
    reader = stored(
        [account("x", handle="old"), account("x", handle="new")],
        [account("x", id="7", handle="old"), account("x", id="7", handle="new")],
    )
    assert joined(reader) == [("x:@new", "x:7"), ("x:@old", "x:7")]


def test_neither_another_platform_nor_a_display_name_joins(stored: Stored) -> None:
    reader = stored(
        [account("telegram", handle="ana"), account("x", id="7", handle="ana", name="Ana B")],
        [account("x", id="8", handle="ben", name="Ana B")],
    )
    assert joined(reader) == []
