"""Statements: who said what about whom."""

from datetime import UTC, datetime

import pytest

from graph.canonical.statements import statement_key
from tests.loaders.conftest import Read

HEADER = "date,source,source_kind,text,kind,attributes,about_kind,about,url\n"
GOOD = '2022-10-26,Meridian,Firm,"No explicit link, we think.",attribution,no explicit link,,set:Set A; network:North/Lantern,https://m.example/1\n'


def test_a_statement_with_its_source_and_what_it_is_about(read: Read) -> None:
    found = read(HEADER + GOOD)
    key = statement_key(
        "Meridian",
        "2022-10-26",
        about="Network/North/Lantern; Set/c/Set A",
        kind="attribution",
        text="No explicit link, we think.",
    )
    assert found.nodes("Statement") == {
        key: {
            "kind": "attribution", "text": "No explicit link, we think.", "attributes": "no_explicit_link",
            "stated_at": int(datetime(2022, 10, 26, tzinfo=UTC).timestamp() * 1000), "url": "https://m.example/1",
        }
    }  # fmt: skip
    assert found.nodes("Source") == {"Meridian": {"name": "Meridian", "kind": "firm"}}
    assert found.edges("STATED_BY") == [(key, "Meridian")]
    assert found.edges("ABOUT") == [(key, "c/Set A"), (key, "North/Lantern")]
    assert found.nodes("Network") == {"North/Lantern": {"publisher": "North", "name": "Lantern"}}
    assert found.nodes("Set") == {"c/Set A": {"name": "Set A"}}


ABOUT = [
    ("set", "A", "Set/c/A"),
    ("network", "Meta/Q3 2023 one", "Network/Meta/Q3 2023 one"),
    ("account", "https://x.com/Ann", "Account/x:@ann"),
    ("account", "telegram:@Canal", "Account/telegram:@canal"),
    ("Domain", "news[.]example", "Domain/news.example"),
    ("set", "domain:news.example", "Domain/news.example"),
]


@pytest.mark.parametrize(("kind", "about", "ref"), ABOUT)
def test_what_a_statement_may_be_about(read: Read, kind: str, about: str, ref: str) -> None:
    found = read("source,text,about_kind,about\n" + f"S,said,{kind},{about}\n")
    assert [str(r.end) for r in found.relationships("ABOUT")] == [ref]
    assert [p["kind"] for p in found.nodes("Statement").values()] == ["claim"]


def test_a_count_with_its_unit(read: Read) -> None:
    found = read(
        "source,text,about_kind,about,kind,count,unit,platform\nS,83 accounts,set,A,count,83,accounts,Twitter\n"
    )
    (statement,) = found.nodes("Statement").values()
    assert (statement["count"], statement["unit"], statement["platform"]) == (83, "accounts", "x")


BAD = [
    (",said,set,A", [("no_source", "source")], 0),
    ("S,,set,A", [("no_text", "text")], 0),
    ("S,said,set,", [("no_about", "about")], 0),
    ("S,said,,A", [("bad_about", "about")], 0),
    ("S,said,person,A", [("bad_about", "about")], 0),
    ("S,said,network,Lantern", [("bad_about", "about")], 0),
    ("S,said,account,ann", [("bad_about", "about")], 0),
    ("S,said,domain,https://x.com/ann", [("bad_about", "about")], 0),
    ("S,said,account,https://x.com/ann/status/1", [("bad_about", "about")], 0),
    ("S,said,set," + ";".join("ab" * 60), [("bad_about", "about")], 0),
    ("S,said,set,A,guess", [("bad_kind", "kind")], 1),
    ("S,said,set,A,,surely", [("bad_attributes", "attributes")], 1),
    ("S,said,set,A,,,soon", [("bad_time", "date")], 1),
    ("S,said,set,A,,,,blog", [("bad_source_kind", "source_kind")], 1),
    ("S,said,set,A,,,,,some", [("bad_count", "count")], 1),
]


@pytest.mark.parametrize(("row", "expected", "rows"), BAD)
def test_rejects_and_notes(read: Read, row: str, expected: list[tuple[str, str]], rows: int) -> None:
    found = read("source,text,about_kind,about,kind,attributes,date,source_kind,count\n" + row + "\n")
    both = (*found.rejects, *found.notes)
    assert [(r.reason, r.column) for r in both] == expected
    assert len(found.rows) == rows
    assert all(r.mend for r in both)
