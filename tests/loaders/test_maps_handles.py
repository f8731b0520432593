"""Lists of handles, ids, URLs and domains become sets."""

import pytest

from loaders.base import LoadError
from tests.loaders.conftest import Read

UC = "UC2bpDqmqhNqozUogUvt2zEB"
VALUES = [
    ("@Ann_B", "x", "Account", "x:@ann_b"),
    ("Ann_B", "Twitter", "Account", "x:@ann_b"),
    ("1580000000000000123", "x", "Account", "x:1580000000000000123"),
    (UC, "youtube", "Account", f"youtube:{UC}"),
    ("john.doe", "instagram", "Account", "instagram:@john.doe"),
    ("https://twitter.com/Ann_B?s=20", None, "Account", "x:@ann_b"),
    ("https://x[.]com/Ann_B", None, "Account", "x:@ann_b"),
    ("hxxps://t[.]me/s/Canal", None, "Account", "telegram:@canal"),
    ("t.me/Canal", None, "Account", "telegram:@canal"),
    ("telegram:@Canal", None, "Account", "telegram:@canal"),
    ("vk:12345", None, "Account", "vk:12345"),
    ("a1" * 32, "x", "Account", "x:" + "a1" * 32),
    ("x:" + "a1" * 32, None, "Account", "x:" + "a1" * 32),
    ("Account/x:u77", None, "Account", "x:u77"),
    ("Account/x:@Ann_B", None, "Account", "x:@ann_b"),
    ("https://vk.com/id12345", None, "Account", "vk:12345"),
    (f"https://www.youtube.com/channel/{UC}", None, "Account", f"youtube:{UC}"),
    ("https://x.com/ann/status/15", None, "Url", "https://x.com/i/status/15"),
    ("https://News.example/a?utm_source=x", None, "Url", "https://news.example/a"),
    ("https://news.example/", None, "Domain", "news.example"),
    ("www[.]news[.]example", "x", "Domain", "news.example"),
    ("news.example", None, "Domain", "news.example"),
    ("#Vote", None, "Hashtag", "vote"),
]


@pytest.mark.parametrize(("value", "platform", "label", "key"), VALUES)
def test_values(read: Read, value: str, platform: str | None, label: str, key: str) -> None:
    found = read(f"handle,platform\n{value},{platform or ''}\n", "handles", set="A", why="because")
    assert [(str(r.start), str(r.end)) for r in found.relationships("IN_SET")] == [(f"{label}/{key}", "Set/c/A")]
    assert found.nodes("Set") == {"c/A": {"name": "A", "why": "because"}}
    assert found.notes == []


LISTS: list[tuple[str, str | None, dict[str, str], list[str]]] = [
    ("@ann\n@bob\n", None, {}, ["x:@ann", "x:@bob"]),
    ("ann\nbob\n", "handles", {}, ["x:@ann", "x:@bob"]),
    ("\ufeff@ann\r\n\r\n@bob", None, {}, ["x:@ann", "x:@bob"]),
    ("username\nann\n", None, {}, ["x:@ann"]),
    ("Screen_Name;Platform;Role\nann;x;victim\n", None, {}, ["x:@ann"]),
    ("account_id\thandle\n15\tann\n", None, {}, ["x:15"]),
    ("account_id,profile_url\n15,https://x.com/ann\n", "handles", {}, ["x:15"]),
]


@pytest.mark.parametrize(("content", "by", "extra", "members"), LISTS)
def test_lists_with_and_without_header(
    read: Read, content: str, by: str | None, extra: dict[str, str], members: list[str]
) -> None:
    found = read(content, by, platform="x", **extra)
    assert [start for start, _ in found.edges("IN_SET")] == members
    assert found.rejects == []


def test_urls_one_a_line_may_hold_separators(read: Read) -> None:
    found = read("https://a.example/1,2;3\nhxxps://b[.]example/x\n", name="watch list.txt")
    assert found.edges("IN_SET") == [
        ("https://a.example/1,2;3", "c/watch list"),
        ("https://b.example/x", "c/watch list"),
    ]
    assert found.edges("ON_DOMAIN") == [("https://a.example/1,2;3", "a.example"), ("https://b.example/x", "b.example")]


def test_a_list_of_urls_under_a_header(read: Read) -> None:
    found = read("url,role\nhttps://a.example/1,content\nb.example,\n", name="links.csv.gz")
    assert found.edges("IN_SET") == [("https://a.example/1", "c/links"), ("b.example", "c/links")]


def test_id_and_handle_and_name_describe_one_account(read: Read) -> None:
    found = read("account_id,handle,name,platform\n15,Ann,Ann Bo,x\n", "handles")
    assert found.nodes("Account") == {"x:15": {"platform": "x", "account_id": "15", "handle": "Ann", "name": "Ann Bo"}}


REJECTS = [
    ("Ann Bo", "bad_handle"),
    ("<script>", "bad_handle"),
    ("ann|x", "bad_handle"),
    ("1.58E+18", "id_damaged"),
    ("1580000000000000000", "id_damaged"),
    ("http://[", "bad_url"),
    ("https://evil@x.com/ann", "bad_url"),
    ("@" + "a" * 600, "bad_handle"),
    ("a" * 3_000, "too_long"),
    ("null", "no_value"),
]


@pytest.mark.parametrize(("value", "reason"), REJECTS)
def test_rejects(read: Read, value: str, reason: str) -> None:
    found = read(f'handle,platform\n"{value}",x\nann,x\n', "handles")
    assert [(r.location, r.reason, r.column) for r in found.rejects] == [("2", reason, "handle")]
    assert len(found.rejects[0].value) <= 501
    assert len(found.rows) == 1


def test_a_row_without_header_that_is_a_table_is_refused(read: Read) -> None:
    found = read("ann,x\nbob\n", "handles", platform="x")
    assert [(r.location, r.reason) for r in found.rejects] == [("1", "bad_handle")]
    assert [row.location for row in found.rows] == ["2"]


def test_a_bare_handle_needs_a_platform(read: Read) -> None:
    with pytest.raises(
        LoadError, match=r"row 2: nothing says on which platform 'ann' is; say it \(on the shell --platform x\)"
    ):
        read("handle\nann\n", "handles")


@pytest.mark.parametrize(
    "content", ["name\nann\n", "id,value\n1,2\n", "ann\nbob\n", "handle,votes\nann,3\n", "@ann\nhttps://a.example\n"]
)
def test_other_tables_are_not_taken_for_lists(read: Read, content: str) -> None:
    with pytest.raises(LoadError, match="not recognised"):
        read(content)
