import pyarrow as pa
import pytest

from analysis.rarity import sharing


def table(*rows: tuple[str, str, str]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(("type", "account", "object"), row, strict=True)) for row in rows])


def test_information_is_the_rarer_the_greater() -> None:
    rows = [("Url", f"x:{n}", "common") for n in range(8)] + [("Url", f"x:{n}", "rare") for n in range(2)]

    found = {r["object"]: r for r in sharing(table(*rows)).to_pylist()}

    assert found["common"]["sharers"] == 8
    assert found["common"]["information"] == 0.0
    assert found["rare"]["information"] == pytest.approx(2.0)


@pytest.mark.parametrize(
    "rows",
    [
        [("Url", "x:1", "alone")],
        [("Url", "x:1", "alone"), ("Url", "x:1", "alone")],
        [("Url", "x:1", "one"), ("Hashtag", "x:2", "one")],
    ],
)
def test_what_one_account_shared_links_nobody(rows: list[tuple[str, str, str]]) -> None:
    assert sharing(table(*rows)).num_rows == 0


def test_nothing_shared_is_an_empty_table() -> None:
    empty = pa.schema([(n, pa.string()) for n in ("type", "account", "object")]).empty_table()
    assert sharing(empty).column_names == ["type", "object", "sharers", "information"]
